"""A number of a report's table: where it stands and what it is made of."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from indicators.numbers import MINUS

Kind = Literal["value", "change", "position", "history", "age", "facts", "facts_count", "rank"]


@dataclass(frozen=True)
class NumberAt:
    """A number of a table: where it stands, its text, and what it is made of.

    Parameters
    ----------
    table, row, column, text
        The cell.
    series_id, period
        The observation it is, or is about; empty for a number made of facts alone.
    scale : float
        Unit of the table in units of the series: 0.001 for billions of a series in millions.
    kind : str
        ``value`` of the series in the period; ``change`` on the period in ``others``; ``position``:
        per cent of the periods in ``others`` whose value is not above that of the period; ``history``:
        how many these are; ``age``: days from the day described to the as-of date; ``facts``: made of
        the cells of ``fact_ids``; ``facts_count`` and ``rank``: number and worst publisher rank of the
        facts behind the value.
    """

    table: str
    row: int
    column: str
    text: str
    series_id: str = ""
    period: str = ""
    scale: float = 1.0
    kind: Kind = "value"
    others: tuple[str, ...] = ()
    fact_ids: tuple[str, ...] = ()

    @property
    def value(self) -> float:
        """The number as printed."""
        return parse_number(self.text)


def parse_number(text: str) -> float:
    """The number that a printed value begins with, with its sign in words.

    Examples
    --------
    >>> parse_number("−2,440.5 USD million"), parse_number("at least 16 days"), parse_number("down 1.5")
    (-2440.5, 16.0, -1.5)
    """
    if text == "unchanged":
        return 0.0
    sign = -1.0 if text.startswith("down ") else 1.0
    first = text.removeprefix("at least ").removeprefix("up ").removeprefix("down ").split(" ", maxsplit=1)[0]
    return sign * float(first.replace(MINUS, "-").replace(",", ""))
