"""As-of dates, modes and quarters: how they are written, and the ends of a quarter."""

from __future__ import annotations

import datetime as dt

from indicators.errors import UsageProblem

MODES = ("calendar", "strict")
"""What a publication day may rest on: usual release days, or dated evidence only."""
LATEST = dt.date(9999, 12, 31)
REPORT_DELAY_DAYS = 60
"""A quarter's usual edition is made as of so many days after its end."""


def quarter_bounds(quarter: str) -> tuple[dt.date, dt.date]:
    """First and last day of a quarter.

    Examples
    --------
    >>> quarter_bounds("2026Q2")
    (datetime.date(2026, 4, 1), datetime.date(2026, 6, 30))
    """
    year, number = int(quarter[:4]), int(quarter[5])
    first = dt.date(year, 3 * number - 2, 1)
    after = dt.date(year + number // 4, 3 * number % 12 + 1, 1)
    return first, after - dt.timedelta(days=1)


def default_as_of(quarter: str, newest: dt.date) -> dt.date:
    """The day as of which a quarter's usual edition is made.

    Examples
    --------
    >>> default_as_of("2026Q2", dt.date(2026, 10, 31))
    datetime.date(2026, 8, 29)
    """
    return min(quarter_bounds(quarter)[1] + dt.timedelta(days=REPORT_DELAY_DAYS), newest)


def parse_day(text: str) -> dt.date:
    """An as-of date from its ISO text; ``latest`` is a day after every other.

    Examples
    --------
    >>> parse_day("2025-06-30")
    datetime.date(2025, 6, 30)
    """
    if text == "latest":
        return LATEST
    try:
        return dt.date.fromisoformat(text)
    except (ValueError, TypeError):
        raise UsageProblem(f"not a date: {text!r}", where="--as-of", do="write it as 2025-06-30, or latest") from None


def parse_mode(text: str) -> str:
    """The mode if it is one of the two; raises UsageProblem."""
    if text not in MODES:
        raise UsageProblem(f"unknown as-of mode {text!r}", where="--mode", do="use calendar or strict")
    return text
