"""Several files of ``data/raw`` replaced together: all of them, or none.

New and old contents are laid aside and a journal is written; then each file is renamed into place. What is
interrupted is put back at once, and after a killed process by the next command (`recover`).
"""

from __future__ import annotations

import fcntl
import json
import os
import shutil
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from indicators.errors import EnvironmentProblem
from indicators.project import Project

ASIDE = ".ingest"
JOURNAL = "journal.json"


def _aside(project: Project) -> Path:
    return project.raw.parent / ASIDE


@contextmanager
def writing(project: Project) -> Iterator[None]:
    """One process at a time changes facts; what a killed one left half done is put back first.

    Raises
    ------
    EnvironmentProblem
        If another process is at it, or the folder cannot be written.
    """
    aside = _aside(project)
    try:
        aside.mkdir(exist_ok=True)
        stream = (aside / "lock").open("a")
    except OSError as error:
        raise EnvironmentProblem(
            f"the facts cannot be written ({error.strerror})", where=str(aside),
            do="make data/ writable, or work in a copy of the project",
        ) from error  # fmt: skip
    with stream:
        try:
            fcntl.flock(stream, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise EnvironmentProblem(
                "another command is writing facts", where=str(aside), do="wait until it has ended"
            ) from None
        _put_back(project)
        try:
            yield
        finally:
            if not (aside / JOURNAL).exists():  # else it is what the next command puts back by
                shutil.rmtree(aside, ignore_errors=True)


def recover(project: Project) -> bool:
    """Put back what a killed process left half done; returns whether there was something."""
    if not (_aside(project) / JOURNAL).exists():
        return False
    try:
        with writing(project):
            return True
    except EnvironmentProblem:
        return False  # the process that wrote it is alive


def replace_together(project: Project, contents: Mapping[Path, bytes]) -> None:
    """Give several files new contents at once; call it within `writing`."""
    aside = _aside(project)
    entries = []
    for number, (path, data) in enumerate(sorted(contents.items())):
        new, old = aside / f"{number}.new", aside / f"{number}.old"
        _write(new, data)
        if path.exists():
            _write(old, path.read_bytes())
        entries.append({"path": path.relative_to(project.raw).as_posix(), "number": number, "was": path.exists()})
    _write(aside / f"{JOURNAL}.new", json.dumps(entries).encode())
    (aside / f"{JOURNAL}.new").replace(aside / JOURNAL)
    try:
        for number, path in enumerate(sorted(contents)):
            path.parent.mkdir(parents=True, exist_ok=True)
            (aside / f"{number}.new").replace(path)
        (aside / JOURNAL).unlink()
    except BaseException:
        _put_back(project)
        raise


def _write(path: Path, data: bytes) -> None:
    with path.open("wb") as stream:
        stream.write(data)
        stream.flush()
        os.fsync(stream.fileno())


def _put_back(project: Project) -> None:
    """Undo by the journal; without one nothing was renamed."""
    aside = _aside(project)
    journal = aside / JOURNAL
    if journal.exists():
        for entry in json.loads(journal.read_text(encoding="utf-8")):
            target = project.raw / entry["path"]
            if entry["was"]:
                beside = aside / f"{entry['number']}.back"
                _write(beside, (aside / f"{entry['number']}.old").read_bytes())
                beside.replace(target)
            else:
                target.unlink(missing_ok=True)
        journal.unlink()
    for left in aside.glob("*.*"):
        left.unlink()
