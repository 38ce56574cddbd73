"""An Excel workbook: what it is, a sheet a table, units, codes, sources. No cell is a formula."""

from __future__ import annotations

import datetime as dt
import io
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any

from indicators.errors import UsageProblem
from indicators.exports.bundle import DICTIONARY, TERMS, Bundle, Dataset, coded, dictionary
from indicators.frame import TITLE

if TYPE_CHECKING:
    from xlsxwriter import Workbook
    from xlsxwriter.format import Format
    from xlsxwriter.worksheet import Worksheet

ROWS = 1_048_575
"""Rows that a sheet has room for below its header."""
CELL = 32_767
"""Characters that a cell has room for."""
NAME = 31
"""Characters that a sheet's name has room for."""
DAY = "yyyy-mm-dd"
FIRST_DAY = dt.date(1900, 3, 1)
"""Excel has a day too many in February 1900: dates before it are written as text."""


def files(bundle: Bundle, stem: str | None) -> dict[str, bytes]:
    """Numbers, dates and truth values are such; a text is a text whatever it begins with."""
    from xlsxwriter import Workbook

    out = io.BytesIO()
    book = Workbook(out, {"in_memory": True})
    day = bundle.as_of
    book.set_properties(
        {"title": TITLE, "comments": bundle.described(), "created": dt.datetime(day.year, day.month, day.day)}  # noqa: DTZ001
    )
    styles = {"head": book.add_format({"bold": True, "bottom": 1}), "day": book.add_format({"num_format": DAY})}
    _readme(book, bundle, styles["head"])
    for item in bundle.datasets:
        _table(book, item, styles)
    _sheet(book, "units", DICTIONARY, dictionary(bundle), styles)
    _sheet(book, "codes", ("table", "column", "code", "meaning"), _codes(bundle), styles)
    book.close()
    return {f"{stem or 'indicators'}.xlsx": out.getvalue()}


def _readme(book: Workbook, bundle: Bundle, bold: Format) -> None:
    sheet = book.add_worksheet("README")
    sheet.set_column(0, 0, 26)
    sheet.set_column(1, 1, 110)
    sheet.write_string(0, 0, TITLE, bold)
    lines = [
        ("What", bundle.described()),
        ("Missing values", "An empty cell; missing_reason says why, where there is one."),
        ("Units and definitions", "Sheet units"),
        ("Codes", "Sheet codes"),
        ("Terms", TERMS),
    ]
    for item in bundle.datasets:
        lines.append((item.name, " ".join((f"{item.table.title}. {item.table.row}", *item.table.usage))))
    for row, (name, text) in enumerate(lines, start=2):
        sheet.write_string(row, 0, name, bold)
        sheet.write_string(row, 1, text)


def _table(book: Workbook, item: Dataset, styles: dict[str, Format]) -> None:
    if item.frame.height > ROWS:
        raise UsageProblem(
            f"{item.name} has {item.frame.height} rows, more than a sheet holds", where="xlsx", do="use csv or parquet"
        )
    _sheet(book, item.name, item.frame.columns, item.frame.iter_rows(), styles)


def _codes(bundle: Bundle) -> Iterable[tuple[str, str, Any, str]]:
    return ((i.name, c.name, code, text) for i in bundle.datasets for c in coded(i) for code, text in c.codes)


def _sheet(
    book: Workbook, name: str, header: Sequence[str], rows: Iterable[Sequence[Any]], styles: dict[str, Format]
) -> None:
    """A sheet with a header that stays in view, filters, and columns about as wide as what they hold."""
    sheet = book.add_worksheet(name[:NAME])
    widths = [len(text) for text in header]
    for column, text in enumerate(header):
        sheet.write_string(0, column, text, styles["head"])
    last = 0
    for last, cells in enumerate(rows, start=1):
        for column, value in enumerate(cells):
            if value is not None:
                _cell(sheet, last, column, value, styles["day"])
                widths[column] = max(widths[column], min(len(str(value)), 60))
    sheet.freeze_panes(1, 0)
    sheet.autofilter(0, 0, max(last, 1), len(header) - 1)
    for column, width in enumerate(widths):
        sheet.set_column(column, column, width + 2)


def _cell(sheet: Worksheet, row: int, column: int, value: Any, day: Format) -> None:
    if isinstance(value, bool):
        sheet.write_boolean(row, column, value)
    elif isinstance(value, int | float):
        sheet.write_number(row, column, value)
    elif isinstance(value, dt.date) and value >= FIRST_DAY:
        sheet.write_datetime(row, column, value, day)
    else:
        sheet.write_string(row, column, str(value)[:CELL])
