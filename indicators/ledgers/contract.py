"""What the ledgers promise: documents, claims, checks and forecasts, in the folder ``seeds/``."""

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
OPERATOR = MappingProxyType(
    {
        "eq": "equals",
        "approx": "about",
        "gte": "at least",
        "lte": "at most",
        "after": "later than",
        "range": "between value and value_high",
        "count": "so many",
        "change": "rose, fell or began to",
        "rank": "stands at this place",
        "max_of": "is the largest",
        "min_of": "is the smallest",
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


class Documents(TableModel):
    """One text whose statements are kept, never the text itself."""

    _contract = Contract(
        name="documents", folder=SEEDS, files=("documents.csv",), title="Documents that make statements",
        key=("document_id",),
    )  # fmt: skip
    _rules = (
        rule(
            "documents.dates_in_order",
            "The day claims are checked as of lies between the first and the last day the document can be of",
            holds=pl.col("as_of").is_between(pl.col("published_from"), pl.col("published_to")),
            columns=("as_of", "published_from", "published_to"),
        ),
    )

    document_id: str = column("Number of the document", pattern="[0-9]{3}")
    file_name: str = column("Name of the text file outside this repository", pattern=r"[0-9a-z_]+\.txt")
    title: str = column("Title, or what the text is", free_text=True)
    author: str = column("Author, where named", nullable=True, free_text=True)
    publisher: str = column("Publisher", free_text=True)
    published_from: dt.date = column("First day the document can be of")
    published_to: dt.date = column("Last day the document can be of")
    as_of: dt.date = column("Day as of which its claims are checked")
    date_basis: str = column("What the days rest on", free_text=True)
    url: str = column("Address of a matching page", nullable=True, pattern=r"https?://\S+")
    note: str = column("Remarks for people", nullable=True, free_text=True)


class Claims(TableModel):
    """One statement of a document that can be true or false."""

    _contract = Contract(
        name="claims", folder=SEEDS, files=("claims.csv",), title="Statements of the documents", key=("claim_id",)
    )
    _rules = (
        rule(
            "claims.high_for_a_range",
            "Only a range, and every range of numbers, has a second value",
            holds=pl.col("value_high").is_not_null() == pl.col("operator").is_in(["range"]),
            applies=(pl.col("operator") == "range") | (pl.col("value_high").is_not_null() & (pl.col("unit") != "rank")),
            columns=("value_high", "operator"),
        ),
        rule(
            "claims.id_of_its_document",
            "A claim's id begins with its document",
            holds=pl.col("claim_id").str.slice(1, 3) == pl.col("document_id"),
            columns=("claim_id", "document_id"),
        ),
    )

    claim_id: str = column("Document and running number", pattern=CLAIM_ID)
    document_id: str = column("Document", references="documents.document_id")
    line: int = column("Line of the document that holds the value, from 1", ge=1, le=10_000)
    family: str = column("What it speaks of", codes=SUBJECT)
    statement: str = column("The statement in our words", free_text=True)
    metric: str = column("What is measured; claims on one metric and period can be compared", pattern=NAME)
    dyad: str = column("Whom it concerns", pattern=r"[A-Z+;-]+")
    period: str = column("Period or day it speaks of", free_text=True)
    value: str = column("The stated number, day, name or term", free_text=True)
    unit: str = column("Unit of the value", free_text=True)
    operator: str = column("How the value is meant", codes=OPERATOR)
    value_high: str = column("Upper end of a range", nullable=True, free_text=True)
    cited_source: str = column("What the document cites", nullable=True, free_text=True)
    checkable: str = column(
        "Whether facts could decide it",
        codes={"yes": "facts decide", "partly": "a proxy decides, or part of it", "no": "no fact can"},
    )
    note: str = column("Remarks for people", nullable=True, free_text=True)


def _check_rules(table: str) -> tuple[Rule, ...]:
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


class _Check(TableModel):
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


class Checks(_Check):
    """How a claim is tested: data, run by one engine."""

    _contract = Contract(
        name="checks", folder=SEEDS, files=("checks.csv",), title="Checks of the claims, as data", key=("check_id",)
    )
    _rules = (
        *_check_rules("checks"),
        rule(
            "checks.id_of_its_claim",
            "A check's id is its claim's and a letter",
            holds=pl.col("check_id").str.slice(0, 8) == pl.col("claim_id"),
            columns=("check_id", "claim_id"),
        ),
    )

    check_id: str = column("Claim and letter", pattern=f"{CLAIM_ID}[a-z]")
    claim_id: str = column("Claim that is tested", references="claims.claim_id")


class OwnClaims(_Check):
    """A reader's own statements with their checks in one file."""

    _contract = Contract(
        name="own_claims", folder=".", files=("own_claims.csv",), title="Own statements with their checks",
        key=("claim_id", "witness"),
    )  # fmt: skip
    _rules = _check_rules("own_claims")

    claim_id: str = column("Any id; rows with one id test one claim", pattern=r"[A-Za-z0-9_.-]+")
    statement: str = column("The statement", free_text=True)
    made_on: dt.date = column("Day on which it was made")


class Forecasts(TableModel):
    """One statement of a document about what will be."""

    _contract = Contract(
        name="forecasts",
        folder=SEEDS,
        files=("forecasts.csv",),
        title="Forecasts of the documents",
        key=("forecast_id",),
    )
    _rules = (
        rule(
            "forecasts.made_in_order",
            "The first day a forecast can be of is not after the last",
            holds=pl.col("made_from") <= pl.col("made_to"),
            columns=("made_from", "made_to"),
        ),
        rule(
            "forecasts.id_of_its_document",
            "A forecast's id begins with its document",
            holds=pl.col("forecast_id").str.slice(1, 3) == pl.col("document_id"),
            columns=("forecast_id", "document_id"),
        ),
    )

    forecast_id: str = column("Document and running number", pattern=r"F[0-9]{3}-[0-9]{3}")
    document_id: str = column("Document", references="documents.document_id")
    line: int = column("Line of the document, from 1", ge=1, le=10_000)
    made_from: dt.date = column("First day it can have been made on")
    made_to: dt.date = column("Last day it can have been made on")
    forecaster: str = column("Who makes it", free_text=True)
    family: str = column("What it speaks of", codes=SUBJECT)
    statement: str = column("The forecast in our words", free_text=True)
    metric: str = column("What is foreseen", pattern=NAME)
    period: str = column("When it comes due", free_text=True)
    predicted: str = column("Direction, range or event", free_text=True)
    confidence: str = column("How sure the words are", free_text=True)
    resolvable: str = column(
        "Whether facts could decide it",
        codes={"yes": "facts decide", "partly": "a proxy decides, or part of it", "no": "it excludes nothing"},
    )
    resolution: str = column("How it would be decided", free_text=True)
    note: str = column("Remarks for people", nullable=True, free_text=True)


LEDGER_TABLES: tuple[type[TableModel], ...] = (Documents, Claims, Checks, Forecasts)


def renamed(model: type[TableModel], file_name: str) -> Any:
    """A ledger's contract for a file of another name."""
    return type(model.__name__, (model,), {"_contract": replace(model._contract, files=(file_name,))})
