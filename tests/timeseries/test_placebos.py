"""Effects at placebo dates against closed forms, and what they do to intervals."""

from __future__ import annotations

import numpy as np
import pytest
from scipy.stats import t

from indicators.timeseries.placebos import calibration, mean_effects, placebo_dates, regressions, steps
from indicators.timeseries.unobserved import Specification

WALK = Specification("local level", season=False, cycle=False, period=1)
VARIANCES = np.array([1e-12, 0.25])
PAST = np.cumsum(np.cos(np.arange(70.0) ** 2))


def test_a_step_of_a_random_walk_is_its_change_at_the_date() -> None:
    """Whatever comes later: a walk without noise tells of a step only where it happens."""
    dates = np.array([30, 41, 60])
    found = steps(PAST, WALK, VARIANCES, dates, 12)
    assert found == pytest.approx((PAST[dates] - PAST[dates - 1]) / 0.5, rel=1e-5)


def test_the_mean_effect_of_a_random_walk() -> None:
    """Var of the mean of four values of a walk: (1 + 4 + 9 + 16) / 16 of its variance a step."""
    found = mean_effects(PAST, WALK, VARIANCES, np.array([30, 50]), 4)
    expected = [(PAST[d : d + 4].mean() - PAST[d - 1]) / np.sqrt(0.25 * 30 / 16) for d in (30, 50)]
    assert found == pytest.approx(expected, rel=1e-5)


def test_a_window_with_too_little_in_it_does_not_count() -> None:
    holes = PAST.copy()
    holes[51:53] = np.nan
    found = mean_effects(holes, WALK, VARIANCES, np.array([30, 50]), 4)
    assert np.isnan(found).tolist() == [False, True]
    assert np.isfinite(steps(holes, WALK, VARIANCES, np.array([50]), 12)).all()


def test_intervals_grow_with_the_errors_at_placebo_dates() -> None:
    dates = placebo_dates(60, 8, 30)
    usual, large = (calibration(np.full(dates.size, size), dates, 8) for size in (1.0, 3.0))
    assert large.reach(95) == pytest.approx(3 * usual.reach(95))
    assert usual.reach(95) == pytest.approx(t.ppf(0.975, 1.5 * 30 / 8))
    assert usual.p_value(usual.reach(95), 1.0) == pytest.approx(0.05)
    assert large.p_value(2.0, 1.0) > usual.p_value(2.0, 1.0)


def test_degrees_of_freedom_by_simulation() -> None:
    """Mean squares of overlapping sums vary as those of 1.5 times the windows that fit side by side."""
    drawn = np.random.default_rng(2).normal(size=(4000, 87))
    sums = np.lib.stride_tricks.sliding_window_view(drawn, 8, axis=1).mean(axis=2) * np.sqrt(8)
    squares = np.mean(sums**2, axis=1)
    freedom = 2 * squares.mean() ** 2 / squares.var()
    assert calibration(sums[0], np.arange(80), 8).freedom == pytest.approx(freedom, rel=0.1)


def test_the_regression_at_placebo_dates_sees_a_wandering_level() -> None:
    """Its own errors are far too small for a random walk: standardised they are well above one."""
    found = regressions(PAST, placebo_dates(70, 8, 30), 8, 1)
    assert sorted(found) == ["level", "slope"]
    walk = np.cumsum(np.random.default_rng(5).normal(size=200))
    wandering = regressions(walk, placebo_dates(200, 8, 30), 8, 1)
    assert np.sqrt(np.mean(wandering["level"] ** 2)) > 1.7
