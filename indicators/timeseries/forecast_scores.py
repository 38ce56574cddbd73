"""Scores of a forecast distribution and the test whether two forecasts are equally good."""

from functools import lru_cache

import numpy as np
import numpy.typing as npt

from indicators.timeseries.result import Diagnostics, FloatArray

FEWEST_ORIGINS = 6
DRAWS = 9999
SEED = 19970028
"""Of the simulated p-value of overlapping losses."""


def crps_normal(actual: FloatArray, mean: FloatArray, standard_error: FloatArray) -> FloatArray:
    """
    Continuous ranked probability score of normal forecasts, unit of the series; 0 is perfect, lower is better.

    References
    ----------
    Gneiting and Raftery (2007), J. Am. Statist. Assoc. 102, 359-378, section 4.2.

    Examples
    --------
    >>> round(float(crps_normal(np.array([0.0]), np.array([0.0]), np.array([1.0]))[0]), 4)
    0.2337
    """
    from scipy.stats import norm

    z = (actual - mean) / standard_error
    score = standard_error * (z * (2 * norm.cdf(z) - 1) + 2 * norm.pdf(z) - 1 / np.sqrt(np.pi))
    return np.asarray(score, dtype=np.float64)


def crps_lognormal(actual: FloatArray, mean: FloatArray, standard_error: FloatArray) -> FloatArray:
    """
    The same for forecasts whose logarithm is normal with this mean and standard error.

    References
    ----------
    Baran and Lerch (2015), Quarterly J. Royal Meteorological Society 141, 2289-2299.

    Examples
    --------
    >>> round(float(crps_lognormal(np.array([1.0]), np.array([0.0]), np.array([0.1]))[0]), 4)
    0.0234
    """
    from scipy.stats import norm

    omega = (np.log(actual) - mean) / standard_error
    inner = norm.cdf(omega - standard_error) + norm.cdf(standard_error / np.sqrt(2)) - 1
    score = actual * (2 * norm.cdf(omega) - 1) - 2 * np.exp(mean + standard_error**2 / 2) * inner
    return np.asarray(score, dtype=np.float64)


def diebold_mariano(losses: npt.ArrayLike, rival: npt.ArrayLike, horizon: int) -> Diagnostics | None:
    """
    Do two forecasts lose equally much on average?

    Parameters
    ----------
    losses, rival
        Shape (n,): losses of the two at the same origins in time order.
    horizon
        Steps ahead, in origins: losses that many origins apart and more are uncorrelated.

    Returns
    -------
    Diagnostics or None
        The statistic (negative: the first is better) with the small-sample factor of Harvey, Leybourne and Newbold
        and Student's t with n - 1 degrees of freedom; None below 6 origins or where the losses do not differ. Where
        the rectangular window gives no positive variance, triangular weights take its place.

    References
    ----------
    Diebold and Mariano (1995), J. Business and Economic Statistics 13, 253-263; Harvey, Leybourne and Newbold (1997),
    Int. J. Forecasting 13, 281-291.

    Examples
    --------
    >>> found = diebold_mariano([1.0, 2.0, 1.0, 2.0, 1.0, 3.0], [2.0, 3.0, 2.5, 2.0, 3.0, 3.5], horizon=1)
    >>> round(found.statistic, 2), round(found.p_value, 3)
    (-3.46, 0.018)
    """
    from scipy.stats import t

    difference = _difference(losses, rival)
    if difference is None:
        return None
    n = difference.size
    horizon = min(horizon, max(n // 2, 1))
    variance = float(_variance(difference[None], horizon, triangular=False)[0])
    if variance <= 0:
        variance = float(_variance(difference[None], horizon, triangular=True)[0])
    if variance <= 0:
        return None
    factor = (n + 1 - 2 * horizon + horizon * (horizon - 1) / n) / n
    statistic = float(difference.mean() / np.sqrt(variance / n) * np.sqrt(factor))
    return Diagnostics(
        name="Diebold-Mariano",
        statistic=statistic,
        p_value=float(2 * t.sf(abs(statistic), n - 1)),
        null_hypothesis="both forecasts lose equally much",
        alternative="one of them loses less",
        n_observations=n,
        lag=horizon,
        degrees_of_freedom=(n - 1,),
    )


def diebold_mariano_overlapping(losses: npt.ArrayLike, rival: npt.ArrayLike, overlap: int) -> Diagnostics | None:
    """
    Do two forecasts lose equally much where each loss is a mean over periods that `overlap` neighbouring origins share?

    Parameters
    ----------
    losses, rival
        As in `diebold_mariano`.
    overlap
        Origins whose losses share periods, at least 2.

    Returns
    -------
    Diagnostics or None
        The Diebold-Mariano statistic with triangular weights. With a dozen origins no known distribution fits it, so
        p is the share of 9,999 simulated runs at least as far out: normal losses of equal forecasts, averaged over as
        much overlap, with a fixed seed.

    Notes
    -----
    The correction of Harvey, Leybourne and Newbold with Student's t rejects 16 of 100 equal forecasts at 5 % with 12
    origins and an overlap of 4. This one: 2 to 8 of 100 equal forecasts of white noise, random walks and local levels.

    References
    ----------
    Diebold and Mariano (1995), J. Business and Economic Statistics 13, 253-263; Coroneo and Iacone (2020), J. Applied
    Econometrics 35, 391-409 (why the usual distributions fail here); Dwass (1957), Annals of Mathematical Statistics
    28, 181-187 (tests by simulation).

    Examples
    --------
    >>> worse = np.array([2.0, 3.0, 2.5, 2.0, 3.0, 3.5, 2.0, 3.0])
    >>> diebold_mariano_overlapping(worse - [1, 1, 0.5, 1, 1, 1, 0.5, 1], worse, 2).p_value < 0.01
    True
    """
    difference = _difference(losses, rival)
    if difference is None:
        return None
    n = difference.size
    window = min(overlap, n // 2)
    variance = _variance(difference[None], window, triangular=True)
    statistic = float(difference.mean() / np.sqrt(variance[0] / n))
    beyond = int(np.count_nonzero(_null_statistics(n, overlap) >= abs(statistic)))
    return Diagnostics(
        name="Diebold-Mariano, overlapping losses",
        statistic=statistic,
        p_value=(1 + beyond) / (1 + DRAWS),
        null_hypothesis="both forecasts lose equally much",
        alternative="one of them loses less",
        n_observations=n,
        lag=window,
    )


def _difference(losses: npt.ArrayLike, rival: npt.ArrayLike) -> FloatArray | None:
    """The losses' difference, None where it is too short or constant."""
    difference = np.asarray(losses, dtype=np.float64) - np.asarray(rival, dtype=np.float64)
    still = np.ptp(difference) <= 1e-12 * max(float(np.max(np.abs(difference))), 1e-300) if difference.size else True
    return None if difference.size < FEWEST_ORIGINS or still else difference


def _variance(differences: FloatArray, horizon: int, *, triangular: bool) -> FloatArray:
    """Long-run variance of each row from its covariances at lags below `horizon`."""
    n = differences.shape[1]
    deviations = differences - differences.mean(axis=1, keepdims=True)
    total = np.mean(deviations**2, axis=1)
    for lag in range(1, horizon):
        covariance = np.sum(deviations[:, lag:] * deviations[:, : n - lag], axis=1) / n
        total = total + 2 * (1 - lag / horizon if triangular else 1.0) * covariance
    return np.asarray(total, dtype=np.float64)


@lru_cache(maxsize=32)
def _null_statistics(n: int, overlap: int) -> FloatArray:
    """Absolute statistics of equal forecasts."""
    shocks = np.random.default_rng(SEED).normal(size=(DRAWS, n + overlap - 1))
    drawn = np.lib.stride_tricks.sliding_window_view(shocks, overlap, axis=1).mean(axis=2)
    variance = _variance(drawn, min(overlap, n // 2), triangular=True)
    return np.asarray(np.abs(drawn.mean(axis=1)) / np.sqrt(variance / n), dtype=np.float64)
