"""How far below a limit, when it would be reached, and what is known once nothing is declared any more."""

from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from indicators.timeseries.input import as_series, center_and_scale, check_series, observed_span
from indicators.timeseries.intervals import LEVELS
from indicators.timeseries.level import profile
from indicators.timeseries.reasons import reason
from indicators.timeseries.result import FloatArray, Interval, Parameters, Reason, frozen

MINIMUM_OBSERVATIONS = 10
_SPENT = 5
"""Degrees of freedom spent: level and drift, and three for the share of the variance, by simulation."""
_NODES = 12
"""Shares over which the outlook is averaged, in equal steps of the angle between the two standard deviations."""
EXACT = 1e-20
"""Variance (data scaled to about one) below which a series is an exact line without noise."""


@dataclass(frozen=True, eq=False)
class CeilingOutlook:
    """
    A declared total under its limit.

    Attributes
    ----------
    last_index, last_value
        Position and value of the last declaration.
    headroom, utilisation
        Limit less last value (unit of the series) and last value in per cent of the limit.
    drift, drift_intervals
        Change a period, and its intervals of shape (1,).
    time_to_ceiling, time_intervals
        Periods from the last declaration until the drift reaches the limit; NaN and empty where `cannot_say` says why.
        An upper end may be infinite.
    cannot_say
        Why there is no time to the limit, or None.
    mean, intervals
        Shape (steps,): what the total may be 1, 2, ... periods after the last declaration.
    chance_above
        Chance that it is above the limit, shape (steps,).
    n_observations, parameters, notes
        As elsewhere; ``irregular_variance`` and ``level_variance`` in the squared unit.
    """

    last_index: int
    last_value: float
    headroom: float
    utilisation: float
    drift: float
    drift_intervals: tuple[Interval, ...]
    time_to_ceiling: float
    time_intervals: tuple[Interval, ...]
    cannot_say: Reason | None
    mean: FloatArray
    intervals: tuple[Interval, ...]
    chance_above: FloatArray
    n_observations: int
    parameters: Parameters
    notes: tuple[str, ...]

    def __post_init__(self) -> None:
        for name in ("mean", "chance_above"):
            object.__setattr__(self, name, frozen(getattr(self, name)))


def ceiling_outlook(
    values: npt.ArrayLike, ceiling: float, steps: int, *, levels: tuple[int, ...] = LEVELS
) -> CeilingOutlook | Reason:
    """
    How much room is left under a limit, when would it be used up, and what may the total be `steps` periods on?

    Parameters
    ----------
    values
        Shape (n,), declared totals by period; NaN where none was declared. Nothing is filled in.
    ceiling
        The limit, same unit.
    steps
        Periods after the last declaration to look at, at least 1.
    levels
        Levels of the intervals in per cent.

    Returns
    -------
    CeilingOutlook or Reason

    Notes
    -----
    The total is a random walk with constant drift plus irregular, with an exact diffuse start. What share of the
    variance is irregular is poorly known from some twenty totals, so the outlook is averaged over it: twelve shares,
    equally spaced in the angle between the two standard deviations, weighted by their likelihood. Intervals use
    Student's t with n - 5 degrees of freedom and variances times (n - 2) / (n - 5), for the share is estimated, too.
    The drift stays in the centre of the outlook even where it cannot be told from zero, for leaving it out after a test
    covers less; its error is in the band. The time to the limit is a ratio of two normal estimates; its interval is
    Fieller's. In simulated series of 14 to 40 totals, whatever the share, the 95 % band holds 95 to 99 of 100 totals
    one to six periods on, the 80 % band 78 to 95 (the more, the less of the variance moves the level).

    References
    ----------
    Harvey (1989), Forecasting, Structural Time Series Models and the Kalman Filter, sections 2.3 and 4.6; Fieller
    (1954), JRSS B 16, 175-185.

    Examples
    --------
    >>> totals = [100, 104, 107, 113, 114, 121, 123, 128, 133, 134, 141, 143]
    >>> found = ceiling_outlook(totals, 200, 2)
    >>> found.headroom, round(found.utilisation, 1), round(found.time_to_ceiling)
    (57.0, 71.5, 14)
    """
    broken = check_series(values, minimum=MINIMUM_OBSERVATIONS, allow_missing="any")
    series = as_series(values)
    if broken is not None or isinstance(series, Reason):
        return broken or reason("empty")
    if not 0 < ceiling < np.inf:
        return reason("bad_ceiling", value=ceiling)
    first, stop = observed_span(series)
    center, scale = center_and_scale(series)
    model = _drifting((series[first:stop] - center) / scale)
    shares = np.sin((np.arange(_NODES) + 0.5) / _NODES * np.pi / 2) ** 2
    profiles = [profile(model, float(share)) for share in shares]
    if min(unit for _, unit in profiles) <= EXACT:
        return reason("exact_pattern")
    heights = np.array([height for height, _ in profiles])
    weights = np.exp(heights - heights.max())
    n = int(np.count_nonzero(~np.isnan(series)))
    spread = (n - 2) / (n - _SPENT)
    states = [
        _last(model, float(share), unit * spread, n - _SPENT) for share, (_, unit) in zip(shares, profiles, strict=True)
    ]
    last = _averaged(states, weights / weights.sum()).rescaled(center, scale)
    return _outlook(series, stop - 1, float(ceiling), last, steps, levels)


@dataclass(frozen=True, eq=False)
class _Last:
    """State at the last declaration and the two variances."""

    level: float
    drift: float
    covariance: FloatArray
    irregular: float
    moving: float
    freedom: int

    def quantile(self, level: float) -> float:
        from scipy.stats import t

        return float(t.ppf(0.5 + level / 200, self.freedom))

    def rescaled(self, center: float, scale: float) -> "_Last":
        """The same in the unit of the series."""
        return _Last(
            self.level * scale + center,
            self.drift * scale,
            self.covariance * scale**2,
            self.irregular * scale**2,
            self.moving * scale**2,
            self.freedom,
        )

    @property
    def drifts(self) -> bool:
        """Whether the 95 % interval of the drift leaves out zero."""
        return abs(self.drift) > self.quantile(95) * float(np.sqrt(self.covariance[1, 1]))

    def ahead(self, steps: int) -> tuple[FloatArray, FloatArray]:
        """Mean and standard deviation of the total 1 ... steps periods on."""
        h = np.arange(1, steps + 1, dtype=np.float64)
        p = self.covariance
        variance = p[0, 0] + 2 * h * p[0, 1] + h**2 * p[1, 1] + h * self.moving + self.irregular
        return self.level + h * self.drift, np.sqrt(variance)


def _last(model: Any, share: float, unit: float, freedom: int) -> _Last:
    """The last state where `share` of the common variance `unit` moves the level."""
    fit = model.smooth(np.array([1 - share, share]) * unit)
    level, drift = np.asarray(fit.smoothed_state)[:, -1].tolist()
    covariance = np.asarray(fit.smoothed_state_cov)[:, :, -1]
    return _Last(level, drift, covariance, (1 - share) * unit, share * unit, freedom)


def _averaged(states: list[_Last], weights: FloatArray) -> _Last:
    """Mean of the states; their spread goes into the covariance."""
    each = np.array([[state.level, state.drift] for state in states])
    mean = weights @ each
    inner = np.tensordot(weights, np.array([state.covariance for state in states]), axes=1)
    spread = (each - mean).T @ ((each - mean) * weights[:, None])
    irregular, moving = weights @ np.array([[state.irregular, state.moving] for state in states])
    return _Last(float(mean[0]), float(mean[1]), inner + spread, float(irregular), float(moving), states[0].freedom)


def _drifting(scaled: FloatArray) -> Any:
    from statsmodels.tsa.statespace.structural import UnobservedComponents

    return UnobservedComponents(scaled, "lldtrend", use_exact_diffuse=True)


def _outlook(  # noqa: PLR0917
    series: FloatArray, index: int, ceiling: float, last: _Last, steps: int, levels: tuple[int, ...]
) -> CeilingOutlook:
    from scipy.stats import t

    mean, error = last.ahead(steps)
    drift_error = float(np.sqrt(last.covariance[1, 1]))
    silent = _silence(ceiling, last)
    value = float(series[index])
    return CeilingOutlook(
        last_index=index,
        last_value=value,
        headroom=ceiling - value,
        utilisation=100 * value / ceiling,
        drift=last.drift,
        drift_intervals=tuple(_around(last.drift, drift_error, last, level) for level in levels),
        time_to_ceiling=(ceiling - last.level) / last.drift if silent is None else float("nan"),
        time_intervals=tuple(_fieller(ceiling, last, level) for level in levels) if silent is None else (),
        cannot_say=silent,
        mean=mean,
        intervals=tuple(_around(mean, error, last, level) for level in levels),
        chance_above=t.sf((ceiling - mean) / error, last.freedom),
        n_observations=last.freedom + _SPENT,
        parameters=(("irregular_variance", last.irregular), ("level_variance", last.moving), ("drift", last.drift)),
        notes=(
            "The outlook begins at the last declaration and widens with every period: no later number is known, and "
            "none is carried forward.",
            "It says what the total may be if it moved as it did while it was declared, not what it is.",
            "In simulated series of 24 totals the 95 % band holds 94 to 99 of 100 totals of the next six periods, the "
            "80 % band 78 to 90.",
        ),
    )


def _around(center: float | FloatArray, error: float | FloatArray, last: _Last, level: int) -> Interval:
    reach = last.quantile(level) * np.atleast_1d(np.asarray(error, dtype=np.float64))
    middle = np.atleast_1d(np.asarray(center, dtype=np.float64))
    return Interval(level, middle - reach, middle + reach)


def _silence(ceiling: float, last: _Last) -> Reason | None:
    """Why no time to the limit can be given, or None."""
    if last.level >= ceiling:
        return reason("at_ceiling")
    if not last.drifts:
        return reason("drift_unknown")
    return reason("drift_away") if last.drift < 0 else None


def _fieller(ceiling: float, last: _Last, level: int) -> Interval:
    """
    All times x for which ceiling - level - x drift is not told from zero.

    The drift's own interval leaves out zero at 95 %, so the set is an interval at that level and below.
    """
    z2 = last.quantile(level) ** 2
    room, p = ceiling - last.level, last.covariance
    a = last.drift**2 - z2 * p[1, 1]
    b = room * last.drift + z2 * p[0, 1]
    c = room**2 - z2 * p[0, 0]
    if a <= 0:  # only above 95 %
        return Interval(level, np.array([0.0]), np.array([np.inf]))
    root = float(np.sqrt(max(b**2 - a * c, 0.0)))
    return Interval(level, np.array([max((b - root) / a, 0.0)]), np.array([(b + root) / a]))
