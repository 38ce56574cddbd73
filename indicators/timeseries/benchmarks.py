"""Naive and seasonal naive forecasts with their own intervals: what every model has to beat."""

import numpy as np

from indicators.timeseries.result import FloatArray

NAIVE = "naive"
SEASONAL_NAIVE = "seasonal naive"


def naive_forecast(values: FloatArray, steps: int) -> tuple[FloatArray, FloatArray]:
    """
    Every future value equals the last one.

    Parameters
    ----------
    values
        Shape (n,), complete, n >= 2.
    steps
        How many values ahead.

    Returns
    -------
    (mean, variance)
        Shape (steps,). The variance h steps ahead is h times the mean squared one-step change (n - 1 of them).

    References
    ----------
    Hyndman and Athanasopoulos (2021), Forecasting: Principles and Practice, 3rd ed., sections 5.2 and 5.5.

    Examples
    --------
    >>> naive_forecast(np.array([1.0, 3.0, 2.0]), 2)
    (array([2., 2.]), array([2.5, 5. ]))
    """
    variance = float(np.mean(np.diff(values) ** 2))
    return np.full(steps, values[-1]), variance * np.arange(1.0, steps + 1)


def seasonal_naive_forecast(values: FloatArray, period: int, steps: int) -> tuple[FloatArray, FloatArray]:
    """
    Every future value equals the last one of the same season.

    Parameters
    ----------
    values
        Shape (n,), complete, n > period.
    period
        Values a season.
    steps
        How many values ahead.

    Returns
    -------
    (mean, variance)
        Shape (steps,). The variance h steps ahead is (k + 1) times the mean squared seasonal difference (n - period
        of them), k = (h - 1) // period being the whole seasons before.

    References
    ----------
    Hyndman and Athanasopoulos (2021), Forecasting: Principles and Practice, 3rd ed., sections 5.2 and 5.5.

    Examples
    --------
    >>> seasonal_naive_forecast(np.array([1.0, 5.0, 2.0, 7.0]), period=2, steps=3)
    (array([2., 7., 2.]), array([2.5, 2.5, 5. ]))
    """
    variance = float(np.mean((values[period:] - values[:-period]) ** 2))
    ahead = np.arange(steps)
    return values[-period:][ahead % period], np.asarray(variance * (ahead // period + 1.0), dtype=np.float64)
