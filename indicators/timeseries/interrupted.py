"""Interrupted time series: change of level and slope at a date by least squares, errors robust to correlation."""

from typing import Any

import numpy as np

from indicators.timeseries.result import FloatArray


def least_squares(values: FloatArray, design: FloatArray, lags: int | None = None) -> tuple[FloatArray, FloatArray]:
    """
    Coefficients and their standard errors.

    Parameters
    ----------
    values
        Shape (n,), complete.
    design
        Shape (n, k), full rank.
    lags
        Of the robust covariance (Newey and West, with the factor n / (n - k)); None for independent errors of one
        variance.

    References
    ----------
    Newey and West (1987), Econometrica 55, 703-708.

    Examples
    --------
    >>> estimates, errors = least_squares(np.array([1.0, 2.0, 4.0, 5.0]), np.vander(np.arange(4.0), 2))
    >>> [round(float(x), 3) for x in (*estimates, *errors)]
    [1.4, 0.9, 0.141, 0.265]
    """
    from statsmodels.regression.linear_model import OLS

    robust: dict[str, Any] = {"cov_type": "HAC", "cov_kwds": {"maxlags": lags, "use_correction": True}}
    fitted: Any = OLS(values, design).fit(**({} if lags is None else robust))
    return np.asarray(fitted.params, dtype=np.float64), np.asarray(fitted.bse, dtype=np.float64)


def interrupted(values: FloatArray, event: int, period: int) -> dict[str, tuple[float, float]]:
    """
    Change of ``level`` and of ``slope`` a period at a date, each with its standard error.

    Parameters
    ----------
    values
        Shape (n,), up to the last period that counts; NaN where missing (left out).
    event
        Position of the first value after the date.
    period
        Values a season, each with a mean of its own; 1 for none.

    Notes
    -----
    A regression on constant, time, step, ramp and season. Its errors are far too small where the level wanders: the
    caller sets them beside those at placebo dates.

    References
    ----------
    Bernal, Cummins and Gasparrini (2017), Int. J. Epidemiology 46, 348-355.

    Examples
    --------
    >>> found = interrupted(np.where(np.arange(40) < 30, 0.0, 9.0) + np.cos(np.arange(40.0) ** 2), 30, 1)
    >>> 8 < found["level"][0] < 10
    True
    """
    time = np.arange(values.size, dtype=float)
    after = time >= event
    columns = [np.ones(values.size), time / values.size, after, np.where(after, time - event, 0.0)]
    columns += [(time % period == month).astype(float) for month in range(1, period)]
    design, known = np.column_stack(columns), ~np.isnan(values)
    lags = max(1, int(4 * (np.count_nonzero(known) / 100) ** (2 / 9)), period // 4)
    estimates, errors = least_squares(values[known], design[known], lags)
    return {name: (float(estimates[place]), float(errors[place])) for name, place in (("level", 2), ("slope", 3))}
