"""UN Comtrade, csv of the legacy API: one reporter and year, chapters of the Harmonised System."""

from __future__ import annotations

import polars as pl

from indicators.families.trade.readers.shared import MILLION, table_reading
from indicators.ingesting.faults import unknown_code
from indicators.ingesting.opening import Original
from indicators.ingesting.reader import Publication, Quirk, Reader, Reading, Request
from indicators.ingesting.rows import LINE, looks_like, number, stop_at, table_rows

COLUMNS = (
    "pfCode",
    "yr",
    "period",
    "periodDesc",
    "aggrLevel",
    "IsLeaf",
    "rgCode",
    "rgDesc",
    "rtCode",
    "rtTitle",
    "rt3ISO",
    "ptCode",
    "ptTitle",
    "pt3ISO",
    "ptCode2",
    "ptTitle2",
    "pt3ISO2",
    "cstCode",
    "cstDesc",
    "motCode",
    "motDesc",
    "cmdCode",
    "cmdDescE",
    "qtCode",
    "qtDesc",
    "qtAltCode",
    "qtAltDesc",
    "TradeQuantity",
    "AltQuantity",
    "NetWeight",
    "GrossWeight",
    "TradeValue",
    "CIFValue",
    "FOBValue",
    "estCode",
)
AREAS = {("842", "USA"): "USA", ("643", "RUS"): "RUS", ("156", "CHN"): "CHN", ("0", "WLD"): "WLD"}
"""Comtrade's own numbers with the ISO code beside them."""
PAIRS = {"RUS": ("USA", "CHN", "WLD"), "USA": ("RUS", "WLD"), "CHN": ("RUS", "WLD")}
FLOWS = {"1": ("import", "cif"), "2": ("export", "fob")}
CHAPTERS = 90
"""A whole year of a partner has about 97 chapters; from a list with fewer no total is made."""


def read(request: Request) -> Reading:
    original = request.alone()
    rows = table_rows(original, ("", *COLUMNS), optional=("",))
    codes = rows.select(pl.struct("rtCode", "rt3ISO").alias("r"), pl.struct("ptCode", "pt3ISO").alias("p"), pl.all())
    unknown = {tuple(v.values()) for v in codes["r"].unique()} - set(AREAS)
    if unknown:
        raise unknown_code(
            str(original.path),
            "reporter",
            (" ".join(map(str, u)) for u in unknown),
            "families/trade/readers/comtrade.py",
        )
    areas = {f"{n} {iso}": area for (n, iso), area in AREAS.items()}
    mixed = rows.filter(pl.col("ptCode").is_in([n for n, _ in AREAS]) != pl.col("pt3ISO").is_in([i for _, i in AREAS]))
    if mixed.height:
        first = mixed.row(0, named=True)
        raise unknown_code(
            f"{original.path}:{first[LINE]}",
            "partner",
            [f"{first['ptCode']} {first['pt3ISO']}"],
            "families/trade/readers/comtrade.py",
        )
    ours = rows.with_columns(
        pl.concat_str("rtCode", pl.lit(" "), "rt3ISO").replace_strict(areas, default=None).alias("reporter"),
        pl.concat_str("ptCode", pl.lit(" "), "pt3ISO").replace_strict(areas, default=None).alias("partner"),
        number("TradeValue").alias("usd"),
    ).filter(pl.col("partner").is_not_null() & (pl.col("reporter") != pl.col("partner")))
    ours = ours.filter(pl.concat_str("reporter", "partner").is_in([f"{r}{p}" for r, ps in PAIRS.items() for p in ps]))
    _check(original, ours)
    totals = ours.group_by("reporter", "partner", "rgCode", "period", maintain_order=True).agg(
        (pl.col("usd").sum() / MILLION).alias("value_usd_mn"), pl.len().alias("chapters")
    )
    whole = totals.filter((pl.col("chapters") >= CHAPTERS) | (pl.col("partner") != "WLD"))
    facts = whole.select(
        "reporter",
        "partner",
        pl.col("rgCode").replace_strict({k: f for k, (f, _) in FLOWS.items()}).alias("flow"),
        "period",
        pl.when((pl.col("reporter") == "USA") & (pl.col("rgCode") == "2"))
        .then(pl.lit("fas"))
        .otherwise(pl.col("rgCode").replace_strict({k: v for k, (_, v) in FLOWS.items()}))
        .alias("valuation"),
        "value_usd_mn",
    )
    derived = facts.with_columns(
        pl.lit("derived: sum of the HS chapters").alias("note"), pl.lit("medium").alias("quality")
    )
    source = Publication(
        "Exports by HS2 chapter (legacy API)", "UN Comtrade", "https://comtrade.un.org", "terms not checked", 2
    )
    return table_reading(request, derived, source, publisher="comtrade", rows=rows.height, ours=ours.height)


def _check(original: Original, ours: pl.DataFrame) -> None:
    bad = ours.filter(
        pl.col("usd").is_null()
        | ~pl.col("rgCode").is_in(list(FLOWS))
        | (pl.col("aggrLevel") != "2")
        | ~pl.col("period").str.contains(r"^\d{4}$")
    )
    stop_at(
        original,
        bad,
        "not a yearly chapter with a value: flow {rgDesc!r}, level {aggrLevel!r}, period {period!r}, {TradeValue!r}",
        "ask the data base for yearly totals by HS chapter (two digits)",
    )


READER = Reader(
    name="comtrade_hs2",
    family="trade",
    title="Goods trade by partner and HS chapter, summed",
    format="csv of the legacy API; US dollars",
    columns=COLUMNS,
    tables=("trade_volumes",),
    licence="terms not checked",
    address="https://comtradeplus.un.org/",
    example="indicators ingest comtrade_hs2 rus_exports_2020.csv --published-on 2022-03-31 --basis upper_bound",
    recognises=lambda original: looks_like(original, COLUMNS),
    read=read,
    quirks=(
        Quirk("2022-03", "there is no TOTAL row: the chapters are added up, and the sum is marked as derived"),
        Quirk("2022-03", "partner 0 is the world; the United States are 842"),
        Quirk("2022-03", "exports of the United States are valued fas, as the Census Bureau counts them"),
        Quirk("2022-03", "a column without a name counts the rows"),
    ),
)
