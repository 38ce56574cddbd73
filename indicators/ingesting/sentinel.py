"""Sentinels of hand-kept facts: what to look at, when it was last looked at, what a new look must confirm."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import polars as pl


@dataclass(frozen=True)
class Sentinel:
    """Something that no file tells, so that somebody has to look.

    Parameters
    ----------
    name, family : str
        Id and family.
    look_at : tuple of str
        Where to look.
    confirm : tuple of str
        What a new look must confirm, sentence by sentence.
    table : str
        The table of the facts.
    rows : polars.Expr
        Which of its rows they are.
    day : str
        The column that says what day a fact is of.
    every_days : int
        How often to look.
    looked : str
        ``sources`` (the newest day on which a source of such a fact was collected), or a table with ``collected_on``.
    """

    name: str
    family: str
    look_at: tuple[str, ...]
    confirm: tuple[str, ...]
    table: str
    rows: pl.Expr
    day: str
    every_days: int
    looked: str = "sources"


@dataclass(frozen=True)
class Look:
    """A sentinel against the facts that are held."""

    sentinel: Sentinel
    facts: int
    newest: dt.date | None
    last_look: dt.date | None

    @property
    def due(self) -> dt.date | None:
        """The day on which to look again."""
        return self.last_look + dt.timedelta(self.sentinel.every_days) if self.last_look else None

    def is_due(self, as_of: dt.date) -> bool:
        return self.due is None or self.due <= as_of


def looks(sentinels: Sequence[Sentinel], held: Callable[[str], pl.DataFrame]) -> tuple[Look, ...]:
    """Each sentinel with its newest fact and its last look."""
    return tuple(_look(s, held) for s in sentinels)


def _look(sentinel: Sentinel, held: Callable[[str], pl.DataFrame]) -> Look:
    facts = held(sentinel.table).filter(sentinel.rows)
    if sentinel.looked == "sources":
        seen = held("sources").join(facts, on="source_id", how="semi")["collected_on"]
    else:
        seen = held(sentinel.looked)["collected_on"]
    return Look(sentinel, facts.height, _last(facts[sentinel.day]), _last(seen))


def _last(days: pl.Series) -> dt.date | None:
    newest = days.max()
    return newest if isinstance(newest, dt.date) else None
