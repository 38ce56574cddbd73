"""A whole small project whose report takes a second: the made-up readings, with models and one figure.

Run as a program it is the command line over that family: ``python small.py report --project DIR``.
"""

from __future__ import annotations

import calendar
import datetime as dt
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from indicators.project import Project
from indicators.store.declare import Family, Series
from tests.store.tiny import FAMILY, Reading, TinyRoom, write_project

CLOCK = "tiny.north.m"
QUARTER = "2020Q4"


def _declared(series: Series) -> Series:
    return replace(series, models=("stl", "local_level")) if series.id == CLOCK else series


SMALL = replace(FAMILY, series=tuple(_declared(series) for series in FAMILY.series))


def figures(view: Any) -> list[Any]:
    """One line, so that there is an SVG."""
    from indicators.charting.figure import Figure
    from indicators.charting.marks import line_series

    seen = view.observations(CLOCK)
    data = seen.select("period", "value", "obs_status", "quality").with_columns(series=seen["series_id"])
    drawn = line_series(data, unit="count", width=680, height=200)
    return [
        Figure(
            id="tiny.north", family="tiny", headline=f"{seen.height} readings at the north", unit="count",
            alt="A line of readings.", source_line="Office", as_of=view.as_of, notes=(), chart=drawn, table=data,
        )
    ]  # fmt: skip


@dataclass(frozen=True)
class SmallRoom(TinyRoom):
    """The room that draws, too."""

    family: Family = SMALL
    figures: Callable[..., Sequence[Any]] = figures


def monthly_readings() -> list[Reading]:
    """Five years of months at the north, with a season and something that is neither; a few at the south."""
    made = []
    for n in range(60):
        year, month = 2016 + n // 12, n % 12 + 1
        day = dt.date(year, month, calendar.monthrange(year, month)[1])
        value = 20 + n // 4 + (month * 5) % 12 + (n * n) % 7
        after = day + dt.timedelta(days=20)
        made.append(Reading(f"tiny.n{n:02d}", "north", day, value, None, "office-a", after))
        if n % 9 == 0:
            made.append(Reading(f"tiny.s{n:02d}", "south", day, value, None, "compiler", after, quality="medium"))
    return made


def small_project(root: Path) -> Project:
    """The facts alone; nothing is built."""
    return write_project(root, monthly_readings())


def main() -> None:
    """The command line over this family alone."""
    from indicators import registry

    registry.rooms = lambda: (SmallRoom(),)  # type: ignore[assignment, return-value]
    registry.composites = lambda: ()  # its reports are made of the family alone
    registry.QUARTER_CLOCK = CLOCK
    from indicators.cli import main as command_line

    command_line()


if __name__ == "__main__":
    main()
