"""What readers of event data sets share: one scan in DuckDB, and candidates from its counts."""

from __future__ import annotations

import calendar
import datetime as dt
from collections.abc import Collection, Sequence
from dataclasses import dataclass

import polars as pl

from indicators.contracts.redundancy import slug
from indicators.ingesting.reader import PUBLICATION, Publication, Reading, Refusal

COUNTRIES = ("USA", "RUS")
EVENT_ID = pl.concat_str(
    pl.lit("contacts.events"),
    slug("dataset"),
    slug("source_country"),
    slug("target_country"),
    "period",
    slug("event_code"),
    separator=".",
)


@dataclass(frozen=True)
class Scan:
    """What a scan found.

    Parameters
    ----------
    counts : polars.DataFrame
        source_country, target_country, period, event_code, events_count.
    rows : int
        Rows of the files, malformed ones included.
    malformed : int
        Rows that have another number of cells or no day.
    days : collection of date
        Days of which files were read.
    """

    counts: pl.DataFrame
    rows: int
    malformed: int
    days: Collection[dt.date]


def reading(scan: Scan, dataset: str, publication: Publication, *, sample: bool = False, name: str = "") -> Reading:
    """Facts from what a scan found, published with the newest day of its files."""
    newest = max(scan.days)
    by_month = {p: sum(f"{d:%Y-%m}" == p for d in scan.days) for p in scan.counts["period"].unique()}
    length = {p: calendar.monthrange(int(p[:4]), int(p[5:]))[1] for p in by_month}
    whole = [p for p, n in by_month.items() if n == length[p]]
    coverage = (
        pl.when(pl.lit(sample))
        .then(pl.lit("random_sample"))
        .when(pl.col("period").is_in(whole))
        .then(pl.lit("whole_month"))
        .otherwise(pl.lit("part_of_month"))
    )
    facts = (
        scan.counts.with_columns(
            pl.lit(dataset).alias("dataset"),
            pl.col("events_count").cast(pl.Int64),
            pl.col("period").replace_strict(by_month, return_dtype=pl.Int64).alias("days_count"),
            coverage.alias("coverage"),
            pl.lit(newest).alias("published_on"),
            pl.lit("release").alias("published_basis"),
            pl.lit("E" if sample else "A").alias("obs_status"),
            pl.lit("medium" if sample else "high").alias("quality"),
            pl.lit("files").alias(PUBLICATION),
        )
        .with_columns(EVENT_ID.alias("fact_id"))
        .sort("fact_id")
    )
    matched = int(scan.counts["events_count"].sum())
    refused = [Refusal(name, 0, f"{scan.malformed:,} malformed rows")] if scan.malformed else []
    return Reading(
        {"event_counts": facts},
        {"files": publication},
        scan.rows,
        refused,
        {"events between the two countries": matched, "malformed rows": scan.malformed},
    )


def span(days: Sequence[dt.date] | Collection[dt.date]) -> str:
    """First and last day in words for a title."""
    return f"{min(days)} to {max(days)}"
