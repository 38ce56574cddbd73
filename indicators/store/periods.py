"""Periods as people write them and as the database keeps them: labels, first days, neighbours."""

from __future__ import annotations

import datetime as dt
import re

MONTHS = {"A": 12, "H": 6, "Q": 3, "M": 1}
WRITTEN = {
    "A": re.compile(r"(\d{4})"),
    "H": re.compile(r"(\d{4})-?[SH]([12])"),
    "Q": re.compile(r"(\d{4})-?Q([1-4])"),
    "M": re.compile(r"(\d{4})-?M?(0[1-9]|1[0-2])"),
    "D": re.compile(r"(\d{4})-(\d{2})-(\d{2})"),
}


def start_of(text: str, freq: str) -> dt.date | None:
    """First day of a written period, or None if it is not one of this frequency.

    Examples
    --------
    >>> start_of("2026q2", "Q"), start_of("2026-S2", "H"), start_of("2026-13", "M")
    (datetime.date(2026, 4, 1), datetime.date(2026, 7, 1), None)
    """
    match = WRITTEN[freq].fullmatch(text.strip().upper())
    if match is None:
        return None
    try:
        if freq == "D":
            return dt.date(*map(int, match.groups()))
        number = int(match[2]) if freq != "A" else 1
        return dt.date(int(match[1]), (number - 1) * MONTHS[freq] + 1, 1)
    except ValueError:
        return None


def label_of(start: dt.date, freq: str) -> str:
    """SDMX label of the period that begins on a day.

    Examples
    --------
    >>> label_of(dt.date(2026, 4, 1), "Q"), label_of(dt.date(2026, 7, 1), "H"), label_of(dt.date(2026, 7, 1), "M")
    ('2026-Q2', '2026-S2', '2026-07')
    """
    number = (start.month - 1) // MONTHS[freq] + 1 if freq in MONTHS else 0
    words = {"A": "", "H": f"-S{number}", "Q": f"-Q{number}", "M": f"-{number:02d}"}
    return start.isoformat() if freq == "D" else f"{start.year:04d}{words[freq]}"


def shifted(start: dt.date, periods: int, freq: str) -> dt.date:
    """First day of the period so many periods later.

    Examples
    --------
    >>> shifted(dt.date(2026, 1, 1), -1, "Q")
    datetime.date(2025, 10, 1)
    """
    if freq == "D":
        return start + dt.timedelta(days=periods)
    month = start.year * 12 + start.month - 1 + periods * MONTHS[freq]
    return dt.date(month // 12, month % 12 + 1, 1)


def sub_periods(start: dt.date, freq: str, finer: str) -> list[dt.date]:
    """First days of the finer periods that make up a period.

    Examples
    --------
    >>> [label_of(p, "M") for p in sub_periods(dt.date(2026, 4, 1), "Q", "M")]
    ['2026-04', '2026-05', '2026-06']
    """
    after, found, at = shifted(start, 1, freq), [], start
    while at < after:
        found.append(at)
        at = shifted(at, 1, finer)
    return found
