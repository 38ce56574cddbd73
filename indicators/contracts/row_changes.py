"""Two versions of a table's rows compared by key: added, removed, changed cell by cell.

Cells are compared as text, as a reviewer reads them; ``1.0`` and ``1.00`` differ.
"""

from __future__ import annotations

import csv
import io
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Literal

from indicators.contracts.model import FactTable, TableModel

Kind = Literal["added", "removed", "changed"]


class Unreadable(ValueError):
    """A version of a file that cannot be compared; says why."""


@dataclass(frozen=True)
class TextRow:
    """A row as it stands in its file; ``line`` is the physical line it begins on."""

    file: str
    line: int
    cells: dict[str, str]


@dataclass(frozen=True)
class CellChange:
    """A column of a row with its text before and after."""

    column: str
    old: str
    new: str


@dataclass(frozen=True)
class RowChange:
    """A row that only one version has, or that differs; file and line are those of the newer version if it is there.

    ``cells`` holds the columns that differ; of an added or removed row all that are filled.
    """

    table: str
    kind: Kind
    file: str
    line: int
    key: str
    cells: tuple[CellChange, ...]


def text_rows(data: bytes, file: str) -> list[TextRow]:
    """The rows of a csv file.

    Raises
    ------
    Unreadable
        If it is no well-formed csv in UTF-8.

    Examples
    --------
    >>> text_rows(b"a,b\\n1,2\\n", "x.csv")
    [TextRow(file='x.csv', line=2, cells={'a': '1', 'b': '2'})]
    """
    try:
        reader = csv.reader(io.StringIO(data.decode("utf-8"), newline=""), strict=True)
        header = next(reader, [])
        rows, before = [], reader.line_num
        for cells in reader:
            if len(cells) != len(header):
                raise Unreadable(f"line {before + 1} has {len(cells)} cells, the header {len(header)}")
            rows.append(TextRow(file, before + 1, dict(zip(header, cells, strict=True))))
            before = reader.line_num
    except UnicodeDecodeError as error:
        raise Unreadable(f"byte {error.start + 1} is not UTF-8") from None
    except csv.Error as error:
        raise Unreadable(f"not well-formed csv ({error})") from None
    if not header or len(set(header)) != len(header):
        raise Unreadable("the header is empty, or names a column twice")
    return rows


def compare_rows(model: type[TableModel], before: Sequence[TextRow], after: Sequence[TextRow]) -> list[RowChange]:
    """What changed between two versions of a table.

    Rows are matched by ``fact_id`` (in a table without facts by its key), then, where ids differ,
    by the natural key. The order is that of the newer files, removed rows last.
    """
    contract = model._contract
    pairs: list[tuple[TextRow, TextRow]] = []
    old, new = list(before), list(after)
    keys = [("fact_id",), contract.key] if issubclass(model, FactTable) else [contract.key]
    for names in keys:
        found, old, new = _matched(names, old, new)
        pairs += found
    shown = keys[0]
    changes = [_changed(contract.name, shown, a, b) for a, b in pairs if _cells(a.cells, b.cells)]
    changes += [RowChange(contract.name, "added", r.file, r.line, _key(shown, r), _cells({}, r.cells)) for r in new]
    gone = [RowChange(contract.name, "removed", r.file, r.line, _key(shown, r), _cells(r.cells, {})) for r in old]
    return sorted(changes, key=_place) + sorted(gone, key=_place)


def _place(change: RowChange) -> tuple[str, int]:
    return change.file, change.line


def _changed(table: str, names: Sequence[str], a: TextRow, b: TextRow) -> RowChange:
    return RowChange(table, "changed", b.file, b.line, _key(names, b), _cells(a.cells, b.cells))


def _key(names: Iterable[str], row: TextRow) -> str:
    return ", ".join(f"{name}={row.cells.get(name, '')}" for name in names)


def _cells(old: dict[str, str], new: dict[str, str]) -> tuple[CellChange, ...]:
    names = dict.fromkeys([*new, *old])
    return tuple(
        CellChange(n, old.get(n, ""), new.get(n, "")) for n in names if old.get(n, "") != new.get(n, "")
    )  # fmt: skip


Pairs = list[tuple[TextRow, TextRow]]


def _matched(
    names: Sequence[str], old: list[TextRow], new: list[TextRow]
) -> tuple[Pairs, list[TextRow], list[TextRow]]:
    """Pairs that agree on the names, and what is left of both; of rows with one key the equal ones first."""
    by_key: dict[tuple[str, ...] | None, list[TextRow]] = defaultdict(list)
    for row in old:
        by_key[_values(names, row)].append(row)
    pairs: Pairs = []
    left: list[TextRow] = []
    equal = [any(p.cells == row.cells for p in by_key.get(_values(names, row), ())) for row in new]
    for row, _ in sorted(zip(new, equal, strict=True), key=lambda pair: not pair[1]):
        values = _values(names, row)
        partners = by_key[values] if values is not None else []
        if partners:
            partner = next((p for p in partners if p.cells == row.cells), partners[0])
            partners.remove(partner)
            pairs.append((partner, row))
        else:
            left.append(row)
    return pairs, [row for rows in by_key.values() for row in rows], left


def _values(names: Sequence[str], row: TextRow) -> tuple[str, ...] | None:
    """A row's key; None where a column of it is not there."""
    return tuple(row.cells[n] for n in names) if row.cells.keys() >= set(names) else None
