"""Pictures drawn by a helper (`indicators.helpers`) while their report goes on.

The same bytes come of it as without a helper. What the helper has not begun when it is asked for is drawn here.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from concurrent.futures import Future
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial

from indicators.charting.bundle import vega_bundle
from indicators.charting.figure import Figure, drawings, spec_texts
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
            if self.ask is not None:
                words = {"name": figure.id, "title": figure.headline, "description": figure.alt}
                asked = self.ask(words | {"specifications": spec_texts(figure)})
                figure.promises.append(partial(_settled, asked, figure.id))
        return figures

    def script(self) -> str:
        """The script of a report (`indicators.charting.bundle.vega_bundle`)."""
        made = {} if self.promised is None else _settled(self.promised, SCRIPT)
        return made.get(SCRIPT) or vega_bundle()


@contextmanager
def drawing_beside() -> Iterator[Studio]:
    """A studio with a helper where there is more than one processor, without one otherwise."""
    if workers() < 2:
        yield Studio()
        return
    with helpers(1, f"{__name__}:answer") as ask:
        yield Studio(ask, ask({}))


def answer(asked: Answer) -> Answer:
    """What the helper does with a task: the script, or a figure."""
    return drawings(**asked) if asked else {SCRIPT: vega_bundle()}


def _settled(promise: Future[Answer], name: str) -> Answer:
    """What the helper made; nothing where it has not begun, and will not now."""
    if promise.cancel():
        return {}
    found = promise.result()
    if "error" in found:
        raise EnvironmentProblem(
            f"a chart could not be drawn ({found['error']})", where=name,
            do=f"run the command again, with {WORKERS_VARIABLE}=1 to see more",
        )  # fmt: skip
    return found
