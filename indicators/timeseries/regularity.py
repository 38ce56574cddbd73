"""Are the periods of a series regular, and how is it put on a regular axis?"""

from collections.abc import Sequence
from datetime import date

import numpy as np
import numpy.typing as npt

from indicators.timeseries.input import as_series, first_position
from indicators.timeseries.reasons import reason
from indicators.timeseries.result import FloatArray, IntArray, Reason

_MONTHS = {"A": 12, "H": 6, "S": 6, "Q": 3, "M": 1}
_DAYS = {"W": 7, "D": 1}


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
        return reason("bad_period", position=first_position(np.isnat(days)) + 1)
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
    '1 period is absent, the first before period number 2.'
    """
    ordinals = period_ordinals(periods, frequency)
    if isinstance(ordinals, Reason):
        return ordinals
    steps = np.diff(ordinals)
    return _check_order(periods, steps, frequency) or _check_steps(steps, frequency, allow_gaps)


def _check_order(periods: npt.ArrayLike | Sequence[date], steps: IntArray, frequency: str) -> Reason | None:
    days = np.diff(np.asarray(periods, dtype="datetime64[D]").astype(np.int64))
    if (days < 0).any():
        return reason("unsorted", position=first_position(days < 0) + 2)
    if (days[steps == 0] == 0).any():
        return reason("duplicate_period", position=first_position((steps == 0) & (days == 0)) + 2)
    if (steps == 0).any():
        return reason("mixed_frequency", declared=frequency, position=first_position(steps == 0) + 2)
    return None


def _check_steps(steps: IntArray, frequency: str, allow_gaps: bool) -> Reason | None:
    mixed = _stretch(steps)
    if mixed is not None:
        return reason("mixed_frequency", declared=frequency, position=mixed + 2)
    if not allow_gaps and (steps > 1).any():
        return reason("gap", count=int((steps - 1).sum()), position=first_position(steps > 1) + 2)
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
