"""Unobserved components models: specifications, and their fit by maximum likelihood from several starts."""

import warnings
from dataclasses import dataclass
from functools import partial
from typing import Any

import numpy as np

from indicators.timeseries.candidates import BY_LBFGS, Fit, attempt, maximise
from indicators.timeseries.result import FloatArray
from indicators.timeseries.smoothing import EXACT

CYCLE_YEARS = (1.5, 12.0)
"""Periods of a cycle, in years: the usual bounds of a business cycle, widened by half a year."""
_ROUGH: dict[str, Any] = {**BY_LBFGS, "pgtol": 1e-3, "factr": 1e9}
_TIGHT: dict[str, Any] = {**BY_LBFGS, "pgtol": 1e-6, "factr": 1e3}
_STARTS = ((0.5, 0.1, 0.01, 1e-4),)
"""Shares of the changes' variance that the optimiser starts from: irregular, level, slope, season."""
_TRENDS = {
    "local level": {"level": "llevel"},
    "local linear trend": {"level": "lltrend"},
    "smooth trend": {"level": "strend"},
    "random walk with drift": {"level": "rwdrift"},
}


@dataclass(frozen=True, slots=True)
class Specification:
    """One model: `trend` (a key of the four), a stochastic season of `period` values or none, a damped cycle or not."""

    trend: str
    season: bool
    cycle: bool
    period: int

    @property
    def name(self) -> str:
        """The specification in words."""
        parts = [self.trend, *(["season"] if self.season else []), *(["cycle"] if self.cycle else [])]
        return " + ".join(parts)

    @property
    def diffuse(self) -> int:
        """Number of initial states about which nothing is known."""
        trend = 1 if self.trend == "local level" else 2
        return trend + (self.period - 1 if self.season else 0)


def specifications(period: int, season: bool, cycle: bool = False) -> tuple[Specification, ...]:
    """
    Declare the set, simplest first.

    Examples
    --------
    >>> [s.name for s in specifications(12, season=True)]
    ['local level + season', 'smooth trend + season', 'local linear trend + season']
    """
    trends = ("local level", "smooth trend", "local linear trend")
    plain = tuple(Specification(trend, season and period > 1, False, period) for trend in trends)
    with_cycle = tuple(Specification(s.trend, s.season, True, period) for s in plain[:2])
    return (*plain, *with_cycle) if cycle else plain


def build(spec: Specification, values: Any, regressors: FloatArray | None = None) -> Any:
    """The model of statsmodels, exact diffuse start, for values scaled to about one (NaN where missing).

    Coefficients of the regressors, shape (n, k), are states about which nothing is known at first.
    """
    from statsmodels.tsa.statespace.structural import UnobservedComponents

    options: dict[str, Any] = dict(_TRENDS[spec.trend])
    if spec.season:
        options["seasonal"] = spec.period
    if spec.cycle:
        low, high = (years * spec.period for years in CYCLE_YEARS)
        options |= {"cycle": True, "stochastic_cycle": True, "damped_cycle": True,
                    "cycle_period_bounds": (max(low, 2.5), high)}  # fmt: skip
    if regressors is not None:
        options |= {"exog": regressors, "mle_regression": False}
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return UnobservedComponents(values, use_exact_diffuse=True, **options)


def fit_specification(
    spec: Specification,
    values: FloatArray,
    start: FloatArray | None = None,
    regressors: FloatArray | None = None,
) -> Fit | None:
    """
    Estimate the variances by maximum likelihood.

    Parameters
    ----------
    spec
        From `specifications`.
    values
        Shape (n,), scaled to about one; missing values are NaN and are bridged.
    regressors
        Shape (n, k), complete; their coefficients are estimated with the states. ``predict`` knows none.
    start
        Estimates of an earlier fit; None tries the library's start and another.

    Returns
    -------
    Fit or None
        None when no start converged. ``aicc`` counts variances and diffuse initial states, as Durbin and Koopman
        (2012, section 7.4) do, with the small-sample term added: comparable among these models only.

    References
    ----------
    Harvey (1989), Forecasting, Structural Time Series Models and the Kalman Filter; Durbin and Koopman (2012).

    Examples
    --------
    >>> values = np.cumsum(np.cos(np.arange(60.0) ** 2))
    >>> fit_specification(Specification("local level", False, False, 1), values).name
    'UC (local level)'
    """
    model = build(spec, values, regressors)
    diffuse = spec.diffuse + (0 if regressors is None else regressors.shape[1])
    starts = _starts(model, values) if start is None else [start]
    estimates = maximise(partial(attempt, model), starts, _ROUGH, _TIGHT)
    if estimates is None:
        return None
    result = model.smooth(estimates)
    n = int(np.count_nonzero(~np.isnan(values)))
    standardised = standardised_errors(result, diffuse)
    if standardised.size == 0 or float(result.llf) > 1e10 or float(np.max(estimates)) <= EXACT:
        return None
    return Fit(
        name=f"UC ({spec.name})",
        estimates=estimates,
        parameters=tuple(zip(model.param_names, estimates.tolist(), strict=True)),
        log_likelihood=float(result.llf),
        aicc=_aicc(float(result.llf), estimates.size + diffuse, n),
        n_likelihood=n - diffuse,
        residuals=standardised,
        predict=lambda data, steps: predict(spec, estimates, data, steps),
    )


def _aicc(log_likelihood: float, count: int, n: int) -> float:
    spare = n - count - 1
    return float("inf") if spare <= 0 else -2 * log_likelihood + 2 * count + 2 * count * (count + 1) / spare


def standardised_errors(result: Any, diffuse: int) -> FloatArray:
    """One-step errors over their standard deviations, without the first ones, which only start the states."""
    output = result.filter_results
    errors = np.asarray(output.forecasts_error)[0]
    variances = np.asarray(output.forecasts_error_cov)[0, 0]
    observed = np.flatnonzero(~np.isnan(np.asarray(result.model.endog).ravel()))[diffuse:]
    with np.errstate(divide="ignore", invalid="ignore"):
        standardised = errors[observed] / np.sqrt(variances[observed])
    return np.asarray(standardised[np.isfinite(standardised)], dtype=np.float64)


def predict(
    spec: Specification, estimates: FloatArray, values: FloatArray, steps: int
) -> tuple[FloatArray, FloatArray]:
    """Means and variances after the values, parameters held."""
    prediction = build(spec, values).filter(estimates).get_forecast(steps)
    mean = np.asarray(prediction.predicted_mean, dtype=np.float64)
    return mean, np.asarray(prediction.var_pred_mean, dtype=np.float64)


def _starts(model: Any, values: FloatArray) -> list[FloatArray]:
    """The library's start, and shares of the variance of the changes."""
    usual = np.asarray(model.start_params, dtype=np.float64)
    changes = float(np.nanvar(np.diff(values))) or 1.0
    starts = [np.where(np.isfinite(usual), usual, 0.1)]
    for shares in _STARTS:
        by_name = dict(zip(("irregular", "level", "trend", "seasonal"), shares, strict=True))
        other = starts[0].copy()
        for index, name in enumerate(model.param_names):
            if name.startswith("sigma2."):
                other[index] = changes * by_name.get(name.removeprefix("sigma2."), 0.1)
        starts.append(other)
    return starts
