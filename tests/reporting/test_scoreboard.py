"""Changes, position, age and staleness against values worked out by hand."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

import pytest

from indicators.registry import families
from indicators.reporting.scoreboard import MONTHS_BACK, is_stale, months_before, score, scoreboard
from indicators.store.declare import Total
from indicators.store.view import AsOfView

from .samples import SINCE, a_series, months, scored

D = dt.date
AS_OF = D(2026, 8, 29)


def test_monthly_changes() -> None:
    found = scored(a_series("M"), months(D(2025, 6, 1), [10, 1, 1, 1, 1, 1, 1, 1, 1, 7, 1, 1, 12]), AS_OF)
    assert (found.value, found.period, found.reference_date) == (12, "2026-06", D(2026, 6, 30))
    assert found.change_on_quarter == 12 - 7
    assert found.change_on_year == 12 - 10
    assert found.age_days == 60


def test_a_missing_month_is_not_replaced_by_its_neighbour() -> None:
    cells = months(D(2025, 6, 1), [None, 5, 5, 5, 5, 5, 5, 5, 4, None, 6, 6, 12])
    found = scored(a_series("M"), cells, AS_OF)
    assert found.change_on_quarter is None
    assert found.change_on_year is None


def test_quarterly_changes() -> None:
    cells = {D(2025, 4, 1): 100, D(2025, 7, 1): 90, D(2025, 10, 1): 80, D(2026, 1, 1): 70, D(2026, 4, 1): 75}
    found = scored(a_series("Q"), cells, AS_OF)
    assert (found.change_on_quarter, found.change_on_year) == (5, -25)


def test_half_yearly_counts_describe_their_own_day() -> None:
    """New START style: counts of 1 March and 1 September; a quarter earlier lies none, a year earlier one does."""
    cells = {D(2024, 7, 1): 1549, D(2025, 1, 1): 1560, D(2025, 7, 1): 1540, D(2026, 1, 1): 1530}
    days = {D(2024, 7, 1): D(2024, 9, 1), D(2025, 1, 1): D(2025, 3, 1), D(2025, 7, 1): D(2025, 9, 1),
            D(2026, 1, 1): D(2026, 3, 1)}  # fmt: skip
    found = scored(a_series("H"), cells, AS_OF, reference_date=days)
    assert (found.value, found.reference_date) == (1530, D(2026, 3, 1))
    assert found.change_on_quarter is None
    assert found.change_on_year == -30
    assert found.age_days == (AS_OF - D(2026, 3, 1)).days == 181


def test_annual_series_have_no_change_on_a_quarter() -> None:
    found = scored(a_series("A"), {D(2023, 1, 1): 5176.9, D(2024, 1, 1): 3536.1, D(2025, 1, 1): 4359.5}, AS_OF)
    assert found.change_on_quarter is None
    assert found.change_on_year == pytest.approx(823.4)


def test_daily_snapshots_are_compared_with_the_nearest_one() -> None:
    cells = {D(2025, 5, 30): 100, D(2026, 2, 1): 140, D(2026, 3, 20): 150, D(2026, 6, 20): 190}
    found = scored(a_series("D"), cells, AS_OF)
    assert (found.change_on_quarter, found.change_on_year) == (190 - 150, 190 - 100)
    lone = scored(a_series("D"), {D(2026, 1, 1): 1, D(2026, 6, 20): 2}, AS_OF)
    assert (lone.change_on_quarter, lone.change_on_year) == (None, None)


@pytest.mark.parametrize("freq", ["M", "Q", "A", "D", "H"])
def test_a_single_observation_has_nothing_to_compare_with(freq: str) -> None:
    found = scored(a_series(freq), {D(2025, 1, 1): 3}, AS_OF)
    assert (found.change_on_quarter, found.change_on_year, found.position, found.history_count) == (None, None, 100, 1)


def test_position_is_the_share_of_the_history_not_above() -> None:
    found = scored(a_series("M"), months(D(2026, 1, 1), [1, 2, 3, 4, 9, 3]), AS_OF)
    assert found.position == pytest.approx(100 * 4 / 6)


def test_observations_after_the_quarter_are_not_seen() -> None:
    found = scored(a_series("M"), months(D(2026, 5, 1), [1, 2, 999]), AS_OF)
    assert (found.value, found.period, found.history_count) == (2, "2026-06", 2)


def test_nothing_known() -> None:
    found = scored(a_series("M"), {D(2026, 5, 1): "not_published"}, AS_OF)
    assert found.value is None
    assert found.age_days is None
    assert not found.stale
    assert (found.missing_since, found.missing_reason) == ("2026-05", "not_published")
    assert scored(a_series("M"), {}, AS_OF).missing_reason is None


@pytest.mark.parametrize("reason", ["not_published", "suspended", "refused", "not_collected"])
def test_the_first_missing_period_after_the_value_gives_the_reason(reason: str) -> None:
    cells = months(D(2026, 1, 1), ["refused", 3, None, 4, reason, "suspended"])
    found = scored(a_series("M"), cells, AS_OF)
    assert (found.value, found.missing_since, found.missing_reason) == (4, "2026-05", reason)


def test_a_hole_before_the_last_value_is_not_a_reason() -> None:
    assert scored(a_series("M"), months(D(2026, 1, 1), [1, "refused", 3]), AS_OF).missing_since is None


@pytest.mark.parametrize(
    ("freq", "end", "last_good"),
    [
        ("M", D(2026, 4, 30), D(2026, 6, 10)),  # 31 days of the next period and the lag of 10
        ("Q", D(2026, 3, 31), D(2026, 7, 11)),  # 92 + 10
        ("H", D(2025, 12, 31), D(2026, 7, 13)),  # 184 + 10
        ("A", D(2025, 12, 31), D(2027, 1, 11)),  # 366 + 10
        ("D", D(2026, 6, 1), D(2026, 6, 12)),  # 1 + 10
    ],
)
def test_stale_from_the_day_after_the_next_period_was_due(freq: str, end: dt.date, last_good: dt.date) -> None:
    assert not is_stale(a_series(freq), end, last_good)
    assert is_stale(a_series(freq), end, last_good + dt.timedelta(days=1))


def test_at_least_only_where_a_time_since_is_cut_off_by_the_collection() -> None:
    through = D(2026, 6, 30)
    cells = months(D(2026, 5, 1), [200, 230])
    since = a_series("M", SINCE, collected_through=through)
    assert scored(since, cells, AS_OF).at_least
    assert not scored(a_series("M", SINCE, collected_through=D(2026, 7, 31)), cells, AS_OF).at_least
    assert not scored(a_series("M", SINCE), cells, AS_OF).at_least
    assert not scored(a_series("M", Total("SELECT 1"), collected_through=through), cells, AS_OF).at_least


@pytest.mark.parametrize(
    ("day", "back", "then"),
    [
        (D(2026, 5, 31), 3, D(2026, 2, 28)),
        (D(2024, 5, 31), 3, D(2024, 2, 29)),
        (D(2024, 2, 29), 12, D(2023, 2, 28)),
        (D(2026, 3, 31), 3, D(2025, 12, 31)),
        (D(2026, 1, 1), 12, D(2025, 1, 1)),
        (D(2026, 12, 31), 1, D(2026, 11, 30)),
        (D(2026, 1, 15), 1, D(2025, 12, 15)),
    ],
)
def test_months_before(day: dt.date, back: int, then: dt.date) -> None:
    assert months_before(day, back) == then


def test_months_before_never_leaves_its_month() -> None:
    for ordinal in range(D(2023, 1, 1).toordinal(), D(2025, 1, 1).toordinal()):
        day = dt.date.fromordinal(ordinal)
        for back in (1, 3, 12):
            then = months_before(day, back)
            assert (day.year * 12 + day.month) - (then.year * 12 + then.month) == back
            assert then.day <= day.day


def test_every_headline_of_the_real_facts_agrees_with_its_observations(view_at: Callable[..., AsOfView]) -> None:
    """Changes of the whole real scoreboard, worked out again from plain dictionaries."""
    view = view_at(AS_OF, quarter="2026Q2")
    scores = scoreboard(view, families())
    assert [s.series.id for s in scores] == [i for f in families() for i in f.headlines]
    for found in scores:
        rows = view.observations(found.series.id).to_dicts()
        known = {r["reference_date"]: r["value"] for r in rows if r["value"] is not None}
        if not known:
            assert found.value is None
            continue
        newest = max(known)
        assert (found.value, found.reference_date) == (known[newest], newest)
        if found.series.freq in ("M", "Q") and all(r["reference_date"] == r["period_end"] for r in rows):
            for change, back in (
                (found.change_on_quarter, MONTHS_BACK["quarter"]),
                (found.change_on_year, MONTHS_BACK["year"]),
            ):
                index = newest.year * 12 + newest.month - back
                then = dt.date(index // 12, index % 12 + 1, 1) - dt.timedelta(days=1)
                expected = None if then not in known else known[newest] - known[then]
                assert change == expected, (found.series.id, back)


def test_headroom_is_the_last_one_declared_and_suspended_since(view_at: Callable[..., AsOfView]) -> None:
    series = next(f for f in families() if f.name == "arms_control").by_id[
        "arms_control.new_start.rus.deployed_warheads.headroom.h"
    ]
    found = score(view_at(AS_OF, quarter="2026Q2"), series)
    assert (found.value, found.reference_date, found.quality) == (1, D(2022, 9, 1), "low")
    assert (found.missing_since, found.missing_reason, found.stale) == ("2023-S1", "suspended", True)
