"""Two versions of a table compared by key."""

from __future__ import annotations

from pathlib import Path

import pytest

from indicators.contracts.data_diff import data_diff
from indicators.contracts.row_changes import CellChange, TextRow, Unreadable, compare_rows, text_rows
from tests.contracts.animals import Animals

HEAD = ",".join(Animals.to_schema().columns)


def rows(*cells: dict[str, str]) -> list[TextRow]:
    return [TextRow("data/raw/zoo/animals.csv", i, c) for i, c in enumerate(cells, 2)]


ONE = {"fact_id": "zoo.1", "species": "wolf", "seen_on": "2020-01-01", "source_id": "a", "weight_kg": "30"}
TWO = {"fact_id": "zoo.2", "species": "bear", "seen_on": "2020-01-01", "source_id": "a", "weight_kg": "300"}


def test_added_removed_changed_with_both_texts() -> None:
    found = compare_rows(
        Animals, rows(ONE, TWO), rows(TWO | {"weight_kg": "301"}, {**ONE, "fact_id": "zoo.3", "seen_on": "2021-01-01"})
    )
    assert [(c.kind, c.key, c.line) for c in found] == [
        ("changed", "fact_id=zoo.2", 2), ("added", "fact_id=zoo.3", 3), ("removed", "fact_id=zoo.1", 2),
    ]  # fmt: skip
    assert found[0].cells == (CellChange("weight_kg", "300", "301"),)
    assert CellChange("species", "wolf", "") in found[2].cells


def test_a_row_whose_id_changed_is_found_by_its_natural_key() -> None:
    (found,) = compare_rows(Animals, rows(ONE, TWO), rows(TWO, ONE | {"fact_id": "zoo.9"}))
    assert (found.kind, found.cells) == ("changed", (CellChange("fact_id", "zoo.1", "zoo.9"),))


def test_order_is_no_change_and_a_repeated_id_is_one_added_row() -> None:
    assert compare_rows(Animals, rows(ONE, TWO), rows(TWO, ONE)) == []
    (found,) = compare_rows(Animals, rows(ONE), rows(ONE | {"weight_kg": "31"}, ONE))
    assert (found.kind, found.line) == ("added", 2), "the equal row is the old one"


@pytest.mark.parametrize(
    ("data", "why"),
    [
        (b"a,b\n1\n", "line 2 has 1 cells"), (b"a\n\xff\n", "byte 3"), (b'a\n"x"y\n', "well-formed"),
        (b"", "header"), (b"a,a\n1,2\n", "twice"),
    ],
)  # fmt: skip
def test_what_cannot_be_read_says_why(data: bytes, why: str) -> None:
    with pytest.raises(Unreadable, match=why):
        text_rows(data, "x.csv")


def test_lines_are_those_of_the_file() -> None:
    assert [r.line for r in text_rows(b'a,b\n"x\ny",1\nz,2\n', "x.csv")] == [2, 4]


def write(folder: Path, **texts: str) -> Path:
    for name, text in texts.items():
        path = folder / "zoo" / f"{name}.csv"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
    return folder


def test_a_file_that_does_not_parse_hides_no_other(tmp_path: Path) -> None:
    name = Animals._contract.files[0].removesuffix(".csv")
    old = write(tmp_path / "old", **{name: "fact_id,note\nzoo.1,x\n", "other": "a\n1\n"})
    new = write(tmp_path / "new", **{name: "fact_id,note,more\nzoo.1,x\n", "other": "a\n2\n"})
    found = data_diff(old, new, [Animals])
    assert not found.rows
    assert [(f.file.rsplit("/", 1)[1], f.unread) for f in found.files] == [(f"{name}.csv", True), ("other.csv", False)]
    assert found.files[0].note == "cannot be compared: the work tree: line 2 has 2 cells, the header 3"


def test_a_new_column_and_a_new_file_are_said(tmp_path: Path) -> None:
    name = Animals._contract.files[0].removesuffix(".csv")
    old = write(tmp_path / "old", **{name: "fact_id\nzoo.1\n"})
    new = write(tmp_path / "new", **{name: "fact_id,more\nzoo.1,\n"})
    assert data_diff(old, new, [Animals]).files[0].note == "column added: more"
    assert data_diff(old, new, [Animals]).rows == ()
    found = data_diff(tmp_path / "none", new, [Animals])
    assert (found.files[0].note, found.counts()) == (
        "new file", {("animals", f"data/raw/zoo/{name}.csv"): {"added": 1, "removed": 0, "changed": 0}},
    )  # fmt: skip
