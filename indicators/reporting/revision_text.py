"""The revisions of a series as lines for a terminal and as plain data."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import Any

import polars as pl

from indicators.numbers import number
from indicators.reporting.revised import SeriesRevisions, reading, summary
from indicators.timeseries.result import Reason
from indicators.timeseries.revisions import SETTLED


def revision_lines(found: SeriesRevisions) -> Iterator[str]:
    """One line a period with its vintages, then the measures, then the reading."""
    rows = {row["period"]: row for row in found.periods.iter_rows(named=True)}
    for period, part in _by_period(found.vintages):
        yield _period_line(found, period, part, rows[period])
    if not isinstance(found.measured, Reason):
        yield ""
        for name, value in summary(found).items():
            if value is not None and name != "series_id":
                yield f"{name.replace('_', ' '):32} {_plain(value)}"
    yield ""
    yield from reading(found)


def _by_period(frame: pl.DataFrame) -> Iterator[tuple[str, pl.DataFrame]]:
    for part in frame.partition_by("period", maintain_order=True):
        yield part["period"][0], part


def _period_line(found: SeriesRevisions, period: str, part: pl.DataFrame, row: dict[str, Any]) -> str:
    decimals = found.series.decimals
    shown = "  ".join(
        f"{known} {number(value, decimals)}{'*' if assumed else ''}"
        for known, value, assumed in part.select("known_on", "value", "assumed_dates_count").iter_rows()
    )
    if row["revision"] is None:
        return f"{period:<10} {shown}  | one release"
    percent = "" if row["revision_pct"] is None else f" ({number(row['revision_pct'], 2, signed=True)} %)"
    rest = f"at rest from release {row['settled_after']}" if row["settling"] == SETTLED else row["settling"]
    return f"{period:<10} {shown}  | {number(row['revision'], decimals, signed=True)}{percent}, {rest}"


def _plain(value: object) -> str:
    return f"{value:.6g}" if isinstance(value, float) else str(value)


def revision_data(found: SeriesRevisions) -> dict[str, Any]:
    """Vintages by period, measures and reading as plain data; dates as ISO text."""
    return {
        "series_id": found.series.id,
        "unit": found.series.unit,
        "vintages": [_iso(row) for row in found.vintages.iter_rows(named=True)],
        "periods": [_iso(row) for row in found.periods.iter_rows(named=True)],
        "releases": [_iso(row) for row in found.releases.iter_rows(named=True)],
        "summary": summary(found),
        "reading": reading(found),
    }


def _iso(row: dict[str, Any]) -> dict[str, Any]:
    return {name: value.isoformat() if isinstance(value, dt.date) else value for name, value in row.items()}
