"""The database refuses bad rows by itself, explains every column, and opens read-only."""

from __future__ import annotations

from pathlib import Path

import duckdb
import polars as pl
import pytest

from indicators.contracts.shared import SHARED_TABLES, Sources
from indicators.errors import EnvironmentProblem, UsageProblem
from indicators.project import Project
from indicators.store.database import write_database
from indicators.store.ddl import comment, create_table
from indicators.store.opening import open_database
from indicators.store.sql_text import identifier, literal

from .tiny import FAMILY, SOME_READINGS, VIEWS, Readings

GOOD = {
    "fact_id": "tiny.new", "place": "north", "day": "2020-05-01", "value_count": 1, "missing_reason": None,
    "source_id": "press", "seen_in": "x", "published_on": "2020-05-01", "published_basis": "source", "obs_status": "A",
    "quality": "high", "note": None,
}  # fmt: skip


def insert(connection: duckdb.DuckDBPyConnection, **changed: object) -> None:
    values = GOOD | changed
    connection.execute(
        f"INSERT INTO readings ({', '.join(values)}) VALUES ({', '.join('?' * len(values))})", list(values.values())
    )


def test_a_good_row_is_taken(copy_of_tables: duckdb.DuckDBPyConnection) -> None:
    insert(copy_of_tables)
    assert copy_of_tables.sql("SELECT count(*) FROM readings").fetchall() == [(len(SOME_READINGS) + 1,)]


@pytest.mark.parametrize(
    "changed",
    [
        {"fact_id": "tiny.a"},
        {"fact_id": None},
        {"source_id": None},
        {"published_on": None},
        {"place": "east"},
        {"value_count": -1},
        {"missing_reason": "forgotten"},
        {"quality": "good"},
        {"obs_status": "Z"},
    ],
    ids=str,
)
def test_a_bad_row_is_refused(copy_of_tables: duckdb.DuckDBPyConnection, changed: dict[str, object]) -> None:
    with pytest.raises(duckdb.ConstraintException):
        insert(copy_of_tables, **changed)


@pytest.mark.parametrize(
    "statement",
    [
        "INSERT INTO sources SELECT * FROM sources LIMIT 1",
        "INSERT INTO sources SELECT * REPLACE ('new' AS source_id, 9 AS publisher_rank) FROM sources LIMIT 1",
        "INSERT INTO sources SELECT * REPLACE ('new' AS source_id, -1 AS release_lag_days) FROM sources LIMIT 1",
        "INSERT INTO sources SELECT * REPLACE ('new' AS source_id, NULL AS licence) FROM sources LIMIT 1",
        "INSERT INTO facts SELECT * FROM facts LIMIT 1",
        "INSERT INTO facts SELECT * REPLACE ('new' AS fact_id, 1 AS line) FROM facts LIMIT 1",
        "INSERT INTO series SELECT * FROM series LIMIT 1",
        "INSERT INTO series SELECT * REPLACE ('new.w' AS series_id, 'W' AS freq) FROM series LIMIT 1",
        "INSERT INTO observations SELECT * FROM observations LIMIT 1",
        "UPDATE observations SET value = NULL WHERE value IS NOT NULL",
        "UPDATE observations SET missing_reason = 'refused' WHERE value IS NOT NULL",
        "UPDATE observations SET as_of_mode = 'other'",
    ],
)
def test_made_tables_refuse_bad_rows_too(copy_of_tables: duckdb.DuckDBPyConnection, statement: str) -> None:
    with pytest.raises(duckdb.ConstraintException):
        copy_of_tables.execute(statement)


def uncommented(connection: duckdb.DuckDBPyConnection) -> list[tuple[str, ...]]:
    return connection.sql("""
        SELECT table_name, column_name FROM duckdb_columns()
        WHERE comment IS NULL AND NOT internal
          AND table_name IN (SELECT table_name FROM duckdb_tables() WHERE NOT internal AND NOT temporary)
        UNION ALL SELECT table_name, '' FROM duckdb_tables() WHERE comment IS NULL AND NOT internal
        UNION ALL SELECT view_name, '' FROM duckdb_views()
        WHERE comment IS NULL AND NOT internal AND view_name LIKE '%_latest'
    """).fetchall()


def test_every_column_of_every_table_is_explained(connection: duckdb.DuckDBPyConnection) -> None:
    assert uncommented(connection) == []


def test_every_column_of_every_real_table_is_explained(built: Project) -> None:
    connection = open_database(built.database)
    assert uncommented(connection) == []
    connection.close()


def test_a_comment_gives_definition_unit_codes_and_reference(connection: duckdb.DuckDBPyConnection) -> None:
    rows = connection.sql("SELECT column_name, comment FROM duckdb_columns() WHERE table_name = 'readings'").fetchall()
    comments = dict(rows)
    assert comments["value_count"] == "Reading; unit: count"
    assert comments["place"] == "Where; codes: north = North, south = South"
    assert comments["source_id"] == "Publication the figure comes from; refers to sources.source_id"


def test_columns_have_the_declared_types(connection: duckdb.DuckDBPyConnection) -> None:
    rows = connection.sql(
        "SELECT column_name, data_type FROM duckdb_columns() WHERE table_name = 'readings'"
    ).fetchall()
    types = dict(rows)
    assert (types["day"], types["value_count"], types["place"]) == ("DATE", "DOUBLE", "VARCHAR")


def test_text_of_a_contract_cannot_leave_its_literal() -> None:
    assert literal("it's; DROP TABLE x") == "'it''s; DROP TABLE x'"
    with pytest.raises(UsageProblem, match="not a name of a table or column"):
        identifier("x; DROP TABLE y")
    statements = create_table(Sources)
    assert any("''not stated''" in s for s in statements), "a quote in a definition is doubled"


def test_a_column_without_unit_or_codes_is_its_definition() -> None:
    from indicators.contracts.model import columns_of

    assert comment(columns_of(Sources)[1]) == "Title of the publication"


def test_facts_know_their_file_and_line(connection: duckdb.DuckDBPyConnection) -> None:
    rows = connection.sql(
        "SELECT fact_id, file, line FROM facts WHERE table_name = 'readings' ORDER BY line"
    ).fetchall()
    assert rows == [(r.fact_id, "data/raw/tiny/readings.csv", n) for n, r in enumerate(SOME_READINGS, 2)]


def test_the_catalogue_counts_what_is_there(connection: duckdb.DuckDBPyConnection) -> None:
    rows = connection.sql(
        """SELECT title, freq, transform, first_period, last_period, observations_count, sources_count, is_headline
           FROM series WHERE series_id = 'tiny.north.m'"""
    ).fetchall()
    assert rows == [("north.m", "M", "best fact of the period", "2020-01", "2020-04", 2, 2, True)]
    transforms = dict(connection.sql("SELECT series_id, transform FROM series").fetchall())
    assert transforms["tiny.difference.m"] == "a - b with a = tiny.north.m, b = tiny.south.m"
    assert transforms["tiny.rolling.m"] == "sum of the last 3 periods of tiny.zero_sum.m"
    assert transforms["tiny.since.m"] == "days since the last event"
    assert len(transforms) == len(FAMILY.series)


def test_the_database_is_opened_read_only(connection: duckdb.DuckDBPyConnection, tiny_built: Project) -> None:
    before = tiny_built.database.read_bytes()
    with pytest.raises(duckdb.Error, match="read-only"):
        connection.execute("DELETE FROM readings")
    assert tiny_built.database.read_bytes() == before


def test_a_reader_reaches_no_other_file(connection: duckdb.DuckDBPyConnection, tiny_built: Project) -> None:
    with pytest.raises(duckdb.Error):
        connection.execute(f"SELECT * FROM read_csv({literal(str(tiny_built.raw / 'sources.csv'))})")


def test_an_older_duckdb_can_open_the_file(tiny_built: Project) -> None:
    with duckdb.connect() as connection:
        connection.execute(f"ATTACH {literal(str(tiny_built.database))} AS t (READ_ONLY)")
        ((tags,),) = connection.sql("SELECT tags FROM duckdb_databases() WHERE database_name = 't'").fetchall()
    assert tags["storage_version"].startswith("v1.2.0"), tags


def test_no_database_is_a_problem_of_three_lines(tmp_path: Path) -> None:
    with pytest.raises(EnvironmentProblem, match="there is no database yet") as raised:
        open_database(tmp_path / "indicators.duckdb")
    assert raised.value.exit_code == 3
    assert len(str(raised.value).splitlines()) == 3


def test_a_damaged_database_is_a_problem_of_three_lines(tmp_path: Path) -> None:
    (tmp_path / "indicators.duckdb").write_bytes(b"not a database" * 1000)
    with pytest.raises(EnvironmentProblem, match="the database cannot be opened") as raised:
        open_database(tmp_path / "indicators.duckdb")
    assert len(str(raised.value).splitlines()) == 3


def test_a_row_that_slipped_through_the_audit_stops_the_writing(tiny_built: Project, tmp_path: Path) -> None:
    from indicators.contracts.audit import audit

    models = (*SHARED_TABLES, Readings)
    frames = dict(audit(tiny_built.raw, models).tables)
    frames["readings"] = frames["readings"].with_columns(value_count=pl.lit(-1.0))
    with pytest.raises(duckdb.ConstraintException, match="value_count"):
        write_database(tmp_path / "x.duckdb", models, frames, [VIEWS], [FAMILY])
