import math

import pytest

from indicators.contracts.model import columns_of
from indicators.modelling.effects import Effect, ModelEffects, effects_frame
from indicators.modelling.result_table import RUN


def test_points_keep_the_digits_of_their_interval_and_ratios_three_each():
    points = Effect("houses", "house", "A", "mean", 2.4567, ((1.2345, 3.6789), (0.6, 4.3)), 5).published()
    assert (points.value, points.bands[0]) == (2.5, (1.2, 3.7))
    ratio = Effect(
        "x", "rate_ratio", "A", "B", 0.123456, ((0.0111111, 13.9999), (0.001, 3812.7)), 5, 0.0234
    ).published()
    assert ratio.value == 0.123 and ratio.bands == ((0.0111, 14.0), (0.001, 3810.0)) and ratio.p_value == 0.023


def test_what_is_infinite_is_empty_in_the_table_and_its_lower_limit_stays():
    endless = Effect("x", "rate_ratio", "A", "B", math.inf, ((4.18388, math.inf), (2.31223, math.inf)), 12)
    row = effects_frame([endless.published()]).row(0, named=True)
    assert row["value"] is None and row["upper_95"] is None and row["lower_95"] == 2.31


def test_the_frame_has_the_columns_of_the_contract():
    names = [c.name for c in columns_of(ModelEffects) if c.name not in RUN]
    assert effects_frame([]).columns == names


@pytest.mark.parametrize("value", [0.0, -1.5])
def test_a_certain_number_is_kept(value):
    assert Effect("x", "house", "A", None, value, ((value, value), (value, value))).published().value == value
