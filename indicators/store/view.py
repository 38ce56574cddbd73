"""The database as it was known at a date: what reports, charts and the import API read."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from indicators.contracts.model import TableModel
from indicators.store.dates import LATEST, quarter_bounds
from indicators.store.facts import as_of_select
from indicators.store.opening import open_database
from indicators.store.sql_text import identifier, literal

if TYPE_CHECKING:
    import duckdb
    import polars as pl

OBSERVATIONS = """
SELECT series_id, period, period_start, period_end, reference_date, value, obs_status, missing_reason, quality,
       publisher_rank, facts_count, assumed_dates_count, published_on
FROM observations_known
WHERE series_id IN $ids AND period_start >= $start AND period_end <= $end
ORDER BY series_id, period_start"""


def newest_day(connection: duckdb.DuckDBPyConnection) -> dt.date:
    """Day of the newest vintage in the main database: nothing is known of later ones."""
    ((newest,),) = connection.execute("SELECT max(published_on) FROM facts").fetchall()
    day: dt.date = newest
    return day


@dataclass(frozen=True)
class AsOfView:
    """Tables, views and observations as known at ``as_of`` in one of the two modes.

    Parameters
    ----------
    quarter : str
        The quarter looked at, ``2026Q2``; observations end with it.
    as_of : date
        Nothing that became known later is seen.
    mode : {"calendar", "strict"}
        What a publication day may rest on.
    """

    connection: duckdb.DuckDBPyConnection = field(repr=False)
    quarter: str
    as_of: dt.date
    mode: str
    models: Mapping[tuple[str, str], Any] = field(default_factory=dict, repr=False)
    asked: dict[str, pl.DataFrame] = field(default_factory=dict, repr=False, compare=False)

    def close(self) -> None:
        """Close the connection."""
        self.connection.close()

    @property
    def quarter_start(self) -> dt.date:
        return quarter_bounds(self.quarter)[0]

    @property
    def quarter_end(self) -> dt.date:
        return quarter_bounds(self.quarter)[1]

    def sql(self, query: str, **parameters: Any) -> pl.DataFrame:
        """Rows of a query over the tables and views, parameters written ``$name``."""
        frame: pl.DataFrame = self.connection.sql(query, params=parameters or None).pl()
        return frame

    def once(self, query: str) -> pl.DataFrame:
        """Rows of a query whose answer does not depend on the day: the database is asked the first time only."""
        if query not in self.asked:
            self.asked[query] = self.sql(query)
        return self.asked[query]

    def relation(self, name: str) -> str:
        """A table or view as a query names it."""
        return identifier(name)

    def hold(self, name: str) -> None:
        """Lay a view of the known tables down as a table, for one who asks it many times."""
        self.connection.execute(f"CREATE TEMP TABLE {identifier(name)} AS FROM memory.known.{identifier(name)}")

    def observations(self, *ids: str, start: dt.date | None = None, end: dt.date | None = None) -> pl.DataFrame:
        """Observations of the series up to the quarter's end (or ``end``), one row a period."""
        return self.sql(OBSERVATIONS, ids=list(ids), start=start or dt.date(1, 1, 1), end=end or self.quarter_end)

    def vintages(self, series_id: str) -> pl.DataFrame:
        """Every value of a series with the day from which it held, up to the as-of date and the quarter's end."""
        return self.sql(
            """SELECT period_start, published_on, value FROM observations
               WHERE series_id = $id AND as_of_mode = $mode AND published_on <= $as_of AND period_end <= $end
               ORDER BY period_start, published_on""",
            id=series_id, mode=self.mode, as_of=self.as_of, end=self.quarter_end,
        )  # fmt: skip

    def latest(self, series_id: str) -> dict[str, Any] | None:
        """The last observation that has a value, or None."""
        frame = self.observations(series_id)
        frame = frame.filter(frame["value"].is_not_null())
        return frame.row(-1, named=True) if frame.height else None

    def model(self, series_id: str, kind: str) -> Any:
        """A model's published result for a series, or None where there is none."""
        return self.models.get((series_id, kind))

    def with_models(self, models: Mapping[tuple[str, str], Any]) -> AsOfView:
        """The same view with model results to read."""
        return replace(self, models=models)

    def sources(self, ids: Sequence[str]) -> list[str]:
        """Publishers of the facts behind series (or of facts) given by their ids, the most used first."""
        found = self.sql(
            """
            WITH used AS (
              SELECT i.fact_id FROM observation_inputs i
              WHERE list_contains($ids, i.series_id) AND i.as_of_mode = $mode AND i.published_on <= $as_of
              UNION ALL SELECT fact_id FROM facts WHERE list_contains($ids, fact_id))
            SELECT s.publisher, count(*) AS n FROM used JOIN facts f USING (fact_id) JOIN sources s USING (source_id)
            GROUP BY s.publisher ORDER BY n DESC, s.publisher""",
            ids=list(ids), mode=self.mode, as_of=self.as_of,
        )  # fmt: skip
        return found["publisher"].to_list()


def as_of_view(
    database: Path,
    tables: Sequence[type[TableModel]],
    views_sql: Sequence[str],
    *,
    quarter: str,
    as_of: dt.date = LATEST,
    mode: str = "calendar",
) -> AsOfView:
    """Open the database as known at a date.

    The tables are replaced by views of what was known, and the families' own views are laid over
    them again, so that one text of SQL serves the build and every as-of date.
    """
    connection = open_database(database)
    define_known(connection, tables, views_sql, f"DATE '{as_of}'", mode)
    return AsOfView(connection, quarter, as_of, mode)


def define_known(
    connection: duckdb.DuckDBPyConnection,
    tables: Sequence[type[TableModel]],
    views_sql: Sequence[str],
    as_of: str,
    mode: str,
) -> None:
    """Lay views of what was known over the tables of an opened database; ``as_of`` is an SQL expression of the day."""
    connection.execute("CREATE SCHEMA memory.known; SET search_path = 'memory.known,indicators'")
    for model in tables:
        select = as_of_select(model, as_of, literal(mode), "indicators.")
        connection.execute(f"CREATE VIEW memory.known.{model._contract.name} AS {select}")
    connection.execute(f"""
        CREATE VIEW memory.known.observations_known AS
        SELECT * FROM indicators.observations
        WHERE as_of_mode = {literal(mode)} AND published_on <= {as_of} AND reference_date <= {as_of}
        QUALIFY row_number() OVER (PARTITION BY series_id, period_start ORDER BY published_on DESC) = 1""")
    for text in views_sql:
        connection.execute(text)
