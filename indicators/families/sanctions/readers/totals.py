"""Candidates of ``sanctions_totals``: what was counted in one file."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

import polars as pl

from indicators.ingesting.reader import PUBLICATION

COUNTED = "counted in the file"
Total = tuple[str, str, str, str, str, int]
"""Issuer, target, measure, the measure in words, counting unit, value."""
SCHEMA = {
    "issuer": pl.String,
    "target": pl.String,
    "measure": pl.String,
    "measure_label": pl.String,
    "counting_unit": pl.String,
    "value_count": pl.Int64,
}


def total_facts(totals: Iterable[Total], day: dt.date, basis: str, seen_in: str, quality: str = "high") -> pl.DataFrame:
    """One row a total on the day of the file."""
    slug = [pl.col(c).str.to_lowercase().str.replace_all("[^a-z0-9]+", "-") for c in ("issuer", "target", "measure")]
    return pl.DataFrame(list(totals), schema=SCHEMA, orient="row").with_columns(
        pl.lit(day).alias("reference_date"),
        pl.lit("day").alias("date_precision"),
        pl.lit("exact").alias("bound"),
        pl.lit(None, pl.String).alias("missing_reason"),
        pl.lit(day).alias("published_on"),
        pl.lit(basis).alias("published_basis"),
        pl.lit(seen_in).alias("seen_in"),
        pl.lit(quality).alias("quality"),
        pl.lit(COUNTED).alias("note"),
        pl.lit("list").alias(PUBLICATION),
        pl.concat_str(pl.lit(f"sanctions.total.{day}"), *slug, separator=".").alias("fact_id"),
    )
