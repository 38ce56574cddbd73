"""Lines over time: plain series, a level with its bands, a forecast with its fan."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING, Any

from indicators.charting import canvas as area
from indicators.charting import frames, layout, theme
from indicators.charting.canvas import Canvas, Key
from indicators.charting.events import Event
from indicators.charting.frames import Point, Record

if TYPE_CHECKING:
    import altair as alt
    import polars as pl

BANDS = (("95", 0.16), ("80", 0.30))


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
    canvas = area.make_canvas(
        unit=unit, width=width, height=height, low=low, high=high, log=log, events=events,
        right_labels=labels.values(), **span(found, domain),
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
) -> alt.LayerChart:
    """A level with its 80 and 95 % bands.

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
    places = theme.decimals_in([*(p.value for p in found), *dots]) if decimals is None else decimals
    low, high = extent([*(p.value for p in found), *edges(found, levels), *dots], zero)
    name = layout.plain(label)
    text = {"": "\n".join(layout.wrap(name, max(width * 0.26, 70), theme.SMALL_SIZE))}
    keys = [Key("band", colour, f"{level} % interval", opacity) for level, opacity in reversed(BANDS) if level in levels]
    keys += [Key("ring", colour, "observed")] if observed else []
    canvas = area.make_canvas(
        unit=unit, width=width, height=height, low=low, high=high, events=events, keys=keys,
        right_labels=text.values(), **span(found, domain),
    )  # fmt: skip
    plain = [Point("", p.start, p.end, p.value, p.segment, p.row) for p in found]
    layers = gap_layers(canvas, plain, {"": colour}) + band_layers(canvas, plain, levels, colour)
    layers += path_layers(canvas, plain, colour)
    marks = [{"x": p.start.isoformat(), "y": dot} for p, dot in zip(plain, dots, strict=False) if dot is not None]
    if marks:
        layers.append(data_layer(canvas, marks, "point", color=colour, **area.point_style("ring", 22)))
    layers += area.end_labels(canvas, ends(canvas, plain, text, {"": colour}))
    return canvas.compose([*layers, value_tips(canvas, plain, places, unit, levels)])


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
    keys += [Key("band", colour, f"{level} % interval", opacity) for level, opacity in reversed(BANDS) if level in levels]
    keys += [Key("line", theme.MUTED, benchmark_label)] if naive else []
    canvas = area.make_canvas(
        unit=unit, width=width, height=height, low=low, high=high, events=events, keys=keys,
        **span([*past, *future, *naive], domain),
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


def extent(values: Sequence[float | None], zero: bool = False, log: bool = False) -> tuple[float, float]:
    """Smallest and largest value, with zero if asked for; positive ones only on a logarithmic axis."""
    known = [v for v in values if v is not None and (not log or v > 0)]
    if log and len(known) < sum(v is not None for v in values):
        raise frames.ChartError("column value: zero or negative on a logarithmic axis; draw it linear")
    if not known:
        return (1.0, 10.0) if log else (0.0, 1.0)
    return (min(known + [0.0] * zero), max(known + [0.0] * zero))


def edges(found: Sequence[Point], levels: Sequence[str]) -> list[float | None]:
    """All band limits of the points."""
    return [frames.number(p.row.get(f"{side}_{lv}"), f"{side}_{lv}") for p in found for lv in levels for side in ("low", "high")]


def span(found: Sequence[Point], domain: tuple[date, date] | None) -> dict[str, date]:
    """Start and end of the time axis."""
    if domain is not None:
        return {"start": domain[0], "end": domain[1]}
    if not found:
        raise frames.ChartError("the frame has no rows; say in words why there is nothing to draw")
    return {"start": min(p.start for p in found), "end": max(p.start for p in found)}


def label_for(name: str, found: Sequence[Point], places: int, values: bool, width: int) -> str:
    """End label of a series, broken into lines, with its last value if asked for."""
    last = next((p.value for p in reversed(found) if p.series == name and p.value is not None), None)
    lines = layout.wrap(name, max(width * 0.24, 74), theme.SMALL_SIZE) if name else []
    if values and last is not None:
        lines.append(theme.format_number(last, places))
    return "\n".join(lines)


def ends(
    canvas: Canvas, found: Sequence[Point], labels: Mapping[str, str], colour: Mapping[str, str]
) -> list[tuple[str, float, float, str]]:
    """Label, pixel position and colour of the last known point of each series."""
    result = []
    for name, label in labels.items():
        known = [p for p in found if p.series == name and p.value is not None and p.start <= canvas.end]
        if known and label:
            result.append((label, canvas.x(known[-1].start), canvas.y(known[-1].value or 0.0), colour[name]))
    return result


def data_layer(canvas: Canvas, records: Sequence[Record], mark: str, **style: Any) -> alt.Chart:
    """A layer on the chart's own axes: fields x, y and, where present, x2, y2, segment (which breaks lines)."""
    import altair as alt

    encoding: dict[str, Any] = {"x": canvas.time(), "y": canvas.level()}
    encoding |= {channel: channel for channel in ("x2", "y2") if channel in records[0]}
    if mark in ("line", "area") and "segment" in records[0]:
        encoding["detail"] = alt.Detail("segment:N")
    chart = alt.Chart(alt.Data(values=list(records)))
    made: alt.Chart = getattr(chart, f"mark_{mark}")(clip=True, **style).encode(**encoding)
    return made


def path_layers(
    canvas: Canvas, found: Sequence[Point], colour: str, dash: tuple[int, int] | None = None, dots: bool = True, **style: Any
) -> list[alt.Chart]:
    """One path for each unbroken stretch; a stretch of a single point is a dot."""
    known = [p for p in found if p.value is not None]
    if not known:
        return []
    sizes = {s: sum(p.segment == s for p in known) for s in {p.segment for p in known}}
    records = [{"x": p.start.isoformat(), "y": p.value, "segment": p.segment} for p in known]
    style = {"color": colour} | ({"strokeDash": list(dash)} if dash else {}) | style
    layers = [data_layer(canvas, records, "line", **style)]
    alone = [r for r, p in zip(records, known, strict=True) if sizes[p.segment] == 1]
    if alone and dots:
        layers.append(data_layer(canvas, alone, "point", color=colour, filled=True, size=24))
    return layers


def band_layers(canvas: Canvas, found: Sequence[Point], levels: Sequence[str], colour: str) -> list[alt.Chart]:
    """Areas between the limits, the wide one first; broken where the line breaks."""
    layers = []
    for level, opacity in BANDS:
        records = []
        for p in found if level in levels else ():
            low = frames.number(p.row.get(f"low_{level}"), f"low_{level}")
            high = frames.number(p.row.get(f"high_{level}"), f"high_{level}")
            if low is not None and high is not None:
                records.append({"x": p.start.isoformat(), "y": low, "y2": high, "segment": p.segment})
        if records:
            layers.append(data_layer(canvas, records, "area", color=colour, opacity=opacity))
    return layers


def gap_layers(canvas: Canvas, found: Sequence[Point], colour: Mapping[str, str]) -> list[alt.Chart]:
    """A hollow strip on the time axis over each missing stretch, with the reason in its tooltip."""
    strips = []
    names = frames.names_of(found)
    for name, start, end, reason in frames.gaps(found):
        first, last = max(canvas.x(start), 0.0), min(canvas.x(end), float(canvas.plot_width))
        if last <= first:
            continue
        y = canvas.plot_height - 5.0 * (names.index(name) + 1)
        strips.append(
            {"px": first, "px2": max(last, first + 2), "py": y + 0.5, "py2": y + 4.5, "colour": colour[name]}
            | {"Series": name, "When": f"{start} to {end} (exclusive)", "Value": "n/a", "Note": layout.plain(reason)}
        )
    layers = []
    for shade in dict.fromkeys(s["colour"] for s in strips):
        own = [s for s in strips if s["colour"] == shade]
        layers.append(area.pixels(own, "rect", name=None, filled=False, stroke=shade, strokeWidth=1, strokeDash=[2, 1]))
        layers.append(area.tips(own, "rect"))
    return layers


def value_tips(canvas: Canvas, found: Sequence[Point], places: int, unit: str, levels: Sequence[str] = ()) -> alt.Chart:
    """Tooltips over every known point."""
    records = []
    for p in found:
        if p.value is None or not canvas.start <= p.start <= canvas.end:
            continue
        bands = [
            f"{lv} % {theme.format_number(p.row[f'low_{lv}'], places)} to {theme.format_number(p.row[f'high_{lv}'], places)}"
            for lv in reversed(levels)
            if p.row.get(f"low_{lv}") is not None
        ]
        told = frames.tip(p.row, p.row["period"], p.value, places, unit, Series=p.series, Note="; ".join(bands))
        records.append({"px": round(canvas.x(p.start), 2), "py": round(canvas.y(p.value), 2)} | told)
    return area.tips(records or [{"px": -99.0, "py": -99.0, "Series": "no value"}])
