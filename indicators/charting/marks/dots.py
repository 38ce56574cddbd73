"""Measurements by group, such as polls by pollster, under a line that someone else estimated."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING, Any

from indicators.charting import canvas as area
from indicators.charting import frames, layout, pieces, theme
from indicators.charting.canvas import Canvas
from indicators.charting.events import Event
from indicators.charting.frames import Point, Record
from indicators.charting.marks.parts import BANDS, band_layers, data_layer, edges, extent, path_layers, value_tips
from indicators.charting.pieces import Key, Layer

if TYPE_CHECKING:
    import altair as alt
    import polars as pl

MOST_GROUPS = 6


def dots_by_group(
    dots: pl.DataFrame,
    *,
    unit: str,
    line: pl.DataFrame | None = None,
    line_label: str = "latent level",
    breaks: Sequence[tuple[date, str]] = (),
    freq: str | None = None,
    width: int = theme.WIDE,
    height: int = 260,
    events: Sequence[Event] = (),
    zero: bool = False,
    colours: Mapping[str, str] | None = None,
    domain: tuple[date, date] | None = None,
    decimals: int | None = None,
) -> alt.LayerChart:
    """A dot a measurement, coloured by group, its area by sample size; the line and its bands lie over them.

    Groups beyond the six with the most dots are drawn in one grey and named "other" in the key.

    Parameters
    ----------
    dots
        ``period`` (day), ``value``, ``group``; optional ``size`` (sample), ``source``, ``obs_status``, ``quality``.
    unit
        Unit of the values.
    line
        ``period``, ``value`` and bands as in `indicators.charting.marks.band_line`.
    line_label
        Name of the line in the key.
    breaks
        Days on which the wording or method changed, with a short label; drawn as solid rules.
    freq
        Frequency of ``line`` where its periods are dates.
    width, height, events, zero, colours, domain, decimals
        As in `indicators.charting.marks.line_series`.

    Examples
    --------
    >>> import polars as pl
    >>> frame = pl.DataFrame({"period": ["2024-02-01", "2024-05-01"], "value": [17, 20], "group": ["Gallup", "Pew"]})
    >>> dots_by_group(frame, unit="% favourable").height
    260
    """
    found = frames.points(dots, "dots_by_group", series="group")
    if not found:
        raise frames.ChartError("the frame has no rows; say in words why there is nothing to draw")
    over = frames.points(line, "dots_by_group line", freq) if line is not None else []
    levels = [level for level, _ in BANDS if line is not None and f"low_{level}" in line.columns]
    names = frames.names_of(found)
    often = sorted(names, key=lambda n: -sum(p.series == n for p in found))
    shown = [n for n in names if n in often[:MOST_GROUPS]]
    colour = theme.colours_for(shown, colours)
    values = [p.value for p in (*found, *over)]
    places = theme.decimals_in(p.value for p in found) if decimals is None else decimals
    low, high = extent([*values, *edges(over, levels)], zero)
    start, end = domain or (min(p.start for p in (*found, *over)), max(p.start for p in (*found, *over)))
    keys = [Key("dot", colour[n], n) for n in shown]
    keys += [Key("dot", theme.RULE, "other")] if len(names) > len(shown) else []
    keys += [Key("line", theme.INK, line_label)] if over else []
    keys += [Key("band", theme.MUTED, f"{lv} % interval", op) for lv, op in reversed(BANDS) if lv in levels]
    marked = [*events, *(Event(d, text, "wording or method changed here") for d, text in breaks)]
    canvas = area.make_canvas(
        unit=unit, width=width, height=height, start=start, end=end, low=low, high=high, events=marked, keys=keys
    )  # fmt: skip
    layers = band_layers(canvas, over, levels, theme.MUTED) if over else []
    layers += _break_layers(canvas, breaks) + _dot_layers(canvas, found, colour)
    if over:
        layers += path_layers(canvas, over, theme.INK, strokeWidth=1.75)
        layers.append(value_tips(canvas, over, places, unit, levels))
    return canvas.compose([*layers, value_tips(canvas, found, places, unit)])


def _dot_layers(canvas: Canvas, found: Sequence[Point], colour: Mapping[str, str]) -> list[Layer]:
    """Dots of one group a layer, those named "other" first; the area grows with the sample, within limits."""
    groups: dict[str, list[Record]] = {}
    for p in found:
        if p.value is not None and canvas.start <= p.start <= canvas.end:
            sample = frames.number(p.row.get("size"), "size")
            area_px = 30 if sample is None or sample <= 0 else round(min(max(sample / 40, 12), 90))
            dot = {"x": p.start.isoformat(), "y": p.value, "area": area_px}
            groups.setdefault(colour.get(p.series, theme.RULE), []).append(dot)
    sized = {"size": {"field": "area", "type": "quantitative", "scale": None}}
    style: dict[str, Any] = {"filled": True, "opacity": 0.8, "stroke": theme.PAPER, "strokeWidth": 0.5}
    return [
        data_layer(canvas, groups[c], "point", encoding=sized, color=c, **style)
        for c in sorted(groups, key=lambda c: c != theme.RULE)
    ]


def _break_layers(canvas: Canvas, breaks: Sequence[tuple[date, str]]) -> list[Layer]:
    inside = [(d, text) for d, text in breaks if canvas.start <= d <= canvas.end]
    if not inside:
        return []
    rules = [{"px": canvas.x(d), "py": 0.0, "py2": float(canvas.plot_height)} for d, _ in inside]
    told = [r | {"Series": layout.plain(t), "When": d.isoformat()} for r, (d, t) in zip(rules, inside, strict=True)]
    return [pieces.pixels(rules, "rule", color=theme.MUTED, strokeWidth=1.5, name="breaks"), pieces.tips(told, "rule")]
