"""Original formats of arms control."""

from __future__ import annotations

import polars as pl

from indicators.contracts.redundancy import slug
from indicators.families.arms_control.readers import fas, suh
from indicators.families.arms_control.readers.sentinels import SENTINELS
from indicators.families.arms_control.readers.shared import STOCKPILE_ID
from indicators.families.arms_control.redundancy import FIRST_DAY
from indicators.ingesting.reader import Placement

ARMS = "arms_control"


def _id(kind: str, *parts: pl.Expr) -> pl.Expr:
    return pl.concat_str(pl.lit(f"{ARMS}.{kind}"), *parts, separator=".")


DAY = "%Y-%m-%d"
READERS = (
    fas.STOCKPILES, fas.CLEANED, fas.BY_COUNTRY, fas.BY_MEASURE, fas.LONG_TABLE, fas.INVENTORIES,
    suh.DYADS, suh.COUNTRIES,
)  # fmt: skip
PLACEMENTS = {
    "treaty_ceilings": Placement(
        ("treaty", "item", "party", "effective_from", "published_on"),
        id=_id("ceilings", slug("treaty"), slug("party"), slug("item"), FIRST_DAY.dt.strftime(DAY)),
    ),
    "treaty_declarations": Placement(
        ("treaty", "party", "item", "reference_date", "published_on"),
        edition=("published_on",),
        id=_id("declarations", slug("treaty"), slug("party"), slug("item"), pl.col("reference_date").dt.strftime(DAY)),
    ),
    "warhead_stockpiles": Placement(
        ("country", "item", "estimator", "year", "reference_month", "published_on"),
        edition=("published_on",),
        id=STOCKPILE_ID,
    ),
    "treaty_events": Placement(
        ("event_date", "treaty", "actor", "event_type"),
        id=_id("events", pl.col("event_date").dt.strftime(DAY), slug("treaty"), slug("actor"), slug("event_type")),
    ),
}

__all__ = ["PLACEMENTS", "READERS", "SENTINELS"]
