"""Exponential smoothing in state-space form: the ETS candidates of a forecast."""

import warnings
from dataclasses import dataclass
from functools import partial
from typing import Any

import numpy as np

from indicators.timeseries.candidates import Attempt, Fit, aicc, maximise
from indicators.timeseries.result import FloatArray
from indicators.timeseries.smoothing_likelihood import Concentrated

EXACT = 1e-20
"""Mean squared error (data scaled to about one) below which a series is an exact pattern without noise."""
_STARTS = ((0.1, 0.01, 0.01, 0.98), (0.5, 0.05, 0.1, 0.98), (0.9, 0.1, 0.05, 0.98), (0.7, 0.6, 0.1, 0.9))
"""Smoothing parameters (level, trend, season, damping) the optimiser starts from; the first are the library's own."""

_ROUGH: dict[str, Any] = {"maxiter": 2000, "gtol": 1e-3, "ftol": 1e-7}
_TIGHT: dict[str, Any] = {"maxiter": 2000, "gtol": 1e-7, "ftol": 1e-13}


@dataclass(frozen=True, slots=True)
class Ets:
    """One additive-error ETS model: `trend` is ``N``, ``A`` or ``Ad``, `season` is ``N`` or ``A``."""

    trend: str
    season: str
    period: int

    @property
    def name(self) -> str:
        """The usual name, for instance ETS(A,Ad,N)."""
        return f"ETS(A,{self.trend},{self.season})"


def ets_candidates(period: int) -> tuple[Ets, ...]:
    """
    Declare the set: no, straight or damped trend, with and without a season of `period` values.

    Additive errors only: they have closed-form intervals and admit any sign; growth in proportion is the logarithm's
    part.

    Examples
    --------
    >>> [candidate.name for candidate in ets_candidates(1)]
    ['ETS(A,N,N)', 'ETS(A,A,N)', 'ETS(A,Ad,N)']
    >>> len(ets_candidates(12))
    6
    """
    seasons = ("N", "A") if period > 1 else ("N",)
    return tuple(Ets(trend, season, period) for season in seasons for trend in ("N", "A", "Ad"))


def fit_ets(candidate: Ets, values: FloatArray, start: FloatArray | None = None) -> Fit | None:
    """
    Estimate smoothing parameters and initial states by maximum likelihood.

    Parameters
    ----------
    candidate
        From `ets_candidates`.
    values
        Shape (n,), complete, scaled to about one.
    start
        Estimates of an earlier fit; None tries the declared starts.

    Returns
    -------
    Fit or None
        None when no start converged or the series is an exact pattern.

    Notes
    -----
    For given smoothing parameters the best initial states are found by least squares, so that only the parameters are
    searched for; errors, likelihood and forecasts are then statsmodels'. The parameters stay in the usual region
    (0 < beta < alpha < 1, 0 < gamma < 1 - alpha, 0.8 <= phi <= 0.98). The AICc counts smoothing parameters, free
    initial states (the seasonal ones sum to a constant: m - 1) and the variance. ``sigma2`` is the sum of squares over
    n less all estimated numbers but the variance.

    References
    ----------
    Hyndman, Koehler, Ord and Snyder (2008), Forecasting with Exponential Smoothing, chapters 2, 5 and 6.

    Examples
    --------
    >>> values = np.sin(np.arange(80.0) ** 2) + np.cumsum(np.cos(np.arange(80.0) ** 2))
    >>> fit = fit_ets(Ets("N", "N", 1), values)
    >>> fit.name, 0 < dict(fit.parameters)["smoothing_level"] < 1
    ('ETS(A,N,N)', True)
    """
    model = _model(candidate, values)
    likelihood = Concentrated(
        values, candidate.trend != "N", candidate.trend == "Ad", candidate.period if candidate.season == "A" else 0
    )
    starts = _starts(candidate) if start is None else [start[: len(likelihood.bounds)]]
    found = maximise(partial(_climb, likelihood), [likelihood.bounded(s) for s in starts], _ROUGH, _TIGHT)
    if found is None:
        return None
    usual = likelihood.usual(found)
    estimates = np.concatenate([usual, likelihood.solve(usual)[1]])
    result = model.smooth(estimates)
    residuals = np.asarray(result.resid, dtype=np.float64)
    if not np.mean(residuals**2) > EXACT:
        return None
    free = _free_parameters(candidate)
    variance = float(np.sum(residuals**2) / max(values.size - free, 1))
    names = [name for name in model.param_names if not name.startswith("initial")]
    published = (*zip(names, estimates.tolist(), strict=False), ("sigma2", variance))
    log_likelihood = float(result.llf)
    return Fit(
        name=candidate.name,
        estimates=estimates,
        parameters=published,
        log_likelihood=log_likelihood,
        aicc=aicc(log_likelihood, free + 1, values.size),
        n_likelihood=values.size,
        residuals=residuals,
        predict=lambda data, steps: _predict(candidate, estimates, variance, data, steps),
    )


def _model(candidate: Ets, values: Any) -> Any:
    from statsmodels.tsa.exponential_smoothing.ets import ETSModel

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        model = ETSModel(
            values,
            error="add",
            trend=None if candidate.trend == "N" else "add",
            damped_trend=candidate.trend == "Ad",
            seasonal="add" if candidate.season == "A" else None,
            seasonal_periods=candidate.period if candidate.season == "A" else None,
        )
    model.hessian = _no_hessian
    return model


def _no_hessian(*_: Any, **__: Any) -> Any:
    """Covariances of the estimates cost more than the smoothing; nobody reads them, and the library does without."""
    raise np.linalg.LinAlgError("not asked for")


def _climb(likelihood: Concentrated, start: FloatArray, settings: dict[str, Any]) -> Attempt | None:
    """One climb; None if it ended at no number."""
    from scipy.optimize import minimize

    found = minimize(
        likelihood.value_and_gradient, start, jac=True, method="L-BFGS-B", bounds=likelihood.bounds, options=settings
    )
    height = -likelihood.values.size * float(found.fun)
    return (height, bool(found.success), np.asarray(found.x)) if np.isfinite([height, *found.x]).all() else None


def _starts(candidate: Ets) -> list[FloatArray]:
    """The declared starts, those parameters that the model has, in the order of the library."""
    has = [True, candidate.trend != "N", candidate.season == "A", candidate.trend == "Ad"]
    return [np.array(start)[has] for start in _STARTS]


def _free_parameters(candidate: Ets) -> int:
    """Count smoothing parameters and free initial states."""
    count = 2  # level: parameter and state
    count += {"N": 0, "A": 2, "Ad": 3}[candidate.trend]
    return count + (candidate.period if candidate.season == "A" else 0)  # gamma and m - 1 states


def _predict(
    candidate: Ets, estimates: FloatArray, variance: float, values: FloatArray, steps: int
) -> tuple[FloatArray, FloatArray]:
    """Return means and variances: Hyndman and others (2008), table 6.1, as statsmodels computes them."""
    from pandas import Series  # statsmodels 0.15 predicts from a Series only: an array fails inside it

    result = _model(candidate, Series(values)).smooth(estimates)
    first = values.size
    prediction = result.get_prediction(start=first, end=first + steps - 1, method="exact")
    relative = np.asarray(prediction.forecast_variance, dtype=np.float64) / float(result.mse)
    return np.asarray(prediction.predicted_mean, dtype=np.float64), relative * variance
