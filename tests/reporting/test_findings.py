"""The three sentences of a family: each changes with its numbers, and says what cannot be told."""

import datetime as dt
from dataclasses import replace

import polars as pl
import pytest

from indicators.modelling.kind import Fitted, no_fit
from indicators.reporting.findings import finding, findings
from indicators.store.declare import Composite, Family, Pick, Series

SUBJECT = Composite("made.up.q", "trend", "Made-up series", "things", "Made up.")
ADMINISTRATIONS = "administrations"
BOTH = "two years before and after 20 January 2025"


def fitted(kind: str, frame: pl.DataFrame | None = None, **more: object) -> Fitted:
    return Fitted(SUBJECT, kind, "Method", pl.DataFrame() if frame is None else frame, **more)  # type: ignore[arg-type]


def said(fit: Fitted) -> str:
    title, text = finding(fit)
    assert title == SUBJECT.title
    return text


def levels(low: float = 8.0, high: float = 12.0) -> pl.DataFrame:
    start = [dt.date(2026, 1, 1), dt.date(2026, 4, 1)]
    bands = {"lower_80": 9.0, "upper_80": 11.0, "lower_95": low, "upper_95": high}
    return pl.DataFrame({"period_start": start, "level": [1.0, 10.0], **{k: [0.0, v] for k, v in bands.items()}})


def effect(event: str, estimate: float, low: float, high: float, kind: str = "mean") -> dict[str, object]:
    return {"event": event, "event_day": dt.date(2022, 2, 24), "effect": kind, "horizon": 8, "estimate": estimate,
            "lower_95": low, "upper_95": high,
            "placebo_p": 0.04}  # fmt: skip


def rate(
    comparison: str, name: str, base: str | None, value: float | None, band: tuple[float, float | None]
) -> dict[str, object]:
    low, high = band
    measure = "rate" if base is None else "rate_ratio"
    return {"comparison": comparison, "measure": measure, "name": name, "base": base, "value": value, "lower_95": low,
            "upper_95": high, "observations_count": 3}  # fmt: skip


def test_a_level_is_said_with_its_band_and_without_one_where_the_model_finds_no_noise() -> None:
    told = "The level beneath the noise was 10 things in 2026-Q2 (95 % 8 to 12)."
    assert said(fitted("trend", levels())) == told
    assert "the observation is the level" in said(fitted("local_level", levels(10.0, 10.0)))


def test_a_poll_average_says_how_far_opinion_moved() -> None:
    moved = "Since 2020-Q1 the level moved by +9 points, more than the 95 % error of the change (4)."
    told = said(fitted("poll_average", levels(), reading=("2 polls.", moved)))
    assert told == f"10 things in 2026-Q2 (95 % 8 to 12). {moved}"


@pytest.mark.parametrize(
    ("method", "p", "ending"),
    [
        ("ETS(A,N,N)", 0.36, "25 % less than the naive forecast in the backtest, a difference that so few origins do "
         "not prove (p = 0.36)."),
        ("ETS(A,N,N)", 0.01, "25 % less than the naive forecast in the backtest, more than chance (p = 0.01)."),
        ("ETS(A,N,N)", None, "25 % less than the naive forecast in the backtest, which was not tested."),
        ("seasonal naive", 0.36, ": the seasonal naive one, which no model beats in the backtest."),
    ],
)  # fmt: skip
def test_a_forecast_stands_beside_the_naive_one(method: str, p: float | None, ending: str) -> None:
    scores = pl.DataFrame({"method": ["ETS", "naive"], "mase": [0.6, 0.8], "dm_p_value": [p, None]})
    ahead = levels().rename({"level": "mean"}).tail(1)
    told = said(replace(fitted("forecast", ahead, scores=scores), method=method))
    assert told.startswith("The forecast for 2026-Q2, the first period without a value, is 10 things (95 % 8 to 12)")
    assert told.endswith(ending)


def test_only_events_whose_interval_leaves_out_zero_are_said_to_have_changed_the_path() -> None:
    rows = [
        effect("Flood, Feb 2022", -82.1, -89.8, -68.4),
        effect("Fair", 46.0, -34.0, 224.0),
        effect("Flood", -9.0, -10.0, -8.0, "step"),
        effect("Fire", 0.0, 0.0, 0.0, "none"),
    ]
    told = said(fitted("interventions", tables={"model_interventions": pl.DataFrame(rows)}))
    assert told == (
        "In the 8 quarters after 24 Feb 2022 (Flood) it lay on average 82.1 things below the path of its past (95 % "
        "−89.8 to −68.4; p = 0.04 among days without an event); after 24 Feb 2022 (Fair) by no more than the error of "
        "such a comparison; of 24 Feb 2022 (Fire) the model cannot say."
    )
    rows[0] = effect("Flood", 82.1, 68.4, 89.8)
    assert "82.1 things above" in said(fitted("interventions", tables={"model_interventions": pl.DataFrame(rows)}))


def test_a_shift_is_said_with_the_interval_of_its_date_and_no_shift_as_drift() -> None:
    tests = pl.DataFrame({"test": ["no break, bootstrap"], "p_value": [0.54]})
    none = fitted("breaks", diagnostics=tests, tables={"model_breaks": pl.DataFrame()})
    assert said(none) == "No shift of its mean can be told from drift (p = 0.54)."
    row = {"mean_before": 1.2, "mean_after": 0.39, "last_before": dt.date(2017, 1, 1), "lower_95": dt.date(2014, 7, 1),
           "upper_95": dt.date(2017, 4, 1)}  # fmt: skip
    found = said(replace(none, tables={"model_breaks": pl.DataFrame([row])}))
    assert "shifted from 1.2 to 0.39 things after 2017-Q1 (95 % 2014-Q3 to 2017-Q2)" in found


def test_rates_are_compared_with_the_base_and_those_that_hold_one_are_not_called_different() -> None:
    rows = [
        rate(ADMINISTRATIONS, "A", None, 0.51, (0.3, 0.8)),
        rate(ADMINISTRATIONS, "B", "A", 0.28, (0.09, 0.85)),
        rate(ADMINISTRATIONS, "C", "A", 1.7, (0.66, 4.3)),
        rate(BOTH, "before", None, 0.1, (0.0, 0.3)),
        rate(BOTH, "after", "before", None, (2.3, None)),
    ]
    days = "Counted days: 1,461 of A; 711 of B; 407 of C."
    told = said(fitted("event_rates", reading=("129 periods.", days), tables={"model_effects": pl.DataFrame(rows)}))
    assert told == (
        "Against A (0.51 in 30 days), told apart at 95 %: B (0.28 times as many, 95 % 0.090 to 0.85); not told apart: "
        "C (1.7 times as many, 95 % 0.66 to 4.3). Counted days: 1,461 of A; 711 of B; 407 of C."
    )
    later = said(fitted("event_rates", reading=("129 periods.",), tables={"model_effects": pl.DataFrame(rows[3:])}))
    assert later == (
        "Against the two years before 20 January 2025 (0.10 in 30 days), told apart at 95 %: the time since (at least "
        "2.3 times as many)."
    )


def test_a_total_under_a_limit_is_not_carried_forward() -> None:
    frame = levels(1005.0, 2083.0).rename({"level": "total"})
    reading = ("Last declared in 2022-S2: 1,549, 1 below the limit of 1,550 (99.9 per cent of it).",)
    told = said(fitted("ceiling_outlook", frame, reading=reading))
    assert told == (
        f"{reading[0]} Nothing is known since: 1,005 to 2,083 in 2026-Q2 would agree with what was declared before "
        "(95 %)."
    )


def test_gaps_are_those_of_the_complete_source() -> None:
    shape = "The longer the silence, the more likely a contact on the next day: Weibull shape 1.2."
    mean = "Where the source is the complete list (2017-01 to 2026-03) the mean gap is 72 days."
    assert said(fitted("event_gaps", reading=("36 gaps.", mean, "Half.", shape))) == f"{mean} {shape}"


def test_a_family_says_what_it_names_in_its_order_and_why_a_model_is_silent() -> None:
    series = Series("made.up.q", "Made-up series", "things", "Made up.", Pick("SELECT 1"), models=("trend", "forecast"))
    family = Family("made", "Made", "?", (series,), (), reading=(("made.up.q", "forecast"), ("made.up.q", "trend")))
    fits = [fitted("trend", levels()), no_fit(SUBJECT, "forecast", "Only 3 values are observed.")]
    first, second = findings(family, fits)
    assert first == (SUBJECT.title, "Cannot say. Only 3 values are observed.")
    assert second[1].startswith("The level")
    assert findings(family, fits[:1]) == (second,)
    with pytest.raises(ValueError, match=r"breaks of made\.up\.q"):
        replace(family, reading=(("made.up.q", "breaks"),))
