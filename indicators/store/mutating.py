"""A run of mutants: picked, audited, weighed by what they do to today's series. Two processes share the work."""

from __future__ import annotations

import multiprocessing
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from contextlib import ExitStack
from dataclasses import dataclass, replace
from functools import cache, partial
from pathlib import Path
from typing import Any

from indicators.contracts.audit import audit
from indicators.contracts.model import FactTable, TableModel
from indicators.contracts.mutation.catching import Bench, Caught
from indicators.contracts.mutation.mutant import Cells, Mutant, Table, changes, read_text_table
from indicators.contracts.mutation.rows import Facts
from indicators.contracts.mutation.sampling import pick_mutants
from indicators.contracts.mutation.score import Judged
from indicators.contracts.mutation.unseeable import why_unseeable
from indicators.contracts.shared import Corrections, Sources
from indicators.store.build import Declared, FindingsProblem, all_models
from indicators.store.effect import Change, Effects
from indicators.temporary import owned_folder

CHUNK = 120
"""Mutants that a process audits at a time."""


@dataclass(frozen=True)
class Ground:
    """Where mutants grow: the facts and the families."""

    raw: Path
    rooms: tuple[Declared, ...]

    def room(self, name: str) -> Declared:
        """A family's room by its name."""
        return next(room for room in self.rooms if room.name == name)


def checked(ground: Ground) -> Ground:
    """The same ground, whose facts keep their contracts: slips are made in what is right.

    Raises
    ------
    FindingsProblem
        If they do not.
    """
    models = all_models(ground.rooms)
    found = audit(ground.raw, models, across=[c for room in ground.rooms for c in room.across])
    if found.errors:
        raise FindingsProblem(found)
    return ground


def run_mutants(
    ground: Ground,
    *,
    seed: int,
    count: int,
    only: str | None = None,
    workers: int = 2,
    tell: Callable[[str], None] = lambda _: None,
) -> list[Judged]:
    """Pick mutants and judge each.

    Parameters
    ----------
    ground : Ground
        Facts that keep their contracts.
    seed, count : int
        Which mutants; the result is the same for the same facts, code, seed and count.
    only : str, optional
        A table to keep to.
    workers : int
        Processes; 0 does everything in this one.
    tell : callable
        Told each piece of longer work.

    Returns
    -------
    list of Judged
        In the order in which the mutants were picked.
    """
    facts = [_facts(ground, room.name) for room in ground.rooms]
    with ExitStack() as stack:
        submit = _here
        if workers:
            pool = ProcessPoolExecutor(workers, multiprocessing.get_context("spawn"))
            stack.callback(pool.shutdown, cancel_futures=True)
            submit = partial(_elsewhere, pool)
        tell("what today's series are made of")
        asked = [submit(_used, ground, room.name) for room in ground.rooms]
        used = {room.name: found() for room, found in zip(ground.rooms, asked, strict=True)}
        mutants = pick_mutants(facts, used, seed=seed, count=count, only=only)
        tell(f"{len(mutants)} mutants")
        counts: dict[int, Any] = {}
        verdicts: dict[int, Any] = {}
        for numbers, weighed, caught in [
            _submitted(submit, ground, chunk, mutants) for chunk in _chunks(facts, mutants)
        ]:
            counts |= zip(numbers, weighed(), strict=True)
            verdicts |= zip(numbers, caught(), strict=True)
            tell(f"{len(verdicts)} of {len(mutants)} judged")
    tables = {name: table for family in facts for name, table in family.tables.items()}
    return [_judged(m, verdicts[i], counts[i], tables) for i, m in enumerate(mutants)]


def _judged(mutant: Mutant, caught: Caught, counts: bool, tables: dict[str, Table]) -> Judged:
    found = Judged(mutant, caught, counts, changes=changes(mutant, tables))
    return replace(found, unseeable=why_unseeable(mutant, tables)) if found.missed else found


Asked = Callable[[], Any]
Submit = Callable[..., Asked]


def _here(work: Callable[..., Any], *arguments: Any) -> Asked:
    return partial(work, *arguments)


def _elsewhere(pool: ProcessPoolExecutor, work: Callable[..., Any], *arguments: Any) -> Asked:
    return pool.submit(work, *arguments).result


def _chunks(facts: Sequence[Facts], mutants: Sequence[Mutant]) -> Iterator[tuple[int, list[int]]]:
    """Numbers of mutants of one family, and the number of the family."""
    for number, family in enumerate(facts):
        of = [i for i, m in enumerate(mutants) if m.family == family.family]
        yield from ((number, of[i : i + CHUNK]) for i in range(0, len(of), CHUNK))


def _submitted(
    submit: Submit, ground: Ground, chunk: tuple[int, list[int]], mutants: Sequence[Mutant]
) -> tuple[list[int], Asked, Asked]:
    name, numbers = ground.rooms[chunk[0]].name, chunk[1]
    chosen = [mutants[i] for i in numbers]
    return numbers, submit(_counting, ground, name, chosen), submit(_catch, ground, name, chosen)


# -- what a process keeps ------------------------------------------------------------------------


@cache
def _tables(ground: Ground, name: str) -> dict[str, Table]:
    """A family's tables, and the sources."""
    models: tuple[type[TableModel], ...] = (*ground.room(name).tables, Sources)
    return {m._contract.name: read_text_table(ground.raw, m) for m in models}


def _facts(ground: Ground, name: str) -> Facts:
    """A family's tables, with the sources that other families alone use."""
    used = {room.name: _source_ids(ground, room.name) for room in ground.rooms}
    foreign = set().union(*used.values()) - used[name]
    return Facts(name, _tables(ground, name), tuple(sorted(foreign)))


def _source_ids(ground: Ground, name: str) -> set[str]:
    facts = [t for t in _tables(ground, name).values() if issubclass(t.model, FactTable)]
    return {row.cells["source_id"] for table in facts for row in table.rows}


@cache
def _effects(ground: Ground, name: str) -> Effects:
    rows = {t: [row.cells for row in table.rows] for t, table in _tables(ground, name).items()}
    return Effects(ground.room(name), rows)


def _used(ground: Ground, name: str) -> dict[str, frozenset[str]]:
    return _effects(ground, name).used()


def _counting(ground: Ground, name: str, mutants: Sequence[Mutant]) -> list[bool]:
    return _effects(ground, name).counting([_change(m) for m in mutants])


def _change(mutant: Mutant) -> Change:
    gone: dict[str, tuple[int, ...]] = {}
    new: dict[str, tuple[Cells, ...]] = {}
    for edit in mutant.edits:
        if not edit.added:
            gone[edit.table] = (*gone.get(edit.table, ()), edit.row)
        if edit.cells is not None:
            new[edit.table] = (*new.get(edit.table, ()), edit.cells)
    return Change(gone, new)


@cache
def _bench(ground: Ground, name: str) -> tuple[Bench, object]:
    """The bench and its folder, which goes when the process ends."""
    folder = owned_folder()
    tables = list(_tables(ground, name).values())
    room = ground.room(name)
    models: tuple[type[TableModel], ...] = (Sources, Corrections, *room.tables)
    known = [m._contract.name for m in all_models(ground.rooms)]
    return Bench(ground.raw, Path(folder.name), models, tables, across=room.across, known=known), folder


def _catch(ground: Ground, name: str, mutants: Sequence[Mutant]) -> list[Caught]:
    bench, _ = _bench(ground, name)
    return [bench.catch(m) for m in mutants]
