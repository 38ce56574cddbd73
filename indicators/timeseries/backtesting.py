"""Rolling-origin backtest: forecasts made from shortened series, held against what came."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

import numpy as np

from indicators.timeseries.comparison import Backtest, Score
from indicators.timeseries.forecast_scores import (
    crps_lognormal,
    crps_normal,
    diebold_mariano,
    diebold_mariano_overlapping,
)
from indicators.timeseries.intervals import normal_quantile
from indicators.timeseries.result import Diagnostics, FloatArray, IntArray
from indicators.timeseries.rounding import published

Predict = Callable[[FloatArray, int], tuple[FloatArray, FloatArray]]
"""From a series and a number of steps to means and variances on the modelled scale."""

MAXIMUM_ORIGINS = 12
MINIMUM_ORIGINS = 3
SHORTEST_TRAINING = 36
MASE_DECIMALS = 3
"""Scores are compared as published, at this many decimals."""
PRIOR_ORIGINS = 3
"""Weight, in origins, of the claim that intervals are as wide as they should be."""
TIE = 0.01
"""Relative difference in MASE up to which a model and a benchmark are tied."""


@dataclass(frozen=True, slots=True)
class Scaling:
    """The modelled scale: z = (g(x) - center) / scale, g the logarithm or nothing; `back` returns to x."""

    center: float
    scale: float
    log: bool

    def forward(self, values: FloatArray) -> FloatArray:
        """From the unit of the series to the modelled scale."""
        return np.asarray(((np.log(values) if self.log else values) - self.center) / self.scale, dtype=np.float64)

    def back(self, values: FloatArray) -> FloatArray:
        """From the modelled scale to the unit of the series (a median stays a median)."""
        plain = values * self.scale + self.center
        with np.errstate(over="ignore"):  # an infinite bound is caught where results are put together
            return np.asarray(np.exp(plain) if self.log else plain, dtype=np.float64)

    def crps(self, actual: FloatArray, mean: FloatArray, standard_error: FloatArray) -> FloatArray:
        """CRPS in the unit of the series of a normal forecast on the modelled scale."""
        center, spread = mean * self.scale + self.center, np.maximum(standard_error * self.scale, 1e-300)
        return crps_lognormal(actual, center, spread) if self.log else crps_normal(actual, center, spread)


def rolling_origins(n_observations: int, period: int, horizon: int) -> IntArray:
    """
    Choose the last values known to the backtest's forecasts.

    At most 12 origins a quarter of a season apart (one value where the season is shorter than four), the last one
    `horizon` values before the end, the first with at least 36 values and three seasons behind it.

    Returns
    -------
    ndarray of shape (origins,)
        Positions, ascending; empty when none fits.

    Examples
    --------
    >>> rolling_origins(60, period=12, horizon=12)
    array([35, 38, 41, 44, 47])
    >>> rolling_origins(400, period=12, horizon=12).size
    12
    """
    step = max(1, period // 4)
    last = n_observations - 1 - horizon
    first = max(SHORTEST_TRAINING, 3 * period) - 1
    return np.arange(last, first - 1, -step, dtype=np.int64)[:MAXIMUM_ORIGINS][::-1]


def mase_scale(values: FloatArray, period: int) -> float:
    """
    Mean absolute difference between values one season apart, unit of the series.

    References
    ----------
    Hyndman and Koehler (2006), International Journal of Forecasting 22, 679-688.

    Examples
    --------
    >>> mase_scale(np.array([1.0, 2.0, 4.0]), period=1)
    1.5
    """
    return float(np.mean(np.abs(values[period:] - values[:-period])))


def backtest(
    values: FloatArray,
    scaling: Scaling,
    methods: Iterable[tuple[str, Callable[[int], Predict]]],
    *,
    origins: IntArray,
    horizon: int,
    period: int,
    refits: int,
    history: Callable[[int], FloatArray] | None = None,
) -> Backtest:
    """
    Forecast from each origin with each method and tabulate the errors.

    Parameters
    ----------
    values
        Shape (n,), complete, unit of the series.
    scaling
        To and from the modelled scale.
    methods
        Name and a function that gives the predictor to use at the i-th origin.
    origins
        As from `rolling_origins`.
    horizon, period
        Steps ahead; values a season (for the scale of the errors).
    refits
        Only recorded.
    history
        From an origin to the series as it was known there, on the modelled scale; the values up to it when None.

    Returns
    -------
    Backtest
        Methods in their order, origins and horizons ascending.

    Examples
    --------
    >>> from indicators.timeseries.benchmarks import naive_forecast
    >>> table = backtest(np.arange(6.0) ** 2, Scaling(0.0, 1.0, False), [("naive", lambda i: naive_forecast)],
    ...                  origins=np.array([3]), horizon=2, period=1, refits=0)
    >>> table.forecast, table.actual, table.error, table.scaled_error
    (array([9., 9.]), array([16., 25.]), array([ 7., 16.]), array([2.33333333, 5.33333333]))
    """
    modelled = scaling.forward(values)
    known = history or (lambda origin: modelled[: origin + 1])
    first = int(origins[0])
    scale = mase_scale(values[: first + 1], period)
    names: list[str] = []
    blocks: list[FloatArray] = []
    for name, predictor in methods:
        for index, origin in enumerate(origins.tolist()):
            mean, variance = predictor(index)(known(origin), horizon)
            names += [name] * horizon
            blocks.append(_block(values, scaling, origin, mean, np.sqrt(variance)))
    table = np.hstack(blocks)
    error = table[3] - table[2]
    return Backtest(
        method=tuple(names),
        origin=table[0].astype(np.int64),
        horizon=table[1].astype(np.int64),
        forecast=table[2],
        actual=table[3],
        error=error,
        scaled_error=error / scale,
        inside_80=table[4] > 0,
        inside_95=table[5] > 0,
        scale=scale,
        refits=refits,
        crps=table[6],
        standardised=table[7],
        squared_scale=float(np.sqrt(np.mean((values[period : first + 1] - values[: first + 1 - period]) ** 2))),
    )


def _block(
    values: FloatArray, scaling: Scaling, origin: int, mean: FloatArray, standard_error: FloatArray
) -> FloatArray:
    """Return origin, horizon, forecast, actual, the two flags, the CRPS and z as rows, one column a horizon."""
    horizon = np.arange(1, mean.size + 1)
    actual = values[origin + horizon]
    distance = np.abs(scaling.forward(actual) - mean)
    inside = [distance <= normal_quantile(level) * standard_error for level in (80, 95)]
    z = (scaling.forward(actual) - mean) / np.maximum(standard_error, 1e-300)
    crps = scaling.crps(actual, mean, standard_error)
    return np.vstack([np.full(mean.size, origin), horizon, scaling.back(mean), actual, *inside, crps, z])


def scores(table: Backtest) -> tuple[Score, ...]:
    """
    Sum a backtest up, best method first; at equal MASE (three decimals) the method named later in the table first.

    The caller names models before benchmarks, and the more complicated model first, so that the simpler wins ties.

    Examples
    --------
    >>> from indicators.timeseries.benchmarks import naive_forecast
    >>> table = backtest(np.arange(6.0) ** 2, Scaling(0.0, 1.0, False), [("naive", lambda i: naive_forecast)],
    ...                  origins=np.array([3]), horizon=2, period=1, refits=0)
    >>> round(scores(table)[0].mase, 3)
    3.833
    """
    names = np.array(table.method)
    order = list(dict.fromkeys(table.method))
    found = [
        Score(
            method=name,
            mase=float(np.mean(np.abs(table.scaled_error[names == name]))),
            coverage_80=float(np.mean(table.inside_80[names == name])),
            coverage_95=float(np.mean(table.inside_95[names == name])),
            n_errors=int(np.count_nonzero(names == name)),
            rmsse=float(np.sqrt(np.mean(table.error[names == name] ** 2))) / table.squared_scale,
            crps=float(np.mean(table.crps[names == name])) / table.scale,
        )
        for name in order
    ]
    return tuple(sorted(found, key=lambda score: (_shown(score), -order.index(score.method))))


def widening(table: Backtest, method: str) -> float:
    """
    Factor by which a method's intervals have to be wider (below 1: narrower) for the errors it made.

    The mean square of the standardised errors, drawn towards 1 by as much as `PRIOR_ORIGINS` origins would: errors of
    one origin go together, so that an origin counts once.

    Examples
    --------
    >>> from indicators.timeseries.benchmarks import naive_forecast
    >>> table = backtest(np.arange(6.0) ** 2, Scaling(0.0, 1.0, False), [("naive", lambda i: naive_forecast)],
    ...                  origins=np.array([3]), horizon=2, period=1, refits=0)
    >>> round(widening(table, "naive"), 3)
    1.627
    """
    own = np.array(table.method) == method
    origins = np.unique(table.origin[own]).size
    square = float(np.mean(table.standardised[own] ** 2))
    return float(np.sqrt((origins * square + PRIOR_ORIGINS) / (origins + PRIOR_ORIGINS)))


def freedom(origins: IntArray, steps: int) -> FloatArray:
    """
    Degrees of freedom of what a backtest says of errors 1, 2, ..., `steps` values ahead, shape (steps,).

    Errors several values ahead from neighbouring origins share most of their shocks: 1.5 for each stretch of that
    length that fits side by side (see `placebos.Calibration`), not more than there are origins, and not fewer than the
    origins that `widening` takes for granted.

    Examples
    --------
    >>> freedom(np.arange(40, 52), 4)
    array([12.   , 9.75 , 7.   , 5.625])
    """
    ahead = np.arange(1, steps + 1)
    windows = (int(origins[-1] - origins[0]) + ahead) / ahead
    return np.asarray(np.clip(1.5 * windows, PRIOR_ORIGINS, max(origins.size, PRIOR_ORIGINS)), dtype=np.float64)


def against(table: Backtest, method: str, rival: str, step: int) -> Diagnostics | None:
    """
    Test whether a method's absolute errors, averaged over the horizons of each origin, are those of its rival.

    Parameters
    ----------
    table
        Of a backtest.
    method, rival
        Names in the table.
    step
        Values between two origins: forecasts of neighbouring origins overlap, and so do their losses.
    """
    names = np.array(table.method)
    losses = []
    for name in (method, rival):
        own = names == name
        origins = np.unique(table.origin[own])
        losses.append([float(np.mean(np.abs(table.error[own & (table.origin == origin)]))) for origin in origins])
    overlap = -(-int(table.horizon.max()) // max(step, 1))
    if overlap == 1:
        return diebold_mariano(losses[0], losses[1], 1)
    return diebold_mariano_overlapping(losses[0], losses[1], overlap)


def beats(model: Score, benchmark: Score) -> bool:
    """
    Tell whether a model's MASE is more than 1 % below the benchmark's: naive wins ties.

    Examples
    --------
    >>> rival = Score("naive", 1.0, 0.8, 0.95, 48)
    >>> beats(Score("ETS", 0.995, 0.8, 0.95, 48), rival), beats(Score("ETS", 0.9, 0.8, 0.95, 48), rival)
    (False, True)
    """
    return _shown(model) < (1 - TIE) * _shown(benchmark)


def _shown(score: Score) -> float:
    """Return the MASE as published; infinite if it is no number, so that such a method never wins."""
    rounded = published(score.mase, MASE_DECIMALS)
    return float("inf") if rounded is None else float(rounded)
