"""Breaks in the mean of a series, with an interval for each date."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

import polars as pl

from indicators.contracts.model import column
from indicators.modelling.kind import (
    NO_AXIS,
    SEASON,
    Fitted,
    Kind,
    Known,
    Subject,
    diagnostics_frame,
    no_fit,
    parameters_frame,
    starts_and_values,
)
from indicators.modelling.result_table import ResultTable, result_contract
from indicators.numbers import p_text, shortest

if TYPE_CHECKING:
    from indicators.timeseries.breaks import Breaks


class ModelBreaks(ResultTable):
    """One row a break."""

    _contract = result_contract("model_breaks", "Shifts of the mean, with intervals of their dates", "break_no")

    break_no: int = column("Number of the break, in order of time", ge=1)
    last_before: dt.date = column("First day of the last period of the old regime")
    first_after: dt.date = column("First day of the first period of the new regime")
    lower_80: dt.date = column("Earliest last period of the old regime, 80 per cent interval")
    upper_80: dt.date = column("Latest last period of the old regime, 80 per cent interval")
    lower_95: dt.date = column("Earliest last period of the old regime, 95 per cent interval")
    upper_95: dt.date = column("Latest last period of the old regime, 95 per cent interval")
    mean_before: float = column("Mean of the old regime, unit of the series")
    mean_after: float = column("Mean of the new regime, unit of the series")
    supported_by: str = column("Methods that put a break inside the 95 per cent interval", free_text=True)


def fit(subject: Subject, known: Known) -> Fitted:
    """Find breaks of a series as it stands; the reading names each date with its interval and who supports it."""
    from indicators.timeseries.breaks import find_breaks, published_breaks
    from indicators.timeseries.result import Reason

    if subject.freq not in SEASON:
        return no_fit(subject, "breaks", NO_AXIS)
    starts, array = starts_and_values(known)
    result = find_breaks(array)
    if isinstance(result, Reason):
        return no_fit(subject, "breaks", result.sentence)
    result = published_breaks(result)
    rows = break_rows(result, starts)
    return Fitted(
        subject,
        "breaks",
        result.method,
        pl.DataFrame({"period_start": starts, "regime_mean": pl.Series(result.level).fill_nan(None)}),
        reading(result, rows, subject.unit),
        tuple(result.notes),
        diagnostics=diagnostics_frame(result.diagnostics),
        tables={"model_breaks": rows, "model_parameters": parameters_frame(result.criteria)},
    )


def break_rows(result: Breaks, starts: list[dt.date]) -> pl.DataFrame:
    """Breaks as rows of ``model_breaks``; positions become the first days of their periods."""
    rows = []
    for number, found in enumerate(result.breaks, 1):
        days = {f"{end}_{i.level}": starts[getattr(i, end)] for i in found.intervals for end in ("lower", "upper")}
        dates = {"last_before": starts[found.position], "first_after": starts[found.position + 1], **days}
        means = {"mean_before": found.before, "mean_after": found.after}
        rows.append({"break_no": number, **dates, **means, "supported_by": ", ".join(found.supported_by)})
    return pl.DataFrame(rows)


def reading(result: Breaks, rows: pl.DataFrame, unit: str) -> tuple[str, ...]:
    """Number, dates, intervals and agreement in sentences."""
    counts = ", ".join(f"{name} {count}" for name, count in result.counts)
    p_value = next(test.p_value for test in result.diagnostics if test.name == "no break, bootstrap")
    head = f"Breaks found: {len(result.breaks)} (by method: {counts}; no break by bootstrap: {p_text(p_value)})."
    return (head, *_doubt(result, p_value), *(_sentence(row, unit) for row in rows.iter_rows(named=True)))


def _doubt(result: Breaks, p_value: float) -> tuple[str, ...]:
    """Why breaks that some method sees are not counted."""
    seen = [name for name, count in result.counts if count]
    if result.breaks or not seen:
        return ()
    if p_value < 0.05:
        return ("The mean is not the same throughout, but the sequential test places no break.",)
    return (
        f"What {' and '.join([', '.join(seen[:-1]), seen[-1]] if len(seen) > 1 else seen)} "
        f"would break at looks like drift: {100 * p_value:.0f} % of series without a break, but as persistent, show as "
        "much.",
    )


def _sentence(row: dict[str, Any], unit: str) -> str:
    return (
        f"Break {row['break_no']}: the mean goes from {shortest(row['mean_before'])} to "
        f"{shortest(row['mean_after'])} {unit} after the period that begins on {row['last_before']} (95 % "
        f"interval {row['lower_95']} to {row['upper_95']}), supported by "
        f"{row['supported_by'] or 'none of the three methods'}."
    )


KIND = Kind("breaks", "Breaks in the mean (Bai and Perron)", fit, tables=(ModelBreaks,))
