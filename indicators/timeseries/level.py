"""Local level by the Kalman smoother: a slowly moving level seen through noise, missing periods allowed.

The file is not called after its function: a module of that name would hide it.
"""

from typing import Any

import numpy as np
import numpy.typing as npt

from indicators.timeseries.diagnostics import default_lags, residual_diagnostics
from indicators.timeseries.input import as_series, center_and_scale, check_series, check_zeros
from indicators.timeseries.intervals import LEVELS, normal_intervals
from indicators.timeseries.reasons import reason
from indicators.timeseries.result import Components, FloatArray, Reason

MINIMUM_OBSERVATIONS = 10
_LOG_RATIOS = np.arange(-16.0, 16.5, 0.5)
"""Where the likelihood is first looked at: logarithms of level variance over irregular variance."""
_FLAT = 1e-7
"""A boundary whose log-likelihood is within this of the best inner point is taken as the estimate."""

_NOTES = (
    "The band is that of the level, not of new observations; it does not include the uncertainty of the two variances.",
    "Exact diffuse start: the log-likelihood is the diffuse one of Durbin and Koopman (2012), section 7.2.2, "
    "with -log(2 pi)/2 for every observation, the first one too (KFAS leaves that one out).",
    "Variances maximise the diffuse likelihood, found on a grid of 65 variance ratios and refined around its best.",
)
_CONSTANT_LEVEL = "The level variance is estimated at its boundary zero: the level is a constant, the mean."
_NO_IRREGULAR = (
    "The irregular variance is estimated at its boundary zero: the level equals each observation and its band "
    "has no width there, which is a property of the estimate and not certainty."
)


def local_level(
    values: npt.ArrayLike,
    *,
    levels: tuple[int, ...] = LEVELS,
    lags: int | None = None,
    minimum: int = MINIMUM_OBSERVATIONS,
) -> Components | Reason:
    """
    What is the underlying level of an irregular or noisy series, and how well is it known?

    The model is y_t = mu_t + eps_t, mu_{t+1} = mu_t + eta_t with independent normal eps and eta. The smoothed level
    uses all observations, before and after. Missing periods (NaN) widen the band; nothing is filled in.

    Parameters
    ----------
    values
        Shape (n,), any unit, one value a period in time order; NaN where missing, also at either end, where the level
        stays at the nearest estimate and its band widens.
    levels
        Levels of the bands in per cent.
    lags
        For Ljung-Box; default as in `default_lags`.
    minimum
        Observations needed.

    Returns
    -------
    Components or Reason
        Level and bands of shape (n,), parameters ``irregular_variance`` and ``level_variance`` (unit squared) and
        ``signal_to_noise`` (level over irregular, absent when the latter is 0), residual tests, and notes that say
        when a variance is at its boundary.

    References
    ----------
    Durbin and Koopman (2012), Time Series Analysis by State Space Methods, 2nd ed., chapter 2. The exact diffuse
    start and the smoother are statsmodels' ``UnobservedComponents``.

    Examples
    --------
    >>> result = local_level([3.0, 5.0, 4.0, 6.0, None, 7.0, 6.0, 8.0, 9.0, 8.0, 10.0])
    >>> [round(float(x), 1) for x in result.level[3:6]]
    [5.7, 6.2, 6.7]
    >>> local_level([3.0, 5.0]).sentence
    'Only 2 values are observed; the method needs at least 10.'
    """
    broken = check_series(values, minimum=max(minimum, 3), allow_missing="any") or check_zeros(values)
    series = as_series(values)
    if broken is not None or isinstance(series, Reason):
        return broken or reason("empty")
    center, scale = center_and_scale(series)
    model = _model((series - center) / scale)
    share, unit_variance = _estimate(model)
    if unit_variance <= 0 or not np.isfinite(unit_variance):
        return reason("exact_pattern")
    variances = np.array([1 - share, share]) * unit_variance
    fit = model.smooth(variances)
    standardised = _standardised(fit, np.flatnonzero(~np.isnan(series))[1:])
    n = standardised.size + 1
    tests = residual_diagnostics(standardised, default_lags(n) if lags is None else lags, estimated=1)
    level = np.asarray(fit.smoothed_state)[0] * scale + center
    error = np.sqrt(np.clip(np.asarray(fit.smoothed_state_cov)[0, 0], 0, None)) * scale
    irregular, moving = (variances * scale**2).tolist()
    return Components(
        method="local level, Kalman smoother, exact diffuse start",
        composition="additive",
        level=level,
        seasonal=None,
        remainder=series - level,
        intervals=normal_intervals(level, error, levels),
        n_observations=n,
        parameters=_parameters(irregular, moving),
        log_likelihood=float(fit.llf) - (n - 1) * float(np.log(scale)),
        diagnostics=tests,
        notes=_NOTES + _boundary_notes(irregular, moving),
    )


def _model(scaled: FloatArray) -> Any:
    from statsmodels.tsa.statespace.structural import UnobservedComponents

    return UnobservedComponents(scaled, "llevel", use_exact_diffuse=True)


def profile(model: Any, share: float) -> tuple[float, float]:
    """
    Return the log-likelihood with the common variance profiled out, up to a constant, and that variance.

    `share` is the level's part of the two variances, 0 to 1; both ends are proper members.
    """
    model.update(np.array([1 - share, share]))
    output = model.ssm.filter()
    observed = np.flatnonzero(~np.isnan(np.asarray(model.endog).ravel()))
    observed = observed[observed >= output.nobs_diffuse]  # the first ones only start the states
    errors = np.asarray(output.forecasts_error)[0, observed]
    variances = np.asarray(output.forecasts_error_cov)[0, 0, observed]
    common = float(np.mean(errors**2 / variances))
    if common <= 0:
        return -np.inf, 0.0
    return float(-0.5 * (observed.size * np.log(common) + np.sum(np.log(variances)))), common


def _estimate(model: Any) -> tuple[float, float]:
    """Return the level's share of variance that maximises the likelihood, and the common variance there."""
    from scipy.optimize import minimize_scalar

    def negative(log_ratio: float) -> float:
        return -profile(model, _share(log_ratio))[0]

    heights = [negative(ratio) for ratio in _LOG_RATIOS]
    peak = float(_LOG_RATIOS[int(np.argmin(heights))])
    refined = minimize_scalar(negative, bounds=(peak - 0.5, peak + 0.5), method="bounded", options={"xatol": 1e-10})
    best = _share(float(refined.x))
    for boundary in (0.0, 1.0):
        if profile(model, boundary)[0] >= -refined.fun - _FLAT:
            best = boundary
            break
    return best, profile(model, best)[1]


def _share(log_ratio: float) -> float:
    return float(1 / (1 + np.exp(-log_ratio)))


def _parameters(irregular: float, moving: float) -> tuple[tuple[str, float], ...]:
    variances = (("irregular_variance", irregular), ("level_variance", moving))
    return (*variances, ("signal_to_noise", moving / irregular)) if irregular > 0 else variances


def _standardised(fit: Any, positions: npt.NDArray[np.intp]) -> FloatArray:
    """Return one-step errors over their standard deviation; the first observation only starts the level."""
    output = fit.filter_results
    errors = np.asarray(output.forecasts_error)[0, positions]
    return np.asarray(errors / np.sqrt(np.asarray(output.forecasts_error_cov)[0, 0, positions]), dtype=np.float64)


def _boundary_notes(irregular: float, moving: float) -> tuple[str, ...]:
    if moving == 0:
        return (_CONSTANT_LEVEL,)
    return (_NO_IRREGULAR,) if irregular == 0 else ()
