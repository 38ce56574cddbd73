"""One task after another: in this process, or each on a worker of a dask.distributed cluster that runs already.

A task is a function of this package and plain data, its answer plain data too, so that it does not matter where it ran,
how often it was begun, or in which order the answers came. What a lost worker had begun is done again by another.
"""

from __future__ import annotations

import logging
import re
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, TypeVar

from indicators.errors import EnvironmentProblem, Problem
from indicators.progress import progress

if TYPE_CHECKING:
    from distributed import Client, Future

Task = TypeVar("Task")
Answer = TypeVar("Answer")
ADDRESS = re.compile(r"(?:tcp|tls)://(?:[A-Za-z0-9.-]+|\[[0-9A-Fa-f:]+\]):(\d{1,5})")
SECONDS_TO_ANSWER = 5
LINES_OF_PROGRESS = 20


def carry_out(function: Callable[[Task], Answer], tasks: Sequence[Task], scheduler: str = "") -> list[Answer]:
    """The answers of a function to tasks, in the order of the tasks; how many are done is told on stderr.

    Parameters
    ----------
    function : callable
        Of a module of this package; away from here it is found by its name.
    tasks : sequence
        Plain data.
    scheduler : str
        Address of a scheduler of dask.distributed, such as ``tcp://10.0.0.1:8786``; this process when empty.

    Raises
    ------
    Problem
        The one that a task met.
    EnvironmentProblem
        If the cluster cannot be reached, has no workers or other versions, or loses the workers of a task again and
        again.

    Examples
    --------
    >>> carry_out(len, ["a", "bc"])
    [1, 2]
    """
    with progress() as tell:
        if not scheduler:
            return list(_counted((function(task) for task in tasks), len(tasks), tell))
        with _connected(scheduler) as client:
            return _away(client, scheduler, function, tasks, tell)


def _counted(answers: Iterator[Answer], of: int, tell: Callable[[str], None]) -> Iterator[Answer]:
    """The answers, one line each, or as many lines as are still of use."""
    step = max(1, of // LINES_OF_PROGRESS)
    for done, answer in enumerate(answers, 1):
        if of > 1 and (done % step == 0 or done == of):
            tell(f"{done:,} of {of:,} done")
        yield answer


def _away(
    client: Client,
    scheduler: str,
    function: Callable[[Task], Answer],
    tasks: Sequence[Task],
    tell: Callable[[str], None],
) -> list[Answer]:
    from distributed import KilledWorker, as_completed

    waiting = {client.submit(_signed, function, task, pure=False): place for place, task in enumerate(tasks)}
    found: dict[int, Answer] = {}
    try:
        for future in _counted(as_completed(list(waiting), loop=client.loop), len(tasks), tell):
            signature, found[waiting[future]] = future.result()
            _same_versions(scheduler, signature)
    except Problem:
        raise
    except KilledWorker as error:
        raise EnvironmentProblem(
            "a task lost its worker again and again", where=f"{scheduler}, task {_place(waiting, error)}",
            do="see the log of the workers; more memory a worker is what it usually takes",
        ) from error  # fmt: skip
    except Exception as error:  # what a cluster can meet has no common base
        raise EnvironmentProblem(
            f"the cluster could not do a task ({_first_line(error)})", where=scheduler,
            do="check that scheduler and workers run, see the files, and have this package installed",
        ) from error  # fmt: skip
    finally:
        client.cancel(list(waiting))
    return [found[place] for place in range(len(tasks))]


def _place(waiting: dict[Future[Any], int], error: Any) -> str:
    return next((str(place + 1) for future, place in waiting.items() if future.key == error.task), "unknown")


def _signed(function: Callable[[Task], Answer], task: Task) -> tuple[dict[str, str], Answer]:
    return versions(), function(task)


def versions() -> dict[str, str]:
    """What has to be the same everywhere for the same digits."""
    from importlib.metadata import version

    from indicators.version import __version__

    return {"indicators": __version__} | {name: version(name) for name in ("duckdb", "polars", "statsmodels")}


def _same_versions(scheduler: str, theirs: dict[str, str]) -> None:
    ours = versions()
    if ours != theirs:
        name = next(n for n in ours if ours[n] != theirs.get(n))
        raise EnvironmentProblem(
            f"a worker has {name} {theirs.get(name)}, here it is {ours[name]}", where=scheduler,
            do="install the same versions on all machines of the cluster",
        )  # fmt: skip


@contextmanager
def _connected(scheduler: str) -> Iterator[Client]:
    named = ADDRESS.fullmatch(scheduler)
    if named is None or not 0 < int(named[1]) < 65_536:
        raise EnvironmentProblem(
            f"this is no address of a scheduler: {scheduler!r}", where="--scheduler", do="write it as tcp://HOST:PORT"
        )
    try:
        from distributed import Client
    except ImportError as error:
        raise EnvironmentProblem(
            "spreading work over a cluster needs the extra scale", where="--scheduler",
            do="pip install 'indicators[scale]', or leave the option out to work here",
        ) from error  # fmt: skip
    with _quiet():
        try:
            client = Client(scheduler, timeout=SECONDS_TO_ANSWER, set_as_default=False)
        except (OSError, ValueError, TypeError) as error:
            raise EnvironmentProblem(
                f"no scheduler answers there ({_first_line(error)})", where=scheduler,
                do="start one with `dask scheduler`, or correct the address; without --scheduler all is done here",
            ) from error  # fmt: skip
        with client:
            if not client.ncores():
                raise EnvironmentProblem(
                    "the cluster has no workers", where=scheduler, do=f"start some: dask worker {scheduler}"
                )
            yield client


@contextmanager
def _quiet() -> Iterator[None]:
    """What the library says of lost connections is told by us, in three lines."""
    log = logging.getLogger("distributed")
    before = log.level
    log.setLevel(logging.CRITICAL)
    try:
        yield
    finally:
        log.setLevel(before)


def _first_line(error: BaseException) -> str:
    return (str(error).strip().splitlines() or [type(error).__name__])[0][:200]
