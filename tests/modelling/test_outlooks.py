import datetime as dt
from itertools import pairwise

import numpy as np
import pytest

from indicators.modelling.outlooks import KIND
from indicators.registry import families
from indicators.store.declare import Composite

OUTLOOKS = {c.id: c for f in families() for c in f.composites if c.kind == "ceiling_outlook"}
RUSSIA = OUTLOOKS["arms_control.new_start.rus.deployed_warheads.outlook.h"]
SUBJECT = Composite("arms_control.small.outlook.h", "ceiling_outlook", "Small", "warheads", "Small")
STARTS = [f"{year}-{month:02d}-01" for year in range(2011, 2023) for month in (1, 7)]


def fitted(values, ceiling=1550.0, steps=6):
    return KIND.fit(SUBJECT, {"starts": STARTS[: len(values)], "values": values, "ceiling": ceiling, "steps": steps})


def walk(drift=0.0, seed=1):
    return [float(v) for v in np.round(1400 + np.cumsum(np.random.default_rng(seed).normal(drift, 40, 24)))]


def test_the_band_begins_after_the_last_declaration_and_widens():
    fit = fitted(walk())
    assert fit.frame["period_start"].to_list()[0] == dt.date(2023, 1, 1) and fit.frame.height == 6
    width = (fit.frame["upper_95"] - fit.frame["lower_95"]).to_list()
    assert all(b > a for a, b in pairwise(width))
    text = " ".join(fit.reading)
    assert "Last declared in 2022-S2" in text and "Time to the limit: cannot say." in text
    assert "Nothing is known since" in text and "2025-S2" in text


def test_a_clear_drift_gives_a_time_with_an_interval():
    values = [float(1000 + 20 * i + (i * 7 % 5)) for i in range(24)]
    fit = fitted(values)
    effects = fit.tables["model_effects"]
    time = effects.filter(effects["measure"] == "time_to_limit").row(0, named=True)
    assert time["lower_95"] < (1550 - values[-1]) / 20 < time["upper_95"]
    assert "half-years after the last declaration" in " ".join(fit.reading)


@pytest.mark.parametrize(
    ("last", "words"),
    [(1550.0, "at the limit of 1,550"), (1560.0, "10 above the limit"), (1500.0, "50 below the limit")],
)
def test_room_is_told(last, words):
    assert words in fitted([*walk()[:23], last]).reading[0]


@pytest.mark.parametrize(
    ("values", "ceiling", "words"),
    [(walk()[:5], 1550.0, "Only 5 values"), ([], 1550.0, "There are no values"), (walk(), None, "No limit was known"),
     ([1400.0] * 24, 1550.0, "are the same"), ([None] * 24, 1550.0, "are missing")],
)  # fmt: skip
def test_too_little_gives_a_reason(values, ceiling, words):
    assert words in fitted(values, ceiling).reason


def test_new_start_as_it_was_known(view_at):
    now = KIND.known(view_at(dt.date(2026, 11, 22)), RUSSIA)
    assert now["ceiling"] == 1550 and now["values"][-1] == 1549 and now["starts"][-1] == "2022-07-01"
    assert now["steps"] == 7  # to the half-year in which the treaty ended
    then = KIND.known(view_at(dt.date(2018, 12, 31), quarter="2018Q4"), RUSSIA)
    assert then["steps"] == 1 and then["values"][-1] == 1420


def test_all_six_limits_have_an_outlook(view_at):
    assert len(OUTLOOKS) == 6
    for outlook in OUTLOOKS.values():
        fit = KIND.fit(outlook, KIND.known(view_at(dt.date(2026, 11, 22)), outlook))
        assert fit.reason is None and fit.frame["period_start"][-1] == dt.date(2026, 1, 1)
