"""What a shell completes: names of tables and ids of series, from the database that is there; nothing is built."""

from __future__ import annotations

from collections.abc import Iterator


def complete_series(incomplete: str) -> Iterator[str]:
    """Ids of series that begin so."""
    return (name for name in _query("SELECT series_id FROM series ORDER BY ALL") if name.startswith(incomplete))


def complete_names(incomplete: str) -> Iterator[str]:
    """Names of tables and ids of series that begin so."""
    tables = _query("SELECT DISTINCT table_name FROM facts ORDER BY ALL")
    return (name for name in [*tables, *complete_series("")] if name.startswith(incomplete))


def _query(sql: str) -> list[str]:
    from indicators.access import default_project
    from indicators.errors import Problem
    from indicators.store.opening import open_database

    try:
        connection = open_database(default_project().database)
    except Problem:
        return []  # nothing to complete from; a command says why when it is run
    try:
        return [name for (name,) in connection.execute(sql).fetchall()]
    finally:
        connection.close()
