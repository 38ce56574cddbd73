"""Slips that concern whole rows: exchanged, repeated, lost, stale, or taken for another.

An operator takes the facts of a family, a table, the number of a row, a column and a pick from 0 to 1, and
gives the edits, or None where the slip cannot be made there.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import cached_property
from itertools import pairwise

from indicators.contracts.model import FactTable
from indicators.contracts.mutation.cells import (
    PERIOD,
    is_area,
    is_code,
    is_date,
    is_measure,
    months_later,
    number_text,
)
from indicators.contracts.mutation.mutant import Cells, Edit, Table

Edits = tuple[Edit, ...]
TOTALS = ("all", "WLD", "turnover", "ALL-PROGRAMMES", "RUSSIA-UNION")
"""Codes that stand for the sum of others, as do items that begin with ``total`` or end in it."""


@dataclass(frozen=True)
class Facts:
    """The tables of one family, and sources that only other families use."""

    family: str
    tables: Mapping[str, Table]
    foreign_sources: tuple[str, ...]

    @cached_property
    def by_codes(self) -> dict[tuple[str, tuple[str, ...]], dict[tuple[str, ...], list[int]]]:
        """Kept indexes of `rows_by`."""
        return {}

    def rows_by(self, table: Table, names: tuple[str, ...]) -> dict[tuple[str, ...], list[int]]:
        """Rows of a table by the values of some columns."""
        place = (table.name, names)
        if place not in self.by_codes:
            index: dict[tuple[str, ...], list[int]] = {}
            for i, row in enumerate(table.rows):
                index.setdefault(tuple(row.cells[n] for n in names), []).append(i)
            self.by_codes[place] = index
        return self.by_codes[place]


RowSlip = Callable[[Facts, Table, int, str, float], Edits | None]


def written(table: Table, row: int, **cells: str) -> Edit:
    """An edit that changes some cells of a row."""
    return Edit(table.name, row, {**table.rows[row].cells, **cells})


def pairs_of_codes(table: Table) -> Iterator[tuple[str, str]]:
    """Columns that draw on the same list of codes, such as reporter and partner."""
    coded = [c for c in table.columns.values() if is_code(c)]
    for i, a in enumerate(coded):
        yield from ((a.name, b.name) for b in coded[i + 1 :] if dict(a.codes) == dict(b.codes))


def sides_swapped(facts: Facts, table: Table, row: int, column: str, pick: float) -> Edits | None:
    """Exporter and importer, or two other columns of the same codes, change places."""
    cells = table.rows[row].cells
    other = next(b for a, b in pairs_of_codes(table) if a == column)
    if cells[column] == cells[other] or not cells[other]:
        return None
    return (written(table, row, **{column: cells[other], other: cells[column]}),)


def date_pairs(table: Table) -> Iterator[tuple[str, str]]:
    """Neighbouring columns of dates."""
    yield from pairwise(c.name for c in table.columns.values() if is_date(c))


def dates_swapped(facts: Facts, table: Table, row: int, column: str, pick: float) -> Edits | None:
    cells = table.rows[row].cells
    other = next(b for a, b in date_pairs(table) if a == column)
    if cells[column] == cells[other] or not cells[column] or not cells[other]:
        return None
    return (written(table, row, **{column: cells[other], other: cells[column]}),)


def partners(facts: Facts, table: Table, row: int, column: str) -> list[int]:
    """Rows of the same key but for one code, or for one more that goes with it (a valuation with its flow)."""
    cells = table.rows[row].cells
    key = table.model._contract.key
    free = [n for n in key if n != column]
    coded = [n for n in free if is_code(table.columns[n]) and not is_area(table.columns[n])]
    for names in (tuple(free), *(tuple(n for n in free if n != also) for also in coded)):
        found = facts.rows_by(table, names)[tuple(cells[n] for n in names)]
        if others := [i for i in found if table.rows[i].cells[column] != cells[column]]:
            return others
    return []


def measure_of(table: Table, cells: Cells) -> str | None:
    """The first column of a measure that is filled."""
    return next((c.name for c in table.columns.values() if is_measure(c) and cells[c.name]), None)


def values_swapped(facts: Facts, table: Table, row: int, column: str, pick: float) -> Edits | None:
    """Two rows that differ in a code, such as export and import, get each other's figure."""
    cells = table.rows[row].cells
    measure = measure_of(table, cells)
    others = partners(facts, table, row, column)
    if measure is None or not others:
        return None
    other = others[int(pick * len(others))]
    theirs = table.rows[other].cells[measure]
    if not theirs or theirs == cells[measure]:
        return None
    return written(table, row, **{measure: theirs}), written(table, other, **{measure: cells[measure]})


def is_total(code: str) -> bool:
    return code in TOTALS or code.startswith("total") or code.endswith("total")


def total_as_part(facts: Facts, table: Table, row: int, column: str, pick: float) -> Edits | None:
    """A part is given the figure of the total."""
    cells = table.rows[row].cells
    measure = measure_of(table, cells)
    if measure is None or is_total(cells[column]):
        return None
    totals = [i for i in partners(facts, table, row, column) if is_total(table.rows[i].cells[column])]
    if not totals:
        return None
    figure = table.rows[totals[int(pick * len(totals))]].cells[measure]
    return None if not figure or figure == cells[measure] else (written(table, row, **{measure: figure}),)


def month_as_year(facts: Facts, table: Table, row: int, column: str, pick: float) -> Edits | None:
    """A month's figure is entered as the year's."""
    cells = table.rows[row].cells
    if not PERIOD.fullmatch(cells[column]) or cells.get("freq") != "M" or "A" not in table.columns["freq"].codes:
        return None
    return (written(table, row, **{column: cells[column][:4], "freq": "A"}),)


def month_as_year_in_period(facts: Facts, table: Table, row: int, column: str, pick: float) -> Edits | None:
    """A month is cut to its year, the frequency left as it was."""
    cells = table.rows[row].cells
    return (written(table, row, **{column: cells[column][:4]}),) if PERIOD.fullmatch(cells[column]) else None


def quarter_off(facts: Facts, table: Table, row: int, column: str, pick: float) -> Edits | None:
    """The row is dated a quarter later: its month, its year where it has only that, or all days of its key."""
    cells = table.rows[row].cells
    days = [n for n in table.model._contract.key if is_date(table.columns[n]) and n != "published_on" and cells[n]]
    if column in days:
        moved = {n: months_later(dt.date.fromisoformat(cells[n]), 3).isoformat() for n in days}
        return (written(table, row, **moved),) if column == days[0] else None
    month = PERIOD.fullmatch(cells[column])
    if month:
        later = months_later(dt.date(int(month[1]), int(month[2]), 1), 3)
        return (written(table, row, **{column: f"{later:%Y-%m}"}),)
    return (written(table, row, **{column: str(int(cells[column]) + 1)}),) if cells[column].isdigit() else None


def _other_figure(table: Table, cells: Cells, pick: float) -> dict[str, str] | None:
    """The figure 5 to 30 per cent larger."""
    measure = measure_of(table, cells)
    value = Decimal(cells[measure]) if measure else Decimal(0)
    if not measure or not value:
        return None
    raised = value * (Decimal("1.05") + Decimal(str(round(pick, 3))) / 4)
    if table.columns[measure].kind == "integer":
        raised = raised.quantize(Decimal(1))
    return {measure: number_text(raised)} if raised != value else None


def repeated_key(facts: Facts, table: Table, row: int, column: str, pick: float) -> Edits | None:
    """The row is there twice, the second time with another figure."""
    other = _other_figure(table, table.rows[row].cells, pick)
    return None if other is None else (replace(written(table, row, **other), added=True),)


def repeated_with_own_id(facts: Facts, table: Table, row: int, column: str, pick: float) -> Edits | None:
    """The same with an id of its own."""
    cells = table.rows[row].cells
    other = _other_figure(table, cells, pick)
    if other is None or not issubclass(table.model, FactTable):
        return None
    return (replace(written(table, row, fact_id=f"{cells['fact_id']}.b", **other), added=True),)


def lost(facts: Facts, table: Table, row: int, column: str, pick: float) -> Edits | None:
    return (Edit(table.name, row, None),)


def stale_as_new(facts: Facts, table: Table, row: int, column: str, pick: float) -> Edits | None:
    """An older figure of a quantity is dated a day after the newest."""
    cells = table.rows[row].cells
    others = [table.rows[i].cells for i in table.siblings[table.quantity_of(cells)]]
    newest = max(o["published_on"] for o in others)
    measure = measure_of(table, cells)
    if measure is None or cells["published_on"] >= newest:
        return None
    if all(o[measure] == cells[measure] for o in others):
        return None
    day = dt.date.fromisoformat(newest) + dt.timedelta(days=1)
    vintage = {"vintage": f"{day}"[: len(cells["vintage"])]} if "vintage" in cells else {}
    return (written(table, row, published_on=day.isoformat(), **vintage),)


def foreign_source(facts: Facts, table: Table, row: int, column: str, pick: float) -> Edits | None:
    sources = facts.foreign_sources
    return (written(table, row, source_id=sources[int(pick * len(sources))]),) if sources else None


def limit_and_holding(facts: Facts, table: Table, row: int, column: str, pick: float) -> Edits | None:
    """A limit and a figure of the same thing in another table change places."""
    cells = table.rows[row].cells
    for other in facts.tables.values():
        names = shared_codes(table, other)
        if other is table or len(names) < 3:
            continue
        found = facts.rows_by(other, names).get(tuple(cells[n] for n in names), [])
        if found and cells[column]:
            at = found[int(pick * len(found))]
            theirs = measure_of(other, other.rows[at].cells)
            if theirs and other.rows[at].cells[theirs] != cells[column]:
                figure = other.rows[at].cells[theirs]
                return written(table, row, **{column: figure}), written(other, at, **{theirs: cells[column]})
    return None


def shared_codes(a: Table, b: Table) -> tuple[str, ...]:
    """Columns of both keys that say what is counted: not days, not sources."""
    keys = (a.model._contract.key, b.model._contract.key)
    return tuple(n for n in keys[0] if n in keys[1] and a.columns[n].kind == "text" and n != "source_id")
