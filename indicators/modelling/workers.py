"""Fits side by side, by helpers (`indicators.helpers`).

Models of composites with settings, which are not plain data, are fitted here meanwhile. Answers do not depend on how
many helpers there are.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from concurrent.futures import as_completed
from typing import Any

from indicators.errors import EnvironmentProblem
from indicators.helpers import WORKERS_VARIABLE, helpers, workers
from indicators.modelling.kind import Known, Subject
from indicators.store.declare import Composite

Task = tuple[Subject, str, Known]
Done = Callable[[int, dict[str, Any]], None]
_ABOUT = ("id", "title", "unit", "definition", "decimals", "positive")


def fit_side_by_side(tasks: Sequence[Task], done: Done) -> None:
    """Fit every task; ``done`` is told the place of each and its result as plain data, in any order, one at a time."""
    away = [place for place, (subject, _, _) in enumerate(tasks) if not getattr(subject, "settings", ())]
    here = [place for place in range(len(tasks)) if place not in set(away)]
    count = min(workers() - bool(here), len(away))
    if workers() < 2 or len(tasks) < 2 or count < 1:
        for place, task in enumerate(tasks):
            done(place, fit_one(task))
        return
    with helpers(count, f"{__name__}:answer") as ask:
        waiting = {ask(_plain(tasks[place])): place for place in away}
        for place in here:
            done(place, fit_one(tasks[place]))
        for answered in as_completed(waiting):
            place = waiting[answered]
            done(place, _checked(answered.result(), tasks[place]))


def fit_one(task: Task) -> dict[str, Any]:
    """One fit as plain data."""
    from indicators.modelling.fitting import to_plain
    from indicators.modelling.kinds import kind_of

    subject, kind, known = task
    plain: dict[str, Any] = json.loads(json.dumps(to_plain(kind_of(kind).fit(subject, known))))
    return plain


def answer(asked: dict[str, Any]) -> dict[str, Any]:
    """What a helper does with a task that `fit_side_by_side` sent."""
    subject = Composite(kind=asked["kind"], **asked["about"])
    return fit_one((subject, asked["kind"], asked["known"]))


def _plain(task: Task) -> dict[str, Any]:
    subject, kind, known = task
    return {"about": {name: getattr(subject, name) for name in _ABOUT}, "kind": kind, "known": known}


def _checked(answered: dict[str, Any], task: Task) -> dict[str, Any]:
    if "error" in answered:
        raise EnvironmentProblem(
            f"a model could not be fitted ({answered['error']})", where=f"{task[0].id} {task[1]}",
            do=f"run the command again, with {WORKERS_VARIABLE}=1 to see more",
        )  # fmt: skip
    return answered
