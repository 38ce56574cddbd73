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


LISTED = {
    "individuals_listed": ("individual",), "entities_listed": ("entity",), "vessels_listed": ("vessel",),
    "end_users_listed": ("entity",), "persons_and_entities_listed": ("individual", "entity"),
}  # fmt: skip
"""Totals of one list, with the types of entries that they count."""
STILL = r"([0-9]+) of them still listed"
UNDATED = 1
"""Entries of a list that the facts hold no step for: one entity of the EU list has no listing date."""


def _survivors_make_the_list(frames: Mapping[str, pl.LazyFrame], as_of: dt.date) -> pl.LazyFrame:
    """The total of a list against the entries that were still on it, by step, in the same document."""
    survived = pl.coalesce(
        pl.col("note").str.extract(STILL).cast(pl.Int64),
        pl.when(pl.col("basis") == "survivors_only").then("added_count"),
    )
    steps = frames["sanctions_actions"].select("source_id", "entity_type", target="target_programme", survived=survived)
    types = pl.LazyFrame({"measure": list(LISTED), "entity_type": [list(t) for t in LISTED.values()]})
    totals = frames["sanctions_totals"].join(types, on="measure", maintain_order="left")
    summed = (
        totals.explode("entity_type")
        .join(steps.drop_nulls("survived"), on=["source_id", "target", "entity_type"])
        .group_by("fact_id")
        .agg(pl.col("survived").sum())
    )
    return totals.join(summed, on="fact_id", maintain_order="left").with_columns(
        holds=(pl.col("value_count") - pl.col("survived")).abs() <= UNDATED
    )


RULES: tuple[CrossRule, ...] = (
    CrossRule(
        "sanctions_totals.survivors_make_the_list",
        f"The entries still listed, by step, make the total that the same document gives, but for {UNDATED}",
        ("sanctions_totals", "sanctions_actions"),
        _survivors_make_the_list,
        ("value_count", "measure", "source_id"),
        mend="count the steps and the list again: a step may be missing or have another number",
    ),
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
