"""What facts of sanctions tell twice."""

from __future__ import annotations

import polars as pl

from indicators.contracts.redundancy import (
    DAY,
    EXAMPLE,
    MONTH,
    YEAR,
    copy_has_its_day,
    days,
    id_tells,
    near_neighbours,
    slug,
)
from indicators.contracts.rules import Rule, rule

COPY = ("snapshot_date", "list", "source_id")
TYPED = pl.col("entity_type") != "all"
FULL = pl.col("coverage") == "full_list"
STEP = ("action_date", "issuer", "target_programme", "basis", "seen_in")
COMPUTED = pl.col("basis") == "computed_from_lists"
MONTH_NUMBER = pl.col("reference_date").dt.year() * 12 + pl.col("reference_date").dt.month()

LIST_COUNTS: tuple[Rule, ...] = (
    id_tells("sanctions_list_counts", ("snapshot_date", "list", "programme", "entity_type"),
             days("snapshot_date", slug("list"), after=(slug("programme"), slug("entity_type")))),
    rule(
        "sanctions_list_counts.types_have_a_sum",
        "A tag that is counted by type in a full copy has its row for all types",
        holds=(~TYPED).any().over(*COPY, "programme"),
        applies=TYPED & FULL,
        columns=("entity_type", "programme"),
        mend="restore the row for all types of this tag and day",
        within=("snapshot_date", "list", "programme"),
    ),
    near_neighbours("sanctions_list_counts.near_the_next_copy", "Copies of the full list at most 40 days apart",
                    value=pl.col("entries_count").cast(pl.Float64), over=["list", "programme", "entity_type"],
                    order_by=["snapshot_date", "source_id"], share=0.15, floor=10, applies=FULL,
                    within_days=pl.col("snapshot_date"), most_days=40, columns=("entries_count",)),
)  # fmt: skip

RECORDS = r"printed record numbers (?<first>[0-9]+)-(?<last>[0-9]+) = (?<count>[0-9]+)"
LARGEST = 600
"""The largest single step in the facts adds 552 entries: the United States on 23 February 2024."""


def _record(name: str) -> pl.Expr:
    return pl.col("note").str.extract_groups(RECORDS).struct.field(name).cast(pl.Int64)


ACTIONS: tuple[Rule, ...] = (
    copy_has_its_day("sanctions_actions"),
    rule(
        "sanctions_actions.records_are_counted",
        "Where the remark names the printed records of a listing, the count is theirs",
        holds=(pl.col("added_count") == _record("count"))
        & (_record("last") - _record("first") + 1 == _record("count")),
        columns=("added_count", "note"),
        mend="count the records in the legal text again",
    ),
    rule(
        "sanctions_actions.size_of_a_step",
        f"No step adds or removes more than {LARGEST} entries",
        holds=pl.max_horizontal("added_count", "removed_count") <= LARGEST,
        columns=("added_count", "removed_count"),
        mend="compare the count with its source; raise the bound if a larger step was taken",
    ),
    id_tells("sanctions_actions", ("action_date", "issuer", "target_programme", "entity_type"),
             days("action_date", after=(slug("issuer"), slug("target_programme")), forms=(DAY, MONTH, YEAR)),
             slug("entity_type")),
    rule(
        "sanctions_actions.id_tells_the_basis",
        "The id of a computed or surviving count says so, and no other",
        holds=pl.col("fact_id").str.contains(".survivors-only", literal=True).eq(pl.col("basis") == "survivors_only")
        & pl.col("fact_id").str.contains(".computed-from-lists", literal=True).eq(COMPUTED),
        applies=~pl.col("fact_id").str.contains(EXAMPLE),
        columns=("basis", "fact_id"),
    ),
    rule(
        "sanctions_actions.computed_types_near_all",
        "Between two copies no more than 80 added or removed entries have a type without a row of its own",
        holds=(pl.col("added_count") - pl.col("added_count").filter(TYPED).sum().over(STEP) <= 80)
        & (pl.col("removed_count") - pl.col("removed_count").filter(TYPED).sum().over(STEP) <= 80),
        applies=COMPUTED & ~TYPED,
        columns=("added_count", "removed_count"),
        mend="count the difference of the two copies again",
        within=STEP,
    ),
)  # fmt: skip

TOTALS: tuple[Rule, ...] = (
    id_tells("sanctions_totals", ("reference_date", "issuer", "target", "measure"),
             days("reference_date", after=(slug("issuer"), slug("target"), slug("measure")), forms=(DAY, MONTH, YEAR))),
    rule(
        "sanctions_totals.panel_has_no_hole",
        "The months of the panel by address follow each other without a hole",
        holds=pl.col("reference_date").n_unique().over("measure")
        == (MONTH_NUMBER.max() - MONTH_NUMBER.min() + 1).over("measure"),
        applies=pl.col("measure").str.starts_with("ofac_russia_address_entries"),
        columns=("reference_date", "measure"),
        within=("measure",),
    ),
)  # fmt: skip
