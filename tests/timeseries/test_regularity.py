import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from indicators.timeseries.regularity import check_periods, period_ordinals, regular

MONTHS = [f"2024-{month:02d}-28" for month in range(1, 13)]


@pytest.mark.parametrize(
    ("periods", "frequency", "code"),
    [
        (["2024-01-31", "2024-01-31", "2024-02-29"], "M", "duplicate_period"),
        (["2024-02-29", "2024-01-31"], "M", "unsorted"),
        (["2024-01-10", "2024-01-20", "2024-02-10"], "M", "mixed_frequency"),
        ([*MONTHS, "2025-03-31", "2025-06-30", "2025-09-30"], "M", "mixed_frequency"),
        (["2024-01-31", "2024-02-29", "2024-04-30"], "M", "gap"),
        (["2024-01-31", "2024-02-29", "NaT"], "M", "bad_period"),
        (["2024-01-31", "soon"], "M", "bad_period"),
        (["2024-03-31", "2024-06-30", "2024-09-30"], "Q", None),
        (["2022-03-01", "2022-09-01", "2023-03-01"], "H", None),
        (["2024-12-30", "2025-01-06"], "W", None),
        (MONTHS, "m", None),
    ],
)
def test_what_is_wrong_with_periods(periods, frequency, code):
    found = check_periods(periods, frequency)
    assert (found and found.code) == code


def test_a_week_runs_from_monday_to_sunday():
    assert np.diff(period_ordinals(["2026-11-22", "2026-11-23", "2026-11-29", "2026-11-30"], "W")).tolist() == [1, 0, 1]


def test_an_unknown_frequency_is_wrong_use():
    with pytest.raises(ValueError, match="unknown frequency"):
        period_ordinals(["2024-01-31"], "B")


@given(st.sets(st.integers(0, 60), min_size=1, max_size=30))
def test_regular_keeps_every_value_and_invents_none(months):
    chosen = sorted(months)
    periods = np.datetime64("2020-01", "M") + np.array(chosen)
    values = np.arange(len(chosen), dtype=float)
    made = regular(periods.astype("datetime64[D]"), values, "M")
    if not isinstance(made, tuple):
        assert made.code == "mixed_frequency"
        return
    axis, filled = made
    assert np.diff(axis).tolist() == [1] * (axis.size - 1)
    assert filled[~np.isnan(filled)].tolist() == values.tolist()
    assert axis.size == chosen[-1] - chosen[0] + 1


def test_lengths_must_agree():
    assert regular(MONTHS, [1.0], "M").code == "lengths_differ"
    assert regular([], [], "M").code == "empty"
    assert regular(MONTHS, ["x"] * 12, "M").code == "not_numeric"
