"""Ceilings: the step of a limit, what was declared under it, and the spans in which nothing was provided."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING, Any

from indicators.charting import canvas as area
from indicators.charting import frames, layout, pieces, theme
from indicators.charting.canvas import Canvas
from indicators.charting.events import Event
from indicators.charting.frames import Record
from indicators.charting.marks.parts import data_layer, ends, extent, gap_layers, label_for, path_layers, value_tips
from indicators.charting.pieces import Key, Layer

if TYPE_CHECKING:
    import altair as alt
    import polars as pl

BAND_OPACITY = 0.25


def step_ceiling(
    ceilings: pl.DataFrame,
    declared: pl.DataFrame,
    *,
    unit: str,
    not_provided: pl.DataFrame | None = None,
    estimates: pl.DataFrame | None = None,
    estimates_label: str = "range of estimates",
    until: date | None = None,
    width: int = theme.WIDE,
    height: int = 240,
    events: Sequence[Event] = (),
    zero: bool = True,
    colours: Mapping[str, str] | None = None,
    domain: tuple[date, date] | None = None,
    decimals: int | None = None,
) -> alt.LayerChart:
    """Declared numbers as dots on a line under the step of the ceiling; nothing is carried beyond the last declaration.

    Parameters
    ----------
    ceilings
        ``label``, ``date_from``, ``date_to`` (null = open), ``value``. The line stops where the ceiling ends.
    declared
        ``period`` (reference day), ``value``; optional ``series`` (party), ``quality``, ``source``, ``obs_status``.
    not_provided
        ``date_from``, ``date_to`` (null = open), ``label``: hatched spans in which no number was provided.
    estimates
        ``period``, ``low``, ``high``; optional ``series`` (party): widening bands of what cannot be known any more.
    estimates_label
        What the bands are, for the key.
    unit, width, height, events, zero, colours, domain, decimals
        As in `indicators.charting.marks.line_series`.
    until
        Last day of the axis, to which open spans are drawn.

    Examples
    --------
    >>> import polars as pl
    >>> caps = pl.DataFrame({"label": ["1,550 warheads"], "value": [1550],
    ...                      "date_from": ["2018-02-05"], "date_to": ["2026-02-05"]})
    >>> seen = pl.DataFrame({"period": ["2022-03-01", "2022-09-01"], "value": [1474, 1549], "series": ["RUS", "RUS"]})
    >>> step_ceiling(caps, seen, unit="deployed warheads").height
    240
    """
    limits = frames.rows(ceilings, ("label", "date_from", "date_to", "value"), "step_ceiling ceilings")
    found = frames.points(declared, "step_ceiling declared")
    spans = (
        frames.rows(not_provided, ("date_from", "date_to", "label"), "not_provided") if not_provided is not None else []
    )
    doubt = frames.rows(estimates, ("period", "low", "high"), "estimates") if estimates is not None else []
    days = [day(r[c]) for r in [*limits, *spans] for c in ("date_from", "date_to") if r[c] is not None]
    days += [p.start for p in found] + [day(r["period"]) for r in doubt]
    start, end = domain or (min(days), until or max(days))
    names = frames.names_of(found)
    colour = theme.colours_for(names, colours)
    values = [p.value for p in found] + [frames.number(r["value"]) for r in limits]
    values += [frames.number(r[c], c) for r in doubt for c in ("low", "high")]
    places = theme.decimals_in(values) if decimals is None else decimals
    low, high = extent(values, zero)
    keys = [Key("line", theme.INK, "ceiling")]
    keys += [Key("hatch", theme.MUTED, text) for text in dict.fromkeys(layout.plain(r["label"]) for r in spans)]
    keys += [Key("band", theme.MUTED, estimates_label, BAND_OPACITY)] if doubt else []
    labels = {n: label_for(n, found, places, False, width) for n in names}
    canvas = area.make_canvas(
        unit=unit, width=width, height=height, start=start, end=end, low=low, high=high * 1.08, events=events,
        right_labels=[t for t in labels.values() if t], keys=keys,
    )  # fmt: skip
    hatched = [layer for r in spans for layer in hatch_layers(canvas, day(r["date_from"]), _end(r, end), r["label"])]
    layers = _band_layers(canvas, doubt, colour)
    layers += _ceiling_layers(canvas, limits, places, unit)
    for name in names:
        own = [p for p in found if p.series == name and p.value is not None]
        layers += path_layers(canvas, own, colour[name], dots=False, strokeWidth=1.25)
        dots = [{"x": p.start.isoformat(), "y": p.value} for p in own]
        layers.append(data_layer(canvas, dots, "point", color=colour[name], filled=True, size=26))
    layers += gap_layers(canvas, found, colour)
    lids = [canvas.y(v) for r in limits if (v := frames.number(r["value"])) is not None]
    layers += area.end_labels(canvas, ends(canvas, found, labels, colour), lids)
    return canvas.compose([*layers, value_tips(canvas, found, places, unit)], behind=hatched)


def _band_layers(canvas: Canvas, doubt: Sequence[Record], colour: Mapping[str, str]) -> list[Layer]:
    """One band a party in its colour, a muted one where no party is named."""
    layers = []
    for party in dict.fromkeys(r.get("series") for r in doubt):
        band = [
            {"x": day(r["period"]).isoformat(), "y": frames.number(r["low"]), "y2": frames.number(r["high"])}
            for r in doubt
            if r.get("series") == party
        ]
        fill = colour.get(str(party), theme.MUTED)
        style: dict[str, Any] = {"fill": fill, "stroke": fill}  # bands that overlap keep their edges
        layers.append(data_layer(canvas, band, "area", fillOpacity=BAND_OPACITY, strokeWidth=1.25, **style))
    return layers


def _ceiling_layers(canvas: Canvas, limits: Sequence[Record], places: int, unit: str) -> list[Layer]:
    """Thick steps of the ceilings, a stop where one ends, the label above its right end."""
    lines, stops, labels, tips = [], [], [], []
    for r in limits:
        value = frames.number(r["value"])
        first, last = max(day(r["date_from"]), canvas.start), min(_end(r, canvas.end), canvas.end)
        if value is None or last <= first:
            continue
        a, b, y = canvas.x(first), canvas.x(last), canvas.y(value)
        lines.append({"px": a, "px2": b, "py": y, "py2": y})
        if r["date_to"] is not None and last == day(r["date_to"]):
            stops.append({"px": b, "px2": b, "py": y - 5, "py2": y + 5})
        text = layout.shorten(layout.plain(r["label"]), canvas.plot_width, theme.SMALL_SIZE)
        edge = max(b - 2, layout.text_width(text, theme.SMALL_SIZE))
        labels.append({"px": min(edge, canvas.plot_width - 2.0), "py": y - 9, "text": text})
        when = f"{r['date_from']} to {r['date_to'] or 'open'}"
        tips.append(lines[-1] | frames.tip(r, when, value, places, unit, Series=text))
    if not lines:
        return []
    layers = [pieces.pixels(lines, "rule", color=theme.INK, strokeWidth=2.5, name="ceiling")]
    if stops:
        layers.append(pieces.pixels(stops, "rule", color=theme.INK, strokeWidth=2, name="ceiling-ends"))
    layers.append(pieces.backing(labels, "right"))
    layers.append(pieces.texts(labels, align="right", color=theme.INK, name="ceiling-labels"))
    return [*layers, pieces.tips(tips, "rule")]


def hatch_layers(canvas: Canvas, start: date, end: date, label: str) -> list[Layer]:
    """A hatched span over the whole height of the plot: nothing is known here, and the label says why."""
    left, right = max(canvas.x(start), 0.0), min(canvas.x(end), float(canvas.plot_width))
    if right <= left:
        return []
    height, step = float(canvas.plot_height), 8
    lines = []
    offset = left - height
    while offset < right:  # each line rises by one pixel a pixel, cut to the span
        a, b = max(offset, left), min(offset + height, right)
        if b > a:
            lines.append({"px": a, "px2": b, "py": height - (a - offset), "py2": height - (b - offset)})
        offset += step
    box = [{"px": left, "px2": right, "py": 0.0, "py2": height}]
    told = {"Series": layout.plain(label), "When": f"{start} to {end}", "Value": "n/a"}
    return [
        pieces.pixels(box, "rect", color=theme.WASH, name=None),
        pieces.pixels(lines, "rule", color=theme.RULE, strokeWidth=0.75, name="hatch"),
        pieces.tips([box[0] | told], "rect"),
    ]


def day(value: object) -> date:
    """A date from a date or from text."""
    return frames.period_start(value)[0]


def _end(row: Record, otherwise: date) -> date:
    return otherwise if row["date_to"] is None else day(row["date_to"])
