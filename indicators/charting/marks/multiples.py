"""Many small charts on the same axes, and sparklines."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING
from xml.sax.saxutils import quoteattr

from indicators.charting import canvas as area
from indicators.charting import frames, layout, pieces, theme
from indicators.charting.canvas import Canvas
from indicators.charting.frames import Point, Record
from indicators.charting.marks.parts import SEGMENT, extent, span
from indicators.charting.pieces import Key, Layer

if TYPE_CHECKING:
    import altair as alt
    import polars as pl

HEAD = 26.0


def small_multiples(
    data: pl.DataFrame,
    *,
    unit: str,
    columns: int | None = None,
    freq: str | None = None,
    width: int = theme.WIDE,
    height: int = 90,
    zero: bool = False,
    shared: bool = True,
    marked_label: str = "marked",
    colours: Mapping[str, str] | None = None,
    domain: tuple[date, date] | None = None,
    decimals: int | None = None,
) -> alt.LayerChart:
    """Panels with one time axis and, unless told otherwise, one value axis, so that they can be compared by eye.

    Parameters
    ----------
    data
        ``panel``, ``period``, ``value``; optional ``series`` (several get a key), ``obs_status`` ... and ``marked``:
        why a value has a ring round it.
    unit
        Unit of the values.
    columns
        Panels in a row; by default as many as stay 190 pixels wide (150 on phones).
    width, height
        Pixels of the whole picture, and of one panel's plot.
    shared
        One value axis for all panels; otherwise each has its own, and says so in the unit line.
    marked_label
        What the rings are, for the key.
    freq, zero, colours, domain, decimals
        As in `indicators.charting.marks.line_series`.

    Examples
    --------
    >>> import polars as pl
    >>> frame = pl.DataFrame({"panel": ["all", "all", "without trade", "without trade"],
    ...                       "period": ["2024-Q1", "2024-Q2"] * 2, "value": [1.0, 1.2, 0.8, 0.9]})
    >>> small_multiples(frame, unit="index points").padding["left"] > 0
    True
    """
    frames.rows(data, ("panel",), "small_multiples")
    found = frames.points(_named(data), "small_multiples", freq, series="line__")
    names = list(dict.fromkeys(layout.plain(p.row["panel"]) for p in found))
    lines = list(dict.fromkeys(layout.plain(p.row.get("series") or "") for p in found))
    if not names:
        raise frames.ChartError("the frame has no rows; say in words why there is nothing to draw")
    colour = theme.colours_for(lines, colours)
    places = theme.decimals_in(p.value for p in found) if decimals is None else decimals
    keys = [Key("line", colour[n], n) for n in lines] if len(lines) > 1 else []
    ringed = [p for p in found if p.row.get("marked") and p.value is not None]
    keys += [Key("ring", theme.INK, marked_label)] if ringed else []
    title = unit if shared else f"{unit} (each panel has its own axis)"
    per_row = min(columns or max(1, width // (190 if width >= 480 else 160)), len(names))
    count = math.ceil(len(names) / per_row)
    low, high = extent([p.value for p in found], zero)
    total = round(count * (height + HEAD + 20))
    start, end = span(found, domain)
    outer = area.make_canvas(
        unit=title,
        width=width,
        height=total,
        keys=keys,
        left=4,
        low=low,
        high=high,
        bottom=4,
        start=start,
        end=end,
        rows=True,
    )
    room = (width - 8 - 16 * (per_row - 1)) / per_row
    layers: list[Layer] = []
    tips: list[Record] = []
    rings: list[Record] = []
    for i, name in enumerate(names):
        own = [p for p in found if layout.plain(p.row["panel"]) == name]
        a, b = (low, high) if shared else extent([p.value for p in own], zero)
        inner = area.make_canvas(
            unit="", width=round(room), height=height, low=a, high=b, start=outer.start, end=outer.end, rows=True
        )
        inner = replace(inner, ticks=tuple(layout.number_ticks(a, b, 3)))
        inner = replace(inner, decimals=theme.decimals_in(inner.ticks))
        x, y = i % per_row * (room + 16) + inner.left, i // per_row * (height + HEAD + 20) + HEAD
        layers += _panel(inner, name, (x, y), own, colour)
        for p in own:
            if p.value is not None and inner.start <= p.start <= inner.end:
                at = {"px": round(x + inner.x(p.start), 2), "py": round(y + inner.y(p.value), 2)}
                why = layout.plain(p.row.get("marked") or "")
                tips.append(at | frames.tip(p.row, p.row["period"], p.value, places, unit, Series=name, Note=why))
                rings += [dict(at)] if p in ringed else []
    moved = tuple((at + outer.left - 4, y, key) for at, y, key in outer.keys)
    outer = replace(outer, left=4, right=4, keys=moved)
    if rings:
        layers.append(pieces.pixels(rings, "point", color=theme.INK, name="marked", **pieces.point_style("ring", 90)))
    return _bare(outer, [*layers, *([pieces.tips(tips)] if tips else [])])


def _named(data: pl.DataFrame) -> pl.DataFrame:
    """The frame with one name for each line of each panel, so that no line runs from panel to panel."""
    import polars as pl

    series = pl.col("series").cast(pl.String).fill_null("") if "series" in data.columns else pl.lit("")
    return data.with_columns((pl.col("panel").cast(pl.String) + "\u241f" + series).alias("line__"))


def _panel(
    inner: Canvas, name: str, at: tuple[float, float], own: Sequence[Point], colour: Mapping[str, str]
) -> list[Layer]:
    """One panel, placed by pixels: name, grid, ticks, lines."""
    size, (x, y) = theme.SMALL_SIZE, at
    grid = [{"px": x, "px2": x + inner.plot_width, "py": y + inner.y(t), "py2": y + inner.y(t)} for t in inner.ticks]
    ticks = [{"px": x - 6, "py": y + inner.y(t), "text": theme.format_number(t, inner.decimals)} for t in inner.ticks]
    title = layout.shorten(name, (inner.plot_width + inner.left) / 1.09, theme.LABEL_SIZE)
    head = [{"px": x - inner.left, "py": y - HEAD + 10, "text": title}]
    days = layout.date_ticks(inner.start, inner.end, inner.plot_width * 0.75, size)
    feet = [{"px": x + inner.x(d), "py": y + inner.plot_height + 11, "text": t} for d, t in days]
    layers = [
        pieces.pixels(grid, "rule", color=theme.GRID, strokeWidth=1),
        pieces.texts(ticks, align="right", color=theme.MUTED),
        pieces.texts(feet, align="center", color=theme.MUTED),
        pieces.texts(
            head, align="left", color=theme.INK, fontSize=theme.LABEL_SIZE, fontWeight="bold", name="panel-names"
        ),
    ]
    for line in dict.fromkeys(layout.plain(p.row.get("series") or "") for p in own):
        known = [p for p in own if layout.plain(p.row.get("series") or "") == line and p.value is not None]
        known = [p for p in known if inner.start <= p.start <= inner.end]
        records = [
            {"px": round(x + inner.x(p.start), 2), "py": round(y + inner.y(p.value or 0.0), 2), "segment": p.segment}
            for p in known
        ]
        if records:
            path = {"detail": SEGMENT, "order": {"field": "px", "type": "quantitative"}}
            layers.append(pieces.pixels(records, "line", encoding=path, color=colour[line], strokeWidth=1.75))
        alone = [r for r in records if sum(r["segment"] == other["segment"] for other in records) == 1]
        if alone:
            layers.append(pieces.pixels(alone, "point", color=colour[line], filled=True, size=30))
    return layers


def _bare(canvas: Canvas, layers: Sequence[Layer]) -> alt.LayerChart:
    """A chart without axes of its own: unit line and key are drawn, the panels bring the rest."""
    lines = [{"px": 0.0, "py": 9.0 - canvas.top + theme.LINE_HEIGHT * k, "text": t} for k, t in enumerate(canvas.title)]
    unit = pieces.texts(lines, align="left", color=theme.INK, fontSize=theme.LABEL_SIZE, name="unit")
    return canvas.compose([unit, *layers])


def sparklines(
    data: Sequence[pl.DataFrame],
    *,
    width: int = 120,
    height: int = 28,
    domain: tuple[date, date] | None = None,
    freq: str | None = None,
    colour: str = theme.PALETTE[0],
    labels: Sequence[str] | None = None,
) -> list[str]:
    """Tiny lines without axes on one common time axis, the last known value as a dot.

    Parameters
    ----------
    data
        Frames with ``period`` and ``value``, one a sparkline. Missing periods break the line.
    width, height
        Pixels of each.
    domain
        First and last day of the common axis; by default that of all frames together.
    freq
        Frequency where ``period`` holds dates.
    colour
        Colour of the lines.
    labels
        What each shows, for screen readers; without it they are hidden from them (the number stands beside it).

    Returns
    -------
    list of str
        SVG source, one a frame, in order. A frame without values gives an empty picture of the same size.

    Examples
    --------
    >>> import polars as pl
    >>> sparklines([pl.DataFrame({"period": ["2024", "2025"], "value": [1.0, 2.0]})])[0][:4]
    '<svg'
    """
    every = [frames.points(frame, "sparklines", freq) for frame in data]
    days = [p.start for found in every for p in found]
    start, end = domain or (min(days, default=date(2000, 1, 1)), max(days, default=date(2000, 1, 2)))
    reach = max((end - start).days, 1)
    result = []
    for i, found in enumerate(every):
        known = [p for p in found if p.value is not None and start <= p.start <= end]
        values = [p.value or 0.0 for p in known]
        low, high = (min(values), max(values)) if values else (0.0, 1.0)
        steps: list[str] = []
        at, segment = (0.0, 0.0), None
        for p, value in zip(known, values, strict=True):
            share = (value - low) / (high - low) if high > low else 0.5
            at = (3 + (p.start - start).days / reach * (width - 6), height - 3 - share * (height - 6))
            steps.append(
                f"{'L' if p.segment == segment else 'M'}{at[0]:.1f},{at[1]:.1f}"
                + ("h0" if p.segment != segment else "")
            )
            segment = p.segment
        path = f'<path d="{"".join(steps)}" fill="none" stroke="{colour}" stroke-width="1.5" stroke-linecap="round"/>'
        dot = f'<circle cx="{at[0]:.1f}" cy="{at[1]:.1f}" r="2.5" fill="{colour}"/>'
        says = f'role="img" aria-label={quoteattr(layout.plain(labels[i]))}' if labels else 'aria-hidden="true"'
        size = f'viewBox="0 0 {width} {height}" width="{width}" height="{height}"'
        result.append(f'<svg xmlns="http://www.w3.org/2000/svg" {size} {says}>{path + dot if known else ""}</svg>')
    return result
