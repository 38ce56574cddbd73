"""Forecast a regular series: two families of models, chosen by backtest, beside naive benchmarks."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace

import numpy as np
import numpy.typing as npt

from indicators.timeseries.backtesting import (
    MASE_DECIMALS,
    Predict,
    against,
    backtest,
    beats,
    freedom,
    scores,
    widening,
)
from indicators.timeseries.benchmarks import NAIVE, SEASONAL_NAIVE, naive_forecast, seasonal_naive_forecast
from indicators.timeseries.candidates import Fit
from indicators.timeseries.comparison import Backtest, ForecastComparison, Score
from indicators.timeseries.diagnostics import default_lags, residual_diagnostics
from indicators.timeseries.forecast_task import ForecastTask
from indicators.timeseries.input import as_series, check_series, check_zeros, observed_span
from indicators.timeseries.intervals import LEVELS, normal_intervals, student_widening
from indicators.timeseries.reasons import reason
from indicators.timeseries.result import FloatArray, Forecast, Interval, Reason
from indicators.timeseries.rounding import published
from indicators.timeseries.selection import ETS, REFIT_EVERY, SARIMA, UC, Rolled, families, roll, select

MINIMUM_OBSERVATIONS = 60

_INTERVALS = (
    "The models take their parameters as known; intervals here are {factor:.2f} times as wide as they state, for the "
    "errors made in the backtest, with Student's t of as many degrees of freedom as errors that far ahead are worth: "
    "those of neighbouring origins go together. {covered}"
)
_COVERED = (
    "Of made-up series (random walks, local levels, AR(0.8), with and without a season) 80 % intervals held 81 of 100 "
    "values, 73 to 87 by kind and distance, 95 % intervals 96, 94 to 100 by kind."
)
_SIGMA = "The error variance is corrected for the number of estimated coefficients."
_LOG = "Modelled on logarithms: the point forecast is the median, and intervals are not symmetric."
_VINTAGES = (
    "Each forecast of the backtest saw the series as it was known at its origin ({count} of {origins} origins knew "
    "other values than those of today); outcomes are today's values."
)
_TRUE_SIZE = (
    "Errors of neighbouring origins overlap, so the Diebold-Mariano p-values are simulated for as much overlap: of "
    "equal forecasts of made-up series 2 to 8 in 100 are called different at 5 %."
)
_NAIVE = "The error variance is the mean squared difference (Hyndman and Athanasopoulos 2021, section 5.5)."
_AICC = {
    ETS: "AICc counts smoothing parameters, free initial states and the variance; comparable among ETS models only.",
    UC: "AICc counts variances and diffuse initial states; comparable among unobserved components models only.",
    SARIMA: "AICc uses the exact likelihood after differencing, counts coefficients and the variance; comparable among "
    "models of the same differences only. MA terms carry a plus sign (R); Box and Jenkins print the opposite.",
}


def forecast(
    values: npt.ArrayLike,
    period: int,
    horizon: int,
    *,
    log: bool = False,
    levels: tuple[int, ...] = LEVELS,
    minimum: int = MINIMUM_OBSERVATIONS,
    vintages: Sequence[npt.ArrayLike | None] = (),
) -> ForecastComparison | Reason:
    """
    What comes next, how wide is the uncertainty, and does the model beat the naive forecast?

    Within ETS (six additive models), SARIMA (four or five) and unobserved components (three) the specification is
    chosen by AICc; between the families by mean absolute scaled error in a rolling-origin backtest, whose
    specifications are chosen from the data before its first origin. The winner is then specified and estimated anew
    from all data. Naive and seasonal naive forecasts run through the same backtest; the model beats them only if its
    MASE is more than 1 % smaller: naive wins ties.

    Parameters
    ----------
    values
        Shape (n,), any unit, one value a period in time order, complete between the first and the last observation.
        Missing values at the start are dropped. Missing values at the end are periods not published yet: they are
        forecast too (`Forecast.nowcast_steps` of them come first), at most `horizon` of them.
    period
        Values a season: 12, 4, 2 or 1 (no season).
    horizon
        Periods to forecast after the **end of the array**, so the result has nowcast_steps + horizon steps.
    log
        Model logarithms; values must be above zero. Never for balances and net shares. The caller chooses.
    levels
        Of the prediction intervals, per cent.
    minimum
        Observations needed.
    vintages
        One for each position: the series up to and with it **as it was known when that value was first known**, or
        None. The backtest then forecasts from what was known at each origin; outcomes are today's values.

    Returns
    -------
    ForecastComparison or Reason
        Model, benchmarks, scores, the backtest table and the finding as a sentence.

    Notes
    -----
    Cost is bounded: at most 12 origins, parameters estimated anew at every fourth; two to four seconds for 400 monthly
    values on one core. Deterministic: fixed starts, no random numbers.

    References
    ----------
    Hyndman and Athanasopoulos (2021), Forecasting: Principles and Practice, 3rd ed., chapters 5, 8 and 9;
    Tashman (2000), International Journal of Forecasting 16, 437-450 (rolling origins). Computed by statsmodels.

    Examples
    --------
    >>> forecast([1.0, 2.0, 4.0], period=12, horizon=12).sentence
    'Only 3 values are observed; the method needs at least 60.'
    """
    if horizon < 1 or period < 1:
        raise ValueError(f"period and horizon are at least 1, not {period} and {horizon}")
    broken = check_series(values, minimum=minimum, allow_missing="ends", positive=log) or check_zeros(values)
    series = as_series(values)
    if broken is not None or isinstance(series, Reason):
        return broken or reason("empty")
    start, stop = observed_span(series)
    if vintages and len(vintages) != series.size:
        raise ValueError(f"{len(vintages)} vintages for {series.size} positions: give one each, or None in its place")
    known_then = tuple(None if v is None else np.asarray(v, dtype=np.float64) for v in vintages)
    task = ForecastTask(series[start:stop], start, series.size - stop, period, horizon, log, levels, known_then)
    return task.refusal() or _compare(task)


def _compare(task: ForecastTask) -> ForecastComparison | Reason:
    """Run the backtest, specify the winner anew from all data, and put it beside the benchmarks."""
    modelled = task.scaling.forward(task.known)
    rolled = {family.name: roll(family, modelled, task.origins, task.history) for family in families(task.period)}
    usable = {name: result for name, result in rolled.items() if isinstance(result, Rolled)}
    if not usable:
        return reason("no_convergence", family=f"{UC}, {SARIMA} or {ETS}")
    naive = _naive_methods(task.period)
    predictors = [(name, _at_origin(result)) for name, result in usable.items()]
    predictors += [(name, _always(predict)) for name, predict in naive]
    table = backtest(
        task.known,
        task.scaling,
        predictors,
        origins=task.origins,
        horizon=task.horizon,
        period=task.period,
        refits=max(result.estimated for result in usable.values()),
        history=task.history,
    )
    ranking = _tested(scores(table), table, usable, task)
    best = next(score for score in ranking if score.method in usable)
    rival = next(score for score in ranking if score.method not in usable)
    chosen = select(next(family for family in families(task.period) if family.name == best.method), modelled)
    if chosen is None:
        return reason("no_convergence", family=best.method)
    model = _model(best.method, chosen[1], task, widening(table, best.method))
    benchmarks = tuple(_benchmark(name, predict, task, widening(table, name)) for name, predict in naive)
    for made in (model, *benchmarks):
        if not all(np.isfinite(column).all() for column in made.columns().values()):
            return reason("not_finite", method=made.method)
    return ForecastComparison(
        model=model,
        benchmark=next(made for made in benchmarks if made.method == rival.method),
        benchmarks=benchmarks,
        scores=ranking,
        backtest=table,
        beats_benchmark=beats(best, rival),
        sentence=_sentence(model, best, rival, task),
        notes=_notes(rolled, task),
    )


def _tested(
    ranking: tuple[Score, ...], table: Backtest, fitted: Mapping[str, Rolled], task: ForecastTask
) -> tuple[Score, ...]:
    """Add to each score the test against the better naive forecast."""
    rival = next(score.method for score in ranking if score.method not in fitted)
    step = int(np.diff(task.origins)[0]) if task.origins.size > 1 else 1
    made = []
    for score in ranking:
        found = None if score.method == rival else against(table, score.method, rival, step)
        made.append(replace(score, dm_p_value=None if found is None else found.p_value))
    return tuple(made)


def _at_origin(result: Rolled) -> Callable[[int], Predict]:
    return lambda index: result.fits[index].predict


def _always(predict: Predict) -> Callable[[int], Predict]:
    return lambda index: predict


def _naive_methods(period: int) -> tuple[tuple[str, Predict], ...]:
    plain: tuple[str, Predict] = (NAIVE, naive_forecast)
    if period == 1:
        return (plain,)
    return ((SEASONAL_NAIVE, lambda values, steps: seasonal_naive_forecast(values, period, steps)), plain)


def _intervals(mean: FloatArray, variance: FloatArray, task: ForecastTask, wider: float) -> tuple[Interval, ...]:
    error, known = wider * np.sqrt(variance), freedom(task.origins, mean.size)
    bands = [
        band
        for level in task.levels
        for band in normal_intervals(mean, student_widening(level, known) * error, (level,))
    ]
    return tuple(Interval(band.level, task.scaling.back(band.lower), task.scaling.back(band.upper)) for band in bands)


def _benchmark(name: str, predict: Predict, task: ForecastTask, wider: float) -> Forecast:
    mean, variance = predict(task.scaling.forward(task.known), task.late + task.horizon)
    return Forecast(
        method=name,
        mean=task.scaling.back(mean),
        intervals=_intervals(mean, variance, task, wider),
        first_index=task.start + task.known.size,
        nowcast_steps=task.late,
        n_observations=task.known.size,
        parameters=(("sigma2", float(variance[0]) * task.scaling.scale**2),),
        notes=(_NAIVE, _INTERVALS.format(factor=wider, covered=_COVERED), *((_LOG,) if task.log else ())),
    )


def _model(family: str, fit: Fit, task: ForecastTask, wider: float) -> Forecast:
    """State a fit in the unit of the series: sigma2, drift and likelihood were on the modelled scale."""
    mean, variance = fit.predict(task.scaling.forward(task.known), task.late + task.horizon)
    scale = task.scaling.scale
    shift = fit.n_likelihood * float(np.log(scale))
    units = {name: scale if name == "intercept" else scale**2 for name, _ in fit.parameters
             if name == "intercept" or name.startswith("sigma2")}  # fmt: skip
    coefficients = [name for name, _ in fit.parameters if name not in units]
    lags = default_lags(task.known.size, task.period)
    notes = (_INTERVALS.format(factor=wider, covered=_COVERED), _SIGMA, _AICC[family])
    return Forecast(
        method=fit.name,
        mean=task.scaling.back(mean),
        intervals=_intervals(mean, variance, task, wider),
        first_index=task.start + task.known.size,
        nowcast_steps=task.late,
        n_observations=task.known.size,
        parameters=tuple((name, value * units.get(name, 1.0)) for name, value in fit.parameters),
        aicc=fit.aicc + 2 * shift,
        log_likelihood=fit.log_likelihood - shift,
        diagnostics=residual_diagnostics(fit.residuals, lags, len(coefficients)),
        notes=(*notes, _LOG) if task.log else notes,
    )


def _notes(rolled: dict[str, Rolled | Reason], task: ForecastTask) -> tuple[str, ...]:
    season = f"{task.period} periods" if task.period > 1 else "one period"
    search = (
        f"Backtest: {task.origins.size} origins, horizons 1 to {task.horizon}, parameters estimated anew at every "
        f"{REFIT_EVERY}th origin; errors scaled by the mean absolute difference over {season} before the first origin."
    )
    lines = [
        f"In the backtest {name} is {result.fits[0].name}, chosen by AICc before the first origin."
        if isinstance(result, Rolled)
        else f"{result.sentence} It is left out."
        for name, result in rolled.items()
    ]
    overlap = -(-task.horizon // max(int(np.diff(task.origins)[0]), 1))
    lines = [*lines, _TRUE_SIZE] if overlap > 1 else lines
    revised = (_VINTAGES.format(count=task.revised_origins, origins=task.origins.size),) if task.vintages else ()
    return (search, *revised, *lines)


def _sentence(model: Forecast, best: Score, rival: Score, task: ForecastTask) -> str:
    subject = f"{model.method} beats" if beats(best, rival) else "No model beats"
    ours, theirs = published(best.mase, MASE_DECIMALS), published(rival.mase, MASE_DECIMALS)
    return (
        f"{subject} the {rival.method} forecast: mean absolute scaled error {ours} ({best.method}) "
        f"against {theirs} over {task.origins.size} origins and horizons 1 to {task.horizon}."
    )
