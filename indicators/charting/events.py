"""The declared list of marked events, and how their labels are placed.

The list is data: neutral names of dated facts, chosen once, the same on every chart.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from indicators.charting.layout import text_width
from indicators.charting.theme import SMALL_SIZE


@dataclass(frozen=True)
class Event:
    """One marked event: its day, a short neutral label, a sentence for the tooltip."""

    day: date
    label: str
    note: str


EVENTS: Final[tuple[Event, ...]] = (
    Event(date(2014, 3, 18), "Crimea", "Russia and Crimea sign the treaty of accession; first sanctions follow."),
    Event(date(2018, 7, 16), "Helsinki summit", "Presidents Trump and Putin meet in Helsinki."),
    Event(date(2022, 2, 24), "Full-scale invasion", "Russia's full-scale invasion of Ukraine begins."),
    Event(date(2025, 1, 20), "US administration", "Change of administration in the United States."),
    Event(date(2025, 8, 15), "Alaska summit", "Presidents Trump and Putin meet in Anchorage."),
    Event(date(2026, 2, 5), "New START ends", "The New START treaty reaches its end date."),
)
"""Events marked on the charts, in order of time."""

GAP: Final = 4.0
"""Clear pixels kept between two labels, and between a label and its rule."""


@dataclass(frozen=True)
class EventMark:
    """Where one event is drawn: ``x`` of its rule, row of its label (0 lies next to the plot), side of the rule."""

    event: Event
    x: float
    row: int
    align: str

    @property
    def span(self) -> tuple[float, float]:
        """First and last pixel of the label."""
        width = text_width(self.event.label, SMALL_SIZE)
        return (self.x + GAP, self.x + GAP + width) if self.align == "left" else (self.x - GAP - width, self.x - GAP)


def event_marks(
    domain: tuple[date, date],
    *,
    width: float,
    left: float = 0.0,
    right: float = 0.0,
    events: Sequence[Event] = EVENTS,
) -> list[EventMark]:
    """Rules and staggered labels for the events within a time span.

    No label overlaps another, is crossed by another event's rule, or leaves the picture. Of all ways to point the
    earlier labels right and the later ones left, the one with the fewest rows is taken.

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
    [('Crimea', 0), ('Helsinki summit', 0), ('Full-scale invasion', 0)]
    """
    days = max((domain[1] - domain[0]).days, 1)
    seen = sorted((e for e in events if domain[0] <= e.day <= domain[1]), key=lambda e: (e.day, e.label))
    places = [(e.day - domain[0]).days / days * width for e in seen]
    best: list[EventMark] | None = None
    for turn in range(len(seen), -1, -1):
        marks = [
            EventMark(e, x, 0, "left" if i < turn else "right")
            for i, (e, x) in enumerate(zip(seen, places, strict=True))
        ]
        marks = [_kept_inside(m, -left, width + right) for m in marks]
        placed = _rows(marks)
        if placed is not None and (best is None or _cost(placed) < _cost(best)):
            best = placed
    return best if best is not None else _rows_apart(seen, places, -left, width + right)


def _cost(marks: Sequence[EventMark]) -> tuple[int, int]:
    """Rows used, then labels lifted off the lowest row."""
    return max((m.row for m in marks), default=-1), sum(m.row for m in marks)


def _kept_inside(mark: EventMark, low: float, high: float) -> EventMark:
    """The mark, its label turned to the other side where it would be cut off."""
    first, last = mark.span
    other = EventMark(mark.event, mark.x, mark.row, "right" if mark.align == "left" else "left")
    if (last > high and other.span[0] >= low) or (first < low and other.span[1] <= high):
        return other
    return mark


def _rows(marks: Sequence[EventMark]) -> list[EventMark] | None:
    """The lowest rows that keep every label clear, or None where two labels lie over each other's rule."""
    rows = [0] * len(marks)
    for _ in range(len(marks) ** 2 + 1):
        moved = False
        for i, mark in enumerate(marks):
            first, last = mark.span
            for k, other in enumerate(marks):
                if i == k:
                    continue
                start, end = other.span
                over_rule = first - GAP < other.x < last + GAP and abs(other.x - mark.x) > 0.01
                same_row = rows[i] == rows[k] and first < end + GAP and start < last + GAP and i < k
                if (over_rule and rows[i] <= rows[k]) or same_row:
                    rows[i], moved = rows[k] + 1, True
        if not moved:
            return [EventMark(m.event, m.x, r, m.align) for m, r in zip(marks, rows, strict=True)]
        if max(rows) > len(marks):
            return None
    return None


def _rows_apart(seen: Sequence[Event], places: Sequence[float], low: float, high: float) -> list[EventMark]:
    """A row for each label: always clear of other labels, though a rule may pass behind one."""
    return [
        _kept_inside(EventMark(e, x, len(seen) - 1 - i, "left"), low, high)
        for i, (e, x) in enumerate(zip(seen, places, strict=True))
    ]
