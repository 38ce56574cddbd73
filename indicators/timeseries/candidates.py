"""What a fitted forecasting method is, whichever family it comes from."""

from collections.abc import Callable
from dataclasses import dataclass

from indicators.timeseries.result import FloatArray, Parameters

LIKELIHOOD_TOLERANCE = 1e-4
"""A start that stopped without converging counts if a converged one reached the same log-likelihood within this."""


@dataclass(frozen=True, eq=False)
class Fit:
    """
    A method with estimated parameters on the modelled scale.

    Attributes
    ----------
    name
        Specification as a reader knows it.
    estimates
        Parameter vector in the order of the library, to start the next fit from.
    parameters
        Name and value pairs to publish (no unit, except ``sigma2``: modelled scale squared, corrected for degrees of
        freedom).
    log_likelihood, aicc
        Comparable within one family on the same data.
    n_likelihood
        Values behind the likelihood (after differencing), to restate it in the unit of the series.
    residuals
        One-step errors, shape (n,) or shorter where differencing costs values.
    predict
        ``predict(values, steps)`` gives means and variances, shape (steps,), after any longer or shorter series with
        these parameters held.
    """

    name: str
    estimates: FloatArray
    parameters: Parameters
    log_likelihood: float
    aicc: float
    n_likelihood: int
    residuals: FloatArray
    predict: Callable[[FloatArray, int], tuple[FloatArray, FloatArray]]


def aicc(log_likelihood: float, n_parameters: int, n_observations: int) -> float:
    """
    Akaike's criterion corrected for small samples: -2 log L + 2 k + 2 k (k + 1) / (n - k - 1).

    k counts every estimated number: coefficients, free initial states and the variance. With n <= k + 1 it is infinite.

    References
    ----------
    Hurvich and Tsai (1989), Biometrika 76, 297-307; counted as in R's forecast package.

    Examples
    --------
    >>> round(aicc(244.6965, 3, 131), 2)
    -483.2
    """
    spare = n_observations - n_parameters - 1
    if spare <= 0:
        return float("inf")
    return -2 * log_likelihood + 2 * n_parameters + 2 * n_parameters * (n_parameters + 1) / spare


def best_start(attempts: list[tuple[float, bool, FloatArray]]) -> FloatArray | None:
    """
    Return the estimates with the highest likelihood, or None if no converged start came as high.

    Parameters
    ----------
    attempts
        (log-likelihood, converged, estimates) of each start.

    Examples
    --------
    >>> import numpy as np
    >>> best_start([(1.0, True, np.array([0.5])), (2.0, False, np.array([0.7]))]) is None
    True
    """
    if not attempts:
        return None
    highest = max(attempts, key=lambda attempt: attempt[0])
    if highest[1]:
        return highest[2]
    near = [a for a in attempts if a[1] and a[0] >= highest[0] - LIKELIHOOD_TOLERANCE]
    return max(near, key=lambda attempt: attempt[0])[2] if near else None
