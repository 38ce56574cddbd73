"""Exponential and Weibull durations against published fits, interval censoring by simulation."""

import numpy as np
import pytest

from indicators.timeseries import durations as module
from indicators.timeseries.durations import DurationModel, fit_durations
from indicators.timeseries.result import Reason
from indicators.timeseries.survival import kaplan_meier, split_durations
from tests.timeseries.test_survival import BAD, HIGH, LOW, OPEN, PLACEBO

TWO_GROUPS = ["6-MP"] * 21 + ["placebo"] * 21


def both_groups():
    return fit_durations([*LOW, *PLACEBO], [*HIGH, *PLACEBO], TWO_GROUPS)


def test_weibull_of_the_remission_times():
    """R survreg(Surv(time, cens) ~ treat, gehan): 3.516, -1.267, scale 0.732, log-likelihood -106.6."""
    found = both_groups()
    np.testing.assert_allclose(found.coefficients, [3.516, -1.267], atol=5e-4)
    assert 1 / found.shape == pytest.approx(0.732, abs=5e-4)
    assert found.log_likelihood == pytest.approx(-106.6, abs=0.05)
    assert found.test("constant rate, likelihood ratio").statistic == pytest.approx(2 * (108.524 - 106.579), abs=2e-3)
    assert found.test("equal means of the groups, likelihood ratio").statistic == pytest.approx(19.65, abs=5e-3)


def test_exponential_of_one_group_is_events_over_time():
    """9 relapses in 359 weeks (Kalbfleisch and Prentice 2002): mean 39.9, its logarithm with error 1 / sqrt(9)."""
    found = fit_durations(LOW, HIGH)
    assert found.family == "exponential" and found.shape == 1
    assert found.mean[0] == pytest.approx(359 / 9, rel=1e-5)
    assert found.log_likelihood == pytest.approx(9 * np.log(9 / 359) - 9, abs=1e-6)
    reach = np.log(found.mean_intervals[1].upper[0] / found.mean[0])
    assert reach == pytest.approx(1.959964 / 3, rel=1e-3)
    assert found.ended.tolist() == [9] and found.open.tolist() == [12]


def test_error_of_a_weibull_mean_is_that_of_its_information():
    """Johnson, Kotz and Balakrishnan (1994), chapter 21: n var(log scale) = 1.1087 / k^2, n var(log k) = 0.6079,
    n cov(log scale, log k) = 0.2570 / k; the mean by the delta rule.
    """
    from scipy.special import digamma

    n, k = 400, 0.4
    found = fit_durations(*[(-np.log(1 - (np.arange(n) + 0.5) / n)) ** (1 / k)] * 2)
    assert found.family == "Weibull" and found.shape == pytest.approx(k, rel=0.02)
    slope = -digamma(1 + 1 / k) / k
    error = np.sqrt((1.1087 / k**2 + slope**2 * 0.6079 + 2 * slope * 0.2570 / k) / n)
    reach = np.log(found.mean_intervals[1].upper[0] / found.mean[0])
    assert reach == pytest.approx(1.959964 * error, rel=0.03)


def test_intervals_of_a_day_change_little_and_scaling_nothing():
    plain = fit_durations(LOW, HIGH)
    spread = fit_durations(np.array(LOW) - 0.01 * np.isfinite(HIGH), np.array(HIGH) + 0.01)
    assert spread.mean[0] == pytest.approx(plain.mean[0], rel=1e-3)
    days = fit_durations(np.array(LOW) * 7, np.array(HIGH) * 7)
    assert days.mean[0] == pytest.approx(7 * plain.mean[0], rel=1e-5)
    assert days.log_likelihood == pytest.approx(plain.log_likelihood - 9 * np.log(7), abs=1e-5)


def simulated(seed, n, shape, month):
    """Weibull gaps of mean 60 days, every third known by its month only, the last one open."""
    from scipy.special import gamma

    rng = np.random.default_rng(seed)
    gap = 60 / gamma(1 + 1 / shape) * rng.weibull(shape, n)
    low, high = np.maximum(np.round(gap) - 0.5, 0), np.round(gap) + 0.5
    wide = (np.arange(n) % 3 == 0) & month
    low[wide], high[wide] = np.maximum(gap[wide] - 15, 0), gap[wide] + 15
    low[-1], high[-1] = gap[-1] / 2, OPEN
    return low, high


def covered(seeds, n, shape):
    inside = []
    for seed in seeds:
        found = fit_durations(*simulated(seed, n, shape, True))
        assert isinstance(found, DurationModel)
        inside.append([b.lower[0] <= 60 <= b.upper[0] for b in found.mean_intervals])
    return np.mean(inside, axis=0)


def test_mean_is_covered_with_intervals_and_an_open_end():
    inside = covered(range(30), 45, 1.0)
    assert inside[0] >= 0.6 and inside[1] >= 0.85


@pytest.mark.nightly
@pytest.mark.parametrize(("n", "shape"), [(45, 1.0), (45, 0.7), (100, 1.5)])
def test_mean_is_covered_as_often_as_said(n, shape):
    inside = covered(range(300), n, shape)
    assert 0.74 <= inside[0] <= 0.86 and 0.90 <= inside[1] <= 0.98


def test_the_open_gap_counts():
    low, high = simulated(1, 20, 1.0, False)
    longer = low.copy()
    longer[-1] += 400
    assert fit_durations(longer, high).mean[0] > fit_durations(low, high).mean[0]


def test_parts_of_a_duration_in_one_group_are_the_whole():
    """Cutting adds nothing and takes nothing: log S(t) is the sum of what each part adds, whatever the shape."""
    low, high = simulated(3, 60, 1.5, True)
    entered, bottom, top, _ = split_durations(low, high, np.arange(60.0), [20.0, 40.0, 75.0])
    assert bottom.size > 90
    whole, parts = fit_durations(low, high), fit_durations(bottom, top, entered=entered)
    assert whole.family == "Weibull"
    assert parts.log_likelihood == pytest.approx(whole.log_likelihood, abs=1e-6)
    assert parts.shape == pytest.approx(whole.shape, rel=1e-5) and parts.mean[0] == pytest.approx(
        whole.mean[0], rel=1e-5
    )
    assert parts.tests[0].n_observations == 60


def test_exponential_mean_of_each_group_is_its_time_in_sight_over_its_ends():
    """Kalbfleisch and Prentice (2002), section 3.4: ends over time at risk, however the time was come by."""
    low = np.array([10.0, 25.0, 40.0, 55.0, 5.0, 30.0, 61.0, 44.0, 18.0, 70.0])
    begun = np.arange(10) * 10.0
    entered, bottom, top, place = split_durations(low, low, begun, [60.0])
    found = fit_durations(bottom, top, place.tolist(), entered=entered)
    before = np.clip(60 - begun, 0, low).sum()
    ended_before = int((begun + low <= 60).sum())
    plain = module._maximise(module._read(bottom, top, place.tolist(), entered), _design(place), weibull=False)
    means = np.exp(plain.estimates[0] + np.array([0, plain.estimates[1]])) * np.median(bottom[bottom > 0])
    assert means == pytest.approx([before / ended_before, (low.sum() - before) / (10 - ended_before)], rel=1e-4)
    assert found.ended.tolist() == [ended_before, 10 - ended_before]


def _design(place):
    return np.column_stack([np.ones(place.size), (place == 1).astype(float)])


def test_a_group_that_sees_only_the_ends_of_long_durations_is_not_misled():
    """Without the entry its durations would seem far too long: the mean is 60 under both groups."""
    rng = np.random.default_rng(7)
    gap = rng.exponential(60, 4000)
    entered, low, high, place = split_durations(gap, gap, np.zeros(4000), [90.0])
    found = fit_durations(low, high, place.tolist(), entered=entered)
    assert np.abs(found.ratio[1] - 1) < 0.12 and found.mean[0] == pytest.approx(60, rel=0.05)
    blind = fit_durations(low, high, place.tolist())
    assert blind.mean[1] > 120


@pytest.mark.parametrize(
    ("entered", "code"),
    [([0.0] * 20, "lengths_differ"), ([99.0, *[0.0] * 20], "bad_entry"), ([-1.0, *[0.0] * 20], "bad_entry"),
     ([float("nan"), *[0.0] * 20], "bad_entry"), (["a"] * 21, "not_numeric")],
)  # fmt: skip
def test_a_bad_entry_gives_a_reason(entered, code):
    assert fit_durations(LOW, HIGH, entered=entered).code == code
    assert kaplan_meier(LOW, HIGH, entered=entered).code == code


@pytest.mark.parametrize(("low", "high", "code"), BAD)
def test_bad_durations_give_a_reason(low, high, code):
    found = fit_durations(low, high)
    assert isinstance(found, Reason) and found.code == code


def test_a_group_needs_ended_durations():
    found = fit_durations(LOW, HIGH, ["a"] * 19 + ["b"] * 2)
    assert isinstance(found, Reason) and found.code == "few_ended"
    assert fit_durations(LOW, HIGH, ["a"]).code == "lengths_differ"


def test_a_broken_core_is_noticed(monkeypatch):
    whole = module._log_likelihood

    def censoring_forgotten(estimates, data, design):
        kept = np.isfinite(data.high)
        short = module._Data(
            data.entered[kept], data.low[kept], data.high[kept], data.scale, data.groups, data.member[:, kept]
        )
        return whole(estimates, short, design[kept])

    monkeypatch.setattr(module, "_log_likelihood", censoring_forgotten)
    with pytest.raises(AssertionError):
        test_weibull_of_the_remission_times()
