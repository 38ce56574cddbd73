"""What changed in the facts between two versions of ``data/raw``."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from indicators.contracts.model import TableModel
from indicators.contracts.row_changes import RowChange, TextRow, Unreadable, compare_rows, text_rows


@dataclass(frozen=True)
class FileChange:
    """A raw file that differs and what could be said of its columns."""

    file: str
    table: str
    note: str

    @property
    def unread(self) -> bool:
        """Whether a version of it could not be compared."""
        return self.note.startswith(UNREAD)


UNREAD = "cannot be compared: "


@dataclass(frozen=True)
class DataDiff:
    """Rows and files that differ; ``rows`` is complete, whatever a format shows of it."""

    rows: tuple[RowChange, ...]
    files: tuple[FileChange, ...]

    def counts(self) -> dict[tuple[str, str], dict[str, int]]:
        """(table, file) -> number of rows added, removed, changed; files without such rows left out."""
        found: dict[tuple[str, str], dict[str, int]] = {}
        for row in self.rows:
            place = found.setdefault((row.table, row.file), {"added": 0, "removed": 0, "changed": 0})
            place[row.kind] += 1
        return found


def data_diff(before: Path, after: Path, models: Sequence[type[TableModel]], prefix: str = "data/raw") -> DataDiff:
    """Compare two folders of facts.

    Parameters
    ----------
    before, after : Path
        Folders ``data/raw``.
    models : sequence of TableModel
        The tables; any other csv file is named when it differs, its rows are not compared.
    prefix : str
        How the folder is called.

    Returns
    -------
    DataDiff
        A file that cannot be read does not hide the others.
    """
    rows: list[RowChange] = []
    files: list[FileChange] = []
    declared: set[str] = set()
    for model in models:
        contract = model._contract
        names = [name if contract.folder == "." else f"{contract.folder}/{name}" for name in contract.files]
        declared |= set(names)
        sides: tuple[list[TextRow], list[TextRow]] = ([], [])
        for name in names:
            one, two = (_bytes(folder / name) for folder in (before, after))
            if one == two:
                continue
            try:
                versions = [[] if data is None else _read(data, name, prefix, side) for data, side in
                            ((one, "the base"), (two, "the work tree"))]  # fmt: skip
            except Unreadable as reason:
                files.append(FileChange(f"{prefix}/{name}", contract.name, f"{UNREAD}{reason}"))
                continue
            files.append(FileChange(f"{prefix}/{name}", contract.name, _note(one, two, *versions)))
            sides[0].extend(versions[0])
            sides[1].extend(versions[1])
        rows += compare_rows(model, *sides)
    files += _others(before, after, declared, prefix)
    return DataDiff(tuple(rows), tuple(sorted(files, key=lambda f: f.file)))


def _bytes(path: Path) -> bytes | None:
    return path.read_bytes() if path.is_file() else None


def _read(data: bytes, name: str, prefix: str, side: str) -> list[TextRow]:
    try:
        return text_rows(data, f"{prefix}/{name}")
    except Unreadable as reason:
        raise Unreadable(f"{side}: {reason}") from None


def _note(one: bytes | None, two: bytes | None, old: list[TextRow], new: list[TextRow]) -> str:
    """A file that is new or gone, and columns that only one version has."""
    if one is None or two is None:
        return "new file" if one is None else "file removed"
    heads = [list(rows[0].cells) if rows else [] for rows in (old, new)]
    told = [f"column added: {n}" for n in heads[1] if n not in heads[0] and heads[0]]
    told += [f"column removed: {n}" for n in heads[0] if n not in heads[1] and heads[1]]
    return "; ".join(told)


def _others(before: Path, after: Path, declared: set[str], prefix: str) -> list[FileChange]:
    names = {p.relative_to(folder).as_posix() for folder in (before, after) for p in folder.rglob("*.csv")}
    return [
        FileChange(f"{prefix}/{name}", "", "differs; it belongs to no table")
        for name in sorted(names - declared)
        if _bytes(before / name) != _bytes(after / name)
    ]
