"""The engine on made-up readings, against plain Python."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from indicators.contracts.shared import SHARED_TABLES
from indicators.errors import DataProblem
from indicators.ledgers.check import Check, conditions_of, span_of
from indicators.ledgers.check_contract import AGGREGATE
from indicators.ledgers.measure import AGGREGATES, measure
from indicators.store.dates import LATEST
from indicators.store.view import AsOfView, as_of_view
from tests.store.tiny import VIEWS, Reading, Readings, database_of, write_project

D = dt.date
ROWS = [("north", D(2020, 1, 31), 10.0), ("south", D(2020, 2, 3), 4.0), ("north", D(2020, 2, 29), 7.0),
        ("south", D(2020, 4, 1), 12.0), ("north", D(2021, 1, 31), 15.0)]  # fmt: skip
READINGS = [
    Reading(f"tiny.r{i}", place, day, value, None, "office-a", day + dt.timedelta(days=20))
    for i, (place, day, value) in enumerate(ROWS)
]


@pytest.fixture(scope="module")
def database(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("ledger")
    return database_of(write_project(folder, READINGS), folder / "tiny.duckdb")


@pytest.fixture
def view(database: Path) -> Iterator[AsOfView]:
    opened = at(database)
    yield opened
    opened.connection.close()


def at(database: Path, day: dt.date = LATEST) -> AsOfView:
    return as_of_view(database, (*SHARED_TABLES, Readings), [VIEWS], quarter="2021Q4", as_of=day)


def asked(aggregate: str, period: str = "2020..2021", **other: Any) -> Check:
    versus = other.pop("versus", None)
    given = {"subject": "readings", "day_column": "day", "measure": "value_count"} | other
    given["conditions"] = conditions_of(given.pop("filter", ""), "here")
    return Check(
        "C1a", "w", "checks.csv:2", "", aggregate=aggregate, span=span_of(period, "here"),
        versus=span_of(versus, "here") if versus else None, **given,
    )  # fmt: skip


VALUES = [value for _, _, value in ROWS]
BRUTE: dict[str, tuple[dict[str, Any], Any]] = {
    "value": ({"period": "2021"}, 15.0),
    "count": ({}, 5.0),
    "months": ({}, 4.0),
    "sum": ({}, sum(VALUES)),
    "mean": ({}, sum(VALUES) / 5),
    "min": ({}, min(VALUES)),
    "max": ({}, max(VALUES)),
    "change": ({"period": "2021", "versus": "2020"}, 15.0 - 33.0),
    "percent_change": ({"period": "2021", "versus": "2020"}, 100 * (15 / 33 - 1)),
    "ratio": ({"period": "2021", "versus": "2020"}, 15 / 33),
    "first_day": ({}, D(2020, 1, 31)),
    "last_day": ({}, D(2021, 1, 31)),
    "day_of_min": ({}, D(2020, 2, 3)),
    "day_of_max": ({}, D(2021, 1, 31)),
    "span_days": ({}, 366.0),
    "span_years": ({}, 366 / 365.25),
    "years_since": ({"period": "2020"}, (D(2020, 12, 31) - D(2020, 4, 1)).days / 365.25),
    "text": ({"measure": "place"}, "north; south"),
}


def test_every_aggregate_is_declared_and_tried() -> None:
    assert set(AGGREGATES) == set(AGGREGATE) == set(BRUTE)


@pytest.mark.parametrize("aggregate", BRUTE)
def test_aggregates_of_a_table(view: AsOfView, aggregate: str) -> None:
    given, wanted = BRUTE[aggregate]
    found = measure(asked(aggregate, **given), view).value
    assert found == (pytest.approx(wanted) if isinstance(wanted, float) else wanted)


FILTERS = {
    "place = south": 2, "place != south": 3, "place ~ OR": 3, "place !~ or": 2, "place = north | south": 5,
    "value_count > 10": 2, "value_count >= 10": 3, "value_count < 7": 1, "day <= 2020-02-03": 2,
    "place = north; value_count >= 10": 2, "missing_reason != refused": 5,
}  # fmt: skip


@pytest.mark.parametrize("text", FILTERS)
def test_filters(view: AsOfView, text: str) -> None:
    assert measure(asked("count", filter=text), view).value == FILTERS[text]


def test_the_facts_used_are_told_and_the_scale_applied(view: AsOfView) -> None:
    found = measure(replace(asked("sum", "2020-02"), scale=10.0), view)
    assert (found.value, found.fact_ids, found.rows) == (1.1, ("tiny.r1", "tiny.r2"), 2)


def test_a_series_is_measured_with_the_facts_behind_it(view: AsOfView) -> None:
    north = {"subject": "tiny.north.m", "day_column": "", "measure": ""}
    found = measure(asked("max", "2020", **north), view)
    assert (found.value, found.fact_ids) == (10.0, ("tiny.r0", "tiny.r2"))
    assert measure(asked("day_of_max", **north), view).value == D(2021, 1, 1)
    assert measure(asked("change", "2020", versus="2021", **north), view).value == 7.0 - 15.0  # the last of each
    assert measure(asked("value", "2020-02-10..2020-02-20", **north), view).value is None  # no whole month in it


def test_only_what_was_known_is_seen(database: Path) -> None:
    early = at(database, D(2020, 3, 1))
    assert measure(asked("count"), early).value == 2.0
    assert measure(asked("count", "2021"), early).value == 0.0
    nothing = measure(asked("max", "2021"), early)
    assert (nothing.value, nothing.rows, nothing.why) == (None, 0, "no row is known")
    early.connection.close()


def test_weak_facts_are_counted(tmp_path: Path) -> None:
    readings = [
        Reading("tiny.a", "north", D(2020, 1, 31), 1.0, None, "office-a", D(2020, 6, 1)),  # counts from its usual day
        Reading("tiny.b", "south", D(2020, 2, 3), 2.0, None, "press", D(2020, 3, 1), quality="low"),
        Reading("tiny.c", "south", D(2020, 3, 3), 3.0, None, "press", D(2020, 4, 1), "assumed"),
    ]
    opened = at(database_of(write_project(tmp_path, readings), tmp_path / "weak.duckdb"))
    found = measure(asked("count"), opened)
    assert (found.value, found.assumed_dates, found.low_quality) == (3.0, 2, 1)
    assert measure(asked("count", filter="place = south", period="2020-02"), opened).assumed_dates == 0
    opened.connection.close()


def test_a_row_without_the_measure_is_no_extreme(tmp_path: Path) -> None:
    readings = [
        Reading("tiny.a", "north", D(2020, 1, 31), 1.0, None, "office-a", D(2020, 3, 1)),
        Reading("tiny.b", "north", D(2020, 2, 29), None, "refused", "office-a", D(2020, 4, 1), obs_status="M"),
    ]
    opened = at(database_of(write_project(tmp_path, readings), tmp_path / "empty.duckdb"))
    assert measure(asked("day_of_max"), opened).value == D(2020, 1, 31)
    assert measure(asked("last_day"), opened).value == D(2020, 1, 31)
    assert measure(asked("count"), opened).value == 1.0
    opened.connection.close()


def test_several_values_are_not_one(view: AsOfView) -> None:
    found = measure(asked("value"), view)
    assert (found.value, found.why) == (None, "the 5 rows hold 5 different values")


SLIPS = {
    "a series": ({"subject": "tiny.nowhere.m"}, "unknown series", "column subject"),
    "a table": ({"subject": "weather"}, "unknown table", "column subject"),
    "a day column": ({"day_column": "when"}, "no column 'when'", "column day_column"),
    "no day column": ({"day_column": ""}, "names its day_column", "column day_column"),
    "a measure": ({"measure": "warmth"}, "no column 'warmth'", "column measure"),
    "a column of a filter": ({"filter": "spot = north"}, "no column 'spot'", "column filter"),
    "a value of a filter": ({"filter": "value_count > much"}, "cannot be 'much'", "column filter"),
    "a day of a filter": ({"filter": "day > 2020"}, "cannot be '2020'", "column filter"),
}


@pytest.mark.parametrize("slip", SLIPS)
def test_what_is_unknown_is_named(view: AsOfView, slip: str) -> None:
    given, what, place = SLIPS[slip]
    with pytest.raises(DataProblem) as caught:
        measure(asked("count", **given), view)
    assert what in caught.value.what
    assert caught.value.where == f"checks.csv:2, {place}"


def test_a_value_of_a_filter_is_never_sql(view: AsOfView) -> None:
    assert measure(asked("count", filter="place = north' OR 'a' = 'a"), view).value == 0.0
