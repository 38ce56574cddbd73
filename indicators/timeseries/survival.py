"""Times between events as intervals of days, and the share that lasts longer than t (Kaplan-Meier)."""

from dataclasses import dataclass
from typing import Any, cast

import numpy as np
import numpy.typing as npt

from indicators.timeseries.input import as_series, check_series, first_position
from indicators.timeseries.intervals import LEVELS, normal_quantile
from indicators.timeseries.reasons import reason
from indicators.timeseries.result import FloatArray, Interval, Reason, frozen

MINIMUM_ENDED = 8


@dataclass(frozen=True, eq=False)
class SurvivalCurve:
    """
    Share of durations longer than t, a step function that starts at 1.

    Attributes
    ----------
    time, survival, standard_error
        At each time an ended duration was seen, shape (m,); Greenwood's error.
    at_risk, ended
        Durations that lasted to just before, and those that ended then, shape (m,).
    median, median_intervals
        Time at which the curve first falls to a half or below; infinite where it does not. One interval a level.
    """

    time: FloatArray
    survival: FloatArray
    standard_error: FloatArray
    at_risk: FloatArray
    ended: FloatArray
    median: float
    median_intervals: tuple[Interval, ...]

    def __post_init__(self) -> None:
        for name in ("time", "survival", "standard_error", "at_risk", "ended"):
            object.__setattr__(self, name, frozen(getattr(self, name)))


def gaps_between(
    start: npt.ArrayLike, end: npt.ArrayLike, through: npt.ArrayLike
) -> tuple[FloatArray, FloatArray] | Reason:
    """
    Turn dated events into durations until the next one, each as an interval of days, the last one open.

    Parameters
    ----------
    start, end
        First and last day on which each event may have happened, shape (n,), dates or ISO strings, in order of `start`;
        a day known exactly has both the same, a month its first and last.
    through
        Last day on which the next event would have been seen.

    Returns
    -------
    (low, high) or Reason
        Shape (n,), days: the n - 1 gaps and the open one (high infinite). A gap of d days is known as d - 1/2 to
        d + 1/2, and never below zero.

    Examples
    --------
    >>> low, high = gaps_between(["2025-01-01", "2025-02-01"], ["2025-01-01", "2025-02-28"], "2025-03-10")
    >>> low, high
    (array([30.5, 10. ]), array([58.5,  inf]))
    """
    try:
        first, last = (np.asarray(days, dtype="datetime64[D]").astype(np.float64) for days in (start, end))
        stop = float(np.asarray(through, dtype="datetime64[D]").astype(np.float64))
    except (TypeError, ValueError):
        return reason("bad_period", position=1)
    if first.size == 0:
        return reason("empty")
    if first.size != last.size:
        return reason("lengths_differ", periods=first.size, values=last.size)
    if (np.diff(first) < 0).any():
        return reason("unsorted", position=first_position(np.diff(first) < 0) + 2)
    if (last < first).any():
        return reason("ends_before_start", position=first_position(last < first) + 1)
    low = np.maximum(first[1:] - last[:-1] - 0.5, 0)
    high = last[1:] - first[:-1] + 0.5
    return np.append(low, max(stop - last[-1], 0.0)), np.append(high, np.inf)


def check_durations(low: npt.ArrayLike, high: npt.ArrayLike) -> tuple[FloatArray, FloatArray] | Reason:
    """
    Return the ends of the intervals as arrays, or say why nothing can be estimated from them.

    Examples
    --------
    >>> check_durations([1.0], [2.0]).sentence
    'Only 1 duration has ended; the method needs at least 8.'
    """
    bottom, top = as_series(low), as_series(high)
    if isinstance(bottom, Reason) or isinstance(top, Reason):
        return bottom if isinstance(bottom, Reason) else cast(Reason, top)
    if bottom.size != top.size:
        return reason("lengths_differ", periods=bottom.size, values=top.size)
    wrong = np.isnan(bottom) | np.isnan(top) | np.isinf(bottom) | (bottom < 0) | (top < bottom) | (top <= 0)
    if wrong.any():
        position = first_position(wrong)
        return reason("bad_duration", position=position + 1, low=bottom[position], high=top[position])
    closed = np.isfinite(top)
    if closed.sum() < MINIMUM_ENDED:
        return reason("too_few_durations", count=int(closed.sum()), minimum=MINIMUM_ENDED)
    middle = (bottom[closed] + top[closed]) / 2
    return check_series(middle, minimum=MINIMUM_ENDED) or (bottom, top)


def check_entries(entered: npt.ArrayLike | None, low: FloatArray) -> FloatArray | Reason:
    """
    Return how long each duration had lasted when it was seen first, zeros where nothing is said, or what is wrong.

    Examples
    --------
    >>> check_entries([0, 5], np.array([3.0, 4.0])).sentence
    'Duration number 2 entered at 5, which is not between 0 and the 4 it lasted at least.'
    """
    if entered is None:
        return np.zeros(low.size)
    entry = as_series(entered)
    if isinstance(entry, Reason):
        return entry
    if entry.size != low.size:
        return reason("lengths_differ", periods=entry.size, values=low.size)
    wrong = ~((entry >= 0) & (entry <= low))
    if wrong.any():
        position = first_position(wrong)
        return reason("bad_entry", position=position + 1, entered=entry[position], low=low[position])
    return entry


def split_durations(
    low: npt.ArrayLike, high: npt.ArrayLike, begun: npt.ArrayLike, changes: npt.ArrayLike
) -> tuple[FloatArray, FloatArray, FloatArray, npt.NDArray[np.int64]]:
    """
    Cut durations where the conditions under which they were seen changed.

    A duration that lasted beyond a change is open before it and enters late after it. A change within the interval in
    which a duration may have ended cuts nothing.

    Parameters
    ----------
    low, high
        Shape (n,): the interval in which each duration lies, an infinite `high` one still open at `low`.
    begun
        Shape (n,): when each began, on the clock of `changes`.
    changes
        Shape (m,): when the conditions changed, ascending.

    Returns
    -------
    (entered, low, high, condition)
        Shape (parts,), the parts of a duration together; `condition` counts the changes before each part, from 0.

    Examples
    --------
    >>> split_durations([3.0, 50.0], [4.0, 51.0], begun=[0.0, 10.0], changes=[30.0])
    (array([ 0.,  0., 20.]), array([ 3., 20., 50.]), array([ 4., inf, 51.]), array([0, 0, 1]))
    """
    ends = zip(*(np.asarray(part, dtype=np.float64) for part in (low, high, begun)), strict=True)
    cuts = np.asarray(changes, dtype=np.float64)
    parts: list[tuple[float, float, float, int]] = []
    for bottom, top, start in ends:
        first = int(np.searchsorted(cuts, start, side="right"))
        inside = [float(cut - start) for cut in cuts[first:] if cut - start < bottom]
        edges = [0.0, *inside]
        parts += [(edges[k], edges[k + 1], np.inf, first + k) for k in range(len(inside))]
        parts.append((edges[-1], float(bottom), float(top), first + len(inside)))
    columns = np.array(parts, dtype=np.float64).reshape(-1, 4).T
    return columns[0], columns[1], columns[2], columns[3].astype(np.int64)


def kaplan_meier(
    low: npt.ArrayLike,
    high: npt.ArrayLike,
    *,
    entered: npt.ArrayLike | None = None,
    levels: tuple[int, ...] = LEVELS,
) -> SurvivalCurve | Reason:
    """
    What share of durations lasts longer than t, whatever the distribution?

    Parameters
    ----------
    low, high
        As from `gaps_between`: an interval counts at its middle, an infinite `high` is a duration still open at `low`.
    entered
        How long each had lasted when it was seen first: it is at risk from then on. None is from the beginning.
    levels
        Levels of the interval of the median, which inverts the log-log interval of the curve.

    Returns
    -------
    SurvivalCurve or Reason

    References
    ----------
    Kaplan and Meier (1958), JASA 53, 457-481; Brookmeyer and Crowley (1982), Biometrics 38, 29-41, for the median.
    The curve is statsmodels' ``SurvfuncRight``.

    Examples
    --------
    >>> curve = kaplan_meier([1, 2, 3, 4, 5, 6, 7, 8, 9], [1, 2, 3, 4, 5, 6, 7, 8, float("inf")])
    >>> curve.median, round(float(curve.survival[-1]), 4)
    (5.0, 0.1111)
    """
    from statsmodels.duration.survfunc import SurvfuncRight

    data = check_durations(low, high)
    if isinstance(data, Reason):
        return data
    bottom, top = data
    entry = check_entries(entered, bottom)
    if isinstance(entry, Reason):
        return entry
    closed = np.isfinite(top)
    time = np.where(closed, (bottom + np.where(closed, top, 0)) / 2, bottom)
    seen = (time > entry) | (entered is None)  # what ended or was left on the day it was first seen was never at risk
    if not (closed & seen).any():
        return reason("too_few_durations", count=0, minimum=MINIMUM_ENDED)
    fitted = SurvfuncRight(time[seen], closed[seen].astype(int), entry=None if entered is None else entry[seen])
    survival = np.asarray(fitted.surv_prob, dtype=np.float64)
    return SurvivalCurve(
        time=np.asarray(fitted.surv_times),
        survival=survival,
        standard_error=np.asarray(fitted.surv_prob_se),
        at_risk=np.asarray(fitted.n_risk),
        ended=np.asarray(fitted.n_events),
        median=_crossing(np.asarray(fitted.surv_times), survival),
        median_intervals=tuple(_median_interval(fitted, level) for level in levels),
    )


def _crossing(time: FloatArray, survival: FloatArray) -> float:
    below = np.flatnonzero(survival <= 0.5 + 1e-12)
    return float(time[below[0]]) if below.size else float("inf")


def _median_interval(fitted: Any, level: int) -> Interval:
    """All t at which the log-log interval of the curve holds a half."""
    time, survival = np.asarray(fitted.surv_times), np.asarray(fitted.surv_prob)
    inside = (survival > 0) & (survival < 1)
    s, error = survival[inside], np.asarray(fitted.surv_prob_se)[inside]
    center, spread = np.log(-np.log(s)), error / (s * np.abs(np.log(s)))
    z = normal_quantile(level)
    lower, upper = np.exp(-np.exp(center + z * spread)), np.exp(-np.exp(center - z * spread))
    return Interval(level, np.array([_crossing(time[inside], lower)]), np.array([_crossing(time[inside], upper)]))
