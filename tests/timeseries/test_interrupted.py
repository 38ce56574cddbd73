"""The regression of an interrupted time series against certified values."""

from __future__ import annotations

import numpy as np
import pytest
from statsmodels.datasets import longley

from indicators.timeseries.interrupted import interrupted, least_squares

# NIST Statistical Reference Datasets, Longley (J. Am. Statist. Assoc. 1967): certified to 15 digits.
CERTIFIED = (
    (-3482258.63459582, 890420.383607373),
    (15.0618722713733, 84.9149257747669),
    (-0.0358191792925910, 0.0334910077722432),
    (-2.02022980381683, 0.488399681651699),
    (-1.03322686717359, 0.214274163161675),
    (-0.0511041056535807, 0.226073200069370),
    (1829.15146461355, 455.478499142212),
)


def test_longley_as_certified_by_nist() -> None:
    """Badly conditioned on purpose (number 4.9e9): seven digits of coefficients and errors have to be right."""
    data = longley.load_pandas()
    design = np.column_stack([np.ones(16), data.exog.to_numpy(dtype=float)])
    found = np.column_stack(least_squares(data.endog.to_numpy(dtype=float), design))
    assert found == pytest.approx(np.array(CERTIFIED), rel=1e-7)


def test_robust_errors_by_hand() -> None:
    """Newey and West (1987) for a mean, one lag: (g0 + 2 (1 - 1/2) g1) / n, times n / (n - 1)."""
    values = np.array([1.0, 3.0, 2.0, 5.0, 4.0, 6.0, 2.0, 3.0])
    e = values - values.mean()
    variance = (e @ e + e[1:] @ e[:-1]) / 8**2 * 8 / 7
    _, errors = least_squares(values, np.ones((8, 1)), lags=1)
    assert errors[0] == pytest.approx(np.sqrt(variance))


def test_step_and_ramp_are_found_beside_a_season() -> None:
    time = np.arange(96.0)
    values = 0.1 * time + np.tile([3.0, -1.0, 0.0, -2.0], 24) + np.cos(time**2) * 0.01
    values += np.where(time >= 72, 5.0 + 0.5 * (time - 72), 0.0)
    values[[10, 80]] = np.nan
    found = interrupted(values, 72, 4)
    assert found["level"][0] == pytest.approx(5.0, abs=0.05)
    assert found["slope"][0] == pytest.approx(0.5, abs=0.005)
