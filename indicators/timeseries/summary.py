"""Small exact summaries of a series: changes with their sign, position in its history, ages."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np
import numpy.typing as npt

from indicators.timeseries.input import as_series, check_series
from indicators.timeseries.reasons import reason
from indicators.timeseries.result import FloatArray, Reason


@dataclass(frozen=True, slots=True)
class Change:
    """
    From one value to another.

    Attributes
    ----------
    absolute
        Later minus earlier, unit of the series.
    relative_pct
        Per cent of the earlier value; None unless both are above zero, for a percentage of a balance misleads.
    sign
        1 up, 0 equal, -1 down.
    lag
        Periods between the two.
    """

    absolute: float
    relative_pct: float | None
    sign: int
    lag: int


@dataclass(frozen=True, slots=True)
class Position:
    """
    Where the last value stands in the history of its series.

    Attributes
    ----------
    percentile
        Share of all observed values below it plus half of those equal to it (itself among them), 0 to 100.
    rank_from_top
        1 = highest; equal values share the better rank.
    n_observations
        Observed values, the last one included.
    """

    percentile: float
    rank_from_top: int
    n_observations: int

    @property
    def is_highest(self) -> bool:
        """No observed value is higher."""
        return self.rank_from_top == 1


def change(values: npt.ArrayLike, lag: int) -> Change | Reason:
    """
    How much did the last value change on the one `lag` periods before?

    Parameters
    ----------
    values
        Shape (n,), regular, in time order; the last value and the one `lag` before must be observed. A missing value
        is never replaced by a neighbour.
    lag
        Periods, at least 1.

    Examples
    --------
    >>> change([100.0, 120.0, 90.0], lag=2)
    Change(absolute=-10.0, relative_pct=-10.0, sign=-1, lag=2)
    """
    if lag < 1:
        raise ValueError(f"a change needs a lag of at least 1, not {lag}")
    series = _readable(values)
    if isinstance(series, Reason):
        return series
    if np.isnan(series[-1]):
        return reason("missing_at_the_end", count=1)
    if series.size <= lag or np.isnan(series[-1 - lag]):
        return reason("no_earlier_value", lag=lag)
    earlier, later = float(series[-1 - lag]), float(series[-1])
    absolute = later - earlier
    relative = 100 * absolute / earlier if earlier > 0 and later > 0 else None
    return Change(absolute=absolute, relative_pct=relative, sign=(later > earlier) - (later < earlier), lag=lag)


def change_on_previous_quarter(values: npt.ArrayLike, period: int) -> Change | Reason:
    """
    Change of the last value on the one a quarter before.

    Parameters
    ----------
    values
        As in `change`.
    period
        Values a year; a multiple of 4 (``ValueError`` otherwise: a half-yearly series has no previous quarter).

    Examples
    --------
    >>> change_on_previous_quarter([1.0, 2.0, 3.0, 7.0], period=12).absolute
    6.0
    """
    if period % 4:
        raise ValueError(f"{period} values a year cannot be compared by quarter")
    return change(values, lag=period // 4)


def change_on_previous_year(values: npt.ArrayLike, period: int) -> Change | Reason:
    """
    Change of the last value on the one a year before; `period` is the number of values a year.

    Examples
    --------
    >>> change_on_previous_year([4.0, 0.0, 0.0, 0.0, 5.0], period=4).relative_pct
    25.0
    """
    return change(values, lag=period)


def position_in_history(values: npt.ArrayLike) -> Position | Reason:
    """
    How high is the last observed value among all observed values of its series?

    Parameters
    ----------
    values
        Shape (n,), any unit; missing values are left out.

    Examples
    --------
    >>> position_in_history([1.0, 2.0, 3.0, 3.0])
    Position(percentile=75.0, rank_from_top=1, n_observations=4)
    """
    series = _readable(values)
    if isinstance(series, Reason):
        return series
    observed = series[~np.isnan(series)]
    last = observed[-1]
    below, equal = int(np.sum(observed < last)), int(np.sum(observed == last))
    return Position(
        percentile=100 * (2 * below + equal) / (2 * observed.size),
        rank_from_top=int(np.sum(observed > last)) + 1,
        n_observations=observed.size,
    )


def ages_in_days(dates: npt.ArrayLike | Sequence[date], as_of: date) -> npt.NDArray[np.int64]:
    """
    Days from each date to the as-of date, shape (n,); a later date has a negative age.

    Examples
    --------
    >>> ages_in_days(["2026-06-20", "2026-06-30"], date(2026, 6, 30))
    array([10,  0])
    """
    days = np.asarray(dates, dtype="datetime64[D]")
    return np.asarray((np.datetime64(as_of) - days).astype(np.int64), dtype=np.int64)


def median_age_in_days(dates: npt.ArrayLike | Sequence[date], as_of: date) -> float | Reason:
    """
    Median of the ages (the mean of the middle two when there are two).

    Examples
    --------
    >>> median_age_in_days(["2026-06-20", "2026-06-30"], date(2026, 6, 30))
    5.0
    """
    ages = ages_in_days(dates, as_of)
    return float(np.median(ages)) if ages.size else reason("empty")


def _readable(values: npt.ArrayLike) -> FloatArray | Reason:
    """Return the series unless it is empty, infinite or all missing; a constant one is fine here."""
    series = as_series(values)
    if isinstance(series, Reason):
        return series
    broken = check_series(series, minimum=1, allow_missing="any", outlier_ratio=None)
    return series if broken is None or broken.code == "constant" else broken
