"""Helpers: Pythons of our own that answer one task after another while this process goes on.

They are started by name and given plain data, so that a script needs no guard around its code, and open databases and
threads of the caller play no part. A helper writes no file, and ends when its input does: with the process it helps.
"""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager, suppress
from functools import cache
from importlib import import_module
from queue import SimpleQueue
from typing import Any, TypeVar

from indicators.errors import UsageProblem

WORKERS_VARIABLE = "INDICATORS_WORKERS"
"""How many processes work side by side; it changes how long they take, never what they make."""
MOST_WORKERS = 8
NO_ANSWER = {"error": "no answer"}
_THREADS = ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS")
Made = TypeVar("Made")
Answer = dict[str, Any]
Ask = Callable[[Answer], "Future[Answer]"]


def workers() -> int:
    """How many processes work side by side: as many as there are processors, or what the environment asks for.

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


@contextmanager
def meanwhile(work: Callable[[], Made]) -> Iterator[Callable[[], Made]]:
    """Begin work in a thread, for what mostly waits for a database of its own; yields what gives its result.

    With one worker the work is done when its result is asked for, the first time.

    Examples
    --------
    >>> with meanwhile(lambda: 6 * 7) as made:
    ...     made()
    42
    """
    if workers() < 2:
        yield cache(work)
        return
    with ThreadPoolExecutor(1) as threads:
        yield threads.submit(work).result


@contextmanager
def helpers(count: int, work: str) -> Iterator[Ask]:
    """Start helpers; what is asked goes to the next free one.

    Parameters
    ----------
    count : int
        How many.
    work : str
        The function of ours that answers, ``package.module:function``: plain data in and out, a dictionary each.

    Yields
    ------
    callable
        Takes a task and returns the promise of its answer: what the function returned, or ``error`` with the reason.
        A task that no helper has begun can be cancelled; at the end all are.
    """
    code = f"import sys; sys.path[:0] = {sys.path!r}; from indicators.helpers import serve; serve({work!r})"
    environment = os.environ | dict.fromkeys(_THREADS, "1")
    started: list[subprocess.Popen[str]] = []
    free: SimpleQueue[subprocess.Popen[str]] = SimpleQueue()
    threads = ThreadPoolExecutor(count)
    try:
        for _ in range(count):
            helper = subprocess.Popen(
                [sys.executable, "-c", code], stdin=subprocess.PIPE, stdout=subprocess.PIPE, env=environment,
                text=True, encoding="utf-8",
            )  # fmt: skip
            started.append(helper)
            free.put(helper)
        yield lambda task: threads.submit(_ask, free, task)
    finally:
        threads.shutdown(cancel_futures=True)
        for helper in started:
            helper.terminate()
            helper.communicate()


def _ask(free: SimpleQueue[subprocess.Popen[str]], task: Answer) -> Answer:
    helper = free.get()
    assert helper.stdin is not None
    assert helper.stdout is not None
    try:
        helper.stdin.write(json.dumps(task) + "\n")
        helper.stdin.flush()
        line = helper.stdout.readline()
    except OSError:
        line = ""
    finally:
        free.put(helper)
    return json.loads(line) if line else NO_ANSWER


def serve(work: str) -> None:
    """Answer tasks from stdin, one line each, until it ends; what the work prints goes to stderr."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)  # who interrupts both sees one message
    module, _, name = work.partition(":")
    function = getattr(import_module(module), name)
    with suppress(BrokenPipeError), os.fdopen(os.dup(1), "w", encoding="utf-8") as answers:
        os.dup2(2, 1)
        for line in sys.stdin:
            try:
                answer = function(json.loads(line))
            except Exception as error:
                answer = {"error": f"{type(error).__name__}: {error}"}
            answers.write(json.dumps(answer) + "\n")
            answers.flush()
