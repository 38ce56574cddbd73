"""What the tables of contacts promise."""

from __future__ import annotations

import datetime as dt
from types import MappingProxyType

import polars as pl

from indicators.contracts.codes import AREA, DATE_PRECISION
from indicators.contracts.model import Contract, FactTable, TableModel, column, rule
from indicators.families.contacts import redundancy
from indicators.families.contacts.across import RULES as ACROSS

LEVEL = MappingProxyType(
    {
        "head_of_state": "presidents, presidents-elect and Russian prime ministers",
        "foreign_minister": "Secretary of State and foreign minister",
        "special_envoy": "envoys of the presidents",
        "deputy_minister": "deputies of the foreign ministers, ambassadors",
        "defence": "defence ministers, chiefs of defence, commanders",
        "security_council": "National Security Adviser and Security Council secretary",
        "agency_head": "heads of intelligence and space agencies",
        "technical": "commissions, expert groups, talks on missions",
        "legislature": "members of parliament",
    }
)
ROLE = MappingProxyType(
    {
        "president": "president, also an acting one",
        "president_elect": "president-elect",
        "prime_minister": "prime minister",
        "secretary_of_state": "US Secretary of State",
        "foreign_minister": "foreign minister",
        "defence_minister": "minister of defence",
        "chief_of_defence": "chief of defence",
        "military_commander": "other military commander or officers",
        "national_security_adviser": "US National Security Adviser",
        "security_council_secretary": "secretary of the Russian Security Council",
        "intelligence_chief": "head of an intelligence service",
        "agency_head": "head of another agency",
        "agency_official": "other official of an agency",
        "presidential_aide": "aide of the president",
        "envoy": "envoy of the president or of the ministry",
        "deputy_minister": "deputy or under secretary of a ministry",
        "ambassador": "ambassador",
        "commissioner": "head of a party in a treaty commission",
        "legislator": "member of parliament",
        "official": "other official",
        "delegation": "delegation, nobody named",
        "other": "none of these",
    }
)
REGIME = MappingProxyType(
    {
        "complete_list": "the count agrees with an official total",
        "trip_records": "State Department lists of trips and visits",
        "declassified_calls": "declassified memoranda of conversation",
        "broadcast_headlines": "a sample of broadcast headlines",
        "ministry_posts": "posts of the Russian foreign ministry",
        "press": "press reports",
        "not_collected": "not collected",
    }
)
REMOTE = ("phone", "video", "letter")
HEADS = ("president", "president_elect", "prime_minister")
FIRST_DAY = dt.date(1991, 1, 1)

start, end, counted = pl.col("date_start"), pl.col("date_end"), pl.col("counted_on")
precision, held = pl.col("date_precision"), pl.col("status") == "held"


class Contacts(FactTable):
    """One contact between officials of the two countries."""

    _contract = Contract(
        name="contacts",
        folder="contacts",
        files=("contacts.csv",),
        title="Contacts between officials of the United States and Russia",
        version="3.0.0",
        key=("date_start", "date_end", "level", "channel", "us_side", "russian_side", "status"),
        reference_end="date_end",
        usage=(
            "Cancelled and announced contacts are rows too; count those of status held.",
            "How densely contacts were collected changes over time (contacts_coverage): a rise from one regime to the "
            "next is no trend.",
            "date_start and date_end of a trip are the stay in the country; count by counted_on.",
            "duration_minutes is known of a part of the contacts; give it as n of N, never as a total.",
        ),
    )
    _rules = (
        *redundancy.CONTACTS,
        rule(
            "contacts.dates_in_order",
            "A contact does not end before it starts",
            holds=start <= end,
            columns=("date_end", "date_start"),
        ),
        rule(
            "contacts.precision_fits_dates",
            "A day is one day, a range is several, a month is a whole month, an approximate date spans a week at most",
            holds=pl.when(precision == "day")
            .then(start == end)
            .when(precision == "range")
            .then(start < end)
            .when(precision == "month")
            .then((start == start.dt.month_start()) & (end == start.dt.month_end()))
            .otherwise((end - start) <= pl.duration(days=7)),
            columns=("date_precision", "date_start", "date_end"),
        ),
        rule(
            "contacts.counted_within",
            "The day a contact is counted on lies between its first and last day",
            holds=counted.is_between(start, end),
            columns=("counted_on", "date_start", "date_end"),
        ),
        rule(
            "contacts.public_after_it_was_held",
            "A contact that was held is not public before the day it is counted on",
            holds=pl.col("published_on") >= counted,
            applies=held,
            columns=("published_on", "counted_on"),
        ),
        rule(
            "contacts.event_is_prompt",
            "A contact public on its own day is so by the day after",
            holds=(pl.col("published_on") - end) <= pl.duration(days=1),
            applies=pl.col("published_basis") == "event",
            columns=("published_on", "date_end"),
            mend="give the basis of the later date (release, source or upper_bound)",
        ),
        rule(
            "contacts.attendance_when_in_person",
            "Attendance is said exactly of contacts that were held in person",
            holds=(pl.col("attendance") != "not_applicable") == (held & ~pl.col("channel").is_in(REMOTE)),
            columns=("attendance", "channel", "status"),
        ),
        rule(
            "contacts.presence_is_not_high",
            "Presence at one event is never a meeting seen with high quality",
            holds=pl.col("quality") != "high",
            applies=pl.col("attendance") == "presence",
            columns=("quality", "attendance"),
        ),
        rule(
            "contacts.length_of_held_only",
            "Only a contact that was held has a length",
            holds=held,
            applies=pl.col("duration_minutes").is_not_null(),
            columns=("duration_minutes", "status"),
        ),
        rule(
            "contacts.heads_of_state_roles",
            "At the level of heads of state both sides hold such an office",
            holds=pl.col("us_role").is_in(HEADS[:2]) & pl.col("russian_role").is_in(HEADS),
            applies=pl.col("level") == "head_of_state",
            columns=("us_role", "russian_role"),
        ),
        rule(
            "contacts.foreign_minister_roles",
            "The Secretary of State meets the foreign minister, or the president with him",
            holds=(pl.col("us_role") == "secretary_of_state")
            & pl.col("russian_role").is_in(["foreign_minister", "president"]),
            applies=pl.col("level") == "foreign_minister",
            columns=("us_role", "russian_role"),
        ),
        rule(
            "contacts.vague_date_is_marked",
            "A contact with a vague date has no normal status",
            holds=pl.col("obs_status") != "A",
            applies=precision.is_in(["approx", "month"]),
            columns=("obs_status", "date_precision"),
        ),
        rule(
            "contacts.low_is_marked",
            "Status U and quality low go together",
            holds=(pl.col("obs_status") == "U") == (pl.col("quality") == "low"),
            columns=("obs_status", "quality"),
        ),
        rule(
            "contacts.double_is_another",
            "A contact is the possible double of another one",
            holds=pl.col("possible_double_of") != pl.col("fact_id"),
            applies=pl.col("possible_double_of").is_not_null(),
            columns=("possible_double_of",),
        ),
    )

    date_start: dt.date = column("First day; of a trip record the first day in the country", ge=FIRST_DAY)
    date_end: dt.date = column("Last day", ge=FIRST_DAY)
    date_precision: str = column(
        "How well the day is known", codes={k: v for k, v in DATE_PRECISION.items() if k != "year"}
    )
    counted_on: dt.date = column("Day the contact is counted on: the meeting day if known, else the last day")
    channel: str = column(
        "How it was held",
        codes={
            "phone": "telephone call",
            "video": "video call",
            "letter": "letter",
            "in_person": "meeting",
            "delegation": "visit of a delegation",
            "working_group": "session of a group or commission",
        },
    )
    level: str = column("Level of the officials", codes=LEVEL)
    us_side: str = column("Who took part for the United States, as the source names them")
    us_role: str = column("Highest office on the United States' side", codes=ROLE)
    russian_side: str = column("Who took part for Russia, as the source names them")
    russian_role: str = column("Highest office on Russia's side", codes=ROLE)
    attendance: str = column(
        "Whether a meeting was seen",
        codes={
            "meeting": "a meeting is on record",
            "presence": "only the presence of both at one multilateral event is on record",
            "not_applicable": "not in person, or not held",
        },
    )
    place: str = column("Where", nullable=True, free_text=True)
    duration_minutes: int = column("Length as published", unit="minutes", nullable=True, gt=0, le=1440)
    topic: str = column("Subjects named by the source", nullable=True, free_text=True)
    status: str = column(
        "Whether it took place",
        codes={"held": "held", "cancelled": "called off", "announced": "announced; not seen to be held"},
    )
    source_regime: str = column("How dense the collection is for this level, channel and time", codes=REGIME)
    possible_double_of: str = column(
        "Better dated contact that this row may repeat", nullable=True, references="contacts.fact_id"
    )


class ContactsCoverage(TableModel):
    """How complete the collection of contacts is, by level, channel and time."""

    _contract = Contract(
        name="contacts_coverage",
        folder="contacts",
        files=("contacts_coverage.csv",),
        title="How complete the collection of contacts is",
        key=("level", "channel_group", "from_date"),
        usage=("A span called not_collected says nothing about whether contacts took place.",),
    )
    _rules = (
        rule(
            "contacts_coverage.dates_in_order",
            "A period ends after it begins",
            holds=pl.col("from_date") < pl.col("to_date"),
            applies=pl.col("to_date").is_not_null(),
            columns=("to_date", "from_date"),
        ),
        rule(
            "contacts_coverage.no_gap",
            "Each period ends where the next one begins",
            holds=pl.col("to_date").eq_missing(
                pl.col("from_date").shift(-1).over("level", "channel_group", order_by="from_date")
            ),
            columns=("to_date",),
            mend="make the periods of a level and channel follow each other; the last one is open",
        ),
        rule(
            "contacts_coverage.from_the_start",
            "The periods of a level and channel begin on 1991-01-01",
            holds=pl.col("from_date").min().over("level", "channel_group") == FIRST_DAY,
            columns=("from_date",),
        ),
        rule(
            "contacts_coverage.not_collected",
            "What is not collected has no source regime, and only that",
            holds=(pl.col("completeness") == "not_collected") == (pl.col("source_regime") == "not_collected"),
            columns=("completeness", "source_regime"),
        ),
        rule(
            "contacts_coverage.list_is_complete",
            "A list that agrees with an official total is complete",
            holds=pl.col("completeness") == "complete",
            applies=pl.col("source_regime") == "complete_list",
            columns=("completeness", "source_regime"),
        ),
        rule(
            "contacts_coverage.before_collection",
            "No period begins after the collection was made",
            holds=pl.col("from_date") <= pl.col("collected_on"),
            columns=("from_date", "collected_on"),
        ),
    )

    level: str = column("Level of the officials", codes=LEVEL)
    channel_group: str = column(
        "Kind of channel",
        codes={"remote": "telephone, video, letter", "in_person": "meetings, visits, sessions"},
    )
    from_date: dt.date = column("First day of the period", ge=FIRST_DAY)
    to_date: dt.date = column("First day after the period, empty while it is open", nullable=True, ge=FIRST_DAY)
    completeness: str = column(
        "How complete the collection is",
        codes={
            "complete": "agrees with an outside total",
            "near_complete": "believed to lack little",
            "lower_bound": "some are known to be missing",
            "sample": "what was seen",
            "not_collected": "not looked for",
        },
    )
    source_regime: str = column("What kind of sources the period rests on", codes=REGIME)
    reason: str = column("Why it is so", free_text=True)
    collected_on: dt.date = column("Day of the collection that this describes")


days = pl.col("days_count")
_all_days = pl.col("period").str.to_date("%Y-%m", strict=False).dt.days_in_month().cast(pl.Int64)


class EventCounts(FactTable):
    """How many events a machine coded between two countries in a month, by code."""

    _contract = Contract(
        name="event_counts",
        folder="contacts",
        files=("event_counts.csv",),
        title="Machine-coded events between the United States and Russia by month and code",
        version="2.0.0",
        key=("dataset", "source_country", "target_country", "period", "event_code", "source_id"),
        quantity=("dataset", "source_country", "target_country", "period", "event_code", "coverage"),
        reference_end="last_day(CAST(period || '-01' AS DATE))",
        usage=(
            "A machine read news: an event can be coded twice, wrongly or not at all, and more news give more events.",
            "Only months of coverage whole_month compare with each other, and only within one data set.",
            "Counts of a random sample are no time series.",
        ),
        may_be_empty="no event file has been ingested",
    )
    _rules = (
        rule(
            "event_counts.two_countries",
            "An event has a source and a target in different countries",
            holds=pl.col("source_country") != pl.col("target_country"),
            columns=("target_country", "source_country"),
        ),
        rule(
            "event_counts.whole_month_has_all_days",
            "A month is whole exactly when files of each of its days were read",
            holds=(pl.col("coverage") == "whole_month") == (days == _all_days),
            applies=pl.col("coverage") != "random_sample",
            columns=("coverage", "days_count", "period"),
            mend="ingest the files of all days of the month together",
        ),
        rule(
            "event_counts.published_after_it_began",
            "An event is not public before its month",
            holds=pl.col("published_on") >= pl.col("period").str.to_date("%Y-%m", strict=False),
            columns=("published_on", "period"),
        ),
    )

    dataset: str = column(
        "Data set of events",
        codes={
            "gdelt_1": "GDELT 1.0, a file a day",
            "gdelt_2": "GDELT 2.0, a file a quarter of an hour",
            "icews": "Integrated Crisis Early Warning System",
            "polecat": "POLECAT, successor of ICEWS, with PLOVER event types",
        },
    )
    source_country: str = column("Country of who acts", codes={c: AREA[c] for c in ("USA", "RUS")})
    target_country: str = column("Country of whom it is done to", codes={c: AREA[c] for c in ("USA", "RUS")})
    period: str = column("Month in which the events took place", pattern=r"(19|20)\d{2}-(0[1-9]|1[0-2])")
    event_code: str = column("CAMEO code, or PLOVER event type in capitals", pattern=r"\d{2,4}|[A-Z]+")
    events_count: int = column("Events", unit="events", gt=0)
    days_count: int = column("Days of the month of which files were read", unit="days", ge=0, le=31)
    coverage: str = column(
        "What the count rests on",
        codes={
            "whole_month": "files of all days of the month",
            "part_of_month": "files of some days",
            "random_sample": "a random share of the events of a longer span",
        },
    )


TABLES: tuple[type[TableModel], ...] = (Contacts, ContactsCoverage, EventCounts)
__all__ = ["ACROSS", "TABLES"]
