"""``<table>_as_of(DATE)``, ``<table>_latest``, ``observations_as_of(DATE)`` and the view that reports read."""

from __future__ import annotations

import datetime as dt

import duckdb
import pytest

from indicators.contracts.shared import SHARED_TABLES
from indicators.project import Project
from indicators.store.build import all_models
from indicators.store.dates import LATEST, quarter_bounds
from indicators.store.view import as_of_view

from .reference import ONE_DAY, RANK, available
from .tiny import COLLECTED, SOME_READINGS, VIEWS, TinyRoom

DATES = sorted(
    {
        day - back
        for mode in ("calendar", "strict")
        for day in available(SOME_READINGS, mode).values()
        for back in (ONE_DAY * 0, ONE_DAY)
    }
)


def best_known(mode: str, as_of: dt.date) -> set[str]:
    """The fact that stands for each quantity, by a plain filter."""
    days = available(SOME_READINGS, mode)
    best: dict[tuple[str, dt.date], tuple[object, ...]] = {}
    for r in SOME_READINGS:
        if days[r.fact_id] <= as_of:
            order = (r.quality == "low", RANK[r.source_id], -r.published_on.toordinal(), r.fact_id)
            best[r.place, r.day] = min(best.get((r.place, r.day), order), order)
    return {str(order[-1]) for order in best.values()}


def ids(connection: duckdb.DuckDBPyConnection, query: str, *parameters: object) -> set[str]:
    return {row[0] for row in connection.execute(query, list(parameters)).fetchall()}


@pytest.mark.parametrize("mode", ["calendar", "strict"])
@pytest.mark.parametrize("as_of", DATES, ids=str)
def test_the_macro_gives_what_was_known(connection: duckdb.DuckDBPyConnection, as_of: dt.date, mode: str) -> None:
    query = f"SELECT fact_id FROM readings_as_of(DATE '{as_of}', as_of_mode := '{mode}')"
    assert ids(connection, query) == best_known(mode, as_of)


def test_the_mode_is_calendar_unless_said(connection: duckdb.DuckDBPyConnection) -> None:
    day = dt.date(2020, 2, 20)
    assert best_known("calendar", day) != best_known("strict", day)
    assert ids(connection, f"SELECT fact_id FROM readings_as_of(DATE '{day}')") == best_known("calendar", day)


def test_latest_is_the_best_row_of_each_quantity(connection: duckdb.DuckDBPyConnection) -> None:
    assert ids(connection, "SELECT fact_id FROM readings_latest") == best_known("calendar", LATEST)
    assert ids(connection, "SELECT fact_id FROM readings_latest") == {
        "tiny.a2",
        "tiny.c",
        "tiny.d",
        "tiny.e",
        "tiny.f",
        "tiny.h",
    }


def test_every_table_of_facts_has_its_macro_and_view(connection: duckdb.DuckDBPyConnection) -> None:
    assert ids(connection, "SELECT fact_id FROM outside_lines_as_of(DATE '1985-02-19')") == set()
    assert ids(connection, "SELECT fact_id FROM outside_lines_as_of(DATE '1985-02-20')") == {"outside.gpr.1985-01"}
    assert ids(connection, "SELECT fact_id FROM outside_lines_latest") == {"outside.gpr.1985-01"}


@pytest.mark.parametrize("mode", ["calendar", "strict"])
@pytest.mark.parametrize("as_of", DATES[::3], ids=str)
def test_observations_as_of_is_the_last_vintage_by_then(
    connection: duckdb.DuckDBPyConnection, as_of: dt.date, mode: str
) -> None:
    last: dict[tuple[str, dt.date], tuple[object, ...]] = {}
    for row in connection.sql("FROM observations ORDER BY published_on").fetchall():
        if row[0] == mode and row[-1] <= as_of and row[5] <= as_of:  # nothing of a day still to come
            last[row[1], row[3]] = row
    rows = connection.sql(f"FROM observations_as_of(DATE '{as_of}', as_of_mode_wanted := '{mode}')").fetchall()
    assert sorted(map(repr, rows)) == sorted(map(repr, last.values()))


def test_observations_latest_is_the_newest_vintage(connection: duckdb.DuckDBPyConnection) -> None:
    latest, as_of = (sorted(map(repr, connection.sql(q).fetchall())) for q in (
        "FROM observations_latest", "FROM observations_as_of(DATE '9999-12-31')",
    ))  # fmt: skip
    assert latest == as_of


@pytest.mark.parametrize("mode", ["calendar", "strict"])
@pytest.mark.parametrize("as_of", [*DATES[::4], LATEST], ids=str)
def test_a_view_sees_tables_views_and_series_as_known(tiny_built: Project, as_of: dt.date, mode: str) -> None:
    view = as_of_view(tiny_built.database, all_models([TinyRoom()]), [VIEWS], quarter="2021Q4", as_of=as_of, mode=mode)
    known = best_known(mode, as_of)
    assert set(view.sql("SELECT fact_id FROM readings")["fact_id"]) == known
    counted = {r.fact_id for r in SOME_READINGS if r.value_count is not None}
    assert set(view.sql("SELECT fact_id FROM readings_counted")["fact_id"]) == known & counted
    frame = view.observations("tiny.north.m", "tiny.south.m")
    assert set(frame["published_on"]) == {d for d in frame["published_on"] if d <= as_of}
    used = view.sql("SELECT fact_id FROM readings WHERE place = 'north' AND value_count IS NOT NULL").height
    assert frame.filter(series_id="tiny.north.m")["value"].drop_nulls().len() == used


def test_a_view_ends_with_its_quarter(tiny_built: Project) -> None:
    models = (*SHARED_TABLES, *TinyRoom().tables)
    view = as_of_view(tiny_built.database, models, [VIEWS], quarter="2020Q1")
    assert view.observations("tiny.north.m")["period"].to_list() == ["2020-01", "2020-02"]
    last = view.latest("tiny.north.m")
    assert last is not None
    assert (last["period"], last["value"]) == ("2020-01", 11)
    assert view.latest("tiny.unknown.m") is None


def test_a_view_names_the_publishers_behind_a_series(tiny_built: Project) -> None:
    view = as_of_view(tiny_built.database, all_models([TinyRoom()]), [VIEWS], quarter="2021Q4")
    assert view.sources(["tiny.north.m"]) == ["Office", "Press"]
    assert view.sources(["tiny.c"]) == ["Compiler"]


def test_parameters_of_a_query_are_values_not_sql(tiny_built: Project) -> None:
    view = as_of_view(tiny_built.database, all_models([TinyRoom()]), [VIEWS], quarter="2021Q4")
    assert view.sql("SELECT $text AS text", text="'; DROP TABLE readings; --").item() == "'; DROP TABLE readings; --"


@pytest.mark.parametrize(
    ("quarter", "first", "last"),
    [
        ("2024Q1", "2024-01-01", "2024-03-31"),
        ("2023Q4", "2023-10-01", "2023-12-31"),
        ("2026Q2", "2026-04-01", "2026-06-30"),
    ],
)
def test_bounds_of_a_quarter(quarter: str, first: str, last: str) -> None:
    assert quarter_bounds(quarter) == (dt.date.fromisoformat(first), dt.date.fromisoformat(last))


def test_collected_days_are_the_last_word_of_strict_mode() -> None:
    assert max(available(SOME_READINGS, "strict").values()) == COLLECTED
