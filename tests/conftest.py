"""Shared fixtures: the real facts audited once, a database built once, and views of it."""

from __future__ import annotations

import datetime as dt
import fcntl
import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from indicators.contracts.audit import audit
from indicators.contracts.findings import Audit
from indicators.project import Project
from indicators.registry import all_across, all_tables, rooms
from indicators.store.build import build_steps
from indicators.store.dates import LATEST
from indicators.store.plan import carry_out
from indicators.store.view import AsOfView, as_of_view

ROOT = Path(__file__).resolve().parent.parent


@pytest.fixture(scope="session")
def raw() -> Path:
    """The facts as they lie in the repository."""
    return ROOT / "data" / "raw"


@pytest.fixture(scope="session")
def audited(raw: Path) -> Audit:
    """The audit of all real facts."""
    return audit(raw, all_tables(), across=all_across())


@pytest.fixture(scope="session")
def shared_folder(tmp_path_factory: pytest.TempPathFactory, worker_id: str) -> Path:
    """A folder that all test processes of this run share."""
    base = tmp_path_factory.getbasetemp()
    return (base if worker_id == "master" else base.parent).resolve()


@contextmanager
def one_at_a_time(path: Path) -> Iterator[None]:
    """Holds the other test processes off while a shared thing is made."""
    with path.open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


@pytest.fixture(scope="session")
def built(shared_folder: Path) -> Project:
    """A copy of the project's facts and ledgers with its database built, shared by all test processes."""
    project = Project(shared_folder / "built_project")
    with one_at_a_time(shared_folder / "built_project.lock"):
        if not project.raw.is_dir():
            shutil.copytree(ROOT / "seeds", project.root / "seeds")
            shutil.copytree(ROOT / "data" / "raw", project.raw)
        carry_out(project, build_steps(project, rooms()), lambda _: None)
    return project


@pytest.fixture(scope="session")
def view_at(built: Project) -> Callable[..., AsOfView]:
    """``view_at(as_of, mode="calendar", quarter="2026Q3")``: the built database as known at a date."""

    def view(as_of: dt.date = LATEST, mode: str = "calendar", quarter: str = "2026Q3") -> AsOfView:
        texts = [room.views_sql for room in rooms()]
        return as_of_view(built.database, all_tables(), texts, quarter=quarter, as_of=as_of, mode=mode)

    return view


@pytest.fixture(scope="session")
def latest(view_at: Callable[..., AsOfView]) -> AsOfView:
    """The newest vintage of everything."""
    return view_at()


@pytest.fixture(scope="session")
def show(view_at: Callable[..., AsOfView]) -> Callable[..., dict[str, float | None]]:
    """``show(series_id, as_of=None, mode="calendar")``: period -> value (None where missing)."""

    def values(series_id: str, as_of: dt.date | None = None, mode: str = "calendar") -> dict[str, float | None]:
        frame = view_at(as_of or LATEST, mode, "2026Q4").observations(series_id)
        return dict(zip(frame["period"], frame["value"], strict=True))

    return values


CommandLine = Callable[..., "subprocess.CompletedProcess[str]"]


@pytest.fixture(scope="session")
def cli() -> CommandLine:
    """``cli(*arguments, cwd=None, code=None, **environment)``: the command line in a process of its own."""

    def run(
        *arguments: object, cwd: Path | None = None, code: str | None = None, **environment: str
    ) -> subprocess.CompletedProcess[str]:
        kept = {k: v for k, v in os.environ.items() if k not in ("INDICATORS_PROJECT", "PYTHONDONTWRITEBYTECODE")}
        what = ["-c", code] if code is not None else ["-m", "indicators.cli"]
        return subprocess.run(
            [sys.executable, *what, *map(str, arguments)],
            capture_output=True, text=True, encoding="utf-8", cwd=cwd or ROOT, timeout=540, check=False,
            env=kept | {"PYTHONPATH": str(ROOT), "PYTHONIOENCODING": "utf-8"} | environment,
        )  # fmt: skip

    return run


@pytest.fixture(scope="session")
def report_run(built: Project, shared_folder: Path, cli: CommandLine) -> subprocess.CompletedProcess[str]:
    """The one run that writes the newest report into the built project: every model is fitted here, and only here."""
    record = shared_folder / "report_run.json"
    with one_at_a_time(shared_folder / "report_run.lock"):
        if not record.is_file():
            run = cli("report", "--project", built.root)
            record.write_text(json.dumps([run.returncode, run.stdout, run.stderr]), encoding="utf-8")
    return subprocess.CompletedProcess(["indicators", "report"], *json.loads(record.read_text(encoding="utf-8")))


@pytest.fixture(scope="session")
def report_folder(built: Project, report_run: subprocess.CompletedProcess[str]) -> Path:
    """The newest report, written once for all test processes. Read it only."""
    assert report_run.returncode == 0, report_run.stderr
    return built.reports / "2026Q2"
