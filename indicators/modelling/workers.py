"""Fits side by side: each worker is a Python of its own that reads one task after another and answers it.

Processes are started by name and never copied, so that a script needs no guard around its code and open databases
and threads of the caller play no part. Answers do not depend on how many workers there are.
"""

from __future__ import annotations

import os
import pickle
import struct
import subprocess
import sys
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from queue import SimpleQueue
from typing import IO, Any

from indicators.errors import EnvironmentProblem, UsageProblem
from indicators.modelling.kind import Known, Subject

WORKERS_VARIABLE = "INDICATORS_WORKERS"
"""How many fits run side by side; it changes how long they take, never what they give."""
MOST_WORKERS = 8
Task = tuple[Subject, str, Known]
_SIZE = struct.Struct("<Q")
_THREADS = ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS")


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


def fit_side_by_side(tasks: Sequence[Task], done: Callable[[int, dict[str, Any]], None]) -> None:
    """Fit every task; ``done`` is told the place of each and its result as plain data, in any order, one at a time.

    One task, or one worker, is done here.
    """
    count = min(workers(), len(tasks))
    if count < 2:
        for place, task in enumerate(tasks):
            done(place, fit_one(task))
        return
    with _started(count) as free, ThreadPoolExecutor(count) as threads:

        def ask(place: int) -> tuple[int, dict[str, Any]]:
            worker = free.get()
            try:
                return place, _ask(worker, tasks[place])
            finally:
                free.put(worker)

        for place, result in threads.map(ask, range(len(tasks))):
            done(place, result)


def fit_one(task: Task) -> dict[str, Any]:
    """One fit as plain data."""
    from indicators.modelling.fitting import to_plain
    from indicators.modelling.kinds import kind_of

    subject, kind, known = task
    return to_plain(kind_of(kind).fit(subject, known))


@contextmanager
def _started(count: int) -> Iterator[SimpleQueue[subprocess.Popen[bytes]]]:
    code = f"import sys; sys.path[:0] = {sys.path!r}; from indicators.modelling.workers import serve; serve()"
    environment = os.environ | dict.fromkeys(_THREADS, "1")
    free: SimpleQueue[subprocess.Popen[bytes]] = SimpleQueue()
    started = []
    try:
        for _ in range(count):
            worker = subprocess.Popen(
                [sys.executable, "-c", code], stdin=subprocess.PIPE, stdout=subprocess.PIPE, env=environment
            )
            started.append(worker)
            free.put(worker)
        yield free
    finally:
        for worker in started:
            worker.terminate()
            for stream in (worker.stdin, worker.stdout):
                if stream is not None:
                    stream.close()
            worker.wait()


def _ask(worker: subprocess.Popen[bytes], task: Task) -> dict[str, Any]:
    assert worker.stdin is not None
    assert worker.stdout is not None
    _write(worker.stdin, task)
    answer = _read(worker.stdout)
    if isinstance(answer, dict):
        return answer
    raise EnvironmentProblem(
        f"a worker ended while it fitted a model ({answer or 'no answer'})", where=f"{task[0].id} {task[1]}",
        do=f"run the command again, with {WORKERS_VARIABLE}=1 to see more",
    )  # fmt: skip


def serve() -> None:
    """Answer tasks from stdin until it ends; what a fit prints goes to stderr."""
    answers = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)
    while (task := _read(sys.stdin.buffer)) is not None:
        try:
            answer: Any = fit_one(task)
        except Exception as error:
            answer = f"{type(error).__name__}: {error}"
        _write(answers, answer)


def _write(stream: IO[bytes], thing: object) -> None:
    data = pickle.dumps(thing)
    stream.write(_SIZE.pack(len(data)) + data)
    stream.flush()


def _read(stream: IO[bytes]) -> Any:
    head = stream.read(_SIZE.size)
    if len(head) < _SIZE.size:
        return None
    (size,) = _SIZE.unpack(head)
    return pickle.loads(stream.read(size))
