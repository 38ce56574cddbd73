"""A composite index: the common factor of its inputs, scaled, taken apart by input, with bands."""

from dataclasses import dataclass

import numpy as np

from indicators.timeseries.common_factor import TRIANGLE, FactorModel, estimate_factor
from indicators.timeseries.intervals import LEVELS, normal_intervals, normal_quantile
from indicators.timeseries.panel import Panel
from indicators.timeseries.reasons import reason
from indicators.timeseries.result import FloatArray, Interval, Reason, frozen

MEAN, SPREAD = 100.0, 10.0
"""Mean and standard deviation of the index over its base period."""
LEAST_BASE_MONTHS = 24


@dataclass(frozen=True)
class Scaling:
    """Index = 100 + 10 (factor - mean) / spread, mean and spread of the factor over the base months, both included."""

    mean: float
    spread: float
    first_month: int
    last_month: int

    @property
    def unit(self) -> float:
        """Index points of one unit of the factor."""
        return SPREAD / self.spread

    def index(self, factor: FloatArray) -> FloatArray:
        """Factor to index points."""
        return MEAN + self.unit * (factor - self.mean)

    def base_weights(self, first_month: int, months: int) -> FloatArray:
        """Weights of an axis' months in the mean over the base period, shape (months,); they add up to 1."""
        at = np.arange(first_month, first_month + months)
        inside = (at >= self.first_month) & (at <= self.last_month)
        return np.asarray(inside / inside.sum(), dtype=np.float64)


@dataclass(frozen=True, eq=False)
class Composite:
    """
    A composite index.

    Attributes
    ----------
    panel, model, scaling
        What it was made of and how.
    index
        Index points, shape (months,).
    intervals
        Bands of the index against the true factor on its own base mean; they allow for own parts that persist, not for
        the error of the parameters.
    base
        Index points where every input stands at its value of factor 0.
    initial_state
        Contribution of the state before the sample, shape (months,).
    contributions
        Index points by input, shape (months, inputs): index = base + initial_state + their sum.
    error_covariance
        Of the errors of the index, shape (months, months), points squared.
    """

    panel: Panel
    model: FactorModel
    scaling: Scaling
    index: FloatArray
    intervals: tuple[Interval, ...]
    base: float
    initial_state: FloatArray
    contributions: FloatArray
    error_covariance: FloatArray

    def mean_over(self, weights: FloatArray) -> tuple[float, float]:
        """A weighted sum of the index over months and its standard error: a quarter's mean, a change."""
        return float(weights @ self.index), float(np.sqrt(max(0.0, float(weights @ self.error_covariance @ weights))))

    def shares(self) -> FloatArray:
        """Part of the index's variance that moves through each input, shape (inputs,); the parts add up to 1."""
        moving = self.contributions - self.contributions.mean(axis=0)
        whole = self.index - self.initial_state
        whole = whole - whole.mean()
        return np.asarray(moving.T @ whole / (whole @ whole))


def composite(panel: Panel, base_first: int, base_last: int, levels: tuple[int, ...] = LEVELS) -> Composite | Reason:
    """
    One monthly index of what the inputs have in common, taken apart exactly.

    Parameters
    ----------
    panel
        From `build_panel`.
    base_first, base_last
        Months (numbers, both included) over which the index has mean 100 and standard deviation 10.
    levels
        Levels of the bands in per cent.

    Returns
    -------
    Composite or Reason
        Contributions are the smoother's weights times the data, in index points.

    References
    ----------
    Doz, Giannone and Reichlin (2011) for the estimator; Koopman and Harvey (2003), Computing observation weights for
    signal extraction and filtering, JEDC 27, for the weights.
    """
    from statsmodels.tsa.statespace.tools import compute_smoothed_state_weights

    model = estimate_factor(panel)
    if isinstance(model, Reason):
        return model
    fit = model.state_space(panel.values)
    factor = np.asarray(fit.smoothed_state[0])
    scaling = scaling_over(factor, panel.first_month, base_first, base_last)
    if isinstance(scaling, Reason):
        return scaling
    weights, _, prior = compute_smoothed_state_weights(fit)
    weights = np.nan_to_num(weights[:, :, 0, :])  # months, months, inputs; missing numbers weigh nothing
    data = np.nan_to_num(model.standardise(panel.values))
    parts = np.einsum("tjn,jn->tn", weights, data)
    initial = prior[:, 0, :] @ np.asarray(fit.filter_results.initial_state)
    centred = np.eye(factor.size) - scaling.base_weights(panel.first_month, factor.size)
    covariance = centred @ error_covariance(model, weights, ~np.isnan(panel.values)) @ centred.T * scaling.unit**2
    index = scaling.index(factor)
    return Composite(
        panel,
        model,
        scaling,
        frozen(index),
        normal_intervals(index, np.sqrt(np.clip(np.diag(covariance), 0, None)), levels),
        MEAN - scaling.unit * scaling.mean,
        frozen(scaling.unit * initial),
        frozen(scaling.unit * parts),
        frozen(covariance),
    )


def index_alone(panel: Panel, base_first: int, base_last: int) -> FloatArray | Reason:
    """The index of `composite` without bands and contributions, which take most of the time; shape (months,)."""
    model = estimate_factor(panel)
    if isinstance(model, Reason):
        return model
    factor = model.factor(panel.values)
    scaling = scaling_over(factor, panel.first_month, base_first, base_last)
    return scaling if isinstance(scaling, Reason) else scaling.index(factor)


def scaling_over(factor: FloatArray, first_month: int, base_first: int, base_last: int) -> Scaling | Reason:
    """Mean and spread of a factor over the part of the base period that lies inside its months."""
    start, stop = max(0, base_first - first_month), min(factor.size, base_last - first_month + 1)
    if stop - start < LEAST_BASE_MONTHS:
        return reason("too_short_axis", count=max(0, stop - start), minimum=LEAST_BASE_MONTHS)
    base = factor[start:stop]
    spread = float(base.std())
    if spread <= 1e-9:
        return reason("constant")
    return Scaling(float(base.mean()), spread, first_month + start, first_month + stop - 1)


def error_covariance(model: FactorModel, weights: FloatArray, observed: FloatArray) -> FloatArray:
    """
    Covariance of smoothed less true factor when the own parts persist.

    The smoother treats own parts as noise without memory. Its error is linear in the true factor and the own parts,
    so that its covariance follows exactly from the weights for own parts that are AR(1).
    """
    months, before = weights.shape[0], TRIANGLE.size - 1
    distance = np.abs(np.subtract.outer(np.arange(months + before), np.arange(months + before)))
    through = np.zeros((months, months + before))
    through[:, before:] -= np.eye(months)
    own = np.zeros((months, months))
    for n, quarterly in enumerate(model.quarterly):
        part = weights[:, :, n] * observed[:, n]
        if quarterly:
            for lag, weight in enumerate(TRIANGLE / TRIANGLE.sum()):
                through[:, before - lag : before - lag + months] += model.loading[n] * weight * part
        else:
            through[:, before:] += model.loading[n] * part
        own += part @ (model.noise[n] * model.own_persistence[n] ** distance[before:, before:]) @ part.T
    return np.asarray(through @ (model.persistence**distance) @ through.T + own)


def clear_change(change: float, error: float, level: int = 80) -> int:
    """
    Say whether a change is larger than its band: 1 warmer, -1 cooler, 0 no clear change.

    Examples
    --------
    >>> clear_change(3.0, 2.0), clear_change(-3.0, 2.0), clear_change(-3.0, 3.0)
    (1, -1, 0)
    """
    return 0 if abs(change) <= normal_quantile(level) * error else int(np.sign(change))
