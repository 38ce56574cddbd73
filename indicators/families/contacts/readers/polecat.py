"""POLECAT, the successor of ICEWS: weekly tab separated files with PLOVER event types."""

from __future__ import annotations

import datetime as dt

import polars as pl

from indicators.families.contacts.readers.shared import COUNTRIES, Scan, reading, span
from indicators.ingesting.faults import OriginalProblem, columns_differ
from indicators.ingesting.reader import Publication, Quirk, Reader, Reading, Request
from indicators.ingesting.rows import header_of
from indicators.ingesting.scan import plain_files, rejected, scanning, separated

NEEDED = ("Event ID", "Event Date", "Event Type", "Actor Country", "Recipient Country")
QUERY = """
SELECT "Actor Country" AS source_country, "Recipient Country" AS target_country, substr("Event Date", 1, 10) AS day,
       "Event Type" AS event_code, count(*) AS n
FROM (SELECT "Event Date", CASE WHEN dyad THEN "Actor Country" END AS "Actor Country",
             CASE WHEN dyad THEN "Recipient Country" END AS "Recipient Country",
             CASE WHEN dyad THEN "Event Type" END AS "Event Type"
      FROM (SELECT *, "Actor Country" IN {both} AND "Recipient Country" IN {both}
                      AND "Actor Country" <> "Recipient Country" AS dyad FROM {files}))
GROUP BY ALL"""


def read(request: Request) -> Reading:
    headers = {tuple(header_of(o, "\t")) for o in request.files}
    first = next(iter(headers))
    if len(headers) > 1 or not set(NEEDED) <= set(first):
        raise columns_differ(f"{request.files[0].path}:1", [c for c in first if c in NEEDED], NEEDED)
    with plain_files(request.files) as paths, scanning(paths) as connection:
        files = separated(paths, dict.fromkeys(first, "VARCHAR"), header=True)
        groups = connection.sql(QUERY.format(both=COUNTRIES, files=files)).pl()
        broken = rejected(connection)
    day = pl.col("day").str.extract(r"^((?:19|20)\d{2}-\d{2}-\d{2})$").str.to_date("%Y-%m-%d", strict=False)
    dated = groups.with_columns(day.alias("date"))
    days: set[dt.date] = set(dated["date"].drop_nulls())
    if not days:
        raise OriginalProblem("no row has a day", where=request.files[0].name, do="fetch the files again")
    unsound = int(dated.filter(pl.col("date").is_null())["n"].sum())
    ours = dated.drop_nulls(["source_country", "date"])
    counts = ours.group_by(
        "source_country", "target_country", pl.col("day").str.slice(0, 7).alias("period"), "event_code"
    ).agg(pl.col("n").sum().alias("events_count"))
    scan = Scan(counts, int(groups["n"].sum()) + broken, unsound + broken, days)
    source = Publication(
        f"POLECAT weekly data, events {span(days)}",
        "POLECAT",
        "https://dataverse.harvard.edu/dataverse/polecat",
        "CC0",
        2,
        14,
    )
    return reading(scan, "polecat", source, name=request.files[0].name)


READER = Reader(
    name="polecat_events",
    family="contacts",
    title="POLECAT: events between the two countries by month and PLOVER type",
    format="tab separated text with header, no quoting",
    columns=NEEDED,
    tables=("event_counts",),
    licence="CC0",
    address="https://dataverse.harvard.edu/dataverse/polecat",
    example="indicators ingest polecat_events ngecEvents.DV.2023*.txt",
    recognises=lambda o: (
        o.kind == "text" and {"Event Type", "Actor Country", "Recipient Country"} <= set(header_of(o, "\t"))
    ),
    read=read,
    quirks=(
        Quirk("2026-11", "event types are words in capitals (CONSULT, AGREE), no CAMEO codes; countries are ISO codes"),
    ),
    together=True,
    unseen="written by the data set's description; no file of it was at hand",
)
