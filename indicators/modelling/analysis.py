"""Seasonal adjustment, trend, breaks and forecast of any series a user brings."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
import polars as pl

from indicators.errors import DataProblem, UsageProblem
from indicators.modelling.kind import MONTHS, Fitted, Subject
from indicators.modelling.kinds import kind_of
from indicators.store.declare import FREQUENCIES, Composite, Frequency

KINDS_ASKED = ("seasonal", "trend", "breaks", "forecast")
PERIOD = re.compile(r"(\d{4})(?:-?(?:Q([1-4])|S([12])|H([12]))|-(\d{1,2})(?:-(\d{1,2}))?)?")
DAYS: dict[Frequency, tuple[int, int]] = {"M": (25, 35), "Q": (80, 100), "H": (170, 195), "A": (350, 380)}
"""Usual days between two periods, to tell the frequency where none is named."""


@dataclass(frozen=True)
class Analysis:
    """
    What the methods say of a series, each with its numbers or with the reason why there are none.

    Attributes
    ----------
    series : Series
        The user's series on its regular axis: ``period_start``, ``value`` (null where missing).
    fits : tuple of Fitted
        Seasonal adjustment, trend, breaks, forecast, in this order.
    """

    subject: Subject
    series: pl.DataFrame
    fits: tuple[Fitted, ...]

    def fit(self, kind: str) -> Fitted:
        """One of ``seasonal``, ``trend``, ``breaks``, ``forecast``."""
        return next(fit for fit in self.fits if fit.kind == kind)


def analyse_series(periods: Sequence[object], values: Sequence[object], freq: str | None, title: str) -> Analysis:
    """
    Run every method on a series.

    Parameters
    ----------
    periods
        One a value, in order of time: dates, or texts such as 2024-03, 2024-Q1, 2024-S1, 2024.
    values
        Numbers; None, NaN or an empty text is missing.
    freq
        ``M``, ``Q``, ``H`` or ``A``; told from the periods where it is None.
    title
        For people.

    Raises
    ------
    DataProblem
        If the periods are no regular series, or the values no numbers; it says where.
    UsageProblem
        If the frequency is unknown.

    Examples
    --------
    >>> found = analyse_series(["2024-01", "2024-02", "2024-03"], [1.0, 2.0, 4.0], None, "Small")
    >>> found.fit("breaks").reason
    'Only 3 values are observed; the method needs at least 30.'
    """
    from indicators.timeseries.reasons import reason
    from indicators.timeseries.regularity import regular
    from indicators.timeseries.result import Reason

    starts = [period_start(period, place) for place, period in enumerate(periods, 1)]
    numbers = [_number(value, place) for place, value in enumerate(values, 1)]
    if not starts:
        raise DataProblem(reason("empty").sentence, where=title, do="give at least a few periods and values")
    code = _frequency(freq, starts)
    found = regular(starts, numbers, code)
    if isinstance(found, Reason):
        raise DataProblem(found.sentence, where=title, do="sort the series, and keep one value a period")
    axis = [_start_of(int(ordinal), code) for ordinal in found[0]]
    array = found[1]
    subject = Composite(f"user.series.{code.lower()}", "analysis", title, "unit of the series", "As given.",
                        positive=_on_logarithms(array, code))  # fmt: skip
    known = _trimmed(axis, array)
    fits = tuple(kind_of(kind).fit(subject, known) for kind in KINDS_ASKED)
    return Analysis(subject, pl.DataFrame({"period_start": axis, "value": pl.Series(array).fill_nan(None)}), fits)


def period_start(period: object, place: int) -> dt.date:
    """First day of a period given as a date or as text.

    Examples
    --------
    >>> period_start("2024-Q2", 1), period_start("2024-03", 1), period_start("2024", 1)
    (datetime.date(2024, 4, 1), datetime.date(2024, 3, 1), datetime.date(2024, 1, 1))
    """
    if isinstance(period, dt.date):
        return dt.date(period.year, period.month, period.day)
    match = PERIOD.fullmatch(str(period).strip().upper())
    problem = DataProblem(
        f"period number {place} is not a period: {str(period)[:40]!r}", where=f"row {place}",
        do="write periods as 2024-03, 2024-Q1, 2024-S1, 2024 or 2024-03-31",
    )  # fmt: skip
    if match is None:
        raise problem
    year, quarter, half, other_half, month, day = match.groups()
    number = 3 * int(quarter) - 2 if quarter else 6 * int(half or other_half) - 5 if half or other_half else 1
    try:
        return dt.date(int(year), int(month) if month else number, int(day) if day else 1)
    except ValueError:
        raise problem from None


def _number(value: object, place: int) -> float:
    if value is None or (isinstance(value, str) and not value.strip()):
        return float("nan")
    try:
        return float(value)  # type: ignore[arg-type]
    except (TypeError, ValueError):
        raise DataProblem(
            f"value number {place} is not a number: {str(value)[:40]!r}", where=f"row {place}",
            do="write numbers with a point, and leave missing values empty",
        ) from None  # fmt: skip


def _frequency(freq: str | None, starts: list[dt.date]) -> Frequency:
    if freq is not None:
        if freq.upper() not in MONTHS:
            raise UsageProblem(f"unknown frequency {freq!r}", where="freq", do="use M, Q, H or A")
        return FREQUENCIES[freq.upper()]
    steps = sorted((b - a).days for a, b in pairwise(starts))
    usual = steps[len(steps) // 2] if steps else 0
    for code, (low, high) in DAYS.items():
        if low <= usual <= high:
            return code
    raise UsageProblem(
        f"the frequency cannot be told from the periods (usual distance {usual} days)", where="freq",
        do="name it: M, Q, H or A",
    )  # fmt: skip


def _start_of(ordinal: int, code: Frequency) -> dt.date:
    months = ordinal * MONTHS[code]
    return dt.date(1970 + months // 12, months % 12 + 1, 1)


def _on_logarithms(array: np.ndarray, code: Frequency) -> bool:
    """Tell by AICc whether logarithms suit the series; a gap is bridged for this test alone."""
    from indicators.modelling.kind import SEASON
    from indicators.timeseries.transformation import Transformation, log_or_level

    absent = np.isnan(array)
    if absent.all() or not np.isfinite(array[~absent]).all():
        return False
    filled = array.copy()
    filled[absent] = np.interp(np.flatnonzero(absent), np.flatnonzero(~absent), array[~absent])
    found = log_or_level(filled, SEASON[code])
    return isinstance(found, Transformation) and found.log


def _trimmed(axis: list[dt.date], array: np.ndarray) -> dict[str, list[object]]:
    """The series from its first to its last value, as kinds of model expect it."""
    seen = np.flatnonzero(~np.isnan(array))
    first, last = (int(seen[0]), int(seen[-1]) + 1) if seen.size else (0, array.size)
    values = [None if np.isnan(v) else float(v) for v in array[first:last]]
    return {"starts": [day.isoformat() for day in axis[first:last]], "values": list(values)}
