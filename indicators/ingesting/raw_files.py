"""Raw csv files as text rows, and how rows are added to them without touching what stands there."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

import polars as pl

from indicators.contracts.model import Column, TableModel, columns_of
from indicators.contracts.reading import FILE, read_table
from indicators.errors import DataProblem
from indicators.ingesting.reader import Placement

DECIMALS = 6
Cells = Mapping[str, str]


def held(raw: Path, model: type[TableModel]) -> pl.DataFrame:
    """The typed rows of a table as they stand in its raw files, each with its file.

    Raises
    ------
    DataProblem
        If a file cannot be read whole: facts are not added to a broken table.
    """
    frame, findings = read_table(raw, model)
    if frame is None:
        first = findings[0]
        raise DataProblem(first.what(), where=first.where(), do=f"{first.mend}; then run the command again")
    return frame


def cell(value: object) -> str:
    """A value as raw files write it.

    Examples
    --------
    >>> cell(2578.0000000000005), cell(43450.0), cell(0.000001), cell(None), cell(12)
    ('2578', '43450', '0.000001', '', '12')
    """
    if value is None:
        return ""
    if isinstance(value, float):
        return f"{value:.{DECIMALS}f}".rstrip("0").rstrip(".")
    return str(value)


def text_rows(model: type[TableModel], frame: pl.DataFrame) -> list[dict[str, str]]:
    """Typed rows as the cells of a raw file."""
    names = [c.name for c in columns_of(model)]
    return [{n: cell(v) for n, v in row.items()} for row in frame.select(names).iter_rows(named=True)]


def with_rows(old: bytes, names: Sequence[str], new: Iterable[Cells], order: Sequence[str]) -> bytes:
    """A raw file with further rows.

    Where the rows lie in the stated order, the new ones are put in their places; else they follow the last one.
    The lines that stand there keep their bytes.
    """
    lines = _records(old.decode("utf-8"))
    rows = [dict(zip(names, r, strict=True)) for r in csv.reader(lines[1:])]
    added = sorted(new, key=lambda r: _sort_key(r, order))
    keys = [_sort_key(r, order) for r in rows]
    pairs = list(zip(keys, lines[1:], strict=True))
    more = [(_sort_key(r, order), _line(r, names)) for r in added]
    merged = sorted([*pairs, *more], key=lambda p: p[0]) if keys == sorted(keys) else [*pairs, *more]
    head = lines[0] if lines else ",".join(names) + "\n"
    return "".join([head, *(line for _, line in merged)]).encode()


def _records(text: str) -> list[str]:
    """Records of a csv text, each with the lines it spans."""
    records, part = [], ""
    for line in text.splitlines(keepends=True):
        part += line
        if part.count('"') % 2 == 0:
            records.append(part)
            part = ""
    return records


def _line(row: Cells, names: Sequence[str]) -> str:
    out = io.StringIO()
    csv.writer(out, lineterminator="\n").writerow([row[n] for n in names])
    return out.getvalue()


def _sort_key(row: Cells, order: Sequence[str]) -> tuple[tuple[float, str], ...]:
    """Numbers by their size, texts by their letters, the first column (the id) last."""
    names = [*order, next(iter(row))]
    return tuple(_part(row[n]) for n in names)


def _part(text: str) -> tuple[float, str]:
    return (float(text), "") if text.isdigit() and len(text) < 10 else (-1.0 if not text else float("inf"), text)


def additions(raw: Path, model: type[TableModel], frame: pl.DataFrame, placement: Placement) -> dict[Path, bytes]:
    """The raw files of a table with further rows: path to contents, only of files that change."""
    contract, names = model._contract, [c.name for c in columns_of(model)]
    place = placement.file if placement.file is not None else pl.lit(contract.files[-1])
    made = {}
    for (file,), part in frame.with_columns(place.alias(FILE)).group_by(FILE, maintain_order=True):
        path = raw / contract.folder / str(file)
        old = path.read_bytes() if path.exists() else (",".join(names) + "\n").encode()
        made[path] = with_rows(old, names, text_rows(model, part), placement.order)
    return made


def typed_column(c: Column) -> pl.DataType:
    """The type of a column in frames."""
    return {"text": pl.String(), "integer": pl.Int64(), "number": pl.Float64(), "date": pl.Date()}[c.kind]
