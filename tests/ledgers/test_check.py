"""Checks read from their columns: periods, conditions, expected values, and what is refused."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from indicators.errors import DataProblem
from indicators.ledgers.check import Condition, Span, check_of, conditions_of, span_of

D = dt.date
PERIODS = {
    "2024": (D(2024, 1, 1), D(2024, 12, 31)),
    "2024-02": (D(2024, 2, 1), D(2024, 2, 29)),
    "2025Q1": (D(2025, 1, 1), D(2025, 3, 31)),
    "2025-Q4": (D(2025, 10, 1), D(2025, 12, 31)),
    "2022-S2": (D(2022, 7, 1), D(2022, 12, 31)),
    "2025-02-18": (D(2025, 2, 18), D(2025, 2, 18)),
    "2025-02..2025-06": (D(2025, 2, 1), D(2025, 6, 30)),
    "2017-01-20..2021Q1": (D(2017, 1, 20), D(2021, 3, 31)),
    "..2020": (D(1, 1, 1), D(2020, 12, 31)),
    "2020..": (D(2020, 1, 1), D(9999, 12, 31)),
}


@pytest.mark.parametrize("text", PERIODS)
def test_periods(text: str) -> None:
    assert span_of(text, "here") == Span(*PERIODS[text])


@pytest.mark.parametrize(
    "text", ["24", "2025-13", "2025-02-30", "2025Q5", "soon", "2025-2", "2025..2024", "", "2025-00"]
)
def test_no_periods(text: str) -> None:
    with pytest.raises(DataProblem) as caught:
        span_of(text or "x", "checks.csv:7")
    assert caught.value.where == "checks.csv:7"


def test_conditions() -> None:
    assert conditions_of("level = head_of_state; us_side !~ Trump | Biden;share_pct >= 5", "here") == (
        Condition("level", "=", ("head_of_state",)),
        Condition("us_side", "!~", ("Trump", "Biden")),
        Condition("share_pct", ">=", ("5",)),
    )


@pytest.mark.parametrize("text", ["level", "level == x == y; =", "1 = 1 OR true", "level LIKE x"])
def test_no_conditions(text: str) -> None:
    with pytest.raises(DataProblem, match="not a condition"):
        conditions_of(text, "here")


CELLS: dict[str, Any] = dict.fromkeys(
    ("witness", "subject", "day_column", "filter", "measure", "period", "versus", "aggregate", "comparison", "expected",
     "expected_high", "scale", "tolerance", "tolerance_reason", "reading", "missing")
) | {"witness": "Census", "subject": "trade.x.a", "period": "2024", "aggregate": "value", "comparison": "eq",
     "expected": "3.50"}  # fmt: skip


def made(**cells: Any) -> Any:
    return check_of(CELLS | cells, "C1a", D(2025, 6, 30), "checks.csv:2")


def test_a_check_has_its_kinds() -> None:
    check = made(scale=1000.0, tolerance=0.1, tolerance_reason="rounding")
    assert (check.expected, check.decimals, check.shown, check.scale, check.is_series) == (3.5, 2, "3.50", 1000.0, True)
    assert made(aggregate="first_day", expected="2025-02").expected == Span(D(2025, 2, 1), D(2025, 2, 28))
    assert made(aggregate="text", comparison="contains", expected="A; B").expected == "A; B"
    assert made(subject="contacts").is_series is False


SLIPS = {
    "the future": ({"period": "2025-07"}, "column period", "forecast"),
    "an impossible period": ({"period": "2025-13"}, "column period", "2025Q1"),
    "a second period that is none": ({"aggregate": "change", "versus": "then"}, "column versus", "2025Q1"),
    "its own evidence": ({"subject": "claims"}, "column subject", "table of facts"),
    "a word for a number": ({"expected": "several"}, "column expected", "number"),
    "a number for a day": ({"aggregate": "last_day", "expected": "3.5"}, "column expected", "2024"),
    "a text compared as a number": ({"aggregate": "text"}, "column expected", "comparison"),
    "a number compared as a text": ({"comparison": "contains"}, "column expected", "comparison"),
    "no condition": ({"filter": "level"}, "column filter", "column = value"),
}


@pytest.mark.parametrize("slip", SLIPS)
def test_a_slip_is_three_lines(slip: str) -> None:
    cells, place, do = SLIPS[slip]
    with pytest.raises(DataProblem) as caught:
        made(**cells)
    assert caught.value.where == f"checks.csv:2, {place}"
    assert do in caught.value.do


def test_a_period_that_has_begun_is_no_forecast() -> None:
    assert made(period="2025").span.last == D(2025, 12, 31)
