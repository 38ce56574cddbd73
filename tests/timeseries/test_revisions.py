"""Revisions against hand computation in exact fractions and against statsmodels."""

from __future__ import annotations

from fractions import Fraction

import numpy as np
import pytest

from indicators.timeseries.result import Reason
from indicators.timeseries.revision_tests import (
    automatic_lags,
    long_run_covariance,
    mean_revision_test,
    news_regression,
    noise_regression,
)
from indicators.timeseries.revisions import CANNOT_SAY, SETTLED, STILL_MOVING, Revisions, measure_revisions

NAN = float("nan")
TIGHT = 1e-9
"""The two ways to compute differ by rounding alone; the worst seen is 1e-12."""


def drawn(n: int, seed: int = 7) -> tuple[np.ndarray, np.ndarray]:
    rng = np.random.default_rng(seed)
    truth = 1000 + np.cumsum(rng.normal(0, 20, n))
    return truth + rng.normal(0, 5, n), truth


def test_first_latest_and_settling_by_hand() -> None:
    found = measure_revisions(
        [
            [10.0, 12.0, 12.0, 12.0],  # moved once, then confirmed twice
            [20.0, 20.0, 19.0, NAN],  # moved in its last release
            [30.0, NAN, NAN, NAN],  # one release
            [NAN, NAN, 40.0, 40.0],  # confirmed, releases before it do not hold it
            [NAN, NAN, NAN, NAN],
        ]
    )
    assert isinstance(found, Revisions)
    assert found.settling == (SETTLED, STILL_MOVING, CANNOT_SAY, SETTLED, CANNOT_SAY)
    assert found.settled_after.tolist() == [2, 0, 0, 1, 0]
    assert found.releases_count.tolist() == [4, 3, 1, 2, 0]
    np.testing.assert_array_equal(found.total, [2.0, -1.0, NAN, 0.0, NAN])
    np.testing.assert_allclose(found.relative_pct, [20.0, -5.0, NAN, 0.0, NAN])
    assert (found.n_compared, found.n_revised) == (3, 2)
    assert found.mean == pytest.approx(1 / 3)
    assert found.mean_absolute == pytest.approx(1.0)
    assert found.mean_absolute_pct == pytest.approx(25 / 3)


def test_rounding_is_no_revision() -> None:
    found = measure_revisions([[1656.098474, 1656.1], [1656.098474, 1656.2]], rounding=0.05)
    assert isinstance(found, Revisions)
    assert found.settling == (SETTLED, STILL_MOVING)
    assert found.n_revised == 1


def test_a_value_that_returns_is_settled_only_from_its_last_move() -> None:
    found = measure_revisions([[5.0, 6.0, 5.0, 5.0]])
    assert isinstance(found, Revisions)
    assert (found.total[0], found.settled_after[0]) == (0.0, 3)


def test_no_percentage_where_a_value_is_not_above_zero() -> None:
    found = measure_revisions([[-10.0, -12.0], [10.0, 12.0]])
    assert isinstance(found, Revisions)
    assert np.isnan(found.relative_pct[0]) and found.mean_absolute_pct is None


def test_newey_west_by_hand_in_fractions() -> None:
    """Newey and West (1987) for a mean: variance = n/(n-1) (G0 + 2 sum w_j G_j) / n^2, w_j = 1 - j/(L+1)."""
    values = [Fraction(v) for v in (3, 1, -2, 4, 0, 5, 2, -1, 3, 1, 2, 0)]
    n, lags = len(values), 2
    mean = sum(values) / n
    u = [v - mean for v in values]
    long_run = sum(a * a for a in u)
    for j in range(1, lags + 1):
        long_run += 2 * (1 - Fraction(j, lags + 1)) * sum(a * b for a, b in zip(u[j:], u[:-j], strict=True))
    variance = long_run / (n * (n - 1))
    test = mean_revision_test(np.array([float(v) for v in values]), lags=lags)
    assert not isinstance(test, Reason)
    assert test.statistic == pytest.approx(float(mean) / float(variance) ** 0.5, rel=TIGHT)
    assert (test.lag, test.degrees_of_freedom) == (2, (n - 1,))


def test_without_lags_it_is_the_t_test_of_a_mean() -> None:
    from scipy.stats import ttest_1samp

    values = drawn(40)[0] - drawn(40)[1]
    test, outside = mean_revision_test(values, lags=0), ttest_1samp(values, 0.0)
    assert not isinstance(test, Reason)
    assert test.statistic == pytest.approx(outside.statistic, rel=TIGHT)
    assert test.p_value == pytest.approx(outside.pvalue, rel=TIGHT)


@pytest.mark.parametrize("n", [20, 33, 133])
def test_regressions_against_statsmodels(n: int) -> None:
    import statsmodels.api as sm

    first, latest = drawn(n)
    for found, y, x in (
        (news_regression(first, latest), latest, first),
        (noise_regression(first, latest), first, latest),
    ):
        outside = sm.OLS(y, sm.add_constant(x)).fit(
            cov_type="HAC", cov_kwds={"maxlags": automatic_lags(n), "use_correction": True}, use_t=True
        )
        joint = outside.f_test(([[1, 0], [0, 1]], [0, 1]))
        assert not isinstance(found, Reason)
        assert found.slope == pytest.approx(outside.params[1], rel=1e-7)
        assert found.intercept == pytest.approx(outside.params[0], rel=1e-6)
        assert found.test.statistic == pytest.approx(float(joint.fvalue), rel=1e-5)
        assert found.test.p_value == pytest.approx(float(joint.pvalue), rel=1e-5, abs=1e-12)


def test_noise_and_news_are_told_apart_where_they_are_made_so() -> None:
    """Mankiw, Runkle and Shapiro (1984): noise is truth plus error; news is a forecast, the truth adds a surprise."""
    rng = np.random.default_rng(3)
    growth, shock = rng.normal(0, 10, 400), rng.normal(0, 8, 400)
    for first, latest, rejected, kept in (
        (growth + shock, growth, news_regression, noise_regression),
        (growth, growth + shock, noise_regression, news_regression),
    ):
        against, for_it = rejected(first, latest), kept(first, latest)
        assert not isinstance(against, Reason) and not isinstance(for_it, Reason)
        assert against.test.p_value < 1e-6 and for_it.test.p_value > 0.05


def test_bartlett_weights_keep_the_covariance_positive() -> None:
    rng = np.random.default_rng(1)
    for lags in (0, 1, 5, 19):
        scores = rng.normal(size=(20, 2))
        assert np.linalg.eigvalsh(long_run_covariance(scores, lags)).min() >= -1e-9


@pytest.mark.parametrize(
    ("matrix", "code"),
    [
        ([[1.0, 2.0]] * 9, "too_few_revisions"),
        ([[1.0, 1.0]] * 40, "never_revised"),
        ([[1.0, 2.0]] * 40, "exact_pattern"),
    ],
)
def test_a_reason_where_there_is_nothing_to_test(matrix: list[list[float]], code: str) -> None:
    found = measure_revisions(matrix)
    assert isinstance(found, Revisions) and isinstance(found.bias, Reason)
    assert found.bias.code == code
    assert isinstance(found.news, Reason) and isinstance(found.noise, Reason)


def test_reasons_for_matrices_without_numbers() -> None:
    for matrix, code in ((np.empty((0, 0)), "empty"), ([[1.0, float("inf")]], "infinite")):
        found = measure_revisions(matrix)
        assert isinstance(found, Reason) and found.code == code
    with pytest.raises(ValueError, match="two dimensions"):
        measure_revisions([1.0, 2.0])


def test_the_tests_do_not_depend_on_the_unit() -> None:
    first, latest = drawn(60)
    million, one = news_regression(first, latest), news_regression(first * 1e6, latest * 1e6)
    assert not isinstance(million, Reason) and not isinstance(one, Reason)
    assert million.test.statistic == pytest.approx(one.test.statistic, rel=1e-8)
    assert million.slope == pytest.approx(one.slope, rel=1e-9)
