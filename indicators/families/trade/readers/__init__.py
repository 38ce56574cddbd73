"""Original formats of goods trade."""

from __future__ import annotations

import polars as pl

from indicators.contracts.redundancy import MONTH, slug
from indicators.families.trade.readers import (
    census,
    census_api,
    comtrade,
    comtrade_plus,
    cow,
    eurostat,
    imf,
    rosstat,
    wto,
)
from indicators.ingesting.reader import Placement

ORDER = ("reporter", "partner", "flow", "freq", "period", "valuation", "adjustment", "published_on")
CENSUS_ID = pl.col("fact_id").str.starts_with("trade.census.")
VOLUMES_FILE = pl.when(CENSUS_ID).then(pl.lit("census_vintages.csv")).otherwise(pl.lit("trade_volumes.csv"))

FLOWS = (slug("reporter"), slug("partner"), pl.col("flow"))
HOUSE = slug("source_publisher")
"""Ids of figures by hand name their publisher."""
SEASONAL = pl.when(pl.col("adjustment") == "sa").then(pl.lit(".sa")).otherwise(pl.lit(""))

READERS = (
    census.READER,
    census_api.READER,
    comtrade.READER,
    comtrade_plus.READER,
    eurostat.READER,
    imf.READER,
    rosstat.READER,
    wto.READER,
    cow.READER,
)
PLACEMENTS = {
    "trade_volumes": Placement(
        ORDER,
        edition=("vintage",),
        file=VOLUMES_FILE,
        id=pl.concat_str(
            pl.concat_str(pl.lit("trade"), HOUSE, slug("vintage"), *FLOWS, "period", separator="."), SEASONAL
        ),
    ),
    "trade_volumes_eur": Placement(
        ORDER,
        edition=("published_on",),
        id=pl.concat_str(
            pl.concat_str(
                pl.lit("trade"),
                HOUSE,
                pl.col("published_on").cast(pl.String),
                *FLOWS,
                "period",
                pl.lit("eur"),
                separator=".",
            ),
            SEASONAL,
        ),
    ),
    "trade_cumulative": Placement(
        ("reporter", "partner", "flow", "period_start", "period_end", "published_on"),
        edition=("published_on",),
        id=pl.concat_str(
            pl.lit("trade.cumulative"),
            HOUSE,
            pl.col("published_on").cast(pl.String),
            *FLOWS,
            *(pl.col(c).dt.strftime(MONTH) for c in ("period_start", "period_end")),
            separator=".",
        ),
    ),
}
