"""The charts of arms control say what the data say, at any as-of date."""

from __future__ import annotations

import datetime as dt
import xml.etree.ElementTree as ET
from collections.abc import Callable

import pytest

from indicators.charting.figure import svg
from indicators.families.arms_control.charts import figures
from indicators.store.view import AsOfView

WARHEADS, SHARE, TREATIES, STOCKPILES, RANGE = (
    f"arms_control.{name}"
    for name in ("new_start_warheads", "new_start_utilisation", "treaties", "stockpiles", "stockpile_range")
)


def test_headlines_state_what_the_data_say(view_at: Callable[..., AsOfView]) -> None:
    found = {f.id: f for f in figures(view_at(dt.date(2026, 11, 22), quarter="2026Q3"))}
    assert found[WARHEADS].headline == (
        "Deployed warheads last declared under New START: Russia 1,549 on 1 Sep 2022 and the United States 1,419 "
        "on 1 Mar 2023"
    )
    assert "bound from 5 Feb 2018 to 4 Feb 2026. Russia gave no figures from 1 Mar 2023." in found[WARHEADS].alt
    assert any("low quality): 1 Sep 2015, 1 Sep 2022" in note for note in found[WARHEADS].notes)
    assert found[SHARE].headline.endswith(
        "Russia 99.9 per cent on 1 Sep 2022 and the United States 91.5 per cent on 1 Mar 2023"
    )
    assert found[TREATIES].headline == (
        "No strategic arms treaty in force on 28 Feb 2026: New START, the last, ended on 5 Feb 2026"
    )
    assert "Largest: Russia 40,159 in 1986; United States 31,255 in 1967." in found[STOCKPILES].alt
    assert found[RANGE].headline.endswith("27 per cent apart: United States 2006, 7,853 to 10,000")
    rings = [r for r in found[RANGE].table.iter_rows(named=True) if r["marked"]]
    assert {(r["panel"], r["period"]) for r in rings} == {("United States", "2006"), ("United States", "2016")}
    assert len(rings) >= 4 and "assumption changed" in svg(found[RANGE]), "each estimate of the year has its ring"
    assert [f.id for f in found.values() if f.further] == [SHARE, STOCKPILES]
    caps = {row["name"]: row["status"] for row in found[TREATIES].table.to_dicts()}  # the last stretch of each
    assert (caps["ABM Treaty"], caps["New START"], caps["HEU purchase"]) == ("withdrawn", "expired", "completed")


@pytest.mark.parametrize(
    ("known", "ids", "words"),
    [
        (
            (dt.date(2023, 2, 14), "calendar", "2022Q4"),
            [WARHEADS, TREATIES, RANGE, SHARE, STOCKPILES],
            "The limit of 1,550 came due",
        ),
        (
            (dt.date(2016, 8, 15), "calendar", "2016Q2"),
            [WARHEADS, TREATIES, RANGE, STOCKPILES],
            "comes due on 5 Feb 2018",
        ),
        ((dt.date(2016, 8, 15), "strict", "2016Q2"), [WARHEADS, TREATIES], "in force on 30 Jun 2016: New START"),
        ((dt.date(2005, 5, 1), "strict", "2005Q1"), [TREATIES], "in force on 31 Mar 2005: START I, SORT (Moscow)"),
        ((dt.date(1960, 5, 1), "calendar", "1960Q1"), [STOCKPILES], "Last: Russia 863 (1958)"),
        ((dt.date(1960, 5, 1), "strict", "1960Q1"), [], ""),
    ],
)
def test_old_dates_give_fewer_charts_and_no_later_facts(
    view_at: Callable[..., AsOfView], known: tuple[dt.date, str, str], ids: list[str], words: str
) -> None:
    made = figures(view_at(*known))
    assert [figure.id for figure in made] == ids
    assert words in " ".join(figure.headline + figure.alt for figure in made)
    for figure in made:
        for drawn in (svg(figure), svg(figure, narrow=True)):
            assert ET.fromstring(drawn).attrib["role"] == "img"
        assert "2026" not in figure.headline + figure.alt


def test_a_treaty_in_force_is_not_shown_as_ended_before_it_ends(view_at: Callable[..., AsOfView]) -> None:
    treaties = next(f for f in figures(view_at(dt.date(2019, 5, 15), quarter="2019Q1")) if f.id == TREATIES)
    inf = treaties.table.filter(treaties.table["name"] == "INF Treaty").rows()
    assert inf == [
        ("INF Treaty", "in_force", dt.date(1988, 6, 1), dt.date(2019, 2, 2)),
        ("INF Treaty", "suspended", dt.date(2019, 2, 2), None),
    ]


def test_the_unknown_since_the_last_declaration_is_a_band_that_begins_at_it(view_at: Callable[..., AsOfView]) -> None:
    import polars as pl

    view = view_at(dt.date(2026, 11, 22), quarter="2026Q3")
    starts = [dt.date(2023, 7, 1), dt.date(2024, 1, 1)]
    band = pl.DataFrame({"period_start": starts, "total": [1400.0] * 2, "lower_95": [1300.0, 1250.0],
                         "upper_95": [1500.0, 1550.0]})  # fmt: skip
    ids = [f"arms_control.new_start.{side}.deployed_warheads.outlook.h" for side in ("usa", "rus")]
    with_bands = view.with_models({(series_id, "ceiling_outlook"): band for series_id in ids})
    plain, banded = (next(f for f in figures(v) if f.id == WARHEADS) for v in (view, with_bands))
    pictures = [ET.fromstring(svg(f)) for f in (plain, banded)]
    areas = [[e for e in p.iter() if "0.25" in (e.get("opacity"), e.get("fill-opacity"))] for p in pictures]
    assert len(areas[1]) - len(areas[0]) == 3  # one band a side, one in the key
    assert any("no number is known" in note for note in banded.notes)
    assert not any("no number is known" in note for note in plain.notes)
