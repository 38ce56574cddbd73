"""Ours against theirs: each comparison, rounding, tolerances, and witnesses together."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from indicators.ledgers.check import Check, Span
from indicators.ledgers.measure import Measured
from indicators.ledgers.verdict import CONTRADICTED, DISAGREE, ROUNDED, SUPPORTED, compare, together

D = dt.date


def check(comparison: str, shown: str, **other: Any) -> Check:
    decimals = len(shown.partition(".")[2])
    return Check(
        "C1a", "w", "here", "", subject="t", comparison=comparison, shown=shown, decimals=decimals,
        **({"expected": float(shown)} | other),
    )  # fmt: skip


NUMBERS = [
    ("eq", "3.5", 3.5, SUPPORTED, 0.0),
    ("eq", "3.5", 3.5336, ROUNDED, 0.0336),
    ("eq", "3.5", 3.5501, CONTRADICTED, 0.0501),
    ("eq", "25", 27.0, CONTRADICTED, 2.0),
    ("gte", "6", 6.0, SUPPORTED, 0.0),
    ("gte", "6", 5.0, CONTRADICTED, -1.0),
    ("gt", "0", 0.0, CONTRADICTED, 0.0),
    ("gt", "0", 0.1, SUPPORTED, 0.1),
    ("lte", "3", 3.0, SUPPORTED, 0.0),
    ("lt", "3", 3.0, CONTRADICTED, 0.0),
    ("lt", "-20", -40.8, SUPPORTED, -20.8),
]


@pytest.mark.parametrize(("comparison", "theirs", "ours", "outcome", "difference"), NUMBERS)
def test_numbers(comparison: str, theirs: str, ours: float, outcome: str, difference: float) -> None:
    found = compare(check(comparison, theirs), Measured(ours, (), 1))
    assert found is not None
    assert found.outcome == outcome
    assert found.difference == pytest.approx(difference)


@pytest.mark.parametrize(
    ("comparison", "ours", "outcome"),
    [
        ("approx", 26.4, SUPPORTED), ("approx", 26.6, CONTRADICTED), ("eq", 26.5, ROUNDED), ("gte", 25.6, ROUNDED),
        ("gte", 25.4, CONTRADICTED), ("lte", 26.5, ROUNDED), ("gt", 25.9, ROUNDED),
    ],
)  # fmt: skip
def test_a_tolerance_is_a_limit(comparison: str, ours: float, outcome: str) -> None:
    found = compare(check(comparison, "26", tolerance=0.5), Measured(ours, (), 1))
    assert found is not None
    assert found.outcome == outcome


@pytest.mark.parametrize(
    ("ours", "outcome", "difference"),
    [(6.0, SUPPORTED, 0), (8.0, SUPPORTED, 0), (7.0, SUPPORTED, 0), (4.4, CONTRADICTED, -1.6), (9.0, CONTRADICTED, 1)],
)
def test_a_range_tells_how_far_outside(ours: float, outcome: str, difference: float) -> None:
    found = compare(check("range", "6", high=8.0), Measured(ours, (), 1))
    assert found is not None
    assert (found.outcome, found.difference) == (outcome, pytest.approx(difference))


MARCH = Span(D(2025, 3, 1), D(2025, 3, 31))
DAYS = [
    ("eq", D(2025, 3, 18), 0.0, SUPPORTED, 0),
    ("eq", D(2025, 4, 2), 0.0, CONTRADICTED, 2),
    ("eq", D(2025, 4, 2), 2.0, ROUNDED, 2),
    ("eq", D(2025, 2, 27), 0.0, CONTRADICTED, -2),
    ("lte", D(2024, 1, 1), 0.0, SUPPORTED, -425),
    ("lte", D(2025, 4, 1), 0.0, CONTRADICTED, 1),
    ("gte", D(2025, 3, 1), 0.0, SUPPORTED, 0),
    ("gt", D(2025, 3, 31), 0.0, CONTRADICTED, 0),
    ("gt", D(2025, 4, 1), 0.0, SUPPORTED, 1),
    ("lt", D(2025, 2, 28), 0.0, SUPPORTED, -1),
]


@pytest.mark.parametrize(("comparison", "ours", "tolerance", "outcome", "difference"), DAYS)
def test_a_stated_month_holds_each_of_its_days(
    comparison: str, ours: dt.date, tolerance: float, outcome: str, difference: int
) -> None:
    asked = Check("C1a", "w", "here", "", subject="t", comparison=comparison, expected=MARCH, tolerance=tolerance)
    found = compare(asked, Measured(ours, (), 1))
    assert found is not None
    assert (found.outcome, found.difference) == (outcome, difference)


def test_the_period_of_a_series_is_compared_in_years() -> None:
    asked = Check(
        "C1a", "w", "here", "", subject="trade.x.a", comparison="eq", expected=Span(D(2009, 1, 1), D(2013, 12, 31))
    )
    found = compare(asked, Measured(D(1998, 1, 1), (), 1))
    assert found is not None
    assert (found.outcome, found.difference) == (CONTRADICTED, -11)


def test_names_are_looked_for_each() -> None:
    asked = Check("C1a", "w", "here", "", subject="t", comparison="contains", expected="lavrov; Ushakov; Patrushev")
    found = compare(asked, Measured("Sergey Lavrov; Yuri Ushakov", (), 1))
    assert found is not None
    assert (found.outcome, found.difference) == (CONTRADICTED, "Patrushev")


def test_nothing_is_compared_with_nothing() -> None:
    assert compare(check("eq", "1"), Measured(None, (), 0, "no row is known")) is None


@pytest.mark.parametrize(
    ("said", "verdict"),
    [
        ([], None),
        ([("a", None)], None),
        ([("a", SUPPORTED), ("b", None)], SUPPORTED),
        ([("a", SUPPORTED), ("b", ROUNDED)], ROUNDED),
        ([("a", SUPPORTED), ("a", CONTRADICTED)], CONTRADICTED),
        ([("a", CONTRADICTED), ("a", SUPPORTED)], CONTRADICTED),
        ([("a", ROUNDED), ("a", SUPPORTED)], ROUNDED),
        ([("a", SUPPORTED), ("b", CONTRADICTED)], DISAGREE),
        ([("a", ROUNDED), ("b", CONTRADICTED)], DISAGREE),
        ([("a", CONTRADICTED), ("b", CONTRADICTED)], CONTRADICTED),
    ],
)
def test_witnesses_together(said: list[tuple[str, str | None]], verdict: str | None) -> None:
    assert together(said) == verdict
