import datetime as dt

import pytest

from indicators.modelling.event_gaps import KIND
from indicators.registry import families
from indicators.store.declare import Composite

GAPS = next(c for f in families() for c in f.composites if c.kind == "event_gaps")
SUBJECT = Composite("contacts.small.gaps.d", "event_gaps", "Small", "days", "Small")
STEPS = [12, 45, 3, 70, 22, 90, 31, 8, 55, 40, 17, 64, 28, 101, 36, 5, 49, 20]


def events(steps=STEPS, regime="complete_list", first=dt.date(2018, 1, 1), wide=0):
    day, found = first, []
    for step in (0, *steps):
        day += dt.timedelta(step)
        found.append([day.isoformat(), (day + dt.timedelta(wide)).isoformat(), regime])
    return found


def fitted(rows, through="2026-03-10"):
    return KIND.fit(SUBJECT, {"events": rows, "through": through, "base": "complete_list"})


def test_mean_median_and_open_gap_are_told():
    rows = events()
    last = dt.date.fromisoformat(rows[-1][0])
    fit = fitted(rows, (last + dt.timedelta(10)).isoformat())
    mean = fit.tables["model_effects"].row(0, named=True)
    assert mean["value"] == pytest.approx((sum(STEPS) + 10) / len(STEPS), rel=0.02)
    text = " ".join(fit.reading)
    assert "18 gaps have ended and one is open" in text and "The open gap had lasted 10 days" in text
    assert "Half of these gaps end within 36 days" in text
    curve = fit.tables["model_survival"]
    assert curve["survival"].is_sorted(descending=True) and curve["at_risk_count"][0] == 19


def test_a_longer_open_gap_raises_the_mean():
    short, long = (
        fitted(events(), through).tables["model_effects"]["value"][0] for through in ("2021-01-01", "2024-01-01")
    )
    assert long > short


def test_source_regimes_are_compared_with_the_complete_one():
    rows = events([3 * s for s in STEPS], "press", dt.date(2010, 1, 1)) + events(first=dt.date(2018, 1, 1))
    effects = fitted(rows, "2020-03-10").tables["model_effects"]
    ratio = effects.filter(effects["measure"] == "time_ratio").row(0, named=True)
    assert ratio["name"] == "press" and ratio["base"] == "complete_list" and 1.5 < ratio["value"] < 4.5


def test_month_only_dates_widen_the_interval_of_the_mean():
    def width(rows):
        row = fitted(rows, "2020-03-10").tables["model_effects"].row(0, named=True)
        return row["upper_95"] / row["lower_95"]

    assert width(events(wide=30)) > width(events())


@pytest.mark.parametrize(
    ("rows", "words"),
    [([], "There are no values."), (events(STEPS[:5]), "Only 5 durations"),
     (events()[:12] + events([9], "press", dt.date(2024, 1, 1)), "press has 1 duration that ended")],
)  # fmt: skip
def test_too_little_gives_a_reason(rows, words):
    assert words in fitted(rows).reason


def test_presidents_contacts_with_their_precision(view_at):
    known = KIND.known(view_at(dt.date(2026, 11, 22)), GAPS)
    rows = known["events"]
    assert known["through"] == "2026-03-10" and rows[-1][:2] == ["2026-03-09", "2026-03-09"]
    assert len(rows) == 200 and {r[2] for r in rows} >= {"complete_list", "press", "broadcast_headlines"}
    assert ["1996-12-01", "1996-12-31", "declassified_calls"] in rows  # month only
    wide = [r for r in rows if (dt.date.fromisoformat(r[1]) - dt.date.fromisoformat(r[0])).days == 6]
    assert len(wide) >= 40  # dated by a report: three days either way
    early = KIND.known(view_at(dt.date(2019, 7, 1), quarter="2019Q2"), GAPS)
    assert early["through"] == "2019-06-30" and early["events"][-1][0] <= "2019-06-30"
