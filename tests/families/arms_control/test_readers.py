"""Readers of stockpiles on specimens, and on real files where they are at hand."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from indicators.contracts.findings import Audit
from indicators.errors import DataProblem
from tests.ingesting.projects import SAMPLES, SPECIMENS, plan_of, reading_of, states

HERE = SPECIMENS / "arms_control"


def test_the_soviet_union_ends_in_1991_and_an_empty_cell_is_no_figure() -> None:
    reading = reading_of(HERE / "fas_stockpiles.csv")
    rows = reading.candidates["warhead_stockpiles"].sort("year", "country")
    assert rows.select("country", "year", "value_count").rows() == [
        ("SUN", 1991, 900), ("RUS", 1992, 800), ("USA", 1992, 700),
    ]  # fmt: skip
    assert reading.counts["empty cells of ours"] == 1
    assert "1992 edition" in reading.publications["edition"].title


@pytest.mark.parametrize("name", ["fas_inventories_by_country.2031.csv", "fas_inventories_by_measure.2032.csv"])
def test_two_turns_of_one_table(name: str) -> None:
    rows = reading_of(HERE / name).candidates["warhead_stockpiles"]
    found = {(r["country"], r["item"]): r["value_count"] for r in rows.iter_rows(named=True)}
    assert len(found) == 10
    assert found["USA", "deployed_nonstrategic"] == 1
    assert found["RUS", "total_inventory"] == (35 if "2031" in name else 1035)
    assert set(rows["year"]) == {int(name.split(".")[1])}


def test_pairs_of_countries() -> None:
    rows = reading_of(HERE / "suh_dyads.xlsx").candidates["warhead_stockpiles"]
    found = {(r["country"], r["year"], r["item"]): r["value_count"] for r in rows.iter_rows(named=True)}
    assert len(found) == 32
    assert found["USA", 1991, "strategic_platforms_land"] == 1
    assert found["SUN", 1991, "strategic_platforms_land"] == 12
    assert found["RUS", 1992, "deliverable_warheads_total"] == 119


def test_a_country_nobody_declared_stops(tmp_path: Path) -> None:
    text = (HERE / "owid_stockpiles.csv").read_text(encoding="utf-8").replace("World", "Atlantis")
    (tmp_path / "a.csv").write_text(text, encoding="utf-8")
    with pytest.raises(DataProblem, match="unknown country: 'Atlantis'"):
        reading_of(tmp_path / "a.csv")


def test_an_edition_without_a_day_is_not_dated_by_guess(audited: Audit) -> None:
    with pytest.raises(DataProblem, match="does not say its day") as found:
        plan_of(audited.tables, HERE / "owid_stockpiles.csv")
    assert "--published-on" in found.value.do
    day = dt.date(1992, 3, 1)
    plan = plan_of(audited.tables, HERE / "owid_stockpiles.csv", released=day, basis="source")
    assert states(plan) == {"warhead_stockpiles": {"new": 2}}, "the editions that are held are later"
    assert set(plan.tables[0].rows["published_on"]) == {day}


@pytest.mark.skipif(not SAMPLES.is_dir(), reason="needs the sample files")
@pytest.mark.parametrize(
    ("name", "rows", "facts"),
    [
        ("nuclear_weapons_stockpiles_raw.csv", 869, 154),
        ("nuclear_weapons_stockpiles.csv", 869, 158),
        ("strategicforces_nuclearStockpiles.csv", 1414, 158),
        ("nuclear_weapons_inventories.csv", 18, 20),
        ("nuclear_weapons_inventories_2022_raw.csv", 9, 10),
        ("nuclear_weapons_inventories_2023_raw.csv", 6, 10),
        ("snforce1_ndy.xlsx", 860, 864),
        ("snforce_monadic.xlsx", 382, 128),
    ],
)
def test_a_real_file_gives_the_facts_that_are_held(audited: Audit, name: str, rows: int, facts: int) -> None:
    plan = plan_of(audited.tables, SAMPLES / "arms" / name)
    assert plan.reading.rows_read == rows
    assert states(plan) == {"warhead_stockpiles": {"unchanged": facts}}
    held = audited.tables["warhead_stockpiles"].join(plan.tables[0].rows, on=["fact_id", "value_count"], how="semi")
    assert held.height == facts, "under the same ids"
