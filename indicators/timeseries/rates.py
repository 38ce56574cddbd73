"""Rates of events compared between groups of periods: before and after, one administration and the next."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
import numpy.typing as npt

from indicators.timeseries.bursts import BlockSpread, LogError, block_spread
from indicators.timeseries.counting import CountModel, check_counts, fit_counts
from indicators.timeseries.input import as_series
from indicators.timeseries.intervals import LEVELS
from indicators.timeseries.reasons import reason
from indicators.timeseries.result import FloatArray, Interval, Reason, frozen

MINIMUM_GROUP = 3
"""Periods a group needs."""
FEW_EVENTS = 5
"""A group with fewer events has limits from the likelihood of its total, not from the robust normal approximation."""


@dataclass(frozen=True, eq=False)
class RateComparison:
    """
    Rates by group, in order of first appearance, arrays of shape (groups,).

    Attributes
    ----------
    groups, base
        Names; the base is the one the others are divided by.
    events, exposure, periods
        What was counted, over how much exposure, in how many periods.
    rate, rate_intervals
        Events per unit of exposure.
    ratio, ratio_intervals, p_value
        Rate over that of the base, 1 for the base itself; infinite where the base had no event. The test is of ratio 1
        against another; NaN for the base.
    conservative
        1 where a group or the base has fewer than five events: the interval of the ratio then comes from the limits
        of the two rates, each at half the error, and covers at least what it says.
    model
        The count model with one column a group; None where a group without an event kept it from being fitted whole,
        in which case it is fitted to the other groups.
    """

    groups: tuple[str, ...]
    base: str
    events: FloatArray
    exposure: FloatArray
    periods: FloatArray
    rate: FloatArray
    rate_intervals: tuple[Interval, ...]
    ratio: FloatArray
    ratio_intervals: tuple[Interval, ...]
    p_value: FloatArray
    conservative: FloatArray
    model: CountModel

    def __post_init__(self) -> None:
        for name in ("events", "exposure", "periods", "rate", "ratio", "p_value", "conservative"):
            object.__setattr__(self, name, frozen(getattr(self, name)))


def compare_rates(
    counts: npt.ArrayLike,
    group: Sequence[str],
    base: str,
    exposure: npt.ArrayLike | None = None,
    *,
    levels: tuple[int, ...] = LEVELS,
    lags: int | None = None,
) -> RateComparison | Reason:
    """
    How many times as often did events happen in each group of periods as in the base group?

    Parameters
    ----------
    counts, exposure, lags
        As in `fit_counts`; periods in time order.
    group
        Name of the group of each period, length n.
    base
        The group the others are compared with.
    levels
        Levels of the intervals in per cent.

    Returns
    -------
    RateComparison or Reason

    Notes
    -----
    Intervals and tests of the ratios are those of the logarithm and the wider of two. One has Student's t of periods
    less groups degrees of freedom and the larger of the robust (Newey-West) error, too small in short groups, and that
    of the likelihood. The other, for bursts that last, takes the dispersion from the spread of totals of twelve
    neighbouring periods (six or three where groups are short), with as many degrees of freedom as they leave. 95 % hold
    the true ratio in 96 to 100 of 100 simulated series of independent counts (dispersion 0 and 2), in 89 to 97
    where bursts last some months, in 76 to 90 where they last a year and more. Where a group has fewer than five events
    the normal approximation fails: its limits are those rates at which the total would be this low or this high with
    half the error probability, the total being Poisson (Garwood 1936) or, with overdispersion, negative binomial with
    the moments of the sum of its periods.

    References
    ----------
    Cameron and Trivedi (2013), Regression Analysis of Count Data, 2nd ed., sections 3.2, 3.3 and 7.4; Garwood
    (1936), Biometrika 28, 437-442.

    Examples
    --------
    >>> counts = [1, 0, 2, 1, 0, 1, 3, 2, 4, 3, 2, 4]
    >>> found = compare_rates(counts, ["before"] * 6 + ["after"] * 6, "before")
    >>> [round(float(r), 2) for r in found.rate], round(float(found.ratio[1]), 2)
    ([0.83, 3.0], 3.6)
    """
    broken = _check_groups(counts, group, base, exposure)
    series = as_series(counts)
    if broken is not None or isinstance(series, Reason):
        return broken or reason("empty")
    weights = np.ones(series.size) if exposure is None else np.asarray(exposure, dtype=np.float64)
    known = ~np.isnan(series) & ~np.isnan(weights)
    labels = np.array(list(group), dtype=object)[known]
    y, time = series[known], weights[known]
    names = tuple(dict.fromkeys(labels.tolist()))
    member = np.array([labels == name for name in names])
    events, total = member @ y, member @ time
    if (member.sum(axis=1) < MINIMUM_GROUP).any():
        short = int(np.argmin(member.sum(axis=1)))
        return reason("short_group", group=names[short], count=int(member[short].sum()), minimum=MINIMUM_GROUP)
    busy = np.flatnonzero(events > 0)
    inside = member[busy].any(axis=0)
    model = fit_counts(y[inside], member[busy][:, inside].T.astype(float), time[inside], lags=lags)
    if isinstance(model, Reason):
        return model
    spread = block_spread(y, time, member[busy])
    comparison = _Comparison(names, names.index(base), events, total, member, time, model, busy, spread)
    return comparison.result(levels)


def _check_groups(
    counts: npt.ArrayLike, group: Sequence[str], base: str, exposure: npt.ArrayLike | None
) -> Reason | None:
    broken = check_counts(counts, exposure)
    if broken is not None:
        return broken
    n = np.asarray(counts).size
    if len(group) != n:
        return reason("lengths_differ", periods=len(group), values=n)
    if len(set(group)) == 1:
        return reason("one_group")
    return None if base in group else reason("no_base", group=base)


_Errors: TypeAlias = dict[int, tuple[LogError, LogError] | None]


@dataclass(frozen=True, eq=False)
class _Comparison:
    """What the intervals are made of; `busy` are the groups with an event, in the order of the model's columns."""

    names: tuple[str, ...]
    base: int
    events: FloatArray
    total: FloatArray
    member: npt.NDArray[np.bool_]
    time: FloatArray
    model: CountModel
    busy: npt.NDArray[np.intp]
    spread: BlockSpread

    def result(self, levels: tuple[int, ...]) -> RateComparison:
        with np.errstate(divide="ignore", invalid="ignore"):
            rate = self.events / self.total
            ratio = rate / rate[self.base]
        few = self.events < FEW_EVENTS
        few = few | few[self.base]
        few[self.base] = self.events[self.base] < FEW_EVENTS
        errors = {k: self._log_errors(k) for k in range(len(self.names))}
        return RateComparison(
            groups=self.names,
            base=self.names[self.base],
            events=self.events,
            exposure=self.total,
            periods=self.member.sum(axis=1),
            rate=rate,
            rate_intervals=tuple(self._rate_interval(rate, errors, level) for level in levels),
            ratio=ratio,
            ratio_intervals=tuple(self._ratio_interval(ratio, errors, few, level) for level in levels),
            p_value=np.array([self._p_value(k, ratio, errors, bool(few[k])) for k in range(len(self.names))]),
            conservative=few.astype(float),
            model=self.model,
        )

    def _log_errors(self, k: int) -> tuple[LogError, LogError] | None:
        """Errors of the logarithm of the rate of a group and of its ratio to the base; None without events."""
        places = {int(group): column for column, group in enumerate(self.busy)}
        if k not in places:
            return None
        alone = np.zeros(self.busy.size)
        alone[places[k]] = 1
        against = alone.copy()
        if self.base in places:
            against[places[self.base]] -= 1
        return self._error(alone), self._error(against)

    def _error(self, contrast: FloatArray) -> LogError:
        """The larger of the robust error and that of the likelihood, and the error from the spread of blocks."""
        both = (self.model.covariance, self.model.model_covariance)
        plain = max(0.0, *(float(contrast @ covariance @ contrast) for covariance in both))
        parts = [(float(np.sqrt(plain)), max(self.model.n_observations - self.busy.size, 1))]
        if self.spread.dispersion > 0:
            shares = 1 / self.events[self.busy] + self.spread.dispersion * self.spread.shares
            parts.append((float(np.sqrt(np.sum(contrast**2 * shares))), self.spread.freedom))
        return LogError(tuple(parts))

    def _limits(self, k: int, error: float, own: tuple[LogError, LogError] | None) -> tuple[float, float]:
        """Limits of a rate, `error` the probability left outside on both sides together."""
        if self.events[k] >= FEW_EVENTS and own is not None:
            reach = np.exp(own[0].reach(100 * (1 - error)))
            rate = self.events[k] / self.total[k]
            return rate / reach, rate * reach
        return self._limit(k, error / 2, upper=False), self._limit(k, error / 2, upper=True)

    def _limit(self, k: int, tail: float, *, upper: bool) -> float:
        """The rate at which a total this low (or this high) has the probability `tail`."""
        from scipy.optimize import brentq
        from scipy.stats import nbinom, poisson

        events, time = self.events[k], self.time[self.member[k]]
        if not upper and events == 0:
            return 0.0

        def excess(log_rate: float) -> float:
            mean = np.exp(log_rate) * time
            extra = self.model.dispersion * float(np.sum(mean**2))  # variance of the sum less its mean
            count = events if upper else events - 1
            if extra > 0:
                size = float(mean.sum()) ** 2 / extra
                chance = float(nbinom.cdf(count, size, size / (size + float(mean.sum()))))
            else:
                chance = float(poisson.cdf(count, mean.sum()))
            return (chance if upper else 1 - chance) - tail

        middle = np.log(max(events, 0.5) / time.sum())
        return float(np.exp(brentq(excess, middle - 12, middle + 12)))

    def _rate_interval(self, rate: FloatArray, errors: _Errors, level: int) -> Interval:
        limits = [self._limits(k, 1 - level / 100, errors[k]) for k in range(rate.size)]
        return Interval(level, np.array([low for low, _ in limits]), np.array([high for _, high in limits]))

    def _ratio_interval(self, ratio: FloatArray, errors: _Errors, few: npt.NDArray[np.bool_], level: int) -> Interval:
        low, high = np.ones(ratio.size), np.ones(ratio.size)
        for k in range(ratio.size):
            if k == self.base:
                continue
            if few[k]:
                half = (1 - level / 100) / 2
                own, other = (self._limits(i, half, errors[i]) for i in (k, self.base))
                low[k] = own[0] / other[1]
                high[k] = own[1] / other[0] if other[0] > 0 else np.inf
            elif (own_error := errors[k]) is not None:
                reach = np.exp(own_error[1].reach(level))
                low[k], high[k] = ratio[k] / reach, ratio[k] * reach
        return Interval(level, low, high)

    def _p_value(self, k: int, ratio: FloatArray, errors: _Errors, few: bool) -> float:
        """Two-sided; with few events the least level at which the conservative interval leaves out 1."""
        if k == self.base:
            return float("nan")
        if not few and (found := errors[k]) is not None:
            return found[1].p_value(float(np.log(ratio[k])))
        least, most = 1e-6, 1.0
        for _ in range(30):
            error = float(np.sqrt(least * most))
            own, other = (self._limits(i, error / 2, errors[i]) for i in (k, self.base))
            if own[0] > other[1] or own[1] < other[0]:
                most = error
            else:
                least = error
        return most
