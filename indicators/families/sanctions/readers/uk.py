"""UK Sanctions List, csv or OpenDocument sheet: totals, and designations by day that are still listed."""

from __future__ import annotations

import datetime as dt

import polars as pl

from indicators.families.sanctions.readers.totals import total_facts
from indicators.ingesting.comparing import entries_of_rows
from indicators.ingesting.faults import OriginalProblem, no_day, unknown_code
from indicators.ingesting.opening import Original
from indicators.ingesting.reader import PUBLICATION, Publication, Quirk, Reader, Reading, Request
from indicators.ingesting.rows import LINE, csv_rows, looks_like, sheet_rows

COLUMNS = (
    "Unique ID",
    "OFSI Group ID",
    "Name",
    "Regime Name",
    "Type",
    "Designation source",
    "Date Designated",
    "Sanctions Imposed",
)
TYPES = {"Individual": "individual", "Entity": "entity", "Ship": "vessel"}
MEASURES = {
    "entity": ("entities_listed", "Russia regime, entities listed", "entities"),
    "individual": ("individuals_listed", "Russia regime, individuals listed", "persons"),
    "vessel": ("vessels_listed", "Russia regime, ships listed", "vessels"),
}
RUSSIA = "Russia"
CARRIED_OVER = dt.date(2020, 12, 31)
MONTHS = "Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec"


def read(request: Request) -> Reading:
    original = request.alone()
    rows = _rows(original)
    entries = _entries(original, rows)
    day, basis = _day(original, request)
    ours = entries.filter(pl.col("Regime Name") == RUSSIA)
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
    return Reading(frames, {"list": source}, rows.height, (), {"of the Russia regime": ours.height})


def _rows(original: Original) -> pl.DataFrame:
    return csv_rows(original, COLUMNS) if original.kind == "text" else sheet_rows(original, COLUMNS)


def _entries(original: Original, rows: pl.DataFrame) -> pl.DataFrame:
    filled = rows.filter(pl.col("Unique ID").is_not_null())
    if unknown := set(filled["Type"]) - set(TYPES):
        raise unknown_code(str(original.path), "type of entry", map(str, unknown), "families/sanctions/readers/uk.py")
    if RUSSIA not in set(filled["Regime Name"]):
        raise unknown_code(
            str(original.path), "set of regimes", ["no regime Russia"], "families/sanctions/readers/uk.py"
        )
    entries = filled.with_columns(
        pl.col("Type").replace_strict(TYPES).alias("entity_type"),
        pl.col("Date Designated").str.replace_all("/", "-").str.to_date("%d-%m-%Y", strict=False).alias("designated"),
    )
    bad = entries.filter(pl.col("designated").is_null() & (pl.col("Regime Name") == RUSSIA))
    if bad.height:
        raise OriginalProblem(
            f"no day of designation: {bad['Date Designated'][0]!r}",
            where=f"{original.path}:{bad[LINE][0]}",
            do="a day is written DD-MM-YYYY; fetch the list again",
        )
    return entries


def _day(original: Original, request: Request) -> tuple[dt.date, str]:
    """As told, else as the file's name says (2025-08-11, or Aug 11 2025)."""
    if request.released:
        return request.released, request.basis
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
    format="csv or ods, header row",
    columns=COLUMNS,
    tables=("sanctions_totals", "sanctions_actions"),
    licence="Open Government Licence v3",
    address="https://www.gov.uk/government/publications/the-uk-sanctions-list",
    example="indicators ingest uk_sanctions_list UK_Sanctions_List_2026-09-01.ods",
    recognises=lambda original: looks_like(original, COLUMNS),
    read=read,
    entries=lambda o: entries_of_rows(_rows(o), "Unique ID"),
    quirks=(
        Quirk("2025-08", "days are DD-MM-YYYY; the list's own day stands in its file name alone"),
        Quirk("2025-08", "the sheet ends in empty cells that repeat, and holds white space that strict readers refuse"),
        Quirk("2025-08", "ships stand under the Russia regime beside persons and entities"),
    ),
)
