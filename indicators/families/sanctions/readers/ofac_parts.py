"""OFAC's files beside the list: ``add.csv`` (addresses) and ``alt.csv`` (other names), both by entry number."""

from __future__ import annotations

import polars as pl

from indicators.families.sanctions.readers.ofac import END_OF_FILE, NOTHING
from indicators.families.sanctions.readers.snapshots import ADDRESS, LICENCE, OFAC, ofac_reader
from indicators.families.sanctions.readers.totals import total_facts
from indicators.ingesting.faults import unknown_code
from indicators.ingesting.opening import Original
from indicators.ingesting.reader import Publication, Quirk, Reading, Request
from indicators.ingesting.rows import stop_at, table_rows

ADD = ("ent_num", "add_num", "address", "city_state_post", "country", "remarks")
ALT = ("ent_num", "alt_num", "alt_type", "alt_name", "remarks")
ALT_TYPES = ("aka", "fka", "nka")
UNSEEN = "written by OFAC's data specification; no copy of it was at hand"
QUIRKS = (Quirk("2026-11", "no header, -0- for nothing, CR LF and a byte 0x1A at the end, as in sdn.csv"),)


def _recognises(pattern: str, original: Original) -> bool:
    return original.kind == "text" and bool(pl.Series([original.first_line]).str.contains(pattern)[0])


def _rows(original: Original, columns: tuple[str, ...]) -> pl.DataFrame:
    rows = table_rows(original, columns, header=False, end=END_OF_FILE)
    cells = pl.col(pl.String).str.strip_chars()
    plain = rows.with_columns(pl.when(cells != NOTHING).then(cells).name.keep())
    bad = plain.filter(~pl.col("ent_num").str.contains(r"^[0-9]+$").fill_null(False))
    stop_at(original, bad, "a row has no entry number: {ent_num!r}", "fetch the file again from its publisher")
    return plain


def _publication(file: str) -> Publication:
    return Publication(f"Specially Designated Nationals List ({file})", OFAC, f"{ADDRESS}/{file}", LICENCE, 1, 0)


def read_addresses(request: Request) -> Reading:
    original = request.alone()
    rows = _rows(original, ADD)
    russian = rows.filter(pl.col("country") == "Russia")["ent_num"].n_unique()
    day, basis = request.stated_day("the file")
    facts = total_facts(
        [
            (
                "us_ofac",
                "RUS",
                "ofac_sdn_entries_with_russia_address",
                "SDN list, entries with an address in Russia",
                "listed_entries",
                russian,
            )
        ],
        day,
        basis,
        original.seen_in,
    )
    return Reading({"sanctions_totals": facts}, {"list": _publication("add.csv")}, rows.height)


def read_aliases(request: Request) -> Reading:
    original = request.alone()
    rows = _rows(original, ALT)
    if unknown := set(rows["alt_type"].drop_nulls()) - set(ALT_TYPES):
        raise unknown_code(str(original.path), "type of name", unknown, "families/sanctions/readers/ofac_parts.py")
    day, basis = request.stated_day("the file")
    facts = total_facts(
        [("us_ofac", "all", "ofac_sdn_other_names", "SDN list, other names of entries", "names", rows.height)],
        day,
        basis,
        original.seen_in,
    )
    return Reading({"sanctions_totals": facts}, {"list": _publication("alt.csv")}, rows.height)


ADDRESSES = ofac_reader(
    "add.csv",
    name="ofac_addresses",
    title="SDN list: entries with an address in Russia",
    format="csv without header, 6 columns, CR LF",
    columns=ADD,
    tables=("sanctions_totals",),
    example="indicators ingest ofac_addresses add_2026-09-04.csv",
    recognises=lambda o: _recognises(r'^\d+,\d+,(-0- ?|"[^"]*"),(-0- ?|"[^"]*"),(-0- ?|"[^"]*"),(-0- ?|"[^"]*")$', o),
    read=read_addresses,
    quirks=QUIRKS,
    unseen=UNSEEN,
)
ALIASES = ofac_reader(
    "alt.csv",
    name="ofac_aliases",
    title="SDN list: other names",
    format="csv without header, 5 columns, CR LF",
    columns=ALT,
    tables=("sanctions_totals",),
    example="indicators ingest ofac_aliases alt_2026-09-04.csv",
    recognises=lambda o: _recognises(r'^\d+,\d+,"[afn]ka",', o),
    read=read_aliases,
    quirks=QUIRKS,
    unseen=UNSEEN,
)
