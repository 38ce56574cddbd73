import numpy as np
import pytest
from scipy.stats import chi2, t

from indicators.timeseries.bursts import block_spread
from indicators.timeseries.rates import RateComparison, compare_rates
from indicators.timeseries.result import Reason


def drawn(seed, groups, rates, dispersion):
    rng = np.random.default_rng(seed)
    mean = np.repeat(rates, groups)
    heavy = rng.gamma(1 / dispersion, dispersion, mean.size) if dispersion else 1.0
    names = [str(k) for k, count in enumerate(groups) for _ in range(count)]
    return rng.poisson(mean * heavy), names


def test_rates_and_ratios_are_those_of_the_totals():
    counts, names = drawn(1, [30, 30], [1.0, 2.0], 0)
    days = np.tile([31.0, 28.0, 30.0], 20)
    found = compare_rates(counts, names, "0", days)
    assert found.rate[1] == pytest.approx(counts[30:].sum() / days[30:].sum())
    assert found.ratio[1] == pytest.approx(found.rate[1] / found.rate[0])
    assert found.ratio[0] == 1 and np.isnan(found.p_value[0])
    assert found.events.sum() == counts.sum()


def test_a_group_without_events_has_limits_by_garwood():
    counts, names = drawn(2, [24, 24], [1.0, 0.0], 0)
    found = compare_rates(counts, names, "0")
    assert found.model.family == "Poisson" and found.rate[1] == 0 and found.ratio[1] == 0
    upper = found.rate_intervals[1].upper[1]
    assert upper == pytest.approx(chi2.ppf(0.975, 2) / 2 / 24, rel=1e-6)  # Garwood (1936)
    assert found.ratio_intervals[1].upper[1] < 1 and found.p_value[1] < 0.01 and found.conservative[1] == 1


def test_a_group_with_few_events_has_limits_by_garwood_on_both_sides():
    counts = [1, 2, 0, 1] * 6 + [0, 1, 0, 0] * 2 + [0] * 16
    found = compare_rates(counts, ["a"] * 24 + ["b"] * 24, "a")
    assert found.model.family == "Poisson" and found.events[1] == 2
    band = found.rate_intervals[1]
    assert band.lower[1] == pytest.approx(chi2.ppf(0.025, 4) / 2 / 24, rel=1e-6)
    assert band.upper[1] == pytest.approx(chi2.ppf(0.975, 6) / 2 / 24, rel=1e-6)


def test_a_ratio_of_few_events_keeps_to_the_limits_of_both_sides():
    """Each side at half of what may be left out: Bonferroni, with the exact limits of Garwood (1936)."""
    counts = [1, 0, 0, 1] + [0] * 20 + [0, 1, 0, 0] * 3 + [0] * 12
    found = compare_rates(counts, ["a"] * 24 + ["b"] * 24, "a")
    assert found.events.tolist() == [2, 3] and found.conservative[1] == 1
    for band, tail in zip(found.ratio_intervals, (0.05, 0.0125), strict=True):
        low, high = chi2.ppf(tail, [4, 6]) / 2, chi2.ppf(1 - tail, [6, 8]) / 2
        assert band.lower[1] == pytest.approx(low[1] / high[0], rel=1e-6)
        assert band.upper[1] == pytest.approx(high[1] / low[0], rel=1e-6)


def test_a_base_without_events_gives_an_infinite_ratio_with_a_lower_limit():
    counts, names = drawn(3, [24, 14], [0.0, 1.0], 0)
    found = compare_rates(counts, names, "0")
    assert np.isinf(found.ratio[1]) and np.isinf(found.ratio_intervals[1].upper[1])
    assert found.ratio_intervals[1].lower[1] > 1 and found.p_value[1] < 0.05


def test_overdispersion_widens_the_limits_of_a_quiet_group():
    counts, names = drawn(4, [60, 24], [3.0, 0.0], 2.0)
    heavy = compare_rates(counts, names, "0")
    assert heavy.model.family == "negative binomial"
    assert heavy.rate_intervals[1].upper[1] > chi2.ppf(0.975, 2) / 2 / 24


@pytest.mark.parametrize(
    ("counts", "names", "base", "code"),
    [
        ([1, 0] * 10, ["a"] * 20, "a", "one_group"),
        ([1, 0] * 10, ["a", "b"] * 10, "c", "no_base"),
        ([1, 0] * 10, ["a"] * 18 + ["b"] * 2, "a", "short_group"),
        ([1, 0] * 10, ["a"] * 19, "a", "lengths_differ"),
        ([1, 0] * 3, ["a", "b"] * 3, "a", "too_short"),
    ],
)
def test_bad_input_gives_a_reason(counts, names, base, code):
    found = compare_rates(counts, names, base)
    assert isinstance(found, Reason) and found.code == code


def coverage(seeds, groups, rates, dispersion):
    inside = []
    for seed in seeds:
        found = compare_rates(*drawn(seed, groups, rates, dispersion), "0")
        assert isinstance(found, RateComparison)
        band, true = found.ratio_intervals[1], np.array(rates) / rates[0]
        inside.append((band.lower[1:] <= true[1:]) & (true[1:] <= band.upper[1:]))
    return np.mean(inside)


def test_intervals_of_ratios_cover():
    assert coverage(range(30), [48, 48], [0.6, 1.2], 0.5) >= 0.85


@pytest.mark.nightly
@pytest.mark.parametrize(
    ("groups", "rates", "dispersion"),
    [([48, 48, 15], [0.45, 0.45, 0.45], 0), ([48, 48, 15], [0.45, 0.15, 0.8], 0), ([24, 24], [1.0, 1.0], 0.7)],
)
def test_intervals_of_ratios_cover_in_our_samples(groups, rates, dispersion):
    assert 0.90 <= coverage(range(300), groups, rates, dispersion) <= 0.99


def test_bursts_that_last_widen_the_interval():
    """The same counts in another order: years of four events a month and of none, or months of either."""
    busy, mixed = np.tile(np.repeat([4, 0], 12), 4), np.tile([4, 0], 48)
    names = ["a"] * 48 + ["b"] * 48
    lasting, shuffled = (compare_rates(counts, names, "a") for counts in (busy, mixed))
    reach = [float(np.log(f.ratio_intervals[1].upper[1])) for f in (lasting, shuffled)]
    assert reach[0] > 2.5 * reach[1]
    spread = block_spread(busy.astype(float), np.ones(96), np.repeat(np.eye(2, dtype=bool), 48, axis=1))
    assert (spread.freedom, spread.shares.tolist()) == (6, [0.25, 0.25])
    dispersion = (24**2 * 8 / 6 - 24) / 24**2  # all blocks expect 24: chi-square / 6 = 1 solved by hand
    assert spread.dispersion == pytest.approx(dispersion)
    assert reach[0] == pytest.approx(t.ppf(0.975, 6) * np.sqrt(2 / 96 + 2 * dispersion / 4), rel=1e-6)


def test_a_quiet_group_is_not_given_the_bursts_of_a_busy_one():
    """Of 24 busy and 14 quiet months the ratio is known within a factor of a few, not of fifty."""
    rng = np.random.default_rng(6)
    mean = np.repeat([120.0, 5.4], [24, 14])
    found = compare_rates(rng.poisson(mean * rng.gamma(1 / 1.8, 1.8, 38)), ["a"] * 24 + ["b"] * 14, "a")
    band = found.ratio_intervals[1]
    assert band.lower[1] < 0.045 < band.upper[1]
    assert band.upper[1] / band.lower[1] < 30


def test_a_block_of_a_few_days_does_not_count_as_a_burst():
    """Months of 30 days with an event each, and a year of which one day was counted, with an event on it."""
    exposure = np.concatenate([np.ones(72), np.full(12, 1 / 360)])
    counts = np.concatenate([np.ones(72), [1.0], np.zeros(11)])
    found = block_spread(counts, exposure, np.ones((1, 84), dtype=bool))
    assert found.dispersion < 0.05


def test_short_groups_have_no_blocks():
    found = block_spread(np.ones(12), np.ones(12), np.repeat(np.eye(2, dtype=bool), 6, axis=1))
    assert found.freedom == 0 and np.isnan(found.dispersion)
