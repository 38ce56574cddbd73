"""What a check promises, whatever it tests: columns, codes, and the rules that keep it able to fail."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from types import MappingProxyType
from typing import Any

import polars as pl

from indicators.contracts.model import Contract, Rule, TableModel, column, rule

SEEDS = "seeds"
"""Folder of a project's ledgers, beside ``data/``."""

SUBJECT = MappingProxyType(
    {
        "trade": "goods trade",
        "arms_control": "treaties, limits, stockpiles",
        "sanctions": "lists and actions",
        "polls": "opinion",
        "contacts": "meetings, calls, rounds of talks",
        "macro": "the economy at large; kept as a record",
        "military": "armed forces and the war; kept as a record",
        "other": "anything else; kept as a record",
    }
)
AGGREGATE = MappingProxyType(
    {
        "value": "the one value of the rows",
        "count": "number of rows",
        "months": "number of months with a row",
        "sum": "sum",
        "mean": "mean",
        "min": "smallest value",
        "max": "largest value",
        "change": "rows summed (of a series the last value) in the period less the same in `versus`",
        "percent_change": "change in per cent of `versus`",
        "ratio": "the same in the period over the same in `versus`",
        "first_day": "first day",
        "last_day": "last day",
        "day_of_min": "day or period of the smallest value",
        "day_of_max": "day or period of the largest value",
        "span_days": "days from the first row to the last",
        "span_years": "years from the first row to the last",
        "years_since": "years from the last row to the day after the period",
        "text": "the texts of the rows",
    }
)
COMPARISON = MappingProxyType(
    {
        "eq": "ours equals theirs",
        "approx": "ours lies within the tolerance of theirs",
        "gt": "ours is more",
        "gte": "ours is at least theirs",
        "lt": "ours is less",
        "lte": "ours is at most theirs",
        "range": "ours lies between expected and expected_high",
        "contains": "ours holds each of their names, divided by ;",
    }
)
CLAIM_ID, NAME = r"C[0-9]{3}-[0-9]{3}", r"[a-z0-9_]+"


def check_rules(table: str) -> tuple[Rule, ...]:
    here, given = pl.col("subject").is_not_null(), pl.col("tolerance").is_not_null()
    number = pl.col("expected").cast(pl.Float64, strict=False)
    return (
        rule(
            f"{table}.subject_or_reason",
            "A check names what it looks at, or the fact that is missing",
            holds=here != pl.col("missing").is_not_null(),
            columns=("subject", "missing"),
            mend="fill one of the two",
        ),
        rule(
            f"{table}.whole",
            "A check has an aggregate, a comparison and an expected value",
            holds=pl.col("aggregate").is_not_null()
            & pl.col("comparison").is_not_null()
            & pl.col("expected").is_not_null(),
            applies=here,
            columns=("comparison", "aggregate", "expected"),
            mend="fill all three",
        ),
        rule(
            f"{table}.range_has_two_ends",
            "A range, and nothing else, has an upper end, and it is above the lower one",
            holds=pl.when(pl.col("comparison") == "range")
            .then(pl.col("expected_high").cast(pl.Float64, strict=False) > number)
            .otherwise(pl.col("expected_high").is_null())
            .fill_null(False),
            applies=here,
            columns=("expected_high", "comparison"),
        ),
        rule(
            f"{table}.tolerance_has_a_reason",
            "A tolerance has a reason, and a reason a tolerance",
            holds=given == pl.col("tolerance_reason").is_not_null(),
            columns=("tolerance_reason", "tolerance"),
        ),
        rule(
            f"{table}.tolerance_is_needed_and_small",
            "'About' has a tolerance, a comparison of names has none, and none is as large as the number",
            holds=pl.when(pl.col("comparison") == "contains")
            .then(~given)
            .otherwise(given | (pl.col("comparison") != "approx"))
            & (~given | (pl.col("tolerance") < number.abs()).fill_null(True)),
            applies=here,
            columns=("tolerance", "comparison", "expected"),
            mend="a tolerance that permits every number tests nothing",
        ),
        rule(
            f"{table}.versus_where_two_are_compared",
            "A change or ratio, and nothing else, has a second period",
            holds=pl.col("versus").is_not_null() == pl.col("aggregate").is_in(["change", "percent_change", "ratio"]),
            applies=here,
            columns=("versus", "aggregate"),
        ),
    )


SUBJECT_NAME = r"[a-z0-9_]+(\.[a-z0-9_]+)*"


class CheckTable(TableModel):
    """The columns of a check."""

    witness: str = column("Whose figures the check looks at; different witnesses may disagree", free_text=True)
    subject: str = column("Series, table or view that is looked at", nullable=True, pattern=SUBJECT_NAME)
    day_column: str = column("Column of a table that holds the day", nullable=True, pattern=NAME)
    filter: str = column("Conditions: column = a | b; column ~ part of a text; column >= 5", nullable=True)
    measure: str = column("Column of a table that is aggregated; empty counts rows", nullable=True, pattern=NAME)
    period: str = column("Days, months, quarters or years: 2025-02..2025-06; empty for all", nullable=True)
    versus: str = column("Second period of a comparison", nullable=True)
    aggregate: str = column("What is made of the rows", codes=AGGREGATE, nullable=True)
    comparison: str = column("How our value has to stand to theirs", codes=COMPARISON, nullable=True)
    expected: str = column("Their value in their unit", nullable=True)
    expected_high: str = column("Upper end of their range", nullable=True)
    scale: float = column("Our value is divided by it to be in their unit", nullable=True, gt=0)
    tolerance: float = column("Permitted difference, in their unit; days between days", nullable=True, ge=0)
    tolerance_reason: str = column("Why it is permitted", nullable=True, free_text=True)
    reading: str = column("How words were read as a number or a day", nullable=True, free_text=True)
    missing: str = column("The fact that is missing, where the claim cannot be checked", nullable=True, free_text=True)


class OwnClaims(CheckTable):
    """A reader's own statements with their checks in one file."""

    _contract = Contract(
        name="own_claims", folder=".", files=("own_claims.csv",), title="Own statements with their checks",
        key=("claim_id", "witness"),
    )  # fmt: skip
    _rules = check_rules("own_claims")

    claim_id: str = column("Any id; rows with one id test one claim", pattern=r"[A-Za-z0-9_.-]+")
    statement: str = column("The statement", free_text=True)
    made_on: dt.date = column("Day on which it was made")


def renamed(model: type[TableModel], file_name: str) -> Any:
    """A ledger's contract for a file of another name."""
    return type(model.__name__, (model,), {"_contract": replace(model._contract, files=(file_name,))})
