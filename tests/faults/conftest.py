"""The small project in its known states, made once for all test processes of a run."""

from __future__ import annotations

import fcntl
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.small_project import (
    QUARTER,
    Runner,
    Warm,
    contents,
    files_of,
    leftovers,
    write_other_facts,
    write_small_project,
)


@dataclass(frozen=True)
class Known:
    """What a whole project holds: the database's rows, the report's files, the names of all files."""

    database: str | None
    report: dict[str, str]
    names: frozenset[str]


def known(root: Path) -> Known:
    """What a project holds now."""
    database, report = database_of(root), report_of(root)
    return Known(contents(database) if database.is_file() else None, files_of(report), frozenset(files_of(root)))


def database_of(root: Path) -> Path:
    return root / "data" / "processed" / "indicators.duckdb"


def report_of(root: Path) -> Path:
    return root / "reports" / QUARTER


@dataclass(frozen=True)
class States:
    """Projects to copy, never to change.

    ``old``: built and reported. ``new``: the same from other facts. ``to_build`` and ``to_report``
    have the other facts and still the old database or the old report; the two beside them hold
    nothing of it yet.
    """

    folder: Path

    def __getattr__(self, name: str) -> Path:
        return self.folder / name


MODELS = "data/processed/.work/models"
STATES = ("to_build", "to_build_first", "to_report", "to_report_first")
"""The states in which runs are killed: a build or a report is due, over an old one or as the first."""


def make_states(folder: Path, warm: Warm) -> None:
    """Make all states in an empty folder."""
    states = States(folder)
    write_small_project(states.old)
    run_whole(warm, states.old)
    shutil.copytree(states.old, states.to_build)
    write_other_facts(states.to_build)
    shutil.copytree(states.to_build, states.to_report)
    assert warm("build", "--project", states.to_report).code == 0
    shutil.copytree(states.to_report, states.new)
    run_whole(warm, states.new)
    for root in (states.to_build, states.to_report):  # so that runs spend their time on files, not on fits
        shutil.copytree(states.new / MODELS, root / MODELS, dirs_exist_ok=True)
    shutil.copytree(states.to_build / "data/raw", states.to_build_first / "data/raw")
    shutil.copytree(states.to_report, states.to_report_first)
    shutil.rmtree(states.to_report_first / "reports")


def run_whole(warm: Warm, root: Path) -> None:
    """Build and report, and nothing is left to do or lies about."""
    done = warm("build", "--project", root)
    assert done.code == 0, done.output
    for _ in range(2):
        done = warm("report", QUARTER, "--project", root)
        assert done.code == 0, done.output
    assert "nothing to do" in done.output
    assert leftovers(root) == []


@pytest.fixture(scope="session")
def runner(tmp_path_factory: pytest.TempPathFactory) -> Runner:
    """Runs commands from a copy of the code."""
    return Runner(tmp_path_factory.mktemp("runner"))


@pytest.fixture(scope="session")
def warm(runner: Runner) -> Iterator[Warm]:
    """Runs commands in forked processes."""
    with runner.warm() as server:
        yield server


@pytest.fixture(scope="session")
def states(shared_folder: Path, warm: Warm) -> States:
    """The known states of the small project."""
    folder = shared_folder / "small_states"
    with (shared_folder / "small_states.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not (folder / "complete").exists():
            shutil.rmtree(folder, ignore_errors=True)
            folder.mkdir()
            make_states(folder, warm)
            (folder / "complete").touch()
    return States(folder)


@pytest.fixture
def project(states: States, tmp_path: Path) -> Path:
    """A copy of the project in which a build is due over an old one."""
    return Path(shutil.copytree(states.to_build, tmp_path / "project")).resolve()
