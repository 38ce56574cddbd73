"""Vintages of series: what is a release, what is not, and what the commands print."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Callable

import polars as pl
import pytest

from indicators.project import Project
from indicators.registry import families
from indicators.reporting.revised import SeriesRevisions, reading, revisions_of
from indicators.store.view import AsOfView
from indicators.store.vintages import overlap, releases, rounding_of, vintages
from indicators.timeseries.revisions import Revisions

DECLARED = {s.id: s for family in families() for s in family.series}
COPIES = ("2012-02-16", "2018-10-18", "2023-03-19", "2025-04-06", "2026-10-31")


def revised(view: AsOfView, series_id: str) -> SeriesRevisions:
    return revisions_of(view, DECLARED[series_id], DECLARED)


def test_each_of_the_five_census_copies_is_a_release(latest: AsOfView) -> None:
    found = releases(latest, "trade.usa_rus.exports.m")
    assert tuple(map(str, found["published_on"])) == COPIES
    assert set(found["publisher"]) == {"US Census Bureau"}


def test_vintages_are_the_raw_figures_of_every_copy(latest: AsOfView) -> None:
    """Confirmations included: against the facts themselves, whatever was picked."""
    facts = latest.sql("""
        SELECT v.period, count(*) AS n, list(v.value_usd_mn ORDER BY v.published_on) AS printed
        FROM indicators.trade_volumes v JOIN sources s USING (source_id)
        WHERE reporter = 'USA' AND partner = 'RUS' AND flow = 'export' AND freq = 'M' AND s.publisher_rank = 1
        GROUP BY ALL""")
    mine = vintages(latest, "trade.usa_rus.exports.m").group_by("period").agg(pl.col("value").sort_by("release_no"))
    joined = facts.join(mine, on="period")
    assert joined.height == facts.height == 416
    assert joined["printed"].to_list() == joined["value"].to_list()
    assert joined["n"].max() == 4


def test_exports_of_2022_were_cut_twice(latest: AsOfView) -> None:
    row = vintages(latest, "trade.usa_rus.exports.a").filter(pl.col("period") == "2022")
    assert row["value"].round(1).to_list() == [1715.1, 1656.1, 1655.4]
    assert list(map(str, row["known_on"])) == ["2023-02-09", "2025-04-06", "2026-10-31"]


def test_press_figures_are_no_releases_of_the_publisher(latest: AsOfView) -> None:
    """January 2021 was first seen in the press; the Census Bureau's own figures are the vintages."""
    all_rows = latest.sql("""
        SELECT publisher_rank FROM observations
        WHERE as_of_mode = 'strict' AND series_id = 'trade.usa_rus.imports.m' AND period = '2021-01'
        ORDER BY published_on""")
    assert 4 in all_rows["publisher_rank"].to_list()
    strict = AsOfView(latest.connection, latest.quarter, latest.as_of, "strict")
    kept = vintages(strict, "trade.usa_rus.imports.m").filter(pl.col("period") == "2021-01")
    assert set(kept["publisher_rank"]) == {1} and kept.height == 3


def test_a_count_in_the_middle_of_a_quarter_is_no_first_print(latest: AsOfView) -> None:
    frame = vintages(latest, "sanctions.ofac.russia.entries.q")
    assert frame.group_by("period").len()["len"].max() == 1


def test_nothing_later_than_the_date_is_seen(view_at: Callable[..., AsOfView]) -> None:
    frame = vintages(view_at(dt.date(2023, 12, 31)), "trade.usa_rus.exports.a")
    assert frame["known_on"].max() <= dt.date(2023, 12, 31)
    assert frame.filter(pl.col("period") == "2022")["value"].round(1).to_list() == [1715.1]


def test_the_measures_of_annual_exports(latest: AsOfView) -> None:
    found = revised(latest, "trade.usa_rus.exports.a")
    m = found.measured
    assert isinstance(m, Revisions)
    assert (m.n_compared, len(m.settling)) == (33, 34)
    row = found.periods.filter(pl.col("period") == "2022").row(0, named=True)
    assert (round(row["revision"], 1), round(row["revision_pct"], 2), row["settling"]) == (-59.7, -3.48, "still moving")
    text = " ".join(reading(found))
    assert "Releases stored: 5 (2012-02-16" in text and "those between are unknown" in text
    assert "Null: the mean revision is zero." in text and "Null of news" in text and "null of noise" in text


def test_sums_round_by_the_number_of_their_figures() -> None:
    assert rounding_of(DECLARED["trade.usa_rus.total_12m.m"], DECLARED) == (0.05, True)
    assert rounding_of(DECLARED["trade.usa_rus.total_growth.a"], DECLARED) == (0.05, False)
    assert rounding_of(DECLARED["contacts.head_of_state.held.m"], DECLARED) == (0.5, False)
    assert overlap(DECLARED["trade.usa_rus.total_12m.m"], DECLARED) == 11
    assert overlap(DECLARED["trade.usa_rus.total.q"], DECLARED) == 0


def test_what_is_counted_here_has_no_releases(latest: AsOfView) -> None:
    found = revised(latest, "contacts.head_of_state.held_12m.m")
    assert not found.published
    assert not any(line.startswith("Releases stored") for line in reading(found))


def test_later_copies_stand_in_for_first_prints(view_at: Callable[..., AsOfView]) -> None:
    found = revised(view_at(dt.date(2023, 5, 30), quarter="2023Q1"), "trade.usa_rus.total.q")
    assert [str(day) for day in found.release_days] == list(COPIES[:3])
    assert any("stands in, on assumed days, for first prints" in line for line in reading(found))


@pytest.mark.parametrize("as_json", [False, True])
def test_the_command(cli: Callable[..., object], built: Project, as_json: bool) -> None:
    run = cli(
        "revisions", "trade.usa_rus.exports.a", *(["--json"] if as_json else []), INDICATORS_PROJECT=str(built.root)
    )
    assert run.returncode == 0, run.stderr
    if as_json:
        data = json.loads(run.stdout)
        assert data["summary"]["releases_stored"] == 5 and len(data["vintages"]) == 115
        return
    line = next(line for line in run.stdout.splitlines() if line.startswith("2022 "))
    assert line.split("|")[0].split() == [
        "2022", "2023-02-09", "1,715.1*", "2025-04-06", "1,656.1", "2026-10-31", "1,655.4",
    ]  # fmt: skip
    assert "−59.7 (−3.48 %), still moving" in line


def test_a_misspelt_series_is_three_lines(cli: Callable[..., object], built: Project) -> None:
    run = cli("revisions", "trade.usa_rus.exprts.a", INDICATORS_PROJECT=str(built.root))
    assert run.returncode == 2
    what, where, do = run.stderr.strip().splitlines()[-3:]
    assert "unknown series" in what and where.strip().startswith("where:") and "trade.usa_rus.exports.a" in do
