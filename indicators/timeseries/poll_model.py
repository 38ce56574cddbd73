"""The state-space model behind the poll average, and the likelihood of its three standard deviations."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property, partial
from typing import Any

import numpy as np

from indicators.timeseries.polls import Polls, overlapping_houses, sampling_variance, span_weights
from indicators.timeseries.result import FloatArray

MONTH = 30.4375
"""Days of a mean month, in which movement is stated."""
SCALES = (3.0, 2.0, 3.0)
"""Scales of the half-normal priors of movement (a month), non-sampling and house standard deviations, points a share;
twice as much for a net."""
NAMES = ("movement_sd_month", "non_sampling_sd", "house_sd")
_STARTS = ((0.2, 0.4, 0.5), (1.0, 1.0, 1.0), (0.05, 1.0, 0.3), (0.6, 0.1, 1.5))
"""Where the optimiser starts, in units of the prior scales."""
_LOW, _HIGH = np.log(1e-3), np.log(10.0)
"""Bounds of a standard deviation over its prior scale, in logarithms."""
_DROP = 4.0
"""Fall of the log posterior from its top at which the grid along an axis ends."""
_NODES = 7
_MODE_DECIMALS = 2
"""Decimals the top's logarithms keep: the grid around it is then the same whatever digits the optimiser ended with."""


@dataclass(frozen=True)
class Fitted:
    """Smoothed states averaged over the posterior of the standard deviations: mean and covariance by row."""

    states: FloatArray
    covariances: FloatArray
    deviations: FloatArray
    mode: FloatArray
    log_likelihood: float
    residuals: FloatArray


class PollModel:
    """
    y_i = theta(t_i) + h[house_i] + s[wording_i] + e_i, theta a random walk in continuous time.

    Parameters
    ----------
    polls
        Checked and sorted.
    design_effect, default_size
        As in `sampling_variance`.

    Notes
    -----
    One step of the filter is one poll, however far the next is: the state noise is s2 times the days between. The
    level and the wording shifts start exactly diffuse; the house effects have the exchangeable prior
    w2 (I - 1/H), so that they sum to zero exactly.
    """

    def __init__(self, polls: Polls, design_effect: float, default_size: float) -> None:
        self.polls = polls
        self.center = float(np.median(polls.value))
        self.scales = np.array(SCALES) * (1 if polls.opposite is None else 2)
        self.houses = overlapping_houses(polls)
        self.wordings = tuple(sorted({form for form in polls.wording if form}))
        self.sampling = sampling_variance(polls, design_effect, default_size)
        self.spans = span_weights(polls)
        if not self.houses:
            self.scales = self.scales[:2]

    @cached_property
    def rows(self) -> FloatArray:
        """Design of each poll: level, house effects but the last, wording shifts; shape (n, states)."""
        n, free = len(self.polls.house), max(len(self.houses) - 1, 0)
        design = np.zeros((n, 1 + free + len(self.wordings)))
        design[:, 0] = 1
        for i, (house, form) in enumerate(zip(self.polls.house, self.polls.wording, strict=True)):
            if house in self.houses:
                position = self.houses.index(house)
                design[i, 1 : 1 + free] = -1 if position == free else 0
                if position < free:
                    design[i, 1 + position] = 1
            if form:
                design[i, 1 + free + self.wordings.index(form)] = 1
        return design

    def statespace(self, grid: FloatArray | None = None) -> tuple[Any, FloatArray]:
        """
        Return the model with the days of `grid` added as rows without a poll, and the day of each row.

        A grid day stands after the polls of the same day.
        """
        from statsmodels.tsa.statespace.mlemodel import MLEModel

        extra = np.empty(0) if grid is None else grid
        day = np.concatenate([self.polls.day, extra])
        order = np.argsort(day, kind="stable")
        value = np.concatenate([self.polls.value - self.center, np.full(extra.size, np.nan)])[order]
        states = self.rows.shape[1]
        model = MLEModel(value, k_states=states, k_posdef=1)
        design = np.zeros((1, states, day.size))
        filler = np.zeros((extra.size, states))
        filler[:, 0] = 1
        design[0] = np.vstack([self.rows, filler])[order].T
        model["design"] = design
        model["transition"] = np.eye(states)
        selection = np.zeros((states, 1))
        selection[0, 0] = 1
        model["selection"] = selection
        return model, day[order]

    def set_deviations(self, model: Any, day: FloatArray, log_ratios: FloatArray) -> None:
        """Put standard deviations, given as logarithms over their prior scales, into the model."""
        from statsmodels.tsa.statespace.initialization import Initialization

        deviations = np.exp(log_ratios) * self.scales
        daily = deviations[0] ** 2 / MONTH
        noise = np.ones((1, 1, day.size))
        polled = ~np.isnan(model.endog[:, 0])
        noise[0, 0, polled] = self.sampling + self.spans * daily + deviations[1] ** 2
        model["obs_cov"] = noise
        gaps = np.diff(day, append=day[-1])
        model["state_cov"] = (gaps * daily).reshape(1, 1, -1)
        states, free = model.k_states, max(len(self.houses) - 1, 0)
        start = Initialization(states)
        start.set(0, "diffuse")
        if free:
            share = np.eye(free) - 1 / (free + 1)
            start.set((1, 1 + free), "known", constant=np.zeros(free), stationary_cov=share * deviations[2] ** 2)
        if states > 1 + free:
            start.set((1 + free, states), "diffuse")
        model.ssm.initialization = start

    def log_posterior(self, model: Any, day: FloatArray, log_ratios: FloatArray) -> float:
        """Return the diffuse log-likelihood plus the half-normal priors, in logarithms of the deviations."""
        self.set_deviations(model, day, log_ratios)
        prior = np.sum(log_ratios - np.exp(2 * log_ratios) / 2)
        return float(model.ssm.loglike()) + float(prior)

    def fit(self, grid: FloatArray) -> Fitted | None:
        """
        Smooth at the days of `grid`, averaging over the posterior of the standard deviations; None without a top.
        """
        from statsmodels.tsa.statespace.kalman_smoother import SMOOTHER_STATE, SMOOTHER_STATE_COV

        model, day = self.statespace()
        top = self._top(model, day)
        if top is None:
            return None
        mode, height = top
        points, weights = self._grid(model, day, mode, height)
        smoother, days = self.statespace(grid)
        smoother.ssm.smoother_output = SMOOTHER_STATE | SMOOTHER_STATE_COV
        wanted = np.isnan(smoother.endog[:, 0])
        mean = np.zeros((grid.size, smoother.k_states))
        square = np.zeros((grid.size, smoother.k_states, smoother.k_states))
        for point, weight in zip(points, weights, strict=True):
            self.set_deviations(smoother, days, point)
            output = smoother.ssm.smooth()
            state = np.asarray(output.smoothed_state).T[wanted]
            covariance = np.moveaxis(np.asarray(output.smoothed_state_cov), -1, 0)[wanted]
            mean += weight * state
            square += weight * (covariance + state[:, :, None] * state[:, None, :])
        self.set_deviations(model, day, mode)
        output = model.ssm.filter()
        error = np.asarray(output.forecasts_error)[0] / np.sqrt(np.asarray(output.forecasts_error_cov)[0, 0])
        burned = int(output.nobs_diffuse)
        return Fitted(
            states=mean,
            covariances=square - mean[:, :, None] * mean[:, None, :],
            deviations=np.asarray(weights @ (np.exp(points) * self.scales)),
            mode=np.exp(mode) * self.scales,
            log_likelihood=float(np.sum(output.llf_obs)),
            residuals=error[burned:],
        )

    def _top(self, model: Any, day: FloatArray) -> tuple[FloatArray, float] | None:
        """Climb from several starts; None unless one converged."""
        from scipy.optimize import minimize

        def depth(log_ratios: FloatArray) -> float:
            return -self.log_posterior(model, day, log_ratios)

        k = self.scales.size
        climbs = [
            minimize(depth, np.log(start[:k]), method="L-BFGS-B", bounds=[(_LOW, _HIGH)] * k) for start in _STARTS
        ]
        done = [climb for climb in climbs if climb.success and np.isfinite(climb.fun)]
        if not done:
            return None
        best = min(done, key=lambda climb: float(climb.fun))
        top = np.asarray(np.round(best.x, _MODE_DECIMALS), dtype=np.float64)
        return top, self.log_posterior(model, day, top)

    def _grid(self, model: Any, day: FloatArray, mode: FloatArray, height: float) -> tuple[FloatArray, FloatArray]:
        """Return points of the log deviations around the top and their posterior weights (Rue and others 2009)."""

        def fall(k: int, sign: int, size: float) -> float:
            point = mode.copy()
            point[k] = np.clip(mode[k] + sign * size, _LOW, _HIGH)
            return height - self.log_posterior(model, day, point)

        axes = []
        for k in range(mode.size):
            moves = [sign * _reach(partial(fall, k, sign)) for sign in (-1, 1)]
            low, high = np.clip(mode[k] + np.array(moves), _LOW, _HIGH)
            axes.append(np.linspace(low, high, _NODES))
        points = np.array(np.meshgrid(*axes, indexing="ij")).reshape(mode.size, -1).T
        heights = np.array([self.log_posterior(model, day, point) for point in points])
        weights = np.exp(heights - heights.max())
        kept = weights > 5e-3
        return points[kept], weights[kept] / weights[kept].sum()


def _reach(fall: Callable[[float], float]) -> float:
    """Return how far one may go until the log posterior has fallen by the declared drop; at most eight."""
    inside, outside = 0.0, 0.25
    while outside < 8 and fall(outside) <= _DROP:
        inside, outside = outside, outside * 1.6
    for _ in range(4):
        middle = (inside + outside) / 2
        inside, outside = (inside, middle) if fall(middle) > _DROP else (middle, outside)
    return inside
