"""Tests on revisions: is their mean zero, and are first values noisy measures or efficient forecasts of later ones?"""

from dataclasses import dataclass

import numpy as np

from indicators.timeseries.reasons import reason
from indicators.timeseries.result import Diagnostics, FloatArray, Reason

MINIMUM_FOR_BIAS = 10
MINIMUM_FOR_REGRESSION = 20
EXACT = 1e-10
"""Residuals smaller than this share of the revisions count as none."""


@dataclass(frozen=True, slots=True)
class RevisionRegression:
    """
    One value of each period regressed on the other, in the form of Mincer and Zarnowitz (1969): y = a + b x + error.

    Attributes
    ----------
    intercept, slope
        a (unit of the series) and b (no unit).
    r_squared
        Share of the variance of the **revision** y - x that x explains; 0 to 1.
    test
        Joint test of a = 0 and b = 1 with the covariance of Newey and West (1987); the null is said in words.
    """

    intercept: float
    slope: float
    r_squared: float
    test: Diagnostics


def automatic_lags(n: int) -> int:
    """
    Lags of the Bartlett kernel, 4 (n / 100) ^ (2/9) rounded down: the usual rule after Newey and West (1994).

    Examples
    --------
    >>> automatic_lags(30), automatic_lags(100), automatic_lags(400)
    (3, 4, 5)
    """
    return min(int(4 * (n / 100) ** (2 / 9)), n - 1)


def long_run_covariance(scores: FloatArray, lags: int) -> FloatArray:
    """
    Sum of the autocovariances with Bartlett weights (Newey and West 1987): G0 + sum (1 - j/(lags+1)) (Gj + Gj').

    Parameters
    ----------
    scores
        Shape (n, k); not centred here, for the scores of a regression with an intercept sum to zero.
    lags
        Fewer than n.

    Returns
    -------
    ndarray of shape (k, k)
        Sums over n, not means: divide as the estimator needs.

    Examples
    --------
    >>> long_run_covariance(np.array([[1.0], [-1.0], [2.0], [-2.0]]), lags=1)
    array([[3.]])
    """
    total = scores.T @ scores
    for j in range(1, lags + 1):
        lagged = scores[j:].T @ scores[:-j]
        total = total + (1 - j / (lags + 1)) * (lagged + lagged.T)
    return np.asarray(total, dtype=np.float64)


def mean_revision_test(revisions: FloatArray, lags: int | None = None) -> Diagnostics | Reason:
    """
    Are values revised in one direction on average?

    Null: the mean revision is zero (first values are unbiased). Alternative: it is not, in either direction.

    Parameters
    ----------
    revisions
        Shape (n,), latest minus first value, in time order, none missing; n at least 10.
    lags
        Of the Bartlett kernel; `automatic_lags` when None.

    Returns
    -------
    Diagnostics or Reason
        t of Student with n - 1 degrees of freedom; the variance carries the small-sample factor n / (n - 1).

    Sources
    -------
    Newey and West (1987), Econometrica 55, 703-708.

    Examples
    --------
    >>> mean_revision_test(np.array([1.0, 2.0] * 6), lags=0).statistic.__round__(4)
    9.9499
    """
    n = revisions.size
    if n < MINIMUM_FOR_BIAS:
        return reason("too_few_revisions", count=n, minimum=MINIMUM_FOR_BIAS)
    if not revisions.any():
        return reason("never_revised", count=n)
    lags = automatic_lags(n) if lags is None else min(lags, n - 1)
    mean = float(np.mean(revisions))
    centred = (revisions - mean)[:, None]
    variance = float(long_run_covariance(centred, lags)[0, 0]) / (n * (n - 1))
    if variance <= (EXACT * float(np.max(np.abs(revisions)))) ** 2:
        return reason("exact_pattern")
    from scipy.special import stdtr

    statistic = mean / float(np.sqrt(variance))
    return Diagnostics(
        name="mean revision, Newey-West t",
        statistic=statistic,
        p_value=float(2 * stdtr(n - 1, -abs(statistic))),
        null_hypothesis="the mean revision is zero",
        alternative="the mean revision is not zero",
        n_observations=n,
        lag=lags,
        degrees_of_freedom=(n - 1,),
    )


def news_regression(first: FloatArray, latest: FloatArray, lags: int | None = None) -> RevisionRegression | Reason:
    """
    Is the first value an efficient forecast of the latest one?

    Regresses latest on first. Null (**news**): a = 0 and b = 1, the revision cannot be foretold from the first value.
    Alternative: it can be foretold in part.

    Parameters
    ----------
    first, latest
        Shape (n,) each, same unit, in time order, none missing; n at least 20.
    lags
        As in `mean_revision_test`.

    Sources
    -------
    Mincer and Zarnowitz (1969); Mankiw, Runkle and Shapiro (1984), Journal of Monetary Economics 14, 15-27.

    Examples
    --------
    >>> news_regression(np.arange(5.0), np.arange(5.0)).code
    'too_few_revisions'
    """
    return _regress(
        latest, first, lags, name="latest on first (news)",
        null="first values are efficient forecasts: the revision is news, not foretold by the first value",
        alternative="the revision can be foretold in part from the first value",
    )  # fmt: skip


def noise_regression(first: FloatArray, latest: FloatArray, lags: int | None = None) -> RevisionRegression | Reason:
    """
    Is the first value the latest one plus an error of measurement?

    Regresses first on latest. Null (**noise**): a = 0 and b = 1, the error of the first value has nothing to do with
    the latest value. Alternative: it has. Parameters and sources as in `news_regression`.

    Examples
    --------
    >>> noise_regression(np.arange(20.0), np.arange(20.0)).code
    'never_revised'
    """
    return _regress(
        first, latest, lags, name="first on latest (noise)",
        null="first values are noisy measures: their error is unrelated to the latest value",
        alternative="the error of the first value is related to the latest value",
    )  # fmt: skip


def _regress(
    y: FloatArray, x: FloatArray, lags: int | None, *, name: str, null: str, alternative: str
) -> RevisionRegression | Reason:
    """y - x on an intercept and the standardised x: both coefficients are zero exactly when a = 0 and b = 1."""
    n = y.size
    if n < MINIMUM_FOR_REGRESSION:
        return reason("too_few_revisions", count=n, minimum=MINIMUM_FOR_REGRESSION)
    gap = y - x
    if not gap.any():
        return reason("never_revised", count=n)
    center, scale = float(np.mean(x)), float(np.std(x))
    if scale <= EXACT * float(np.max(np.abs(x))):
        return reason("constant")
    lags = automatic_lags(n) if lags is None else min(lags, n - 2)
    design = np.column_stack([np.ones(n), (x - center) / scale])
    coefficients = design.T @ gap / n  # the columns are orthogonal with sum of squares n
    residuals = gap - design @ coefficients
    if float(np.max(np.abs(residuals))) <= EXACT * float(np.max(np.abs(gap))):
        return reason("exact_pattern")
    covariance = long_run_covariance(design * residuals[:, None], lags) / (n * (n - 2))
    if np.linalg.cond(covariance) > 1 / EXACT:
        return reason("exact_pattern")
    from scipy.special import fdtrc

    statistic = float(coefficients @ np.linalg.solve(covariance, coefficients)) / 2
    slope = 1 + float(coefficients[1]) / scale
    spread = float(np.sum((gap - gap.mean()) ** 2))
    return RevisionRegression(
        intercept=float(coefficients[0]) - float(coefficients[1]) * center / scale,
        slope=slope,
        r_squared=1 - float(np.sum(residuals**2)) / spread if spread else 0.0,
        test=Diagnostics(
            name=f"{name}, joint Newey-West F",
            statistic=statistic,
            p_value=float(fdtrc(2, n - 2, statistic)),
            null_hypothesis=null,
            alternative=alternative,
            n_observations=n,
            lag=lags,
            degrees_of_freedom=(2, n - 2),
        ),
    )
