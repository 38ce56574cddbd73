"""Every rule of the arms control tables is broken once, and a bad value in each column is refused."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from indicators.contracts.audit import audit
from indicators.contracts.findings import Audit
from indicators.contracts.model import columns_of, rules_of
from indicators.contracts.shared import Sources
from indicators.families.arms_control import redundancy
from indicators.families.arms_control.contract import (
    TABLES,
    TreatyCeilings,
    TreatyDeclarations,
    TreatyEvents,
    WarheadStockpiles,
)

MODELS = {model._contract.name: model for model in TABLES}
CEILINGS, DECLARATIONS, STOCKPILES, EVENTS = MODELS
WARHEADS = "arms_control.ceilings.new-start.rus.deployed-warheads.2018-02-05"
TANKS = "arms_control.ceilings.cfe.rus.battle-tanks-national-entitlement.1995-11-17"
START_PHASE = "arms_control.ceilings.start-1.usa.accountable-warheads.1997-12-05"
SOVIET_ABM = "arms_control.ceilings.abm-1974-protocol.sun.abm-launchers.1976-05-24"
PLUTONIUM = "arms_control.ceilings.pmda.usa.plutonium-to-dispose-of.2011-07-13"
TESTS = "arms_control.ceilings.ttbt.usa.test-yield.1990-12-11"
LOW = "arms_control.ceilings.cfe-adapted.rus.attack-helicopters-national-ceiling.1999-11-19"
MARCH_2022 = "arms_control.declarations.new-start.rus.deployed-warheads.2022-03-01"
VEHICLES_2022 = "arms_control.declarations.new-start.usa.deployed-delivery-vehicles.2022-03-01"
VEHICLES_2020 = "arms_control.declarations.new-start.usa.deployed-delivery-vehicles.2020-09-01"
NOT_PROVIDED = "arms_control.declarations.new-start.rus.deployed-warheads.2023-03-01"
LOW_2022 = "arms_control.declarations.new-start.rus.deployed-warheads.2022-09-01"
MONTHLY = "arms_control.declarations.sort.usa.operationally-deployed-strategic-warheads.2009-02"
MOU_VEHICLES = "arms_control.declarations.start-1.usa.deployed-delivery-vehicles.1990-09-01"
MOU_WARHEADS = "arms_control.declarations.start-1.usa.accountable-warheads.1990-09-01"
MOU_TYPE = "arms_control.declarations.start-1.usa.deployed-b1.1990-09-01"
NOTICES = "arms_control.declarations.new-start.usa-rus.notifications-cumulative.2021-05-20"
SOVIET_1986 = "arms_control.stockpiles.sun.1986.stockpile.fas"
INVENTORY = "arms_control.stockpiles.usa.2023.total-inventory.fas"
PLATFORMS = "arms_control.stockpiles.usa.1980.strategic-platforms-total.suh"
DELIVERABLE = "arms_control.stockpiles.usa.1980.deliverable-warheads-total.suh"
SIPRI = "arms_control.stockpiles.rus.2023.deployed-total.sipri"
DECLARED = "arms_control.stockpiles.usa.2023.stockpile.declared"
ENDED = "arms_control.events.2026-02-05.new-start.usa-rus.expired"
ENTERED = "arms_control.events.2011-02-05.new-start.usa-rus.entered-into-force"
IN_MAY = "arms_control.events.1986-05.salt-2.usa.political-commitment-ended"
SOVIET_ACT = "arms_control.events.1977-09-25.salt-1.sun.political-commitment"


class Desk:
    """The real rows of one table on which one thing is changed."""

    def __init__(self, raw: Path, folder: Path) -> None:
        self.raw, self.folder = raw, folder
        (folder / "arms_control").mkdir()
        (folder / "sources.csv").write_bytes((raw / "sources.csv").read_bytes())

    def broken(self, table: str, fact_id: str, cells: dict[str, str]) -> set[str]:
        """Ids of the rules that a changed row breaks."""
        with (self.raw / "arms_control" / f"{table}.csv").open(newline="", encoding="utf-8") as file:
            rows = list(csv.DictReader(file))
        (hit,) = [row for row in rows if row["fact_id"] == fact_id]
        assert cells.keys() <= hit.keys()
        hit.update(cells)
        with (self.folder / "arms_control" / f"{table}.csv").open("w", newline="", encoding="utf-8") as file:
            writer = csv.DictWriter(file, list(rows[0]), lineterminator="\n")
            writer.writeheader()
            writer.writerows(rows)
        found = audit(self.folder, [Sources, MODELS[table]]).findings
        return {finding.rule_id for finding in found}


@pytest.fixture
def desk(raw: Path, tmp_path: Path) -> Desk:
    return Desk(raw, tmp_path)


BROKEN = [
    ("treaty_ceilings.one_value", WARHEADS, {"ceiling_tonnes": "5"}),
    ("treaty_ceilings.one_value", TESTS, {"ceiling_kilotons": "", "ceiling_count": "150"}),
    ("treaty_ceilings.span", WARHEADS, {"effective_to": "2018-02-05"}),
    ("treaty_ceilings.signed_first", WARHEADS, {"entered_into_force_on": "2010-04-07"}),
    ("treaty_ceilings.in_force_first", WARHEADS, {"effective_from": "2011-02-04"}),
    ("treaty_ceilings.phases", START_PHASE, {"effective_to": "1999-12-06"}),
    ("treaty_ceilings.open_while_in_force", WARHEADS, {"effective_to": "", "effective_to_precision": ""}),
    ("treaty_ceilings.open_while_in_force", TESTS, {"effective_to": "2020-01-01", "effective_to_precision": "day"}),
    ("treaty_ceilings.never_in_force", WARHEADS, {"status": "never_in_force"}),
    ("treaty_ceilings.actor", TANKS, {"status_actor": ""}),
    ("treaty_ceilings.actor", WARHEADS, {"status_actor": "USA"}),
    ("treaty_ceilings.succession", SOVIET_ABM, {"effective_to": "1991-12-27"}),
    ("treaty_ceilings.kind", PLUTONIUM, {"kind": "cap"}),
    ("treaty_ceilings.kind", WARHEADS, {"kind": "quota"}),
    ("treaty_ceilings.published", WARHEADS, {"published_on": "2010-04-07"}),
    ("treaty_ceilings.signed_precision_given", WARHEADS, {"signed_precision": ""}),
    ("treaty_ceilings.in_force_precision_given", WARHEADS, {"in_force_precision": ""}),
    ("treaty_ceilings.from_precision_given", WARHEADS, {"effective_from_precision": ""}),
    ("treaty_ceilings.to_precision_given", WARHEADS, {"effective_to_precision": ""}),
    ("treaty_ceilings.low_is_not_a_release", LOW, {"published_basis": "release"}),
    ("treaty_ceilings.published_before_collected", WARHEADS, {"published_on": "2030-01-01"}),
    ("treaty_ceilings.key", START_PHASE, {"article": "Art. II.1(b)"}),
    ("treaty_ceilings.fact_id", WARHEADS, {"fact_id": TANKS}),
    ("treaty_declarations.one_value", MARCH_2022, {"value_count": ""}),
    ("treaty_declarations.one_value", NOT_PROVIDED, {"missing_reason": ""}),
    ("treaty_declarations.one_value", NOT_PROVIDED, {"value_count": "1500"}),
    ("treaty_declarations.published", MARCH_2022, {"published_on": "2022-02-28"}),
    ("treaty_declarations.first_day", MONTHLY, {"reference_date": "2009-02-10"}),
    ("treaty_declarations.exchange_days", MARCH_2022, {"reference_date": "2022-03-02"}),
    ("treaty_declarations.deployed_within_launchers", VEHICLES_2022, {"value_count": "801"}),
    ("treaty_declarations.within_limits", MARCH_2022, {"value_count": "1551"}),
    ("treaty_declarations.new_start_breakdown", VEHICLES_2020, {"value_count": "676"}),
    ("treaty_declarations.start_vehicles", MOU_VEHICLES, {"value_count": "2247"}),
    ("treaty_declarations.start_warheads", MOU_WARHEADS, {"value_count": "10564"}),
    ("treaty_declarations.start_types", MOU_VEHICLES, {"value_count": "2247"}),
    ("treaty_declarations.cumulative", NOTICES, {"value_count": "14599"}),
    ("treaty_declarations.low_is_not_a_release", LOW_2022, {"published_basis": "release"}),
    ("treaty_declarations.published_before_collected", MARCH_2022, {"published_on": "2026-12-01"}),
    ("treaty_declarations.key", MARCH_2022, {"item": "launchers"}),
    ("treaty_declarations.fact_id", MARCH_2022, {"fact_id": LOW_2022}),
    ("treaty_declarations.agreement", "arms_control.declarations.new-start.rus.deployed-warheads.2011-09-01.2",
     {"quality": "medium"}),
    ("warhead_stockpiles.succession", SOVIET_1986, {"country": "RUS"}),
    ("warhead_stockpiles.published", DECLARED, {"published_on": "2022-12-31"}),
    ("warhead_stockpiles.month", SIPRI, {"reference_month": "6"}),
    ("warhead_stockpiles.month", DECLARED, {"reference_month": "1"}),
    ("warhead_stockpiles.estimate_marked", SOVIET_1986, {"obs_status": "A"}),
    ("warhead_stockpiles.fas_inventory", INVENTORY, {"value_count": "5245"}),
    ("warhead_stockpiles.suh_platforms", PLATFORMS, {"value_count": "1"}),
    ("warhead_stockpiles.suh_warheads", DELIVERABLE, {"value_count": "1"}),
    ("warhead_stockpiles.stockpile_within_inventory", "arms_control.stockpiles.usa.2023.stockpile.fas",
     {"value_count": "5245"}),
    ("warhead_stockpiles.deployed_within_stockpile", SIPRI, {"value_count": "4490"}),
    ("warhead_stockpiles.estimators_agree", DECLARED, {"value_count": "5000"}),
    ("warhead_stockpiles.low_is_not_a_release", "arms_control.stockpiles.usa.2025.total-inventory.sipri",
     {"published_basis": "release"}),
    ("warhead_stockpiles.published_before_collected", DECLARED, {"published_on": "2026-12-01"}),
    ("warhead_stockpiles.key", PLATFORMS, {"item": "strategic_platforms_land"}),
    ("warhead_stockpiles.fact_id", PLATFORMS, {"fact_id": SIPRI}),
    ("treaty_events.public_on_its_day", ENDED, {"published_on": "2026-02-06"}),
    ("treaty_events.public_on_its_day", IN_MAY, {"published_on": "1986-05-01"}),
    ("treaty_events.first_day", IN_MAY, {"event_date": "1986-05-26"}),
    ("treaty_events.brackets", ENDED, {"brackets_ceiling": "no"}),
    ("treaty_events.succession", SOVIET_ACT, {"event_date": "1991-12-26", "published_on": "1991-12-26"}),
    ("treaty_events.succession", ENDED, {"event_date": "1991-12-25", "published_on": "1991-12-25"}),
    ("treaty_events.signed_first", ENTERED, {"event_date": "2010-04-07", "published_on": "2010-04-07"}),
    ("treaty_events.ends_after_entry", ENDED, {"event_date": "2011-02-05", "published_on": "2011-02-05"}),
    ("treaty_events.no_double_entry", ENDED, {"event_type": "entered_into_force"}),
    ("treaty_events.low_is_not_a_release", "arms_control.events.1976-05-28.pnet.usa-sun.signed",
     {"published_basis": "release"}),
    ("treaty_events.published_before_collected", ENDED, {"published_on": "2026-12-01"}),
    ("treaty_events.key", ENDED, {"event_date": "2011-02-05", "event_type": "entered_into_force"}),
    ("treaty_events.fact_id", ENDED, {"fact_id": ENTERED}),
]  # fmt: skip


@pytest.mark.parametrize(("rule", "fact_id", "cells"), BROKEN)
def test_a_broken_rule_is_found(desk: Desk, rule: str, fact_id: str, cells: dict[str, str]) -> None:
    assert rule in desk.broken(rule.partition(".")[0], fact_id, cells)


def test_every_rule_is_broken_above() -> None:
    """The rules of `redundancy` are broken in tests/rows, where every rule has a case."""
    tried = {rule for rule, _, _ in BROKEN}
    told = (*redundancy.CEILINGS, *redundancy.DECLARATIONS, *redundancy.STOCKPILES, *redundancy.EVENTS)
    assert tried == {rule.id for model in TABLES for rule in rules_of(model)} - {rule.id for rule in told}


BAD = {
    CEILINGS: {
        "fact_id": "New START", "treaty": "start_3", "item": "Deployed Warheads", "item_label": "", "party": "GBR",
        "kind": "limit", "ceiling_count": "1,550", "ceiling_kilotons": "0", "ceiling_tonnes": "nan",
        "counted_unit": "pieces", "signed_on": "2010-04", "signed_precision": "exact",
        "entered_into_force_on": "2011-02-30",
        "in_force_precision": "exact", "effective_from": "5 Feb 2018", "effective_from_precision": "exact",
        "effective_to": "2026-2-5", "effective_to_precision": "exact", "status": "dead", "status_actor": "Putin",
        "article": "",
    },
    DECLARATIONS: {
        "fact_id": "x", "treaty": "", "party": "FRA", "item": "deployed-warheads", "item_label": "=SUM(A1)",
        "reference_date": "2022", "reference_precision": "range", "kind": "rumour", "value_count": "1474.5",
        "value_tonnes": "-1", "counted_unit": "bombs", "missing_reason": "lost",
    },
    STOCKPILES: {
        "fact_id": "", "country": "CHN", "year": "1944", "reference_month": "13", "item": "", "estimator": "nobody",
        "value_count": "1e308",
    },
    EVENTS: {
        "fact_id": "", "event_date": "05.02.2026", "date_precision": "hour", "treaty": "npt", "actor": "Russia",
        "event_type": "died", "description": "<b>ended</b>", "brackets_ceiling": "maybe",
    },
}  # fmt: skip
BAD_TAIL = {
    "source_id": "nobody", "seen_in": "", "published_on": "yesterday", "published_basis": "guess", "obs_status": "Z",
    "quality": "fine", "note": " spaced",
}  # fmt: skip
A_ROW = {CEILINGS: WARHEADS, DECLARATIONS: MARCH_2022, STOCKPILES: DECLARED, EVENTS: ENDED}
CELLS = [(table, column, bad) for table, cells in BAD.items() for column, bad in (cells | BAD_TAIL).items()]


@pytest.mark.parametrize(("table", "column", "bad"), CELLS)
def test_a_bad_value_in_each_column_is_refused(desk: Desk, table: str, column: str, bad: str) -> None:
    broken = desk.broken(table, A_ROW[table], {column: bad})
    assert any(rule.startswith(f"{table}.{column}.") for rule in broken)


def test_every_column_is_tried() -> None:
    for model in TABLES:
        name = model._contract.name
        assert set(BAD[name] | BAD_TAIL) == {c.name for c in columns_of(model)}


def test_real_tables_hold_and_every_rule_tests_rows(audited: Audit) -> None:
    mine = [result for result in audited.results if result.table in MODELS]
    assert [r.rule_id for r in mine if r.severity == "error" and r.broken] == []
    assert [r.rule_id for r in mine if not r.tested] == []
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
