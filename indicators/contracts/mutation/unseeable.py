"""Which slips no rule could see, because the facts say the thing only once. Decided by criteria, not by hand.

Of a missed mutant every edit has to be one of two kinds; any other miss is a miss (a wrong code, date or source, a
figure that is gone, has another sign or is ten times another size, a row added). Both kinds ask that no other row
gives the same quantity, and none the year of a month.

- *A figure that could be true.* It lies within the figures of its history (the rows that differ in time alone) and is
  no further from the nearest figure before or after it, in units and in per cent, than some true figure is: so every
  bound on it that lets the true figures pass lets it pass, too. Without a history of three figures it lies within the
  figures of its kind, those with the same codes (of the whole column where these are fewer than three).
- *A lost row.* Its like come at no regular times, and no other row always comes with one of them.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from itertools import pairwise
from statistics import median

from indicators.contracts.model import FactTable
from indicators.contracts.mutation.cells import is_date, is_measure, is_plain_code
from indicators.contracts.mutation.mutant import Cells, Edit, Mutant, Table

TIMES = ("period", "year", "reference_month", "vintage")
OF_NO_KIND = ("source_id", "seen_in", "description")
ENOUGH = 3
"""Figures that make a history or a kind, and times that show a rule."""
ANOTHER_SIZE = 10
"""From this factor on a bound on the size of the figures of a series could see it."""
ALONE = "one row gives the figure, and no bound on its history or its steps would refuse it"
ALIKE = "one row gives the figure, it has no history, and it lies within the figures of its kind"
IRREGULAR = "one row tells it, and its like come at no regular times and with no other row"


def why_unseeable(mutant: Mutant, tables: Mapping[str, Table]) -> str:
    """The reason why no rule could see a mutant; empty where one could."""
    reasons = [_why(edit, mutant.edits, tables[edit.table]) for edit in mutant.edits]
    return reasons[0] if all(reasons) else ""


def _why(edit: Edit, edits: Sequence[Edit], table: Table) -> str:
    cells = table.rows[edit.row].cells
    if edit.added or not issubclass(table.model, FactTable) or len(table.siblings[table.quantity_of(cells)]) > 1:
        return ""
    if _summed(table, cells):
        return ""
    if edit.cells is None:
        return "" if _regular(table, edit.row) or _accompanied(table, edit.row) else IRREGULAR
    changed = [name for name in cells if edit.cells[name] != cells[name]]
    if len(changed) != 1 or not is_measure(table.columns[changed[0]]):
        return ""
    after = {e.row: e.cells for e in edits if e.table == table.name and e.cells is not None}
    return _figure(table, edit.row, changed[0], after)


def _summed(table: Table, cells: Cells) -> bool:
    """Whether a row for the year stands beside a month."""
    if not {"freq", "period"} <= table.columns.keys() or cells["freq"] != "M":
        return False
    year = {n: cells[n] for n in _what(table)} | {"freq": "A", "period": cells["period"][:4]}
    return any(all(r.cells[n] == cell for n, cell in year.items()) for r in table.rows)


# -- figures -------------------------------------------------------------------------------------


def _figure(table: Table, row: int, column: str, after: Mapping[int, Cells]) -> str:
    old, new = _number(table.rows[row].cells[column]), _number(after[row][column])
    if not old or not new or not 1 / ANOTHER_SIZE < new / old < ANOTHER_SIZE:
        return ""
    history = sorted(_history(table, row), key=lambda i: (_day_of(table, i) or dt.date.min, i))
    true = _numbers(table.rows[i].cells[column] for i in history)
    if len(true) <= ENOUGH:
        return ALIKE if _within(new, _kind(table, row, column)) else ""
    slipped = _numbers((after.get(i) or table.rows[i].cells)[column] for i in history)
    return ALONE if _within(new, true) and _steps_pass(true, slipped) else ""


def _within(value: float, others: Sequence[float]) -> bool:
    return min(others) <= value <= max(others)


def _steps_pass(true: Sequence[float], slipped: Sequence[float]) -> bool:
    """Whether every bound on steps that the true figures keep is kept by the slipped ones, too."""
    for relative in (False, True):
        largest, now = (max(_nearest([_step(a, b, relative) for a, b in pairwise(v)])) for v in (true, slipped))
        if now > largest:
            return False
    return True


def _step(a: float, b: float, relative: bool) -> float:
    return abs(a - b) / (max(abs(a), abs(b), 1e-9) if relative else 1)


def _nearest(gaps: Sequence[float]) -> list[float]:
    """Of each figure the step to the nearer neighbour."""
    return [gaps[0], *(min(pair) for pair in pairwise(gaps)), gaps[-1]]


def _kind(table: Table, row: int, column: str) -> list[float]:
    """True figures of other rows with the same codes; of all rows where these are too few."""
    codes = [n for n, c in table.columns.items() if is_plain_code(c) and n not in FactTable._tail]
    mine = tuple(table.rows[row].cells[n] for n in codes)
    others = [r.cells for i, r in enumerate(table.rows) if i != row]
    alike = _numbers(c[column] for c in others if tuple(c[n] for n in codes) == mine)
    return alike if len(alike) >= ENOUGH else _numbers(c[column] for c in others)


def _numbers(texts: Iterable[str]) -> list[float]:
    return [v for v in map(_number, texts) if v is not None]


def _number(text: str) -> float | None:
    try:
        return float(text)
    except ValueError:
        return None


# -- times ---------------------------------------------------------------------------------------


def time_columns(table: Table) -> list[str]:
    """The columns that say when."""
    return [name for name, c in table.columns.items() if is_date(c) or name in TIMES]


def _what(table: Table) -> list[str]:
    """The columns that say what is measured or what happened, not when."""
    contract = table.model._contract
    return [n for n in contract.quantity or contract.key if n not in (*time_columns(table), *OF_NO_KIND)]


def _history(table: Table, row: int, **other: str) -> list[int]:
    """Rows that say the same of something at any time, the row itself among them."""
    mine = {n: table.rows[row].cells[n] for n in _what(table)} | other
    return [i for i, r in enumerate(table.rows) if all(r.cells[n] == cell for n, cell in mine.items())]


def _days(table: Table, rows: Iterable[int]) -> set[dt.date]:
    return {day for i in rows if (day := _day_of(table, i))}


def _day_of(table: Table, row: int) -> dt.date | None:
    """The first day of a row's period, year or date."""
    contract = table.model._contract
    for name in (*contract.quantity, *contract.key):
        if name in time_columns(table):
            try:
                return dt.date.fromisoformat(f"{table.rows[row].cells[name]}-01-01"[:10])
            except ValueError:
                return None
    return None


def _regular(table: Table, row: int) -> bool:
    """Whether the row stands as far from its neighbours in time as they mostly do from each other."""
    history = [i for i in _history(table, row) if i != row]
    days, mine = sorted(_days(table, history)), _day_of(table, row)
    if mine is None or len(days) < ENOUGH:
        return False
    usual = median((b - a).days for a, b in pairwise(sorted({*days, mine})))
    beside = [max((d for d in days if d < mine), default=None), min((d for d in days if d > mine), default=None)]
    gaps = [abs((d - mine).days) for d in beside if d]
    return all(abs(gap - usual) <= max(3, usual / 10) for gap in gaps)


def _accompanied(table: Table, row: int) -> bool:
    """Whether some other row of the same time is of a kind that always comes with this row's like."""
    mine, times = _day_of(table, row), _days(table, _history(table, row))
    for name in _what(table):
        cells = table.rows[row].cells
        free = {n: cells[n] for n in _what(table) if n != name}
        near = [r.cells for r in table.rows if all(r.cells[n] == c for n, c in free.items())]
        for code in {c[name] for c in near} - {cells[name]}:
            days = _days(table, _history(table, row, **{name: code}))
            if mine in days and len(days) > ENOUGH and days <= times:
                return True
    return False
