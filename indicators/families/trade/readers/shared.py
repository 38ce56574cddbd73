"""What readers of trade share: the shape of a candidate and the day of an edition."""

from __future__ import annotations

import calendar
import datetime as dt

import polars as pl

from indicators.ingesting.reader import PUBLICATION, Publication, Reading, Request

MILLION = 1_000_000
DECIMALS = 6


def month_end(period: str) -> dt.date:
    """The last day of a month (2024-07) or a year (2024)."""
    year, month = int(period[:4]), int(period[5:7] or 12)
    return dt.date(year, month, calendar.monthrange(year, month)[1])


def day_of_edition(request: Request, last_period: str, lag_days: int) -> tuple[dt.date, str]:
    """The day on which an edition came out and what it rests on: as told, else the usual lag after its last period.

    A file that was collected before that day was out by then.
    """
    if request.released:
        return request.released, request.basis
    end = month_end(last_period)
    usual = end + dt.timedelta(days=lag_days)
    if request.collected and end < request.collected < usual:
        return request.collected, "upper_bound"
    return usual, "assumed"


def volumes(frame: pl.DataFrame, *, publisher: str, vintage: str, day: dt.date, basis: str) -> pl.DataFrame:
    """Candidates of ``trade_volumes`` from reporter, partner, flow, period, valuation and value_usd_mn."""
    slug = [pl.col(c).str.to_lowercase() for c in ("reporter", "partner")]
    return frame.with_columns(
        pl.when(pl.col("period").str.len_chars() == 4).then(pl.lit("A")).otherwise(pl.lit("M")).alias("freq"),
        pl.lit("nsa").alias("adjustment"),
        pl.lit(vintage).alias("vintage"),
        pl.col("value_usd_mn").round(DECIMALS),
        pl.lit(day).alias("published_on"),
        pl.lit(basis).alias("published_basis"),
        pl.lit("edition").alias(PUBLICATION),
        pl.concat_str(pl.lit(f"trade.{publisher}.{vintage}"), *slug, "flow", "period", separator=".").alias("fact_id"),
    )


def table_reading(
    request: Request,
    facts: pl.DataFrame,
    source: Publication,
    *,
    publisher: str,
    rows: int,
    ours: int,
    vintage: str = "%Y-%m",
) -> Reading:
    """What was read of a table that tells no day of its own; ``vintage`` says how its edition is called by the day."""
    day, basis = request.stated_day("the table")
    made = volumes(facts, publisher=publisher, vintage=day.strftime(vintage), day=day, basis=basis)
    return Reading({"trade_volumes": made}, {"edition": source}, rows, (), {"rows of ours": ours})
