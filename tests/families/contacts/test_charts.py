"""The charts of contacts say what the data say, at any as-of date."""

from __future__ import annotations

import datetime as dt
import xml.etree.ElementTree as ET
from collections.abc import Callable

import pytest

from indicators.charting.figure import svg
from indicators.families.contacts.charts import figures
from indicators.store.view import AsOfView


def test_headlines_state_what_the_data_say(view_at: Callable[..., AsOfView]) -> None:
    found = {f.id: f for f in figures(view_at(dt.date(2026, 11, 22), quarter="2026Q2"))}
    assert found["contacts-timeline"].headline == (
        "In the 12 months to 10 Mar 2026 the presidents held 10 calls and 1 meeting,"
        " more than in the 12 months before (1 contact)"
    )
    assert found["contacts-presidents-by-year"].headline == (
        "In 2025 the presidents held 10 calls and 1 meeting, more contacts than in any other year since 2017"
    )
    assert "last met" in found["contacts-days-since"].headline
    assert "2025 10, 1, 0" in found["contacts-presidents-by-year"].alt
    assert any("what came later was not collected" in note for note in found["contacts-timeline"].notes)


@pytest.mark.parametrize(
    ("quarter", "as_of", "ids"),
    [
        ("1991Q4", dt.date(1992, 1, 1), []),
        ("1992Q1", dt.date(1992, 3, 31), ["contacts-timeline"]),
        ("1995Q2", dt.date(1995, 7, 1), ["contacts-timeline", "contacts-presidents-by-year"]),
        ("2023Q4", dt.date(2024, 2, 1), ["contacts-timeline", "contacts-presidents-by-year", "contacts-days-since"]),
    ],
)
def test_old_dates_give_fewer_charts_and_no_error(
    view_at: Callable[..., AsOfView], quarter: str, as_of: dt.date, ids: list[str]
) -> None:
    made = figures(view_at(as_of, quarter=quarter))
    assert [f.id for f in made] == ids
    for figure in made:
        assert str(as_of.year + 1) not in figure.headline + figure.alt
        assert ET.fromstring(svg(figure)).attrib["role"] == "img"
        assert ET.fromstring(svg(figure, narrow=True)).attrib["role"] == "img"


def test_a_year_without_a_call_found_is_missing_and_not_zero(latest: AsOfView) -> None:
    table = next(f for f in figures(latest) if f.id == "contacts-presidents-by-year").table
    row = table.filter((table["period"] == "1994") & (table["series"] == "calls")).row(0, named=True)
    assert row["value"] is None
    assert row["reason"] == "not_collected"
