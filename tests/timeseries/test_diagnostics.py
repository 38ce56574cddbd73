import numpy as np
import pytest

from indicators.timeseries.diagnostics import heteroskedasticity, ljung_box, normality, residual_diagnostics


def test_against_statsmodels_own_functions():
    from statsmodels.stats.diagnostic import acorr_ljungbox
    from statsmodels.stats.stattools import jarque_bera

    errors = np.random.default_rng(1).standard_t(5, size=150)
    theirs = acorr_ljungbox(errors, lags=[12], model_df=2)
    ours = ljung_box(errors, lags=12, estimated=2)
    assert ours.statistic == pytest.approx(float(theirs["lb_stat"].iloc[0]))
    assert ours.p_value == pytest.approx(float(theirs["lb_pvalue"].iloc[0]))
    statistic, p_value, *_ = jarque_bera(errors)
    assert normality(errors).statistic == pytest.approx(float(statistic))
    assert normality(errors).p_value == pytest.approx(float(p_value))


def test_size_at_five_per_cent():
    """Normal noise, n = 100, 1,000 draws: two-sided binomial 99 % limits around 5 % are 3.2 and 6.8 %."""
    rng = np.random.default_rng(20)
    draws = rng.normal(size=(1000, 100))
    assert 0.032 <= np.mean([ljung_box(draw, 10).p_value < 0.05 for draw in draws]) <= 0.068
    assert 0.032 <= np.mean([heteroskedasticity(draw).p_value < 0.05 for draw in draws]) <= 0.068
    assert 0.02 <= np.mean([normality(draw).p_value < 0.05 for draw in draws]) <= 0.068  # known to reject too rarely


def test_power_against_what_each_test_is_for():
    rng = np.random.default_rng(3)
    noise = rng.normal(size=200)
    assert ljung_box(np.convolve(noise, [1, 0.8])[:200], 10).p_value < 0.001
    assert heteroskedasticity(noise * np.linspace(1, 4, 200)).p_value < 0.001
    assert normality(noise**2).p_value < 0.001


def test_missing_errors_are_left_out_and_too_few_make_no_test():
    errors = np.random.default_rng(4).normal(size=60)
    errors[5] = np.nan
    assert all(test.n_observations == 59 for test in residual_diagnostics(errors, 10, 1))
    assert residual_diagnostics(np.zeros(60), 10, 1) == ()
    assert residual_diagnostics(np.ones(60), 10, 1) == ()


def test_every_hypothesis_is_said_in_words():
    for test in residual_diagnostics(np.random.default_rng(5).normal(size=60), 10, 1):
        assert " " in test.null_hypothesis and " " in test.alternative
        assert 0 <= test.p_value <= 1
