"""A table's contract as lines for a terminal."""

from __future__ import annotations

import textwrap
from collections.abc import Iterable, Iterator

from indicators.contracts.described.description import DescribedColumn, DescribedTable
from indicators.contracts.described.phrases import files, listing, same_codes, span

CODES_SHOWN = 40


def table_lines(table: DescribedTable, width: int = 80) -> list[str]:
    """Everything that a reader of a table's rows wants to know, no line longer than the terminal is wide.

    Parameters
    ----------
    table : DescribedTable
        What is shown.
    width : int
        Columns of the terminal.
    """
    lines = [f"{table.name}, version {table.version}", *_wrap(f"{table.title}. {table.row}", width), ""]
    lines += _facts(table, width)
    if table.usage:
        lines += ["", "Mind when using it"]
        lines += [line for text in table.usage for line in _wrap(text, width, "- ", "  ")]
    lines += ["", "Columns"]
    again = same_codes(table.columns)
    for column in table.columns:
        lines += _column(column, width, again.get(column.name))
    if table.rules:
        lines += ["", "Rules"]
    for rule in table.rules:
        lines += _wrap(f"{rule.id.partition('.')[2]} ({rule.severity})", width, "  ", "  ")
        lines += _wrap(rule.sentence, width, "    ", "    ")
    if table.waits:
        lines += ["", "Rules that may have no row to test yet"]
    for name, reason in table.waits:
        lines += _wrap(f"{name}: {reason}", width, "  ", "    ")
    return lines


def list_lines(tables: Iterable[DescribedTable], width: int = 80) -> list[str]:
    """Each table with its title, as `table_lines` has it."""
    return [line for t in tables for line in _wrap(t.title, width, f"{t.name:22} ", " " * 23)]


def _facts(table: DescribedTable, width: int) -> Iterator[str]:
    facts = {
        "files": listing(files(table), most=3),
        "key": ", ".join(table.key),
        "quantity": ", ".join(table.quantity),
    }
    for name, text in facts.items():
        if text:
            yield from _wrap(text, width, f"{name:10}", " " * 10)


def _column(column: DescribedColumn, width: int, codes_as: str | None) -> Iterator[str]:
    marks = [column.type, column.unit or "", "" if column.required else "may be empty", span(column)]
    yield from _wrap(f"{column.name}  ({', '.join(mark for mark in marks if mark)})", width, "  ", "    ")
    yield from _wrap(column.definition, width, "    ", "    ")
    if column.pattern:
        yield from _wrap(f"form {column.pattern}", width, "    ", "    ")
    if column.references:
        yield from _wrap(f"a value of {column.references}", width, "    ", "    ")
    if codes_as:
        yield f"    codes as {codes_as}"
        return
    for code, meaning in column.codes[:CODES_SHOWN]:
        yield from _wrap(f"{code}: {meaning}" if meaning else str(code), width, "    - ", "      ")
    if len(column.codes) > CODES_SHOWN:
        rest = f"and {len(column.codes) - CODES_SHOWN} more codes, see docs/contracts.md"
        yield from _wrap(rest, width, "    ", "    ")


def _wrap(text: str, width: int, first: str = "", rest: str = "") -> list[str]:
    return textwrap.wrap(text, width, initial_indent=first, subsequent_indent=rest, break_on_hyphens=False)
