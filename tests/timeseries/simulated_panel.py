"""A panel with a known factor: monthly and quarterly inputs, holes, ragged ends."""

import numpy as np

from indicators.timeseries.common_factor import TRIANGLE
from indicators.timeseries.panel import Input, Panel, build_panel

FIRST = 2000 * 12
FAMILIES = ("trade", "trade", "polls", "polls", "contacts", "contacts", "sanctions", "contacts")


def simulated(
    seed: int, months: int = 150, persistence: float = 0.95, own: float = 0.0, missing: float = 0.2
) -> tuple[Panel, np.ndarray]:
    """Eight inputs, the last quarterly, and the true factor (variance 1)."""
    rng = np.random.default_rng(seed)
    factor = ar1(rng, months + 4, persistence)
    loadings = np.array([0.9, 0.8, 0.7, 0.8, 0.6, 0.9, 0.7, 0.8])
    inputs = []
    for n, (loading, family) in enumerate(zip(loadings, FAMILIES, strict=True)):
        noise = np.sqrt(1 - loading**2) * ar1(rng, months, own)
        quarterly = n == 7
        seen = np.convolve(factor, TRIANGLE / 9, mode="valid") if quarterly else factor[4:]
        values = 3.0 * n + (n + 1) * (loading * seen + noise)
        values[rng.random(months) < missing] = np.nan
        if n == 2:
            values[: months // 2] = np.nan  # an input that begins late
        if n == 6:
            values[-months // 10 :] = np.nan  # and one that has ended
        rows = np.arange(2, months, 3) if quarterly else np.arange(months)
        inputs.append(Input(f"{family}.{n}.{'q' if quarterly else 'm'}", family, quarterly, FIRST + rows, values[rows]))
    panel = build_panel(inputs, FIRST, FIRST + months - 1)
    assert isinstance(panel, Panel)
    return panel, factor[4:]


def ar1(rng: np.random.Generator, months: int, coefficient: float) -> np.ndarray:
    """An AR(1) of variance 1."""
    path = rng.normal(size=months)
    for t in range(1, months):
        path[t] = coefficient * path[t - 1] + np.sqrt(1 - coefficient**2) * path[t]
    return path
