"""The drawing area of one chart: margins from real label widths, fixed scales, axes, events, end labels.

Every chart is one layered Vega-Lite view with ``autosize: none``: its size and every position are decided here.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from indicators.charting import layout, theme
from indicators.charting.events import EVENTS, Event, EventMark, event_marks
from indicators.charting.pieces import (
    Encoding,
    Key,
    Layer,
    backing,
    composed,
    key_layers,
    pixels,
    place_keys,
    texts,
    tips,
)
from indicators.charting.theme import LINE_HEIGHT, SMALL_SIZE
from indicators.events import TURNS

if TYPE_CHECKING:
    import altair as alt


CROWDED = 16.0
"""Days a pixel of the picture from which on labels of all events would pile up; only the two turns are marked then."""


@dataclass(frozen=True)
class Canvas:
    """Geometry of a chart; pixels count from the top left corner of the plot."""

    width: int
    plot_height: int
    left: int
    right: int
    top: int
    bottom: int
    start: date
    end: date
    ticks: tuple[float, ...]
    decimals: int
    log: bool
    title: tuple[str, ...]
    keys: tuple[tuple[float, float, Key], ...]
    marks: tuple[EventMark, ...]
    yearly: bool = False

    @property
    def plot_width(self) -> int:
        """Pixels between the margins."""
        return self.width - self.left - self.right

    def x(self, day: date) -> float:
        """Pixel of a day."""
        return (day - self.start).days / max((self.end - self.start).days, 1) * self.plot_width

    def y(self, value: float) -> float:
        """Pixel of a value."""
        low, high = self.ticks[0], self.ticks[-1]
        if self.log:
            low, high, value = math.log(low), math.log(high), math.log(max(value, 1e-300))
        return self.plot_height * (1 - (value - low) / (high - low))

    def time(self, field: str = "x") -> Encoding:
        """Encoding of a day on the time axis (UTC, so that no time zone shifts it)."""
        ticks = layout.date_ticks(self.start, self.end, self.plot_width, theme.LABEL_SIZE)
        form = "%Y" if all(len(label) == 4 for _, label in ticks) else "%b %Y"
        days = [day for day, _ in ticks]
        if self.yearly and form == "%Y":
            days = [middle for day in days if (middle := day.replace(month=7)) <= self.end]
        scale = {"type": "utc", "domain": [_utc(self.start), _utc(self.end)], "nice": False}
        axis = {"values": [_utc(day) for day in days], "format": form, "title": None, "labelFlush": False}
        return {"field": field, "type": "temporal", "scale": scale, "axis": axis}

    def level(self, field: str = "y") -> Encoding:
        """Encoding of a value; the unit stands above the axis, written level."""
        domain = [self.ticks[0], self.ticks[-1]]
        scale: dict[str, Any] = {"type": "log" if self.log else "linear", "domain": domain, "nice": False}
        axis = {
            "values": list(self.ticks), "format": f",.{self.decimals}f", "title": list(self.title), "titleAngle": 0,
            "titleAlign": "left", "titleBaseline": "top", "titleX": -self.left + 2, "titleY": -self.top + 2,
        }  # fmt: skip
        scale |= {} if self.log else {"zero": False}
        return {"field": field, "type": "quantitative", "scale": scale, "axis": axis}

    def compose(self, layers: Sequence[Layer], behind: Sequence[Layer] = ()) -> alt.LayerChart:
        """The finished chart: ``behind``, the events, the given layers, the key in front."""
        drawn = [*behind, *self._event_layers(), *layers, *key_layers(self.keys)]
        padding = {"left": self.left, "right": self.right, "top": self.top, "bottom": self.bottom}
        return composed(drawn, width=self.plot_width, height=self.plot_height, padding=padding)

    def _event_layers(self) -> list[Layer]:
        if not self.marks:
            return []
        drop = {m: -6.0 - LINE_HEIGHT * m.row for m in self.marks}
        lines = [
            {"px": m.x, "py": drop[m] + 3 if m.under else drop[m] - 8, "py2": float(self.plot_height)}
            | {
                "Series": layout.plain(m.event.label),
                "When": m.event.day.isoformat(),
                "Note": layout.plain(m.event.note),
            }
            for m in self.marks
        ]
        result = [pixels(lines, "rule", name="event-rules", color=theme.RULE, strokeWidth=1, strokeDash=[2, 2])]
        result.append(tips(lines, kind="rule", fields=("Series", "When", "Note")))
        labels = [{"px": m.left, "py": drop[m], "text": layout.plain(m.event.label)} for m in self.marks]
        result.append(texts(labels, align="left", color=theme.MUTED, baseline="alphabetic", name="events"))
        return result


def make_canvas(
    *,
    unit: str,
    width: int,
    height: int,
    start: date,
    end: date,
    low: float = 0.0,
    high: float = 1.0,
    log: bool = False,
    left: int | None = None,
    right_labels: Iterable[str] = (),
    keys: Sequence[Key] = (),
    events: Sequence[Event] = (),
    bottom: int = 26,
    rows: bool = False,
    yearly: bool = False,
) -> Canvas:
    """Measure everything that surrounds the plot and return the canvas.

    Parameters
    ----------
    unit
        Unit of the values, written above the axis.
    width
        Width of the whole picture in pixels, 340 or more.
    height
        Height of the plot without its margins; a phone's is lower (`indicators.charting.theme.NARROW_SHARE`).
    start, end
        First and last day of the time axis.
    low, high
        Values the axis must cover; it is rounded outwards to whole ticks.
    log
        Logarithmic axis; values must be positive.
    left
        Left margin; measured from the tick labels by default.
    right_labels
        End labels that need room to the right.
    keys
        Entries of the key above the plot.
    events
        Events to mark.
    rows
        The plot is made of rows, or is one panel of several: it is as high as told at any width.
    yearly
        Marks fill their years, whose labels stand below the middle of each.
    """
    if width <= theme.NARROW and not rows:
        height = min(height, max(round(height * theme.NARROW_SHARE), theme.LEAST_HEIGHT))
    ticks = layout.log_ticks(low, high) if log else layout.number_ticks(low, high, 5 if height >= 100 else 3)
    decimals = theme.decimals_in(ticks)
    if left is None:
        widest = max(layout.text_width(theme.format_number(t, decimals), theme.LABEL_SIZE) for t in ticks)
        left = max(math.ceil(widest) + 8, 18)
    lines = [line for text in right_labels for line in text.split("\n")]
    room = max((layout.text_width(line, SMALL_SIZE) for line in lines), default=0)
    right = max(math.ceil(room) + 14 if lines else 0, 22)
    if end <= start:
        end = start + timedelta(days=1)
    left, right = _room_for_dates(start, end, width, left, right)
    if (end - start).days > CROWDED * width:
        events = [event for event in events if event in TURNS or event not in EVENTS]
    title = layout.wrap(unit, width - 8, theme.LABEL_SIZE, 2)
    head = 4 + LINE_HEIGHT * len(title)
    marks = event_marks((start, end), width=width - left - right, right=right - 2, events=events)
    placed, key_rows = place_keys(keys, width)
    label_rows = 1 + max((m.row for m in marks), default=-1)
    top = head + LINE_HEIGHT * key_rows + (4 if key_rows else 0) + (LINE_HEIGHT * label_rows + 8) + 4
    shifted = tuple((x - left, y + head - top + 8, key) for x, y, key in placed)
    return Canvas(
        width,
        height,
        left,
        right,
        top,
        bottom,
        start,
        end,
        tuple(ticks),
        decimals,
        log,
        tuple(title),
        shifted,
        tuple(marks),
        yearly,
    )


def _room_for_dates(start: date, end: date, width: int, left: int, right: int) -> tuple[int, int]:
    """Margins widened so that the first and last date under the axis are not cut off."""
    room = width - left - right
    shown = layout.date_ticks(start, end, room, theme.LABEL_SIZE)
    days = max((end - start).days, 1)
    for day, label in (shown[0], shown[-1]):
        half, at = layout.text_width(label, theme.LABEL_SIZE) / 2 + 1, (day - start).days / days * room
        left, right = max(left, math.ceil(half - at)), max(right, math.ceil(half - (room - at)))
    return left, right


def end_labels(
    canvas: Canvas, labels: Sequence[tuple[str, float, float, str]], avoid: Sequence[float] = ()
) -> list[Layer]:
    """Direct labels at the ends of lines: text, x and y of the end in pixels, colour.

    Lines that reach the right edge have theirs in the margin, moved apart, with a short leader. A line that ends
    earlier has its label beside its last point, off the heights to ``avoid``: a leader from there to the margin would
    look like a value carried forward.
    """
    late = [label for label in labels if canvas.plot_width - label[1] <= 24]
    early = [label for label in labels if canvas.plot_width - label[1] > 24]
    for level in avoid:
        early = [(t, x, level + 11 if abs(y - level) < 11 else y, c) for t, x, y, c in early]
    result: list[Layer] = []
    for group in (late, early):
        heights = [LINE_HEIGHT * (text.count("\n") + 1) + 1.0 for text, *_ in group]
        centres = layout.dodge([y for _, _, y, _ in group], heights, -8, canvas.plot_height + 10)
        for (text, x, y, colour), centre in zip(group, centres, strict=True):
            edge = canvas.plot_width + 8.0 if group is late else x + 8.0
            if group is late and abs(centre - y) > 5:
                leader = [{"px": x + 4, "py": y, "px2": edge - 2, "py2": centre}]
                result.append(pixels(leader, "rule", name="end-lead", color=colour, strokeWidth=0.75, opacity=0.6))
            first = centre - LINE_HEIGHT * text.count("\n") / 2
            of = {"ox": round(x, 1), "oy": round(y, 1)}  # the end of the line, by which a zoom finds its label's place
            rows = [{"px": edge, "py": first + LINE_HEIGHT * k, "text": t} | of for k, t in enumerate(text.split("\n"))]
            if group is early:
                result.append(backing(rows, "left"))
            result.append(texts(rows, align="left", color=colour, name="end"))
    return result


def _utc(day: date) -> dict[str, Any]:
    return {"year": day.year, "month": day.month, "date": day.day, "utc": True}
