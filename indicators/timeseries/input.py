"""The one gate before every method: is this a series the method can be asked about?"""

from typing import Literal

import numpy as np
import numpy.typing as npt

from indicators.timeseries.reasons import reason
from indicators.timeseries.result import FloatArray, Reason

Missing = Literal["none", "leading", "ends", "any"]
LARGEST = 1e15
"""Beyond this a double no longer holds whole units, and squares soon overflow."""
SMALLEST = 1e-100
"""Where no value is further from zero, squares vanish."""
SAME = 1e-12
"""Relative spread below which all values count as the same."""
OUTLIER_RATIO = 100.0
"""How many times the 95 % distance from the median a value may lie off before a person must look at it."""


def as_series(values: npt.ArrayLike) -> FloatArray | Reason:
    """
    Read anything array-like as one series of floats; None becomes NaN (missing).

    Parameters
    ----------
    values
        Shape (n,).

    Returns
    -------
    ndarray of shape (n,) or Reason
        A new array; the caller's is never changed.

    Examples
    --------
    >>> as_series([1, None, 3])
    array([ 1., nan,  3.])
    >>> as_series(["a"]).code
    'not_numeric'
    """
    try:
        raw = np.asarray(values)
        if raw.dtype.kind not in "iufOb" or (raw.dtype.kind == "O" and any(isinstance(v, str) for v in raw.flat)):
            return reason("not_numeric", found=raw.dtype.name)
        series = np.array(raw, dtype=np.float64)
    except (TypeError, ValueError, OverflowError) as error:
        return reason("not_numeric", found=str(error).splitlines()[0])
    if isinstance(values, np.ma.MaskedArray):
        series[np.ma.getmaskarray(values)] = np.nan
    if series.ndim != 1:
        return reason("not_one_dimensional", dimensions=series.ndim)
    return series


def check_series(
    values: npt.ArrayLike,
    *,
    minimum: int,
    allow_missing: Missing = "none",
    positive: bool = False,
    outlier_ratio: float | None = OUTLIER_RATIO,
) -> Reason | None:
    """
    Say why a method cannot be asked about a series, or None when it can.

    Parameters
    ----------
    values
        Shape (n,), any unit, in time order, one value a period; NaN or None is missing.
    minimum
        Observed values the method needs.
    allow_missing
        ``none``: complete. ``leading``: missing only before the first observation. ``ends``: also after the last one.
        ``any``: anywhere.
    positive
        Values must be above zero (logarithms).
    outlier_ratio
        A value this many times as far from the median as 95 % of the values is refused: with a slip that large
        every Gaussian method returns a number about the slip. None switches the check off.

    Returns
    -------
    Reason or None
        The first rule broken, in a fixed order.

    Examples
    --------
    >>> check_series([1.0, 2.0, float("inf")], minimum=2).code
    'infinite'
    >>> check_series([1.0, 2.0, 4.0], minimum=2) is None
    True
    """
    series = as_series(values)
    if isinstance(series, Reason):
        return series
    return (
        _check_numbers(series)
        or _check_amount(series, minimum)
        or _check_missing(series, allow_missing)
        or _check_spread(series)
        or (_check_positive(series) if positive else None)
        or (_check_outlier(series, outlier_ratio) if outlier_ratio is not None else None)
    )


def first_position(mask: npt.NDArray[np.bool_]) -> int:
    """Return the position of the first True."""
    return int(np.flatnonzero(mask)[0])


def _check_numbers(series: FloatArray) -> Reason | None:
    if series.size == 0:
        return reason("empty")
    if np.isinf(series).any():
        return reason("infinite", position=first_position(np.isinf(series)) + 1)
    large = np.abs(series) > LARGEST
    if large.any():
        return reason("too_large", position=first_position(large) + 1, value=float(series[large][0]))
    furthest = float(np.max(np.abs(series), initial=0.0, where=~np.isnan(series)))
    return reason("too_small", value=furthest) if 0 < furthest < SMALLEST else None


def _check_amount(series: FloatArray, minimum: int) -> Reason | None:
    count = int(np.count_nonzero(~np.isnan(series)))
    if count == 0:
        return reason("all_missing", count=series.size)
    if count < minimum:
        return reason("too_short", count=count, minimum=minimum)
    return None


def _check_missing(series: FloatArray, allowed: Missing) -> Reason | None:
    if allowed == "any":
        return None
    start, stop = observed_span(series)
    absent = np.isnan(series)
    inside = absent.copy()
    inside[stop:] = False
    if allowed != "none":
        inside[:start] = False
    if inside.any():
        return reason("missing", count=int(inside.sum()), position=first_position(inside) + 1)
    if allowed != "ends" and stop < series.size:
        return reason("missing_at_the_end", count=series.size - stop)
    return None


def _check_spread(series: FloatArray) -> Reason | None:
    spread = np.nanmax(series) - np.nanmin(series)
    return reason("constant") if spread <= SAME * np.nanmax(np.abs(series)) else None


def _check_positive(series: FloatArray) -> Reason | None:
    bad = series <= 0
    return reason("not_positive", position=first_position(bad) + 1, value=float(series[bad][0])) if bad.any() else None


def _check_outlier(series: FloatArray, ratio: float) -> Reason | None:
    distance = np.abs(series - np.nanmedian(series))
    observed = distance[~np.isnan(distance)]
    usual = float(np.quantile(observed, 0.95, method="lower"))
    if usual <= SAME * float(np.nanmax(np.abs(series))):  # zero-heavy: compare with the smallest excursion
        usual = float(observed[observed > 0].min())
    far = int(np.nanargmax(distance))
    if distance[far] <= ratio * usual:
        return None
    return reason("outlier", position=far + 1, value=float(series[far]), ratio=float(distance[far] / usual))


def check_zeros(values: npt.ArrayLike) -> Reason | None:
    """
    Say that half of the observed values or more are 0, so that a level with normal errors does not fit, or None.

    Examples
    --------
    >>> check_zeros([0.0, 0.0, 3.0, 0.0]).sentence
    '3 of 4 values are 0; a level with normal errors does not fit, ask how often something happens instead.'
    >>> check_zeros([0.0, 2.0, 3.0, None]) is None
    True
    """
    series = as_series(values)
    if isinstance(series, Reason):
        return series
    observed = series[~np.isnan(series)]
    zeros = int(np.count_nonzero(observed == 0))
    return reason("mostly_zero", zeros=zeros, count=observed.size) if 2 * zeros >= observed.size > 0 else None


def observed_span(series: FloatArray) -> tuple[int, int]:
    """
    Return the half-open range from the first to the last observed value; (0, 0) if there is none.

    Examples
    --------
    >>> observed_span(np.array([np.nan, 1.0, np.nan, 2.0, np.nan]))
    (1, 4)
    """
    observed = np.flatnonzero(~np.isnan(series))
    return (int(observed[0]), int(observed[-1]) + 1) if observed.size else (0, 0)


def center_and_scale(series: FloatArray) -> tuple[float, float]:
    """
    Return the median and a robust scale, so that state-space fits see numbers near one.

    The scale is the median absolute deviation times 1.4826, or the standard deviation where more than half of the
    values are the same.

    Examples
    --------
    >>> center, scale = center_and_scale(np.array([1.0, 2.0, 3.0, 4.0, 100.0]))
    >>> center, round(scale, 4)
    (3.0, 1.4826)
    """
    observed = series[~np.isnan(series)]
    center, largest = float(np.median(observed)), float(np.max(np.abs(observed)))
    scale = 1.4826 * float(np.median(np.abs(observed - center)))
    if scale > SAME * largest or largest == 0:
        return center, scale
    return center, largest * float(np.std(observed / largest))  # squares of very small numbers would be zero
