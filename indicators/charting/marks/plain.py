"""A chart without a time axis: unit and key above, everything else placed by pixels."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import TYPE_CHECKING

from indicators.charting import layout, pieces, theme
from indicators.charting.pieces import Key, Layer
from indicators.charting.theme import LABEL_SIZE, LINE_HEIGHT

if TYPE_CHECKING:
    import altair as alt


def plain_chart(
    layers: Sequence[Layer],
    *,
    unit: str,
    size: tuple[float, float],
    left: int,
    right: int,
    keys: Sequence[Key] = (),
    bottom: int = 4,
) -> alt.LayerChart:
    """The layers as one chart; pixels count from the top left corner of the plot.

    Parameters
    ----------
    layers
        Drawn in this order.
    unit
        Written above, at the left edge.
    size
        Width of the whole picture and height of the plot.
    left, right, bottom
        Pixels beside and under the plot.
    keys
        Entries of the key between unit and plot.
    """
    width, height = size
    lines = layout.wrap(unit, width - 8, LABEL_SIZE, 2)
    placed, rows = pieces.place_keys(keys, width)
    head = 6 + LINE_HEIGHT * len(lines) + (LINE_HEIGHT * rows + 6 if rows else 0) + 6
    above = [{"px": 2.0 - left, "py": 8.0 - head + LINE_HEIGHT * k, "text": line} for k, line in enumerate(lines)]
    shift = 10.0 - head + LINE_HEIGHT * len(lines)
    drawn = [
        *layers,
        pieces.texts(above, align="left", color=theme.MUTED, fontSize=LABEL_SIZE, name="unit"),
        *pieces.key_layers([(x - left, y + shift, key) for x, y, key in placed]),
    ]
    padding = {"left": left, "right": right, "top": head, "bottom": bottom}
    return pieces.composed(drawn, width=width - left - right, height=math.ceil(height), padding=padding)
