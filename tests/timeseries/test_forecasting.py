import pickle

import numpy as np
import pytest

from indicators.timeseries import forecasting as module
from indicators.timeseries.comparison import ForecastComparison
from indicators.timeseries.forecasting import forecast
from indicators.timeseries.result import Reason


def same(first, second):
    """Compare two comparisons bit by bit."""
    return pickle.dumps(first) == pickle.dumps(second)


@pytest.fixture(scope="module")
def airline(air):
    return forecast(air, period=12, horizon=12, log=True)


@pytest.fixture(scope="module")
def walk():
    return np.cumsum(np.random.default_rng(42).normal(size=80))


def test_airline_passengers(air, airline):
    """The airline model wins, with R's coefficients and AICc although the fit saw scaled data."""
    assert airline.model.method == "SARIMA(0,1,1)(0,1,1)[12]"
    assert airline.model.parameter("ma.L1") == pytest.approx(-0.4018, abs=5e-5)
    assert airline.model.aicc == pytest.approx(-483.21, abs=0.01)
    assert airline.model.log_likelihood == pytest.approx(244.70, abs=0.005)
    assert airline.model.parameter("sigma2") == pytest.approx(0.001369, abs=1e-6)
    np.testing.assert_allclose(np.log(airline.model.mean[:3]), [6.110186, 6.053775, 6.171715], atol=2e-6)
    assert airline.beats_benchmark and airline.preferred is airline.model
    assert airline.benchmark.method == "seasonal naive"
    assert airline.benchmark.mean.tolist() == pytest.approx(air[-12:].tolist())
    assert "beats the seasonal naive forecast" in airline.sentence
    assert (airline.model.lower_95 < airline.model.lower_80).all()
    assert airline.model.first_index == 144


def test_the_backtest_table_is_whole(air, airline):
    table = airline.backtest
    assert set(table.method) == {"ETS", "SARIMA", "UC", "naive", "seasonal naive"}
    assert table.origin.size == 5 * 12 * 12
    assert table.refits == 3
    np.testing.assert_allclose(table.actual, air[table.origin + table.horizon])
    np.testing.assert_allclose(table.actual - table.forecast, table.error)
    seasonal = np.array(table.method) == "seasonal naive"
    np.testing.assert_allclose(table.forecast[seasonal], air[(table.origin + table.horizon - 12)[seasonal]])
    mase = {score.method: score.mase for score in airline.scores}
    assert mase["seasonal naive"] == pytest.approx(np.mean(np.abs(table.scaled_error[seasonal])))
    assert [score.mase for score in airline.scores] == sorted(score.mase for score in airline.scores)


def test_naive_wins_ties_and_random_walks(walk):
    result = forecast(walk, period=1, horizon=4)
    assert not result.beats_benchmark
    assert result.preferred is result.benchmark
    assert result.sentence.startswith("No model beats the naive forecast")


def test_bad_input_gives_a_reason(bad):
    _, values, code = bad
    found = forecast(values, period=12, horizon=12)
    assert isinstance(found, Reason) and found.code == code


@pytest.mark.parametrize(
    ("values", "period", "horizon", "log", "code"),
    [
        (np.arange(59.0) ** 0.5, 12, 12, False, "too_short"),
        (np.sin(np.arange(80.0)), 12, 12, True, "not_positive"),
        (np.arange(80.0), 12, 12, False, "exact_pattern"),
        (np.tile(np.arange(12.0), 8), 12, 12, False, "exact_pattern"),
        (np.exp(0.1 * np.arange(80.0)), 12, 12, True, "exact_pattern"),
        (np.sin(np.arange(60.0) ** 2), 12, 24, False, "too_few_origins"),
        (np.sin(np.arange(200.0) ** 2), 52, 12, False, "seasonal_too_long"),
        (np.r_[np.ones(90), np.sin(np.arange(5.0))], 1, 4, False, "flat_start"),
        (np.r_[np.zeros(90), np.sin(np.arange(5.0))], 1, 4, False, "mostly_zero"),
        (np.r_[np.sin(np.arange(80.0) ** 2), [np.nan] * 5], 4, 4, False, "ended"),
    ],
)
def test_what_cannot_be_forecast_says_why(values, period, horizon, log, code):
    found = forecast(values, period, horizon, log=log)
    assert isinstance(found, Reason) and found.code == code


def test_wrong_use_is_an_error():
    with pytest.raises(ValueError, match="at least 1"):
        forecast(np.arange(80.0), 12, 0)


def test_unpublished_periods_at_the_end_are_forecast_first(walk):
    ragged = np.r_[[np.nan] * 3, walk, [np.nan] * 2]
    result, plain = forecast(ragged, 4, 4), forecast(walk, 4, 6)
    assert result.model.first_index == 83
    assert result.model.nowcast_steps == 2
    assert result.model.horizon.tolist() == [1, 2, 3, 4, 5, 6]
    assert result.benchmarks[1].mean.tolist() == plain.benchmarks[1].mean.tolist()
    assert result.backtest.origin.max() == plain.backtest.origin.max() + 2  # horizon 4, not 6, on the trimmed axis


def test_shift_and_scale_only_shift_and_scale(walk):
    plain, moved = forecast(walk, 4, 4), forecast(1000 + 50 * walk, 4, 4)
    assert plain.model.method == moved.model.method
    np.testing.assert_allclose(moved.model.mean, 1000 + 50 * plain.model.mean, rtol=1e-4)
    np.testing.assert_allclose(moved.model.upper_95, 1000 + 50 * plain.model.upper_95, rtol=1e-4)
    assert [s.method for s in plain.scores] == [s.method for s in moved.scores]
    assert plain.scores[0].mase == pytest.approx(moved.scores[0].mase, rel=1e-4)


def test_a_series_without_converging_models_gives_a_reason(walk, monkeypatch):
    monkeypatch.setattr("indicators.timeseries.arima.maximise", lambda *arguments: None)
    monkeypatch.setattr("indicators.timeseries.unobserved.maximise", lambda *arguments: None)
    result = forecast(walk, 1, 4)
    assert isinstance(result, ForecastComparison) and result.model.method.startswith("ETS")
    assert any("left out" in note for note in result.notes)
    monkeypatch.setattr("indicators.timeseries.smoothing.maximise", lambda *arguments: None)
    assert forecast(walk, 1, 4).code == "no_convergence"


def test_a_broken_choice_is_noticed(air, monkeypatch):
    monkeypatch.setattr(module, "beats", lambda model, rival: False)
    with pytest.raises(AssertionError):
        test_airline_passengers(air, forecast(air, period=12, horizon=12, log=True))


def test_twice_the_same_also_in_another_process(walk, run_python):
    """Published numbers do not depend on hash seed, threads, time zone or the kernel of the linear algebra."""
    assert same(forecast(walk, 1, 4), forecast(walk, 1, 4))
    code = (
        "import numpy as np; from indicators.timeseries import forecast, published_comparison; "
        "r = published_comparison(forecast(np.cumsum(np.random.default_rng(42).normal(size=80)), 1, 4)); "
        "print(r.model.method, r.model.mean.tolist(), r.model.lower_80.tolist(), r.model.parameters, r.sentence)"
    )
    printed = {
        run_python(code, PYTHONHASHSEED=seed, OMP_NUM_THREADS=threads, OPENBLAS_CORETYPE=kernel, TZ=zone)
        for seed, threads, kernel, zone in (("1", "1", "Haswell", "UTC"), ("2", "2", "Prescott", "Asia/Tokyo"))
    }
    assert len(printed) == 1


@pytest.mark.nightly
def test_intervals_cover_as_often_as_they_say():
    """Airline models of 120 values, 150 draws; parameters are estimated, so a little below the nominal level."""
    rng = np.random.default_rng(8)
    inside = {80: [], 95: []}
    for _ in range(150):
        noise = rng.normal(size=145)
        moved = noise[13:] - 0.4 * noise[12:-1] - 0.6 * noise[1:-12] + 0.24 * noise[:-13]
        values = np.zeros(145)
        for t in range(13, 145):
            values[t] = values[t - 1] + values[t - 12] - values[t - 13] + moved[t - 13]
        result = forecast(values[13:133], 12, 12)
        for band in result.model.intervals:
            inside[band.level].append((band.lower <= values[133:145]) & (values[133:145] <= band.upper))
    assert 0.70 <= np.mean(inside[80]) <= 0.85
    assert 0.88 <= np.mean(inside[95]) <= 0.98


def test_the_backtest_sees_what_was_known_then():
    """Every value was first published 5 too high and corrected a period later: the naive forecast errs by 5 more."""
    rng = np.random.default_rng(6)
    values = 100 + np.cumsum(rng.normal(size=80))
    then = [np.append(values[:i], values[i] + 5.0) for i in range(80)]
    plain = forecast(values, 1, 4)
    dated = forecast(values, 1, 4, vintages=then)
    assert isinstance(plain, ForecastComparison) and isinstance(dated, ForecastComparison)
    errors = {name: np.array(table.error)[np.array(table.method) == "naive"]
              for name, table in (("plain", plain.backtest), ("dated", dated.backtest))}  # fmt: skip
    np.testing.assert_allclose(errors["dated"], errors["plain"] - 5.0)
    assert any("12 of 12 origins" in note for note in dated.notes)
    np.testing.assert_allclose(dated.benchmark.mean, plain.benchmark.mean)  # the forecast itself starts from today


def test_without_a_vintage_the_values_of_today_serve():
    rng = np.random.default_rng(6)
    values = 100 + np.cumsum(rng.normal(size=80))
    same = forecast(values, 1, 4, vintages=[None] * 80)
    assert isinstance(same, ForecastComparison)
    assert any("0 of 12 origins" in note for note in same.notes)
    with pytest.raises(ValueError, match="3 vintages for 80"):
        forecast(values, 1, 4, vintages=[None] * 3)


def test_each_score_is_there_and_the_naive_rival_is_not_tested_against_itself(airline):
    by_name = {score.method: score for score in airline.scores}
    assert set(by_name) == {"ETS", "SARIMA", "UC", "naive", "seasonal naive"}
    assert by_name["seasonal naive"].dm_p_value is None
    assert 0.05 < by_name["SARIMA"].dm_p_value < 0.5, "half the error, but 12 overlapping origins prove little"
    for score in airline.scores:
        assert 0 < score.crps < score.mase, "a distribution that is right scores better than its point"
        assert score.rmsse > 0


@pytest.mark.nightly
def test_intervals_cover_what_they_say():
    """90 random walks and local levels of 120 values, 1 to 4 ahead: 75 to 85 and 92 to 98 per cent (docs/models.md)."""
    rng = np.random.default_rng(31)
    inside = {80: [], 95: []}
    for index in range(90):
        walk = np.cumsum(rng.normal(size=124)) if index % 2 == 0 else None
        whole = walk if walk is not None else np.cumsum(rng.normal(size=124) * 0.4) + rng.normal(size=124)
        shown = forecast(whole[:120], 1, 4).preferred
        for band in shown.intervals:
            inside[band.level] += ((band.lower <= whole[120:]) & (whole[120:] <= band.upper)).tolist()
    assert 0.75 <= np.mean(inside[80]) <= 0.85
    assert 0.92 <= np.mean(inside[95]) <= 0.98
