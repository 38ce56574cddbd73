"""UK Sanctions List, csv or OpenDocument sheet: totals, and designations by day that are still listed."""

from __future__ import annotations

import datetime as dt
import re

import polars as pl

from indicators.families.sanctions.readers.totals import total_facts
from indicators.ingesting.comparing import entries_of_rows
from indicators.ingesting.faults import OriginalProblem, no_day, unknown_code
from indicators.ingesting.opening import Original
from indicators.ingesting.reader import PUBLICATION, Download, Publication, Quirk, Reader, Reading, Refusal, Request
from indicators.ingesting.rows import LINE, header_of, headers_of, stop_at, table_rows

ENTRY, REGIME, DESIGNATED = "Unique ID", "Regime Name", "Date Designated"
NEEDED = (ENTRY, "OFSI Group ID", REGIME, "Designation source", "Sanctions Imposed", DESIGNATED)
SHORT = (*NEEDED, "Name", "Type")
"""The sheet of 2025: one row an entry."""
WHOLE = (
    *NEEDED, "Last Updated", "UN Reference Number", *(f"Name {n}" for n in (6, 1, 2, 3, 4, 5)), "Name type",
    "Alias strength", "Title", "Name non-latin script", "Non-latin script type", "Non-latin script language",
    "Designation Type", "Other Information", "UK Statement of Reasons",
    *(f"Address Line {n}" for n in range(1, 7)), "Address Postal Code", "Address Country", "Phone number", "Website",
    "Email address", "D.O.B", "Nationality(/ies)", "National Identifier number",
    "National Identifier additional information", "Passport number", "Passport additional information", "Position",
    "Gender", "Town of birth", "Country of birth", "Type of entity", "Subsidiaries", "Parent company",
    "Business registration number (s)", "IMO number", "Current owner/operator (s)", "Previous owner/operator (s)",
    "Current believed flag of ship", "Previous flags", "Type of ship", "Tonnage of ship", "Length of ship",
    "Year Built", "Hull identification number (HIN)",
)  # fmt: skip
"""The list since 2026: a row for each name and address of an entry."""
KINDS = {SHORT: "Type", WHOLE: "Designation Type"}
REPORT = re.compile(r"Report Date:?\s*(.*)", re.IGNORECASE)
REPORT_DAY = "%d-%b-%Y"
TYPES = {"Individual": "individual", "Entity": "entity", "Ship": "vessel"}
MEASURES = {
    "entity": ("entities_listed", "Russia regime, entities listed", "entities"),
    "individual": ("individuals_listed", "Russia regime, individuals listed", "persons"),
    "vessel": ("vessels_listed", "Russia regime, ships listed", "vessels"),
}
RUSSIA = "Russia"
CARRIED_OVER = dt.date(2020, 12, 31)
HOST = "https://sanctionslist.fcdo.gov.uk"
DECLARED = "families/sanctions/readers/uk.py"
MONTHS = "Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec"


def read(request: Request) -> Reading:
    original = request.alone()
    rows = _rows(original)
    entries = _entries(original, rows)
    day, basis = _day(original, request)
    ours = entries.filter(pl.col(REGIME) == RUSSIA)
    totals = [("uk_fcdo", "all", "designations_listed", "all regimes, listed", "listed_entries", entries.height)]
    totals += [
        ("uk_fcdo", "uk_russia_regime", *MEASURES[kind], n)
        for kind, n in ours.group_by("entity_type").len().sort("entity_type").iter_rows()
    ]
    source = Publication(
        "UK Sanctions List",
        "UK FCDO",
        "https://www.gov.uk/government/publications/the-uk-sanctions-list",
        "Open Government Licence v3",
        1,
        0,
    )
    frames = {
        "sanctions_totals": total_facts(totals, day, basis, original.seen_in),
        "sanctions_actions": _survivors(ours, day, original.seen_in),
    }
    unnamed = rows.filter(pl.col(ENTRY).is_null())[LINE]
    refused = [Refusal(original.name, line, f"a row has no {ENTRY}") for line in unnamed]
    counts = {"entries": entries.height, "of the Russia regime": ours.height}
    return Reading(frames, {"list": source}, rows.height, refused, counts)


def _reported(original: Original) -> str:
    """What the first line says of the list's day; empty where it is the header."""
    found = REPORT.match(next(iter(header_of(original)), ""))
    return found[1].strip() if found else ""


def _recognises(original: Original) -> bool:
    headers = headers_of(original, skip=1 if _reported(original) else 0)
    return any(len(set(header) & set(NEEDED)) >= 4 for header in headers)


def _rows(original: Original) -> pl.DataFrame:
    """The rows, their type in the column ``Type``."""
    skip = 1 if _reported(original) else 0
    names = {name for header in headers_of(original, skip=skip) for name in header}
    layout = max(KINDS, key=lambda columns: len(names & set(columns)))
    kind = KINDS[layout]
    optional = [c for c in layout if c not in (ENTRY, REGIME, DESIGNATED, kind)]
    return table_rows(original, layout, optional=optional, skip=skip).rename({kind: "Type"})


def _entries(original: Original, rows: pl.DataFrame) -> pl.DataFrame:
    """The entries, each once, with their type and day of designation."""
    filled = rows.filter(pl.col(ENTRY).is_not_null())
    if unknown := set(filled["Type"]) - set(TYPES):
        raise unknown_code(str(original.path), "type of entry", map(str, unknown), DECLARED)
    if RUSSIA not in set(filled[REGIME]):
        raise unknown_code(str(original.path), "set of regimes", ["no regime Russia"], DECLARED)
    said = (
        filled.filter(pl.col(REGIME) == RUSSIA)
        .group_by(ENTRY)
        .agg(pl.col("Type", DESIGNATED).n_unique(), pl.col(LINE).min())
    )
    torn = said.filter(pl.max_horizontal("Type", DESIGNATED) > 1).sort(LINE)
    stop_at(
        original,
        torn,
        f"the rows of entry {{{ENTRY}}} have several types or days of designation",
        "fetch the list again from its publisher",
    )
    entries = filled.unique(ENTRY, keep="first", maintain_order=True).with_columns(
        pl.col("Type").replace_strict(TYPES).alias("entity_type"),
        pl.col(DESIGNATED).str.replace_all("/", "-").str.to_date("%d-%m-%Y", strict=False).alias("designated"),
    )
    bad = entries.filter(pl.col("designated").is_null() & (pl.col(REGIME) == RUSSIA))
    stop_at(
        original, bad, f"no day of designation: {{{DESIGNATED}!r}}", "a day is written DD-MM-YYYY; fetch the list again"
    )
    return entries


def _day(original: Original, request: Request) -> tuple[dt.date, str]:
    """As told, else as the list's first line says (24-Nov-2025), else its name (2025-08-11, or Aug 11 2025)."""
    if request.released:
        return request.released, request.basis
    if reported := _reported(original):
        stated = pl.Series([reported]).str.to_date(REPORT_DAY, strict=False)[0]
        if stated is None:
            raise OriginalProblem(
                f"the report date is no day: {reported!r}",
                where=f"{original.path}:1",
                do="it is written 24-Nov-2025; fetch the list again, or name its day with --published-on",
            )
        return stated, "release"
    said = pl.Series([original.path.name]).str.extract(rf"((?:{MONTHS})[ _]\d{{1,2}}[ _]\d{{4}})")
    named = said.str.replace_all("_", " ").str.to_date("%b %d %Y", strict=False)[0]
    day = original.day_in_name or named
    if day is None:
        raise no_day(str(original.path), "the list")
    return day, "source"


def _survivors(ours: pl.DataFrame, day: dt.date, seen_in: str) -> pl.DataFrame:
    """Designations by day that this list still holds: a lower bound, known no earlier than the list."""
    carried = pl.col("action_date") == CARRIED_OVER
    note = "survivors only: later revocations are not counted"
    extra = f"{note}; {CARRIED_OVER} = EU-era listings carried over at the end of the transition period"
    counts = ours.group_by(pl.col("designated").alias("action_date"), "entity_type").agg(
        pl.len().cast(pl.Int64).alias("added_count")
    )
    return counts.sort("action_date", "entity_type").with_columns(
        pl.lit("day").alias("date_precision"),
        pl.lit("uk_fcdo").alias("issuer"),
        pl.lit("uk_russia_regime").alias("target_programme"),
        pl.lit(None, pl.String).alias("package"),
        pl.lit(None, pl.Int64).alias("removed_count"),
        pl.lit(None, pl.String).alias("added_missing_reason"),
        pl.lit("not_collected").alias("removed_missing_reason"),
        pl.lit("lower").alias("bound"),
        pl.lit("survivors_only").alias("basis"),
        pl.lit(f"designations of this day still on the list of {day.day} {day:%B %Y}").alias("description"),
        pl.lit(seen_in).alias("seen_in"),
        pl.lit(day).alias("published_on"),
        pl.lit("upper_bound").alias("published_basis"),
        pl.lit("E").alias("obs_status"),
        pl.when(carried).then(pl.lit(extra)).otherwise(pl.lit(note)).alias("note"),
        pl.lit("list").alias(PUBLICATION),
        pl.concat_str(
            pl.lit("sanctions"),
            pl.col("action_date").cast(pl.String),
            pl.lit("uk-fcdo.uk-russia-regime"),
            "entity_type",
            pl.lit("survivors-only"),
            separator=".",
        ).alias("fact_id"),
    )


READER = Reader(
    name="uk_sanctions_list",
    family="sanctions",
    title="UK list: entries of the Russia regime, and designations by day that survive",
    format="csv or ods; a line with the day of the report, then the header",
    columns=(ENTRY, REGIME, "Designation Type or Type", DESIGNATED),
    tables=("sanctions_totals", "sanctions_actions"),
    licence="Open Government Licence v3",
    address="https://www.gov.uk/government/publications/the-uk-sanctions-list",
    example="indicators ingest uk_sanctions_list UK-Sanctions-List.csv",
    downloads=(Download(f"{HOST}/docs/UK-Sanctions-List.csv", "UK-Sanctions-List.csv", most_mb=150),),
    recognises=_recognises,
    read=read,
    entries=lambda o: entries_of_rows(_rows(o), ENTRY, ("Last Updated",)),
    quirks=(
        Quirk("2025-08", "days are DD-MM-YYYY; the list's own day stands in the name of the sheet's file alone"),
        Quirk("2025-08", "the sheet ends in empty cells that repeat, and holds white space that strict readers refuse"),
        Quirk("2025-08", "ships stand under the Russia regime beside persons and entities"),
        Quirk("2025-11", "the first line is Report Date: 24-Nov-2025, the header the second"),
        Quirk("2026-02", "58 columns, days DD/MM/YYYY, a row for each name and address: entries count by Unique ID"),
    ),
)
