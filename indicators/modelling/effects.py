"""The table of effects: what a house, a wording, a period or a source adds or multiplies, with intervals."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

import polars as pl

from indicators.contracts.model import column
from indicators.modelling.result_table import ResultTable, result_contract
from indicators.numbers import number
from indicators.timeseries.rounding import decimals_for, published, published_significant

MEASURES = {
    "house": "points that a house lies above the mean of the houses",
    "wording": "points by which a form of the question shifts the answer",
    "rate": "events in 30 days",
    "rate_ratio": "rate over that of the base",
    "mean": "mean time in the unit of the model",
    "time_ratio": "mean time over that of the base",
    "drift": "change a period in the unit of the model",
    "time_to_limit": "periods from the last declaration until the drift reaches the limit",
}

POSITIVE = ("rate", "rate_ratio", "mean", "time_ratio", "time_to_limit")
"""Measures with intervals on the logarithm."""


class ModelEffects(ResultTable):
    """One row an effect."""

    _contract = result_contract(
        "model_effects", "Effects of houses, wordings, periods and sources", "comparison", "measure", "name"
    )

    comparison: str = column("What is compared: houses, administrations, a day before and after it", free_text=True)
    measure: str = column("What the number is", codes=MEASURES)
    name: str = column("House, form, period or source", free_text=True)
    base: str = column("What it is measured against", nullable=True, free_text=True)
    value: float = column("Estimate; empty where it is infinite", nullable=True)
    lower_80: float = column("Lower end of the 80 per cent interval", nullable=True)
    upper_80: float = column("Upper end of the 80 per cent interval; empty where it is infinite", nullable=True)
    lower_95: float = column("Lower end of the 95 per cent interval", nullable=True)
    upper_95: float = column("Upper end of the 95 per cent interval; empty where it is infinite", nullable=True)
    p_value: float = column("Probability of as large an effect if there were none", nullable=True)
    observations_count: int = column("Polls, events or durations behind it", unit="observations", nullable=True)


@dataclass(frozen=True)
class Effect:
    """One row before rounding; ``bands`` holds the ends at 80 and 95 per cent."""

    comparison: str
    measure: str
    name: str
    base: str | None
    value: float
    bands: tuple[tuple[float, float], tuple[float, float]]
    count: float | None = None
    p_value: float | None = None

    def published(self) -> Effect:
        """The same with the digits its intervals leave meaningful."""
        ends = [end for band in self.bands for end in band]
        if self.measure in POSITIVE:  # intervals are lopsided: each number keeps three digits
            value, *rounded = (_significant(number) for number in (self.value, *ends))
        else:
            digits = decimals_for(self.value, max(abs(end - self.value) for end in ends) or None)
            value, *rounded = (_rounded(number, digits) for number in (self.value, *ends))
        p = published_significant(self.p_value, 2)
        return Effect(
            self.comparison,
            self.measure,
            self.name,
            self.base,
            value,
            ((rounded[0], rounded[1]), (rounded[2], rounded[3])),
            self.count,
            None if p is None else float(p),
        )


def effects_frame(effects: Sequence[Effect]) -> pl.DataFrame:
    """Published effects as rows of ``model_effects``."""
    rows = [
        {
            "comparison": e.comparison, "measure": e.measure, "name": e.name, "base": e.base, "value": _finite(e.value),
            "lower_80": _finite(e.bands[0][0]), "upper_80": _finite(e.bands[0][1]),
            "lower_95": _finite(e.bands[1][0]), "upper_95": _finite(e.bands[1][1]), "p_value": e.p_value,
            "observations_count": None if e.count is None else int(e.count),
        }
        for e in effects
    ]  # fmt: skip
    floats = ("value", "lower_80", "upper_80", "lower_95", "upper_95", "p_value")
    schema = dict.fromkeys(("comparison", "measure", "name", "base"), pl.String)
    return pl.DataFrame(rows, schema=schema | dict.fromkeys(floats, pl.Float64) | {"observations_count": pl.Int64})


def spoken(value: float, digits: int = 2) -> str:
    """A number in a sentence: significant digits, thousands apart.

    Examples
    --------
    >>> spoken(1234.5), spoken(0.0451), spoken(0.0), spoken(float("inf"))
    ('1,200', '0.045', '0', 'without limit')
    """
    if math.isinf(value):
        return "without limit"
    rounded = published_significant(value, digits) if value else None
    return "0" if rounded is None else number(float(rounded), max(0, -int(rounded.as_tuple().exponent)))


def signed(value: float) -> str:
    """A rounded number with its sign and the digits it has.

    Examples
    --------
    >>> signed(2.5), signed(-3.0), signed(0.0)
    ('+2.5', '−3', '0')
    """
    return number(value, max(0, -int(Decimal(repr(value)).normalize().as_tuple().exponent)), signed=True)


def _significant(value: float) -> float:
    rounded = published_significant(value, 3)
    return value if rounded is None else float(rounded)


def _rounded(value: float, digits: int) -> float:
    rounded = published(value, digits)
    return value if rounded is None else float(rounded)


def _finite(value: float) -> float | None:
    return value if math.isfinite(value) else None
