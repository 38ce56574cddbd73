"""Cases in YAML: rows in, findings or series values out. README.md beside this file tells how to write one."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain
from pathlib import Path
from typing import Any

from indicators.contracts.model import FactTable, TableModel, columns_of
from indicators.errors import DataProblem
from indicators.ledgers.contract import LEDGER_TABLES
from indicators.registry import FAMILIES, all_tables
from indicators.yaml_text import load_cells

HERE = Path(__file__).resolve().parent
FOLDERS = ("shared", *FAMILIES)
TEMPLATES = "templates.yaml"

Cells = dict[str, str]
Rows = dict[str, list[Cells]]
TABLES: Mapping[str, type[TableModel]] = {model._contract.name: model for model in (*all_tables(), *LEDGER_TABLES)}


@dataclass(frozen=True)
class Case:
    """Rows by table, and what the audit or the store has to say of them.

    ``breaks`` is complete: every finding, with the numbers of its rows, counted from 1 in each table.
    """

    folder: str
    file: str
    name: str
    rows: Rows
    breaks: Mapping[str, tuple[int, ...]]
    keeps: tuple[str, ...]
    series: Mapping[str, Mapping[str, float | None]]
    as_of: str
    mode: str

    @property
    def where(self) -> str:
        return f"{self.file}, case {self.name!r}"


def bad(what: str, where: str, do: str) -> DataProblem:
    """The three lines that a writer of cases sees."""
    return DataProblem(what, where=where, do=do)


def all_cases() -> list[Case]:
    """The cases of all folders."""
    return [case for folder in FOLDERS for case in cases_of(HERE / folder)]


def cases_of(folder: Path) -> list[Case]:
    """The cases of one folder; a name stands once in it."""
    cases = list(chain.from_iterable(_file(path) for path in sorted(folder.glob("*.yaml")) if path.name != TEMPLATES))
    names = [case.name for case in cases]
    for case in cases:
        if names.count(case.name) > 1:
            raise bad("two cases have the same name", case.where, "give each a name of its own")
    return cases


def templates_of(folder: Path) -> dict[str, list[Cells]]:
    """The valid rows of each table; the first of them fills the cells that a case leaves out."""
    path = folder / TEMPLATES
    found: dict[str, list[Cells]] = {}
    for table, rows in _mapping(_load(path), path.name, "tables with their valid row").items():
        model = _table(table, path.name)
        listed = rows if isinstance(rows, list) else [rows]
        found[table] = [_cells(model, row, path.name) for row in listed]
        missing = [c.name for c in columns_of(model) if not c.nullable and c.name not in found[table][0]]
        if missing:
            raise bad(f"the valid row of {table} lacks {', '.join(missing)}", path.name, "fill these cells")
    return found


def _load(path: Path) -> Any:
    where = f"{path.parent.name}/{path.name}"
    if not path.is_file():
        raise bad("there is no such file", where, "write it, as README.md says")
    return load_cells(path.read_text(encoding="utf-8"), where)


def _file(path: Path) -> Iterator[Case]:
    where = f"{path.parent.name}/{path.name}"
    content = _mapping(_load(path), where, "`table` and `cases`", {"table", "cases"})
    table = content.get("table", "")
    if table:
        _table(table, where)
    cases = content.get("cases")
    if not isinstance(cases, list) or not cases:
        raise bad("there are no cases", where, "list them under `cases:`, each beginning with `- case: NAME`")
    for number, written in enumerate(cases, start=1):
        name = written.get("case") if isinstance(written, dict) else None
        if not name:
            raise bad(f"case {number} has no name", where, "begin it with `- case: NAME`")
        yield _case(path.parent.name, where, table, written)


KEYS = {"case", "rows", "breaks", "keeps", "series", "as_of", "mode"}


def _case(folder: str, file: str, table: str, written: dict[str, Any]) -> Case:
    name = written["case"]
    where = f"{file}, case {name!r}"
    _mapping(written, where, "", KEYS)
    rows = _rows(table, written.get("rows"), where)
    keeps = written.get("keeps", [])
    if isinstance(keeps, str):
        keeps = [keeps]
    breaks = _mapping(written.get("breaks") or {}, where, "rules under `breaks`, each with its rows")
    series = _mapping(written.get("series") or {}, where, "series ids under `series`, each with its periods")
    if not (breaks or keeps or series):
        raise bad("the case expects nothing", where, "say what it `breaks`, `keeps` or which `series` values it makes")
    return Case(
        folder, file, name, rows,
        {rule_id: _numbers(rule_id, numbers, rows, where) for rule_id, numbers in breaks.items()},
        tuple(keeps),
        {series_id: _values(series_id, values, where) for series_id, values in series.items()},
        written.get("as_of", ""), written.get("mode", "calendar"),
    )  # fmt: skip


def _mapping(data: Any, where: str, wanted: str, keys: set[str] | None = None) -> dict[str, Any]:
    if not isinstance(data, dict):
        raise bad(f"here should be {wanted}, not {data!r}", where, "write `name: value` pairs")
    for key in data:
        if keys is not None and key not in keys:
            raise bad(f"{key!r} means nothing here", where, f"use one of: {', '.join(sorted(keys))}")
    return data


def _table(name: str, where: str) -> type[TableModel]:
    if name not in TABLES:
        raise bad(f"there is no table {name!r}", where, f"use one of: {', '.join(TABLES)}")
    return TABLES[name]


def _rows(table: str, written: Any, where: str) -> Rows:
    """A list of rows of the file's table, or lists by table."""
    if isinstance(written, list) and table:
        written = {table: written}
    if not isinstance(written, dict) or not all(isinstance(rows, list) and rows for rows in written.values()):
        raise bad("the case has no rows", where, "list them under `rows:`, or under `rows:` and the table's name")
    return {
        name: [cells for row in rows for cells in _spread(_cells(_table(name, where), row, where, lists=True), where)]
        for name, rows in written.items()
    }


def _cells(model: type[TableModel], row: Any, where: str, *, lists: bool = False) -> dict[str, Any]:
    names = [c.name for c in columns_of(model)]
    for name, cell in _mapping(row, where, "a row such as {period: 2017}").items():
        if name not in names:
            raise bad(f"{model._contract.name} has no column {name!r}", where, f"use one of: {', '.join(names)}")
        if not isinstance(cell, str) and not (lists and isinstance(cell, list)):
            raise bad(f"{name} holds {cell!r}, which is not a cell", where, "write a text, a number or a date")
    return dict(row)


def _spread(row: dict[str, Any], where: str) -> list[Cells]:
    """A list in a cell makes a row for each of its items."""
    lengths = {len(cell) for cell in row.values() if isinstance(cell, list)}
    if len(lengths) > 1:
        raise bad("the lists in a row differ in length", where, "give each list one item a row")
    (length,) = lengths or {1}
    return [{n: cell[i] if isinstance(cell, list) else cell for n, cell in row.items()} for i in range(length)]


def _numbers(rule_id: str, written: Any, rows: Rows, where: str) -> tuple[int, ...]:
    table = rule_id.split(".", maxsplit=1)[0]
    texts = written if isinstance(written, list) else [written]
    if not all(isinstance(t, str) and t.isdigit() and 1 <= int(t) <= len(rows.get(table, ())) for t in texts):
        what = f"{rule_id} is to break in row {written}, but the case has {len(rows.get(table, ()))} rows of {table}"
        raise bad(what, where, "give the number of the row, or [1, 3] for several; lists in cells count as rows")
    return tuple(sorted(int(t) for t in texts))


def _values(series_id: str, written: Any, where: str) -> dict[str, float | None]:
    values: dict[str, float | None] = {}
    for period, text in _mapping(written, where, f"periods of {series_id}").items():
        try:
            values[period] = None if text == "none" else float(text)
        except (TypeError, ValueError):
            what = f"{series_id} in {period} is to be {text!r}"
            raise bad(what, where, "write a number, or none where the series has no value") from None
    return values


def filled(rows: Sequence[Cells], template: Cells, model: type[TableModel]) -> list[Cells]:
    """Whole rows: the template's cells under the case's, each with a fact_id of its own."""
    whole = []
    for number, row in enumerate(rows, start=1):
        own = {"fact_id": f"{template['fact_id']}-{number}"} if issubclass(model, FactTable) else {}
        whole.append(template | own | row)
    return whole
