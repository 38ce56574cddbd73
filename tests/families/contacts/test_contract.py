"""Every rule of the contacts tables is broken once, and a bad value in each column is refused."""

from __future__ import annotations

import csv
import shutil
from collections import Counter
from pathlib import Path

import polars as pl
import pytest

from indicators.contracts.audit import audit
from indicators.contracts.findings import Audit
from indicators.contracts.model import columns_of
from indicators.contracts.shared import Sources
from indicators.families.contacts.contract import TABLES, Contacts, ContactsCoverage

ALASKA = "contacts.c20250815-hos"  # in person, high, one day
CALL = "contacts.c20250212-hos"  # call, high, one day, 90 minutes
TRIP = "contacts.c19920615-hos"  # range of days
MONTH = "contacts.c20060600-hos"  # month only, a possible double
POST = "contacts.c20170422-fm"  # approximate, of a ministry post
PRESENCE = "contacts.c19970620-hos"  # summit, no meeting on record
CANCELLED = "contacts.c20130900-hos"
LOW = "contacts.c19941205-hos"
MINISTERS = "contacts.c20250315-fm"
PRESIDENTS_CALLS = ("head_of_state", "remote", "2025-01-01")  # a complete list, 2025 to 2026


@pytest.fixture
def folder(raw: Path, tmp_path: Path) -> Path:
    shutil.copytree(raw / "contacts", tmp_path / "contacts")
    shutil.copy(raw / "sources.csv", tmp_path / "sources.csv")
    return tmp_path


def changed(folder: Path, table: str, key: str | tuple[str, ...], **cells: str) -> Audit:
    """The audit after some cells of one row are changed."""
    path = folder / "contacts" / f"{table}.csv"
    with path.open(newline="", encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    hit = [
        r
        for r in rows
        if tuple(r.values())[: 1 if isinstance(key, str) else 3] == ((key,) if isinstance(key, str) else key)
    ]
    assert len(hit) == 1, key
    hit[0].update(cells)
    with path.open("w", newline="", encoding="utf-8") as file:
        writer = csv.DictWriter(file, list(rows[0]), lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)
    return audit(folder, [Sources, *TABLES])


def broken(found: Audit) -> set[str]:
    return {f.rule_id for f in found.findings}


def test_real_tables_keep_every_rule(audited: Audit) -> None:
    mine = [r for r in audited.results if r.table in ("contacts", "contacts_coverage")]
    assert [r.rule_id for r in mine if r.outcome != "kept"] == []
    assert not [f for f in audited.findings if f.table.startswith("contacts")]


@pytest.mark.parametrize(
    ("rule", "fact_id", "cells"),
    [
        ("contacts.dates_in_order", TRIP, {"date_end": "1992-06-14"}),
        ("contacts.precision_fits_dates", TRIP, {"date_precision": "day"}),
        ("contacts.precision_fits_dates", CALL, {"date_precision": "range"}),
        ("contacts.precision_fits_dates", MONTH, {"date_end": "2006-06-29", "counted_on": "2006-06-29"}),
        ("contacts.precision_fits_dates", POST, {"date_start": "2017-04-12"}),
        ("contacts.counted_within", TRIP, {"counted_on": "1992-06-19"}),
        ("contacts.public_after_it_was_held", CALL, {"published_on": "2025-02-11"}),
        ("contacts.event_is_prompt", CALL, {"published_on": "2025-02-20"}),
        ("contacts.attendance_when_in_person", ALASKA, {"attendance": "not_applicable"}),
        ("contacts.attendance_when_in_person", CALL, {"attendance": "meeting"}),
        ("contacts.attendance_when_in_person", CANCELLED, {"attendance": "meeting"}),
        ("contacts.presence_is_not_high", PRESENCE, {"quality": "high"}),
        ("contacts.length_of_held_only", CANCELLED, {"duration_minutes": "60"}),
        ("contacts.heads_of_state_roles", ALASKA, {"us_role": "envoy"}),
        ("contacts.foreign_minister_roles", MINISTERS, {"russian_role": "ambassador"}),
        ("contacts.vague_date_is_marked", MONTH, {"obs_status": "A"}),
        ("contacts.low_is_marked", LOW, {"obs_status": "A"}),
        ("contacts.low_is_marked", CALL, {"obs_status": "U"}),
        ("contacts.double_is_another", MONTH, {"possible_double_of": MONTH}),
        ("contacts.possible_double_of.references", MONTH, {"possible_double_of": "contacts.nobody"}),
        ("contacts.source_id.references", CALL, {"source_id": "nobody"}),
        ("contacts.published_before_collected", CALL, {"published_on": "2030-01-01"}),
        ("contacts.low_is_not_a_release", LOW, {"published_basis": "release"}),
        ("contacts.fact_id", CALL, {"fact_id": ALASKA}),
        (
            "contacts.key",
            "contacts.c20200412-hos",
            {"russian_side": "Vladimir Putin"},  # the two calls of 12 April 2020 become one
        ),
    ],
)
def test_a_broken_rule_of_contacts_is_found(folder: Path, rule: str, fact_id: str, cells: dict[str, str]) -> None:
    assert rule in broken(changed(folder, "contacts", fact_id, **cells))


@pytest.mark.parametrize(
    ("rule", "cells"),
    [
        ("contacts_coverage.dates_in_order", {"to_date": "2024-12-31"}),
        ("contacts_coverage.no_gap", {"to_date": "2025-12-01"}),
        ("contacts_coverage.no_gap", {"to_date": ""}),
        ("contacts_coverage.not_collected", {"completeness": "not_collected"}),
        ("contacts_coverage.list_is_complete", {"completeness": "sample"}),
        ("contacts_coverage.before_collection", {"from_date": "2026-12-01"}),
        ("contacts_coverage.key", {"from_date": "2026-01-01"}),
    ],
)
def test_a_broken_rule_of_the_coverage_is_found(folder: Path, rule: str, cells: dict[str, str]) -> None:
    level, group, first = PRESIDENTS_CALLS
    assert rule in broken(changed(folder, "contacts_coverage", (level, group, first), **cells))


def test_coverage_begins_on_its_first_day(folder: Path) -> None:
    found = changed(folder, "contacts_coverage", ("defence", "remote", "1991-01-01"), from_date="1992-01-01")
    assert "contacts_coverage.from_the_start" in broken(found)


BAD_CONTACTS = {
    "fact_id": "Contacts C1",
    "date_start": "1985-11-19",
    "date_end": "15.08.2025",
    "date_precision": "year",
    "counted_on": "2025-02-30",
    "channel": "telegram",
    "level": "king",
    "us_side": "",
    "us_role": "King",
    "russian_side": " Vladimir Putin",
    "russian_role": "tsar",
    "attendance": "yes",
    "place": "=HYPERLINK(1)",
    "duration_minutes": "0",
    "topic": "<b>Ukraine</b>",
    "status": "perhaps",
    "source_regime": "rumour",
    "possible_double_of": "contacts.nobody",
    "source_id": "",
    "seen_in": "",
    "published_on": "2025-8-15",
    "published_basis": "guess",
    "obs_status": "Z",
    "quality": "good",
    "note": "@cmd",
}
BAD_COVERAGE = {
    "level": "king",
    "channel_group": "phone",
    "from_date": "1989-12-02",
    "to_date": "soon",
    "completeness": "full",
    "source_regime": "rumour",
    "reason": "",
    "collected_on": "2026-11",
}


def test_every_column_has_a_bad_value() -> None:
    assert set(BAD_CONTACTS) == {c.name for c in columns_of(Contacts)}
    assert set(BAD_COVERAGE) == {c.name for c in columns_of(ContactsCoverage)}


@pytest.mark.parametrize(("column", "value"), BAD_CONTACTS.items())
def test_a_bad_value_in_a_column_of_contacts_is_refused(folder: Path, column: str, value: str) -> None:
    found = changed(folder, "contacts", ALASKA, **{column: value})
    assert column in {f.column for f in found.errors}


@pytest.mark.parametrize(("column", "value"), BAD_COVERAGE.items())
def test_a_bad_value_in_a_column_of_the_coverage_is_refused(folder: Path, column: str, value: str) -> None:
    found = changed(folder, "contacts_coverage", PRESIDENTS_CALLS, **{column: value})
    assert column in {f.column for f in found.errors}


@pytest.mark.parametrize("minutes", ["1e3", "1,200", "nan", "90.5", "-5", "1441", "90 min"])
def test_a_length_is_whole_minutes_of_at_most_a_day(folder: Path, minutes: str) -> None:
    found = changed(folder, "contacts", CALL, duration_minutes=minutes)
    assert "duration_minutes" in {f.column for f in found.errors}


def test_each_contact_lies_in_one_period_of_the_coverage_and_has_its_regime(audited: Audit) -> None:
    contacts, coverage = audited.tables["contacts"], audited.tables["contacts_coverage"]
    remote = pl.col("channel").is_in(["phone", "video", "letter"])
    group = pl.when(remote).then(pl.lit("remote")).otherwise(pl.lit("in_person")).alias("channel_group")
    inside = contacts.with_columns(group).join(coverage, on=["level", "channel_group"], suffix="_then").filter(
        pl.col("counted_on") >= pl.col("from_date"),
        pl.col("to_date").is_null() | (pl.col("counted_on") < pl.col("to_date")),
    )  # fmt: skip
    assert Counter(inside["fact_id"]) == Counter(contacts["fact_id"])
    assert inside.filter(pl.col("source_regime") != pl.col("source_regime_then")).is_empty()
    # 29 April 2026, the one finding after the collection's end
    assert inside.filter(pl.col("completeness") == "not_collected")["fact_id"].to_list() == ["contacts.c20260429-hos"]
