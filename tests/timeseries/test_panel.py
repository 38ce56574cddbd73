"""The panel: one axis, bad inputs left out with a reason."""

import numpy as np
import pytest

from indicators.timeseries.composite import Composite, composite
from indicators.timeseries.panel import Input, Panel, build_panel
from tests.timeseries.simulated_panel import FIRST, simulated

MONTHS = 90
RNG = np.random.default_rng(5)
SHARED = np.cumsum(RNG.normal(size=MONTHS))
GOOD = [SHARED + RNG.normal(size=MONTHS) for _ in range(4)]


def an_input(name, values, group=None, quarterly=False, months=None):
    return Input(
        name,
        group or name.split(".")[0],
        quarterly,
        range(FIRST, FIRST + len(values)) if months is None else months,
        values,
    )


def good():
    return [an_input(f"{family}.x.m", values) for family, values in zip("abcd", GOOD, strict=True)]


def outlier():
    values = GOOD[0].copy()
    values[40] = 1e6
    return values


@pytest.mark.parametrize(
    ("values", "code"),
    [
        (np.full(MONTHS, np.nan), "all_missing"),
        (np.ones(MONTHS), "constant"),
        (outlier(), "outlier"),
        (np.where(np.arange(MONTHS) < 5, GOOD[0], np.nan), "too_short"),
        (np.where(np.arange(MONTHS) == 7, np.inf, GOOD[0]), "infinite"),
    ],
)
def test_a_bad_input_is_left_out_with_its_reason(values, code):
    panel = build_panel([*good(), an_input("e.bad.m", values)], FIRST, FIRST + MONTHS - 1)
    assert isinstance(panel, Panel)
    assert [(name, found.code) for name, found in panel.left_out] == [("e.bad.m", code)]
    assert "e.bad.m" not in panel.names
    assert isinstance(composite(panel, FIRST, FIRST + MONTHS - 1), Composite)


def test_a_period_given_twice_is_a_reason():
    twice = an_input("e.bad.m", GOOD[0], months=[FIRST, *range(FIRST, FIRST + MONTHS - 1)])
    panel = build_panel([*good(), twice], FIRST, FIRST + MONTHS - 1)
    assert panel.left_out[0][1].code == "duplicate_period"
    assert panel.left_out[0][1].sentence == "Period number 2 repeats the one before it."
    late = an_input("e.bad.m", GOOD[0], months=[*range(FIRST, FIRST + MONTHS - 1), FIRST + 7])
    panel = build_panel([*good(), late], FIRST, FIRST + MONTHS - 1)
    assert panel.left_out[0][1].sentence == "Period number 9 repeats the one before it."


def test_an_ended_input_and_an_absent_family_leave_an_index():
    ended = np.where(np.arange(MONTHS) < 40, GOOD[3], np.nan)
    panel = build_panel([*good()[:2], an_input("d.ended.m", ended)], FIRST, FIRST + MONTHS - 1)
    assert panel.families == ("a", "b", "d")
    assert np.isfinite(composite(panel, FIRST, FIRST + MONTHS - 1).index).all()


def test_too_little_gives_a_reason():
    assert build_panel([], FIRST, FIRST + MONTHS).code == "too_few_inputs"
    assert build_panel(good(), FIRST, FIRST + 20).code == "too_short_axis"
    assert build_panel(good(), FIRST, FIRST - 1).code == "too_short_axis"
    one_family = [an_input(f"a.{i}.m", values) for i, values in enumerate(GOOD)]
    assert build_panel(one_family, FIRST, FIRST + MONTHS - 1).code == "too_few_inputs"
    quarters = [
        an_input(f"{i.group}.q", i.values[2::3], quarterly=True, months=range(FIRST + 2, FIRST + MONTHS, 3))
        for i in good()
    ]
    assert build_panel(quarters, FIRST, FIRST + MONTHS - 1).code == "too_few_inputs"


def test_monthly_inputs_come_first_and_values_outside_the_axis_are_not_used():
    quarterly = an_input("q.x.q", GOOD[0][2::3], quarterly=True, months=range(FIRST + 2, FIRST + MONTHS, 3))
    panel = build_panel([quarterly, *good()], FIRST + 6, FIRST + MONTHS - 1)
    assert panel.quarterly == (False,) * 4 + (True,)
    assert panel.values.shape == (MONTHS - 6, 5)
    assert panel.values[0, 0] == GOOD[0][6]
    assert (~np.isnan(panel.values[:, 4])).tolist() == [t % 3 == 2 for t in range(MONTHS - 6)]


def test_columns_of_a_family_and_a_part_of_the_panel():
    panel, _ = simulated(1)
    assert panel.columns_of("contacts") == [4, 5, 7]
    part = panel.keep([0, 7])
    assert part.names == ("trade.0.m", "contacts.7.q") and part.quarterly == (False, True)
    assert not panel.values.flags.writeable
