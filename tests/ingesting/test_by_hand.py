"""Facts by hand: templates, facts taken back, and sentinels."""

from __future__ import annotations

import csv
import datetime as dt
import io
import shutil
from collections.abc import Callable
from pathlib import Path

import polars as pl
import pytest

from indicators.cli import app
from indicators.contracts.corrections import Mending
from indicators.contracts.reading import read_table
from indicators.contracts.shared import Corrections
from indicators.errors import DataProblem, UsageProblem
from indicators.ingesting.by_hand import Retraction, required_columns, retraction, template_columns
from indicators.ingesting.house import House
from indicators.ingesting.ingest import Outcome, add_plan
from indicators.ingesting.raw_files import held
from indicators.ingesting.sentinel import Sentinel, looks
from indicators.registry import all_sentinels, house, template_readers

from .projects import ROOT, SPECIMENS, SmallProject, small_project

EVENT = SPECIMENS / "arms_control" / "template_treaty_events.csv"
DAY = dt.date(2026, 11, 22)
TAKEN = "arms_control.events.1972-05-26.abm.usa-sun.signed"


@pytest.fixture
def events(tmp_path: Path) -> SmallProject:
    made = small_project(
        tmp_path,
        "arms_control",
        lambda _, row: row["fact_id"].startswith("arms_control.events.1972"),
        ["treaty_events"],
    )
    header = "table_name,fact_id,column_name,wrong_text,right_text,why,evidence,corrected_on\n"
    (made.project.raw / "corrections.csv").write_text(header, encoding="utf-8")
    models = made.house.models | {"corrections": Corrections}
    return SmallProject(made.project, House(models, (), made.house.placements))


def filled(tmp_path: Path, **cells: str) -> Path:
    """The specimen with other cells."""
    with EVENT.open(encoding="utf-8", newline="") as stream:
        (row,) = list(csv.DictReader(stream))
    path = tmp_path / "mine.csv"
    with path.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.DictWriter(stream, row, lineterminator="\n")
        writer.writeheader()
        writer.writerow(row | cells)
    return path


def test_a_filled_template_becomes_a_fact_with_its_source(events: SmallProject) -> None:
    events.take(EVENT, collected=DAY)
    (row,) = [r for r in events.rows("arms_control/treaty_events.csv") if r["event_date"].startswith("2026")]
    assert row["fact_id"] == "arms_control.events.2026-10-05.new-start.usa.policy-statement"
    assert (row["obs_status"], row["quality"]) == ("A", "medium"), "what an empty cell means"
    (source,) = [r for r in events.rows("sources.csv") if r["source_id"] == row["source_id"]]
    assert (source["title"], source["publisher"], source["publisher_rank"]) == ("A speech", "Example Office", "4")
    state = events.state
    events.take(EVENT, collected=DAY)
    assert events.state == state


def test_a_held_source_is_named_by_its_id(events: SmallProject, tmp_path: Path) -> None:
    source = events.rows("arms_control/treaty_events.csv")[0]["source_id"]
    before = events.rows("sources.csv")
    events.take(filled(tmp_path, source_id=source, source_title="", source_publisher=""), collected=DAY)
    assert events.rows("sources.csv") == before
    assert events.rows("arms_control/treaty_events.csv")[-1]["source_id"] == source


@pytest.mark.parametrize(
    ("cells", "words"),
    [
        ({"treaty": "new_stop"}, "treaty holds an unknown code"),
        ({"event_date": "5 October"}, "event_date is no date: '5 October'"),
        ({"description": ""}, "description is empty"),
        ({"source_title": "", "source_publisher": ""}, "a fact needs a source"),
        ({"source_id": "nobody-000000"}, "source_id is not in sources"),
        ({"source_rank": "first"}, "rank, lag or day of the source cannot be read"),
    ],
)
def test_a_wrong_cell_is_told_with_its_line(
    events: SmallProject, tmp_path: Path, cells: dict[str, str], words: str
) -> None:
    state = events.state
    with pytest.raises(DataProblem, match=words) as found:
        events.take(filled(tmp_path, **cells), collected=DAY)
    assert found.value.where.endswith("mine.csv:2")
    assert events.state == state


def test_every_template_has_an_id_and_its_columns() -> None:
    models = house().models
    for reader in template_readers():
        (table,) = reader.tables
        assert list(reader.columns) == template_columns(models[table])
        assert set(required_columns(models[table])) <= set(reader.columns)
    assert {"treaty_events", "contacts", "sanctions_actions"} <= {r.tables[0] for r in template_readers()}


QUESTION = {
    "question_id": "fom_putin_approval", "pollster": "FOM", "population_country": "RUS", "subject": "vladimir_putin",
    "paraphrase": "Approve of the president's work", "responses": "approve|disapprove", "measurement": "wave",
    "topic": "other", "pooled": "no",
}  # fmt: skip


@pytest.fixture
def questions(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> SmallProject:
    made = small_project(tmp_path, "polls", lambda _, row: "levada_putin" in str(row), ["poll_questions"])
    shutil.copy(ROOT / "data" / "raw" / "sources.csv", made.project.raw / "sources.csv")
    monkeypatch.setattr("indicators.registry.house", lambda: made.house)
    return made


def add(small: SmallProject, **cells: str) -> None:
    given = [f"{name}={text}" for name, text in cells.items()]
    app(["add", "poll_questions", *given, "--project", str(small.project.root)], standalone_mode=False)


def test_a_poll_question_is_added_once_and_another_text_of_it_is_refused(
    questions: SmallProject, capsys: pytest.CaptureFixture[str]
) -> None:
    add(questions, **QUESTION)
    rows = questions.rows("polls/poll_questions.csv")
    assert [r["question_id"] for r in rows] == ["fom_putin_approval", "levada_putin_approval"], "in its place"
    assert rows[0]["paraphrase"] == QUESTION["paraphrase"]
    before = questions.state
    add(questions, **QUESTION)
    add(questions, **QUESTION | {"subject": "somebody_else"})
    assert questions.state == before
    assert "the same edition is held with" in capsys.readouterr().out


@pytest.mark.parametrize(("cells", "words"), [
    ({"topic": "weather"}, "topic holds an unknown code"), ({"responses": "approve|maybe"}, "declared code"),
    ({"paraphrase": "=1+1"}, "formula"),
])  # fmt: skip
def test_a_question_that_breaks_a_promise_is_not_added(
    questions: SmallProject, cells: dict[str, str], words: str
) -> None:
    before = questions.state
    with pytest.raises(DataProblem, match=words):
        add(questions, **QUESTION | cells)
    assert questions.state == before


def answering(monkeypatch: pytest.MonkeyPatch, *lines: str) -> None:
    monkeypatch.setattr("indicators.commands.add.is_terminal", lambda: True)
    monkeypatch.setattr("sys.stdin", io.StringIO("".join(f"{line}\n" for line in lines)))


def test_each_cell_is_asked_for_with_meaning_and_codes_until_it_fits(
    questions: SmallProject, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    answering(monkeypatch, "FOM", "Russia", "RUS", "vladimir_putin", "", "Approve of his work", "approve|disapprove",
              "wave", "other", "", "", "no", "")  # fmt: skip
    add(questions, question_id="fom_putin_approval")
    (row,) = [r for r in questions.rows("polls/poll_questions.csv") if r["pollster"] == "FOM"]
    assert (row["population_country"], row["paraphrase"]) == ("RUS", "Approve of his work")
    told = capsys.readouterr().err
    assert "Topic under which houses are compared [" in told
    assert "population_country holds an unknown code" in told
    assert "paraphrase is empty" in told


def test_questions_that_are_broken_off_leave_the_facts_as_they_were(
    questions: SmallProject, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = questions.state
    answering(monkeypatch, "FOM", "RUS")
    with pytest.raises(UsageProblem, match="broken off; nothing was written"):
        add(questions, question_id="fom_putin_approval")
    assert questions.state == before


def test_without_a_terminal_what_is_missing_is_named(questions: SmallProject) -> None:
    with pytest.raises(UsageProblem, match="not given: pollster, population_country"):
        add(questions, question_id="fom_putin_approval")


def take_back(events: SmallProject, fact_id: str, **options: bool) -> Outcome:
    taken = Retraction(fact_id, "it was another treaty", "page 7", DAY)
    return add_plan(events.project, events.house, lambda raw: retraction(raw, events.house, taken), **options)


def test_a_fact_taken_back_stays_in_its_file_and_is_read_no_more(events: SmallProject) -> None:
    before = (events.project.raw / "arms_control" / "treaty_events.csv").read_bytes()
    outcome = take_back(events, TAKEN)
    assert not [w for w in outcome.warnings if "every_rule_tests" in w.rule_id], "that is about rules, not facts"
    assert (events.project.raw / "arms_control" / "treaty_events.csv").read_bytes() == before
    (row,) = events.rows("corrections.csv")
    assert (row["table_name"], row["column_name"], row["right_text"]) == ("treaty_events", "fact_id", "")
    assert row["why"] == "it was another treaty"
    model = events.house.models["treaty_events"]
    mending = Mending(held(events.project.raw, Corrections))
    frame, findings = read_table(events.project.raw, model, mending=mending)
    assert frame is not None
    assert not findings
    assert TAKEN in before.decode()
    assert TAKEN not in set(frame["fact_id"])
    assert frame.height + 1 == held(events.project.raw, model).height
    with pytest.raises(UsageProblem, match="already"):
        take_back(events, TAKEN)


def test_a_reason_is_needed(events: SmallProject) -> None:
    with pytest.raises(UsageProblem, match="no reason is given"):
        app(["retract", TAKEN, "--because", " ", "--project", str(events.project.root)], standalone_mode=False)


def test_only_a_fact_that_is_there_can_be_taken_back(events: SmallProject) -> None:
    state = events.state
    with pytest.raises(UsageProblem, match="there is no such fact"):
        take_back(events, "arms_control.events.1972-05-26.abm.nobody")
    take_back(events, TAKEN, dry_run=True)
    assert events.state == state


def test_a_look_tells_the_newest_fact_the_last_look_and_when_to_look_again() -> None:
    facts = pl.DataFrame({
        "source_id": ["a", "b"], "kind": ["ours", "theirs"], "day": [dt.date(2026, 1, 5), dt.date(2026, 3, 1)],
    })  # fmt: skip
    sources = pl.DataFrame({"source_id": ["a", "b"], "collected_on": [dt.date(2026, 2, 1), dt.date(2026, 6, 1)]})
    tables: dict[str, pl.DataFrame] = {"facts": facts, "sources": sources}
    get: Callable[[str], pl.DataFrame] = tables.__getitem__
    sentinel = Sentinel("s", "f", ("x",), ("y",), "facts", pl.col("kind") == "ours", "day", 30)
    (look,) = looks([sentinel], get)
    assert (look.facts, look.newest, look.last_look) == (1, dt.date(2026, 1, 5), dt.date(2026, 2, 1))
    assert look.due == dt.date(2026, 3, 3)
    assert (look.is_due(dt.date(2026, 3, 2)), look.is_due(dt.date(2026, 3, 3))) == (False, True)


def test_every_sentinel_watches_facts_that_are_there(raw: Path) -> None:
    models = house().models
    for look in looks(all_sentinels(), lambda table: held(raw, models[table])):
        assert look.facts, look.sentinel.name
        assert look.last_look, look.sentinel.name
        assert all(s and not s.endswith(".") for s in look.sentinel.confirm)


def test_a_fact_of_these_days_names_a_source_read_before(events: SmallProject, monkeypatch: pytest.MonkeyPatch) -> None:
    """It was seen on the day of its publication at the earliest; the source gets a row for that reading."""
    monkeypatch.setattr("indicators.registry.house", lambda: events.house)
    before = events.rows("sources.csv")
    cells = {
        "event_date": "2027-03-01", "date_precision": "day", "treaty": "new_start", "actor": "RUS",
        "event_type": "policy_statement", "description": "States its policy", "brackets_ceiling": "no",
        "published_on": "2027-03-01", "published_basis": "event", "seen_in": "https://example.org",
        "source_id": events.rows("arms_control/treaty_events.csv")[0]["source_id"],
    }  # fmt: skip
    given = [f"{name}={text}" for name, text in cells.items()]
    app(["add", "treaty_events", *given, "--project", str(events.project.root)], standalone_mode=False)
    (source,) = [r for r in events.rows("sources.csv") if r not in before]
    assert source["collected_on"] == "2027-03-01"
    assert source["title"].endswith(", read on 2027-03-01")
    assert events.rows("arms_control/treaty_events.csv")[-1]["source_id"] == source["source_id"]
