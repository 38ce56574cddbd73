"""Correlates of War, national trade: imports and exports of each state with the world by year."""

from __future__ import annotations

import datetime as dt

import polars as pl

from indicators.families.trade.readers.shared import volumes
from indicators.ingesting.faults import unknown_code
from indicators.ingesting.reader import Publication, Quirk, Reader, Reading, Request
from indicators.ingesting.rows import LINE, headers_of, number, stop_at, table_rows

COLUMNS = ("ccode", "year", "imports", "exports")
MORE = ("", "statename", "stateabb", "alt_imports", "alt_exports", "source1", "source2", "version")
"""Columns of the publisher's own file; a copy of it need not have them."""
RUSSIA, FIRST_YEAR = "365", 1992
"""The code is the Soviet Union's before that year."""
FLOWS = {"imports": ("import", "cif"), "exports": ("export", "fob")}
MISSING = ("-9", "NA")
NOTE = "national file (mainly IMF DOTS); the usual DOTS valuation, not stated per row"
PUBLISHED = dt.date(2016, 12, 31)
SOURCE = Publication(
    "Correlates of War Trade data set v4.0 (national and dyadic files)",
    "Correlates of War",
    "https://correlatesofwar.org/data-sets/bilateral-trade/",
    "terms not checked",
    2,
    None,
    PUBLISHED,
)


def read(request: Request) -> Reading:
    original = request.alone()
    rows = table_rows(original, (*COLUMNS, *MORE), optional=MORE)
    year = pl.col("year").cast(pl.Float64, strict=False).cast(pl.Int64, strict=False)
    russia = rows.filter(pl.col("ccode") == RUSSIA).with_columns(year.alias("_year"))
    if not russia.height:
        raise unknown_code(str(original.path), "set of states", [f"no code {RUSSIA}"], "families/trade/readers/cow.py")
    ours = russia.filter(pl.col("_year").is_null() | (pl.col("_year") >= FIRST_YEAR))
    long = ours.unpivot(on=list(FLOWS), index=["_year", LINE], variable_name="_flow", value_name="cell")
    filled = long.filter(pl.col("cell").is_not_null() & ~pl.col("cell").is_in(MISSING))
    figure = number("cell")
    bad = filled.filter(pl.col("_year").is_null() | figure.is_null() | (figure <= 0))
    stop_at(
        original,
        bad,
        "no year with a figure: {_year}, {cell!r} in {_flow}",
        "fetch the file again; a missing figure is -9",
    )
    facts = filled.select(
        pl.lit("RUS").alias("reporter"),
        pl.lit("WLD").alias("partner"),
        pl.col("_flow").replace_strict({k: flow for k, (flow, _) in FLOWS.items()}).alias("flow"),
        pl.col("_year").cast(pl.String).alias("period"),
        pl.col("_flow").replace_strict({k: valuation for k, (_, valuation) in FLOWS.items()}).alias("valuation"),
        figure.alias("value_usd_mn"),
        pl.lit(NOTE).alias("note"),
        pl.lit("medium").alias("quality"),
    )
    day = request.released or PUBLISHED
    basis = request.basis if request.released else "upper_bound"
    made = volumes(facts, publisher="cow", vintage=f"{day.year}", day=day, basis=basis)
    counts = {"rows of Russia": ours.height, "figures that are missing": long.height - filled.height}
    return Reading({"trade_volumes": made}, {"edition": SOURCE}, rows.height, (), counts)


READER = Reader(
    name="cow_national",
    family="trade",
    title="Russia's imports and exports with the world by year, to 2014",
    format="csv: a row a state and year; USD million",
    columns=COLUMNS,
    tables=("trade_volumes",),
    licence="terms not checked",
    address=SOURCE.url,
    example="indicators ingest cow_national cow_trade_sy.csv",
    recognises=lambda original: any(set(COLUMNS) <= set(header) for header in headers_of(original)),
    read=read,
    quirks=(
        Quirk("2016-12", "states have codes of the project: 365 is Russia and, before 1992, the Soviet Union"),
        Quirk("2016-12", "a missing figure is -9; R writes NA"),
        Quirk("2026-11", "copies for R (.rda) have four of the columns: R writes them as csv, see docs/readers.md"),
    ),
)
