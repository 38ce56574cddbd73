"""Scores of a forecast distribution and the test whether two forecasts are equally good."""

import numpy as np
import numpy.typing as npt

from indicators.timeseries.result import Diagnostics, FloatArray


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

    difference = np.asarray(losses, dtype=np.float64) - np.asarray(rival, dtype=np.float64)
    n = difference.size
    horizon = min(horizon, max(n // 2, 1))
    if n < 6 or np.ptp(difference) <= 1e-12 * max(float(np.max(np.abs(difference))), 1e-300):
        return None
    deviations = difference - difference.mean()
    covariances = [float(deviations[lag:] @ deviations[: n - lag]) / n for lag in range(horizon)]
    variance = covariances[0] + 2 * sum(covariances[1:])
    if variance <= 0:
        variance = covariances[0] + 2 * sum((1 - lag / horizon) * c for lag, c in enumerate(covariances) if lag)
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
