"""What readers of stockpiles share."""

from __future__ import annotations

import polars as pl

from indicators.contracts.redundancy import slug
from indicators.ingesting.reader import PUBLICATION

LAST_SOVIET_YEAR = 1991
COPIES = "owid/notebooks"
FAS = "BastianHerre/nuclear_weapons/Federation of American Scientists (2023) nuclear weapons inventories"
SUH = "BastianHerre/nuclear_weapons/Suh 2022 strategic nuclear forces"
"""Where copies are kept; the publishers have no address of the files themselves."""
STOCKPILE_ID = pl.concat_str(
    pl.lit("arms_control.stockpiles"), slug("country"), slug("year"), slug("item"), slug("estimator"), separator="."
)


def stockpiles(rows: pl.DataFrame, estimator: str, note: str | None = None) -> pl.DataFrame:
    """Candidates of ``warhead_stockpiles`` from country (USA or RUS), year, item and value_count.

    Publishers call the Soviet Union Russia; its years end in 1991.
    """
    soviet = (pl.col("country") == "RUS") & (pl.col("year") <= LAST_SOVIET_YEAR)
    return rows.with_columns(
        pl.when(soviet).then(pl.lit("SUN")).otherwise(pl.col("country")).alias("country"),
        pl.lit(None, pl.Int64).alias("reference_month"),
        pl.lit(estimator).alias("estimator"),
        pl.lit("E").alias("obs_status"),
        pl.lit(note, pl.String).alias("note"),
        pl.lit("edition").alias(PUBLICATION),
    ).with_columns(STOCKPILE_ID.alias("fact_id"))
