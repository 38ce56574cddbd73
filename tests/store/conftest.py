"""A small project built once for all tests of the store."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import duckdb
import pytest

from indicators.project import Project
from indicators.store import plan
from indicators.store.build import build_steps
from indicators.store.opening import open_database
from indicators.store.plan import carry_out

from .tiny import SOME_READINGS, TinyRoom, write_project


@pytest.fixture(scope="package", autouse=True)
def package(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A copy of the code that steps are keyed by, so that a file saved meanwhile makes no step stale."""
    copy = tmp_path_factory.mktemp("package") / "indicators"
    shutil.copytree(plan.PACKAGE, copy, ignore=shutil.ignore_patterns("__pycache__"))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(plan, "PACKAGE", copy)
        yield copy


@pytest.fixture(scope="package")
def tiny_built(tmp_path_factory: pytest.TempPathFactory, package: Path) -> Project:
    """The tiny project with everything built. Do not change it: copy it."""
    project = write_project(tmp_path_factory.mktemp("tiny") / "project", SOME_READINGS)
    assert package.is_dir()
    carry_out(project, build_steps(project, [TinyRoom()]), lambda _: None)
    return project


@pytest.fixture
def connection(tiny_built: Project) -> Iterator[duckdb.DuckDBPyConnection]:
    """The tiny database, open to read."""
    opened = open_database(tiny_built.database)
    yield opened
    opened.close()


@pytest.fixture
def copy_of_tables(tiny_built: Project, tmp_path: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    """A copy of the tiny database that can be written to."""
    path = tmp_path / "copy.duckdb"
    path.write_bytes(tiny_built.database.read_bytes())
    opened = duckdb.connect(str(path))
    yield opened
    opened.close()
