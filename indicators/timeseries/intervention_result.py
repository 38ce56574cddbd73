"""Frozen results of asking what changed at an event, and their way through the rounding gate."""

from dataclasses import dataclass, replace

import numpy as np

from indicators.timeseries.result import FloatArray, Interval, frozen
from indicators.timeseries.rounding import decimals_for, published, published_array


@dataclass(frozen=True, slots=True)
class Effect:
    """
    One estimated effect.

    Attributes
    ----------
    name
        ``step`` (structural model), ``level``, ``slope`` (interrupted time series; absent where the past is too short
        for placebo dates), ``mean`` (actual less counterfactual over the horizon), ``cumulative`` (their sum, always
        in the unit of the series).
    estimate
        Unit of the series, or per cent on logarithms; the slope a period.
    bands
        (level, lower, upper) of each interval.
    p_value
        Two-sided, of no effect.
    """

    name: str
    estimate: float
    bands: tuple[tuple[int, float, float], ...]
    p_value: float


@dataclass(frozen=True, eq=False)
class Intervention:
    """
    What changed at an event.

    Attributes
    ----------
    method
        The structural model in words.
    event, horizon
        Position of the first value after the event, and the number of periods looked at from there.
    effects
        In the order of `Effect.name`.
    counterfactual
        Shape (n,): the path had the past gone on; NaN before the event and behind the horizon.
    intervals
        Of single values of that path.
    widening
        How many times as wide as the model's own the intervals of the path and of ``mean`` are, for the errors made at
        the placebo dates (Student's t apart); None where the past is too short for them.
    placebo_rate
        Share of placebo dates at which the model's own 95 per cent interval misses zero; None as before.
    placebo_p
        (1 + placebo effects at least as far out) / (1 + placebo dates), by standardised mean effect.
    placebo_dates
        How many there are.
    n_before, n_after
        Observed values used.
    notes
        Conventions and warnings.
    """

    method: str
    event: int
    horizon: int
    effects: tuple[Effect, ...]
    counterfactual: FloatArray
    intervals: tuple[Interval, ...]
    widening: float | None
    placebo_rate: float | None
    placebo_p: float | None
    placebo_dates: int
    n_before: int
    n_after: int
    notes: tuple[str, ...]

    def __post_init__(self) -> None:
        object.__setattr__(self, "counterfactual", frozen(self.counterfactual))

    def effect(self, name: str) -> Effect:
        """Return one effect by name."""
        return next(effect for effect in self.effects if effect.name == name)


def published_intervention(result: Intervention) -> Intervention:
    """
    Put an intervention through the rounding gate: each effect keeps the places its 80 per cent interval bears.

    Examples
    --------
    >>> from indicators.timeseries.interventions import intervention
    >>> noise = np.cos(np.arange(80.0) ** 2)
    >>> found = published_intervention(intervention(np.where(np.arange(80) < 60, 0.0, 9.0) + noise, 1, 60))
    >>> round(found.effect("mean").estimate, 3) == found.effect("mean").estimate
    True
    """
    size = float(np.nanmax(np.abs(result.counterfactual)))
    width = float(np.nanmedian(result.intervals[0].upper - result.intervals[0].lower)) / 2
    digits = decimals_for(size, width)
    return replace(
        result,
        effects=tuple(_rounded(effect) for effect in result.effects),
        counterfactual=published_array(result.counterfactual, digits),
        intervals=tuple(
            Interval(b.level, published_array(b.lower, digits), published_array(b.upper, digits))
            for b in result.intervals
        ),
        widening=_three(result.widening),
        placebo_rate=_three(result.placebo_rate),
        placebo_p=_three(result.placebo_p),
    )


def _rounded(effect: Effect) -> Effect:
    _, low, high = effect.bands[0]
    digits = decimals_for(effect.estimate, (high - low) / 2)

    def shown(value: float) -> float:
        return float(published(value, digits) or 0)

    bands = tuple((level, shown(a), shown(b)) for level, a, b in effect.bands)
    return replace(
        effect, estimate=shown(effect.estimate), bands=bands, p_value=float(published(effect.p_value, 3) or 0)
    )


def _three(value: float | None) -> float | None:
    return None if value is None else float(published(value, 3) or 0)
