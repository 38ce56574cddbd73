"""What is compared: the contracts of a git revision, of exported files, or of the code at hand."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from indicators import git
from indicators.contracts.described.description import Description, from_json, not_a_description
from indicators.contracts.described.odcs import from_odcs
from indicators.errors import UsageProblem

COMMITTED = "docs/contracts.json"
CHANGELOG = "CHANGELOG.md"


@dataclass(frozen=True)
class Side:
    """One of the two sides; ``changelog`` is None for exported files, which come without one."""

    name: str
    description: Description
    changelog: str | None


def at_hand(root: Path, description: Description) -> Side:
    """The code that runs, with the changelog of the work tree."""
    path = root / CHANGELOG
    return Side("the work tree", description, path.read_text(encoding="utf-8") if path.is_file() else "")


def side_of(root: Path, name: str | None) -> Side:
    """A side by name: exported files that exist, else a revision; by default where the main branch was left.

    Parameters
    ----------
    root : Path
        The project.
    name : str, optional
        A file or folder that `indicators contracts export --to odcs` wrote, a file such as ``docs/contracts.json``,
        or a commit, tag or branch.

    Raises
    ------
    UsageProblem
        If there is no such revision, or it holds no description of its contracts. No code of a revision is run.
    DataProblem
        If a file is no description.
    """
    if name is not None and Path(name).exists():
        return Side(name, read_description(Path(name)), None)
    revision = git.find_revision(root, name)
    commit = revision.commit
    if name is None and (left := git.run_git(root, "merge-base", commit, "HEAD")) is not None:
        commit = left.decode("ascii").strip()
    data = git.content_at(root, commit, COMMITTED)
    told = f"{revision.name} ({commit[:12]})"
    if data is None:
        raise UsageProblem(
            f"{told} holds no {COMMITTED}: its contracts were not described yet", where="BASE",
            do="name a later revision; or check that one out, export its contracts, and give the folder as BASE",
        )  # fmt: skip
    changelog = git.content_at(root, commit, CHANGELOG) or b""
    return Side(told, from_json(data, f"{told}:{COMMITTED}"), changelog.decode("utf-8", "replace"))


def read_description(path: Path) -> Description:
    """The description in a JSON file, an ODCS file, or a folder of ODCS files."""
    if path.is_dir():
        paths = sorted(path.glob("*.odcs.yaml"))
        if not paths:
            raise not_a_description(str(path))
        return from_odcs({str(p): _text(p) for p in paths})
    if path.suffix in (".yaml", ".yml"):
        return from_odcs({str(path): _text(path)})
    return from_json(_text(path), str(path))


def _text(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8")
    except UnicodeDecodeError:
        raise not_a_description(str(path)) from None
