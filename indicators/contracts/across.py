"""Rules across tables and editions: testing them, and the kinds that families share."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence

import polars as pl

from indicators.contracts.blocks import LINE
from indicators.contracts.findings import RuleResult
from indicators.contracts.judging import TOLD, Outcome, finding_at
from indicators.contracts.model import CrossRule, TableModel
from indicators.contracts.reading import FILE


def judge_across(
    model: type[TableModel], cross: CrossRule, frames: Mapping[str, pl.LazyFrame], as_of: dt.date
) -> Outcome:
    """Test a rule across tables.

    Parameters
    ----------
    model : TableModel
        The first of the rule's tables: its rows are judged.
    cross : CrossRule
        The rule.
    frames : mapping of str to polars.LazyFrame
        Typed rows of its tables.
    as_of : date
        The day from which a source counts as stale.
    """
    judged = cross.judge(frames, as_of).filter(pl.col("holds").is_not_null())
    tested = judged.select(pl.len()).collect().item()
    broken = judged.filter(~pl.col("holds")).collect()
    findings = [finding_at(model, row, cross) for row in broken.iter_rows(named=True)]
    result = RuleResult(
        cross.id, cross.table, cross.sentence, cross.severity, tested, broken.height, cross.mend, cross.waits
    )
    return findings, [result]


def fresh(
    table: str, name: str, what: str, *, rows: pl.Expr, day: pl.Expr, column: str, every_days: int, lag_days: int = 0
) -> CrossRule:
    """The newest figure of a source that goes on publishing is no older than its rhythm allows.

    Parameters
    ----------
    table, name : str
        The rule is called ``<table>.fresh_<name>``.
    what : str
        The figures, in words.
    rows : polars.Expr
        Which rows they are.
    day : polars.Expr
        The last day that a row describes.
    column : str
        The column that says so.
    every_days : int
        Days from one figure to the next.
    lag_days : int
        Days from the end of a period to its figure, where ``sources`` does not state the source's own.
    """

    def judge(frames: Mapping[str, pl.LazyFrame], as_of: dt.date) -> pl.LazyFrame:
        lags = frames["sources"].select("source_id", "release_lag_days")
        dated = frames[table].filter(rows).with_columns(_day=day).join(lags, on="source_id", how="left")
        newest = dated.filter(pl.col("_day") == pl.col("_day").max()).sort(FILE, LINE).head(1)
        due = pl.col("release_lag_days").fill_null(lag_days) + every_days
        age = (pl.lit(as_of) - pl.col("_day")).dt.total_days()
        return newest.with_columns(
            pl.format("{}, {} days old, at most {}", column, age, due).alias(TOLD), holds=age <= due
        )

    return CrossRule(
        f"{table}.fresh_{name}",
        f"The newest figure of {what} is no older than {every_days} days and the source's usual lag",
        (table, "sources"),
        judge,
        (column,),
        "warning",
        "collect the newer figures, or take the rule out if the source has ended",
    )


def keeps_coverage(
    table: str, *, edition: Sequence[str], period: str, released: str = "published_on", least: int = 2
) -> CrossRule:
    """A publisher's new edition holds every period of its last one.

    Parameters
    ----------
    table : str
        The table, whose rows name a source.
    edition : sequence of str
        Columns that the rows of all editions of one series share.
    period : str
        The column of periods.
    released : str
        The column of the editions' days; the rows of an edition share one.
    least : int
        Rows that make an edition; fewer are single figures.
    """
    series = [*edition, "publisher"]
    gone = pl.col("before_periods").list.set_difference("_periods")

    def judge(frames: Mapping[str, pl.LazyFrame], as_of: dt.date) -> pl.LazyFrame:
        publishers = frames["sources"].select("source_id", "publisher")
        rows = frames[table].join(publishers, on="source_id", how="left")
        editions = rows.group_by(*series, released).agg(
            pl.len().alias("_rows"), pl.col(period).min().alias("_from"), pl.col(period).max().alias("_to"),
            pl.col(period).unique().alias("_periods"),
        ).filter(pl.col("_rows") >= least)  # fmt: skip
        ordered = editions.sort(*series, released).with_columns(
            pl.col("_from", "_to", "_periods").shift(1).over(*series).name.prefix("before")
        )
        kept = ordered.with_columns(
            holds=(pl.col("_from") <= pl.col("before_from"))
            & (pl.col("_to") >= pl.col("before_to"))
            & gone.list.len().eq(0)
        ).with_columns(
            pl.format(
                "edition of {} lacks {} periods, {} to {}",
                released, gone.list.len(), gone.list.min(), gone.list.max(),
            ).alias(TOLD)
        )  # fmt: skip
        first = rows.sort(FILE, LINE).unique([*series, released], keep="first", maintain_order=True)
        return first.join(kept.select(*series, released, TOLD, "holds"), on=[*series, released], how="inner")

    return CrossRule(
        f"{table}.keeps_coverage",
        "A publisher's new edition holds every period of its last one",
        (table, "sources"),
        judge,
        (period, released),
        "warning",
        "restore the periods that are gone; if the publisher dropped them, the older edition stands for them",
    )
