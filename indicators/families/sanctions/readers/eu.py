"""EU consolidated list of financial sanctions, csv and XML: entities, and those of the Ukraine programme."""

from __future__ import annotations

import datetime as dt

import polars as pl

from indicators.families.sanctions.readers.totals import total_facts
from indicators.ingesting.comparing import entries_of_rows, entries_of_xml
from indicators.ingesting.faults import OriginalProblem, columns_differ, no_day, unreadable
from indicators.ingesting.opening import Original
from indicators.ingesting.reader import Download, Publication, Quirk, Reader, Reading, Request
from indicators.ingesting.rows import header_of, table_rows
from indicators.ingesting.xml_stream import elements, local, root_tag

WANTED = ("fileGenerationDate", "Entity_LogicalId", "Entity_SubjectType", "Entity_Regulation_Programme")
ADDRESS = "https://webgate.ec.europa.eu/fsd/fsf"
PUBLIC = "token=dG9rZW4tMjAxNw"
"""Stands in the address that the Commission gives to everybody; it is no secret."""
UNSEEN = "written by the list's documented layout; no copy was at hand"
UKRAINE = "UKR"
Counts = dict[str, set[str]]


def _publication() -> Publication:
    return Publication(
        "Consolidated list of persons, groups and entities subject to EU financial sanctions",
        "European Commission",
        ADDRESS,
        "reuse with the source named",
        1,
        0,
    )


def _facts(
    original: Original, request: Request, generated: dt.date | None, entities: int, ukraine: int
) -> pl.DataFrame:
    day = request.released or generated or original.day_in_name
    if day is None:
        raise no_day(str(original.path), "the list")
    basis = request.basis if request.released else "release" if generated else "upper_bound"
    return total_facts(
        [
            (
                "eu_commission_fsf",
                "all",
                "eu_consolidated_list_entities",
                "entities in the consolidated list",
                "entities",
                entities,
            ),
            (
                "eu_commission_fsf",
                "eu_ukr_programme",
                "eu_consolidated_list_entities",
                "entities tagged UKR",
                "entities",
                ukraine,
            ),
        ],
        day,
        basis,
        original.seen_in,
    )


def _need(original: Original, entities: int) -> None:
    if not entities:
        raise OriginalProblem(
            "the list holds no entity", where=str(original.path), do="fetch it again from its publisher"
        )


def _rows(original: Original) -> pl.DataFrame:
    header = header_of(original, ";")
    if missing := [c for c in WANTED if c not in header]:
        raise columns_differ(
            f"{original.path}:1", [c for c in header if c in WANTED], [*missing, *(c for c in WANTED if c in header)]
        )
    return table_rows(original, header, separator=";")


def read_csv(request: Request) -> Reading:
    original = request.alone()
    rows = _rows(original)
    entities = rows["Entity_LogicalId"].drop_nulls().n_unique()
    _need(original, entities)
    ukraine = rows.filter(pl.col("Entity_Regulation_Programme") == UKRAINE)["Entity_LogicalId"].drop_nulls().n_unique()
    said = rows["fileGenerationDate"].drop_nulls().str.replace_all("/", "-").str.slice(0, 10)
    generated = said.str.to_date("%d-%m-%Y", strict=False)[0] if said.len() else None
    facts = _facts(original, request, generated, entities, ukraine)
    return Reading({"sanctions_totals": facts}, {"list": _publication()}, rows.height, (), {"entities": entities})


def read_xml(request: Request) -> Reading:
    original = request.alone()
    entities, ukraine, generated = 0, 0, None
    for element in elements(original, "sanctionEntity"):
        if generated is None:
            generated = _generated(original, element.getroottree().getroot().get("generationDate", ""))
        entities += 1
        programmes = {r.get("programme") for r in element if local(r) == "regulation"}
        ukraine += UKRAINE in programmes
    _need(original, entities)
    facts = _facts(original, request, generated, entities, ukraine)
    return Reading({"sanctions_totals": facts}, {"list": _publication()}, entities)


def _generated(original: Original, text: str) -> dt.date:
    try:
        return dt.date.fromisoformat(text[:10])
    except ValueError as error:
        raise unreadable(str(original.path), f"generationDate is no day: {text!r}") from error


CSV = Reader(
    name="eu_consolidated_csv",
    family="sanctions",
    title="EU consolidated list: entities, and those of programme UKR",
    format="csv, semicolons, UTF-8 with byte order mark, one row a name",
    columns=WANTED,
    tables=("sanctions_totals",),
    licence="reuse with the source named",
    address=f"{ADDRESS}/public/files/csvFullSanctionsList_1_1/content",
    example="indicators ingest eu_consolidated_csv fsf_2026-08-05.csv",
    downloads=(Download(f"{ADDRESS}/public/files/csvFullSanctionsList_1_1/content?{PUBLIC}", "fsf.csv"),),
    recognises=lambda o: o.kind == "text" and sum(c in header_of(o, ";") for c in WANTED) >= 3,
    read=read_csv,
    entries=lambda o: entries_of_rows(_rows(o), "Entity_LogicalId", ("fileGenerationDate",)),
    quirks=(
        Quirk("2026-08", "one row a name alias: entities are counted by Entity_LogicalId, never by rows"),
        Quirk("2026-08", "its day of generation is day/month/year and stands on every row"),
        Quirk("2026-08", "an entity with several regulations has its programmes on several rows"),
    ),
    unseen=UNSEEN,
)
XML = Reader(
    name="eu_consolidated_xml",
    family="sanctions",
    title="EU consolidated list: entities, and those of programme UKR",
    format="XML, root export",
    columns=("generationDate", "sanctionEntity", "regulation"),
    tables=("sanctions_totals",),
    licence="reuse with the source named",
    address=f"{ADDRESS}/public/files/xmlFullSanctionsList_1_1/content",
    example="indicators ingest eu_consolidated_xml fsf.xml",
    downloads=(Download(f"{ADDRESS}/public/files/xmlFullSanctionsList_1_1/content?{PUBLIC}", "fsf.xml"),),
    recognises=lambda o: o.kind == "xml" and root_tag(o).rpartition("}")[2] == "export",
    read=read_xml,
    entries=lambda o: entries_of_xml(o, ("sanctionEntity",), lambda e: e.get("logicalId", "")),
    quirks=(Quirk("2026-08", "an entity can have several regulations, each with its programme; it counts once"),),
    unseen=UNSEEN,
)
