"""Writing the DuckDB file aside and opening it to read."""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from indicators.contracts.blocks import LINE
from indicators.contracts.model import FactTable, TableModel, columns_of
from indicators.contracts.reading import FILE
from indicators.errors import EnvironmentProblem, UsageProblem
from indicators.store.ddl import create_table, literal, script
from indicators.store.declare import Family, in_words
from indicators.store.facts import as_of_macros, insert_facts
from indicators.store.observations import make_observations
from indicators.store.plan import DATABASE_FORMAT
from indicators.version import __version__

if TYPE_CHECKING:
    import duckdb
    import polars as pl

STORAGE_VERSION = "v1.2.0"
"""So that a DuckDB one major version older than ours opens the file."""

CLOSED: dict[str, str | bool | int | float | list[str]] = {
    "autoinstall_known_extensions": "false",
    "autoload_known_extensions": "false",
}
"""Nothing is fetched or loaded behind the user's back."""

THREADS_VARIABLE = "INDICATORS_DUCKDB_THREADS"
"""Threads that DuckDB may use; it changes how long a build takes, never what it makes."""


def closed() -> dict[str, str | bool | int | float | list[str]]:
    """The configuration of every connection: closed, and with the threads that the environment asks for.

    Raises
    ------
    UsageProblem
        If ``INDICATORS_DUCKDB_THREADS`` is not a number from 1 to 64.
    """
    asked = os.environ.get(THREADS_VARIABLE)
    if asked is None:
        return dict(CLOSED)
    if not asked.isascii() or not asked.isdigit() or not 1 <= int(asked) <= 64:
        raise UsageProblem(
            f"not a number of threads: {asked!r}", where=THREADS_VARIABLE, do="write a number from 1 to 64"
        )
    return CLOSED | {"threads": int(asked)}


def write_database(
    path: Path,
    models: Sequence[type[TableModel]],
    frames: Mapping[str, pl.DataFrame],
    views_sql: Sequence[str],
    families: Sequence[Family],
) -> None:
    """Write a whole database to a new file.

    Parameters
    ----------
    path : Path
        A file that does not exist yet; the caller swaps it in.
    models, frames : tables and their typed rows
        Checked already; keys and checks hold again here.
    views_sql : sequence of str
        The families' views.
    families : sequence of Family
        Their series are made.
    """
    import duckdb

    connection = duckdb.connect(":memory:", config={"threads": 2} | closed())
    try:
        connection.execute("SET preserve_insertion_order = true")
        connection.execute(f"ATTACH {literal(str(path))} AS built (STORAGE_VERSION '{STORAGE_VERSION}'); USE built")
        for model in models:
            for statement in create_table(model):
                connection.execute(statement)
            _insert(connection, model, frames[model._contract.name])
        connection.execute(script("facts.sql"))
        for model in models:
            if issubclass(model, FactTable):
                origins = frames[model._contract.name].select("fact_id", file=FILE, line=LINE)
                connection.register("origins", origins.to_arrow())
                insert_facts(connection, model)
                connection.unregister("origins")
        for model in models:
            if issubclass(model, FactTable):
                for statement in as_of_macros(model):
                    connection.execute(statement)
        for text in views_sql:
            connection.execute(text)
        make_observations(connection, [s for family in families for s in family.series])
        _catalogue(connection, families)
        connection.execute(script("build_info.sql"))
        connection.execute("INSERT INTO build_info VALUES (?, ?)", [DATABASE_FORMAT, __version__])
        connection.execute("CHECKPOINT built")
        connection.execute("USE memory; DETACH built")
    finally:
        connection.close()


def add_tables(path: Path, models: Sequence[type[TableModel]], frames: Mapping[str, pl.DataFrame]) -> None:
    """Put tables into a database that nobody else has open, in the place of those of the same names.

    Parameters
    ----------
    path : Path
        A database file written by `write_database`, or a copy of one.
    models, frames : tables and their typed rows
        Keys and checks hold.
    """
    import duckdb

    connection = duckdb.connect(":memory:", config={"threads": 2} | closed())
    try:
        connection.execute(f"ATTACH {literal(str(path))} AS built; USE built")
        for model in models:
            connection.execute(f"DROP TABLE IF EXISTS {model._contract.name}")
            for statement in create_table(model):
                connection.execute(statement)
            _insert(connection, model, frames[model._contract.name])
        connection.execute("CHECKPOINT built")
        connection.execute("USE memory; DETACH built")
    finally:
        connection.close()


def _insert(connection: duckdb.DuckDBPyConnection, model: type[TableModel], frame: pl.DataFrame) -> None:
    names = [c.name for c in columns_of(model)]
    order = ["fact_id"] if issubclass(model, FactTable) else list(model._contract.key)
    connection.register("incoming", frame.select(names).sort(order).to_arrow())
    connection.execute(f"INSERT INTO {model._contract.name} SELECT {', '.join(names)} FROM incoming")
    connection.unregister("incoming")


def _catalogue(connection: duckdb.DuckDBPyConnection, families: Sequence[Family]) -> None:
    connection.execute(script("series.sql"))
    rows = [
        (s.id, f.name, s.title, s.unit, s.freq, s.definition, in_words(s.rule), s.decimals, s.expected_lag_days,
         s.collected_through, s.id in f.headlines)
        for f in families for s in f.series
    ]  # fmt: skip
    connection.executemany(f"INSERT INTO declared VALUES ({', '.join('?' * 11)})", rows)
    connection.execute(script("catalogue.sql"))
    connection.execute("DROP TABLE declared")


def open_database(path: Path) -> duckdb.DuckDBPyConnection:
    """A read-only connection to the database as it is now, also after a rebuild in this process.

    The file is attached to a fresh in-memory database, so that an older connection in the same
    process never stands in for the newer file.

    Raises
    ------
    EnvironmentProblem
        If there is no database, it cannot be opened, or another version wrote it in another format.
    """
    import duckdb

    if not path.is_file():
        raise EnvironmentProblem("there is no database yet", where=path.name, do="run: indicators build")
    connection = duckdb.connect(":memory:", config=closed())
    try:
        connection.execute(f"ATTACH {literal(str(path))} AS indicators (READ_ONLY); USE indicators")
        connection.execute("SET enable_external_access = false; SET lock_configuration = true")
    except duckdb.Error as error:
        connection.close()
        raise EnvironmentProblem(
            f"the database cannot be opened ({str(error).splitlines()[0]})", where=path.name,
            do="delete the file and run: indicators build",
        ) from error  # fmt: skip
    if written := _other_format(connection):
        connection.close()
        raise EnvironmentProblem(
            f"the database was written {written}; this version reads format {DATABASE_FORMAT}", where=path.name,
            do="run: indicators build, which makes it anew from the facts",
        )  # fmt: skip
    return connection


def _other_format(connection: duckdb.DuckDBPyConnection) -> str | None:
    """How a database that this version cannot read was written; None for one that it can."""
    import duckdb

    try:
        rows = connection.execute("SELECT format, package_version FROM indicators.build_info").fetchall()
    except duckdb.Error:
        rows = []
        if connection.execute("SELECT 1 FROM duckdb_tables() WHERE table_name = 'as_of_info'").fetchall():
            return "as of a date, by: indicators build --as-of"
    if len(rows) != 1:
        return "before formats were numbered"
    return None if rows[0][0] == DATABASE_FORMAT else f"in format {rows[0][0]} by indicators {rows[0][1]}"
