"""CRPS against scoringrules; Diebold-Mariano against a published run."""

from __future__ import annotations

import random

import numpy as np
import pytest
import scoringrules

from indicators.timeseries.forecast_scores import (
    crps_lognormal,
    crps_normal,
    diebold_mariano,
    diebold_mariano_overlapping,
)


def test_crps_of_scoringrules() -> None:
    rng = np.random.default_rng(1)
    mean, error = rng.normal(size=200), rng.uniform(0.1, 3, 200)
    actual = rng.normal(size=200) * 3
    assert crps_normal(actual, mean, error) == pytest.approx(scoringrules.crps_normal(actual, mean, error), rel=1e-9)
    positive = np.exp(actual / 3)
    assert crps_lognormal(positive, mean, error) == pytest.approx(
        scoringrules.crps_lognormal(positive, mean, error), rel=1e-7
    )


def _shuffled(count: int) -> np.ndarray:
    """The draw of the published run: random.sample as it worked up to Python 2.7, seeded before by 123."""
    pool, drawn = list(range(count)), []
    for i in range(count):
        place = int(random.random() * (count - i))
        drawn.append(pool[place])
        pool[place] = pool[count - i - 1]
    return np.array(drawn)


def test_diebold_mariano_of_a_published_run() -> None:
    """J. Tsang, Diebold-Mariano-Test (2017), example of the README, one step ahead: absolute, squared, fourth power."""
    random.seed(123)
    actual, one, two = (_shuffled(100) for _ in range(3))
    published = {1: (1.3275742446369585, 0.18737195617455585), 2: (1.2112523589452902, 0.22868210381769466),
                 4: (0.9124498079287283, 0.36374861695187799)}  # fmt: skip
    for power, (statistic, p_value) in published.items():
        found = diebold_mariano(np.abs(actual - one) ** float(power), np.abs(actual - two) ** float(power), 1)
        assert found is not None
        assert found.statistic == pytest.approx(statistic, rel=1e-12)
        assert found.p_value == pytest.approx(p_value, rel=1e-9)


def test_the_small_sample_factor_by_hand() -> None:
    """Harvey, Leybourne and Newbold (1997), equation 8: sqrt((n + 1 - 2h + h (h - 1) / n) / n)."""
    rng = np.random.default_rng(2)
    one, two = rng.uniform(size=30), rng.uniform(size=30) + 0.3
    found = diebold_mariano(one, two, 3)
    d = one - two
    e = d - d.mean()
    variance = (e @ e + 2 * (e[1:] @ e[:-1]) + 2 * (e[2:] @ e[:-2])) / 30
    assert found is not None
    assert found.statistic == pytest.approx(d.mean() / np.sqrt(variance / 30) * np.sqrt((31 - 6 + 6 / 30) / 30))


def test_equal_or_few_losses_are_not_tested() -> None:
    assert diebold_mariano([1.0] * 10, [1.0] * 10, 1) is None
    assert diebold_mariano([1.0, 2.0], [2.0, 1.0], 1) is None


@pytest.mark.parametrize(("walk", "low", "high"), [(True, 0.03, 0.10), (False, 0.02, 0.08)])
def test_its_size_at_our_sample_sizes(walk: bool, low: float, high: float) -> None:
    """12 origins a quarter apart, 12 months ahead (overlap 4); forecasts half a step too high and too low are equally
    good of a random walk and of white noise. With Student's t some 16 in 100 are called different at 5 %."""
    rng, simulated, student = np.random.default_rng(3), 0, 0
    for _ in range(400):
        shocks = rng.normal(size=46)
        series = np.cumsum(shocks) if walk else shocks
        last = series[0:34:3] if walk else np.zeros(12)
        errors = np.array([series[3 * o + 1 : 3 * o + 13] - last[o] for o in range(12)])
        losses = [np.abs(errors - bias).mean(axis=1) for bias in (0.5, -0.5)]
        found, plain = diebold_mariano_overlapping(*losses, 4), diebold_mariano(*losses, 4)
        assert found is not None
        assert plain is not None
        simulated += found.p_value < 0.05
        student += plain.p_value < 0.05
    assert low <= simulated / 400 <= high
    assert student / 400 > 0.11


def test_the_simulated_p_value_by_brute_force() -> None:
    """Share of equal forecasts' statistics, weights 1 - lag / 3, that are further out; other draws than its own."""

    def statistic(d: np.ndarray) -> float:
        e = d - d.mean()
        variance = (e @ e + 2 * (2 / 3 * (e[1:] @ e[:-1]) + 1 / 3 * (e[2:] @ e[:-2]))) / 9
        return float(abs(d.mean()) / np.sqrt(variance / 9))

    rng = np.random.default_rng(12)
    draws = [np.convolve(rng.normal(size=11), np.ones(3), mode="valid") for _ in range(6000)]
    null = np.array([statistic(d) for d in draws])
    for difference in draws[:6]:
        found = diebold_mariano_overlapping(difference, np.zeros(9), 3)
        assert found is not None
        assert abs(found.statistic) == pytest.approx(statistic(difference))
        assert found.p_value == pytest.approx(np.mean(null >= statistic(difference)), abs=0.025)


def test_overlapping_losses_that_differ_are_told_apart() -> None:
    shocks = np.random.default_rng(4).normal(size=15)
    rival = np.lib.stride_tricks.sliding_window_view(shocks, 4).mean(axis=1) + 5
    noise = np.cos(np.arange(12.0) ** 2)
    better, same = (diebold_mariano_overlapping(rival - shift + noise, rival, 4) for shift in (3.0, 0.0))
    assert better is not None
    assert same is not None
    assert better.statistic < 0
    assert better.p_value < 0.01
    assert same.p_value > 0.3
    assert diebold_mariano_overlapping(rival, rival, 4) is None
