"""Steps keyed by the hash of their code, inputs and settings; unchanged ones are skipped.

A step that is fresh is skipped without importing what it needs.
"""

from __future__ import annotations

import fcntl
import hashlib
import json
import os
import shutil
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from graphlib import TopologicalSorter
from importlib.metadata import version
from pathlib import Path

from indicators.errors import EnvironmentProblem
from indicators.project import Project

PACKAGE = Path(__file__).resolve().parent.parent
STATE_FORMAT = 1


def file_hash(path: Path) -> str:
    """SHA-256 of a file's bytes, ``missing``, or ``unreadable`` for a folder and the like."""
    try:
        with path.open("rb") as stream:
            return hashlib.file_digest(stream, "sha256").hexdigest()
    except FileNotFoundError:
        return "missing"
    except OSError:
        return "unreadable"


def digest(parts: Iterable[str]) -> str:
    """SHA-256 of texts, each closed by a NUL."""
    total = hashlib.sha256()
    for part in parts:
        total.update(part.encode() + b"\0")
    return total.hexdigest()


@dataclass(frozen=True)
class Step:
    """One piece of work.

    Parameters
    ----------
    name : str
        What is made, for people and the state file.
    run : callable
        Does the work and returns the files it made, which appear whole or not at all. A step
        whose file was removed or changed from outside runs again.
    code : tuple of str
        Files, folders or patterns of the package that the result depends on; "-" leaves some out.
    inputs : tuple of Path
        Files read.
    libraries : tuple of str
        Distributions whose version matters.
    settings : tuple of str
        Anything else that matters.
    needs : tuple of str
        Steps that come before; when one of them runs, this one does.
    """

    name: str
    run: Callable[[], Sequence[Path]] = field(repr=False, compare=False)
    code: tuple[str, ...] = ()
    inputs: tuple[Path, ...] = ()
    libraries: tuple[str, ...] = ()
    settings: tuple[str, ...] = ()
    needs: tuple[str, ...] = ()

    def key(self) -> str:
        """Hash of everything the result depends on."""
        left_out = {f for pattern in self.code if pattern.startswith("-") for f in _code_files(pattern[1:])}
        files = [f for pattern in self.code for f in _code_files(pattern) if f not in left_out]
        return digest(
            [
                self.name,
                *(f"{f.relative_to(PACKAGE).as_posix()} {file_hash(f)}" for f in files),
                *(f"{path.name} {file_hash(path)}" for path in self.inputs),
                *(f"{library} {version(library)}" for library in self.libraries),
                *self.settings,
            ]
        )


def _code_files(pattern: str) -> list[Path]:
    found = [f for path in PACKAGE.glob(pattern) for f in ([path] if path.is_file() else path.rglob("*"))]
    return sorted(f for f in found if f.is_file() and "__pycache__" not in f.parts)


@dataclass(frozen=True)
class Planned:
    """What would be done with a step, and why."""

    step: Step
    stale: bool
    why: str


class State:
    """Which key each step was last made with, and the hashes of what it made."""

    def __init__(self, project: Project) -> None:
        self.path = project.work / "state.json"
        self.project = project
        self.steps: dict[str, dict[str, object]] = {}
        try:
            stored = json.loads(self.path.read_text(encoding="utf-8"))
            if stored.get("format") == STATE_FORMAT:
                self.steps = dict(stored["steps"])
        except (OSError, ValueError, TypeError, LookupError, AttributeError):
            self.steps = {}

    def why_stale(self, step: Step) -> str | None:
        """The reason to run a step, or None if it is fresh."""
        entry = self.steps.get(step.name)
        if entry is None:
            return "never made"
        if entry.get("key") != step.key():
            return "its code, inputs or settings changed"
        hashes = entry.get("outputs")
        if not isinstance(hashes, dict):
            return "its record is damaged"
        for name, expected in hashes.items():
            found = file_hash(self.project.root / name)
            if found != expected:
                return f"{name} {'is missing' if found == 'missing' else 'was changed from outside'}"
        return None

    def record(self, step: Step, key: str, made: Sequence[Path]) -> None:
        """Remember a step just run, its key from before the run, and the files it made."""
        outputs = {self.project.relative(path): file_hash(path) for path in made}
        self.steps[step.name] = {"key": key, "outputs": outputs}
        text = json.dumps({"format": STATE_FORMAT, "steps": self.steps}, indent=1, sort_keys=True)
        write_whole(self.path, text.encode())


def write_whole(path: Path, data: bytes) -> None:
    """Write a file beside its place and swap it in."""
    path.parent.mkdir(parents=True, exist_ok=True)
    aside = path.with_name(f".{path.name}.{os.getpid()}")
    aside.write_bytes(data)
    aside.replace(path)


def plan(project: Project, steps: Sequence[Step]) -> list[Planned]:
    """Each step in order with whether it would run and why."""
    state = State(project)
    by_name = {s.name: s for s in steps}
    order = TopologicalSorter({s.name: s.needs for s in steps}).static_order()
    planned: list[Planned] = []
    stale: set[str] = set()
    for step in (by_name[name] for name in order):
        before = sorted(set(step.needs) & stale)
        why = f"{', '.join(before)} will be made anew" if before else state.why_stale(step)
        if why is not None:
            stale.add(step.name)
        planned.append(Planned(step, why is not None, why or "unchanged"))
    return planned


def carry_out(project: Project, steps: Sequence[Step], tell: Callable[[str], None]) -> int:
    """Run the stale steps in order; returns how many were run."""
    done = 0
    with lock(project):
        for leftover in project.work.glob("tmp-*"):
            shutil.rmtree(leftover, ignore_errors=True)
        state = State(project)
        for planned in plan(project, steps):
            if planned.stale:
                tell(f"{planned.step.name}: {planned.why}")
                key = planned.step.key()
                state.record(planned.step, key, planned.step.run())
                done += 1
    return done


@contextmanager
def lock(project: Project) -> Iterator[None]:
    """One build a project at a time; a second one waits."""
    try:
        project.work.mkdir(parents=True, exist_ok=True)
        stream = (project.work / "lock").open("a+", encoding="utf-8")
    except OSError as error:
        raise EnvironmentProblem(
            f"the work folder cannot be written ({error.strerror})", where=project.relative(project.processed),
            do="make the folder writable, or work in a copy of the project",
        ) from error  # fmt: skip
    with stream:
        try:
            fcntl.flock(stream, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            stream.seek(0)
            sys.stderr.write(f"waiting for the build of process {stream.read().strip() or 'unknown'}\n")
            fcntl.flock(stream, fcntl.LOCK_EX)
        stream.seek(0)
        stream.truncate()
        stream.write(str(os.getpid()))
        stream.flush()
        yield


@contextmanager
def scratch(project: Project) -> Iterator[Path]:
    """A folder for work in progress, removed at the end (or by the next run)."""
    folder = project.work / f"tmp-{os.getpid()}"
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)
