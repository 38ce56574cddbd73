"""Several builds at once, readers during a build, and one process that reads, builds and reads."""

from __future__ import annotations

import itertools
import re
import shutil
import threading
from pathlib import Path

import duckdb
import polars as pl
import pytest

import indicators as ind
from indicators import registry
from indicators.store.opening import open_database
from tests.small_project import FAMILY, QUARTER, Runner, Warm, leftovers

from .conftest import States, database_of, known


@pytest.mark.parametrize("builds", [2, 8])
def test_builds_at_once_take_turns(states: States, runner: Runner, project: Path, builds: int) -> None:
    commands = [("build",)] * (builds - 1) + [("report", QUARTER)]
    running = [runner.start(*command, "--project", project) for command in commands]
    outputs = [process.communicate(timeout=300)[0] for process in running]
    assert [process.returncode for process in running] == [0] * builds, outputs

    assert sum(text.count("database: ") for text in outputs) == 1, "one builds, the others find it done"
    assert sum(text.count(f"report {QUARTER}: ") for text in outputs) == 1
    waited_for = {int(pid) for text in outputs for pid in re.findall(r"waiting for the build of process (\d+)", text)}
    assert waited_for <= {process.pid for process in running}
    assert known(project).database == known(states.new).database
    assert known(project).report == known(states.new).report
    assert leftovers(project) == []


def test_one_that_waits_says_for_whom(runner: Runner, warm: Warm, states: States, project: Path) -> None:
    """A build held up in the middle: the second one names it and goes on once it is gone."""
    holder = runner.start("hold", project)
    assert holder.stdout is not None
    assert holder.stdout.readline() == "held\n"
    waiting = threading.Timer(1.0, holder.kill)
    waiting.start()
    done = warm("build", "--project", project)
    holder.wait()
    holder.stdout.close()
    assert f"waiting for the build of process {holder.pid}\n" in done.output
    assert done.code == 0
    assert known(project).database == known(states.new).database


VERSION = "SELECT count(*), count(*) FILTER (note = 'Seen again.') FROM contacts"


def version_in(connection: duckdb.DuckDBPyConnection) -> tuple[int, int]:
    """Two numbers that only the old or the new facts have together."""
    ((rows, notes),) = connection.sql(VERSION).fetchall()
    return rows, notes


def version_of(root: Path) -> tuple[int, int]:
    connection = open_database(database_of(root))
    try:
        return version_in(connection)
    finally:
        connection.close()


def test_readers_see_one_version_throughout(states: States, warm: Warm, project: Path) -> None:
    """One opens the database over and over while it is built anew three times; one keeps it open throughout."""
    old, new = version_of(states.old), version_of(states.new)
    kept = open_database(database_of(project))
    seen: list[tuple[int, int]] = []
    over = threading.Event()

    def read() -> None:
        while not over.is_set():
            seen.append(version_of(project))

    reader = threading.Thread(target=read)
    reader.start()
    try:
        for facts in (states.new, states.old, states.new):
            shutil.copytree(facts / "data" / "raw", project / "data" / "raw", dirs_exist_ok=True)
            assert warm("build", "--project", project).code == 0
    finally:
        over.set()
        reader.join()
    assert [version for version, _ in itertools.groupby(seen)] == [old, new, old, new]
    assert version_in(kept) == old
    kept.close()


def test_one_process_that_connects_and_builds_reads_the_new_facts(
    states: States, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    project = Path(shutil.copytree(states.old, tmp_path / "project"))
    monkeypatch.setattr(registry, "FAMILIES", (FAMILY,))
    monkeypatch.setenv("INDICATORS_PROJECT", str(project))
    series_id = "contacts.head_of_state.calls.a"

    def calls_2018(frame: pl.DataFrame) -> float:
        return float(frame.filter(frame["period"] == "2018")["value"].item())

    kept = ind.connect()
    before = calls_2018(ind.series(series_id))
    shutil.copytree(states.new / "data" / "raw", project / "data" / "raw", dirs_exist_ok=True)
    assert calls_2018(ind.series(series_id)) == before - 1
    question = f"SELECT value FROM observations_latest WHERE series_id = '{series_id}' AND period = '2018'"
    assert ind.connect().sql(question).fetchall() == [(before - 1,)]
    assert kept.sql(question).fetchall() == [(before,)], "a connection keeps what it opened"
    kept.close()
