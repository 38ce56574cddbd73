"""What one connection says of many days is what a view of each day says."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from indicators.contracts.shared import SHARED_TABLES
from indicators.store.dated import dated_views
from indicators.store.view import AsOfView, as_of_view
from tests.store.tiny import VIEWS, Reading, Readings, database_of, write_project

D = dt.date
DAYS = (D(2020, 2, 19), D(2020, 3, 25), None, D(2020, 2, 19))
QUERIES = (
    "SELECT count(*) AS n, max(day) AS last FROM readings",
    "SELECT series_id, period, value FROM observations_known ORDER BY ALL",
)


@pytest.fixture(scope="module")
def database(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("dated")
    days = [D(2020, month, 28) for month in range(1, 7)]
    readings = [
        Reading(f"tiny.r{i}", "north", day, 10.0 + i, None, "office-a", day + dt.timedelta(days=20))
        for i, day in enumerate(days)
    ]
    return database_of(write_project(folder, readings), folder / "tiny.duckdb")


def said(view: AsOfView) -> list[object]:
    held = view.sql(f"SELECT fact_id FROM {view.relation('readings')} ORDER BY ALL")["fact_id"].to_list()
    return [held, *(view.sql(query).rows() for query in QUERIES)]


def test_days_in_turn_say_what_their_views_say(database: Path) -> None:
    tables = (*SHARED_TABLES, Readings)
    with dated_views(database, tables, [VIEWS], quarter="2021Q4") as view_at:
        views = [view_at(day) for day in DAYS]
        found = [said(view) for view in views]
        assert [said(view) for view in reversed(views)] == found[::-1], "whichever day was asked for before"
        views[0].close()
        assert said(views[1]) == found[1], "the others go on"
        asked = "SELECT count(*) AS n FROM indicators.facts"
        assert views[0].once(asked) is views[1].once(asked)
    for view, answer in zip(views, found, strict=True):
        one = as_of_view(database, tables, [VIEWS], quarter="2021Q4", as_of=view.as_of)
        assert said(one) == answer
        one.close()
    assert [len(answer[0]) for answer in found] == [1, 2, 6, 1]  # type: ignore[arg-type]
