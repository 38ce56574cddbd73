"""Series of contacts: known values, what is counted and what is not, and the promises between them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

import polars as pl
import pytest

from indicators.families.contacts.series import COLLECTED_THROUGH, FAMILY, LEVELS, SERIES, ZERO_FROM
from indicators.store.view import AsOfView

Show = Callable[..., dict[str, float | None]]

# Calls (phone and video) and in-person contacts, presence included, between the presidents: the table of
# data/raw/contacts/README.md. The series count one of the two rows that may be one call in 2006 and in 2008.
BY_YEAR = {
    1992: (0, 3), 1993: (4, 3), 1994: (0, 4), 1995: (0, 3), 1996: (2, 2), 1997: (0, 3), 1998: (1, 2), 1999: (4, 2),
    2000: (3, 4), 2001: (7, 4), 2002: (7, 4), 2003: (10, 3), 2004: (6, 2), 2005: (2, 5), 2006: (6, 3), 2007: (6, 3),
    2008: (2, 5), 2009: (5, 5), 2010: (5, 5), 2011: (5, 2), 2012: (2, 2), 2013: (3, 2), 2014: (10, 3), 2015: (2, 3),
    2016: (6, 2), 2017: (6, 2), 2018: (2, 3), 2019: (3, 1), 2020: (8, 0), 2021: (5, 1), 2022: (1, 0), 2023: (0, 0),
    2024: (0, 0), 2025: (10, 1),
}  # fmt: skip


def test_calls_and_meetings_of_the_presidents_in_every_year(show: Show) -> None:
    calls, meetings, presence = (show(f"contacts.head_of_state.{k}.a") for k in ("calls", "meetings", "presence"))
    found = {
        year: (calls.get(str(year)) or 0, (meetings[str(year)] or 0) + (presence[str(year)] or 0)) for year in BY_YEAR
    }
    assert found == BY_YEAR


def test_ten_calls_and_one_meeting_in_2025(show: Show) -> None:
    # Y. Ushakov, 29 December 2025: ten calls, one visit, six meetings with envoys
    assert show("contacts.head_of_state.calls.a")["2025"] == 10
    assert show("contacts.head_of_state.meetings.a")["2025"] == 1
    assert show("contacts.special_envoy.with_russian_president.a")["2025"] == 6


def test_six_calls_by_3_july_2025(view_at: Callable[..., AsOfView]) -> None:
    # TASS, 3 July 2025: the sixth call of the year
    query = "SELECT count(*) FROM contacts_presidents WHERE kind = 'call' AND year(counted_on) = 2025"
    assert view_at(dt.date(2025, 7, 3)).sql(query).item() == 6
    assert view_at(dt.date(2025, 7, 2)).sql(query).item() == 5


@pytest.mark.parametrize(
    ("series_id", "period", "value"),
    [
        ("contacts.head_of_state.calls.m", "2025-06", 2),  # 4 and 14 June, Ushakov's fourth and fifth
        ("contacts.head_of_state.calls.m", "2020-04", 4),  # TASS: four calls in April 2020
        ("contacts.head_of_state.calls.m", "2020-03", 1),  # 30 March 2020
        ("contacts.head_of_state.calls.q", "2025-Q3", 2),  # 3 July, 18 August
        ("contacts.head_of_state.calls.q", "2025-Q4", 3),  # 16 October, 28 and 29 December
        ("contacts.head_of_state.meetings.q", "2025-Q3", 1),  # Alaska, 15 August
        ("contacts.head_of_state.meetings.m", "2018-07", 1),  # Helsinki, 16 July
        ("contacts.head_of_state.meetings.m", "1992-02", 1),  # 31 January to 1 February: counted once, on its end
        ("contacts.head_of_state.meetings.m", "1992-01", 0),
        ("contacts.head_of_state.meetings.m", "2007-06", 1),  # Heiligendamm, a meeting after the check
        ("contacts.head_of_state.presence.m", "2002-06", 1),  # Kananaskis
        ("contacts.head_of_state.meetings.m", "2002-06", 0),
        ("contacts.head_of_state.held.a", "2025", 11),
        ("contacts.head_of_state_other.held.a", "2008", 3),  # Putin as prime minister twice, Obama as president-elect
        ("contacts.foreign_minister.calls.a", "2017", 19),  # README of the collection, ministry posts
        ("contacts.foreign_minister.calls.a", "2018", 9),
        ("contacts.foreign_minister.calls.a", "2022", 4),
        ("contacts.foreign_minister.calls.a", "2024", 0),
        ("contacts.foreign_minister.calls.a", "2025", 9),
        ("contacts.head_of_state.in_person_share.a", "2018", 60),  # 3 of 5
        ("contacts.head_of_state.minutes_recorded.a", "2025", 960),  # 780 of nine calls, 180 of Alaska
        ("contacts.head_of_state.timed.a", "2025", 10),  # n of N = 10 of 11
        ("contacts.head_of_state.length_mean.a", "2025", 96),
        ("contacts.head_of_state.held_12m.m", "2025-12", 11),
        ("contacts.head_of_state.days_since_last.m", "2025-01", 1084),  # 12 February 2022 to 31 January 2025
        ("contacts.head_of_state.days_since_last.m", "2025-12", 2),  # 29 December
        ("contacts.head_of_state.days_since_last_meeting.m", "2025-07", 1506),  # Geneva, 16 June 2021
    ],
)
def test_known_values(show: Show, series_id: str, period: str, value: float) -> None:
    assert show(series_id)[period] == pytest.approx(value)


def test_nothing_is_zero_after_the_collection_ended(show: Show) -> None:
    for series_id in ("contacts.head_of_state.held.m", "contacts.foreign_minister.calls.m", "contacts.defence.held.m"):
        values = show(series_id)
        assert "2026-05" in values
        assert values["2026-05"] is None
    assert show("contacts.head_of_state.calls.q")["2026-Q2"] is None


def test_no_call_found_is_not_zero_before_the_collection_is_complete(show: Show) -> None:
    calls = show("contacts.head_of_state.calls.a")
    assert not {"1992", "1994", "1995", "1997"} & set(calls)
    assert calls["2023"] == calls["2024"] == 0
    assert "2023" not in show("contacts.special_envoy.held.a")  # a sample: nothing seen is not zero


@pytest.mark.parametrize(("level", "kind"), ZERO_FROM)
def test_zero_is_said_only_where_the_coverage_is_near_complete(latest: AsOfView, level: str, kind: str) -> None:
    groups = {"held": ["remote", "in_person"], "calls": ["remote"]}.get(kind, ["in_person"])
    since = latest.sql(
        """SELECT max(to_date) FROM contacts_coverage
           WHERE level = $level AND list_contains($groups, channel_group) AND to_date IS NOT NULL
             AND completeness NOT IN ('complete', 'near_complete')""",
        level=level, groups=groups,
    ).item()  # fmt: skip
    assert ZERO_FROM[level, kind] == since


def test_the_collection_reaches_as_far_as_the_coverage_says(latest: AsOfView) -> None:
    ends = latest.sql("SELECT DISTINCT from_date FROM contacts_coverage WHERE to_date IS NULL")["from_date"].to_list()
    assert ends == [COLLECTED_THROUGH + dt.timedelta(days=1)]
    assert {s.collected_through for s in SERIES} == {COLLECTED_THROUGH}


def test_every_contact_is_counted_once_or_has_a_reason(latest: AsOfView) -> None:
    counts = latest.sql("SELECT reason, count(*) AS n FROM contacts_not_counted GROUP BY ALL")
    reasons = dict(counts.iter_rows())
    assert reasons == {"cancelled": 7, "announced": 4, "possible_double": 3, "before_1992": 3}
    counted = latest.sql("SELECT fact_id FROM contacts_counted")["fact_id"]
    assert counted.is_unique().all()
    assert counted.len() + sum(reasons.values()) == latest.sql("SELECT count(*) FROM contacts").item()


def test_of_two_rows_that_may_be_one_contact_the_better_dated_counts(latest: AsOfView) -> None:
    pairs = latest.sql("SELECT fact_id, possible_double_of FROM contacts WHERE possible_double_of IS NOT NULL")
    counted = set(latest.sql("SELECT fact_id FROM contacts_counted")["fact_id"])
    assert set(pairs["possible_double_of"]) <= counted
    assert not set(pairs["fact_id"]) & counted


def test_heads_are_presidents_and_levels_are_declared(latest: AsOfView) -> None:
    others = latest.sql(
        """SELECT count(*) FROM contacts_presidents
           WHERE us_role <> 'president' OR russian_role <> 'president' OR kind = 'presence'"""
    )
    assert others.item() == 0
    levels = latest.sql("SELECT DISTINCT counted_level FROM contacts_counted")["counted_level"]
    assert set(levels) == set(LEVELS)


@pytest.mark.parametrize("freq", ["m", "q", "a"])
def test_held_is_calls_and_meetings(latest: AsOfView, freq: str) -> None:
    ids = {f"contacts.head_of_state.{kind}.{freq}": kind for kind in ("held", "calls", "meetings")}
    seen = latest.observations(*ids, start=dt.date(2017, 1, 1)).filter(pl.col("value").is_not_null())
    wide = seen.with_columns(pl.col("series_id").replace_strict(ids)).pivot("series_id", index="period", values="value")
    assert wide.height > 8
    assert wide.filter(pl.col("held") != pl.col("calls") + pl.col("meetings")).is_empty()


def test_months_add_up_to_quarters_and_years(show: Show) -> None:
    months = show("contacts.head_of_state.held.m")
    for series_id, label in (("contacts.head_of_state.held.q", _quarter), ("contacts.head_of_state.held.a", _year)):
        sums: dict[str, float] = {}
        for month, value in months.items():
            if value is not None:
                sums[label(month)] = sums.get(label(month), 0) + value
        periods = {period: value for period, value in show(series_id).items() if value is not None}
        assert periods == {period: sums[period] for period in periods}


def _quarter(month: str) -> str:
    return f"{month[:4]}-Q{(int(month[5:]) + 2) // 3}"


def _year(month: str) -> str:
    return month[:4]


def test_the_year_table_agrees_with_the_series(latest: AsOfView, show: Show) -> None:
    minutes = latest.sql(
        """SELECT year, sum(minutes_recorded) AS minutes, sum(contacts_timed) AS timed, sum(contacts_held) AS held
           FROM contacts_minutes GROUP BY ALL HAVING year = 2025"""
    ).row(0, named=True)
    assert (minutes["minutes"], minutes["timed"], minutes["held"]) == (960, 10, 11)
    best = latest.sql(
        """SELECT completeness FROM contacts_by_year
           WHERE year = 2025 AND counted_level = 'head_of_state' AND kind = 'call'"""
    )
    assert best.item() == "complete"
    assert show("contacts.head_of_state.timed_share.a")["2025"] == pytest.approx(100 * 10 / 11)


def test_a_claim_of_2019_is_not_known_before(view_at: Callable[..., AsOfView]) -> None:
    # the call of 9 September 2001 rests on one claim of 5 September 2019
    query = "SELECT count(*) FROM contacts_counted WHERE fact_id = 'contacts.c20010909-hos'"
    assert view_at(dt.date(2019, 9, 4)).sql(query).item() == 0
    assert view_at(dt.date(2019, 9, 5)).sql(query).item() == 1


def test_every_series_has_words_and_observations(latest: AsOfView) -> None:
    catalogue = latest.sql("SELECT series_id, observations_count FROM series WHERE family = 'contacts'")
    assert set(catalogue["series_id"]) == {s.id for s in SERIES}
    assert (catalogue["observations_count"] > 0).all()
    assert all(s.title and s.definition.endswith(".") for s in SERIES)
    assert set(FAMILY.headlines) <= {s.id for s in SERIES}
