"""What several marks draw alike: broken paths, bands, gaps, end labels, tooltips over points."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any, Final

from indicators.charting import frames, layout, pieces, theme
from indicators.charting.canvas import Canvas
from indicators.charting.frames import Point, Record
from indicators.charting.pieces import Encoding, Layer

BANDS: Final = (("95", 0.16), ("80", 0.30))
"""Levels of bands, the wide one first, and how opaque each is."""
SEGMENT: Final = {"field": "segment", "type": "nominal"}
"""What tells the stretches of a broken line apart."""


def extent(values: Sequence[float | None], zero: bool = False, log: bool = False) -> tuple[float, float]:
    """Smallest and largest value, with zero if asked for; positive ones only on a logarithmic axis."""
    known = [v for v in values if v is not None and (not log or v > 0)]
    if log and len(known) < sum(v is not None for v in values):
        raise frames.ChartError("column value: zero or negative on a logarithmic axis; draw it linear")
    if not known:
        return (1.0, 10.0) if log else (0.0, 1.0)
    return (min(known + [0.0] * zero), max(known + [0.0] * zero))


def fills_years(found: Sequence[Point]) -> bool:
    """Whether every observation is of a calendar year."""
    return all(p.end == frames.after(p.start, "A") for p in found)


def edges(found: Sequence[Point], levels: Sequence[str]) -> list[float | None]:
    """All band limits of the points."""
    return [
        frames.number(p.row.get(f"{side}_{lv}"), f"{side}_{lv}")
        for p in found
        for lv in levels
        for side in ("low", "high")
    ]


def span(found: Sequence[Point], domain: tuple[date, date] | None) -> tuple[date, date]:
    """Start and end of the time axis."""
    if domain is not None:
        return domain
    if not found:
        raise frames.ChartError("the frame has no rows; say in words why there is nothing to draw")
    return min(p.start for p in found), max(p.start if p.value is not None else p.end for p in found)


def label_for(name: str, found: Sequence[Point], places: int, values: bool, width: int) -> str:
    """End label of a series, broken into lines, with its last value if asked for."""
    last = next((p.value for p in reversed(found) if p.series == name and p.value is not None), None)
    lines = layout.wrap(name, max(width * 0.24, 104), theme.SMALL_SIZE) if name else []
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


def data_layer(
    canvas: Canvas, records: Sequence[Record], mark: str, *, encoding: Encoding | None = None, **style: Any
) -> Layer:
    """A layer on the chart's own axes: fields x, y and, where present, x2, y2, segment (which breaks lines)."""
    places: Encoding = {"x": canvas.time(), "y": canvas.level()}
    places |= {end: {"field": end} for end in ("x2", "y2") if end in records[0]}
    if mark in ("line", "area") and "segment" in records[0]:
        places["detail"] = SEGMENT
    first, last = canvas.start.isoformat(), canvas.end.isoformat()
    inside = all(first <= r["x"] <= last for r in records)  # a clip at the very edge would halve the stroke
    style = style if inside else {"clip": True} | style
    return pieces.drawn(records, mark, places | (encoding or {}), **style)


def path_layers(
    canvas: Canvas,
    found: Sequence[Point],
    colour: str,
    dash: tuple[int, int] | None = None,
    dots: bool = True,
    **style: Any,
) -> list[Layer]:
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


def band_layers(canvas: Canvas, found: Sequence[Point], levels: Sequence[str], colour: str) -> list[Layer]:
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


def gap_layers(canvas: Canvas, found: Sequence[Point], colour: Mapping[str, str]) -> list[Layer]:
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
        layers.append(
            pieces.pixels(own, "rect", name=None, filled=False, stroke=shade, strokeWidth=1, strokeDash=[2, 1])
        )
        layers.append(pieces.tips(own, "rect"))
    return layers


def value_tips(canvas: Canvas, found: Sequence[Point], places: int, unit: str, levels: Sequence[str] = ()) -> Layer:
    """Tooltips over every known point."""
    records = []
    for p in found:
        if p.value is None or not canvas.start <= p.start <= canvas.end:
            continue
        bands = [
            f"{lv} % " + " to ".join(theme.format_number(p.row[f"{side}_{lv}"], places) for side in ("low", "high"))
            for lv in reversed(levels)
            if p.row.get(f"low_{lv}") is not None
        ]
        told = frames.tip(p.row, p.row["period"], p.value, places, unit, Series=p.series, Note="; ".join(bands))
        records.append({"px": round(canvas.x(p.start), 2), "py": round(canvas.y(p.value), 2)} | told)
    return pieces.tips(records or [{"px": -99.0, "py": -99.0, "Series": "no value"}])
