"""Steps keyed by the hash of their code, inputs and settings; unchanged ones are skipped.

A step that is fresh is skipped without importing what it needs.
"""

from __future__ import annotations

import fcntl
import hashlib
import json
import os
import re
import shutil
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from graphlib import TopologicalSorter
from importlib.metadata import version
from pathlib import Path

from indicators.errors import DataProblem, EnvironmentProblem
from indicators.project import Project

PACKAGE = Path(__file__).resolve().parent.parent
STATE_FORMAT = 1
"""Of ``state.json``; a file of another format is not read and every step runs."""
DATABASE_FORMAT = 3
"""Of ``indicators.duckdb``; raised when tables, views or macros change so that older code would misread them."""


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
    format : int, optional
        Number of the format of what is made; made in another, it is made anew with a word.
    """

    name: str
    run: Callable[[], Sequence[Path]] = field(repr=False, compare=False)
    code: tuple[str, ...] = ()
    inputs: tuple[Path, ...] = ()
    libraries: tuple[str, ...] = ()
    settings: tuple[str, ...] = ()
    needs: tuple[str, ...] = ()
    format: int | None = None

    def input_hashes(self) -> dict[Path, str]:
        """Hash of each file read, as it is now."""
        return {path: file_hash(path) for path in self.inputs}

    def key(self, inputs: Mapping[Path, str] | None = None) -> str:
        """Hash of everything the result depends on; ``inputs`` are hashes taken before."""
        hashes = self.input_hashes() if inputs is None else inputs
        left_out = {f for pattern in self.code if pattern.startswith("-") for f in _code_files(pattern[1:])}
        files = [f for pattern in self.code for f in _code_files(pattern) if f not in left_out]
        return digest(
            [
                self.name,
                *(f"{f.relative_to(PACKAGE).as_posix()} {file_hash(f)}" for f in files),
                *(f"{path.name} {hashes[path]}" for path in self.inputs),
                *(f"{library} {version(library)}" for library in self.libraries),
                *self.settings,
            ]
        )


def _code_files(pattern: str) -> list[Path]:
    found = [f for path in PACKAGE.glob(pattern) for f in ([path] if path.is_file() else path.rglob("*"))]
    return sorted(f for f in found if f.is_file() and "__pycache__" not in f.parts)


@dataclass(frozen=True)
class Planned:
    """What would be done with a step, and why; ``inputs`` and ``key`` are those of the moment of planning."""

    step: Step
    stale: bool
    why: str
    inputs: Mapping[Path, str] = field(repr=False)
    key: str


_LEFT_ASIDE = "the record of earlier steps is of format {}, this version writes format {}"
_OTHER_FORMAT = "it was made in format {}, this version makes format {}"


class State:
    """Which key each step was last made with, and the hashes of what it made."""

    def __init__(self, project: Project) -> None:
        self.path = project.work / "state.json"
        self.project = project
        self.steps: dict[str, dict[str, object]] = {}
        self.other_format: str | None = None
        try:
            stored = json.loads(self.path.read_text(encoding="utf-8"))
            found = stored.get("format")
            if type(found) is int and found == STATE_FORMAT:
                self.steps = {name: dict(entry) for name, entry in stored["steps"].items()}
            else:
                self.other_format = str(found) if type(found) is int else "unknown"
        except (OSError, ValueError, TypeError, LookupError, AttributeError, RecursionError):
            self.steps = {}

    def why_stale(self, step: Step, key: str) -> str | None:
        """The reason to run a step that has this key now, or None if it is fresh."""
        entry = self.steps.get(step.name)
        if entry is None:
            return "never made" if self.other_format is None else _LEFT_ASIDE.format(self.other_format, STATE_FORMAT)
        if entry.get("format") != step.format:
            return _OTHER_FORMAT.format(entry.get("format") or "unknown", step.format)
        if entry.get("key") != key:
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
        """Remember a step just run, its key from before the run, and the files it made.

        A file that the step makes sure is absent counts as made, too: its hash is ``missing``.
        """
        outputs = {self.project.place(path): file_hash(path) for path in made}
        for needed in step.needs:
            self._share(self.steps.get(needed, {}).get("outputs"), outputs)
        self.steps[step.name] = {"key": key, "outputs": outputs} | ({"format": step.format} if step.format else {})
        text = json.dumps({"format": STATE_FORMAT, "steps": self.steps}, indent=1, sort_keys=True)
        write_whole(self.path, text.encode())

    @staticmethod
    def _share(earlier: object, outputs: Mapping[str, str]) -> None:
        """A file that a later step adds to is, from then on, what the earlier step made, too."""
        if isinstance(earlier, dict):
            earlier.update({name: hash_ for name, hash_ in outputs.items() if name in earlier})


ASIDE = re.compile(r"\..+\.\d+")
"""Name of a file that `write_whole` was writing: a process killed before the swap leaves it."""


def write_whole(path: Path, data: bytes) -> None:
    """Write a file beside its place and swap it in."""
    path.parent.mkdir(parents=True, exist_ok=True)
    aside = path.with_name(f".{path.name}.{os.getpid()}")
    try:
        aside.write_bytes(data)
        aside.replace(path)
    except OSError:
        aside.unlink(missing_ok=True)
        raise


def plan(project: Project, steps: Sequence[Step]) -> list[Planned]:
    """Each step in order with whether it would run and why."""
    state = State(project)
    by_name = {s.name: s for s in steps}
    order = TopologicalSorter({s.name: s.needs for s in steps}).static_order()
    planned: list[Planned] = []
    stale: set[str] = set()
    for step in (by_name[name] for name in order):
        before = sorted(set(step.needs) & stale)
        inputs = step.input_hashes()
        key = step.key(inputs)
        why = f"{', '.join(before)} will be made anew" if before else state.why_stale(step, key)
        if why is not None:
            stale.add(step.name)
        planned.append(Planned(step, why is not None, why or "unchanged", inputs, key))
    return planned


def carry_out(project: Project, steps: Sequence[Step], tell: Callable[[str], None]) -> int:
    """Run the stale steps in order; returns how many were run.

    All steps see the inputs as they were planned with: one that changes meanwhile stops the run,
    so that no step mixes old and new facts and none is recorded with facts it did not read.
    A project that cannot be written is read as it is, if nothing in it is stale.
    """
    try:
        with lock(project):
            return run_stale(project, steps, tell)
    except ReadOnlyProblem:
        if any(planned.stale for planned in plan(project, steps)):
            raise
        return 0


def run_stale(project: Project, steps: Sequence[Step], tell: Callable[[str], None]) -> int:
    """`carry_out` for one who holds the project's `lock`."""
    tidy(project)
    state, done = State(project), 0
    for planned in plan(project, steps):
        if planned.stale:
            tell(f"{planned.step.name}: {planned.why}")
            check_unchanged(project, planned.inputs)
            made = planned.step.run()
            check_unchanged(project, planned.inputs)
            state.record(planned.step, planned.key, made)
            done += 1
    return done


def check_unchanged(project: Project, hashes: Mapping[Path, str]) -> None:
    """Refuse to go on with files that are no longer those that were hashed.

    Raises
    ------
    DataProblem
        If one was changed, removed or added.
    """
    for path, before in hashes.items():
        if file_hash(path) != before:
            raise DataProblem(
                "a file was changed while it was being worked with", where=project.place(path),
                do="run the command again; what it was making is not taken for finished",
            )  # fmt: skip


def tidy(project: Project) -> None:
    """Remove what killed runs left; a report that one of them had moved aside goes back to its place."""
    tops = (project.processed, project.reports)
    aside = [path for top in tops for path in top.glob(".*") if ASIDE.fullmatch(path.name)]
    for leftover in [*project.work.glob("tmp-*"), *project.work.rglob(".*"), *aside]:
        _discard(leftover)
    put_back(project.reports)


def _discard(path: Path) -> None:
    if path.is_dir() and not path.is_symlink():
        shutil.rmtree(path, ignore_errors=True)
    else:
        path.unlink(missing_ok=True)


MOVED = re.compile(r"\.(?P<name>.+)\.(old|new)-\d+")


def swap_folder(folder: Path, out: Path) -> None:
    """Put a new folder in the place of an old one.

    Folders cannot be exchanged in one move everywhere, so the old one steps aside for a moment:
    ``out`` is the old folder, absent, or the new one, never a mixture. Killed in that moment, the
    next build or report (`put_back`) brings the old one back.
    """
    out.parent.mkdir(parents=True, exist_ok=True)
    put_back(out.parent, out.name)
    aside = out.with_name(f".{out.name}.old-{os.getpid()}")
    fresh = out.with_name(f".{out.name}.new-{os.getpid()}")
    try:
        shutil.copytree(folder, fresh)
        if out.exists():
            out.rename(aside)
        fresh.rename(out)
    except OSError:
        put_back(out.parent, out.name)
        raise
    shutil.rmtree(aside, ignore_errors=True)


def put_back(parent: Path, name: str | None = None) -> None:
    """Undo what killed runs of `swap_folder` left in ``parent``, of all folders or of the one named."""
    for path in sorted(parent.iterdir()) if parent.is_dir() else []:
        left = MOVED.fullmatch(path.name)
        if left is None or name not in (None, left["name"]):
            continue
        out = parent / left["name"]
        if ".old-" in path.name and not out.exists():
            path.rename(out)
        else:
            _discard(path)


class ReadOnlyProblem(EnvironmentProblem):
    """The project's work folder cannot be written."""


@contextmanager
def lock(project: Project) -> Iterator[None]:
    """One build a project at a time; a second one waits."""
    try:
        project.work.mkdir(parents=True, exist_ok=True)
        stream = (project.work / "lock").open("a+", encoding="utf-8")
    except OSError as error:
        raise ReadOnlyProblem(
            f"the work folder cannot be written ({error.strerror})", where=project.place(project.processed),
            do="make the folder writable, or work in a copy of the project; INDICATORS_CACHE names another cache",
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
        try:
            yield
        finally:
            stream.truncate(0)


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
