"""Headline numbers of two sets of facts side by side, as a report of the newest quarter would show them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from indicators.contracts.model import TableModel
from indicators.numbers import number
from indicators.reporting.edition import Edition, choose_edition
from indicators.reporting.scoreboard import Score, scoreboard
from indicators.reporting.write import Drawn
from indicators.store.build import all_models
from indicators.store.declare import Series
from indicators.store.view import as_of_view


@dataclass(frozen=True)
class Moved:
    """A headline whose value or period differs."""

    series: Series
    old_period: str | None
    old_value: float | None
    new_period: str | None
    new_value: float | None

    def told(self) -> tuple[str, str]:
        """Both values with their periods, as many digits as tell them apart."""
        digits = self.series.decimals
        pair = [(p, v) for p, v in ((self.old_period, self.old_value), (self.new_period, self.new_value))]
        texts = [number(v, digits) for _, v in pair]
        if texts[0] == texts[1] and pair[0][0] == pair[1][0]:
            texts = [repr(v) for _, v in pair]
        old, new = (f"{text} ({period})" if period else text for text, (period, _) in zip(texts, pair, strict=True))
        return old, new


@dataclass(frozen=True)
class Headlines:
    """Which headlines move, of how many, and for which quarter and as-of date they were read."""

    quarter: str
    as_of: dt.date
    count: int
    moved: tuple[Moved, ...]


def moved_headlines(before: Path, after: Path, rooms: Sequence[Drawn], clock: str) -> Headlines:
    """Compare the scoreboards of two databases.

    Parameters
    ----------
    before, after : Path
        The databases; quarter and as-of date are the default ones of the newer.
    rooms : sequence of Drawn
        The families.
    clock : str
        Series that tells the default quarter.
    """
    edition = choose_edition(after, clock, None, None, "calendar")
    old, new = (_scores(path, rooms, edition) for path in (before, after))
    moved = [
        Moved(b.series, a.period, a.value, b.period, b.value)
        for a, b in zip(old, new, strict=True)
        if (a.period, a.value) != (b.period, b.value)
    ]
    return Headlines(edition.quarter, edition.as_of, len(new), tuple(moved))


def _scores(database: Path, rooms: Sequence[Drawn], edition: Edition) -> list[Score]:
    models: tuple[type[TableModel], ...] = all_models(rooms)
    view = as_of_view(
        database, models, [r.views_sql for r in rooms], quarter=edition.quarter, as_of=edition.as_of
    )  # fmt: skip
    try:
        return scoreboard(view, tuple(r.family for r in rooms))
    finally:
        view.connection.close()
