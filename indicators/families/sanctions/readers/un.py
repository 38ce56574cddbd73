"""UN Security Council consolidated list, XML. It has no regime on Russia: totals only."""

from __future__ import annotations

import datetime as dt
from collections import Counter

from indicators.families.sanctions.readers.totals import total_facts
from indicators.ingesting.comparing import entries_of_xml
from indicators.ingesting.faults import OriginalProblem
from indicators.ingesting.opening import Original
from indicators.ingesting.reader import Download, Publication, Quirk, Reader, Reading, Request
from indicators.ingesting.xml_stream import elements, local, root_tag, text_of

ROOT = "CONSOLIDATED_LIST"
KINDS = {
    "INDIVIDUAL": ("individuals_listed", "individuals listed", "persons"),
    "ENTITY": ("entities_listed", "entities listed", "entities"),
}


def recognises(original: Original) -> bool:
    return original.kind == "xml" and root_tag(original).rpartition("}")[2] == ROOT


def read(request: Request) -> Reading:
    original = request.alone()
    counts: Counter[str] = Counter()
    regimes: Counter[str] = Counter()
    generated = ""
    for element in elements(original, *KINDS):
        if not generated:
            generated = element.getroottree().getroot().get("dateGenerated", "")
        if not text_of(element, "DATAID") or not (regime := text_of(element, "UN_LIST_TYPE")):
            raise OriginalProblem(
                f"an entry has no number or no regime: {text_of(element, 'REFERENCE_NUMBER')!r}",
                where=str(original.path),
                do="fetch the list again from its publisher",
            )
        counts[local(element)] += 1
        regimes[regime] += 1
    try:
        day = request.released or dt.date.fromisoformat(generated[:10])
    except ValueError as error:
        raise OriginalProblem(
            "the list does not say when it was generated",
            where=str(original.path),
            do="name the day with --published-on",
        ) from error
    totals = [
        ("un_security_council", "all", measure, f"consolidated list, {label}", unit, counts[kind])
        for kind, (measure, label, unit) in KINDS.items()
    ]
    source = Publication(
        "Consolidated List of the Security Council",
        "United Nations Security Council",
        "https://scsanctions.un.org/resources/xml/en/consolidated.xml",
        "UN terms of use",
        1,
        0,
    )
    facts = total_facts(totals, day, request.basis if request.released else "release", original.seen_in)
    return Reading({"sanctions_totals": facts}, {"list": source}, sum(counts.values()), (), {"regimes": len(regimes)})


READER = Reader(
    name="un_consolidated",
    family="sanctions",
    title="UN Security Council list: individuals and entities listed",
    format="XML, root CONSOLIDATED_LIST",
    columns=("dateGenerated", "DATAID", "UN_LIST_TYPE"),
    tables=("sanctions_totals",),
    licence="UN terms of use",
    address="https://scsanctions.un.org/resources/xml/en/consolidated.xml",
    example="indicators ingest un_consolidated consolidated.xml",
    downloads=(Download("https://scsanctions.un.org/resources/xml/en/consolidated.xml", "consolidated.xml"),),
    recognises=recognises,
    entries=lambda o: entries_of_xml(o, KINDS, lambda e: text_of(e, "DATAID")),
    read=read,
    quirks=(
        Quirk("2026-02", "its day is the attribute dateGenerated of the root"),
        Quirk("2026-02", "the list has no regime on Russia"),
    ),
)
