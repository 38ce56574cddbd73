"""A case run: its rows written as csv, the real audit, and the real store where series are asked for."""

from __future__ import annotations

import csv
import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import replace
from functools import cache
from pathlib import Path

import polars as pl

from indicators.contracts.audit import audit
from indicators.contracts.findings import Audit, Finding
from indicators.contracts.model import TableModel, columns_of
from indicators.contracts.shared import SHARED_TABLES
from indicators.registry import Room, all_across
from indicators.store.database import write_database
from indicators.store.dates import LATEST
from indicators.store.declare import Family, inputs_of
from indicators.store.view import as_of_view

from .cases import HERE, TABLES, Case, Cells, Rows, bad, filled, templates_of


@cache
def templates() -> dict[str, list[Cells]]:
    """The valid rows of every table."""
    return {table: rows for path in sorted(HERE.iterdir()) if path.is_dir() and path.name[0] not in "._"
            for table, rows in templates_of(path).items()}  # fmt: skip


@cache
def one_file(table: str) -> type[TableModel]:
    """The table's contract, all rows in its first file."""
    model = TABLES[table]
    return type(model.__name__, (model,), {"_contract": replace(model._contract, files=model._contract.files[:1])})


def needed(tables: Iterable[str]) -> list[str]:
    """The tables of a case, the ones they refer to, and the sources."""
    found = dict.fromkeys(["sources", *tables])
    for table in tables:
        found |= dict.fromkeys(c.references.split(".")[0] for c in columns_of(TABLES[table]) if c.references)
    return list(found)


def write(raw: Path, rows: Rows) -> dict[str, list[Cells]]:
    """Write ``data/raw`` with the rows of a case and the valid rows of the tables they need."""
    written: dict[str, list[Cells]] = {}
    for table in needed(rows):
        valid = templates()[table]
        written[table] = filled(rows[table], valid[0], TABLES[table]) if table in rows else valid
        contract = TABLES[table]._contract
        path = raw / contract.folder / contract.files[0]
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("w", encoding="utf-8", newline="") as stream:
            writer = csv.DictWriter(stream, [c.name for c in columns_of(TABLES[table])], lineterminator="\n")
            writer.writeheader()
            writer.writerows(written[table])
    return written


def audit_rows(raw: Path, rows: Rows, across: Iterable[str] = ()) -> Audit:
    """The real audit of the rows, with the named rules across tables and editions."""
    models = [one_file(table) for table in write(raw, rows)]
    return audit(raw, models, across=[rule for rule in all_across() if rule.id in set(across)],
                 known=TABLES)  # fmt: skip


def row_number(finding: Finding) -> int:
    """Rows are counted from 1; the header is line 1 of the file."""
    return finding.line - 1


def broken(audited: Audit) -> dict[str, tuple[int, ...]]:
    """Rule -> rows of its findings."""
    found: dict[str, set[int]] = {}
    for finding in audited.findings:
        if finding.rule_id.endswith(".every_rule_tests"):
            continue  # a case of a few rows leaves most rules without a row
        found.setdefault(finding.rule_id, set()).add(row_number(finding))
    return {rule_id: tuple(sorted(rows)) for rule_id, rows in sorted(found.items())}


def series_values(case: Case, audited: Audit, database: Path) -> dict[str, dict[str, float | None]]:
    """Values of the series that the case asks for, made by the real store."""
    room = Room(case.folder)
    models = [one_file(m._contract.name) for m in (*SHARED_TABLES, *room.tables)]
    frames = {m._contract.name: audited.tables.get(m._contract.name, _empty(m)) for m in models}
    write_database(database, models, frames, [room.views_sql], [_only(room.family, list(case.series), case)])
    as_of = dt.date.fromisoformat(case.as_of) if case.as_of else LATEST
    view = as_of_view(database, models, [room.views_sql], quarter="2099Q4", as_of=as_of, mode=case.mode)
    with view.connection:
        shown = {}
        for series_id in case.series:
            frame = view.observations(series_id)
            shown[series_id] = dict(zip(frame["period"], frame["value"], strict=True))
    return shown


def _only(family: Family, wanted: Sequence[str], case: Case) -> Family:
    """The family with the wanted series and what they are made of."""
    ids: dict[str, None] = {}
    waiting = list(wanted)
    while waiting:
        series_id = waiting.pop()
        if series_id not in family.by_id:
            raise bad(f"there is no series {series_id!r}", case.where, f"see: indicators series list {family.name}")
        ids[series_id] = None
        waiting += [i for i in inputs_of(family.by_id[series_id].rule) if i not in ids]
    return Family(family.name, family.title, family.question, tuple(s for s in family.series if s.id in ids), ())


def _empty(model: type[TableModel]) -> pl.DataFrame:
    kinds = {"text": pl.String, "integer": pl.Int64, "number": pl.Float64, "date": pl.Date}
    schema = {c.name: kinds[c.kind] for c in columns_of(model)}
    return pl.DataFrame(schema={**schema, "_file": pl.String, "_line": pl.Int64})
