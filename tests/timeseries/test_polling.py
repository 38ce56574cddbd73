"""The poll average: the exact posterior by another route, recovery of what was simulated, honest answers."""

import numpy as np
import pytest

from indicators.timeseries import poll_model
from indicators.timeseries.poll_model import MONTH, PollModel
from indicators.timeseries.polling import PollAverage, average_polls
from indicators.timeseries.polls import make_polls
from indicators.timeseries.result import Reason

ORIGIN = np.datetime64("2025-01-01")


def simulated(seed, n, houses, *, days=400, movement=2.0, noise=1.0, house_sd=2.0):
    """Polls of three days drawn from the model; the true level by day and the true house effects beside them."""
    rng = np.random.default_rng(seed)
    level = 40 + np.cumsum(rng.normal(0, movement / np.sqrt(MONTH), days + 5))
    effect = rng.normal(0, house_sd, houses)
    effect -= effect.mean()
    start = np.sort(rng.choice(days, n, replace=False))
    house = np.r_[np.arange(houses), rng.integers(0, houses, n - houses)]
    rng.shuffle(house)
    size = rng.integers(800, 2000, n).astype(float)
    mean = np.array([level[t : t + 3].mean() for t in start])
    spread = np.sqrt(1.5 * mean * (100 - mean) / size + noise**2)
    share = np.round(mean + effect[house] + rng.normal(0, spread))
    polls = make_polls(ORIGIN + start, ORIGIN + start + 2, share, [f"H{k}" for k in house], size=size)
    return polls, level, effect


def covered(seeds, n, houses, **settings):
    """Shares of days and of house effects inside their 80 and 95 per cent intervals, and the errors of the effects."""
    inside, effects, errors = [], [], []
    grid = np.arange(15, 400, 30)
    for seed in seeds:
        polls, level, effect = simulated(seed, n, houses, **settings)
        result = average_polls(polls, ORIGIN + grid)
        assert isinstance(result, PollAverage)
        inside.append([np.mean((b.lower <= level[grid]) & (level[grid] <= b.upper)) for b in result.intervals])
        for found in result.houses:
            errors.append(found.estimate - effect[int(found.name[1:])])
            effects.append([abs(errors[-1]) <= z * found.standard_error for z in (1.2816, 1.96)])
    return np.mean(inside, axis=0), np.mean(effects, axis=0) if effects else None, np.array(errors)


def dense_posterior(model, grid, deviations):
    """Level at `grid` and states of the last columns, by one linear system over all days; flat start of the level."""
    polls = model.polls
    rows = {"A": [1, 0], "B": [0, 1], "C": [-1, -1]}  # the last effect is minus the sum of the others
    effects = [[*rows[h], float(form != "")] for h, form in zip(polls.house, polls.wording, strict=True)]
    days = np.unique(np.r_[polls.day, grid])
    daily = deviations[0] ** 2 / MONTH
    states = 3
    precision = np.zeros((days.size + states, days.size + states))
    for t in range(1, days.size):
        step = np.zeros(precision.shape[0])
        step[t], step[t - 1] = 1, -1
        precision += np.outer(step, step) / (daily * (days[t] - days[t - 1]))
    free = states - 1  # the last state is the wording shift, flat
    prior = np.linalg.inv((np.eye(free) - 1 / (free + 1)) * deviations[2] ** 2)
    precision[days.size : days.size + free, days.size : days.size + free] += prior
    right = np.zeros(precision.shape[0])
    noise = model.sampling + model.spans * daily + deviations[1] ** 2
    for i, day in enumerate(polls.day):
        row = np.r_[(days == day).astype(float), effects[i]]
        precision += np.outer(row, row) / noise[i]
        right += row * polls.value[i] / noise[i]
    covariance = np.linalg.inv(precision)
    mean = covariance @ right
    at = np.searchsorted(days, grid)
    return mean[at], np.diag(covariance)[at], mean[days.size :], np.diag(covariance)[days.size :]


def test_smoother_is_the_exact_posterior_with_houses_wording_and_uneven_days():
    rng = np.random.default_rng(5)
    start = ORIGIN + np.sort(rng.choice(200, 24, replace=False))
    share = np.round(45 + np.cumsum(rng.normal(size=24)))
    polls = make_polls(
        start, start + rng.integers(0, 12, 24), share, list("ABC") * 8, size=[900.0] * 24,
        exact_days=[True, True, False] * 8, wording=["", "", "other"] * 8,
    )  # fmt: skip
    model = PollModel(polls, 1.5, 1000)
    grid = np.arange(polls.day.min() - 20, polls.day.max() + 40, 17.0)
    deviations = np.array([2.0, 1.2, 1.7])
    smoother, days = model.statespace(grid)
    model.set_deviations(smoother, days, np.log(deviations / model.scales))
    output = smoother.ssm.smooth()
    wanted = np.isnan(smoother.endog[:, 0])
    level = output.smoothed_state[0, wanted] + model.center
    expected = dense_posterior(model, grid, deviations)
    np.testing.assert_allclose(level, expected[0], rtol=1e-7)
    np.testing.assert_allclose(output.smoothed_state_cov[0, 0, wanted], expected[1], rtol=1e-6)
    np.testing.assert_allclose(output.smoothed_state[1:, -1], expected[2], atol=1e-6)
    np.testing.assert_allclose(np.diag(output.smoothed_state_cov[1:, 1:, -1]), expected[3], rtol=1e-6)


def test_likelihood_of_the_nile_is_that_of_the_local_level(nile):
    """Durbin and Koopman (2012): variances 15099 and 1469.1; KFAS 1.5 (R) prints -632.5456 without -log(2 pi) / 2."""
    day = ORIGIN + np.arange(100)
    model = PollModel(make_polls(day, day, nile / 20, ["A"] * 100), 1.0, 1000)
    model.sampling, model.spans = np.zeros(100), np.zeros(100)
    filter_, days = model.statespace()
    deviations = np.array([np.sqrt(1469.1 * MONTH), np.sqrt(15099)]) / 20
    model.set_deviations(filter_, days, np.log(deviations / model.scales))
    found = filter_.ssm.loglike() - 99 * np.log(20)
    assert found == pytest.approx(-632.5456 - 0.5 * np.log(2 * np.pi), abs=1e-3)


def test_deviations_are_the_mean_of_their_posterior_also_where_it_is_skew():
    """Summed here over a wide and dense grid of both logarithms; few polls of one house leave the posterior skew."""
    polls, _, _ = simulated(3, 9, 1)
    model = PollModel(polls, 1.5, 1000)
    space, day = model.statespace()
    axes = (np.linspace(-6, 2, 70), np.linspace(-6, 2, 70))
    points = np.array(np.meshgrid(*axes, indexing="ij")).reshape(2, -1).T
    heights = np.array([model.log_posterior(space, day, point) for point in points])
    weights = np.exp(heights - heights.max())
    found = model.fit(np.array([polls.day[-1]]))
    np.testing.assert_allclose(found.deviations, weights @ (np.exp(points) * model.scales) / weights.sum(), rtol=0.04)


def test_polls_within_are_those_nearest_to_each_day():
    days = ORIGIN + np.array([1, 5, 8, 16, 17, 26, 31, 33, 34, 40])
    polls = make_polls(days, days, np.arange(30.0, 40.0), ["A"] * 10)
    found = average_polls(polls, ORIGIN + np.array([0, 10, 30]))
    assert found.polls_within.tolist() == [2, 3, 5]  # 5 is as near to 0 as to 10 and counts with the earlier


def test_house_effects_sum_to_zero_and_are_recovered():
    inside, effects, errors = covered(range(3), 40, 3)
    assert abs(errors.mean()) < 1e-6  # both sum to zero
    assert np.sqrt(np.mean(errors**2)) < 1.0  # drawn with standard deviation 2
    assert inside[1] > 0.8 and effects[1] > 0.8


@pytest.mark.nightly
@pytest.mark.parametrize(("n", "houses"), [(60, 10), (50, 3), (20, 2), (12, 1)])
def test_bands_cover_as_often_as_they_say(n, houses):
    inside, effects, errors = covered(range(40), n, houses)
    assert 0.72 <= inside[0] <= 0.86 and 0.90 <= inside[1] <= 0.98
    if effects is not None:
        assert 0.70 <= effects[0] <= 0.90 and 0.90 <= effects[1] <= 1.0
        assert abs(errors.mean()) < 1e-6


def test_one_house_has_no_effect_and_it_is_said():
    polls, _, _ = simulated(3, 20, 1)
    result = average_polls(polls, ORIGIN + np.arange(0, 400, 60))
    assert result.houses == ()
    assert any("no house effect can be estimated" in note for note in result.notes)
    assert "house_sd" not in dict(result.parameters)


def test_houses_apart_in_time_have_no_effect_and_it_is_said():
    polls, _, _ = simulated(4, 20, 1)
    apart = make_polls(polls.start, polls.end, polls.share, ["A"] * 10 + ["B"] * 10)
    result = average_polls(apart, ORIGIN + np.arange(0, 400, 60))
    assert result.houses == () and any("No two houses overlap" in note for note in result.notes)
    assert any("Polls without a stated sample size or margin: 20 of 20;" in note for note in result.notes)


def test_a_wording_shift_is_found_and_does_not_move_the_level():
    rng = np.random.default_rng(8)
    start = ORIGIN + np.arange(0, 400, 10)
    share = np.round(40 + rng.normal(0, 1, 40))
    share[20:] += 12
    polls = make_polls(start, start, share, ["A"] * 40, wording=[""] * 20 + ["new"] * 20, size=[2000.0] * 40)
    result = average_polls(polls, ORIGIN + np.array([100, 300]))
    shift = result.shifts[0]
    assert shift.name == "new" and abs(shift.estimate - 12) < 2 * shift.standard_error < 8
    assert abs(result.level[1] - result.level[0]) < 4


def test_the_band_widens_without_polls_and_with_less_precise_ones():
    polls, _, _ = simulated(6, 20, 1)
    grid = ORIGIN + np.array([200, 420, 500, 700])
    result = average_polls(polls, grid)
    width = result.intervals[1].upper - result.intervals[1].lower
    assert width[0] < width[1] < width[2] < width[3]
    small = make_polls(polls.start, polls.end, polls.share, polls.house, size=[200.0] * 20)
    wider = average_polls(small, grid)
    assert wider.intervals[1].upper[0] - wider.intervals[1].lower[0] > width[0]
    assert result.polls_within.sum() == 20


@pytest.mark.parametrize(
    ("days", "code"),
    [([], "empty"), (["x"], "bad_period"), (["2025-02-01", "2025-01-01"], "unsorted"),
     (["2025-02-01", "2025-02-01"], "duplicate_period")],
)  # fmt: skip
def test_bad_days_give_a_reason(days, code):
    polls, _, _ = simulated(3, 12, 1)
    result = average_polls(polls, days)
    assert isinstance(result, Reason) and result.code == code


def test_a_reason_is_passed_on_and_no_top_is_said(monkeypatch):
    assert average_polls(make_polls([], [], [], []), ["2025-01-01"]).code == "empty"
    monkeypatch.setattr(poll_model.PollModel, "_top", lambda *_: None)
    polls, _, _ = simulated(3, 12, 1)
    assert average_polls(polls, ["2025-06-01"]).code == "no_convergence"


def test_twice_the_same():
    polls, _, _ = simulated(9, 12, 2)
    first, second = (average_polls(polls, ["2025-06-01"]) for _ in range(2))
    assert first.level.tobytes() == second.level.tobytes() and first.parameters == second.parameters
