"""Known values of the sanctions series, their gaps, and what must add up."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable

import polars as pl
import pytest

from indicators.charting.figure import svg
from indicators.families.sanctions.charts import figures
from indicators.families.sanctions.codes import RUSSIA_RELATED
from indicators.families.sanctions.series import FAMILY
from indicators.store.view import AsOfView

Show = Callable[..., dict[str, float | None]]
ViewAt = Callable[..., AsOfView]

KNOWN = [
    # issue 2, done when 3
    ("sanctions.ofac.russia.entries.d", "2022-02-22", 632),
    ("sanctions.ofac.russia.entries.d", "2024-05-03", 4968),
    # README of the collection, coverage of list copies
    ("sanctions.ofac.russia.entries.d", "2015-01-17", 151),
    ("sanctions.ofac.russia.entries.d", "2018-01-26", 370),
    ("sanctions.ofac.russia.entries.d", "2022-03-24", 1230),
    ("sanctions.ofac.russia.entries.d", "2026-08-20", 6871),
    ("sanctions.ofac.whole_list.entries.d", "2014-05-30", 5931),
    ("sanctions.ofac.whole_list.entries.d", "2024-05-03", 14965),
    ("sanctions.ofac.russia_eo14024.entries.d", "2026-05-10", 6392),
    ("sanctions.ofac.russia_eo14024.entries.d", "2026-09-04", 6348),
    # a tag without a row in a full copy has no entries: Executive Order 14024 is of April 2021
    ("sanctions.ofac.russia_eo14024.entries.d", "2019-01-04", 0),
    # last copies of the quarters
    ("sanctions.ofac.russia.entries.q", "2024-Q2", 4968),
    ("sanctions.ofac.russia_eo14024.entries.q", "2026-Q2", 6392),
    # sums of the actions computed from copies: 74 + 35 + 15 + 397 + 33, and 5 + 552 + 15
    ("sanctions.ofac.russia.additions.m", "2022-03", 554),
    ("sanctions.ofac.russia.additions.m", "2024-02", 572),
    ("sanctions.ofac.russia.removals.m", "2023-09", 3),
    # watched, and nothing happened
    ("sanctions.ofac.russia.additions.m", "2021-10", 0),
    # CHECKED 5.6: 14 entries gained a tag, 2 lost it: 2021-09 2, 2022-04 -2, 2023-08 4 + 1, 2024-02 2
    ("sanctions.ofac.russia.reclassified.m", "2021-09", 2),
    ("sanctions.ofac.russia.reclassified.m", "2022-04", -2),
    ("sanctions.ofac.russia.reclassified.m", "2023-08", 5),
    ("sanctions.ofac.russia.reclassified.m", "2024-02", 2),
    # EU: 13th package 106 + 88 by record numbers; 15th package 54 persons
    ("sanctions.eu.asset_freezes.m", "2024-02", 194),
    ("sanctions.eu.asset_freezes_individual.m", "2024-12", 54),
    ("sanctions.eu.asset_freezes.m", "2023-01", 1),
    ("sanctions.eu.asset_freezes.m", "2023-03", 0),
    # the Commission's 74 vessels of the 16th package, not the diplomat's 73
    ("sanctions.eu.vessels.m", "2025-02", 74),
    ("sanctions.eu.packages.m", "2022-02", 3),
    ("sanctions.eu.packages.m", "2026-07", 1),
    # published totals
    ("sanctions.eu.individuals_listed.m", "2026-07", 1984),
    ("sanctions.eu.entities_listed.m", "2026-07", 818),
    ("sanctions.cnas.sdn_persons_added.a", "2022", 2275),
    ("sanctions.rus.stop_list_names.m", "2022-05", 963),
    ("sanctions.ofac.russia_address.entries.m", "2026-03", 5419),
    ("sanctions.ofac.russia_address.additions.m", "2022-05", 59),
]


@pytest.mark.parametrize(("series_id", "period", "value"), KNOWN)
def test_known_values(show: Show, series_id: str, period: str, value: float) -> None:
    assert show(series_id)[period] == value


@pytest.mark.parametrize(
    ("series_id", "period"),
    [
        ("sanctions.ofac.russia.entries.d", "2026-05-10"),
        ("sanctions.ofac.russia.entries.d", "2014-05-30"),
        ("sanctions.ofac.caatsa_russia.entries.d", "2026-09-04"),
        ("sanctions.ofac.russia.entries.q", "2026-Q2"),
        ("sanctions.ofac.russia.additions.m", "2024-05"),
        ("sanctions.ofac.russia.removals.m", "2025-12"),
        ("sanctions.ofac.russia.additions.m", "2026-08"),
        ("sanctions.ofac.russia.additions.q", "2024-Q2"),
        ("sanctions.eu.asset_freezes.m", "2026-08"),
        ("sanctions.ofac.russia_address.additions.m", "2022-04"),
    ],
)
def test_what_is_not_known_is_missing_and_not_zero(show: Show, series_id: str, period: str) -> None:
    values = show(series_id)
    assert period in values
    assert values[period] is None


def test_a_day_without_a_copy_has_no_observation(show: Show) -> None:
    days = show("sanctions.ofac.russia.entries.d")
    assert "2025-06-30" not in days
    assert len(days) == 318


def test_nothing_is_known_before_its_day(show: Show) -> None:
    series_id = "sanctions.ofac.russia.entries.d"
    assert max(show(series_id, as_of=dt.date(2022, 2, 22))) == "2022-02-22"
    assert "2022-03" not in show("sanctions.ofac.russia.additions.m", as_of=dt.date(2022, 3, 30))
    assert show("sanctions.ofac.russia.additions.m", as_of=dt.date(2022, 4, 15))["2022-03"] == 554


def test_survivors_of_2026_are_not_known_earlier(show: Show) -> None:
    before, now = (show("sanctions.eu.asset_freezes.m", as_of=day) for day in (dt.date(2026, 6, 30), None))
    assert (before["2022-04"], now["2022-04"]) == (234, 236)


def test_months_add_up_to_the_level(show: Show) -> None:
    level, added, removed, moved = (
        show(f"sanctions.ofac.russia.{part}.m") for part in ("entries", "additions", "removals", "reclassified")
    )
    watched = [month for month, value in moved.items() if value is not None]
    assert (watched[0], watched[-1], len(watched)) == ("2021-09", "2024-04", 32)
    flows = sum((added[m] or 0) - (removed[m] or 0) + (moved[m] or 0) for m in watched)
    assert level["2024-04"] == (level["2021-08"] or 0) + flows
    assert sum(moved[m] or 0 for m in watched) == 12


def test_types_add_up_to_the_union(show: Show) -> None:
    union = show("sanctions.ofac.russia.entries.d")
    parts = [show(f"sanctions.ofac.russia_{t}.entries.d") for t in ("entity", "individual", "vessel", "aircraft")]
    for day, value in union.items():
        if value is not None:
            assert sum(part[day] or 0 for part in parts) == value, day


def test_views_and_declarations_name_the_same_programmes(latest: AsOfView) -> None:
    known = {"RUSSIA-UNION", "ALL-PROGRAMMES", *RUSSIA_RELATED}
    named = {s.id.split(".")[2] for s in FAMILY.series if s.id.endswith("entries.d")}
    found = latest.sql("SELECT DISTINCT programme FROM sanctions_levels")["programme"].to_list()
    assert known <= set(found)
    assert len(named) == len(RUSSIA_RELATED) + 7


def test_the_interval_shows_only_the_net_change(latest: AsOfView) -> None:
    rows = latest.sql("SELECT from_date, to_date, change_count FROM sanctions_intervals ORDER BY from_date").rows()
    assert (dt.date(2024, 5, 3), dt.date(2026, 7, 23), 1909) in rows
    assert [change for *_, change in rows] == [219, 76, 105, 0, 1909]


def test_each_eu_listing_counts_once_and_announcements_never(latest: AsOfView) -> None:
    found = latest.sql("FROM sanctions_eu_listings")
    assert found.select(pl.col("basis").is_in(["counted_in_legal_text", "published", "survivors_only"]).all()).item()
    packages = latest.sql("FROM sanctions_eu_packages ORDER BY package")
    assert packages["package"].to_list() == list(range(1, 22))
    assert packages.filter(pl.col("package") == 5)["individuals_count"].item() == 216
    assert packages.filter(pl.col("package") == 11)["individuals_count"].item() == 71
    assert packages.filter(pl.col("package") == 3)["individuals_count"].item() == 48


def test_counts_equal_the_rows(latest: AsOfView) -> None:
    assert latest.sql("SELECT count(*) FROM sanctions_actions").item() >= 591
    watched = latest.sql("SELECT count(*) FROM sanctions_months WHERE is_watched").item()
    assert watched == 32


@pytest.mark.parametrize(
    ("quarter", "as_of", "count"),
    [("2026Q2", dt.date(2026, 8, 14), 5), ("2022Q1", dt.date(2022, 5, 15), 5), ("2018Q1", dt.date(2018, 5, 15), 1),
     ("2013Q4", dt.date(2014, 2, 1), 0)],
)  # fmt: skip
def test_figures_for_any_quarter(view_at: ViewAt, quarter: str, as_of: dt.date, count: int) -> None:
    made = figures(view_at(as_of, quarter=quarter))
    assert len(made) == count
    for figure in made:
        assert figure.table.height
        assert svg(figure).startswith("<svg")


def test_the_words_follow_the_numbers(view_at: ViewAt) -> None:
    made = {f.id: f for f in figures(view_at(dt.date(2026, 8, 14), quarter="2026Q2"))}
    assert (
        "6,871 Russia-related entries on 7 Aug 2026, 1,903 entries more than" in made["sanctions_ofac_entries"].headline
    )
    later = "Copies of the weeks after the quarter are shown; the scoreboard ends with the quarter."
    within = {f.id: f for f in figures(view_at(dt.date(2024, 5, 4), quarter="2024Q2"))}["sanctions_ofac_entries"]
    assert later in made["sanctions_ofac_entries"].notes and later not in within.notes
    units = made["sanctions_counting_units"]
    assert "617 Russia-related lines, 571 persons and companies, or 621 programme tags" in units.headline
    for row in units.table.iter_rows(named=True):
        assert row["at_the_end"] - row["at_the_start"] == row["change"]
    assert (
        "572 at the start + 4,119 added \u2212 25 removed + 12 reclassified = 4,678"
        in made["sanctions_ofac_flows"].notes[0]
    )


def test_the_chronology_tells_additions_in_words(latest: AsOfView) -> None:
    told = latest.sql("SELECT what FROM sanctions_chronology")["what"].to_list()
    assert "EU Council, package 20: 80 entities added, 37 individuals added (asset freezes)" in told
    assert [text for text in told if "_" in text or "RUSSIA-UNION" in text or re.search(r"\b1 \w+s added", text)] == []
