"""GDELT event files, 1.0 and 2.0: tab separated, no header, no quoting, plain or in zip archives."""

from __future__ import annotations

import datetime as dt

import polars as pl

from indicators.families.contacts.readers.shared import COUNTRIES, Scan, reading, span
from indicators.ingesting.faults import OriginalProblem
from indicators.ingesting.opening import Original, members
from indicators.ingesting.reader import Download, Publication, Quirk, Reader, Reading, Request
from indicators.ingesting.scan import plain_files, rejected, scanning, separated

WIDTHS = {57: "gdelt_1", 58: "gdelt_1", 61: "gdelt_2"}
ADDED = {"gdelt_1": 57, "gdelt_2": 60}
"""Column of DATEADDED: the day, or in 2.0 the quarter of an hour."""
ACTOR_1, ACTOR_2, CODE, DAY = 8, 18, 27, 2
QUERY = """
WITH rows AS (
  SELECT c{actor_1} AS source_country, c{actor_2} AS target_country, c{code} AS event_code, c{day} AS day,
         substr(c{added}, 1, 8) AS added
  FROM {files}),
seen AS (
  SELECT *, regexp_full_match(day, {ymd}) AND regexp_full_match(added, {ymd}) AS sound FROM rows)
SELECT source_country, target_country, substr(day, 1, 4) || '-' || substr(day, 5, 2) AS period, event_code,
       added, sound, count(*) AS n
FROM (SELECT CASE WHEN dyad THEN source_country END AS source_country,
             CASE WHEN dyad THEN target_country END AS target_country,
             CASE WHEN dyad THEN day END AS day, CASE WHEN dyad THEN event_code END AS event_code, added, sound
      FROM (SELECT *, sound AND source_country IN {both} AND target_country IN {both}
                      AND source_country <> target_country AS dyad FROM seen))
GROUP BY ALL"""
"""One pass: counts of the dyad by month and code, and of all other rows by the day on which they were added."""


def width(original: Original) -> int:
    """Cells of the first row; 0 where there is no text."""
    if original.kind == "zip":
        import zipfile

        names = [m.filename for m in members(original.path)]
        if len(names) != 1 or not names[0].lower().endswith(".csv"):
            return 0
        with zipfile.ZipFile(original.path) as archive, archive.open(names[0]) as stream:
            return stream.readline(65_536).decode("utf-8", errors="replace").count("\t") + 1
    if original.kind != "text" or "\t" not in original.first_line:
        return 0
    first = original.first_line.split("\t")
    return len(first) if first[0].isdigit() and first[1].isdigit() else 0


def _read(request: Request, dataset: str) -> Reading:
    for original in request.files:
        if WIDTHS.get(width(original)) != dataset:
            raise OriginalProblem(
                f"a row has {width(original)} cells, not those of {dataset}",
                where=str(original.path),
                do="ingest files of GDELT 1.0 and of 2.0 apart",
            )
    cells = max(n for n, name in WIDTHS.items() if name == dataset)
    with plain_files(request.files) as paths, scanning(paths) as connection:
        query = QUERY.format(
            actor_1=ACTOR_1,
            actor_2=ACTOR_2,
            code=CODE,
            day=DAY,
            added=ADDED[dataset],
            both=COUNTRIES,
            ymd="'(19|20)[0-9]{6}'",
            files=separated(paths, {f"c{i}": "VARCHAR" for i in range(1, cells + 1)}),
        )
        groups = connection.sql(query).pl()
        broken = rejected(connection)
    scan = _scan(groups, broken)
    if not scan.days:
        raise OriginalProblem("no row has a day", where=request.files[0].name, do="fetch the files again")
    title = f"GDELT {dataset[-1]}.0 event files, rows added {span(scan.days)}"
    source = Publication(
        title, "GDELT Project", "https://www.gdeltproject.org/data.html", "free with attribution", 2, 1
    )
    return reading(scan, dataset, source, name=", ".join(o.name for o in request.files[:3]))


BUCKET = "https://storage.googleapis.com/data.gdeltproject.org"
"""The publisher's files over https; its own host answers http alone."""


def _scan(groups: pl.DataFrame, broken: int) -> Scan:
    rows = int(groups["n"].sum()) + broken
    unsound = int(groups.filter(~pl.col("sound"))["n"].sum())
    days = {dt.datetime.strptime(a, "%Y%m%d").date() for a in set(groups.filter("sound")["added"])}  # noqa: DTZ007
    dyad = groups.filter(pl.col("source_country").is_not_null())
    counts = dyad.group_by("source_country", "target_country", "period", "event_code").agg(
        pl.col("n").sum().alias("events_count")
    )
    return Scan(counts, rows, unsound + broken, days)


def _reader(dataset: str, title: str, columns: int | str, example: str, *downloads: Download) -> Reader:
    return Reader(
        name=f"{dataset}_events",
        family="contacts",
        title=title,
        format=f"tab separated text without header, {columns} columns, plain or zip",
        columns=("SQLDATE", "Actor1CountryCode", "Actor2CountryCode", "EventCode", "DATEADDED"),
        tables=("event_counts",),
        licence="free with attribution",
        address="http://data.gdeltproject.org/",
        example=example,
        recognises=lambda o: WIDTHS.get(width(o)) == dataset,
        read=lambda r: _read(r, dataset),
        quirks=QUIRKS[dataset],
        together=True,
        downloads=downloads,
    )


QUIRKS = {
    "gdelt_1": (
        Quirk("2016-07", "57 columns before April 2013, then 58 with the address; one file can hold both"),
        Quirk("2016-07", "an event can be of a month long before the day on which it was added"),
    ),
    "gdelt_2": (
        Quirk("2018-01", "61 columns; DATEADDED is a quarter of an hour and the last column but one"),
        Quirk("2018-01", "nothing is quoted: a quotation mark is a letter"),
    ),
}
VERSION_1 = _reader(
    "gdelt_1",
    "GDELT 1.0: events between the two countries by month and CAMEO code",
    "57 or 58",
    "indicators ingest gdelt_1_events '20160[1-6]*.export.CSV.zip'",
    Download(f"{BUCKET}/events/{{day:%Y%m%d}}.export.CSV.zip", "{day:%Y%m%d}.export.CSV.zip"),
)
VERSION_2 = _reader(
    "gdelt_2",
    "GDELT 2.0: events between the two countries by month and CAMEO code",
    61,
    "indicators ingest gdelt_2_events 'gdelt/201801*.export.CSV.zip'",
)
