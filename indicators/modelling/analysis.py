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
PERIOD = re.compile(
    r"(\d{4})(?:-?(?:Q([1-4])|[SH]([12])|M(\d{1,2}))|[-/](\d{1,2})(?:[-/](\d{1,2})(?:[T ]00:00(?::00(?:\.0+)?)?)?)?)?"
)
"""2024, 2024-Q2, 2024-S1, 2024M03, 2024-03, 2024-03-31, also with slashes and an hour of midnight."""
DOTTED = re.compile(r"(\d{1,2})\.(\d{1,2})\.(\d{4})|(\d{1,2})\.(\d{4})")
"""31.03.2024 and 03.2024: with points the day comes first."""
SHORTER: dict[int, str] = {1: "daily", 7: "weekly"}
NUMBER = re.compile(r"[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?|[+-]?inf(?:inity)?|nan", re.IGNORECASE | re.ASCII)
DECIMAL_COMMA = re.compile(r"[+-]?\d+,\d+", re.ASCII)
THOUSANDS = re.compile(r"[+-]?[1-9]\d{0,2}(?:,\d{3})+", re.ASCII)
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

    def __str__(self) -> str:
        """What each method says, in sentences."""
        told = ([f"{fit.kind}: {fit.method}", *fit.reading, *([fit.reason] if fit.reason else [])] for fit in self.fits)
        return "\n\n".join("\n".join(lines) for lines in told)


def analyse_series(periods: Sequence[object], values: Sequence[object], freq: str | None, title: str) -> Analysis:
    """
    Run every method on a series.

    Parameters
    ----------
    periods
        One a value, in order of time: dates, or texts such as 2024-03, 2024M03, 2024-Q1, 2024-S1, 2024, 31.03.2024.
    values
        Numbers, as text with a decimal point or comma; None, NaN or an empty text is missing.
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
    _same_length(periods)
    numbers = [_number(value, place) for place, value in enumerate(values, 1)]
    if not starts:
        raise DataProblem(reason("empty").sentence, where=title, do="give at least a few periods and values")
    code = _frequency(freq, starts)
    found = regular(starts, numbers, code)
    if isinstance(found, Reason):
        raise DataProblem(found.sentence, where=title, do="sort the series, and keep one value a period")
    axis = [_start_of(int(ordinal), code) for ordinal in found[0]]
    array = found[1]
    subject = Composite(f"user.series.{code.lower()}", "analysis", title, "units of the series", "As given.",
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
    if isinstance(period, float) and period.is_integer():
        period = int(period)  # a column of years with a gap
    text = str(period).strip().upper()
    match, dotted = PERIOD.fullmatch(text), DOTTED.fullmatch(text)
    if match is not None:
        year, quarter, half, numbered, month, day = match.groups()
        first = 3 * int(quarter) - 2 if quarter else 6 * int(half) - 5 if half else 1
        parts = (year, numbered or month or first, day or 1)
    elif dotted is not None:
        day, month, year, month_alone, year_alone = dotted.groups()
        parts = (year or year_alone, month or month_alone, day or 1)
    else:
        parts = (0, 0, 0)
    try:
        return dt.date(*map(int, parts))
    except ValueError:
        raise DataProblem(
            f"period number {place} is not a period: {str(period)[:40]!r}", where=f"row {place}",
            do="write periods as 2024-03, 2024M03, 2024-Q1, 2024-S1, 2024, 2024-03-31 or 31.03.2024",
        ) from None  # fmt: skip


def _same_length(periods: Sequence[object]) -> None:
    """Refuse a quarter among months: its first day would pass for that of a month."""
    first, usual = 0, ""
    for place, period in enumerate(periods, 1):
        written = _written_as(period)
        if written and not usual:
            first, usual = place, written
        elif written and written != usual:
            raise DataProblem(
                f"the periods mix frequencies: number {first} is a {usual}, number {place} a {written}",
                where=f"row {place}: {str(period)[:40]!r}", do="give periods of one length",
            )  # fmt: skip


def _written_as(period: object) -> str:
    """What a text says of its length: ``year``, ``half-year``, ``quarter`` or ``month``; nothing where it is a day."""
    match = PERIOD.fullmatch(period.strip().upper()) if isinstance(period, str) else None
    if match is None:
        return ""
    _, quarter, half, numbered, month, day = match.groups()
    if day:
        return ""
    return "quarter" if quarter else "half-year" if half else "month" if numbered or month else "year"


def _number(value: object, place: int) -> float:
    if value is None or (isinstance(value, str) and not value.strip()):
        return float("nan")
    if isinstance(value, str):
        return _parsed(value.strip(), place)
    try:
        if isinstance(value, (bool, bytes)):
            raise TypeError
        return float(value)  # type: ignore[arg-type]
    except (TypeError, ValueError, OverflowError):
        raise _no_number(value, place, "leave missing values empty") from None


def _parsed(text: str, place: int) -> float:
    """A number as text; a comma between digits is decimal unless it could as well part thousands."""
    if NUMBER.fullmatch(text):
        return float(text)
    if THOUSANDS.fullmatch(text):
        raise _no_number(text, place, "write no marks between thousands, and decimals with a point")
    if DECIMAL_COMMA.fullmatch(text):
        return float(text.replace(",", "."))
    raise _no_number(text, place, "write numbers such as 1234.5 or 1234,5, and leave missing values empty")


def _no_number(value: object, place: int, what_to_do: str) -> DataProblem:
    shown = str(value)[:40]
    return DataProblem(f"value number {place} is not a number: {shown!r}", where=f"row {place}", do=what_to_do)


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
    if usual in SHORTER:
        raise UsageProblem(
            f"the series is {SHORTER[usual]}; the methods take monthly and longer periods", where="freq",
            do="add its values up, or average them, to months first",
        )  # fmt: skip
    raise UsageProblem(
        f"the frequency cannot be told from the periods (usual distance {usual} days)", where="freq",
        do="name it: M, Q, H or A; if the periods are right, sort the rows",
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
