"""Contract of the counts of sanctions lists."""

from __future__ import annotations

import datetime as dt

import polars as pl

from indicators.contracts.model import Contract, FactTable, column, rule
from indicators.families.sanctions import redundancy
from indicators.families.sanctions.codes import ENTITY_TYPE, PROGRAMME, RUSSIA_RELATED
from indicators.families.sanctions.sums import TYPED, rows_of

_copy = ("snapshot_date", "list", "source_id")
_tag_row = (*_copy, "entity_type")
_union = pl.col("programme") == "RUSSIA-UNION"
_tagged = pl.col("programme").is_in(list(RUSSIA_RELATED))
_whole = (pl.col("programme") == "ALL-PROGRAMMES") & ~TYPED
_entries = pl.col("entries_count")
_before = _entries.shift(1).over(("list", "programme", "entity_type"), order_by="snapshot_date")
_days = (pl.col("snapshot_date") - pl.col("snapshot_date").shift(1)).dt.total_days()


class SanctionsListCounts(FactTable):
    """How many entries of a list carried a tag on a day."""

    _contract = Contract(
        name="sanctions_list_counts",
        folder="sanctions",
        files=(
            "sanctions_list_counts.2014_2021.csv",
            "sanctions_list_counts.2022.csv",
            "sanctions_list_counts.2023.csv",
            "sanctions_list_counts.2024_2026.csv",
        ),
        title="Entries of the OFAC list by day, programme tag and entity type",
        version="3.0.0",
        key=("snapshot_date", "list", "programme", "entity_type", "source_id"),
        quantity=("snapshot_date", "list", "programme", "entity_type"),
        waits={"published_with_its_source": "a source is the list itself; each copy has a day of its own"},
        reference_end="snapshot_date",
        usage=(
            "An entry with several tags is counted under each; never add programmes.",
            "list_total_count stands on every row of a copy; never add it.",
            "On days of coverage tag_only or header_only the other tags are unknown, not 0.",
            "No copy of the list was found between 3 May 2024 and 10 May 2026, nor for most of 2015 to mid-2021.",
        ),
    )
    _rules = (
        *redundancy.LIST_COUNTS,
        rule(
            "sanctions_list_counts.within_list",
            "A tag has no more entries than the whole list",
            holds=_entries <= pl.col("list_total_count"),
            columns=("entries_count", "list_total_count"),
        ),
        rule(
            "sanctions_list_counts.types_sum",
            "The entries of all types together are the sum of the types",
            holds=rows_of(TYPED, "entries_count", *_copy, "programme") == _entries,
            applies=~TYPED & (TYPED.sum().over((*_copy, "programme")) > 0),
            columns=("entries_count", "programme"),
            mend="count the copy again: a type is missing or counted twice",
        ),
        rule(
            "sanctions_list_counts.whole_list",
            "The row of the whole list equals its total",
            holds=_entries == pl.col("list_total_count"),
            applies=_whole,
            columns=("entries_count", "list_total_count"),
        ),
        rule(
            "sanctions_list_counts.one_total_a_copy",
            "All rows of a copy state the same size of the list",
            holds=pl.col("list_total_count").n_unique().over(_copy) == 1,
            columns=("list_total_count",),
        ),
        rule(
            "sanctions_list_counts.one_coverage_a_copy",
            "All rows of a copy state the same coverage",
            holds=pl.col("coverage").n_unique().over(_copy) == 1,
            columns=("coverage",),
        ),
        rule(
            "sanctions_list_counts.union_not_below_a_tag",
            "The Russia-related union has at least as many entries as its largest tag",
            holds=pl.when(_tagged).then(_entries).max().over(_tag_row) <= _entries,
            applies=_union,
            columns=("entries_count", "programme"),
        ),
        rule(
            "sanctions_list_counts.union_not_above_its_tags",
            "The Russia-related union has at most as many entries as its tags together",
            holds=rows_of(_tagged, "entries_count", *_tag_row) >= _entries,
            applies=_union,
            columns=("entries_count", "programme"),
        ),
        rule(
            "sanctions_list_counts.full_copy_is_whole",
            "A full copy has the row of the whole list and the row of the Russia-related union",
            holds=(_whole.any().over(_copy)) & ((_union & ~TYPED).any().over(_copy)),
            applies=pl.col("coverage") == "full_list",
            columns=("coverage",),
        ),
        rule(
            "sanctions_list_counts.no_union_in_a_part",
            "The union is given only where the full list was counted",
            holds=pl.col("coverage") == "full_list",
            applies=_union,
            columns=("coverage", "programme"),
        ),
        rule(
            "sanctions_list_counts.header_has_no_tags",
            "Where only the header is known, only the size of the list is given",
            holds=_whole,
            applies=pl.col("coverage") == "header_only",
            columns=("programme", "coverage"),
        ),
        rule(
            "sanctions_list_counts.published_with_the_list",
            "A list is public on its own day when OFAC dated it, else no later than its copy",
            holds=pl.when(pl.col("date_basis") == "publish_date")
            .then((pl.col("published_basis") != "upper_bound") & (pl.col("published_on") == pl.col("snapshot_date")))
            .otherwise(
                (pl.col("published_basis") == "upper_bound") & (pl.col("published_on") >= pl.col("snapshot_date"))
            ),
            columns=("published_on", "published_basis"),
        ),
        rule(
            "sanctions_list_counts.steady",
            "The whole list changes by less than a tenth within a week",
            holds=(_entries - _before).abs() < 0.1 * _before,
            applies=_whole & (_days.over(("list", "programme", "entity_type"), order_by="snapshot_date") <= 7),
            columns=("entries_count", "snapshot_date"),
            severity="warning",
            mend="count the copy again; keep the row if the list really jumped",
        ),
    )

    snapshot_date: dt.date = column(
        "Day of the list, by `date_basis`", ge=dt.date(2014, 3, 6), le=dt.date(2099, 12, 31)
    )
    list: str = column("Which list", codes={"ofac_sdn": "OFAC list of Specially Designated Nationals"})
    programme: str = column("Programme tag as OFAC prints it", codes=PROGRAMME)
    entity_type: str = column("Type of the listed entries", codes=ENTITY_TYPE)
    entries_count: int = column(
        "Entries that carry the tag; an entry with two tags counts under both", unit="entries", ge=0
    )
    list_total_count: int = column("Entries of the whole list; the same on each row of a copy", unit="entries", gt=0)
    coverage: str = column(
        "What is known of the list on that day",
        codes={
            "full_list": "every tag was counted; a tag without a row has no entries",
            "tag_only": "only the rows given are known; other tags are unknown, not 0",
            "header_only": "only the size of the list is known",
        },
    )
    date_basis: str = column(
        "What the day rests on",
        codes={
            "commit_day_us_eastern": "day on which a daily copy was stored, US Eastern time",
            "commit_date_upper_bound": "day on which a copy was stored; the list may be older",
            "publish_date": "OFAC's own date of the list",
            "log_entry": "date of a log that states the counts",
        },
    )
