"""Fits side by side: each worker is a Python of its own that reads one task after another and answers it.

Workers are started by name and given plain data, so that a script needs no guard around its code, and open databases
and threads of the caller play no part. Models of composites with settings, which are not plain data, are fitted here
meanwhile. Answers do not depend on how many workers there are.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor, as_completed
from contextlib import contextmanager
from queue import SimpleQueue
from typing import Any

from indicators.errors import EnvironmentProblem, UsageProblem
from indicators.modelling.kind import Known, Subject
from indicators.store.declare import Composite

WORKERS_VARIABLE = "INDICATORS_WORKERS"
"""How many fits run side by side; it changes how long they take, never what they give."""
MOST_WORKERS = 8
Task = tuple[Subject, str, Known]
Done = Callable[[int, dict[str, Any]], None]
_THREADS = ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS")
_ABOUT = ("id", "title", "unit", "definition", "decimals", "positive")


def workers() -> int:
    """How many fits run side by side: as many as there are processors, or what the environment asks for.

    Raises
    ------
    UsageProblem
        If ``INDICATORS_WORKERS`` is not a number from 1 to 64.
    """
    asked = os.environ.get(WORKERS_VARIABLE)
    if asked is None:
        return min(len(os.sched_getaffinity(0)), MOST_WORKERS)
    if not asked.isascii() or not asked.isdigit() or not 1 <= int(asked) <= 64:
        raise UsageProblem(f"not a number of workers: {asked!r}", where=WORKERS_VARIABLE, do="write a number, 1 to 64")
    return int(asked)


def fit_side_by_side(tasks: Sequence[Task], done: Done) -> None:
    """Fit every task; ``done`` is told the place of each and its result as plain data, in any order, one at a time."""
    away = [place for place, (subject, _, _) in enumerate(tasks) if not getattr(subject, "settings", ())]
    here = [place for place in range(len(tasks)) if place not in set(away)]
    count = min(workers() - bool(here), len(away))
    if workers() < 2 or len(tasks) < 2 or count < 1:
        for place, task in enumerate(tasks):
            done(place, fit_one(task))
        return
    with _started(count) as free, ThreadPoolExecutor(count) as threads:
        waiting = [threads.submit(_ask, free, tasks[place], place) for place in away]
        try:
            for place in here:
                done(place, fit_one(tasks[place]))
            for answer in as_completed(waiting):
                done(*answer.result())
        finally:
            for answer in waiting:
                answer.cancel()


def fit_one(task: Task) -> dict[str, Any]:
    """One fit as plain data."""
    from indicators.modelling.fitting import to_plain
    from indicators.modelling.kinds import kind_of

    subject, kind, known = task
    plain: dict[str, Any] = json.loads(json.dumps(to_plain(kind_of(kind).fit(subject, known))))
    return plain


@contextmanager
def _started(count: int) -> Iterator[SimpleQueue[subprocess.Popen[str]]]:
    code = f"import sys; sys.path[:0] = {sys.path!r}; from indicators.modelling.workers import serve; serve()"
    environment = os.environ | dict.fromkeys(_THREADS, "1")
    free: SimpleQueue[subprocess.Popen[str]] = SimpleQueue()
    started = []
    try:
        for _ in range(count):
            worker = subprocess.Popen(
                [sys.executable, "-c", code], stdin=subprocess.PIPE, stdout=subprocess.PIPE, env=environment,
                text=True, encoding="utf-8",
            )  # fmt: skip
            started.append(worker)
            free.put(worker)
        yield free
    finally:
        for worker in started:
            worker.terminate()
            worker.communicate()


def _ask(free: SimpleQueue[subprocess.Popen[str]], task: Task, place: int) -> tuple[int, dict[str, Any]]:
    subject, kind, known = task
    about = {name: getattr(subject, name) for name in _ABOUT}
    worker = free.get()
    try:
        assert worker.stdin is not None
        assert worker.stdout is not None
        worker.stdin.write(json.dumps({"about": about, "kind": kind, "known": known}) + "\n")
        worker.stdin.flush()
        line = worker.stdout.readline()
    except OSError:
        line = ""
    finally:
        free.put(worker)
    answer = json.loads(line) if line else {"error": "no answer"}
    if "error" in answer:
        raise EnvironmentProblem(
            f"a model could not be fitted ({answer['error']})", where=f"{subject.id} {kind}",
            do=f"run the command again, with {WORKERS_VARIABLE}=1 to see more",
        )  # fmt: skip
    return place, answer


def serve() -> None:
    """Answer tasks from stdin, one line each, until it ends; what a fit prints goes to stderr."""
    with os.fdopen(os.dup(1), "w", encoding="utf-8") as answers:
        os.dup2(2, 1)
        for line in sys.stdin:
            asked = json.loads(line)
            subject = Composite(kind=asked["kind"], **asked["about"])
            try:
                answer = fit_one((subject, asked["kind"], asked["known"]))
            except Exception as error:
                answer = {"error": f"{type(error).__name__}: {error}"}
            answers.write(json.dumps(answer) + "\n")
            answers.flush()
