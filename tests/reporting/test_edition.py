"""Which quarter and as of when: from the data, never from the clock."""

from __future__ import annotations

import datetime as dt
import re

import pytest

from indicators.errors import UsageProblem
from indicators.project import Project
from indicators.registry import QUARTER_CLOCK
from indicators.reporting.edition import Edition, choose_edition
from indicators.store.dates import REPORT_DELAY_DAYS, quarter_bounds


def choose(project: Project, quarter: str | None = None, as_of: str | None = None, mode: str = "calendar") -> Edition:
    return choose_edition(project.database, QUARTER_CLOCK, quarter, as_of, mode)


def test_the_default_quarter_is_the_newest_complete_one(built: Project) -> None:
    edition = choose(built)
    assert (edition.quarter, edition.as_of, edition.mode) == ("2026Q2", dt.date(2026, 8, 29), "calendar")
    assert edition.quarter_end == dt.date(2026, 6, 30)
    assert edition.as_of - edition.quarter_end == dt.timedelta(days=REPORT_DELAY_DAYS)


@pytest.mark.parametrize("text", ["2026Q1", "2026-Q1", "2026q1", "2026-q1"])
def test_a_quarter_is_written_in_more_than_one_way(built: Project, text: str) -> None:
    assert choose(built, text).quarter == "2026Q1"


@pytest.mark.parametrize(
    "text", ["2026Q5", "2026Q0", "26Q1", "2026", "Q1", "", "2026 Q1", "2026Q12", "2026Q1\n", "²026Q1", "2026Q1; DROP"]
)
def test_what_is_not_a_quarter_is_refused(built: Project, text: str) -> None:
    with pytest.raises(UsageProblem, match="not a quarter") as caught:
        choose(built, text)
    assert caught.value.exit_code == 2
    assert "2026Q2" in caught.value.do


def test_a_quarter_without_facts_is_refused_and_the_span_named(built: Project) -> None:
    with pytest.raises(UsageProblem, match="no facts for 2099Q4: it lies after the newest fact") as caught:
        choose(built, "2099Q4")
    assert caught.value.exit_code == 2
    first, newest = re.findall(r"\d{4}Q\d", caught.value.do)
    assert choose(built, newest).quarter == newest
    assert first < newest < "2099Q4"


@pytest.mark.parametrize("text", ["2026-13-01", "yesterday", "30.06.2026", "", "2026-02-30", "now", "today"])
def test_what_is_not_a_date_is_refused(built: Project, text: str) -> None:
    with pytest.raises(UsageProblem, match="not a date") as caught:
        choose(built, "2026Q1", text)
    assert caught.value.exit_code == 2
    assert caught.value.where == "--as-of"


def test_an_unknown_mode_is_refused(built: Project) -> None:
    with pytest.raises(UsageProblem, match="mode") as caught:
        choose(built, mode="strictly")
    assert caught.value.exit_code == 2


@pytest.mark.parametrize("as_of", ["latest", "2099-01-01", "9999-12-31"])
def test_the_as_of_date_never_lies_beyond_the_newest_vintage(built: Project, as_of: str) -> None:
    edition = choose(built, "2026Q1", as_of)
    assert edition.as_of == edition.newest_vintage


def test_the_default_date_is_cut_at_the_newest_vintage(built: Project) -> None:
    newest = choose(built).newest_vintage
    quarter = f"{newest.year}Q{(newest.month + 2) // 3}"
    assert quarter_bounds(quarter)[1] + dt.timedelta(days=REPORT_DELAY_DAYS) > newest
    assert choose(built, quarter).as_of == newest


def test_a_date_before_the_quarter_is_taken_as_it_stands(built: Project) -> None:
    assert choose(built, "2026Q1", "2026-02-15").as_of == dt.date(2026, 2, 15)


@pytest.mark.parametrize("first", [dt.date(2019 + i // 12, i % 12 + 1, 1) for i in range(0, 24, 3)])
def test_bounds_of_a_quarter(first: dt.date) -> None:
    start, end = quarter_bounds(f"{first.year}Q{(first.month + 2) // 3}")
    assert start == first
    assert (end + dt.timedelta(days=1)).day == 1
    assert (end - start).days in (89, 90, 91)
