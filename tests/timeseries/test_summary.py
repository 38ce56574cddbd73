from datetime import date

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from indicators.timeseries.result import Reason
from indicators.timeseries.summary import (
    ages_in_days,
    change,
    change_on_previous_quarter,
    change_on_previous_year,
    median_age_in_days,
    position_in_history,
)

MONTHS = np.arange(1.0, 25.0)


def test_changes_by_hand():
    assert change_on_previous_quarter(MONTHS, 12).absolute == 3
    assert change_on_previous_year(MONTHS, 12).relative_pct == 100
    assert change_on_previous_quarter([4.0, 3.0], 4).sign == -1
    assert change([2.0, 2.0], 1).sign == 0


def test_no_percentage_of_a_balance():
    assert change([-10.0, 5.0], 1).relative_pct is None
    assert change([10.0, -5.0], 1).relative_pct is None
    assert change([0.0, 5.0], 1).relative_pct is None


@pytest.mark.parametrize(
    ("values", "code"),
    [
        ([1.0], "no_earlier_value"),
        ([1.0, np.nan], "missing_at_the_end"),
        ([np.nan, 1.0], "no_earlier_value"),
        ([], "empty"),
        ([np.inf, 1.0], "infinite"),
        ([np.nan], "all_missing"),
        (["1"], "not_numeric"),
    ],
)
def test_reasons(values, code):
    assert change(values, 1).code == code


def test_wrong_use():
    with pytest.raises(ValueError, match="quarter"):
        change_on_previous_quarter([1.0, 2.0], 2)
    with pytest.raises(ValueError, match="lag"):
        change([1.0, 2.0], 0)


def test_position_against_scipy():
    from scipy.stats import percentileofscore

    values = np.random.default_rng(0).integers(0, 9, size=50).astype(float)
    found = position_in_history(values)
    assert found.percentile == pytest.approx(percentileofscore(values, values[-1], kind="mean"))
    assert position_in_history([1.0, np.nan, 9.0]).is_highest
    assert position_in_history([np.nan]).code == "all_missing"
    assert position_in_history([3.0, 3.0]).percentile == 50


@given(st.lists(st.floats(-1e6, 1e6), min_size=1, max_size=30))
def test_position_does_not_depend_on_unit_or_sign(values):
    found = position_in_history(values)
    doubled = position_in_history([2 * value for value in values])
    turned = position_in_history([-value for value in values])
    if isinstance(found, Reason):  # its sentence names the size of the value
        assert found.code == doubled.code == turned.code
        return
    assert found == doubled
    assert found.percentile + turned.percentile == pytest.approx(100)


def test_ages():
    assert ages_in_days([date(2026, 5, 1)], date(2026, 6, 30)).tolist() == [60]
    assert median_age_in_days(["2026-06-01", "2026-06-20", "2026-06-30"], date(2026, 6, 30)) == 10
    assert median_age_in_days([], date(2026, 6, 30)).code == "empty"
