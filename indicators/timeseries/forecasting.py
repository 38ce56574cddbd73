"""Forecast a regular series: two families of models, chosen by backtest, beside naive benchmarks."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from indicators.timeseries.arima import SEASONAL_STRENGTH, fit_sarima, sarima_candidates
from indicators.timeseries.backtesting import (
    MASE_DECIMALS,
    MINIMUM_ORIGINS,
    Predict,
    Scaling,
    backtest,
    mase_scale,
    rolling_origins,
    scores,
)
from indicators.timeseries.benchmarks import NAIVE, SEASONAL_NAIVE, naive_forecast, seasonal_naive_forecast
from indicators.timeseries.candidates import Fit
from indicators.timeseries.decomposition import stl_decompose
from indicators.timeseries.diagnostics import default_lags, residual_diagnostics
from indicators.timeseries.input import as_series, center_and_scale, check_series, observed_span
from indicators.timeseries.intervals import LEVELS, normal_intervals
from indicators.timeseries.reasons import reason
from indicators.timeseries.result import (
    Components,
    FloatArray,
    Forecast,
    ForecastComparison,
    Interval,
    IntArray,
    Reason,
    Score,
)
from indicators.timeseries.smoothing import ets_candidates, fit_ets

MINIMUM_OBSERVATIONS = 60
LONGEST_PERIOD = 12
REFIT_EVERY = 4
"""Origins between two estimations in the backtest; in between parameters are held and data added."""
ETS, SARIMA = "ETS", "SARIMA"

_INTERVALS = "Intervals are normal with parameters taken as known: they leave out the uncertainty of estimation."
_SIGMA = "The error variance is corrected for the number of estimated coefficients."
_LOG = "Modelled on logarithms: the point forecast is the median, and intervals are not symmetric."
_NAIVE = "The error variance is the mean squared difference, uncorrected (Hyndman and Athanasopoulos 2021, section 5.5)."
_AICC = {
    ETS: "AICc counts smoothing parameters, free initial states and the variance; comparable among ETS models only.",
    SARIMA: "AICc uses the exact likelihood after differencing, counts coefficients and the variance; comparable among "
    "models of the same differences only. MA terms carry a plus sign (R); Box and Jenkins print the opposite.",
}


@dataclass(frozen=True, slots=True)
class _Family:
    """A family of models: `candidates` may depend on the data known so far."""

    name: str
    candidates: Callable[[FloatArray], tuple[Any, ...]]
    fit: Callable[..., Fit | None]


def forecast(
    values: npt.ArrayLike,
    period: int,
    horizon: int,
    *,
    log: bool = False,
    levels: tuple[int, ...] = LEVELS,
    minimum: int = MINIMUM_OBSERVATIONS,
) -> ForecastComparison | Reason:
    """
    What comes next, how wide is the uncertainty, and does the model beat the naive forecast?

    Within ETS (six additive models) and SARIMA (four or five models) the specification is chosen by AICc; between
    the two families by mean absolute scaled error in a rolling-origin backtest, whose specifications are chosen from
    the data before its first origin. The winner is then specified and estimated anew from all data. Naive and
    seasonal naive forecasts run through the same backtest; the model beats them only if its MASE is smaller at three
    decimals.

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

    Returns
    -------
    ForecastComparison or Reason
        Model, benchmarks, scores, the backtest table and the finding as a sentence.

    Notes
    -----
    Cost is bounded: at most 12 origins, parameters estimated anew at every fourth; about two seconds for 400 monthly
    values. Deterministic: fixed starts, no random numbers.

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
    if period > LONGEST_PERIOD:
        return reason("seasonal_too_long", period=period, limit=LONGEST_PERIOD)
    broken = check_series(values, minimum=minimum, allow_missing="ends", positive=log)
    series = as_series(values)
    if broken is not None or isinstance(series, Reason):
        return broken or reason("empty")
    start, stop = observed_span(series)
    late = series.size - stop
    if late > horizon:
        return reason("ended", count=late, limit=horizon)
    known = series[start:stop]
    origins = rolling_origins(known.size, period, horizon)
    if origins.size < MINIMUM_ORIGINS:
        return reason("too_few_origins", count=origins.size, minimum=MINIMUM_ORIGINS)
    if mase_scale(known[: origins[0] + 1], period) <= 1e-12 * float(np.max(np.abs(known))):
        return reason("flat_start", lag=period)
    scaling = Scaling(*center_and_scale(np.log(known) if log else known), log)
    return _compare(known, scaling, period, horizon, origins, levels, start, late)


def _compare(
    known: FloatArray,
    scaling: Scaling,
    period: int,
    horizon: int,
    origins: IntArray,
    levels: tuple[int, ...],
    start: int,
    late: int,
) -> ForecastComparison | Reason:
    """Run the backtest and put winner and benchmarks together."""
    modelled = scaling.forward(known)
    families = _families(period)
    predictors: list[tuple[str, Callable[[int], Predict]]] = []
    notes = [_search_note(origins, horizon, period)]
    refits = 0
    for family in families:  # SARIMA first: the simpler method, named later, wins a tie
        rolled = _roll(family, modelled, origins)
        if isinstance(rolled, Reason):
            notes.append(f"{rolled.sentence} It is left out.")
            continue
        fits, refits = rolled
        notes.append(f"In the backtest {family.name} is {fits[0].name}, chosen before the first origin.")
        predictors.append((family.name, lambda index, fits=fits: fits[index].predict))  # type: ignore[misc]
    if not predictors:
        return reason("exact_pattern" if _exact(modelled, period) else "no_convergence", family="ETS or SARIMA")
    naive = _naive_methods(period)
    table = backtest(
        known, scaling, [*predictors, *((n, _always(p)) for n, p in naive)], origins, horizon, period, refits
    )
    ranking = scores(table)
    benchmarks = tuple(
        _benchmark(name, predict, modelled, scaling, levels, start, late, horizon) for name, predict in naive
    )
    best = next(score for score in ranking if score.method in (ETS, SARIMA))
    winner = next(family for family in families if family.name == best.method)
    fit = _select(winner, modelled)
    if fit is None:
        return reason("no_convergence", family=winner.name)
    model = _model_forecast(winner.name, fit, modelled, scaling, levels, start, late, horizon, period)
    rival = next(score for score in ranking if score.method in (NAIVE, SEASONAL_NAIVE))
    beats = round(best.mase, MASE_DECIMALS) < round(rival.mase, MASE_DECIMALS)
    return ForecastComparison(
        model=model,
        benchmark=next(b for b in benchmarks if b.method == rival.method),
        benchmarks=benchmarks,
        scores=ranking,
        backtest=table,
        beats_benchmark=beats,
        sentence=_sentence(model.method, best, rival, beats, origins.size, horizon),
        notes=tuple(notes),
    )


def _families(period: int) -> tuple[_Family, ...]:
    def arima_set(modelled: FloatArray) -> tuple[Any, ...]:
        return sarima_candidates(period, _has_season(modelled, period))

    return (
        _Family(SARIMA, arima_set, fit_sarima),
        _Family(ETS, lambda modelled: ets_candidates(period), fit_ets),
    )


def _has_season(modelled: FloatArray, period: int) -> bool:
    if period < 2:
        return False
    components = stl_decompose(modelled, period, robust=False)
    return isinstance(components, Components) and components.parameter("seasonal_strength") > SEASONAL_STRENGTH


def _select(family: _Family, modelled: FloatArray) -> Fit | None:
    """Return the fit with the lowest AICc; the one declared first wins a tie."""
    chosen = _select_candidate(family, modelled)
    return None if chosen is None else chosen[1]


def _select_candidate(family: _Family, modelled: FloatArray) -> tuple[Any, Fit] | None:
    fitted = [(candidate, family.fit(candidate, modelled)) for candidate in family.candidates(modelled)]
    usable = [(candidate, fit) for candidate, fit in fitted if fit is not None and np.isfinite(fit.aicc)]
    return min(usable, key=lambda pair: round(pair[1].aicc, 6)) if usable else None


def _roll(family: _Family, modelled: FloatArray, origins: IntArray) -> tuple[list[Fit], int] | Reason:
    """Return the fit in force at each origin and how many times parameters were estimated."""
    chosen = _select_candidate(family, modelled[: origins[0] + 1])
    if chosen is None:
        return reason("no_convergence", family=family.name)
    candidate, fit = chosen
    fits: list[Fit] = []
    estimated = 1
    for index, origin in enumerate(origins.tolist()):
        if index and index % REFIT_EVERY == 0:
            again = family.fit(candidate, modelled[: origin + 1], fit.estimates)
            fit, estimated = (again, estimated + 1) if again is not None else (fit, estimated)
        fits.append(fit)
    return fits, estimated


def _exact(modelled: FloatArray, period: int) -> bool:
    """Tell whether differencing leaves nothing: a straight line, or one repeated season on a line."""
    rest = np.diff(modelled[period:] - modelled[:-period])
    return bool(np.max(np.abs(rest)) <= 1e-9)


def _always(predict: Predict) -> Callable[[int], Predict]:
    return lambda index: predict


def _naive_methods(period: int) -> tuple[tuple[str, Predict], ...]:
    plain: tuple[str, Predict] = (NAIVE, naive_forecast)
    if period == 1:
        return (plain,)
    return ((SEASONAL_NAIVE, lambda values, steps: seasonal_naive_forecast(values, period, steps)), plain)


def _intervals(
    mean: FloatArray, variance: FloatArray, scaling: Scaling, levels: tuple[int, ...]
) -> tuple[Interval, ...]:
    return tuple(
        Interval(band.level, scaling.back(band.lower), scaling.back(band.upper))
        for band in normal_intervals(mean, np.sqrt(variance), levels)
    )


def _benchmark(
    name: str,
    predict: Predict,
    modelled: FloatArray,
    scaling: Scaling,
    levels: tuple[int, ...],
    start: int,
    late: int,
    horizon: int,
) -> Forecast:
    mean, variance = predict(modelled, late + horizon)
    return Forecast(
        method=name,
        mean=scaling.back(mean),
        intervals=_intervals(mean, variance, scaling, levels),
        first_index=start + modelled.size,
        nowcast_steps=late,
        n_observations=modelled.size,
        parameters=(("sigma2", float(variance[0]) * scaling.scale**2),),
        notes=(_NAIVE, _LOG) if scaling.log else (_NAIVE,),
    )


def _model_forecast(
    family: str,
    fit: Fit,
    modelled: FloatArray,
    scaling: Scaling,
    levels: tuple[int, ...],
    start: int,
    late: int,
    horizon: int,
    period: int,
) -> Forecast:
    mean, variance = fit.predict(modelled, late + horizon)
    shift = fit.n_likelihood * float(np.log(scaling.scale))
    units = {"sigma2": scaling.scale**2, "intercept": scaling.scale}
    coefficients = [name for name, _ in fit.parameters if name not in units]
    notes = (_INTERVALS, _SIGMA, _AICC[family])
    return Forecast(
        method=fit.name,
        mean=scaling.back(mean),
        intervals=_intervals(mean, variance, scaling, levels),
        first_index=start + modelled.size,
        nowcast_steps=late,
        n_observations=modelled.size,
        parameters=tuple((name, value * units.get(name, 1.0)) for name, value in fit.parameters),
        aicc=fit.aicc + 2 * shift,
        log_likelihood=fit.log_likelihood - shift,
        diagnostics=residual_diagnostics(fit.residuals, default_lags(modelled.size, period), len(coefficients)),
        notes=(*notes, _LOG) if scaling.log else notes,
    )


def _search_note(origins: IntArray, horizon: int, period: int) -> str:
    season = f"{period} periods" if period > 1 else "one period"
    return (
        f"Backtest: {origins.size} origins, horizons 1 to {horizon}, parameters estimated anew at every "
        f"{REFIT_EVERY}th origin; errors scaled by the mean absolute difference over {season} before the first origin."
    )


def _sentence(method: str, best: Score, rival: Score, beats: bool, origins: int, horizon: int) -> str:
    verdict = f"{method} beats the {rival.method} forecast" if beats else f"No model beats the {rival.method} forecast"
    return (
        f"{verdict}: mean absolute scaled error {best.mase:.3f} ({best.method}) against {rival.mase:.3f} "
        f"over {origins} origins and horizons 1 to {horizon}."
    )
