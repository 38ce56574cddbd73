"""Two statements on one thing: a dot each and a bar between them, no mean of the two."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING

from indicators.charting import canvas as area
from indicators.charting import frames, pieces, theme
from indicators.charting.events import Event
from indicators.charting.frames import Point
from indicators.charting.marks.parts import data_layer, extent, fills_years, span, value_tips
from indicators.charting.pieces import Key

if TYPE_CHECKING:
    import altair as alt
    import polars as pl


def dumbbell(
    data: pl.DataFrame,
    *,
    unit: str,
    freq: str | None = None,
    width: int = theme.WIDE,
    height: int = 220,
    events: Sequence[Event] = (),
    zero: bool = True,
    colours: Mapping[str, str] | None = None,
    domain: tuple[date, date] | None = None,
    decimals: int | None = None,
) -> alt.LayerChart:
    """For each period a dot by each of two reporters and a bar between the dots; nothing is averaged.

    Parameters
    ----------
    data
        ``period``, ``series`` (who says so), ``value``; a period that only one of them reports has one dot, no bar.
    unit, freq, width, height, events, zero, colours, domain, decimals
        As in `indicators.charting.marks.line_series`.

    Examples
    --------
    >>> import polars as pl
    >>> frame = pl.DataFrame({"period": ["2019", "2019"], "series": ["by the USA", "by Russia"], "value": [22.3, 13.2]})
    >>> dumbbell(frame, unit="USD billion").height
    220
    """
    found = [p for p in frames.points(data, "dumbbell", freq) if p.value is not None]
    names = frames.names_of(found)
    if len(names) != 2:
        raise frames.ChartError(f"column series: two reporters are needed, the frame has {len(names)}")
    colour = theme.colours_for(names, colours)
    places = theme.decimals_in(p.value for p in found) if decimals is None else decimals
    low, high = extent([p.value for p in found], zero)
    start, end = domain or (span(found, None)[0], max(p.end for p in found))
    canvas = area.make_canvas(
        unit=unit, width=width, height=height, start=start, end=end, low=low, high=high, events=events,
        keys=[Key("dot", colour[n], n) for n in names], yearly=fills_years(found),
    )  # fmt: skip
    middle = [Point(p.series, p.start + (p.end - p.start) / 2, p.end, p.value, p.segment, p.row) for p in found]
    by_day: dict[date, list[Point]] = {}
    for p in middle:
        by_day.setdefault(p.start, []).append(p)
    bars = [
        {"px": canvas.x(day), "px2": canvas.x(day), "py": canvas.y(a.value or 0.0), "py2": canvas.y(b.value or 0.0)}
        for day, (a, b) in ((d, pair) for d, pair in by_day.items() if len(pair) == 2)
    ]
    layers = [pieces.pixels(bars, "rule", color=theme.RULE, strokeWidth=3, name="bars")] if bars else []
    for name in names:
        dots = [{"x": p.start.isoformat(), "y": p.value} for p in middle if p.series == name]
        layers.append(data_layer(canvas, dots, "point", color=colour[name], filled=True, size=54))
    return canvas.compose([*layers, value_tips(canvas, middle, places, unit)])
