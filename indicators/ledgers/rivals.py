"""What two simple forecasters would have said of the same events: 'as often as before' and 'as last time'."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from indicators.ledgers.check import FIRST, LAST, Check, Span
from indicators.ledgers.forecasts import Forecast, Trial
from indicators.ledgers.measure import Measured, first_row_day, measure_windows
from indicators.ledgers.resolution import complete_through
from indicators.ledgers.verdict import CONTRADICTED, compare

if TYPE_CHECKING:
    from indicators.store.view import AsOfView

FEWEST_WINDOWS = 3
"""A base rate rests on at least so many earlier periods of the same length."""
UNCHANGED = {"change": 0.0, "percent_change": 0.0, "ratio": 1.0}
"""What 'no change' says of a comparison of two periods."""
COVERED = "SELECT min(period_start) AS day FROM observations_known WHERE series_id = $id AND value IS NOT NULL"


@dataclass(frozen=True)
class Rivals:
    """Probabilities, from 0 to 1, or None where nothing lies before.

    ``base_rate`` is (held + 1/2) / (windows + 1), the mean under Jeffreys' prior, so that it is never 0 or 1;
    ``no_change`` is 1 or 0: what held in the last period of the same length, or that two periods do not differ.
    """

    base_rate: float | None
    held: int
    windows: int
    no_change: float | None


def rivals(forecast: Forecast, view: AsOfView) -> Rivals:
    """Both, from what was known when the forecast was made.

    Parameters
    ----------
    forecast : Forecast
        With its tests.
    view : AsOfView
        Of the day it was made on.
    """
    tests = forecast.tests
    if not tests or any(t.check.span.last == LAST or t.check.aggregate in ("first_day", "text") for t in tests):
        return Rivals(None, 0, 0, None)
    whole = Span(min(t.check.span.first for t in tests), max(t.check.span.last for t in tests))
    held = _held(forecast, view, whole)
    rate = (sum(held) + 0.5) / (len(held) + 1) if len(held) >= FEWEST_WINDOWS else None
    if all(t.check.aggregate in UNCHANGED for t in tests):
        last: bool | None = all(_keeps(t.check, UNCHANGED[t.check.aggregate]) for t in tests)
    else:
        last = held[0] if held else None
    return Rivals(rate, sum(held), len(held), None if last is None else float(last))


def _held(forecast: Forecast, view: AsOfView, whole: Span) -> list[bool]:
    """Whether all tests held in each earlier period of the same length, the last one first."""
    found: list[list[bool | None]] = []
    begins = [_covered_from(t, view) for t in forecast.tests]
    ends = [complete_through(t, view) for t in forecast.tests]
    if None in begins or None in ends:
        return []
    begin, end = max(d for d in begins if d), min(d for d in ends if d)
    back = shifts(whole)
    steps = []
    number = 1
    while back(_first(forecast), number).first >= begin:
        if back(whole, number).last <= min(forecast.made_on, end):
            steps.append(number)
        number += 1
    for test in forecast.tests:
        check = test.check
        windows = [(back(check.span, n), back(check.versus, n) if check.versus else None) for n in steps]
        found.append([None if v is None else _keeps(check, v) for v in measure_windows(check, view, windows)])
    rows = zip(*found, strict=True)
    return [all(row) for row in rows if None not in row]


def _first(forecast: Forecast) -> Span:
    """The earliest period that any test looks at."""
    spans = [s for t in forecast.tests for s in (t.check.span, t.check.versus) if s is not None]
    return min(spans, key=lambda span: span.first)


def _covered_from(test: Trial, view: AsOfView) -> dt.date | None:
    """First day from which rows are known: of the series that tells it, else of the rows themselves."""
    if test.complete_as is None:
        return first_row_day(test.check, view)
    day: dt.date | None = view.sql(COVERED, id=test.complete_as)["day"].item()
    return day


def _keeps(check: Check, value: float | dt.date | str) -> bool:
    compared = compare(check, Measured(value, (), 1))
    return compared is not None and compared.outcome != CONTRADICTED


def shifts(whole: Span) -> Callable[[Span, int], Span]:
    """How to move a span back by so many lengths of the whole: by months where it is whole months, else by days.

    Examples
    --------
    >>> back = shifts(Span(dt.date(2025, 1, 1), dt.date(2025, 3, 31)))
    >>> back(Span(dt.date(2025, 2, 1), dt.date(2025, 2, 28)), 4)
    Span(first=datetime.date(2024, 2, 1), last=datetime.date(2024, 2, 29))
    """
    after = whole.last + dt.timedelta(days=1)
    if whole.first.day == 1 and after.day == 1:
        months = (after.year - whole.first.year) * 12 + after.month - whole.first.month
        return lambda span, n: _by_months(span, months * n)
    days = (after - whole.first).days
    return lambda span, n: Span(_by_days(span.first, days * n), _by_days(span.last, days * n))


def _by_days(day: dt.date, days: int) -> dt.date:
    return max(day, FIRST + dt.timedelta(days=days)) - dt.timedelta(days=days)


def _by_months(span: Span, months: int) -> Span:
    """Both ends so many months earlier; a span that ends with its month keeps ending with it."""
    after = span.last + dt.timedelta(days=1)
    return Span(_month_back(span.first, months), _month_back(after, months) - dt.timedelta(days=1))


def _month_back(day: dt.date, months: int) -> dt.date:
    index = max(day.year * 12 + day.month - 1 - months, 12)
    year, month = divmod(index, 12)
    last = dt.date(year + month // 11, (month + 1) % 12 + 1, 1) - dt.timedelta(days=1)
    return dt.date(year, month + 1, min(day.day, last.day))
