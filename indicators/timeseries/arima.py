"""Seasonal ARIMA: the SARIMA candidates of a forecast, by exact maximum likelihood."""

import warnings
from dataclasses import dataclass
from functools import partial
from typing import Any

import numpy as np

from indicators.timeseries.arima_likelihood import ArmaLikelihood
from indicators.timeseries.candidates import Attempt, Fit, aicc, maximise
from indicators.timeseries.result import FloatArray
from indicators.timeseries.smoothing import EXACT

SEASONAL_STRENGTH = 0.64
"""Seasonal strength above which the season is differenced: the rule of R's nsdiffs (Hyndman and Athanasopoulos)."""
_STARTS = (0.0, 0.5)
"""Sizes of the coefficients the optimiser starts from, beside the library's own start."""

_ROUGH: dict[str, Any] = {"jac": "2-point", "options": {"maxiter": 500, "gtol": 1e-3, "ftol": 1e-7}}
_TIGHT: dict[str, Any] = {"jac": "3-point", "options": {"maxiter": 500, "gtol": 1e-8, "ftol": 1e-12}}
"""Where a moving average comes to its boundary the likelihood is flat for ever: the search ends when nothing is won."""


@dataclass(frozen=True, slots=True)
class Sarima:
    """One model: `order` (p, d, q), `seasonal` (P, D, Q), `period` m, and `drift`: a constant after differencing."""

    order: tuple[int, int, int]
    seasonal: tuple[int, int, int]
    period: int
    drift: bool = False

    @property
    def name(self) -> str:
        """The usual name, for instance SARIMA(0,1,1)(0,1,1)[12]."""
        plain = f"({','.join(map(str, self.order))})"
        if any(self.seasonal):
            plain += f"({','.join(map(str, self.seasonal))})[{self.period}]"
        return f"{'SARIMA' if any(self.seasonal) else 'ARIMA'}{plain}{' with drift' if self.drift else ''}"


def sarima_candidates(period: int, seasonal_difference: bool) -> tuple[Sarima, ...]:
    """
    Declare the set; all have the same differences, for likelihoods after other differences cannot be compared.

    Examples
    --------
    >>> [candidate.name for candidate in sarima_candidates(12, seasonal_difference=True)][0]
    'SARIMA(0,1,1)(0,1,1)[12]'
    >>> [candidate.name for candidate in sarima_candidates(1, seasonal_difference=False)]
    ['ARIMA(0,1,1)', 'ARIMA(1,1,0)', 'ARIMA(1,1,1)', 'ARIMA(0,1,1) with drift']
    """
    if seasonal_difference:
        return tuple(Sarima(order, (0, 1, 1), period) for order in ((0, 1, 1), (1, 1, 0), (1, 1, 1), (0, 1, 2)))
    none = (0, 0, 0)
    plain = tuple(Sarima(order, none, period) for order in ((0, 1, 1), (1, 1, 0), (1, 1, 1)))
    drifting = (*plain, Sarima((0, 1, 1), none, period, drift=True))
    return (*drifting, Sarima((0, 1, 1), (1, 0, 0), period)) if period > 1 else drifting


def fit_sarima(candidate: Sarima, values: FloatArray, start: FloatArray | None = None) -> Fit | None:
    """
    Estimate a model by exact maximum likelihood of the differenced series.

    Parameters
    ----------
    candidate
        From `sarima_candidates`, or any other.
    values
        Shape (n,), complete, scaled to about one.
    start
        Coefficients of an earlier fit; None tries the library's start and two more.

    Returns
    -------
    Fit or None
        None when no start converged or the series is an exact pattern.

    Notes
    -----
    MA terms carry a plus sign: (1 + theta B) e_t, as in R; Box and Jenkins print the opposite sign. Differencing
    first makes the start stationary, so no diffuse variance has to be chosen; forecasts of the undifferenced
    series use an exact diffuse start. n counts the values left after differencing; ``sigma2`` is the maximum
    likelihood variance times n / (n - coefficients).

    References
    ----------
    Box and Jenkins (1976), Time Series Analysis, chapter 9; Durbin and Koopman (2012), chapters 3 and 5.

    Examples
    --------
    >>> values = np.cumsum(np.cos(np.arange(80.0) ** 2))
    >>> fit = fit_sarima(Sarima((0, 1, 1), (0, 0, 0), 1), values)
    >>> [name for name, _ in fit.parameters]
    ['ma.L1', 'sigma2']
    """
    if np.var(_differenced(candidate, values)) <= EXACT:
        return None
    model = _model(candidate, values, simple=True)
    starts = _starts(model) if start is None else [start]
    climb = partial(_climb, ArmaLikelihood(model))
    free = maximise(climb, [model.untransform_params(s) for s in starts], _ROUGH, _TIGHT)
    if free is None:
        return None
    estimates = np.asarray(model.transform_params(free), dtype=np.float64)
    result = model.filter(estimates, cov_type="none")
    n = int(result.nobs)
    log_likelihood = float(result.llf)
    variance = float(result.scale) * n / max(n - estimates.size, 1)
    return Fit(
        name=candidate.name,
        estimates=estimates,
        parameters=(*zip(model.param_names, estimates.tolist(), strict=False), ("sigma2", variance)),
        log_likelihood=log_likelihood,
        aicc=aicc(log_likelihood, estimates.size + 1, n),
        n_likelihood=n,
        residuals=np.asarray(result.standardized_forecasts_error, dtype=np.float64)[0],
        predict=lambda data, steps: _predict(candidate, estimates, variance, data, steps),
    )


def _differenced(candidate: Sarima, values: FloatArray) -> FloatArray:
    for _ in range(candidate.seasonal[1]):
        values = values[candidate.period :] - values[: -candidate.period]
    return np.diff(values, candidate.order[1])


def _model(candidate: Sarima, values: FloatArray, *, simple: bool) -> Any:
    """Return the model of the differenced series (`simple`, variance concentrated out) or of the whole one."""
    from statsmodels.tsa.statespace.sarimax import SARIMAX

    return SARIMAX(
        values,
        order=candidate.order,
        seasonal_order=(*candidate.seasonal, candidate.period if any(candidate.seasonal) else 0),
        trend="c" if candidate.drift else None,
        simple_differencing=simple,
        concentrate_scale=simple,
        use_exact_diffuse=not simple,
    )


def _climb(likelihood: ArmaLikelihood, start: FloatArray, settings: dict[str, Any]) -> Attempt | None:
    """One climb; None if it broke down or ended at no number."""
    from scipy.optimize import minimize

    n = float(likelihood.model.nobs)
    try:
        found = minimize(lambda free: -likelihood(free) / n, start, method="L-BFGS-B", **settings)
    except (ValueError, np.linalg.LinAlgError):  # at the edge of the stationary region
        return None
    height = -n * float(found.fun)
    return (height, bool(found.success), np.asarray(found.x)) if np.isfinite([height, *found.x]).all() else None


def _starts(model: Any) -> list[FloatArray]:
    """Return the library's start and plain ones: MA terms negative, AR terms positive, lag 1 and the season only."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        usual = np.asarray(model.start_params, dtype=np.float64)
    starts = [usual]
    for size in _STARTS:
        other = usual.copy()
        for index, name in enumerate(model.param_names):
            if name != "intercept":
                leading = ".S." in name or name.endswith(".L1")
                other[index] = (-size if name.startswith("ma") else size) if leading else 0.0
        starts.append(other)
    return starts


def _predict(
    candidate: Sarima, estimates: FloatArray, variance: float, values: FloatArray, steps: int
) -> tuple[FloatArray, FloatArray]:
    model = _model(candidate, values, simple=False)
    prediction = model.filter(np.append(estimates, variance), cov_type="none").get_forecast(steps)
    mean = np.asarray(prediction.predicted_mean, dtype=np.float64)
    return mean, np.asarray(prediction.var_pred_mean, dtype=np.float64)
