"""The one gate before every method: is this a series the method can be asked about?"""

from collections.abc import Sequence
from datetime import date
from typing import Literal

import numpy as np
import numpy.typing as npt

from indicators.timeseries.reasons import reason
from indicators.timeseries.result import FloatArray, IntArray, Reason

Missing = Literal["none", "leading", "ends", "any"]
LARGEST = 1e15
"""Beyond this a double no longer holds whole units, and squares soon overflow."""
SAME = 1e-12
"""Relative spread below which all values count as the same."""
OUTLIER_RATIO = 100.0
"""How many times the 95 % distance from the median a value may lie off before a person must look at it."""

_MONTHS = {"A": 12, "H": 6, "S": 6, "Q": 3, "M": 1}
_DAYS = {"W": 7, "D": 1}


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
    if isinstance(values, np.ma.MaskedArray):
        values = values.astype(np.float64).filled(np.nan)
    try:
        raw = np.asarray(values)
        if raw.dtype.kind not in "iufOb" or (raw.dtype.kind == "O" and any(isinstance(v, str) for v in raw.flat)):
            return reason("not_numeric", found=raw.dtype.name)
        series = np.array(raw, dtype=np.float64)
    except (TypeError, ValueError, OverflowError) as error:
        return reason("not_numeric", found=str(error).splitlines()[0])
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


def _first(mask: npt.NDArray[np.bool_]) -> int:
    return int(np.flatnonzero(mask)[0])


def _check_numbers(series: FloatArray) -> Reason | None:
    if series.size == 0:
        return reason("empty")
    if np.isinf(series).any():
        return reason("infinite", position=_first(np.isinf(series)) + 1)
    large = np.abs(series) > LARGEST
    if large.any():
        return reason("too_large", position=_first(large) + 1, value=float(series[large][0]))
    return None


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
        return reason("missing", count=int(inside.sum()), position=_first(inside) + 1)
    if allowed != "ends" and stop < series.size:
        return reason("missing_at_the_end", count=series.size - stop)
    return None


def _check_spread(series: FloatArray) -> Reason | None:
    spread = np.nanmax(series) - np.nanmin(series)
    return reason("constant") if spread <= SAME * np.nanmax(np.abs(series)) else None


def _check_positive(series: FloatArray) -> Reason | None:
    bad = series <= 0
    return reason("not_positive", position=_first(bad) + 1, value=float(series[bad][0])) if bad.any() else None


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
    center = float(np.median(observed))
    scale = 1.4826 * float(np.median(np.abs(observed - center)))
    return center, scale if scale > SAME * float(np.max(np.abs(observed))) else float(np.std(observed))


def period_ordinals(periods: npt.ArrayLike | Sequence[date], frequency: str) -> IntArray | Reason:
    """
    Number the periods of one frequency, so that neighbours differ by 1.

    Parameters
    ----------
    periods
        Shape (n,): any day of each period, as dates, ISO strings or datetime64.
    frequency
        ``A``, ``H`` (or ``S``, half-year), ``Q``, ``M``, ``W`` (Monday to Sunday), ``D``; case does not matter.

    Examples
    --------
    >>> period_ordinals(["2025-12-31", "2026-03-31"], "Q")
    array([223, 224])
    """
    try:
        days = np.asarray(periods, dtype="datetime64[D]")
    except (TypeError, ValueError):
        return reason("bad_period", position=1)
    if np.isnat(days).any():
        return reason("bad_period", position=_first(np.isnat(days)) + 1)
    code = frequency.upper()
    if code in _MONTHS:
        return np.asarray(days.astype("datetime64[M]").astype(np.int64) // _MONTHS[code], dtype=np.int64)
    if code in _DAYS:  # 1970-01-01 was a Thursday, so weeks begin 3 days before it
        shift = 3 if code == "W" else 0
        return np.asarray((days.astype(np.int64) + shift) // _DAYS[code], dtype=np.int64)
    raise ValueError(f"unknown frequency {frequency!r}: use one of A, H, S, Q, M, W, D")


def check_periods(
    periods: npt.ArrayLike | Sequence[date], frequency: str, *, allow_gaps: bool = False
) -> Reason | None:
    """
    Say why the periods are not one regular series, or None when they are.

    Parameters
    ----------
    periods, frequency
        As in `period_ordinals`.
    allow_gaps
        Absent periods are fine (`regular` fills them with missing values).

    Notes
    -----
    Two different days in one period, or a stretch of at least three steps of the same length above one in a series
    that elsewhere steps by one, are a mixture of frequencies; the same day twice is a duplicate; any other absence
    is a gap.

    Examples
    --------
    >>> check_periods(["2026-01-31", "2026-01-31"], "M").code
    'duplicate_period'
    >>> check_periods(["2026-01-31", "2026-03-31"], "M").sentence
    '1 periods are absent, the first before period number 2.'
    """
    ordinals = period_ordinals(periods, frequency)
    if isinstance(ordinals, Reason):
        return ordinals
    steps = np.diff(ordinals)
    days = np.diff(np.asarray(periods, dtype="datetime64[D]").astype(np.int64))
    if (days < 0).any():
        return reason("unsorted", position=_first(days < 0) + 2)
    if (days[steps == 0] == 0).any():
        return reason("duplicate_period", position=_first((steps == 0) & (days == 0)) + 2)
    if (steps == 0).any():
        return reason("mixed_frequency", declared=frequency, position=_first(steps == 0) + 2)
    mixed = _stretch(steps)
    if mixed is not None:
        return reason("mixed_frequency", declared=frequency, position=mixed + 2)
    if not allow_gaps and (steps > 1).any():
        return reason("gap", count=int((steps - 1).sum()), position=_first(steps > 1) + 2)
    return None


def _stretch(steps: IntArray) -> int | None:
    """Return where a run of three equal steps above one begins beside steps of one, or None."""
    if not (steps == 1).any():
        return None
    for start in range(steps.size - 2):
        if steps[start] > 1 and (steps[start : start + 3] == steps[start]).all():
            return start
    return None


def regular(
    periods: npt.ArrayLike | Sequence[date], values: npt.ArrayLike, frequency: str
) -> tuple[IntArray, FloatArray] | Reason:
    """
    Put a series on a regular axis: absent periods become missing values, nothing is filled in.

    Returns
    -------
    (ordinals, values) or Reason
        Both of shape (m,), m = last - first period + 1.

    Examples
    --------
    >>> regular(["2025-12-31", "2026-02-28"], [1.0, 2.0], "M")
    (array([671, 672, 673]), array([ 1., nan,  2.]))
    """
    series = as_series(values)
    if isinstance(series, Reason):
        return series
    ordinals = period_ordinals(periods, frequency)
    if isinstance(ordinals, Reason):
        return ordinals
    if ordinals.size != series.size:
        return reason("lengths_differ", periods=ordinals.size, values=series.size)
    if series.size == 0:
        return reason("empty")
    broken = check_periods(periods, frequency, allow_gaps=True)
    if broken is not None:
        return broken
    axis = np.arange(ordinals[0], ordinals[-1] + 1, dtype=np.int64)
    filled = np.full(axis.size, np.nan)
    filled[ordinals - ordinals[0]] = series
    return axis, filled
