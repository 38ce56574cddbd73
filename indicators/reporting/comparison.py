"""Two quarters side by side: the headlines of this one, of another as known now, and as its own report had them."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, replace

from indicators.reporting.scoreboard import Score, scoreboard
from indicators.store.declare import Family
from indicators.store.view import AsOfView


@dataclass(frozen=True)
class Comparison:
    """Another quarter's scores.

    Parameters
    ----------
    quarter : str
        The other quarter.
    own_day : date
        As-of date of its own report.
    known_now, known_then : tuple of Score
        Its headlines as known at this report's date and at its own, in the order of the report.
    """

    quarter: str
    own_day: dt.date
    known_now: tuple[Score, ...]
    known_then: tuple[Score, ...]


def compared(view: AsOfView, own: AsOfView, families: tuple[Family, ...]) -> Comparison:
    """Score the other quarter.

    Parameters
    ----------
    view : AsOfView
        What this report knows.
    own : AsOfView
        What the other quarter's own report knew.
    families : tuple of Family
        In the order of the report.
    """
    now = scoreboard(replace(view, quarter=own.quarter), families)
    return Comparison(own.quarter, own.as_of, tuple(now), tuple(scoreboard(own, families)))
