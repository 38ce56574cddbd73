"""Steps: values that hold from a day until the next one, and programmes stacked on each other."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING, Any

from indicators.charting import canvas as area
from indicators.charting import frames, layout, pieces, theme
from indicators.charting.events import Event
from indicators.charting.frames import Point
from indicators.charting.marks.parts import data_layer, ends, extent, label_for, path_layers, value_tips

if TYPE_CHECKING:
    import altair as alt
    import polars as pl


def step_line(
    data: pl.DataFrame,
    *,
    unit: str,
    until: date | None = None,
    width: int = theme.WIDE,
    height: int = 220,
    events: Sequence[Event] = (),
    zero: bool = True,
    end_values: bool = False,
    colours: Mapping[str, str] | None = None,
    domain: tuple[date, date] | None = None,
    decimals: int | None = None,
) -> alt.LayerChart:
    """Values that hold from their day until the next row; a null ends the line.

    Parameters
    ----------
    data
        ``period`` (the day the value takes effect), ``value``; optional ``series``, ``obs_status``, ``source``.
    unit, width, height, events, zero, end_values, colours, domain, decimals
        As in `indicators.charting.marks.line_series`.
    until
        Day up to which the last value is known to hold; the last row's day by default.

    Examples
    --------
    >>> import polars as pl
    >>> frame = pl.DataFrame({"period": ["2011-02-05", "2026-02-05"], "value": [1, 0]})
    >>> step_line(frame, unit="strategic treaties in force", until=date(2026, 6, 30)).height
    220
    """
    found = frames.points(data, "step_line")
    last = until or _last(found)
    held = hold(found, last)
    names = frames.names_of(found)
    colour = theme.colours_for(names, colours)
    places = theme.decimals_in(p.value for p in found) if decimals is None else decimals
    labels = {n: label_for(n, found, places, end_values, width) for n in names}
    low, high = extent([p.value for p in found], zero)
    start, end = domain or (min(p.start for p in found), last)
    canvas = area.make_canvas(
        unit=unit, width=width, height=height, start=start, end=end, low=low, high=high, events=events,
        right_labels=[t for t in labels.values() if t],
    )  # fmt: skip
    layers = []
    for name in names:
        own = [p for p in held if p.series == name]
        layers += path_layers(canvas, own, colour[name], dots=False, interpolate="step-after")
    layers += area.end_labels(canvas, ends(canvas, held, labels, colour))
    return canvas.compose([*layers, value_tips(canvas, found, places, unit)])


def stepped_area(
    data: pl.DataFrame,
    *,
    unit: str,
    until: date | None = None,
    width: int = theme.WIDE,
    height: int = 260,
    events: Sequence[Event] = (),
    colours: Mapping[str, str] | None = None,
    domain: tuple[date, date] | None = None,
    decimals: int | None = None,
) -> alt.LayerChart:
    """Programmes stacked from zero, each level holding until the next snapshot.

    From a day on which any programme is unknown (null, or no row while others have one) nothing is drawn until
    the next complete day: a stack with a hole in it would show a false total.

    Parameters
    ----------
    data
        ``series`` (programme), ``period`` (day of the snapshot), ``value``; optional ``obs_status``, ``source``.
        The order of first appearance is the order of the stack, from below.
    unit
        The counting unit, e.g. "list entries by programme".
    until
        Day up to which the last snapshot is drawn; its own day by default.
    width, height, events, colours, domain, decimals
        As in `indicators.charting.marks.line_series`.

    Examples
    --------
    >>> import polars as pl
    >>> frame = pl.DataFrame({"series": ["UKRAINE-EO13662", "RUSSIA-EO14024"] * 2, "value": [290, 0, 290, 1200],
    ...                       "period": ["2022-02-22", "2022-02-22", "2022-05-08", "2022-05-08"]})
    >>> stepped_area(frame, unit="OFAC list entries", until=date(2022, 6, 30)).height
    260
    """
    found = frames.points(data, "stepped_area")
    names = frames.names_of(found)
    colour = theme.colours_for(names, colours)
    places = theme.decimals_in(p.value for p in found) if decimals is None else decimals
    last = until or _last(found)
    stack, totals = _stacked(found, names, last)
    start, end = domain or (min(p.start for p in found), last)
    labels = {n: "\n".join(layout.wrap(n, max(width * 0.24, 104), theme.SMALL_SIZE, 2)) for n in names}
    canvas = area.make_canvas(
        unit=unit, width=width, height=height, start=start, end=end, high=max(totals, default=1.0) or 1.0,
        events=events,        right_labels=labels.values(),
    )  # fmt: skip
    layers, tips, marks = [], [], []
    for name in names:
        own = [r for r in stack if r["series"] == name]
        if not own:
            continue
        fields = [{k: r[k] for k in ("x", "y", "y2", "segment")} for r in own]
        style: dict[str, Any] = {"color": colour[name], "opacity": 0.88, "stroke": theme.PAPER, "strokeWidth": 0.4}
        layers.append(data_layer(canvas, fields, "area", interpolate="step-after", line=False, **style))
        middle = (own[-1]["y"] + own[-1]["y2"]) / 2
        marks.append((labels[name], canvas.x(date.fromisoformat(own[-1]["x"])), canvas.y(middle), colour[name]))
        for r in own:
            if r["row"] is not None:
                told = frames.tip(r["row"], r["row"]["period"], r["y2"] - r["y"], places, unit, Series=name)
                at = canvas.x(date.fromisoformat(r["x"]))
                tips.append({"px": round(at, 2), "py": round(canvas.y((r["y"] + r["y2"]) / 2), 2)} | told)
    layers += area.end_labels(canvas, marks)
    return canvas.compose([*layers, *([pieces.tips(tips)] if tips else [])])


def hold(found: Sequence[Point], last: date) -> list[Point]:
    """Points of a step line: each series carried to ``last``, each stretch to the null that ends it."""
    result: list[Point] = []
    for name in frames.names_of(found):
        own = [p for p in found if p.series == name]
        segment = len(result)
        for i, p in enumerate(own):
            before = own[i - 1] if i else None
            if p.value is None:
                if before is not None and before.value is not None:
                    result.append(Point(name, p.start, p.end, before.value, segment))
                segment += 1 + len(own)
            else:
                result.append(Point(name, p.start, p.end, p.value, segment, p.row))
        if own[-1].value is not None and last > own[-1].start:
            result.append(Point(name, last, last, own[-1].value, segment))
    return result


def _stacked(found: Sequence[Point], names: Sequence[str], last: date) -> tuple[list[dict[str, Any]], list[float]]:
    """Edges of every programme on every day, and the totals; days that are not complete break the stack."""
    table = {(p.series, p.start): p for p in found}
    days = sorted({p.start for p in found})
    result: list[dict[str, Any]] = []
    totals, segment, open_, before = [], 0, False, None
    for i, at in enumerate([*days, last]):
        source = at if i < len(days) else days[-1]
        levels = [table[name, source].value if (name, source) in table else None for name in names]
        complete = all(v is not None for v in levels)
        if (not complete and not open_) or (open_ and levels == before and i < len(days)):
            continue  # still unknown, or nothing changed: a step needs no point there
        before = levels
        if not complete:  # hold the stack up to this day, then break
            held = [r for r in result if r["segment"] == segment][-len(names) :]
            result += [r | {"x": at.isoformat(), "row": None} for r in held]
            segment, open_ = segment + 1, False
            continue
        base, open_ = 0.0, True
        for name, value in zip(names, levels, strict=True):
            top = base + (value or 0.0)
            row = table[name, source].row if i < len(days) else None
            result.append({"series": name, "x": at.isoformat(), "y": base, "y2": top, "segment": segment, "row": row})
            base = top
        totals.append(base)
    return result, totals


def _last(found: Sequence[Point]) -> date:
    if not found:
        raise frames.ChartError("the frame has no rows; say in words why there is nothing to draw")
    return max(p.start for p in found)
