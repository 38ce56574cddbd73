"""Ways to spoil a raw file, drawn by hypothesis: bytes, lines, cells, columns, encodings.

A mutation is a function from bytes to bytes; places are drawn as numbers that are taken modulo the
size at hand, so that one mutation fits every file and shrinks well.
"""

from __future__ import annotations

import csv
import io
import sys
from collections.abc import Callable

from hypothesis import strategies as st

Mutation = Callable[[bytes], bytes]
Cells = list[list[str]]

PLACE = st.integers(0, 2**31)

HOSTILE = (
    "", " ", "\t", "\n", "\r\n", "\x00", "\ufeff", "\u200f", "\u2028", "\ud7ff", "\U0010ffff", '"', '""', '"\n"', ",",
    ";", "'", "=1+1", "+1", "-1", "@SUM(A1)", "=HYPERLINK(\"http://example.org\")", "-cmd", "<b>",
    "<script>alert(1)</script>", "</script>", "&amp;", "{{ 7*7 }}", "${x}", "%s", "'; DROP TABLE facts; --",
    "../../etc/passwd", "\\", "NaN", "nan", "inf", "-inf", "Infinity", "None", "null", "NULL", "n/a", "true", "0",
    "-0", "00", "0.0", "1e308", "1e-400", "9" * 12, "9" * 15, "9" * 19, "9" * 40, "-" + "9" * 15, "0." + "3" * 12,
    "1,000", "1.000,5", "1_000", "0x1F", "½", "٣", "２０２２",
    "1 000", "1\u202f000", "٢٠٢٢-٠١-٠١", "2022-13", "2022-00",
    "2022-1", "20222", "0000", "9999", "1899", "2022-02-30", "2022-13-01", "0000-00-00", "0001-01-01", "1900-01-01",
    "1969-12-31", "2099-12-31", "2100-01-01", "9999-12-31", "2022-1-1", "2022/01/01", "01.02.2022",
    "2022-01-01T00:00:00", "2022-W01-1", "+2022-01-01", "https://", "http://example.org/\"onclick=",
    "javascript:alert(1)", "WLD", "USA+RUS", "low", "A", "M", "Q", "release", "assumed", "x" * 200, "x" * 200_000,
    "é" * 5_000, "a\nb", "a  b", " a", "a ", "(" * 2_000,
)  # fmt: skip
"""Values for a cell that somebody once choked on."""

VALUES = st.one_of(
    st.sampled_from(HOSTILE),
    st.text(max_size=12),
    st.integers(-(10**20), 10**20).map(str),
    st.floats().map(str),
    st.dates().map(str),
)


def rows_of(data: bytes) -> Cells:
    """Cells as they are, however long; the limit of the csv module holds again afterwards."""
    limit = csv.field_size_limit(sys.maxsize)
    try:
        return _read(data)
    finally:
        csv.field_size_limit(limit)


def _read(data: bytes) -> Cells:
    return list(csv.reader(io.StringIO(data.decode("utf-8", "replace").replace("\x00", ""), newline="")))


def bytes_of(rows: Cells) -> bytes:
    out = io.StringIO()
    csv.writer(out, lineterminator="\n").writerows(rows)
    return to_bytes(out.getvalue())


# -- bytes -------------------------------------------------------------------------------------------


def flip(place: int, bit: int) -> Mutation:
    def mutate(data: bytes) -> bytes:
        at = place % len(data)
        return data[:at] + bytes([data[at] ^ (1 << bit)]) + data[at + 1 :]

    return mutate


def insert(place: int, more: bytes) -> Mutation:
    return lambda data: data[: place % (len(data) + 1)] + more + data[place % (len(data) + 1) :]


def delete(place: int, count: int) -> Mutation:
    return lambda data: data[: place % len(data)] + data[place % len(data) + count :]


def truncate(place: int) -> Mutation:
    return lambda data: data[: place % len(data)]


# -- lines -------------------------------------------------------------------------------------------


def of_lines(change: Callable[[list[bytes], int, int], None]) -> Callable[[int, int], Mutation]:
    def make(first: int, second: int) -> Mutation:
        def mutate(data: bytes) -> bytes:
            lines = data.split(b"\n")
            change(lines, first % len(lines), second % len(lines))
            return b"\n".join(lines)

        return mutate

    return make


def _swap(lines: list[bytes], i: int, j: int) -> None:
    lines[i], lines[j] = lines[j], lines[i]


repeat_line = of_lines(lambda lines, i, j: lines.insert(j, lines[i]))
delete_line = of_lines(lambda lines, i, _: lines.__delitem__(i))
swap_lines = of_lines(_swap)


# -- cells and columns ---------------------------------------------------------------------------------


def of_cells(change: Callable[[Cells, int, int], None]) -> Callable[[int, int], Mutation]:
    def make(first: int, second: int) -> Mutation:
        def mutate(data: bytes) -> bytes:
            rows = [row for row in rows_of(data) if row]
            if not rows:
                return data
            change(rows, first, second)
            return bytes_of(rows)

        return mutate

    return make


def _cell(rows: Cells, place: int) -> tuple[int, int]:
    row = place % len(rows)
    return row, (place // len(rows)) % len(rows[row])


def _swap_cells(rows: Cells, first: int, second: int) -> None:
    (a, i), (b, j) = _cell(rows, first), _cell(rows, second)
    rows[a][i], rows[b][j] = rows[b][j], rows[a][i]


def _copy_down(rows: Cells, first: int, second: int) -> None:
    """A value of the same column from another row: other codes, other dates, other ids."""
    row, column = _cell(rows, first)
    other = rows[second % len(rows)]
    rows[row][column] = other[column % len(other)]


def _swap_columns(rows: Cells, first: int, second: int) -> None:
    for row in rows:
        i, j = first % len(row), second % len(row)
        row[i], row[j] = row[j], row[i]


def _swap_header(rows: Cells, first: int, second: int) -> None:
    _swap_columns(rows[:1], first, second)


def _drop_column(rows: Cells, first: int, _: int) -> None:
    for row in rows:
        del row[first % len(row)]


def _empty_column(rows: Cells, first: int, _: int) -> None:
    for row in rows[1:]:
        row[first % len(row)] = ""


def set_cell(place: int, value: str) -> Mutation:
    def change(rows: Cells, first: int, _: int) -> None:
        row, column = _cell(rows[1:] or rows, first)
        (rows[1:] or rows)[row][column] = value

    return of_cells(change)(place, 0)


# -- encodings -----------------------------------------------------------------------------------------


def encode(name: str) -> Mutation:
    return lambda data: data.decode("utf-8", "replace").encode(name, "replace")


def line_ends(ends: bytes) -> Mutation:
    return lambda data: data.replace(b"\n", ends)


def to_bytes(text: str) -> bytes:
    return text.encode("utf-8", "surrogatepass")


CELL_CHANGES = (_swap_cells, _copy_down, _swap_columns, _swap_header, _drop_column, _empty_column)
MUTATIONS: st.SearchStrategy[Mutation] = st.one_of(
    st.builds(set_cell, PLACE, VALUES),
    st.builds(set_cell, PLACE, VALUES),
    st.builds(flip, PLACE, st.integers(0, 7)),
    st.builds(insert, PLACE, st.one_of(st.binary(min_size=1, max_size=8), VALUES.map(to_bytes))),
    st.builds(delete, PLACE, st.integers(1, 200)),
    st.builds(truncate, PLACE),
    *(st.builds(make, PLACE, PLACE) for make in (repeat_line, delete_line, swap_lines)),
    *(st.builds(of_cells(change), PLACE, PLACE) for change in CELL_CHANGES),
    st.builds(encode, st.sampled_from(("utf-16", "utf-32", "latin-1", "utf-8-sig", "cp1251", "utf-7"))),
    st.builds(line_ends, st.sampled_from((b"\r\n", b"\r", b"\n\n", b"\x0b"))),
)  # fmt: skip
