"""IMF, Direction of Trade Statistics: exports fob of all pairs, one column a year."""

from __future__ import annotations

import re

import polars as pl

from indicators.families.trade.readers.shared import table_reading
from indicators.ingesting.faults import columns_differ, unknown_code
from indicators.ingesting.opening import Original
from indicators.ingesting.reader import Publication, Quirk, Reader, Reading, Request
from indicators.ingesting.rows import LINE, header_of, number, stop_at, table_rows

AREAS = {"US": "USA", "RU": "RUS", "CN": "CHN", "W00": "WLD"}
PAIRS = (("US", "RU"), ("RU", "US"), ("CN", "RU"), ("RU", "CN"), ("RU", "W00"), ("US", "W00"), ("CN", "W00"))
CODE = r"[A-Z0-9_]{2,8}"
YEAR = re.compile(r"(19|20)[0-9]{2}")


def recognises(original: Original) -> bool:
    header = header_of(original)
    return header[:3] == ["", "from", "to"] or (header[:2] == ["from", "to"] and bool(header[2:]))


def read(request: Request) -> Reading:
    original = request.alone()
    header = header_of(original)
    years = [c for c in header if YEAR.fullmatch(c)]
    if not years:
        raise columns_differ(f"{original.path}:1", header, ["from", "to", "2020"])
    rows = table_rows(original, ("", "from", "to", *years), optional=("",))
    unknown = rows.filter(~pl.col("from").fill_null("NA").str.contains(f"^(?:{CODE})$"))
    if unknown.height or not {"RU", "US"} <= set(rows["from"].drop_nulls()):
        raise unknown_code(
            str(original.path),
            "country code",
            [*unknown["from"].head(3), "RU or US missing"],
            "families/trade/readers/imf.py",
        )
    ours = rows.filter(pl.concat_str("from", "to").is_in(["".join(p) for p in PAIRS]))
    long = ours.unpivot(on=years, index=["from", "to", LINE], variable_name="period", value_name="cell")
    bad = long.filter(pl.col("cell").is_not_null() & number("cell").is_null())
    stop_at(
        original,
        bad,
        "no number: {cell!r} in the column {period}",
        "fetch the table again; an empty cell is no trade",
    )
    facts = long.select(
        pl.col("from").replace_strict(AREAS).alias("reporter"),
        pl.col("to").replace_strict(AREAS).alias("partner"),
        pl.lit("export").alias("flow"),
        "period",
        pl.lit("fob").alias("valuation"),
        number("cell").alias("value_usd_mn"),
    ).filter(pl.col("value_usd_mn") > 0)
    source = Publication(
        "Direction of Trade Statistics (TXG_FOB_USD)",
        "International Monetary Fund",
        "https://data.imf.org/?sk=9d6028d4-f14a-464c-a2f2-59b2cd424b85",
        "terms not checked",
        2,
    )
    return table_reading(request, facts, source, publisher="imf", rows=rows.height, ours=ours.height)


READER = Reader(
    name="imf_dots",
    family="trade",
    title="Exports fob of all pairs of countries by year",
    format="csv, wide: from, to, one column a year; USD million",
    columns=("from", "to", "2019", "2020"),
    tables=("trade_volumes",),
    licence="terms not checked",
    address="https://data.imf.org/",
    example="indicators ingest imf_dots dots_exports.csv --published-on 2022-02-28 --basis upper_bound",
    recognises=recognises,
    read=read,
    quirks=(
        Quirk("2022-02", "codes are ISO 3166 alpha-2 and the Fund's own groups; W00 is the world"),
        Quirk("2022-02", "Namibia is NA and must not be read as a missing value"),
    ),
)
