"""Contract of published totals of sanctions lists."""

from __future__ import annotations

import datetime as dt

import polars as pl

from indicators.contracts import codes as code_lists
from indicators.contracts.model import Contract, FactTable, column, rule
from indicators.families.sanctions import redundancy
from indicators.families.sanctions.codes import BOUND, ISSUER

_value, _measure = pl.col("value_count"), pl.col("measure")
_PANEL = "ofac_russia_address_entries"


def _panel(part: str) -> pl.Expr:
    return pl.when(_measure == f"{_PANEL}{part}").then(_value).max().over("reference_date")


class SanctionsTotals(FactTable):
    """A total that somebody published, or that was counted in one file."""

    _contract = Contract(
        name="sanctions_totals",
        folder="sanctions",
        files=("sanctions_totals.csv",),
        title="Published totals of sanctions lists",
        version="3.0.0",
        key=("reference_date", "issuer", "target", "measure", "source_id"),
        quantity=("reference_date", "issuer", "target", "measure"),
        reference_end="CASE WHEN date_precision = 'month' THEN last_day(reference_date) ELSE reference_date END",
        usage=(
            "Totals of different measures or counting units are not one series.",
            "The monthly panel counts by address and joins two lists; it is not the Russia-related union.",
        ),
    )
    _rules = (
        *redundancy.TOTALS,
        rule(
            "sanctions_totals.value_or_reason",
            "A value is missing exactly when a reason is given and the status is M",
            holds=(_value.is_null() == pl.col("missing_reason").is_not_null())
            & (_value.is_null() == (pl.col("obs_status") == "M")),
            columns=("value_count", "missing_reason", "obs_status"),
        ),
        rule(
            "sanctions_totals.bound_is_estimate",
            "A bound or an approximation has status E",
            holds=pl.col("obs_status") == "E",
            applies=pl.col("bound") != "exact",
            columns=("obs_status", "bound"),
        ),
        rule(
            "sanctions_totals.low_is_marked",
            "A figure of low quality is not given as a normal value",
            holds=pl.col("obs_status") != "A",
            applies=pl.col("quality") == "low",
            columns=("obs_status", "quality"),
        ),
        rule(
            "sanctions_totals.published_after_reference",
            "A total is not public before the day it describes",
            holds=pl.col("published_on") >= pl.col("reference_date"),
            columns=("published_on", "reference_date"),
        ),
        rule(
            "sanctions_totals.one_unit_a_measure",
            "A measure has one counting unit",
            holds=pl.col("counting_unit").n_unique().over("measure") == 1,
            columns=("counting_unit", "measure"),
            mend="totals in different units are different measures",
        ),
        rule(
            "sanctions_totals.stock_and_flow",
            "In the panel by address the stock moves by what was added less what was removed",
            holds=_value - _value.shift(1).over("measure", order_by="reference_date")
            == _panel("_added") - _panel("_removed"),
            applies=_measure == _PANEL,
            columns=("value_count", "reference_date"),
        ),
        rule(
            "sanctions_totals.panel_is_monthly",
            "The panel by address stands on the last day of each month",
            holds=(pl.col("reference_date") == pl.col("reference_date").dt.month_end()),
            applies=_measure.str.starts_with(_PANEL),
            columns=("reference_date",),
        ),
    )

    reference_date: dt.date = column("Day the total describes; first day where only the month is known",
                                     ge=dt.date(2014, 3, 6), le=dt.date(2099, 12, 31))  # fmt: skip
    date_precision: str = column(
        "How well the day is known",
        codes={**code_lists.DATE_PRECISION, "no_later_than": "undated; the last day it can be"},
    )
    issuer: str = column(
        "Whose measures or whose count",
        codes={
            **ISSUER,
            "uk": "United Kingdom, office not named",
            "uk_ofsi": "UK Office of Financial Sanctions Implementation",
            "eu_commission_fsf": "European Commission, consolidated financial sanctions file",
            "un_security_council": "United Nations Security Council",
            "cnas": "Center for a New American Security",
            "gsdb": "Global Sanctions Data Base",
        },
    )
    target: str = column("Country, regime or programme counted, `all` for all", pattern=r"[A-Za-z0-9_-]+( - [A-Z]+)?")
    measure: str = column("What was counted", pattern="[a-z0-9_]+")
    measure_label: str = column("What was counted, in words", free_text=True)
    counting_unit: str = column(
        "Unit of the count; totals in different units do not compare",
        codes={
            "listed_entries": "entries of a list",
            "names": "names on a list",
            "persons": "natural persons (CNAS, OFSI: individuals and organisations)",
            "entities": "organisations",
            "vessels": "ships",
            "designations": "designations, one target in one list",
            "sanction_cases": "cases of the data base",
            "file_lines": "lines of a file",
            "file_elements": "elements of a file",
        },
    )
    value_count: int = column("The total", unit="counting unit", nullable=True, ge=0, le=100_000)
    bound: str = column("Whether the number is exact", codes=BOUND)
    missing_reason: str = column("Why the value is missing", codes=code_lists.MISSING_REASON, nullable=True)
