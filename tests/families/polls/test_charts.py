"""The poll figures say what the data say, at every as-of date."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

import pytest

from indicators.charting.figure import svg
from indicators.families.polls.charts import figures
from indicators.store.view import AsOfView

ALL = ["polls.both_publics", "polls.russians_on_usa", "polls.handling_of_the_war", "polls.leaders"]


def test_all_figures_are_drawn_from_the_newest_vintage(latest: AsOfView) -> None:
    drawn = {figure.id: figure for figure in figures(latest)}
    assert list(drawn) == ALL
    assert all(figure.table.height and figure.source_line and figure.narrow for figure in drawn.values())
    # Levada: 34 per cent in Oct 2025, 33 in Jan 2026
    assert "33 per cent" in drawn["polls.russians_on_usa"].headline
    assert "down 1 point since Oct 2025 (within the margin of error)" in drawn["polls.russians_on_usa"].headline
    assert "house: VTsIOM before" in svg(drawn["polls.russians_on_usa"]), "the rule where the house changed"
    assert any("telephone until about 2020" in note for note in drawn["polls.both_publics"].notes)
    # Levada May 2025: 37 - 47; Pew Mar 2025: 13 - 85
    assert "Russians \u221210 in May 2025, Americans \u221272 in Mar 2025" in drawn["polls.both_publics"].headline


@pytest.mark.parametrize(
    ("as_of", "quarter", "seen"),
    [
        (dt.date(1980, 1, 1), "1979Q4", []),
        (dt.date(2018, 9, 1), "2018Q2", ["polls.both_publics", "polls.russians_on_usa", "polls.leaders"]),
        (dt.date(2025, 3, 20), "2025Q1", ALL),
    ],
)
def test_older_dates_draw_what_was_known(
    view_at: Callable[..., AsOfView], as_of: dt.date, quarter: str, seen: list[str]
) -> None:
    drawn = figures(view_at(as_of, "calendar", quarter))
    assert [figure.id for figure in drawn] == seen
    for figure in drawn:
        if "period" in figure.table.columns and figure.table["period"].dtype.is_temporal():
            assert figure.table["period"].max() <= as_of
