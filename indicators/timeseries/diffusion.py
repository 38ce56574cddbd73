"""How many inputs became warmer, cooler, stayed unchanged or are unknown between two stretches of months."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from indicators.timeseries.panel import Panel
from indicators.timeseries.result import FloatArray

STATES = ("warmer", "cooler", "unchanged", "unknown")
SMALL = 0.1
"""A move below this share of an input's usual quarterly move (its standard deviation) counts as none."""


@dataclass(frozen=True, slots=True)
class Move:
    """
    What one input did.

    Attributes
    ----------
    name, group
        Id and family.
    state
        One of ``STATES``; unknown where either stretch has no number.
    change
        Last number of the later stretch less that of the earlier one, transformed input; NaN where unknown.
    expected, known
        Numbers the later stretch can hold, and those it holds.
    """

    name: str
    group: str
    state: str
    change: float
    expected: int
    known: int


def diffusion(panel: Panel, earlier: Sequence[int], later: Sequence[int]) -> tuple[Move, ...]:
    """
    What did each input do from one stretch of months to the next?

    Parameters
    ----------
    panel
        From `build_panel`; up is warmer.
    earlier, later
        Rows of the axis, such as the three months of two neighbouring quarters.

    Returns
    -------
    tuple of Move
        One an input.
    """
    return tuple(_move(panel, column, earlier, later) for column in range(len(panel.names)))


def count_states(moves: Sequence[Move]) -> dict[str, int]:
    """
    How many inputs did what, every state named.

    Examples
    --------
    >>> count_states([Move("a.m", "a", "warmer", 1.0, 3, 3)])
    {'warmer': 1, 'cooler': 0, 'unchanged': 0, 'unknown': 0}
    """
    return {state: sum(move.state == state for move in moves) for state in STATES}


def _move(panel: Panel, column: int, earlier: Sequence[int], later: Sequence[int]) -> Move:
    values = panel.values[:, column]
    known = int((~np.isnan(values[list(later)])).sum())
    expected = 1 if panel.quarterly[column] else len(later)
    change = _last(values[list(later)]) - _last(values[list(earlier)])
    if np.isnan(change):
        state = "unknown"
    elif abs(change) <= SMALL * _usual(values, len(later)):
        state = "unchanged"
    else:
        state = "warmer" if change > 0 else "cooler"
    return Move(panel.names[column], panel.groups[column], state, float(change), expected, known)


def _last(values: FloatArray) -> float:
    observed = values[~np.isnan(values)]
    return float(observed[-1]) if observed.size else float("nan")


def _usual(values: FloatArray, distance: int) -> float:
    """Standard deviation of the input's moves over so many months; 0 where fewer than two are known."""
    moves = values[distance:] - values[:-distance]
    moves = moves[~np.isnan(moves)]
    return float(moves.std()) if moves.size > 1 else 0.0
