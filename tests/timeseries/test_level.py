import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from indicators.timeseries import level as module
from indicators.timeseries.level import local_level
from indicators.timeseries.result import Components, Reason


def exact_level(values, irregular, moving):
    """Posterior mean and variance of a diffuse random walk plus noise, by one dense linear system."""
    n = len(values)
    precision = np.zeros((n, n))
    for t in range(1, n):
        step = np.zeros(n)
        step[t], step[t - 1] = 1, -1
        precision += np.outer(step, step) / moving
    right = np.zeros(n)
    for t in np.flatnonzero(~np.isnan(values)):
        precision[t, t] += 1 / irregular
        right[t] += values[t] / irregular
    covariance = np.linalg.inv(precision)
    return covariance @ right, np.diag(covariance)


def check_nile(values):
    """Durbin and Koopman (2012), section 2.10: variances 15099 and 1469.1."""
    result = local_level(values, lags=9)
    assert result.parameter("irregular_variance") == pytest.approx(15099, abs=1)
    assert result.parameter("level_variance") == pytest.approx(1469.1, abs=0.2)
    return result


def test_nile_variances_and_likelihood(nile):
    result = check_nile(nile)
    assert result.parameter("signal_to_noise") == pytest.approx(0.0973, abs=1e-4)
    # KFAS 1.5 (R) prints -632.5456 and leaves -log(2 pi)/2 of the diffuse observation out.
    assert result.log_likelihood + 0.5 * np.log(2 * np.pi) == pytest.approx(-632.5456, abs=1e-4)


def test_nile_diagnostics(nile):
    """Durbin and Koopman (2012), section 2.12.1: N = 0.05, H(33) = 0.61, Q(9) = 8.84."""
    tests = {test.name: test for test in local_level(nile, lags=9).diagnostics}
    assert tests["normality"].statistic == pytest.approx(0.05, abs=0.005)
    assert tests["heteroskedasticity"].statistic == pytest.approx(0.61, abs=0.005)
    assert tests["heteroskedasticity"].degrees_of_freedom == (33, 33)
    assert tests["Ljung-Box"].statistic == pytest.approx(8.84, abs=0.005)
    assert tests["Ljung-Box"].degrees_of_freedom == (8,)


def test_likelihood_is_at_least_that_of_the_librarys_own_optimiser(nile):
    from statsmodels.tsa.statespace.structural import UnobservedComponents

    theirs = UnobservedComponents(nile, "llevel", use_exact_diffuse=True).fit(disp=False)
    assert local_level(nile).log_likelihood >= theirs.llf - 1e-8


def test_level_and_band_are_the_exact_posterior_with_missing_periods(nile):
    values = nile[:40].copy()
    values[[0, 10, 11, 12, 30, 39]] = np.nan
    result = local_level(values)
    mean, variance = exact_level(values, result.parameter("irregular_variance"), result.parameter("level_variance"))
    np.testing.assert_allclose(result.level, mean, rtol=1e-8)
    np.testing.assert_allclose(result.upper_95 - result.level, 1.959963984540054 * np.sqrt(variance), rtol=1e-6)
    assert np.isnan(result.remainder[10])
    width = result.upper_80 - result.lower_80
    assert width[11] > width[10] > width[9]  # wider the further from data
    assert width[39] > width[38] and width[0] > width[1]
    assert result.n_observations == 34


@pytest.mark.parametrize(
    ("values", "zero", "word"),
    [
        (np.tile([1.0, -1.0], 30), "level_variance", "constant"),
        (np.repeat([1.0, 2.0], 15), "irregular_variance", "equals each observation"),
        (np.arange(30.0), "irregular_variance", "not certainty"),
    ],
)
def test_a_variance_at_its_boundary_is_handled_and_said(values, zero, word):
    result = local_level(values)
    assert result.parameter(zero) == 0
    assert word in result.notes[-1]
    assert np.isfinite(result.level).all() and np.isfinite(result.lower_95).all()


def test_a_constant_level_is_the_mean_with_the_standard_error_of_a_mean():
    values = np.tile([1.0, -1.0], 30) + 5
    result = local_level(values)
    assert result.level == pytest.approx(5.0)
    error = np.std(values, ddof=1) / np.sqrt(60)
    assert result.upper_95[0] - 5 == pytest.approx(1.959964 * error, rel=1e-5)


def test_bad_input_gives_a_reason(bad):
    name, values, code = bad
    found = local_level(values)
    if name == "gap in the middle":
        assert isinstance(found, Components)
    else:
        assert isinstance(found, Reason) and found.code == code


@settings(max_examples=15, deadline=None)
@given(st.integers(0, 10_000), st.floats(-1e5, 1e5), st.floats(1e-4, 1e5))
def test_shift_and_scale_only_shift_and_scale(seed, shift, factor):
    rng = np.random.default_rng(seed)
    values = np.cumsum(rng.normal(size=40)) + rng.normal(size=40)
    plain, moved = local_level(values), local_level(values * factor + shift)
    size = factor * np.ptp(values)
    np.testing.assert_allclose(moved.level, plain.level * factor + shift, atol=1e-4 * size)
    np.testing.assert_allclose(moved.upper_95, plain.upper_95 * factor + shift, atol=1e-4 * size)
    assert moved.log_likelihood == pytest.approx(plain.log_likelihood - 39 * np.log(factor), abs=1e-3)


def test_large_numbers_do_not_spoil_the_diffuse_start(nile):
    """An approximate diffuse start with variance 1e6 fails here (statsmodels' default before scaling)."""
    big = local_level(nile * 1e6)
    assert big.parameter("irregular_variance") == pytest.approx(15099e12, rel=1e-4)


def test_the_band_covers_the_true_level_as_often_as_it_says():
    rng = np.random.default_rng(7)
    inside = {80: [], 95: []}
    for _ in range(80):
        true = np.cumsum(rng.normal(size=80))
        result = local_level(true + rng.normal(scale=2, size=80))
        for band in result.intervals:
            inside[band.level].append(np.mean((band.lower <= true) & (true <= band.upper)))
    assert 0.75 <= np.mean(inside[80]) <= 0.85
    assert 0.91 <= np.mean(inside[95]) <= 0.98  # variances are estimated from 80 values: slightly too narrow


def test_twice_the_same(nile):
    first, second = local_level(nile), local_level(nile)
    assert first.level.tobytes() == second.level.tobytes()
    assert first.parameters == second.parameters


def test_a_broken_core_is_noticed(nile, monkeypatch):
    def without_determinant(model, share):
        model.update(np.array([1 - share, share]))
        output = model.ssm.filter()
        errors, variances = output.forecasts_error[0, 1:], output.forecasts_error_cov[0, 0, 1:]
        common = float(np.mean(errors**2 / variances))
        return float(-0.5 * errors.size * np.log(common)), common

    monkeypatch.setattr(module, "profile", without_determinant)
    with pytest.raises(AssertionError):
        check_nile(nile)


def test_levels_are_checked(nile):
    assert [band.level for band in local_level(nile, levels=(50,)).intervals] == [50]
    with pytest.raises(ValueError, match="per cent"):
        local_level(nile, levels=(0,))
