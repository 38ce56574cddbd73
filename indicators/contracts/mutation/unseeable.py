"""Which slips no rule could see, because the facts say the thing only once. Decided by criteria, not by hand.

A slip is unseeable when nothing in the facts speaks against what it leaves:

- a figure: no other row gives the same quantity, and the new figure lies within those of its own history
  (the rows that differ from it in time alone), or it has no history of three figures;
- a lost row: no other row gives the same quantity, and its history is no regular sequence around it.

Any other slip that is missed is a miss.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from itertools import pairwise

from indicators.contracts.mutation.cells import is_date, is_measure
from indicators.contracts.mutation.mutant import Cells, Edit, Mutant, Table

TIMES = ("period", "year", "reference_month", "vintage")
HISTORY = 3
"""Figures that make a history."""
ALONE = "a single source gives the figure, and it stays within its own history"
NO_HISTORY = "a single source gives the figure, and it has no history"
IRREGULAR = "a single source gives the row, and its like come at no regular times"


def why_unseeable(mutant: Mutant, tables: dict[str, Table]) -> str:
    """The reason why no rule could see a mutant; empty where one could."""
    reasons = [_why(edit, tables[edit.table]) for edit in mutant.edits]
    return reasons[0] if all(reasons) else ""


def _why(edit: Edit, table: Table) -> str:
    cells = table.rows[edit.row].cells
    rivals = [i for i in table.siblings[table.quantity_of(cells)] if i != edit.row]
    if edit.added or rivals:
        return ""
    history = [i for i in _history(table, edit.row) if i != edit.row]
    if edit.cells is None:
        return "" if _regular(table, edit.row, history) else IRREGULAR
    changed = [name for name in cells if edit.cells[name] != cells[name]]
    if len(changed) != 1 or not is_measure(table.columns[changed[0]]):
        return ""
    return _figure(changed[0], edit.cells, [table.rows[i].cells for i in history])


def _figure(column: str, cells: Cells, history: Sequence[Cells]) -> str:
    values = [v for other in history if (v := _number(other[column])) is not None]
    new = _number(cells[column])
    if new is None:
        return ""
    if len(values) < HISTORY:
        return NO_HISTORY
    return ALONE if min(values) <= new <= max(values) else ""


def _number(text: str) -> float | None:
    try:
        return float(text)
    except ValueError:
        return None


def time_columns(table: Table) -> list[str]:
    """The columns that say when."""
    return [name for name, c in table.columns.items() if is_date(c) or name in TIMES]


def _history(table: Table, row: int) -> list[int]:
    """Rows that agree on what is measured and differ in time; in a table without quantities on all codes of the key."""
    contract, times = table.model._contract, time_columns(table)
    names = [n for n in contract.quantity or contract.key if n not in (*times, "source_id", "seen_in", "description")]
    mine = tuple(table.rows[row].cells[n] for n in names)
    return [i for i, other in enumerate(table.rows) if tuple(other.cells[n] for n in names) == mine]


def _regular(table: Table, row: int, history: Sequence[int]) -> bool:
    """Whether the times before and after a row are as far from it as from each other's neighbours."""
    keyed = [n for n in (*table.model._contract.quantity, *table.model._contract.key) if n in time_columns(table)]
    if not keyed:
        return False
    days = sorted({d for i in history if (d := _day(table.rows[i].cells[keyed[0]]))})
    mine = _day(table.rows[row].cells[keyed[0]])
    before, after = [d for d in days if mine and d < mine][-2:], [d for d in days if mine and d > mine][:2]
    if mine is None or not before or not after:
        return False
    gaps = [(mine - before[-1]).days, (after[0] - mine).days]
    gaps += [(b - a).days for a, b in pairwise(before)]
    return max(gaps) - min(gaps) <= max(3, min(gaps) // 10)


def _day(text: str) -> dt.date | None:
    """The first day of a period, a year or a date."""
    try:
        return dt.date.fromisoformat(f"{text}-01-01"[:10])
    except ValueError:
        return None
