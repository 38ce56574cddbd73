"""Raw csv to typed frames, nothing guessed: structure first, then each cell by its declared kind.

A file that cannot be read whole gives findings and no frame; a cell that does not fit gives a
finding and an empty cell, so that the other rows are still checked.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import polars as pl

from indicators.contracts.findings import Finding
from indicators.contracts.model import Column, TableModel, columns_of

FILE, LINE = "_file", "_line"

RECORD = re.compile(r'(?:[^",\n]*|"(?:[^"]|"")*")(?:,(?:[^",\n]*|"(?:[^"]|"")*"))*')
FORMATS = {
    "integer": (r"^-?[0-9]{1,12}$", "a whole number such as 1550: at most 12 digits, no separators"),
    "number": (
        r"^-?[0-9]{1,12}(\.[0-9]{1,12})?$",
        "a plain decimal number such as 1234.5: point as decimal mark, no separators, exponent or NaN",
    ),
    "date": (r"^(19|20)[0-9]{2}-[0-9]{2}-[0-9]{2}$", "a date such as 2026-02-05"),
}
TEXT_RULES = (
    ("spaces", r"^\s|\s$|\s{2,}\S", "Text has no leading, trailing or doubled spaces", "remove the extra spaces"),
    ("control", r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u200b\u200e\u200f\u2028-\u202e\u2060\u2066-\u2069\ufeff]",
     "Text has no control or direction characters", "remove the invisible character"),
    ("formula", r"^[=+@\t]|^-\S*[^0-9\s.]", "Text does not begin like a spreadsheet formula",
     "begin the text with a word"),
    ("markup", r"<[A-Za-z/!?]", "Text holds no markup", "write the text without tags"),
)  # fmt: skip


@dataclass(frozen=True)
class _Text:
    """A file as text cells with the line each row begins on."""

    file: str
    header: list[str]
    rows: list[list[str]]
    lines: list[int]


def read_table(
    raw: Path, model: type[TableModel], prefix: str = "data/raw"
) -> tuple[pl.DataFrame | None, list[Finding]]:
    """Read all files of a table.

    Parameters
    ----------
    raw : Path
        The folder ``data/raw``.
    model : TableModel
        The table's contract.
    prefix : str
        How ``raw`` is called in findings.

    Returns
    -------
    frame : polars.DataFrame or None
        Typed columns in the contract's order plus ``_file`` and ``_line``; None if a file could
        not be read whole.
    findings : list of Finding
        What is wrong with the files' structure or their cells.
    """
    contract, columns = model._contract, columns_of(model)
    findings: list[Finding] = []
    frames: list[pl.DataFrame] = []
    for name in contract.files:
        path = raw / contract.folder / name
        shown = f"{prefix}/{name}" if contract.folder == "." else f"{prefix}/{contract.folder}/{name}"
        report = _Reporter(contract.name, shown, findings)
        text = _structure(path, report, [c.name for c in columns])
        if text is not None:
            frames.append(_typed(text, columns, report))
    whole = len(frames) == len(contract.files)
    return (pl.concat(frames) if whole else None), findings


@dataclass(frozen=True)
class _Reporter:
    table: str
    file: str
    findings: list[Finding]

    def add(
        self, rule: str, sentence: str, mend: str, *, line: int = 0, column: str = "", value: str = "", key: str = ""
    ) -> None:
        self.findings.append(
            Finding(self.file, line, self.table, f"{self.table}.{rule}", column, value, key, sentence, "error", mend)
        )


def _structure(path: Path, report: _Reporter, expected: list[str]) -> _Text | None:
    """Bytes to text cells, or None with the reasons reported."""
    before = len(report.findings)
    text = _decode(path, report)
    if text is None:
        return None
    header, rows, lines = _records(text, report)
    if len(report.findings) == before:
        _check_header(header, expected, report)
    if len(report.findings) == before and not rows:
        report.add(
            "rows", "A file holds at least one row", "restore the rows, or take the file out of the contract", line=1
        )
    return _Text(report.file, header, rows, lines) if len(report.findings) == before else None


def _decode(path: Path, report: _Reporter) -> str | None:
    try:
        data = path.read_bytes()
    except FileNotFoundError:
        report.add("file", "The file exists", "restore the file from version control")
        return None
    except OSError as error:
        report.add(
            "file", "The file can be read", "check the file's kind and its permissions", value=error.strerror or ""
        )
        return None
    if not data.strip():
        report.add("file", "The file is not empty", "restore the file from version control")
        return None
    for mark, rule, sentence, mend in (
        (b"\x00", "nul", "The file holds no NUL byte", "restore the file; it is damaged or not a text file"),
        (b"\xef\xbb\xbf", "bom", "The file begins without a byte order mark", "save it as UTF-8 without BOM"),
        (b"\r", "line_ends", "Lines end in LF alone", "save the file with Unix line ends"),
    ):
        at = data.find(mark)
        if at >= 0:
            report.add(rule, sentence, mend, line=data.count(b"\n", 0, at) + 1)
            return None
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        report.add(
            "encoding",
            "The file is UTF-8",
            "save the file as UTF-8",
            line=line,
            value=repr(data[error.start : error.end]),
        )
        return None


def _records(text: str, report: _Reporter) -> tuple[list[str], list[list[str]], list[int]]:
    header: list[str] = []
    rows: list[list[str]] = []
    lines: list[int] = []
    physical = text.split("\n")
    end = 0
    try:
        for start, end, cells in _numbered(text):
            if start == 1:
                header = cells
            elif len(cells) != len(header):
                found = f"{len(cells)} cells, the header has {len(header)}"
                sentence = "Every row has as many cells as the header"
                report.add("ragged", sentence, "add or remove commas, or quote the text", line=start, value=found)
            elif '"' in (record := "\n".join(physical[start - 1 : end])) and not RECORD.fullmatch(record):
                report.add(
                    "quotes",
                    "Quotes enclose a whole cell and are doubled inside it",
                    "mend the stray quote",
                    line=start,
                )
            else:
                rows.append(cells)
                lines.append(start)
    except csv.Error as error:
        mend = "mend the quotes, or the overlong cell, in or after this line"
        report.add("quotes", "The file is well-formed csv", mend, line=end + 1, value=str(error))
    return header, rows, lines


def _numbered(text: str) -> Iterator[tuple[int, int, list[str]]]:
    """Rows with their first and last physical line."""
    reader = csv.reader(io.StringIO(text, newline="\n"), strict=True)
    before = 0
    for cells in reader:
        yield before + 1, reader.line_num, cells
        before = reader.line_num


def _check_header(header: list[str], expected: list[str], report: _Reporter) -> None:
    for name in dict.fromkeys(n for n in header if header.count(n) > 1):
        report.add("header", "A column stands once", "remove the repeated column", line=1, column=name)
    for name in expected:
        if name not in header:
            report.add("header", "Every column of the contract is there", "add the column", line=1, column=name)
    for name in header:
        if name not in expected:
            report.add(
                "header", "Every column is in the contract", "remove the column or declare it", line=1, column=name
            )


def _typed(text: _Text, columns: tuple[Column, ...], report: _Reporter) -> pl.DataFrame:
    cells = list(zip(*text.rows, strict=True))
    raw = pl.DataFrame({name: pl.Series(name, cells[i], dtype=pl.String) for i, name in enumerate(text.header)}).select(
        [pl.when(pl.col(c.name) != "").then(pl.col(c.name)).alias(c.name) for c in columns]
    )
    lines = pl.Series(LINE, text.lines, dtype=pl.Int64)
    key = raw.to_series(0)
    for c in columns:
        _check_cells(raw[c.name], c, key, lines, report)
    typed = raw.select(_cast(c) for c in columns)
    return typed.with_columns(pl.lit(text.file).alias(FILE), lines)


def _cast(c: Column) -> pl.Expr:
    cell = pl.col(c.name)
    match c.kind:
        case "integer":
            return cell.cast(pl.Int64, strict=False)
        case "number":
            fits = cell.str.contains(FORMATS["number"][0])
            return pl.when(fits).then(cell).cast(pl.Float64, strict=False).alias(c.name)
        case "date":
            return cell.str.to_date("%Y-%m-%d", strict=False)
    return cell


def _check_cells(cells: pl.Series, c: Column, key: pl.Series, lines: pl.Series, report: _Reporter) -> None:
    if c.kind == "text":
        checks = [(name, cells.str.contains(pattern), sentence, mend) for name, pattern, sentence, mend in TEXT_RULES]
    else:
        pattern, shape = FORMATS[c.kind]
        wrong = ~cells.str.contains(pattern)
        if c.kind == "date":
            wrong = wrong | (cells.str.to_date("%Y-%m-%d", strict=False).is_null() & cells.is_not_null())
        checks = [("format", wrong, f"The cell holds {shape}", f"write {shape}, or leave the cell empty if it may be")]
    for name, wrong, sentence, mend in checks:
        for i in wrong.fill_null(False).arg_true().to_list():
            report.add(f"{c.name}.{name}", sentence, mend, line=lines[i], column=c.name, value=cells[i],
                       key=f"{key.name}={key[i]}")  # fmt: skip
