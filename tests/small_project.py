"""A small project of the same shape: one family's real facts, shared tables cut down; a build takes a second or two.

Run as a script it is the command line with that family alone in the registry::

    python tests/small_project.py build --project DIR
    python tests/small_project.py serve        # keeps every library loaded and forks a process for each command
    python tests/small_project.py hold DIR     # holds the lock of the project
"""

from __future__ import annotations

import csv
import hashlib
import json
import os
import resource
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

FAMILY = "contacts"
QUARTER = "2018Q4"
"""Its report costs little: the series are too short by then for the dear models, which give their reasons."""
CLOCK = "contacts.head_of_state.held.m"
ROOT = Path(__file__).resolve().parent.parent


# -- the project ---------------------------------------------------------------------------------


def write_small_project(root: Path, raw: Path = ROOT / "data" / "raw") -> Path:
    """The family's raw files as they are; of the shared ones the sources that are used and a few rows."""
    made = root / "data" / "raw"
    shutil.copytree(raw / FAMILY, made / FAMILY)
    used = {row.get("source_id", "") for path in sorted((made / FAMILY).glob("*.csv")) for row in _rows(path)[1]}
    outside = _rows(raw / "outside" / "outside_lines.csv")[1][:12]
    used |= {row["source_id"] for row in outside}
    _copy(raw / "sources.csv", made / "sources.csv", lambda rows: [r for r in rows if r["source_id"] in used])
    _copy(raw / "left_out.csv", made / "left_out.csv", lambda rows: rows[:12])
    _copy(raw / "outside" / "outside_lines.csv", made / "outside" / "outside_lines.csv", lambda _: outside)
    return root


def write_other_facts(root: Path) -> None:
    """Other facts for the same project: every note is new, and one call of the presidents in 2018 is gone."""
    path = root / "data" / "raw" / FAMILY / "contacts.csv"

    def change(rows: list[dict[str, str]]) -> list[dict[str, str]]:
        calls = [r["fact_id"] for r in rows if r["level"] == "head_of_state" and r["date_start"].startswith("2018")]
        return [r | {"note": "Seen again."} for r in rows if r["fact_id"] != calls[0]]

    _copy(path, path, change)


def _rows(path: Path) -> tuple[list[str], list[dict[str, str]]]:
    with path.open(encoding="utf-8", newline="") as stream:
        reader = csv.DictReader(stream)
        return list(reader.fieldnames or ()), list(reader)


def _copy(path: Path, target: Path, change: Callable[[list[dict[str, str]]], list[dict[str, str]]]) -> None:
    header, rows = _rows(path)
    target.parent.mkdir(parents=True, exist_ok=True)
    with target.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.DictWriter(stream, header, lineterminator="\n")
        writer.writeheader()
        writer.writerows(change(rows))


# -- its command line, in a process of its own -----------------------------------------------------


def cheap_models(declared: Callable[..., list[tuple[Any, str]]]) -> Callable[..., list[tuple[Any, str]]]:
    """What is declared, without the models that take longer than all the rest."""
    return lambda *asked: [(subject, kind) for subject, kind in declared(*asked) if kind == "local_level"]


def main(arguments: list[str]) -> None:
    """The command line with the one family in the registry and its cheap models alone."""
    from indicators import cli, registry
    from indicators.modelling import fitting

    os.environ["INDICATORS_WORKERS"] = "1"
    fitting.declared = cheap_models(fitting.declared)
    registry.FAMILIES = (FAMILY,)
    registry.QUARTER_CLOCK = CLOCK
    sys.argv = ["indicators", *arguments]
    cli.main()


def die_at(change: int) -> Callable[[], int]:
    """Kill this process just before its n-th change of a file or folder (Python's own; DuckDB's go unseen).

    Returns what counts the changes so far.
    """
    left = change

    def watch(event: str, details: tuple[object, ...]) -> None:
        nonlocal left
        if details and ("__pycache__" in str(details[0]) or isinstance(details[0], int)):
            return  # Python keeps what it has compiled, in the first run only; a number is a file opened before
        is_change = event in ("os.rename", "os.remove", "os.rmdir", "os.mkdir")
        if event == "open" and isinstance(details[2], int):
            is_change = bool(details[2] & (os.O_WRONLY | os.O_RDWR)) and details[0] != os.devnull
        if is_change:
            left -= 1
            if left == 0:
                os.kill(os.getpid(), signal.SIGKILL)

    sys.addaudithook(watch)
    return lambda: change - left


def serve() -> None:
    """Requests on stdin, one JSON a line; answers the child's pid, then how it ended."""
    for name in ("indicators.cli", "duckdb", "pyarrow", "pandera.polars", "altair", "vl_convert", "statsmodels.api",
                 "indicators.timeseries", "indicators.reporting.render", "indicators.modelling.fitting",
                 "indicators.modelling.step", "indicators.modelling.tables",
                 *(f"indicators.families.{FAMILY}.{part}" for part in ("contract", "series", "charts"))):  # fmt: skip
        __import__(name)
    for line in sys.stdin:
        request = json.loads(line)
        child = os.fork()
        if child == 0:
            _child(request)
        print(child, flush=True)
        print(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]), flush=True)


def _child(request: dict[str, object]) -> None:
    """Does not return."""
    out = os.open(str(request["output"]), os.O_WRONLY | os.O_CREAT | os.O_TRUNC)
    os.dup2(out, 1)
    os.dup2(out, 2)
    os.close(0)
    os.chdir("/")
    if limit := int(str(request["file_limit"])):
        resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit))
    from indicators.temporary import clear_left

    clear_left()  # what a killed run left would be one more change in this one
    changes = die_at(int(str(request["die_at"])))
    code = 1
    try:
        main([str(a) for a in request["arguments"]])  # type: ignore[attr-defined]
    except SystemExit as stopped:
        code = int(stopped.code or 0)
    except BaseException:
        import traceback

        traceback.print_exc()
        code = 99
    sys.stderr.write(f"changes: {changes()}\n")
    sys.stdout.flush()
    sys.stderr.flush()
    os._exit(code)


# -- what tests do with it -------------------------------------------------------------------------


@dataclass(frozen=True)
class Ended:
    """How a command ended; a negative code is the signal that killed it."""

    code: int
    output: str
    seconds: float


class Runner:
    """Runs the small project's command line from a frozen copy of the code, as a user would or warm."""

    def __init__(self, folder: Path) -> None:
        """Copy the code, so that files saved meanwhile change nothing."""
        self.code = folder / "code"
        ignored = shutil.ignore_patterns("__pycache__")
        shutil.copytree(ROOT / "indicators", self.code / "indicators", ignore=ignored)
        shutil.copy(__file__, self.code / "small_project.py")
        self.output = folder / "output.txt"
        (folder / "temporary").mkdir()
        kept = {k: v for k, v in os.environ.items() if k not in ("INDICATORS_PROJECT", "PYTHONDONTWRITEBYTECODE")}
        self.environment = kept | {
            "PYTHONPATH": str(self.code),
            "OPENBLAS_NUM_THREADS": "1",
            "TMPDIR": str(folder / "temporary"),  # nobody else's folders are there to be cleared
        }
        self.command = [sys.executable, str(self.code / "small_project.py")]

    def start(self, *arguments: object, **options: object) -> subprocess.Popen[str]:
        """A process of its own, output in one pipe."""
        return subprocess.Popen(
            [*self.command, *map(str, arguments)], env=self.environment, stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT, stdin=subprocess.DEVNULL, text=True, **options,  # type: ignore[call-overload]
        )  # fmt: skip

    def run(self, *arguments: object, **options: object) -> Ended:
        """A process of its own, to its end."""
        began = time.monotonic()
        process = self.start(*arguments, **options)
        output, _ = process.communicate(timeout=300)
        return Ended(process.returncode, output, time.monotonic() - began)

    @contextmanager
    def warm(self) -> Iterator[Warm]:
        """A server that forks a process for each command."""
        with subprocess.Popen(
            [*self.command, "serve"], env=self.environment, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        ) as server:
            yield Warm(server, self.output)
            assert server.stdin is not None
            server.stdin.close()


class Warm:
    """Commands in forked processes that need not import anything."""

    def __init__(self, server: subprocess.Popen[str], output: Path) -> None:
        self.server, self.output = server, output

    def __call__(
        self, *arguments: object, kill_after: float | None = None, die_at: int = 0, file_limit: int = 0
    ) -> Ended:
        """Run a command.

        It is killed after so many seconds, or just before its n-th change of a file; no file of it
        can grow beyond so many bytes.
        """
        assert self.server.stdin is not None
        assert self.server.stdout is not None
        request = {"arguments": list(map(str, arguments)), "die_at": die_at, "file_limit": file_limit}
        self.server.stdin.write(json.dumps(request | {"output": str(self.output)}) + "\n")
        self.server.stdin.flush()
        began = time.monotonic()
        child = int(self.server.stdout.readline())
        if kill_after is not None:
            time.sleep(kill_after)
            with suppress(ProcessLookupError):  # it has ended already
                os.kill(child, signal.SIGKILL)
        code = int(self.server.stdout.readline())
        return Ended(code, self.output.read_text(encoding="utf-8"), time.monotonic() - began)


def contents(database: Path) -> str:
    """Hash of a database's ordered contents: every table, every row."""
    import duckdb

    total = hashlib.sha256()
    with duckdb.connect(str(database), read_only=True) as connection:
        names = [row[0] for row in connection.execute("SELECT table_name FROM duckdb_tables() ORDER BY 1").fetchall()]
        for name in names:
            rows = connection.execute(f"SELECT * FROM {name} ORDER BY ALL").fetchall()
            total.update(repr((name, rows)).encode())
    return total.hexdigest()


def files_of(folder: Path) -> dict[str, str]:
    """Hash of each file under a folder."""
    found = sorted(path for path in folder.rglob("*") if path.is_file())
    return {p.relative_to(folder).as_posix(): hashlib.sha256(p.read_bytes()).hexdigest() for p in found}


def leftovers(root: Path) -> list[str]:
    """Files and folders of work in progress."""
    processed, reports = root / "data" / "processed", root / "reports"
    found = [*processed.glob(".work/tmp-*"), *(processed / ".work").rglob(".*"), *reports.glob(".*")]
    found += [p for p in processed.glob(".*") if p.name != ".work"]
    return [path.relative_to(root).as_posix() for path in found]


def hold(root: str) -> None:
    """Hold the lock of a project until killed."""
    from indicators.project import Project
    from indicators.store.plan import lock

    with lock(Project(Path(root).resolve())):
        print("held", flush=True)
        time.sleep(300)


if __name__ == "__main__":
    match sys.argv[1:]:
        case ["serve"]:
            serve()
        case ["hold", root]:
            hold(root)
        case arguments:
            main(arguments)
