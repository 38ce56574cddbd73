"""Which of several climbs counts."""

import numpy as np

from indicators.timeseries.candidates import LIKELIHOOD_TOLERANCE, best_attempt, maximise

LOW, TOP = np.array([1.0]), np.array([2.0])


def test_a_climb_that_broke_off_at_the_top_counts_where_a_converged_one_came_as_high():
    near = 5.0 - LIKELIHOOD_TOLERANCE / 2
    assert best_attempt([(5.0, False, TOP), (near, True, LOW)]) is TOP
    assert best_attempt([(5.0, False, TOP), (near - 1, True, LOW)]) is None
    assert best_attempt([]) is None


def test_the_first_look_around_vouches_for_a_last_climb_that_broke_off():
    """Whether the last line search ends well differs between processors; the answer must not."""

    def answer(last_converges):
        def climb(start, settings):
            return (5.0, last_converges, TOP) if settings["tight"] else (5.0 - LIKELIHOOD_TOLERANCE / 2, True, LOW)

        return maximise(climb, [LOW], {"tight": False}, {"tight": True})

    assert answer(True) is answer(False) is TOP
