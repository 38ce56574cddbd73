"""Verdicts on the founding documents from the real facts; ten of them derived by hand from the raw files."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from subprocess import CompletedProcess

import pytest

from indicators.ledgers.claims import Verdict, judge, ledger_of, own_ledger
from indicators.ledgers.verdict import CANNOT, CONTRADICTED, NOT_YET, RECORD, ROUNDED, SUPPORTED
from indicators.project import Project
from indicators.store.dates import LATEST
from indicators.store.view import AsOfView

from .test_claims import PLAIN, SEEDS, write

Cli = Callable[..., "CompletedProcess[str]"]


@pytest.fixture(scope="module")
def verdicts(view_at: Callable[..., AsOfView]) -> dict[str, Verdict]:
    return {
        v.claim.claim_id: v for v in judge(ledger_of(SEEDS), lambda day: view_at(day or LATEST, quarter="2026Q4"), None)
    }


BY_HAND = [
    # 3,533.6 million in the edition of April 2025, 3,536.1 in that of October 2026: 3.5 billion when rounded
    ("C001-066", ROUNDED, ROUNDED, 3.5361),
    # 2,112.5 + 481.4 = 2,593.9 million in 1992, less than in 2024
    ("C001-067", CONTRADICTED, CONTRADICTED, "1992-01-01"),
    # 4,359.5 million in 2025, first printed in February 2026
    ("C001-068", NOT_YET, CONTRADICTED, 4.3595),
    # calls of 12 February, 18 March, 19 May, 4 and 14 June; the sixth on 3 July
    ("C001-089", CONTRADICTED, CONTRADICTED, 5.0),
    ("C001-149", SUPPORTED, SUPPORTED, 6.0),
    # Biden and Putin in Geneva on 16 June 2021, four years and two months before
    ("C000-008", CONTRADICTED, CONTRADICTED, 1520 / 365.25),
    # Reuters/Ipsos, 11 and 12 March 2025: 27 per cent of Republicans
    ("C001-110", CONTRADICTED, CONTRADICTED, 27.0),
    # Witkoff and Kushner in the Kremlin on 2 December
    ("C001-120", CONTRADICTED, CONTRADICTED, "2025-12-02"),
    # New START in force to 5 February 2026
    ("C000-025", CONTRADICTED, CONTRADICTED, 1.0),
    # 19th package on 23 October 2025
    ("C001-154", SUPPORTED, SUPPORTED, "2025-10-23"),
]


@pytest.mark.parametrize(("claim_id", "verdict", "now", "ours"), BY_HAND)
def test_derived_by_hand(
    verdicts: dict[str, Verdict], claim_id: str, verdict: str, now: str, ours: float | str
) -> None:
    found = verdicts[claim_id]
    value = found.results[0].now.measured.value
    shown = value if isinstance(value, float) else str(value)
    assert (found.verdict, shown) == (verdict, pytest.approx(ours, rel=1e-3) if isinstance(ours, float) else ours)
    assert found.now == now


def test_every_check_has_an_answer_now(verdicts: dict[str, Verdict]) -> None:
    unknown = [r.check.check_id for v in verdicts.values() for r in v.results if r.now.outcome is None]
    assert unknown == []
    assert Counter(v.verdict for v in verdicts.values())[RECORD] == 99
    assert all(v.why for v in verdicts.values() if v.verdict == CANNOT)


def test_own_claims_on_the_command_line(cli: Cli, built: Project, tmp_path: Path) -> None:
    own = write(tmp_path / "speech.csv", PLAIN | {
        "made_on": "2025-12-29", "statement": "Trade was 4 billion dollars in 2024", "witness": "Census",
        "subject": "trade.usa_rus.total.a", "day_column": "", "filter": "", "measure": "", "period": "2024",
        "aggregate": "value", "comparison": "eq", "expected": "4.0", "scale": "1000",
    })  # fmt: skip
    run = cli("claims", "check", "--file", own, "--json", "--project", built.root)
    assert run.returncode == 0, run.stderr
    (told,) = json.loads(run.stdout)
    assert (told["verdict"], told["checks"][0]["theirs"]) == (CONTRADICTED, "4.0")
    assert told["checks"][0]["then"]["fact_ids"] == [
        "trade.census.2025-04.usa.rus.export.2024", "trade.census.2025-04.usa.rus.import.2024",
    ]  # fmt: skip
    text = cli("claims", "check", "mine-1", "--file", own, "--project", built.root)
    assert "contradicted: Trade was 4 billion dollars in 2024" in text.stdout
    against = cli("claims", "contradictions", "--against", "tables", "--file", own, "--project", built.root)
    assert "  mine-1  contradicted: Trade was 4 billion dollars in 2024" in against.stdout.splitlines()
    assert "the tables known now contradict 1 of 1 claims that have a check" in against.stderr
    (tmp_path / "bare" / "data" / "raw").mkdir(parents=True)
    missing = cli("claims", "check", "--project", tmp_path / "bare")
    assert (missing.returncode, missing.stderr.splitlines()[0]) == (3, "error: the project has no ledger of claims")


def test_the_example_for_readers(view_at: Callable[..., AsOfView]) -> None:
    claims = own_ledger(SEEDS.parent / "docs" / "my_claims.csv")
    found = judge(claims, lambda day: view_at(day or LATEST, quarter="2026Q4"), None)
    assert {v.claim.claim_id: (v.verdict, v.now) for v in found} == {
        "speech-1": (ROUNDED, ROUNDED),
        "speech-2": (CONTRADICTED, CONTRADICTED),  # 1992
        "speech-3": (SUPPORTED, SUPPORTED),
        "speech-4": (SUPPORTED, SUPPORTED),  # 4,359.5 against 3,536.1: 23 per cent
    }


def test_the_audit_covers_the_ledgers(cli: Cli) -> None:
    told = json.loads(cli("audit", "--format", "json").stdout)
    names = {rule["rule_id"].partition(".")[0] for rule in told["rules"]}
    assert {"documents", "claims", "checks", "forecasts", "trade_volumes"} <= names
    assert [f for f in told["findings"] if f["file"].startswith("seeds/")] == []


def test_what_readers_found_wrong_is_contradicted_by_the_tables(verdicts: dict[str, Verdict]) -> None:
    """No contact, seven years, no treaty in force, a peak of 3.3 %, six calls, 25 %, 1 December, more than double."""
    known = ("C000-002", "C000-008", "C000-025", "C001-060", "C001-069", "C001-089", "C001-110", "C001-120")
    assert {verdicts[claim_id].now for claim_id in known} == {CONTRADICTED}
