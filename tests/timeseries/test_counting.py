"""Counts against published fits; tolerances are the digits printed in the sources."""

import numpy as np
import pytest
import statsmodels.api as sm

from indicators.timeseries import counting
from indicators.timeseries.counting import CountModel, check_counts, fit_counts
from indicators.timeseries.result import Reason

# Days absent from school of 146 children, MASS::quine (R; Venables and Ripley 2002, section 7.4), by cell: ethnic group
# A or N, sex, age F0 to F3, average (A) or slow (S) learner.
_QUINE = """
AM0S 2 11 14|AM0A 5 5 13 20 22|AM1S 6 6 15|AM1A 7 14|AM2S 6 32 53 57|AM2A 14 16 16 17 40 43 46
AM3A 8 23 23 28 34 36 38|AF0S 3|AF0A 5 11 24 45|AF1S 5 6 6 9 13 23 25 32 53 54|AF1A 5 5 11 17 19
AF2S 8 13 14 20 47 48 60 81|AF2A 2|AF3A 0 2 3 5 10 14 21 36 40|NM0S 6 17 67|NM0A 0 0 2 7 11 12
NM1S 0 0 5 5 5 11 17|NM1A 3 4|NM2S 22 30 36|NM2A 8 0 1 5 7 16 27|NM3A 0 30 10 14 27 41 69|NF0S 25
NF0A 10 11 20 33|NF1S 5 7 0 1 5 5 5 5 7 11 15|NF1A 5 14 6 6 7 28|NF2S 0 5 14 2 2 3 8 10 12|NF2A 1
NF3A 1 9 22 3 3 5 15 18 22 37
"""
ROWS = [(cell.split()[0], float(days)) for cell in _QUINE.replace("\n", "|").split("|") for days in cell.split()[1:]]
DAYS = np.array([days for _, days in ROWS])


@pytest.fixture(scope="module")
def school() -> CountModel:
    columns = [[1, c[0] == "N", c[1] == "M", c[2] == "1", c[2] == "2", c[2] == "3", c[3] == "S"] for c, _ in ROWS]
    found = fit_counts(DAYS, np.array(columns, dtype=float))
    assert isinstance(found, CountModel) and found.n_observations == 146
    return found


def check_school(found: CountModel) -> None:
    """glm.nb(Days ~ Eth + Sex + Age + Lrn): theta 1.275, 2 log-likelihood -1093.151."""
    printed = [2.89458, -0.56937, 0.08232, -0.44843, 0.08808, 0.35690, 0.29211]
    np.testing.assert_allclose(found.coefficients, printed, atol=2e-5)
    assert 1 / found.dispersion == pytest.approx(1.275, abs=5e-4)
    assert 2 * found.log_likelihood == pytest.approx(-1093.151, abs=5e-4)


def test_negative_binomial_regression_of_the_school_data(school):
    check_school(school)
    # glm.nb prints errors for a known dispersion from the expected information; ours are from the observed one
    printed = [0.22842, 0.15333, 0.15992, 0.23975, 0.23619, 0.24832, 0.18647]
    np.testing.assert_allclose(np.sqrt(np.diag(school.model_covariance)), printed, rtol=0.05)


def test_poisson_dispersion_of_the_school_data(school):
    assert school.family == "negative binomial"
    assert school.pearson == pytest.approx(13.17, abs=5e-3)  # R: Pearson chi-square over degrees of freedom
    # R: AIC 2299 of glm(poisson) with 7 coefficients, 1109 of glm.nb
    assert -2 * school.poisson_log_likelihood + 14 == pytest.approx(2299, abs=0.5)
    assert school.test("overdispersion, boundary likelihood ratio").statistic == pytest.approx(1192.03, abs=0.01)


def test_saturated_model_of_the_school_data():
    """Crawley (The R Book): glm.nb(Days ~ Eth * Sex * Age * Lrn), theta 1.928, 2 log-likelihood -1039.324."""
    cells = sorted({cell for cell, _ in ROWS})
    found = fit_counts(DAYS, np.array([[cell == c for c in cells] for cell, _ in ROWS], dtype=float))
    assert 1 / found.dispersion == pytest.approx(1.928, abs=5e-4)
    assert 2 * found.log_likelihood == pytest.approx(-1039.324, abs=5e-4)


def test_mites_on_apple_leaves():
    """Bliss and Fisher (1953), Biometrics 9, 176-200: mean 1.14667, maximum likelihood k = 1.02459."""
    mites = np.repeat(np.arange(9), [70, 38, 17, 10, 9, 3, 2, 1, 0])
    found = fit_counts(mites)
    assert np.exp(found.coefficients[0]) == pytest.approx(1.14667, abs=1e-5)
    assert 1 / found.dispersion == pytest.approx(1.02459, abs=1e-4)


def test_horse_kicks_are_poisson():
    """Bortkiewicz (1898): 122 deaths in 200 corps-years, Poisson of mean 0.61 (Fisher 1925)."""
    deaths = np.repeat(np.arange(5), [109, 65, 22, 3, 1])
    found = fit_counts(deaths)
    assert found.family == "Poisson" and found.dispersion == 0
    assert np.exp(found.coefficients[0]) == pytest.approx(0.61)
    assert found.expected_zeros == pytest.approx(108.67, abs=0.005)  # 200 exp(-0.61)
    assert found.test("excess zeros, van den Broek").p_value > 0.3


def test_exposure_scales_the_rate():
    rng = np.random.default_rng(1)
    time = rng.uniform(10, 31, 200)
    found = fit_counts(rng.poisson(0.1 * time), exposure=time)
    assert np.exp(found.coefficients[0]) == pytest.approx(0.1, rel=0.1)
    np.testing.assert_allclose(found.mean, np.exp(found.coefficients[0]) * time)


def test_overdispersion_is_the_t_value_of_the_auxiliary_regression():
    """Cameron and Trivedi (1990), equation 3.2, by statsmodels' regression without a constant."""
    counts = np.array([0, 3, 1, 0, 0, 7, 0, 1, 0, 0, 9, 0, 2, 0, 4, 1])
    time = np.linspace(10, 31, counts.size)
    found = fit_counts(counts, exposure=time)
    mean = counts.sum() / time.sum() * time
    test = next(t for t in found.tests if "Cameron-Trivedi" in t.name)
    other = sm.OLS(((counts - mean) ** 2 - counts) / mean, mean).fit()
    assert test.statistic == pytest.approx(float(other.tvalues[0]), rel=1e-4)
    assert test.p_value == pytest.approx(float(other.pvalues[0]) / 2, rel=1e-3)


def test_excess_zeros_by_the_closed_form():
    """Van den Broek (1995): without a design (n0 - n p)^2 / (n p (1 - p) - n mean p^2) with p = exp(-mean)."""
    counts = np.array([0, 3, 1, 0, 0, 7, 0, 1, 0, 0, 9, 0, 2, 0, 4, 1])
    test = next(t for t in fit_counts(counts).tests if "zeros" in t.name)
    n, mean, p = counts.size, counts.mean(), np.exp(-counts.mean())
    squared = (np.count_nonzero(counts == 0) - n * p) ** 2 / (n * p * (1 - p) - n * mean * p**2)
    assert test.statistic == pytest.approx(squared**0.5)


def test_counts_that_vary_less_than_a_poisson_are_one():
    found = fit_counts([2, 3] * 20)
    assert found.family == "Poisson"
    assert found.tests[0].statistic == 0
    assert found.tests[0].p_value == 1


def test_missing_periods_are_left_out():
    counts = [1, 0, None, 2, 1, 0, 0, 3, 1, 0, 1, 2, 0, 1]
    whole = [c for c in counts if c is not None]
    assert fit_counts(counts).coefficients == pytest.approx(fit_counts(whole).coefficients)


@pytest.mark.parametrize(
    ("counts", "exposure", "code"),
    [
        ([1, 0] * 3, None, "too_short"),
        ([0] * 20, None, "constant"),
        ([None] * 20, None, "all_missing"),
        ([0.5, *[1.0, 0.0] * 10], None, "not_a_count"),
        ([-1.0, *[1.0, 0.0] * 10], None, "not_a_count"),
        ([float("inf"), *[1.0, 0.0] * 10], None, "infinite"),
        ([1e6, *[1.0, 0.0] * 10], None, "outlier"),
        ([0] * 30 + [1, 1], None, "too_few_events"),
        ([1, 0] * 10, [1.0] * 19, "lengths_differ"),
        ([1, 0] * 10, [0.0] * 20, "not_an_exposure"),
        ([], None, "empty"),
        (["1"] * 20, None, "not_numeric"),
    ],
)
def test_bad_input_gives_a_reason(counts, exposure, code):
    assert check_counts(counts, exposure).code == code
    assert isinstance(fit_counts(counts, exposure=exposure), Reason)


def test_a_design_that_repeats_itself_gives_a_reason():
    assert fit_counts([1, 0] * 10, np.ones((20, 2))).code == "not_full_rank"
    assert fit_counts([1, 0] * 10, np.ones((19, 1))).code == "lengths_differ"


def test_size_of_the_overdispersion_test_in_our_sample():
    """111 months of 0.4 contacts: the boundary test is meant to reject a true Poisson in 5 of 100, and is rarer."""
    rng = np.random.default_rng(11)
    rejected = [fit_counts(rng.poisson(0.4, 111)).family != "Poisson" for _ in range(40)]
    assert np.mean(rejected) <= 0.125


def test_a_dispersion_lost_in_rounding_is_no_fit():
    """Counts less spread than a Poisson: the climb ends at an alpha of 1e-7, where the likelihood is noise."""
    quiet = np.tile([1.0, 0.0], 20)
    start = np.array([np.log(0.5), 0.1])
    assert counting._negative_binomial((quiet, np.ones((40, 1)), np.zeros(40)), 2, start) is None


def test_a_broken_core_is_noticed(monkeypatch):
    monkeypatch.setattr(counting, "_STARTS", ())
    monkeypatch.setattr(counting, "_poisson", lambda data, lags: None)
    assert fit_counts(DAYS).code == "no_convergence"
