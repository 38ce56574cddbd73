"""Times between events and the Kaplan-Meier curve against a textbook table."""

import numpy as np
import pytest

from indicators.timeseries.result import Reason
from indicators.timeseries.survival import check_durations, gaps_between, kaplan_meier, split_durations

OPEN = float("inf")
# Freireich and others (1963), Blood 21, 699-716: weeks of remission, 6-MP group; True where it ended.
REMISSION = [
    (6, True), (6, True), (6, True), (6, False), (7, True), (9, False), (10, True), (10, False), (11, False),
    (13, True), (16, True), (17, False), (19, False), (20, False), (22, True), (23, True), (25, False), (32, False),
    (32, False), (34, False), (35, False),
]  # fmt: skip
PLACEBO = [1, 1, 2, 2, 3, 4, 4, 5, 5, 8, 8, 8, 8, 11, 11, 12, 12, 15, 17, 22, 23]
LOW = [float(weeks) for weeks, _ in REMISSION]
HIGH = [float(weeks) if ended else OPEN for weeks, ended in REMISSION]


def test_remission_times():
    """Kalbfleisch and Prentice (2002), section 1.4; Kleinbaum and Klein (2012), table 2.2: survival to three digits."""
    curve = kaplan_meier(LOW, HIGH)
    assert curve.time.tolist() == [6, 7, 10, 13, 16, 22, 23]
    np.testing.assert_allclose(curve.survival, [0.857, 0.807, 0.753, 0.690, 0.627, 0.538, 0.448], atol=5e-4)
    # R survfit prints these errors (Greenwood)
    np.testing.assert_allclose(
        curve.standard_error, [0.0764, 0.0869, 0.0963, 0.1068, 0.1141, 0.1282, 0.1346], atol=6e-5
    )
    assert curve.at_risk.tolist() == [21, 17, 15, 12, 11, 7, 6] and curve.ended.tolist() == [3, 1, 1, 1, 1, 1, 1]
    assert curve.median == 23
    band = curve.median_intervals[1]
    assert (band.lower[0], band.upper[0]) == (13, OPEN)  # R, conf.type = "log-log"


def test_placebo_median():
    curve = kaplan_meier(PLACEBO, PLACEBO)
    assert curve.median == 8
    assert (curve.median_intervals[1].lower[0], curve.median_intervals[1].upper[0]) == (4, 11)  # R, log-log


def test_who_entered_late_is_at_risk_from_then_on():
    """By hand: 1 of 9 ends at 1, 1 of 8 at 2, ... and one more is seen from 4.5 to 20 only."""
    low = [1.0, 2.0, 3.0, 4.0, 5.0, 6.0, 7.0, 8.0, 9.0, 20.0]
    curve = kaplan_meier(low, [*low[:9], OPEN], entered=[*[0.0] * 9, 4.5])
    assert curve.at_risk.tolist() == [9, 8, 7, 6, 6, 5, 4, 3, 2]
    np.testing.assert_allclose(curve.survival[:5], [8 / 9, 7 / 9, 6 / 9, 5 / 9, 5 / 9 * 5 / 6])
    entered, bottom, top, _ = split_durations(LOW, HIGH, np.zeros(len(LOW)), [5.0, 12.5])
    np.testing.assert_allclose(kaplan_meier(bottom, top, entered=entered).survival, kaplan_meier(LOW, HIGH).survival)


def test_what_was_seen_on_no_day_plays_no_part():
    """A duration open at 0, as of an event on the last day looked at, and one that ended when it was first seen."""
    whole = kaplan_meier(LOW, HIGH)
    more = kaplan_meier([*LOW, 0.0, 7.0], [*HIGH, OPEN, 7.0], entered=[*[0.0] * len(LOW), 0.0, 7.0])
    np.testing.assert_array_equal(more.survival, whole.survival)
    assert more.at_risk.tolist() == whole.at_risk.tolist()
    none = kaplan_meier(PLACEBO, PLACEBO, entered=PLACEBO)
    assert isinstance(none, Reason) and none.code == "too_few_durations"


def test_a_change_inside_the_interval_of_an_end_cuts_nothing():
    entered, low, high, place = split_durations([10.0, 31.0, 5.0], [40.0, 32.0, OPEN], [0.0, 0.0, 30.0], [30.0])
    assert entered.tolist() == [0, 0, 30, 0] and low.tolist() == [10, 30, 31, 5]
    assert high.tolist() == [40, OPEN, 32, OPEN] and place.tolist() == [0, 0, 1, 1]
    assert split_durations([90.0], [91.0], [25.0], [20.0, 50.0, 80.0])[3].tolist() == [1, 2, 3]


def test_gaps_hold_what_is_not_known_of_the_days():
    low, high = gaps_between(
        ["2020-04-12", "2020-04-12", "2020-05-01", "2020-05-20"],
        ["2020-04-12", "2020-04-12", "2020-05-31", "2020-05-20"], "2020-06-30",
    )  # fmt: skip
    assert low.tolist() == [0, 18.5, 0, 41] and high.tolist() == [0.5, 49.5, 19.5, OPEN]


@pytest.mark.parametrize(
    ("start", "end", "code"),
    [([], [], "empty"), (["2020-01-01"], [], "lengths_differ"), (["x"], ["y"], "bad_period"),
     (["2020-02-01", "2020-01-01"], ["2020-02-01", "2020-01-01"], "unsorted"),
     (["2020-02-01"], ["2020-01-01"], "ends_before_start")],
)  # fmt: skip
def test_bad_dates_give_a_reason(start, end, code):
    assert gaps_between(start, end, "2021-01-01").code == code


BAD = [
    ([1.0, 2.0], [1.0, 2.0], "too_few_durations"),
    ([5.0] * 9, [OPEN] * 9, "too_few_durations"),
    ([], [], "too_few_durations"),
    ([1.0] * 9, [2.0] * 9, "constant"),
    ([-1.0, *range(1, 10)], [2.0, *range(1, 10)], "bad_duration"),
    ([3.0, *range(1, 10)], [2.0, *range(1, 10)], "bad_duration"),
    ([float("nan"), *range(1, 10)], [2.0, *range(1, 10)], "bad_duration"),
    ([OPEN, *range(1, 10)], [OPEN, *range(1, 10)], "bad_duration"),
    ([*range(1, 10), 1e6], [*range(1, 10), 1e6], "outlier"),
    (list(range(1, 10)), list(range(1, 9)), "lengths_differ"),
    (["a"] * 9, ["b"] * 9, "not_numeric"),
]


@pytest.mark.parametrize(("low", "high", "code"), BAD)
def test_bad_durations_give_a_reason(low, high, code):
    found = check_durations(low, high)
    assert isinstance(found, Reason) and found.code == code
    assert isinstance(kaplan_meier(low, high), Reason)
