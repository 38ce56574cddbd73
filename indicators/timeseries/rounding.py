"""The one rounding gate between fits and everything shown.

Optimisers and linear algebra differ from the sixth digit on across processors. A number that passed this gate keeps
only digits its uncertainty leaves meaningful, far fewer than those, so that the same data give the same text.
"""

from dataclasses import replace
from decimal import ROUND_FLOOR, ROUND_HALF_EVEN, Context, Decimal
from math import isfinite
from typing import TypeVar

import numpy as np
import numpy.typing as npt

from indicators.timeseries.comparison import Backtest, ForecastComparison, Score
from indicators.timeseries.result import Components, Diagnostics, FloatArray, Forecast, Interval, Parameters, frozen

MOST_DIGITS = 6
"""Significant digits a model number never exceeds."""
WIDTH_DIGITS = 2
"""Significant digits of the half-width of its interval that a model number keeps."""
_COEFFICIENTS = ("smoothing_", "damping_", "ar.", "ma.", "trend_strength", "seasonal_strength")
_NOISE = Context(prec=12, rounding=ROUND_HALF_EVEN)
"""First everything is cut to 12 digits: 0.1 + 0.2 becomes 0.3 before a tie is looked for."""
AnyComponents = TypeVar("AnyComponents", bound=Components)
_WIDE = Context(prec=400, rounding=ROUND_HALF_EVEN)


def published(value: float | None, digits: int) -> Decimal | None:
    """
    Round one number to decimal places, half to even in decimal arithmetic.

    Parameters
    ----------
    value
        Any unit; None, NaN and infinities give None, for none of them is a number to publish.
    digits
        Decimal places; negative ones round to tens, hundreds, ...

    Returns
    -------
    Decimal or None
        Never a negative zero; trailing zeros within `digits` are kept.

    Examples
    --------
    >>> str(published(2.675, 2)), str(published(-0.001, 1)), str(published(1469.18, -2))
    ('2.68', '0.0', '1500')
    """
    if value is None or not isfinite(value):
        return None
    clean = _NOISE.create_decimal(repr(float(value)))
    rounded = clean.quantize(Decimal(1).scaleb(-digits), context=_WIDE)
    if rounded == 0:
        rounded = abs(rounded)
    return rounded if digits >= 0 else rounded.quantize(Decimal(1), context=_WIDE)


def published_parts(parts: npt.ArrayLike, whole: Decimal, digits: int) -> tuple[Decimal, ...]:
    """
    Round parts so that they add up exactly to a whole that was rounded already (largest remainders).

    Parameters
    ----------
    parts
        Finite numbers whose sum is the whole but for rounding, shape (n,).
    whole
        Rounded to the same places.
    digits
        Decimal places.

    Returns
    -------
    tuple of Decimal
        Each within one unit of the last place of its part; the first of equal remainders gives way first.

    Examples
    --------
    >>> [str(part) for part in published_parts([0.25, 0.25, 0.25, 0.25], Decimal("1.0"), 1)]
    ['0.3', '0.3', '0.2', '0.2']
    """
    unit = Decimal(1).scaleb(-digits)
    exact = [_NOISE.create_decimal(repr(float(part))) for part in np.asarray(parts, dtype=np.float64).tolist()]
    floors = [part.quantize(unit, rounding=ROUND_FLOOR, context=_WIDE) for part in exact]
    missing = int((whole - sum(floors, Decimal(0))) / unit)
    order = sorted(range(len(exact)), key=lambda i: (floors[i] - exact[i], i))
    for k in range(abs(missing)):
        floors[(order if missing > 0 else order[::-1])[k % len(order)]] += unit if missing > 0 else -unit
    return tuple(abs(part) if part == 0 else part for part in floors)


def published_array(values: npt.ArrayLike, digits: int) -> FloatArray:
    """
    Round an array the same way; what cannot be published is NaN. Shape (n,).

    Examples
    --------
    >>> published_array([1.25, -0.04, float("inf")], 1)
    array([1.2, 0. , nan])
    """
    rounded = [published(value, digits) for value in np.asarray(values, dtype=np.float64).tolist()]
    return frozen([np.nan if value is None else float(value) for value in rounded])


def decimals_for(value: float, half_width: float | None = None) -> int:
    """
    Decide the decimal places a model number bears.

    Parameters
    ----------
    value
        The number, or the largest of a column.
    half_width
        Half the width of its interval (or a standard error), same unit; None, 0 or not finite: no uncertainty known.

    Returns
    -------
    int
        Places that keep 2 significant digits of the half-width, but at most 6 significant digits of the value.

    Examples
    --------
    >>> decimals_for(1234.5678, half_width=3.21), decimals_for(1234.5678), decimals_for(1234567.0, 4.0)
    (1, 2, -1)
    """
    size = max(abs(value), abs(half_width or 0.0))
    most = MOST_DIGITS - 1 - _magnitude(size)
    if half_width is None or not isfinite(half_width) or half_width <= 0:
        return most
    return min(most, WIDTH_DIGITS - 1 - _magnitude(half_width))


def significant_digits_for(value: float, half_width: float | None = None) -> int:
    """
    Tell how many significant digits `decimals_for` leaves a value, 0 to 6.

    Examples
    --------
    >>> significant_digits_for(1234.5678, half_width=3.21), significant_digits_for(0.4, half_width=60.0)
    (5, 0)
    """
    if value == 0 or not isfinite(value):
        return 0
    return max(0, min(MOST_DIGITS, decimals_for(value, half_width) + _magnitude(value) + 1))


def published_significant(value: float | None, significant: int = MOST_DIGITS) -> Decimal | None:
    """
    Round to significant digits (statistics, variances, p-values have no interval of their own).

    Examples
    --------
    >>> str(published_significant(15098.518, 3)), str(published_significant(-0.4018231, 3))
    ('15100', '-0.402')
    """
    if value is None or not isfinite(value):
        return None
    return published(value, significant - 1 - _magnitude(value))


def published_components(result: AnyComponents) -> AnyComponents:
    """
    Put a decomposition through the gate: tables, charts and sentences read what comes out.

    One number of places serves the whole result: that of the usual (median) half-width of its first interval, or,
    where the method has none, of the remainder's standard deviation. Factors keep four decimals, variances and
    statistics four significant digits, coefficients without unit and p-values three decimals.

    Examples
    --------
    >>> from indicators.timeseries.level import local_level
    >>> level = published_components(local_level([3.0, 5.0, 4.0, 6.0, 5.0, 7.0, 6.0, 8.0, 9.0, 8.0, 10.0]))
    >>> [float(x) for x in level.level[:2]]
    [3.57, 4.47]
    """
    multiplicative = result.composition == "multiplicative"
    digits = _places(result.level, result.intervals, None if multiplicative else float(np.nanstd(result.remainder)))
    factor = 4 if multiplicative else digits
    return replace(
        result,
        level=published_array(result.level, digits),
        seasonal=None if result.seasonal is None else published_array(result.seasonal, factor),
        remainder=published_array(result.remainder, factor),
        intervals=_rounded_intervals(result.intervals, digits),
        parameters=published_parameters(result.parameters),
        log_likelihood=_optional(result.log_likelihood),
        diagnostics=published_diagnostics(result.diagnostics),
    )


def published_forecast(result: Forecast) -> Forecast:
    """
    Put a forecast through the gate; places are those of the usual half-width of its first interval.

    Examples
    --------
    >>> band = Interval(80, frozen([90.123, 88.2]), frozen([110.456, 112.9]))
    >>> published_forecast(Forecast("naive", frozen([100.26, 100.26]), (band,), 5, 0, 5)).mean
    array([100., 100.])
    """
    digits = _places(result.mean, result.intervals)
    return replace(
        result,
        mean=published_array(result.mean, digits),
        intervals=_rounded_intervals(result.intervals, digits),
        parameters=published_parameters(result.parameters),
        aicc=_optional(result.aicc),
        log_likelihood=_optional(result.log_likelihood),
        diagnostics=published_diagnostics(result.diagnostics),
    )


def published_comparison(result: ForecastComparison) -> ForecastComparison:
    """
    Put a model, its benchmarks, the scores and the backtest table through the gate.

    Scores and scaled errors keep three decimals; forecasts of the backtest the places their error scale bears.

    Examples
    --------
    >>> import numpy as np
    >>> from indicators.timeseries.forecasting import forecast
    >>> comparison = published_comparison(forecast(np.cumsum(np.cos(np.arange(70.0) ** 2)), 1, 2))
    >>> all(round(score.mase, 3) == score.mase for score in comparison.scores)
    True
    """
    return replace(
        result,
        model=published_forecast(result.model),
        benchmark=published_forecast(result.benchmark),
        benchmarks=tuple(published_forecast(benchmark) for benchmark in result.benchmarks),
        scores=tuple(_score(score) for score in result.scores),
        backtest=_backtest(result.backtest),
    )


def _magnitude(value: float) -> int:
    """Return the power of ten of the leading digit after the noise is cut; 0 for zero."""
    clean = _NOISE.create_decimal(repr(float(value)))
    return 0 if clean == 0 else clean.adjusted()


def _places(column: FloatArray, intervals: tuple[Interval, ...], spare: float | None = None) -> int:
    size = float(np.nanmax(np.abs(column)))
    if not intervals:
        return decimals_for(size, spare)
    return decimals_for(size, float(np.median(intervals[0].upper - intervals[0].lower)) / 2)


def _rounded_intervals(intervals: tuple[Interval, ...], digits: int) -> tuple[Interval, ...]:
    return tuple(
        Interval(band.level, published_array(band.lower, digits), published_array(band.upper, digits))
        for band in intervals
    )


def _four(value: float) -> float:
    """Keep four significant digits; NaN where there is no number."""
    rounded = published_significant(value, 4)
    return float("nan") if rounded is None else float(rounded)


def _optional(value: float | None) -> float | None:
    return None if value is None else _four(value)


def _three_places(value: float) -> float:
    rounded = published(value, 3)
    return float("nan") if rounded is None else float(rounded)


def published_parameters(parameters: Parameters) -> Parameters:
    """Coefficients without unit keep three decimals (at a boundary only those are stable), the rest four digits."""
    return tuple((n, _three_places(v) if n.startswith(_COEFFICIENTS) else _four(v)) for n, v in parameters)


def published_diagnostics(tests: tuple[Diagnostics, ...]) -> tuple[Diagnostics, ...]:
    return tuple(replace(test, statistic=_four(test.statistic), p_value=_three_places(test.p_value)) for test in tests)


def _score(score: Score) -> Score:
    return replace(
        score,
        mase=_three_places(score.mase),
        coverage_80=_three_places(score.coverage_80),
        coverage_95=_three_places(score.coverage_95),
        rmsse=_three_places(score.rmsse),
        crps=_three_places(score.crps),
        dm_p_value=None if score.dm_p_value is None else _three_places(score.dm_p_value),
    )


def _backtest(result: Backtest) -> Backtest:
    digits = decimals_for(float(np.max(np.abs(result.actual))), result.scale)
    return replace(
        result,
        forecast=published_array(result.forecast, digits),
        error=published_array(result.error, digits),
        scaled_error=published_array(result.scaled_error, 3),
        scale=_four(result.scale),
        crps=published_array(result.crps, digits),
        squared_scale=_four(result.squared_scale),
        standardised=published_array(result.standardised, 3),
    )
