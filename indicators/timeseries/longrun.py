"""Variance of a mean when errors are correlated and uneven: quadratic spectral kernel, automatic bandwidth."""

import numpy as np

from indicators.timeseries.result import FloatArray

MOST_PERSISTENT = 0.97
"""Prewhitening never assumes more: beyond it recolouring divides by almost nothing."""


def long_run_variance(errors: FloatArray, *, robust: bool = True) -> float:
    """
    Estimate n times the variance of the mean of a stretch of errors, unit squared.

    Parameters
    ----------
    errors
        Shape (n,), complete, mean zero.
    robust
        True: consistent under heteroskedasticity and autocorrelation: prewhitened by an AR(1), quadratic spectral
        kernel, Andrews' automatic bandwidth, recoloured, divided by n - 1. False: the mean square.

    References
    ----------
    Andrews (1991), Econometrica 59, 817-858; Andrews and Monahan (1992), Econometrica 60, 953-966.

    Examples
    --------
    >>> calm = np.tile([1.0, -1.0], 50)
    >>> long_run_variance(calm, robust=False), long_run_variance(calm) < 0.5
    (1.0, True)
    """
    if not robust or errors.size < 4:
        return float(np.mean(errors**2))
    slope = _slope(errors)
    slope = float(np.clip(slope, -MOST_PERSISTENT, MOST_PERSISTENT))
    white = errors[1:] - slope * errors[:-1]
    return _kernel_variance(white) / (1 - slope) ** 2


def _slope(values: FloatArray) -> float:
    """AR(1) coefficient by least squares, without a constant."""
    below = float(values[:-1] @ values[:-1])
    return float(values[1:] @ values[:-1]) / below if below > 0 else 0.0


def _kernel_variance(white: FloatArray) -> float:
    n = white.size
    width = _bandwidth(white)
    total = float(white @ white)
    if width > 0:
        lags = np.arange(1, n)
        products = np.array([float(white[lag:] @ white[:-lag]) for lag in lags])
        total += 2 * float(np.sum(_quadratic_spectral(lags / width) * products))
    return max(total, 0.0) / (n - 1)


def _bandwidth(white: FloatArray) -> float:
    """Andrews' plug-in for the quadratic spectral kernel, by an AR(1)."""
    slope = float(np.clip(_slope(white), -MOST_PERSISTENT, MOST_PERSISTENT))
    curvature = 4 * slope**2 / (1 - slope) ** 4
    return float(1.3221 * (curvature * white.size) ** 0.2)


def _quadratic_spectral(x: FloatArray) -> FloatArray:
    angle = 6 * np.pi * x / 5
    return np.asarray(3 * (np.sin(angle) / angle - np.cos(angle)) / angle**2, dtype=np.float64)
