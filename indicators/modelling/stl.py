"""Trend and season by STL."""

from __future__ import annotations

import polars as pl

from indicators.modelling.kind import NO_AXIS, SEASON, Fitted, Kind, Known, Subject, no_fit, starts_and_values


def fit(subject: Subject, known: Known) -> Fitted:
    """Decompose a complete series; the reading states the strength of trend and season."""
    from indicators.timeseries.decomposition import stl_decompose
    from indicators.timeseries.result import Reason
    from indicators.timeseries.rounding import published_components

    if subject.freq not in SEASON:
        return no_fit(subject, "stl", NO_AXIS)
    starts, array = starts_and_values(known)
    result = stl_decompose(array, SEASON[subject.freq], log=subject.positive)
    if isinstance(result, Reason):
        return no_fit(subject, "stl", result.sentence)
    result = published_components(result)
    columns = {"trend" if name == "level" else name: column for name, column in result.columns().items()}
    frame = pl.DataFrame({"period_start": starts, **columns})
    strength = result.parameter("seasonal_strength")
    trend = result.parameter("trend_strength")
    reading = (f"Strength of the yearly pattern {strength:.2f}, of the trend {trend:.2f} (0 none, 1 full).",)
    return Fitted(subject, "stl", result.method, frame, reading, tuple(result.notes))


KIND = Kind("stl", "Trend and season (STL)", fit)
