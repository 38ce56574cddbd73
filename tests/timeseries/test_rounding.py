import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from indicators.timeseries.level import local_level
from indicators.timeseries.result import Components
from indicators.timeseries.rounding import (
    decimals_for,
    published,
    published_array,
    published_components,
    published_parts,
    published_significant,
    significant_digits_for,
)

USUAL = st.floats(-1e12, 1e12, allow_subnormal=False)


@pytest.mark.parametrize(
    ("value", "digits", "text"),
    [
        (2.675, 2, "2.68"),  # binary 2.67499999..., round() gives 2.67
        (0.125, 2, "0.12"),  # half to even
        (0.135, 2, "0.14"),
        (0.1 + 0.2, 1, "0.3"),
        (1.1 + 2.2 - 3.25, 1, "0.0"),  # 0.05000000000000027: the noise is cut before the tie
        (0.3 - 0.1 - 0.05, 1, "0.2"),  # 0.14999999999999997
        (-0.04, 1, "0.0"),
        (-0.0, 0, "0"),
        (149.9, -2, "100"),
        (-151.0, -2, "-200"),
        (3.0, 3, "3.000"),
        (1e300, 2, None),
        (5e-324, 3, "0.000"),
    ],
)
def test_known_values(value, digits, text):
    made = published(value, digits)
    assert text is None or str(made) == text
    assert made is not None


@pytest.mark.parametrize("value", [None, float("nan"), float("inf"), float("-inf")])
def test_what_is_no_number_is_not_published(value):
    assert published(value, 2) is None
    assert published_significant(value) is None
    assert significant_digits_for(value or 0.0) == 0


@given(USUAL, st.integers(-3, 9))
def test_never_a_negative_zero_never_further_than_half_a_unit(value, digits):
    made = published(value, digits)
    assert not str(made).startswith("-0") or float(made) != 0
    assert abs(float(made) - value) <= 0.5 * 10.0**-digits * (1 + 1e-9) + 1e-11 * abs(value)
    assert published(float(made), digits) == made


@given(USUAL, USUAL, st.integers(-3, 6))
def test_order_is_kept(first, second, digits):
    low, high = sorted((first, second))
    assert published(low, digits) <= published(high, digits)


@given(st.floats(1e-3, 1e6), st.floats(1e-6, 1e6), st.floats(-1e-13, 1e-13))
def test_noise_of_the_last_bits_does_not_pass(value, half_width, noise):
    """Numbers that were rounded already, then disturbed, come out as they were."""
    digits = decimals_for(value, half_width)
    made = published(value, digits)
    assert published(float(made) * (1 + noise), digits) == made


@given(st.floats(-1e9, 1e9), st.floats(1e-9, 1e9))
def test_digits_follow_the_half_width_and_stop_at_six(value, half_width):
    digits = significant_digits_for(value, half_width)
    assert 0 <= digits <= 6
    assert significant_digits_for(value, half_width / 10) >= digits


def test_two_digits_of_the_half_width():
    assert decimals_for(1119.3, 155.2) == -1
    assert decimals_for(0.4018, 0.0896) == 3
    assert decimals_for(0.4018, 0.0) == 6  # no uncertainty known: six significant digits


def test_a_whole_result_passes(nile):
    rounded = published_components(local_level(nile))
    assert rounded.level[0] == 1112  # 1111.67; the 80 % half-width is some 60, and two digits of it are units
    assert dict(rounded.parameters)["irregular_variance"] == 15100
    assert np.all(rounded.level == np.round(rounded.level))
    assert published_components(rounded).level.tolist() == rounded.level.tolist()


def test_arrays_keep_their_shape():
    made = published_array([[1.26, np.nan]][0], 1)
    assert made.tolist()[0] == 1.3 and np.isnan(made[1])
    assert not made.flags.writeable


def test_coefficients_at_a_boundary_are_published_alike():
    """Optimisers stop at -0.99986 or -0.99999 of -1 depending on the start; three decimals hide that."""
    level = np.array([1.0, 2.0])
    made = [
        published_components(Components("m", "additive", level, None, level, (), 2, (("ma.S.L12", value),)))
        for value in (-0.99986, -0.99999)
    ]
    assert made[0].parameters == made[1].parameters == (("ma.S.L12", -1.0),)


@given(st.lists(st.floats(-1e4, 1e4), min_size=1, max_size=12), st.integers(0, 3))
def test_rounded_parts_add_up_to_the_rounded_whole(parts, digits):
    whole = published(sum(parts), digits)
    rounded = published_parts(parts, whole, digits)
    assert sum(rounded) == whole
    unit = 10.0**-digits
    assert all(abs(float(r) - p) <= 1.001 * unit for r, p in zip(rounded, parts, strict=True))
