"""US Census Bureau, U.S. Trade in Goods by Country: the workbook ``country.xlsx`` and csv conversions of it."""

from __future__ import annotations

import polars as pl

from indicators.families.trade.readers.shared import day_of_edition, volumes
from indicators.ingesting.faults import OriginalProblem, unknown_code
from indicators.ingesting.opening import Original
from indicators.ingesting.reader import Download, Publication, Quirk, Reader, Reading, Refusal, Request
from indicators.ingesting.rows import LINE, looks_like, number, table_rows

MONTHS = ("JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC")
CELLS = [f"{flow}{month}" for flow in "IE" for month in (*MONTHS, "YR")]
COLUMNS = ("year", "CTY_CODE", "CTYNAME", *CELLS)
PARTNERS = {
    "4621": ("RUS", "Russia"),
    "4610": ("SUN", "USSR"),
    "0015": ("WLD", "World, Not Seasonally Adjusted"),
}
"""Census code: our area, and the name that stands beside the code."""
ADDRESS = "https://www.census.gov/foreign-trade/balance/country.xlsx"
LAG_DAYS = 40
PERIODS = {m: f"-{i:02d}" for i, m in enumerate(MONTHS, 1)} | {"YR": ""}


def publication(vintage: str) -> Publication:
    return Publication(
        f"U.S. Trade in Goods by Country (country.xlsx), vintage {vintage}",
        "US Census Bureau",
        ADDRESS,
        "US government work",
        1,
        LAG_DAYS,
    )


def read(request: Request) -> Reading:
    original = request.alone()
    rows = table_rows(original, COLUMNS)
    ours = _ours(original, rows)
    long = _long(ours)
    last = _last_month(original, long)
    day, basis = day_of_edition(request, last, LAG_DAYS)
    vintage = f"{day:%Y-%m}"
    complete = pl.col("period").str.slice(0, 4) < last[:4] if not last.endswith("-12") else pl.lit(True)
    published = pl.when(pl.col("period").str.len_chars() == 4).then(complete).otherwise(pl.col("period") <= last)
    spans = (
        pl.when(pl.col("partner") == "SUN")
        .then(pl.col("period").str.slice(0, 4) <= "1992")
        .otherwise((pl.col("partner") != "RUS") | (pl.col("period").str.slice(0, 4) >= "1992"))
    )
    within = long.filter(published & spans)
    facts = within.filter(pl.col("value_usd_mn") > 0)
    refused = [
        Refusal(
            original.name,
            r[LINE],
            f"{r['partner']} {r['flow']} {r['period']}: {r['cell'] or 'empty'} within the published months",
        )
        for r in within.filter((pl.col("value_usd_mn") > 0).fill_null(False).not_()).iter_rows(named=True)
    ]
    return Reading(
        {"trade_volumes": volumes(facts.drop("cell", LINE), publisher="census", vintage=vintage, day=day, basis=basis)},
        {"edition": publication(vintage)},
        rows.height,
        refused,
        {
            "rows of ours": ours.height,
            f"cells after {last}, not published yet": long.height - long.filter(published).height,
        },
    )


def _ours(original: Original, rows: pl.DataFrame) -> pl.DataFrame:
    """The rows of our partners, each under the name that belongs to its code."""
    ours = rows.filter(pl.col("CTY_CODE").is_in(list(PARTNERS)) & pl.col("year").is_not_null())
    named = ours.with_columns(
        pl.col("CTY_CODE").replace_strict({k: n for k, (_, n) in PARTNERS.items()}).alias("_name")
    )
    wrong = named.filter(pl.col("CTYNAME").str.strip_chars() != pl.col("_name"))
    if wrong.height:
        first = wrong.row(0, named=True)
        raise unknown_code(
            f"{original.path}:{first[LINE]}",
            "country under a known code",
            [f"{first['CTY_CODE']} {first['CTYNAME']}"],
            "families/trade/readers/census.py",
        )
    if missing := {"4621", "0015"} - set(ours["CTY_CODE"]):
        raise OriginalProblem(
            f"no row of country code {', '.join(sorted(missing))}",
            where=str(original.path),
            do="check that it is the table of all countries, not a part of it",
        )
    return ours


def _long(ours: pl.DataFrame) -> pl.DataFrame:
    flows = {"I": ("import", "customs"), "E": ("export", "fas")}
    long = ours.unpivot(on=CELLS, index=["year", "CTY_CODE", LINE], variable_name="_cell", value_name="cell")
    flow, month = pl.col("_cell").str.slice(0, 1), pl.col("_cell").str.slice(1)
    return long.select(
        pl.lit("USA").alias("reporter"),
        pl.col("CTY_CODE").replace_strict({k: area for k, (area, _) in PARTNERS.items()}).alias("partner"),
        flow.replace_strict({k: f for k, (f, _) in flows.items()}).alias("flow"),
        pl.concat_str("year", month.replace_strict(PERIODS)).alias("period"),
        flow.replace_strict({k: v for k, (_, v) in flows.items()}).alias("valuation"),
        number("cell").alias("value_usd_mn"),
        "cell",
        LINE,
    )


def _last_month(original: Original, long: pl.DataFrame) -> str:
    """The last month in which the world traded: zeros after it are months not published yet."""
    world = long.filter(
        (pl.col("partner") == "WLD") & (pl.col("period").str.len_chars() == 7) & (pl.col("value_usd_mn") > 0)
    )
    last = world["period"].max()
    if not isinstance(last, str):
        raise OriginalProblem("no month of trade with the world", where=str(original.path), do="check the file")
    return last


READER = Reader(
    name="census_country",
    family="trade",
    title="US goods trade by country, all months and years",
    format="xlsx with one sheet, or csv; header row; USD million",
    columns=COLUMNS,
    tables=("trade_volumes",),
    licence="US government work",
    address=ADDRESS,
    example="indicators ingest census_country country.xlsx --published-on 2026-12-08",
    downloads=(Download(ADDRESS, "country.xlsx"),),
    recognises=lambda original: looks_like(original, COLUMNS),
    read=read,
    quirks=(
        Quirk("2018-10", "months that are not published yet hold 0; the row of the world tells which they are"),
        Quirk("2018-10", "year and code are text, some rows have an empty year and zeros"),
        Quirk("2018-10", "IYR and EYR of the running year are sums to date, so no year"),
        Quirk("2023-03", "year totals carry float noise (2578.0000000000005); six decimals are kept"),
        Quirk("2023-03", "the file begins with code 0003 from 1997, no longer with 0001 from 1985"),
        Quirk("2025-04", "csv conversions keep ten significant digits"),
    ),
)
