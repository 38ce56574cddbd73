"""Registers of contacts on specimens, and on real files where they are at hand."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import polars as pl
import pytest

from indicators.contracts.findings import Audit
from indicators.errors import DataProblem
from tests.ingesting.projects import SAMPLES, SPECIMENS, plan_of, reading_of, states

HERE = SPECIMENS / "contacts"
D = dt.date


def rows_of(audited: Audit, name: str) -> pl.DataFrame:
    return plan_of(audited.tables, HERE / name).tables[0].rows.sort("date_start")


def test_a_trip_is_a_contact_where_its_remarks_name_the_president(audited: Audit) -> None:
    (row,) = rows_of(audited, "historian_travels.xml").to_dicts()
    assert (row["date_start"], row["date_end"], row["date_precision"]) == (D(2019, 2, 3), D(2019, 2, 5), "range")
    assert (row["us_side"], row["russian_side"], row["level"]) == ("Donald Trump", "Vladimir Putin", "head_of_state")
    assert (row["published_on"], row["quality"], row["place"]) == (D(2019, 2, 6), "medium", "Graz")
    assert row["source_regime"] == "complete_list", "as the coverage says of the day"


def test_a_trip_to_russia_that_names_nobody_is_for_a_person_to_look_at(audited: Audit) -> None:
    (refused,) = plan_of(audited.tables, HERE / "historian_travels.xml").refused
    assert (refused.line, refused.reason) == (14, "2019-03-03: names nobody of the level: Toured a museum.")


def test_a_visit_of_a_premier_and_one_that_names_a_summit_alone(audited: Audit) -> None:
    premier, summit = rows_of(audited, "historian_visits.xml").to_dicts()
    assert (premier["russian_side"], premier["russian_role"]) == ("Mikhail Kasyanov (prime minister)", "prime_minister")
    assert (premier["us_side"], premier["attendance"]) == ("George W. Bush", "meeting")
    assert (summit["russian_role"], summit["attendance"]) == ("president", "presence")


def test_a_title_gives_a_call(audited: Audit) -> None:
    (row,) = rows_of(audited, "kremlin_titles.csv").to_dicts()
    assert (row["date_start"], row["channel"], row["attendance"]) == (D(2019, 8, 9), "phone", "not_applicable")
    assert row["published_on"] == D(2019, 8, 9)


def test_a_post_is_of_the_day_it_names_and_posts_of_one_contact_are_one(audited: Audit) -> None:
    call, meeting = rows_of(audited, "ministry_posts.json").to_dicts()
    assert (call["date_start"], call["date_precision"], call["channel"]) == (D(2022, 2, 20), "day", "phone")
    assert (call["published_on"], call["published_basis"]) == (D(2022, 2, 21), "release")
    assert (meeting["date_start"], meeting["date_precision"], meeting["obs_status"]) == (D(2022, 2, 27), "approx", "E")
    assert (call["us_side"], call["russian_side"]) == ("Antony Blinken", "Sergey Lavrov")


def test_what_is_held_from_another_source_is_no_new_contact(audited: Audit, tmp_path: Path) -> None:
    """The call of 12 February 2025 stands from an agency."""
    path = tmp_path / "titles.csv"
    path.write_text('Date,Title\n"February 12, 2025, 20:00",Telephone conversation with US President Donald Trump\n')
    plan = plan_of(audited.tables, path)
    assert (states(plan), plan.reading.counts) == ({}, {"contacts that are held": 1})


@pytest.mark.parametrize(("name", "old", "new", "words"), [
    ("historian_travels.xml", 'role="president" who', 'role="vice-president" who', "unknown role of a traveller"),
    ("historian_travels.xml", "2019-02-03", "3 February", "a trip without its days"),
    ("kremlin_titles.csv", "August 9, 2019, 21:30", "9.8.2019", "a row has no day or no title"),
    ("ministry_posts.json", '"d":"2022-02-21"', '"d":"21.2."', "no day"),
    ("ministry_posts.json", '"cat":"Culture"', '"cat":"Culture","likes":1', "new 'likes'"),
])  # fmt: skip
def test_a_register_with_a_fault_is_told(tmp_path: Path, name: str, old: str, new: str, words: str) -> None:
    text = (HERE / name).read_text(encoding="utf-8")
    assert old in text
    (tmp_path / name).write_text(text.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(DataProblem, match=words):
        reading_of(tmp_path / name)


REAL: dict[str, tuple[int, int, dict[str, dict[str, int]], int]] = {
    "trump-donald-j.xml": (34, 1, {}, 0),
    "clinton-william-j.xml": (133, 12, {"contacts": {"new": 1}}, 0),  # Chernomyrdin at Lyon, June 1996
    "kerry-john-forbes.xml": (348, 23, {}, 2),  # two sessions of the NATO-Russia Council
    "visits_2000.xml": (678, 9, {"contacts": {"new": 1}}, 0),  # Pittsburgh, September 2009
    "kremlin_dates.csv": (260, 2, {}, 0),
    "mfa_search_2021.json": (1199, 10, {}, 0),
}
"""Rows, contacts that are held, facts by table and state, refusals."""


@pytest.mark.skipif(not SAMPLES.is_dir(), reason="needs the sample files")
@pytest.mark.parametrize("name", REAL)
def test_a_real_register(audited: Audit, name: str) -> None:
    plan = plan_of(audited.tables, SAMPLES / "contacts" / "registers" / name)
    known = plan.reading.counts["contacts that are held"]
    assert (plan.reading.rows_read, known, states(plan), len(plan.refused)) == REAL[name]
