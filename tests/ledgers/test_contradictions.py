"""Pairs of claims that cannot both hold, made up and found."""

from __future__ import annotations

from pathlib import Path

import pytest

from indicators.ledgers.claims import ledger_of, own_ledger
from indicators.ledgers.contradictions import OPPOSED, PARTLY, contradictions, data_of

from .test_claims import SEEDS, write

Cells = dict[str, str]
COUNT = {"aggregate": "count", "measure": "", "filter": "place = north"}
PAIRS: dict[str, tuple[Cells, Cells, str | None]] = {
    "two numbers": ({"comparison": "eq"}, {"comparison": "eq", "expected": "11"}, OPPOSED),
    "numbers that round to each other": ({"comparison": "eq"}, {"comparison": "eq", "expected": "10.4"}, None),
    "numbers of other digits": ({"comparison": "eq"}, {"comparison": "eq", "expected": "10.6"}, OPPOSED),
    "at least against at most": ({"comparison": "gte"}, {"comparison": "lt", "expected": "10"}, OPPOSED),
    "at least against about": (
        {"comparison": "gte"},
        {"comparison": "approx", "expected": "9", "tolerance": "1", "tolerance_reason": "about"},
        None,
    ),
    "another time": ({"comparison": "eq"}, {"comparison": "eq", "expected": "11", "period": "2021"}, None),
    "another place": ({"comparison": "eq"}, {"comparison": "eq", "expected": "11", "filter": "place = south"}, None),
    "the same place in other words": (
        {"comparison": "eq", "filter": "place = north | south; value_count > 1"},
        {"comparison": "eq", "expected": "11", "filter": "value_count > 1; place = south | north"},
        OPPOSED,
    ),
    "another aggregate": ({"comparison": "eq"}, {"comparison": "eq", "expected": "11", "aggregate": "min"}, None),
    "a part counts more than the whole": (
        COUNT | {"comparison": "gte", "expected": "6", "period": "2020-02..2020-05"},
        COUNT | {"comparison": "eq", "expected": "5"},
        OPPOSED,
    ),
    "a part counts less than the whole": (
        COUNT | {"comparison": "eq", "expected": "4", "period": "2020-02..2020-05"},
        COUNT | {"comparison": "eq", "expected": "5"},
        None,
    ),
    "two days": (
        {"aggregate": "first_day", "comparison": "eq", "expected": "2020-01-31"},
        {"aggregate": "first_day", "comparison": "eq", "expected": "2020-02"},
        OPPOSED,
    ),
    "a day within a month": (
        {"aggregate": "first_day", "comparison": "eq", "expected": "2020-02-03"},
        {"aggregate": "first_day", "comparison": "eq", "expected": "2020-02"},
        None,
    ),
    "the upper part of a range": (
        {"comparison": "range", "expected": "6", "expected_high": "8"},
        {"comparison": "gt", "expected": "7"},
        PARTLY,
    ),
    "the whole of a range": (
        {"comparison": "range", "expected": "6", "expected_high": "8"},
        {"comparison": "gt", "expected": "5"},
        None,
    ),
}


@pytest.mark.parametrize("case", PAIRS)
def test_pairs(tmp_path: Path, case: str) -> None:
    one, other, relation = PAIRS[case]
    claims = own_ledger(write(tmp_path / "mine.csv", {"claim_id": "a"} | one, {"claim_id": "b"} | other))
    found = contradictions(claims)
    assert [c.relation for c in found] == ([relation] if relation else [])
    assert all({c.first.claim_id, c.second.claim_id} == {"a", "b"} for c in found)


def test_a_claim_is_not_held_against_itself(tmp_path: Path) -> None:
    rows = ({"comparison": "eq"}, {"comparison": "eq", "expected": "11", "witness": "another"})
    assert contradictions(own_ledger(write(tmp_path / "mine.csv", *rows))) == []


def test_the_documents_contradict_each_other_where_the_collection_saw_it() -> None:
    found = contradictions(ledger_of(SEEDS))
    pairs = {(c.first.claim_id, c.second.claim_id): c.relation for c in found}
    assert pairs == {
        ("C001-089", "C001-149"): OPPOSED,  # six calls by 20 June; the sixth on 3 July
        ("C001-050", "C000-002"): OPPOSED,  # the extension of January 2021; no contact at all under Biden
        ("C001-120", "C001-165"): OPPOSED,  # in the Kremlin on 1 or 2 December
        ("C000-025", "C001-055"): OPPOSED,  # no strategic treaty in December 2025; New START to February 2026
        ("C001-106", "C001-154"): OPPOSED,  # 19th package in September or at the end of October
        ("C001-068", "C001-069"): PARTLY,  # 6 to 8 billion; more than twice 3.5
    }
    told = data_of(found[0])["sides"]
    assert [side["document_id"] for side in told] == ["000", "001"]
