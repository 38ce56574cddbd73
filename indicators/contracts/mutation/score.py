"""How a run of mutants went: by operator and column, and in all."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from indicators.contracts.mutation.catching import Caught
from indicators.contracts.mutation.mutant import Mutant

GOAL = 95.0
"""Per cent of the mutants that count and that some rule could see, to be caught by the rules alone."""


@dataclass(frozen=True)
class Judged:
    """A mutant, how the audit took it, and whether it changes a value of a series.

    ``unseeable`` is the reason why no rule could see it, empty where one could; ``changes`` tells the cells.
    """

    mutant: Mutant
    caught: Caught
    counts: bool
    unseeable: str = ""
    changes: tuple[str, ...] = ()

    @property
    def missed(self) -> bool:
        """Whether it counts and the rules alone say nothing."""
        return self.counts and self.caught.verdict == "missed"


@dataclass(frozen=True)
class Line:
    """The mutants of one operator, or of one operator in one column."""

    operator: str
    column: str
    made: int
    counting: int
    error: int
    warning: int
    missed: int
    unseeable: int
    against_base: int


def lines(judged: Sequence[Judged], *, columns: bool) -> list[Line]:
    """One line an operator, or one an operator and column, in the order of the first mutants."""
    groups: dict[tuple[str, str], list[Judged]] = {}
    for j in judged:
        column = f"{j.mutant.table}.{j.mutant.column}".rstrip(".") if columns else ""
        groups.setdefault((j.mutant.operator, column), []).append(j)
    return [line(operator, column, group) for (operator, column), group in groups.items()]


def line(operator: str, column: str, group: Iterable[Judged]) -> Line:
    """Sums over some mutants; only those that count are told by how they were taken."""
    made = list(group)
    counting = [j for j in made if j.counts]
    missed = [j for j in counting if j.missed]
    unseeable = sum(bool(j.unseeable) for j in missed)
    return Line(
        operator, column, len(made), len(counting),
        sum(j.caught.verdict == "error" for j in counting), sum(j.caught.verdict == "warning" for j in counting),
        len(missed) - unseeable, unseeable, sum(j.caught.against_base for j in counting),
    )  # fmt: skip


def caught_alone(total: Line) -> float | None:
    """Per cent caught by the rules alone, of those that count and that some rule could see; None if there are none."""
    seeable = total.counting - total.unseeable
    return 100.0 * (total.error + total.warning) / seeable if seeable else None
