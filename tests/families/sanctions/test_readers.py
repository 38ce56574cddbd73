"""Readers of sanctions lists on specimens, and on real lists where they are at hand."""

from __future__ import annotations

import csv
import datetime as dt
from pathlib import Path

import polars as pl
import pytest

from indicators.contracts.findings import Audit
from tests.ingesting.projects import SAMPLES, SPECIMENS, plan_of, reading_of, states

HERE = SPECIMENS / "sanctions"
TWO = (HERE / "ofac_sdn.2025-03-03.csv", HERE / "ofac_sdn.2025-03-10.csv")
REFERENCE = SAMPLES.parent / "reference" / "sanctions" / "sdn_snapshots.csv"
real = pytest.mark.skipif(not SAMPLES.is_dir(), reason="needs the sample files")


def counted(frame: pl.DataFrame, day: dt.date) -> dict[tuple[str, str], int]:
    rows = frame.filter(pl.col("snapshot_date") == day)
    return {(r["programme"], r["entity_type"]): r["entries_count"] for r in rows.iter_rows(named=True)}


def test_an_entry_counts_under_each_of_its_tags() -> None:
    reading = reading_of(*TWO)
    first = counted(reading.candidates["sanctions_list_counts"], dt.date(2025, 3, 3))
    assert first == {
        ("ALL-PROGRAMMES", "all"): 4, ("ALL-PROGRAMMES", "entity"): 2, ("ALL-PROGRAMMES", "individual"): 1,
        ("ALL-PROGRAMMES", "vessel"): 1, ("CAATSA - RUSSIA", "all"): 1, ("CAATSA - RUSSIA", "entity"): 1,
        ("CYBER2", "all"): 1, ("CYBER2", "individual"): 1, ("RUSSIA-EO14024", "all"): 2,
        ("RUSSIA-EO14024", "individual"): 1, ("RUSSIA-EO14024", "vessel"): 1, ("RUSSIA-UNION", "all"): 3,
        ("RUSSIA-UNION", "entity"): 1, ("RUSSIA-UNION", "individual"): 1, ("RUSSIA-UNION", "vessel"): 1,
    }  # fmt: skip


def test_additions_and_removals_by_entry_number() -> None:
    reading = reading_of(*reversed(TWO))
    assert reading.changes is not None
    assert reading.changes.select("entry_id", "change", "what_changed").rows() == [
        ("40", "changed", "remarks"), ("41", "removed", None), ("43", "added", None), ("44", "added", None),
    ]  # fmt: skip
    actions = reading.candidates["sanctions_actions"]
    assert actions.select("action_date", "entity_type", "added_count", "removed_count").rows() == [
        (dt.date(2025, 3, 10), "all", 2, 1), (dt.date(2025, 3, 10), "entity", 1, 0),
        (dt.date(2025, 3, 10), "individual", 1, 0), (dt.date(2025, 3, 10), "vessel", 0, 1),
    ]  # fmt: skip
    assert actions["note"][0] == "window after copy of 2025-03-03; tags on added: RUSSIA-EO14024 1, UKRAINE-EO13661 1"


def test_copies_far_apart_tell_no_action(tmp_path: Path) -> None:
    later = tmp_path / "sdn_2025-06-30.csv"
    later.write_bytes(TWO[1].read_bytes())
    reading = reading_of(TWO[0], later)
    assert set(reading.candidates) == {"sanctions_list_counts"}
    assert reading.counts["steps of more than 31 days, which tell no action"] == 1
    assert reading.changes is not None
    assert reading.changes.height == 4, "what changed is told all the same"


def test_xml_says_the_same_as_csv_and_its_own_day() -> None:
    plain, advanced = (
        reading_of(HERE / f"{name}.xml").candidates["sanctions_list_counts"]
        for name in ("ofac_sdn_xml", "ofac_sdn_advanced")
    )
    day = dt.date(2025, 3, 10)
    assert counted(plain, day) == counted(advanced, day)
    assert counted(plain, day)["RUSSIA-UNION", "all"] == 1
    assert set(plain["date_basis"]) == {"publish_date"}


@pytest.mark.parametrize(
    ("name", "totals"),
    [
        ("ofac_consolidated.2025-03-10.csv", {"ofac_non_sdn_entries": [2, 1, 1]}),
        ("ofac_addresses.2025-03-10.csv", {"ofac_sdn_entries_with_russia_address": [1]}),
        ("ofac_aliases.2025-03-10.csv", {"ofac_sdn_other_names": [2]}),
        ("eu_consolidated_csv.csv", {"eu_consolidated_list_entities": [2, 1]}),
        ("eu_consolidated_xml.xml", {"eu_consolidated_list_entities": [2, 1]}),
        ("un_consolidated.xml", {"individuals_listed": [1], "entities_listed": [2]}),
        ("opensanctions_targets.csv", {"uk_sanctions_list_targets": [1], "ofac_sdn_list_targets": [1]}),
        ("uk_sanctions_list.whole.csv",
         {"designations_listed": [3], "individuals_listed": [1], "vessels_listed": [1]}),
        ("uk_sanctions_list.2025-03-10.csv",
         {"designations_listed": [3], "individuals_listed": [1], "vessels_listed": [1]}),
    ],
)  # fmt: skip
def test_totals_of_a_file(name: str, totals: dict[str, list[int]]) -> None:
    rows = reading_of(HERE / name).candidates["sanctions_totals"]
    assert set(rows["reference_date"]) == {dt.date(2025, 3, 10)}
    found = {m: rows.filter(pl.col("measure") == m)["value_count"].to_list() for m in rows["measure"].unique()}
    assert found == totals


def test_survivors_of_a_later_list_add_nothing_to_a_day_that_is_held(audited: Audit) -> None:
    plan = plan_of(audited.tables, HERE / "uk_sanctions_list.2025-03-10.csv")
    assert states(plan)["sanctions_actions"] == {"new": 1, "unchanged": 1}


@real
@pytest.mark.parametrize("day", ["2015-01-17", "2024-05-03"])
def test_the_counts_of_a_real_list_are_those_of_the_reference(day: str) -> None:
    """Every count by programme and type, and no other, exactly."""
    rows = reading_of(SAMPLES / "sanctions" / f"sdn_{day}.csv").candidates["sanctions_list_counts"]
    with REFERENCE.open(encoding="utf-8", newline="") as stream:
        expected = {
            (r["programme"], r["entity_type"]): (int(r["entries"]), int(r["list_total"]))
            for r in csv.DictReader(stream) if r["snapshot_date"] == day
        }  # fmt: skip
    whole = {
        (r["programme"], r["entity_type"]): (r["entries_count"], r["list_total_count"])
        for r in rows.iter_rows(named=True)
    }
    assert whole == expected


@real
@pytest.mark.parametrize(
    ("name", "rows", "found"),
    [
        ("sdn_2015-01-17.csv", 5876, {"sanctions_list_counts": {"unchanged": 19}}),
        ("sdn_2024-05-03.csv", 14965, {"sanctions_list_counts": {"unchanged": 64}}),
        ("cons_prim_2025-12-19.csv", 442, {"sanctions_totals": {"unchanged": 4}}),
        ("FCDO_UK_sanctions_list_2025-08-11.ods", 5302,
         {"sanctions_totals": {"unchanged": 4}, "sanctions_actions": {"unchanged": 118}}),
        ("UN_consolidated_2026-02-27.xml", 1003, {"sanctions_totals": {"new": 2}}),
        ("opensanctions_targets.simple_2024-03-10.csv", 5, {}),
    ],
)  # fmt: skip
def test_a_real_file(audited: Audit, name: str, rows: int, found: dict[str, dict[str, int]]) -> None:
    plan = plan_of(audited.tables, SAMPLES / "sanctions" / name)
    assert plan.reading.rows_read == rows
    assert states(plan) == found
