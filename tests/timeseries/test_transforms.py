"""Transforms: reversible, impossible values missing, up is warmer."""

import numpy as np
import pytest

from indicators.timeseries.transforms import TRANSFORMS, UNTRANSFORMED, restore, transform

COUNTS = np.array([3.0, 0.0, 1.0, 0.0, 2.0, 4.0, np.nan, 1.0, 2.0, 0.0, 1.0, 5.0])


@pytest.mark.parametrize("name", list(TRANSFORMS))
@pytest.mark.parametrize("sign", [1, -1])
def test_restore_undoes_a_transform(name, sign):
    done = transform(COUNTS, name, sign, 4)
    back = restore(done, name, sign)
    if name.startswith("year_sum"):
        expected = [np.nan] * 3 + [4.0, 3.0, 7.0] + [np.nan] * 4 + [4.0, 8.0]
    elif name == "log":
        expected = np.where(COUNTS > 0, COUNTS, np.nan)
    else:
        expected = COUNTS
    np.testing.assert_allclose(back, expected)


@pytest.mark.parametrize("name", list(TRANSFORMS))
def test_more_is_warmer_with_a_plus_and_cooler_with_a_minus(name):
    rising = np.arange(1.0, 9.0)
    up, down = (transform(rising, name, sign, 4)[3:] for sign in (1, -1))
    assert (np.diff(up) > 0).all() and (np.diff(down) < 0).all()


@pytest.mark.parametrize("name", ["log", "root", "log_1p", "year_sum_root"])
def test_what_has_no_logarithm_or_root_is_missing(name):
    found = transform(np.array([-5.0, -5.0, -5.0, 1.0, 1.0, 1.0, 1.0]), name, 1, 2)
    assert np.isnan(found[1]) and np.isfinite(found[-1])


def test_a_series_shorter_than_a_year_has_no_yearly_sum():
    assert np.isnan(transform(np.ones(3), "year_sum", 1, 12)).all()


def test_untransformed_names_are_transforms():
    assert set(UNTRANSFORMED) | set(UNTRANSFORMED.values()) <= set(TRANSFORMS)
