"""The drawing area of one chart: margins from real label widths, fixed scales, axes, events, end labels.

Every chart is one layered Vega-Lite view with ``autosize: none``: its size and every position are decided here.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any, Final

from indicators.charting import layout, theme
from indicators.charting.events import Event, EventMark, event_marks
from indicators.charting.frames import Record
from indicators.charting.theme import LINE_HEIGHT, SMALL_SIZE

if TYPE_CHECKING:
    import altair as alt

TIP_FIELDS: Final = ("Series", "When", "Value", "Status", "Source", "Note")
SWATCH: Final = 14


@dataclass(frozen=True)
class Key:
    """One entry of the key above the plot: ``shape`` is band, line, dash, dot, ring, cross or hatch."""

    shape: str
    colour: str
    text: str
    opacity: float = 1.0


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

    def time(self, field: str = "x") -> alt.X:
        """Encoding of a day on the time axis (UTC, so that no time zone shifts it)."""
        import altair as alt

        ticks = layout.date_ticks(self.start, self.end, self.plot_width, theme.LABEL_SIZE)
        form = "%Y" if all(len(label) == 4 for _, label in ticks) else "%b %Y"
        scale = alt.Scale(type="utc", domain=[_utc(self.start), _utc(self.end)], nice=False)
        axis = alt.Axis(values=[_utc(day) for day, _ in ticks], format=form, title=None, labelFlush=False)
        return alt.X(f"{field}:T", scale=scale, axis=axis)

    def level(self, field: str = "y") -> alt.Y:
        """Encoding of a value; the unit stands above the axis, written level."""
        import altair as alt

        domain = [self.ticks[0], self.ticks[-1]]
        scale = alt.Scale(type="log" if self.log else "linear", domain=domain, nice=False, zero=False)
        axis = alt.Axis(
            values=list(self.ticks),
            format=f",.{self.decimals}f",
            title=list(self.title),
            titleAngle=0,
            titleAlign="left",
            titleBaseline="top",
            titleX=-self.left + 2,
            titleY=-self.top + 2,
        )
        return alt.Y(f"{field}:Q", scale=scale, axis=axis)

    def compose(self, layers: Sequence[alt.Chart]) -> alt.LayerChart:
        """The finished chart: grid and events behind, the given layers, the key in front."""
        import altair as alt

        drawn = [*self._event_layers(), *layers, *self._key_layers()]
        padding = {"left": self.left, "right": self.right, "top": self.top, "bottom": self.bottom}
        return (
            alt.layer(*drawn)
            .properties(width=self.plot_width, height=self.plot_height, padding=padding, autosize="none")
            .configure(**theme.config())
        )

    def _event_layers(self) -> list[alt.Chart]:
        if not self.marks:
            return []
        drop = {m: -6.0 - LINE_HEIGHT * m.row for m in self.marks}
        lines = [
            {"px": m.x, "py": drop[m] - 8, "py2": float(self.plot_height)}
            | {"Series": layout.plain(m.event.label), "When": m.event.day.isoformat(), "Note": layout.plain(m.event.note)}
            for m in self.marks
        ]
        result = [pixels(lines, "rule", name="event-rules", color=theme.RULE, strokeWidth=1, strokeDash=[2, 2])]
        result.append(tips(lines, kind="rule", fields=("Series", "When", "Note")))
        for side in ("left", "right"):
            labels = [
                {"px": m.span[0] if side == "left" else m.span[1], "py": drop[m], "text": layout.plain(m.event.label)}
                for m in self.marks
                if m.align == side
            ]
            if labels:
                result.append(texts(labels, align=side, color=theme.MUTED, baseline="alphabetic", name=f"events-{side}"))
        return result

    def _key_layers(self) -> list[alt.Chart]:
        return key_layers(self.keys)


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
) -> Canvas:
    """Measure everything that surrounds the plot and return the canvas.

    Parameters
    ----------
    unit
        Unit of the values, written above the axis.
    width
        Width of the whole picture in pixels, 340 or more.
    height
        Height of the plot without its margins.
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
    """
    ticks = layout.log_ticks(low, high) if log else layout.number_ticks(low, high, 5 if height >= 160 else 3)
    decimals = theme.decimals_in(ticks)
    if left is None:
        widest = max(layout.text_width(theme.format_number(t, decimals), theme.LABEL_SIZE) for t in ticks)
        left = max(math.ceil(widest) + 8, 18)
    lines = [line for text in right_labels for line in text.split("\n")]
    room = max((layout.text_width(line, SMALL_SIZE) for line in lines), default=0)
    right = max(math.ceil(room) + 14 if lines else 0, 22)
    if end <= start:
        end = start + timedelta(days=1)
    title = layout.wrap(unit, width - 8, theme.LABEL_SIZE, 2)
    head = 4 + LINE_HEIGHT * len(title)
    marks = event_marks((start, end), width=width - left - right, left=left - 2, right=right - 2, events=events)
    placed, key_rows = place_keys(keys, width)
    rows = 1 + max((m.row for m in marks), default=-1)
    top = head + LINE_HEIGHT * key_rows + (4 if key_rows else 0) + (LINE_HEIGHT * rows + 8) + 4
    shifted = tuple((x - left, y + head - top + 8, key) for x, y, key in placed)
    return Canvas(
        width, height, left, right, top, bottom, start, end, tuple(ticks), decimals, log, tuple(title), shifted, tuple(marks)
    )


def place_keys(keys: Sequence[Key], width: float) -> tuple[list[tuple[float, float, Key]], int]:
    """Key entries set in rows as wide as the picture: left edge, middle of the row, entry; and the number of rows."""
    placed: list[tuple[float, float, Key]] = []
    x, row = 2.0, 0
    for key in keys:
        text = layout.shorten(layout.plain(key.text), width - SWATCH - 12, SMALL_SIZE)
        need = SWATCH + 5 + layout.text_width(text, SMALL_SIZE)
        if x > 2.0 and x + need > width - 2:
            x, row = 2.0, row + 1
        placed.append((x, row * LINE_HEIGHT + 4.0, Key(key.shape, key.colour, text, key.opacity)))
        x += need + 14
    return placed, row + 1 if placed else 0


def key_layers(keys: Sequence[tuple[float, float, Key]]) -> list[alt.Chart]:
    """Swatches and texts of a placed key."""
    result: list[alt.Chart] = []
    for x, y, key in keys:
        middle = {"px": x + SWATCH / 2, "py": y}
        span = {"px": x, "px2": x + SWATCH, "py": y, "py2": y}
        style: dict[str, Any] = {"color": key.colour, "opacity": key.opacity}
        if key.shape == "band":
            result.append(pixels([span | {"py": y - 5, "py2": y + 5}], "rect", **style))
        elif key.shape in ("line", "dash"):
            result.append(pixels([span], "rule", strokeWidth=2, strokeDash=[4, 3] if key.shape == "dash" else [1, 0], **style))
        elif key.shape == "hatch":
            lines = [{"px": x + k, "py": y + 5.0, "px2": x + k + 6, "py2": y - 5.0} for k in (0, 4, 8)]
            result.append(pixels(lines, "rule", strokeWidth=1, **style))
        else:
            result.append(pixels([middle], "point", **point_style(key.shape), **style))
    if keys:
        labels = [{"px": x + SWATCH + 4, "py": y, "text": key.text} for x, y, key in keys]
        result.append(texts(labels, align="left", color=theme.MUTED, name="key"))
    return result


def point_style(shape: str, size: int = 46) -> dict[str, Any]:
    """Point properties: ``dot`` filled, ``ring`` hollow, ``cross`` two strokes."""
    if shape == "cross":
        return {"shape": "M-1,-1L1,1M1,-1L-1,1", "filled": False, "strokeWidth": 1.5, "size": size * 0.6}
    return {"filled": shape == "dot", "strokeWidth": 1.5, "size": size, "shape": "circle"}


def pixels(records: Sequence[Record], mark: str, *, name: str | None = None, **style: Any) -> alt.Chart:
    """A layer placed by pixels: fields px, py and, where present, px2, py2."""
    import altair as alt

    fields = records[0]
    encoding: dict[str, Any] = {"x": alt.X("px:Q", scale=None, axis=None), "y": alt.Y("py:Q", scale=None, axis=None)}
    encoding |= {channel: field for channel, field in (("x2", "px2"), ("y2", "py2")) if field in fields}
    chart = alt.Chart(alt.Data(values=list(records)))
    chart = getattr(chart, f"mark_{mark}")(**style).encode(**encoding)
    return chart.properties(name=name) if name else chart


def texts(records: Sequence[Record], *, name: str | None = None, **style: Any) -> alt.Chart:
    """Text placed by pixels; records carry px, py and text."""
    style = {"baseline": "middle", "fontSize": SMALL_SIZE} | style
    return pixels(records, "text", name=name, **style).encode(text="text:N")


def tips(records: Sequence[Record], kind: str = "point", fields: Sequence[str] = TIP_FIELDS) -> alt.Chart:
    """Invisible marks that carry tooltips; the static picture leaves them out (their layer is named ``tip``)."""
    import altair as alt

    style: dict[str, Any] = {"size": 160, "filled": True} if kind == "point" else {"strokeWidth": 8} if kind == "rule" else {}
    chart = pixels(records, kind, name="tip", opacity=0, **style)
    present = [field for field in fields if any(record.get(field) for record in records)]
    return chart.encode(tooltip=[alt.Tooltip(f"{field}:N") for field in present])


def end_labels(canvas: Canvas, labels: Sequence[tuple[str, float, float, str]]) -> list[alt.Chart]:
    """Direct labels right of the plot: text, x and y of the line's end in pixels, colour; moved apart, with a leader."""
    if not labels:
        return []
    heights = [LINE_HEIGHT * (text.count("\n") + 1) + 1.0 for text, *_ in labels]
    centres = layout.dodge([y for _, _, y, _ in labels], heights, -8, canvas.plot_height + 10)
    result: list[alt.Chart] = []
    edge = canvas.plot_width + 8.0
    for (text, x, y, colour), centre in zip(labels, centres, strict=True):
        if abs(centre - y) > 5 or edge - x > 30:
            leader = [{"px": x + 4, "py": y, "px2": edge - 2, "py2": centre}]
            result.append(pixels(leader, "rule", color=colour, strokeWidth=0.75, opacity=0.6))
        first = centre - LINE_HEIGHT * text.count("\n") / 2
        rows = [{"px": edge, "py": first + LINE_HEIGHT * k, "text": t} for k, t in enumerate(text.split("\n"))]
        result.append(texts(rows, align="left", color=colour, name=None))
    return result


def _utc(day: date) -> alt.DateTime:
    import altair as alt

    return alt.DateTime(year=day.year, month=day.month, date=day.day, utc=True)
