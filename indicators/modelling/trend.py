"""Trend, season and cycle by an unobserved components model."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import polars as pl

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

if TYPE_CHECKING:
    from indicators.timeseries.structural import Structural

CYCLE_FREQUENCIES = ("A", "Q")
"""Where a cycle is looked for: months are too noisy, half-years too few."""


def fit(subject: Subject, known: Known) -> Fitted:
    """Choose the model by AICc; the reading names it and how far behind the next one is."""
    from indicators.timeseries.result import Reason
    from indicators.timeseries.structural import published_structural, structural_trend

    if subject.freq not in SEASON:
        return no_fit(subject, "trend", NO_AXIS)
    starts, array = starts_and_values(known)
    period = SEASON[subject.freq]
    result = structural_trend(array, period, log=subject.positive, cycle=subject.freq in CYCLE_FREQUENCIES)
    if isinstance(result, Reason):
        return no_fit(subject, "trend", result.sentence)
    shown = published_structural(result)
    frame = pl.DataFrame({"period_start": starts, **shown.columns()}).with_columns(pl.selectors.float().fill_nan(None))
    return Fitted(
        subject,
        "trend",
        shown.method,
        frame,
        (_choice(shown),),
        tuple(shown.notes),
        diagnostics=diagnostics_frame(shown.diagnostics),
        tables={"model_parameters": parameters_frame(shown.parameters)},
    )


def _choice(shown: Structural) -> str:
    """How far the other models are behind."""
    best, second = sorted((value, name) for name, value in shown.candidates)[:2]
    if math.isinf(second[0]):
        return "No other model could be fitted."
    return f"Chosen by AICc; the next, {second[1]}, is {second[0] - best[0]:.1f} behind."


KIND = Kind("trend", "Trend and season (unobserved components, Kalman smoother)", fit)
