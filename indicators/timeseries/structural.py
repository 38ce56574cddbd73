"""Trend, season and cycle by an unobserved components model chosen among a declared few."""

from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

from indicators.timeseries.candidates import Fit
from indicators.timeseries.diagnostics import default_lags, residual_diagnostics
from indicators.timeseries.input import as_series, center_and_scale, check_series, check_zeros
from indicators.timeseries.intervals import LEVELS, normal_intervals
from indicators.timeseries.reasons import reason
from indicators.timeseries.result import Components, FloatArray, Interval, Reason, frozen
from indicators.timeseries.rounding import decimals_for, published, published_array, published_components
from indicators.timeseries.seasonality import qs_test
from indicators.timeseries.unobserved import Specification, build, fit_specification, specifications

MINIMUM_OBSERVATIONS = 30
SHORTEST_MEMORY = 0.5
"""Damping below which a cycle is left out: it dies within a period and is noise by another name."""
_NOTES = (
    "Bands cover the level and use all data, past and future; they take the estimated variances as known.",
    "AICc counts variances and diffuse initial states; comparable among these models only.",
    "Residuals are standardised one-step errors; those that only start the states are left out.",
)
_LOG = "Modelled on logarithms: level x seasonal factor x remainder factor gives the value; the level is a median."


@dataclass(frozen=True, eq=False)
class Structural(Components):
    """
    A series taken apart by an unobserved components model.

    Attributes
    ----------
    cycle
        Shape (n,), unit of the series or a factor; None where the chosen model has none.
    candidates
        AICc of every model tried, by name, on the modelled scale; infinite where it did not converge.
    """

    cycle: FloatArray | None = None
    candidates: tuple[tuple[str, float], ...] = ()

    def __post_init__(self) -> None:
        super().__post_init__()
        if self.cycle is not None:
            object.__setattr__(self, "cycle", frozen(self.cycle))

    def columns(self) -> dict[str, FloatArray]:
        """Return the arrays by column name, each of shape (n,)."""
        own = super().columns()
        return own if self.cycle is None else own | {"cycle": self.cycle}


def structural_trend(
    values: npt.ArrayLike,
    period: int,
    *,
    log: bool = False,
    cycle: bool = False,
    levels: tuple[int, ...] = LEVELS,
    minimum: int = MINIMUM_OBSERVATIONS,
) -> Structural | Reason:
    """
    What is the trend of a series, with its uncertainty, once season, cycle and noise are taken out?

    Parameters
    ----------
    values
        Shape (n,), any unit, one value a period in time order; missing values are bridged, with wider bands.
    period
        Values a season: 12, 4, 2 or 1.
    log
        Model logarithms; values must be above zero. The caller chooses.
    cycle
        Try models with a damped stochastic cycle, too; one is chosen only where AICc says that it pays.
    levels
        Of the bands, per cent.
    minimum
        Observations needed, and three seasons.

    Returns
    -------
    Structural or Reason
        Local level, smooth trend (random walk of the slope) or local linear trend, with a stochastic season where QS
        finds one at 1 per cent: the one with the lowest AICc.

    References
    ----------
    Harvey (1989), Forecasting, Structural Time Series Models and the Kalman Filter, chapters 2 and 4; Durbin and
    Koopman (2012), chapters 2 to 7. Computed by statsmodels.

    Examples
    --------
    >>> noise = np.cos(np.arange(60.0) ** 2)
    >>> result = structural_trend(np.arange(60.0) + noise, period=1)
    >>> result.level.shape, result.candidates[0][0]
    ((60,), 'local level')
    """
    broken = check_series(values, minimum=max(minimum, 3 * period), allow_missing="any", positive=log) or check_zeros(
        values
    )
    series = as_series(values)
    if broken is not None or isinstance(series, Reason):
        return broken or reason("empty")
    modelled = np.log(series) if log else series
    center, scale = center_and_scale(modelled)
    scaled = (modelled - center) / scale
    fits = [
        (spec, fit_specification(spec, scaled)) for spec in specifications(period, has_season(scaled, period), cycle)
    ]
    usable = [(spec, fit) for spec, fit in fits if fit is not None and np.isfinite(fit.aicc) and _lasts(fit)]
    if not usable:
        return reason("no_convergence", family="unobserved components")
    spec, fit = min(usable, key=lambda pair: round(pair[1].aicc, 6))
    table = tuple((s.name, f.aicc if f is not None and _lasts(f) else float("inf")) for s, f in fits)
    return _result(_Chosen(series, scaled, center, scale, spec, fit, table, log, levels))


def has_season(values: FloatArray, period: int) -> bool:
    """Tell whether QS finds a season at 1 per cent; missing values lie on straight lines for this test."""
    if period < 2:
        return False
    absent = np.isnan(values)
    filled = values.copy()
    filled[absent] = np.interp(np.flatnonzero(absent), np.flatnonzero(~absent), values[~absent])
    return qs_test(filled, period).p_value < 0.01


def _lasts(fit: Fit) -> bool:
    """Tell whether a cycle, if there is one, is more than noise: at least half of it is left a period later."""
    return dict(fit.parameters).get("damping.cycle", 1.0) >= SHORTEST_MEMORY


@dataclass(frozen=True, eq=False)
class _Chosen:
    """A series, its scaled form, and the model chosen for it."""

    series: FloatArray
    scaled: FloatArray
    center: float
    scale: float
    spec: Specification
    fit: Fit
    table: tuple[tuple[str, float], ...]
    log: bool
    levels: tuple[int, ...]


def _result(chosen: _Chosen) -> Structural:
    series, spec, fit, log = chosen.series, chosen.spec, chosen.fit, chosen.log
    center, scale = chosen.center, chosen.scale
    smoothed = build(spec, chosen.scaled).smooth(fit.estimates)
    level = np.asarray(smoothed.level.smoothed) * scale + center
    error = np.sqrt(np.clip(np.asarray(smoothed.level.smoothed_cov), 0, None)) * scale
    season = np.asarray(smoothed.seasonal.smoothed) * scale if spec.season else None
    cycle = np.asarray(smoothed.cycle.smoothed) * scale if spec.cycle else None
    known = np.log(series) if log else series
    rest = known - level - (0 if season is None else season) - (0 if cycle is None else cycle)
    back = np.exp if log else np.asarray
    n = int(np.count_nonzero(~np.isnan(series)))
    bands = tuple(
        Interval(b.level, back(b.lower), back(b.upper)) for b in normal_intervals(level, error, chosen.levels)
    )
    return Structural(
        method=f"unobserved components: {spec.name}, Kalman smoother, exact diffuse start",
        composition="multiplicative" if log else "additive",
        level=back(level),
        seasonal=None if season is None else back(season),
        remainder=back(rest),
        intervals=bands,
        n_observations=n,
        parameters=tuple(
            (name, value * (scale**2 if name.startswith("sigma2") else 1)) for name, value in fit.parameters
        ),
        log_likelihood=fit.log_likelihood - fit.n_likelihood * float(np.log(scale)),
        diagnostics=residual_diagnostics(fit.residuals, default_lags(n, spec.period), len(fit.parameters)),
        notes=(*_NOTES, _LOG) if log else _NOTES,
        cycle=None if cycle is None else back(cycle),
        candidates=chosen.table,
    )


def published_structural(result: Structural) -> Structural:
    """
    Put a model through the rounding gate, as `rounding.published_components` does; the cycle keeps the level's places.

    Examples
    --------
    >>> shown = published_structural(structural_trend(np.arange(60.0) + np.cos(np.arange(60.0) ** 2), period=1))
    >>> bool(np.all(np.round(shown.level, 4) == shown.level))
    True
    """
    shown = published_components(result)
    rounded = tuple((name, float(published(value, 1) or "inf")) for name, value in result.candidates)
    if result.cycle is None:
        return replace(shown, candidates=rounded)
    width = float(np.median(result.intervals[0].upper - result.intervals[0].lower)) / 2
    digits = 4 if result.composition == "multiplicative" else decimals_for(float(np.max(np.abs(result.level))), width)
    return replace(shown, cycle=published_array(result.cycle, digits), candidates=rounded)
