"""The list of slips: each by its name, what happens, and the columns it can happen in."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from indicators.contracts.model import Column, FactTable
from indicators.contracts.mutation import cells, rows
from indicators.contracts.mutation.cells import CellSlip
from indicators.contracts.mutation.mutant import Edit, Table
from indicators.contracts.mutation.rows import Edits, Facts, RowSlip

Columns = Callable[[Table], list[str]]


@dataclass(frozen=True)
class Operator:
    """One kind of slip.

    Parameters
    ----------
    id, sentence : str
        Its name, and what somebody did.
    columns : callable
        The columns of a table that it can be made in; an empty name stands for the row.
    slip : callable
        Makes it; None where it cannot be made.
    stale : bool
        Whether it is made in rows that no series uses, older editions, rather than in used ones.
    """

    id: str
    sentence: str
    columns: Columns
    slip: RowSlip
    stale: bool = False


def _where(meaning: Callable[[Column], bool]) -> Columns:
    return lambda table: [c.name for c in table.columns.values() if meaning(c)]


def _cell(slip: CellSlip) -> RowSlip:
    def made(facts: Facts, table: Table, row: int, column: str, pick: float) -> Edits | None:
        before = table.rows[row].cells
        after = slip(table, before, table.columns[column], pick)
        return None if after is None or after == before[column] else (Edit(table.name, row, {**before, column: after}),)

    return made


def _firsts(pairs: Callable[[Table], Iterable[tuple[str, str]]]) -> Columns:
    return lambda table: list(dict.fromkeys(a for a, _ in pairs(table)))


def _periods(table: Table) -> list[str]:
    return [n for n in ("period",) if n in table.columns]


def _time_of_key(table: Table) -> list[str]:
    """The period, the year, or the first day in the key."""
    key = table.model._contract.key
    days = [n for n in key if cells.is_date(table.columns[n]) and n != "published_on"]
    return [*(n for n in ("period", "year") if n in key), *days[:1]]


def _coded_keys(table: Table) -> list[str]:
    return [n for n in table.model._contract.key if cells.is_code(table.columns[n])]


def _coded_or_named(table: Table) -> list[str]:
    """Codes and items of the key."""
    key = table.model._contract.key
    return [n for n in key if table.columns[n].kind == "text" and n != "source_id" and not table.columns[n].free_text]


def _row(table: Table) -> list[str]:
    return [""]


def _editions(table: Table) -> list[str]:
    return [""] if issubclass(table.model, FactTable) and table.model._contract.quantity else []


def _source(table: Table) -> list[str]:
    return ["source_id"] if issubclass(table.model, FactTable) else []


def _limits(table: Table) -> list[str]:
    return [c.name for c in table.columns.values() if cells.is_measure(c)] if "party" in table.columns else []


OPERATORS: tuple[Operator, ...] = (
    Operator("times_1000", "a figure in thousands", _where(cells.is_measure), _cell(cells.times_1000)),
    Operator("by_1000", "a figure a thousandth of what it is", _where(cells.is_measure), _cell(cells.by_1000)),
    Operator("times_10", "a decimal point one place off", _where(cells.is_measure), _cell(cells.times_10)),
    Operator("sign", "a figure with the other sign", _where(cells.is_measure), _cell(cells.sign)),
    Operator("transposed", "two digits of a figure exchanged", _where(cells.is_measure), _cell(cells.transposed)),
    Operator("emptied", "a figure left out", _where(cells.is_measure), _cell(cells.emptied)),
    Operator("separator", "a figure with thousands separators", _where(cells.is_measure), _cell(cells.with_separator)),
    Operator("formula", "a formula in place of a figure", _where(cells.is_measure), _cell(cells.formula)),
    Operator("fraction", "a share as a fraction", _where(cells.is_share), _cell(cells.as_fraction)),
    Operator("over_100", "answers that make 105", _where(cells.is_share), _cell(cells.complement_over_100)),
    Operator("wrong_area", "another country or party", _where(cells.is_area), _cell(cells.other_code)),
    Operator("wrong_code", "another code of the list", _where(cells.is_plain_code), _cell(cells.other_code)),
    Operator("look_alike", "Cyrillic letters in a code", _where(cells.is_coded_text), _cell(cells.look_alike)),
    Operator("trailing_space", "a space after a code", _where(cells.is_coded_text), _cell(cells.trailing_space)),
    Operator("day_later", "a date one day later", _where(cells.is_date), _cell(cells.day_later)),
    Operator("month_later", "a date one month later", _where(cells.is_date), _cell(cells.month_later)),
    Operator("year_earlier", "a date of the year before", _where(cells.is_date), _cell(cells.year_earlier)),
    Operator("day_as_month", "day and month exchanged", _where(cells.is_date), _cell(cells.day_as_month)),
    Operator("dates_swapped", "two dates of a row exchanged", _firsts(rows.date_pairs), rows.dates_swapped),
    Operator("quarter_off", "a row dated one quarter (or year) later", _time_of_key, rows.quarter_off),
    Operator("month_as_year", "a month entered as its year", _periods, rows.month_as_year),
    Operator("month_cut", "a month cut to its year", _periods, rows.month_as_year_in_period),
    Operator("sides_swapped", "exporter and importer exchanged, or other two of one kind", _firsts(rows.pairs_of_codes),
             rows.sides_swapped),
    Operator("values_swapped", "two rows' figures exchanged, such as export and import", _coded_or_named,
             rows.values_swapped),
    Operator("total_as_part", "a part given the figure of the total", _coded_or_named, rows.total_as_part),
    Operator("limit_and_holding", "a limit and a holding exchanged", _limits, rows.limit_and_holding),
    Operator("repeated_key", "a row twice, with another figure", _row, rows.repeated_key),
    Operator("repeated_with_own_id", "a row twice, with another figure and an id of its own", _row,
             rows.repeated_with_own_id),
    Operator("lost", "a row lost", _row, rows.lost),
    Operator("stale_as_new", "an older figure dated after the newest", _editions, rows.stale_as_new, stale=True),
    Operator("foreign_source", "a source of another family", _source, rows.foreign_source),
)  # fmt: skip
