"""Bars above and below zero, with an optional line of their sum."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING

from indicators.charting import canvas as area
from indicators.charting import frames, pieces, theme
from indicators.charting.events import Event
from indicators.charting.frames import Point, Record
from indicators.charting.marks.parts import data_layer, extent, fills_years, gap_layers, path_layers, value_tips
from indicators.charting.pieces import Key

if TYPE_CHECKING:
    import altair as alt
    import polars as pl


WIDEST = 64.0
"""Most pixels of a bar: a lone quarter is no wall."""


def bars_signed(
    data: pl.DataFrame,
    *,
    unit: str,
    freq: str | None = None,
    line: pl.DataFrame | None = None,
    line_label: str = "net",
    width: int = theme.WIDE,
    height: int = 240,
    events: Sequence[Event] = (),
    colours: Mapping[str, str] | None = None,
    domain: tuple[date, date] | None = None,
    decimals: int | None = None,
) -> alt.LayerChart:
    """Bars from zero, positive values up and negative ones down, stacked by series on either side.

    Parameters
    ----------
    data
        ``period``, ``value`` (signed; null = missing); optional ``series``, ``obs_status``, ``source``, ``reason``.
    unit
        Unit of the values.
    freq
        A, S, Q, M, W or D where ``period`` holds dates.
    line
        ``period``, ``value`` of a line over the bars (balance, total); the caller's own numbers.
    line_label
        Name of the line in the key.
    width, height, events, colours, domain, decimals
        As in `indicators.charting.marks.line_series`.

    Examples
    --------
    >>> import polars as pl
    >>> frame = pl.DataFrame({"period": ["2024-Q1", "2024-Q1"], "value": [120, -14], "series": ["added", "removed"]})
    >>> bars_signed(frame, unit="list entries").height
    240
    """
    found = frames.points(data, "bars_signed", freq)
    if not found:
        raise frames.ChartError("the frame has no rows; say in words why there is nothing to draw")
    over = frames.points(line, "bars_signed line", freq) if line is not None else []
    names = frames.names_of(found)
    colour = theme.colours_for(names, colours)
    boxes, low, high = _stacks(found)
    low, high = extent([low, high, *(p.value for p in over)], zero=True)
    places = theme.decimals_in([*(p.value for p in found), *(p.value for p in over)]) if decimals is None else decimals
    start, end = domain or (min(p.start for p in found), max(p.end for p in found))
    keys = [Key("band", colour[n], n) for n in names if n] if len(names) > 1 or over else []
    keys += [Key("line", theme.INK, line_label)] if over else []
    canvas = area.make_canvas(
        unit=unit, width=width, height=height, start=start, end=end, low=low, high=high, events=events, keys=keys,
        yearly=fills_years(found),
    )  # fmt: skip
    layers, tips = [], []
    for name in names:
        own = [(p, a, b) for p, a, b in boxes if p.series == name]
        records: list[Record] = []
        for p, a, b in own:
            left, right = canvas.x(max(p.start, start)), canvas.x(min(p.end, end))
            if right <= left:
                continue
            inset = max(min((right - left) * 0.12, 3), (right - left - WIDEST) / 2)
            box = {"px": left + inset, "px2": right - inset, "py": canvas.y(a), "py2": canvas.y(b)}
            records.append({k: round(v, 2) for k, v in box.items()})
            tips.append(records[-1] | frames.tip(p.row, p.row["period"], p.value, places, unit, Series=name))
        if records:
            layers.append(pieces.pixels(records, "rect", color=colour[name], name="bars"))
    zero = [{"x": start.isoformat(), "y": 0.0}, {"x": end.isoformat(), "y": 0.0}]
    layers.append(data_layer(canvas, zero, "line", color=theme.MUTED, strokeWidth=1))
    layers += gap_layers(canvas, found, colour)
    if tips:
        layers.append(pieces.tips(tips, "rect"))
    if over:
        middle = [Point(p.series, p.start + (p.end - p.start) / 2, p.end, p.value, p.segment, p.row) for p in over]
        layers += path_layers(canvas, middle, theme.INK, strokeWidth=1.5)
        layers.append(value_tips(canvas, middle, places, unit))
    return canvas.compose(layers)


def _stacks(found: Sequence[Point]) -> tuple[list[tuple[Point, float, float]], float, float]:
    """Lower and upper edge of every bar, and the depth and height of the stacks."""
    up: dict[date, float] = {}
    down: dict[date, float] = {}
    boxes = []
    for p in found:
        if p.value is None:
            continue
        side = up if p.value >= 0 else down
        base = side.get(p.start, 0.0)
        side[p.start] = base + p.value
        boxes.append((p, base, side[p.start]))
    return boxes, min(down.values(), default=0.0), max(up.values(), default=0.0)
