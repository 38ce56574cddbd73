"""GDELT event files, 1.0 and 2.0: tab separated, no header, no quoting, plain or in zip archives."""

from __future__ import annotations

from indicators.families.contacts.readers.counting import Layout, scan
from indicators.families.contacts.readers.shared import reading, span
from indicators.ingesting.faults import OriginalProblem
from indicators.ingesting.opening import Original, members
from indicators.ingesting.reader import Download, Publication, Quirk, Reader, Reading, Request

WIDTHS = {57: "gdelt_1", 58: "gdelt_1", 61: "gdelt_2"}


def _layout(columns: int, added: int, added_type: str) -> Layout:
    types = {2: "DATE", added: added_type}
    return Layout(
        {f"c{i}": types.get(i, "VARCHAR") for i in range(1, columns + 1)},
        source="c8", target="c18", code="c27", event_day="c2", file_day=f"c{added}",
        options=", dateformat='%Y%m%d', timestampformat='%Y%m%d%H%M%S'",
    )  # fmt: skip


LAYOUTS = {"gdelt_1": _layout(58, 57, "DATE"), "gdelt_2": _layout(61, 60, "TIMESTAMP")}
"""Columns 2 (SQLDATE), 8 and 18 (countries of the actors), 27 (EventCode) and DATEADDED (2.0: with the time)."""


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
    found = scan(request, LAYOUTS[dataset])
    title = f"GDELT {dataset[-1]}.0 event files, rows added {span(found.days)}"
    source = Publication(
        title, "GDELT Project", "https://www.gdeltproject.org/data.html", "free with attribution", 2, 1
    )
    return reading(found, dataset, source, name=", ".join(o.name for o in request.files[:3]))


BUCKET = "https://storage.googleapis.com/data.gdeltproject.org"
"""The publisher's files over https; its own host answers http alone."""


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
        spreads=True,
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
