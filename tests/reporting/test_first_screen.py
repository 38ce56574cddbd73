"""What changed, the warnings and the chronology: counts asked for again, entries traced to their rows."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import replace
from itertools import pairwise

import polars as pl
import pytest

from indicators.contracts.findings import Audit
from indicators.registry import families
from indicators.reporting.changes import Changes, changes
from indicators.reporting.chronology import MOST_ENTRIES, NO_ENTRIES, chronology
from indicators.reporting.first_screen import cautions, what_changed
from indicators.reporting.revision_page import Changed, RevisionsPage
from indicators.store.view import AsOfView

from .samples import AS_OF, a_series, months, scored, small_report

SINCE = dt.date(2026, 5, 30)
FACTS = pl.DataFrame({"table": ["a", "b", "c", "d", "e", "f"], "facts": [1000, 5, 4, 3, 2, 1]})
View = Callable[..., AsOfView]


def test_the_chronology_holds_dated_facts_of_the_quarter_and_no_others(view_at: View, audited: Audit) -> None:
    view = view_at(dt.date(2022, 5, 30), "calendar", "2022Q1")
    found = chronology(view, families())
    assert len(found.entries) == MOST_ENTRIES
    assert found.more_count == found.frame.height - MOST_ENTRIES > 0
    assert all(dt.date(2022, 1, 1) <= day <= dt.date(2022, 3, 31) for day in found.frame["day"])
    assert all(a.day <= b.day for a, b in pairwise(found.entries))
    rows = {row["fact_id"]: row for table in ("contacts", "sanctions_actions", "treaty_events", "poll_results")
            for row in audited.tables[table].iter_rows(named=True)}  # fmt: skip
    for entry in found.frame.iter_rows(named=True):
        row = rows[entry["fact_id"]]
        day = next(row[c] for c in ("date_start", "action_date", "event_date", "field_end") if c in row)
        assert day == entry["day"] or entry["family"] == "sanctions"
        assert row["published_on"] <= view.as_of or entry["family"] in ("polls", "contacts")
    first = next(e for e in found.entries if e.day == dt.date(2022, 2, 23))
    assert first.what.startswith("EU Council, package 1: ") and "360 individuals added" in first.what
    weights = dict(zip(found.frame["fact_id"], found.frame["weight"], strict=True))
    left_out = found.frame.filter(~pl.col("fact_id").is_in([e.fact_id for e in found.entries]))
    assert max(weights[e.fact_id] for e in found.entries) <= left_out["weight"].min()


def test_what_became_known_later_is_not_in_the_chronology(view_at: View) -> None:
    """The call of 9 March 2026 is public on its day: unknown the day before, there from then on."""
    told = [
        [e.fact_id for e in chronology(view_at(dt.date(2026, 3, day), "calendar", "2026Q1"), families()).entries]
        for day in (8, 9)
    ]
    assert "contacts.c20260309-hos" not in told[0]
    assert "contacts.c20260309-hos" in told[1]


def test_families_that_declare_none_have_no_chronology(latest: AsOfView) -> None:
    assert chronology(latest, [replace(families()[0], chronology="")]) is NO_ENTRIES


def test_changes_are_what_two_dates_know(view_at: View) -> None:
    before, now = (view_at(day, "calendar", "2026Q2") for day in (SINCE, AS_OF))
    found = changes(now, SINCE)
    assert found is not None
    ids = [s.id for family in families() for s in family.series]
    old, new = (v.observations(*ids).filter(pl.col("value").is_not_null()) for v in (before, now))
    both = new.join(old, on=["series_id", "period_start"], how="left", suffix="_old")
    same_day = pl.col("reference_date_old") == pl.col("reference_date")
    assert found.revised == both.filter(same_day & (pl.col("value_old") != pl.col("value"))).height > 0
    assert found.added == both.filter(pl.col("value_old").is_null() | ~same_day).height > 0
    known = "SELECT count(*) FROM facts WHERE available_calendar <= $day"
    assert found.facts_count == now.sql(known, day=AS_OF).item() - now.sql(known, day=SINCE).item()


def test_a_report_without_an_earlier_one_says_so() -> None:
    assert changes(None, None) is None  # type: ignore[arg-type]
    assert what_changed(small_report()) == [
        "This report is not later than the report of the quarter before would be; nothing to compare."
    ]


@pytest.mark.parametrize(("old", "new", "shown"), [(10.0, 12.0, "10.0 → 12.0"), (12.0, 10.0, "12.0 → 10.0")])
def test_what_changed_in_words(old: float, new: float, shown: str) -> None:
    changed = Changed(a_series("M", title="Small things"), 5, 2, 1.5, ("2026-01", old, new))
    unmoved = Changed(a_series("Q"), 5, 0, None, None)
    report = replace(
        small_report(),
        changes=Changes(SINCE, FACTS, 7, 1),
        revisions=RevisionsPage(SINCE, (unmoved, changed), (), ()),
    )
    assert what_changed(report) == [
        "1,015 new facts since 30 May 2026, the day of the last quarter's report (a 1,000, b 5, c 4, d 3 and 2 other "
        "tables).",
        "7 new values and 1 revised value in all series.",
        f"Small things, 2026-01: {shown} things (of 2 revised values the mean size is 1.50).",
    ]
    none = replace(report, changes=Changes(SINCE, FACTS.head(0), 0, 0))
    assert what_changed(none) == ["No new fact since 30 May 2026, the day of the last quarter's report."]
    still = replace(report, revisions=RevisionsPage(SINCE, (unmoved,), (), ()))
    assert what_changed(still)[-1] == "No headline was revised."


def test_cautions_name_each_kind_once() -> None:
    fresh = scored(a_series("M", title="Fresh"), months(dt.date(2026, 1, 1), [1, 2, 3, 4, 5, 6]), dt.date(2026, 7, 1))
    report = small_report()
    stale = replace(report.scores[0], quality="low", publisher_rank=2)
    found = cautions(replace(report, scores=(fresh, stale)))
    assert [(c.sentence, len(c.headlines)) for c in found[:4]] == [
        ("Stale: 1 of 2 headlines", 1),
        ("Suspended, which is not zero: 1 of 2 headlines", 1),
        ("Not seen in a source: 1 of 2 headlines", 1),
        ("A lower-ranked publisher fills a hole: 1 of 2 headlines", 1),
    ]
    assert found[1].headlines == ("Small things from 2026-05",)
    quality = replace(report.quality, warnings_count=0, untested=())
    calm = cautions(replace(report, scores=(fresh,), quality=quality))
    assert [c.sentence for c in calm] == [
        "No headline is stale, missing or of low quality, and the contracts warn of nothing"
    ]
