"""A report of the real facts has the same bytes in other surroundings, and with kept fits.

For the night; by day tests/reporting/test_determinism.py does so with a small project.
"""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from pathlib import Path
from subprocess import CompletedProcess

import pytest

from indicators.project import Project

SURROUNDINGS = (
    {"PYTHONHASHSEED": "1", "TZ": "Pacific/Kiritimati", "LANG": "C", "LC_ALL": "C", "COLUMNS": "40"},
    {"PYTHONHASHSEED": "4242", "TZ": "America/Adak", "LANG": "de_DE.UTF-8", "LC_ALL": "C.UTF-8", "COLUMNS": "200",
     "POLARS_MAX_THREADS": "1", "OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1"},
)  # fmt: skip


def copied(built: Project, root: Path, *parts: str) -> Project:
    """A copy of the built project, without the kept fits."""
    project = Project(root.joinpath(*parts, "project"))
    shutil.copytree(built.root, project.root, ignore=shutil.ignore_patterns("reports", "models", "tmp-*"))
    return project


def bytes_of(folder: Path) -> dict[str, bytes]:
    return {p.relative_to(folder).as_posix(): p.read_bytes() for p in folder.rglob("*") if p.is_file()}


def differing(one: dict[str, bytes], other: dict[str, bytes]) -> list[str]:
    return sorted(name for name in one.keys() | other.keys() if one.get(name) != other.get(name))


@pytest.mark.nightly
def test_the_same_bytes_in_other_surroundings_and_with_kept_fits(
    built: Project, cli: Callable[..., CompletedProcess[str]], tmp_path: Path
) -> None:
    """An old quarter, in which most models answer with a reason; fits are made anew in each of two processes."""
    reports = []
    for number, surroundings in enumerate(SURROUNDINGS):
        project = copied(built, tmp_path, *(["deeper"] * number))
        run = cli("report", "1992Q4", "--project", project.root, cwd=(tmp_path, Path("/"))[number], **surroundings)
        assert run.returncode == 0, run.stderr
        reports.append(bytes_of(project.reports / "1992Q4"))
    assert differing(*reports) == []
    assert json.loads(reports[0]["manifest.json"])["as_of"] == "1993-03-01"

    assert list((project.work / "models").iterdir())
    shutil.rmtree(project.reports / "1992Q4")
    run = cli("report", "1992Q4", "--project", project.root)
    assert "report 1992Q4" in run.stderr, "written again"
    assert differing(reports[1], bytes_of(project.reports / "1992Q4")) == []
