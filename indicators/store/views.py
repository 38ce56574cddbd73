"""Views that a reader looks at, and comments on views: the database explains itself."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from indicators.store.sql_text import identifier, literal, script

if TYPE_CHECKING:
    import duckdb

VIEW = re.compile(r"((?:^--[^\n]*\n)+)CREATE VIEW ([a-z][a-z0-9_]*)", re.MULTILINE)
BORROWED = """
SELECT v.table_name, v.column_name, t.comment
FROM duckdb_columns() v JOIN duckdb_columns() t USING (database_name, column_name)
WHERE database_name = current_database() AND v.comment IS NULL AND t.comment IS NOT NULL
  AND CASE v.table_name WHEN 'catalog' THEN t.table_name = 'series'
                        WHEN 'tidy' THEN t.table_name IN ('observations', 'series')
                        ELSE v.table_name = t.table_name || '_latest' END
QUALIFY row_number() OVER (PARTITION BY v.table_name, v.column_name ORDER BY t.table_name) = 1
ORDER BY ALL"""
"""Columns of views that are columns of a table under the same name, with its comment."""


def view_comments(sql: str) -> list[str]:
    """COMMENT ON VIEW for each view of a script: the lines of remarks that stand right above it.

    Examples
    --------
    >>> view_comments("-- Months with\\n-- a value.\\nCREATE VIEW months AS SELECT 1")
    ["COMMENT ON VIEW months IS 'Months with a value.'"]
    """
    return [
        f"COMMENT ON VIEW {name} IS {literal(' '.join(line.removeprefix('--').strip() for line in text.splitlines()))}"
        for text, name in VIEW.findall(sql)
    ]


def finish_views(connection: duckdb.DuckDBPyConnection, views_sql: tuple[str, ...]) -> None:
    """Lay the tidy views over a database that has its series and observations; comment on every view."""
    connection.execute(script("tidy.sql"))
    for text in views_sql:
        for statement in view_comments(text):
            connection.execute(statement)
    for view, column, comment in connection.execute(BORROWED).fetchall():
        connection.execute(f"COMMENT ON COLUMN {identifier(view)}.{identifier(column)} IS {literal(comment)}")
