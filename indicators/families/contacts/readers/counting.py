"""Event files of any size to counts: one pass in DuckDB, typed, projected and filtered in the scan."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import polars as pl

from indicators.cluster import carry_out
from indicators.families.contacts.readers.shared import COUNTRIES, Scan
from indicators.ingesting.faults import OriginalProblem
from indicators.ingesting.reader import Request
from indicators.ingesting.scan import batches, plain_files, rejected, scanning, separated

EVENT_DAY = 'try_cast(substr("Event Date", 1, 10) AS DATE)'
"""SQL of the day of an event where a time may follow it."""
PARTS = ("source_country", "target_country", "period", "event_code")
QUERY = """
SELECT day, dyad, count(*) AS n
FROM (
  SELECT CASE WHEN {event_day} IS NOT NULL THEN CAST({file_day} AS DATE) END AS day,
         CASE WHEN {source} IN {both} AND {target} IN {both} AND {source} <> {target}
              THEN coalesce({source} || '|' || {target} || strftime({event_day}, '|%Y-%m|') || {code}, '') END AS dyad
  FROM {files})
GROUP BY ALL"""
"""Rows between the two countries by month and code, and all others, by the day of the file that they stand in."""


@dataclass(frozen=True)
class Layout:
    """How a format of event files is scanned.

    Parameters
    ----------
    columns : mapping of str to str
        Every column of the file in its order, and its DuckDB type; a row that has others is malformed.
    source, target, code, event_day, file_day : str
        SQL of the countries, the event's code and day, and the day on which it came into the files.
    header : bool
        Whether the first line names the columns.
    options : str
        Further options of the scan.
    """

    columns: Mapping[str, str]
    source: str
    target: str
    code: str
    event_day: str
    file_day: str
    header: bool = False
    options: str = ""


@dataclass(frozen=True)
class Part:
    """Files that are counted in one query, on so many threads (all when 0)."""

    layout: Layout
    paths: tuple[Path, ...]
    threads: int = 0


@dataclass(frozen=True)
class Counted:
    """What a query counted.

    Parameters
    ----------
    groups : tuple of (str or None, str or None, int)
        Day, dyad and rows, as `QUERY` has them.
    left_out : int
        Rows that are not of the layout.
    """

    groups: tuple[tuple[dt.date | None, str | None, int], ...]
    left_out: int


def count(part: Part) -> Counted:
    """Count the rows of some files in one pass."""
    layout = part.layout
    with plain_files(part.paths) as paths, scanning(paths, part.threads) as connection:
        files = separated(paths, layout.columns, header=layout.header, options=layout.options)
        query = QUERY.format(
            source=layout.source, target=layout.target, code=layout.code, event_day=layout.event_day,
            file_day=layout.file_day, both=COUNTRIES, files=files,
        )  # fmt: skip
        groups = connection.sql(query).fetchall()
        return Counted(tuple(groups), rejected(connection, part.paths))


def scan(request: Request, layout: Layout) -> Scan:
    """Counts of all files of a request: here in few queries, on a cluster one query and one thread a file.

    Raises
    ------
    OriginalProblem
        If no row has a day.
    """
    if request.scheduler:
        parts = [Part(layout, (o.path.resolve(),), threads=1) for o in request.files]
    else:
        parts = [Part(layout, paths) for paths in batches(request.files)]
    return added_up(carry_out(count, parts, request.scheduler), request.files[0].name)


def added_up(counted: list[Counted], name: str) -> Scan:
    """The sum of parts; rows without a day or, between the two countries, without a code are malformed."""
    groups = pl.DataFrame(
        [row for part in counted for row in part.groups],
        schema={"day": pl.Date, "dyad": pl.String, "n": pl.Int64}, orient="row",
    )  # fmt: skip
    left_out = sum(part.left_out for part in counted)
    sound = groups.filter(pl.col("day").is_not_null() & (pl.col("dyad").is_null() | (pl.col("dyad") != "")))
    days: set[dt.date] = set(sound["day"])
    if not days:
        raise OriginalProblem("no row has a day", where=name, do="fetch the files again")
    cells = pl.col("dyad").str.splitn("|", len(PARTS)).struct.rename_fields(PARTS).struct.unnest()
    dyad = sound.drop_nulls("dyad").group_by("dyad").agg(pl.col("n").sum().alias("events_count")).sort("dyad")
    rows = int(groups["n"].sum())
    malformed = rows - int(sound["n"].sum()) + left_out
    return Scan(dyad.select(cells, "events_count"), rows + left_out, malformed, days)
