"""A run of mutants as text and as data."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import asdict
from typing import Any

from indicators.contracts.mutation.operators import OPERATORS
from indicators.contracts.mutation.score import GOAL, Judged, Line, caught_alone, line, lines

HEAD = ("made", "count", "error", "warning", "missed", "unseeable", "alone", "base")
SENTENCES = {operator.id: operator.sentence for operator in OPERATORS}


def text_lines(
    judged: Sequence[Judged], *, seed: int, columns: bool, misses: bool, aside: Sequence[str] = ()
) -> Iterator[str]:
    """The table, what is missed, which tables were left ``aside``, and the sum."""
    yield "what somebody did" + " " * 31 + "".join(f"{name:>10}" for name in HEAD)
    for found in lines(judged, columns=columns):
        label = f"{found.operator} {found.column}" if found.column else SENTENCES[found.operator]
        yield _row(label, found)
    total = line("", "", judged)
    yield _row("all", total)
    if misses:
        yield from _misses(judged)
    if aside:
        yield f"left aside, for no series is made of them: {', '.join(aside)}"
    share = caught_alone(total)
    yield (
        f"seed {seed}: {total.made} mutants, {total.counting} change a value of a series; the rules alone catch "
        f"{_share(share)} of those that some rule could see (goal {GOAL:g}), {total.unseeable} no rule could see; "
        f"against the base revision {_share(100.0 * total.against_base / total.counting if total.counting else None)}"
    )


def _share(share: float | None) -> str:
    return "none" if share is None else f"{share:.1f} per cent"


def _row(label: str, found: Line) -> str:
    share = caught_alone(found)
    numbers = (found.made, found.counting, found.error, found.warning, found.missed, found.unseeable)
    alone = "-" if share is None else f"{share:.0f}%"
    return f"{label:48}" + "".join(f"{n:>10}" for n in (*numbers, alone, found.against_base))


def _misses(judged: Sequence[Judged]) -> Iterator[str]:
    """Every mutant that counts and that the rules alone let pass."""
    for j in judged:
        if j.missed:
            why = f" [unseeable: {j.unseeable}]" if j.unseeable else ""
            yield f"missed: {j.mutant.operator} {j.mutant.table}.{j.mutant.column} {j.mutant.key}: {told(j)}{why}"


def told(j: Judged) -> str:
    """What the mutant changed."""
    return "; ".join(j.changes)


def as_data(judged: Sequence[Judged], *, seed: int, aside: Sequence[str] = ()) -> dict[str, Any]:
    """Everything, for programs."""
    total = line("", "", judged)
    return {
        "seed": seed,
        "left_aside": list(aside),
        "caught_alone_pct": caught_alone(total),
        "total": asdict(total),
        "operators": [asdict(found) for found in lines(judged, columns=False)],
        "columns": [asdict(found) for found in lines(judged, columns=True)],
        "misses": [
            {"operator": j.mutant.operator, "table": j.mutant.table, "column": j.mutant.column, "key": j.mutant.key,
             "changes": list(j.changes), "unseeable": j.unseeable}
            for j in judged if j.missed
        ],
    }  # fmt: skip
