import pickle
from dataclasses import FrozenInstanceError

import numpy as np
import pytest

from indicators.timeseries.level import local_level
from indicators.timeseries.result import Interval, interval_at


def test_results_are_frozen_pickled_and_name_their_levels(nile):
    result = local_level(nile)
    with pytest.raises(FrozenInstanceError):
        result.level = np.zeros(3)
    with pytest.raises(ValueError, match="read-only"):
        result.level[0] = 1.0
    again = pickle.loads(pickle.dumps(result))
    assert again.level.tobytes() == result.level.tobytes()
    assert list(result.columns()) == ["level", "remainder", "lower_80", "upper_80", "lower_95", "upper_95"]
    with pytest.raises(KeyError, match="no 50 % interval"):
        interval_at(result.intervals, 50)


def test_an_interval_copies_what_it_is_given():
    lower = np.zeros(2)
    band = Interval(80, lower, lower + 1)
    lower[0] = 5
    assert band.lower[0] == 0
