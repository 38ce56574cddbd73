"""What was known on many days, over one connection: for those who ask the same tables about one day after another."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from indicators.contracts.model import TableModel
from indicators.store.dates import LATEST
from indicators.store.opening import open_database
from indicators.store.sql_text import identifier, literal
from indicators.store.view import AsOfView, define_known

if TYPE_CHECKING:
    import duckdb
    import polars as pl


@dataclass(frozen=True)
class DatedView(AsOfView):
    """A view whose tables show the day that the connection's variable ``as_of`` holds: each query sets it first.

    ``held`` names the tables that are laid down as they were known on some day.
    """

    held: set[str] = field(default_factory=set, repr=False, compare=False)

    def close(self) -> None:
        """Leave the connection open: other days use it, too."""

    def sql(self, query: str, **parameters: Any) -> pl.DataFrame:
        set_day(self.connection, self.as_of)
        return super().sql(query, **parameters)

    def relation(self, name: str) -> str:
        """The table as known on the day, laid down when it is first asked for."""
        placed = f"{name}_on_{self.as_of:%Y_%m_%d}"
        if placed not in self.held:
            set_day(self.connection, self.as_of)
            self.connection.execute(f"CREATE TEMP TABLE {identifier(placed)} AS FROM {identifier(name)}")
            self.held.add(placed)
        return identifier(placed)


def set_day(connection: duckdb.DuckDBPyConnection, day: dt.date) -> None:
    """Show the tables as known on a day from now on."""
    connection.execute(f"SET VARIABLE as_of = DATE {literal(day.isoformat())}")


@contextmanager
def dated_views(
    database: Path,
    tables: Sequence[type[TableModel]],
    views_sql: Sequence[str],
    *,
    quarter: str,
    mode: str = "calendar",
) -> Iterator[Callable[[dt.date | None], DatedView]]:
    """Open the database once and give what was known on any day; no day is the newest.

    Parameters
    ----------
    database, tables, views_sql, quarter, mode
        As for `indicators.store.view.as_of_view`.
    """
    connection = open_database(database)
    asked: dict[str, pl.DataFrame] = {}
    held: set[str] = set()
    try:
        set_day(connection, LATEST)
        define_known(connection, tables, views_sql, "getvariable('as_of')", mode)
        yield lambda day: DatedView(connection, quarter, day or LATEST, mode, asked=asked, held=held)
    finally:
        connection.close()
