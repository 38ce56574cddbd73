"""Facts by hand: a csv template for each table, and facts of ours taken back.

A template has the table's own columns, then those that every fact has, then its source. A filled template is an
original like any other: recognised by its header, planned, audited.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import polars as pl

from indicators.contracts.model import Column, FactTable, TableModel, columns_of
from indicators.contracts.shared import Corrections, Sources
from indicators.errors import UsageProblem
from indicators.ingesting.faults import OriginalProblem
from indicators.ingesting.house import House
from indicators.ingesting.opening import Original
from indicators.ingesting.planning import NEW, OLD, Plan, TablePlan
from indicators.ingesting.raw_files import held, typed_column
from indicators.ingesting.reader import PUBLICATION, Placement, Publication, Reader, Reading, Request
from indicators.ingesting.rows import LIKE, LINE, headers_of, table_rows
from indicators.ingesting.sourcing import STATE

SOURCE_COLUMNS = (
    "source_title", "source_publisher", "source_url", "source_licence", "source_rank", "source_lag_days",
    "source_published_on",
)  # fmt: skip
"""What a template asks of a source; ``source_id`` alone is enough where it is held."""
SOURCE_ID = "source_id"
DEFAULTS = {"obs_status": "A", "quality": "medium", "source_licence": "not stated", "source_rank": "4"}
"""What an empty cell of these columns means."""
NAME = "template_{}"


def template_columns(model: type[TableModel]) -> list[str]:
    """The columns of a table's template; those of the source where its rows have one."""
    own = [c.name for c in columns_of(model) if c.name not in ("fact_id", SOURCE_ID)]
    return [*own, SOURCE_ID, *SOURCE_COLUMNS] if issubclass(model, FactTable) else own


def required_columns(model: type[TableModel]) -> list[str]:
    """The columns of a template that must be filled; the source comes on top of them."""
    return [c.name for c in columns_of(model) if not c.nullable and c.name not in ("fact_id", SOURCE_ID, *DEFAULTS)]


def template_readers(
    family: str, models: Sequence[type[TableModel]], placements: Mapping[str, Placement]
) -> tuple[Reader, ...]:
    """Readers of the filled templates of a family's tables: those of facts, and those whose rows have no source."""
    chosen = [(m, placements[m._contract.name].id) for m in models if m._contract.name in placements]
    return tuple(_reader(family, m, id) for m, id in chosen if id is not None or not issubclass(m, FactTable))


def _reader(family: str, model: type[TableModel], id: pl.Expr | None) -> Reader:
    table = model._contract.name
    columns = template_columns(model)
    needed = {*required_columns(model), *(c.name for c in columns_of(model) if c.unit)}
    return Reader(
        name=NAME.format(table), family=family, title=f"{model._contract.title}: the filled template",
        format="csv, header row; `indicators add` writes an empty one", columns=tuple(columns), tables=(table,),
        licence="as each row says of its source" if id is not None else "our own words", address="",
        example=f"indicators ingest {NAME.format(table)} {table}.csv",
        recognises=partial(_is_template, columns, needed),
        read=partial(_read_plain, model) if id is None else partial(_read, model, id),
    )  # fmt: skip


def _is_template(columns: Sequence[str], needed: set[str], original: Original) -> bool:
    """By its columns, those of the values and those that must be filled among them: they tell a table from others."""
    headers = map(set, headers_of(original))
    return any(needed <= h and len(h & set(columns)) >= LIKE * max(len(h), len(columns)) for h in headers)


def _read(model: type[TableModel], id: pl.Expr, request: Request) -> Reading:
    original = request.alone()
    rows = _rows(original, model)
    filled = rows.with_columns(pl.col(n).fill_null(v) for n, v in DEFAULTS.items())
    for column in columns_of(model):
        if column.name in filled.columns:
            _check(original, column, filled)
    sources = request.held("sources") if request.held else pl.DataFrame()
    publications, keys = _publications(original, filled, sources)
    typed = filled.with_columns(
        *(_typed(c) for c in columns_of(model) if c.name in filled.columns and c.name != SOURCE_ID),
        pl.Series(PUBLICATION, keys, dtype=pl.String),
        pl.Series("source_publisher", [publications[k].publisher for k in keys], dtype=pl.String),
    ).with_columns(id.alias("fact_id"))
    unnamed = typed.filter(pl.col("fact_id").is_null())
    if unnamed.height:
        raise _amiss(original, unnamed[LINE][0], "a column that its id is made of is empty")
    return Reading({model._contract.name: typed.drop(SOURCE_ID)}, publications, rows.height)


def _rows(original: Original, model: type[TableModel]) -> pl.DataFrame:
    """The rows of a filled template; a column that need not be filled may be absent."""
    columns = template_columns(model)
    optional = [c for c in columns if c not in required_columns(model)]
    rows = table_rows(original, columns, optional=optional)
    return rows.with_columns(pl.lit(None, pl.String).alias(c) for c in columns if c not in rows.columns)


def _read_plain(model: type[TableModel], request: Request) -> Reading:
    """Rows of a table that names no source."""
    original = request.alone()
    rows = _rows(original, model)
    for column in columns_of(model):
        _check(original, column, rows)
    typed = rows.with_columns(*(_typed(c) for c in columns_of(model)), pl.lit("").alias(PUBLICATION))
    return Reading({model._contract.name: typed}, {}, rows.height)


def _typed(c: Column) -> pl.Expr:
    return pl.col(c.name).str.to_date("%Y-%m-%d") if c.kind == "date" else pl.col(c.name).cast(typed_column(c))


def _check(original: Original, c: Column, rows: pl.DataFrame) -> None:
    """Filled where it must be, of the declared kind, a declared code."""
    for wrong, words in _faults(c):
        bad = rows.filter(wrong.fill_null(False))
        if bad.height and c.name != SOURCE_ID:
            raise _amiss(original, bad[LINE][0], f"{words}: {bad[c.name][0]!r}" if bad[c.name][0] else words)


def _faults(c: Column) -> list[tuple[pl.Expr, str]]:
    cell = pl.col(c.name)
    typed = cell.str.to_date("%Y-%m-%d", strict=False) if c.kind == "date" else cell.cast(typed_column(c), strict=False)
    checks = [(cell.is_null() if not c.nullable else pl.lit(False), f"{c.name} is empty"),
              (cell.is_not_null() & typed.is_null(), f"{c.name} is no {c.kind}")]  # fmt: skip
    if c.codes:
        listed = ", ".join(map(str, c.codes)) if len(c.codes) <= 20 else "see the contract"
        checks.append((~cell.is_in([str(k) for k in c.codes]), f"{c.name} holds an unknown code; known: {listed}"))
    return checks


def fault_of(c: Column, text: str) -> str:
    """What is wrong with the text of one cell; empty where nothing is."""
    row = pl.DataFrame({c.name: [text or None]}, schema={c.name: pl.String})
    return next((words for wrong, words in _faults(c) if row.filter(wrong.fill_null(False)).height), "")


def _amiss(original: Original, line: int, what: str) -> OriginalProblem:
    return OriginalProblem(
        what, where=f"{original.path}:{line}", do="correct the cell; `indicators contracts show` says what it may hold"
    )


def _publications(
    original: Original, rows: pl.DataFrame, sources: pl.DataFrame
) -> tuple[dict[str, Publication], list[str]]:
    """The source of each row: a held one by its id, or a new one by title, publisher and address."""
    known = {r[SOURCE_ID]: r for r in sources.iter_rows(named=True)}
    found: dict[str, Publication] = {}
    keys = []
    for row in rows.iter_rows(named=True):
        if row[SOURCE_ID]:
            if row[SOURCE_ID] not in known:
                raise _amiss(original, row[LINE], f"source_id is not in sources: {row[SOURCE_ID]!r}")
            source = _held_publication(known[row[SOURCE_ID]])
        else:
            source = _new_publication(original, row)
        found[source.id] = source
        keys.append(source.id)
    return found, keys


def _held_publication(row: Mapping[str, object]) -> Publication:
    title, publisher, url, licence = (str(row[n] or "") for n in ("title", "publisher", "url", "licence"))
    return Publication(title, publisher, url, licence, int(str(row["publisher_rank"])))


def _new_publication(original: Original, row: Mapping[str, str | None]) -> Publication:
    if not (row["source_title"] and row["source_publisher"]):
        raise _amiss(
            original, int(row[LINE] or 0), "a fact needs a source: source_id, or source_title and source_publisher"
        )
    try:
        return Publication(
            row["source_title"], row["source_publisher"], row["source_url"] or "", row["source_licence"] or "",
            int(row["source_rank"] or 4), int(row["source_lag_days"]) if row["source_lag_days"] else None,
            dt.date.fromisoformat(row["source_published_on"]) if row["source_published_on"] else None,
        )  # fmt: skip
    except ValueError as error:
        raise _amiss(
            original, int(row[LINE] or 0), f"rank, lag or day of the source cannot be read ({error})"
        ) from error


# -- facts taken back -------------------------------------------------------------------------------


@dataclass(frozen=True)
class Retraction:
    """A fact to take back: why, where that can be seen, and the day it was found (else the newest of collection)."""

    fact_id: str
    because: str
    evidence: str = ""
    on: dt.date | None = None


def retraction(raw: Path, house: House, taken: Retraction) -> Plan:
    """The plan to take a fact back: a row of corrections that empties its id; the raw row stays as it is.

    Raises
    ------
    UsageProblem
        If there is no such fact, or it was taken back already.
    """
    fact_id = taken.fact_id
    table = _table_of(raw, house, fact_id)
    before = held(raw, Corrections)
    again = before.filter((pl.col("fact_id") == fact_id) & (pl.col("column_name") == "fact_id"))
    if again.height:
        raise UsageProblem("this fact was taken back already", where=fact_id, do="see data/raw/corrections.csv")
    day = taken.on or held(raw, Sources)["collected_on"].max()
    row = {
        "table_name": table, "fact_id": fact_id, "column_name": "fact_id", "wrong_text": fact_id, "right_text": None,
        "why": taken.because, "evidence": taken.evidence or taken.because, "corrected_on": day,
    }  # fmt: skip
    schema = {c.name: typed_column(c) for c in columns_of(Corrections)}
    frame = pl.DataFrame([row], schema=schema).with_columns(
        pl.lit("new").alias(STATE), pl.lit(None, pl.String).alias(OLD), pl.lit(fact_id).alias(NEW)
    )
    empty = held(raw, Sources).clear().drop("_file", "_line")
    return Plan("retract", (), Reading({}, {}, 1), (TablePlan(Corrections, frame),), empty)


def _table_of(raw: Path, house: House, fact_id: str) -> str:
    for name, model in house.models.items():
        if issubclass(model, FactTable) and fact_id in _ids(raw, model):
            return name
    raise UsageProblem(
        "there is no such fact", where=fact_id, do="take the fact_id from data/raw or from `indicators provenance`"
    )


def _ids(raw: Path, model: type[TableModel]) -> set[str]:
    return {i for f in model._contract.files for i in _first_cells(raw / model._contract.folder / f)}


def _first_cells(path: Path) -> Iterator[str]:
    if path.exists():
        with path.open(encoding="utf-8") as stream:
            yield from (line.partition(",")[0] for line in stream)
