"""World Trade Organization, merchandise trade values by product group, yearly."""

from __future__ import annotations

import polars as pl

from indicators.families.trade.readers.shared import table_reading
from indicators.ingesting.faults import OriginalProblem, unknown_code
from indicators.ingesting.reader import Publication, Quirk, Reader, Reading, Request
from indicators.ingesting.rows import LINE, looks_like, number, stop_at, table_rows

COLUMNS = ("Indicator", "ReporterCode", "ReporterISO3A", "Reporter", "ProductCode", "Product", "Year", "Value")
REPORTERS = {"643": "RUS", "840": "USA", "156": "CHN"}
OURS = ("RUS",)
FLOWS = {"Export": ("export", "fob"), "Import": ("import", "fob")}
"""Russia's imports are valued fob, unlike those of most reporters."""


def read(request: Request) -> Reading:
    original = request.alone()
    rows = table_rows(original, COLUMNS, otherwise="latin-1")
    if unknown := set(rows["Indicator"]) - set(FLOWS):
        raise unknown_code(str(original.path), "indicator", map(str, unknown), "families/trade/readers/wto.py")
    mixed = rows.filter(
        pl.col("ReporterCode")
        .replace_strict(REPORTERS, default=None)
        .ne_missing(pl.when(pl.col("ReporterISO3A").is_in(list(REPORTERS.values()))).then(pl.col("ReporterISO3A")))
    )
    if mixed.height:
        first = mixed.row(0, named=True)
        raise unknown_code(
            f"{original.path}:{first[LINE]}",
            "reporter",
            [f"{first['ReporterCode']} {first['ReporterISO3A']}"],
            "families/trade/readers/wto.py",
        )
    ours = rows.filter((pl.col("ProductCode") == "TO") & pl.col("ReporterISO3A").is_in(OURS))
    if not ours.height:
        raise OriginalProblem("no total (product TO) of Russia", where=str(original.path), do="check the file's choice")
    bad = ours.filter(number("Value").is_null() | ~pl.col("Year").str.contains(r"^\d{4}$").fill_null(False))
    stop_at(original, bad, "no year with a number: {Year!r}, {Value!r}", "fetch the table again")
    facts = ours.select(
        pl.col("ReporterISO3A").alias("reporter"),
        pl.lit("WLD").alias("partner"),
        pl.col("Indicator").replace_strict({k: f for k, (f, _) in FLOWS.items()}).alias("flow"),
        pl.col("Year").alias("period"),
        pl.col("Indicator").replace_strict({k: v for k, (_, v) in FLOWS.items()}).alias("valuation"),
        number("Value").alias("value_usd_mn"),
    )
    source = Publication(
        "Merchandise trade values, annual (ITS_MTV_AX/AM, TO)",
        "World Trade Organization",
        "https://www.wto.org/english/res_e/statis_e/trade_datasets_e.htm",
        "terms not checked",
        2,
    )
    return table_reading(
        request, facts, source, publisher="wto", rows=rows.height, ours=ours.height, vintage="%Y-%m-%d"
    )


READER = Reader(
    name="wto_merchandise",
    family="trade",
    title="Exports and imports of a reporter with the world by year",
    format="csv in latin-1; USD million",
    columns=COLUMNS,
    tables=("trade_volumes",),
    licence="terms not checked",
    address="https://stats.wto.org/",
    example="indicators ingest wto_merchandise merchandise.csv --published-on 2022-02-28 --basis upper_bound",
    recognises=lambda original: looks_like(original, COLUMNS),
    read=read,
    quirks=(
        Quirk("2022-02", "the file is latin-1, not UTF-8"),
        Quirk("2022-02", "product TO is the total; the groups overlap and must not be added"),
    ),
)
