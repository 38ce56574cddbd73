"""Federation of American Scientists: exports of its charts, and the cleaned copy of Our World in Data."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Any

import polars as pl

from indicators.families.arms_control.readers.shared import COPIES, FAS, stockpiles
from indicators.ingesting.faults import OriginalProblem, unknown_code
from indicators.ingesting.opening import Original
from indicators.ingesting.reader import PUBLICATION, Publication, Quirk, Reader, Reading, Request, in_repository
from indicators.ingesting.rows import LINE, header_of, looks_like, number, stop_at, table_rows

EXPORT = ("Year", "Measure Names", "Measure Values")
CLEAN = ("country_name", "year", "nuclear_weapons_stockpile")
SUM = "SUM([Deployed Strategic] + [Deployed Strategic] + [Reserve/ N..."
ITEMS = {
    "Deployed Nonstrategic": "deployed_nonstrategic",
    "Deployed Strategic": "deployed_strategic",
    "Reserve/ Nondeployed": "reserve_nondeployed",
    "Retired": "retired",
    "Total Inventory": "total_inventory",
}
CLEAN_ITEMS = {
    "nuclear_weapons_depl_strat": "deployed_strategic",
    "nuclear_weapons_depl_nonstrat": "deployed_nonstrategic",
    "nuclear_weapons_retired": "retired",
    "nuclear_weapons_reserve_nondepl": "reserve_nondeployed",
    "nuclear_weapons_inventory": "total_inventory",
}
LONG = ("", "Year", "Country", "Number", "Type")
STOCKPILE_TYPE = "Warhead Stockpiles"
COUNTRIES = {"US": "USA", "United States": "USA", "Russia": "RUS"}
OTHERS = frozenset(
    {
        "South Africa",
        "France",
        "China",
        "UK",
        "United Kingdom",
        "Israel",
        "India",
        "Pakistan",
        "North Korea",
        "Total Inventories",
        "World",
    }
)
NOTE = "stockpile excludes retired warheads awaiting dismantlement"
LICENCE = "not stated by the Federation; the copy at Our World in Data is CC BY 4.0 with third-party terms"
DECLARED = "families/arms_control/readers/fas.py"
LAG_DAYS = 180


def publication(year: int | str) -> Publication:
    return Publication(
        f"Federation of American Scientists, Estimated Global Nuclear Warhead Inventories ({year} edition), "
        "export kept by "
        "Our World in Data",
        "Federation of American Scientists",
        "https://fas.org/issues/nuclear-weapons/status-world-nuclear-forces/",
        LICENCE,
        2,
        LAG_DAYS,
    )


def _ours(original: Original, rows: pl.DataFrame, column: str) -> pl.DataFrame:
    """Rows of the two countries; a country nobody declared stops."""
    named = rows.with_columns(pl.col(column).str.replace_all(" +", " ").str.strip_chars())
    if unknown := set(named[column].drop_nulls()) - set(COUNTRIES) - OTHERS:
        raise unknown_code(str(original.path), "country", unknown, DECLARED)
    found = named.filter(pl.col(column).is_in(list(COUNTRIES)))
    if found[column].replace_strict(COUNTRIES).n_unique() != 2:
        raise unknown_code(str(original.path), "set of countries", ["not both Russia and the United States"], DECLARED)
    return found.with_columns(pl.col(column).replace_strict(COUNTRIES).alias("country"))


def _read_years(request: Request, columns: tuple[str, ...], separator: str) -> Reading:
    original = request.alone()
    rows = table_rows(original, columns, separator=separator)
    year, name, value = (
        ("Year", "Measure Names", "Measure Values") if columns == EXPORT else ("year", "country_name", CLEAN[2])
    )
    ours = _ours(original, rows, name).with_columns(pl.col(year).cast(pl.Int64, strict=False).alias("_year"))
    return _counted(original, rows.height, ours.with_columns(pl.lit("stockpile").alias("item")), value, NOTE)


def _counted(original: Original, height: int, ours: pl.DataFrame, value: str, note: str | None) -> Reading:
    """Facts from rows with country, item, _year and the printed value; an empty cell is no figure."""
    figure = number(value)
    bad = ours.filter(
        pl.col("_year").is_null() | (pl.col(value).is_not_null() & (figure.is_null() | (figure != figure.round())))
    )
    stop_at(original, bad, f"no year with a whole number: {{_year}}, {{{value}!r}}", "fetch the file again")
    filled = ours.drop_nulls(value)
    facts = filled.select("country", "item", pl.col("_year").alias("year"), figure.cast(pl.Int64).alias("value_count"))
    newest = int(str(facts["year"].max()))
    empty = {"empty cells of ours": ours.height - filled.height}
    made = stockpiles(facts, "fas", note)
    return Reading({"warhead_stockpiles": made}, {"edition": publication(newest)}, height, (), empty)


def _year_of(original: Original) -> int:
    found = re.search(r"(?<!\d)((?:19|20)\d{2})(?!\d)", original.name)
    if not found:
        raise OriginalProblem(
            "the export does not say its year",
            where=str(original.path),
            do="keep the year in the file's name, such as inventories_2023_raw.csv",
        )
    return int(found[1])


def read_long(request: Request) -> Reading:
    """Stockpiles of the long table; its other type, nuclear tests, has no table here."""
    original = request.alone()
    rows = table_rows(original, LONG)
    if unknown := set(rows["Type"].drop_nulls()) - {STOCKPILE_TYPE, "Nuclear Tests"}:
        raise unknown_code(str(original.path), "type of row", unknown, DECLARED)
    stock = _ours(original, rows.filter(pl.col("Type") == STOCKPILE_TYPE), "Country")
    ours = stock.with_columns(
        pl.col("Year").cast(pl.Int64, strict=False).alias("_year"), pl.lit("stockpile").alias("item")
    )
    return _counted(original, rows.height, ours, "Number", NOTE)


def read_inventories(request: Request) -> Reading:
    """Inventories of several years as cleaned by Our World in Data, a column a part."""
    original = request.alone()
    rows = table_rows(original, ("country_name", "year", *CLEAN_ITEMS))
    ours = _ours(original, rows, "country_name").with_columns(pl.col("year").cast(pl.Int64, strict=False))
    long = ours.unpivot(on=list(CLEAN_ITEMS), index=["country", "year", LINE], variable_name="_item", value_name="cell")
    named = long.with_columns(pl.col("_item").replace_strict(CLEAN_ITEMS).alias("item"), pl.col("year").alias("_year"))
    reading = _counted(original, rows.height, named.drop("year"), "cell", None)
    facts = reading.candidates["warhead_stockpiles"].with_columns(pl.col("year").cast(pl.String).alias(PUBLICATION))
    editions = {str(y): publication(y) for y in facts["year"].unique().sort()}  # each year is of its own edition
    return replace(reading, candidates={"warhead_stockpiles": facts}, publications=editions)


def read_by_country(request: Request) -> Reading:
    original = request.alone()
    rows = table_rows(original, ("Country", *list(ITEMS)[:4], SUM, "Total Inventory"), separator="\t")
    ours = _ours(original, rows, "Country")
    return _long(
        original,
        rows.height,
        ours.unpivot(on=list(ITEMS), index=["country", LINE], variable_name="_item", value_name="cell"),
    )


def read_by_measure(request: Request) -> Reading:
    original = request.alone()
    header = header_of(original, "\t")
    rows = table_rows(original, header, separator="\t")
    named = rows.with_columns(pl.col("unnamed").str.strip_chars())
    measure = named.filter(~pl.col("unnamed").str.starts_with("SUM(").fill_null(False))
    if odd := set(measure["unnamed"]) ^ set(ITEMS):
        raise unknown_code(str(original.path), "or missing measure", map(str, odd), DECLARED)
    long = measure.unpivot(
        on=[c for c in header if c], index=["unnamed", LINE], variable_name="name", value_name="cell"
    )
    return _long(original, rows.height, _ours(original, long, "name").rename({"unnamed": "_item"}))


def _long(original: Original, height: int, long: pl.DataFrame) -> Reading:
    year = _year_of(original)
    ours = long.with_columns(pl.col("_item").replace_strict(ITEMS).alias("item"), pl.lit(year, pl.Int64).alias("_year"))
    return _counted(original, height, ours, "cell", None)


def _reader(**own: Any) -> Reader:
    """What the four exports share."""
    return Reader(
        family="arms_control",
        tables=("warhead_stockpiles",),
        licence=LICENCE,
        address="https://fas.org/issues/nuclear-weapons/status-world-nuclear-forces/",
        **own,
    )


STOCKPILES = _reader(
    name="fas_stockpiles",
    title="Stockpiles of the United States and Russia by year",
    format="tab separated, UTF-16",
    columns=EXPORT,
    example="indicators ingest fas_stockpiles stockpiles_raw.csv --published-on 2023-03-28",
    downloads=(in_repository(COPIES, f"{FAS}/nuclear_weapons_stockpiles_raw.csv"),),
    recognises=lambda o: looks_like(o, EXPORT, "\t"),
    read=lambda r: _read_years(r, EXPORT, "\t"),
    quirks=(
        Quirk("2023-03", "UTF-16 with byte order mark and tabs although it is called csv"),
        Quirk("2023-03", "some names hold two spaces; all years of the Soviet Union are called Russia"),
        Quirk("2023-03", "a cell is empty where there were no weapons"),
    ),
)
CLEANED = _reader(
    name="owid_stockpiles",
    title="The same series as cleaned by Our World in Data",
    format="csv, UTF-8",
    columns=CLEAN,
    example="indicators ingest owid_stockpiles stockpiles.csv --published-on 2023-03-28",
    downloads=(in_repository(COPIES, f"{FAS}/nuclear_weapons_stockpiles.csv"),),
    recognises=lambda o: looks_like(o, CLEAN),
    read=lambda r: _read_years(r, CLEAN, ","),
    quirks=(
        Quirk("2023-03", "0 where the export is empty"),
        Quirk("2023-03", "the world is the Federation's total with retired warheads, so not the sum"),
    ),
)
BY_COUNTRY = _reader(
    name="fas_inventories_by_country",
    title="Inventories of one year, a row a country",
    format="tab separated, UTF-16",
    columns=("Country", *ITEMS),
    example="indicators ingest fas_inventories_by_country inventories_2022_raw.csv",
    downloads=(in_repository(COPIES, f"{FAS}/nuclear_weapons_inventories_2022_raw.csv"),),
    recognises=lambda o: {"Country", *ITEMS} <= set(header_of(o, "\t")),
    read=read_by_country,
    quirks=(
        Quirk("2022-12", "the column SUM(...) counts one part twice and is not read"),
        Quirk("2022-12", "the year stands in the file's name alone"),
    ),
)
BY_MEASURE = _reader(
    name="fas_inventories_by_measure",
    title="Inventories of one year, a column a country",
    format="tab separated, UTF-16",
    columns=("", "Russia", "United States"),
    example="indicators ingest fas_inventories_by_measure inventories_2023_raw.csv",
    downloads=(in_repository(COPIES, f"{FAS}/nuclear_weapons_inventories_2023_raw.csv"),),
    recognises=lambda o: header_of(o, "\t")[:1] == [""] and {"Russia", "United States"} <= set(header_of(o, "\t")),
    read=read_by_measure,
    quirks=(
        Quirk(
            "2023-03", "the table is turned round since the year before; the last line, a sum, has commas of thousands"
        ),
        Quirk("2023-03", "the year stands in the file's name alone"),
    ),
)
LONG_TABLE = _reader(
    name="owid_stockpiles_long",
    title="The same series in a long table beside nuclear tests",
    format="csv, quoted, a row a year, country and type",
    columns=LONG,
    example="indicators ingest owid_stockpiles_long nuclearStockpiles.csv --published-on 2023-03-28",
    downloads=(in_repository("matt-dot-k/StrategicForces", "data/nuclearStockpiles.csv"),),
    recognises=lambda o: header_of(o) == list(LONG),
    read=read_long,
    quirks=(
        Quirk("2023-10", "the first column has no name and numbers the rows"),
        Quirk("2023-10", "nuclear tests stand in the same table; they have no table here and are not read"),
    ),
)
INVENTORIES = _reader(
    name="owid_inventories",
    title="Inventories of several years as cleaned by Our World in Data",
    format="csv, UTF-8, a row a country and year, a column a part",
    columns=("country_name", "year", *CLEAN_ITEMS),
    example="indicators ingest owid_inventories nuclear_weapons_inventories.csv --published-on 2023-03-28",
    downloads=(in_repository(COPIES, f"{FAS}/nuclear_weapons_inventories.csv"),),
    recognises=lambda o: looks_like(o, ("country_name", "year", *CLEAN_ITEMS)),
    read=read_inventories,
    quirks=(Quirk("2023-03", "0 where the export is empty: a part that was not given is no longer told from none"),),
)
