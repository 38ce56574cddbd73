"""Rows of originals as text: csv of any separator and sheets of workbooks, the header held to the format."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from typing import Any

import polars as pl

from indicators.ingesting.faults import OriginalProblem, columns_differ, unreadable
from indicators.ingesting.opening import Original
from indicators.ingesting.xml_stream import ods_rows

UNNAMED = "unnamed"
"""How a column without a name is called in frames."""
LINE = "line"
"""Column that tells the physical line of a csv row, or the row of a sheet; both counted from 1."""


def decoded(original: Original, encoding: str = "") -> str:
    """The whole file as text.

    Raises
    ------
    OriginalProblem
        If it is not in that encoding.
    """
    named = encoding or original.encoding
    data = original.path.read_bytes()
    try:
        return data.decode(named)
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise OriginalProblem(
            f"the file is not {named.upper()}: byte {data[error.start]:#04x} does not belong there",
            where=f"{original.path}:{line}", do=f"save it as {named.upper()}, or fetch it again from its publisher",
        ) from error  # fmt: skip


def csv_rows(
    original: Original,
    columns: Sequence[str],
    *,
    separator: str = ",",
    encoding: str = "",
    header: bool = True,
    optional: Sequence[str] = (),
    skip: int = 0,
    end: str = "",
) -> pl.DataFrame:
    """A csv file as text cells, empty ones null, with the physical line of each row.

    Parameters
    ----------
    original : Original
        The file.
    columns : sequence of str
        The columns of the format, all of them, in their order.
    separator, encoding : str
        As the publisher writes it; the encoding by byte order mark, else UTF-8.
    header : bool
        Whether the first line (after ``skip`` lines) names the columns.
    optional : sequence of str
        Columns of the format that may be absent.
    end : str
        A mark after the last row, which is cut off.

    Raises
    ------
    OriginalProblem
        If the header is another one, a row has another number of cells, or the file is cut off.
    """
    text = decoded(original, encoding)
    if end:
        text = text.rstrip("\r\n ").removesuffix(end)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)
    rows: list[list[str]] = []
    at: list[int] = []
    before = 0
    try:
        for row in reader:
            if row:
                rows.append(row)
                at.append(before + 1)
            before = reader.line_num
    except csv.Error as error:
        raise unreadable(
            f"{original.path}:{before + 1}", f"no well-formed csv, or cut off within a cell ({error})"
        ) from error
    rows, at = rows[skip:], at[skip:]
    names = list(columns)
    if header:
        if not rows:
            raise OriginalProblem("the file has no header", where=str(original.path), do="fetch it again")
        names = [name.strip().lstrip("\ufeff") for name in rows[0]]
        _check(original, names, columns, optional)
        rows, at = rows[1:], at[1:]
    return _frame(original, rows, at, names)


def _check(original: Original, found: list[str], wanted: Sequence[str], optional: Sequence[str]) -> None:
    expected = [c for c in wanted if c in found or c not in optional]
    if found != expected:
        raise columns_differ(f"{original.path}:1", found, [c for c in wanted if c not in optional or c in found])


def _frame(original: Original, rows: list[list[str]], at: list[int], names: list[str]) -> pl.DataFrame:
    for row, line in zip(rows, at, strict=True):
        if len(row) != len(names):
            raise OriginalProblem(
                f"a row has {len(row)} cells in place of {len(names)}", where=f"{original.path}:{line}",
                do="fetch the file again: it is cut off or was changed by hand",
            )  # fmt: skip
    cells = {name: pl.Series(name or UNNAMED, [row[i] for row in rows], pl.String) for i, name in enumerate(names)}
    frame = pl.DataFrame([*cells.values(), pl.Series(LINE, at, pl.Int64)])
    return frame.with_columns(pl.when(pl.col(pl.String) != "").then(pl.col(pl.String)).name.keep())


def sheet_names(original: Original) -> list[str]:
    """The sheets of a workbook."""
    return list(_workbook(original).sheet_names)


def sheet_cells(original: Original, sheet: str = "", rows: int | None = None) -> pl.DataFrame:
    """A sheet as text cells, columns ``c0``, ``c1``, ...; the first sheet unless one is named."""
    if original.kind == "ods":
        return ods_rows(original, sheet, rows)
    book = _workbook(original)
    names = book.sheet_names
    if sheet and sheet not in names:
        raise columns_differ(str(original.path), names, [sheet])
    try:
        loaded: pl.DataFrame = book.load_sheet(
            sheet or names[0], header_row=None, dtypes="string", n_rows=rows
        ).to_polars()
    except Exception as error:  # the library has no common base for what its parser meets
        raise unreadable(str(original.path), f"sheet {sheet or names[0]!r} is damaged") from error
    return loaded.rename({old: f"c{i}" for i, old in enumerate(loaded.columns)})


def sheet_rows(original: Original, columns: Sequence[str], sheet: str = "") -> pl.DataFrame:
    """A sheet whose first row is the header, as text cells with the row of the sheet."""
    cells = sheet_cells(original, sheet)
    found = [str(name or "").strip() for name in cells.row(0)] if cells.height else []
    while found and not found[-1]:
        found.pop()
    _check(original, found, columns, ())
    named = cells.select(pl.nth(range(len(found)))).rename(dict(zip(cells.columns, found, strict=False)))
    return named.with_columns(pl.int_range(1, pl.len() + 1).alias(LINE)).slice(1)


def _workbook(original: Original) -> Any:
    import fastexcel

    kind = original.kind  # the archive's sizes are checked before anything is unpacked
    try:
        return fastexcel.read_excel(str(original.path))
    except Exception as error:  # the library has no common base for what its parser meets
        raise unreadable(str(original.path), f"no sound {kind} workbook") from error


def number(column: str | pl.Expr) -> pl.Expr:
    """A printed number; commas of thousands are dropped, anything else that is no number is null."""
    text = (pl.col(column) if isinstance(column, str) else column).str.strip_chars().str.replace_all(",", "")
    return text.cast(pl.Float64, strict=False)


LIKE = 0.7
"""Share of a format's columns from which a header is taken for one of it; which are missing or new is then told."""


def header_of(original: Original, separator: str = ",") -> list[str]:
    """The cells of the first line, or of the first row of the first sheet; none where there is neither."""
    if separator not in original.headers:
        original.headers[separator] = _header_of(original, separator)
    return original.headers[separator]


def _header_of(original: Original, separator: str) -> list[str]:
    if original.kind in ("xlsx", "ods"):
        cells = sheet_cells(original, rows=1)
        return [str(c or "").strip() for c in cells.row(0)] if cells.height else []
    if original.kind != "text":
        return []
    try:
        row = next(csv.reader([original.first_line.lstrip("\ufeff")], delimiter=separator), [])
    except csv.Error:
        return []
    return [c.strip() for c in row]


def looks_like(original: Original, columns: Sequence[str], separator: str = ",") -> bool:
    """Whether the header is, or nearly is, that of a format."""
    found = set(header_of(original, separator))
    return len(found & set(columns)) >= LIKE * max(len(columns), len(found))
