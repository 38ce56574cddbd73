"""Our own slips: mended while files are read, guarded once they are gone, told by report and provenance."""

from __future__ import annotations

from pathlib import Path

import pytest

from indicators.contracts.audit import audit
from indicators.contracts.findings import Audit
from indicators.contracts.shared import Corrections, Sources

from .animals import HEADER, Animals, row, write

COLUMNS = "table_name,fact_id,column_name,wrong_text,right_text,why,evidence,corrected_on\n"
GOOD = "animals,zoo.animal-3,animals_count,3,30,a digit was lost,page 7 of the yearbook,2021-01-01\n"


def check(raw: Path, *lines: str) -> Audit:
    """The audit of good animals with corrections."""
    write(raw)
    (raw / "corrections.csv").write_text(COLUMNS + "".join(lines), encoding="utf-8")
    return audit(raw, (Sources, Corrections, Animals), known=("plants",))


def cells(audited: Audit, column: str) -> list[object]:
    return audited.tables["animals"][column].to_list()


def test_the_typed_rows_hold_what_is_right_and_the_file_stays(tmp_path: Path) -> None:
    audited = check(tmp_path, GOOD)
    assert audited.errors == ()
    assert cells(audited, "animals_count")[:4] == [1, 2, 30, 4]
    assert f"{row(3)}" in (tmp_path / "zoo" / "animals.2.csv").read_text(encoding="utf-8")


def test_a_cell_may_be_mended_to_empty_and_from_empty(tmp_path: Path) -> None:
    lines = ("animals,zoo.animal-1,weight_kg,250.5,,not in the yearbook,page 7,2021-01-01\n",
             "animals,zoo.animal-2,note,,Seen twice.,forgotten,page 7,2021-01-01\n")  # fmt: skip
    audited = check(tmp_path, *lines)
    assert audited.errors == ()
    assert cells(audited, "weight_kg")[:2] == [None, 250.5]
    assert cells(audited, "note")[:2] == [None, "Seen twice."]


def test_what_is_right_is_checked_like_any_cell(tmp_path: Path) -> None:
    audited = check(tmp_path, GOOD.replace(",30,", ",many,"))
    assert [(f.rule_id, f.file, f.line) for f in audited.errors] == [
        ("animals.animals_count.format", "data/raw/zoo/animals.2.csv", 2)
    ]


BAD = {
    "the file no longer holds what is wrong": (GOOD.replace(",3,30,", ",4,30,"), "still_needed"),
    "no such fact": (GOOD.replace("animal-3", "animal-99"), "row_known"),
    "no such column": (GOOD.replace("animals_count", "animals_number"), "row_known"),
    "no such table": (GOOD.replace("animals,", "beasts,", 1), "table_known"),
    "nothing changes": (GOOD.replace(",3,30,", ",3,3,"), "changes_the_cell"),
    "no evidence": (GOOD.replace("page 7 of the yearbook", ""), "evidence.required"),
    "no reason": (GOOD.replace("a digit was lost", ""), "why.required"),
    "an id": ("animals,zoo.animal-3,fact_id,zoo.animal-3,zoo.x,a slip,page 7,2021-01-01\n", "ids_stay"),
}


@pytest.mark.parametrize("case", BAD)
def test_a_correction_that_does_not_hold_is_an_error_at_its_line(tmp_path: Path, case: str) -> None:
    line, rule = BAD[case]
    audited = check(tmp_path, line)
    assert [(f.rule_id, f.file, f.line) for f in audited.errors] == [
        (f"corrections.{rule}", "data/raw/corrections.csv", 2)
    ]
    assert cells(audited, "fact_id")[2] == "zoo.animal-3"


def test_a_cell_is_mended_once(tmp_path: Path) -> None:
    audited = check(tmp_path, GOOD, GOOD.replace(",30,", ",33,"))
    assert {f.rule_id for f in audited.errors} == {"corrections.key"}


def test_a_table_that_is_known_but_not_read_is_not_judged(tmp_path: Path) -> None:
    audited = check(tmp_path, GOOD.replace("animals,", "plants,", 1))
    assert audited.errors == ()
    tested = {r.rule_id: r.tested for r in audited.results}
    assert (tested["corrections.table_known"], tested["corrections.row_known"]) == (0, 0)


def test_without_slips_the_table_is_empty_for_a_reason(tmp_path: Path) -> None:
    for audited in (check(tmp_path), audit(write(tmp_path / "none"), (Sources, Corrections, Animals))):
        assert audited.errors == ()
        mine = [r for r in audited.results if r.table == "corrections" and not r.tested]
        assert {r.outcome for r in mine} == {"waits"}
        assert "corrections.still_needed" in {r.rule_id for r in mine}


def test_two_files_with_one_id_are_not_mended(tmp_path: Path) -> None:
    """Which of the two rows is meant cannot be known."""
    write(tmp_path)
    text = f"{HEADER}\n" + row(3) + row(4, fact_id="zoo.animal-3")
    (tmp_path / "zoo" / "animals.2.csv").write_text(text, encoding="utf-8")
    (tmp_path / "corrections.csv").write_text(COLUMNS + GOOD, encoding="utf-8")
    audited = audit(tmp_path, (Sources, Corrections, Animals))
    assert {"animals.fact_id", "corrections.still_needed"} <= {f.rule_id for f in audited.errors}
    assert cells(audited, "animals_count")[2:4] == [3, 4]
