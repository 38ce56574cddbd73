"""Rules across the tables of goods trade and across editions, and the rhythm of the statistical offices."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping

import polars as pl

from indicators.contracts.across import fresh, keeps_coverage
from indicators.contracts.model import CrossRule

AREAS = ["reporter", "partner"]
SPAN_TOLERANCE = 0.05
"""A printed span may differ from its months: they are revised after it, and it may be rounded by the press."""
YEAR_TOLERANCE = 0.01
MONTH_END = pl.col("period").str.to_date("%Y-%m", strict=False).dt.month_end()
EUR = "trade_volumes_eur"


def _months_of_the_span(frames: Mapping[str, pl.LazyFrame], as_of: dt.date) -> pl.LazyFrame:
    """A span of months in dollars against its months, where each month is known; the latest edition counts."""
    months = (
        frames["trade_volumes"]
        .filter((pl.col("freq") == "M") & (pl.col("adjustment") == "nsa"))
        .sort("published_on", "fact_id")
        .group_by(*AREAS, "flow", "period")
        .agg(month_usd_mn=pl.col("value_usd_mn").last())
        .with_columns(month_end=MONTH_END)
    )
    start, end = pl.col("period_start"), pl.col("period_end")
    spans = frames["trade_cumulative"].filter(pl.col("value_usd_mn").is_not_null())
    summed = (
        spans.join(months, on=[*AREAS, "flow"])
        .filter(pl.col("month_end").is_between(start, end))
        .group_by("fact_id")
        .agg(known=pl.len(), months_usd_mn=pl.col("month_usd_mn").sum())
    )
    whole = (end.dt.month() - start.dt.month() + 1).cast(pl.Int64) == pl.col("known").cast(pl.Int64)
    off = (pl.col("value_usd_mn") / pl.col("months_usd_mn") - 1).abs()
    return spans.join(summed, on="fact_id", maintain_order="left").filter(whole).with_columns(
        holds=off <= SPAN_TOLERANCE
    )  # fmt: skip


def _two_flows(frames: Mapping[str, pl.LazyFrame], table: str, value: str) -> pl.LazyFrame:
    """Exports and imports of a year by area, the mean of all editions."""
    years = frames[table].filter((pl.col("freq") == "A") & (pl.col("adjustment") == "nsa"))
    flow = {f: pl.col(value).filter(pl.col("flow") == f).mean() for f in ("export", "import")}
    return years.group_by(*AREAS, "period").agg(**flow)


def _both_flows_of_the_year(frames: Mapping[str, pl.LazyFrame], as_of: dt.date) -> pl.LazyFrame:
    """Turnover or balance of a calendar year against exports and imports of that year in the same currency."""
    dollars = _two_flows(frames, "trade_volumes", "value_usd_mn").with_columns(currency=pl.lit("usd"))
    euros = _two_flows(frames, EUR, "value_eur_mn").with_columns(currency=pl.lit("eur"))
    year = pl.col("period_start").dt.year()
    calendar = (pl.col("period_start") == pl.date(year, 1, 1)) & (pl.col("period_end") == pl.date(year, 12, 31))
    spans = frames["trade_cumulative"].filter(calendar & pl.col("flow").is_in(["turnover", "balance"])).with_columns(
        period=year.cast(pl.String),
        currency=pl.when(pl.col("value_usd_mn").is_not_null()).then(pl.lit("usd")).otherwise(pl.lit("eur")),
    )  # fmt: skip
    joined = spans.join(
        pl.concat([dollars, euros]), on=[*AREAS, "period", "currency"], how="left", maintain_order="left"
    )
    turnover = pl.col("export") + pl.col("import")
    wanted = pl.when(pl.col("flow") == "turnover").then(turnover).otherwise(pl.col("export") - pl.col("import"))
    printed = pl.coalesce("value_usd_mn", "value_eur_mn")
    return joined.with_columns(holds=(printed - wanted).abs() <= YEAR_TOLERANCE * turnover)


RULES: tuple[CrossRule, ...] = (
    CrossRule(
        "trade_cumulative.months_of_the_span",
        f"A span is within {SPAN_TOLERANCE:.0%} of the sum of its months, where each month is known",
        ("trade_cumulative", "trade_volumes"),
        _months_of_the_span,
        ("value_usd_mn", "period_start", "period_end"),
        "warning",
        "compare the span and its months with their sources",
    ),
    CrossRule(
        "trade_cumulative.both_flows_of_the_year",
        f"Turnover or balance of a year is within {YEAR_TOLERANCE:.0%} of what its exports and imports make",
        ("trade_cumulative", "trade_volumes", EUR),
        _both_flows_of_the_year,
        ("value_usd_mn", "value_eur_mn", "flow"),
        mend="compare the year's turnover with its exports and imports",
    ),
    keeps_coverage(
        "trade_volumes",
        edition=("reporter", "partner", "flow", "freq", "valuation", "adjustment"),
        period="period",
        least=12,
    ),
    fresh(
        "trade_volumes",
        "census",
        "US goods trade with Russia by the month",
        rows=(pl.col("reporter") == "USA") & (pl.col("partner") == "RUS") & (pl.col("freq") == "M"),
        day=MONTH_END,
        column="period",
        every_days=31,
    ),
    fresh(
        EUR,
        "eurostat",
        "EU goods trade with Russia by the month",
        rows=pl.col("freq") == "M",
        day=MONTH_END,
        column="period",
        every_days=31,
        lag_days=45,
    ),
)
