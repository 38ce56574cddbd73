"""One latent opinion out of the polls of several houses, with bands."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from indicators.timeseries.diagnostics import default_lags, residual_diagnostics
from indicators.timeseries.intervals import LEVELS, normal_intervals
from indicators.timeseries.poll_model import NAMES, Fitted, PollModel
from indicators.timeseries.polls import DEFAULT_SIZE, DESIGN_EFFECT, Polls, check_polls
from indicators.timeseries.reasons import reason
from indicators.timeseries.result import Diagnostics, FloatArray, Interval, Parameters, Reason, frozen


@dataclass(frozen=True, slots=True)
class Effect:
    """A house effect or a wording shift: `estimate` and `standard_error` in percentage points, `polls` behind it."""

    name: str
    estimate: float
    standard_error: float
    polls: int


@dataclass(frozen=True, eq=False)
class PollAverage:
    """
    Latent opinion by day.

    Attributes
    ----------
    day
        Days since 1970-01-01, shape (n,): those asked for.
    level, intervals
        Percentage points, shape (n,).
    polls_within
        Polls whose middle day lies nearer to this day than to any other asked for, shape (n,).
    houses
        Effects that sum to zero; empty where none can be told from a change of opinion.
    shifts
        Wording shifts against the usual wording.
    parameters
        Posterior means of ``movement_sd_month``, ``non_sampling_sd`` and ``house_sd`` (points) and the declared
        ``design_effect`` and ``default_size``.
    n_observations, assumed_sizes
        Polls used, and those of them whose sample size was assumed.
    log_likelihood, diagnostics
        At the posterior mode; tests of the one-step prediction errors.
    notes
        What a reader must know.
    """

    day: FloatArray
    level: FloatArray
    intervals: tuple[Interval, ...]
    polls_within: FloatArray
    houses: tuple[Effect, ...]
    shifts: tuple[Effect, ...]
    parameters: Parameters
    n_observations: int
    assumed_sizes: int
    log_likelihood: float
    diagnostics: tuple[Diagnostics, ...]
    notes: tuple[str, ...]

    def __post_init__(self) -> None:
        for name in ("day", "level", "polls_within"):
            object.__setattr__(self, name, frozen(getattr(self, name)))

    def parameter(self, name: str) -> float:
        """Return one parameter by name."""
        return dict(self.parameters)[name]


def average_polls(
    polls: Polls | Reason,
    days: npt.ArrayLike,
    *,
    design_effect: float = DESIGN_EFFECT,
    default_size: float = DEFAULT_SIZE,
    levels: tuple[int, ...] = LEVELS,
) -> PollAverage | Reason:
    """
    What did the public think on each day, all polls of all houses taken together?

    Opinion is a random walk in continuous time. A poll shows it with the variance of its sample (`sampling_variance`),
    of its dates (`span_weights`) and a non-sampling one that is estimated; with the effect of its house, all of which
    sum to zero; and with the shift of its wording, where that is not the usual one.

    Parameters
    ----------
    polls
        From `make_polls`; a reason is passed on.
    days
        Days wanted, shape (n,), as dates, ISO strings or datetime64, rising; outside the polls the band widens.
    design_effect, default_size
        As in `sampling_variance`.
    levels
        Levels of the bands in per cent.

    Returns
    -------
    PollAverage or Reason
        The level is that of a mean house: the true share is known only as far as the houses are right on average.

    Notes
    -----
    Three standard deviations (movement a month, non-sampling, house) have weak half-normal priors; the posterior is
    summed over a grid around its top, so that the bands hold their uncertainty, which in a few polls is large. The
    top is the best of four climbs.

    References
    ----------
    Jackman (2005), Pooling the polls over an election campaign, Australian Journal of Political Science 40, 499-517;
    Durbin and Koopman (2012), Time Series Analysis by State Space Methods, 2nd ed., chapters 4 and 5; Shirani-Mehr,
    Rothschild, Goel and Gelman (2018), JASA 113, 607-614 (non-sampling error); Rue, Martino and Chopin (2009), JRSS B
    71, 319-392 (the grid). The filter is statsmodels' ``MLEModel``.

    Examples
    --------
    >>> from indicators.timeseries.polls import make_polls
    >>> starts = [f"2025-{month:02d}-{day:02d}" for month in range(1, 7) for day in (3, 17)]
    >>> polls = make_polls(starts, starts, [44, 41, 43, 40, 42, 40, 43, 39, 41, 38, 41, 37], ["A", "B"] * 6)
    >>> result = average_polls(polls, ["2025-01-15", "2025-06-15"])
    >>> [round(float(x)) for x in result.level], round(sum(h.estimate for h in result.houses), 6)
    ([42, 40], 0.0)
    """
    if isinstance(polls, Reason):
        return polls
    broken = check_polls(polls)
    if broken is not None:
        return broken
    grid = _grid(days)
    if isinstance(grid, Reason):
        return grid
    model = PollModel(polls, design_effect, default_size)
    fit = model.fit(grid)
    if fit is None:
        return reason("no_convergence", family="poll average")
    level = fit.states[:, 0] + model.center
    error = np.sqrt(np.clip(fit.covariances[:, 0, 0], 0, None))
    n = polls.share.size
    named = tuple(zip(NAMES, fit.deviations.tolist(), strict=False))
    return PollAverage(
        day=grid,
        level=level,
        intervals=normal_intervals(level, error, levels),
        polls_within=_nearest(grid, polls.day),
        houses=_house_effects(model, fit),
        shifts=_shifts(model, fit),
        parameters=(*named, ("design_effect", design_effect), ("default_size", default_size)),
        n_observations=n,
        assumed_sizes=polls.assumed_sizes,
        log_likelihood=fit.log_likelihood,
        diagnostics=residual_diagnostics(fit.residuals, default_lags(n), estimated=model.scales.size - 1),
        notes=_notes(model, design_effect, default_size),
    )


def _grid(days: npt.ArrayLike) -> FloatArray | Reason:
    try:
        grid = np.asarray(days, dtype="datetime64[D]")
    except (TypeError, ValueError):
        return reason("bad_period", position=1)
    if grid.size == 0:
        return reason("empty")
    if np.isnat(grid).any():
        return reason("bad_period", position=int(np.flatnonzero(np.isnat(grid))[0]) + 1)
    steps = np.diff(grid.astype(np.int64))
    if (steps <= 0).any():
        code = "unsorted" if (steps < 0).any() else "duplicate_period"
        return reason(code, position=int(np.flatnonzero(steps <= 0)[0]) + 2)
    return grid.astype(np.int64).astype(np.float64)


def _nearest(grid: FloatArray, day: FloatArray) -> FloatArray:
    """Count polls by the nearest day of the grid, the earlier one of two."""
    edges = (grid[:-1] + grid[1:]) / 2
    return np.bincount(np.searchsorted(edges, day, side="left"), minlength=grid.size).astype(np.float64)


def _house_effects(model: PollModel, fit: Fitted) -> tuple[Effect, ...]:
    """Effects do not move, so those of the last day are those of all; the last house closes the sum."""
    free = len(model.houses) - 1
    if free < 1:
        return ()
    mean = fit.states[-1, 1 : 1 + free]
    spread = fit.covariances[-1, 1 : 1 + free, 1 : 1 + free]
    estimates = [*mean.tolist(), -float(mean.sum())]
    variances = [*np.diag(spread).tolist(), float(spread.sum())]
    counts = [model.polls.house.count(house) for house in model.houses]
    return tuple(
        Effect(house, estimate, float(np.sqrt(max(variance, 0.0))), count)
        for house, estimate, variance, count in zip(model.houses, estimates, variances, counts, strict=True)
    )


def _shifts(model: PollModel, fit: Fitted) -> tuple[Effect, ...]:
    first = fit.states.shape[1] - len(model.wordings)
    return tuple(
        Effect(
            form,
            float(fit.states[-1, first + k]),
            float(np.sqrt(max(fit.covariances[-1, first + k, first + k], 0.0))),
            model.polls.wording.count(form),
        )
        for k, form in enumerate(model.wordings)
    )


def _notes(model: PollModel, design_effect: float, default_size: float) -> tuple[str, ...]:
    polls = model.polls
    notes = [
        f"Sampling variance uses the stated margin of error, else the sample size with a design effect of "
        f"{design_effect:g}.",
        "The band holds the uncertainty of the standard deviations; it is that of the mean of the houses, which can "
        "all be wrong together.",
    ]
    if polls.assumed_sizes:
        notes.append(
            f"Polls without a stated sample size or margin: {polls.assumed_sizes} of {polls.share.size}; "
            f"{default_size:,g} interviews are assumed for each."
        )
    inexact = 0 if polls.exact_days is None else int(np.count_nonzero(~polls.exact_days))
    if inexact:
        notes.append(f"Polls dated by month or longer span only: {inexact}; their variance is raised for it.")
    names = set(polls.house)
    if len(names) == 1:
        notes.append(
            f"All polls are by one house, {polls.house[0]}: no house effect can be estimated, and a lasting error of "
            "that house is part of the level."
        )
    elif not model.houses:
        notes.append("No two houses overlap in time: their differences cannot be told from a change of opinion.")
    elif outside := sorted(names - set(model.houses)):
        notes.append(f"No effect for {', '.join(outside)}: no overlap in time with the other houses.")
    return tuple(notes)
