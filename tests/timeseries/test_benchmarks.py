import numpy as np
import pytest

from indicators.timeseries.benchmarks import naive_forecast, seasonal_naive_forecast
from indicators.timeseries.intervals import normal_intervals


def test_seasonal_naive_by_hand():
    """Quarterly 10 20 30 40 | 12 19 33 40: differences 2 -1 3 0, mean square 3.5; the second year doubles it."""
    values = np.array([10, 20, 30, 40, 12, 19, 33, 40.0])
    mean, variance = seasonal_naive_forecast(values, 4, 9)
    assert mean.tolist() == [12, 19, 33, 40, 12, 19, 33, 40, 12]
    assert variance.tolist() == [3.5] * 4 + [7.0] * 4 + [10.5]
    band = normal_intervals(mean, np.sqrt(variance), (95,))[0]
    assert band.upper[4] == pytest.approx(12 + 1.959964 * np.sqrt(7))


def test_naive_by_hand():
    mean, variance = naive_forecast(np.array([1.0, 4.0, 2.0]), 3)
    assert mean.tolist() == [2, 2, 2]
    assert variance.tolist() == [6.5, 13.0, 19.5]


@pytest.mark.parametrize("period", [1, 4])
def test_intervals_cover_as_often_as_they_say(period):
    """2,000 (seasonal) random walks of 60 values, all horizons to 8: 78 to 82 and 94 to 96 per cent."""
    rng = np.random.default_rng(11)
    inside = {80: [], 95: []}
    for _ in range(2000):
        steps = rng.normal(size=(17, period))
        values = np.cumsum(steps, axis=0).ravel() if period > 1 else np.cumsum(rng.normal(size=68))
        known, future = values[:60], values[60:68]
        mean, variance = seasonal_naive_forecast(known, 4, 8) if period > 1 else naive_forecast(known, 8)
        for band in normal_intervals(mean, np.sqrt(variance)):
            inside[band.level].append((band.lower <= future) & (future <= band.upper))
    assert 0.775 <= np.mean(inside[80]) <= 0.82
    assert 0.935 <= np.mean(inside[95]) <= 0.96
