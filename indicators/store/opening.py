"""Opening the DuckDB file to read; imports no contract, so that a first look at a series is quick."""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from indicators.errors import EnvironmentProblem, UsageProblem
from indicators.store.plan import DATABASE_FORMAT
from indicators.store.sql_text import literal

if TYPE_CHECKING:
    import duckdb

Setting = str | bool | int | float | list[str]
CLOSED: dict[str, Setting] = {
    "autoinstall_known_extensions": "false",
    "autoload_known_extensions": "false",
}
"""Nothing is fetched or loaded behind the user's back."""

THREADS_VARIABLE = "INDICATORS_DUCKDB_THREADS"
"""Threads that DuckDB may use; it changes how long a build takes, never what it makes."""


def closed() -> dict[str, Setting]:
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


def in_memory(config: Mapping[str, Setting]) -> duckdb.DuckDBPyConnection:
    """A database in memory to which others are attached; no bar of progress runs across stdout, as in a shell."""
    import duckdb

    connection = duckdb.connect(":memory:", config=dict(config))
    connection.execute("SET enable_progress_bar = false")
    return connection


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
    connection = in_memory(closed())
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
