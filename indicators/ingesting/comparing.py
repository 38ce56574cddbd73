"""Two copies of a list compared entry by entry: what came, what went, and which cells of the others differ."""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass
from typing import Any

import polars as pl

from indicators.errors import UsageProblem
from indicators.ingesting.faults import OriginalProblem
from indicators.ingesting.opening import Original
from indicators.ingesting.reader import Reader
from indicators.ingesting.recognising import recognise
from indicators.ingesting.rows import LINE
from indicators.ingesting.xml_stream import elements, local

ENTRY = "entry_id"
SEPARATOR = "; "
ADDED, REMOVED, CHANGED = "added", "removed", "changed"


def entries_of_rows(rows: pl.DataFrame, entry: str, leave: Collection[str] = ()) -> pl.DataFrame:
    """The entries of a list of rows, several of which may be of one entry.

    Parameters
    ----------
    rows : polars.DataFrame
        Text cells.
    entry : str
        The column of an entry's id; rows without one are none.
    leave : collection of str
        Columns that say nothing of the entry, such as the day on which the file was made.

    Returns
    -------
    polars.DataFrame
        entry_id and the other cells: of each the distinct values of the entry's rows, sorted and joined.

    Examples
    --------
    >>> rows = pl.DataFrame({"id": ["7", "7"], "name": ["B", "A"]})
    >>> entries_of_rows(rows, "id").rows()
    [('7', 'A; B')]
    """
    kept = rows.drop_nulls(entry).select(pl.col(entry).alias(ENTRY), pl.exclude(entry, LINE, *leave))
    joined = pl.exclude(ENTRY).drop_nulls().unique().sort().str.join(SEPARATOR)
    return kept.group_by(ENTRY, maintain_order=True).agg(joined)


def entries_of_xml(original: Original, tags: Collection[str], id_of: Callable[[Any], str]) -> pl.DataFrame:
    """The entries of an XML list: each text and attribute below an entry, by the name of its element."""
    found: list[tuple[str, str, str]] = []
    for element in elements(original, *tags):
        entry = id_of(element)
        if not entry:
            raise OriginalProblem(
                f"an entry has no id: <{local(element)}>", where=f"{original.path}:{element.sourceline or 0}",
                do="fetch the list again from its publisher",
            )  # fmt: skip
        for part in element.iter():
            name = local(part)
            if text := " ".join((part.text or "").split()):
                found.append((entry, name, text))
            found += [(entry, f"{name}@{key.rpartition('}')[2]}", value) for key, value in part.attrib.items()]
    long = pl.DataFrame(found, schema=dict.fromkeys((ENTRY, "cell", "value"), pl.String), orient="row")
    cells = long.group_by(ENTRY, "cell").agg(pl.col("value").unique().sort().str.join(SEPARATOR)).sort(ENTRY, "cell")
    return cells.pivot(on="cell", index=ENTRY, values="value", maintain_order=True)


def compared(earlier: pl.DataFrame, later: pl.DataFrame) -> pl.DataFrame:
    """What differs between the entries of two copies; each is one row with its ``entry_id`` and text cells.

    Returns
    -------
    polars.DataFrame
        entry_id, change (added, removed, changed), and of changed entries the cells that differ, by entry.
    """
    cells = list(dict.fromkeys(c for f in (earlier, later) for c in f.columns if c != ENTRY))
    before, after = (
        f.select(ENTRY, *(pl.col(c) if c in f.columns else pl.lit(None, pl.String).alias(c) for c in cells),
                 pl.lit(True).alias("_here"))
        for f in (earlier, later)
    )  # fmt: skip
    both = before.join(after, on=ENTRY, how="full", coalesce=True, suffix="_after")
    differ = [pl.when(pl.col(c).ne_missing(pl.col(f"{c}_after"))).then(pl.lit(c)) for c in cells]
    change = (
        pl.when(pl.col("_here").is_null()).then(pl.lit(ADDED))
        .when(pl.col("_here_after").is_null()).then(pl.lit(REMOVED))
        .otherwise(pl.lit(CHANGED))
    )  # fmt: skip
    named = both.select(
        ENTRY, change.alias("change"), pl.concat_str(differ, separator=", ", ignore_nulls=True).alias("what")
    )
    return (
        named.filter((pl.col("change") != CHANGED) | (pl.col("what") != ""))
        .select(ENTRY, "change", pl.when(pl.col("change") == CHANGED).then(pl.col("what")).alias("what_changed"))
        .sort(pl.col(ENTRY).cast(pl.Int64, strict=False), ENTRY)
    )


@dataclass(frozen=True)
class Comparison:
    """Two copies of a list: which reader knows them, their entries, and what differs."""

    reader: str
    earlier: int
    later: int
    changes: pl.DataFrame

    def count(self, change: str) -> int:
        """How many entries were ``added``, ``removed`` or ``changed``."""
        return self.changes.filter(pl.col("change") == change).height

    @property
    def cells(self) -> dict[str, int]:
        """In how many changed entries each cell differs, the most frequent first."""
        named = self.changes["what_changed"].drop_nulls().str.split(", ").explode()
        return dict(named.value_counts(sort=True, name="n").sort("n", "what_changed", descending=[True, False]).rows())


def compare(earlier: Original, later: Original, readers: tuple[Reader, ...]) -> Comparison:
    """Compare two copies of one list.

    Raises
    ------
    UsageProblem
        If they are files of different formats, or of one that is no list of entries.
    OriginalProblem
        If one of them is not what its reader expects.
    """
    first, second = recognise(earlier, readers), recognise(later, readers)
    if first.name != second.name:
        raise UsageProblem(
            f"a copy of {first.name} is not compared with one of {second.name}", where=f"{earlier.path}, {later.path}",
            do="name two copies of one list in one format",
        )  # fmt: skip
    if first.entries is None:
        raise UsageProblem(
            f"{first.name} reads no list of entries", where=str(earlier.path),
            do=f"lists of entries are {', '.join(r.name for r in readers if r.entries)}",
        )  # fmt: skip
    before, after = first.entries(earlier), first.entries(later)
    return Comparison(first.name, before[ENTRY].n_unique(), after[ENTRY].n_unique(), compared(before, after))
