"""Observations of series with what they are, straight from the database: no contract is imported for a quick look."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from indicators.store.opening import open_database

if TYPE_CHECKING:
    import duckdb
    import polars as pl

ROWS = """
SELECT o.series_id, s.freq, o.period, o.period_start, o.period_end, o.reference_date, o.value, o.obs_status,
       o.missing_reason, o.quality, o.publisher_rank, o.facts_count, o.assumed_dates_count, o.published_on
FROM observations_as_of($as_of, as_of_mode_wanted := $mode) o JOIN series s USING (series_id)
WHERE list_contains($ids, o.series_id) ORDER BY o.series_id, o.period_start"""

PUBLISHERS = """
WITH used AS (
  SELECT i.series_id, s.publisher, count(*) AS n
  FROM observation_inputs i JOIN facts f USING (fact_id) JOIN sources s USING (source_id)
  WHERE list_contains($ids, i.series_id) AND i.as_of_mode = $mode AND i.published_on <= $as_of
  GROUP BY i.series_id, s.publisher)
SELECT series_id, list(publisher ORDER BY n DESC, publisher) FROM used GROUP BY series_id"""

SERIES = "SELECT series_id, title, unit, freq, definition FROM series WHERE list_contains($ids, series_id)"
COLUMNS_OF = """
SELECT column_name, comment FROM duckdb_columns()
WHERE database_name = 'indicators' AND table_name IN ('series', 'observations') AND comment IS NOT NULL
ORDER BY table_name DESC"""


@dataclass(frozen=True)
class SeriesRow:
    """A series as the catalogue has it, and who published its facts, the most used first."""

    title: str
    unit: str
    freq: str
    definition: str
    publishers: tuple[str, ...]


@dataclass(frozen=True)
class Observed:
    """Rows of observations, the definition of each column, and what each series is, in the order asked for."""

    frame: pl.DataFrame
    columns: dict[str, str]
    series: dict[str, SeriesRow]


def observed(database: Path, as_of: dt.date, mode: str, choose: Callable[[Sequence[str]], Sequence[str]]) -> Observed:
    """Observations of series as known at a date.

    Parameters
    ----------
    database : Path
        The built database.
    as_of, mode
        The day and what a publication day may rest on, both checked.
    choose : callable
        From the ids that there are, those wanted.
    """
    import polars as pl

    connection = open_database(database)
    try:
        names = [name for (name,) in connection.execute("SELECT series_id FROM series ORDER BY series_id").fetchall()]
        ids = list(dict.fromkeys(choose(names)))
        asked = {"ids": ids, "as_of": as_of, "mode": mode}
        frame = pl.DataFrame(connection.sql(ROWS, params=asked))
        columns = dict(connection.execute(COLUMNS_OF).fetchall())
        return Observed(frame, {name: columns[name] for name in frame.columns}, _series(connection, ids, asked))
    finally:
        connection.close()


def _series(connection: duckdb.DuckDBPyConnection, ids: list[str], asked: dict[str, object]) -> dict[str, SeriesRow]:
    publishers = dict(connection.execute(PUBLISHERS, asked).fetchall())
    rows: dict[str, tuple[str, str, str, str]] = {
        name: (title, unit, freq, text)
        for name, title, unit, freq, text in connection.execute(SERIES, {"ids": ids}).fetchall()
    }
    return {i: SeriesRow(*rows[i], publishers=tuple(publishers.get(i, ()))) for i in ids}
