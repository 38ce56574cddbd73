"""CRPS against scoringrules; Diebold-Mariano against a published run."""

from __future__ import annotations

import random

import numpy as np
import pytest
import scoringrules

from indicators.timeseries.forecast_scores import crps_lognormal, crps_normal, diebold_mariano


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


def test_its_size_at_our_sample_sizes() -> None:
    """12 origins a quarter apart, 12 months ahead (overlap 4): 2000 draws of equal forecasts; printed in the docs."""
    rng = np.random.default_rng(3)
    rejected = 0
    for _ in range(2000):
        shocks = rng.normal(size=(2, 15))
        losses = np.array([[s[i : i + 4].mean() for i in range(12)] for s in shocks])
        found = diebold_mariano(losses[0], losses[1], 4)
        rejected += found is not None and found.p_value < 0.05
    assert 0.05 <= rejected / 2000 <= 0.22
    print(f"true size of a nominal 5 %: {rejected / 20:.1f} %")
