"""What an older or a newer version wrote is recognised and made anew with a word, never misread."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import duckdb
import pytest

from indicators.errors import EnvironmentProblem, UsageProblem
from indicators.project import Project
from indicators.store.build import build_steps
from indicators.store.opening import THREADS_VARIABLE, closed, open_database
from indicators.store.plan import DATABASE_FORMAT, STATE_FORMAT, State, carry_out
from indicators.store.sql_text import literal
from indicators.version import __version__

from .tiny import TinyRoom


@pytest.fixture
def project(tiny_built: Project, tmp_path: Path) -> Project:
    """A copy of the built project."""
    shutil.copytree(tiny_built.root, tmp_path / "project")
    return Project((tmp_path / "project").resolve())


def build(project: Project) -> list[str]:
    """Build; what was said."""
    said: list[str] = []
    carry_out(project, build_steps(project, [TinyRoom()]), said.append)
    return said


def written_by_hand(path: Path, *statements: str) -> None:
    """An old database: observations as they were before, and whatever else ``statements`` make."""
    path.unlink(missing_ok=True)
    with duckdb.connect() as connection:
        connection.execute(f"ATTACH {literal(str(path))} AS old (STORAGE_VERSION 'v1.2.0'); USE old")
        connection.execute("CREATE TABLE observations (series_id VARCHAR, period VARCHAR, value DOUBLE)")
        connection.execute("INSERT INTO observations VALUES ('tiny.north.m', '2020-01', 99)")
        for statement in statements:
            connection.execute(statement)


def test_a_database_says_what_wrote_it(project: Project) -> None:
    (project.raw / "VERSION").write_text("1.4.2\n", encoding="utf-8")
    build(project)
    with open_database(project.database) as connection:
        assert connection.sql("FROM build_info").fetchall() == [(DATABASE_FORMAT, __version__, "1.4.2")]


INFO = "CREATE TABLE build_info (format BIGINT, package_version VARCHAR)"
OLD = {
    "before formats": ((), "before formats were numbered"),
    "no row": ((INFO,), "before formats were numbered"),
    "other columns": (("CREATE TABLE build_info (version VARCHAR)",), "before formats were numbered"),
    "older": ((INFO, "INSERT INTO build_info VALUES (0, '0.0.9')"), "in format 0 by indicators 0.0.9"),
    "newer": ((INFO, "INSERT INTO build_info VALUES (7, '9.1')"), "in format 7 by indicators 9.1"),
}


@pytest.mark.parametrize(("statements", "told"), OLD.values(), ids=OLD)
def test_a_database_of_another_format_is_not_read(tmp_path: Path, statements: tuple[str, ...], told: str) -> None:
    path = tmp_path / "indicators.duckdb"
    written_by_hand(path, *statements)
    with pytest.raises(EnvironmentProblem) as raised:
        open_database(path)
    assert str(raised.value).splitlines() == [
        f"the database was written {told}; this version reads format {DATABASE_FORMAT}",
        "  where: indicators.duckdb",
        "  do:    run: indicators build, which makes it anew from the facts",
    ]


@pytest.mark.parametrize("statements", [case[0] for case in OLD.values()], ids=OLD)
def test_a_build_makes_it_anew(project: Project, statements: tuple[str, ...]) -> None:
    written_by_hand(project.database, *statements)
    assert build(project)[0] == "database: data/processed/indicators.duckdb was changed from outside"
    connection = open_database(project.database)
    assert connection.sql("SELECT count(*) FROM observations WHERE value = 99").fetchall() == [(0,)]
    connection.close()


def test_a_step_recorded_in_another_format_runs_with_a_word(project: Project) -> None:
    path = State(project).path
    stored = json.loads(path.read_text())
    stored["steps"]["database"]["format"] = 99
    path.write_text(json.dumps(stored))
    assert build(project)[0] == f"database: it was made in format 99, this version makes format {DATABASE_FORMAT}"
    del stored["steps"]["database"]["format"]
    path.write_text(json.dumps(stored))
    assert build(project)[0] == f"database: it was made in format unknown, this version makes format {DATABASE_FORMAT}"
    assert build(project) == []


@pytest.mark.parametrize(
    ("text", "found"), [('{"format": 0, "steps": {}}', "0"), ('{"format": 99}', "99"), ("{}", "unknown")]
)
def test_a_state_of_another_format_is_left_aside_with_a_word(project: Project, text: str, found: str) -> None:
    State(project).path.write_text(text)
    said = build(project)
    word = f"the record of earlier steps is of format {found}, this version writes format {STATE_FORMAT}"
    assert said[0] == f"contracts: shared tables: {word}"
    assert build(project) == []


def test_a_state_whose_format_only_looks_right_is_left_aside(project: Project) -> None:
    path = State(project).path
    stored = json.loads(path.read_text())
    for looks in (True, 1.0, "1"):
        path.write_text(json.dumps(stored | {"format": looks}))
        assert State(project).steps == {}


@pytest.mark.parametrize("text", ["", "0", "-1", "two", "65", "1e1", "²"])
def test_a_wrong_number_of_threads_is_wrong_use(monkeypatch: pytest.MonkeyPatch, text: str) -> None:
    monkeypatch.setenv(THREADS_VARIABLE, text)
    with pytest.raises(UsageProblem, match="not a number of threads"):
        closed()


def test_the_number_of_threads_is_that_of_the_environment(project: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(THREADS_VARIABLE, "3")
    connection = open_database(project.database)
    assert connection.sql("SELECT current_setting('threads')").fetchall() == [(3,)]
    connection.close()
