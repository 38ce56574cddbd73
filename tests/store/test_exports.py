"""Parquet and csv hold what the database holds, and the same bytes every time."""

from __future__ import annotations

import csv
import shutil
from pathlib import Path

import duckdb
import polars as pl
import pytest

from indicators.contracts.shared import SHARED_TABLES
from indicators.project import Project
from indicators.store.build import build_steps
from indicators.store.exports import MADE_TABLES, PARQUET_ONLY, export_all
from indicators.store.plan import carry_out

from .tiny import Readings, TinyRoom

MODELS = (*SHARED_TABLES, Readings)
TABLES = [*(m._contract.name for m in MODELS), *MADE_TABLES]


@pytest.fixture(scope="module")
def rebuilt(tiny_built: Project, tmp_path_factory: pytest.TempPathFactory) -> Project:
    """The same facts built a second time from nothing."""
    project = Project((tmp_path_factory.mktemp("again") / "elsewhere").resolve())
    shutil.copytree(tiny_built.raw, project.raw)
    carry_out(project, build_steps(project, [TinyRoom()]), lambda _: None)
    return project


def exported(project: Project) -> dict[str, bytes]:
    return {p.name: p.read_bytes() for p in sorted(project.processed.glob("*")) if p.suffix in (".csv", ".parquet")}


def test_two_builds_give_the_same_bytes(tiny_built: Project, rebuilt: Project) -> None:
    one, other = exported(tiny_built), exported(rebuilt)
    assert one.keys() == other.keys()
    assert [name for name in one if one[name] != other[name]] == []


def test_every_table_is_exported(tiny_built: Project) -> None:
    expected = (
        {f"{t}.parquet" for t in TABLES} | {f"{t}.csv" for t in TABLES if t not in PARQUET_ONLY} | {"observations.csv"}
    )
    assert set(exported(tiny_built)) == expected


@pytest.mark.parametrize("table", TABLES)
def test_parquet_equals_the_database(tiny_built: Project, connection: duckdb.DuckDBPyConnection, table: str) -> None:
    ours = connection.sql(f"FROM {table}").pl()
    theirs = pl.read_parquet(tiny_built.processed / f"{table}.parquet")
    assert ours.schema == theirs.schema
    assert sorted(map(repr, ours.rows())) == sorted(map(repr, theirs.rows()))


@pytest.mark.parametrize("table", [t for t in TABLES if t not in PARQUET_ONLY])
def test_csv_equals_the_database(tiny_built: Project, connection: duckdb.DuckDBPyConnection, table: str) -> None:
    columns = ", ".join(f"CAST({name} AS VARCHAR)" for name in connection.sql(f"FROM {table}").columns)
    ours = [
        ["" if cell is None else cell for cell in row]
        for row in connection.sql(f"SELECT {columns} FROM {table}").fetchall()
    ]
    with (tiny_built.processed / f"{table}.csv").open(encoding="utf-8", newline="") as stream:
        header, *theirs = csv.reader(stream)
    assert header == connection.sql(f"FROM {table}").columns
    assert sorted(ours) == sorted(theirs)


def test_rows_stand_in_the_order_of_their_key(tiny_built: Project) -> None:
    for table, key in (("readings", "fact_id"), ("sources", "source_id"), ("facts", "fact_id")):
        ids = pl.read_parquet(tiny_built.processed / f"{table}.parquet")[key].to_list()
        assert ids == sorted(ids)


def test_observations_in_csv_are_the_newest_vintage(tiny_built: Project, connection: duckdb.DuckDBPyConnection) -> None:
    with (tiny_built.processed / "observations.csv").open(encoding="utf-8", newline="") as stream:
        rows = list(csv.DictReader(stream))
    latest = connection.sql("SELECT series_id, period, value FROM observations_latest").fetchall()
    assert {(r["series_id"], r["period"], float(r["value"]) if r["value"] else None) for r in rows} == set(latest)
    assert len(rows) == len(latest)


def test_lines_end_in_line_feeds_alone(tiny_built: Project) -> None:
    assert [name for name, data in exported(tiny_built).items() if name.endswith(".csv") and b"\r" in data] == []


def test_what_is_written_is_what_is_returned(tiny_built: Project, tmp_path: Path) -> None:
    assert {p.name for p in export_all(tiny_built.database, MODELS, tmp_path)} == {p.name for p in tmp_path.iterdir()}
