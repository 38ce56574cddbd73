"""A slip of our own that is mended: the series has the right value at every date, provenance tells of the slip."""

from __future__ import annotations

import datetime as dt
import json
from pathlib import Path

import pytest

from indicators.contracts.shared import SHARED_TABLES
from indicators.reporting.quality import quality_of
from indicators.store.dates import LATEST
from indicators.store.provenance import Tracer
from indicators.store.provenance_text import data_of, lines_of
from indicators.store.raw_rows import RawRows
from indicators.store.view import as_of_view

from .tiny import FAMILY, SERIES, SOME_READINGS, VIEWS, Readings, database_of, write_project, write_rows

SLIP = ("readings", "tiny.c", "value_count", "4", "5", "a digit was misread", "page 3 of the compiler", "2021-06-01")
HEADER = ("table_name", "fact_id", "column_name", "wrong_text", "right_text", "why", "evidence", "corrected_on")
MODELS = (*SHARED_TABLES, Readings)


@pytest.mark.parametrize("as_of", [LATEST, dt.date(2020, 4, 1)])
def test_a_mended_cell_is_right_everywhere_and_told(tmp_path: Path, as_of: dt.date) -> None:
    project = write_project(tmp_path / "project", SOME_READINGS)
    write_rows(project.raw / "corrections.csv", HEADER, [SLIP])
    database = database_of(project, tmp_path / "tiny.duckdb")
    view = as_of_view(database, MODELS, [VIEWS], quarter="2020Q4", as_of=as_of, mode="calendar")
    with view.connection:
        tracer = Tracer(view, {s.id: s for s in SERIES}, MODELS, RawRows(project.root))
        traced = tracer.trace("tiny.south.m", "2020-01")
        assert traced.value == 5
        (fact,) = traced.facts
        assert fact.cells["value_count"] == "5"
        assert [(slip.column, slip.wrong, slip.right) for slip in fact.mended] == [("value_count", "4", "5")]
        told = [line.strip() for line in lines_of(traced)]
        assert 'mended: value_count = "4" in the file; a digit was misread (page 3 of the compiler)' in told
        data = json.loads(json.dumps(data_of(traced)))
        assert data["facts"][0]["mended"][0]["corrected_on"] == "2021-06-01"
        untouched = tracer.trace("tiny.north.m", "2020-01")
        assert [f.mended for f in untouched.all_facts()] == [()]


def test_the_quality_page_lists_the_corrections_in_force(tmp_path: Path) -> None:
    from indicators.contracts.audit import audit

    project = write_project(tmp_path / "project", SOME_READINGS)
    write_rows(project.raw / "corrections.csv", HEADER, [SLIP])
    database = database_of(project, tmp_path / "tiny.duckdb")
    view = as_of_view(database, MODELS, [VIEWS], quarter="2020Q4", as_of=LATEST, mode="calendar")
    with view.connection:
        quality = quality_of(view, [FAMILY], [], audit(project.raw, MODELS))
    assert quality.corrections.rows() == [
        ("tiny.c", "value_count", "4", "5", "a digit was misread", "page 3 of the compiler", dt.date(2021, 6, 1))
    ]
