"""Steps that do not need one another, run side by side in processes of their own."""

from __future__ import annotations

import os
import signal
import threading
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor, as_completed
from concurrent.futures.process import BrokenProcessPool
from multiprocessing import get_context, parent_process

from indicators.errors import EnvironmentProblem
from indicators.project import Project
from indicators.store.plan import Planned, State, Step, check_unchanged, lock, plan, run_stale

ONE_THREAD = dict.fromkeys(("POLARS_MAX_THREADS", "OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "RAYON_NUM_THREADS"), "1")
"""A worker has a processor to itself; what it makes does not depend on it."""


def carry_out_beside(
    project: Project,
    first: Sequence[Step],
    beside: Sequence[Step],
    tell: Callable[[str], None],
    *,
    workers: int,
    environment: Mapping[str, str],
) -> int:
    """Run the stale steps of ``first`` in order, then those of ``beside`` side by side.

    Parameters
    ----------
    project : Project
        Locked meanwhile.
    first : sequence of Step
        What the others need.
    beside : sequence of Step
        Steps that need only steps of ``first``; each ``run`` can be sent to another process.
    tell : callable
        Told the name of each step and why it was run.
    workers : int
        Processes at once.
    environment : mapping
        Variables that each process gets, beside one thread for each library.

    Returns
    -------
    int
        How many steps were run.
    """
    with lock(project):
        done = run_stale(project, first, tell)
        stale = [p for p in plan(project, [*first, *beside]) if p.stale]
        if stale:
            _run(project, stale, tell, min(workers, len(stale)), ONE_THREAD | dict(environment))
    return done + len(stale)


def _run(
    project: Project, stale: Sequence[Planned], tell: Callable[[str], None], workers: int, given: Mapping[str, str]
) -> None:
    state = State(project)
    # A fresh Python each: a forked one would share the threads of DuckDB and polars.
    with ProcessPoolExecutor(workers, get_context("spawn"), initializer=_begin, initargs=(dict(given),)) as pool:
        waiting = {pool.submit(p.step.run): p for p in stale}
        try:
            for answer in as_completed(waiting):
                planned = waiting[answer]
                made = answer.result()
                check_unchanged(project, planned.inputs)
                state.record(planned.step, planned.key, made)
                tell(f"{planned.step.name}: {planned.why}")
        except BrokenProcessPool:
            raise EnvironmentProblem(
                "a worker ended before its work was done", where=f"{len(stale)} steps, the first {stale[0].step.name}",
                do="free some memory and run the command again; what is done is kept",
            ) from None  # fmt: skip
        finally:
            for answer in waiting:
                answer.cancel()


def _begin(given: Mapping[str, str]) -> None:
    os.environ.update(given)
    threading.Thread(target=_end_with_parent, daemon=True).start()


def _end_with_parent() -> None:
    """A worker whose parent was killed works without the lock, beside whoever comes next: it ends at once."""
    parent = parent_process()
    if parent is not None:
        parent.join()
        os.kill(os.getpid(), signal.SIGKILL)
