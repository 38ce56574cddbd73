"""Contracts in standard formats: outside tools accept them, they say what the contracts say, and refuse bad rows."""

from __future__ import annotations

import dataclasses
import datetime as dt
import json
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import polars as pl
import pytest
from jsonschema import Draft202012Validator

from indicators import yaml_text
from indicators.commands.contracts import Target, contracts_export
from indicators.contracts.audit import audit
from indicators.contracts.described.data_package import data_package
from indicators.contracts.described.description import DescribedColumn, DescribedTable, Description, describe, from_json
from indicators.contracts.described.json_schema import json_schema
from indicators.contracts.described.odcs import from_odcs, odcs_data, to_odcs
from indicators.contracts.findings import Audit
from indicators.errors import DataProblem
from indicators.ledgers.contract import LEDGER_TABLES
from indicators.ledgers.published_contract import PUBLISHED_TABLES
from indicators.project import Project
from indicators.registry import description

from .animals import Animals

ROOT = Path(__file__).resolve().parent.parent.parent
CHECKS = ROOT / ".venv-checks" / "bin"
outside = pytest.mark.skipif(not CHECKS.is_dir(), reason="no .venv-checks: make test sets it up")
ROWS_A_TABLE = 120


@pytest.fixture(scope="module")
def real() -> Description:
    return description()


@pytest.fixture(scope="module")
def exported(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """All contracts as ODCS and as JSON Schema."""
    folder = tmp_path_factory.mktemp("exported")
    contracts_export(Target.odcs, folder)
    contracts_export(Target.jsonschema, folder)
    return folder


def run(*command: object) -> subprocess.CompletedProcess[str]:
    return subprocess.run(list(map(str, command)), capture_output=True, text=True, timeout=300, check=False)


# -- ODCS ----------------------------------------------------------------------------------------------

LINT_ALL = """
import sys
from datacontract.data_contract import DataContract
for path in sys.argv[1:]:
    run = DataContract(data_contract_file=path).lint()
    print(path, run.result.value, *[check.reason for check in run.checks if check.result.value != "passed"])
"""


@outside
def test_datacontract_accepts_every_contract(exported: Path, real: Description) -> None:
    paths = sorted(exported.glob("*.odcs.yaml"))
    assert {p.name.removesuffix(".odcs.yaml") for p in paths} == set(real.tables)
    all_of_them = run(CHECKS / "python", "-c", LINT_ALL, *paths)
    assert all_of_them.stdout.splitlines() == [f"{path} passed" for path in paths], all_of_them.stderr
    command = run(CHECKS / "datacontract", "lint", exported / "poll_results.odcs.yaml")
    assert command.returncode == 0, command.stdout
    assert "v3.2.0" in command.stdout


@outside
def test_datacontract_refuses_a_contract_that_breaks_the_standard(exported: Path, tmp_path: Path) -> None:
    data = yaml_text.load((exported / "contacts.odcs.yaml").read_text(encoding="utf-8"), "contacts")
    data["schema"][0]["properties"][0]["logicalType"] = "words"
    path = tmp_path / "bad.odcs.yaml"
    path.write_text(yaml_text.dump(data), encoding="utf-8")
    assert run(CHECKS / "datacontract", "lint", path).returncode == 1


def test_odcs_there_and_back_loses_nothing(exported: Path, real: Description) -> None:
    texts = {p.name: p.read_text(encoding="utf-8") for p in exported.glob("*.odcs.yaml")}
    back = from_odcs(texts)
    assert back.polars == real.polars
    assert back.tables == dict(real.tables)


def test_what_is_changed_in_a_standard_field_is_read_back() -> None:
    table = describe([Animals]).tables["animals"]
    data = odcs_data(table, "2")
    data["schema"][0]["properties"][1]["enum"].append({"value": "wolf"})
    data["schema"][0]["quality"][0]["arguments"]["properties"] = ["species"]
    data["description"]["limitations"] = "Mind the gap.\nAnd the step."
    back = from_odcs({"x": yaml_text.dump(data)}).tables["animals"]
    assert back.columns[1].codes == (("bear", "Bear"), ("eagle", "Eagle"), ("wolf", ""))
    assert (back.key, back.usage) == (("species",), ("Mind the gap.", "And the step."))


@pytest.mark.parametrize("text", ["[]", "a: 1", "customProperties: []", "customProperties: [{property: polars}]"])
def test_other_yaml_is_no_description(text: str) -> None:
    with pytest.raises(DataProblem, match=r"not a description of contracts\n  where: some\.yaml"):
        from_odcs({"some.yaml": text})


def test_rules_stand_as_text_with_severity_and_test() -> None:
    quality = {q["name"]: q for q in odcs_data(describe([Animals]).tables["animals"], "2")["schema"][0]["quality"]}
    assert quality["key"]["arguments"] == {"properties": ["species", "seen_on", "source_id"]}
    small = quality["animals.eagles_small"]
    assert (small["type"], small["severity"], small["description"]) == (
        "text", "error", "An eagle weighs less than a bear",
    )  # fmt: skip
    assert {p["property"]: p["value"] for p in small["customProperties"]}[
        "applies"
    ] == '[(col("species")) == ("eagle")]'


# -- JSON Schema ---------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def raw_tables(audited: Audit) -> dict[str, pl.DataFrame]:
    """Every table with files: the facts, the ledgers in seeds/, and what is published."""
    editions = audit(ROOT / "data" / "raw", PUBLISHED_TABLES).tables
    return audited.tables | audit(ROOT, LEDGER_TABLES, prefix="").tables | editions


def rows_of(frame: pl.DataFrame, table: DescribedTable) -> list[dict[str, Any]]:
    """Some rows as JSON has them, spread over the table."""
    some = frame.select(c.name for c in table.columns).gather_every(max(1, frame.height // ROWS_A_TABLE))
    return [
        {name: cell.isoformat() if isinstance(cell, dt.date) else cell for name, cell in row.items()}
        for row in some.iter_rows(named=True)
    ]


def test_every_schema_is_one_and_real_rows_are_valid(
    real: Description, raw_tables: dict[str, pl.DataFrame], exported: Path
) -> None:
    checked = 0
    for name, table in real.tables.items():
        schema = json.loads((exported / f"{name}.schema.json").read_bytes())
        assert schema == json.loads(json.dumps(json_schema(table)))
        Draft202012Validator.check_schema(schema)
        if table.origin == "raw":
            validator = Draft202012Validator(schema)
            for row in rows_of(raw_tables[name], table):
                assert not [e.message for e in validator.iter_errors(row)], row
                checked += 1
    assert checked > 1_500


def bad_cells(column: DescribedColumn) -> Iterator[Any]:
    """Cells that break one promise of a column each."""
    yield ["a list"]
    yield 1.5 if column.type == "integer" else 7 if column.type in ("text", "date") else "7"
    if column.required:
        yield None
    if column.type == "date":
        yield "2026-2-5"
    if column.codes:
        yield "no such code" if column.type == "text" else 99
    if column.pattern:
        yield "\n"
    for low in (column.minimum, column.exclusive_minimum):
        if isinstance(low, int | float):
            yield low - 1
    if isinstance(column.exclusive_minimum, int | float):
        yield column.exclusive_minimum
    if isinstance(column.maximum, int | float):
        yield column.maximum + 1


def test_every_promise_on_a_cell_refuses_a_bad_one(real: Description, raw_tables: dict[str, pl.DataFrame]) -> None:
    refused = 0
    for name, table in real.tables.items():
        if table.origin == "raw" and not (table.may_be_empty and raw_tables[name].is_empty()):
            validator = Draft202012Validator(json_schema(table))
            good = rows_of(raw_tables[name], table)[0]
            for column in table.columns:
                for cell in bad_cells(column):
                    errors = list(validator.iter_errors(good | {column.name: cell}))
                    assert [list(e.absolute_path) for e in errors][:1] == [[column.name]], (name, column.name, cell)
                    refused += 1
            assert not validator.is_valid({k: v for k, v in good.items() if k != table.columns[0].name})
            assert not validator.is_valid(good | {"another": "column"})
    assert refused > 900


# -- data package --------------------------------------------------------------------------------------


def validated(package: Path) -> dict[str, list[tuple[str, str, int | None]]]:
    """Errors by resource: type, column, row (the header is row 1)."""
    told = run(CHECKS / "frictionless", "validate", package, "--json")
    report = json.loads(told.stdout)
    assert not report["errors"], report["errors"]
    assert told.returncode == (0 if report["valid"] else 1)
    return {
        task["name"]: [(e["type"], e.get("fieldName", ""), e.get("rowNumber")) for e in task["errors"]]
        for task in report["tasks"]
    }


@outside
def test_frictionless_accepts_the_package_with_the_data(built: Project) -> None:
    found = validated(built.processed / "datapackage.json")
    assert {name: errors for name, errors in found.items() if errors} == {}
    assert {f"{name}.csv" for name in found} == {p.name for p in built.processed.glob("*.csv")}


def spoil(path: Path, row: int, column: int, cell: str) -> None:
    """Put a cell into a row (the header is row 1); the files spoilt here have no quoted cells before it."""
    lines = path.read_text(encoding="utf-8").split("\n")
    cells = lines[row - 1].split(",")
    cells[column] = cell
    lines[row - 1] = ",".join(cells)
    path.write_text("\n".join(lines), encoding="utf-8")


@outside
def test_frictionless_refuses_bad_rows(built: Project, real: Description, tmp_path: Path) -> None:
    folder = tmp_path / "spoilt"
    contracts_export(Target.datapackage, folder, project=built.root)
    path = folder / "trade_volumes.csv"
    columns = [c.name for c in real.tables["trade_volumes"].columns]
    source = columns.index("source_id")
    spoil(path, 3, columns.index("flow"), "re-export")
    spoil(path, 4, columns.index("value_usd_mn"), "0")
    spoil(path, 5, columns.index("period"), "2024-13")
    spoil(path, 6, columns.index("reporter"), "")
    spoil(path, 7, columns.index("value_usd_mn"), "many")
    spoil(path, 8, source, "no-such-source")
    spoil(path, 10, 0, path.read_text(encoding="utf-8").split("\n")[8].split(",")[0])
    package = json.loads((folder / "datapackage.json").read_bytes())
    package["resources"] = [r for r in package["resources"] if r["name"] in ("trade_volumes", "sources")]
    (folder / "datapackage.json").write_text(json.dumps(package), encoding="utf-8")
    found = validated(folder / "datapackage.json")
    assert found["trade_volumes"] == [
        ("constraint-error", "flow", 3), ("constraint-error", "value_usd_mn", 4), ("constraint-error", "period", 5),
        ("constraint-error", "reporter", 6), ("type-error", "value_usd_mn", 7), ("foreign-key", "", 8),
        ("primary-key", "", 10),
    ]  # fmt: skip
    assert found["sources"] == []


def test_the_package_says_what_the_contracts_say(built: Project, real: Description) -> None:
    package = json.loads((built.processed / "datapackage.json").read_bytes())
    resources = {r["name"]: r for r in package["resources"]}
    volumes = resources["trade_volumes"]
    fields = {f["name"]: f for f in volumes["schema"]["fields"]}
    assert list(fields) == [c.name for c in real.tables["trade_volumes"].columns]
    assert fields["value_usd_mn"]["unit"] == "USD million"
    assert fields["value_usd_mn"]["constraints"] == {"required": True, "exclusiveMinimum": 0, "maximum": 10_000_000}
    assert fields["flow"]["constraints"]["enum"] == ["export", "import"]
    assert volumes["schema"]["primaryKey"] == ["fact_id"]
    assert volumes["schema"]["uniqueKeys"] == [list(real.tables["trade_volumes"].key)]
    reference = {"fields": ["source_id"], "reference": {"resource": "sources", "fields": ["source_id"]}}
    assert volumes["schema"]["foreignKeys"] == [reference]
    assert all(s["terms"] for s in volumes["sources"])
    assert "Values are in current prices." in volumes["description"]
    assert [f["name"] for f in resources["observations"]["schema"]["fields"]][:2] == ["series_id", "period"]
    assert resources["observations"]["schema"]["primaryKey"] == ["series_id", "period"]


def test_a_reference_to_a_table_that_is_not_there_is_left_out() -> None:
    table = describe([Animals]).tables["animals"]
    assert "foreignKeys" not in json.loads(data_package([table], {}, "1"))["resources"][0]["schema"]
    self_made = dataclasses.replace(table.column("zone"), references="animals.species")
    itself = dataclasses.replace(table, columns=(*table.columns[:-1], self_made))
    keys = json.loads(data_package([itself], {}, "1"))["resources"][0]["schema"]["foreignKeys"]
    assert keys == [{"fields": ["zone"], "reference": {"resource": "", "fields": ["species"]}}]


# -- the command ---------------------------------------------------------------------------------------


def test_export_into_the_folder_of_the_tables_writes_the_package_alone(
    built: Project, capsys: pytest.CaptureFixture[str]
) -> None:
    before = {p.name: p.stat().st_mtime_ns for p in built.processed.glob("*.csv")}
    contracts_export(Target.datapackage, built.processed, project=built.root)
    assert capsys.readouterr().out == f"{built.processed}: 1 file\n"
    assert {p.name: p.stat().st_mtime_ns for p in built.processed.glob("*.csv")} == before


def test_two_exports_have_the_same_bytes(exported: Path, tmp_path: Path, real: Description) -> None:
    contracts_export(Target.odcs, tmp_path)
    for path in tmp_path.iterdir():
        assert path.read_bytes() == (exported / path.name).read_bytes()
    assert to_odcs(real.tables["contacts"], real.polars) == (tmp_path / "contacts.odcs.yaml").read_text(
        encoding="utf-8"
    )
    assert from_json((ROOT / "docs" / "contracts.json").read_bytes(), "docs") == real
