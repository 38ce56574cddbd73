"""The audit refuses the cells that pandera's own validation of the same models refuses, no more and no fewer."""

from __future__ import annotations

import datetime as dt
import random
from collections.abc import Iterator
from typing import Any

import polars as pl
import pytest
from pandera.errors import SchemaErrors

from indicators.contracts.blocks import LINE
from indicators.contracts.findings import Audit
from indicators.contracts.model import TableModel, columns_of
from indicators.contracts.reading import FILE
from indicators.contracts.rules import column_rules
from indicators.registry import all_tables

ROWS = 200
MODELS = {model._contract.name: model for model in all_tables()}
WRONG: dict[str, tuple[Any, ...]] = {
    "text": (None, "", "x", "XXX", "2022-13", "USА", "2022-01-01\n", "٣"),
    "integer": (None, -1, 0, 10**12),
    "number": (None, -1.0, 0.0, 1e15, -0.0),
    "date": (None, dt.date(1, 1, 1), dt.date(9999, 12, 31)),
}


def refused_by_pandera(model: type[TableModel], frame: pl.DataFrame) -> set[tuple[str, int]]:
    try:
        model.to_schema().validate(frame, lazy=True)
    except SchemaErrors as errors:
        return {(case["column"], int(case["index"])) for case in errors.failure_cases.iter_rows(named=True)}
    return set()


def refused_by_the_rules(model: type[TableModel], frame: pl.DataFrame) -> set[tuple[str, int]]:
    found = set()
    for rule in column_rules(model._contract.name, columns_of(model)):
        verdict = frame.select(pl.when(rule.applies).then(rule.holds))[:, 0]
        found |= {(rule.columns[0], row) for row, holds in enumerate(verdict) if holds is False}
    return found


def spoilt(model: type[TableModel], frame: pl.DataFrame) -> Iterator[tuple[str, pl.DataFrame]]:
    """The rows with wrong cells in one column at a time, at seeded places."""
    chance = random.Random(model._contract.name)
    for column in columns_of(model):
        cells = frame[column.name].to_list()
        for value in WRONG[column.kind]:
            cells[chance.randrange(len(cells))] = value
        yield column.name, frame.with_columns(pl.Series(column.name, cells, dtype=frame.schema[column.name]))


@pytest.mark.parametrize("table", sorted(MODELS))
def test_the_same_cells_are_refused(table: str, audited: Audit) -> None:
    model = MODELS[table]
    frame = audited.tables[table].drop(FILE, LINE).head(ROWS)
    if frame.is_empty():
        frame = pl.DataFrame({c: [None] for c in frame.columns}, schema=frame.schema)
    assert refused_by_pandera(model, frame) == refused_by_the_rules(model, frame)
    refused = 0
    for column, wrong in spoilt(model, frame):
        by_pandera = refused_by_pandera(model, wrong)
        assert by_pandera == refused_by_the_rules(model, wrong), column
        refused += len(by_pandera)
    assert refused > 0
