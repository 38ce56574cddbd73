"""Every promise of the poll tables is broken once, and every column refuses a bad value."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from indicators.contracts.audit import Audit, audit
from indicators.contracts.model import rules_of
from indicators.contracts.shared import Sources
from indicators.families.polls import codes, redundancy
from indicators.families.polls.contract import TABLES, PollQuestions, PollResults

KEPT = (
    "levada_us_attitude", "levada_us_attitude_chart", "gallup_russia_fav", "gallup_trump_approval",
    "levada_us_attitude_yearmean",
)  # fmt: skip
MAY_2015 = {"question_id": "levada_us_attitude", "field_end": "2015-05-25"}
FEB_2017 = {"question_id": "gallup_russia_fav", "field_end": "2017-02-05", "population": "adults_18_plus"}
Cells = dict[str, str]


def read(path: Path) -> list[Cells]:
    with path.open(newline="", encoding="utf-8") as file:
        return list(csv.DictReader(file))


def write(path: Path, rows: list[Cells]) -> None:
    with path.open("w", newline="", encoding="utf-8") as file:
        writer = csv.DictWriter(file, list(rows[0]), lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)


class Desk:
    """A few real rows on which one thing is changed."""

    def __init__(self, raw: Path, folder: Path) -> None:
        self.folder = folder
        (folder / "polls").mkdir()
        (folder / "sources.csv").write_bytes((raw / "sources.csv").read_bytes())
        self.questions = read(raw / "polls" / "poll_questions.csv")
        results = read(raw / "polls" / "poll_results.csv")
        self.results = [row for row in results if row["question_id"] in KEPT]

    def result(self, **where: str) -> Cells:
        return next(row for row in self.results if all(row[name] == cell for name, cell in where.items()))

    def question(self, question_id: str) -> Cells:
        return next(row for row in self.questions if row["question_id"] == question_id)

    def broken(self) -> set[str]:
        write(self.folder / "polls" / "poll_questions.csv", self.questions)
        write(self.folder / "polls" / "poll_results.csv", self.results)
        return {finding.rule_id for finding in audit(self.folder, [Sources, *TABLES]).findings}


@pytest.fixture
def desk(raw: Path, tmp_path: Path) -> Desk:
    return Desk(raw, tmp_path)


def test_real_rows_keep_every_promise(audited: Audit) -> None:
    tables = {"poll_questions", "poll_results"}
    assert {f.rule_id for f in audited.findings if f.table in tables} == {
        "poll_results.fresh_levada_usa", "poll_results.fresh_gallup_russia",
    }  # fmt: skip
    assert not [r.rule_id for r in audited.results if r.table in tables and not r.tested]


def test_the_untouched_desk_keeps_every_promise(desk: Desk) -> None:
    assert desk.broken() == set()


RESULT_CHANGES = {
    "poll_results.fact_id": (MAY_2015, {"fact_id": "polls.levada-us-attitude.2014-01.good"}),
    "poll_results.published_before_collected": (MAY_2015, {"published_on": "2027-01-01"}),
    "poll_results.low_is_not_a_release": (MAY_2015 | {"published_basis": "release"}, {"quality": "low"}),
    "poll_results.field_order": (MAY_2015, {"field_start": "2015-05-26"}),
    "poll_results.month_bounds": ({"field_end": "2014-01-31", "field_precision": "month"}, {"field_end": "2014-01-30"}),
    "poll_results.year_bounds": ({"field_precision": "year"}, {"field_start": "1989-02-01"}),
    "poll_results.wave_length": (FEB_2017, {"field_start": "2017-01-01"}),
    "poll_results.published_after_field": (FEB_2017, {"published_on": "2017-02-04"}),
    "poll_results.shares_add_up": (FEB_2017 | {"response": "favorable"}, {"share_pct": "82"}),
    "poll_results.part_within_whole": (MAY_2015 | {"response": "mostly_good"}, {"share_pct": "16"}),
    "poll_results.parts_make_the_whole": (MAY_2015 | {"response": "good"}, {"share_pct": "25"}),
    "poll_results.reason_when_excluded": (MAY_2015, {"series_use": "excluded"}),
    "poll_results.one_house_a_question": (MAY_2015, {"pollster": "Gallup"}),
    "poll_results.readings_counted": (MAY_2015, {"reading_no": "2"}),
    "poll_results.high_is_not_press": (FEB_2017, {"quality": "high"}),
    "poll_results.margin_fits_sample": (FEB_2017 | {"margin_pct": "4"}, {"margin_pct": "9"}),
    "poll_results.sources_agree": (
        {"question_id": "levada_us_attitude", "field_end": "2015-03-23", "response": "bad"},
        {"share_pct": "71"},
    ),
}


@pytest.mark.parametrize("rule_id", RESULT_CHANGES)
def test_a_broken_result_is_found(desk: Desk, rule_id: str) -> None:
    where, change = RESULT_CHANGES[rule_id]
    desk.result(**where).update(change)
    assert rule_id in desk.broken()


def test_a_repeated_key_is_found(desk: Desk) -> None:
    row = desk.result(**MAY_2015)
    desk.results.append(row | {"fact_id": "polls.another"})
    assert "poll_results.key" in desk.broken()


QUESTION_CHANGES = {
    "poll_questions.responses_once": ("levada_us_attitude", {"responses": "good|bad|good"}),
    "poll_questions.responses_declared": ("levada_us_attitude", {"responses": "good|bad|lukewarm"}),
    "poll_questions.sides_listed": ("levada_us_attitude", {"positive_response": "approve"}),
    "poll_questions.sides_differ": ("levada_us_attitude", {"positive_response": "bad"}),
    "poll_questions.topic_has_sides": ("levada_us_attitude_chart", {"positive_response": ""}),
    "poll_questions.readings_named": ("levada_us_attitude", {"measurement": "chart_reading"}),
    "poll_questions.only_waves_are_pooled": ("levada_us_attitude_yearmean", {"pooled": "yes"}),
    "poll_questions.pooled_across_one_public": ("gallup_russia_fav", {"population_country": "RUS"}),
    "poll_questions.key": ("gallup_russia_fav", {"question_id": "pew_russia_fav"}),
}


@pytest.mark.parametrize("rule_id", QUESTION_CHANGES)
def test_a_broken_question_is_found(desk: Desk, rule_id: str) -> None:
    question_id, change = QUESTION_CHANGES[rule_id]
    desk.question(question_id).update(change)
    assert rule_id in desk.broken()


def test_every_rule_has_a_row_test() -> None:
    """The rules of `redundancy` are broken in tests/rows, where every rule has a case."""
    told = {rule.id for rule in (*redundancy.RESULTS, *redundancy.QUESTIONS)}
    declared = {rule.id for model in TABLES for rule in rules_of(model)} - told
    assert declared == set(RESULT_CHANGES) | set(QUESTION_CHANGES) | {"poll_results.key"}


BAD_RESULT_CELLS = {
    "fact_id": ("Polls 1", "pattern"),
    "pollster": ("Nobody", "references"),
    "question_id": ("unknown_question", "references"),
    "population_country": ("DEU", "codes"),
    "population": ("everybody", "codes"),
    "field_start": ("2015-13-01", "format"),
    "field_end": ("22 May 2015", "format"),
    "field_precision": ("week", "codes"),
    "response": ("splendid", "codes"),
    "reading_no": ("0", "minimum"),
    "share_pct": ("100.5", "maximum"),
    "sample_size": ("1,600", "format"),
    "margin_pct": ("-3", "minimum"),
    "series_use": ("perhaps", "codes"),
    "exclusion_reason": ("dull", "codes"),
    "source_id": ("nowhere", "references"),
    "seen_in": ("", "required"),
    "published_on": ("", "required"),
    "published_basis": ("rumour", "codes"),
    "obs_status": ("Z", "codes"),
    "quality": ("excellent", "codes"),
    "note": ("=1+1", "formula"),
}


@pytest.mark.parametrize("column", BAD_RESULT_CELLS)
def test_a_bad_result_cell_is_refused(desk: Desk, column: str) -> None:
    value, suffix = BAD_RESULT_CELLS[column]
    desk.result(**MAY_2015)[column] = value
    assert f"poll_results.{column}.{suffix}" in desk.broken()


BAD_QUESTION_CELLS = {
    "question_id": ("Levada US", "pattern"),
    "pollster": ("", "required"),
    "population_country": ("SUN", "codes"),
    "subject": ("Russia!", "pattern"),
    "paraphrase": ("<b>Opinion</b>", "markup"),
    "responses": ("good, bad", "pattern"),
    "measurement": ("guess", "codes"),
    "topic": ("weather", "codes"),
    "positive_response": ("splendid", "codes"),
    "negative_response": ("awful", "codes"),
    "pooled": ("maybe", "codes"),
    "wording_note": ("two  spaces", "spaces"),
}


@pytest.mark.parametrize("column", BAD_QUESTION_CELLS)
def test_a_bad_question_cell_is_refused(desk: Desk, column: str) -> None:
    value, suffix = BAD_QUESTION_CELLS[column]
    desk.question("levada_us_attitude")[column] = value
    assert f"poll_questions.{column}.{suffix}" in desk.broken()


def test_every_column_has_a_bad_cell() -> None:
    assert set(BAD_RESULT_CELLS) == set(PollResults.to_schema().columns)
    assert set(BAD_QUESTION_CELLS) == set(PollQuestions.to_schema().columns)


def test_answers_belong_to_their_question(audited: Audit) -> None:
    listed = {row["question_id"]: row["responses"].split("|") for row in audited.tables["poll_questions"].to_dicts()}
    strange = [r for r in audited.tables["poll_results"].to_dicts() if r["response"] not in listed[r["question_id"]]]
    assert strange == []


def test_code_list_of_answers_holds_only_answers_in_use(audited: Audit) -> None:
    assert set(audited.tables["poll_results"]["response"]) == set(codes.RESPONSE)
