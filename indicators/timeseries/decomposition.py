"""Trend and season of complete series by STL."""

import numpy as np
import numpy.typing as npt

from indicators.timeseries.input import as_series, check_series
from indicators.timeseries.reasons import reason
from indicators.timeseries.result import Components, FloatArray, Reason

SEASONAL_WINDOW = 7
"""Years over which one month's (or quarter's) season is smoothed: the smallest the authors advise."""
_NOTES = (
    "STL gives no intervals; the trend at both ends is the least certain part and will be revised.",
    "Every point is smoothed itself (jumps of 1), where other programs interpolate between some of them.",
)
_MULTIPLICATIVE = "Decomposed on logarithms: level x seasonal factor x remainder factor gives the value."


def stl_decompose(
    values: npt.ArrayLike,
    period: int,
    *,
    robust: bool = True,
    log: bool = False,
    seasonal_window: int = SEASONAL_WINDOW,
    trend_window: int | None = None,
) -> Components | Reason:
    """
    What is the trend of a monthly or quarterly series once its yearly pattern is taken out?

    Parameters
    ----------
    values
        Shape (n,), any unit, complete, one value a period in time order, at least two full years and one value.
    period
        Values a year: 12 or 4.
    robust
        Reweight so that single aberrant values bend neither trend nor season.
    log
        Decompose logarithms; values must be above zero. The caller chooses; nothing is tested here.
    seasonal_window
        Odd, at least 7 advised: loess window, in years, over the values of one month.
    trend_window
        Odd: loess window of the trend in periods; default the smallest odd number not below
        1.5 period / (1 - 1.5 / seasonal_window).

    Returns
    -------
    Components or Reason
        ``level`` is the trend. Parameters ``trend_strength`` and ``seasonal_strength`` (0 to 1) are those of Wang,
        Smith and Hyndman (2006): 1 - Var(remainder) / Var(component + remainder), not below 0.

    References
    ----------
    Cleveland, Cleveland, McRae and Terpenning (1990), Journal of Official Statistics 6, 3-73. Computed by statsmodels.

    Examples
    --------
    >>> result = stl_decompose([t + (0, 5, -5, 0)[t % 4] for t in range(24)], period=4)
    >>> [round(float(x), 2) + 0.0 for x in result.seasonal[:4]]
    [0.0, 5.0, -5.0, 0.0]
    """
    if period < 2:
        raise ValueError(f"STL needs a period of at least 2 values a season, not {period}")
    broken = check_series(values, minimum=2 * period + 1, positive=log)
    series = as_series(values)
    if broken is not None or isinstance(series, Reason):
        return broken or reason("empty")
    modelled = np.log(series) if log else series
    center = float(np.median(modelled))
    scale = float(np.max(np.abs(modelled - center)))
    trend, seasonal = _stl((modelled - center) / scale, period, robust, seasonal_window, trend_window)
    trend, seasonal = trend * scale + center, seasonal * scale
    remainder = modelled - trend - seasonal
    parameters = (
        ("trend_strength", _strength(trend, remainder)),
        ("seasonal_strength", _strength(seasonal, remainder)),
    )
    back = np.exp if log else np.asarray
    return Components(
        method=f"STL, period {period}, seasonal window {seasonal_window}{', robust' if robust else ''}",
        composition="multiplicative" if log else "additive",
        level=back(trend),
        seasonal=back(seasonal),
        remainder=back(remainder),
        intervals=(),
        n_observations=series.size,
        parameters=parameters,
        notes=(*_NOTES, _MULTIPLICATIVE) if log else _NOTES,
    )


def _stl(
    scaled: FloatArray, period: int, robust: bool, seasonal_window: int, trend_window: int | None
) -> tuple[FloatArray, FloatArray]:
    """Return trend and seasonal; scaling first keeps loess away from very large and very small numbers."""
    from statsmodels.tsa.seasonal import STL

    result = STL(scaled, period=period, seasonal=seasonal_window, trend=trend_window, robust=robust).fit()
    return np.asarray(result.trend, dtype=np.float64), np.asarray(result.seasonal, dtype=np.float64)


def _strength(component: FloatArray, remainder: FloatArray) -> float:
    whole = float(np.var(component + remainder))
    return max(0.0, 1 - float(np.var(remainder)) / whole) if whole > 0 else 0.0
