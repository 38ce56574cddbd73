import datetime as dt

import pytest

from indicators.modelling.event_gaps import KIND
from indicators.registry import families
from indicators.store.declare import Composite

GAPS = next(c for f in families() for c in f.composites if c.kind == "event_gaps")
SUBJECT = Composite("contacts.small.gaps.d", "event_gaps", "Small", "days", "Small")
STEPS = [12, 45, 3, 70, 22, 90, 31, 8, 55, 40, 17, 64, 28, 101, 36, 5, 49, 20]


def events(steps=STEPS, first=dt.date(2018, 1, 1), wide=0):
    day, found = first, []
    for step in (0, *steps):
        day += dt.timedelta(step)
        found.append([day.isoformat(), (day + dt.timedelta(wide)).isoformat()])
    return found


COMPLETE = (["1992-01-01", "complete_list"],)


def fitted(rows, through="2026-03-10", regimes=COMPLETE):
    known = {"events": rows, "regimes": list(regimes), "through": through, "base": "complete_list"}
    return KIND.fit(SUBJECT, known)


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
    rows = events([3 * s for s in STEPS], dt.date(2010, 1, 1)) + events(first=dt.date(2018, 1, 1))
    regimes = (["2009-01-01", "press"], ["2018-01-01", "complete_list"])
    effects = fitted(rows, "2020-03-10", regimes).tables["model_effects"]
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
     (events()[:12] + events([9], dt.date(2024, 1, 1)), "press has 2 durations that ended")],
)  # fmt: skip
def test_too_little_gives_a_reason(rows, words):
    assert words in fitted(rows, regimes=(*COMPLETE, ["2023-12-31", "press"])).reason


def test_an_event_on_the_last_day_counted_leaves_a_gap_of_no_day():
    rows = events()
    fit = fitted(rows, rows[-1][1])
    assert fit.reason is None and "The open gap had lasted 0 days" in " ".join(fit.reading)


def test_a_silence_across_regimes_counts_in_each_by_its_days():
    rows = events() + events([45, 30, 60], dt.date(2025, 3, 1))  # nothing between November 2020 and March 2025
    regimes = (["2018-01-01", "complete_list"], ["2021-01-01", "press"], ["2023-01-01", "complete_list"])
    alone = fitted(events(), "2020-12-31").tables["model_effects"].row(0, named=True)
    found = fitted(rows, "2026-03-10", (*regimes[:1], ["2021-01-01", "unseen"], regimes[2]))
    assert found.reason == "unseen has 0 durations that ended; a comparison needs at least 3."
    whole = fitted(rows, "2026-03-10", regimes[:1])
    row = whole.tables["model_effects"].row(0, named=True)
    assert row["observations_count"] == 22 and row["value"] > 1.5 * alone["value"]
    assert "Where the source is the complete list (2018-01 to 2026-03) the mean gap is" in whole.reading[1]


def test_presidents_contacts_with_their_precision(view_at):
    known = KIND.known(view_at(dt.date(2026, 11, 22)), GAPS)
    rows = known["events"]
    assert known["through"] == "2026-03-10" and rows[-1][:2] == ["2026-03-09", "2026-03-09"]
    assert len(rows) == 200
    assert ["1996-12-01", "1996-12-31"] in rows  # month only
    assert known["regimes"][0] == ["1991-01-01", "declassified_calls"]
    assert known["regimes"][-2:] == [["2021-01-01", "ministry_posts"], ["2023-01-01", "complete_list"]]
    wide = [r for r in rows if (dt.date.fromisoformat(r[1]) - dt.date.fromisoformat(r[0])).days == 6]
    assert len(wide) >= 40  # dated by a report: three days either way
    early = KIND.known(view_at(dt.date(2019, 7, 1), quarter="2019Q2"), GAPS)
    assert early["through"] == "2019-06-30" and early["events"][-1][0] <= "2019-06-30"
