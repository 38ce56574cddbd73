"""The same quarter, as-of date, mode, data and code give the same bytes, whatever surrounds the process."""

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
    shutil.copytree(
        built.root, project.root, ignore=shutil.ignore_patterns("reports", "models", "tmp-*", "*.parquet.tmp")
    )
    return project


def test_two_surroundings_one_report(
    built: Project, cli: Callable[..., CompletedProcess[str]], tmp_path: Path
) -> None:
    """An old quarter, with most models answering with a reason; fits are made in both processes."""
    folders = []
    for number, surroundings in enumerate(SURROUNDINGS):
        project = copied(built, tmp_path, *(["deeper"] * number))
        run = cli("report", "1994Q4", "--project", project.root, cwd=(tmp_path, Path("/"))[number], **surroundings)
        assert run.returncode == 0, run.stderr
        folders.append(project.reports / "1994Q4")
    first, second = ({p.relative_to(f).as_posix(): p.read_bytes() for p in f.rglob("*") if p.is_file()} for f in folders)
    assert first.keys() == second.keys()
    assert [name for name in first if first[name] != second[name]] == []
    assert json.loads(first["manifest.json"])["as_of"] == "1995-03-01"


@pytest.mark.parametrize("quarter", ["1994Q4"])
def test_kept_fits_give_the_same_report_as_fresh_ones(
    built: Project, cli: Callable[..., CompletedProcess[str]], tmp_path: Path, quarter: str
) -> None:
    project = copied(built, tmp_path)
    texts = []
    for _ in range(2):
        assert cli("report", quarter, "--project", project.root).returncode == 0
        folder = project.reports / quarter
        texts.append({p.relative_to(folder).as_posix(): p.read_bytes() for p in folder.rglob("*") if p.is_file()})
        assert list((project.work / "models").iterdir())
        shutil.rmtree(folder)
    assert texts[0] == texts[1]
