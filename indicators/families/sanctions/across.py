"""Rules across the sanctions tables, and the rhythm of the lists."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping

import polars as pl

from indicators.contracts.across import fresh
from indicators.contracts.model import CrossRule

CHANGED_TAG = 5
"""Entries that may gain or lose the Russia-related tag, or change their type, between two copies without a listing."""

COPIES = r"^(?<file>.*@)(?<from>[0-9a-f]+)\.\.(?<to>[0-9a-f]+)$"
"""How an action computed from two copies of a list names them."""


def _flow_and_stock(frames: Mapping[str, pl.LazyFrame], as_of: dt.date) -> pl.LazyFrame:
    """Entries in the later copy less those in the earlier one, against added less removed."""
    counts = frames["sanctions_list_counts"].select(
        "seen_in", "entity_type", target_programme="programme", entries="entries_count"
    )
    keys = ["entity_type", "target_programme"]
    copies = pl.col("seen_in").str.extract_groups(COPIES).struct
    computed = (
        frames["sanctions_actions"]
        .filter(pl.col("basis") == "computed_from_lists")
        .with_columns(
            earlier=copies.field("file") + copies.field("from"), later=copies.field("file") + copies.field("to")
        )
    )
    for which in ("earlier", "later"):
        counted = counts.rename({"seen_in": which, "entries": f"entries_{which}"})
        computed = computed.join(counted, on=[which, *keys], how="left", maintain_order="left")
    moved = pl.col("entries_later") - pl.col("entries_earlier")
    flow = pl.col("added_count") - pl.col("removed_count")
    return computed.with_columns(holds=(moved - flow).abs() <= CHANGED_TAG)


RULES: tuple[CrossRule, ...] = (
    CrossRule(
        "sanctions_actions.flow_and_stock",
        f"Added less removed is the change between the two copies, but for up to {CHANGED_TAG} entries with a new tag",
        ("sanctions_actions", "sanctions_list_counts"),
        _flow_and_stock,
        ("added_count", "removed_count", "seen_in"),
        mend="compare the two copies again",
    ),
    fresh(
        "sanctions_list_counts",
        "ofac",
        "copies of the OFAC list",
        rows=pl.col("list") == "ofac_sdn",
        day=pl.col("snapshot_date"),
        column="snapshot_date",
        every_days=31,
    ),
)
