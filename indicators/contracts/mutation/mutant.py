"""A mutant: rows of the facts as somebody might have got them wrong."""

from __future__ import annotations

import csv
import hashlib
import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

from indicators.contracts.model import Column, FactTable, TableModel, columns_of
from indicators.contracts.row_changes import TextRow, text_rows

Cells = Mapping[str, str]


@dataclass(frozen=True)
class Edit:
    """One row of a table written otherwise; ``cells`` None drops it, ``added`` puts them below it as a new row."""

    table: str
    row: int
    cells: Cells | None
    added: bool = False


@dataclass(frozen=True)
class Mutant:
    """What one slip does to the facts.

    Parameters
    ----------
    operator, table, column : str
        The kind of slip and where it was made; column is empty where a whole row is meant.
    key : str
        The row's ``fact_id`` or key.
    edits : tuple of Edit
        The rows concerned, the first one named by ``key``.
    family : str
        The family whose series and rules are asked; sources belong to each family that uses them.
    """

    operator: str
    table: str
    column: str
    key: str
    edits: tuple[Edit, ...]
    family: str = ""


@dataclass(frozen=True)
class Table:
    """A table's rows as text, in the order of its files."""

    model: type[TableModel]
    rows: tuple[TextRow, ...]
    files: Mapping[str, str] = field(repr=False)
    """Text of each file by its path below ``data/raw``."""

    @property
    def name(self) -> str:
        return self.model._contract.name

    @cached_property
    def columns(self) -> dict[str, Column]:
        return {c.name: c for c in columns_of(self.model)}

    @cached_property
    def key(self) -> tuple[str, ...]:
        return ("fact_id",) if issubclass(self.model, FactTable) else self.model._contract.key

    def key_of(self, cells: Cells) -> str:
        return ", ".join(cells[name] for name in self.key)

    @cached_property
    def siblings(self) -> dict[tuple[str, ...], list[int]]:
        """Rows by what the contract calls one quantity (by the key where it names none)."""
        found: dict[tuple[str, ...], list[int]] = {}
        for i, row in enumerate(self.rows):
            found.setdefault(self.quantity_of(row.cells), []).append(i)
        return found

    def quantity_of(self, cells: Cells) -> tuple[str, ...]:
        return tuple(cells[name] for name in self.model._contract.quantity or self.model._contract.key)


def read_text_table(raw: Path, model: type[TableModel]) -> Table:
    """A table's files as text.

    Raises
    ------
    Unreadable
        If a file is no well-formed csv.
    """
    contract = model._contract
    names = [name if contract.folder == "." else f"{contract.folder}/{name}" for name in contract.files]
    texts = {name: (raw / name).read_bytes() for name in names}
    rows = [row for name, data in texts.items() for row in text_rows(data, name)]
    return Table(model, tuple(rows), {name: data.decode("utf-8") for name, data in texts.items()})


def rank(seed: int, *parts: str) -> str:
    """A place in an order that only the seed and the names decide.

    Examples
    --------
    >>> rank(1, "a") < rank(1, "b"), rank(1, "a") == rank(1, "a"), rank(1, "a") == rank(2, "a")
    (True, True, False)
    """
    return hashlib.sha256("\0".join([str(seed), *parts]).encode()).hexdigest()


def changes(mutant: Mutant, tables: Mapping[str, Table]) -> tuple[str, ...]:
    """Each cell that differs, with both texts; a row that is gone or new in words."""
    found = []
    for edit in mutant.edits:
        before = tables[edit.table].rows[edit.row].cells
        if edit.cells is None:
            found.append("row dropped")
            continue
        found += ["row added"] if edit.added else []
        found += [f"{name} {before[name]!r} -> {cell!r}" for name, cell in edit.cells.items() if cell != before[name]]
    return tuple(found)


def mutated_files(table: Table, edits: tuple[Edit, ...]) -> dict[str, str]:
    """The texts of the files that the edits change; every other byte of them stays."""
    found: dict[str, list[str]] = {}
    for edit in edits:
        if edit.table != table.name:
            continue
        row = table.rows[edit.row]
        lines = found.setdefault(row.file, table.files[row.file].split("\n"))
        first, last = row.line - 1, _last_line(table, edit.row)
        record = [] if edit.cells is None else [_record(row.cells, edit.cells)]
        written = [*lines[first:last], *record] if edit.added else record
        # As many pieces as before, so that the rows below keep their places.
        lines[first:last] = ["\n".join(written) if written else GONE, *[GONE] * (last - first - 1)]
    return {name: "\n".join(line for line in lines if line != GONE) for name, lines in found.items()}


GONE = "\0"
"""Stands for a line that is left out; no raw file holds it."""


def _last_line(table: Table, index: int) -> int:
    """The last physical line of a row: the one before the next row, or before the end of the file."""
    row = table.rows[index]
    after = table.rows[index + 1] if index + 1 < len(table.rows) else None
    if after is not None and after.file == row.file:
        return after.line - 1
    return table.files[row.file].rstrip("\n").count("\n") + 1


def _record(header: Cells, cells: Cells) -> str:
    return csv_text(list(header), [cells]).split("\n", 1)[1].removesuffix("\n")


def csv_text(header: Sequence[str], rows: Sequence[Cells]) -> str:
    """A file of some rows."""
    stream = io.StringIO()
    writer = csv.writer(stream, lineterminator="\n")
    writer.writerows([header, *([cells[name] for name in header] for cells in rows)])
    return stream.getvalue()
