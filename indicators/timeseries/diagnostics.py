"""Tests of one-step prediction errors: serial correlation, changing variance, normality."""

import numpy as np
import numpy.typing as npt

from indicators.timeseries.result import Diagnostics, FloatArray

SHORTEST = 8
"""Residuals below which no test is made."""


def ljung_box(residuals: npt.ArrayLike, lags: int, estimated: int = 0) -> Diagnostics:
    """
    Are the errors correlated with their own past?

    Parameters
    ----------
    residuals
        Shape (n,), standardised, no unit; missing ones are left out and the rest moved together.
    lags
        Autocorrelations summed.
    estimated
        Parameters the residuals depend on; the degrees of freedom are lags - estimated, at least 1.

    Returns
    -------
    Diagnostics
        Upper-tail p-value.

    References
    ----------
    Ljung and Box (1978), Biometrika 65, 297-303; for state-space models Harvey (1989), section 5.4.

    Examples
    --------
    >>> round(ljung_box([1.0, -1.0] * 20, lags=1).statistic, 2)
    40.95
    """
    from scipy.stats import chi2
    from statsmodels.tsa.stattools import acf

    clean = _observed(residuals)
    correlations = np.asarray(acf(clean, nlags=lags, fft=False), dtype=np.float64)[1:]
    n = clean.size
    statistic = float(n * (n + 2) * np.sum(correlations**2 / (n - np.arange(1, lags + 1))))
    freedom = max(lags - estimated, 1)
    return Diagnostics(
        name="Ljung-Box",
        statistic=statistic,
        p_value=float(chi2.sf(statistic, freedom)),
        null_hypothesis=f"the errors are uncorrelated up to lag {lags}",
        alternative="some autocorrelation differs from zero: the model misses dynamics",
        n_observations=n,
        lag=lags,
        degrees_of_freedom=(freedom,),
    )


def heteroskedasticity(residuals: npt.ArrayLike) -> Diagnostics:
    """
    Is the error variance the same at the end as at the beginning?

    Parameters
    ----------
    residuals
        Shape (n,), standardised; missing ones are left out.

    Returns
    -------
    Diagnostics
        H(h) = sum of squares of the last third over that of the first, h = n/3 rounded; two-sided p-value from F(h, h).

    References
    ----------
    Durbin and Koopman (2012), Time Series Analysis by State Space Methods, 2nd ed., section 2.12.

    Examples
    --------
    >>> heteroskedasticity([1.0, -1.0, 1.0, 5.0, 5.0, 5.0, 2.0, -2.0, 2.0]).statistic
    4.0
    """
    from scipy.stats import f

    clean = _observed(residuals)
    h = round(clean.size / 3)
    statistic = float(np.sum(clean[-h:] ** 2) / np.sum(clean[:h] ** 2))
    return Diagnostics(
        name="heteroskedasticity",
        statistic=statistic,
        p_value=float(min(1.0, 2 * min(f.cdf(statistic, h, h), f.sf(statistic, h, h)))),
        null_hypothesis="the error variance is the same in the first and the last third",
        alternative="the error variance differs between the first and the last third",
        n_observations=clean.size,
        lag=h,
        degrees_of_freedom=(h, h),
    )


def normality(residuals: npt.ArrayLike) -> Diagnostics:
    """
    Are the errors normal, as the intervals assume?

    Parameters
    ----------
    residuals
        Shape (n,), standardised; missing ones are left out.

    Returns
    -------
    Diagnostics
        n (skewness^2 / 6 + (kurtosis - 3)^2 / 24), upper tail of chi-square with 2 degrees of freedom: approximate
        below some hundred residuals, where it rejects too rarely.

    References
    ----------
    Bowman and Shenton (1975), Biometrika 62, 243-250; Jarque and Bera (1987), Int. Stat. Review 55, 163-172.

    Examples
    --------
    >>> normality([-1.0, 1.0] * 12).statistic
    4.0
    """
    from scipy.stats import chi2

    clean = _observed(residuals)
    deviations = clean - clean.mean()
    variance = np.mean(deviations**2)
    skewness = np.mean(deviations**3) / variance**1.5
    kurtosis = np.mean(deviations**4) / variance**2
    statistic = float(clean.size * (skewness**2 / 6 + (kurtosis - 3) ** 2 / 24))
    return Diagnostics(
        name="normality",
        statistic=statistic,
        p_value=float(chi2.sf(statistic, 2)),
        null_hypothesis="the errors are normally distributed",
        alternative="skewness or kurtosis differ from those of a normal distribution",
        n_observations=clean.size,
        degrees_of_freedom=(2,),
    )


def residual_diagnostics(residuals: npt.ArrayLike, lags: int, estimated: int) -> tuple[Diagnostics, ...]:
    """
    Return the three tests, or none where fewer than eight residuals, or no variation, carry them.

    Examples
    --------
    >>> residual_diagnostics([1.0, 2.0], lags=1, estimated=0)
    ()
    """
    clean = _observed(residuals)
    third = round(clean.size / 3)
    if clean.size < SHORTEST or not np.any(clean[:third]) or np.ptp(clean) == 0:
        return ()
    lags = min(lags, clean.size // 2)
    return ljung_box(clean, lags, estimated), heteroskedasticity(clean), normality(clean)


def default_lags(n_observations: int, period: int = 1) -> int:
    """
    Lags for Ljung-Box: 10, or two seasons, but at most a fifth of the observations.

    Hyndman and Athanasopoulos (2021), Forecasting: Principles and Practice, 3rd ed., section 5.4.

    Examples
    --------
    >>> default_lags(100), default_lags(400, period=12), default_lags(30)
    (10, 24, 6)
    """
    return max(1, min(2 * period if period > 1 else 10, n_observations // 5))


def _observed(residuals: npt.ArrayLike) -> FloatArray:
    values = np.asarray(residuals, dtype=np.float64)
    return values[~np.isnan(values)]
