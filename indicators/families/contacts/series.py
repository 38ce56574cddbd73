"""Series of contacts: counts by level and kind, days since the last one, share in person, minutes."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from types import MappingProxyType

from indicators.families.contacts.series_index import INDEX
from indicators.store.declare import Composite, Family, Model, Rolling, Series, Since, Total

COLLECTED_THROUGH = dt.date(2026, 3, 10)
LAG = 30
FREQUENCIES = ("m", "q", "a")

LEVELS = MappingProxyType(
    {
        "head_of_state": "between the presidents",
        "head_of_state_other": "of heads of state, with a Russian prime minister or a president-elect",
        "foreign_minister": "between the Secretary of State and the foreign minister",
        "special_envoy": "of special envoys",
        "deputy_minister": "of deputy ministers and ambassadors",
        "defence": "between the armed forces and defence ministries",
        "security_council": "of the security councils",
        "agency_head": "of intelligence and space agencies",
        "technical": "of commissions and expert groups",
        "legislature": "of legislators",
    }
)
KINDS = MappingProxyType(
    {
        "held": ("Contacts", "kind IN ('call', 'meeting')", "calls and meetings"),
        "calls": ("Calls", "kind = 'call'", "telephone and video calls"),
        "meetings": ("Meetings", "kind = 'meeting'", "meetings on record, presence at one event left out"),
        "presence": (
            "Summits attended by both presidents without a meeting on record",
            "kind = 'presence'",
            "multilateral events where only the presence of both is on record",
        ),
    }
)
ZERO_FROM = MappingProxyType(
    {
        ("head_of_state", "held"): dt.date(2017, 1, 1),
        ("head_of_state", "calls"): dt.date(2017, 1, 1),
        ("head_of_state", "meetings"): dt.date(1992, 1, 1),
        ("head_of_state", "presence"): dt.date(1992, 1, 1),
        ("foreign_minister", "held"): dt.date(2021, 3, 1),
        ("foreign_minister", "calls"): dt.date(2021, 3, 1),
        ("foreign_minister", "meetings"): dt.date(2016, 11, 1),
    }
)
"""Day since which the coverage table calls a level complete or near complete: none seen is 0 from then on."""

MODELS: MappingProxyType[str, tuple[Model, ...]] = MappingProxyType(
    {
        "contacts.head_of_state.held.m": ("local_level", "breaks", "forecast"),
        "contacts.foreign_minister.held.q": ("local_level", "forecast"),
    }
)


def _rows(where: str, value: str = "1") -> str:
    columns = f"counted_on AS period_date, {value} AS value, [fact_id] AS fact_ids"
    return f"SELECT {columns} FROM contacts_counted WHERE {where}"


def _series(series_id: str, title: str, unit: str, definition: str, rule: Total | Since | Rolling) -> Series:
    return Series(
        id=series_id,
        title=title,
        unit=unit,
        definition=definition,
        rule=rule,
        decimals=1 if unit == "per cent" or "mean" in series_id else 0,
        expected_lag_days=LAG,
        collected_through=COLLECTED_THROUGH,
        models=MODELS.get(series_id, ()),
    )


def _counts() -> Iterator[Series]:
    """Contacts by level and kind: monthly, quarterly, annual."""
    for level, words in LEVELS.items():
        kinds = {"head_of_state": tuple(KINDS), "foreign_minister": ("held", "calls", "meetings")}.get(level, ("held",))
        for kind in kinds:
            name, where, meaning = KINDS[kind]
            title = name if kind == "presence" else f"{name} held {words}"
            zero_from = ZERO_FROM.get((level, kind))
            zero = f"none seen is 0 since {zero_from}" if zero_from else "only periods with a contact have a value"
            rule = Total(_rows(f"counted_level = '{level}' AND {where}"), "count", zero_from)
            for freq in FREQUENCIES:
                series_id = f"contacts.{level}.{kind}.{freq}"
                yield _series(series_id, title, "contacts", f"Number held: {meaning}; {zero}.", rule)


PRESIDENTS = "counted_level = 'head_of_state' AND kind IN ('call', 'meeting')"
SINCE_2017 = f"{PRESIDENTS} AND counted_on >= DATE '2017-01-01'"
MEETINGS = "counted_level = 'head_of_state' AND kind = 'meeting'"
SENIOR = "counted_level IN ('head_of_state', 'foreign_minister', 'special_envoy') AND kind IN ('call', 'meeting')"
WITH_PRESIDENT = "counted_level = 'special_envoy' AND us_role = 'envoy' AND russian_role = 'president'"
TIMED = f"{PRESIDENTS} AND duration_minutes IS NOT NULL"


def _totals() -> Iterator[Series]:
    """What is made of the contacts: senior ones, the share in person, lengths; quarterly and annual."""
    in_person = "CASE WHEN kind = 'meeting' THEN 100 ELSE 0 END"
    known = "CASE WHEN duration_minutes IS NULL THEN 0 ELSE 100 END"
    for part, title, unit, definition, rule in (
        (
            "senior.held",
            "Contacts held by presidents, foreign ministers and special envoys",
            "contacts",
            "Calls and meetings at the three levels together; only periods with a contact have a value.",
            Total(_rows(SENIOR), "count"),
        ),
        (
            "special_envoy.with_russian_president",
            "Meetings of US envoys with the Russian president",
            "contacts",
            "Meetings of an envoy of the US president with the president of Russia; none seen is 0 since 2025-01-01.",
            Total(_rows(WITH_PRESIDENT), "count", dt.date(2025, 1, 1)),
        ),
        (
            "head_of_state.in_person_share",
            "Share of contacts between the presidents held in person",
            "per cent",
            "Meetings in per cent of calls and meetings, since 2017 (calls are a sample or a lower bound before).",
            Total(_rows(SINCE_2017, in_person), "mean"),
        ),
        (
            "head_of_state.minutes_recorded",
            "Minutes recorded of contacts between the presidents",
            "minutes",
            "Sum over the contacts whose length was published (n in `timed`) of all held (N in `held`); not a total.",
            Total(_rows(TIMED, "duration_minutes"), "sum"),
        ),
        (
            "head_of_state.timed",
            "Contacts between the presidents whose length is recorded",
            "contacts",
            "Calls and meetings with a published length; none seen is 0 since 2017-01-01.",
            Total(_rows(TIMED), "count", ZERO_FROM["head_of_state", "held"]),
        ),
        (
            "head_of_state.timed_share",
            "Share of contacts between the presidents whose length is recorded",
            "per cent",
            "Contacts with a published length (n) in per cent of all held (N).",
            Total(_rows(PRESIDENTS, known), "mean"),
        ),
        (
            "head_of_state.length_mean",
            "Mean length of contacts between the presidents whose length is recorded",
            "minutes",
            "Mean over the calls and meetings with a published length.",
            Total(_rows(TIMED, "duration_minutes"), "mean"),
        ),
    ):
        for freq in ("q", "a"):
            yield _series(f"contacts.{part}.{freq}", title, unit, definition, rule)


def _since() -> Iterator[Series]:
    """Days since the last contact of the presidents, and sums over 12 months."""
    for part, title, definition, where in (
        (
            "days_since_last",
            "Days since the last contact between the presidents",
            "Days from the last call or meeting to the end of the period, no further than the collection reaches"
            " (then at least); since 2017.",
            SINCE_2017,
        ),
        (
            "days_since_last_meeting",
            "Days since the last meeting of the presidents",
            "Days from the last meeting on record (mere presence left out) to the end of the period, no further than"
            " the collection reaches (then at least).",
            MEETINGS,
        ),
    ):
        rule = Since(f"SELECT counted_on AS event_date, fact_id FROM contacts_counted WHERE {where}")
        for freq in ("m", "q"):
            yield _series(f"contacts.head_of_state.{part}.{freq}", title, "days", definition, rule)
    for level in ("head_of_state", "foreign_minister"):
        yield _series(
            f"contacts.{level}.held_12m.m",
            f"Contacts held {LEVELS[level]}, 12 months",
            "contacts",
            "Calls and meetings of the last 12 months, all of them collected.",
            Rolling(f"contacts.{level}.held.m", 12),
        )


SERIES: tuple[Series, ...] = (*_counts(), *_totals(), *_since())

COUNTED_DAYS = """
SELECT counted_on AS day FROM contacts_counted WHERE counted_level = '{level}' AND kind IN ('call', 'meeting')"""
COUNTED_SPANS = """
SELECT greatest(r.from_date, p.from_date) AS first,
       least(coalesce(r.to_date, DATE '9999-12-31'), coalesce(p.to_date, DATE '9999-12-31')) - 1 AS last
FROM contacts_coverage r JOIN contacts_coverage p USING (level)
WHERE r.channel_group = 'remote' AND p.channel_group = 'in_person' AND r.level = '{level}'
  AND r.completeness IN ('complete', 'near_complete') AND p.completeness IN ('complete', 'near_complete')
  AND greatest(r.from_date, p.from_date)
    < least(coalesce(r.to_date, DATE '9999-12-31'), coalesce(p.to_date, DATE '9999-12-31'))"""
"""Days on which calls and meetings alike are completely or nearly completely collected."""
REPORT_DAYS = 3
"""A contact dated by a report took place within so many days of it."""
GAPS = f"""
SELECT CASE WHEN c.date_precision = 'approx' THEN c.date_start - {REPORT_DAYS} ELSE c.date_start END AS first,
       CASE WHEN c.date_precision = 'approx' THEN c.date_end + {REPORT_DAYS} ELSE c.date_end END AS last
FROM contacts_presidents p JOIN contacts c USING (fact_id)"""
"""Calls and meetings of the presidents with the days on which they may have been."""
REGIMES = """
SELECT from_date AS first, source_regime AS regime FROM contacts_coverage
WHERE level = 'head_of_state' AND channel_group = 'remote' AND source_regime <> 'not_collected'"""
"""The source regimes of the presidents' calls and the days from which they are in force."""

MEETING_DAYS = """
SELECT counted_on AS day FROM contacts_counted WHERE counted_level = 'head_of_state' AND kind = 'meeting'"""
MEETING_SPANS = """
SELECT from_date AS first, coalesce(to_date, DATE '9999-12-31') - 1 AS last FROM contacts_coverage
WHERE channel_group = 'in_person' AND level = 'head_of_state' AND completeness IN ('complete', 'near_complete')"""

RATES = tuple(
    Composite(
        id=f"contacts.{level}.rates.m",
        kind="event_rates",
        title=f"How often: contacts held {LEVELS[level]}",
        unit="contacts in 30 days",
        definition="Calls and meetings by administration, and two years before and after declared days; only days on "
        "which both are completely or nearly completely collected count.",
        settings=(("days_sql", COUNTED_DAYS.format(level=level)), ("spans_sql", COUNTED_SPANS.format(level=level))),
    )
    for level in ("head_of_state", "foreign_minister")
)
MEETING_RATES = Composite(
    id="contacts.head_of_state.meetings.rates.m",
    kind="event_rates",
    title="How often: meetings of the presidents",
    unit="meetings in 30 days",
    definition="Meetings by administration, and two years before and after declared days; collected completely or "
    "nearly so since 1992. More than half of the quarters have none, so that no level is estimated.",
    settings=(("days_sql", MEETING_DAYS), ("spans_sql", MEETING_SPANS)),
)
PRESIDENTS_GAPS = Composite(
    id="contacts.head_of_state.gaps.d",
    kind="event_gaps",
    title="Time from one contact of the presidents to the next",
    unit="days",
    definition="Days between calls and meetings of the presidents since 1992, by the source regime of calls; the last "
    "gap is open.",
    settings=(
        ("events_sql", GAPS),
        ("regimes_sql", REGIMES),
        ("through", COLLECTED_THROUGH.isoformat()),
        ("base", "complete_list"),
    ),
)

FAMILY = Family(
    name="contacts",
    title="Contacts",
    question="How often, at what level and by what means do the two governments speak to each other?",
    series=SERIES,
    chronology="contacts_chronology",
    composites=(*RATES, MEETING_RATES, PRESIDENTS_GAPS),
    index=INDEX,
    headlines=(
        "contacts.head_of_state.held_12m.m",
        "contacts.head_of_state.days_since_last.m",
        "contacts.foreign_minister.held_12m.m",
    ),
    reading=(
        ("contacts.head_of_state.rates.m", "event_rates"),
        ("contacts.head_of_state.gaps.d", "event_gaps"),
        ("contacts.head_of_state.held.m", "breaks"),
    ),
    definitions=(
        "A contact is a call or a meeting that was held; cancelled and announced ones are not counted, nor letters.",
        "Head of state means both presidents; calls and meetings with a Russian prime minister or a president-elect"
        " stand apart. The three calls with Boris Yeltsin of 1991 are not counted.",
        "Presence of both presidents at one multilateral event without a meeting on record stands apart from meetings.",
        "A trip or a visit of several days is counted once, on the day of the meeting if known, else on its last day;"
        " a contact of which only the month is known on the last day of the month.",
        "Of two rows that may be one contact the better dated one is counted (Jun 2006, Aug 2008, Sep 2017).",
        "Days are Washington days. The two calls of 12 Apr 2020 are two.",
        "A contact that no source confirms (quality low) is counted and marks the number, for nothing better exists.",
        "None seen is 0 only since the day from which the coverage table calls a level complete or near complete"
        " throughout; before, only periods with a contact have a value, which is a lower bound.",
    ),
    cautions=(
        "Contacts were collected to 10 Mar 2026; later periods are not collected, and the call of 29 Apr 2026 is a"
        " single finding that enters no count.",
        "The density of the sources changes over time (contacts_coverage): a rise from one regime to the next is no"
        " trend.",
        "Calls between the presidents before 2017 are a sample or a lower bound (2014 apart); foreign ministers' calls"
        " were not collected before Nov 2016 and are a lower bound from Sep 2018 to Aug 2019 and from"
        " Jul 2020 to Feb 2021.",
        "Lengths are known of a part of the contacts: minutes are given as n of N, never as a total.",
        "Machine-coded events were not collected.",
    ),
)
