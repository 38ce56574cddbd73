"""Rates: pieces of months with their counted days, administrations, days compared, sentences from the numbers."""

import datetime as dt

import pytest

from indicators.modelling.event_rates import KIND, administration_of, pieces_of
from indicators.registry import families
from indicators.store.declare import Composite

RATES = {c.id: c for f in families() for c in f.composites if c.kind == "event_rates"}
SUBJECT = Composite("contacts.small.rates.m", "event_rates", "Small", "contacts in 30 days", "Small")
D = dt.date


def days(first, last, step):
    found, day = [], first
    while day <= last:
        found.append(day.isoformat())
        day += dt.timedelta(step)
    return found


def known(events, *spans):
    return {"days": events, "spans": [[a.isoformat(), b.isoformat()] for a, b in spans], "administrations": True}


def test_pieces_are_months_cut_at_the_days_compared_with_their_counted_days():
    pieces = pieces_of(known(["2021-01-19", "2021-01-20", "2021-03-05"], (D(2021, 1, 5), D(2021, 2, 10))))
    assert [(p.first, p.last, p.days, p.events) for p in pieces] == [
        (D(2021, 1, 1), D(2021, 1, 19), 15, 1), (D(2021, 1, 20), D(2021, 1, 31), 12, 1),
        (D(2021, 2, 1), D(2021, 2, 28), 10, 0),
    ]  # fmt: skip
    assert [administration_of(p) for p in pieces] == ["Trump, 2017 to 2021", *["Biden, 2021 to 2025"] * 2]


def test_uncounted_stretches_are_absent_and_their_events_do_not_count():
    pieces = pieces_of(known(["2018-05-05"], (D(2018, 1, 1), D(2018, 2, 28)), (D(2019, 1, 1), D(2019, 1, 31))))
    assert sum(p.days for p in pieces) == 59 + 31 and sum(p.events for p in pieces) == 0
    assert {p.first.year for p in pieces} == {2018, 2019}


def test_months_without_a_count_are_left_out():
    pieces = pieces_of({"months": [["2024-01-01", 3], ["2024-02-01", None]], "administrations": True})
    assert [(p.days, p.events) for p in pieces] == [(31, 3)]


def test_a_faster_administration_is_told_with_its_ratio():
    events = days(D(2017, 2, 1), D(2021, 1, 10), 40) + days(D(2021, 2, 1), D(2024, 12, 31), 160)
    fit = KIND.fit(SUBJECT, known(events, (D(2017, 1, 1), D(2024, 12, 31))))
    rows = {(r["comparison"], r["measure"], r["name"]): r for r in fit.tables["model_effects"].iter_rows(named=True)}
    rate = rows["administrations", "rate", "Trump, 2017 to 2021"]
    assert rate["value"] == pytest.approx(30 / 40, rel=0.03)
    ratio = rows["administrations", "rate_ratio", "Biden, 2021 to 2025"]
    assert ratio["base"] == "Trump, 2017 to 2021" and ratio["value"] == pytest.approx(0.25, rel=0.1)
    assert ratio["upper_95"] < 1 and ratio["p_value"] < 0.01
    text = " ".join(fit.reading)
    assert "Events in 30 days: 0.7" in text and "(Trump, 2017 to 2021); 0.1" in text and "periods have no event" in text
    assert "Two years before 24 Feb 2022" in text
    assert fit.reading[-1] == "Counted days: 1,461 of Trump, 2017 to 2021; 1,442 of Biden, 2021 to 2025."


def test_silence_after_a_day_is_a_bound_and_not_a_number():
    events = days(D(2020, 3, 1), D(2022, 2, 20), 20)
    text = " ".join(KIND.fit(SUBJECT, known(events, (D(2020, 1, 1), D(2024, 12, 31)))).reading)
    assert ": none, at most" in text and "they differ at 95 %" in text and "conservative limits" in text


def test_bursts_are_said_with_what_the_interval_is_worth():
    months = [[f"{year}-{month:02d}-01", 0 if month % 6 else 400 + year] for year in range(2021, 2027)
              for month in range(1, 13)]  # fmt: skip
    fit = KIND.fit(SUBJECT, {"months": months, "administrations": True})
    assert "negative binomial" in fit.method and any("76 to 90" in note for note in fit.notes)


def test_a_comparison_that_cannot_be_made_is_said():
    events = days(D(2017, 2, 1), D(2024, 12, 31), 50)
    spans = ((D(2017, 1, 20), D(2022, 1, 31)), (D(2022, 4, 1), D(2022, 4, 30)))
    text = " ".join(KIND.fit(SUBJECT, known(events, *spans)).reading)
    assert "Before and after 24 Feb 2022: cannot say. After has 1 period;" in text


@pytest.mark.parametrize(
    ("events", "spans", "words"),
    [([], [], "There are no values."), ([], [(D(2018, 1, 1), D(2024, 1, 1))], "are the same"),
     (["2018-02-01"] * 3, [(D(2018, 1, 1), D(2018, 4, 1))], "at least 12")],
)  # fmt: skip
def test_too_little_gives_a_reason(events, spans, words):
    assert words in KIND.fit(SUBJECT, known(events, *spans)).reason


def test_contacts_count_where_calls_and_meetings_are_complete(view_at):
    found = KIND.known(view_at(dt.date(2026, 11, 22)), RATES["contacts.head_of_state.rates.m"])
    assert ["2014-01-01", "2014-12-31"] in found["spans"]
    assert max(end for _, end in found["spans"]) == "2026-03-10"
    assert not any("2015-01-01" <= first <= "2016-12-31" for first, _ in found["spans"])
    early = KIND.known(view_at(dt.date(2020, 1, 15), quarter="2019Q4"), RATES["contacts.head_of_state.rates.m"])
    assert max(end for _, end in early["spans"]) == "2019-12-31"
    assert max(early["days"]) <= "2020-01-15"
