"""The question of an intervention asked at dates of the past without the event: how large are the method's errors?"""

from dataclasses import dataclass

import numpy as np

from indicators.timeseries.interrupted import interrupted
from indicators.timeseries.result import FloatArray, IntArray
from indicators.timeseries.structural_paths import innovations, path_after, state_after
from indicators.timeseries.unobserved import Specification

MOST_DATES = 24
FEWEST_SPREAD = 4
"""Periods between the first and the last date, at least."""
FEWEST_AFTER = 4
"""Observed values after a date, at least."""


@dataclass(frozen=True, slots=True)
class Calibration:
    """
    What the errors at placebo dates say of a method's standard errors.

    Attributes
    ----------
    factor
        Root mean square of the standardised effects at the placebo dates: standard errors are multiplied by it.
    freedom
        Degrees of freedom of that mean square: 1.5 times the windows that fit side by side into the span. Sums over
        overlapping windows have correlations that fall in a line, and the integral of their squares is 2/3.
    """

    factor: float
    freedom: float

    def reach(self, level: float) -> float:
        """Standard errors of the method on each side of an interval at `level` per cent."""
        from scipy.stats import t

        return self.factor * float(t.ppf(0.5 + level / 200, self.freedom))

    def p_value(self, estimate: float, error: float) -> float:
        """Two-sided, of no effect."""
        from scipy.stats import t

        spread = self.factor * error
        return float(2 * t.sf(abs(estimate) / spread, self.freedom)) if spread > 0 else float(estimate == 0)


def placebo_dates(event: int, horizon: int, earliest: int) -> IntArray:
    """
    Choose dates whose windows end before the event, spread evenly.

    Examples
    --------
    >>> placebo_dates(60, 8, 30)[[0, 1, -1]], placebo_dates(40, 8, 30)
    (array([30, 31, 52]), array([], dtype=int64))
    """
    last = event - horizon
    if last - earliest < FEWEST_SPREAD:
        return np.array([], dtype=np.int64)
    return np.unique(np.linspace(earliest, last, min(MOST_DATES, last - earliest + 1)).astype(np.int64))


def calibration(standardised: FloatArray, dates: IntArray, horizon: int) -> Calibration:
    """
    Compare standardised effects at placebo dates with what they should be: mean square 1.

    Examples
    --------
    >>> found = calibration(np.array([2.0, -2.0, 2.0, -2.0]), np.array([30, 34, 38, 42]), 4)
    >>> found.factor, found.freedom
    (2.0, 6.0)
    """
    span = int(dates[-1] - dates[0]) + horizon
    usable = standardised[np.isfinite(standardised)]
    return Calibration(float(np.sqrt(np.mean(usable**2))), 1.5 * span / horizon)


def mean_effects(
    past: FloatArray, spec: Specification, estimates: FloatArray, dates: IntArray, horizon: int
) -> FloatArray:
    """
    Standardised mean of actual less counterfactual at each date, parameters held; NaN where too little is observed.

    Parameters
    ----------
    past
        Shape (n,), the values before the event, scaled to about one.
    spec, estimates
        The structural model.
    dates, horizon
        As from `placebo_dates`; each window is `horizon` long.
    """
    model = state_after(spec, estimates, past)
    found = []
    for date in dates.tolist():
        mean, covariance = path_after(model, date, horizon)
        seen = ~np.isnan(past[date : date + horizon])
        weights = seen / max(int(seen.sum()), 1)
        effect = float(np.nansum((past[date : date + horizon] - mean) * weights))
        enough = seen.sum() >= FEWEST_AFTER
        found.append(effect / float(np.sqrt(weights @ covariance @ weights)) if enough else np.nan)
    return np.array(found)


def steps(past: FloatArray, spec: Specification, estimates: FloatArray, dates: IntArray, after: int) -> FloatArray:
    """Standardised step at each date, from the values to `after` periods after it (to the end of the past at most).

    Generalised least squares on innovations: the filter turns values and step alike into uncorrelated errors.

    References
    ----------
    Harvey (1989), Forecasting, Structural Time Series Models and the Kalman Filter, section 3.4.2.
    """
    errors, variances = innovations(spec, estimates, past)
    found = []
    for date in dates.tolist():
        stop = min(past.size, date + after)
        step = np.where(np.isnan(past[:stop]), np.nan, np.arange(stop) >= date)
        moved, _ = innovations(spec, estimates, step)
        usable = ~np.isnan(errors[:stop] * moved)
        known = moved[usable] / variances[:stop][usable]
        found.append(float(known @ errors[:stop][usable]) / float(np.sqrt(known @ moved[usable])))
    return np.array(found)


def regressions(past: FloatArray, dates: IntArray, horizon: int, period: int) -> dict[str, FloatArray]:
    """Standardised changes of ``level`` and ``slope`` at each date by `interrupted`."""
    found = [interrupted(past[: date + horizon], date, period) for date in dates.tolist()]
    return {name: np.array([f[name][0] / f[name][1] for f in found]) for name in ("level", "slope")}
