"""Frozen results of the time series hall: numbers with their intervals, or a reason why there are none.

Every array is a read-only copy, so a result can be shared and cached; every result can be pickled.
"""

from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
import numpy.typing as npt

FloatArray: TypeAlias = npt.NDArray[np.float64]
IntArray: TypeAlias = npt.NDArray[np.int64]
BoolArray: TypeAlias = npt.NDArray[np.bool_]
Parameters: TypeAlias = tuple[tuple[str, float], ...]


def frozen(values: npt.ArrayLike) -> FloatArray:
    """Return a read-only float copy of `values`."""
    copy = np.array(values, dtype=np.float64)
    copy.setflags(write=False)
    return copy


def frozen_integers(values: npt.ArrayLike) -> IntArray:
    """Return a read-only integer copy of `values`."""
    copy = np.array(values, dtype=np.int64)
    copy.setflags(write=False)
    return copy


def frozen_booleans(values: npt.ArrayLike) -> BoolArray:
    """Return a read-only boolean copy of `values`."""
    copy = np.array(values, dtype=np.bool_)
    copy.setflags(write=False)
    return copy


@dataclass(frozen=True, slots=True)
class Reason:
    """
    Why there is no number.

    Attributes
    ----------
    code
        A key of ``indicators.timeseries.reasons.REASONS``, stable, for tables.
    sentence
        One plain sentence for the report.
    """

    code: str
    sentence: str

    def __str__(self) -> str:
        return self.sentence


@dataclass(frozen=True, slots=True)
class Diagnostics:
    """
    One test of one hypothesis.

    Attributes
    ----------
    name
        Name of the test.
    statistic, p_value
        The statistic (no unit) and its two-sided or upper-tail p-value, as the test defines it.
    null_hypothesis, alternative
        Both in words.
    n_observations
        Residuals used (missing ones are left out).
    lag
        Lags, or the length of the compared stretches; None where the test has none.
    degrees_of_freedom
        Of the reference distribution, in its order.
    """

    name: str
    statistic: float
    p_value: float
    null_hypothesis: str
    alternative: str
    n_observations: int
    lag: int | None = None
    degrees_of_freedom: tuple[int, ...] = ()


@dataclass(frozen=True, eq=False, slots=True)
class Interval:
    """
    A band with its level: `lower` and `upper`, shape (n,), unit of the series, `level` in per cent (80 or 95)."""

    level: int
    lower: FloatArray
    upper: FloatArray

    def __post_init__(self) -> None:
        object.__setattr__(self, "lower", frozen(self.lower))
        object.__setattr__(self, "upper", frozen(self.upper))


def interval_at(intervals: tuple[Interval, ...], level: int) -> Interval:
    """Return the band at `level` per cent; ``KeyError`` names the levels there are."""
    for interval in intervals:
        if interval.level == level:
            return interval
    raise KeyError(f"no {level} % interval; there are {[i.level for i in intervals]}")


class _Bands:
    """Shared access to the usual two levels; the fields live in the subclasses."""

    __slots__ = ()
    intervals: tuple[Interval, ...]
    parameters: Parameters

    @property
    def lower_80(self) -> FloatArray:
        """Lower end of the 80 % interval, shape (n,)."""
        return interval_at(self.intervals, 80).lower

    @property
    def upper_80(self) -> FloatArray:
        """Upper end of the 80 % interval, shape (n,)."""
        return interval_at(self.intervals, 80).upper

    @property
    def lower_95(self) -> FloatArray:
        """Lower end of the 95 % interval, shape (n,)."""
        return interval_at(self.intervals, 95).lower

    @property
    def upper_95(self) -> FloatArray:
        """Upper end of the 95 % interval, shape (n,)."""
        return interval_at(self.intervals, 95).upper

    def parameter(self, name: str) -> float:
        """Return one estimated parameter by name."""
        return dict(self.parameters)[name]

    def _interval_columns(self) -> dict[str, FloatArray]:
        columns: dict[str, FloatArray] = {}
        for interval in self.intervals:
            columns[f"lower_{interval.level}"] = interval.lower
            columns[f"upper_{interval.level}"] = interval.upper
        return columns


@dataclass(frozen=True, eq=False)
class Components(_Bands):
    """
    A series taken apart.

    Attributes
    ----------
    method
        Method and its settings in words.
    composition
        ``additive``: value = level + seasonal + remainder; ``multiplicative``: the product of the three.
    level
        Trend or smoothed level, shape (n,), unit of the series.
    seasonal
        Shape (n,): unit of the series when additive, a factor when multiplicative; None where the method has none.
    remainder
        Shape (n,): what is left, NaN where the value is missing; a factor when multiplicative.
    intervals
        Bands of the **level**; empty where the method gives none.
    n_observations
        Observed values used.
    parameters
        Name and value pairs; variances are in the squared unit of the series.
    log_likelihood
        At the estimate, None for methods without one.
    diagnostics
        Tests of the standardised one-step prediction errors.
    notes
        Conventions and warnings a reader must know.
    """

    method: str
    composition: str
    level: FloatArray
    seasonal: FloatArray | None
    remainder: FloatArray
    intervals: tuple[Interval, ...]
    n_observations: int
    parameters: Parameters = ()
    log_likelihood: float | None = None
    diagnostics: tuple[Diagnostics, ...] = ()
    notes: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        object.__setattr__(self, "level", frozen(self.level))
        object.__setattr__(self, "remainder", frozen(self.remainder))
        if self.seasonal is not None:
            object.__setattr__(self, "seasonal", frozen(self.seasonal))

    def columns(self) -> dict[str, FloatArray]:
        """Return the arrays by column name, each of shape (n,); an absent seasonal has no column."""
        columns = {"level": self.level, "remainder": self.remainder}
        if self.seasonal is not None:
            columns["seasonal"] = self.seasonal
        return columns | self._interval_columns()


@dataclass(frozen=True, eq=False)
class Forecast(_Bands):
    """
    A forecast with its intervals.

    Attributes
    ----------
    method
        Short name, for instance ``ETS(A,N,A)``, ``SARIMA(0,1,1)(0,1,1)[12]``, ``seasonal naive``.
    mean
        Shape (steps,), unit of the series: the point forecast (the median when the model is on logarithms).
    intervals
        Prediction intervals of single future values, shape (steps,) each.
    first_index
        Position, on the series' own axis, of ``mean[0]``: the first value after the last observed one.
    nowcast_steps
        How many leading steps are periods of the array that were not published yet.
    n_observations
        Values the parameters were estimated from.
    parameters
        Name and value pairs; smoothing and ARMA coefficients have no unit, ``sigma2`` is on the modelled scale.
    aicc, log_likelihood
        On the modelled scale; comparable within one family only. None for the naive methods.
    diagnostics
        Tests of the one-step residuals.
    notes
        Conventions and warnings a reader must know.
    """

    method: str
    mean: FloatArray
    intervals: tuple[Interval, ...]
    first_index: int
    nowcast_steps: int
    n_observations: int
    parameters: Parameters = ()
    aicc: float | None = None
    log_likelihood: float | None = None
    diagnostics: tuple[Diagnostics, ...] = ()
    notes: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        object.__setattr__(self, "mean", frozen(self.mean))

    @property
    def horizon(self) -> IntArray:
        """Steps after the last observed value: 1, 2, ..., shape (steps,)."""
        return frozen_integers(np.arange(1, self.mean.size + 1))

    def columns(self) -> dict[str, FloatArray]:
        """Return the arrays by column name, each of shape (steps,)."""
        return {"mean": self.mean} | self._interval_columns()
