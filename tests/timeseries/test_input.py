import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from indicators.timeseries.input import as_series, center_and_scale, check_series, observed_span
from indicators.timeseries.reasons import REASONS, reason
from indicators.timeseries.result import Reason

ANY_NUMBER = st.one_of(st.floats(), st.none(), st.integers(-(10**400), 10**400), st.booleans(), st.text(max_size=2))


def test_each_kind_of_bad_input_has_its_reason(bad):
    name, values, code = bad
    found = check_series(values, minimum=10)
    assert isinstance(found, Reason), name
    assert found.code == code
    assert found.sentence.endswith(".")
    assert "{" not in found.sentence


def test_negative_values_are_refused_only_under_logarithms():
    values = np.r_[-1.0, np.arange(1.0, 20.0)]
    assert check_series(values, minimum=5) is None
    assert check_series(values, minimum=5, positive=True).code == "not_positive"
    assert check_series(np.arange(20.0), minimum=5, positive=True).sentence.startswith("Value number 1 is 0")


@pytest.mark.parametrize(
    ("allowed", "codes"),
    [
        ("none", ["missing", "missing", "missing_at_the_end"]),
        ("leading", [None, "missing", "missing_at_the_end"]),
        ("ends", [None, "missing", None]),
        ("any", [None, None, None]),
    ],
)
def test_where_missing_values_are_allowed(allowed, codes):
    for position, code in zip((0, 5, 9), codes, strict=True):
        values = np.arange(10.0)
        values[position] = np.nan
        found = check_series(values, minimum=5, allow_missing=allowed)
        assert (found and found.code) == code


def test_a_zero_heavy_count_is_no_outlier_but_a_slip_of_units_is():
    counts = np.zeros(100)
    counts[[10, 50, 70]] = [1, 3, 12]
    assert check_series(counts, minimum=10) is None
    counts[70] = 12_000
    assert check_series(counts, minimum=10).code == "outlier"
    assert check_series(counts, minimum=10, outlier_ratio=None) is None


@settings(max_examples=60)
@given(st.lists(ANY_NUMBER, max_size=15))
def test_the_gate_never_raises(values):
    found = check_series(values, minimum=3, allow_missing="any", positive=True)
    assert found is None or found.code in REASONS


@given(st.lists(st.floats(-1e6, 1e6), min_size=5, max_size=40), st.floats(-1e3, 1e3), st.floats(0.1, 1e3))
def test_center_and_scale_follow_shift_and_scale(values, shift, factor):
    series = np.array(values)
    center, scale = center_and_scale(series)
    moved_center, moved_scale = center_and_scale(series * factor + shift)
    size = factor * np.abs(series).max() + abs(shift)
    assert moved_center == pytest.approx(center * factor + shift, abs=1e-9 * size + 1e-9)
    if scale > 1e-3 * np.abs(series).max():
        assert moved_scale == pytest.approx(scale * factor, rel=1e-6, abs=1e-9 * size)


def test_very_small_numbers_keep_their_scale():
    assert center_and_scale(np.array([0.0, 0.0, 0.0, 0.0, 5e-160])) == (0.0, pytest.approx(2e-160, rel=1e-12, abs=0))
    assert center_and_scale(np.zeros(5)) == (0.0, 0.0)


def test_masked_values_are_missing_and_the_callers_array_is_left_alone():
    values = np.ma.array([1.0, 2.0, 3.0], mask=[False, True, False])
    series = as_series(values)
    assert np.isnan(series[1])
    series[0] = 9.0
    assert values[0] == 1.0
    assert observed_span(np.full(3, np.nan)) == (0, 0)


def test_an_undeclared_reason_is_a_programming_error():
    with pytest.raises(KeyError):
        reason("because")
