"""Forecast of four quarters beside the naive one."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

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
    series_known,
    starts_and_values,
)
from indicators.numbers import p_text

if TYPE_CHECKING:
    from indicators.store.view import AsOfView

FORECAST_QUARTERS = 4
SCORES = ("method", "mase", "rmsse", "crps", "coverage_80", "coverage_95", "dm_p_value", "n_errors")
BACKTEST = ("method", "origin", "horizon", "forecast", "actual", "error")


def known(view: AsOfView, subject: Subject) -> Known:
    """The series, and every value it had before with the day from which that held."""
    rows = view.vintages(subject.id).filter(pl.col("value").is_not_null())
    days = rows.select(pl.col("period_start").dt.to_string("iso"), pl.col("published_on").dt.to_string("iso"), "value")
    return {**series_known(view, subject), "vintages": [list(row) for row in days.iter_rows()]}


def as_known(starts: list[dt.date], vintages: Sequence[tuple[str, str, float]]) -> list[list[float | None] | None]:
    """For each period the series up to it as known on the day its first value came; None where no value is stored.

    Examples
    --------
    >>> rows = [("2026-01-01", "2026-02-10", 1.0), ("2026-01-01", "2026-03-10", 1.5), ("2026-02-01", "2026-02-20", 2.0)]
    >>> as_known([dt.date(2026, 1, 1), dt.date(2026, 2, 1)], rows)
    [[1.0], [1.0, 2.0]]
    """
    by_period: dict[str, list[tuple[str, float]]] = {}
    for period, day, value in vintages:
        by_period.setdefault(period, []).append((day, value))
    histories = [sorted(by_period.get(start.isoformat(), [])) for start in starts]
    made: list[list[float | None] | None] = []
    for place, own in enumerate(histories):
        if not own:
            made.append(None)
            continue
        first_day = own[0][0]
        held = [[value for day, value in history if day <= first_day] for history in histories[: place + 1]]
        made.append([values[-1] if values else None for values in held])
    return made


def fit(subject: Subject, known: Known) -> Fitted:
    """Forecast by the winner of a backtest; the naive forecast is shown where nothing beats it."""
    import numpy as np

    from indicators.timeseries.forecasting import forecast
    from indicators.timeseries.result import Reason
    from indicators.timeseries.rounding import published_comparison

    if subject.freq not in SEASON:
        return no_fit(subject, "forecast", NO_AXIS)
    starts, array = starts_and_values(known)
    horizon = max(1, FORECAST_QUARTERS * 3 // MONTHS[subject.freq])
    vintages = as_known(starts, known.get("vintages", ()))
    arrays = [None if v is None else np.array([np.nan if x is None else x for x in v]) for v in vintages]
    result = forecast(array, SEASON[subject.freq], horizon, log=subject.positive, vintages=arrays)
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
        tuple(text for text in (result.sentence, _tested(result), kept) if text),
        tuple(result.notes),
        diagnostics=diagnostics_frame(shown.diagnostics),
        scores=scores,
        backtest=backtest.with_columns(pl.Series("origin", [starts[i] for i in result.backtest.origin])),
        tables={"model_parameters": parameters_frame(shown.parameters)},
    )


TITLE = "Forecast of four quarters (ETS, SARIMA or unobserved components, chosen by backtest)"


def _tested(result: Any) -> str:
    """How sure it is that the best model and the better naive forecast differ."""
    best = next(score for score in result.scores if "naive" not in score.method)
    if best.dm_p_value is None:
        return ""
    told = "they differ" if best.dm_p_value < 0.05 else "which so few origins do not tell apart"
    return f"Diebold-Mariano test of equal errors: {p_text(best.dm_p_value)}, {told}."


KIND = Kind("forecast", TITLE, fit, known, frame_table="model_forecasts")
