"""The data quality page: rules kept and broken, gaps with their reasons, warnings, what is stale.

All of it tells of what was known at the as-of date: the rules are tested on those facts alone.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import polars as pl

from indicators.contracts.findings import Audit
from indicators.reporting.scoreboard import Score
from indicators.store.declare import Family
from indicators.store.view import AsOfView

MOST_WARNINGS = 20


@dataclass(frozen=True)
class Quality:
    """Frames for the data quality page.

    ``rules``: table, rules, rows, rows tested, kept, broken, tested nothing. ``untested``: rules
    that tested no row although their table has some. ``warnings``: the first findings of severity
    warning, and ``warnings_count`` of all. ``gaps``: series, reason, first and last period, periods.
    ``tables``: facts by table and quality as known. ``collected``: families and the days their counts
    are collected through. ``corrections``: our own slips that are mended while raw files are read, at
    every as-of date.
    """

    rules: pl.DataFrame
    untested: tuple[str, ...]
    warnings: pl.DataFrame
    warnings_count: int
    gaps: pl.DataFrame
    tables: pl.DataFrame
    stale: tuple[Score, ...]
    collected: pl.DataFrame
    corrections: pl.DataFrame


def quality_of(
    view: AsOfView,
    families: Sequence[Family],
    scores: Sequence[Score],
    checked: Audit,
) -> Quality:
    """Collect the data quality page; ``checked`` is the audit of what was known."""
    results = pl.DataFrame(checked.results)
    rules = results.group_by("table").agg(
        rules=pl.len(),
        tests=pl.col("tested").sum(),
        kept=((pl.col("broken") == 0) & (pl.col("tested") > 0)).sum(),
        broken=(pl.col("broken") > 0).sum(),
        tested_nothing=(pl.col("tested") == 0).sum(),
    ).sort("table")  # fmt: skip
    filled = pl.col("table").is_in([name for name, table in checked.tables.items() if table.height])
    columns = ("rule_id", "sentence", "file", "key", "value")
    warnings = pl.DataFrame(
        [{c: getattr(w, c) for c in columns} for w in checked.warnings], schema=dict.fromkeys(columns, pl.String)
    )
    return Quality(
        rules=rules,
        untested=tuple(results.filter(filled & (pl.col("tested") == 0))["rule_id"].sort().to_list()),
        warnings=warnings.sort("rule_id", "file", "key", "value").head(MOST_WARNINGS),
        warnings_count=len(checked.warnings),
        gaps=_gaps(view, [series_id for family in families for series_id in family.headlines]),
        tables=view.sql(
            """SELECT table_name AS "table", count(*) AS facts, count(*) FILTER (quality = 'high') AS high,
                      count(*) FILTER (quality = 'medium') AS medium, count(*) FILTER (quality = 'low') AS low,
                      count(*) FILTER (date_assumed) AS assumed_dates
               FROM facts WHERE CASE $mode WHEN 'strict' THEN available_strict ELSE available_calendar END <= $as_of
               GROUP BY table_name ORDER BY table_name""",
            mode=view.mode, as_of=view.as_of,
        ),
        stale=tuple(s for s in scores if s.stale),
        collected=view.sql(
            """SELECT family, collected_through, count(*) AS series FROM series WHERE collected_through <= $as_of
               GROUP BY ALL ORDER BY family, collected_through""",
            as_of=view.as_of,
        ),
        corrections=view.sql(
            """SELECT fact_id, column_name AS "column", wrong_text AS wrong, right_text AS "right", why, evidence,
                      corrected_on AS corrected
               FROM corrections ORDER BY table_name, fact_id, column_name"""
        ),
    )  # fmt: skip


def _gaps(view: AsOfView, headlines: list[str]) -> pl.DataFrame:
    """Missing periods of the headlines by reason."""
    frame = view.observations(*headlines)
    return (
        frame.filter(pl.col("value").is_null())
        .group_by("series_id", "missing_reason")
        .agg(first=pl.col("period").first(), last=pl.col("period").last(), periods=pl.len())
        .sort("series_id", "missing_reason")
    )
