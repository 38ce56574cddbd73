"""From the scoreboard's numbers back to observations: values, changes, positions and ages.

A change is two observations and a formula, a position is the whole history of the headline, an age
is the day that the observation describes and the as-of date. The scoreboard names a headline by its
title; its history stands in the family's table of series.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

import polars as pl

from indicators.days import day
from indicators.reporting.number_at import NumberAt
from indicators.reporting.scoreboard import MONTHS_BACK, earlier
from indicators.store.declare import Family, Series
from indicators.store.periods import label_of, start_of

CHANGES = {"on_three_months_earlier": MONTHS_BACK["quarter"], "on_a_year_earlier": MONTHS_BACK["year"]}
POSITION, AGE = "history_at_or_below_it", "age_of_the_observation"


def score_numbers(
    frame: pl.DataFrame, tables: Mapping[str, pl.DataFrame], families: Sequence[Family]
) -> Iterator[NumberAt]:
    """Every number of the scoreboard.

    Parameters
    ----------
    frame : DataFrame
        The scoreboard, cells as text.
    tables : mapping of str to DataFrame
        The other tables of the same report.
    families : sequence of Family
        Their headlines.
    """
    headlines = {f.by_id[i].title: f.by_id[i] for f in families for i in f.headlines}
    for row, cells in enumerate(frame.iter_rows(named=True)):
        series = headlines[cells["indicator"]]
        if cells["value"].startswith("n/a"):
            continue
        at = NumberAt("scoreboard", row, "value", cells["value"], series.id, _period(series, cells["period"]))
        yield at
        history = _history(tables[f"{series.family}_series"], series)
        last = history.row(by_predicate=pl.col("period") == at.period, named=True)
        for column, months in CHANGES.items():
            before = earlier(history, series, last, months)
            if before is not None and cells[column] != "no comparison":
                text = cells[column]
                yield replace(at, column=column, text=text, kind="change", others=(before["period"],))
        if cells[POSITION]:
            share, _, count = cells[POSITION].partition(" % of ")
            periods = tuple(history["period"])
            yield replace(at, column=POSITION, text=share, kind="position", others=periods)
            yield replace(at, column=POSITION, text=count, kind="history", others=periods)
        yield replace(at, column=AGE, text=cells[AGE], kind="age")


def _history(table: pl.DataFrame, series: Series) -> pl.DataFrame:
    """Observations of a headline that have a value, in order."""
    own = table.filter(pl.col("series_id") == series.id, pl.col("value").is_not_null())
    return own.select(
        "period",
        pl.col("period").map_elements(lambda p: start_of(p, series.freq), return_dtype=pl.Date).alias("period_start"),
        pl.col("reference_date").str.to_date(),
        pl.col("value").cast(pl.Float64),
    ).sort("period_start")


def _period(series: Series, when: str) -> str:
    """The scoreboard gives half-years and days by the day that the value describes."""
    if series.freq not in ("H", "D"):
        return when
    number, month, year = when.split()
    names = {day(dt.date(2000, m, 1)).split()[1]: m for m in range(1, 13)}
    start = dt.date(int(year), names[month], int(number))
    return label_of(
        start.replace(day=1, month=1 if start.month <= 6 else 7) if series.freq == "H" else start, series.freq
    )
