"""The models step: tables in the database with the facts, at once or on a copy; skipped when nothing changed."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path

import duckdb
import polars as pl
import pytest

from indicators.contracts.model import CrossRule, TableModel, columns_of
from indicators.modelling.kind import Fitted
from indicators.modelling.kinds import KINDS, code_of, kind_of
from indicators.modelling.step import STEP, full_steps
from indicators.modelling.tables import model_tables, result_rows
from indicators.project import Project
from indicators.registry import composites, families
from indicators.store.build import build_steps
from indicators.store.declare import Family
from indicators.store.opening import open_database
from indicators.store.plan import carry_out, plan
from tests.reporting.samples import a_series
from tests.store.tiny import FAMILY, SOME_READINGS, VIEWS, Readings, write_project

MODELLED = replace(
    FAMILY, series=tuple(replace(s, models=("local_level",)) if s.id == "tiny.north.m" else s for s in FAMILY.series)
)


@dataclass(frozen=True)
class ModelledRoom:
    """The tiny family with one cheap model."""

    name: str = "tiny"
    tables: tuple[type[TableModel], ...] = (Readings,)
    across: tuple[CrossRule, ...] = ()
    family: Family = field(default=MODELLED)
    views_sql: str = VIEWS


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Project:
    made = write_project(tmp_path_factory.mktemp("tiny_models"), SOME_READINGS)
    carry_out(made, full_steps(made, [ModelledRoom()]), lambda _: None)
    return made


@pytest.fixture
def connection(project: Project) -> Iterator[duckdb.DuckDBPyConnection]:
    opened = open_database(project.database)
    yield opened
    opened.close()


def told(project: Project) -> list[str]:
    """What a build does now."""
    said: list[str] = []
    carry_out(project, full_steps(project, [ModelledRoom()]), said.append)
    return [text.split(":")[0] for text in said]


def test_the_tables_are_there_with_keys_checks_and_comments(connection: duckdb.DuckDBPyConnection) -> None:
    names = {table._contract.name for table in model_tables()}
    comments = dict(connection.sql("SELECT table_name, comment FROM duckdb_tables()").fetchall())
    assert names <= set(comments)
    assert all(comments[name] for name in names)
    keys = dict(connection.sql(
        "SELECT table_name, constraint_column_names FROM duckdb_constraints() WHERE constraint_type = 'PRIMARY KEY'"
    ).fetchall())  # fmt: skip
    assert all(keys[name][:4] == ["as_of", "as_of_mode", "series_id", "kind"] for name in names)
    bare = connection.sql(
        "SELECT table_name || '.' || column_name FROM duckdb_columns() WHERE comment IS NULL"
    ).fetchall()
    assert [name for (name,) in bare if name.split(".")[0] in names] == []


def test_each_model_has_one_row_and_the_newest_as_of(connection: duckdb.DuckDBPyConnection) -> None:
    rows = connection.sql("SELECT as_of, as_of_mode, series_id, kind, method, reason FROM models").fetchall()
    newest = connection.sql("SELECT max(published_on) FROM facts").fetchall()[0][0]
    assert [row[:4] for row in rows] == [(newest, "calendar", "tiny.north.m", "local_level")]
    assert (rows[0][4] is None) != (rows[0][5] is None)


def test_nothing_is_done_twice(project: Project) -> None:
    assert told(project) == []
    assert [p.step.name for p in plan(project, build_steps(project, [ModelledRoom()])) if p.stale] == [], (
        "a build without models takes the same database"
    )


def test_models_alone_are_made_anew_on_a_copy(project: Project) -> None:
    (project.processed / "models.csv").unlink()
    assert told(project) == [STEP]
    assert told(project) == []
    assert (project.processed / "models.csv").is_file()


def test_a_database_without_models_gets_them_at_the_next_build(project: Project) -> None:
    project.database.unlink()
    carry_out(project, build_steps(project, [ModelledRoom()]), lambda _: None)
    opened = open_database(project.database)
    names = {row[0] for row in opened.sql("SELECT table_name FROM duckdb_tables()").fetchall()}
    opened.close()
    assert "models" not in names
    assert STEP in told(project)
    assert told(project) == []


def test_every_declared_kind_is_known_and_says_what_it_is() -> None:
    declared = {kind for family in families() for series in family.series for kind in series.models}
    declared |= {c.kind for c in composites()} | {c.kind for family in families() for c in family.composites}
    assert declared <= set(KINDS)
    for name in KINDS:
        assert kind_of(name).name == name
        assert kind_of(name).title


def test_the_code_of_a_kind_is_what_it_imports() -> None:
    assert len({code_of(name) for name in KINDS}) == len(KINDS)


def test_rows_fit_their_contracts() -> None:
    series = a_series("M")
    frame = pl.DataFrame({"period_start": [dt.date(2026, 1, 1)], "level": [2.0], "lower_80": [1.0], "upper_80": [3.0],
                          "lower_95": [0.0], "upper_95": [4.0], "remainder": [None]})  # fmt: skip
    fits = [Fitted(series, "local_level", "m", frame), Fitted(series, "stl", "", pl.DataFrame(), reason="Too short.")]
    rows = result_rows(fits, dt.date(2026, 2, 1), "calendar", model_tables())
    assert rows["model_components"].select("component", "value", "upper_95").rows() == [
        ("level", 2.0, 4.0), ("remainder", None, None)
    ]  # fmt: skip
    assert rows["models"].select("kind", "method", "reason").rows() == [
        ("local_level", "m", None), ("stl", None, "Too short.")
    ]  # fmt: skip
    for table in model_tables():
        assert rows[table._contract.name].columns == [c.name for c in columns_of(table)]


def test_a_killed_fit_leaves_the_last_good_database(project: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    before = project.database.read_bytes()
    (project.processed / "models.csv").unlink()
    monkeypatch.setattr("indicators.modelling.tables.result_rows", lambda *_: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        told(project)
    assert project.database.read_bytes() == before
    assert not list(Path(project.work).glob("tmp-*"))
