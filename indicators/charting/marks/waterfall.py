"""A waterfall lying on its side: from one level to another through signed steps, each on its own row."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING, Any, Final

from indicators.charting import frames, layout, pieces, theme
from indicators.charting.marks.parts import extent
from indicators.charting.pieces import Layer
from indicators.charting.theme import LABEL_SIZE, LINE_HEIGHT, SMALL_SIZE

if TYPE_CHECKING:
    import altair as alt
    import polars as pl

KINDS: Final = ("level", "step")
UP, DOWN = theme.PALETTE[0], theme.PALETTE[1]
_HEAD, _GAP, _FOOT = LINE_HEIGHT + 10, 8, 24


@dataclass(frozen=True)
class _Row:
    label: tuple[str, ...]
    kind: str
    value: float
    start: float
    end: float
    top: float
    height: float

    @property
    def colour(self) -> str:
        if self.kind == "level":
            return theme.MUTED
        return UP if self.value >= 0 else DOWN

    @property
    def middle(self) -> float:
        return self.top + self.height / 2


def waterfall(data: pl.DataFrame, *, unit: str, width: int = theme.WIDE, decimals: int | None = None) -> alt.LayerChart:
    """A row a level or step, from the top down; the steps lead from each level to the next.

    Parameters
    ----------
    data
        ``label``, ``kind`` (level or step), ``value``: a level's height, a step's signed length. The first row is a
        level. No value is missing.
    unit
        Unit of the values, written above.
    width
        Pixels of the whole picture.
    decimals
        Decimals of the values shown; as in the data by default.

    Raises
    ------
    ChartError
        If a value is missing, a kind is unknown, or the first row is no level.

    Examples
    --------
    >>> import polars as pl
    >>> frame = pl.DataFrame({"label": ["before", "news", "after"], "kind": ["level", "step", "level"],
    ...                       "value": [26.6, -8.8, 17.8]})
    >>> waterfall(frame, unit="index points").height > 60
    True
    """
    left = round(width * 0.4)
    rows = _rows(data, left - 12)
    places = theme.decimals_in(r.value for r in rows) if decimals is None else decimals
    shown = [theme.format_number(r.value, places, signed=r.kind == "step") for r in rows]
    right = math.ceil(max(layout.text_width(text, SMALL_SIZE) for text in shown)) + 12
    ticks = layout.number_ticks(*extent([v for r in rows for v in (r.start, r.end)]), 4 if width >= 500 else 3)
    plot = width - left - right

    def x(value: float) -> float:
        return (value - ticks[0]) / (ticks[-1] - ticks[0]) * plot

    floor = rows[-1].top + rows[-1].height + 4
    layers = [*_axis(ticks, x, floor), *_joints(rows, x)]
    tips: list[dict[str, Any]] = []
    for row, text in zip(rows, shown, strict=True):
        a, b = sorted((x(row.start), x(row.end)))
        box = {"px": a, "px2": max(b, a + 1), "py": row.middle - 6, "py2": row.middle + 6}
        layers.append(pieces.pixels([box], "rect", color=row.colour, name="bars"))
        tips.append(box | {"Series": " ".join(row.label), "Value": f"{text} {unit}"})
    layers += _words(rows, shown, left, width - left - 2)
    layers.append(pieces.texts([{"px": 2.0 - left, "py": 2.0 - _HEAD + 8, "text": layout.plain(unit)}], align="left",
                               color=theme.MUTED, fontSize=LABEL_SIZE, name="unit"))  # fmt: skip
    layers.append(pieces.tips(tips, "rect"))
    return _composed(layers, plot, floor, left, right)


def _rows(data: pl.DataFrame, room: float) -> list[_Row]:
    rows: list[_Row] = []
    top, at = 0.0, 0.0
    for entry in data.iter_rows(named=True):
        value = frames.number(entry["value"], "value")
        if value is None or entry["kind"] not in KINDS or (not rows and entry["kind"] != "level"):
            raise frames.ChartError("column value or kind: a waterfall begins with a level and has no missing value")
        label = tuple(layout.wrap(layout.plain(entry["label"]), room, SMALL_SIZE))
        start = (min(0.0, value) if value >= 0 else 0.0) if entry["kind"] == "level" else at
        at = value if entry["kind"] == "level" else at + value
        height = LINE_HEIGHT * len(label) + _GAP
        rows.append(_Row(label, entry["kind"], value, start, at, top, height))
        top += height
    if not rows:
        raise frames.ChartError("the frame has no rows; say in words why there is nothing to draw")
    return rows


def _axis(ticks: Sequence[float], x: Any, floor: float) -> list[Layer]:
    places = theme.decimals_in(ticks)
    lines = [{"px": x(t), "py": -4.0, "py2": floor} for t in ticks]
    labels = [{"px": x(t), "py": floor + 12, "text": theme.format_number(t, places)} for t in ticks]
    return [
        pieces.pixels(lines, "rule", color=theme.GRID, strokeWidth=1),
        pieces.texts(labels, align="center", color=theme.MUTED, fontSize=LABEL_SIZE, name="ticks"),
    ]


def _joints(rows: Sequence[_Row], x: Any) -> list[Layer]:
    """Thin rules from the end of each row to the start of the next."""
    lines = [{"px": x(a.end), "py": a.middle + 6, "py2": b.middle - 6} for a, b in pairwise(rows)]
    return [pieces.pixels(lines, "rule", color=theme.RULE, strokeWidth=1)] if lines else []


def _words(rows: Sequence[_Row], shown: Sequence[str], left: float, edge: float) -> list[Layer]:
    names, values = [], []
    for row, text in zip(rows, shown, strict=True):
        first = row.middle - LINE_HEIGHT * (len(row.label) - 1) / 2
        names += [{"px": -8.0, "py": first + LINE_HEIGHT * k, "text": line} for k, line in enumerate(row.label)]
        values.append({"px": edge, "py": row.middle, "text": text})
    return [
        pieces.texts(names, align="right", color=theme.INK, name="labels"),
        pieces.texts(values, align="right", color=theme.INK, name="values"),
    ]


def _composed(layers: Sequence[Layer], plot: float, floor: float, left: int, right: int) -> alt.LayerChart:
    padding = {"left": left, "right": right, "top": _HEAD, "bottom": _FOOT}
    return pieces.composed(layers, width=plot, height=math.ceil(floor), padding=padding)
