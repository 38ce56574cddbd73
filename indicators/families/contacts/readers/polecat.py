"""POLECAT, the successor of ICEWS: weekly tab separated files with PLOVER event types."""

from __future__ import annotations

from indicators.families.contacts.readers.counting import EVENT_DAY, Layout, scan
from indicators.families.contacts.readers.shared import reading, span
from indicators.ingesting.faults import columns_differ
from indicators.ingesting.reader import Publication, Quirk, Reader, Reading, Request
from indicators.ingesting.rows import header_of

NEEDED = ("Event ID", "Event Date", "Event Type", "Actor Country", "Recipient Country")


def read(request: Request) -> Reading:
    headers = {tuple(header_of(o, "\t")) for o in request.files}
    first = next(iter(headers))
    if len(headers) > 1 or not set(NEEDED) <= set(first):
        raise columns_differ(f"{request.files[0].path}:1", [c for c in first if c in NEEDED], NEEDED)
    layout = Layout(
        dict.fromkeys(first, "VARCHAR"), '"Actor Country"', '"Recipient Country"', '"Event Type"',
        event_day=EVENT_DAY, file_day=EVENT_DAY, header=True,
    )  # fmt: skip
    found = scan(request, layout)
    source = Publication(
        f"POLECAT weekly data, events {span(found.days)}",
        "POLECAT",
        "https://dataverse.harvard.edu/dataverse/polecat",
        "CC0",
        2,
        14,
    )
    return reading(found, "polecat", source, name=request.files[0].name)


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
    spreads=True,
    unseen="written by the data set's description; no file of it was at hand",
)
