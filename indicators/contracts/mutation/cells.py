"""Slips in one cell, by what the column means: a measure, a code, a date, a text.

An operator takes the table, a row and a column and gives the new cells, or None where the slip
cannot be made there. ``pick`` is a number from 0 to 1 that decides among several ways.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable
from decimal import Decimal, InvalidOperation

from indicators.contracts.model import Column
from indicators.contracts.mutation.mutant import Cells, Table

CellSlip = Callable[[Table, Cells, Column, float], str | None]
LOOK_ALIKE = str.maketrans("ABCEHKMOPTXaceopxy", "АВСЕНКМОРТХасеорху")
PERIOD = re.compile(r"([0-9]{4})-([0-9]{2})")
PER_CENT = "per cent"


def is_measure(c: Column) -> bool:
    """A number in a unit."""
    return c.kind in ("integer", "number") and c.unit is not None


def is_share(c: Column) -> bool:
    return c.unit == PER_CENT


def is_code(c: Column) -> bool:
    return len(c.codes) > 1 and c.kind == "text"


def is_area(c: Column) -> bool:
    """Countries and parties."""
    return is_code(c) and "USA" in c.codes


def is_plain_code(c: Column) -> bool:
    """A code of no country; also a coded number such as a rank."""
    return (is_code(c) or (len(c.codes) > 1 and c.kind == "integer")) and not is_area(c)


def is_date(c: Column) -> bool:
    return c.kind == "date"


def is_coded_text(c: Column) -> bool:
    return c.kind == "text" and not c.free_text


def number_text(value: Decimal) -> str:
    """Plain digits, no exponent, no idle zeros.

    Examples
    --------
    >>> number_text(Decimal("1550E3")), number_text(Decimal("0.500"))
    ('1550000', '0.5')
    """
    text = f"{value:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def _decimal(text: str) -> Decimal | None:
    try:
        return Decimal(text)
    except InvalidOperation:
        return None


def _scaled(factor: Decimal) -> CellSlip:
    def slip(table: Table, cells: Cells, c: Column, pick: float) -> str | None:
        value = _decimal(cells[c.name])
        if not value:
            return None
        scaled = value * factor
        if c.kind == "integer" and abs(scaled) >= 1:
            scaled = scaled.quantize(Decimal(1))
        return number_text(scaled)

    return slip


def sign(table: Table, cells: Cells, c: Column, pick: float) -> str | None:
    value = _decimal(cells[c.name])
    return None if not value else number_text(-value)


def emptied(table: Table, cells: Cells, c: Column, pick: float) -> str | None:
    return "" if cells[c.name] else None


def transposed(table: Table, cells: Cells, c: Column, pick: float) -> str | None:
    """Two neighbouring digits that differ change places, not so that a number begins with 0."""
    text = cells[c.name]
    places = [
        i for i in range(len(text) - 1)
        if text[i].isdigit() and text[i + 1].isdigit() and text[i] != text[i + 1]
        and not (text[i + 1] == "0" and (i == 0 or not text[i - 1].isdigit()))
    ]  # fmt: skip
    if not places:
        return None
    i = places[int(pick * len(places))]
    return text[:i] + text[i + 1] + text[i] + text[i + 2 :]


def with_separator(table: Table, cells: Cells, c: Column, pick: float) -> str | None:
    """12345.6 as 12,345.6"""
    value = _decimal(cells[c.name])
    return None if value is None or abs(value) < 1000 else f"{value:,f}"


def formula(table: Table, cells: Cells, c: Column, pick: float) -> str | None:
    return f"=ROUND({cells[c.name]},1)" if cells[c.name] else None


def complement_over_100(table: Table, cells: Cells, c: Column, pick: float) -> str | None:
    """The share is raised so that it and the other answers of its wave make 105."""
    names = [n for n in table.model._contract.key if n != "response"]
    if "response" not in table.columns:
        return None
    mine = tuple(cells[n] for n in names)
    others = [r.cells for r in table.rows if tuple(r.cells[n] for n in names) == mine]
    total = sum((_decimal(o[c.name]) or Decimal(0) for o in others), Decimal(0))
    raised = Decimal(cells[c.name]) + 105 - total
    return number_text(raised) if len(others) > 1 and Decimal(cells[c.name]) < raised <= 100 else None


def other_code(table: Table, cells: Cells, c: Column, pick: float) -> str | None:
    """Another declared code."""
    others = [code for code in c.codes if str(code) != cells[c.name]]
    return str(others[int(pick * len(others))]) if cells[c.name] and others else None


def look_alike(table: Table, cells: Cells, c: Column, pick: float) -> str | None:
    """Latin letters as the Cyrillic ones that look the same."""
    text = cells[c.name].translate(LOOK_ALIKE)
    return text if text != cells[c.name] else None


def trailing_space(table: Table, cells: Cells, c: Column, pick: float) -> str | None:
    return f"{cells[c.name]} " if cells[c.name] else None


def _date(text: str) -> dt.date | None:
    try:
        return dt.date.fromisoformat(text)
    except ValueError:
        return None


def months_later(day: dt.date, months: int) -> dt.date:
    """The same day of another month, its last day where it has no such day or was the last.

    Examples
    --------
    >>> months_later(dt.date(2024, 11, 30), 3)
    datetime.date(2025, 2, 28)
    """
    index = day.year * 12 + day.month - 1 + months
    year, month = divmod(index, 12)
    last = (dt.date(year + (month == 11), (month + 1) % 12 + 1, 1) - dt.timedelta(days=1)).day
    was_last = (day + dt.timedelta(days=1)).day == 1
    return dt.date(year, month + 1, last if was_last else min(day.day, last))


def _moved(move: Callable[[dt.date], dt.date]) -> CellSlip:
    def slip(table: Table, cells: Cells, c: Column, pick: float) -> str | None:
        day = _date(cells[c.name])
        return None if day is None else move(day).isoformat()

    return slip


def day_as_month(table: Table, cells: Cells, c: Column, pick: float) -> str | None:
    day = _date(cells[c.name])
    if day is None or day.day > 12 or day.day == day.month:
        return None
    return dt.date(day.year, day.day, day.month).isoformat()


times_1000 = _scaled(Decimal(1000))
by_1000 = _scaled(Decimal("0.001"))
times_10 = _scaled(Decimal(10))
as_fraction = _scaled(Decimal("0.01"))
day_later = _moved(lambda day: day + dt.timedelta(days=1))
month_later = _moved(lambda day: months_later(day, 1))
year_earlier = _moved(lambda day: months_later(day, -12))
