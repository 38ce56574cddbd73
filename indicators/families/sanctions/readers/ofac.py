"""OFAC lists as csv without a header: ``sdn.csv``, and ``cons_prim.csv`` of the non-SDN consolidated list."""

from __future__ import annotations

import polars as pl

from indicators.families.sanctions.readers.snapshots import (
    ADDRESS,
    FORWARDS,
    LICENCE,
    OFAC,
    Copy,
    candidates,
    cells_of,
    checked,
    publication,
    tag_counts,
)
from indicators.families.sanctions.readers.totals import total_facts
from indicators.ingesting.faults import OriginalProblem, no_day
from indicators.ingesting.opening import Original
from indicators.ingesting.reader import Download, Publication, Quirk, Reader, Reading, Request
from indicators.ingesting.rows import csv_rows

COLUMNS = (
    "ent_num",
    "name",
    "type",
    "programme",
    "title",
    "call_sign",
    "vessel_type",
    "tonnage",
    "grt",
    "flag",
    "owner",
    "remarks",
)
NOTHING = "-0-"
END_OF_FILE = "\x1a"
FIRST_LINE = r'^\d+,"[^"]*",(-0- |"[a-z]+"),"[^"]+",'
QUIRKS = (
    Quirk("2015-01", "no header; the columns have a fixed order"),
    Quirk("2015-01", "an empty cell is -0- without quotes and with a space after it; type -0- means an organisation"),
    Quirk("2015-01", "a cell can hold several programmes, divided by '] [' without outer brackets"),
    Quirk("2015-01", "lines end in CR LF and the file in a single byte 0x1A"),
    Quirk(
        "2024-05", "the tag CAATSA - RUSSIA holds spaces; remarks may be cut off, the rest stands in sdn_comments.csv"
    ),
)


def is_list(original: Original) -> bool:
    return original.kind == "text" and bool(pl.Series([original.first_line]).str.contains(FIRST_LINE)[0])


def is_consolidated(original: Original) -> bool:
    """Its first entries are those of the Palestinian Legislative Council, which the SDN list does not have."""
    return is_list(original) and '"NS-PLC"' in original.text


def entries_of(original: Original) -> pl.DataFrame:
    """The entries of a copy; every cell without its sign for nothing."""
    rows = csv_rows(original, COLUMNS, header=False, end=END_OF_FILE)
    cells = pl.col(pl.String).str.strip_chars()
    plain = rows.with_columns(pl.when(cells != NOTHING).then(cells).name.keep())
    bad = plain.filter(~pl.col("ent_num").str.contains(r"^[0-9]+$").fill_null(False))
    if bad.height:
        raise OriginalProblem(
            f"an entry has no number: {bad['ent_num'][0]!r}",
            where=f"{original.path}:{bad['line'][0]}",
            do="fetch the list again from its publisher",
        )
    entries = plain.select(
        pl.col("ent_num").alias("entry_id"),
        pl.col("type").fill_null("entity").alias("entity_type"),
        pl.col("programme")
        .fill_null("")
        .str.split("] [")
        .list.eval(pl.element().filter(pl.element() != ""))
        .alias("tags"),
        *(pl.col(c) for c in COLUMNS if c not in ("ent_num", "type", "programme")),
    )
    return checked(str(original.path), entries)


def copy_of(original: Original, request: Request) -> Copy:
    """A copy with its day: as told, else as its name says."""
    alone = len(request.files) == 1
    told = request.released if alone else None
    day = told or original.day_in_name
    if day is None:
        raise no_day(str(original.path), "a copy of the list")
    own = bool(told) and request.basis != "upper_bound"
    return Copy(
        day,
        "publish_date" if own else "commit_date_upper_bound",
        request.basis if told else "upper_bound",
        original.seen_in,
        entries_of(original),
    )


def read(request: Request) -> Reading:
    copies = [copy_of(o, request) for o in request.files]
    days = [c.day for c in copies]
    if len(set(days)) < len(days):
        raise OriginalProblem(
            "two copies are of one day",
            where=", ".join(o.name for o in request.files),
            do="keep the later one of that day",
        )
    frames, every, numbers = candidates(copies)
    return Reading(frames, {"list": publication("sdn.csv")}, sum(c.entries.height for c in copies), (), numbers, every)


def read_consolidated(request: Request) -> Reading:
    original = request.alone()
    copy = copy_of(original, request)
    counts = tag_counts(copy.entries).filter((pl.col("entity_type") == "all") & (pl.col("programme") != "RUSSIA-UNION"))
    sectoral = {"UKRAINE-EO13662": " (sectoral SSI)"}
    facts = total_facts(
        [
            (
                "us_ofac",
                tag,
                "ofac_non_sdn_entries",
                f"non-SDN Consolidated list entries tagged {tag}{sectoral.get(tag, '')}",
                "listed_entries",
                n,
            )
            for tag, n in counts.select("programme", "entries_count").iter_rows()
        ],
        copy.day,
        copy.published_basis,
        copy.seen_in,
    )
    source = Publication(
        "Consolidated Sanctions List, non-SDN (cons_prim.csv)",
        OFAC,
        f"{ADDRESS}/consolidated/cons_prim.csv",
        LICENCE,
        1,
        0,
    )
    return Reading({"sanctions_totals": facts}, {"list": source}, copy.entries.height)


SDN = Reader(
    name="ofac_sdn",
    family="sanctions",
    title="Specially Designated Nationals: counts of each copy, additions and removals between copies",
    format="csv without header, 12 columns, CR LF",
    columns=COLUMNS,
    tables=("sanctions_list_counts", "sanctions_actions"),
    licence=LICENCE,
    address=f"{ADDRESS}/sdn.csv",
    example="indicators ingest ofac_sdn 'sdn_2026-*.csv' --changes changes.csv",
    downloads=(Download(f"{ADDRESS}/sdn.csv", "sdn.csv", FORWARDS),),
    recognises=lambda original: is_list(original) and not is_consolidated(original),
    read=read,
    entries=lambda o: cells_of(entries_of(o)),
    quirks=QUIRKS,
    together=True,
)
CONSOLIDATED = Reader(
    name="ofac_consolidated",
    family="sanctions",
    title="Non-SDN consolidated list: entries by programme, the sectoral list among them",
    format="csv without header, 12 columns, CR LF",
    columns=COLUMNS,
    tables=("sanctions_totals",),
    licence=LICENCE,
    address=f"{ADDRESS}/consolidated/cons_prim.csv",
    example="indicators ingest ofac_consolidated cons_prim_2025-12-19.csv",
    downloads=(Download(f"{ADDRESS}/consolidated/cons_prim.csv", "cons_prim.csv", FORWARDS),),
    recognises=is_consolidated,
    read=read_consolidated,
    entries=lambda o: cells_of(entries_of(o)),
    quirks=(
        *QUIRKS,
        Quirk("2025-12", "the sectoral list is tagged UKRAINE-EO13662 here; that tag is another list in sdn.csv"),
    ),
)
