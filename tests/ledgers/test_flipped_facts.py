"""Ten facts changed in the raw files: the verdicts that rest on them change with them, and no other does."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from indicators.ledgers.claims import judge, ledger_of
from indicators.ledgers.verdict import CONTRADICTED, ROUNDED, SUPPORTED
from indicators.project import Project
from indicators.registry import all_tables, rooms
from indicators.store.build import build_steps
from indicators.store.dates import LATEST
from indicators.store.plan import carry_out
from indicators.store.view import as_of_view

from .test_claims import SEEDS

pytestmark = pytest.mark.nightly
ROOT = Path(__file__).resolve().parents[2]
CONTACTS, POLLS = "contacts/contacts.csv", "polls/poll_results.csv"
EVENTS, ACTIONS = "arms_control/treaty_events.csv", "sanctions/sanctions_actions.csv"

FLIPS: tuple[tuple[str, str, tuple[tuple[str, str], ...], dict[str, str]], ...] = (
    # file, what its rows hold, old and new text, and the verdicts on what is then known
    (CONTACTS, "contacts.c20250703-hos", (("20250703", "20250619"), ("2025-07-03", "2025-06-19")),
     {"C001-089": SUPPORTED, "C001-149": CONTRADICTED, "C001-139": CONTRADICTED}),
    (CONTACTS, "contacts.c20251202-env", (("20251202", "20251201"), ("2025-12-02", "2025-12-01"),
                                          ("2025-12-03,event", "2025-12-02,event")),
     {"C001-120": SUPPORTED, "C001-165": CONTRADICTED}),
    (CONTACTS, "contacts.c20250218-fm", ((",Riyadh,270,", ",Riyadh,300,"),), {"C001-019": CONTRADICTED}),
    (CONTACTS, "contacts.c20250318-hos", ((",120,30-day", ",80,30-day"),),
     {"C004-004": CONTRADICTED, "C003-002": CONTRADICTED}),
    (CONTACTS, "contacts.c20250324-tec", ((",Riyadh,720,", ",Riyadh,600,"),), {"C001-025": CONTRADICTED}),
    (POLLS, "2025-03-11.2025-03-12.agree.republicans", ((",agree,1,27,", ",agree,1,25,"),), {"C001-110": SUPPORTED}),
    (POLLS, "polls.gallup-trump-approval.2025-07-07.2025-07-21.",
     ((",approve,1,37,", ",approve,1,35,"), (",disapprove,1,58,", ",disapprove,1,60,")),
     {"C001-112": CONTRADICTED, "C001-159": CONTRADICTED}),
    (EVENTS, "events.2025-08-04.inf.rus.moratorium-ended", (("2025-08-04", "2025-08-14"),),
     {"C001-141": CONTRADICTED, "C001-053": CONTRADICTED}),
    (EVENTS, "events.2025-09-22.new-start.rus.proposal", (("2025-09-22", "2025-09-12"),),
     {"C001-142": CONTRADICTED, "C001-054": CONTRADICTED}),
    (ACTIONS, "sanctions.2025-10-23.eu-council", (("2025-10-23", "2025-09-23"),),
     {"C001-106": SUPPORTED, "C001-154": CONTRADICTED, "C001-107": CONTRADICTED}),
)  # fmt: skip


def verdicts_of(project: Project) -> dict[str, str]:
    """The verdict on what is known now of every claim."""
    texts = [room.views_sql for room in rooms()]
    view = as_of_view(project.database, all_tables(), texts, quarter="2026Q4", as_of=LATEST)
    return {v.claim.claim_id: v.now for v in judge(ledger_of(SEEDS), lambda _: view, None)}


def test_verdicts_follow_the_facts(built: Project, tmp_path: Path) -> None:
    project = Project(tmp_path)
    shutil.copytree(ROOT / "data" / "raw", project.raw)
    for name, row, texts, _ in FLIPS:
        path = project.raw / name
        lines = path.read_text(encoding="utf-8").split("\n")
        hit = [number for number, line in enumerate(lines) if row in line.partition(",")[0]]
        assert hit, row
        for number in hit:
            for old, new in texts:
                lines[number] = lines[number].replace(old, new)
        path.write_text("\n".join(lines), encoding="utf-8")
    carry_out(project, build_steps(project, rooms()), lambda _: None)
    before, after = verdicts_of(built), verdicts_of(project)
    expected = {claim: verdict for *_, flips in FLIPS for claim, verdict in flips.items()}
    assert {claim: after[claim] for claim in before if before[claim] != after[claim]} == expected
    assert {before[claim] for claim in expected} == {SUPPORTED, ROUNDED, CONTRADICTED} - {ROUNDED}
