"""Sentences agree with the numbers they are made from."""

from __future__ import annotations

import datetime as dt
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indicators import days
from indicators.contracts.codes import MISSING_REASON, OBS_STATUS
from indicators.numbers import MINUS, number, p_text, rounded
from indicators.reporting import wording
from indicators.reporting.scoreboard import Score

from .samples import SINCE, a_series, changed, months, scored

AS_OF = dt.date(2026, 8, 29)
VALUES = st.floats(-1e9, 1e9, allow_nan=False)


def a_score(**fields: object) -> Score:
    series = a_series("M", decimals=1, expected_lag_days=60)
    base = scored(series, months(dt.date(2025, 6, 1), [4, 0, 0, 0, 0, 0, 0, 0, 0, 8, 0, 0, 6]), AS_OF)
    return changed(base, **fields)


@given(VALUES, st.integers(0, 4))
def test_the_direction_word_agrees_with_the_printed_sign(change: float, decimals: int) -> None:
    text = wording.direction(change, decimals)
    signed = number(change, decimals, signed=True)
    expected = {"+": "up", MINUS: "down"}.get(signed[0], "unchanged")
    assert text.split()[0] == expected
    if expected != "unchanged":
        assert text == f"{expected} {signed[1:]}"
        assert re.search("[1-9]", text), "a change that is printed as 0 is no change"
    assert MINUS not in text


def test_no_comparison_is_not_unchanged() -> None:
    assert wording.direction(None, 1) == "no comparison"
    assert wording.direction(0.0, 1) == wording.direction(-0.0, 1) == wording.direction(0.05, 1) == "unchanged"
    assert wording.direction(0.051, 1) == "up 0.1"


@pytest.mark.parametrize(
    "fields",
    [
        {"value": 6.1},
        {"period": "2026-05"},
        {"change_on_quarter": 2.0},
        {"change_on_quarter": -2.1},
        {"change_on_quarter": None},
        {"change_on_year": -2.0},
        {"change_on_year": None},
        {"stale": True},
        {"missing_since": "2026-07", "missing_reason": "suspended"},
        {"value": None},
    ],
)
def test_one_changed_value_changes_the_sentence(fields: dict[str, object]) -> None:
    assert wording.main_point(a_score(**fields), AS_OF) != wording.main_point(a_score(), AS_OF)


def test_the_sentence_as_a_whole() -> None:
    assert wording.main_point(a_score(), AS_OF) == (
        "Small things: 6.0 things in 2026-06; down 2.0 on three months earlier, up 2.0 on a year earlier."
    )
    missing = a_score(stale=True, missing_since="2026-07", missing_reason="suspended", change_on_year=None)
    assert wording.main_point(missing, AS_OF) == (
        "Small things: 6.0 things in 2026-06; down 2.0 on three months earlier. The value is stale: it describes a day "
        "60 days before 29 Aug 2026. From 2026-07 on: suspended, which is not zero."
    )


def test_a_snapshot_names_its_day() -> None:
    daily = scored(a_series("D", decimals=0), {dt.date(2026, 5, 10): 6392}, AS_OF)
    assert wording.main_point(daily, AS_OF).startswith("Small things: 6,392 things on 10 May 2026")


def test_a_cut_off_time_reads_at_least() -> None:
    series = a_series("M", SINCE, collected_through=dt.date(2026, 6, 30), unit="days", decimals=0)
    cut = scored(series, months(dt.date(2026, 6, 1), [1]), AS_OF)
    assert wording.value_text(cut) == "at least 1 day"


def test_nothing_known_is_said() -> None:
    nothing = scored(a_series("M"), {}, AS_OF)
    assert wording.value_text(nothing) == "n/a (nothing known at this date)"
    assert wording.age(nothing) == "no observation"
    assert not re.search(r"\b0\b", wording.main_point(nothing, AS_OF))


@pytest.mark.parametrize(
    ("value", "unit", "text"),
    [
        (1.0, "days", "1 day"),
        (2.0, "days", "2 days"),
        (0.0, "days", "0 days"),
        (-1.0, "warheads", f"{MINUS}1 warheads"),
        (1.0, "listed entries", "1 listed entry"),
        (1.0, "treaties", "1 treaty"),
        (1.4, "treaties", "1 treaty"),
        (1.0, "per cent", "1 %"),
        (1.0, "USD million", "1 USD million"),
    ],
)
def test_units_in_the_singular(value: float, unit: str, text: str) -> None:
    assert wording.with_unit(value, 0, unit) == text


def test_singular_follows_what_is_printed() -> None:
    assert wording.with_unit(1.0, 1, "days") == "1.0 days"
    assert wording.counted(1, "fact") == "1 fact"
    assert wording.counted(1000, "fact") == "1,000 facts"


def test_every_reason_and_status_of_the_code_lists_has_a_word() -> None:
    assert set(wording.REASON_WORDS) == set(MISSING_REASON)
    assert len(set(wording.REASON_WORDS.values())) == len(wording.REASON_WORDS), "each nothing has its own word"
    assert not any("zero" in word or "0" in word for word in wording.REASON_WORDS.values())
    assert set(wording.STATUS_MARKS) == set(OBS_STATUS)
    assert {m for m in wording.STATUS_MARKS.values() if m} <= set(wording.STATUS_WORDS)


@pytest.mark.parametrize("reason", list(MISSING_REASON))
def test_age_names_the_reason(reason: str) -> None:
    text = wording.age(a_score(missing_since="2026-07", missing_reason=reason, stale=True))
    assert text == f"60 days; {wording.REASON_WORDS[reason]} from 2026-07; stale"
    assert wording.age(a_score(age_days=1)) == "1 day"


@pytest.mark.parametrize(
    ("fields", "marks"),
    [
        ({}, ""),
        ({"obs_status": "P"}, "[p]"),
        ({"obs_status": "E", "quality": "low", "publisher_rank": 4, "assumed_dates_count": 1}, "[e] [l] [f] [d]"),
        ({"publisher_rank": None}, ""),
        ({"publisher_rank": 2}, "[f]"),
        ({"assumed_dates_count": 3}, "[d]"),
    ],
)
def test_marks(fields: dict[str, object], marks: str) -> None:
    assert wording.marks(a_score(**fields)) == marks
    assert set(re.findall(r"\[.\]", marks)) <= set(wording.STATUS_WORDS)


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (0.0, "p below 0.001"),
        (0.00099, "p below 0.001"),
        (0.001, "p = 0.001"),
        (0.0496, "p = 0.05"),
        (1.0, "p above 0.99"),
    ],
)
def test_p_values_are_never_zero_nor_one(value: float, text: str) -> None:
    assert p_text(value) == text


@pytest.mark.parametrize(("text", "closed"), [("A", "A."), ("A.", "A."), ("A. ", "A."), ("A...", "A."), ("", ".")])
def test_one_full_stop(text: str, closed: str) -> None:
    assert wording.closed(text) == closed


def test_dates_do_not_depend_on_the_locale() -> None:
    months = " ".join(days.day(dt.date(2026, m, 1)).split()[1] for m in range(1, 13))
    assert months == "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec"


@given(VALUES, st.integers(0, 4))
def test_numbers_are_written_in_one_way(value: float, decimals: int) -> None:
    text = number(value, decimals)
    assert re.fullmatch(rf"{MINUS}?\d{{1,3}}(,\d{{3}})*" + (rf"\.\d{{{decimals}}}" if decimals else ""), text)
    assert float(text.replace(",", "").replace(MINUS, "-")) == float(rounded(value, decimals))
    assert not text.startswith(MINUS) or re.search("[1-9]", text), "no minus before zero"
