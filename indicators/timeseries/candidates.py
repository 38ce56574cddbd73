"""What a fitted forecasting method is, whichever family it comes from."""

import warnings
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypeAlias

import numpy as np

from indicators.timeseries.result import FloatArray, Parameters

LIKELIHOOD_TOLERANCE = 1e-3
"""A climb that stopped without converging counts if a converged one came as high as this below it: near a bound the
optimiser's line search may break off at the top, on one processor and not on another."""

Attempt: TypeAlias = tuple[float, bool, FloatArray]
"""Log-likelihood, whether the optimiser converged, estimates."""
Climb: TypeAlias = Callable[[FloatArray, dict[str, Any]], Attempt | None]
"""From a start and optimiser settings to an attempt, or None if it broke down."""

BY_LBFGS: dict[str, Any] = {"method": "lbfgs", "maxiter": 500, "cov_type": "none"}
"""How state-space models climb."""


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


def maximise(climb: Climb, starts: list[FloatArray], rough: dict[str, Any], tight: dict[str, Any]) -> FloatArray | None:
    """
    Climb roughly from every start, then tightly from the highest point; from the second highest if that fails.

    Parameters
    ----------
    climb
        One run of an optimiser.
    starts
        Parameter vectors.
    rough, tight
        Settings for both passes.

    Returns
    -------
    ndarray or None
        Estimates of the highest converged climb, or None.

    Examples
    --------
    >>> import numpy as np
    >>> def climb(start, settings):
    ...     return -abs(float(start[0])), True, start
    >>> maximise(climb, [np.array([3.0]), np.array([-1.0])], {}, {})
    array([-1.])
    """
    explored = [found for start in starts if (found := climb(start, rough)) is not None]
    explored.sort(key=lambda found: -found[0])
    polished: list[Attempt] = []
    for _, _, estimates in explored[:2]:
        found = climb(estimates, tight)
        if found is not None:
            polished.append(found)
            if found[1]:
                break
    return best_attempt([*polished, *explored])


def attempt(model: Any, start: FloatArray, settings: dict[str, Any]) -> Attempt | None:
    """One climb of a model of statsmodels; None if it broke down or ended at no number."""
    with warnings.catch_warnings(), np.errstate(all="ignore"):
        warnings.simplefilter("ignore")
        try:
            result = model.fit(start_params=start, disp=False, **settings)
        except (ValueError, FloatingPointError, np.linalg.LinAlgError):
            return None
    estimates = np.asarray(result.params, dtype=np.float64)
    height = float(result.llf)
    if not np.isfinite(height) or not np.isfinite(estimates).all():
        return None
    return height, bool(result.mle_retvals["converged"]), estimates


def best_attempt(attempts: list[Attempt]) -> FloatArray | None:
    """
    Return the estimates with the highest likelihood, or None if no converged attempt came nearly as high.

    Examples
    --------
    >>> import numpy as np
    >>> best_attempt([(1.0, True, np.array([0.5])), (2.0, False, np.array([0.7]))]) is None
    True
    """
    if not attempts:
        return None
    height, _, estimates = max(attempts, key=lambda found: found[0])
    sure = any(converged and other >= height - LIKELIHOOD_TOLERANCE for other, converged, _ in attempts)
    return estimates if sure else None
