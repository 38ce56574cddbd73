"""The scoreboard: each headline's value, changes, place in its history, age, and whether it is stale."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

import polars as pl

from indicators.store.declare import Family, Series, Since
from indicators.store.view import AsOfView

MONTHS_BACK = {"quarter": 3, "year": 12}
SPARKLINE_YEARS = 3
PERIOD_DAYS = {"A": 366, "H": 184, "Q": 92, "M": 31, "D": 1}
NEAR_DAYS = {"A": 5, "H": 40, "Q": 5, "M": 5, "D": 45}
"""How far from the day three or twelve months earlier an observation may lie to be compared with."""


@dataclass(frozen=True)
class Score:
    """One headline as known at the report's as-of date.

    ``value`` is None where nothing is known yet. ``change_on_quarter`` and ``change_on_year`` are
    differences in the series' unit, None where no observation lies near the earlier day.
    ``position`` is the share of the history up to now that is not above the value, in per cent.
    ``disputed`` names the claims of documents that state another number and that the facts contradict.
    ``age_days`` counts from the day that the value describes to the as-of date.
    """

    series: Series
    value: float | None
    period: str | None
    reference_date: dt.date | None
    obs_status: str | None
    quality: str | None
    publisher_rank: int | None
    change_on_quarter: float | None
    change_on_year: float | None
    position: float | None
    history_count: int
    age_days: int | None
    stale: bool
    missing_since: str | None
    missing_reason: str | None
    assumed_dates_count: int
    history: pl.DataFrame
    disputed: tuple[str, ...] = ()

    @property
    def at_least(self) -> bool:
        """Whether a time since the last event is cut off where the collection ends."""
        return isinstance(self.series.rule, Since) and self.reference_date == self.series.collected_through


def scoreboard(view: AsOfView, families: tuple[Family, ...]) -> list[Score]:
    """Scores of all families' headlines in the order of the report."""
    return [score(view, family.by_id[series_id]) for family in families for series_id in family.headlines]


def score(view: AsOfView, series: Series) -> Score:
    """The score of one series.

    Parameters
    ----------
    view : AsOfView
        What is known; observations end with the view's quarter.
    series : Series
        The declared series.
    """
    frame = view.observations(series.id)
    present = frame.filter(pl.col("value").is_not_null())
    missing = _missing_after(frame, present)
    start = view.quarter_end.replace(year=view.quarter_end.year - SPARKLINE_YEARS)
    history = present.filter(pl.col("period_end") > start).select(period="period_start", value="value")
    if present.is_empty():
        return Score(series, None, None, None, None, None, None, None, None, None, 0, None, False, *missing, 0, history)
    last = present.row(-1, named=True)
    values = present["value"]
    return Score(
        series=series,
        value=last["value"],
        period=last["period"],
        reference_date=last["reference_date"],
        obs_status=last["obs_status"],
        quality=last["quality"],
        publisher_rank=last["publisher_rank"],
        change_on_quarter=_change(present, series, last, MONTHS_BACK["quarter"]),
        change_on_year=_change(present, series, last, MONTHS_BACK["year"]),
        position=100.0 * float((values <= last["value"]).mean() or 0.0),
        history_count=present.height,
        age_days=(view.as_of - last["reference_date"]).days,
        stale=is_stale(series, last["period_end"], view.as_of),
        missing_since=missing[0],
        missing_reason=missing[1],
        assumed_dates_count=last["assumed_dates_count"],
        history=history,
    )


def is_stale(series: Series, period_end: dt.date, as_of: dt.date) -> bool:
    """Whether the period after the last one should be there already by the series' habit."""
    due = period_end + dt.timedelta(days=PERIOD_DAYS[series.freq] + series.expected_lag_days)
    return as_of > due


def _missing_after(frame: pl.DataFrame, present: pl.DataFrame) -> tuple[str | None, str | None]:
    """First period after the last value that is missing with a reason."""
    after = frame.filter(pl.col("value").is_null())
    if not present.is_empty():
        after = after.filter(pl.col("period_start") > present["period_start"][-1])
    return (None, None) if after.is_empty() else (after["period"][0], after["missing_reason"][0])


def _change(present: pl.DataFrame, series: Series, last: dict[str, Any], months: int) -> float | None:
    """Difference to the observation of ``months`` earlier."""
    before = earlier(present, series, last, months)
    return None if before is None else last["value"] - before["value"]


def earlier(present: pl.DataFrame, series: Series, last: dict[str, Any], months: int) -> dict[str, Any] | None:
    """The observation that describes the day ``months`` before that of ``last``, if one lies near it.

    Parameters
    ----------
    present : DataFrame
        Observations with a value, in order: ``period_start``, ``reference_date``, ``value``.
    series : Series
        Whose they are.
    last : dict
        The row to compare.
    """
    if PERIOD_DAYS[series.freq] > 31 * months + 5:
        return None
    then = months_before(last["reference_date"], months)
    distance = (pl.col("reference_date") - pl.lit(then)).dt.total_days().abs()
    near = present.filter((pl.col("period_start") < last["period_start"]) & (distance <= NEAR_DAYS[series.freq])).sort(
        distance, "period_start"
    )
    return None if near.is_empty() else near.row(0, named=True)


def months_before(day: dt.date, months: int) -> dt.date:
    """The day so many months earlier, the last of the month where it has no such day.

    Examples
    --------
    >>> months_before(dt.date(2026, 5, 31), 3)
    datetime.date(2026, 2, 28)
    """
    index = day.year * 12 + day.month - 1 - months
    year, month = divmod(index, 12)
    following = dt.date(year + (month == 11), (month + 1) % 12 + 1, 1)
    return min(dt.date(year, month + 1, 1) + dt.timedelta(days=day.day - 1), following - dt.timedelta(days=1))
