"""Picking mutants: by turns of operator, table and column, rows in an order that only the seed decides."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice

from indicators.contracts.mutation.mutant import Mutant, Table, rank
from indicators.contracts.mutation.operators import OPERATORS, Operator
from indicators.contracts.mutation.rows import Facts

ROWS_TRIED = 400
"""Rows in which a slip is tried before its column is given up: many a slip cannot be made in most rows."""


def pick_mutants(
    families: Sequence[Facts],
    used: Mapping[str, Mapping[str, frozenset[str]]],
    *,
    seed: int,
    count: int,
    only: str | None = None,
) -> list[Mutant]:
    """The mutants of a seed.

    Parameters
    ----------
    families : sequence of Facts
        The facts.
    used : mapping
        By family and table, keys of the rows that values of today's series are made of; they are the ones corrupted,
        but for slips that older editions are made for.
    seed, count : int
        The same seed and count give the same mutants; a larger count only adds some.
    only : str, optional
        A table to keep to.

    Returns
    -------
    list of Mutant
        As many of each operator as there can be.
    """
    turns = [_of_operator(operator, families, used, seed, only) for operator in OPERATORS]
    return list(islice(_by_turns(turns), count))


def _by_turns(streams: Sequence[Iterator[Mutant]]) -> Iterator[Mutant]:
    """One of each stream in turn until all are empty."""
    left = list(streams)
    while left:
        for stream in list(left):
            mutant = next(stream, None)
            if mutant is None:
                left.remove(stream)
            else:
                yield mutant


def _of_operator(
    operator: Operator,
    families: Sequence[Facts],
    used: Mapping[str, Mapping[str, frozenset[str]]],
    seed: int,
    only: str | None,
) -> Iterator[Mutant]:
    places = [
        _in_column(
            _Place(operator, facts, table, column), used.get(facts.family, {}).get(table.name, frozenset()), seed
        )
        for facts in families
        for table in facts.tables.values()
        if only in (None, table.name)
        for column in operator.columns(table)
    ]
    return _by_turns(places)


@dataclass(frozen=True)
class _Place:
    """A kind of slip in one column of a table."""

    operator: Operator
    facts: Facts
    table: Table
    column: str


def _in_column(place: _Place, used: frozenset[str], seed: int) -> Iterator[Mutant]:
    """Mutants in the rows of one column, used rows alone if some are; stops after many rows without one."""
    operator, table, column = place.operator, place.table, place.column
    names = (operator.id, table.name, column)
    keys = [table.key_of(row.cells) for row in table.rows]
    wanted = [i for i, key in enumerate(keys) if (key in used) is not operator.stale] if used else range(len(keys))
    tried = 0
    for row in sorted(wanted, key=lambda i: rank(seed, *names, keys[i])):
        pick = int(rank(seed, "pick", *names, keys[row])[:8], 16) / 2**32
        edits = operator.slip(place.facts, table, row, column, pick)
        tried += 1
        if edits is not None:
            tried = 0
            yield Mutant(operator.id, table.name, column, keys[row], edits, place.facts.family)
        elif tried > ROWS_TRIED:
            return
