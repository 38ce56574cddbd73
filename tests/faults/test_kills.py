"""SIGKILL at any moment of a build or a report leaves the old or the new, whole; the next run goes through."""

from __future__ import annotations

import random
import re
import shutil
from pathlib import Path

import pytest

from tests.small_project import QUARTER, Warm, files_of, leftovers

from .conftest import STATES, Known, States, database_of, known, report_of

SEED = 20_260_702


def command_of(state: str) -> tuple[str, ...]:
    return ("report", QUARTER) if "report" in state else ("build",)


def check_whole(root: Path, old: Known, new: Known) -> str:
    """The database and the report are the old or the new ones; which, in words."""
    now = known(root)
    assert now.database in (old.database, new.database)
    between = [path for path in leftovers(root) if re.fullmatch(rf"reports/\.{QUARTER}\.old-\d+", path)]
    if old.report and not now.report:
        assert len(between) == 1, "the old report steps aside for a moment"
        assert files_of(root / between[0]) == old.report
        return "between"
    assert now.report in (old.report, new.report)
    return "new" if (now.database, now.report) == (new.database, new.report) else "old"


def kill_and_go_on(states: States, warm: Warm, state: str, tmp_path: Path, kills: int) -> dict[str, int]:
    """Kill runs from a state at seeded moments, half by the clock, half at a change of a file; count what was found."""
    root = (tmp_path / "project").resolve()
    command = (*command_of(state), "--project", root)
    chance = random.Random(f"{SEED} {state}")
    old, found = known(getattr(states, state)), {"survived": 0}
    new = Known(known(states.new).database, known(states.new).report if "report" in state else old.report, frozenset())

    def start_again() -> None:
        shutil.rmtree(root, ignore_errors=True)
        shutil.copytree(getattr(states, state), root)

    start_again()
    whole = warm(*command)
    assert whole.code == 0, whole.output
    names, changes = known(root).names, int(whole.output.rsplit("changes: ")[1])
    for n in range(kills):
        start_again()
        by_clock = n % 2 == 0
        after = chance.uniform(0, whole.seconds) if by_clock else None
        at = 0 if by_clock else chance.randint(1, changes)
        killed = warm(*command, kill_after=after, die_at=at)
        moment = f"kill {n} of {state}: after {after} seconds, or before change {at}"
        assert killed.code in ((-9, 0) if by_clock else (-9,)), f"{moment}\n{killed.output}"
        what = check_whole(root, old, new)
        found[what] = found.get(what, 0) + 1
        again = warm(*command)
        assert again.code == 0, f"{moment}\n{again.output}"
        end = known(root)
        assert (end.database, end.report) == (new.database, new.report), moment
        assert end.names == names, f"{moment}: nothing piles up"
        assert leftovers(root) == []
        found["survived"] += 1
    return found


@pytest.mark.parametrize("state", STATES)
def test_three_kills(states: States, warm: Warm, state: str, tmp_path: Path) -> None:
    found = kill_and_go_on(states, warm, state, tmp_path, 3)
    assert found["survived"] == 3


@pytest.mark.nightly
@pytest.mark.parametrize("state", STATES)
def test_fifty_kills(states: States, warm: Warm, state: str, tmp_path: Path) -> None:
    found = kill_and_go_on(states, warm, state, tmp_path, 50)
    print(f"{state}: {found}")
    assert found["survived"] == 50


def test_kills_in_a_row_pile_nothing_up(states: States, warm: Warm, project: Path) -> None:
    """Each killed run clears what the one before it left, without a run that ends well in between."""
    command = ("report", QUARTER, "--project", project)
    for at in (3, 12, 30, 60, 90, 110):
        assert warm(*command, die_at=at).code == -9
        assert len(leftovers(project)) <= 3
    assert warm(*command).code == 0
    assert warm("build", "--project", project).code == 0  # a report waits for no models, a build adds them
    assert known(project).database == known(states.new).database
    assert known(project).report == known(states.new).report
    assert leftovers(project) == []


def test_a_report_that_stepped_aside_is_put_back_even_by_a_run_that_fails(
    states: States, warm: Warm, project: Path
) -> None:
    report_of(project).rename(project / "reports" / f".{QUARTER}.old-99999")
    (project / "reports" / f".{QUARTER}.new-99999").mkdir()
    contacts = project / "data" / "raw" / "contacts" / "contacts.csv"
    contacts.write_bytes(contacts.read_bytes() + b"stray\n")
    done = warm("build", "--project", project)
    assert done.code == 1
    assert "cells, the header has" in done.output
    assert known(project).report == known(states.old).report
    assert leftovers(project) == []


def test_the_database_is_one_file_after_every_run(states: States) -> None:
    assert [p.name for p in database_of(states.new).parent.glob("*.wal")] == []
