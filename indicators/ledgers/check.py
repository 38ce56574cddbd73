"""A check read from its columns: periods, conditions, expected values. Bad ones end in the three-line error."""

from __future__ import annotations

import calendar
import datetime as dt
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from indicators.errors import DataProblem

FIRST, LAST = dt.date(1, 1, 1), dt.date(9999, 12, 31)
PERIOD = re.compile(
    r"(?P<year>[0-9]{4})(-?(Q(?P<quarter>[1-4])|S(?P<half>[12])|(?P<month>[0-9]{2})(-(?P<day>[0-9]{2}))?))?"
)
CONDITION = re.compile(r"(?P<column>[a-z][a-z0-9_]*)\s*(?P<operator>!=|>=|<=|!~|=|>|<|~)\s*(?P<value>.+)")
DATES = ("first_day", "last_day", "day_of_min", "day_of_max")
LEDGERS = ("documents", "claims", "checks", "likelihoods", "forecasts", "forecast_checks", "own_claims")


@dataclass(frozen=True)
class Span:
    """First and last day, both within it."""

    first: dt.date
    last: dt.date


@dataclass(frozen=True)
class Condition:
    """``column operator value | value``."""

    column: str
    operator: str
    values: tuple[str, ...]


@dataclass(frozen=True)
class Check:
    """One declared test of a claim.

    ``expected`` is a number, a span of days or a text; ``missing`` says why there is no test.
    """

    check_id: str
    witness: str
    where: str
    missing: str
    subject: str = ""
    day_column: str = ""
    conditions: tuple[Condition, ...] = ()
    measure: str = ""
    span: Span = Span(FIRST, LAST)
    versus: Span | None = None
    aggregate: str = ""
    comparison: str = ""
    expected: float | Span | str = ""
    high: float | None = None
    decimals: int = 0
    scale: float = 1.0
    tolerance: float = 0.0
    tolerance_reason: str = ""
    shown: str = ""
    reading: str = ""

    @property
    def is_series(self) -> bool:
        """A series id has dots, a table's name has none."""
        return "." in self.subject


def span_of(text: str, where: str) -> Span:
    """Days of ``2024``, ``2024-07``, ``2025Q1``, ``2025-02-18`` or ``A..B``; an open end is empty.

    Examples
    --------
    >>> span_of("2024-02..2025Q1", "example")
    Span(first=datetime.date(2024, 2, 1), last=datetime.date(2025, 3, 31))
    >>> span_of("..2025-08-14", "example").last
    datetime.date(2025, 8, 14)
    """
    begin, dots, end = (part.strip() for part in text.partition(".."))
    first = _one(begin, where).first if begin else FIRST
    last = (_one(end, where).last if end else LAST) if dots else _one(begin, where).last
    if first > last:
        raise DataProblem(f"the period {text!r} ends before it begins", where=where, do="put the earlier day first")
    return Span(first, last)


def _one(text: str, where: str) -> Span:
    found = PERIOD.fullmatch(text)
    try:
        if found is None:
            raise ValueError
        year = int(found["year"])
        if found["quarter"] or found["half"]:
            length = 3 if found["quarter"] else 6
            month = length * int(found["quarter"] or found["half"])
            return Span(dt.date(year, month - length + 1, 1), dt.date(year, month, calendar.monthrange(year, month)[1]))
        if found["day"]:
            day = dt.date(year, int(found["month"]), int(found["day"]))
            return Span(day, day)
        if found["month"]:
            month = int(found["month"])
            return Span(dt.date(year, month, 1), dt.date(year, month, calendar.monthrange(year, month)[1]))
        return Span(dt.date(year, 1, 1), dt.date(year, 12, 31))
    except ValueError:  # calendar.IllegalMonthError is one too
        do = "write 2024, 2024-07, 2025Q1, 2025-02-18 or two of them with .. between"
        raise DataProblem(f"not a period: {text!r}", where=where, do=do) from None


def conditions_of(text: str, where: str) -> tuple[Condition, ...]:
    """Conditions of a filter.

    Examples
    --------
    >>> conditions_of("level = head_of_state; channel = phone | video", "example")[1].values
    ('phone', 'video')
    """
    made = []
    for part in filter(None, (p.strip() for p in text.split(";"))):
        found = CONDITION.fullmatch(part)
        if found is None:
            do = "write column = value, column ~ part of a text, or column >= 5, with ; between conditions"
            raise DataProblem(f"not a condition: {part!r}", where=where, do=do)
        values = tuple(v.strip() for v in found["value"].split("|"))
        made.append(Condition(found["column"], found["operator"], values))
    return tuple(made)


def check_of(row: Mapping[str, Any], check_id: str, made_on: dt.date, where: str) -> Check:
    """A check from the columns of its row.

    Parameters
    ----------
    row : mapping
        Cells of a row of ``checks`` or of an own ledger, None where empty.
    check_id : str
        Its id.
    made_on : date
        Day of the claim: what lies wholly after it is a forecast.
    where : str
        File and line, for errors.
    """
    cells = {name: "" if cell is None else str(cell) for name, cell in row.items()}
    if cells["missing"]:
        return Check(check_id, cells["witness"], where, cells["missing"])
    if cells["subject"] in LEDGERS:
        what = f"the check looks at a ledger ({cells['subject']}): a statement cannot be its own evidence"
        raise DataProblem(what, where=f"{where}, column subject", do="name a series or a table of facts")
    at_period = f"{where}, column period"
    span = span_of(cells["period"], at_period) if cells["period"] else Span(FIRST, LAST)
    if span.first > made_on:
        what = f"the claim of {made_on} speaks of {cells['period']}, which lies after it"
        raise DataProblem(what, where=at_period, do="a statement about the future is a forecast, not a claim")
    expected, decimals = _expected(cells, where)
    return Check(
        check_id, cells["witness"], where, "", cells["subject"], cells["day_column"],
        conditions_of(cells["filter"], f"{where}, column filter"), cells["measure"], span,
        span_of(cells["versus"], f"{where}, column versus") if cells["versus"] else None,
        cells["aggregate"], cells["comparison"], expected,
        float(cells["expected_high"]) if cells["expected_high"] else None, decimals,
        1.0 if row["scale"] is None else float(row["scale"]),
        0.0 if row["tolerance"] is None else float(row["tolerance"]), cells["tolerance_reason"], cells["expected"],
        cells["reading"],
    )  # fmt: skip


def number_alone(text: str) -> str:
    """The number in a text that has it with a per cent sign, spaces, separators or a decimal comma; else nothing.

    Examples
    --------
    >>> number_alone("3,533.6"), number_alone("27 %"), number_alone("3,5"), number_alone("several")
    ('3533.6', '27', '3.5', '')
    """
    bare = re.sub(r"[%\s\u00a0\u202f']", "", text)
    if re.fullmatch(r"-?[0-9]{1,3}(,[0-9]{3})+(\.[0-9]+)?", bare):
        return bare.replace(",", "")
    bare = bare.replace(",", ".", 1)
    return bare if re.fullmatch(r"-?[0-9]+(\.[0-9]+)?", bare) else ""


def _expected(cells: Mapping[str, str], where: str) -> tuple[float | Span | str, int]:
    """Their value by the kind of ours, and the decimals that a number is stated with."""
    text, place = cells["expected"], f"{where}, column expected"
    if (cells["aggregate"] == "text") != (cells["comparison"] == "contains"):
        raise DataProblem("texts are compared with contains, and only they", where=place, do="correct the comparison")
    if cells["aggregate"] == "text":
        return text, 0
    if cells["aggregate"] in DATES:
        return span_of(text, place), 0
    try:
        return float(text), len(text.partition(".")[2])
    except ValueError:
        alone = number_alone(text)
        do = f"write it as {alone}" if alone else f"{cells['aggregate']} makes a number: write the number they state"
        raise DataProblem(f"not a number: {text!r}", where=place, do=do) from None
