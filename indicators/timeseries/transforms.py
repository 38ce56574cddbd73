"""Transforms that make a series fit to enter a composite: declared by name, reversible, up is warmer."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from indicators.timeseries.result import FloatArray


@dataclass(frozen=True)
class Transform:
    """One transform: what it does in words, the function and its inverse (on the unsigned, transformed value)."""

    words: str
    apply: Callable[[FloatArray, int], FloatArray]
    invert: Callable[[FloatArray], FloatArray]


def year_sum(values: FloatArray, season: int) -> FloatArray:
    """
    Sum of the last `season` values, all present; NaN elsewhere. Shape (n,).

    Examples
    --------
    >>> year_sum(np.array([1.0, 0.0, 2.0, np.nan, 1.0]), 2)
    array([nan,  1.,  2., nan, nan])
    """
    sums = np.full(values.shape, np.nan)
    if values.size >= season:
        sums[season - 1 :] = np.lib.stride_tricks.sliding_window_view(values, season).sum(axis=1)
    return sums


def _log(values: FloatArray, _: int) -> FloatArray:
    return np.log(np.where(values > 0, values, np.nan))


def _root(values: FloatArray, _: int) -> FloatArray:
    return np.sqrt(np.where(values >= 0, values, np.nan))


def _log_1p(values: FloatArray, _: int) -> FloatArray:
    return np.log1p(np.where(values >= 0, values, np.nan))


TRANSFORMS: dict[str, Transform] = {
    "level": Transform("as it is", lambda values, _: values.copy(), lambda values: values),
    "log": Transform("logarithm: equal percentages count alike; 0 and less is missing", _log, np.exp),
    "log_1p": Transform("logarithm of 1 + the value: the first days or items count most", _log_1p, np.expm1),
    "root": Transform("square root: a count's spread no longer grows with its size", _root, np.square),
    "year_sum_root": Transform(
        "square root of the sum of the last twelve months, all known: for counts that are mostly zero",
        lambda values, season: _root(year_sum(values, season), season),
        np.square,
    ),
    "year_sum": Transform("sum of the last twelve months, all known", year_sum, lambda values: values),
}
"""Name to transform; a second argument is the number of periods a year."""

UNTRANSFORMED = {"log": "level", "log_1p": "level", "root": "level", "year_sum_root": "year_sum"}
"""What a transform becomes where logarithms and roots are left out (a check of sensitivity)."""


def transform(values: FloatArray, name: str, sign: int, season: int) -> FloatArray:
    """
    Transform a series and turn it so that up is warmer.

    Parameters
    ----------
    values
        Shape (n,), own unit, NaN where missing, one value a period.
    name
        A key of ``TRANSFORMS``.
    sign
        1 where more is warmer, -1 where less is.
    season
        Periods a year.

    Examples
    --------
    >>> transform(np.array([1.0, 4.0, np.nan]), "root", -1, 12)
    array([-1., -2., nan])
    """
    with np.errstate(over="ignore"):
        return sign * TRANSFORMS[name].apply(np.asarray(values, dtype=np.float64), season)


def restore(values: FloatArray, name: str, sign: int) -> FloatArray:
    """
    Undo `transform`: back to the unit of the series (of its yearly sum where that is what enters).

    Examples
    --------
    >>> restore(np.array([-1.0, -2.0]), "root", -1)
    array([1., 4.])
    """
    with np.errstate(over="ignore"):
        return TRANSFORMS[name].invert(sign * np.asarray(values, dtype=np.float64))
