"""Revisions of a project in a repository of its own."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

from indicators.errors import EnvironmentProblem, UsageProblem
from indicators.git import extract, find_revision

NAMES = ("-c", "user.name=t", "-c", "user.email=t@example.org", "-c", "commit.gpgsign=false")


def git(root: Path, *arguments: str) -> str:
    run = subprocess.run(
        ["git", "-C", str(root), *NAMES, *arguments], capture_output=True, text=True, check=True
    )  # fmt: skip
    return run.stdout.strip()


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    """Two commits; the project lies in a folder of the repository."""
    root = tmp_path / "repository"
    raw = root / "project" / "data" / "raw"
    raw.mkdir(parents=True)
    git(root, "init", "-q", "-b", "main")
    for text in ("old\n", "new\n"):
        (raw / "a.csv").write_text(text)
        git(root, "add", "-A")
        git(root, "commit", "-q", "-m", text.strip())
    return root


def test_a_revision_is_found_and_its_files_written(repository: Path, tmp_path: Path) -> None:
    project = repository / "project"
    found = find_revision(project, "HEAD~1")
    assert found.commit == git(repository, "rev-parse", "HEAD~1")
    extract(project, found, "data/raw", tmp_path / "out")
    assert (tmp_path / "out" / "data" / "raw" / "a.csv").read_text() == "old\n"
    assert find_revision(project, None).name == "main"
    with pytest.raises(UsageProblem, match="has no data/processed"):
        extract(project, found, "data/processed", tmp_path / "out")


@pytest.mark.parametrize("name", ["nowhere", "--all", "", "-h", "HEAD~9"])
def test_an_unknown_revision_is_named(repository: Path, name: str) -> None:
    with pytest.raises(UsageProblem, match="git knows no revision") as found:
        find_revision(repository, name)
    assert "git log" in found.value.do


def test_a_shallow_clone_says_how_to_deepen_it(repository: Path, tmp_path: Path) -> None:
    git(repository, "clone", "-q", "--depth=1", f"file://{repository}", str(tmp_path / "clone"))
    with pytest.raises(UsageProblem, match="shallow clone") as found:
        find_revision(tmp_path / "clone", "HEAD~1")
    assert "fetch-depth: 0" in found.value.do
    assert find_revision(tmp_path / "clone", None).name == "main"


def test_a_main_branch_of_the_remote_alone_is_enough(repository: Path, tmp_path: Path) -> None:
    git(repository, "clone", "-q", f"file://{repository}", str(tmp_path / "clone"))
    git(tmp_path / "clone", "checkout", "-q", "--detach")
    git(tmp_path / "clone", "branch", "-q", "-D", "main")
    assert find_revision(tmp_path / "clone", None).name == "origin/main"


def test_without_a_repository_or_without_git(tmp_path: Path, repository: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(tmp_path.parent))
    with pytest.raises(UsageProblem, match="in no git repository"):
        find_revision(tmp_path, None)
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(EnvironmentProblem, match="git is not there"):
        find_revision(repository, None)
