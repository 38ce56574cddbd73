"""The chronology: dated facts of the quarter, each with its source."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

import polars as pl

from indicators.store.declare import Family
from indicators.store.view import AsOfView

MOST_ENTRIES = 10


@dataclass(frozen=True)
class Entry:
    """One dated fact."""

    day: dt.date
    family: str
    what: str
    publisher: str
    url: str
    fact_id: str


@dataclass(frozen=True)
class Chronology:
    """The weightiest entries of a quarter by day, and all of them as a frame.

    ``frame``: day, family, weight, what, publisher, url, fact_id.
    """

    entries: tuple[Entry, ...]
    frame: pl.DataFrame

    @property
    def more_count(self) -> int:
        """Entries that are only in the table."""
        return self.frame.height - len(self.entries)


NO_ENTRIES = Chronology((), pl.DataFrame())
"""Of families that declare none."""


def chronology(view: AsOfView, families: Sequence[Family]) -> Chronology:
    """Entries of the view's quarter from the families that declare some.

    At most ten are picked, the weightiest first, of equal weight each family's in turn, the later
    before the earlier; they are shown in the order of their days.
    """
    telling = [family for family in families if family.chronology]
    titles = {family.name: family.title for family in telling}
    if not telling:
        return NO_ENTRIES
    parts = " UNION ALL ".join(
        f"SELECT '{family.name}' AS family, day, weight, what, fact_id FROM {family.chronology}" for family in telling
    )
    frame = view.sql(
        f"""SELECT e.day, e.family, e.weight, e.what, s.publisher, coalesce(s.url, '') AS url, e.fact_id
            FROM ({parts}) AS e JOIN facts AS f USING (fact_id) JOIN sources AS s USING (source_id)
            WHERE e.day BETWEEN $start AND $end ORDER BY e.day, e.family, e.fact_id""",
        start=view.quarter_start, end=view.quarter_end,
    )  # fmt: skip
    turn = pl.col("day").rank("ordinal", descending=True).over("weight", "family")
    picked = frame.with_columns(turn=turn).sort("weight", "turn", "family").head(MOST_ENTRIES).sort("day", "family")
    entries = tuple(
        Entry(row["day"], titles[row["family"]], row["what"], row["publisher"], row["url"], row["fact_id"])
        for row in picked.iter_rows(named=True)
    )
    return Chronology(entries, frame)
