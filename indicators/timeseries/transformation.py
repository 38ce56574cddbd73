"""Logarithm or level: which of the two a series should be modelled on, by test."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from indicators.timeseries.arima import Sarima, fit_sarima
from indicators.timeseries.input import as_series, center_and_scale, check_series
from indicators.timeseries.reasons import reason
from indicators.timeseries.result import FloatArray, Reason

PREFERENCE = 2.0
"""AICc by which the level must be better than the logarithm: the program X-13 prefers logarithms likewise."""


@dataclass(frozen=True, slots=True)
class Transformation:
    """
    The choice and the two AICc, both of the series in its own unit.

    Attributes
    ----------
    log
        Whether logarithms are the better scale.
    aicc_log, aicc_level
        None where a scale is not possible or did not converge.
    sentence
        The finding in words.
    """

    log: bool
    aicc_log: float | None
    aicc_level: float | None
    sentence: str


def log_or_level(values: npt.ArrayLike, period: int) -> Transformation | Reason:
    """
    Is a series better modelled on logarithms (growth and season in proportion) or as it stands?

    Parameters
    ----------
    values
        Shape (n,), complete, any unit.
    period
        Values a season; 1 for none.

    Returns
    -------
    Transformation or Reason
        The airline model (0,1,1)(0,1,1) on both scales; the likelihood on logarithms is restated in the unit of the
        series (less the sum of the logarithms), which makes the two AICc comparable. Logarithms are chosen unless
        the level is better by more than 2, and never for values of zero or less.

    References
    ----------
    Box and Cox (1964), J. R. Statist. Soc. B 26, 211-252; the rule is that of the US Census Bureau's X-13 manual,
    section 7.18 (transform, function = auto).

    Examples
    --------
    >>> log_or_level([1.0, 3.0, -2.0] * 9, period=1).log
    False
    """
    broken = check_series(values, minimum=max(3 * period, 12))
    series = as_series(values)
    if broken is not None or isinstance(series, Reason):
        return broken or reason("empty")
    if np.min(series) <= 0:
        return Transformation(False, None, None, "The level is modelled: some values are zero or less.")
    level = _aicc(series, period)
    jacobian = float(np.sum(np.log(series[_lost(period) :])))
    logged = _aicc(np.log(series), period)
    on_log = None if logged is None else logged + 2 * jacobian
    return _choose(on_log, level)


def _choose(on_log: float | None, level: float | None) -> Transformation:
    if on_log is None or level is None:
        why = "one of the two fits did not converge"
        return Transformation(on_log is not None, on_log, level, f"Chosen without a test: {why}.")
    log = on_log <= level + PREFERENCE
    scale, other = ("logarithms", "level") if log else ("level", "logarithms")
    best, rest = (on_log, level) if log else (level, on_log)
    return Transformation(log, on_log, level, f"AICc {best:.1f} on the {scale}, {rest:.1f} on the {other}.")


def _lost(period: int) -> int:
    return period + 1 if period > 1 else 1


def _aicc(values: FloatArray, period: int) -> float | None:
    """AICc of the airline model in the unit of ``values``."""
    center, scale = center_and_scale(values)
    seasonal = (0, 1, 1) if period > 1 else (0, 0, 0)
    fit = fit_sarima(Sarima((0, 1, 1), seasonal, period), (values - center) / scale)
    return None if fit is None else fit.aicc + 2 * fit.n_likelihood * float(np.log(scale))
