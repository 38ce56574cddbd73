"""Fits of the report: declared models on what was known, rounded once, kept by the hash of their input.

This is the one place where store and time series meet; charts, tables and prose read only what
passed the rounding gate here.
"""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import cache
from importlib.metadata import version
from pathlib import Path
from typing import Any

import polars as pl

from indicators.project import Project
from indicators.store.declare import Family, Frequency, Model, Series
from indicators.store.plan import PACKAGE, digest, file_hash, write_whole
from indicators.store.view import AsOfView

MONTHS: dict[Frequency, int] = {"M": 1, "Q": 3, "H": 6, "A": 12}
SEASON: dict[Frequency, int] = {"M": 12, "Q": 4, "H": 2, "A": 1}
FORECAST_QUARTERS = 4
SCORES = ("method", "mase", "coverage_80", "coverage_95", "n_errors")
BACKTEST = ("method", "origin", "horizon", "forecast", "actual", "error")
METHODS = {
    "stl": "Trend and season (STL)",
    "local_level": "Underlying level (local level model, Kalman smoother)",
    "forecast": "Forecast of four quarters (ETS or SARIMA, chosen by backtest)",
}


@dataclass(frozen=True)
class Fitted:
    """A model of a series as published, or the reason why there is none.

    ``frame`` has ``period_start`` and, by kind: ``level, remainder, lower_80 ... upper_95``
    (local level); ``trend, seasonal, remainder`` (STL); ``mean, lower_80 ... upper_95, benchmark,
    benchmark_lower_80 ...`` (forecast). ``reading`` says in sentences what it shows, ``notes`` what
    holds for the method. ``backtest`` has one row a forecast made.
    """

    series: Series
    kind: Model
    method: str
    frame: pl.DataFrame
    reading: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    reason: str | None = None
    diagnostics: pl.DataFrame = field(default_factory=pl.DataFrame)
    scores: pl.DataFrame = field(default_factory=pl.DataFrame)
    backtest: pl.DataFrame = field(default_factory=pl.DataFrame)


def fit_all(
    project: Project, view: AsOfView, families: Sequence[Family], step: Callable[[str], None] = lambda _: None
) -> list[Fitted]:
    """Fit every declared model on the series as known, reusing fits of the same numbers.

    Parameters
    ----------
    project : Project
        Where fits are kept.
    view : AsOfView
        What is known.
    families : sequence of Family
        Their series declare the models.
    step : callable
        Told the name of each piece of work before it starts.
    """
    wanted = [(series, kind) for family in families for series in family.series for kind in series.models]
    fits = []
    for series, kind in wanted:
        step(f"{series.id} {kind}")
        fits.append(_fit(project, view, series, kind))
    return fits


def _fit(project: Project, view: AsOfView, series: Series, kind: Model) -> Fitted:
    observed = view.observations(series.id).select("period_start", "value")
    observed = observed.filter(pl.col("value").is_not_null())
    starts, values = _on_axis(observed, series.freq)
    key = digest([kind, series.id, series.freq, str(series.positive), repr(starts[:1]), repr(values), _code_key()])
    kept = project.work / "models" / f"{key[:32]}.json"
    stored = _read_kept(kept)
    if stored is None:
        stored = _to_json(_compute(series, kind, starts, values))
        entry = {"sha256": digest([json.dumps(stored)]), "fit": stored}  # columns keep their order
        write_whole(kept, json.dumps(entry).encode())
    return _from_json(series, kind, stored)


def _read_kept(path: Path) -> dict[str, Any] | None:
    """A fit kept earlier; None where there is none, or where the file no longer holds what was written."""
    try:
        entry = json.loads(path.read_text(encoding="utf-8"))
        stored: dict[str, Any] = entry["fit"]
        return stored if entry["sha256"] == digest([json.dumps(stored)]) else None
    except (OSError, ValueError, LookupError, TypeError, RecursionError):
        return None


@cache
def _code_key() -> str:
    files = [PACKAGE / "reporting" / "modelling.py", *sorted((PACKAGE / "timeseries").glob("*.py"))]
    return digest([*(file_hash(f) for f in files), *(version(d) for d in ("statsmodels", "numpy", "scipy"))])


def _on_axis(observed: pl.DataFrame, freq: Frequency) -> tuple[list[dt.date], list[float | None]]:
    """A regular axis from the first to the last observed period; absent periods are None, nothing is filled in."""
    if observed.is_empty() or freq not in MONTHS:
        return [], []
    axis = pl.date_range(observed["period_start"][0], observed["period_start"][-1], f"{MONTHS[freq]}mo", eager=True)
    whole = pl.DataFrame({"period_start": axis}).join(observed, on="period_start", how="left", maintain_order="left")
    return whole["period_start"].to_list(), whole["value"].to_list()


def later(start: dt.date, freq: Frequency, steps: int) -> dt.date:
    """First day of the period so many periods after the one that begins on ``start``.

    Examples
    --------
    >>> later(dt.date(2026, 10, 1), "Q", 2)
    datetime.date(2027, 4, 1)
    """
    index = start.year * 12 + start.month - 1 + MONTHS[freq] * steps
    return dt.date(index // 12, index % 12 + 1, 1)


def _compute(series: Series, kind: Model, starts: list[dt.date], values: list[float | None]) -> Fitted:
    import numpy as np

    if series.freq not in MONTHS:
        return Fitted(
            series, kind, "", pl.DataFrame(), reason="A daily series of snapshots has no regular axis to model."
        )
    array = np.array([np.nan if v is None else v for v in values], dtype=float)
    match kind:
        case "stl":
            return _stl(series, starts, array)
        case "local_level":
            return _local_level(series, starts, array)
        case "forecast":
            return _forecast(series, starts, array)


def _stl(series: Series, starts: list[dt.date], array: Any) -> Fitted:
    from indicators.timeseries import Reason, published_components, stl_decompose

    result = stl_decompose(array, SEASON[series.freq], log=series.positive)
    if isinstance(result, Reason):
        return Fitted(series, "stl", "", pl.DataFrame(), reason=result.sentence)
    result = published_components(result)
    columns = {"trend" if name == "level" else name: column for name, column in result.columns().items()}
    frame = pl.DataFrame({"period_start": starts, **columns})
    strength = result.parameter("seasonal_strength")
    trend = result.parameter("trend_strength")
    reading = (f"Strength of the yearly pattern {strength:.2f}, of the trend {trend:.2f} (0 none, 1 full).",)
    return Fitted(series, "stl", result.method, frame, reading, tuple(result.notes))


def _local_level(series: Series, starts: list[dt.date], array: Any) -> Fitted:
    from indicators.timeseries import Reason, local_level, published_components

    result = local_level(array)
    if isinstance(result, Reason):
        return Fitted(series, "local_level", "", pl.DataFrame(), reason=result.sentence)
    result = published_components(result)
    frame = pl.DataFrame({"period_start": starts, **result.columns()})
    frame = frame.with_columns(pl.col("remainder").fill_nan(None))
    return Fitted(
        series,
        "local_level",
        result.method,
        frame,
        (),
        tuple(result.notes),
        diagnostics=_diagnostics(result.diagnostics),
    )


def _forecast(series: Series, starts: list[dt.date], array: Any) -> Fitted:
    from indicators.timeseries import Reason, forecast, published_comparison

    horizon = max(1, FORECAST_QUARTERS * 3 // MONTHS[series.freq])
    result = forecast(array, SEASON[series.freq], horizon, log=series.positive)
    if isinstance(result, Reason):
        return Fitted(series, "forecast", "", pl.DataFrame(), reason=result.sentence)
    result = published_comparison(result)
    shown = result.model if result.beats_benchmark else result.benchmark
    ahead = [later(starts[-1], series.freq, int(h)) for h in shown.horizon]
    beside = {f"benchmark{'' if n == 'mean' else '_' + n}": c for n, c in result.benchmark.columns().items()}
    frame = pl.DataFrame({"period_start": ahead, **shown.columns(), **beside})
    scores = pl.DataFrame([{name: getattr(s, name) for name in SCORES} for s in result.scores])
    backtest = pl.DataFrame({name: list(getattr(result.backtest, name)) for name in BACKTEST})
    backtest = backtest.with_columns(pl.Series("origin", [starts[i] for i in result.backtest.origin]))
    kept = "" if result.beats_benchmark else f"The {result.benchmark.method} forecast is therefore the one shown."
    reading = tuple(text for text in (result.sentence, kept) if text)
    return Fitted(
        series,
        "forecast",
        shown.method,
        frame,
        reading,
        tuple(result.notes),
        None,
        _diagnostics(shown.diagnostics),
        scores,
        backtest,
    )


def _diagnostics(tests: Sequence[Any]) -> pl.DataFrame:
    return pl.DataFrame(
        [{"test": t.name, "statistic": t.statistic, "p_value": t.p_value, "null_hypothesis": t.null_hypothesis,
          "observations_count": t.n_observations} for t in tests]
    )  # fmt: skip


FRAMES = ("frame", "diagnostics", "scores", "backtest")
DATES = ("period_start", "origin")


def _to_json(fitted: Fitted) -> dict[str, Any]:
    frames = {name: json.loads(getattr(fitted, name).write_json()) for name in FRAMES}
    texts = {"method": fitted.method, "reading": fitted.reading, "notes": fitted.notes, "reason": fitted.reason}
    return texts | frames


def _from_json(series: Series, kind: Model, stored: dict[str, Any]) -> Fitted:
    frames = {name: _frame(stored[name]) for name in FRAMES}
    return Fitted(
        series,
        kind,
        stored["method"],
        reading=tuple(stored["reading"]),
        notes=tuple(stored["notes"]),
        reason=stored["reason"],
        **frames,
    )


def _frame(rows: list[dict[str, Any]]) -> pl.DataFrame:
    frame = pl.DataFrame(rows, infer_schema_length=None)
    return frame.with_columns(pl.col(c).str.to_date() for c in DATES if c in frame.columns)
