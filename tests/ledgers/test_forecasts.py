"""Forecasts of documents: what decides them and when, the two simple rivals, and the scores."""

from __future__ import annotations

import datetime as dt
import json
import shutil
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from subprocess import CompletedProcess
from typing import Any

import pytest

from indicators.errors import Problem
from indicators.ledgers.check import Check, Span, span_of
from indicators.ledgers.forecasts import Forecast, Trial, forecasts_of
from indicators.ledgers.measure import measure_windows
from indicators.ledgers.resolution import FAILED, OPEN, TRUE, UNRESOLVABLE, resolve
from indicators.ledgers.rivals import rivals, shifts
from indicators.ledgers.scoring import score_rows, scored
from indicators.store.dates import LATEST
from indicators.store.view import AsOfView

from .test_claims import SEEDS
from .test_measure import ROWS, asked, at, database

__all__ = ["database"]
D = dt.date
AS_OF = D(2021, 3, 31)
ZERO = "tiny.zero_sum.m"
"""A series without gaps from March 2020 on, so that rows are known to be complete."""


def foreseen(check: Check, complete_as: str | None = ZERO, **other: Any) -> Forecast:
    given: dict[str, Any] = {
        "forecast_id": "F000-001", "document_id": "000", "line": 1, "forecaster": "x", "family": "trade",
        "statement": "s", "period": "", "predicted": "", "confidence": "", "word": "likely", "probability": 0.675,
        "made_on": D(2020, 1, 1), "missing": (),
    }  # fmt: skip
    tests = () if check.missing else (Trial(check, complete_as),)
    return Forecast(**given | {"tests": tests} | other)


def outcome(database: Path, check: Check, as_of: D = AS_OF, complete_as: str | None = ZERO) -> tuple[str, str]:
    view = at(database, as_of)
    try:
        (found,) = resolve([foreseen(check, complete_as)], view, as_of)
    finally:
        view.connection.close()
    return found.outcome, found.why


def predicted(aggregate: str, comparison: str, expected: float | str, period: str, **other: Any) -> Check:
    value = span_of(expected, "here") if isinstance(expected, str) else float(expected)
    return replace(asked(aggregate, period, **other), comparison=comparison, expected=value, shown=str(expected))


COUNT = {"measure": ""}
CASES: dict[str, tuple[Check, D, str | None, str]] = {
    "over and known": (predicted("max", "gte", 12, "2020"), AS_OF, ZERO, TRUE),
    "over and missed": (predicted("max", "gte", 13, "2020"), AS_OF, ZERO, FAILED),
    "not over": (predicted("max", "gte", 99, "2020..2021"), AS_OF, ZERO, OPEN),
    "reached before the end": (predicted("max", "gte", 12, "2020..2022"), AS_OF, ZERO, TRUE),
    "a limit passed before the end": (predicted("count", "lte", 3, "2020..2022", **COUNT), AS_OF, ZERO, FAILED),
    "a limit kept so far": (predicted("count", "lte", 9, "2020..2022", **COUNT), AS_OF, ZERO, OPEN),
    "a low reached before the end": (predicted("min", "lt", 5, "2020..2022"), AS_OF, ZERO, TRUE),
    "a floor broken before the end": (predicted("min", "gte", 5, "2020..2022"), AS_OF, ZERO, FAILED),
    "the first day is known": (predicted("first_day", "eq", "2020-02", "2020-02..2022"), AS_OF, None, TRUE),
    "another first day": (predicted("first_day", "eq", "2020-03", "2020-02..2022"), AS_OF, None, FAILED),
    "no row by its end decides only where rows are complete": (
        predicted("count", "eq", 0, "2020-05..2020-08", **COUNT), AS_OF, ZERO, TRUE),
    "nothing tells how far rows are complete": (
        predicted("count", "eq", 0, "2020-05..2020-08", **COUNT), AS_OF, None, OPEN),
    "rows are not complete to its end": (
        predicted("count", "eq", 0, "2022", **COUNT), D(2023, 6, 1), ZERO, OPEN),
    "more than before": (predicted("change", "gt", 0, "2020", versus="2021", **COUNT), AS_OF, ZERO, TRUE),
}  # fmt: skip


@pytest.mark.parametrize("case", CASES)
def test_what_decides_a_forecast(database: Path, case: str) -> None:
    check, day, complete_as, wanted = CASES[case]
    assert outcome(database, check, day, complete_as)[0] == wanted


def test_a_later_day_decides_what_was_open(database: Path) -> None:
    check = predicted("max", "gte", 12, "2020-04")
    assert outcome(database, check, D(2020, 4, 10)) == (OPEN, "its period ends on 2020-04-30")
    assert outcome(database, check)[0] == TRUE


def test_one_failed_check_fails_a_forecast_and_no_check_leaves_it(database: Path) -> None:
    good, bad = predicted("max", "gte", 12, "2020"), predicted("max", "gte", 13, "2020")
    view = at(database, AS_OF)
    both = foreseen(good, tests=(Trial(good, ZERO), Trial(bad, ZERO)))
    none = foreseen(replace(good, missing="rain"), missing=("rain",))
    later = foreseen(good, made_on=D(2022, 1, 1))
    assert [(r.outcome, r.why) for r in resolve([both, none, later], view, AS_OF)] == [
        (FAILED, ""), (UNRESOLVABLE, "rain"),
    ]  # fmt: skip
    view.connection.close()


def test_windows_are_measured_like_single_periods(database: Path) -> None:
    view = at(database)
    from indicators.ledgers.measure import measure

    spans = [span_of(text, "here") for text in ("2020-01", "2020-02", "2020-03", "2020", "2021")]
    for aggregate in ("count", "sum", "max", "first_day", "months"):
        check = asked(aggregate)
        alone = [measure(replace(check, span=span), view).value for span in spans]
        assert measure_windows(check, view, [(span, None) for span in spans]) == alone
    change = asked("change", versus="2020")
    (found,) = measure_windows(change, view, [(spans[4], spans[3])])
    assert found == 15.0 - 33.0
    view.connection.close()


def test_rivals_are_the_earlier_periods_of_the_same_length(database: Path) -> None:
    view = at(database, D(2021, 3, 1))
    check = predicted("sum", "gt", 0, "2021-03", subject=ZERO, day_column="", measure="")
    found = rivals(foreseen(check, None, made_on=D(2021, 2, 20)), view)
    months = {(day.year, day.month) for _, day, _ in ROWS}
    assert (found.held, found.windows, found.no_change) == (len(months), 13, 1.0)  # January 2020 to January 2021
    assert found.base_rate == pytest.approx((len(months) + 0.5) / 14)
    unchanged = predicted("change", "gte", 0, "2021-03", versus="2020-03", subject=ZERO, day_column="", measure="")
    assert rivals(foreseen(unchanged, None, made_on=D(2021, 2, 20)), view).no_change == 1.0
    view.connection.close()


def test_a_period_is_shifted_by_its_own_length() -> None:
    quarter = span_of("2025Q1", "here")
    assert shifts(quarter)(quarter, 1) == span_of("2024Q4", "here")
    leap = span_of("2024-03", "here")
    assert shifts(leap)(leap, 1) == span_of("2024-02", "here")
    days = Span(D(2025, 3, 5), D(2025, 3, 14))
    assert shifts(days)(days, 2) == Span(D(2025, 2, 13), D(2025, 2, 22))


# -- the founding documents ------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def ledger() -> list[Forecast]:
    return forecasts_of(SEEDS)


@pytest.fixture(scope="module")
def told(ledger: list[Forecast], view_at: Callable[..., AsOfView]) -> tuple[Any, Any]:
    resolutions = resolve(ledger, view_at(quarter="2026Q4"), D(2026, 11, 22))
    return resolutions, scored(resolutions, lambda day: view_at(day, quarter="2026Q4"))


def test_every_forecast_has_a_check_or_names_what_is_missing(ledger: list[Forecast]) -> None:
    assert len(ledger) == 113
    assert [f.forecast_id for f in ledger if bool(f.tests) == bool(f.missing)] == []
    contrary = {f.forecast_id: f.probability for f in ledger}
    assert (contrary["F002-016"], contrary["F001-031"], contrary["F001-008"]) == (0.675, 0.97, None)


BY_HAND = {
    "F001-008": FAILED,  # 4.4 billion in 2025, not 6 to 8
    "F001-021": FAILED,  # the 19th package came on 23 October
    "F001-028": FAILED,  # no meeting in Budapest by the end of 2025
    "F001-031": TRUE,  # Anchorage, 15 August 2025
    "F002-016": FAILED,  # extended on 3 February 2021
    "F002-017": TRUE,  # expired on 5 February 2026
    "F002-030": FAILED,  # 36.0 billion in 2021 against 27.5 in 2018
    "F002-031": TRUE,  # 5.2 billion in 2023
    "F004-001": TRUE,  # Rosneft and Lukoil, 22 October 2025
    "F000-006": OPEN,  # the last quarters of 2026 are not known
}  # fmt: skip


@pytest.mark.parametrize("forecast_id", BY_HAND)
def test_derived_by_hand(told: tuple[Any, Any], forecast_id: str) -> None:
    (found,) = [r for r in told[0] if r.forecast.forecast_id == forecast_id]
    assert found.outcome == BY_HAND[forecast_id]


def test_scores_add_up(told: tuple[Any, Any]) -> None:
    rows = score_rows(*told)
    whole = rows[0]
    assert whole["came_true"] + whole["failed"] + whole["open"] + whole["unresolvable"] == whole["forecasts"] == 113
    for kind in ("document", "family", "word"):
        assert sum(r["came_true"] for r in rows if r["group_kind"] == kind) == whole["came_true"]
    sure = [(s.resolution.forecast.probability, s.happened) for s in told[1] if s.resolution.forecast.probability]
    assert whole["brier"] == pytest.approx(sum((p - h) ** 2 for p, h in sure) / len(sure), abs=5e-4)
    assert whole["exact_low"] < whole["wilson_low"] < whole["hit_rate"] < whole["wilson_high"] < whole["exact_high"]
    assert all(r["base_rate_skill"] is None for r in rows if r["base_rate_cases"] < 5)


def test_rivals_know_only_what_was_known(told: tuple[Any, Any], view_at: Callable[..., AsOfView]) -> None:
    (renewal,) = [s for s in told[1] if s.resolution.forecast.forecast_id == "F001-008"]
    made_on = renewal.resolution.forecast.made_on
    assert renewal.rivals == rivals(renewal.resolution.forecast, view_at(made_on, quarter="2026Q4"))
    late = rivals(replace(renewal.resolution.forecast, made_on=D(2026, 11, 1)), view_at(LATEST, quarter="2026Q4"))
    assert late.windows == renewal.rivals.windows  # 2025 itself is no earlier period


SLIPS = {
    "the past": (",2025,,value,range,6,8", ",2020,,value,range,6,8", "had ended by then"),
    "no period": (",2025,,value,range,6,8", ",,,value,range,6,8", "comes due"),
    "an unknown word": ("likely,no,", "surely,no,", "stands in likelihoods"),
    "its own evidence": ("trade.usa_rus.total.a,,,,2025,,value", "claims,,,,2025,,value", "its own evidence"),
}


@pytest.mark.parametrize("slip", SLIPS)
def test_a_slip_is_three_lines_with_its_line(tmp_path: Path, slip: str) -> None:
    old, new, what = SLIPS[slip]
    shutil.copytree(SEEDS, tmp_path / "seeds")
    for name in ("forecasts.csv", "forecast_checks.csv"):
        path = tmp_path / "seeds" / name
        path.write_text(path.read_text(encoding="utf-8").replace(old, new, 1), encoding="utf-8")
    with pytest.raises(Problem) as caught:
        forecasts_of(tmp_path / "seeds")
    assert what in str(caught.value)
    assert ".csv:" in caught.value.where
    assert caught.value.do


def test_on_the_command_line(cli: Callable[..., CompletedProcess[str]], built: Any) -> None:
    run = cli("forecasts", "score", "--as-of", "2021-06-30", "--json", "--project", built.root)
    assert run.returncode == 0, run.stderr
    told = json.loads(run.stdout)
    assert (told["as_of"], len(told["forecasts"])) == ("2021-06-30", 42)
    outcomes = {f["forecast_id"]: f["outcome"] for f in told["forecasts"]}
    assert (outcomes["F002-016"], outcomes["F002-031"]) == (FAILED, OPEN)
    assert told["own_scores"] == []
    unknown = cli("forecasts", "list", "--document", "9", "--project", built.root)
    assert (unknown.returncode, unknown.stderr.splitlines()[0]) == (2, "error: unknown document '9'")
