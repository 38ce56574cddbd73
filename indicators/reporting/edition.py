"""Which quarter is reported and as of when: from the data, never from the clock."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass
from pathlib import Path

from indicators.errors import UsageProblem
from indicators.store.opening import open_database
from indicators.store.view import REPORT_DELAY_DAYS, newest_day, parse_day, parse_mode, quarter_bounds

QUARTER = re.compile(r"(19[89][0-9]|20[0-9]{2})-?Q([1-4])")

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
    match = QUARTER.fullmatch(quarter.upper())
    if not match:
        raise UsageProblem(f"not a quarter: {quarter!r}", where="QUARTER", do="write it as 2026Q2")
    quarter = f"{match[1]}Q{match[2]}"
    start, end = quarter_bounds(quarter)
    if start > newest or end < first:
        raise UsageProblem(
            f"no facts for {quarter}",
            where="QUARTER",
            do=f"name a quarter from {_quarter_of(first)} to {_quarter_of(newest)}",
        )
    return Edition(quarter, _as_of(as_of, end, newest), mode, newest)


def _quarter_of(day: dt.date) -> str:
    return f"{day.year}Q{(day.month + 2) // 3}"


def _as_of(text: str | None, quarter_end: dt.date, newest: dt.date) -> dt.date:
    if text is None:
        return min(quarter_end + dt.timedelta(days=REPORT_DELAY_DAYS), newest)
    return min(parse_day(text), newest)
