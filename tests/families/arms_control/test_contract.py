"""The real facts of arms control keep their promises; each rule and column is broken in tests/rows."""

from __future__ import annotations

from indicators.contracts.findings import Audit
from indicators.families.arms_control.contract import (
    TABLES,
    TreatyCeilings,
    TreatyDeclarations,
    TreatyEvents,
    WarheadStockpiles,
)

MODELS = {model._contract.name: model for model in TABLES}


def test_real_tables_hold_and_every_rule_tests_rows(audited: Audit) -> None:
    mine = [result for result in audited.results if result.table in MODELS]
    assert [r.rule_id for r in mine if r.severity == "error" and r.broken] == []
    assert [r.rule_id for r in mine if not r.tested] == ["treaty_events.published_with_its_source"]
    warned = {r.rule_id: r.broken for r in mine if r.broken}
    # the first posting and the author's correction of January 2006; FAS against two Notebook figures of 2006 and 2016
    assert warned == {
        "treaty_declarations.agreement": 4,
        "warhead_stockpiles.estimators_agree": 4,
        "warhead_stockpiles.fresh_sipri": 1,
        "warhead_stockpiles.fresh_fas": 1,
    }


def test_tables_hold_what_was_collected(audited: Audit) -> None:
    held = {model._contract.name: audited.tables[model._contract.name].height for model in TABLES}
    first = {TreatyCeilings: 153, TreatyDeclarations: 334, WarheadStockpiles: 1242, TreatyEvents: 97}
    assert all(held[model._contract.name] >= count for model, count in first.items())
