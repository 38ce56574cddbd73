"""Where a project's files lie: facts, processed tables, reports."""

from __future__ import annotations

import os
import re
from dataclasses import dataclass
from pathlib import Path

from indicators.errors import DataProblem, UsageProblem

ENVIRONMENT_VARIABLE = "INDICATORS_PROJECT"
VERSION_FILE = "VERSION"
"""In ``data/raw``: the semantic version of the facts, apart from that of the package."""
UNVERSIONED = "0.0.0"
"""Of facts that declare none."""
SEMANTIC = re.compile(r"(0|[1-9]\d*)\.(0|[1-9]\d*)\.(0|[1-9]\d*)")


@dataclass(frozen=True)
class Project:
    """A folder that holds ``data/raw/sources.csv``; every path of the package starts here.

    Parameters
    ----------
    root : Path
        The folder.
    made : Path, optional
        What is made lies here instead of beside the facts, where those are not to be written to; reports then go
        into the present folder.
    """

    root: Path
    made: Path | None = None

    @property
    def raw(self) -> Path:
        return self.root / "data" / "raw"

    @property
    def processed(self) -> Path:
        return self.root / "data" / "processed" if self.made is None else self.made / "processed"

    @property
    def work(self) -> Path:
        """Cache of unchanged steps; safe to delete."""
        return self.processed / ".work"

    @property
    def database(self) -> Path:
        return self.processed / "indicators.duckdb"

    @property
    def reports(self) -> Path:
        return self.root / "reports" if self.made is None else Path.cwd() / "reports"

    @property
    def data_version(self) -> str:
        """See `data_version`."""
        return data_version(self.raw)

    def relative(self, path: Path) -> str:
        """The path as printed in messages and manifests: relative, with forward slashes."""
        return path.resolve().relative_to(self.root).as_posix()

    def place(self, path: Path) -> str:
        """`relative` for a path within the project, the whole path for one elsewhere."""
        found = path.resolve()
        return self.relative(path) if found.is_relative_to(self.root) else found.as_posix()


def data_version(raw: Path) -> str:
    """The version that a folder of facts declares.

    Parameters
    ----------
    raw : Path
        The folder ``data/raw``.

    Raises
    ------
    DataProblem
        If it is no semantic version.
    """
    path = raw / VERSION_FILE
    if not path.is_file():
        return UNVERSIONED
    text = path.read_text(encoding="utf-8", errors="replace").strip()
    if SEMANTIC.fullmatch(text) is None:
        raise DataProblem(
            f"not a semantic version: {text[:40]!r}", where=f"data/raw/{VERSION_FILE}", do="write it as 1.2.3"
        )
    return text


def find_project(start: Path | None = None) -> Project:
    """Find the project at or above a folder.

    Parameters
    ----------
    start : Path, optional
        A folder with ``data/raw``; else the one named by ``INDICATORS_PROJECT``; else the first
        folder from the current one upwards that has ``data/raw/sources.csv``.

    Raises
    ------
    UsageProblem
        If there is no such folder.
    """
    named = start or (Path(os.environ[ENVIRONMENT_VARIABLE]) if ENVIRONMENT_VARIABLE in os.environ else None)
    here = (named or Path.cwd()).resolve()
    if named and (here / "data" / "raw").is_dir():
        return Project(here)
    for folder in [] if named else [here, *here.parents]:
        if (folder / "data" / "raw" / "sources.csv").is_file():
            return Project(folder)
    raise UsageProblem(
        "no project found: a project is a folder with data/raw/sources.csv",
        where=str(here),
        do=f"run the command inside a project, or name one with --project DIR or {ENVIRONMENT_VARIABLE}",
    )
