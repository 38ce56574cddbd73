"""Original formats of goods trade."""

from __future__ import annotations

import polars as pl

from indicators.families.trade.readers import census, census_api, comtrade, eurostat, imf, rosstat, wto
from indicators.ingesting.reader import Placement

ORDER = ("reporter", "partner", "flow", "freq", "period", "valuation", "adjustment", "published_on")
CENSUS_ID = pl.col("fact_id").str.starts_with("trade.census.")
VOLUMES_FILE = pl.when(CENSUS_ID).then(pl.lit("census_vintages.csv")).otherwise(pl.lit("trade_volumes.csv"))

READERS = (census.READER, census_api.READER, comtrade.READER, eurostat.READER, imf.READER, rosstat.READER, wto.READER)
PLACEMENTS = {
    "trade_volumes": Placement(ORDER, edition=("vintage",), file=VOLUMES_FILE),
    "trade_volumes_eur": Placement(ORDER, edition=("published_on",)),
    "trade_cumulative": Placement(
        ("reporter", "partner", "flow", "period_start", "period_end", "published_on"), edition=("published_on",)
    ),
}
