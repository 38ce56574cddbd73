"""What breaks under a run or between two: the disk, a folder, a raw file, the cache, the database, the clock."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path

import pytest

from indicators import registry
from indicators.errors import DataProblem
from indicators.modelling import fitting
from indicators.modelling.step import full_steps
from indicators.project import Project
from indicators.registry import rooms
from indicators.reporting.edition import choose_edition
from indicators.reporting.write import ReportJob, report_inputs, report_step
from indicators.store.plan import Step, carry_out, plan
from tests.small_project import FAMILY, QUARTER, Ended, Warm, cheap_models, leftovers, write_other_facts

from .conftest import States, database_of, known, report_of, run_whole

THREE_LINES = re.compile(r"^error: \S.*\n  where: \S.*\n  do:    \S.*\n", re.MULTILINE)


def check_clear(done: Ended, code: int) -> None:
    """Three lines and the exit code, no traceback."""
    assert done.code == code, done.output
    assert len(THREE_LINES.findall(done.output)) == 1, done.output
    assert "Traceback" not in done.output


def check_old_then_new(states: States, warm: Warm, project: Path) -> None:
    """Nothing was lost; the next run needs no help."""
    assert known(project).database == known(states.old).database
    assert known(project).report == known(states.old).report
    run_whole(warm, project)
    assert known(project).database == known(states.new).database
    assert known(project).report == known(states.new).report


# -- the disk and its folders ------------------------------------------------------------------------


@pytest.mark.parametrize(
    "bytes_allowed",
    [4_000, 400_000, *(pytest.param(size, marks=pytest.mark.nightly) for size in (20_000, 2_000_000))],
)
def test_a_file_that_may_grow_no_further(states: States, warm: Warm, project: Path, bytes_allowed: int) -> None:
    """As on a full disk or over quota; from the first record to the database itself."""
    done = warm("build", "--project", project, file_limit=bytes_allowed)
    check_clear(done, 3)
    assert "free some space" in done.output
    assert leftovers(project) == []
    check_old_then_new(states, warm, project)


def test_a_report_that_finds_no_room(states: States, warm: Warm, tmp_path: Path) -> None:
    project = Path(shutil.copytree(states.to_report, tmp_path / "project")).resolve()
    check_clear(warm("report", QUARTER, "--project", project, file_limit=100_000), 3)
    assert known(project).report == known(states.old).report
    assert leftovers(project) == []
    run_whole(warm, project)


@pytest.mark.nightly
@pytest.mark.parametrize("kilobytes", [3_000, 6_000, 9_000])
def test_a_full_disk(states: States, warm: Warm, tmp_path: Path, kilobytes: int) -> None:
    """The whole project on a small disk of its own; where none may be mounted the tests above stand alone."""
    disk = tmp_path / "disk"
    disk.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", f"size={kilobytes}k", "tmpfs", str(disk)]
    if subprocess.run(mount, capture_output=True, check=False).returncode:
        pytest.skip("no disk can be mounted here")
    try:
        project = disk / "project"
        shutil.copytree(states.to_build / "data" / "raw", project / "data" / "raw")
        done = warm("report", QUARTER, "--project", project)
        check_clear(done, 3)
        subprocess.run(["mount", "-o", "remount,size=64m", str(disk)], check=True)
        run_whole(warm, project)
        assert known(project).database == known(states.new).database
        assert known(project).report == known(states.new).report
    finally:
        subprocess.run(["umount", str(disk)], check=True)


@pytest.mark.parametrize("place", ["data/processed", "data/processed/.work", "reports"])
def test_a_file_where_a_folder_should_be(states: States, warm: Warm, tmp_path: Path, place: str) -> None:
    """Stands for a folder that cannot be written: root may write to all of them."""
    project = (tmp_path / "project").resolve()
    shutil.copytree(states.to_build / "data" / "raw", project / "data" / "raw")
    (project / place).parent.mkdir(parents=True, exist_ok=True)
    (project / place).write_text("mine")
    check_clear(warm("report", QUARTER, "--project", project), 3)
    assert (project / place).read_text() == "mine"
    (project / place).unlink()
    run_whole(warm, project)
    assert known(project).report == known(states.new).report


# -- raw files that change under a run -----------------------------------------------------------------


@pytest.fixture
def steps(project: Path, monkeypatch: pytest.MonkeyPatch) -> Sequence[Step]:
    """The small project's steps in this process."""
    monkeypatch.setattr(registry, "FAMILIES", (FAMILY,))
    monkeypatch.setattr(fitting, "declared", cheap_models(fitting.declared))
    return full_steps(Project(project), rooms())


def add_a_blank(path: Path) -> None:
    path.write_bytes(path.read_bytes() + b" ")


CHANGES: dict[str, Callable[[Path], None]] = {"changed": add_a_blank, "removed": Path.unlink}


def check_refused(states: States, project: Path, path: Path, run: Callable[[], object]) -> None:
    with pytest.raises(DataProblem, match="changed while it was being worked with") as raised:
        run()
    assert raised.value.where == path.relative_to(project).as_posix()
    assert raised.value.do.startswith("run the command again")
    assert known(project).database in (known(states.old).database, known(states.new).database)


@pytest.mark.parametrize("change", CHANGES)
@pytest.mark.parametrize("step", ["contracts: contacts", "database", "Parquet and csv"])
def test_a_file_that_changes_between_the_plan_and_a_step(
    states: States, project: Path, steps: Sequence[Step], step: str, change: str
) -> None:
    path = project / "data" / "raw" / "sources.csv"
    original = path.read_bytes()

    def tell(text: str) -> None:
        if text.startswith(step):
            CHANGES[change](path)

    check_refused(states, project, path, lambda: carry_out(Project(project), steps, tell))
    path.write_bytes(original)
    carry_out(Project(project), steps, lambda _: None)
    assert known(project).database == known(states.new).database


def test_a_file_that_changes_while_it_is_read_is_not_recorded(
    states: States, project: Path, steps: Sequence[Step]
) -> None:
    """The step read one of the two versions, nobody knows which: it counts as not done."""
    path = project / "data" / "raw" / "contacts" / "contacts.csv"

    def reading(step: Step) -> list[Path]:
        made = list(step.run())
        add_a_blank(path)
        return made

    name = "contracts: contacts"
    changed = [replace(s, run=lambda s=s: reading(s)) if s.name == name else s for s in steps]
    check_refused(states, project, path, lambda: carry_out(Project(project), changed, lambda _: None))
    assert known(project).database == known(states.old).database
    path.write_bytes(path.read_bytes().removesuffix(b" "))
    assert name in {p.step.name for p in plan(Project(project), steps) if p.stale}


def test_facts_that_change_under_a_report_leave_the_old_one(
    states: States, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Else its manifest would name facts that it was not made from."""
    root = Path(shutil.copytree(states.to_report, tmp_path / "project")).resolve()
    monkeypatch.setattr(registry, "FAMILIES", (FAMILY,))
    monkeypatch.setattr(fitting, "declared", cheap_models(fitting.declared))
    project, path = Project(root), root / "data" / "raw" / "sources.csv"
    steps = full_steps(project, rooms())
    carry_out(project, steps, lambda _: None)

    def tell(text: str) -> None:
        if text == "files":
            add_a_blank(path)

    edition = choose_edition(project.database, "", QUARTER, None, "calendar")
    job = ReportJob(project, rooms(), edition, report_of(root), report_inputs(steps), tell)
    check_refused(states, root, path, lambda: carry_out(project, [*steps, report_step(job)], tell))
    assert known(root).report == known(states.old).report
    assert leftovers(root) == []


# -- caches, records and outputs that were damaged -----------------------------------------------------

WORK = "data/processed/.work"


def garbage(path: Path) -> None:
    path.write_bytes(b"\x00garbage\xff" * 50)


def cut_short(path: Path) -> None:
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])


def emptied(path: Path) -> None:
    path.write_bytes(b"")


def other_json(path: Path) -> None:
    path.write_text('{"format": 1, "steps": {"database": 5}, "rows": []}')


def deep_json(path: Path) -> None:
    path.write_text("[" * 100_000)


def other_digit(path: Path) -> None:
    """A number of the file becomes another one."""
    path.write_bytes(re.sub(rb"\.[0-8]", lambda found: b".%d" % (int(found[0][1:]) + 1), path.read_bytes(), count=1))


DAMAGE = {d.__name__: d for d in (garbage, cut_short, emptied, other_json, deep_json, other_digit, Path.unlink)}
DAMAGED = (
    (f"{WORK}/state.json", ("other_json", "garbage", "cut_short", "emptied", "deep_json", "unlink")),
    (f"{WORK}/models/*.json", ("other_digit", "garbage", "cut_short", "other_json", "deep_json")),
    (f"{WORK}/contracts/contacts/contacts.parquet", ("cut_short", "garbage", "unlink")),
    (f"{WORK}/lock", ("garbage",)),
    ("data/processed/indicators.duckdb", ("cut_short", "garbage", "emptied", "unlink")),
    ("data/processed/contacts.parquet", ("cut_short", "garbage")),
    (f"reports/{QUARTER}/report.html", ("cut_short",)),
    (f"reports/{QUARTER}/tables/scoreboard.csv", ("unlink",)),
    (f"reports/{QUARTER}/manifest.json", ("garbage",)),
)
"""Files and how each is damaged; the first way on every run, the others at night."""
CASES = [
    pytest.param(place, way, marks=() if n == 0 else pytest.mark.nightly)
    for place, ways in DAMAGED
    for n, way in enumerate(ways)
]


@pytest.mark.parametrize(("place", "damage"), CASES)
def test_what_was_damaged_is_made_again(states: States, warm: Warm, tmp_path: Path, place: str, damage: str) -> None:
    project = Path(shutil.copytree(states.new, tmp_path / "project")).resolve()
    for path in project.glob(place):
        DAMAGE[damage](path)
    if "models" in place:  # kept fits are looked at only when a report is due
        (report_of(project) / "report.md").unlink()
    for command in (("build",), ("report", QUARTER)):
        done = warm(*command, "--project", project)
        assert done.code == 0, done.output
    assert known(project).database == known(states.new).database
    assert known(project).report == known(states.new).report
    assert leftovers(project) == []


def test_a_stale_log_beside_the_database(states: States, warm: Warm, tmp_path: Path) -> None:
    """DuckDB would replay it into a database that it does not belong to, or refuse to open it."""
    project = Path(shutil.copytree(states.new, tmp_path / "project")).resolve()
    sidecar = database_of(project).with_name("indicators.duckdb.wal")
    sidecar.write_bytes(b"of another database" * 100)
    done = warm("build", "--project", project)
    assert done.code == 0, done.output
    assert not sidecar.exists()
    assert known(project).database == known(states.new).database


# -- the clock -----------------------------------------------------------------------------------------


def test_the_clock_plays_no_part(states: States, warm: Warm, project: Path) -> None:
    """Files dated 1990 or 2099: what counts is what they hold."""

    def set_clock(root: Path, year: int) -> None:
        for path in root.rglob("*"):
            os.utime(path, (86_400 * 365 * (year - 1970),) * 2)

    set_clock(project / "data" / "raw", 1990)
    set_clock(project / "data" / "processed", 2099)
    assert "database: " in warm("build", "--project", project).output
    set_clock(project / "data" / "raw", 2099)
    set_clock(project / "data" / "processed", 1990)
    assert "nothing to do" in warm("build", "--project", project).output
    assert known(project).database == known(states.new).database


def test_the_two_sets_of_facts_differ_in_all_that_is_made(states: States, tmp_path: Path) -> None:
    """Else the tests here could not tell an old state from a new one."""
    old, new = known(states.old), known(states.new)
    assert old.database != new.database
    same = {name for name in old.report if old.report[name] == new.report.get(name)}
    assert {"manifest.json", "report.md", "report.html", "tables/contacts_series.csv"} & same == set()
    copy = Path(shutil.copytree(states.old / "data" / "raw", tmp_path / "p" / "data" / "raw")).parent.parent
    write_other_facts(copy)
    assert (copy / "data/raw/contacts/contacts.csv").read_bytes() == (
        states.new / "data/raw/contacts/contacts.csv"
    ).read_bytes()
