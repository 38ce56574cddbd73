"""The real facts of sanctions keep their promises; each rule and column is broken in tests/rows."""

from __future__ import annotations

from pathlib import Path

from indicators.contracts.findings import Audit
from indicators.families.sanctions.codes import OTHER_PROGRAMMES, PROGRAMME, RUSSIA_RELATED
from indicators.families.sanctions.contract import TABLES


def test_the_real_facts_keep_every_promise(audited: Audit) -> None:
    names = {table._contract.name for table in TABLES}
    assert not [f for f in audited.findings if f.table in names and f.severity == "error"]
    untested = {r.rule_id for r in audited.results if r.table in names and r.tested == 0}
    waits = {f"{name}.low_is_not_a_release" for name in names}
    assert untested <= {*waits, "sanctions_list_counts.published_with_its_source"}


def test_programmes_are_declared_once() -> None:
    assert not set(RUSSIA_RELATED) & set(OTHER_PROGRAMMES)
    assert set(PROGRAMME) == {"ALL-PROGRAMMES", "RUSSIA-UNION", *RUSSIA_RELATED, *OTHER_PROGRAMMES}


def test_no_figure_of_the_collector_without_permission(raw: Path) -> None:
    for file in (raw / "sanctions").glob("*.csv"):
        assert "castellum" not in file.read_text(encoding="utf-8").lower()
