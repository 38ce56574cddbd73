import numpy as np
import pytest

from indicators.timeseries.backtesting import Scaling, backtest, mase_scale, rolling_origins, scores, widening
from indicators.timeseries.benchmarks import naive_forecast
from indicators.timeseries.selection import families, roll


@pytest.mark.parametrize(
    ("n", "period", "horizon", "count", "first"),
    [(60, 12, 12, 5, 35), (60, 4, 4, 12, 44), (60, 1, 4, 12, 44), (400, 12, 12, 12, 354), (60, 12, 24, 1, 35)],
)
def test_origins_leave_room_on_both_sides(n, period, horizon, count, first):
    origins = rolling_origins(n, period, horizon)
    assert origins.size == count and origins[0] == first
    assert origins[-1] + horizon == n - 1


def test_scaled_errors_by_hand():
    """Seasonal scale over the first six values: |3-1| |5-2| |4-3| |9-5| = 2 3 1 4, mean 2.5."""
    values = np.array([1, 2, 3, 5, 4, 9, 10, 4.0])
    assert mase_scale(values[:6], 2) == 2.5
    table = backtest(
        values,
        Scaling(0.0, 1.0, False),
        [("naive", lambda index: naive_forecast)],
        origins=np.array([5]),
        horizon=2,
        period=2,
        refits=0,
    )
    assert table.error.tolist() == [1, -5]
    assert table.scaled_error.tolist() == [0.4, -2.0]
    assert scores(table)[0].mase == pytest.approx(1.2)
    # squared seasonal steps 4, 9, 1, 16, mean 7.5; squared errors 1 and 25, mean 13
    assert scores(table)[0].rmsse == pytest.approx((13 / 7.5) ** 0.5)
    # mean squared step of the first six: (1 + 1 + 4 + 1 + 25) / 5 = 6.4; 80 % half-widths 3.2 and 4.6, 95 % 5.0 and 7.0
    assert table.inside_80.tolist() == [True, False]
    assert table.inside_95.tolist() == [True, True]


def test_logarithms_are_undone():
    scaling = Scaling(2.0, 0.5, True)
    values = np.array([1.0, 10.0])
    np.testing.assert_allclose(scaling.back(scaling.forward(values)), values)


@pytest.mark.parametrize("family", [0, 1, 2])
def test_no_forecast_sees_its_future(family):
    rng = np.random.default_rng(2)
    values = np.cumsum(rng.normal(size=70))
    other = values.copy()
    other[60:] += 1000
    origins = np.arange(44, 60, 3)  # six: the fifth estimates anew
    for first, second in zip(
        roll(families(1)[family], values, origins).fits,
        roll(families(1)[family], other, origins).fits,
        strict=True,
    ):
        assert first.estimates.tolist() == second.estimates.tolist()
        assert first.name == second.name


def test_the_method_named_later_wins_a_tie():
    values = np.arange(8.0) ** 2
    methods = [("complicated", lambda index: naive_forecast), ("simple", lambda index: naive_forecast)]
    table = backtest(values, Scaling(0.0, 1.0, False), methods, origins=np.array([4]), horizon=2, period=1, refits=0)
    assert [score.method for score in scores(table)] == ["simple", "complicated"]


def test_intervals_widen_as_far_as_the_errors_ask():
    """12 origins with errors of twice the stated size: sqrt((12 x 4 + 3) / (12 + 3)); narrower likewise."""
    rng = np.random.default_rng(1)
    values = np.cumsum(rng.choice([-1.0, 1.0], size=60))

    def stated(size):
        predict = lambda data, steps: (np.full(steps, data[-1]), np.full(steps, size**2))  # noqa: E731
        table = backtest(values, Scaling(0.0, 1.0, False), [("it", lambda i: predict)], origins=np.arange(40, 52),
                         horizon=1, period=1, refits=0)  # fmt: skip
        return widening(table, "it")

    assert stated(0.5) == pytest.approx(np.sqrt((12 * 4 + 3) / 15))
    assert stated(1.0) == 1.0
    assert stated(2.0) == pytest.approx(np.sqrt((12 / 4 + 3) / 15))
