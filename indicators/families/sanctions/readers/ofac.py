"""OFAC lists as csv without a header: ``sdn.csv``, and ``cons_prim.csv`` of the non-SDN consolidated list."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import polars as pl

from indicators.cluster import carry_out
from indicators.families.sanctions.readers.snapshots import (
    ADDRESS,
    LICENCE,
    OFAC,
    Copy,
    Steps,
    cells_of,
    checked,
    ofac_reader,
    publication,
    reading_of,
    steps,
    tag_counts,
)
from indicators.families.sanctions.readers.totals import total_facts
from indicators.ingesting.faults import OriginalProblem, no_day
from indicators.ingesting.opening import Original
from indicators.ingesting.reader import Publication, Quirk, Reading, Request
from indicators.ingesting.rows import stop_at, table_rows
from indicators.ingesting.scan import quoted, scanning

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
NUMBER = "^[0-9]+$"
SIDE_BY_SIDE = 8
"""Copies that are read in one query."""
STRETCH = 16
"""Copies that are one task."""
FIRST_LINE = r'^\d+,"[^"]*",(-0- ?|"[a-z]+"),"[^"]+",'
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


def entries_of(original: Original, rows: pl.DataFrame | None = None) -> pl.DataFrame:
    """The entries of a copy; every cell without its sign for nothing."""
    found = table_rows(original, COLUMNS, header=False, end=END_OF_FILE) if rows is None else rows
    cells = pl.col(pl.String).str.strip_chars()
    plain = found.with_columns(pl.when(cells != NOTHING).then(cells).name.keep())
    bad = plain.filter(~pl.col("ent_num").str.contains(NUMBER).fill_null(False))
    stop_at(original, bad, "an entry has no number: {ent_num!r}", "fetch the list again from its publisher")
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


def scanned(paths: Sequence[Path]) -> list[pl.DataFrame | None]:
    """Rows of several copies, read side by side by DuckDB; none of a copy that is not as it should be."""
    listed, names = ", ".join(quoted(str(p)) for p in paths), ", ".join(f"{quoted(c)}: 'VARCHAR'" for c in COLUMNS)
    try:
        with scanning(paths) as connection:
            every = connection.sql(
                f"SELECT * FROM read_csv([{listed}], delim=',', header=false, quote='\"', escape='\"', "
                f"columns={{{names}}}, null_padding=true, auto_detect=false, filename=true)"
            ).pl()
    except OriginalProblem:
        return [None] * len(paths)
    by_path = every.partition_by("filename", as_dict=True, include_key=False)
    return [_whole(by_path.get((str(p),))) for p in paths]


def _whole(rows: pl.DataFrame | None) -> pl.DataFrame | None:
    """The rows without the mark at the end of the file, if every other one has all its cells and a number."""
    if rows is None:
        return None
    entries = rows.filter(pl.col("ent_num").str.strip_chars() != END_OF_FILE)
    sound = pl.col("ent_num").str.contains(NUMBER) & pl.col("remarks").is_not_null()
    is_whole = entries.select(sound.fill_null(False).all()).item() and rows.height - entries.height <= 1
    return entries if is_whole else None


@dataclass(frozen=True)
class Dated:
    """A file with its day and what the day rests on."""

    path: Path
    day: dt.date
    date_basis: str
    published_basis: str


def dated(original: Original, request: Request) -> Dated:
    """A copy's day: as told, else as its name says."""
    alone = len(request.files) == 1
    told = request.released if alone else None
    day = told or original.day_in_name
    if day is None:
        raise no_day(str(original.path), "a copy of the list")
    own = bool(told) and request.basis != "upper_bound"
    date_basis = "publish_date" if own else "commit_date_upper_bound"
    return Dated(original.path.resolve(), day, date_basis, request.basis if told else "upper_bound")


def copies_of(files: Sequence[Dated]) -> Iterator[Copy]:
    """Copies in the order of the files, some of them read at the same time."""
    for start in range(0, len(files), SIDE_BY_SIDE):
        some = files[start : start + SIDE_BY_SIDE]
        for file, rows in zip(some, scanned([f.path for f in some]), strict=True):
            original = Original(file.path)
            entries = entries_of(original, rows)
            yield Copy(file.day, file.date_basis, file.published_basis, original.seen_in, entries)


@dataclass(frozen=True)
class Stretch:
    """Successive copies; all but the first stretch begin with the last copy of the one before."""

    files: tuple[Dated, ...]
    is_first: bool


def steps_of(stretch: Stretch) -> Steps:
    return steps(copies_of(stretch.files), counted_before=not stretch.is_first)


def read(request: Request) -> Reading:
    files = sorted((dated(o, request) for o in request.files), key=lambda f: f.day)
    if len({f.day for f in files}) < len(files):
        raise OriginalProblem(
            "two copies are of one day",
            where=", ".join(o.name for o in request.files[:3]),
            do="keep the later one of that day",
        )
    stretches = [Stretch(tuple(files[max(0, n - 1) : n + STRETCH]), n == 0) for n in range(0, len(files), STRETCH)]
    found = carry_out(steps_of, stretches, request.scheduler)
    return reading_of(sum(found, Steps()), publication("sdn.csv"))


def read_consolidated(request: Request) -> Reading:
    original = request.alone()
    (copy,) = copies_of([dated(original, request)])
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


SDN = ofac_reader(
    "sdn.csv",
    name="ofac_sdn",
    title="Specially Designated Nationals: counts of each copy, additions and removals between copies",
    format="csv without header, 12 columns, CR LF",
    columns=COLUMNS,
    tables=("sanctions_list_counts", "sanctions_actions"),
    example="indicators ingest ofac_sdn 'sdn_2026-*.csv' --changes changes.csv",
    recognises=lambda original: is_list(original) and not is_consolidated(original),
    read=read,
    entries=lambda o: cells_of(entries_of(o)),
    quirks=QUIRKS,
    together=True,
    spreads=True,
)
CONSOLIDATED = ofac_reader(
    "consolidated/cons_prim.csv",
    name="ofac_consolidated",
    title="Non-SDN consolidated list: entries by programme, the sectoral list among them",
    format="csv without header, 12 columns, CR LF",
    columns=COLUMNS,
    tables=("sanctions_totals",),
    example="indicators ingest ofac_consolidated cons_prim_2025-12-19.csv",
    recognises=is_consolidated,
    read=read_consolidated,
    entries=lambda o: cells_of(entries_of(o)),
    quirks=(
        *QUIRKS,
        Quirk("2025-12", "the sectoral list is tagged UKRAINE-EO13662 here; that tag is another list in sdn.csv"),
    ),
)
