import numpy as np
import pytest
from scipy.stats import t

from indicators.timeseries import ceilings as module
from indicators.timeseries.ceilings import CeilingOutlook, ceiling_outlook
from indicators.timeseries.level import profile
from indicators.timeseries.result import Reason


def rising(slope=5.0, noise=2.0, n=25, seed=1):
    rng = np.random.default_rng(seed)
    return 100 + slope * np.arange(n) + noise * rng.normal(size=n)


def test_headroom_and_utilisation_are_those_of_the_last_declaration():
    values = rising()
    found = ceiling_outlook([*values, None, None], 400, 3)
    assert found.last_index == 24 and found.headroom == pytest.approx(400 - values[-1])
    assert found.utilisation == pytest.approx(values[-1] / 4)


def test_a_clear_drift_reaches_the_limit_when_the_line_does():
    values = rising(noise=1.0)
    found = ceiling_outlook(values, 300, 4)
    slope, start = np.polyfit(np.arange(25.0) - 24, values, 1)
    assert found.drift == pytest.approx(slope, rel=0.02)
    assert found.time_to_ceiling == pytest.approx((300 - start) / slope, rel=0.05)
    band = found.time_intervals[1]
    assert band.lower[0] < found.time_to_ceiling < band.upper[0] and found.cannot_say is None
    inner = found.time_intervals[0]
    assert band.lower[0] < inner.lower[0] and inner.upper[0] < band.upper[0]


def test_the_regression_line_is_the_limit_of_a_fixed_level():
    """Without level noise the model is a regression on time: slope error, forecast error and Fieller by hand."""
    n = 40
    values = 10 + 0.5 * np.arange(n) + np.tile([1.0, -1.0], n // 2)
    model = module._drifting(values)
    last = module._last(model, 0.0, profile(model, 0.0)[1], n - 2)
    found = module._outlook(values, n - 1, 100.0, last, 1, (80, 95))
    time = np.arange(n)
    slope, start = np.polyfit(time, values, 1)
    s2 = np.sum((values - start - slope * time) ** 2) / (n - 2)
    error = np.sqrt(s2 / np.sum((time - time.mean()) ** 2))
    from scipy.stats import t

    q = t.ppf(0.975, n - 2)
    assert found.drift_intervals[1].upper[0] - found.drift == pytest.approx(q * error, rel=1e-5)
    new = np.sqrt(s2 * (1 + 1 / n + (n - time.mean()) ** 2 / np.sum((time - time.mean()) ** 2)))
    assert found.intervals[1].upper[0] - found.mean[0] == pytest.approx(q * new, rel=1e-5)
    # Fieller: at both ends the line is just told from the limit
    for end in (found.time_intervals[1].lower[0], found.time_intervals[1].upper[0]):
        x = n - 1 + end
        at = np.sqrt(s2 * (1 / n + (x - time.mean()) ** 2 / np.sum((time - time.mean()) ** 2)))
        assert abs(100 - start - slope * x) == pytest.approx(q * at, rel=1e-4)


def test_without_a_clear_drift_no_time_is_given():
    walk = 1000 + np.cumsum(np.random.default_rng(2).normal(0, 50, 24))
    found = ceiling_outlook(walk, 1550, 6)
    assert found.cannot_say.code == "drift_unknown"
    assert np.isnan(found.time_to_ceiling) and found.time_intervals == ()
    band = found.drift_intervals[1]
    assert band.lower[0] < 0 < band.upper[0]


@pytest.mark.parametrize(
    ("values", "ceiling", "code"), [(rising(-5.0), 200, "drift_away"), (rising(), 150, "at_ceiling")]
)
def test_why_there_is_no_time(values, ceiling, code):
    assert ceiling_outlook(values, ceiling, 1).cannot_say.code == code


def test_the_band_widens_with_every_period_without_a_declaration():
    found = ceiling_outlook(1000 + np.cumsum(np.random.default_rng(3).normal(0, 50, 24)), 1550, 12)
    for band in found.intervals:
        assert (np.diff(band.upper - band.lower) > 0).all()
    assert (np.diff(found.chance_above) > 0).all()


def test_the_average_of_two_states_holds_what_lies_between_them():
    one = module._Last(10.0, 1.0, np.eye(2), 2.0, 4.0, 20)
    other = module._Last(14.0, 1.0, np.eye(2), 4.0, 2.0, 20)
    both = module._averaged([one, other], np.array([0.5, 0.5]))
    assert (both.level, both.irregular, both.moving) == (12.0, 3.0, 3.0)
    np.testing.assert_allclose(both.covariance, [[5.0, 0.0], [0.0, 1.0]])  # 1 within and 4 between


def test_a_gap_is_bridged_and_not_filled():
    values = rising()
    values[10] = np.nan
    found = ceiling_outlook(values, 400, 2)
    assert isinstance(found, CeilingOutlook) and found.n_observations == 24


def test_bad_input_gives_a_reason(bad):
    name, values, code = bad
    found = ceiling_outlook(values, 1e7, 3)
    if name == "gap in the middle":
        assert isinstance(found, CeilingOutlook)
    else:
        assert isinstance(found, Reason) and found.code == code


@pytest.mark.parametrize("ceiling", [0.0, -5.0, float("inf"), float("nan")])
def test_a_limit_that_is_none_gives_a_reason(ceiling):
    assert ceiling_outlook(rising(), ceiling, 1).code == "bad_ceiling"


def test_an_exact_line_gives_a_reason():
    assert ceiling_outlook(np.arange(30.0), 100, 1).code == "exact_pattern"


def test_bands_spend_five_degrees_of_freedom():
    """95 % over 80 % is the ratio of the two quantiles of Student's t with n - 5."""
    found = ceiling_outlook(rising(), 400, 3)
    narrow, wide = (band.upper - found.mean for band in found.intervals)
    freedom = found.n_observations - 5
    np.testing.assert_allclose(wide / narrow, t.ppf(0.975, freedom) / t.ppf(0.9, freedom))


def coverage(seeds, drift, n=24, steps=6):
    inside = []
    for seed in seeds:
        rng = np.random.default_rng(seed)
        true = 1400 + np.cumsum(drift + rng.normal(0, 60, n + steps)) + rng.normal(0, 25, n + steps)
        found = ceiling_outlook(true[:n], 1e5, steps)
        inside.append([np.mean((b.lower <= true[n:]) & (true[n:] <= b.upper)) for b in found.intervals])
    return np.mean(inside, axis=0)


def test_the_outlook_covers():
    low, high = coverage(range(40), 0.0)
    assert 0.65 <= low <= 0.97 and high >= 0.85


@pytest.mark.nightly
@pytest.mark.parametrize("drift", [0.0, -15.0, -60.0])
def test_the_outlook_covers_as_often_as_it_says(drift):
    low, high = coverage(range(300), drift)
    assert 0.76 <= low <= 0.90 and 0.94 <= high <= 0.99
