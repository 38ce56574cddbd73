"""Writing the DuckDB file aside."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from indicators.contracts.blocks import LINE
from indicators.contracts.model import FactTable, TableModel, columns_of
from indicators.contracts.reading import FILE
from indicators.project import UNVERSIONED
from indicators.store.ddl import create_table
from indicators.store.declare import Family, in_words
from indicators.store.facts import as_of_macros, insert_facts
from indicators.store.observations import make_observations
from indicators.store.opening import closed, in_memory
from indicators.store.plan import DATABASE_FORMAT
from indicators.store.sql_text import literal, script
from indicators.store.views import finish_views
from indicators.version import __version__

if TYPE_CHECKING:
    import duckdb
    import polars as pl

STORAGE_VERSION = "v1.2.0"
"""So that a DuckDB one major version older than ours opens the file."""


def write_database(
    path: Path,
    models: Sequence[type[TableModel]],
    frames: Mapping[str, pl.DataFrame],
    views_sql: Sequence[str],
    families: Sequence[Family],
    *,
    data_version: str = UNVERSIONED,
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
    data_version : str
        Semantic version of the facts.
    """

    connection = in_memory({"threads": 2} | closed())
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
        finish_views(connection, tuple(views_sql))
        connection.execute(script("build_info.sql"))
        connection.execute("INSERT INTO build_info VALUES (?, ?, ?)", [DATABASE_FORMAT, __version__, data_version])
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

    connection = in_memory({"threads": 2} | closed())
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
