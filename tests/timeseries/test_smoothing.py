import numpy as np
import pytest

from indicators.timeseries import smoothing as module
from indicators.timeseries.smoothing import Ets, ets_candidates, fit_ets

# R forecast::ets(austourists, model, damped), from the reference file of statsmodels (fit_ets_results_seasonal.json):
# log-likelihood (R leaves constants out: -n/2 log SSE), sigma^2, forecasts of four quarters.
R_RESULTS = [
    (Ets("N", "A", 4), -204.28165362, 6.56104274, [75.32914757, 50.16726775, 62.21021038, 65.90296904]),
    (Ets("A", "A", 4), -201.27311461, 6.20560506, [75.34454396, 50.75845291, 63.05022495, 67.48394643]),
    (Ets("Ad", "A", 4), -200.02361522, 6.0830734, [76.07768073, 51.61741109, 63.96457729, 68.27886241]),
]


@pytest.mark.parametrize(("candidate", "likelihood", "sigma2", "mean"), R_RESULTS)
def test_against_r(tourists, candidate, likelihood, sigma2, mean):
    """At least R's likelihood (R stops early), hence a variance not above R's, and forecasts within 1.5 per cent."""
    fit = fit_ets(candidate, tourists)
    assert -0.5 * tourists.size * np.log(np.sum(fit.residuals**2)) >= likelihood
    assert dict(fit.parameters)["sigma2"] <= sigma2
    np.testing.assert_allclose(fit.predict(tourists, 4)[0], mean, rtol=0.015)


def test_without_trend_estimates_agree_with_r(tourists):
    """R: alpha 0.5422, gamma 0.3920. The likelihood is flat: 0.02 apart in log L, 0.003 in the parameters."""
    found = dict(fit_ets(Ets("N", "A", 4), tourists).parameters)
    assert found["smoothing_level"] == pytest.approx(0.5422, abs=0.005)
    assert found["smoothing_seasonal"] == pytest.approx(0.3920, abs=0.005)
    assert found["sigma2"] == pytest.approx(6.561, abs=0.01)


@pytest.mark.parametrize("candidate", ets_candidates(4))
def test_variance_of_the_forecast_from_the_weights_of_past_errors(tourists, candidate):
    """Hyndman and others (2008), section 6.3: Var_h = sigma^2 (1 + sum of c_j^2 to j = h - 1).

    c_j = alpha + beta (phi + ... + phi^j), plus gamma where j is a whole number of seasons.
    """
    fit = fit_ets(candidate, tourists)
    found = dict(fit.parameters)
    alpha, beta = found["smoothing_level"], found.get("smoothing_trend", 0.0)
    gamma = found.get("smoothing_seasonal", 0.0)
    phi = found.get("damping_trend", 1.0)
    steps = np.arange(1, 9)
    weights = np.array([alpha + beta * np.sum(phi ** np.arange(1, j + 1)) + gamma * (j % 4 == 0) for j in steps])
    expected = found["sigma2"] * (1 + np.r_[0, np.cumsum(weights**2)])
    np.testing.assert_allclose(fit.predict(tourists, 9)[1], expected, rtol=1e-6)


def test_simple_smoothing_by_hand():
    """ETS(A,N,N): the forecast is the exponentially weighted mean, its variance sigma^2 (1 + (h - 1) alpha^2)."""
    values = np.cumsum(np.random.default_rng(5).normal(size=90)) + np.random.default_rng(6).normal(size=90)
    fit = fit_ets(Ets("N", "N", 1), values)
    alpha = dict(fit.parameters)["smoothing_level"]
    level = fit.estimates[1]
    for value in values:
        level += alpha * (value - level)
    mean, variance = fit.predict(values, 5)
    np.testing.assert_allclose(mean, level)
    np.testing.assert_allclose(variance / variance[0], 1 + np.arange(5) * alpha**2)


def test_a_broken_core_is_noticed(tourists, monkeypatch):
    monkeypatch.setattr(module, "_free_parameters", lambda candidate: 0)
    with pytest.raises(AssertionError):
        test_without_trend_estimates_agree_with_r(tourists)


def test_exact_patterns_have_no_fit():
    assert fit_ets(Ets("A", "N", 1), np.arange(80.0)) is None
