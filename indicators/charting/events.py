"""How the labels of marked events are placed; the list itself is `indicators.events`."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache
from itertools import product
from typing import Final

from indicators.charting.layout import text_width
from indicators.charting.theme import SMALL_SIZE
from indicators.events import EVENTS, Event

__all__ = ["EVENTS", "Event", "EventMark", "event_marks"]

GAP: Final = 4.0
"""Clear pixels kept between two labels, and between a label and its rule."""

MOST_MIXED: Final = 6
"""Most events for which every mix of places is tried."""


@dataclass(frozen=True)
class EventMark:
    """Where one event is drawn: pixel of its rule, first pixel of its label, row of the label (0 is lowest)."""

    event: Event
    x: float
    left: float
    row: int = 0

    @property
    def span(self) -> tuple[float, float]:
        """First and last pixel of the label."""
        return self.left, self.left + text_width(self.event.label, SMALL_SIZE)

    @property
    def under(self) -> bool:
        """Whether the label stands on top of its rule rather than beside it."""
        return self.span[0] - GAP / 2 < self.x < self.span[1] + GAP / 2


def event_marks(
    domain: tuple[date, date],
    *,
    width: float,
    left: float = 0.0,
    right: float = 0.0,
    events: Sequence[Event] = EVENTS,
) -> list[EventMark]:
    """Rules and staggered labels for the events within a time span.

    No label overlaps another, is crossed by another event's rule, or leaves the picture. Labels stand right or left of
    their rules, or on top of them near an edge; of the arrangements that work, the one with the fewest rows is taken.

    Parameters
    ----------
    domain
        First and last day of the axis.
    width
        Pixels of the axis.
    left, right
        Pixels beside the axis that a label may use.
    events
        Events to mark; those outside the domain are left out.

    Returns
    -------
    list of EventMark
        In order of time.

    Examples
    --------
    >>> marks = event_marks((date(2014, 1, 1), date(2026, 6, 30)), width=560)
    >>> [(m.event.label, m.row) for m in marks][:3]
    [('Crimea', 0), ('Helsinki summit', 0), ('Ukraine, Feb 2022', 0)]
    """
    days = max((domain[1] - domain[0]).days, 1)
    seen = sorted((e for e in events if domain[0] <= e.day <= domain[1]), key=lambda e: (e.day, e.label))
    places = tuple((e.day - domain[0]).days / days * width for e in seen)
    return list(_arrange(tuple(seen), places, -left, width + right))


@lru_cache(maxsize=256)
def _arrange(seen: tuple[Event, ...], places: tuple[float, ...], low: float, high: float) -> tuple[EventMark, ...]:
    """The arrangement with the fewest rows: labels first right of their rules, then left; else any mix; else stairs."""
    beside = [_beside(e, x, low, high) for e, x in zip(seen, places, strict=True)]
    turns = [[c[0 if i < turn else -1] for i, c in enumerate(beside)] for turn in range(len(seen) + 1) if all(beside)]
    found = [p for marks in turns if (p := _rows(marks)) is not None]
    for near in (0, 1):
        if not found and len(seen) <= MOST_MIXED - near:
            tops = [_on_top(e, x, places, low, high)[: 1 + 2 * near] for e, x in zip(seen, places, strict=True)]
            found = [
                p for m in product(*(b + t for b, t in zip(beside, tops, strict=True))) if (p := _rows(m)) is not None
            ]
    if found:
        return min(found, key=lambda marks: (max((m.row for m in marks), default=0), sum(m.row for m in marks)))
    stairs = [(b or _on_top(e, x, places, low, high))[0] for b, e, x in zip(beside, seen, places, strict=True)]
    return tuple(replace(mark, row=len(seen) - 1 - i) for i, mark in enumerate(stairs))


def _beside(event: Event, x: float, low: float, high: float) -> list[EventMark]:
    """Label right of the rule and left of it; only those that are not cut off."""
    width = text_width(event.label, SMALL_SIZE)
    return [EventMark(event, x, a) for a in (x + GAP, x - GAP - width) if low <= a and a + width <= high]


def _on_top(event: Event, x: float, others: Sequence[float], low: float, high: float) -> list[EventMark]:
    """Label on top of the rule: in the middle, ending before the next rule, beginning after the one before."""
    width = text_width(event.label, SMALL_SIZE)
    lefts = [x - width / 2]
    lefts += [min((o for o in others if o > x), default=high) - GAP - width - 0.1]
    lefts += [max((o for o in others if o < x), default=low) + GAP + 0.1]
    kept = [max(low, min(left, high - width)) for left in lefts]
    return [EventMark(event, x, left) for left in kept if left <= x <= left + width]


def _rows(marks: Sequence[EventMark]) -> tuple[EventMark, ...] | None:
    """The lowest rows that keep every label clear, or None where two labels lie over each other's rule."""
    rows = [0] * len(marks)
    for _ in range(len(marks) ** 2 + 1):
        moved = False
        for i, mark in enumerate(marks):
            first, last = mark.span
            for k, other in enumerate(marks):
                start, end = other.span
                over_rule = i != k and first - GAP < other.x < last + GAP and abs(other.x - mark.x) > 0.01
                same_row = i < k and rows[i] == rows[k] and first < end + GAP and start < last + GAP
                if (over_rule and rows[i] <= rows[k]) or same_row:
                    rows[i], moved = rows[k] + 1, True
        if not moved:
            return tuple(replace(m, row=r) for m, r in zip(marks, rows, strict=True))
        if max(rows) > len(marks):
            return None
    return None
