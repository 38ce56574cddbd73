"""A csv file as blocks of text cells, each row with the physical line it begins on, in bounded memory."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

import polars as pl

LINE = "_line"
BLOCK_BYTES = 16_000_000
LONGEST_CELL = 131_072
"""What the csv reader takes; a longer cell is a fault of the file."""

RECORD = re.compile(r'(?:[^",\n]*|"(?:[^"]|"")*")(?:,(?:[^",\n]*|"(?:[^"]|"")*"))*')
MARKS = (
    (b"\x00", "nul", "The file holds no NUL byte", "restore the file; it is damaged or not a text file"),
    (b"\xef\xbb\xbf", "bom", "The file begins without a byte order mark", "save it as UTF-8 without BOM"),
    (b"\r", "line_ends", "Lines end in LF alone", "save the file with Unix line ends"),
)
STRUCTURE = {
    "file": "The file exists, can be read and is not empty",
    **{name: sentence for _, name, sentence, _ in MARKS},
    "encoding": "The file is UTF-8",
    "header": "The header names every column of the contract once, and no other",
    "ragged": "Every row has as many cells as the header",
    "quotes": "The file is well-formed csv: quotes enclose a whole cell and are doubled inside it",
    "rows": "A file holds at least one row",
}
"""What is promised of a file before its cells are looked at: rule (without the table's name) and sentence."""


class Report(Protocol):
    """Takes a finding about the file."""

    def __call__(
        self, rule: str, sentence: str, mend: str, *, line: int = 0, column: str = "", value: str = ""
    ) -> None: ...


@dataclass(frozen=True)
class Block:
    """Some rows of a file as text: an empty cell is null."""

    cells: pl.DataFrame
    lines: pl.Series


def blocks_of(path: Path, report: Report, expected: list[str], block_bytes: int = BLOCK_BYTES) -> Iterator[Block]:
    """Blocks of a file, up to where it cannot be read any more; the rows at fault are left out.

    Parameters
    ----------
    path : Path
        The file.
    report : callable
        Takes what is wrong.
    expected : list of str
        The columns of the contract.
    block_bytes : int
        About how much of the file is in memory at once.
    """
    header: list[str] | None = None
    line = 1
    fits = False
    for data in _pieces(path, report, block_bytes):
        text = _decode(data, line, report)
        if text is None:
            return
        if header is None:
            header, text, used = _header(text, report)
            if header is None:
                return
            line += used
            fits = _check_header(header, expected, report)
        block = _block(text, header, line, report)
        line += text.count("\n")
        if fits:
            yield block


def _pieces(path: Path, note: Report, size: int) -> Iterator[bytes]:
    """The file in pieces that end with a record."""
    try:
        with path.open("rb") as stream:
            data = stream.read(size)
            if not data.strip() and not (data := data + stream.read()).strip():
                note("file", "The file is not empty", "restore the file from version control")
                return
            while data:
                more = stream.read(size)
                if not more:
                    yield data
                    return
                end = _record_end(data)
                if end:
                    yield data[:end]
                data = data[end:] + more
    except FileNotFoundError:
        note("file", "The file exists", "restore the file from version control")
    except OSError as error:
        mend = "check the file's kind and its permissions"
        note("file", "The file can be read", mend, value=error.strerror or "")


def _record_end(data: bytes) -> int:
    """Where the last whole record ends: after a line break outside quotes."""
    end = data.rfind(b"\n") + 1
    quotes = data.count(b'"', 0, end)
    while quotes % 2 and end and len(data) - end < 2 * LONGEST_CELL:
        before = data.rfind(b"\n", 0, end - 1) + 1
        quotes -= data.count(b'"', before, end)
        end = before
    return end


def _decode(data: bytes, first: int, note: Report) -> str | None:
    for mark, rule, sentence, mend in MARKS:
        at = data.find(mark)
        if at >= 0:
            note(rule, sentence, mend, line=first + data.count(b"\n", 0, at))
            return None
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError as error:
        line = first + data.count(b"\n", 0, error.start)
        bad = repr(data[error.start : error.end])
        note("encoding", "The file is UTF-8", "save the file as UTF-8", line=line, value=bad)
        return None


def _header(text: str, note: Report) -> tuple[list[str] | None, str, int]:
    """The first record, what follows it, and how many lines it took."""
    records = csv.reader(io.StringIO(text, newline="\n"), strict=True)
    try:
        header = next(records)
    except csv.Error as error:
        _malformed(error, 1, note)
        return None, "", 0
    used = records.line_num
    return header, "\n".join(text.split("\n")[used:]), used


def _check_header(header: list[str], expected: list[str], note: Report) -> bool:
    """Whether the header is that of the contract."""
    for number in (i for i, name in enumerate(header, 1) if not name):
        note("header", "Every column has a name", "name the column or remove it", line=1, column=f"no. {number}")
    named = [name for name in header if name]
    for name in dict.fromkeys(n for n in named if named.count(n) > 1):
        note("header", "A column stands once", "remove the repeated column", line=1, column=name)
    for name in expected:
        if name not in header:
            note("header", "Every column of the contract is there", "add the column", line=1, column=name)
    for name in named:
        if name not in expected:
            note("header", "Every column is in the contract", "remove the column or declare it", line=1, column=name)
    return sorted(header) == sorted(expected)


def _block(text: str, header: list[str], first: int, note: Report) -> Block:
    """Lines without quotes are split at once; the others one by one."""
    rows = text.split("\n")
    if not rows[-1]:
        rows.pop()
    lines = pl.Series(LINE, range(first, first + len(rows)), dtype=pl.Int64)
    texts = pl.Series("row", rows, dtype=pl.String)
    quotes = texts.str.count_matches('"', literal=True)
    plain = quotes == 0
    commas = texts.filter(plain).str.count_matches(",", literal=True)
    spans = not header or (quotes % 2 == 1).any()
    if spans or (commas != len(header) - 1).any() or (texts.str.len_bytes() > LONGEST_CELL).any():
        return _one_by_one(rows, lines.to_list(), header, note)
    split = Block(_split(texts.filter(plain), header), lines.filter(plain))
    if plain.all():
        return split
    quoted = _one_by_one(texts.filter(~plain).to_list(), lines.filter(~plain).to_list(), header, note)
    both = pl.concat([block.cells.with_columns(block.lines) for block in (split, quoted)]).sort(LINE)
    return Block(both.drop(LINE), both[LINE])


def _split(rows: pl.Series, header: list[str]) -> pl.DataFrame:
    """Cells of rows without quotes, each of which has the right number of commas."""
    if not rows.len():
        return pl.DataFrame(schema=dict.fromkeys(_names(header), pl.String))
    data = "\n".join(rows.to_list()).encode()
    return pl.read_csv(
        io.BytesIO(data), has_header=False, new_columns=_names(header), infer_schema=False, quote_char=None
    )


def _names(header: list[str]) -> list[str]:
    """Column names; where some are empty or repeated, which is reported, numbers: a frame can be made of them."""
    return header if all(header) and len(set(header)) == len(header) else [str(i) for i in range(len(header))]


def _one_by_one(physical: list[str], numbers: list[int], header: list[str], note: Report) -> Block:
    """Rows of which some are quoted, or at fault. ``numbers`` are the lines' numbers in the file."""
    rows: list[list[str]] = []
    lines: list[int] = []
    end = 0
    try:
        for start, end, cells in _numbered("\n".join(physical) + "\n"):
            at = numbers[start]
            if len(cells) != len(header):
                found = f"{len(cells)} cells, the header has {len(header)}"
                mend = "add or remove commas, or quote the text"
                note("ragged", STRUCTURE["ragged"], mend, line=at, value=found)
            elif '"' in (record := "\n".join(physical[start:end])) and not RECORD.fullmatch(record):
                note("quotes", "Quotes enclose a whole cell and are doubled inside it", "mend the stray quote", line=at)
            else:
                rows.append(cells)
                lines.append(at)
    except csv.Error as error:
        _malformed(error, numbers[min(end, len(numbers) - 1)], note)
    columns = list(zip(*rows, strict=True)) or [() for _ in header]
    frame = pl.DataFrame([pl.Series(n, c, dtype=pl.String) for n, c in zip(_names(header), columns, strict=True)])
    return Block(frame.select(pl.when(pl.all() != "").then(pl.all())), pl.Series(LINE, lines, dtype=pl.Int64))


def _numbered(text: str) -> Iterator[tuple[int, int, list[str]]]:
    """Rows with the lines they begin and end on, counted from 0; the end is not included."""
    reader = csv.reader(io.StringIO(text, newline="\n"), strict=True)
    before = 0
    for cells in reader:
        yield before, reader.line_num, cells
        before = reader.line_num


def _malformed(error: csv.Error, line: int, note: Report) -> None:
    mend = "mend the quotes, or the overlong cell, in or after this line"
    note("quotes", "The file is well-formed csv", mend, line=line, value=str(error))
