"""Underlying level by the local level model."""

from __future__ import annotations

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


def fit(subject: Subject, known: Known) -> Fitted:
    """Smooth the level through missing periods, with bands and residual tests."""
    from indicators.timeseries.level import local_level
    from indicators.timeseries.result import Reason
    from indicators.timeseries.rounding import published_components

    if subject.freq not in SEASON:
        return no_fit(subject, "local_level", NO_AXIS)
    starts, array = starts_and_values(known)
    result = local_level(array)
    if isinstance(result, Reason):
        return no_fit(subject, "local_level", result.sentence)
    result = published_components(result)
    frame = pl.DataFrame({"period_start": starts, **result.columns()})
    return Fitted(
        subject,
        "local_level",
        result.method,
        frame.with_columns(pl.col("remainder").fill_nan(None)),
        notes=tuple(result.notes),
        diagnostics=diagnostics_frame(result.diagnostics),
        tables={"model_parameters": parameters_frame(result.parameters)},
    )


KIND = Kind("local_level", "Underlying level (local level model, Kalman smoother)", fit)
