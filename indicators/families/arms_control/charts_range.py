"""Stockpiles as ranges: what each estimator said of one year, side by side and never mixed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import polars as pl

from indicators.charting.figure import Figure
from indicators.charting.marks import small_multiples
from indicators.charting.theme import NARROW, PALETTE, WIDE, format_number

if TYPE_CHECKING:
    from indicators.store.view import AsOfView

FIRST_YEAR = 2005
SIDES = {"rus": "Russia", "usa": "United States"}
ESTIMATORS = {
    "fas": ("Federation of American Scientists, one edition", PALETTE[0]),
    "declared": ("declared by the country itself", PALETTE[2]),
    "sipri": ("SIPRI", PALETTE[3]),
    "notebook": ("Nuclear Notebook of the time", PALETTE[1]),
    "suh": ("Suh", PALETTE[4]),
}
APART_PCT = 10.0
"""Estimates further apart are named: a level change between editions is then an assumption that changed."""
ASSUMPTION = "assumption changed"

SQL = """
SELECT year, side, estimator, max(value_count) AS value, list(DISTINCT fact_id ORDER BY fact_id) AS fact_ids
FROM stockpiles_by_side WHERE item = 'stockpile' AND year BETWEEN $first AND $last GROUP BY ALL
ORDER BY side, estimator, year"""


def stockpile_range(view: AsOfView) -> Figure | None:
    """Each estimator's figure for each year, both sides on one axis."""
    found = view.sql(SQL, first=FIRST_YEAR, last=view.quarter_end.year)
    found = found.filter(pl.col("side").str.to_lowercase().is_in(list(SIDES)))
    several = _years_with_several(found)
    if not several:
        return None
    apart = [row for row in several if row["apart_pct"] >= APART_PCT]
    changed = {(row["side"], row["year"]) for row in apart}
    table = found.select(
        period=pl.col("year").cast(pl.String),
        panel=pl.col("side").str.to_lowercase().replace_strict(SIDES),
        series=pl.col("estimator").replace_strict({k: name for k, (name, _) in ESTIMATORS.items()}),
        value=pl.col("value").cast(pl.Int64),
        marked=pl.Series(
            [ASSUMPTION if one in changed else None for one in found.select("side", "year").iter_rows()],
            dtype=pl.String,
        ),
        fact_ids="fact_ids",
    )
    widest = max(several, key=lambda row: (row["apart_pct"], row["year"]))
    unit = "warheads in the stockpile, by estimator"
    wide, narrow = (
        small_multiples(
            table, unit=unit, width=width, height=150 if width > 480 else 110, columns=2 if width > 480 else 1,
            decimals=0, marked_label=ASSUMPTION,
            colours=dict(ESTIMATORS.values()),
        )
        for width in (WIDE, NARROW)
    )  # fmt: skip
    sources = view.sources([fact for ids in found["fact_ids"].to_list() for fact in ids])
    return Figure(
        id="arms_control.stockpile_range",
        family="arms_control",
        headline=f"Estimates of one year lie up to {format_number(widest['apart_pct'])} per cent apart: "
        f"{_told(widest)}",
        unit=unit,
        alt=f"Two panels from {FIRST_YEAR}, one a side, a line or dot for each estimator. Years with more than one: "
        + "; ".join(_told(row) for row in several)
        + ".",
        source_line="; ".join(sources[:3]),
        as_of=view.as_of,
        notes=(
            "A level change between estimators or editions is not a force change.",
            *([_assumptions(apart)] if apart else []),
            "Retired warheads that await dismantlement are left out.",
        ),
        table=table,
        chart=wide,
        narrow=narrow,
    )


def _years_with_several(found: pl.DataFrame) -> list[dict[str, Any]]:
    """Sides and years that more than one estimator speaks of: least, largest, how far apart."""
    both = found.group_by("side", "year").agg(low=pl.col("value").min(), high=pl.col("value").max(), count=pl.len())
    apart = (100.0 * (pl.col("high") - pl.col("low")) / pl.col("low")).alias("apart_pct")
    return both.filter(pl.col("count") > 1).with_columns(apart).sort("side", "year").to_dicts()


def _told(row: dict[str, Any]) -> str:
    """``United States 2006, 7,853 to 10,000``."""
    low, high = format_number(row["low"]), format_number(row["high"])
    return f"{SIDES[row['side'].lower()]} {row['year']}, {low if low == high else f'{low} to {high}'}"


def _assumptions(apart: list[dict[str, Any]]) -> str:
    named = ", ".join(f"{SIDES[row['side'].lower()]} {row['year']}" for row in apart)
    return f"Assumption changed: {named} were put {format_number(APART_PCT)} per cent or more apart by two editions."
