"""The page on readers: each format, each sample file with what was read of it, and files that are not read, with why.

``python -m tests.ingesting.samples`` writes docs/readers.md anew; it needs the sample files.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import polars as pl

from indicators.ingesting.opening import Original
from indicators.ingesting.planning import plan_reading
from indicators.ingesting.raw_files import held
from indicators.ingesting.reader import Reader, Request
from indicators.ingesting.recognising import requests
from indicators.registry import all_readers, house

from .projects import ROOT, SAMPLES, states

PAGE = ROOT / "docs" / "readers.md"
NAMES_ONLY = "names or code lists, no facts"
UNREAD = {
    "arms/codebook_v1.pdf": "the codebook of the tables beside it, no facts",
    "arms/strategicforces_nuclearForces.csv": "delivery vehicles of the United States alone, by system; no table has "
    "them, and no licence is stated",
    "contacts/gdelt1/5k_orig.csv": "counts by year: `event_counts` is by month",
    "contacts/gdelt1/dyad_events_by_year.csv": "counts by year: `event_counts` is by month",
    "contacts/headers/CAMEO_codefile.txt": NAMES_ONLY,
    "contacts/headers/GDELT_1.0_event_Column_Labels_Header_Row_Sep2016.tsv": NAMES_ONLY,
    "contacts/headers/GDELT_2.0_Events_Column_Labels_Header_Row_Sep2016.csv": NAMES_ONLY,
    "contacts/headers/cameoCodes.json": NAMES_ONLY,
    "contacts/headers/events_column_names.csv": NAMES_ONLY,
    "contacts/icews/sample_output.jsonl": "records of protests within a country: they name no second country",
    "polls/approval_topline.csv": "averages of a model over polls that the list beside it holds, no polls",
    "trade/bvarr_macro_russia.rda": "R data without units (they look like logarithms): no facts can be told from it",
    "trade/census_country_2012-02_SOURCE.csv": "the publisher's notes on the table beside it, no facts",
    "trade/cow_trade_sy.rda": "R data; cow_national reads the csv that R makes of it, see below",
}
"""Sample files that no reader reads, and why."""
R_DATA = """R data (.rda), looked at on 2026-11-26: rdata 1.1.0 (MIT, kept up) reads it but needs xarray beside pandas;
pyreadr 0.5.8 is under the AGPL, which this package is not. For one file neither was taken: R itself (Debian's
r-base-core) writes it as csv.

    Rscript -e 'load("cow_trade_sy.rda"); write.csv(cow_trade_sy, "cow_trade_sy.csv", row.names = FALSE)'
    indicators ingest cow_national cow_trade_sy.csv --dry-run

14,410 rows; its 46 figures of Russia with the world stand here already, to the last digit (a test does the same)."""
DAYS = {"comtrade": "2022-03-31", "imf": "2022-02-28", "wto": "2022-02-24", "rosstat": "2018-09-11"}
"""Days that the files do not tell, as options give them."""
COLLECTED = dt.date(2026, 11, 22)


def sample_files() -> list[Path]:
    """All sample files but their descriptions."""
    return sorted(p for p in SAMPLES.rglob("*") if p.is_file() and p.name != "README.md")


def name_of(path: Path) -> str:
    return path.relative_to(SAMPLES).as_posix()


def reader_of(path: Path) -> list[str]:
    original = Original(path)
    return [r.name for r in all_readers() if r.recognises(original)]


def formats() -> Iterator[str]:
    """A row a reader; the templates, which are alike, share one."""
    yield "| reader | format | fills | licence | fetch | mark |"
    yield "|---|---|---|---|---|---|"
    templates = [r for r in all_readers() if r.name.startswith("template_")]
    for r in all_readers():
        if r not in templates:
            yield _row(r.name, r.format, ", ".join(r.tables), r.licence, "yes" if r.downloads else "", _mark(r))
    filled = ", ".join(r.tables[0] for r in templates)
    yield _row("template_TABLE", "csv, header row, from `indicators add TABLE --template`", filled, "", "", "")


def _mark(reader: Reader) -> str:
    return "unseen" if reader.unseen else ""


def _row(*cells: object) -> str:
    return f"| {' | '.join(str(c).replace('|', '/') for c in cells)} |"


def read_files() -> Iterator[str]:
    """A row a sample file: reader, rows, facts by state against the facts held here, refusals."""
    yield "| file | reader | rows | facts | refused |"
    yield "|---|---|---|---|---|"
    known = house()
    tables: dict[str, pl.DataFrame] = {}

    def of(name: str) -> pl.DataFrame:
        if name not in tables:
            tables[name] = held(ROOT / "data" / "raw", known.models[name])
        return tables[name]

    for path in sample_files():
        if name_of(path) in UNREAD:
            continue
        ((reader, request),) = requests([path], all_readers(), None, None, "release")
        day = DAYS.get(path.name.partition("_")[0])
        told = (
            replace(request, held=of)
            if not day
            else Request(request.files, dt.date.fromisoformat(day), "upper_bound", of)
        )
        reading = reader.read(told)
        used = {n: of(n) for n in (*reading.candidates, "sources")}
        plan = plan_reading(reader.name, told, reading, known, held=used, collected=COLLECTED)
        facts = "; ".join(f"{t}: {', '.join(f'{n:,} {s}' for s, n in c.items())}" for t, c in states(plan).items())
        counts = "" if facts else "none; " + ", ".join(f"{w} {n:,}" for w, n in reading.counts.items() if n)
        yield _row(name_of(path), reader.name, f"{reading.rows_read:,}", facts or counts, f"{len(plan.refused):,}")


def unread_files() -> Iterator[str]:
    yield "| file | why |"
    yield "|---|---|"
    yield from (_row(name, why) for name, why in UNREAD.items())


def fixed() -> str:
    """The parts of the page that need no sample file."""
    return "\n".join([
        "# Readers", "",
        "Original formats that `indicators ingest` turns into facts; `indicators readers NAME` says more of one: "
        "columns, quirks with their dates, an example. *fetch*: `indicators fetch READER` knows an address of the file "
        "(as documented; none was tried from here). *unseen*: written by the documented layout, no original was at "
        "hand.", "",
        *formats(), "", "## Files that are not read", "", *unread_files(), "", R_DATA,
    ])  # fmt: skip


def page() -> str:
    return "\n".join([
        fixed(), "", "## Files that were read", "",
        "Sample files in the publishers' formats, against the facts held here: *unchanged* means that every figure "
        "stands here already, to the last digit. Made by `python -m tests.ingesting.samples`.", "", *read_files(), "",
    ])  # fmt: skip


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
