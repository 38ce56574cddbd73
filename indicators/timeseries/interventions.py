"""What changed at a known event: a step in a structural model, an interrupted time series, and a counterfactual."""

from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import numpy.typing as npt

from indicators.timeseries.candidates import Fit
from indicators.timeseries.input import as_series, center_and_scale, check_series
from indicators.timeseries.intervals import LEVELS, normal_intervals, normal_quantile
from indicators.timeseries.reasons import reason
from indicators.timeseries.result import FloatArray, Interval, Reason, frozen
from indicators.timeseries.rounding import decimals_for, published, published_array
from indicators.timeseries.structural import has_season
from indicators.timeseries.structural_paths import forecast_covariance, structural_step
from indicators.timeseries.unobserved import Specification, fit_specification, specifications

SHORTEST_BEFORE = 30
SHORTEST_AFTER = 4
MOST_PLACEBOS = 24
_KNOWN = (
    "Intervals take the variances as known and are too narrow in short series: of 30 simulated ones of 120 values "
    "without an event a test at 5 % called 4 changed. The placebo rate is the better guide. Errors of the regression "
    "are corrected for serial correlation (HAC)."
)
_CAUSE = "A change at the date of an event is not thereby caused by it: whatever else happened then is in it, too."
_PLACEBO = (
    "Placebo dates: the same question asked at {count} dates before the event, variances held; a 95 % interval should "
    "miss zero at one in twenty of them, here it does at {share:.0f} %."
)
_NO_PLACEBO = "The past is too short for placebo dates: how often the method cries wolf here is not known."
_LOG = "On logarithms: effects are per cent of the path without the event."


@dataclass(frozen=True, slots=True)
class Effect:
    """
    One estimated effect.

    Attributes
    ----------
    name
        ``step`` (structural model), ``level``, ``slope`` (interrupted time series), ``mean`` (actual less
        counterfactual over the horizon), ``cumulative`` (their sum, always in the unit of the series).
    estimate
        Unit of the series, or per cent on logarithms; the slope a period.
    bands
        (level, lower, upper) of each interval.
    p_value
        Two-sided, of no effect.
    """

    name: str
    estimate: float
    bands: tuple[tuple[int, float, float], ...]
    p_value: float


@dataclass(frozen=True, eq=False)
class Intervention:
    """
    What changed at an event.

    Attributes
    ----------
    method
        The structural model in words.
    event, horizon
        Position of the first value after the event, and the number of periods looked at from there.
    effects
        In the order of `Effect.name`.
    counterfactual
        Shape (n,): the path had the past gone on; NaN before the event and behind the horizon.
    intervals
        Of single values of that path.
    placebo_rate
        Share of placebo dates with an "effect" at 5 per cent; None where the past is too short.
    placebo_p
        (1 + placebo effects at least as far out) / (1 + placebo dates), by standardised mean effect.
    n_before, n_after
        Observed values used.
    notes
        Conventions and warnings.
    """

    method: str
    event: int
    horizon: int
    effects: tuple[Effect, ...]
    counterfactual: FloatArray
    intervals: tuple[Interval, ...]
    placebo_rate: float | None
    placebo_p: float | None
    n_before: int
    n_after: int
    notes: tuple[str, ...]

    def __post_init__(self) -> None:
        object.__setattr__(self, "counterfactual", frozen(self.counterfactual))

    def effect(self, name: str) -> Effect:
        """Return one effect by name."""
        return next(effect for effect in self.effects if effect.name == name)


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

    References
    ----------
    Harvey and Durbin (1986), J. R. Statist. Soc. A 149, 187-227 (structural interventions); Bernal, Cummins and
    Gasparrini (2017), Int. J. Epidemiology 46, 348-355 (interrupted time series); Brodersen and others (2015), Annals
    of Applied Statistics 9, 247-274 (counterfactual and cumulative effect); Newey and West (1987) for HAC.

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
    mean, cumulative, path, bands = _counterfactual(task)
    step = structural_step(task.scaled, task.spec, event)
    if step is None:
        return reason("no_convergence", family="structural")
    rate, placebo_p = _placebos(task, abs(mean[0]) / mean[1])
    effects = (
        _effect("step", step[0] * task.scale, step[1] * task.scale, log),
        *_interrupted(task),
        _effect("mean", mean[0] * task.scale, mean[1] * task.scale, log),
        cumulative,
    )
    told = _NO_PLACEBO if rate is None else _PLACEBO.format(count=_placebo_dates(task).size, share=100 * rate)
    return Intervention(
        method=f"unobserved components: {task.spec.name}, estimated before the event",
        event=event,
        horizon=task.horizon,
        effects=effects,
        counterfactual=path,
        intervals=bands,
        placebo_rate=rate,
        placebo_p=placebo_p,
        n_before=int(np.count_nonzero(~np.isnan(series[:event]))),
        n_after=int(np.count_nonzero(~np.isnan(series[event : event + task.horizon]))),
        notes=(_CAUSE, _KNOWN, told, *((_LOG,) if log else ())),
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


def _counterfactual(task: _Task) -> tuple[tuple[float, float], Effect, FloatArray, tuple[Interval, ...]]:
    """Mean effect with its error, cumulative effect, and the path with its bands on the series' own axis."""
    mean, covariance = forecast_covariance(task.spec, task.fit.estimates, task.scaled[: task.event], task.horizon)
    actual = task.scaled[task.event : task.event + task.horizon]
    seen = ~np.isnan(actual)
    weights = seen / seen.sum()
    effect = float(np.nansum((actual - mean) * weights))
    error = float(np.sqrt(weights @ covariance @ weights))
    back = np.exp if task.log else np.asarray
    path = np.full(task.series.size, np.nan)
    window = slice(task.event, task.event + task.horizon)
    path[window] = back(mean * task.scale + task.center)
    bands = []
    for band in normal_intervals(mean * task.scale + task.center, np.sqrt(np.diag(covariance)) * task.scale, LEVELS):
        ends = [np.full(task.series.size, np.nan) for _ in range(2)]
        ends[0][window], ends[1][window] = back(band.lower), back(band.upper)
        bands.append(Interval(band.level, ends[0], ends[1]))
    slope = path[window] * task.scale if task.log else np.full(task.horizon, task.scale)  # d value / d modelled
    total = float(np.sum((task.series[window] - path[window])[seen]))
    gradient = np.where(seen, slope, 0.0)
    cumulative = _effect("cumulative", total, float(np.sqrt(gradient @ covariance @ gradient)), log=False)
    return (effect, error), cumulative, path, tuple(bands)


def _effect(name: str, estimate: float, error: float, log: bool) -> Effect:
    from scipy.stats import norm

    def shown(value: float) -> float:
        return 100 * float(np.expm1(value)) if log else value

    bands = tuple((n, shown(estimate - normal_quantile(n) * error), shown(estimate + normal_quantile(n) * error))
                  for n in LEVELS)  # fmt: skip
    p_value = float(2 * norm.sf(abs(estimate) / error)) if error > 0 else float(estimate == 0)
    return Effect(name, shown(estimate), bands, p_value)


def _interrupted(task: _Task) -> tuple[Effect, ...]:
    """Change of level and slope in a regression on time, season, step and ramp, with HAC errors."""
    from statsmodels.regression.linear_model import OLS

    stop = task.event + task.horizon
    time = np.arange(stop, dtype=float)
    after = time >= task.event
    columns = [np.ones(stop), time / stop, after, np.where(after, time - task.event, 0.0)]
    if task.spec.season:
        columns += [(time % task.period == month).astype(float) for month in range(1, task.period)]
    design, known = np.column_stack(columns), ~np.isnan(task.scaled[:stop])
    n = int(known.sum())
    lags = max(1, int(4 * (n / 100) ** (2 / 9)), task.period // 4)
    fitted: Any = OLS(task.scaled[:stop][known], design[known]).fit(
        cov_type="HAC", cov_kwds={"maxlags": lags, "use_correction": True}
    )
    return tuple(
        _effect(name, float(fitted.params[place]) * task.scale, float(fitted.bse[place]) * task.scale, task.log)
        for name, place in (("level", 2), ("slope", 3))
    )


def _placebo_dates(task: _Task) -> npt.NDArray[np.int64]:
    first, last = max(SHORTEST_BEFORE, 3 * task.period), task.event - task.horizon
    if last - first < 4:
        return np.array([], dtype=np.int64)
    return np.unique(np.linspace(first, last, min(MOST_PLACEBOS, last - first + 1)).astype(np.int64))


def _placebos(task: _Task, observed: float) -> tuple[float | None, float | None]:
    """False-alarm rate at 5 per cent, and how many placebo effects are at least as far out."""
    found = []
    for date in _placebo_dates(task).tolist():
        mean, covariance = forecast_covariance(task.spec, task.fit.estimates, task.scaled[:date], task.horizon)
        actual = task.scaled[date : date + task.horizon]
        seen = ~np.isnan(actual)
        if seen.sum() >= SHORTEST_AFTER:
            weights = seen / seen.sum()
            found.append(
                abs(float(np.nansum((actual - mean) * weights))) / float(np.sqrt(weights @ covariance @ weights))
            )
    if not found:
        return None, None
    far = np.array(found)
    return float(np.mean(far > normal_quantile(95))), float((1 + np.sum(far >= observed)) / (1 + far.size))


def published_intervention(result: Intervention) -> Intervention:
    """
    Put an intervention through the rounding gate: each effect keeps the places its 80 per cent interval bears.

    Examples
    --------
    >>> noise = np.cos(np.arange(80.0) ** 2)
    >>> found = published_intervention(intervention(np.where(np.arange(80) < 60, 0.0, 9.0) + noise, 1, 60))
    >>> round(found.effect("mean").estimate, 3) == found.effect("mean").estimate
    True
    """
    size = float(np.nanmax(np.abs(result.counterfactual)))
    width = float(np.nanmedian(result.intervals[0].upper - result.intervals[0].lower)) / 2
    digits = decimals_for(size, width)
    return replace(
        result,
        effects=tuple(_rounded(effect) for effect in result.effects),
        counterfactual=published_array(result.counterfactual, digits),
        intervals=tuple(
            Interval(b.level, published_array(b.lower, digits), published_array(b.upper, digits))
            for b in result.intervals
        ),
        placebo_rate=_three(result.placebo_rate),
        placebo_p=_three(result.placebo_p),
    )


def _rounded(effect: Effect) -> Effect:
    _, low, high = effect.bands[0]
    digits = decimals_for(effect.estimate, (high - low) / 2)

    def shown(value: float) -> float:
        return float(published(value, digits) or 0)

    bands = tuple((level, shown(a), shown(b)) for level, a, b in effect.bands)
    return replace(
        effect, estimate=shown(effect.estimate), bands=bands, p_value=float(published(effect.p_value, 3) or 0)
    )


def _three(value: float | None) -> float | None:
    return None if value is None else float(published(value, 3) or 0)
