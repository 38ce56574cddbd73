"""Pictures drawn by a helper (`indicators.helpers`) while their report goes on.

The same bytes come of it as without a helper. What the helper has not begun when it is asked for is drawn here.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from concurrent.futures import Future
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from typing import Any

from indicators.charting.bundle import vega_bundle
from indicators.charting.figure import Figure, picture_name, render, spec_text
from indicators.errors import EnvironmentProblem
from indicators.helpers import WORKERS_VARIABLE, Answer, Ask, helpers, workers

SCRIPT = "script"


@dataclass(frozen=True)
class Studio:
    """Where figures are drawn: by a helper that ``ask`` sends tasks to, or here where there is none."""

    ask: Ask | None = None
    promised: Future[Answer] | None = None

    def take(self, figures: Sequence[Figure]) -> Sequence[Figure]:
        """Begin to draw figures whose pictures will be asked for; returns the figures."""
        for figure in [each for one in figures for each in (one, one.logarithmic) if each is not None]:
            for narrow in (False, True)[: 1 if figure.narrow is None else 2]:
                self._send(figure, narrow)
        return figures

    def _send(self, figure: Figure, narrow: bool) -> None:
        if self.ask is None:
            return
        name = picture_name(figure, narrow=narrow)
        task = {"spec": spec_text(figure, narrow=narrow), "name": name, "title": figure.headline, "told": figure.alt}
        figure.promised[name] = partial(_settled, self.ask(task), name)

    def script(self) -> str:
        """The script of a report (`indicators.charting.bundle.vega_bundle`)."""
        made = None if self.promised is None else _settled(self.promised, SCRIPT)
        return vega_bundle() if made is None else made


@contextmanager
def drawing_beside() -> Iterator[Studio]:
    """A studio with a helper where there is more than one processor, without one otherwise."""
    if workers() < 2:
        yield Studio()
        return
    with helpers(1, f"{__name__}:answer") as ask:
        yield Studio(ask, ask({"name": SCRIPT}))


def answer(asked: Answer) -> Answer:
    """What the helper does with a task: the script, or a picture."""
    if asked["name"] == SCRIPT:
        return {"made": vega_bundle()}
    specification: dict[str, Any] = json.loads(asked["spec"])
    return {"made": render(specification, asked["name"], asked["title"], asked["told"])}


def _settled(promise: Future[Answer], name: str) -> str | None:
    """What the helper made; None where it has not begun, and will not now."""
    if promise.cancel():
        return None
    found = promise.result()
    if "error" in found:
        raise EnvironmentProblem(
            f"a chart could not be drawn ({found['error']})", where=name,
            do=f"run the command again, with {WORKERS_VARIABLE}=1 to see more",
        )  # fmt: skip
    made: str = found["made"]
    return made
