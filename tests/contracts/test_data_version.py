"""How far a change of facts raises their version, and where it is read."""

from __future__ import annotations

from pathlib import Path

import pytest

from indicators.contracts.data_diff import DataDiff, FileChange
from indicators.contracts.data_version import asked_version, check_version
from indicators.contracts.row_changes import RowChange
from indicators.errors import DataProblem
from indicators.project import UNVERSIONED, data_version


def change(kind: str) -> DataDiff:
    return DataDiff((RowChange("t", kind, "f.csv", 2, "k=1", ()),), ())  # type: ignore[arg-type]


def file(note: str) -> DataDiff:
    return DataDiff((), (FileChange("f.csv", "t", note),))


@pytest.mark.parametrize(
    ("found", "asked"),
    [
        (change("removed"), "2.0.0"), (file("file removed"), "2.0.0"), (file("column removed: x"), "2.0.0"),
        (change("added"), "1.5.0"), (file("new file"), "1.5.0"), (file("column added: x"), "1.5.0"),
        (change("changed"), "1.4.3"), (file("differs; it belongs to no table"), "1.4.3"), (DataDiff((), ()), "1.4.2"),
    ],
)  # fmt: skip
def test_what_is_gone_new_or_changed(found: DataDiff, asked: str) -> None:
    assert asked_version("1.4.2", found)[0] == asked


def test_numbers_are_compared_as_numbers() -> None:
    assert check_version("1.9.0", "1.10.0", change("added")).endswith("1.9.0 -> 1.10.0; facts were added")
    with pytest.raises(DataProblem, match="facts were added") as caught:
        check_version("1.10.0", "1.9.0", change("added"))
    assert caught.value.do == "write 1.11.0"
    assert check_version(UNVERSIONED, "1.0.0", change("removed"))


def test_it_is_declared_beside_the_facts(raw: Path, tmp_path: Path) -> None:
    assert data_version(raw) >= "1.0.0"
    assert data_version(tmp_path) == UNVERSIONED
    (tmp_path / "VERSION").write_text("1.0\n")
    with pytest.raises(DataProblem, match="not a semantic version"):
        data_version(tmp_path)
