"""The audit engine: columns, references, row rules, counts and completeness."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from pathlib import Path

import polars as pl
import pytest

from indicators.contracts.across import fresh, keeps_coverage
from indicators.contracts.audit import audit
from indicators.contracts.findings import Audit, RuleResult
from indicators.contracts.shared import Sources

from .animals import FILES, HEADER, SOURCES, SOURCES_HEADER, Animals, row, write


def check(raw: Path) -> Audit:
    """The audit but for what rules that test nothing make of tables this small."""
    audited = audit(raw, (Sources, Animals))
    return replace(audited, findings=tuple(f for f in audited.findings if "every_rule_tests" not in f.rule_id))


def result(audited: Audit, rule_id: str) -> RuleResult:
    (only,) = [r for r in audited.results if r.rule_id == rule_id]
    return only


def found(audited: Audit) -> list[tuple[str, str]]:
    return [(f.rule_id, f.where()) for f in audited.findings]


def test_good_files_have_no_findings_and_every_rule_says_what_it_tested(tmp_path: Path) -> None:
    audited = check(write(tmp_path))
    assert audited.findings == ()
    assert audited.tables["animals"].height == 10
    assert result(audited, "animals.species.codes").tested == 10
    assert result(audited, "animals.within_year").tested == 10
    assert result(audited, "animals.source_id.references").tested == 10
    assert result(audited, "animals.key").outcome == "kept"


def test_a_rule_that_tested_nothing_says_so(tmp_path: Path) -> None:
    untested = result(check(write(tmp_path)), "animals.eagles_small")
    assert (untested.tested, untested.broken, untested.outcome) == (0, 0, "tested nothing")


def without_reason(raw: Path) -> set[str]:
    """Rules of animals that the audit finds to test nothing, or something against their reason."""
    found = [f for f in audit(raw, (Sources, Animals)).warnings if f.rule_id == "animals.every_rule_tests"]
    assert {(f.file, f.line) for f in found} <= {("data/raw/zoo/animals.1.csv", 0)}
    return {f.value for f in found}


def test_a_rule_that_tests_nothing_is_a_finding(tmp_path: Path) -> None:
    assert {"animals.eagles_small", "animals.note.spaces"} <= without_reason(write(tmp_path))
    eagle = row(1, species="eagle", weight_kg="5")
    assert "animals.eagles_small" not in without_reason(write(tmp_path, animals_1=f"{HEADER}\n{eagle}"))


def test_a_rule_may_wait_for_its_first_row_with_a_reason(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    contract = replace(Animals._contract, waits={"eagles_small": "no eagle was weighed", "note.*": "no remark"})
    monkeypatch.setattr(Animals, "_contract", contract)
    raw = write(tmp_path)
    assert not {"animals.eagles_small", "animals.note.spaces"} & without_reason(raw)
    assert result(check(raw), "animals.eagles_small").outcome == "waits"
    eagle = row(1, species="eagle", weight_kg="5")
    assert "animals.eagles_small" in without_reason(write(tmp_path, animals_1=f"{HEADER}\n{eagle}")), "obsolete"


def test_a_source_is_stale_by_the_day_of_the_audit(tmp_path: Path) -> None:
    rules = [
        fresh("animals", "bears", "bears", rows=pl.col("species") == "bear", day=pl.col("seen_on"), column="seen_on",
              every_days=30, lag_days=10)
    ]  # fmt: skip
    raw = write(tmp_path)  # the last bear was seen on 2020-01-10, collected on 2021-01-01

    def stale(as_of: dt.date | None) -> list[str]:
        audited = audit(raw, (Sources, Animals), across=rules, as_of=as_of)
        return [f.where() for f in audited.warnings if f.rule_id == "animals.fresh_bears"]

    assert stale(dt.date(2020, 2, 19)) == []
    found = ["data/raw/zoo/animals.5.csv:3, fact_id=zoo.animal-10, column seen_on"]
    assert stale(dt.date(2020, 2, 20)) == found
    assert stale(None) == found, "else the newest day of collection counts: there is no clock"


def test_a_rule_across_tables_that_are_not_all_there_is_left_out(tmp_path: Path) -> None:
    rules = [keeps_coverage("animals", edition=("species",), period="zone")]
    write(tmp_path, sources="")
    assert "animals.keeps_coverage" not in {
        r.rule_id for r in audit(tmp_path, (Sources, Animals), across=rules).results
    }


def test_a_rule_is_not_tested_where_its_cells_are_empty(tmp_path: Path) -> None:
    rows = row(1, species="eagle", weight_kg="5") + row(2, species="eagle", weight_kg="")
    audited = check(write(tmp_path, animals_1=f"{HEADER}\n{rows}"))
    assert result(audited, "animals.eagles_small").tested == 1
    assert result(audited, "animals.weight_kg.minimum").tested == 9


def test_a_rule_does_not_judge_rows_of_which_it_cannot_be_said_whether_it_applies(tmp_path: Path) -> None:
    rows = row(1, weight_kg="", zone="") + row(2, zone="")
    audited = check(write(tmp_path, animals_1=f"{HEADER}\n{rows}"))
    judged = result(audited, "animals.heavy_zoned")
    assert (judged.tested, judged.broken) == (9, 1)
    assert [f.line for f in audited.errors] == [3]


COLUMNS = {
    "unknown code": ("species", "wolf", "codes"),
    "code in other letters": ("species", "Bear", "codes"),
    "empty cell": ("species", "", "required"),
    "below the minimum": ("animals_count", "-1", "minimum"),
    "above the maximum": ("animals_count", "1001", "maximum"),
    "not above zero": ("weight_kg", "0", "minimum"),
    "before the first day": ("seen_on", "1999-12-31", "minimum"),
    "other form": ("zone", "a1", "pattern"),
    "form with something after it": ("zone", "A1x", "pattern"),
    "unknown source": ("source_id", "zoo-2", "references"),
    "unknown quality": ("quality", "good", "codes"),
    "unknown basis": ("published_basis", "guess", "codes"),
    "unknown status": ("obs_status", "Z", "codes"),
}


@pytest.mark.parametrize("case", COLUMNS)
def test_a_bad_value_in_a_column_is_refused(tmp_path: Path, case: str) -> None:
    column, cell, rule = COLUMNS[case]
    text = f"{HEADER}\n" + row(3, species="eagle", weight_kg="5", zone="B2") + row(4, **{column: cell})
    audited = check(write(tmp_path, animals_2=text))
    where = f"data/raw/zoo/animals.2.csv:3, fact_id=zoo.animal-4, column {column}"
    assert (f"animals.{column}.{rule}", where) in found(audited)
    broken = result(audited, f"animals.{column}.{rule}")
    assert (broken.broken, broken.outcome) == (1, "broken")
    (finding,) = [f for f in audited.errors if f.rule_id == f"animals.{column}.{rule}"]
    assert finding.value == ("0.0" if column == "weight_kg" else cell)
    assert finding.mend


def test_a_cell_that_could_not_be_read_is_not_reported_again_as_empty(tmp_path: Path) -> None:
    audited = check(write(tmp_path, animals_2=f"{HEADER}\n" + row(3, seen_on="soon")))
    assert [f.rule_id for f in audited.errors] == ["animals.seen_on.format"]


def test_the_finding_lists_the_codes(tmp_path: Path) -> None:
    audited = check(write(tmp_path, animals_2=f"{HEADER}\n" + row(3, species="wolf")))
    assert str(audited.errors[0]) == (
        "error: The code is a declared one (bear, eagle) [animals.species.codes]: 'wolf'\n"
        "  where: data/raw/zoo/animals.2.csv:2, fact_id=zoo.animal-3, column species\n"
        "  do:    use a declared code, or declare the new one in the contract"
    )


def test_a_repeated_key_is_found_at_both_rows_across_files(tmp_path: Path) -> None:
    audited = check(write(tmp_path, animals_5=f"{HEADER}\n" + row(99, seen_on="2020-01-01")))
    assert found(audited) == [
        ("animals.key", "data/raw/zoo/animals.1.csv:2, fact_id=zoo.animal-1, column species"),
        ("animals.key", "data/raw/zoo/animals.5.csv:2, fact_id=zoo.animal-99, column species"),
    ]
    assert audited.errors[0].value == "species=bear; seen_on=2020-01-01; source_id=zoo-1"


def test_a_repeated_fact_id_is_found(tmp_path: Path) -> None:
    audited = check(write(tmp_path, animals_5=f"{HEADER}\n" + row(11, fact_id="zoo.animal-1")))
    assert [f.rule_id for f in audited.errors] == ["animals.fact_id", "animals.fact_id"]


def test_a_window_sees_the_whole_table_and_the_rule_judges_some_rows(tmp_path: Path) -> None:
    rows = row(9, seen_on="2020-11-11") + row(10, species="eagle", seen_on="2021-01-01", weight_kg="5")
    assert check(write(tmp_path, animals_5=f"{HEADER}\n{rows}")).errors == ()
    audited = check(write(tmp_path, animals_5=f"{HEADER}\n" + row(9, seen_on="2021-01-01")))
    broken = result(audited, "animals.within_year")
    assert (broken.tested, broken.broken) == (9, 9), "one bear of another year breaks the promise for all bears"


def test_nothing_is_dated_after_its_collection(tmp_path: Path) -> None:
    audited = check(write(tmp_path, animals_2=f"{HEADER}\n" + row(3, published_on="2021-01-02")))
    assert "animals.published_before_collected" in {f.rule_id for f in audited.errors}


def test_a_warning_is_no_error(tmp_path: Path) -> None:
    audited = check(write(tmp_path, sources=SOURCES.replace(",1,,", ",2,,")))
    assert audited.errors == ()
    assert {f.rule_id for f in audited.warnings} == {"animals.ranked"}
    assert len(audited.warnings) == 10


def test_a_low_figure_with_a_release_date_is_a_warning(tmp_path: Path) -> None:
    audited = check(write(tmp_path, animals_2=f"{HEADER}\n" + row(3, quality="low", published_basis="release")))
    assert [f.rule_id for f in audited.findings] == ["animals.low_is_not_a_release"]


def test_one_broken_file_does_not_hide_the_others(tmp_path: Path) -> None:
    audited = check(
        write(
            tmp_path, animals_1=b"\xff", animals_3=f"{HEADER}\nzoo.a\n", animals_5=f"{HEADER}\n" + row(9, weight_kg="x")
        )
    )
    assert found(audited) == [
        ("animals.encoding", "data/raw/zoo/animals.1.csv:1"),
        ("animals.ragged", "data/raw/zoo/animals.3.csv:2"),
        ("animals.weight_kg.format", "data/raw/zoo/animals.5.csv:2, fact_id=zoo.animal-9, column weight_kg"),
    ]
    assert "animals" not in audited.tables


def test_the_tenth_bad_row_of_the_fifth_file_is_there(tmp_path: Path) -> None:
    bad = {
        f"animals_{n}": HEADER
        + "\n"
        + "".join(row(i, fact_id=f"zoo.f{n}-{i}", animals_count="-1") for i in range(1, 11))
        for n in range(1, 6)
    }
    lines = {
        (f.file, f.line) for f in check(write(tmp_path, **bad)).errors if f.rule_id == "animals.animals_count.minimum"
    }
    assert lines == {(f"data/raw/zoo/{name}", line) for name in FILES for line in range(2, 12)}


BROKEN_SOURCES = {
    "gone": None,
    "empty": "",
    "without its rank": SOURCES.replace(",publisher_rank", "").replace(",1,,2021", ",,2021"),
}


@pytest.mark.parametrize("case", BROKEN_SOURCES)
def test_facts_are_still_checked_where_the_sources_cannot_be_read(tmp_path: Path, case: str) -> None:
    write(tmp_path, sources=BROKEN_SOURCES[case] or "", animals_2=f"{HEADER}\n" + row(3, species="wolf"))
    if BROKEN_SOURCES[case] is None:
        (tmp_path / "sources.csv").unlink()
    rules = [f.rule_id for f in check(tmp_path).errors]
    assert rules[0].startswith("sources.")
    assert "animals.species.codes" in rules
    assert "animals.source_id.references" not in rules, "what cannot be known is not claimed"


def test_the_error_to_mend_first_is_the_one_that_others_follow_from(tmp_path: Path) -> None:
    spoilt = row(3, animals_count="-1") + row(4, seen_on="2020-01-01") + row(5, species="wolf", seen_on="2021-05-05")
    audited = check(write(tmp_path, animals_2=f"{HEADER}\n{spoilt}"))
    assert audited.errors[0].rule_id == "animals.key", "in the order of files and lines"
    assert audited.first_error.rule_id == "animals.animals_count.minimum"
    audited = check(
        write(tmp_path, animals_2=f"{HEADER}\n" + row(4, seen_on="2020-01-01") + row(3, seen_on="2021-05-05"))
    )
    assert audited.first_error.rule_id == "animals.key"
    audited = check(write(tmp_path, animals_2=f"{HEADER}\n" + row(3, seen_on="2021-05-05")))
    assert audited.first_error.rule_id == "animals.within_year"
    assert check(write(tmp_path, animals_2="")).first_error.rule_id == "animals.file"


def test_findings_are_in_the_same_order_whatever_the_order_of_tables(tmp_path: Path) -> None:
    write(
        tmp_path, animals_4=f"{HEADER}\n" + row(7, species="wolf", zone="?"), animals_2=f"{HEADER}\n" + row(3, zone="?")
    )
    one, other = audit(tmp_path, (Sources, Animals)), audit(tmp_path, (Animals, Sources))
    assert one.findings == other.findings
    assert list(one.findings) == sorted(one.findings)
    assert [(f.file[-5], f.column) for f in one.errors] == [("2", "zone"), ("4", "species"), ("4", "zone")]


def test_a_publication_stands_once_and_a_publisher_has_one_rank(tmp_path: Path) -> None:
    text = SOURCES + "zoo-2,Yearbook,Zoo,,not stated,2020-01-01,2,,2021-01-01\n"
    assert {f.rule_id for f in check(write(tmp_path, sources=text)).errors} == {
        "sources.title_once", "sources.one_rank_a_publisher",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("line", "rule"),
    [
        ("zoo-2,Other,Zoo,ftp://x,not stated,,1,,2021-01-01", "sources.url.pattern"),
        ("Zoo 2,Other,Zoo,,not stated,,1,,2021-01-01", "sources.source_id.pattern"),
        ("zoo-2,Other,Zoo,,,,1,,2021-01-01", "sources.licence.required"),
        ("zoo-2,Other,Other,,not stated,,9,,2021-01-01", "sources.publisher_rank.codes"),
        ("zoo-2,Other,Zoo,,not stated,2021-02-01,1,,2021-01-01", "sources.published_before_collected"),
        ("zoo-2,Other,Zoo,,not stated,,1,-1,2021-01-01", "sources.release_lag_days.minimum"),
        ("zoo-1,Other,Zoo,,not stated,,1,,2021-01-01", "sources.key"),
    ],
)
def test_a_bad_source_is_refused(tmp_path: Path, line: str, rule: str) -> None:
    assert len(line.split(",")) == len(SOURCES_HEADER.split(","))
    assert rule in {f.rule_id for f in check(write(tmp_path, sources=f"{SOURCES}{line}\n")).errors}
