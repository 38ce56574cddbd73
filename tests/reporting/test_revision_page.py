"""The revisions page: what changed since the last report, first against latest, and the empty cases in words."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

import pytest

from indicators.registry import families
from indicators.reporting.edition import Edition
from indicators.reporting.revision_page import NO_REVISIONS, RevisionsPage, last_report_day, revisions_page
from indicators.reporting.revision_tables import revision_sentences, revision_tables
from indicators.store.view import AsOfView

NEWEST = dt.date(2026, 11, 22)


def edition(quarter: str, as_of: str) -> Edition:
    return Edition(quarter, dt.date.fromisoformat(as_of), "calendar", NEWEST)


def page_of(view_at: Callable[..., AsOfView], quarter: str, as_of: str) -> tuple[RevisionsPage, Edition]:
    wanted = edition(quarter, as_of)
    return revisions_page(view_at(wanted.as_of, "calendar", quarter), wanted, families()), wanted


@pytest.mark.parametrize(
    ("quarter", "as_of", "day"),
    [("2026Q2", "2026-08-29", "2026-05-30"), ("2026Q1", "2026-05-30", "2026-03-01"), ("2026Q2", "2026-05-30", None)],
)
def test_the_last_report_is_that_of_the_quarter_before(quarter: str, as_of: str, day: str | None) -> None:
    assert str(last_report_day(edition(quarter, as_of))) == str(day)


def test_the_release_of_october_2026_revises_trade(view_at: Callable[..., AsOfView]) -> None:
    page, wanted = page_of(view_at, "2026Q2", "2026-11-22")
    total = next(c for c in page.changed if c.series.id == "trade.usa_rus.total.q")
    assert (total.compared, total.revised) == (137, 9)
    assert total.largest is not None
    period, old, new = total.largest
    assert (period, round(old, 1), round(new, 1)) == ("2023-Q2", 1288.6, 1291.3)
    tables = {t.caption: t for t in revision_tables(page, wanted)}
    quarters = next(t for caption, t in tables.items() if "first stored against latest" in caption)
    assert [row[0] for row in quarters.rows] == [
        "2026 Q2", "2026 Q1", "2025 Q4", "2025 Q3", "2025 Q2", "2025 Q1", "2024 Q4", "2024 Q3",
    ]  # fmt: skip
    assert quarters.rows[0][5] == "one release" and quarters.rows[-1][1:6:2] == ("701.0", "701.7", "+0.7")


def test_old_and_new_are_what_two_reports_say(view_at: Callable[..., AsOfView]) -> None:
    """Each largest revision is found again by asking both dates."""
    page, wanted = page_of(view_at, "2025Q1", "2025-05-30")
    assert page.since == dt.date(2025, 3, 1)
    moved = [c for c in page.changed if c.revised]
    assert len(moved) == 4
    for changed in moved:
        assert changed.largest is not None
        period, *values = changed.largest
        for day, value in zip((page.since, wanted.as_of), values, strict=True):
            frame = view_at(day, "calendar", "2025Q1").observations(changed.series.id)
            assert frame.filter(frame["period"] == period)["value"].to_list() == [value]


def test_empty_cases_are_said_in_words(view_at: Callable[..., AsOfView]) -> None:
    page, wanted = page_of(view_at, "2014Q1", "2014-05-30")
    sentences = revision_sentences(page, wanted)
    assert sentences[0].startswith("No value of a headline was revised between 1 Mar 2014")
    page, wanted = page_of(view_at, "2026Q2", "2026-08-29")
    assert any("none of the last 8 quarters stands in more than one stored release" in s for s in
               revision_sentences(page, wanted))  # fmt: skip
    assert "not later than the report" in revision_sentences(NO_REVISIONS, wanted)[0]
    assert revision_tables(NO_REVISIONS, wanted) == []
    nothing = RevisionsPage(dt.date(2014, 3, 1), (), (), ())
    assert revision_sentences(nothing, wanted)[0].startswith("No headline has a period that stands in more than one")


def test_releases_after_the_date_are_not_listed(view_at: Callable[..., AsOfView]) -> None:
    page, wanted = page_of(view_at, "2023Q1", "2023-05-30")
    text = " ".join(revision_sentences(page, wanted))
    assert "3 stored releases (16 Feb 2012, 18 Oct 2018, 19 Mar 2023); 1 later one for first prints not stored" in text
    assert "2025)" not in text
