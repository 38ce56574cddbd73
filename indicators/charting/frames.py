"""From polars frames to what a mark draws: periods as days, gaps found, tooltips written out."""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Any, Final

from indicators.charting import theme
from indicators.charting.layout import plain

if TYPE_CHECKING:
    import polars as pl

MONTHS: Final = {"A": 12, "S": 6, "Q": 3, "M": 1}
DAYS: Final = {"W": 7, "D": 1}
_FORMS: Final = (
    ("A", re.compile(r"(\d{4})")),
    ("S", re.compile(r"(\d{4})-?[SH]([12])")),
    ("Q", re.compile(r"(\d{4})-?Q([1-4])")),
    ("M", re.compile(r"(\d{4})-(\d{2})")),
    ("D", re.compile(r"(\d{4})-(\d{2})-(\d{2})")),
)
Record = dict[str, Any]


class ChartError(ValueError):
    """Data a mark cannot draw: what is wrong, in which column, and what to do."""


@dataclass(frozen=True)
class Point:
    """One observation: its first day, the day after its last, and what the tooltip says."""

    series: str
    start: date
    end: date
    value: float | None
    segment: int = 0
    row: Record = field(default_factory=dict)


def period_start(period: object) -> tuple[date, str]:
    """First day and frequency (A, S, Q, M, D) of a date or an SDMX period.

    Examples
    --------
    >>> period_start("2026-Q2"), period_start("2024")
    ((datetime.date(2026, 4, 1), 'Q'), (datetime.date(2024, 1, 1), 'A'))
    """
    if isinstance(period, datetime):
        return period.date(), "D"
    if isinstance(period, date):
        return period, "D"
    for freq, form in _FORMS:
        found = form.fullmatch(str(period))
        if found:
            parts = [int(part) for part in found.groups()]
            month = 1 if freq == "A" else parts[1] if freq in "MD" else (parts[1] - 1) * MONTHS[freq] + 1
            try:
                return date(parts[0], month, parts[2] if freq == "D" else 1), freq
            except ValueError:
                break
    raise ChartError(f"column period: {plain(period)!r} is no period; use a date, 2024, 2024-S1, 2024-Q1 or 2024-03")


def after(day: date, freq: str | None, steps: int = 1) -> date:
    """First day of the period ``steps`` later.

    Examples
    --------
    >>> after(date(2025, 11, 1), "Q"), after(date(2025, 1, 1), "D")
    (datetime.date(2026, 2, 1), datetime.date(2025, 1, 2))
    """
    if freq in MONTHS:
        index = day.year * 12 + day.month - 1 + MONTHS[freq] * steps
        return date(index // 12, index % 12 + 1, 1)
    return day + timedelta(days=DAYS.get(freq or "D", 1) * steps)


def rows(data: pl.DataFrame, needed: Sequence[str], mark: str) -> list[Record]:
    """The rows of a frame, once the columns the mark needs are there.

    Raises
    ------
    ChartError
        A column is missing.
    """
    missing = [name for name in needed if name not in data.columns]
    if missing:
        raise ChartError(f"{mark}: column {', '.join(missing)} is missing; the frame has {', '.join(data.columns)}")
    return data.to_dicts()


def number(value: object, column: str = "value") -> float | None:
    """A finite float, or None for a missing value.

    Examples
    --------
    >>> number(3), number(None), number(float("nan"))
    (3.0, None, None)
    """
    if value is None:
        return None
    try:
        result = float(value)  # type: ignore[arg-type]
    except (TypeError, ValueError):
        raise ChartError(f"column {column}: {plain(value)!r} is not a number; leave missing values null") from None
    if math.isinf(result):
        raise ChartError(f"column {column}: infinite; leave missing values null")
    return None if math.isnan(result) else result


def points(data: pl.DataFrame, mark: str, freq: str | None = None, series: str = "series") -> list[Point]:
    """Observations in order, each with the number of its unbroken stretch.

    A stretch ends at a null value and, where the frequency is known, at a period that has no row at all.
    The frequency comes from the periods' own form ("2024-03" is monthly) or, for dates, from ``freq``.
    """
    found = []
    for row in rows(data, ("period", "value"), mark):
        start, own = period_start(row["period"])
        pace = own if own != "D" else freq
        found.append((plain(row.get(series) or ""), start, pace, number(row["value"]), row))
    names = list(dict.fromkeys(name for name, *_ in found))
    found.sort(key=lambda item: (names.index(item[0]), item[1]))
    result: list[Point] = []
    segment, before, expected = 0, None, None
    for name, start, pace, value, row in found:
        if name != before or value is None or (expected is not None and pace is not None and start > expected):
            segment += 1
        end = after(start, pace)
        result.append(Point(name, start, end, value, segment, row))
        before, expected = name, end
    return result


def names_of(found: Iterable[Point]) -> list[str]:
    """Series names in the order in which they first stand in the frame."""
    return list(dict.fromkeys(p.series for p in found))


def gaps(found: Sequence[Point]) -> list[tuple[str, date, date, str]]:
    """Missing stretches between a series' first and last row: series, from, to (exclusive), reason.

    A null whose reason is the empty text breaks the line and is told by another series.

    Examples
    --------
    >>> a = Point("x", date(2024, 1, 1), date(2024, 2, 1), 1.0)
    >>> b = Point("x", date(2024, 4, 1), date(2024, 5, 1), 2.0, 1)
    >>> gaps([a, b])
    [('x', datetime.date(2024, 2, 1), datetime.date(2024, 4, 1), 'no observation')]
    """
    result: list[tuple[str, date, date, str]] = []
    for i, point in enumerate(found):
        before = found[i - 1] if i and found[i - 1].series == point.series else None
        told_elsewhere = "" in (point.row.get("reason"), before.row.get("reason") if before is not None else None)
        if before is not None and point.segment != before.segment and point.start > before.end and not told_elsewhere:
            result.append((point.series, before.end, point.start, "no observation"))
        if point.value is None and point.row.get("reason") != "":  # "" where another series says why
            reason = plain(point.row.get("reason") or "missing").replace("_", " ")
            last = result[-1] if result else None
            if last and last[0] == point.series and last[2] >= point.start and last[3] == reason:
                result[-1] = (last[0], last[1], point.end, reason)
            else:
                result.append((point.series, point.start, point.end, reason))
    return result


def status_text(row: Record) -> str:
    """Words for a row's status and quality, e.g. ``provisional; low quality``; empty where all is normal."""
    code = plain(row.get("obs_status") or row.get("status") or "")
    words = [theme.STATUS_WORDS.get(code, code)] if code and code != "A" else []
    if plain(row.get("quality") or "") == "low":
        words.append("low quality")
    if row.get("reason"):
        words.append(plain(row["reason"]).replace("_", " "))
    return "; ".join(words)


def tip(row: Record, when: object, value: float | None, decimals: int, unit: str, **more: str) -> Record:
    """The tooltip's fields, all of them text, so that no browser formats a number or a date its own way."""
    label = theme.format_number(value, decimals)
    result = {"When": plain(when), "Value": label if value is None else f"{label} {plain(unit)}"}
    result |= {"Status": status_text(row), "Source": plain(row.get("source") or row.get("source_id") or "")}
    return result | {key: plain(text) for key, text in more.items() if text}
