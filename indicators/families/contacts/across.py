"""Rules across the tables of contacts."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping

import polars as pl

from indicators.contracts.model import CrossRule

REMOTE = ("phone", "video", "letter")


def _in_its_span(frames: Mapping[str, pl.LazyFrame], as_of: dt.date) -> pl.LazyFrame:
    """The period of the coverage that each contact falls into states the same source regime."""
    group = pl.when(pl.col("channel").is_in(REMOTE)).then(pl.lit("remote")).otherwise(pl.lit("in_person"))
    contacts = frames["contacts"].with_columns(channel_group=group)
    spans = frames["contacts_coverage"].select("level", "channel_group", "from_date", "to_date", stated="source_regime")
    counted = pl.col("counted_on")
    within = (counted >= pl.col("from_date")) & (pl.col("to_date").is_null() | (counted < pl.col("to_date")))
    found = contacts.join(spans, on=["level", "channel_group"]).filter(within).select("fact_id", "stated")
    joined = contacts.join(found, on="fact_id", how="left", maintain_order="left")
    return joined.with_columns(holds=pl.col("stated").eq_missing(pl.col("source_regime")))


RULES: tuple[CrossRule, ...] = (
    CrossRule(
        "contacts.in_a_span_of_the_coverage",
        "A contact falls into a period of the coverage of its level and channel, with the same source regime",
        ("contacts", "contacts_coverage"),
        _in_its_span,
        ("source_regime", "level", "channel", "counted_on"),
        mend="give it the source_regime that contacts_coverage has for its day (not_collected where nobody looked)",
    ),
)
