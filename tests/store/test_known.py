"""The database as of a date: what it holds, that every run gives the same rows, and what it never replaces."""

from __future__ import annotations

import datetime as dt
import shutil
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import duckdb
import pytest

from indicators.errors import EnvironmentProblem, UsageProblem
from indicators.project import Project
from indicators.store import known
from indicators.store.known import KnownJob, check_out, usual_place, write_known_database
from indicators.store.opening import open_database
from indicators.store.plan import file_hash
from indicators.version import __version__

from .reference import available
from .test_as_of import DATES, best_known
from .tiny import SOME_READINGS, TinyRoom

DAY = dt.date(2020, 3, 1)
Written = Callable[..., Path]


def contents(path: Path) -> dict[str, list[tuple[object, ...]]]:
    """Every table of a file, rows in the order in which they lie there, and every view, which has no order."""
    with duckdb.connect(":memory:") as connection:
        connection.execute(f"ATTACH '{path}' AS known (READ_ONLY); USE known")
        query = "SELECT table_name FROM information_schema.tables WHERE table_catalog = 'known' ORDER BY ALL"
        names = [name for (name,) in connection.execute(query).fetchall()]
        found = {name: connection.execute(f"FROM {name}").fetchall() for name in names}
        return {name: sorted(rows, key=repr) if name.endswith("_latest") else rows for name, rows in found.items()}


@pytest.fixture
def project(tiny_built: Project, tmp_path: Path) -> Project:
    shutil.copytree(tiny_built.root, tmp_path / "project")
    return Project((tmp_path / "project").resolve())


@pytest.fixture
def written(project: Project) -> Iterator[Written]:
    def write(as_of: dt.date = DAY, mode: str = "calendar", out: Path | None = None) -> Path:
        place = out or usual_place(project, as_of, mode)
        write_known_database(KnownJob(project, (TinyRoom(),), as_of, mode, place), lambda _: None)
        return place

    yield write


@pytest.mark.parametrize("mode", ["calendar", "strict"])
@pytest.mark.parametrize("as_of", DATES[::5], ids=str)
def test_it_holds_the_facts_and_observations_of_the_day(
    project: Project, written: Written, as_of: dt.date, mode: str
) -> None:
    held = contents(written(as_of, mode))
    days = available(SOME_READINGS, mode)
    assert {row[0] for row in held["readings"]} == {i for i, day in days.items() if day <= as_of}
    assert {row[0] for row in held["readings_latest"]} == best_known(mode, as_of)
    with open_database(project.database) as main:
        query = (
            f"FROM observations_as_of(DATE '{as_of}', as_of_mode_wanted := '{mode}') ORDER BY series_id, period_start"
        )
        assert held["observations"] == main.sql(query).fetchall()
    facts = {row[0] for row in held["facts"]}
    assert facts == {row[0] for row in held["readings"]} | {row[0] for row in held["outside_lines"]}
    assert {row[-1] for row in held["observation_inputs"]} <= facts
    assert held["as_of_info"] == [(as_of, mode, len(facts), __version__)]


def test_sources_are_those_of_known_facts_and_no_word_of_our_collection(written: Written) -> None:
    held = contents(written(dt.date(2020, 2, 20), "strict"))
    assert {row[0] for row in held["sources"]} == {row[3] for row in held["facts"]}
    assert 0 < len(held["sources"]) < 4
    assert "left_out" not in held and "build_info" not in held


def test_the_catalogue_covers_what_was_known(written: Written) -> None:
    early, late = (contents(written(day))["series"] for day in (DAY, dt.date(2021, 12, 31)))
    assert [row[0] for row in early] == [row[0] for row in late]
    assert sum(row[-2] for row in early) < sum(row[-2] for row in late)
    assert {row[9] for row in early} <= {None, DAY}


def test_a_revision_of_later_days_is_not_told(project: Project, written: Written) -> None:
    with open_database(project.database) as main:
        days = main.execute("SELECT max(available_calendar), max(revised_calendar) FROM facts").fetchall()[0]
    revised = {row[0]: row[-1] for row in contents(written(days[0]))["facts"] if row[-1]}
    (fact_id, told) = max(revised.items(), key=lambda item: item[1])
    before = {row[0]: row[-1] for row in contents(written(told - dt.timedelta(days=1)))["facts"]}
    assert before[fact_id] is None


def test_every_run_gives_the_same_rows(written: Written, tmp_path: Path) -> None:
    assert contents(written()) == contents(written(out=tmp_path / "elsewhere" / "again.duckdb"))


def test_before_all_facts_nothing_was_known(written: Written) -> None:
    held = contents(written(dt.date(1, 1, 1)))
    assert not held["facts"] and not held["sources"] and not held["observations"] and held["series"]


def test_it_neither_touches_the_main_database_nor_leaves_anything(project: Project, written: Written) -> None:
    before = (file_hash(project.database), project.database.stat().st_mtime_ns)
    names = {p.name for p in project.processed.iterdir()}
    place = written()
    assert (file_hash(project.database), project.database.stat().st_mtime_ns) == before
    assert {p.name for p in project.processed.iterdir()} == names | {place.name}
    assert not list(project.work.glob("tmp-*"))


def test_a_second_run_has_nothing_to_do_and_a_damaged_file_is_made_anew(project: Project, written: Written) -> None:
    job = KnownJob(project, (TinyRoom(),), DAY, "calendar", written())
    assert write_known_database(job, lambda _: None) == 0
    rows = contents(job.out)
    job.out.write_bytes(b"damaged")
    assert write_known_database(job, lambda _: None) == 1
    assert contents(job.out) == rows
    assert write_known_database(replace(job, mode="strict"), lambda _: None) == 1


def test_it_replaces_nothing_but_its_like(project: Project, written: Written, tmp_path: Path) -> None:
    link, note = tmp_path / "link.duckdb", tmp_path / "note.txt"
    link.hardlink_to(project.database)
    note.write_text("mine")
    (tmp_path / "nowhere.duckdb").symlink_to(tmp_path / "elsewhere.duckdb")
    for place in (project.database, link, note, tmp_path / "nowhere.duckdb", tmp_path):
        with pytest.raises(UsageProblem, match="would be replaced"):
            check_out(project, place)
    check_out(project, written())
    check_out(project, tmp_path / "new.duckdb")
    assert note.read_text() == "mine"


def test_a_failing_run_leaves_the_old_file(project: Project, written: Written, monkeypatch: pytest.MonkeyPatch) -> None:
    place = written()
    rows = contents(place)
    monkeypatch.setattr(known, "script", lambda _: "SELECT broken")
    with pytest.raises(duckdb.Error):
        write_known_database(KnownJob(project, (TinyRoom(),), DAY, "strict", place), lambda _: None)
    assert contents(place) == rows
    assert not list(place.parent.glob(f".{place.name}.*"))


def test_it_is_not_taken_for_the_main_database(written: Written) -> None:
    with pytest.raises(EnvironmentProblem, match="as of a date"):
        open_database(written())
