from pathlib import Path

import numpy as np
import pytest
import statsmodels
from hypothesis import given, settings
from hypothesis import strategies as st

from indicators.timeseries.decomposition import SEASONAL_WINDOW, stl_decompose
from indicators.timeseries.result import Components, Reason

RESULTS = Path(statsmodels.__file__).parent / "tsa" / "stl" / "tests" / "results"


def netlib(scenario):
    rows = [line.split(",") for line in (RESULTS / "stl_test_results.csv").read_text().splitlines()]
    chosen = [row for row in rows if row[0].strip() == scenario]
    return np.array([[float(cell) for cell in row[1:4]] for row in chosen])


@pytest.mark.skipif(not RESULTS.exists(), reason="statsmodels was installed without its reference results")
def test_co2_against_the_authors_fortran():
    """netlib a/stl (stlez) on Mauna Loa CO2, ppm, windows 35 and 19, plain and robust.

    The Fortran interpolates between every fourth point where we smooth each one: 0.02 ppm, and 0.05 ppm with the
    weights, in a seasonal swing of 6 ppm. Mixing up plain and robust is 0.06 ppm or more.
    """
    values = np.array([float(x) for x in (RESULTS / "stl_co2.csv").read_text().split()])

    def furthest(scenario, robust):
        ours = stl_decompose(values, 12, seasonal_window=35, trend_window=19, robust=robust)
        return np.max(np.abs(np.column_stack([ours.seasonal, ours.level]) - netlib(scenario)[:, 1:3]))

    assert furthest("stlez", robust=False) < 0.02
    assert furthest("stlez-robust", robust=True) < 0.05
    assert furthest("stlez", robust=True) > 0.06 and furthest("stlez-robust", robust=False) > 0.06


def test_a_known_composition_is_recovered():
    t = np.arange(120)
    season = np.tile([3, 1, -1, -3, -2, 0, 1, 2, 3, -1, -2, -1.0], 10)
    result = stl_decompose(50 + 0.5 * t + season, 12)
    np.testing.assert_allclose(result.level, 50 + 0.5 * t, atol=1e-6)
    np.testing.assert_allclose(result.seasonal, season, atol=1e-6)
    assert result.parameter("seasonal_strength") == pytest.approx(1)
    assert result.intervals == ()


def test_parts_add_up_or_multiply(air):
    plain, log = stl_decompose(air, 12), stl_decompose(air, 12, log=True)
    np.testing.assert_allclose(plain.level + plain.seasonal + plain.remainder, air, rtol=1e-12)
    np.testing.assert_allclose(log.level * log.seasonal * log.remainder, air, rtol=1e-12)
    assert (plain.composition, log.composition) == ("additive", "multiplicative")
    assert np.mean(log.seasonal) == pytest.approx(1, abs=0.01) and np.mean(plain.seasonal) == pytest.approx(0, abs=0.5)


def test_robust_weights_keep_an_aberrant_value_out_of_the_trend(air):
    spoilt = air.copy()
    spoilt[70] += 400
    clean = stl_decompose(air, 12).level
    assert np.max(np.abs(stl_decompose(spoilt, 12).level - clean)) < 5
    assert np.max(np.abs(stl_decompose(spoilt, 12, robust=False).level - clean)) > 15


def test_bad_input_gives_a_reason(bad):
    _, values, code = bad
    found = stl_decompose(values, 12)
    assert isinstance(found, Reason) and found.code == code


def test_negative_under_log_and_wrong_period():
    values = np.sin(np.arange(60.0))
    assert stl_decompose(values, 12, log=True).code == "not_positive"
    assert stl_decompose(values[:24], 12).code == "too_short"
    with pytest.raises(ValueError, match="period"):
        stl_decompose(values, 1)


@settings(max_examples=20, deadline=None)
@given(st.integers(0, 10_000), st.floats(-1e6, 1e6), st.floats(1e-3, 1e6))
def test_shift_and_scale_only_shift_and_scale(seed, shift, factor):
    values = np.random.default_rng(seed).normal(size=60)
    plain, moved = stl_decompose(values, 4), stl_decompose(values * factor + shift, 4)
    assert isinstance(plain, Components) and isinstance(moved, Components)
    size = factor * np.ptp(values) + abs(shift)
    np.testing.assert_allclose(moved.level, plain.level * factor + shift, atol=1e-7 * size)
    np.testing.assert_allclose(moved.seasonal, plain.seasonal * factor, atol=1e-7 * size)


def test_twice_the_same(air):
    assert stl_decompose(air, 12).level.tobytes() == stl_decompose(air, 12).level.tobytes()


def test_with_one_season_mstl_is_stl(air: np.ndarray) -> None:
    """MSTL (Bandara, Hyndman and Bergmeir 2021) takes several seasons out in turn; months and quarters have one."""
    from statsmodels.tsa.seasonal import MSTL

    ours = stl_decompose(air, 12, log=True, robust=False)
    several = MSTL(np.log(air), periods=12, windows=SEASONAL_WINDOW, stl_kwargs={"robust": False}).fit()
    assert isinstance(ours, Components)
    assert ours.seasonal is not None
    assert np.log(ours.seasonal) == pytest.approx(several.seasonal, abs=1e-9)
    assert np.log(ours.level) == pytest.approx(several.trend, abs=1e-9)
