"""The index's inputs in every vintage known, and the panel that any cut-off saw."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from indicators.store.dates import REPORT_DELAY_DAYS, quarter_bounds
from indicators.store.index_inputs import IndexInput

if TYPE_CHECKING:
    from indicators.store.declare import Composite
    from indicators.store.view import AsOfView
    from indicators.timeseries.panel import Input, Panel
    from indicators.timeseries.result import FloatArray, Reason

EARLIEST = dt.date(1900, 1, 1)
"""Before this day nothing is known of any input, and the first quarters of the calendar are near."""
OPEN_QUARTER = "9000Q1"
"""From here on a view's quarter means no quarter in particular."""

VINTAGES = """
SELECT series_id, period_end, published_on, value FROM indicators.observations
WHERE as_of_mode = $mode AND published_on <= $as_of AND list_contains($ids, series_id) AND period_end <= $end
ORDER BY series_id, published_on, period_end"""


def inputs_of(subject: Composite) -> tuple[tuple[str, IndexInput], ...]:
    """Family and declaration of each input."""
    inputs: tuple[tuple[str, IndexInput], ...] = subject.setting("inputs")
    return inputs


def month_number(day: dt.date) -> int:
    """Number of a day's month: 12 * year + month - 1.

    Examples
    --------
    >>> month_number(dt.date(2000, 1, 31))
    24000
    """
    return 12 * day.year + day.month - 1


def first_day(number: int) -> dt.date:
    """First day of the month with that number.

    Examples
    --------
    >>> first_day(24011)
    datetime.date(2000, 12, 1)
    """
    return dt.date(number // 12, number % 12 + 1, 1)


@dataclass(frozen=True)
class Cutoff:
    """A quarter and the day up to which publications count for it."""

    quarter: str
    as_of: dt.date

    @property
    def end(self) -> dt.date:
        """Last day of the quarter."""
        return quarter_bounds(self.quarter)[1]

    def before(self) -> Cutoff:
        """The quarter before, with as many days from its end to the cut-off."""
        end = quarter_bounds(self.quarter)[0] - dt.timedelta(days=1)
        return Cutoff(quarter_of(end), end + (self.as_of - self.end))


def quarter_of(day: dt.date) -> str:
    """The quarter of a day.

    Examples
    --------
    >>> quarter_of(dt.date(2026, 6, 30))
    '2026Q2'
    """
    return f"{day.year}Q{(day.month + 2) // 3}"


def usual_cutoff(as_of: dt.date) -> Cutoff:
    """The newest quarter whose usual cut-off is not after a day, seen on that day.

    Examples
    --------
    >>> usual_cutoff(dt.date(2026, 8, 29)).quarter, usual_cutoff(dt.date(2026, 8, 28)).quarter
    ('2026Q2', '2026Q1')
    """
    day = max(as_of, EARLIEST) - dt.timedelta(days=REPORT_DELAY_DAYS)
    quarter = quarter_of(day)
    start, end = quarter_bounds(quarter)
    return Cutoff(quarter if day == end else quarter_of(start - dt.timedelta(days=1)), as_of)


def read_vintages(view: AsOfView, subject: Composite) -> dict[str, Any]:
    """Every vintage of the inputs up to the view's date and quarter, as plain data."""
    newest: dt.date = view.sql("SELECT max(published_on) AS day FROM indicators.facts")["day"].item()
    as_of = min(view.as_of, newest)
    quarter = view.quarter if view.quarter < OPEN_QUARTER else usual_cutoff(as_of).quarter
    end = quarter_bounds(quarter)[1]
    ids = [entry.series_id for _, entry in inputs_of(subject)]
    rows = view.sql(VINTAGES, mode=view.mode, as_of=as_of, ids=ids, end=end)
    series = {
        str(name): {
            "ends": frame["period_end"].dt.to_string("iso").to_list(),
            "published": frame["published_on"].dt.to_string("iso").to_list(),
            "values": frame["value"].to_list(),
        }
        for (name,), frame in rows.group_by("series_id", maintain_order=True)
    }
    return {"quarter": quarter, "as_of": as_of.isoformat(), "mode": view.mode, "series": series}


class Vintages:
    """The inputs in every vintage, ready to be looked at from any day.

    Parameters
    ----------
    inputs : sequence of (str, IndexInput)
        Family and declaration of each.
    known : mapping
        From `read_vintages`.
    first_month : int
        First month of the sample.
    """

    def __init__(self, inputs: Sequence[tuple[str, IndexInput]], known: Mapping[str, Any], first_month: int) -> None:
        self.inputs, self.first_month = tuple(inputs), first_month
        self._series = {name: _Series(columns) for name, columns in known["series"].items()}

    def panel(self, cutoff: Cutoff, *, plain: bool = False) -> Panel | Reason:
        """What a cut-off saw of its quarter and all before; ``plain``: without logarithms and roots."""
        from indicators.timeseries.panel import build_panel

        made = [self._input(family, entry, cutoff, plain) for family, entry in self.inputs]
        return build_panel(made, self.first_month, month_number(cutoff.end))

    def _input(self, family: str, entry: IndexInput, cutoff: Cutoff, plain: bool) -> Input:
        from indicators.timeseries.panel import Input
        from indicators.timeseries.transforms import UNTRANSFORMED, transform

        quarterly = entry.series_id.endswith(".q")
        name = UNTRANSFORMED.get(entry.transform, entry.transform) if plain else entry.transform
        found = self._series.get(entry.series_id)
        step = 3 if quarterly else 1
        months, values = found.known(cutoff, step) if found else ([], np.zeros(0))
        changed = transform(values, name, entry.sign, 4 if quarterly else 12)
        return Input(entry.series_id, family, quarterly, months, changed)


class _Series:
    """One input's vintages as arrays, the oldest publication first."""

    def __init__(self, columns: Mapping[str, Any]) -> None:
        ends = [dt.date.fromisoformat(text) for text in columns["ends"]]
        self.months = np.array([month_number(end) for end in ends], dtype=np.int64)
        self.published = np.array([dt.date.fromisoformat(t).toordinal() for t in columns["published"]], dtype=np.int64)
        self.values = np.array([np.nan if v is None else v for v in columns["values"]], dtype=np.float64)

    def known(self, cutoff: Cutoff, step: int) -> tuple[list[int], FloatArray]:
        """Months and newest values on a regular axis, NaN where nothing is known."""
        seen = (self.published <= cutoff.as_of.toordinal()) & (self.months <= month_number(cutoff.end))
        months = self.months[seen]
        if not months.size:
            return [], np.zeros(0)
        first = int(months.min())
        values = np.full((int(months.max()) - first) // step + 1, np.nan)
        values[(months - first) // step] = self.values[seen]  # of a repeated month the last, newest one stays
        return [first + step * i for i in range(values.size)], values
