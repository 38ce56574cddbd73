"""A DuckDB file that one major version before ours opens, with a comment on every table and column."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from indicators.exports.bundle import Bundle, Dataset
from indicators.store.ddl import SQL_TYPES
from indicators.store.opening import closed, in_memory
from indicators.store.sql_text import identifier, literal
from indicators.temporary import temporary_folder

if TYPE_CHECKING:
    import duckdb

STORAGE_VERSION = "v1.2.0"
TYPES = SQL_TYPES | {"boolean": "BOOLEAN"}


def files(bundle: Bundle, stem: str | None) -> dict[str, bytes]:
    """The rows are the same on every run, the bytes are not: DuckDB promises none."""
    with temporary_folder() as folder:
        path = folder / "made.duckdb"
        _write(bundle, path)
        return {f"{stem or 'indicators'}.duckdb": path.read_bytes()}


def _write(bundle: Bundle, path: Path) -> None:

    connection = in_memory({"threads": 1} | closed())
    try:
        connection.execute(f"ATTACH {literal(str(path))} AS made (STORAGE_VERSION '{STORAGE_VERSION}'); USE made")
        for item in bundle.datasets:
            _table(connection, item)
        connection.execute(
            "CREATE TABLE about (title VARCHAR, as_of DATE, as_of_mode VARCHAR, package_version VARCHAR,"
            " data_version VARCHAR)"
        )
        row = [bundle.described(), bundle.as_of, bundle.mode, bundle.version, bundle.data_version]
        connection.execute("INSERT INTO about VALUES (?, ?, ?, ?, ?)", row)
        connection.execute("COMMENT ON TABLE about IS 'One row: what this file is'")
        for name, text in ABOUT:
            connection.execute(f"COMMENT ON COLUMN about.{identifier(name)} IS {literal(text)}")
        connection.execute("CHECKPOINT made; USE memory; DETACH made")
    finally:
        connection.close()


ABOUT = (
    ("title", "What it is"),
    ("as_of", "The day: nothing in this file became known later"),
    ("as_of_mode", "calendar or strict: what a publication day may rest on"),
    ("package_version", "Version of indicators that wrote it"),
    ("data_version", "Version of the facts"),
)


def _table(connection: duckdb.DuckDBPyConnection, item: Dataset) -> None:
    table, name = item.table, identifier(item.name)
    lines = [f"{identifier(c.name)} {TYPES[c.type]}{' NOT NULL' if c.required else ''}" for c in table.columns]
    if table.primary_key:
        lines.append(f"PRIMARY KEY ({', '.join(map(identifier, table.primary_key))})")
    connection.execute(f"CREATE TABLE {name} ({', '.join(lines)})")
    connection.register("rows_in", item.frame.to_arrow())
    connection.execute(f"INSERT INTO {name} SELECT {', '.join(identifier(c.name) for c in table.columns)} FROM rows_in")
    connection.unregister("rows_in")
    connection.execute(f"COMMENT ON TABLE {name} IS {literal(f'{table.title}. {table.row}')}")
    for c in table.columns:
        parts = [c.definition, *([f"unit: {c.unit}"] if c.unit else [])]
        parts += ["codes: " + ", ".join(f"{k} = {v}" if v else str(k) for k, v in c.codes)] if c.codes else []
        connection.execute(f"COMMENT ON COLUMN {name}.{identifier(c.name)} IS {literal('; '.join(parts))}")
