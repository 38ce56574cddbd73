"""Row tests that a domain expert can write: every YAML case, and every contract rule broken by one of them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from pathlib import Path

import pytest

from indicators.contracts.model import Column, TableModel, columns_of, rules_of
from indicators.errors import DataProblem
from indicators.registry import FAMILIES, all_across

from .cases import FOLDERS, TABLES, Case, Rows, all_cases, cases_of
from .running import audit_rows, broken, row_number, series_values, templates

CASES = all_cases()
RULES = {rule.id for model in TABLES.values() for rule in rules_of(model)} | {rule.id for rule in all_across()}


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case.folder}: {case.name}")
def test_case(case: Case, tmp_path: Path) -> None:
    audited = audit_rows(tmp_path / "raw", case.rows, across={*case.breaks, *case.keeps})
    assert broken(audited) == dict(sorted(case.breaks.items())), case.where
    tested = {result.rule_id: result.tested for result in audited.results}
    untested = [rule_id for rule_id in case.keeps if not tested.get(rule_id)]
    assert untested == [], f"{case.where}: to be kept, but there is no such rule or no row to test it on"
    if case.series:
        found = series_values(case, audited, tmp_path / "rows.duckdb")
        shown = {i: {period: found[i].get(period) for period in values} for i, values in case.series.items()}
        assert shown == {i: pytest.approx(dict(values)) for i, values in case.series.items()}, case.where


def test_every_rule_is_broken_by_a_case() -> None:
    missing = RULES - {rule_id for case in CASES for rule_id in case.breaks}
    assert missing == set(), "write a case under tests/rows that breaks each of these rules (see its README.md)"


def test_every_rule_is_kept_by_a_case() -> None:
    missing = RULES - {rule_id for case in CASES for rule_id in case.keeps}
    assert missing == set(), "write a case under tests/rows whose rows keep each of these rules (see its README.md)"


@pytest.mark.parametrize("family", FAMILIES)
def test_a_family_has_ten_cases_and_some_make_series(family: str) -> None:
    mine = [case for case in CASES if case.folder == family]
    assert len(mine) >= 10
    assert len([case for case in mine if case.series]) >= 2


def test_every_table_has_a_valid_row(tmp_path: Path) -> None:
    assert set(templates()) == set(TABLES)
    for table, rows in templates().items():
        assert broken(audit_rows(tmp_path / table, {table: rows})) == {}, table


# -- what the columns promise: bad cells made from the contract -------------------------------------


NEARLY = {
    "period": "2017-13", "vintage": "17-05", "package": "0", "responses": "good, bad", "url": "ftp://example.org",
    "item": "deployed-warheads", "question_id": "levada_", "fact_id": "Trade.x",
}  # fmt: skip
"""Texts that nearly have the form of these columns."""
CELL_RULES = {"required", "codes", "pattern", "references", "minimum", "maximum"}


def bad_cells(column: Column) -> Iterator[tuple[str, str]]:
    """Rule of the column -> a cell that breaks it."""
    if not column.nullable:
        yield "required", ""
    if column.kind != "text":
        yield "format", {"date": "2026-02-30", "number": "1,234.5", "integer": "7.5"}[column.kind]
    if column.codes:
        yield "codes", "99" if column.kind == "integer" else "nobody_declared_this"
    if column.pattern is not None:
        yield "pattern", NEARLY.get(column.name, "Not / the form!")
    if column.references:
        yield "references", "nobody.has-this"
    for bound, rule, step in ((column.ge, "minimum", -1), (column.gt, "minimum", 0), (column.le, "maximum", 1)):
        if bound is not None:
            yield rule, str(bound + dt.timedelta(days=step) if isinstance(bound, dt.date) else bound + step)


@pytest.mark.parametrize("model", TABLES.values(), ids=TABLES)
def test_every_column_check_is_broken(model: type[TableModel], tmp_path: Path) -> None:
    table = model._contract.name
    bad = [(c.name, rule, cell) for c in columns_of(model) for rule, cell in bad_cells(c)]
    rows: Rows = {table: [{"fact_id": f"rows.bad-{i}", c: cell} if "fact_id" in templates()[table][0] else {c: cell}
                          for i, (c, _, cell) in enumerate(bad)]}  # fmt: skip
    audited = audit_rows(tmp_path, rows)
    found = {(f.rule_id, row_number(f)) for f in audited.findings}
    wanted = {(f"{table}.{column}.{rule}", i) for i, (column, rule, _) in enumerate(bad, start=1)}
    assert wanted - found == set()
    promised = {r.rule_id for r in audited.results if r.table == table and r.rule_id.rsplit(".", 1)[1] in CELL_RULES}
    assert promised <= {rule_id for rule_id, _ in wanted}


# -- a slip in a case is told with its file and name ------------------------------------------------

GOOD = "table: trade_volumes\ncases:\n- case: mine\n  rows:\n  - {period: 2017}\n  keeps: trade_volumes.key\n"
SLIPS = {
    "an unknown column": ("{period: 2017}", "{perid: 2017}", "no column 'perid'"),
    "an unknown table": ("table: trade_volumes", "table: trade", "no table 'trade'"),
    "no rows": ("  rows:\n  - {period: 2017}\n", "", "no rows"),
    "nothing expected": ("  keeps: trade_volumes.key\n", "", "expects nothing"),
    "an unknown key": ("keeps:", "holds:", "'holds' means nothing here"),
    "a row that is not there": ("keeps: trade_volumes.key", "breaks: {trade_volumes.key: 2}", "1 rows of trade"),
    "a rule of a table without rows": ("keeps: trade_volumes.key", "breaks: {contacts.key: 1}", "0 rows of contacts"),
    "a cell that is none": ("2017", "{year: 2017}", "not a cell"),
    "lists of two lengths": ("{period: 2017}", "{period: [2016, 2017], flow: [import]}", "differ in length"),
    "a value that is no number": ("keeps: trade_volumes.key", "series: {trade.x.a: {2017: many}}", "'many'"),
    "a case without a name": ("case: mine", "name: mine", "case 1 has no name"),
    "a key twice": ("  keeps:", "  rows: []\n  keeps:", "'rows' stands twice"),
    "a part by alias": ("{period: 2017}", "&a {period: 2017}\n  - *a", "refers to another part"),
    "no YAML": ("cases:", "cases: [", "not YAML"),
    "a name twice": ("cases:\n", "cases:\n- {case: mine, rows: [{}], keeps: x}\n", "same name"),
}  # fmt: skip


def test_the_good_case_is_read(tmp_path: Path) -> None:
    (tmp_path / "mine.yaml").write_text(GOOD, encoding="utf-8")
    (case,) = cases_of(tmp_path)
    assert (case.rows, case.keeps) == ({"trade_volumes": [{"period": "2017"}]}, ("trade_volumes.key",))


@pytest.mark.parametrize("slip", SLIPS)
def test_a_slip_is_told_with_file_and_case(tmp_path: Path, slip: str) -> None:
    old, new, message = SLIPS[slip]
    assert GOOD.count(old) == 1
    (tmp_path / "mine.yaml").write_text(GOOD.replace(old, new), encoding="utf-8")
    with pytest.raises(DataProblem) as caught:
        cases_of(tmp_path)
    assert message in caught.value.what
    assert "mine.yaml" in caught.value.where
    if slip not in ("an unknown table", "a case without a name", "a key twice", "a part by alias", "no YAML"):
        assert "case 'mine'" in caught.value.where


def test_folders_are_the_families_and_the_shared_tables() -> None:
    here = Path(__file__).parent
    assert {p.name for p in here.iterdir() if p.is_dir() and p.name[0] not in "._"} == set(FOLDERS)
