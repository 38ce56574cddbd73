"""Rows of originals as text: csv of any separator and sheets of workbooks, the header held to the format.

What people and programs do to a table on its way is no other format: columns in another order, empty rows, empty cells
behind the last column, a csv saved as a workbook.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Collection, Iterable, Sequence
from typing import Any

import polars as pl

from indicators.ingesting.faults import OriginalProblem, columns_differ, unreadable
from indicators.ingesting.opening import Original
from indicators.ingesting.xml_stream import ods_rows

UNNAMED = "unnamed"
"""How a column without a name is called in frames."""
THOUSANDS = r"^[+-]?\d{1,3}(,\d{3})+(\.\d+)?$"
MIDNIGHT = r"^(\d{4}-\d{2}-\d{2}) 00:00:00$"
"""How a cell that holds a day comes out of a workbook."""
WORKBOOKS = ("xlsx", "ods")
LINE = "line"
"""Column that tells the physical line of a csv row, or the row of a sheet; both counted from 1."""


def decoded(original: Original, otherwise: str = "") -> str:
    """The whole file as text: by its byte order mark, else UTF-8, else ``otherwise``.

    Raises
    ------
    OriginalProblem
        If it is in none of these encodings.
    """
    data = original.path.read_bytes()
    try:
        return data.decode(original.encoding)
    except UnicodeDecodeError as error:
        if otherwise:
            return data.decode(otherwise)
        line, named = data.count(b"\n", 0, error.start) + 1, original.encoding.upper()
        raise OriginalProblem(
            f"the file is not {named}: byte {data[error.start]:#04x} does not belong there",
            where=f"{original.path}:{line}", do=f"save it as {named}, or fetch it again from its publisher",
        ) from error  # fmt: skip


def table_rows(
    original: Original,
    columns: Sequence[str],
    *,
    separator: str = ",",
    otherwise: str = "",
    header: bool = True,
    optional: Collection[str] = (),
    skip: int = 0,
    end: str = "",
) -> pl.DataFrame:
    """A csv file, or the sheet of a workbook, as text cells, empty ones null, with the physical line of each row.

    Parameters
    ----------
    original : Original
        The file.
    columns : sequence of str
        The columns of the format, all of them; with a header they may stand in any order.
    separator, otherwise : str
        Of a csv file: its separator, and its encoding where it is not UTF-8 and has no byte order mark.
    header : bool
        Whether the first line (after ``skip`` lines) names the columns.
    optional : collection of str
        Columns of the format that may be absent.
    end : str
        A mark after the last row, which is cut off.

    Raises
    ------
    OriginalProblem
        If the header is another one, a row has another number of cells, or the file is cut off.
    """
    if original.kind in WORKBOOKS:
        return _sheet_rows(original, columns, optional=optional, skip=skip)
    rows, at = _records(original, decoded(original, otherwise), separator, end)
    rows, at = rows[skip:], at[skip:]
    names = list(columns)
    if header:
        if not rows:
            raise OriginalProblem("the file has no header", where=str(original.path), do="fetch it again")
        names = _named(rows[0])
        _check(f"{original.path}:{at[0]}", names, columns, optional)
        rows, at = rows[1:], at[1:]
    return _frame(original, rows, at, names)


def _records(original: Original, text: str, separator: str, end: str) -> tuple[list[list[str]], list[int]]:
    """The records that hold anything, and the line on which each begins."""
    if end:
        text = text.rstrip("\r\n ").removesuffix(end)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)
    rows: list[list[str]] = []
    at: list[int] = []
    before = 0
    try:
        for row in reader:
            if any(row) and any(map(str.strip, row)):
                rows.append(row)
                at.append(before + 1)
            before = reader.line_num
    except csv.Error as error:
        raise unreadable(
            f"{original.path}:{before + 1}", f"no well-formed csv, or cut off within a cell ({error})"
        ) from error
    return rows, at


def _named(cells: Iterable[str | None]) -> list[str]:
    """The names of a header; empty cells behind the last one are none."""
    names = [(cell or "").strip().lstrip("\ufeff") for cell in cells]
    while names and not names[-1]:
        names.pop()
    return names


def _check(where: str, found: list[str], wanted: Sequence[str], optional: Collection[str]) -> None:
    if twice := sorted({name for name in found if found.count(name) > 1}):
        raise OriginalProblem(
            f"a column stands there twice: {', '.join(map(repr, twice))}", where=where, do="fetch the file again"
        )
    expected = [c for c in wanted if c in found or c not in optional]
    if sorted(found) != sorted(expected):
        raise columns_differ(where, found, expected)


def _frame(original: Original, rows: list[list[str]], at: list[int], names: list[str]) -> pl.DataFrame:
    width = len(names)
    for row, line in zip(rows, at, strict=True):
        if len(row) < width or any(row[width:]):
            raise OriginalProblem(
                f"a row has {len(row)} cells in place of {width}", where=f"{original.path}:{line}",
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


def _sheet_rows(
    original: Original, columns: Sequence[str], *, optional: Collection[str] = (), skip: int = 0
) -> pl.DataFrame:
    """The sheet whose first row (after ``skip`` rows) is the header, as text cells with the row of the sheet.

    Of several sheets it is the first whose header is nearly that of the format.
    """
    cells = sheet_cells(original, _sheet_like(original, columns, optional, skip)).slice(skip)
    found = _named(cells.row(0)) if cells.height else []
    _check(f"{original.path}:{skip + 1}", found, columns, optional)
    texts = pl.all().str.strip_chars().str.replace(MIDNIGHT, "$1")
    filled = cells.select(pl.when(texts != "").then(texts).name.keep()).with_columns(
        pl.int_range(skip + 1, pl.len() + skip + 1).alias(LINE)
    )
    rows = filled.slice(1).filter(pl.any_horizontal(pl.exclude(LINE).is_not_null()))
    outside = cells.columns[len(found) :]
    if outside and (wide := rows.filter(pl.any_horizontal(pl.col(outside).is_not_null()))).height:
        raise OriginalProblem(
            f"a row has cells behind the last of the {len(found)} named columns",
            where=f"{original.path}:{wide[LINE][0]}", do="fetch the file again, or name the column in the first row",
        )  # fmt: skip
    names = dict(zip(cells.columns, (name or UNNAMED for name in found), strict=False))
    return rows.drop(outside).rename(names)


def _sheet_like(original: Original, columns: Sequence[str], optional: Collection[str], skip: int) -> str:
    """The first of the sheets whose header is nearly that of a format; the first of all where none is."""
    needed = [name for name in columns if name not in optional]
    headers = _headers(original, skip)
    return next((name for name, header in headers.items() if _is_like(header, needed) or {*needed} <= {*header}), "")


def _headers(original: Original, skip: int) -> dict[str, list[str]]:
    """The cells of a row of each sheet (of an OpenDocument workbook: of the first), read once."""
    if skip not in original.headers:
        names = sheet_names(original) if original.kind == "xlsx" else [""]
        original.headers[skip] = {name: _header(sheet_cells(original, name, skip + 1), skip) for name in names}
    return original.headers[skip]


def _header(cells: pl.DataFrame, skip: int) -> list[str]:
    return _named(cells.row(skip)) if cells.height > skip else []


def _workbook(original: Original) -> Any:
    import fastexcel

    kind = original.kind  # the archive's sizes are checked before anything is unpacked
    try:
        return fastexcel.read_excel(str(original.path))
    except Exception as error:  # the library has no common base for what its parser meets
        raise unreadable(str(original.path), f"no sound {kind} workbook") from error


def stop_at(original: Original, bad: pl.DataFrame, what: str, do: str) -> None:
    """Stop at the first of the rows that are none of the format, if there is one.

    Parameters
    ----------
    original : Original
        The file.
    bad : polars.DataFrame
        Such rows, each with its line.
    what, do : str
        What is wrong and what to do; ``what`` can show cells of the row: ``{cell!r}``.

    Raises
    ------
    OriginalProblem
        If there is one.
    """
    if bad.height:
        row = bad.row(0, named=True)
        raise OriginalProblem(what.format_map(row), where=f"{original.path}:{row[LINE]}", do=do)


def number(column: str | pl.Expr) -> pl.Expr:
    """A printed number; commas are dropped where they part thousands, anything else that is no number is null."""
    text = (pl.col(column) if isinstance(column, str) else column).str.strip_chars()
    plain = pl.when(text.str.contains(THOUSANDS)).then(text.str.replace_all(",", "")).otherwise(text)
    value = plain.cast(pl.Float64, strict=False)
    return pl.when(value.is_finite()).then(value)


LIKE = 0.7
"""Share of a format's columns from which a header is taken for one of it; which are missing or new is then told."""


def header_of(original: Original, separator: str = ",", skip: int = 0) -> list[str]:
    """The cells of the first line (after ``skip`` lines), or of that row of the first sheet; none if absent."""
    if original.kind in WORKBOOKS:
        return next(iter(_headers(original, skip).values()))
    if original.kind != "text" or len(original.lines) <= skip:
        return []
    try:
        return _named(next(csv.reader([original.lines[skip]], delimiter=separator), []))
    except csv.Error:
        return []


def headers_of(original: Original, separator: str = ",", skip: int = 0) -> list[list[str]]:
    """`header_of`, in a workbook that of each sheet."""
    if original.kind in WORKBOOKS:
        return list(_headers(original, skip).values())
    return [header_of(original, separator, skip)]


def looks_like(original: Original, columns: Sequence[str], separator: str = ",", skip: int = 0) -> bool:
    """Whether the header, in a workbook that of any sheet, is or nearly is that of a format."""
    return any(_is_like(header, columns) for header in headers_of(original, separator, skip))


def _is_like(header: Collection[str], columns: Sequence[str]) -> bool:
    found = set(header)
    return len(found & set(columns)) >= LIKE * max(len(columns), len(found))
