"""Contracts of the tables that hold model results, and the way from fits to their rows."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence

import polars as pl

from indicators.contracts.model import TableModel, column, columns_of
from indicators.modelling.kind import Fitted
from indicators.modelling.kinds import KINDS, kind_of
from indicators.modelling.result_table import ResultTable, result_contract

BANDS = tuple(f"{end}_{level}" for level in (80, 95) for end in ("lower", "upper"))
POLARS = {"text": pl.String, "integer": pl.Int64, "number": pl.Float64, "date": pl.Date}


class Models(ResultTable):
    """One row a fit: what was done, or why nothing could be."""

    _contract = result_contract("models", "Every model fitted: its method, or the reason why there is no number")

    title: str = column("What it is of, in words", free_text=True)
    unit: str = column("Unit of its values", free_text=True)
    method: str = column("Method and settings; empty where there is a reason", nullable=True, free_text=True)
    reason: str = column("Why there is no number", nullable=True, free_text=True)
    reading: str = column("What it shows, in sentences", nullable=True, free_text=True)
    notes: str = column("What holds for the method", nullable=True, free_text=True)


class BandedTable(ResultTable):
    """Base of the tables of values with their bands."""

    component: str = column("Which part: level, trend, seasonal, adjusted, remainder, mean, ...", pattern=r"[a-z0-9_]+")
    period_start: dt.date = column("First day of the period")
    value: float = column("Value, unit of the series (seasonal and remainder may be factors)", nullable=True)
    lower_80: float = column("Lower end of the 80 per cent interval", nullable=True)
    upper_80: float = column("Upper end of the 80 per cent interval", nullable=True)
    lower_95: float = column("Lower end of the 95 per cent interval", nullable=True)
    upper_95: float = column("Upper end of the 95 per cent interval", nullable=True)


class ModelComponents(BandedTable):
    """A series taken apart, one row a component and period."""

    _contract = result_contract(
        "model_components", "Components of series: level, trend, season, with bands", "component", "period_start"
    )


class ModelForecasts(BandedTable):
    """Forecasts, one row a line and period."""

    _contract = result_contract(
        "model_forecasts", "Forecasts and the naive ones beside them", "component", "period_start"
    )


class ModelBacktests(ResultTable):
    """One row a forecast made in a backtest."""

    _contract = result_contract(
        "model_backtests", "Forecasts of the rolling backtest and what came", "method", "origin", "horizon"
    )

    method: str = column("Forecasting method", free_text=True)
    origin: dt.date = column("First day of the last period that the forecast knew")
    horizon: int = column("Periods ahead", unit="periods", ge=1)
    forecast: float = column("Forecast, unit of the series")
    actual: float = column("What came, unit of the series")
    error: float = column("Actual less forecast, unit of the series")


class ModelScores(ResultTable):
    """One row a forecasting method."""

    _contract = result_contract("model_scores", "How forecasting methods did in the backtest", "method")

    method: str = column("Forecasting method", free_text=True)
    mase: float = column("Mean absolute scaled error; below 1 beats the in-sample naive error", nullable=True)
    coverage_80: float = column("Share of outcomes inside the 80 per cent interval, 0 to 1", ge=0, le=1)
    coverage_95: float = column("Share of outcomes inside the 95 per cent interval, 0 to 1", ge=0, le=1)
    rmsse: float = column("Root mean squared scaled error", nullable=True)
    crps: float = column("Continuous ranked probability score over the scale of the MASE", nullable=True)
    dm_p_value: float = column(
        "Diebold-Mariano test against the better naive forecast; simulated where losses overlap", nullable=True
    )
    n_errors: int = column("Number of forecast errors", unit="errors", ge=0)


class ModelDiagnostics(ResultTable):
    """One row a test of a fit."""

    _contract = result_contract("model_diagnostics", "Tests of the fits", "test")

    test: str = column("Name of the test", free_text=True)
    statistic: float = column("Statistic, no unit", nullable=True)
    p_value: float = column("Probability of a statistic as far out under the null hypothesis", nullable=True)
    null_hypothesis: str = column("What is tested, in words", free_text=True)
    observations_count: int = column("Residuals or values used", unit="observations", nullable=True)


class ModelParameters(ResultTable):
    """One row an estimated parameter."""

    _contract = result_contract("model_parameters", "Estimated parameters of the fits", "parameter")

    parameter: str = column("Name of the parameter", free_text=True)
    value: float = column("Estimate; variances in the squared unit of the series", nullable=True)


RESULT_TABLES: tuple[type[TableModel], ...] = (
    Models, ModelComponents, ModelForecasts, ModelBacktests, ModelScores, ModelDiagnostics, ModelParameters,
)  # fmt: skip


def model_tables() -> tuple[type[TableModel], ...]:
    """Every table of results: the common ones and those that single kinds fill."""
    own = [table for name in KINDS for table in kind_of(name).tables]
    return tuple(dict.fromkeys([*RESULT_TABLES, *own]))


def result_rows(
    fits: Sequence[Fitted], as_of: dt.date, mode: str, tables: Iterable[type[TableModel]]
) -> dict[str, pl.DataFrame]:
    """The rows of each table, in the order of its key; a table nobody fills is empty.

    Parameters
    ----------
    fits : sequence of Fitted
        Published results.
    as_of, mode
        What was known to them.
    tables : iterable of TableModel
        As from `model_tables`.
    """
    parts: dict[str, list[pl.DataFrame]] = {table._contract.name: [] for table in tables}
    for fit in fits:
        for name, frame in _parts(fit).items():
            if frame.height:
                parts[name].append(stamped(frame, fit, as_of, mode))
    return {table._contract.name: _whole(table, parts[table._contract.name]) for table in tables}


def stamped(frame: pl.DataFrame, fit: Fitted, as_of: dt.date, mode: str) -> pl.DataFrame:
    """Rows with the columns in front that say which fit they belong to."""
    return frame.select(
        pl.lit(as_of).alias("as_of"),
        pl.lit(mode).alias("as_of_mode"),
        pl.lit(fit.series.id).alias("series_id"),
        pl.lit(fit.kind).alias("kind"),
        pl.all(),
    )


def _parts(fit: Fitted) -> dict[str, pl.DataFrame]:
    return {
        "models": _about(fit),
        kind_of(fit.kind).frame_table: long_form(fit.frame),
        "model_backtests": fit.backtest,
        "model_scores": fit.scores,
        "model_diagnostics": fit.diagnostics,
        **fit.tables,
    }


def _about(fit: Fitted) -> pl.DataFrame:
    texts = {"method": fit.method, "reason": fit.reason, "reading": " ".join(fit.reading), "notes": " ".join(fit.notes)}
    row = {"title": fit.series.title, "unit": fit.series.unit} | {name: text or None for name, text in texts.items()}
    return pl.DataFrame([row], schema=dict.fromkeys(row, pl.String))


def long_form(frame: pl.DataFrame) -> pl.DataFrame:
    """One row a component and period; plain bands belong to the first component.

    Examples
    --------
    >>> day = [dt.date(2026, 1, 1)]
    >>> wide = pl.DataFrame({"period_start": day, "level": [2.0], "lower_80": [1.0], "seasonal": [3.0]})
    >>> long_form(wide).select("component", "value", "lower_80").rows()
    [('level', 2.0, 1.0), ('seasonal', 3.0, None)]
    """
    names = [c for c in frame.columns if c != "period_start" and not c.endswith(BANDS)]
    parts = []
    for index, name in enumerate(names):
        found = {b: next((c for c in (f"{name}_{b}", *((b,) if index == 0 else ())) if c in frame.columns), None)
                 for b in BANDS}  # fmt: skip
        bands = [(pl.lit(None) if c is None else pl.col(c)).cast(pl.Float64).alias(b) for b, c in found.items()]
        value = pl.col(name).cast(pl.Float64).alias("value")
        parts.append(frame.select(pl.lit(name).alias("component"), "period_start", value, *bands))
    return pl.concat(parts) if parts else pl.DataFrame()


def _whole(table: type[TableModel], parts: list[pl.DataFrame]) -> pl.DataFrame:
    schema = {c.name: POLARS[c.kind] for c in columns_of(table)}
    empty = pl.DataFrame(schema=schema)
    frame = pl.concat([empty, *(part.cast({c: schema[c] for c in part.columns}) for part in parts)], how="diagonal")
    return frame.select(list(schema)).sort(table._contract.key)
