"""Suh (2022), Strategic Nuclear Forces v1.0: workbooks of pairs of countries and of countries, by year."""

from __future__ import annotations

import polars as pl

from indicators.families.arms_control.readers.shared import COPIES, SUH, stockpiles
from indicators.ingesting.faults import unknown_code
from indicators.ingesting.opening import Original
from indicators.ingesting.reader import Publication, Quirk, Reader, Reading, Request, in_repository
from indicators.ingesting.rows import LINE, looks_like, number, stop_at, table_rows

OF_ONE = ("land", "sea", "air", "total", "dnukel", "dnukes", "dnukea", "totaldw")
SIDES = tuple(f"{name}{side}" for side in "12" for name in (*OF_ONE,))
DYAD_COLUMNS = (
    "ccode1",
    "ccode2",
    "year",
    "int_capdis",
    "int_capdis(km)",
    *(f"{n}1" for n in OF_ONE),
    "totaldw1_c",
    "EMT1",
    "CMP1",
    *(f"{n}2" for n in OF_ONE),
    "totaldw2_c",
    "EMT2",
    "CMP2",
)
COUNTRY_COLUMNS = ("ccode", "year", "warheads", "monadicdnuke", "monadicEMT")
ITEMS = {
    "land": "strategic_platforms_land",
    "sea": "strategic_platforms_sea",
    "air": "strategic_platforms_air",
    "total": "strategic_platforms_total",
    "dnukel": "deliverable_warheads_land",
    "dnukes": "deliverable_warheads_sea",
    "dnukea": "deliverable_warheads_air",
    "totaldw": "deliverable_warheads_total",
}
USA, RUSSIA = "2", "365"
"""Codes of the Correlates of War project."""
AREAS = {USA: "USA", RUSSIA: "RUS"}
NOTE = (
    "deployed systems whose range exceeds the Washington-Moscow distance (4,863 miles); shorter-range submarines and "
    "missiles are left out"
)
SOURCE = Publication(
    "Suh (2022), Strategic Nuclear Forces dataset v1.0",
    "Suh (2022)",
    "https://github.com/owid/notebooks/tree/56c36ad678a92e035ed0ad8152d7e5083967edb1/BastianHerre/nuclear_weapons",
    "not stated; cite the author",
    2,
)


def _counted(original: Original, long: pl.DataFrame) -> pl.DataFrame:
    """Rows with a whole number of a year; an empty cell is unknown."""
    filled = long.drop_nulls("cell")
    figure, year = number("cell"), pl.col("year").cast(pl.Int64, strict=False)
    bad = filled.filter(figure.is_null() | (figure != figure.round()) | year.is_null())
    stop_at(original, bad, "no whole number of a year: {year!r}, {cell!r}", "fetch the workbook again")
    return filled.select("country", "item", year.alias("year"), figure.cast(pl.Int64).alias("value_count"))


def read_dyads(request: Request) -> Reading:
    original = request.alone()
    rows = table_rows(original, DYAD_COLUMNS)
    ours = rows.filter((pl.col("ccode1") == USA) & (pl.col("ccode2") == RUSSIA))
    if not ours.height:
        raise unknown_code(
            str(original.path), "set of countries", [f"no pair {USA}, {RUSSIA}"], "families/arms_control/readers/suh.py"
        )
    long = ours.unpivot(on=list(SIDES), index=["year", LINE], variable_name="_c", value_name="cell").with_columns(
        pl.when(pl.col("_c").str.ends_with("1")).then(pl.lit("USA")).otherwise(pl.lit("RUS")).alias("country"),
        pl.col("_c").str.head(-1).replace_strict(ITEMS).alias("item"),
    )
    facts = stockpiles(_counted(original, long), "suh", NOTE)
    return Reading({"warhead_stockpiles": facts}, {"edition": SOURCE}, rows.height, (), {"rows of ours": ours.height})


def read_countries(request: Request) -> Reading:
    original = request.alone()
    rows = table_rows(original, COUNTRY_COLUMNS)
    ours = rows.filter(pl.col("ccode").is_in(list(AREAS)))
    if set(ours["ccode"]) != set(AREAS):
        raise unknown_code(
            str(original.path),
            "set of countries",
            set(AREAS) - set(ours["ccode"]),
            "families/arms_control/readers/suh.py",
        )
    long = ours.select(
        pl.col("ccode").replace_strict(AREAS).alias("country"),
        "year",
        LINE,
        pl.col("monadicdnuke").alias("cell"),
        pl.lit("first_strike_deliverable_strategic_warheads").alias("item"),
    )
    facts = stockpiles(_counted(original, long), "suh")
    return Reading({"warhead_stockpiles": facts}, {"edition": SOURCE}, rows.height, (), {"rows of ours": ours.height})


DYADS = Reader(
    name="suh_dyads",
    family="arms_control",
    title="Strategic platforms and deliverable warheads of the two sides by year",
    format="xlsx with one sheet, header row",
    columns=DYAD_COLUMNS,
    tables=("warhead_stockpiles",),
    licence="not stated; cite the author",
    address=SOURCE.url,
    example="indicators ingest suh_dyads snforce1_ndy.xlsx --published-on 2022-05-01 --basis source",
    downloads=(in_repository(COPIES, f"{SUH}/snforce1_ndy.xlsx"),),
    recognises=lambda o: o.kind == "xlsx" and looks_like(o, DYAD_COLUMNS),
    read=read_dyads,
    quirks=(
        Quirk("2022-05", "one row an unordered pair and year; codes of the Correlates of War (2 and 365)"),
        Quirk("2022-05", "only systems that reach from one capital to the other are counted"),
    ),
)
COUNTRIES = Reader(
    name="suh_countries",
    family="arms_control",
    title="Strategic warheads deliverable in a first strike, by year",
    format="xlsx with one sheet, header row",
    columns=COUNTRY_COLUMNS,
    tables=("warhead_stockpiles",),
    licence="not stated; cite the author",
    address=SOURCE.url,
    example="indicators ingest suh_countries snforce_monadic.xlsx --published-on 2022-05-01 --basis source",
    downloads=(in_repository(COPIES, f"{SUH}/snforce_monadic.xlsx"),),
    recognises=lambda o: o.kind == "xlsx" and looks_like(o, COUNTRY_COLUMNS),
    read=read_countries,
    quirks=(
        Quirk("2022-05", "an empty cell is unknown, not 0"),
        Quirk("2022-05", "the column warheads repeats the Federation's stockpiles and is not read"),
    ),
)
