"""Every promise of the sanctions tables is broken once, and every column refuses a bad value."""

from __future__ import annotations

import csv
from collections.abc import Callable
from functools import cache
from pathlib import Path

import pytest

from indicators.contracts.audit import audit
from indicators.contracts.findings import Audit
from indicators.contracts.model import TableModel, columns_of, rules_of
from indicators.contracts.shared import Sources
from indicators.families.sanctions import redundancy
from indicators.families.sanctions.codes import OTHER_PROGRAMMES, PROGRAMME, RUSSIA_RELATED
from indicators.families.sanctions.contract import TABLES, SanctionsActions, SanctionsListCounts, SanctionsTotals

DAYS = ("2014-05-30", "2022-02-22", "2022-02-23", "2023-01-06", "2026-05-10", "2026-07-23")
YEARS = ("2021", "2022", "2023", "2026")
"""Last year of each file of list counts."""
BY_NAME = {table._contract.name: table for table in TABLES}
COUNTS, ACTIONS, TOTALS = BY_NAME
COPY = {"snapshot_date": "2022-02-22", "entity_type": "all"}
COMPUTED = {"action_date": "2022-02-24", "issuer": "us_ofac", "entity_type": "all"}
PANEL = {"reference_date": "2022-06-30", "measure": "ofac_russia_address_entries"}
Cells = dict[str, str]


def read(path: Path) -> list[Cells]:
    with path.open(newline="", encoding="utf-8") as file:
        return list(csv.DictReader(file))


def write(path: Path, rows: list[Cells]) -> None:
    with path.open("w", newline="", encoding="utf-8") as file:
        writer = csv.DictWriter(file, list(rows[0]), lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)


@cache
def real_rows(raw: Path) -> dict[str, list[Cells]]:
    """All rows of the tables, of the list counts those of a few days."""
    rows = {t._contract.name: [r for f in t._contract.files for r in read(raw / "sanctions" / f)] for t in TABLES}
    rows[COUNTS] = [row for row in rows[COUNTS] if row["snapshot_date"] in DAYS]
    return rows


class Desk:
    """Real rows, of the list counts a few days, on which one thing is changed."""

    def __init__(self, raw: Path, folder: Path) -> None:
        self.folder = folder
        (folder / "sanctions").mkdir()
        (folder / "sources.csv").write_bytes((raw / "sources.csv").read_bytes())
        self.rows = {name: [dict(row) for row in rows] for name, rows in real_rows(raw).items()}

    def row(self, table: str, **where: str) -> Cells:
        return next(r for r in self.rows[table] if all(r[name] == cell for name, cell in where.items()))

    def audited(self, *tables: type[TableModel]) -> Audit:
        """The audit of the desk's tables, or of the ones named."""
        for table in tables or TABLES:
            files, left, day = table._contract.files, self.rows[table._contract.name], table._contract.key[0]
            for file, year in zip(files, YEARS if len(files) > 1 else ("9999",), strict=True):
                write(self.folder / "sanctions" / file, [r for r in left if r[day] <= f"{year}-12-31"])
                left = [r for r in left if r[day] > f"{year}-12-31"]
        return audit(self.folder, [Sources, *(tables or TABLES)])


@pytest.fixture
def desk(raw: Path, tmp_path: Path) -> Desk:
    return Desk(raw, tmp_path)


def broken(found: Audit) -> set[str]:
    """Rules broken on the desk, but for those that real conflicts break."""
    return {f.rule_id for f in found.findings} - set(KNOWN_CONFLICTS)


def change(table: str, where: Cells, **to: str) -> Callable[[Desk], None]:
    def apply(desk: Desk) -> None:
        desk.row(table, **where).update(to)

    return apply


def drop(table: str, **where: str) -> Callable[[Desk], None]:
    def apply(desk: Desk) -> None:
        desk.rows[table].remove(desk.row(table, **where))

    return apply


def repeat(table: str, fact_id: str, **where: str) -> Callable[[Desk], None]:
    def apply(desk: Desk) -> None:
        desk.rows[table].append(desk.row(table, **where) | {"fact_id": fact_id})

    return apply


UNION = COPY | {"programme": "RUSSIA-UNION"}
WHOLE = COPY | {"programme": "ALL-PROGRAMMES"}
TAG = COPY | {"programme": "RUSSIA-EO14024"}
KNOWN_CONFLICTS = {f"{ACTIONS}.rivals_agree": 9}
BREAKS: dict[str, Callable[[Desk], None]] = {
    f"{COUNTS}.fact_id": repeat(COUNTS, "sanctions.ofac-sdn.2022-02-22.russia-union.all", **UNION),
    f"{COUNTS}.key": repeat(COUNTS, "sanctions.twice", **UNION),
    f"{COUNTS}.published_before_collected": change(COUNTS, UNION, published_on="2027-01-01"),
    f"{COUNTS}.low_is_not_a_release": change(COUNTS, {"snapshot_date": "2026-07-23"}, quality="low"),
    f"{COUNTS}.within_list": change(COUNTS, UNION, entries_count="9109"),
    f"{COUNTS}.types_sum": change(COUNTS, UNION, entries_count="633"),
    f"{COUNTS}.whole_list": change(COUNTS, WHOLE, entries_count="9107"),
    f"{COUNTS}.one_total_a_copy": change(COUNTS, TAG, list_total_count="9107"),
    f"{COUNTS}.one_coverage_a_copy": change(COUNTS, TAG, coverage="tag_only"),
    f"{COUNTS}.union_not_below_a_tag": change(COUNTS, TAG, entries_count="700"),
    f"{COUNTS}.union_not_above_its_tags": change(COUNTS, UNION, entries_count="5000"),
    f"{COUNTS}.full_copy_is_whole": drop(COUNTS, **UNION),
    f"{COUNTS}.no_union_in_a_part": change(
        COUNTS, {"snapshot_date": "2026-05-10", "programme": "UKRAINE-EO13662"}, programme="RUSSIA-UNION"
    ),
    f"{COUNTS}.header_has_no_tags": change(COUNTS, {"snapshot_date": "2014-05-30"}, programme="MAGNIT"),
    f"{COUNTS}.published_with_the_list": change(COUNTS, UNION, published_basis="event"),
    f"{COUNTS}.steady": change(COUNTS, WHOLE, entries_count="7000", list_total_count="7000"),
    f"{ACTIONS}.fact_id": repeat(
        ACTIONS, "sanctions.2022-02-24.us-ofac.russia-union.all.computed-from-lists", **COMPUTED
    ),
    f"{ACTIONS}.key": repeat(ACTIONS, "sanctions.twice", **COMPUTED),
    f"{ACTIONS}.published_before_collected": change(ACTIONS, COMPUTED, published_on="2027-01-01"),
    f"{ACTIONS}.low_is_not_a_release": change(
        ACTIONS, {"action_date": "2026-07-24", "issuer": "us_ofac"}, quality="low"
    ),
    f"{ACTIONS}.added_or_reason": change(ACTIONS, COMPUTED, added_count=""),
    f"{ACTIONS}.removed_or_reason": change(ACTIONS, COMPUTED, removed_missing_reason="not_collected"),
    f"{ACTIONS}.licence_counts_nothing": change(
        ACTIONS, {"entity_type": "general_licence"}, added_missing_reason="not_published"
    ),
    f"{ACTIONS}.missing_status": change(ACTIONS, {"entity_type": "general_licence"}, obs_status="A"),
    f"{ACTIONS}.bound_is_estimate": change(ACTIONS, {"bound": "lower"}, obs_status="A"),
    f"{ACTIONS}.package_is_of_the_eu": change(ACTIONS, {"issuer": "us_bis"}, package="16"),
    f"{ACTIONS}.target_of_the_issuer": change(ACTIONS, {"issuer": "us_bis"}, target_programme="uk_russia_regime"),
    f"{ACTIONS}.published_after_action": change(ACTIONS, COMPUTED, published_on="2022-02-23"),
    f"{ACTIONS}.computed_types_within_all": change(ACTIONS, COMPUTED, added_count="66"),
    f"{ACTIONS}.computed_has_all": drop(ACTIONS, **COMPUTED),
    f"{ACTIONS}.survivors_are_a_lower_bound": change(ACTIONS, {"basis": "survivors_only"}, bound="exact"),
    f"{ACTIONS}.rivals_agree": change(
        ACTIONS, {"package": "16", "basis": "counted_in_legal_text", "entity_type": "entity"}, added_count="36"
    ),
    f"{TOTALS}.fact_id": repeat(TOTALS, "sanctions.total.2022-06-30.us-ofac.rus.ofac-russia-address-entries", **PANEL),
    f"{TOTALS}.key": repeat(TOTALS, "sanctions.twice", **PANEL),
    f"{TOTALS}.published_before_collected": change(TOTALS, PANEL, published_on="2027-01-01"),
    f"{TOTALS}.low_is_not_a_release": change(TOTALS, {"quality": "low"}, published_basis="release"),
    f"{TOTALS}.value_or_reason": change(TOTALS, PANEL, missing_reason="not_published"),
    f"{TOTALS}.bound_is_estimate": change(TOTALS, {"bound": "lower"}, obs_status="A"),
    f"{TOTALS}.low_is_marked": change(TOTALS, {"quality": "low"}, obs_status="A"),
    f"{TOTALS}.published_after_reference": change(TOTALS, PANEL, published_on="2022-06-29"),
    f"{TOTALS}.one_unit_a_measure": change(TOTALS, PANEL, counting_unit="persons"),
    f"{TOTALS}.stock_and_flow": change(TOTALS, PANEL, value_count="1705"),
    f"{TOTALS}.panel_is_monthly": change(TOTALS, PANEL, reference_date="2022-06-29"),
}


def test_every_rule_is_broken_below() -> None:
    """The rules of `redundancy` are broken in tests/rows, where every rule has a case."""
    told = {rule.id for rule in (*redundancy.LIST_COUNTS, *redundancy.ACTIONS, *redundancy.TOTALS)}
    assert set(BREAKS) == {rule.id for table in TABLES for rule in rules_of(table)} - told


def test_the_desk_is_good_before_anything_is_changed(desk: Desk) -> None:
    assert broken(desk.audited()) == set()


@pytest.mark.parametrize("rule_id", BREAKS)
def test_a_broken_promise_is_found(desk: Desk, rule_id: str) -> None:
    BREAKS[rule_id](desk)
    assert sum(
        f.rule_id == rule_id for f in desk.audited(BY_NAME[rule_id.split(".", maxsplit=1)[0]]).findings
    ) > KNOWN_CONFLICTS.get(rule_id, 0)


BAD = {"integer": "12,5", "number": "1e308", "date": "2022-02-30"}


@pytest.mark.parametrize(("table", "name"), [(t, c.name) for t in TABLES for c in columns_of(t)])
def test_every_column_refuses_a_bad_value(desk: Desk, table: type[TableModel], name: str) -> None:
    declared = {c.name: c for c in columns_of(table)}[name]
    desk.rows[table._contract.name][1][name] = BAD.get(declared.kind, "<b>bad</b> ")
    found = desk.audited(table).findings
    assert any(f.column == name and f.severity == "error" and f.table == table._contract.name for f in found)


@pytest.mark.parametrize(
    ("table", "where", "name", "value"),
    [
        (SanctionsListCounts, UNION, "entries_count", "-1"),
        (SanctionsListCounts, UNION, "snapshot_date", "2013-12-31"),
        (SanctionsListCounts, UNION, "programme", "RUSSIA-EO99999"),
        (SanctionsActions, COMPUTED, "added_count", "-1"),
        (SanctionsActions, COMPUTED, "removed_count", "-1"),
        (SanctionsActions, COMPUTED, "package", "zero"),
        (SanctionsTotals, PANEL, "value_count", "100001"),
        (SanctionsTotals, PANEL, "source_id", "nobody"),
    ],
)
def test_a_value_out_of_range_is_refused(
    desk: Desk, table: type[TableModel], where: Cells, name: str, value: str
) -> None:
    desk.row(table._contract.name, **where)[name] = value
    assert any(f.column == name and f.severity == "error" for f in desk.audited(table).findings)


def test_the_real_facts_keep_every_promise(audited: Audit) -> None:
    names = {table._contract.name for table in TABLES}
    assert not [f for f in audited.findings if f.table in names and f.severity == "error"]
    untested = {r.rule_id for r in audited.results if r.table in names and r.tested == 0}
    assert untested <= {f"{name}.low_is_not_a_release" for name in names}


def test_programmes_are_declared_once() -> None:
    assert not set(RUSSIA_RELATED) & set(OTHER_PROGRAMMES)
    assert set(PROGRAMME) == {"ALL-PROGRAMMES", "RUSSIA-UNION", *RUSSIA_RELATED, *OTHER_PROGRAMMES}


def test_no_figure_of_the_collector_without_permission(raw: Path) -> None:
    for file in (raw / "sanctions").glob("*.csv"):
        assert "castellum" not in file.read_text(encoding="utf-8").lower()
