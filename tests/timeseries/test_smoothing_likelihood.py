import numpy as np
import pytest

from indicators.timeseries.smoothing import _model, ets_candidates
from indicators.timeseries.smoothing_likelihood import Concentrated


def likelihood_of(candidate, values):
    season = candidate.period if candidate.season == "A" else 0
    return Concentrated(values, candidate.trend != "N", candidate.trend == "Ad", season)


def inside(likelihood):
    """Parameters off the middle of their bounds."""
    low, high = np.array(likelihood.bounds).T
    return low + 0.37 * (high - low)


@pytest.mark.parametrize("candidate", ets_candidates(4), ids=lambda candidate: candidate.name)
def test_likelihood_is_the_librarys_and_no_other_initial_states_are_better(tourists, candidate):
    values = (tourists - tourists.mean()) / tourists.std()
    likelihood, model = likelihood_of(candidate, values), _model(candidate, values)
    usual = likelihood.usual(inside(likelihood))
    states = likelihood.solve(usual)[1]
    height = -values.size * (likelihood.value_and_gradient(inside(likelihood))[0] + 0.5 * np.log(2 * np.pi) + 0.5)
    assert height == pytest.approx(model.loglike(np.r_[usual, states]), abs=1e-9)
    for place in range(states.size):
        for step in (-0.01, 0.01):
            assert model.loglike(np.r_[usual, states + step * np.eye(states.size)[place]]) < height


@pytest.mark.parametrize("candidate", ets_candidates(4), ids=lambda candidate: candidate.name)
def test_gradient_is_the_difference_quotient(tourists, candidate):
    likelihood = likelihood_of(candidate, (tourists - tourists.mean()) / tourists.std())
    free = inside(likelihood)
    steps = 1e-6 * np.eye(free.size)
    quotients = [
        (likelihood.value_and_gradient(free + s)[0] - likelihood.value_and_gradient(free - s)[0]) / 2e-6 for s in steps
    ]
    np.testing.assert_allclose(likelihood.value_and_gradient(free)[1], quotients, atol=1e-7)


def test_bounded_parameters_come_back(tourists):
    likelihood = likelihood_of(ets_candidates(4)[-1], tourists)
    free = inside(likelihood)
    np.testing.assert_allclose(likelihood.bounded(likelihood.usual(free)), free)
