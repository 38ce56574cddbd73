"""What changed at a known event: a step in a structural model, an interrupted time series, and a counterfactual."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from indicators.timeseries.candidates import Fit
from indicators.timeseries.input import as_series, center_and_scale, check_series
from indicators.timeseries.interrupted import interrupted
from indicators.timeseries.intervals import LEVELS, normal_quantile
from indicators.timeseries.intervention_result import Effect, Intervention
from indicators.timeseries.placebos import Calibration, calibration, mean_effects, placebo_dates, regressions, steps
from indicators.timeseries.reasons import reason
from indicators.timeseries.result import FloatArray, IntArray, Interval, Reason
from indicators.timeseries.structural import has_season
from indicators.timeseries.structural_paths import path_after, state_after, structural_step
from indicators.timeseries.unobserved import Specification, fit_specification, specifications

SHORTEST_BEFORE = 30
SHORTEST_AFTER = 4
_CAUSE = "A change at the date of an event is not thereby caused by it: whatever else happened then is in it, too."
_PLACEBO = (
    "Placebo dates: the same question asked at {count} dates before the event. The model's own 95 % interval misses "
    "zero at {share:.0f} % of them; standard errors are multiplied by {factor:.2f} so that they fit the errors made "
    "there, with Student's t of {freedom:.0f} degrees of freedom."
)
_SIZE = (
    "Of made-up series without an event (60 to 144 values) the tests at 5 % call 5 of 100 changed (step and mean, 2 to "
    "9 by kind) and 6 of 100 (level and slope of the regression); without placebo dates it would be 4 to 13 and 20 to "
    "70."
)
_NO_PLACEBO = (
    "The past is too short for placebo dates: intervals are the model's own, of made-up series without an event a test "
    "at 5 % calls 4 to 13 of 100 changed, and the regression's level and slope, which need placebo dates, are left out."
)
_LOG = "On logarithms: effects are per cent of the path without the event."
_MODEL = Calibration(1.0, float("inf"))
"""The model's own standard errors, taken as normal."""


@dataclass(frozen=True, eq=False)
class _Task:
    series: FloatArray
    scaled: FloatArray
    center: float
    scale: float
    event: int
    horizon: int
    period: int
    log: bool
    spec: Specification
    fit: Fit


def intervention(
    values: npt.ArrayLike, period: int, event: int, *, horizon: int | None = None, log: bool = False
) -> Intervention | Reason:
    """
    How far did a series depart from its own past after an event, and how often would that happen without one?

    Parameters
    ----------
    values
        Shape (n,), any unit, in time order; missing values are bridged.
    period
        Values a season; 1 for none.
    event
        Position of the first value after the event.
    horizon
        Periods after the event that count; two seasons (8 without a season) at most, or to the end.
    log
        Effects in per cent, by logarithms; values must be above zero.

    Returns
    -------
    Intervention or Reason
        The structural model (local level or linear trend, season where QS finds one) is chosen by AICc and estimated
        on the values **before** the event for the counterfactual, and on all values with a step for ``step``.
        Standard errors are scaled by the errors made at placebo dates (`placebos.Calibration`).

    References
    ----------
    Harvey and Durbin (1986), J. R. Statist. Soc. A 149, 187-227 (structural interventions); Bernal, Cummins and
    Gasparrini (2017), Int. J. Epidemiology 46, 348-355 (interrupted time series); Brodersen and others (2015), Annals
    of Applied Statistics 9, 247-274 (counterfactual and cumulative effect); Newey and West (1987) for HAC; Abadie,
    Diamond and Hainmueller (2015), American J. Political Science 59, 495-510 (placebo dates).

    Examples
    --------
    >>> noise = np.cos(np.arange(80.0) ** 2)
    >>> found = intervention(np.where(np.arange(80) < 60, 0.0, 9.0) + noise, period=1, event=60)
    >>> 7 < found.effect("step").estimate < 11, found.effect("mean").p_value < 0.01
    (True, True)
    """
    broken = check_series(values, minimum=SHORTEST_BEFORE + SHORTEST_AFTER, allow_missing="any", positive=log)
    series = as_series(values)
    if broken is not None or isinstance(series, Reason):
        return broken or reason("empty")
    task = _prepare(series, period, event, horizon or (2 * period if period > 1 else 8), log)
    if isinstance(task, Reason):
        return task
    step = structural_step(task.scaled, task.spec, event)
    if step is None:
        return reason("no_convergence", family="structural")
    return _assemble(task, step)


def _assemble(task: _Task, step: tuple[float, float, FloatArray]) -> Intervention:
    """Effects with errors scaled by those at the placebo dates."""
    past = task.scaled[: task.event]
    dates = placebo_dates(task.event, task.horizon, max(SHORTEST_BEFORE, 3 * task.period))
    placebo = mean_effects(past, task.spec, task.fit.estimates, dates, task.horizon)
    dates, placebo = dates[np.isfinite(placebo)], placebo[np.isfinite(placebo)]
    own = calibration(placebo, dates, task.horizon) if placebo.size else _MODEL
    mean, cumulative, path, bands = _counterfactual(task, own)
    effects = [_effect("mean", mean[0] * task.scale, mean[1] * task.scale, own, task.log), cumulative]
    stepped = _MODEL
    if placebo.size:
        stepped = calibration(
            steps(past, task.spec, step[2], dates, task.series.size - task.event), dates, task.horizon
        )
        effects = [*_regression(task, dates), *effects]
    told = _NO_PLACEBO
    rate = placebo_p = None
    if placebo.size:
        rate = float(np.mean(np.abs(placebo) > normal_quantile(95)))
        beyond = int(np.count_nonzero(np.abs(placebo) >= abs(mean[0]) / mean[1]))
        placebo_p = (1 + beyond) / (1 + placebo.size)
        told = _PLACEBO.format(count=placebo.size, share=100 * rate, factor=own.factor, freedom=own.freedom)
    return Intervention(
        method=f"unobserved components: {task.spec.name}, estimated before the event",
        event=task.event,
        horizon=task.horizon,
        effects=(_effect("step", step[0] * task.scale, step[1] * task.scale, stepped, task.log), *effects),
        counterfactual=path,
        intervals=bands,
        widening=own.factor if placebo.size else None,
        placebo_rate=rate,
        placebo_p=placebo_p,
        placebo_dates=int(placebo.size),
        n_before=int(np.count_nonzero(~np.isnan(past))),
        n_after=int(np.count_nonzero(~np.isnan(task.series[task.event : task.event + task.horizon]))),
        notes=(
            _CAUSE,
            *((_SIZE,) if placebo.size else ()),
            told,
            *((_LOG,) if task.log else ()),
        ),
    )


def _prepare(series: FloatArray, period: int, event: int, horizon: int, log: bool) -> _Task | Reason:
    before = int(np.count_nonzero(~np.isnan(series[: max(event, 0)])))
    after = int(np.count_nonzero(~np.isnan(series[event : event + horizon]))) if event > 0 else 0
    if before < max(SHORTEST_BEFORE, 3 * period):
        return reason("short_before", count=before, minimum=max(SHORTEST_BEFORE, 3 * period))
    if after < SHORTEST_AFTER:
        return reason("short_after", count=after, minimum=SHORTEST_AFTER)
    modelled = np.log(series) if log else series
    if np.nanmax(modelled[:event]) == np.nanmin(modelled[:event]):
        return reason("constant")
    center, scale = center_and_scale(modelled[:event])
    scaled = (modelled - center) / scale
    fits = [
        (s, fit_specification(s, scaled[:event])) for s in specifications(period, has_season(scaled[:event], period))
    ]
    usable = [(s, fit) for s, fit in fits if fit is not None and np.isfinite(fit.aicc)]
    if not usable:
        return reason("no_convergence", family="unobserved components")
    spec, fit = min(usable, key=lambda pair: round(pair[1].aicc, 6))
    return _Task(series, scaled, center, scale, event, min(horizon, series.size - event), period, log, spec, fit)


def _counterfactual(
    task: _Task, own: Calibration
) -> tuple[tuple[float, float], Effect, FloatArray, tuple[Interval, ...]]:
    """Mean effect with the model's error, cumulative effect, and the path with its bands on the series' own axis."""
    model = state_after(task.spec, task.fit.estimates, task.scaled[: task.event])
    mean, covariance = path_after(model, task.event, task.horizon)
    window = slice(task.event, task.event + task.horizon)
    seen = ~np.isnan(task.scaled[window])
    weights = seen / seen.sum()
    effect = float(np.nansum((task.scaled[window] - mean) * weights))
    error = float(np.sqrt(weights @ covariance @ weights))
    back = np.exp if task.log else np.asarray
    path = np.full(task.series.size, np.nan)
    center, spread = mean * task.scale + task.center, np.sqrt(np.diag(covariance)) * task.scale
    path[window] = back(center)
    bands = []
    for level in LEVELS:
        ends = [np.full(task.series.size, np.nan) for _ in range(2)]
        ends[0][window], ends[1][window] = (back(center + side * own.reach(level) * spread) for side in (-1, 1))
        bands.append(Interval(level, ends[0], ends[1]))
    slope = path[window] * task.scale if task.log else np.full(task.horizon, task.scale)  # d value / d modelled
    total = float(np.sum((task.series[window] - path[window])[seen]))
    gradient = np.where(seen, slope, 0.0)
    cumulative = _effect("cumulative", total, float(np.sqrt(gradient @ covariance @ gradient)), own, log=False)
    return (effect, error), cumulative, path, tuple(bands)


def _effect(name: str, estimate: float, error: float, own: Calibration, log: bool) -> Effect:
    def shown(value: float) -> float:
        return 100 * float(np.expm1(value)) if log else value

    ends = [(level, own.reach(level) * error) for level in LEVELS]
    bands = tuple((level, shown(estimate - reach), shown(estimate + reach)) for level, reach in ends)
    return Effect(name, shown(estimate), bands, own.p_value(estimate, error))


def _regression(task: _Task, dates: IntArray) -> list[Effect]:
    """Level and slope of the interrupted time series, beside the same regression at the placebo dates."""
    period = task.period if task.spec.season else 1
    found = interrupted(task.scaled[: task.event + task.horizon], task.event, period)
    placebo = regressions(task.scaled[: task.event], dates, task.horizon, period)
    return [
        _effect(name, estimate * task.scale, error * task.scale,
                calibration(placebo[name], dates, task.horizon), task.log)
        for name, (estimate, error) in found.items()
    ]  # fmt: skip
