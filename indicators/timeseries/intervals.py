"""Normal intervals at stated levels."""

from statistics import NormalDist

import numpy as np

from indicators.timeseries.result import FloatArray, Interval

LEVELS = (80, 95)
"""The two levels of the house, in per cent."""


def normal_quantile(level: float) -> float:
    """
    Return z such that a standard normal lies within +-z with probability `level` per cent.

    Examples
    --------
    >>> round(normal_quantile(95), 4), round(normal_quantile(80), 4)
    (1.96, 1.2816)
    """
    return NormalDist().inv_cdf(0.5 + level / 200)


def student_widening(level: float, freedom: FloatArray) -> FloatArray:
    """
    Tell how much wider an interval at `level` per cent is when its width rests on `freedom` observations.

    Examples
    --------
    >>> student_widening(95, np.array([12.0, 6.0])).round(3)
    array([1.112, 1.248])
    """
    from scipy.stats import t

    return np.asarray(t.ppf(0.5 + level / 200, freedom) / normal_quantile(level), dtype=np.float64)


def normal_intervals(
    mean: FloatArray, standard_error: FloatArray, levels: tuple[int, ...] = LEVELS
) -> tuple[Interval, ...]:
    """
    Return mean +- z standard errors for each level.

    Parameters
    ----------
    mean, standard_error
        Shape (n,), unit of the series.
    levels
        Per cent, above 0 and below 100 (``ValueError`` otherwise).

    Examples
    --------
    >>> band, = normal_intervals(np.array([10.0]), np.array([1.0]), levels=(95,))
    >>> band.level, round(float(band.lower[0]), 2), round(float(band.upper[0]), 2)
    (95, 8.04, 11.96)
    """
    if not levels or any(not 0 < level < 100 for level in levels):
        raise ValueError(f"interval levels are per cent between 0 and 100, not {levels}")
    return tuple(
        Interval(level, mean - normal_quantile(level) * standard_error, mean + normal_quantile(level) * standard_error)
        for level in levels
    )
