"""Diffusion: who moved, who did not, who is not known."""

import numpy as np

from indicators.timeseries.diffusion import count_states, diffusion
from indicators.timeseries.panel import Panel

ROWS = np.arange(12)
COLUMNS = {
    "a.up.m": ROWS * 1.0 + np.array([0, 2, 0] * 4),
    "a.down.m": -(ROWS**2.0),
    "b.same.m": np.where(ROWS < 6, 5.0 + ROWS % 2, 5.0),
    "b.step.m": np.where(ROWS < 11, 1.0, 2.0),
    "c.unknown.m": np.where(ROWS < 9, ROWS, np.nan),
    "c.part.m": np.where(ROWS == 10, np.nan, ROWS**1.5),
    "d.quarter.q": np.where(ROWS % 3 == 2, -ROWS * (ROWS % 4), np.nan),
}
PANEL = Panel(
    tuple(COLUMNS),
    tuple(name[0] for name in COLUMNS),
    tuple(name.endswith("q") for name in COLUMNS),
    np.column_stack(list(COLUMNS.values())),
    24000,
)


def test_each_input_has_its_state():
    moves = {m.name: m for m in diffusion(PANEL, [6, 7, 8], [9, 10, 11])}
    assert {name: m.state for name, m in moves.items()} == {
        "a.up.m": "warmer",
        "a.down.m": "cooler",
        "b.same.m": "unchanged",
        "b.step.m": "warmer",
        "c.unknown.m": "unknown",
        "c.part.m": "warmer",
        "d.quarter.q": "cooler",
    }
    assert (moves["c.part.m"].known, moves["c.part.m"].expected) == (2, 3)
    assert (moves["d.quarter.q"].known, moves["d.quarter.q"].expected) == (1, 1)
    assert moves["a.down.m"].change == -(11**2) + 8**2
    assert np.isnan(moves["c.unknown.m"].change)
    assert count_states(list(moves.values())) == {"warmer": 3, "cooler": 2, "unchanged": 1, "unknown": 1}


def test_a_move_far_below_the_usual_one_counts_as_none():
    values = PANEL.values.copy()
    values[:, 0] = np.array([0, 9, 1, 8, 2, 7, 3, 6, 4, 5, 4.5, 4.2])
    small = Panel(PANEL.names, PANEL.groups, PANEL.quarterly, values, 24000)
    assert diffusion(small, [6, 7, 8], [9, 10, 11])[0].state == "unchanged"
