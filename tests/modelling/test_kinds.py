"""Each kind of model on made-up series: what goes into its tables, what it says, and its reasons."""

from __future__ import annotations

import datetime as dt
import math

import polars as pl
import pytest

from indicators.errors import EnvironmentProblem
from indicators.events import EVENTS
from indicators.helpers import WORKERS_VARIABLE
from indicators.modelling.forecasts import as_known
from indicators.modelling.interventions import first_after, known
from indicators.modelling.kind import Fitted, later
from indicators.modelling.kinds import kind_of
from indicators.modelling.tables import model_tables, result_rows
from indicators.modelling.workers import fit_side_by_side
from tests.reporting.samples import a_series

D = dt.date
FIRST = D(2012, 1, 1)
ASKED = [[event.day.isoformat(), event.label] for event in EVENTS if event.modelled]


def noise(i: int) -> float:
    return math.cos(i * i)


def fitted(kind: str, values: list[float | None], freq: str = "M", **kept: object) -> Fitted:
    """A kind on consecutive periods from 2012 on."""
    series = a_series(freq, **kept)
    starts = [later(FIRST, series.freq, i).isoformat() for i in range(len(values))]
    return kind_of(kind).fit(series, {"starts": starts, "values": values, "events": ASKED})


def rows_of(fit: Fitted) -> dict[str, list[dict[str, object]]]:
    made = result_rows([fit], D(2026, 8, 29), "calendar", model_tables())
    return {name: frame.to_dicts() for name, frame in made.items() if frame.height}


def test_a_break_has_its_row_and_its_sentence() -> None:
    fit = fitted("breaks", [(10.0 if i < 60 else 18.0) + noise(i) for i in range(120)])
    (row,) = rows_of(fit)["model_breaks"]
    assert row["break_no"] == 1
    assert (row["last_before"], row["first_after"]) == (D(2016, 12, 1), D(2017, 1, 1))
    assert row["lower_95"] <= row["lower_80"] <= row["last_before"] <= row["upper_80"] <= row["upper_95"]
    assert (row["mean_before"], row["mean_after"]) == (pytest.approx(10, abs=0.3), pytest.approx(18, abs=0.3))
    assert row["supported_by"] == "BIC, LWZ, sequential sup F"
    assert fit.reading[0].startswith("Breaks found: 1 (by method: BIC 1, LWZ 1, sequential sup F 1;")
    assert "after the period that begins on 2016-12-01" in fit.reading[1]


def test_without_a_break_the_table_is_empty_and_the_count_is_said() -> None:
    fit = fitted("breaks", [noise(i) for i in range(60)])
    assert "model_breaks" not in rows_of(fit)
    assert fit.reading == (fit.reading[0],)
    assert fit.reading[0].startswith("Breaks found: 0")


def test_an_event_has_five_effects_and_the_others_their_reasons() -> None:
    start = first_after([later(FIRST, "M", i) for i in range(150)], D(2022, 2, 24), a_series("M"))
    fit = fitted("interventions", [(5.0 if i < start else 12.0) + noise(i) for i in range(150)])
    rows = rows_of(fit)["model_interventions"]
    by_event: dict[object, dict[object, dict[str, object]]] = {}
    for row in rows:
        by_event.setdefault(row["event_day"], {})[row["effect"]] = row
    assert set(by_event) == {event.day for event in EVENTS if event.modelled}
    war = by_event[D(2022, 2, 24)]
    assert set(war) == {"step", "level", "slope", "mean", "cumulative"}
    assert war["step"]["first_after"] == D(2022, 3, 1), "the middle of February lies before the event"
    assert war["mean"]["estimate"] == pytest.approx(7, abs=1)
    assert war["cumulative"]["estimate"] == pytest.approx(24 * 7, rel=0.15)
    assert war["mean"]["lower_95"] < war["mean"]["lower_80"] < war["mean"]["estimate"]
    assert (
        by_event[D(2014, 3, 18)]["none"]["reason"] == "Only 27 values are observed before the event; the method "
        "needs at least 36."
    )
    assert {"none"} == set(by_event[D(2025, 8, 15)])
    assert any("above the path of its past" in line and "more than its error" in line for line in fit.reading)
    names = {row["component"] for row in rows_of(fit)["model_components"]}
    assert "without_2022_02_24" in names


@pytest.mark.parametrize(("as_of", "asked"), [(D(2014, 3, 17), 0), (D(2022, 2, 24), 2), (D(2026, 8, 29), 4)])
def test_a_report_asks_about_no_event_after_its_day(as_of: dt.date, asked: int) -> None:
    class Then:
        def __init__(self) -> None:
            self.as_of = as_of

        def observations(self, *ids: str, **span: object) -> pl.DataFrame:
            return pl.DataFrame(schema={"period_start": pl.Date, "value": pl.Float64})

    seen = known(Then(), a_series("M"))  # type: ignore[arg-type]
    assert len(seen["events"]) == asked
    assert all(day <= as_of.isoformat() for day, _ in seen["events"])


def test_positive_series_state_effects_in_per_cent() -> None:
    values = [(100.0 if i < 122 else 80.0) * math.exp(0.02 * noise(i)) for i in range(150)]
    rows = rows_of(fitted("interventions", values, positive=True))["model_interventions"]
    step = next(r for r in rows if r["effect"] == "step" and r["event_day"] == D(2022, 2, 24))
    assert step["estimate"] == pytest.approx(-20, abs=1.5)
    assert step["effect_unit"] == "per cent of the path without the event"
    total = next(r for r in rows if r["effect"] == "cumulative" and r["event_day"] == D(2022, 2, 24))
    assert total["effect_unit"] == "things"


@pytest.mark.parametrize(
    ("freq", "event", "start"),
    [("M", D(2022, 2, 24), D(2022, 3, 1)), ("M", D(2022, 2, 3), D(2022, 2, 1)), ("Q", D(2022, 2, 24), D(2022, 4, 1)),
     ("Q", D(2025, 1, 20), D(2025, 1, 1)), ("A", D(2022, 2, 24), D(2022, 1, 1)), ("A", D(2025, 8, 15), D(2026, 1, 1))],
)  # fmt: skip
def test_a_period_counts_as_after_when_its_middle_is(freq: str, event: dt.date, start: dt.date) -> None:
    series = a_series(freq)
    starts = [later(FIRST, series.freq, i) for i in range(200)]
    assert starts[first_after(starts, event, series)] == start


def test_the_trend_has_its_bands_and_says_what_was_chosen() -> None:
    fit = fitted("trend", [0.5 * i + noise(i) for i in range(60)], "Q")
    assert {"level", "lower_80", "upper_95", "remainder"} <= set(fit.frame.columns)
    assert fit.reading[0].startswith("Chosen by AICc; the next,")
    assert {row["parameter"] for row in rows_of(fit)["model_parameters"]} >= {"sigma2.irregular"}


def test_the_season_has_its_specification_and_quality() -> None:
    wave = [20 + (5, -3, 0, -2)[i % 4] + noise(i) for i in range(80)]
    fit = fitted("seasonal", wave, "Q")
    assert fit.method.startswith("X-13ARIMA-SEATS")
    assert any(line.startswith("Specification: ") for line in fit.reading)
    assert any("has an identifiable yearly pattern" in line for line in fit.reading)
    assert {row["parameter"] for row in rows_of(fit)["model_parameters"]} >= {"Q", "M1", "M11"}
    components = {row["component"] for row in rows_of(fit)["model_components"]}
    assert components == {"adjusted", "trend", "seasonal", "irregular"}


@pytest.mark.parametrize("kind", ["seasonal", "trend", "breaks", "interventions"])
def test_too_few_values_give_a_reason(kind: str) -> None:
    for values in ([], [1.0, 2.0, 4.0]):
        fit = fitted(kind, values)
        assert fit.reason
        assert fit.frame.is_empty()
        assert set(rows_of(fit)) == {"models"}


def test_what_was_known_on_the_day_of_the_first_value() -> None:
    starts = [D(2026, 1, 1), D(2026, 4, 1), D(2026, 7, 1)]
    rows = [("2026-01-01", "2026-05-01", 1.0), ("2026-01-01", "2026-08-01", 1.5), ("2026-07-01", "2026-10-01", 3.0),
            ("2026-01-01", "2026-12-01", 1.7)]  # fmt: skip
    assert as_known(starts, rows) == [[1.0], None, [1.5, None, 3.0]]


def test_fits_side_by_side_are_the_fits_one_by_one(monkeypatch: pytest.MonkeyPatch) -> None:
    series = a_series("M")
    tasks = [
        (series, "local_level", {"starts": [later(FIRST, "M", i).isoformat() for i in range(n)],
                                 "values": [noise(i) for i in range(n)]})
        for n in (30, 40, 5)
    ]  # fmt: skip
    found: dict[str, dict[int, object]] = {}
    for count in ("1", "2"):
        monkeypatch.setenv(WORKERS_VARIABLE, count)
        fit_side_by_side(tasks, lambda place, result, count=count: found.setdefault(count, {}).update({place: result}))
    assert found["1"] == found["2"]
    assert len(found["1"]) == 3


def test_a_worker_that_fails_is_told_with_the_model(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(WORKERS_VARIABLE, "2")
    broken = {"starts": ["soon"], "values": [1.0]}
    with pytest.raises(EnvironmentProblem, match="ValueError"):
        fit_side_by_side([(a_series("M"), "local_level", broken)] * 2, lambda *_: None)
