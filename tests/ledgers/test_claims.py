"""Ledgers: own files from end to end on made-up readings, and the founding documents' ledger in seeds/."""

from __future__ import annotations

import csv
import datetime as dt
import os
import re
import shutil
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from indicators.contracts.audit import audit
from indicators.contracts.findings import joined
from indicators.contracts.shared import SHARED_TABLES
from indicators.errors import Problem
from indicators.ledgers.check_contract import OwnClaims
from indicators.ledgers.claims import RECORDED, Claim, data_of, judge, ledger_of, own_ledger
from indicators.ledgers.contract import LEDGER_TABLES
from indicators.ledgers.verdict import CANNOT, CONTRADICTED, DISAGREE, NOT_YET, SUPPORTED, VERDICT
from indicators.registry import families
from indicators.store.dates import LATEST

from .test_measure import at, database

__all__ = ["database"]
ROOT = Path(__file__).resolve().parents[2]
SEEDS = ROOT / "seeds"
SHARED = Path(os.environ.get("INDICATORS_SHARED", ROOT.parent / "shared"))
COLUMNS = list(OwnClaims.to_schema().columns)
PLAIN = {
    "claim_id": "mine-1", "statement": "The north had at most 10 in 2020", "made_on": "2021-06-30", "witness": "Office",
    "subject": "readings", "day_column": "day", "filter": "place = north", "measure": "value_count", "period": "2020",
    "aggregate": "max", "comparison": "lte", "expected": "10",
}  # fmt: skip


def write(path: Path, *rows: dict[str, str]) -> Path:
    with path.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.DictWriter(stream, COLUMNS, lineterminator="\n")
        writer.writeheader()
        writer.writerows(PLAIN | row for row in rows)
    return path


def verdicts(claims: list[Claim], database: Path, as_of: dt.date | None = None) -> dict[str, Any]:
    found = judge(claims, lambda day: at(database, day or LATEST), as_of)
    return {v.claim.claim_id: data_of(v) for v in found}


def test_own_claims_from_end_to_end(tmp_path: Path, database: Path) -> None:
    rows = (
        {},
        {"claim_id": "mine-2", "expected": "9"},
        {"claim_id": "mine-3", "witness": "North", "comparison": "eq", "expected": "10"},
        {"claim_id": "mine-3", "witness": "South", "comparison": "eq", "expected": "10", "filter": "place = south"},
        {"claim_id": "mine-4", "made_on": "2020-06-30", "period": "2020..2021", "filter": "value_count > 14",
         "expected": "15"},
        {"claim_id": "mine-5", "filter": "value_count > 99"},
        {"claim_id": "mine-6", "subject": "", "aggregate": "", "comparison": "", "expected": "", "missing": "rain"},
    )  # fmt: skip
    found = verdicts(own_ledger(write(tmp_path / "mine.csv", *rows)), database)
    assert {name: v["verdict"] for name, v in found.items()} == {
        "mine-1": SUPPORTED, "mine-2": CONTRADICTED, "mine-3": DISAGREE, "mine-4": NOT_YET, "mine-5": CANNOT,
        "mine-6": CANNOT,
    }  # fmt: skip
    assert found["mine-4"]["now"] == SUPPORTED
    assert found["mine-6"]["why"] == "rain"
    (check,) = found["mine-2"]["checks"]
    assert (check["now"]["ours"], check["now"]["difference"], check["now"]["fact_ids"]) == (
        10.0, 1.0, ["tiny.r0", "tiny.r2"],
    )  # fmt: skip


def test_then_and_now_are_told_apart(tmp_path: Path, database: Path) -> None:
    count = {
        "aggregate": "count",
        "measure": "",
        "comparison": "eq",
        "expected": "3",
        "made_on": "2020-03-01",
        "filter": "",
    }
    claims = own_ledger(write(tmp_path / "mine.csv", count | {"period": "2020-01..2020-03"}))
    (told,) = verdicts(claims, database).values()
    assert (told["verdict"], told["now"]) == (CONTRADICTED, SUPPORTED)
    assert [told["checks"][0][side]["ours"] for side in ("then", "now")] == [2.0, 3.0]
    (later,) = verdicts(claims, database, dt.date(2020, 6, 1)).values()
    assert (later["verdict"], later["as_of"]) == (SUPPORTED, "2020-06-01")


def test_evidence_dated_later_is_marked(tmp_path: Path, database: Path) -> None:
    claims = own_ledger(write(tmp_path / "mine.csv", {"made_on": "2020-02-01", "period": "2020-01"}))
    (told,) = verdicts(claims, database).values()
    assert (told["verdict"], told["later_evidence"]) == (SUPPORTED, True)


BAD = {
    "no operator": ({"comparison": ""}, "own_claims.whole"),
    "a tolerance without a reason": ({"tolerance": "1"}, "own_claims.tolerance_has_a_reason"),
    "a tolerance that permits everything": (
        {"tolerance": "10", "tolerance_reason": "wide"}, "own_claims.tolerance_is_needed_and_small"),
    "a tolerance below zero": ({"tolerance": "-1", "tolerance_reason": "odd"}, "own_claims.tolerance.minimum"),
    "a range upside down": ({"comparison": "range", "expected_high": "5"}, "own_claims.range_has_two_ends"),
    "an unknown comparison": ({"comparison": "about"}, "own_claims.comparison.codes"),
    "a change without a second period": ({"aggregate": "change"}, "own_claims.versus_where_two_are_compared"),
    "no evidence and no reason": ({"subject": ""}, "own_claims.subject_or_reason"),
    "an impossible period": ({"period": "2020-13"}, "not a period"),
    "the future": ({"period": "2022"}, "lies after it"),
    "its own evidence": ({"subject": "own_claims"}, "its own evidence"),
    "an unknown series": ({"subject": "tiny.no.m"}, "unknown series"),
}  # fmt: skip


@pytest.mark.parametrize("case", BAD)
def test_a_bad_own_claim_is_three_lines_with_its_line(tmp_path: Path, database: Path, case: str) -> None:
    cells, what = BAD[case]
    with pytest.raises(Problem) as caught:
        verdicts(own_ledger(write(tmp_path / "mine.csv", {}, {"claim_id": "mine-2"} | cells)), database)
    assert what in caught.value.what
    assert "mine.csv:3" in caught.value.where
    assert caught.value.do


SPREADSHEETS: dict[str, Callable[[str], bytes]] = {
    "as it is": lambda text: text.encode(),
    "semicolons": lambda text: text.replace(",", ";").encode(),
    "tabs": lambda text: text.replace(",", "\t").encode(),
    "a byte order mark": lambda text: text.encode("utf-8-sig"),
    "Windows line ends": lambda text: text.replace("\n", "\r\n").encode(),
    "empty lines at the end": lambda text: text.encode() + b"\n,,\n",
}


@pytest.mark.parametrize("how", SPREADSHEETS)
def test_a_file_is_read_as_a_spreadsheet_saves_it(tmp_path: Path, how: str) -> None:
    path = tmp_path / "mine.csv"
    filled = [name for name in COLUMNS if name in PLAIN]  # columns that may be empty are left out
    text = "\n".join([",".join(filled), ",".join(PLAIN[name] for name in filled), ""])
    path.write_bytes(SPREADSHEETS[how](text))
    (claim,) = own_ledger(path)
    assert (claim.statement, claim.checks[0].expected) == (PLAIN["statement"], 10.0)


def test_whose_figures_they_are_may_be_left_out(tmp_path: Path) -> None:
    path = tmp_path / "mine.csv"
    filled = [name for name in COLUMNS if name in PLAIN and name != "witness"]
    path.write_text("\n".join([",".join(filled), ",".join(PLAIN[name] for name in filled), ""]), encoding="utf-8")
    (claim,) = own_ledger(path)
    assert claim.checks[0].witness == "the tables"


def test_other_findings_are_counted_where_they_are(tmp_path: Path) -> None:
    path = write(tmp_path / "mine.csv", {"comparison": ""}, {"claim_id": "mine-2", "comparison": ""})
    with pytest.raises(Problem, match=r"\(and 1 more in the same file\)"):
        own_ledger(path)


SLOPPY: dict[str, tuple[dict[str, str], str, str]] = {
    "a per cent sign": ({"expected": "10 %"}, "not a number", "write it as 10"),
    "separators of thousands": ({"expected": "3,533.6"}, "not a number", "write it as 3533.6"),
    "a decimal comma": ({"expected": "3,5"}, "not a number", "write it as 3.5"),
    "a German date": ({"made_on": "30.06.2021"}, "holds a date", "2026-02-05"),
    "a sign for a comparison": ({"comparison": "<="}, "comparison.codes", "declared code"),
    "a near series": ({"subject": "tiny.nort.m"}, "unknown series", "did you mean tiny.north.m"),
    "a near table": ({"subject": "reading"}, "unknown table", "did you mean readings"),
    "a near column": ({"filter": "plac = north"}, "no column 'plac'", "did you mean place"),
    "a far series": ({"subject": "weather.rain.m"}, "unknown series", "indicators series list"),
    "no witness": ({"witness": ""}, "witness.required", "fill the cell"),
}


@pytest.mark.parametrize("slip", SLOPPY)
def test_a_sloppy_cell_is_three_lines_that_help(tmp_path: Path, database: Path, slip: str) -> None:
    cells, what, do = SLOPPY[slip]
    with pytest.raises(Problem) as caught:
        verdicts(own_ledger(write(tmp_path / "mine.csv", cells)), database)
    assert what in caught.value.what
    assert do in caught.value.do
    assert "mine.csv:2" in caught.value.where


@pytest.mark.parametrize("data", [b"", b"PK\x03\x04\x00\xff", "claim_id\nx\n".encode("utf-16"), b'a,b\n"x\n'])
def test_what_is_no_table_is_told(tmp_path: Path, data: bytes) -> None:
    (tmp_path / "mine.csv").write_bytes(data)
    with pytest.raises(Problem) as caught:
        own_ledger(tmp_path / "mine.csv")
    assert "mine.csv" in caught.value.where


def test_files_that_are_not_there(tmp_path: Path) -> None:
    with pytest.raises(Problem, match="no such file"):
        own_ledger(tmp_path / "none.csv")
    with pytest.raises(Problem, match="no ledger"):
        ledger_of(tmp_path / "seeds")


# -- the five founding documents -------------------------------------------------------------------


def rows_of(name: str) -> list[dict[str, str]]:
    with (SEEDS / name).open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


def test_the_seeds_keep_their_contracts() -> None:
    found = audit(ROOT, LEDGER_TABLES, prefix="")
    assert [str(f) for f in found.errors] == []
    counts = {name: found.tables[name].height for name in ("documents", "claims", "forecasts")}
    assert counts == {"documents": 5, "claims": 296, "forecasts": 113}


def test_audits_of_facts_and_ledgers_are_one(tmp_path: Path) -> None:
    shutil.copytree(SEEDS, tmp_path / "seeds")
    claims = tmp_path / "seeds" / "claims.csv"
    claims.write_text(claims.read_text(encoding="utf-8").replace("C000-002,000", "C000-002,001"), encoding="utf-8")
    broken = audit(tmp_path, LEDGER_TABLES, "")
    whole = joined(audit(ROOT / "data" / "raw", SHARED_TABLES), broken)
    (error,) = whole.errors
    assert (error.rule_id, error.where()) == (
        "claims.id_of_its_document", "seeds/claims.csv:3, claim_id=C000-002, column claim_id"
    )  # fmt: skip
    assert {"sources", "claims"} <= set(whole.tables)
    assert {r.table for r in whole.results} >= {"sources", "claims"}


def test_every_claim_of_the_five_families_has_a_check_or_names_what_is_missing() -> None:
    claims = ledger_of(SEEDS)
    own = [c for c in claims if c.family not in RECORDED]
    assert [c.claim_id for c in own if not c.checks] == []
    assert [c.claim_id for c in claims if c.family in RECORDED and c.checks] == []
    assert {c.family for c in own} == {f.name for f in families()}
    assert Counter(bool(c.checks and not c.checks[0].missing) for c in own)[True] > 100


def test_no_line_of_a_document_is_copied() -> None:
    """No eight words in a row of a statement stand in its document."""

    def words(text: str) -> list[str]:
        return re.findall(r"[a-z0-9]+", text.lower())

    files = {row["document_id"]: SHARED / "seeds" / row["file_name"] for row in rows_of("documents.csv")}
    texts = {number: " ".join(words(path.read_text(encoding="utf-8"))) for number, path in files.items()}
    lines = {number: path.read_text(encoding="utf-8").count("\n") + 1 for number, path in files.items()}
    for row in rows_of("claims.csv") + rows_of("forecasts.csv"):
        assert int(row["line"]) <= lines[row["document_id"]]
        told = words(row["statement"])
        runs = [" ".join(told[i : i + 8]) for i in range(len(told) - 7)]
        assert [run for run in runs if f" {run} " in texts[row["document_id"]]] == [], row


def test_a_number_stands_on_the_line_it_is_said_to_stand_on() -> None:
    texts = {
        row["document_id"]: (SHARED / "seeds" / row["file_name"]).read_text(encoding="utf-8").split("\n")
        for row in rows_of("documents.csv")
    }
    tried = 0
    for row in rows_of("claims.csv"):
        if row["unit"] in ("percent", "bn USD") and re.fullmatch(r"[0-9.]+", row["value"]):
            line = texts[row["document_id"]][int(row["line"]) - 1]
            tried += 1
            assert row["value"] in line.replace(",", ".") or "double" in line, row["claim_id"]
    assert tried > 10


def test_verdicts_have_words() -> None:
    assert len(set(VERDICT.values())) == len(VERDICT) == 7


def test_what_is_missing_is_listed_as_wanted() -> None:
    text = (ROOT / "docs" / "wanted.md").read_text(encoding="utf-8")
    listed = {line.split("|")[1].strip() for line in text.splitlines() if line.startswith("| ")}
    missing = {row["missing"] for name in ("checks.csv", "forecast_checks.csv") for row in rows_of(name)} - {""}
    assert listed - {"missing"} == {words for words in missing if not words.startswith("nothing")}
