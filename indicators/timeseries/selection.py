"""Families of forecasting models: choose a specification by AICc, and carry it through a rolling backtest."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np

from indicators.timeseries.arima import SEASONAL_STRENGTH, fit_sarima, sarima_candidates
from indicators.timeseries.candidates import Fit
from indicators.timeseries.decomposition import stl_decompose
from indicators.timeseries.reasons import reason
from indicators.timeseries.result import Components, FloatArray, IntArray, Reason
from indicators.timeseries.smoothing import ets_candidates, fit_ets
from indicators.timeseries.unobserved import fit_specification, specifications

ETS, SARIMA, UC = "ETS", "SARIMA", "UC"
REFIT_EVERY = 4
"""Origins between two estimations in the backtest; in between parameters are held and data added."""


@dataclass(frozen=True, slots=True)
class Family:
    """A family of models: `candidates` may depend on the data known so far; `fit` estimates one of them."""

    name: str
    candidates: Callable[[FloatArray], tuple[Any, ...]]
    fit: Callable[..., Fit | None]


@dataclass(frozen=True, eq=False)
class Rolled:
    """The `fits` in force at each origin, and `estimated`: how many of them estimated parameters anew."""

    fits: tuple[Fit, ...]
    estimated: int


def families(period: int) -> tuple[Family, ...]:
    """
    Return UC, SARIMA and ETS for a season of `period` values; the simpler, ETS, stands last and wins ties.

    Examples
    --------
    >>> [family.name for family in families(12)]
    ['UC', 'SARIMA', 'ETS']
    """
    return (
        Family(UC, lambda values: specifications(period, has_season(values, period)), fit_specification),
        Family(SARIMA, lambda values: sarima_candidates(period, has_season(values, period)), fit_sarima),
        Family(ETS, lambda values: ets_candidates(period), fit_ets),
    )


def has_season(values: FloatArray, period: int) -> bool:
    """
    Tell whether the seasonal strength of STL exceeds 0.64, so that the season is differenced.

    References
    ----------
    Wang, Smith and Hyndman (2006), Data Mining and Knowledge Discovery 13, 335-364; threshold of R's ``nsdiffs``.

    Examples
    --------
    >>> has_season(np.tile([0.0, 3.0, 1.0, 2.0], 9) + np.arange(36.0), 4)
    True
    """
    if period < 2:
        return False
    components = stl_decompose(values, period, robust=False)
    return isinstance(components, Components) and components.parameter("seasonal_strength") > SEASONAL_STRENGTH


def select(family: Family, values: FloatArray) -> tuple[Any, Fit] | None:
    """
    Return the candidate with the lowest AICc and its fit; the one declared first wins a tie, None if none converged.

    Examples
    --------
    >>> values = np.cumsum(np.cos(np.arange(60.0) ** 2))
    >>> candidate, fit = select(families(1)[2], values)
    >>> candidate.name == fit.name
    True
    """
    fitted = [(candidate, family.fit(candidate, values)) for candidate in family.candidates(values)]
    usable = [(candidate, fit) for candidate, fit in fitted if fit is not None and np.isfinite(fit.aicc)]
    return min(usable, key=lambda pair: round(pair[1].aicc, 6)) if usable else None


History = Callable[[int], FloatArray]
"""From an origin to the series as it was known there, up to and with that position, on the modelled scale."""


def roll(family: Family, values: FloatArray, origins: IntArray, history: History | None = None) -> Rolled | Reason:
    """
    Specify a model from what is known at the first origin, then carry it on, estimating anew at every fourth origin.

    Parameters
    ----------
    family
        From `families`.
    values
        Shape (n,), complete, on the modelled scale.
    origins
        Positions of the last values known, ascending.
    history
        What was known at an origin; the values up to it when None.

    Returns
    -------
    Rolled or Reason
        No fit has seen a value after its origin.

    Examples
    --------
    >>> values = np.cumsum(np.cos(np.arange(60.0) ** 2))
    >>> rolled = roll(families(1)[2], values, np.arange(50, 56))
    >>> len(rolled.fits), rolled.estimated
    (6, 2)
    """
    known = history or (lambda origin: values[: origin + 1])
    chosen = select(family, known(int(origins[0])))
    if chosen is None:
        return reason("no_convergence", family=family.name)
    candidate, fit = chosen
    fits: list[Fit] = []
    estimated = 1
    for index, origin in enumerate(origins.tolist()):
        if index and index % REFIT_EVERY == 0:
            again = family.fit(candidate, known(origin), fit.estimates)
            if again is not None:
                fit, estimated = again, estimated + 1
        fits.append(fit)
    return Rolled(tuple(fits), estimated)
