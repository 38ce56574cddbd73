"""The tables that the build makes, described from the scripts that create them."""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING, cast

from indicators.contracts import codes
from indicators.contracts.described.description import Code, ColumnType, DescribedColumn, DescribedTable
from indicators.store.ddl import REFERS
from indicators.store.sql_text import script

if TYPE_CHECKING:
    from collections.abc import Mapping

    import duckdb

VERSIONS = MappingProxyType(
    {"facts": "1.0.0", "series": "1.0.0", "observations": "1.0.0", "observation_inputs": "1.0.0"}
)
ROWS = MappingProxyType(
    {
        "facts": "One fact of any table.",
        "series": "One named series.",
        "observations": "One value of one period of one series, from the day on which it held.",
        "observation_inputs": "One fact that one observation is made of.",
    }
)
USAGE = MappingProxyType(
    {
        "observations": (
            "observations.csv holds the newest vintage of each period in the calendar mode; every vintage and both "
            "modes are in the database and in observations.parquet.",
            "A period without a row is not collected or lies outside the series; it is not 0.",
        ),
    }
)
AS_OF_MODE = MappingProxyType(
    {"calendar": "a first value counts from its usual release day", "strict": "a value counts from dated evidence only"}
)
CODES: Mapping[str, Mapping[str, str]] = MappingProxyType(
    {
        "as_of_mode": AS_OF_MODE, "freq": codes.FREQUENCY, "obs_status": codes.OBS_STATUS, "quality": codes.QUALITY,
        "missing_reason": codes.MISSING_REASON, "published_basis": codes.PUBLISHED_BASIS,
    }
)  # fmt: skip
TYPES = MappingProxyType(
    {"VARCHAR": "text", "BIGINT": "integer", "DOUBLE": "number", "DATE": "date", "BOOLEAN": "boolean"}
)


def made_tables() -> tuple[DescribedTable, ...]:
    """Facts, series, observations and their inputs, as the database has them.

    Examples
    --------
    >>> [table.name for table in made_tables()]
    ['facts', 'series', 'observations', 'observation_inputs']
    >>> made_tables()[1].column("expected_lag_days").type
    'integer'
    """
    import duckdb

    with duckdb.connect(":memory:") as connection:
        for name in ("facts.sql", "observations.sql", "series.sql"):
            connection.execute(script(name))
        return tuple(_table(connection, name) for name in VERSIONS)


def _table(connection: duckdb.DuckDBPyConnection, name: str) -> DescribedTable:
    (title,) = connection.execute("SELECT comment FROM duckdb_tables() WHERE table_name = ?", [name]).fetchall()[0]
    columns = connection.execute(
        "SELECT column_name, data_type, comment, NOT is_nullable FROM duckdb_columns() WHERE table_name = ? "
        "ORDER BY column_index",
        [name],
    ).fetchall()
    keys = connection.execute(
        "SELECT constraint_column_names FROM duckdb_constraints() "
        "WHERE table_name = ? AND constraint_type = 'PRIMARY KEY'",
        [name],
    ).fetchall()
    key = tuple(keys[0][0]) if keys else ()
    return DescribedTable(
        name=name, title=title, row=ROWS[name], family="made", origin="made", version=VERSIONS[name],
        columns=tuple(_column(*column) for column in columns), key=key, primary_key=key, usage=USAGE.get(name, ()),
    )  # fmt: skip


def _column(name: str, sql_type: str, comment: str, required: bool) -> DescribedColumn:
    definition, _, references = comment.partition(REFERS)
    listed: tuple[tuple[Code, str], ...] = tuple(CODES.get(name, {}).items())
    return DescribedColumn(
        name, cast(ColumnType, TYPES[sql_type]), definition, required, codes=listed, references=references or None
    )
