"""Poll averages: which waves enter, what is said of houses and wordings, a reason where there are too few."""

import datetime as dt
import math

import pytest

from indicators.modelling.poll_averages import KIND
from indicators.registry import families
from indicators.store.declare import Composite

AVERAGES = {c.id: c for f in families() for c in f.composites if c.kind == "poll_average"}
LEVADA = AVERAGES["polls.rus.usa_attitude.levada.good.average.m"]


def subject(freq="m"):
    return Composite(f"polls.small.average.{freq}", "poll_average", "Small", "per cent", "Small")


def waves(n, houses=("A",), step=20, **changes):
    start = dt.date(2024, 1, 5)
    return [
        {
            "question_id": "q", "house": houses[i % len(houses)],
            "field_start": (start + dt.timedelta(step * i)).isoformat(),
            "field_end": (start + dt.timedelta(step * i + 2)).isoformat(), "field_precision": "day",
            "positive_pct": float(40 + round(3 * math.sin(i)) + 4 * (i % len(houses))),
            "negative_pct": float(50 - round(3 * math.sin(i))), "size": 1000.0, "margin": None, "wording": "",
        } | changes
        for i in range(n)
    ]  # fmt: skip


def fitted(polls, side="positive", freq="m"):
    return KIND.fit(subject(freq), {"polls": polls, "side": side, "default_size": 1000})


def test_the_three_levada_forms_never_enter_together(view_at):
    polls = KIND.known(view_at(dt.date(2026, 11, 22)), LEVADA)["polls"]
    assert {p["question_id"] for p in polls} == {"levada_us_attitude"} and len(polls) > 40
    for average in AVERAGES.values():
        rows = KIND.known(view_at(dt.date(2026, 11, 22)), average)["polls"]
        assert not [p for p in rows if p["question_id"].endswith(("_chart", "_yearmean"))]
    mixed = Composite(
        LEVADA.id, LEVADA.kind, "", "", "",
        settings=(("questions", ("levada_us_attitude", "levada_us_attitude_chart")), ("side", "positive"),
                  ("default_size", 1600)),
    )  # fmt: skip
    assert {p["question_id"] for p in KIND.known(view_at(dt.date(2026, 11, 22)), mixed)["polls"]} == {
        "levada_us_attitude"
    }


def test_only_what_was_known_enters(view_at):
    early = KIND.known(view_at(dt.date(2015, 7, 1), quarter="2015Q2"), LEVADA)["polls"]
    late = KIND.known(view_at(dt.date(2026, 11, 22)), LEVADA)["polls"]
    assert 0 < len(early) < len(late)
    assert max(p["field_end"] for p in early) <= "2015-06-30"


def test_declared_wordings_mark_the_waves_of_their_days(view_at):
    approval = AVERAGES["polls.rus.putin_approval.levada.approve.average.m"]
    marked = [p for p in KIND.known(view_at(dt.date(2026, 11, 22)), approval)["polls"] if p["wording"]]
    months = {p["field_start"][:7] for p in marked}
    assert {"1999-08", "2009-01", "2012-04"} <= months and not {"2000-02", "2008-03", "2013-01"} & months


def test_one_house_is_said_and_the_months_run_from_first_to_last():
    fit = fitted(waves(12))
    assert fit.frame["period_start"][0] == dt.date(2024, 1, 1)
    assert fit.frame["period_start"][-1] == dt.date(2024, 8, 1) and fit.frame.height == 8
    assert any("no house effect can be estimated" in sentence for sentence in fit.reading)
    assert fit.tables["model_effects"].height == 0


def test_days_run_from_first_to_last():
    fit = fitted(waves(12, step=3), freq="d")
    assert fit.frame.height == 34 and fit.frame["period_start"].is_sorted()


def test_houses_and_wordings_are_rows_and_sentences():
    polls = waves(20, ("A", "B"))
    for poll in polls[10:]:
        poll["positive_pct"] += 15
        poll["wording"] = "asked otherwise"
    fit = fitted(polls)
    effects = fit.tables["model_effects"]
    houses = effects.filter(effects["measure"] == "house")
    assert houses["name"].to_list() == ["A", "B"] and abs(houses["value"].sum()) < 1e-9
    shift = effects.filter(effects["measure"] == "wording").row(0, named=True)
    assert shift["lower_95"] < 15 < shift["upper_95"]
    text = " ".join(fit.reading)
    assert "Houses apart from the mean of 2 at 95 %: " in text and '"asked otherwise"' in text


def test_a_net_needs_both_sides_of_a_wave():
    polls = waves(12)
    polls[3]["negative_pct"] = None
    assert fitted(polls, "net").reading[0].startswith("11 polls")
    assert fitted(polls, "negative").reading[0].startswith("11 polls")
    assert fitted(polls).reading[0].startswith("12 polls")


def test_numbers_passed_the_rounding_gate():
    frame = fitted(waves(12)).frame
    for name in ("level", "lower_80", "upper_95"):
        assert all(value == round(value, 1) for value in frame[name])


@pytest.mark.parametrize(
    ("polls", "words"),
    [([], "There are no values."), (waves(5), "Only 5 polls are known"), (waves(12, positive_pct=41.0), "are the same"),
     (waves(12, positive_pct=1e6), "between 0 and 100"), (waves(12, positive_pct=None), "There are no values.")],
)  # fmt: skip
def test_too_little_gives_a_reason(polls, words):
    fit = fitted(polls)
    assert words in fit.reason and fit.frame.is_empty()


def test_bands_stay_within_what_a_share_can_be():
    polls = waves(10, step=200)
    for i, poll in enumerate(polls):
        poll["positive_pct"] = float(1 + 25 * (i // 3 % 2))
    frame = fitted(polls).frame
    assert frame["lower_95"].min() == 0 and 0 <= frame["level"].min() < 5
