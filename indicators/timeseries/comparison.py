"""Frozen results of comparing forecasts: scores, the backtest table, the model beside its benchmark."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from indicators.timeseries.result import (
    BoolArray,
    FloatArray,
    Forecast,
    IntArray,
    frozen,
    frozen_booleans,
    frozen_integers,
)


@dataclass(frozen=True, slots=True)
class Score:
    """
    How one method did in the backtest.

    Attributes
    ----------
    method
        As in the backtest table.
    mase
        Mean absolute scaled error over all origins and horizons (Hyndman and Koehler 2006); below 1 is better than
        the in-sample (seasonal) naive error.
    coverage_80, coverage_95
        Share of outcomes inside the intervals, 0 to 1.
    n_errors
        Number of forecast errors behind the figures.
    rmsse
        Root mean squared scaled error: squared errors over the mean squared (seasonal) naive one before the first
        origin (Makridakis, Spiliotis and Assimakopoulos 2022).
    crps
        Mean continuous ranked probability score over the scale of the MASE: for a point forecast it is the MASE.
    dm_p_value
        Of the Diebold-Mariano test (Harvey, Leybourne and Newbold; simulated where losses of neighbouring origins
        overlap) against the better naive forecast, on absolute errors averaged over the horizons of an origin; None
        for that forecast itself and where it cannot be made.
    """

    method: str
    mase: float
    coverage_80: float
    coverage_95: float
    n_errors: int
    rmsse: float = float("nan")
    crps: float = float("nan")
    dm_p_value: float | None = None


@dataclass(frozen=True, eq=False)
class Backtest:
    """
    One row per origin, horizon and method, all arrays of shape (rows,).

    Attributes
    ----------
    method
        ``ETS``, ``SARIMA``, ``UC``, ``naive``, ``seasonal naive``.
    origin
        Position of the last value the forecast knew, on the series' own axis.
    horizon
        Steps ahead; the outcome stands at ``origin + horizon``.
    forecast, actual, error
        Unit of the series; error = actual - forecast.
    scaled_error
        error / `scale`.
    inside_80, inside_95
        Whether the outcome fell into the interval.
    scale
        Mean absolute (seasonal) difference before the first origin, unit of the series: one for all origins, so that
        the order by MASE is the order by mean absolute error.
    crps
        Continuous ranked probability score, unit of the series.
    standardised
        Forecast errors on the modelled scale over their stated standard deviations.
    squared_scale
        Root mean squared (seasonal) difference before the first origin, unit of the series.
    refits
        How many of the origins estimated parameters anew; between them parameters are held and only data are added.
    """

    method: tuple[str, ...]
    origin: IntArray
    horizon: IntArray
    forecast: FloatArray
    actual: FloatArray
    error: FloatArray
    scaled_error: FloatArray
    inside_80: BoolArray
    inside_95: BoolArray
    scale: float
    refits: int
    crps: FloatArray
    squared_scale: float
    standardised: FloatArray

    def __post_init__(self) -> None:
        for name in ("origin", "horizon"):
            object.__setattr__(self, name, frozen_integers(getattr(self, name)))
        for name in ("forecast", "actual", "error", "scaled_error", "crps", "standardised"):
            object.__setattr__(self, name, frozen(getattr(self, name)))
        for name in ("inside_80", "inside_95"):
            object.__setattr__(self, name, frozen_booleans(getattr(self, name)))

    def columns(self) -> Mapping[str, Any]:
        """Return the columns of the backtest table, each with one entry a row."""
        names = ("method", "origin", "horizon", "forecast", "actual", "error", "scaled_error", "crps", "inside_80",
                 "inside_95")  # fmt: skip
        return {name: getattr(self, name) for name in names}


@dataclass(frozen=True, eq=False)
class ForecastComparison:
    """
    The chosen model beside its benchmark.

    Attributes
    ----------
    model
        The better of the fitted families in the backtest.
    benchmark
        The better of naive and seasonal naive in the backtest.
    benchmarks
        All naive forecasts.
    scores
        One per method, best first.
    backtest
        The table of errors.
    beats_benchmark
        True only if the model's MASE is more than 1 % below the benchmark's: naive wins ties.
    sentence
        The finding in words.
    notes
        What was searched and held fixed.
    """

    model: Forecast
    benchmark: Forecast
    benchmarks: tuple[Forecast, ...]
    scores: tuple[Score, ...]
    backtest: Backtest
    beats_benchmark: bool
    sentence: str
    notes: tuple[str, ...] = ()

    @property
    def preferred(self) -> Forecast:
        """The forecast to show first: the model if it beats the benchmark, else the benchmark."""
        return self.model if self.beats_benchmark else self.benchmark
