"""Each fault of a file or a cell is found: rule, file, line, column, value and key."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import polars as pl
import pytest

from indicators.contracts.findings import Finding
from indicators.contracts.model import columns_of
from indicators.contracts.reading import read_table

from .animals import FILES, HEADER, Animals, row, write

GOOD = row(1) + row(2)


def found(raw: Path) -> list[Finding]:
    return read_table(raw, Animals)[1]


def test_good_files_become_one_typed_frame(tmp_path: Path) -> None:
    frame, findings = read_table(write(tmp_path), Animals)
    assert findings == []
    assert frame is not None
    assert frame.columns == [*(c.name for c in columns_of(Animals)), "_file", "_line"]
    assert frame.schema["seen_on"] == pl.Date
    assert frame.schema["animals_count"] == pl.Int64
    assert frame.schema["weight_kg"] == pl.Float64
    assert frame["animals_count"].to_list() == list(range(1, 11))
    assert frame["seen_on"][0] == dt.date(2020, 1, 1)
    assert frame["note"].null_count() == 10, "an empty cell is missing, not an empty text"
    assert frame.select("_file", "_line").row(3) == ("data/raw/zoo/animals.2.csv", 3)


def test_columns_may_stand_in_another_order(tmp_path: Path) -> None:
    order = HEADER.split(",")[::-1]
    text = "\n".join(",".join(line.split(",")[::-1]) for line in (HEADER + "\n" + GOOD).splitlines()) + "\n"
    frame, findings = read_table(write(tmp_path, animals_1=text), Animals)
    assert order[0] == "note"
    assert findings == []
    assert frame is not None
    assert frame["fact_id"][0] == "zoo.animal-1"


STRUCTURE = {
    "empty": (b"", "file", 0, ""),
    "blank": (b" \n\n", "file", 0, ""),
    "nul": (f"{HEADER}\n{row(1)}zoo\0".encode(), "nul", 3, ""),
    "bom": (f"\ufeff{HEADER}\n{GOOD}", "bom", 1, ""),
    "crlf": (f"{HEADER}\n{GOOD}".replace("\n", "\r\n"), "line_ends", 1, ""),
    "one carriage return": (f"{HEADER}\n{GOOD}".replace("high,\n", "high,\r\n", 1), "line_ends", 2, ""),
    "latin-1": (f"{HEADER}\n{row(1)}{row(2, note='Mönch')}".encode("latin-1"), "encoding", 3, ""),
    "utf-16": (f"{HEADER}\n{GOOD}".encode("utf-16"), "nul", 1, ""),
    "header only": (HEADER + "\n", "rows", 1, ""),
    "repeated column": (f"{HEADER},note\n{row(1).strip()},\n", "header", 1, "note"),
    "missing column": (f"{HEADER}\n{GOOD}".replace(",zone", "").replace(",A1", ""), "header", 1, "zone"),
    "extra column": (f"{HEADER},colour\n{row(1).strip()},red\n", "header", 1, "colour"),
    "renamed column": (f"{HEADER}\n{GOOD}".replace("species", "Species"), "header", 1, "species"),
    "too few cells": (f"{HEADER}\n{row(1)}zoo.animal-2,bear\n", "ragged", 3, ""),
    "too many cells": (f"{HEADER}\n{row(1, note='a, b')}{row(2)}", "ragged", 2, ""),
    "blank line": (f"{HEADER}\n{row(1)}\n{row(2)}", "ragged", 3, ""),
    "blank last line": (f"{HEADER}\n{GOOD}\n", "ragged", 4, ""),
    "stray quote": (f"{HEADER}\n{row(1)}" + row(2, note='so "called" bear'), "quotes", 3, ""),
    "text after a quote": (f"{HEADER}\n{row(1)}" + row(2, note='"bear" said'), "quotes", 3, ""),
    "unclosed quote": (f"{HEADER}\n{row(1)}" + row(2, note='"bear'), "quotes", 3, ""),
    "unclosed quote after a long row": (
        f"{HEADER}\n" + row(1, note='"two\nlines"') + row(2, note='"bear') + row(3), "quotes", 4, "",
    ),
    "cell of 1 MB": (f"{HEADER}\n{row(1)}" + row(2, note="x" * 1_000_000), "quotes", 3, ""),
}  # fmt: skip


@pytest.mark.parametrize("case", STRUCTURE)
def test_a_fault_of_the_structure_is_found_at_its_line(tmp_path: Path, case: str) -> None:
    text, rule, line, column = STRUCTURE[case]
    frame, findings = read_table(write(tmp_path, animals_3=text), Animals)
    assert frame is None, "a table that could not be read whole is no table"
    first = findings[0]
    assert (first.rule_id, first.file, first.line, first.column, first.severity) == (
        f"animals.{rule}", "data/raw/zoo/animals.3.csv", line, column, "error",
    )  # fmt: skip
    assert first.mend


def test_a_missing_file_is_found(tmp_path: Path) -> None:
    (write(tmp_path) / "zoo" / FILES[2]).unlink()
    assert [f.where() for f in found(tmp_path)] == ["data/raw/zoo/animals.3.csv"]


def test_a_folder_in_place_of_a_file_is_found(tmp_path: Path) -> None:
    path = write(tmp_path) / "zoo" / FILES[2]
    path.unlink()
    path.mkdir()
    (only,) = found(tmp_path)
    assert (only.rule_id, only.sentence) == ("animals.file", "The file can be read")


def test_every_ragged_row_is_found(tmp_path: Path) -> None:
    write(tmp_path, animals_1=f"{HEADER}\nzoo.a\n{row(2)}zoo.b,bear\n")
    assert [f.line for f in found(tmp_path)] == [2, 4]


def test_a_cell_may_hold_line_breaks_and_doubled_quotes(tmp_path: Path) -> None:
    text = f"{HEADER}\n" + row(1, note='"a ""bear"",\nand another"') + row(2, animals_count="many") + row(3)
    frame, findings = read_table(write(tmp_path, animals_1=text), Animals)
    assert frame is not None
    assert frame["note"][0] == 'a "bear",\nand another'
    assert frame["_line"].to_list()[:3] == [2, 4, 5]
    assert [(f.line, f.column, f.value) for f in findings] == [(4, "animals_count", "many")]


@pytest.mark.parametrize("mark", ["\x0b", "\x0c", "\x1c", "\x85", "\u2028"])
def test_only_a_line_feed_ends_a_line(tmp_path: Path, mark: str) -> None:
    text = f"{HEADER}\n{row(1)}" + row(2, note=f"one{mark}two") + row(3, animals_count="many")
    findings = found(write(tmp_path, animals_1=text))
    assert {(f.rule_id, f.line) for f in findings} == {("animals.note.control", 3), ("animals.animals_count.format", 4)}


CELLS = {
    "word for a whole number": ("animals_count", "many", "format"),
    "fraction for a whole number": ("animals_count", "1.5", "format"),
    "thousands separator": ("animals_count", '"1,000"', "format"),
    "full-width digits": ("animals_count", "\uff11\uff12", "format"),
    "leading space in a number": ("animals_count", " 7", "format"),
    "decimal comma": ("weight_kg", '"250,5"', "format"),
    "NaN": ("weight_kg", "NaN", "format"),
    "infinity": ("weight_kg", "inf", "format"),
    "exponent": ("weight_kg", "1e308", "format"),
    "more digits than any figure has": ("weight_kg", "1" * 16, "format"),
    "plus sign": ("weight_kg", "+5", "format"),
    "hexadecimal": ("weight_kg", "0x10", "format"),
    "null as text": ("weight_kg", "NULL", "format"),
    "day that does not exist": ("seen_on", "2026-02-30", "format"),
    "American date": ("seen_on", "02/01/2020", "format"),
    "date without a day": ("seen_on", "2020-01", "format"),
    "date with a time": ("seen_on", "2020-01-01T00:00", "format"),
    "date before the era": ("seen_on", "0020-01-01", "format"),
    "leading space": ("seen_in", " page", "spaces"),
    "trailing space": ("seen_in", "page ", "spaces"),
    "trailing hard space": ("seen_in", "page\u00a0", "spaces"),
    "doubled space": ("seen_in", "page  1", "spaces"),
    "right-to-left mark": ("seen_in", "page\u200f1", "control"),
    "direction override": ("seen_in", "page\u202e1", "control"),
    "zero-width space": ("seen_in", "page\u200b1", "control"),
    "escape": ("seen_in", "page\x1b1", "control"),
    "C1 control": ("seen_in", "page\x961", "control"),
    "formula": ("seen_in", "=1+1", "formula"),
    "formula with at": ("seen_in", "@SUM(A1)", "formula"),
    "formula with plus": ("seen_in", "+1", "formula"),
    "formula with minus": ("seen_in", "-1+2", "formula"),
    "formula in a code": ("species", "=bear", "formula"),
    "markup": ("seen_in", "<script>x</script>", "markup"),
    "closing markup": ("seen_in", "page </b>", "markup"),
}


@pytest.mark.parametrize("case", CELLS)
def test_a_cell_that_does_not_fit_is_found(tmp_path: Path, case: str) -> None:
    column, cell, rule = CELLS[case]
    frame, findings = read_table(write(tmp_path, animals_2=f"{HEADER}\n{row(3)}" + row(4, **{column: cell})), Animals)
    assert frame is not None, "the other cells are still checked"
    (only,) = findings
    assert only.rule_id == f"animals.{column}.{rule}"
    assert only.where() == f"data/raw/zoo/animals.2.csv:3, fact_id=zoo.animal-4, column {column}"
    assert only.value == cell.strip('"')


FINE = ["-", "- from a list", "-5 per cent", "5 < 6", "a-b=c", "Mönch, Пётр, 北京", "page 1.", "\u2013 dash"]


@pytest.mark.parametrize("cell", FINE)
def test_ordinary_text_is_left_alone(tmp_path: Path, cell: str) -> None:
    assert found(write(tmp_path, animals_2=f"{HEADER}\n" + row(3, note=f'"{cell}"'))) == []


@pytest.mark.parametrize(("cell", "value"), [("-3.25", -3.25), ("0", 0.0), ("100000000000", 1e11), ("0.1", 0.1)])
def test_numbers_are_read_as_written(tmp_path: Path, cell: str, value: float) -> None:
    frame, _ = read_table(write(tmp_path, animals_1=f"{HEADER}\n" + row(1, weight_kg=cell)), Animals)
    assert frame is not None
    assert frame["weight_kg"][0] == value
