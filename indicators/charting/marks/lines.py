"""Lines over time: plain series, a level with its bands, a forecast with its fan."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING

from indicators.charting import canvas as area
from indicators.charting import frames, layout, theme
from indicators.charting.events import Event
from indicators.charting.frames import Point, Record
from indicators.charting.marks.parts import (
    BANDS,
    band_layers,
    data_layer,
    edges,
    ends,
    extent,
    gap_layers,
    label_for,
    path_layers,
    span,
    value_tips,
)
from indicators.charting.pieces import Key, point_style

if TYPE_CHECKING:
    import altair as alt
    import polars as pl

PATH = theme.PALETTE[1]
"""Colour of a path that stands beside the line."""


def line_series(
    data: pl.DataFrame,
    *,
    unit: str,
    freq: str | None = None,
    width: int = theme.WIDE,
    height: int = 240,
    events: Sequence[Event] = (),
    log: bool = False,
    zero: bool = False,
    end_values: bool = False,
    colours: Mapping[str, str] | None = None,
    domain: tuple[date, date] | None = None,
    decimals: int | None = None,
) -> alt.LayerChart:
    """Lines with a direct label at each end; a missing period breaks the line and is marked under the plot.

    Parameters
    ----------
    data
        ``period`` (date or SDMX period), ``value`` (null = missing); optional ``series``, ``obs_status``,
        ``quality``, ``source``, ``reason`` (why missing), ``dash`` (true: drawn dashed, e.g. first published).
    unit
        Unit of the values.
    freq
        A, S, Q, M, W or D where ``period`` holds dates; without it only nulls break the line.
    width, height
        Pixels of the whole picture, and of the plot without margins.
    events
        Events to mark, usually `indicators.charting.events.EVENTS`.
    log, zero
        Logarithmic axis; an axis that includes zero.
    end_values
        Write the last value after each label.
    colours
        Colour of a series by name; countries have theirs already.
    domain
        First and last day of the axis; the data's own by default.
    decimals
        Decimals of the values shown; as in the data by default.

    Examples
    --------
    >>> import polars as pl
    >>> frame = pl.DataFrame({"period": ["2023", "2024", "2025"], "value": [5.1, None, 3.5], "series": ["exports"] * 3})
    >>> chart = line_series(frame, unit="USD billion")
    >>> chart.width + sum(chart.padding[side] for side in ("left", "right"))
    680
    """
    found = frames.points(data, "line_series", freq)
    names = frames.names_of(found)
    colour = theme.colours_for(names, colours)
    places = theme.decimals_in(p.value for p in found) if decimals is None else decimals
    labels = {n: label_for(n, found, places, end_values, width) for n in names}
    low, high = extent([p.value for p in found], zero, log)
    start, end = span(found, domain)
    canvas = area.make_canvas(
        unit=unit, width=width, height=height, low=low, high=high, log=log, events=events,
        right_labels=labels.values(), start=start, end=end,
    )  # fmt: skip
    layers = gap_layers(canvas, found, colour)
    for name in names:
        own = [p for p in found if p.series == name]
        dashed = any(p.row.get("dash") for p in own)
        layers += path_layers(canvas, own, colour[name], dash=(5, 3) if dashed else None)
    layers += area.end_labels(canvas, ends(canvas, found, labels, colour))
    return canvas.compose([*layers, value_tips(canvas, found, places, unit)])


def band_line(
    data: pl.DataFrame,
    *,
    unit: str,
    freq: str | None = None,
    label: str = "level",
    width: int = theme.WIDE,
    height: int = 240,
    events: Sequence[Event] = (),
    zero: bool = False,
    colour: str = theme.PALETTE[0],
    domain: tuple[date, date] | None = None,
    decimals: int | None = None,
    observed: bool = False,
    beside: pl.DataFrame | None = None,
    beside_label: str = "first published",
) -> alt.LayerChart:
    """A level with its 80 and 95 % bands, and where given the path of what was said of it at the time.

    Parameters
    ----------
    data
        ``period``, ``value``; ``low_80``, ``high_80``, ``low_95``, ``high_95`` (any pair may be absent or null);
        optional ``observed`` (drawn as dots if asked for), ``obs_status``, ``quality``, ``source``, ``reason``.
    unit, freq, width, height, events, zero, domain, decimals
        As in `line_series`.
    label
        Name at the end of the line.
    observed
        Draw the column ``observed`` as dots.
    beside, beside_label
        ``period``, ``value`` of a second, dashed path without a band, each value a ring; its name in the key.

    Examples
    --------
    >>> import polars as pl
    >>> frame = pl.DataFrame({"period": ["2024-01", "2024-02"], "value": [20.0, 22.0],
    ...                       "low_80": [17.0, 19.0], "high_80": [23.0, 25.0]})
    >>> band_line(frame, unit="% favourable", label="favourable").width < 680
    True
    """
    found = frames.points(data, "band_line", freq)
    levels = [level for level, _ in BANDS if f"low_{level}" in data.columns]
    dots = [frames.number(p.row.get("observed"), "observed") for p in found] if observed else []
    other = frames.points(beside, "band_line beside") if beside is not None else []
    values = [*(p.value for p in found), *dots, *(p.value for p in other)]
    places = theme.decimals_in(values) if decimals is None else decimals
    low, high = extent([*values, *edges(found, levels)], zero)
    name = layout.plain(label)
    text = {"": "\n".join(layout.wrap(name, max(width * 0.24, 104), theme.SMALL_SIZE))}
    keys = [
        Key("band", colour, f"{level} % interval", opacity) for level, opacity in reversed(BANDS) if level in levels
    ]
    keys += [Key("ring", colour, "observed")] if observed else []
    keys += [Key("ring", PATH, beside_label)] if other else []
    start, end = span(found, domain)
    canvas = area.make_canvas(
        unit=unit, width=width, height=height, low=low, high=high, events=events, keys=keys,
        right_labels=text.values(), start=start, end=end,
    )  # fmt: skip
    plain = [Point("", p.start, p.end, p.value, p.segment, p.row) for p in found]
    layers = gap_layers(canvas, plain, {"": colour}) + band_layers(canvas, plain, levels, colour)
    layers += path_layers(canvas, plain, colour)
    marks = [{"x": p.start.isoformat(), "y": dot} for p, dot in zip(plain, dots, strict=False) if dot is not None]
    if marks:
        layers.append(data_layer(canvas, marks, "point", color=colour, **point_style("ring", 22)))
    layers += area.end_labels(canvas, ends(canvas, plain, text, {"": colour}))
    tips = [value_tips(canvas, plain, places, unit, levels)]
    if other:
        layers += path_layers(canvas, other, PATH, dash=(2, 2), dots=False, strokeWidth=1)
        rings = [{"x": p.start.isoformat(), "y": p.value} for p in other if p.value is not None]
        layers.append(data_layer(canvas, rings, "point", color=PATH, **point_style("ring", 9)))
        told = [Point(beside_label, p.start, p.end, p.value, p.segment, p.row) for p in other]
        tips.append(value_tips(canvas, told, places, unit))
    return canvas.compose([*layers, *tips])


def forecast_fan(
    history: pl.DataFrame,
    forecast: pl.DataFrame,
    *,
    unit: str,
    benchmark: pl.DataFrame | None = None,
    freq: str | None = None,
    history_label: str = "observed",
    forecast_label: str = "forecast",
    benchmark_label: str = "naive",
    width: int = theme.WIDE,
    height: int = 240,
    events: Sequence[Event] = (),
    zero: bool = False,
    colour: str = theme.PALETTE[0],
    domain: tuple[date, date] | None = None,
    decimals: int | None = None,
) -> alt.LayerChart:
    """Observed values, then a dashed forecast in its fan, and the naive benchmark as a thin grey line.

    Parameters
    ----------
    history
        ``period``, ``value``; optional as in `line_series`.
    forecast
        ``period``, ``value``, ``low_80``, ``high_80``, ``low_95``, ``high_95``.
    unit, freq, width, height, events, zero, domain, decimals
        As in `line_series`.
    benchmark
        ``period``, ``value`` of the naive forecast.
    history_label, forecast_label, benchmark_label
        Names in the key.

    Examples
    --------
    >>> import polars as pl
    >>> seen = pl.DataFrame({"period": ["2025-Q3", "2025-Q4"], "value": [900.0, 880.0]})
    >>> ahead = pl.DataFrame({"period": ["2026-Q1"], "value": [870.0], "low_80": [800.0], "high_80": [950.0]})
    >>> forecast_fan(seen, ahead, unit="USD million").height
    240
    """
    past = frames.points(history, "forecast_fan history", freq)
    future = frames.points(forecast, "forecast_fan forecast", freq)
    naive = frames.points(benchmark, "forecast_fan benchmark", freq) if benchmark is not None else []
    levels = [level for level, _ in BANDS if f"low_{level}" in forecast.columns]
    values = [p.value for p in (*past, *future, *naive)]
    places = theme.decimals_in(values) if decimals is None else decimals
    low, high = extent([*values, *edges(future, levels)], zero)
    keys = [Key("line", colour, history_label), Key("dash", colour, forecast_label)]
    keys += [
        Key("band", colour, f"{level} % interval", opacity) for level, opacity in reversed(BANDS) if level in levels
    ]
    keys += [Key("line", theme.MUTED, benchmark_label)] if naive else []
    start, end = span([*past, *future, *naive], domain)
    canvas = area.make_canvas(
        unit=unit, width=width, height=height, low=low, high=high, events=events, keys=keys,
        start=start, end=end,
    )  # fmt: skip
    known = [p for p in past if p.value is not None]
    joint = [Point("", p.start, p.end, p.value, 0, _flat(p, levels)) for p in known[-1:]]
    ahead = joint + [Point("", p.start, p.end, p.value, 0, p.row) for p in future]
    layers = gap_layers(canvas, past, {"": colour}) + band_layers(canvas, ahead, levels, colour)
    if naive:
        thin = joint + [Point("", p.start, p.end, p.value, 0, p.row) for p in naive]
        layers += path_layers(canvas, thin, theme.MUTED, dots=False, strokeWidth=1)
    layers += path_layers(canvas, past, colour) + path_layers(canvas, ahead, colour, dash=(5, 3), dots=False)
    told = [*past, *(Point("forecast", p.start, p.end, p.value, 0, p.row | {"obs_status": "F"}) for p in future)]
    return canvas.compose([*layers, value_tips(canvas, told, places, unit, levels)])


def _flat(point: Point, levels: Sequence[str]) -> Record:
    return {f"{side}_{level}": point.value for side in ("low", "high") for level in levels}
