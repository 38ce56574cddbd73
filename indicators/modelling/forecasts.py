"""Forecast of four quarters beside the naive one."""

from __future__ import annotations

import datetime as dt
from typing import Any

import polars as pl

from indicators.modelling.kind import (
    MONTHS,
    NO_AXIS,
    SEASON,
    Fitted,
    Kind,
    Known,
    Subject,
    diagnostics_frame,
    later,
    no_fit,
    parameters_frame,
    starts_and_values,
)

FORECAST_QUARTERS = 4
SCORES = ("method", "mase", "coverage_80", "coverage_95", "n_errors")
BACKTEST = ("method", "origin", "horizon", "forecast", "actual", "error")


def fit(subject: Subject, known: Known) -> Fitted:
    """Forecast by the winner of a backtest; the naive forecast is shown where nothing beats it."""
    from indicators.timeseries.forecasting import forecast
    from indicators.timeseries.result import Reason
    from indicators.timeseries.rounding import published_comparison

    if subject.freq not in SEASON:
        return no_fit(subject, "forecast", NO_AXIS)
    starts, array = starts_and_values(known)
    horizon = max(1, FORECAST_QUARTERS * 3 // MONTHS[subject.freq])
    result = forecast(array, SEASON[subject.freq], horizon, log=subject.positive)
    if isinstance(result, Reason):
        return no_fit(subject, "forecast", result.sentence)
    return _fitted(subject, starts, published_comparison(result))


def _fitted(subject: Subject, starts: list[dt.date], result: Any) -> Fitted:
    shown = result.preferred
    ahead = [later(starts[-1], subject.freq, int(h)) for h in shown.horizon]
    beside = {f"benchmark{'' if n == 'mean' else '_' + n}": c for n, c in result.benchmark.columns().items()}
    frame = pl.DataFrame({"period_start": ahead, **shown.columns(), **beside})
    scores = pl.DataFrame([{name: getattr(s, name) for name in SCORES} for s in result.scores])
    backtest = pl.DataFrame({name: list(getattr(result.backtest, name)) for name in BACKTEST})
    kept = "" if result.beats_benchmark else f"The {result.benchmark.method} forecast is therefore the one shown."
    return Fitted(
        subject,
        "forecast",
        shown.method,
        frame,
        tuple(text for text in (result.sentence, kept) if text),
        tuple(result.notes),
        diagnostics=diagnostics_frame(shown.diagnostics),
        scores=scores,
        backtest=backtest.with_columns(pl.Series("origin", [starts[i] for i in result.backtest.origin])),
        tables={"model_parameters": parameters_frame(shown.parameters)},
    )


KIND = Kind(
    "forecast", "Forecast of four quarters (ETS or SARIMA, chosen by backtest)", fit, frame_table="model_forecasts"
)
