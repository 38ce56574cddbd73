"""What the project's git history holds, read only."""

from __future__ import annotations

import io
import os
import subprocess
import tarfile
from dataclasses import dataclass
from pathlib import Path

from indicators.errors import EnvironmentProblem, UsageProblem

SECONDS = 60
MAIN = ("main", "origin/main", "master", "origin/master")
"""Where the main branch is looked for, first one first; a checkout in CI may know only the remote's."""
_DEEPER = "fetch the whole history (git fetch --unshallow; in a GitHub workflow: fetch-depth: 0)"


def run_git(root: Path, *arguments: str) -> bytes | None:
    """What git says; None if it fails or is not there."""
    environment = {name: value for name, value in os.environ.items() if not name.startswith("GIT_")}
    try:
        run = subprocess.run(
            ["git", "-C", str(root), *arguments], capture_output=True, timeout=SECONDS, check=False,
            stdin=subprocess.DEVNULL, env=environment,
        )  # fmt: skip
    except (OSError, subprocess.TimeoutExpired):
        return None
    return run.stdout if run.returncode == 0 else None


def content_at(root: Path, revision: str, name: str) -> bytes | None:
    """A file of a git revision by its path below a folder; None where there is none.

    Parameters
    ----------
    root : Path
        Folder within the repository.
    revision : str
        Commit, tag or branch; one that begins with a dash is none.
    name : str
        Path relative to ``root``.
    """
    if revision.startswith("-"):
        return None
    return run_git(root, "cat-file", "blob", f"{revision}:./{name}")


@dataclass(frozen=True)
class Revision:
    """A commit of the project's repository, by the name that was asked for."""

    name: str
    commit: str

    def __str__(self) -> str:
        return self.name if self.commit.startswith(self.name) else f"{self.name} ({self.commit[:12]})"


def find_revision(root: Path, name: str | None) -> Revision:
    """A revision by name, or the main branch.

    Raises
    ------
    EnvironmentProblem
        If git is not there.
    UsageProblem
        If the project is in no repository, or the repository knows no such revision.
    """
    if run_git(root, "--version") is None:
        raise EnvironmentProblem("git is not there", where="git", do="install git, or put it on the PATH")
    shallow = run_git(root, "rev-parse", "--is-shallow-repository")
    if shallow is None:
        raise UsageProblem(
            "the project is in no git repository", where=str(root), do="run the command in a clone of the repository"
        )
    for tried in (name,) if name is not None else MAIN:
        commit = None if not tried or tried.startswith("-") else _commit(root, tried)
        if commit is not None:
            return Revision(tried, commit)
    cut = shallow.strip() == b"true"
    what = "no main branch was found" if name is None else f"git knows no revision {name!r}"
    raise UsageProblem(
        what + (" in this shallow clone" if cut else ""), where="BASE",
        do=_DEEPER if cut else "name a commit, tag or branch, such as HEAD~1; see: git log --oneline",
    )  # fmt: skip


def _commit(root: Path, name: str) -> str | None:
    found = run_git(root, "rev-parse", "--verify", "--quiet", "--end-of-options", f"{name}^{{commit}}")
    return None if found is None else found.decode("ascii", "replace").strip()


def extract(root: Path, revision: Revision, name: str, folder: Path) -> None:
    """Write a folder of the project as it was at a revision below another folder.

    Raises
    ------
    UsageProblem
        If the revision has no such folder, or a clone without its files.
    """
    packed = run_git(root, "archive", "--format=tar", revision.commit, "--", name)
    if packed is None:
        raise UsageProblem(
            f"{revision} has no {name}, or this clone lacks its files", where="BASE",
            do=f"name a revision that holds the facts; {_DEEPER}",
        )  # fmt: skip
    with tarfile.open(fileobj=io.BytesIO(packed)) as archive:
        archive.extractall(folder, filter="data")
