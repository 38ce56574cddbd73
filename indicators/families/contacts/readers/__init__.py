"""Original formats of contacts: event data sets and registers."""

from __future__ import annotations

import polars as pl

from indicators.contracts.redundancy import slug
from indicators.families.contacts.readers import gdelt, historian, icews, polecat, titles
from indicators.families.contacts.readers.sentinels import SENTINELS
from indicators.families.contacts.redundancy import LEVEL_IN_ID
from indicators.ingesting.reader import Placement

READERS = (
    gdelt.VERSION_1, gdelt.VERSION_2, icews.EVENTS, icews.GRAPH, polecat.READER,
    historian.TRAVELS, historian.VISITS, titles.TITLES, titles.POSTS,
)  # fmt: skip
PLACEMENTS = {
    "contacts": Placement(
        ("date_start", "date_end", "level", "channel"),
        identity=("date_start", "date_end", "level", "channel", "us_side", "russian_side", "status"),
        id=pl.concat_str(
            pl.lit("contacts.c"),
            pl.col("date_start").dt.strftime("%Y%m%d"),
            pl.lit("-"),
            slug(pl.col("level").replace_strict(LEVEL_IN_ID)),
        ),
    ),
    "event_counts": Placement(
        ("dataset", "source_country", "target_country", "period", "event_code", "published_on"), edition=("source_id",)
    ),
}

__all__ = ["PLACEMENTS", "READERS", "SENTINELS"]
