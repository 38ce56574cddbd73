"""Which quarter is reported and as of when: from the data, never from the clock."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass
from pathlib import Path

from indicators.errors import UsageProblem
from indicators.store.dates import default_as_of, parse_day, parse_mode, quarter_bounds
from indicators.store.opening import open_database
from indicators.store.view import newest_day

QUARTER = re.compile(r"(19[89][0-9]|20[0-9]{2})-?Q([1-4])")

FIRST_QUARTER = "2014Q1"
"""Where `every_edition` begins."""

COMPLETE_QUARTERS = """
SELECT year(period_start) || 'Q' || quarter(period_start) AS quarter FROM observations_latest
WHERE series_id = ? AND value IS NOT NULL GROUP BY ALL HAVING count(*) = 3 ORDER BY max(period_start) DESC LIMIT 1"""


@dataclass(frozen=True)
class Edition:
    """What a report is a function of, beside data and code."""

    quarter: str
    as_of: dt.date
    mode: str
    newest_vintage: dt.date

    @property
    def quarter_end(self) -> dt.date:
        return quarter_bounds(self.quarter)[1]


def choose_edition(database: Path, clock_series: str, quarter: str | None, as_of: str | None, mode: str) -> Edition:
    """Fill in what the user left open.

    Parameters
    ----------
    database : Path
        The built database.
    clock_series : str
        The monthly series that says when a quarter is complete.
    quarter : str, optional
        ``2026Q2`` or ``2026-Q2``; default the newest quarter in which ``clock_series`` is complete.
    as_of : str, optional
        A date or ``latest``; default the quarter's end plus 60 days, never beyond the newest vintage.
    mode : {"calendar", "strict"}
    """
    parse_mode(mode)
    connection = open_database(database)
    try:
        newest = newest_day(connection)
        complete = connection.execute(COMPLETE_QUARTERS, [clock_series]).fetchall()
        first = connection.execute("SELECT min(period_start) FROM observations").fetchall()[0][0]
    finally:
        connection.close()
    if quarter is None:
        if not complete:
            raise UsageProblem("no quarter is complete", where=clock_series, do="name a quarter, such as 2026Q2")
        quarter = str(complete[0][0])
    quarter = parse_quarter(quarter)
    start, end = quarter_bounds(quarter)
    if start > newest or end < first:
        side = f"after the newest fact, of {newest}" if start > newest else f"before the first period, of {first}"
        raise UsageProblem(
            f"no facts for {quarter}: it lies {side}",
            where="QUARTER",
            do=f"name a quarter from {_quarter_of(first)} to {_quarter_of(newest)}",
        )
    day = default_as_of(quarter, newest) if as_of is None else min(parse_day(as_of), newest)
    return Edition(quarter, day, mode, newest)


def every_edition(database: Path, clock_series: str, as_of: str | None, mode: str) -> list[Edition]:
    """The editions of all quarters from `FIRST_QUARTER`, or from the first with facts, to the newest complete one."""
    newest = choose_edition(database, clock_series, None, as_of, mode)
    connection = open_database(database)
    try:
        first = connection.execute("SELECT min(period_start) FROM observations").fetchall()[0][0]
    finally:
        connection.close()
    quarters = quarters_between(max(FIRST_QUARTER, _quarter_of(first)), newest.quarter)
    return [choose_edition(database, clock_series, quarter, as_of, mode) for quarter in quarters]


def parse_quarter(text: str) -> str:
    """A quarter as the package writes it.

    Examples
    --------
    >>> parse_quarter("2026-q2")
    '2026Q2'
    """
    match = QUARTER.fullmatch(text.upper())
    if not match:
        raise UsageProblem(f"not a quarter: {text!r}", where="QUARTER", do="write it as 2026Q2")
    return f"{match[1]}Q{match[2]}"


def quarters_between(first: str, last: str) -> list[str]:
    """Quarters in order, both ends included.

    Examples
    --------
    >>> quarters_between("2025Q3", "2026Q1")
    ['2025Q3', '2025Q4', '2026Q1']
    """
    places = range(*(4 * int(q[:4]) + int(q[5]) - 1 + past for q, past in ((first, 0), (last, 1))))
    return [f"{place // 4}Q{place % 4 + 1}" for place in places]


def _quarter_of(day: dt.date) -> str:
    return f"{day.year}Q{(day.month + 2) // 3}"
