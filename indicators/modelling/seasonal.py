"""Seasonal adjustment by X-13ARIMA-SEATS, or STL where it cannot be had."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from indicators.modelling.kind import (
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
from indicators.numbers import p_text

if TYPE_CHECKING:
    from indicators.timeseries.seasonal_result import SeasonalAdjustment

NO_SEASON = "A season is looked for in months and quarters only."


def fit(subject: Subject, known: Known) -> Fitted:
    """Adjust a monthly or quarterly series; the reading states specification, quality and what season is left."""
    from indicators.timeseries.result import Reason
    from indicators.timeseries.seasonal import seasonal_adjustment
    from indicators.timeseries.seasonal_result import published_adjustment

    if subject.freq not in ("M", "Q"):
        return no_fit(subject, "seasonal", NO_SEASON)
    starts, array = starts_and_values(known)
    if not starts:
        return no_fit(subject, "seasonal", "There are no values.")
    period = SEASON[subject.freq]
    first = (starts[0].year, (starts[0].month - 1) * period // 12 + 1)
    result = seasonal_adjustment(array, period, start=first, trading_days=subject.positive)
    if isinstance(result, Reason):
        return no_fit(subject, "seasonal", result.sentence)
    result = published_adjustment(result)
    frame = pl.DataFrame({"period_start": starts, **result.columns()}).with_columns(pl.selectors.float().fill_nan(None))
    return Fitted(
        subject,
        "seasonal",
        result.method,
        frame,
        reading(result),
        tuple(result.notes),
        diagnostics=diagnostics_frame(result.diagnostics),
        tables={"model_parameters": parameters_frame((*result.parameters, *result.quality))},
    )


def reading(result: SeasonalAdjustment) -> tuple[str, ...]:
    """Specification, quality and residual season of a published adjustment in sentences."""
    quality, tests = dict(result.quality), {test.name: test.p_value for test in result.diagnostics}
    left = tests["QS, adjusted"]
    found = "has an identifiable yearly pattern" if result.season_found else "has no identifiable yearly pattern"
    return (
        *((f"STL instead of X-13: {result.fallback.sentence}",) if result.fallback else ()),
        f"Specification: {result.specification}.",
        f"The series {found}.",
        f"Q {quality['Q']:g}, M7 {quality['M7']:g} (below 1 is acceptable)." if "M7" in quality else "No M statistics.",
        f"Season left after adjustment: {'yes' if left < 0.05 else 'no'} (QS test, {p_text(left)}).",
    )


KIND = Kind("seasonal", "Seasonal adjustment (X-13ARIMA-SEATS, else STL)", fit)
