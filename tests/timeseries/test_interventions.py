"""Interventions against the seat belt law's published effect, and by simulation."""

from __future__ import annotations

import numpy as np
import pytest

from indicators.timeseries.intervention_result import Intervention, published_intervention
from indicators.timeseries.interventions import intervention
from indicators.timeseries.result import Reason
from indicators.timeseries.structural_paths import structural_step
from indicators.timeseries.unobserved import Specification

from .published import DRIVERS, LAW, PETROL


def test_the_seat_belt_law_with_the_petrol_price() -> None:
    """-0.2377 on logarithms with the petrol price beside it, petrol -0.29 (Commandeur and Koopman 2007, section 7.3;
    Durbin and Koopman 2012, section 8.2: -0.238). Without a change of the season's variance petrol comes to -0.277."""
    logs = np.log(DRIVERS)
    spec = Specification("local level", season=True, cycle=False, period=12)
    petrol = np.log(PETROL)[:, None]
    scale = float(np.std(logs))
    found = structural_step((logs - logs.mean()) / scale, spec, LAW, petrol - petrol.mean())
    assert found is not None
    assert found[0] * scale == pytest.approx(-0.2377, abs=0.001)
    assert found[1] * scale == pytest.approx(0.0465, abs=0.002)


@pytest.fixture(scope="module")
def law() -> Intervention:
    found = intervention(DRIVERS, 12, LAW, log=True)
    assert isinstance(found, Intervention)
    return found


def test_the_seat_belt_law_by_each_method(law: Intervention) -> None:
    """Harvey and Durbin (1986) put the fall of car drivers killed or seriously injured at 23 %, 95 % 15 to 30.

    Errors scaled by placebo dates, with nine degrees of freedom, put less weight on it than theirs: p 0.002.
    """
    for name in ("step", "level"):
        effect = law.effect(name)
        assert -30 < effect.estimate < -15
        assert effect.p_value < 0.005
    wide = {level: (low, high) for level, low, high in law.effect("step").bands}
    assert wide[95][0] < -23 < wide[95][1]
    assert law.effect("mean").p_value < 0.05
    assert law.effect("cumulative").estimate < 0
    assert (law.n_before, law.n_after) == (169, 23)


def test_the_counterfactual_lies_where_it_should(law: Intervention) -> None:
    path = law.counterfactual
    assert np.flatnonzero(~np.isnan(path)).tolist() == list(range(LAW, 192))
    assert law.effect("cumulative").estimate == pytest.approx(np.sum(DRIVERS[LAW:] - path[LAW:]))
    year_before = DRIVERS[LAW - 12 : LAW]
    assert path[LAW : LAW + 12] == pytest.approx(year_before, rel=0.35), "the season goes on"


def test_placebo_dates_say_how_often_it_cries_wolf(law: Intervention) -> None:
    assert law.placebo_rate is not None
    assert 0 <= law.placebo_rate <= 0.4
    assert law.placebo_p is not None
    assert law.placebo_p <= 0.2
    assert law.placebo_dates == 24
    assert law.widening is not None
    assert 0.5 < law.widening < 2


def walks(count: int, moved: float) -> tuple[float, float, float]:
    """Shares of local levels with a step of `moved`: mean and regression called changed at 5 %, step covered."""
    rng, found = np.random.default_rng(404), []
    for _ in range(count):
        values = np.cumsum(rng.normal(size=120) * 0.3) + rng.normal(size=120)
        values[100:] += moved
        made = intervention(values, 1, 100)
        assert isinstance(made, Intervention)
        _, low, high = made.effect("step").bands[1]
        found.append((made.effect("mean").p_value < 0.05, made.effect("level").p_value < 0.05, low <= moved <= high))
    return tuple(np.mean(found, axis=0).tolist())


@pytest.mark.parametrize(("count", "most"), [(5, 0.2), pytest.param(200, 0.09, marks=pytest.mark.nightly)])
def test_no_event_no_effect(count: int, most: float) -> None:
    """Without an event the mean effect and the regression's are significant at 5 per cent in few."""
    mean, level, _ = walks(count, 0.0)
    assert mean <= most
    assert level <= most


@pytest.mark.parametrize(("count", "least"), [(4, 0.75), pytest.param(100, 0.90, marks=pytest.mark.nightly)])
def test_a_known_effect_is_covered(count: int, least: float) -> None:
    assert walks(count, 4.0)[2] >= least


def test_without_placebo_dates_the_regression_is_left_out() -> None:
    values = np.where(np.arange(50) < 40, 0.0, 5.0) + np.cos(np.arange(50.0) ** 2)
    found = intervention(values, 1, 40)
    assert isinstance(found, Intervention)
    assert [effect.name for effect in found.effects] == ["step", "mean", "cumulative"]
    assert (found.placebo_dates, found.widening, found.placebo_rate, found.placebo_p) == (0, None, None, None)
    assert any("too short for placebo dates" in note for note in found.notes)


def test_missing_values_after_the_event_do_not_count() -> None:
    values = np.where(np.arange(100) < 80, 0.0, 5.0) + np.cos(np.arange(100.0) ** 2)
    holes = values.copy()
    holes[[82, 84]] = np.nan
    found = intervention(holes, 1, 80)
    assert isinstance(found, Intervention)
    assert found.n_after == 6
    assert found.effect("mean").estimate == pytest.approx(5.0, abs=1.0)


@pytest.mark.parametrize(("event", "code"), [(10, "short_before"), (97, "short_after"), (200, "short_after")])
def test_too_little_before_or_after(event: int, code: str) -> None:
    found = intervention(np.cos(np.arange(100.0) ** 2), 1, event)
    assert isinstance(found, Reason)
    assert found.code == code


def test_bad_series_give_a_reason(bad: tuple[str, object, str]) -> None:
    name, values, code = bad
    found = intervention(values, 1, 60)  # type: ignore[arg-type]
    if name == "gap in the middle":
        assert isinstance(found, Intervention)
    else:
        assert isinstance(found, Reason)
        assert found.code == code


def test_published_effects_are_rounded(law: Intervention) -> None:
    shown = published_intervention(law)
    step = shown.effect("step")
    assert step.estimate == round(step.estimate, 2)
    assert step.estimate == pytest.approx(law.effect("step").estimate, abs=0.1)


def test_a_published_path_keeps_two_digits_of_the_error_of_its_interval() -> None:
    rng = np.random.default_rng(5)
    found = intervention(5000 + rng.normal(0, 0.3, 80), 1, 60)
    assert isinstance(found, Intervention)
    half_width = float(np.nanmedian(found.intervals[0].upper - found.intervals[0].lower)) / 2
    assert 0.1 < half_width < 1, "two digits are hundredths"
    np.testing.assert_array_equal(published_intervention(found).counterfactual, np.round(found.counterfactual, 2))
