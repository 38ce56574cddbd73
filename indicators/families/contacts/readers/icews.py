"""ICEWS: the yearly event files of the Dataverse, and random splits of it that are kept as temporal graphs."""

from __future__ import annotations

import calendar
import datetime as dt
from collections.abc import Collection
from dataclasses import replace

import polars as pl

from indicators.families.contacts.readers.counting import EVENT_DAY, Layout, scan
from indicators.families.contacts.readers.shared import Scan, reading, span
from indicators.ingesting.faults import OriginalProblem, columns_differ, unknown_code
from indicators.ingesting.opening import Original
from indicators.ingesting.reader import Publication, Quirk, Reader, Reading, Request, in_repository
from indicators.ingesting.rows import header_of, table_rows

COLUMNS = (
    "Event ID",
    "Event Date",
    "Source Name",
    "Source Sectors",
    "Source Country",
    "Event Text",
    "CAMEO Code",
    "Intensity",
    "Target Name",
    "Target Sectors",
    "Target Country",
    "Story ID",
    "Sentence Number",
    "Publisher",
    "City",
    "District",
    "Province",
    "Country",
    "Latitude",
    "Longitude",
)
NAMES = {"United States": "USA", "Russian Federation": "RUS", "Russia": "RUS"}
ADDRESS = "https://dataverse.harvard.edu/dataverse/icews"


def _country_of(column: str) -> str:
    """SQL of a country's code; other countries have none."""
    cases = " ".join(f"WHEN '{name}' THEN '{code}'" for name, code in NAMES.items())
    return f'CASE "{column}" {cases} END'


CODE = """lpad("CAMEO Code", CAST(greatest(3, length("CAMEO Code")) AS INTEGER), '0')"""
LAYOUT = Layout(
    dict.fromkeys(COLUMNS, "VARCHAR"), _country_of("Source Country"), _country_of("Target Country"), CODE,
    event_day=EVENT_DAY, file_day=EVENT_DAY, header=True,
)  # fmt: skip

TEXTS = {
    "Make statement": "010",
    "Make pessimistic comment": "012",
    "Make optimistic comment": "013",
    "Engage in symbolic act": "017",
    "Make empathetic comment": "018",
    "Express accord": "019",
    "Make an appeal or request": "020",
    "Express intent to cooperate": "030",
    "Express intent to engage in diplomatic cooperation (such as policy support)": "032",
    "Express intent to meet or negotiate": "036",
    "Consult": "040",
    "Discuss by telephone": "041",
    "Make a visit": "042",
    "Host a visit": "043",
    "Meet at a 'third' location": "044",
    "Engage in negotiation": "046",
    "Praise or endorse": "051",
    "Sign formal agreement": "057",
    "Demand": "100",
    "Criticize or denounce": "111",
    "Accuse": "112",
    "Threaten": "130",
    "Reduce or break diplomatic relations": "161",
}
"""Event texts that were seen between the two countries, and their CAMEO codes."""
LEADERS = {
    "Barack Obama": "USA",
    "John Kerry": "USA",
    "Joseph Robinette Biden": "USA",
    "Chuck Hagel": "USA",
    "Sergey Viktorovich Lavrov": "RUS",
    "Vladimir Putin": "RUS",
    "Dmitry Anatolyevich Medvedev": "RUS",
}
"""Officials whom the graph names without their country."""
DAY = r"^(19|20)\d{2}-\d{2}-\d{2}$"
LINE = r"^[^\t]+\t[^\t]+\t[^\t]+\t(19|20)\d{2}-\d{2}-\d{2}$"


def read_events(request: Request) -> Reading:
    for original in request.files:
        if original.kind == "text" and (found := header_of(original, "\t")) != list(COLUMNS):
            raise columns_differ(f"{original.path}:1", found, COLUMNS)
    counted = scan(request, LAYOUT)
    source = Publication(f"ICEWS coded event data, events {span(counted.days)}", "ICEWS", ADDRESS, "CC0", 2, 365)
    return reading(replace(counted, days=_all_days(counted.days)), "icews", source, name=request.files[0].name)


def _all_days(days: Collection[dt.date]) -> set[dt.date]:
    """A yearly file holds every month between its first and last event whole, but for its last one."""
    last = max(days)
    whole = {f"{d:%Y-%m}" for d in days if (d.year, d.month) < (last.year, last.month)}
    filled = {
        dt.date(int(m[:4]), int(m[5:]), n)
        for m in whole
        for n in range(1, calendar.monthrange(int(m[:4]), int(m[5:]))[1] + 1)
    }
    return filled | {d for d in days if (d.year, d.month) == (last.year, last.month)}


def read_graph(request: Request) -> Reading:
    original = request.alone()
    rows = table_rows(original, ("source", "event", "target", "day"), separator="\t", header=False)
    sound = rows.filter(
        pl.col("day").str.contains(DAY) & pl.col("day").str.to_date("%Y-%m-%d", strict=False).is_not_null()
    )
    if not sound.height:
        raise OriginalProblem("no row has a day", where=str(original.path), do="fetch the file again")
    sided = sound.with_columns(_country("source").alias("source_country"), _country("target").alias("target_country"))
    ours = sided.filter(pl.col("source_country") != pl.col("target_country"))
    if unknown := set(ours["event"]) - set(TEXTS):
        raise unknown_code(str(original.path), "event text", unknown, "families/contacts/readers/icews.py")
    counts = ours.group_by(
        "source_country",
        "target_country",
        pl.col("day").str.slice(0, 7).alias("period"),
        pl.col("event").replace_strict(TEXTS).alias("event_code"),
    ).agg(pl.len().alias("events_count"))
    oldest, newest = (dt.date.fromisoformat(str(d)) for d in (sound["day"].min(), sound["day"].max()))
    scan = Scan(counts, rows.height, rows.height - sound.height, {newest})
    title = f"ICEWS as a temporal graph, random split {original.name}, events {oldest} to {newest}"
    source = Publication(title, "ICEWS", "https://github.com/mniepert/mmkb", "BSD-3-Clause (graph); CC0 (ICEWS)", 2)
    return reading(scan, "icews", source, sample=True, name=original.name)


def _country(column: str) -> pl.Expr:
    name = pl.col(column)
    sector = name.str.extract(r"\(([^()]+)\)$")
    return pl.coalesce(
        name.replace_strict({**NAMES, **LEADERS}, default=None, return_dtype=pl.String),
        sector.replace_strict(NAMES, default=None, return_dtype=pl.String),
    )


def _is_graph(original: Original) -> bool:
    return original.kind == "text" and bool(pl.Series([original.first_line]).str.contains(LINE)[0])


EVENTS = Reader(
    name="icews_events",
    family="contacts",
    title="ICEWS: events between the two countries by month and CAMEO code",
    format="tab separated text with header, 20 columns, no quoting, plain",
    columns=COLUMNS,
    tables=("event_counts",),
    licence="CC0",
    address=ADDRESS,
    example="indicators ingest icews_events events.2014.tab",
    recognises=lambda o: o.kind == "text" and len(set(header_of(o, "\t")) & set(COLUMNS)) >= 14,
    read=read_events,
    quirks=(
        Quirk("2026-11", "Russia is called Russian Federation; a CAMEO code can have lost its leading zero"),
        Quirk("2026-11", "a file holds whole months up to the last one"),
    ),
    together=True,
    spreads=True,
    unseen="written by the codebook's layout; no original file was at hand",
)
GRAPH = Reader(
    name="icews_graph",
    family="contacts",
    title="ICEWS as a temporal graph: a random share of the events, for shape only",
    format="tab separated text without header: source, event text, target, day",
    columns=("source", "event", "target", "day"),
    tables=("event_counts",),
    licence="BSD-3-Clause (graph); CC0 (ICEWS)",
    address="https://github.com/mniepert/mmkb",
    example="indicators ingest icews_graph icews_2014_test.txt",
    downloads=(in_repository("mniepert/mmkb", "TemporalKGs/icews14/icews_2014_test.txt"),),
    recognises=_is_graph,
    read=read_graph,
    quirks=(
        Quirk("2018-01", "a side is a country, a sector with its country in brackets, or a named official"),
        Quirk("2018-01", "the file is a random split: its counts are marked as a sample and are no time series"),
    ),
)
