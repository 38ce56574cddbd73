"""Many series of a user's file, each analysed by itself: in this process, or spread over a cluster."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import polars as pl

from indicators.cluster import carry_out
from indicators.errors import DataProblem, UsageProblem
from indicators.modelling.analysis import analyse_series
from indicators.reporting.analysis import analysis_tables, columns_of_series, write_new_folder

SERIES = "series"


@dataclass(frozen=True)
class OneSeries:
    """A series as the file has it: periods and values as text."""

    name: str
    periods: tuple[str | None, ...]
    values: tuple[str | None, ...]
    freq: str | None


@dataclass(frozen=True)
class Analysed:
    """What the methods say of one series: a row a method, and tables of numbers; or why it is no series."""

    name: str
    methods: tuple[dict[str, Any], ...]
    tables: dict[str, pl.DataFrame] = field(default_factory=dict)


def series_of(
    frame: pl.DataFrame, each: str, *, value: str | None, period: str | None, freq: str | None
) -> list[OneSeries]:
    """The series of a long table, in the order in which they begin.

    Parameters
    ----------
    frame : polars.DataFrame
        One row a series and period, all text.
    each : str
        The column that tells the series apart.
    value, period, freq
        As of one series.

    Raises
    ------
    UsageProblem
        If a column is not there.
    """
    if each not in frame.columns:
        raise UsageProblem(
            f"there is no column {each!r}", where="--each", do=f"the columns are: {', '.join(frame.columns)}"
        )
    values, periods = columns_of_series(frame.drop(each), value, period)
    parts = frame.partition_by(each, maintain_order=True, as_dict=True)
    return [
        OneSeries(str(name), tuple(part[periods].to_list()), tuple(part[values].to_list()), freq)
        for (name,), part in parts.items()
    ]


def analyse_each(series: Sequence[OneSeries], scheduler: str = "") -> list[Analysed]:
    """Every method on every series; a task of `indicators.cluster.carry_out` each."""
    return carry_out(analyse_one, series, scheduler)


def analyse_one(one: OneSeries) -> Analysed:
    """Every method on one series; what is no regular series of numbers says so and stops no other."""
    try:
        found = analyse_series(one.periods, one.values, one.freq, one.name)
    except (DataProblem, UsageProblem) as problem:
        return Analysed(one.name, (_row(one.name, None, None, None, f"{problem.what} ({problem.where})"),))
    freq = found.subject.freq
    methods = tuple(_row(one.name, freq, f.kind, f.method or None, f.reason) for f in found.fits)
    return Analysed(one.name, methods, analysis_tables(found))


def _row(*cells: str | None) -> dict[str, Any]:
    return dict(zip((SERIES, "freq", "kind", "method", "reason"), cells, strict=True))


def write_each(found: Sequence[Analysed], out: Path) -> list[Path]:
    """Write ``methods.csv``, one row a series and method, and one csv a table, into a new or empty folder.

    Raises
    ------
    UsageProblem, EnvironmentProblem
        If the folder holds something, or cannot be written.
    """
    tables: dict[str, list[pl.DataFrame]] = {}
    for one in found:
        for name, frame in one.tables.items():
            tables.setdefault(name, []).append(frame.select(pl.lit(one.name).alias(SERIES), pl.all()))
    schema = dict.fromkeys((SERIES, "freq", "kind", "method", "reason"), pl.String)
    methods = pl.DataFrame([row for one in found for row in one.methods], schema=schema)
    frames = {"methods": methods} | {n: pl.concat(t, how="diagonal_relaxed") for n, t in sorted(tables.items())}
    return write_new_folder(out, {f"{n}.csv": f.write_csv(line_terminator="\n") for n, f in frames.items()})
