"""One way to write a day, a month and a quarter, everywhere and in English whatever the locale."""

from __future__ import annotations

import datetime as dt

MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


def day(value: dt.date) -> str:
    """A date as people read it.

    Examples
    --------
    >>> day(dt.date(2026, 2, 5))
    '5 Feb 2026'
    """
    return f"{value.day} {month(value)}"


def month(value: dt.date | str) -> str:
    """The month of a date or of a period such as ``2026-06``.

    Examples
    --------
    >>> month(dt.date(2026, 2, 5)), month("2026-06")
    ('Feb 2026', 'Jun 2026')
    """
    year, place = (value.year, value.month) if isinstance(value, dt.date) else (int(value[:4]), int(value[5:7]))
    return f"{MONTHS[place - 1]} {year}"


def quarter(period: str) -> str:
    """A quarter written as ``2026-Q2`` or ``2026Q2``.

    Examples
    --------
    >>> quarter("2026-Q2"), quarter("2026Q2")
    ('2026 Q2', '2026 Q2')
    """
    return f"{period[:4]} Q{period[-1]}"
