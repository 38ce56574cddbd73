import numpy as np
import pytest

from indicators.timeseries import arima as module
from indicators.timeseries.arima import Sarima, fit_sarima, sarima_candidates

AIRLINE = Sarima((0, 1, 1), (0, 1, 1), 12)


def check_airline(values):
    """R 4: arima(log(AirPassengers), c(0,1,1), seasonal = c(0,1,1)): ma1 -0.4018, sma1 -0.5569, log L 244.70.

    Box and Jenkins (1976), chapter 9, print the same model with the signs reversed.
    """
    fit = fit_sarima(AIRLINE, values)
    found = dict(fit.parameters)
    assert found["ma.L1"] == pytest.approx(-0.4018, abs=5e-5)
    assert found["ma.S.L12"] == pytest.approx(-0.5569, abs=5e-5)
    return fit


def test_airline_model(air):
    fit = check_airline(np.log(air))
    assert fit.log_likelihood == pytest.approx(244.70, abs=0.005)
    # forecast::auto.arima prints sigma^2 0.001371 (corrected by one more) and AICc -483.21; arima 0.001348 (ML).
    assert dict(fit.parameters)["sigma2"] * 129 / 131 == pytest.approx(0.001348, abs=5e-7)
    assert fit.aicc == pytest.approx(-483.21, abs=0.01)


def test_airline_forecasts(air):
    """R: predict(fit, 12), six decimals; its standard error is without our correction for two coefficients."""
    values = np.log(air)
    mean, variance = fit_sarima(AIRLINE, values).predict(values, 12)
    np.testing.assert_allclose(mean[:4], [6.110186, 6.053775, 6.171715, 6.199300], atol=2e-6)
    np.testing.assert_allclose(np.sqrt(variance * 129 / 131)[[0, 11]], [0.036716, 0.081571], atol=3e-6)


def test_a_broken_core_is_noticed(air, monkeypatch):
    intact = module._model

    def without_seasonal_difference(candidate, values, *, simple):
        return intact(Sarima(candidate.order, (0, 0, 1), candidate.period), values, simple=simple)

    monkeypatch.setattr(module, "_model", without_seasonal_difference)
    with pytest.raises(AssertionError):
        check_airline(np.log(air))


def test_scale_does_not_move_the_coefficients(air):
    values = np.log(air)
    small, large = fit_sarima(AIRLINE, values / 1e3), fit_sarima(AIRLINE, values * 1e3)
    np.testing.assert_allclose(small.estimates, large.estimates, atol=2e-5)


def test_forecasts_of_large_numbers_start_exactly_diffuse(air):
    """An approximate diffuse start (variance 1e6) pulls forecasts of numbers around 1e8 away."""
    values = np.log(air)
    plain, large = fit_sarima(AIRLINE, values), fit_sarima(AIRLINE, values * 1e8)
    np.testing.assert_allclose(large.predict(values * 1e8, 12)[0], plain.predict(values, 12)[0] * 1e8, rtol=1e-5)


def test_no_single_start_beats_the_fit(air):
    """ARMA(1,1) of the differences has a second, much lower, peak: 2.2 against 6.9."""
    values = np.log(air) / np.log(air).std()
    candidate = Sarima((1, 1, 1), (0, 0, 0), 12)
    best = fit_sarima(candidate, values).log_likelihood
    model = module._model(candidate, values, simple=True)
    heights = [
        model.fit(start_params=start, disp=False, maxiter=500).llf for start in ([0.0, 0.0], [0.8, -0.8], [-0.5, 0.5])
    ]
    assert best >= max(heights) - 1e-6
    assert min(heights) < best - 1  # the trap is there


def test_moving_average_at_its_boundary_still_gives_a_finite_forecast():
    season = np.tile(np.sin(np.arange(12)), 20)
    values = season + 0.1 * np.random.default_rng(1).normal(size=240)
    fit = fit_sarima(AIRLINE, values)
    assert fit is not None
    mean, variance = fit.predict(values, 12)
    np.testing.assert_allclose(mean, season[:12], atol=0.1)
    assert (variance > 0).all()


def test_exact_patterns_have_no_fit():
    assert fit_sarima(AIRLINE, np.tile(np.arange(12.0), 10)) is None
    assert fit_sarima(Sarima((0, 1, 1), (0, 0, 0), 1), np.arange(80.0)) is None


def test_drift_is_the_mean_of_the_differences():
    values = np.cumsum(0.3 + 0.01 * np.sin(np.arange(200.0) ** 2))
    fit = fit_sarima(Sarima((0, 1, 1), (0, 0, 0), 1, drift=True), values)
    assert dict(fit.parameters)["intercept"] == pytest.approx(0.3, abs=0.002)
    mean, _ = fit.predict(values, 10)
    assert mean[-1] - mean[0] == pytest.approx(9 * dict(fit.parameters)["intercept"])


def test_all_candidates_of_a_set_have_the_same_differences():
    for period in (1, 4, 12):
        for difference in (False, True):
            found = {(c.order[1], c.seasonal[1]) for c in sarima_candidates(period, difference)}
            assert len(found) == 1
