"""One number a row: how large each of a few things is, named beside its bar."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import TYPE_CHECKING

from indicators.charting import frames, layout, pieces, theme
from indicators.charting.marks.parts import extent
from indicators.charting.marks.plain import plain_chart
from indicators.charting.pieces import Key
from indicators.charting.theme import LINE_HEIGHT, SMALL_SIZE

if TYPE_CHECKING:
    import altair as alt
    import polars as pl

GAP = 9.0


def category_bars(
    data: pl.DataFrame,
    *,
    unit: str,
    width: int = theme.WIDE,
    colours: Mapping[str, str] | None = None,
    decimals: int | None = None,
) -> alt.LayerChart:
    """A bar a row from zero, its name at the left, its value at its end; a missing value says why.

    Parameters
    ----------
    data
        ``label``, ``value`` (0 or more; null = missing); optional ``series`` (colour, with a key), ``source``,
        ``reason``.
    unit
        What is counted, written above.
    width
        Pixels of the whole picture.
    colours, decimals
        As in `indicators.charting.marks.line_series`.

    Examples
    --------
    >>> import polars as pl
    >>> category_bars(pl.DataFrame({"label": ["entries", "tags"], "value": [640, 702]}), unit="by unit").height > 40
    True
    """
    rows = frames.rows(data, ("label", "value"), "category_bars")
    values = [frames.number(r["value"]) for r in rows]
    if not rows or any(v is not None and v < 0 for v in values):
        raise frames.ChartError("column value: rows of 0 or more are needed; draw signed values with bars_signed")
    names = list(dict.fromkeys(layout.plain(r.get("series") or "") for r in rows))
    colour = theme.colours_for(names, colours)
    places = theme.decimals_in(values) if decimals is None else decimals
    left = round(width * 0.42)
    labels = [layout.wrap(layout.plain(r["label"]), left - 14, SMALL_SIZE, 3) for r in rows]
    shown = [
        theme.format_number(v, places) if v is not None else layout.plain(r.get("reason") or "n/a").replace("_", " ")
        for r, v in zip(rows, values, strict=True)
    ]
    right = math.ceil(max(layout.text_width(text, SMALL_SIZE) for text in shown)) + 12
    _, high = extent(values, zero=True)
    room = width - left - right
    names_, bars, ends, tips, top = [], [], [], [], 0.0
    for r, label, value, text in zip(rows, labels, values, shown, strict=True):
        tall = LINE_HEIGHT * len(label) + GAP
        middle = top + tall / 2
        first = middle - LINE_HEIGHT * (len(label) - 1) / 2
        names_ += [{"px": -8.0, "py": first + LINE_HEIGHT * k, "text": line} for k, line in enumerate(label)]
        long = (value or 0.0) / (high or 1.0) * room
        box = {"px": 0.0, "px2": max(long, 1.0), "py": middle - 6, "py2": middle + 6}
        series = layout.plain(r.get("series") or "")
        if value is not None:
            bars.append((series, box))
        ends.append({"px": max(long, 1.0) + 5, "py": middle, "text": text})
        told = {"Series": layout.plain(r["label"]), "Value": f"{text} {series}".strip()}
        tips.append(box | told | {"Source": layout.plain(r.get("source") or "")})
        top += tall
    layers = [
        pieces.pixels([{"px": 0.0, "py": -2.0, "py2": top}], "rule", color=theme.RULE, strokeWidth=1, name="zero"),
        *(
            pieces.pixels([box for own, box in bars if own == name], "rect", color=colour[name], name="bars")
            for name in names
            if any(own == name for own, _ in bars)
        ),
        pieces.texts(names_, align="right", color=theme.INK, name="labels"),
        pieces.texts(ends, align="left", color=theme.INK, name="values"),
        pieces.tips(tips, "rect"),
    ]
    keys = [Key("band", colour[n], n) for n in names] if len(names) > 1 else []
    return plain_chart(layers, unit=unit, keys=keys, size=(width, top), left=left, right=right)
