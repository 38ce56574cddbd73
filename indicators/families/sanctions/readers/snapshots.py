"""Copies of the OFAC list as frames of entries: counts of one copy, and what changed from one to the next.

A copy is a frame with one row an entry: ``entry_id``, ``entity_type``, ``tags`` (list of text), and the text cells
that a change is looked for in.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import polars as pl

from indicators.families.sanctions.codes import RUSSIA_RELATED
from indicators.families.sanctions.readers.tags import COUNTED, KNOWN
from indicators.ingesting.comparing import compared
from indicators.ingesting.faults import OriginalProblem, unknown_code
from indicators.ingesting.reader import PUBLICATION, Download, Publication, Reader, Reading

OFAC = "US Treasury OFAC"
LICENCE = "US Government work, public domain"
ADDRESS = "https://www.treasury.gov/ofac/downloads"
FORWARDS = ("sanctionslistservice.ofac.treas.gov",)
"""Where OFAC sends requests on to."""
TYPES = ("entity", "individual", "vessel", "aircraft")
ACTION_TYPES = ("entity", "individual", "vessel")
"""Types that actions have rows for; aircraft are in the row of all."""
MOST_DAYS = 31
"""Copies further apart do not tell the day of an action."""
UNION = pl.col("tags").list.eval(pl.element().is_in(list(RUSSIA_RELATED))).list.any()


@dataclass(frozen=True)
class Copy:
    """One copy of the list, with its day and what the day rests on."""

    day: dt.date
    date_basis: str
    published_basis: str
    seen_in: str
    entries: pl.DataFrame


def publication(file: str) -> Publication:
    """The list as OFAC publishes it, in one of its formats."""
    return Publication(f"Specially Designated Nationals List ({file})", OFAC, f"{ADDRESS}/{file}", LICENCE, 1, 0)


def ofac_reader(file: str, *, most_mb: int = 100, **own: Any) -> Reader:
    """A reader of one of OFAC's files: what its readers share."""
    address = f"{ADDRESS}/{file}"
    downloads = (Download(address, file.rpartition("/")[2], FORWARDS, most_mb),)
    return Reader(family="sanctions", licence=LICENCE, address=address, downloads=downloads, **own)


def checked(where: str, entries: pl.DataFrame) -> pl.DataFrame:
    """Entries whose tags and types are known and whose numbers stand once.

    Raises
    ------
    OriginalProblem
        If they are not.
    """
    tags = set(entries["tags"].explode().drop_nulls())
    if unknown := tags - KNOWN:
        first = entries.filter(pl.col("tags").list.eval(pl.element().is_in(list(unknown))).list.any())["entry_id"][0]
        raise unknown_code(f"{where}, entry {first}", "programme tag", unknown, "families/sanctions/readers/tags.py")
    if unknown := set(entries["entity_type"]) - set(TYPES):
        raise unknown_code(where, "type of entry", map(str, unknown), "families/sanctions/readers/snapshots.py")
    twice = entries.filter(pl.col("entry_id").is_duplicated())
    untagged = entries.filter(pl.col("tags").list.len() == 0)
    if twice.height or untagged.height:
        what = (
            f"entry {twice['entry_id'][0]} stands twice"
            if twice.height
            else f"entry {untagged['entry_id'][0]} has no tag"
        )
        raise OriginalProblem(what, where=where, do="fetch the list again from its publisher")
    return entries


def tag_counts(entries: pl.DataFrame) -> pl.DataFrame:
    """Entries by programme and type: programme, entity_type, entries_count; what has no entries has no row."""
    tagged = (
        entries.select("entry_id", "entity_type", "tags").explode("tags", empty_as_null=True, keep_nulls=True).unique()
    )
    parts = [
        tagged.filter(pl.col("tags").is_in(COUNTED)).select(pl.col("tags").alias("programme"), "entity_type"),
        entries.filter(UNION).select(pl.lit("RUSSIA-UNION").alias("programme"), "entity_type"),
        entries.select(pl.lit("ALL-PROGRAMMES").alias("programme"), "entity_type"),
    ]
    rows = pl.concat(parts)
    whole = rows.with_columns(pl.lit("all").alias("entity_type"))
    return (
        pl.concat([rows, whole])
        .group_by("programme", "entity_type")
        .agg(pl.len().cast(pl.Int64).alias("entries_count"))
        .sort("programme", "entity_type")
    )


def list_counts(copy: Copy) -> pl.DataFrame:
    """Candidates of ``sanctions_list_counts`` for one copy."""
    slug = [pl.col(c).str.to_lowercase().str.replace_all("[^a-z0-9]+", "-") for c in ("programme", "entity_type")]
    return tag_counts(copy.entries).with_columns(
        pl.lit(copy.day).alias("snapshot_date"),
        pl.lit("ofac_sdn").alias("list"),
        pl.lit(copy.entries.height, pl.Int64).alias("list_total_count"),
        pl.lit("full_list").alias("coverage"),
        pl.lit(copy.date_basis).alias("date_basis"),
        pl.lit(copy.day).alias("published_on"),
        pl.lit(copy.published_basis).alias("published_basis"),
        pl.lit(copy.seen_in).alias("seen_in"),
        pl.lit("list").alias(PUBLICATION),
        pl.concat_str(pl.lit(f"sanctions.ofac-sdn.{copy.day}"), *slug, separator=".").alias("fact_id"),
    )


def changes(earlier: Copy, later: Copy) -> pl.DataFrame:
    """What changed between two copies, one row an entry.

    Returns
    -------
    polars.DataFrame
        from_day, to_day, entry_id, change (added, removed, changed), entity_type, russia_related (in the copy that has
        the entry, the later one first), tags_before, tags_after, and the names of the cells that differ.
    """
    found = compared(cells_of(earlier.entries), cells_of(later.entries))
    sides = [
        c.entries.select("entry_id", "entity_type", pl.col("tags").list.sort().list.join("; "), UNION.alias("union"))
        for c in (earlier, later)
    ]
    named = found.join(sides[0], on="entry_id", how="left").join(sides[1], on="entry_id", how="left", suffix="_after")
    return named.select(
        pl.lit(earlier.day).alias("from_day"),
        pl.lit(later.day).alias("to_day"),
        "entry_id",
        "change",
        pl.coalesce("entity_type_after", "entity_type").alias("entity_type"),
        pl.coalesce("union_after", "union").alias("russia_related"),
        pl.col("tags").alias("tags_before"),
        "tags_after",
        "what_changed",
    ).sort(pl.col("entry_id").cast(pl.Int64, strict=False), "entry_id")


def cells_of(entries: pl.DataFrame) -> pl.DataFrame:
    """Entries as cells of text, their tags in one, for comparison."""
    return entries.drop("line", strict=False).with_columns(pl.col("tags").list.sort().list.join("; "))


def actions(earlier: Copy, later: Copy, found: pl.DataFrame) -> pl.DataFrame | None:
    """Candidates of ``sanctions_actions`` from the changes between two copies; none where nothing came or went.

    An entry that was listed already and gains or loses a Russia-related tag is in neither count.
    """
    ours = found.filter(pl.col("russia_related") & (pl.col("change") != "changed"))
    if not ours.height or (later.day - earlier.day).days > MOST_DAYS:
        return None
    typed = pl.concat(
        [ours.with_columns(pl.lit("all").alias("entity_type")), ours.filter(pl.col("entity_type").is_in(ACTION_TYPES))]
    )
    counts = (
        typed.group_by("entity_type")
        .agg(
            (pl.col("change") == "added").sum().cast(pl.Int64).alias("added_count"),
            (pl.col("change") == "removed").sum().cast(pl.Int64).alias("removed_count"),
        )
        .sort("entity_type")
    )
    tags = (
        ours.filter(pl.col("change") == "added")["tags_after"]
        .str.split("; ")
        .explode()
        .value_counts(sort=True, name="n")
    )
    said = ", ".join(
        f"{t} {n}" for t, n in sorted(tags.iter_rows(), key=lambda p: (-p[1], p[0])) if t in RUSSIA_RELATED
    )
    note = f"window after copy of {earlier.day}" + (f"; tags on added: {said}" if said else "")
    return counts.with_columns(
        pl.lit(later.day).alias("action_date"),
        pl.lit("day").alias("date_precision"),
        pl.lit("us_ofac").alias("issuer"),
        pl.lit("RUSSIA-UNION").alias("target_programme"),
        pl.lit(None, pl.String).alias("package"),
        pl.lit(None, pl.String).alias("added_missing_reason"),
        pl.lit(None, pl.String).alias("removed_missing_reason"),
        pl.lit("exact").alias("bound"),
        pl.lit("computed_from_lists").alias("basis"),
        pl.lit("entries that came and went between two successive copies of the list").alias("description"),
        pl.lit(f"{earlier.seen_in} .. {later.seen_in}").alias("seen_in"),
        pl.lit(later.day).alias("published_on"),
        pl.lit(later.published_basis).alias("published_basis"),
        pl.when(pl.col("entity_type") == "all").then(pl.lit(note)).alias("note"),
        pl.lit("list").alias(PUBLICATION),
        pl.concat_str(
            pl.lit(f"sanctions.{later.day}.us-ofac.russia-union"),
            "entity_type",
            pl.lit("computed-from-lists"),
            separator=".",
        ).alias("fact_id"),
    )


@dataclass(frozen=True)
class Steps:
    """What successive copies come to.

    Parameters
    ----------
    counts, actions, changed : tuple of polars.DataFrame
        Of each copy, and of each step from one copy to the next.
    entries : int
        Of all copies.
    days : tuple of date
        To which the steps lead.
    apart : int
        Steps too long to tell the day of an action.
    """

    counts: tuple[pl.DataFrame, ...] = ()
    actions: tuple[pl.DataFrame, ...] = ()
    changed: tuple[pl.DataFrame, ...] = ()
    entries: int = 0
    days: tuple[dt.date, ...] = ()
    apart: int = 0

    def __add__(self, later: Steps) -> Steps:
        return Steps(
            self.counts + later.counts, self.actions + later.actions, self.changed + later.changed,
            self.entries + later.entries, self.days + later.days, self.apart + later.apart,
        )  # fmt: skip


def steps(copies: Iterable[Copy], *, counted_before: bool = False) -> Steps:
    """Counts and changes of copies in the order of their days, two of them in memory at a time.

    ``counted_before``: the first copy is there to compare the next one with.
    """
    found, earlier = Steps(), None
    for copy in copies:
        if earlier is not None:
            changed = changes(earlier, copy)
            acted = actions(earlier, copy, changed)
            apart = (copy.day - earlier.day).days > MOST_DAYS
            found += Steps((), () if acted is None else (acted,), (changed,), 0, (copy.day,), apart)
        if earlier is not None or not counted_before:
            found += Steps((list_counts(copy),), entries=copy.entries.height)
        earlier = copy
    return found


def reading_of(found: Steps, source: Publication) -> Reading:
    """Counts of every copy, actions between successive ones, all changes, and what they come to in numbers."""
    frames = {"sanctions_list_counts": pl.concat(found.counts)}
    if found.actions:
        frames["sanctions_actions"] = pl.concat(found.actions)
    every = pl.concat(found.changed) if found.changed else None
    numbers = {"entries": found.entries}
    by_day = f" by {found.days[0]}" if len(found.days) == 1 else ""
    if every is not None:
        for change in ("added", "removed", "changed"):
            numbers[f"entries {change}{by_day}"] = every.filter(pl.col("change") == change).height
    if found.apart:
        numbers[f"steps of more than {MOST_DAYS} days, which tell no action"] = found.apart
    return Reading(frames, {"list": source}, found.entries, (), numbers, every)
