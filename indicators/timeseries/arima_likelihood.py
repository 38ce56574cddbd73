"""Exact likelihood of a stationary seasonal ARMA model with its variance at its best."""

from dataclasses import dataclass
from typing import Any

import numpy as np

from indicators.timeseries.result import FloatArray


@dataclass(frozen=True, eq=False)
class ArmaLikelihood:
    """
    The likelihood that a Kalman filter would give, by the innovations algorithm, in about half the time.

    Attributes
    ----------
    model
        SARIMAX of statsmodels with simple differencing and the variance concentrated out: its differenced values, the
        order of its parameters and its transform into the stationary and invertible region are used.

    References
    ----------
    Brockwell and Davis (1991), Time Series: Theory and Methods, 2nd ed., sections 5.2, 5.3 and 8.7.
    Computed by statsmodels.

    Examples
    --------
    >>> from statsmodels.tsa.statespace.sarimax import SARIMAX
    >>> values = np.cos(np.arange(40.0) ** 2)
    >>> model = SARIMAX(values, order=(1, 0, 1), simple_differencing=True, concentrate_scale=True)
    >>> free = np.array([0.5, 0.2])
    >>> ours, theirs = ArmaLikelihood(model)(free), model.loglike(model.transform_params(free))
    >>> bool(abs(ours - theirs) < 1e-6)
    True
    """

    model: Any

    def __call__(self, free: FloatArray) -> float:
        """Log-likelihood at parameters before the transform."""
        from statsmodels.tsa.innovations.arma_innovations import arma_innovations

        model = self.model
        params = np.asarray(model.transform_params(free))
        counts = (model.k_trend, model.k_ar_params, model.k_ma_params, model.k_seasonal_ar_params)
        intercept, plain_ar, plain_ma, seasonal_ar, seasonal_ma = np.split(params, np.cumsum(counts))
        ar = -_product(-plain_ar, -seasonal_ar, model.seasonal_periods)
        ma = _product(plain_ma, seasonal_ma, model.seasonal_periods)
        values = np.asarray(model.endog).ravel() - intercept.sum() / (1 - ar.sum())
        errors, variances = arma_innovations(values, ar_params=ar, ma_params=ma)
        n = values.size
        scale = np.sum(errors**2 / variances) / n
        return float(-0.5 * (n * (np.log(2 * np.pi * scale) + 1) + np.sum(np.log(variances))))


def _product(plain: FloatArray, seasonal: FloatArray, period: int) -> FloatArray:
    """Coefficients, from lag 1, of (1 + a_1 B + ...)(1 + A_1 B^m + ...)."""
    spread = np.zeros(seasonal.size * period + 1, dtype=seasonal.dtype)
    spread[0] = 1
    if seasonal.size:
        spread[period::period] = seasonal
    return np.convolve(np.concatenate([[1], plain]), spread)[1:]
