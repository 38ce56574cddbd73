"""Tests of a Poisson fit: overdispersion and excess zeros."""

import numpy as np

from indicators.timeseries.result import Diagnostics, FloatArray


def boundary(gain: float, n: int) -> Diagnostics:
    """Overdispersion by twice the gain in log-likelihood: half and half a 0 and chi-square(1) (Self and Liang 1987)."""
    from scipy.stats import chi2

    return Diagnostics(
        name="overdispersion, boundary likelihood ratio",
        statistic=gain,
        p_value=1.0 if gain == 0 else float(chi2.sf(gain, 1) / 2),
        null_hypothesis="the counts vary as a Poisson does",
        alternative="their variance is larger (NB2)",
        n_observations=n,
        degrees_of_freedom=(1,),
    )


def cameron_trivedi(y: FloatArray, mean: FloatArray) -> Diagnostics:
    """Overdispersion by the slope of ((y - m)^2 - y) / m on m (Cameron and Trivedi 1990)."""
    from scipy.stats import t

    outcome = ((y - mean) ** 2 - y) / mean
    slope = float(outcome @ mean / (mean @ mean))
    left = outcome - slope * mean
    freedom = y.size - 1
    statistic = slope / float(np.sqrt(left @ left / freedom / (mean @ mean)))
    return Diagnostics(
        name="overdispersion, Cameron-Trivedi",
        statistic=statistic,
        p_value=float(t.sf(statistic, freedom)),
        null_hypothesis="the counts vary as a Poisson does",
        alternative="their variance is larger (NB2)",
        n_observations=y.size,
        degrees_of_freedom=(freedom,),
    )


def excess_zeros(y: FloatArray, x: FloatArray, mean: FloatArray) -> Diagnostics:
    """More periods without an event than a Poisson expects, by score (van den Broek 1995)."""
    from scipy.stats import norm

    chance = np.exp(-mean)
    score = float(np.sum(((y == 0) - chance) / chance))
    projected = x.T @ mean
    information = float(np.sum((1 - chance) / chance) - projected @ np.linalg.solve((x.T * mean) @ x, projected))
    statistic = score / float(np.sqrt(information))
    return Diagnostics(
        name="excess zeros, van den Broek",
        statistic=statistic,
        p_value=float(norm.sf(statistic)),
        null_hypothesis="there are as many periods without an event as a Poisson expects",
        alternative="there are more",
        n_observations=y.size,
    )
