"""UN Comtrade, csv of today's portal and API (Comtrade+): totals of a reporter by partner, yearly or monthly."""

from __future__ import annotations

import polars as pl

from indicators.families.trade.readers.comtrade import AREAS, PAIRS
from indicators.families.trade.readers.shared import MILLION, table_reading
from indicators.ingesting.faults import OriginalProblem
from indicators.ingesting.opening import Original
from indicators.ingesting.reader import Publication, Quirk, Reader, Reading, Request
from indicators.ingesting.rows import looks_like, number, stop_at, table_rows

NEEDED = ("freqCode", "period", "reporterISO", "flowCode", "partnerISO", "cmdCode", "primaryValue")
MORE = (
    "typeCode", "refPeriodId", "refYear", "refMonth", "reporterCode", "reporterDesc", "flowDesc", "partnerCode",
    "partnerDesc", "partner2Code", "partner2ISO", "partner2Desc", "classificationCode", "classificationSearchCode",
    "isOriginalClassification", "cmdDesc", "aggrLevel", "isLeaf", "customsCode", "customsDesc", "mosCode", "motCode",
    "motDesc", "qtyUnitCode", "qtyUnitAbbr", "qty", "isQtyEstimated", "altQtyUnitCode", "altQtyUnitAbbr", "altQty",
    "isAltQtyEstimated", "netWgt", "isNetWgtEstimated", "grossWgt", "isGrossWgtEstimated", "cifvalue", "fobvalue",
    "legacyEstimationFlag", "isReported", "isAggregate",
)  # fmt: skip
COLUMNS = (*NEEDED, *MORE)
TOTAL, WORLD = "TOTAL", "W00"
WHOLE = {"partner2Code": "0", "customsCode": "C00", "motCode": "0"}
"""What these columns hold where a row is not a part of another: all second partners, procedures, ways of transport."""
CODES = {**{area: area for area in AREAS.values() if area != "WLD"}, WORLD: "WLD"}
FLOWS = {"M": ("import", "cif"), "X": ("export", "fob")}
PERIOD = r"^(19|20)\d{2}(0[1-9]|1[0-2])?$"


def read(request: Request) -> Reading:
    original = request.alone()
    rows = table_rows(original, COLUMNS, otherwise="latin-1", optional=MORE)
    ours = _ours(original, rows)
    bad = ours.filter(number("primaryValue").is_null() | ~pl.col("period").str.contains(PERIOD).fill_null(False))
    stop_at(original, bad, "no period with a value: {period!r}, {primaryValue!r}", "fetch the table again")
    period = pl.col("period")
    month = pl.concat_str(period.str.head(4), pl.lit("-"), period.str.slice(4))
    sold_by_us = (pl.col("reporterISO") == "USA") & (pl.col("flowCode") == "X")
    facts = ours.select(
        pl.col("reporterISO").replace_strict(CODES).alias("reporter"),
        pl.col("partnerISO").replace_strict(CODES).alias("partner"),
        pl.col("flowCode").replace_strict({k: flow for k, (flow, _) in FLOWS.items()}).alias("flow"),
        pl.when(period.str.len_chars() == 6).then(month).otherwise(period).alias("period"),
        pl.when(sold_by_us)
        .then(pl.lit("fas"))
        .otherwise(pl.col("flowCode").replace_strict({k: valuation for k, (_, valuation) in FLOWS.items()}))
        .alias("valuation"),
        (number("primaryValue") / MILLION).alias("value_usd_mn"),
        pl.lit("medium").alias("quality"),
    ).filter(pl.col("value_usd_mn") > 0)
    source = Publication(
        "Trade by partner, totals (Comtrade+)",
        "UN Comtrade",
        "https://comtradeplus.un.org/",
        "terms not checked",
        2,
    )
    return table_reading(request, facts, source, publisher="comtrade", rows=rows.height, ours=ours.height)


def _ours(original: Original, rows: pl.DataFrame) -> pl.DataFrame:
    """Totals of our pairs that are no part of another row."""
    whole = [pl.col(c).fill_null(v) == v for c, v in WHOLE.items() if c in rows.columns]
    pairs = [r + ({"WLD": WORLD}.get(p, p)) for r, partners in PAIRS.items() for p in partners]
    named = rows.filter(
        pl.concat_str("reporterISO", "partnerISO").is_in(pairs) & pl.col("flowCode").is_in(list(FLOWS)), *whole
    )
    totals = named.filter(pl.col("cmdCode") == TOTAL)
    if not totals.height:
        found = "rows of commodities alone" if named.height else "no row of the pairs that are kept here"
        raise OriginalProblem(
            f"no total of trade: {found}",
            where=str(original.path),
            do="ask for commodity TOTAL of Russia, the United States or China with each other or the world",
        )
    return totals


READER = Reader(
    name="comtrade_plus",
    family="trade",
    title="Goods trade by partner in total, by year or month",
    format="csv of the portal Comtrade+; US dollars",
    columns=NEEDED,
    tables=("trade_volumes",),
    licence="terms not checked",
    address="https://comtradeplus.un.org/",
    example="indicators ingest comtrade_plus TradeData_2026-11-05.csv --published-on 2026-11-05 --basis upper_bound",
    recognises=lambda original: looks_like(original, COLUMNS),
    read=read,
    quirks=(
        Quirk("2025-02", "the portal writes latin-1; the world is W00; months are 202409"),
        Quirk("2025-02", "rows can be parts by second partner, procedure and way of transport: only the whole is read"),
    ),
    unseen="written by the portal's column list; no file of it was at hand",
)
