"""What runs again and why; what a failed or killed run leaves behind."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import duckdb
import pytest

from indicators.errors import DataProblem, EnvironmentProblem
from indicators.project import Project
from indicators.store import build as build_module
from indicators.store import plan as plan_module
from indicators.store.build import FindingsProblem, build_steps
from indicators.store.opening import open_database
from indicators.store.plan import State, Step, carry_out, file_hash, plan

from .tiny import SOME_READINGS, TinyRoom, write_project, write_readings

NOTHING: dict[str, str] = {}
CONTRACTS, DATABASE, EXPORTS = "contracts: tiny", "database", "Parquet and csv"


@pytest.fixture
def project(tiny_built: Project, tmp_path: Path) -> Project:
    """A copy of the built project, free to change."""
    shutil.copytree(tiny_built.root, tmp_path / "project")
    return Project((tmp_path / "project").resolve())


def steps(project: Project) -> list[Step]:
    return build_steps(project, [TinyRoom()])


def reasons(project: Project) -> dict[str, str]:
    """Why each stale step would run."""
    return {p.step.name: p.why for p in plan(project, steps(project)) if p.stale}


def build(project: Project) -> list[str]:
    """Build; what was told."""
    told: list[str] = []
    assert carry_out(project, steps(project), told.append) == len(told)
    return told


def readings(project: Project) -> int:
    connection = open_database(project.database)
    try:
        ((count,),) = connection.sql("SELECT count(*) FROM readings").fetchall()
    finally:
        connection.close()
    return int(count)


def leftovers(project: Project) -> list[Path]:
    """Work folders and half-written files."""
    return [*project.work.glob("tmp-*"), *project.work.rglob(".*"), *project.processed.glob(".indicators*")]


def test_a_new_project_makes_everything(tmp_path: Path) -> None:
    project = write_project(tmp_path, SOME_READINGS)
    why = reasons(project)
    assert why["contracts: shared tables"] == why[CONTRACTS] == "never made"
    assert why[DATABASE] == f"contracts: shared tables, {CONTRACTS} will be made anew"
    assert why[EXPORTS] == "database will be made anew"
    assert not project.processed.exists(), "planning writes nothing"


def test_unchanged_means_nothing_is_done(project: Project) -> None:
    assert reasons(project) == NOTHING
    before = project.database.stat().st_mtime_ns
    assert build(project) == []
    assert project.database.stat().st_mtime_ns == before


def test_a_plan_needs_no_heavy_library(project: Project) -> None:
    code = (
        "import sys; from pathlib import Path; from indicators.project import Project\n"
        "from indicators.store.build import build_steps; from indicators.store.plan import plan\n"
        "class Room:\n    name = 'tiny'\n"
        "planned = plan(Project(Path(sys.argv[1])), build_steps(Project(Path(sys.argv[1])), [Room()]))\n"
        "assert len(planned) == 4\n"
        "print([m for m in ('duckdb', 'polars', 'pandera', 'pyarrow', 'altair') if m in sys.modules])"
    )
    command = [sys.executable, "-c", code, str(project.root)]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    assert done.stdout == "[]\n"


def test_a_changed_raw_file_is_a_reason(project: Project) -> None:
    write_readings(project.raw, SOME_READINGS[:-1])
    assert reasons(project) == {
        CONTRACTS: "its code, inputs or settings changed",
        DATABASE: f"{CONTRACTS} will be made anew",
        EXPORTS: "database will be made anew",
    }
    build(project)
    assert readings(project) == len(SOME_READINGS) - 1
    assert reasons(project) == NOTHING


def test_touching_a_raw_file_is_no_reason(project: Project) -> None:
    os.utime(project.raw / "tiny" / "readings.csv")
    assert reasons(project) == NOTHING


@pytest.fixture
def code(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of the package's code, free to change."""
    shutil.copytree(plan_module.PACKAGE, tmp_path / "code")
    monkeypatch.setattr(plan_module, "PACKAGE", tmp_path / "code")
    return tmp_path / "code"


def test_changed_code_is_a_reason(project: Project, code: Path) -> None:
    assert reasons(project) == NOTHING
    with (code / "store" / "exports.py").open("a") as stream:
        stream.write("# a comment\n")
    assert reasons(project)[EXPORTS] == "database will be made anew", "exports.py is part of the store"
    with (code / "contracts" / "codes.py").open("a") as stream:
        stream.write("# a comment\n")
    assert reasons(project)[CONTRACTS] == "its code, inputs or settings changed"


def test_code_that_draws_is_no_reason(project: Project, code: Path) -> None:
    room = code / "families" / "tiny"
    room.mkdir()
    for name in ("contract.py", "series.py", "tables.sql", "charts.py"):
        (room / name).write_text("")
    build(project)
    (room / "charts.py").write_text("# blue\n")
    assert reasons(project) == NOTHING
    (room / "series.py").write_text("# another series\n")
    assert set(reasons(project)) == {DATABASE, EXPORTS}, "the contracts do not depend on the series"
    (room / "contract.py").write_text("# another rule\n")
    assert set(reasons(project)) == {CONTRACTS, DATABASE, EXPORTS}


@pytest.mark.parametrize(
    ("library", "first"), [("polars", "contracts: shared tables"), ("duckdb", DATABASE), ("pyarrow", DATABASE)]
)
def test_a_new_library_is_a_reason(project: Project, monkeypatch: pytest.MonkeyPatch, library: str, first: str) -> None:
    real = plan_module.version
    monkeypatch.setattr(plan_module, "version", lambda name: "99.0" if name == library else real(name))
    why = reasons(project)
    assert next(iter(why.items())) == (first, "its code, inputs or settings changed")
    assert EXPORTS in why


@pytest.mark.parametrize("name", ["indicators.duckdb", "readings.csv", "series.parquet"])
def test_a_removed_or_changed_output_is_made_again(project: Project, name: str) -> None:
    path, step = project.processed / name, DATABASE if name == "indicators.duckdb" else EXPORTS
    path.unlink()
    assert reasons(project)[step] == f"data/processed/{name} is missing"
    path.write_bytes(b"mine")
    assert reasons(project)[step] == f"data/processed/{name} was changed from outside"
    build(project)
    assert reasons(project) == NOTHING
    assert path.read_bytes() != b"mine"


@pytest.mark.parametrize(
    "text",
    [
        "",
        "not json",
        "[]",
        "null",
        '{"format": 1}',
        '{"format": 1, "steps": 3}',
        '{"format": 1, "steps": {"database": 3}}',
    ],
)
def test_a_damaged_state_file_means_everything_is_made_again(project: Project, text: str) -> None:
    State(project).path.write_text(text)
    assert set(reasons(project).values()) >= {"never made"}
    build(project)
    assert reasons(project) == NOTHING


def test_a_state_file_of_another_version_is_not_read(project: Project) -> None:
    path = State(project).path
    path.write_text(path.read_text().replace('"format": 1,', '"format": 99,', 1))
    why = "the record of earlier steps is of format 99, this version writes format 1"
    assert reasons(project)[CONTRACTS] == why


def test_an_input_changed_while_its_step_runs_stops_the_run(tmp_path: Path) -> None:
    project = Project(tmp_path.resolve())
    source = tmp_path / "input.txt"
    source.write_text("old")

    def run() -> list[Path]:
        (tmp_path / "output.txt").write_text(source.read_text())
        source.write_text("new")
        return [tmp_path / "output.txt"]

    step = Step("copy", run, inputs=(source,))
    with pytest.raises(DataProblem, match="changed while it was being worked with"):
        carry_out(project, [step], lambda _: None)
    assert [p.why for p in plan(project, [step])] == ["never made"], "it is not taken for finished"


def test_steps_run_in_the_order_of_their_needs(tmp_path: Path) -> None:
    order: list[str] = []
    made = [Step(name, lambda name=name: order.append(name) or [], needs=needs) for name, needs in (
        ("c", ("b",)), ("a", ()), ("b", ("a",)),
    )]  # fmt: skip
    carry_out(Project(tmp_path.resolve()), made, lambda _: None)
    assert order == ["a", "b", "c"]


def test_a_folder_has_a_hash_of_its_own(tmp_path: Path) -> None:
    assert file_hash(tmp_path) == "unreadable"
    assert file_hash(tmp_path / "none") == "missing"


def test_facts_that_break_their_contract_leave_the_last_good_database(project: Project) -> None:
    before = project.database.read_bytes()
    write_readings(project.raw, [*SOME_READINGS[:-1], replace(SOME_READINGS[0], fact_id="tiny.z", place="east")])
    with pytest.raises(FindingsProblem, match="The code is a declared one") as raised:
        build(project)
    assert raised.value.where == "data/raw/tiny/readings.csv:10, fact_id=tiny.z, column place"
    assert raised.value.exit_code == 1
    assert project.database.read_bytes() == before
    assert readings(project) == len(SOME_READINGS)
    assert leftovers(project) == []
    assert CONTRACTS in reasons(project), "it is tried again next time"


def test_the_problem_counts_the_findings_it_does_not_show(project: Project) -> None:
    bad = [replace(r, fact_id=f"{r.fact_id}z", place="east") for r in SOME_READINGS]
    write_readings(project.raw, bad)
    with pytest.raises(FindingsProblem, match=r"\(and 8 more, see: indicators audit\)"):
        build(project)


def failing(*_: object) -> None:
    raise RuntimeError("the machine fell over")


@pytest.mark.parametrize("where", ["make_observations", "_catalogue"])
def test_a_step_that_fails_half_way_leaves_the_last_good_database(
    project: Project, monkeypatch: pytest.MonkeyPatch, where: str
) -> None:
    before = project.database.read_bytes()
    write_readings(project.raw, SOME_READINGS[:-1])
    with monkeypatch.context() as broken:
        broken.setattr(f"indicators.store.database.{where}", failing)
        with pytest.raises(RuntimeError, match="fell over"):
            build(project)
    assert project.database.read_bytes() == before
    assert readings(project) == len(SOME_READINGS)
    assert leftovers(project) == []
    build(project)
    assert readings(project) == len(SOME_READINGS) - 1


KILLED = """
import os, signal, sys
from pathlib import Path
from indicators.project import Project
from indicators.store import database
from indicators.store.build import build_steps
from indicators.store.plan import carry_out
from store.tiny import TinyRoom
database._catalogue = lambda *_: os.kill(os.getpid(), signal.SIGKILL)
project = Project(Path(sys.argv[1]))
carry_out(project, build_steps(project, [TinyRoom()]), print)
"""


def test_a_killed_build_leaves_the_last_good_database(project: Project) -> None:
    before = project.database.read_bytes()
    write_readings(project.raw, SOME_READINGS[:-1])
    tests = Path(__file__).resolve().parent.parent
    environment = os.environ | {"PYTHONPATH": os.pathsep.join([str(tests), str(tests.parent)])}
    for _ in range(2):
        done = subprocess.run(
            [sys.executable, "-c", KILLED, str(project.root)], env=environment, capture_output=True, check=False
        )
        assert done.returncode == -signal.SIGKILL, done.stderr.decode()
    assert project.database.read_bytes() == before
    assert readings(project) == len(SOME_READINGS)
    assert len(list(project.work.glob("tmp-*"))) == 1, "what the first killed run left was cleared by the second"
    build(project)
    assert readings(project) == len(SOME_READINGS) - 1
    assert leftovers(project) == []


def test_files_that_a_killed_run_was_writing_are_cleared_and_others_stay(project: Project) -> None:
    names = [path.name for path in project.processed.iterdir() if path.is_file()]
    assert "datapackage.json" in names
    for name in names:
        project.processed.joinpath(f".{name}.3645").touch()
    project.processed.joinpath(".gitkeep").touch()
    project.reports.mkdir(exist_ok=True)
    project.reports.joinpath(".index.html.3645").touch()
    assert build(project) == []
    assert sorted(path.name for path in project.processed.glob(".*")) == [".gitkeep", ".work"]
    assert list(project.reports.iterdir()) == []


def test_a_stale_log_beside_the_database_does_not_spoil_the_new_one(project: Project) -> None:
    log = project.database.with_name("indicators.duckdb.wal")
    log.write_bytes(b"of another database" * 100)
    write_readings(project.raw, SOME_READINGS[:-1])
    build(project)
    assert not log.exists()
    assert readings(project) == len(SOME_READINGS) - 1


def test_a_reader_opened_before_the_build_does_not_hide_the_new_data(project: Project) -> None:
    old = open_database(project.database)
    write_readings(project.raw, SOME_READINGS[:-1])
    build(project)
    assert readings(project) == len(SOME_READINGS) - 1
    assert old.sql("SELECT count(*) FROM readings").fetchall() == [(len(SOME_READINGS),)], "it sees what it opened"
    old.close()


def test_a_folder_that_cannot_be_written_is_a_problem_of_the_machine(project: Project) -> None:
    shutil.rmtree(project.work)
    project.work.write_text("a file in its place")
    with pytest.raises(EnvironmentProblem, match="the work folder cannot be written") as raised:
        build(project)
    assert raised.value.exit_code == 3


def test_a_second_build_waits_for_the_first(project: Project, capfd: pytest.CaptureFixture[str]) -> None:
    code = (
        "import sys, time; from pathlib import Path; from indicators.project import Project\n"
        "from indicators.store.plan import lock\n"
        "with lock(Project(Path(sys.argv[1]))):\n    print('locked', flush=True); time.sleep(0.5)\n"
    )
    with subprocess.Popen([sys.executable, "-c", code, str(project.root)], stdout=subprocess.PIPE, text=True) as other:
        assert other.stdout is not None
        assert other.stdout.readline() == "locked\n"
        build(project)
        assert other.wait() == 0
    assert capfd.readouterr().err == f"waiting for the build of process {other.pid}\n"


def test_steps_of_a_family_are_its_own() -> None:
    sample: Callable[..., list[Step]] = build_module.build_steps
    names = [s.name for s in sample(Project(Path("/none")), [TinyRoom("one"), TinyRoom("two")])]
    assert names == ["contracts: shared tables", "contracts: one", "contracts: two", DATABASE, EXPORTS]


def test_the_file_is_a_database_of_its_own(project: Project) -> None:
    """No sidecar is needed: the file alone, copied elsewhere, holds everything."""
    alone = project.root / "alone.duckdb"
    shutil.copy(project.database, alone)
    with duckdb.connect(str(alone), read_only=True) as connection:
        assert connection.execute("SELECT count(*) FROM readings").fetchall() == [(len(SOME_READINGS),)]


def test_a_project_that_cannot_be_written_is_read_while_it_is_fresh(
    project: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As on a read-only disk: root may write everywhere, so the lock's file is refused by hand."""
    opened = Path.open

    def refuse(path: Path, mode: str = "r", **more: str) -> object:
        if path.name == "lock":
            raise OSError(30, "Read-only file system")
        return opened(path, mode, **more)

    monkeypatch.setattr(Path, "open", refuse)
    assert build(project) == []
    write_readings(project.raw, SOME_READINGS[:-1])
    with pytest.raises(EnvironmentProblem, match=r"the work folder cannot be written \(Read-only file system\)"):
        build(project)
