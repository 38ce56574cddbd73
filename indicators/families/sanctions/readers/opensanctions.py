"""OpenSanctions ``targets.simple.csv``: targets of the sanctions data sets in it; rows of other data sets are none."""

from __future__ import annotations

import datetime as dt

import polars as pl

from indicators.families.sanctions.readers.totals import total_facts
from indicators.ingesting.comparing import entries_of_rows
from indicators.ingesting.faults import OriginalProblem
from indicators.ingesting.opening import Original
from indicators.ingesting.reader import Download, Publication, Quirk, Reader, Reading, Refusal, Request
from indicators.ingesting.rows import LINE, looks_like, table_rows

COLUMNS = (
    "id",
    "schema",
    "name",
    "aliases",
    "birth_date",
    "countries",
    "addresses",
    "identifiers",
    "sanctions",
    "phones",
    "emails",
    "program_ids",
    "dataset",
    "first_seen",
    "last_seen",
    "last_change",
)
LISTS = {
    "US OFAC Specially Designated Nationals (SDN) List": ("us_ofac", "ofac_sdn_list_targets"),
    "EU Financial Sanctions Files (FSF)": ("eu_commission_fsf", "eu_consolidated_list_targets"),
    "UK FCDO Sanctions List": ("uk_fcdo", "uk_sanctions_list_targets"),
    "UN Security Council Consolidated Sanctions": ("un_security_council", "un_consolidated_list_targets"),
}
"""Title of a data set: who issues the list, and the measure."""
LATER = ("program_ids",)
"""Columns that older files do not have."""
REASON = "no data set of sanctions: {}"
SHOWN = 5


def read(request: Request) -> Reading:
    original = request.alone()
    rows = _rows(original)
    listed = rows.with_columns(pl.col("dataset").str.split(";").alias("sets")).explode(
        "sets", empty_as_null=True, keep_nulls=True
    )
    ours = listed.with_columns(pl.col("sets").str.strip_chars()).filter(pl.col("sets").is_in(list(LISTS)))
    counts = ours.group_by("sets").agg(pl.col("id").n_unique()).sort("sets")
    totals = [
        (*_issuer(title), LISTS[title][1], f"targets of {title} at OpenSanctions", "listed_entries", n)
        for title, n in counts.iter_rows()
    ]
    last = str(rows["last_seen"].max() or "")[:10]
    try:
        day = request.released or dt.date.fromisoformat(last)
    except ValueError as error:
        raise OriginalProblem(
            "no row says when it was last seen", where=str(original.path), do="name the day with --published-on"
        ) from error
    facts = total_facts(totals, day, request.basis if request.released else "source", original.seen_in, "medium")
    source = Publication(
        "OpenSanctions, targets.simple.csv",
        "OpenSanctions",
        "https://www.opensanctions.org/datasets/",
        "CC BY-NC 4.0",
        3,
        0,
    )
    outside = rows.filter(~pl.col("id").is_in(ours["id"].implode()))
    refused = [
        Refusal(original.name, r[LINE], REASON.format(r["dataset"])) for r in outside.head(SHOWN).iter_rows(named=True)
    ]
    return Reading(
        {"sanctions_totals": facts},
        {"list": source},
        rows.height,
        refused,
        {"rows of no list of sanctions": outside.height},
    )


def _rows(original: Original) -> pl.DataFrame:
    return table_rows(original, COLUMNS, optional=LATER)


def _issuer(title: str) -> tuple[str, str]:
    return LISTS[title][0], "all"


READER = Reader(
    name="opensanctions_targets",
    family="sanctions",
    title="OpenSanctions: targets by list of sanctions",
    format="csv, all cells quoted, lists joined by semicolons",
    columns=COLUMNS,
    tables=("sanctions_totals",),
    licence="CC BY-NC 4.0",
    address="https://data.opensanctions.org/datasets/latest/sanctions/targets.simple.csv",
    example="indicators ingest opensanctions_targets targets.simple.csv",
    downloads=(
        Download(
            "https://data.opensanctions.org/datasets/latest/sanctions/targets.simple.csv",
            "targets.simple.csv",
            most_mb=500,
        ),
    ),
    recognises=lambda original: looks_like(original, COLUMNS),
    read=read,
    entries=lambda o: entries_of_rows(_rows(o), "id", ("last_seen",)),
    quirks=(
        Quirk("2024-03", "rows can be politically exposed persons, who are no targets of sanctions"),
        Quirk("2026-09", "the column program_ids came after 2024"),
        Quirk("2024-03", "a target of several lists stands once, its data sets joined by semicolons"),
    ),
)
