"""Shared fixtures: the real facts audited once, a database built once, and views of it."""

from __future__ import annotations

import datetime as dt
import fcntl
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from indicators.contracts.audit import audit
from indicators.contracts.findings import Audit
from indicators.project import Project
from indicators.registry import all_tables, rooms
from indicators.store.build import build_steps
from indicators.store.plan import carry_out
from indicators.store.view import LATEST, AsOfView, as_of_view

ROOT = Path(__file__).resolve().parent.parent


@pytest.fixture(scope="session")
def raw() -> Path:
    """The facts as they lie in the repository."""
    return ROOT / "data" / "raw"


@pytest.fixture(scope="session")
def audited(raw: Path) -> Audit:
    """The audit of all real facts."""
    return audit(raw, all_tables())


@pytest.fixture(scope="session")
def built(tmp_path_factory: pytest.TempPathFactory, worker_id: str) -> Project:
    """A copy of the project's facts with its database built, shared by all test processes."""
    base = tmp_path_factory.getbasetemp() if worker_id == "master" else tmp_path_factory.getbasetemp().parent
    project = Project((base / "built_project").resolve())
    with (base / "built_project.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not project.raw.is_dir():
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
