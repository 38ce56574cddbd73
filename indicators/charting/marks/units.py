"""Counted things as dots in rows, coloured by state: how many went which way, family by family."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Final

from indicators.charting import frames, layout, pieces, theme
from indicators.charting.marks.plain import plain_chart
from indicators.charting.pieces import Key, Layer
from indicators.charting.theme import LABEL_SIZE

if TYPE_CHECKING:
    import altair as alt
    import polars as pl

STATES: Final[Mapping[str, tuple[str, str]]] = {
    "warmer": ("dot", theme.PALETTE[1]),
    "cooler": ("dot", theme.PALETTE[0]),
    "unchanged": ("dot", theme.RULE),
    "unknown": ("ring", theme.MUTED),
}
"""Shape and colour of each state: warm and cool hues, grey where nothing moved, hollow where nothing is known."""
ROW: Final = 22.0
PITCH: Final = 15.0


def unit_dots(
    data: pl.DataFrame,
    *,
    unit: str,
    width: int = theme.WIDE,
    states: Mapping[str, tuple[str, str]] = STATES,
) -> alt.LayerChart:
    """A row a group, a dot a thing; the key counts each state over all groups, zero too.

    Parameters
    ----------
    data
        ``group``, ``state`` (one of ``states``), ``name`` (what the dot is, for the tooltip).
    unit
        What a dot is, written above.
    width
        Pixels of the whole picture.
    states
        Shape (dot or ring) and colour by state, in the order of the rows' dots.

    Examples
    --------
    >>> import polars as pl
    >>> frame = pl.DataFrame({"group": ["trade", "polls"], "state": ["cooler", "unknown"], "name": ["a", "b"]})
    >>> unit_dots(frame, unit="inputs").height
    44
    """
    rows = frames.rows(data, ("group", "state", "name"), "unit_dots")
    if not rows or any(r["state"] not in states for r in rows):
        raise frames.ChartError(f"column state: one of {', '.join(states)} is needed in each row")
    counts = {state: sum(r["state"] == state for r in rows) for state in states}
    keys = [Key(shape, colour, f"{counts[state]} {state}") for state, (shape, colour) in states.items()]
    groups = list(dict.fromkeys(layout.plain(r["group"]) for r in rows))
    left = math.ceil(max(layout.text_width(g, LABEL_SIZE) for g in groups)) + 14
    layers, tips = [_names(groups, left), _rules(groups, width - left)], []
    order = list(states)
    for state, (shape, colour) in states.items():
        dots = []
        for i, group in enumerate(groups):
            own = sorted((r for r in rows if layout.plain(r["group"]) == group), key=lambda r: order.index(r["state"]))
            for k, r in enumerate(own):
                if r["state"] == state:
                    dots.append({"px": 6 + PITCH * k, "py": ROW * (i + 0.5)})
                    tips.append(dots[-1] | {"Series": layout.plain(r["name"]), "Value": state})
        if dots:
            layers.append(pieces.pixels(dots, "point", color=colour, **pieces.point_style(shape, 90), name="dots"))
    layers.append(pieces.tips(tips))
    return plain_chart(layers, unit=unit, keys=keys, size=(width, ROW * len(groups)), left=left, right=0)


def _names(groups: Sequence[str], left: int) -> Layer:
    rows = [{"px": -float(left), "py": ROW * (i + 0.5), "text": group} for i, group in enumerate(groups)]
    return pieces.texts(rows, align="left", color=theme.INK, fontSize=LABEL_SIZE, name="groups")


def _rules(groups: Sequence[str], room: float) -> Layer:
    lines = [{"px": -4.0, "px2": room, "py": ROW * (i + 1), "py2": ROW * (i + 1)} for i in range(len(groups))]
    return pieces.pixels(lines, "rule", color=theme.GRID, strokeWidth=1)
