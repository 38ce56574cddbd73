"""Unobserved components against published variances; several starts; what is missing stays uncertain."""

from __future__ import annotations

import numpy as np
import pytest

from indicators.timeseries.result import Reason
from indicators.timeseries.structural import Structural, published_structural, structural_trend
from indicators.timeseries.structural_paths import path_after, state_after
from indicators.timeseries.unobserved import Specification, build, fit_specification

from .published import DRIVERS


def test_the_nile_of_durbin_and_koopman(nile: np.ndarray) -> None:
    """15099 and 1469, log-likelihood -632.54 (Durbin and Koopman 2012, section 2.10.3, table 2.1: -632.5376 + one
    diffuse term of log(2 pi) / 2)."""
    result = structural_trend(nile, 1)
    assert isinstance(result, Structural)
    assert "local level" in result.method
    assert result.parameter("sigma2.irregular") == pytest.approx(15099, rel=1e-3)
    assert result.parameter("sigma2.level") == pytest.approx(1469, rel=1e-3)
    assert result.log_likelihood == pytest.approx(-632.5456 - 0.5 * np.log(2 * np.pi), abs=0.01)


def test_british_drivers_of_commandeur_and_koopman() -> None:
    """Logarithms, stochastic level, season that does not change: 0.00351385 and 0.000945723 (Commandeur and Koopman
    2007, section 4.3). Our season is free to change and its variance goes to zero."""
    result = structural_trend(DRIVERS, 12, log=True)
    assert isinstance(result, Structural)
    assert "local level + season" in result.method
    assert result.parameter("sigma2.irregular") == pytest.approx(0.00351385, rel=1e-3)
    assert result.parameter("sigma2.level") == pytest.approx(0.000945723, rel=1e-3)
    assert result.parameter("sigma2.seasonal") < 1e-8
    assert result.level * result.seasonal * result.remainder == pytest.approx(DRIVERS, rel=1e-9)


def test_the_maximum_is_at_least_as_high_as_from_many_starts(nile: np.ndarray) -> None:
    values = (nile - nile.mean()) / nile.std()
    spec = Specification("local linear trend", season=False, cycle=False, period=1)
    fit = fit_specification(spec, values)
    assert fit is not None
    rng = np.random.default_rng(3)
    heights = [build(spec, values).loglike(rng.uniform(0, 1, 3) ** 3) for _ in range(200)]
    assert fit.log_likelihood >= max(heights) - 1e-6


def test_missing_values_are_bridged_with_wider_bands(nile: np.ndarray) -> None:
    holes = nile.copy()
    holes[40:60] = np.nan
    result = structural_trend(holes, 1)
    assert isinstance(result, Structural)
    width = result.upper_80 - result.lower_80
    assert width[50] > 1.5 * width[20]
    assert np.isnan(result.remainder[40:60]).all()
    assert not np.isnan(result.level).any()


def test_a_cycle_is_chosen_where_there_is_one() -> None:
    rng, t = np.random.default_rng(5), np.arange(120)
    values = 10 * np.sin(2 * np.pi * t / 24) + rng.normal(size=120)
    with_cycle = structural_trend(values, 4, cycle=True)
    assert isinstance(with_cycle, Structural)
    assert with_cycle.cycle is not None
    assert 2 * np.pi / with_cycle.parameter("frequency.cycle") == pytest.approx(24, rel=0.05)
    assert "cycle" in with_cycle.columns()
    shown = published_structural(with_cycle)
    assert shown.cycle is not None
    assert shown.cycle == pytest.approx(with_cycle.cycle, abs=0.1)


def test_covariances_of_a_path_by_simulation() -> None:
    spec = Specification("local linear trend", season=False, cycle=False, period=1)
    values = np.cumsum(np.cos(np.arange(40.0) ** 2))
    estimates = np.array([0.4, 0.3, 0.05])
    mean, covariance = path_after(state_after(spec, estimates, values), 40, 6)
    drawn = build(spec, values).filter(estimates).simulate(
        6, anchor="end", repetitions=20_000, rng=np.random.default_rng(9)
    )  # fmt: skip
    paths = np.asarray(drawn).reshape(6, -1)
    assert mean == pytest.approx(paths.mean(axis=1), abs=0.15)
    assert covariance == pytest.approx(np.cov(paths), rel=0.06)


@pytest.mark.parametrize("count", [6, pytest.param(200, marks=pytest.mark.nightly)])
def test_bands_cover_the_level_they_say(count: int) -> None:
    """Local levels of 120 values: 80 and 95 per cent of all points."""
    rng = np.random.default_rng(21)
    inside: dict[int, list[float]] = {80: [], 95: []}
    for _ in range(count):
        level = np.cumsum(rng.normal(size=120) * 0.5)
        result = structural_trend(level + rng.normal(size=120), 1)
        assert isinstance(result, Structural)
        for band in result.intervals:
            inside[band.level].append(np.mean((band.lower <= level) & (level <= band.upper)))
    assert np.mean(inside[80]) == pytest.approx(0.80, abs=0.06 if count < 50 else 0.03)
    assert np.mean(inside[95]) == pytest.approx(0.95, abs=0.04 if count < 50 else 0.02)


def test_bad_series_give_a_reason(bad: tuple[str, object, str]) -> None:
    name, values, code = bad
    result = structural_trend(values, 1)  # type: ignore[arg-type]
    if name == "gap in the middle":
        assert isinstance(result, Structural)
    else:
        assert isinstance(result, Reason)
        assert result.code == code


@pytest.mark.parametrize(
    ("trend", "season", "count"),
    [("local level", True, 12), ("smooth trend", True, 13), ("local linear trend", False, 2)],
)
def test_states_about_which_nothing_is_known_are_counted_as_statsmodels_filters_them(
    trend: str, season: bool, count: int
) -> None:
    """The exact diffuse filter needs as many values as there are such states (Durbin and Koopman 2012, section 5.2)."""
    spec = Specification(trend, season=season, cycle=False, period=12)
    model = build(spec, np.cos(np.arange(60.0) ** 2))
    assert spec.diffuse == count == model.filter(model.start_params).filter_results.nobs_diffuse
