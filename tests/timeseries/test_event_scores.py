"""Scores of events against scipy's intervals of a proportion and its t-test of paired losses."""

import numpy as np
import pytest
from scipy.stats import binomtest, ttest_rel

from indicators.timeseries.event_scores import Skill, proportion, skill


def test_skill_and_its_interval_are_those_of_paired_losses() -> None:
    ours, rival = [0.9, 0.7, 0.2, 0.6, 0.1, 0.8, 0.3], [0.5, 0.4, 0.5, 0.6, 0.5, 0.5, 0.2]
    came = np.array([1, 1, 0, 0, 0, 1, 1])
    found = skill(ours, rival, [bool(c) for c in came])
    assert isinstance(found, Skill)
    losses = [(np.array(p) - came) ** 2 for p in (rival, ours)]
    band = ttest_rel(*losses).confidence_interval(0.95)
    assert found.interval == pytest.approx((band.low, band.high))
    assert found.gain == pytest.approx(losses[0].mean() - losses[1].mean())
    assert found.skill == pytest.approx(1 - losses[1].mean() / losses[0].mean())


def test_without_events_there_is_no_score() -> None:
    assert skill([], [], []) is None


@pytest.mark.parametrize(("successes", "cases"), [(0, 1), (1, 1), (0, 7), (7, 7), (3, 8), (19, 20), (250, 1000)])
def test_intervals_of_a_share(successes: int, cases: int) -> None:
    found, test = proportion(successes, cases), binomtest(successes, cases)
    assert found is not None
    for ours, method in ((found.wilson, "wilson"), (found.exact, "exact")):
        other = test.proportion_ci(0.95, method=method)
        assert ours == pytest.approx((other.low, other.high), abs=1e-12)
