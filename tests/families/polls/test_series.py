"""Known values of the poll series, what was known when, and what never feeds a series."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

import pytest

from indicators.families.polls.series import FAMILY
from indicators.families.polls.waves import COLLECTED_THROUGH
from indicators.store.view import AsOfView

Show = Callable[..., dict[str, float | None]]

KNOWN = [
    # Levada indicator copy of January 2023: the one wave of 1990
    ("polls.rus.usa_attitude.levada.good.m", "1990-04", 75),
    # Levada, Russia's friends and enemies, 22 June 2015: waves of 7-10 (34/56) and 21-24 March 2014 (26/61)
    ("polls.rus.usa_attitude.levada.good.m", "2014-03", 30),
    ("polls.rus.usa_attitude.levada.net.m", "2014-03", -28.5),
    # the same table, January 2015: 13 good, 81 bad
    ("polls.rus.usa_attitude.levada.net.m", "2015-01", -68),
    # the same table, 20-23 March 2015: 73 bad, not the 81 of a radio report
    ("polls.rus.usa_attitude.levada.bad.m", "2015-03", 73),
    # Levada, International relations, 27 April 2022: March 2022 17 good, 72 bad
    ("polls.rus.usa_attitude.levada.net.m", "2022-03", -55),
    # Newsweek copy, 22-28 May 2025: 37 good, 47 bad
    ("polls.rus.usa_attitude.levada.net.m", "2025-05", -10),
    # Levada, 5 February 2026: 33 good
    ("polls.rus.usa_attitude.levada.good.m", "2026-01", 33),
    # interviews of 31 March to 3 April 2017 belong to April, by their middle day
    ("polls.rus.usa_attitude.levada.good.m", "2017-04", 37),
    # first and last points of the approval series; March 2014 is 80 (72 was an interim poll)
    ("polls.rus.putin_approval.levada.approve.m", "1999-08", 31),
    ("polls.rus.putin_approval.levada.approve.m", "2014-03", 80),
    ("polls.rus.putin_approval.levada.approve.m", "2025-11", 84),
    # Gallup, 3 March 2020: 28 favorable, 72 unfavorable; The Hill on Gallup 2022: 15 and 85
    ("polls.usa.russia_favourable.gallup.net.m", "2020-02", -44),
    ("polls.usa.russia_favourable.gallup.net.m", "2022-02", -70),
    # Gallup 1989, the Soviet Union: 62 and 29, only the year known
    ("polls.usa.russia_favourable.gallup.net.a", "1989", 33),
    # Pew, 24-30 March 2025: 13 and 85; no Gallup poll in that month
    ("polls.usa.russia_favourable.pew.net.m", "2025-03", -72),
    ("polls.usa.russia_favourable.net.m", "2025-03", -72),
    # Pew 2018: 26 per cent of Russians favourable to the United States (21 is the American figure)
    ("polls.rus.usa_favourable.pew.favourable.a", "2018", 26),
    # Gallup 1-5 February 2017: 22 per cent favourable to Putin (20 in one report)
    ("polls.usa.putin_favourable.gallup.favourable.a", "2017", 22),
    # Gallup 3-7 February 2016: 15 per cent name Russia as the greatest enemy
    ("polls.usa.greatest_enemy.gallup.names_russia.a", "2016", 15),
    # Reuters/Ipsos 11-12 March 2025: 36/47; 40/45 is the item on ending the war
    ("polls.usa.trump_ukraine.ipsos.net.m", "2025-03", -11),
    # Gallup 3-25 November 2025: 31/60
    ("polls.usa.trump_ukraine.gallup.net.m", "2025-11", -29),
]


@pytest.mark.parametrize(("series_id", "period", "value"), KNOWN)
def test_known_value(show: Show, series_id: str, period: str, value: float) -> None:
    assert show(series_id)[period] == pytest.approx(value)


def test_a_year_only_wave_stays_out_of_monthly_series(show: Show) -> None:
    favourable = "polls.usa.russia_favourable.gallup.favourable"
    assert show(f"{favourable}.a")["2012"] == 50
    assert not [period for period in show(f"{favourable}.m") if period.startswith("2012")]


def test_a_wave_appears_when_it_was_published(show: Show) -> None:
    # Levada's October 2025 wave came out on 20 November 2025; its usual lag is 14 days
    good = "polls.rus.usa_attitude.levada.good.m"
    assert "2025-10" not in show(good, as_of=dt.date(2025, 11, 19), mode="strict")
    assert show(good, as_of=dt.date(2025, 11, 20), mode="strict")["2025-10"] == 34
    assert "2025-10" not in show(good, as_of=dt.date(2025, 11, 13))
    assert show(good, as_of=dt.date(2025, 11, 20))["2025-10"] == 34


def test_nothing_after_the_collection_is_a_value(show: Show) -> None:
    joint = show("polls.usa.trump_approval.approve.m")
    assert joint["2026-02"] is not None
    assert joint["2026-03"] is None and joint["2026-06"] is None


def test_all_houses_together_is_the_mean_of_the_polls(latest: AsOfView) -> None:
    polls = latest.sql(
        "SELECT net_pct FROM poll_waves WHERE topic = 'trump_ukraine' AND pooled = 'yes' "
        "AND wave_day BETWEEN DATE '2025-07-01' AND DATE '2025-07-31'"
    )["net_pct"]
    joint = latest.observations("polls.usa.trump_ukraine.net.m", start=dt.date(2025, 7, 1), end=dt.date(2025, 7, 31))
    assert polls.len() > 3
    assert joint["value"].to_list() == pytest.approx([polls.mean()])


def inputs(latest: AsOfView, condition: str) -> list[tuple[str, str]]:
    return latest.sql(
        "SELECT DISTINCT i.series_id, i.fact_id FROM observation_inputs i JOIN poll_results r USING (fact_id) "
        "JOIN poll_questions q USING (question_id) "
        f"WHERE starts_with(i.series_id, 'polls.') AND {condition} ORDER BY ALL"
    ).rows()


@pytest.mark.parametrize(
    "condition",
    [
        "r.series_use = 'excluded'",
        "r.population NOT IN ('adults', 'adults_18_plus', 'registered_voters', 'likely_voters')",
        "q.measurement = 'chart_reading' AND i.series_id NOT LIKE '%levada_chart%'",
        "q.measurement = 'yearly_mean' AND i.series_id NOT LIKE '%levada_yearmean%'",
        "q.question_id LIKE 'vciom%'",
        "q.question_id = 'ipsos_trump_ukraine_end_war'",
        "r.response IN ('very_good', 'mostly_good', 'mostly_bad', 'very_bad')",
        "i.series_id LIKE '%.m' AND r.field_precision IN ('year', 'range')",
    ],
)
def test_what_never_feeds_a_series(latest: AsOfView, condition: str) -> None:
    assert inputs(latest, condition) == []


def test_shares_and_nets_stay_in_their_range(latest: AsOfView) -> None:
    everything = latest.observations(*FAMILY.by_id).drop_nulls("value")
    for series_id, value in everything.select("series_id", "value").rows():
        low = -100 if ".net." in series_id else 0
        assert low <= value <= 100, series_id


def test_every_series_has_observations(latest: AsOfView) -> None:
    seen = set(latest.observations(*FAMILY.by_id).drop_nulls("value")["series_id"])
    assert seen == set(FAMILY.by_id)


def test_one_wave_of_a_question_is_one_row(latest: AsOfView) -> None:
    doubled = latest.sql(
        "SELECT question_id, field_start, field_end, reading_no FROM poll_waves GROUP BY ALL HAVING count(*) > 1"
    )
    assert doubled.is_empty()


def test_the_collection_ends_with_its_newest_poll(latest: AsOfView) -> None:
    newest = latest.sql("SELECT max(field_end) FROM poll_results WHERE field_precision = 'day'").item()
    assert newest == COLLECTED_THROUGH
