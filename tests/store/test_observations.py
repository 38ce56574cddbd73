"""Every vintage of every kind of series against the slow reference, on facts drawn at random."""

from __future__ import annotations

import datetime as dt
import tempfile
from collections import defaultdict
from dataclasses import dataclass, replace
from itertools import pairwise
from pathlib import Path

import duckdb
import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from indicators.errors import UsageProblem
from indicators.store.database import write_database
from indicators.store.declare import Combine, Family, Pick, Series, Total
from indicators.store.observations import in_order
from indicators.store.opening import open_database

from .reference import ONE_DAY, Replay, Said, available
from .tiny import COLLECTED, SERIES, SOURCES, VIEWS, Reading, Readings, database_of, write_project

DAYS = [dt.date.fromisoformat(day) for day in (
    "2020-01-15", "2020-01-31", "2020-02-29", "2020-03-31", "2020-04-10", "2020-06-30", "2021-01-31", "2021-02-28",
    "2021-08-10", "2021-08-20", "2021-09-30",
)]  # fmt: skip
FEW = settings(
    max_examples=12,
    derandomize=True,
    deadline=None,
    database=None,
    suppress_health_check=list(HealthCheck),
    phases=[Phase.generate],
)
"""A database a draw is slow: few draws, no shrinking."""
FEWER = settings(FEW, max_examples=4)


@st.composite
def reading(draw: st.DrawFn, sources: tuple[str, ...] = tuple(s.id for s in SOURCES)) -> Reading:
    """One fact; days, values and sources are few so that facts meet and disagree."""
    day = draw(st.sampled_from(DAYS))
    reason = draw(st.sampled_from([None, None, None, "refused", "suspended"]))
    return Reading(
        fact_id="",
        place=draw(st.sampled_from(["north", "south"])),
        day=day,
        value_count=None if reason else draw(st.sampled_from([0, 1, 2.5, 7, 12.25])),
        missing_reason=reason,
        source_id=draw(st.sampled_from(sources)),
        published_on=min(day + dt.timedelta(days=draw(st.integers(0, 300))), COLLECTED),
        published_basis=draw(st.sampled_from(["source", "assumed", "release"])),
        obs_status="M" if reason else draw(st.sampled_from(["A", "E"])),
        quality=draw(st.sampled_from(["high", "medium", "low"])),
    )


def facts(least: int = 1, **of: tuple[str, ...]) -> st.SearchStrategy[list[Reading]]:
    """A list of facts with different keys and ids whose order says nothing."""
    key = ("place", "day", "source_id", "published_on")
    some = st.lists(reading(**of), min_size=least, max_size=25, unique_by=lambda r: tuple(getattr(r, k) for k in key))
    return some.map(lambda rs: [replace(r, fact_id=f"tiny.f{n * 7 % 26}") for n, r in enumerate(rs)])


@dataclass(frozen=True)
class Vintage:
    """A row of ``observations`` with its inputs."""

    published_on: dt.date
    said: Said


Vintages = dict[tuple[str, str, dt.date], list[Vintage]]


def vintages_of(readings: list[Reading]) -> Vintages:
    """Build a database of the facts and read every vintage from it: (mode, series, period) -> in order of time."""
    with tempfile.TemporaryDirectory() as folder:
        project = write_project(Path(folder) / "project", readings)
        connection = open_database(database_of(project, Path(folder) / "tiny.duckdb"))
        inputs = defaultdict(set)
        for *which, fact_id in connection.sql("FROM observation_inputs").fetchall():
            assert fact_id not in inputs[tuple(which)], "an input stands twice"
            inputs[tuple(which)].add(fact_id)
        found: Vintages = defaultdict(list)
        rows = connection.sql(
            """SELECT as_of_mode, series_id, period, published_on, period_start, value, missing_reason, quality,
                      reference_date, facts_count
               FROM observations ORDER BY published_on"""
        ).fetchall()
        connection.close()
    for *which, start, value, reason, quality, reference_date, count in rows:
        mode, series_id, _, published_on = which
        used = frozenset(inputs[tuple(which)])
        assert len(used) == count
        found[mode, series_id, start].append(Vintage(published_on, Said(value, reason, quality, reference_date, used)))
    return found


def known(vintages: Vintages, mode: str, as_of: dt.date) -> dict[tuple[str, dt.date], Said]:
    """The latest vintage not after the date."""
    return {
        (series_id, start): [v for v in many if v.published_on <= as_of][-1].said
        for (of_mode, series_id, start), many in vintages.items()
        if of_mode == mode and many[0].published_on <= as_of
    }


def same(ours: Said, theirs: Said) -> bool:
    """Equal, the value to the last bits but one; the quality of a missing value says nothing."""
    if ours.value is None or theirs.value is None:
        return (ours.value, ours.reason, ours.facts) == (theirs.value, theirs.reason, theirs.facts)
    return replace(ours, value=0) == replace(theirs, value=0) and ours.value == pytest.approx(theirs.value, rel=1e-12)


@FEW
@given(readings=facts(least=6))
def test_every_day_says_what_the_facts_known_by_then_say(readings: list[Reading]) -> None:
    vintages = vintages_of(readings)
    for mode in ("calendar", "strict"):
        compare_every_day(readings, vintages, mode)


def compare_every_day(readings: list[Reading], vintages: Vintages, mode: str) -> None:
    """Our vintages against the replay, on every day on which anything changes and the day before."""
    changes = {v.published_on for (of_mode, _, _), many in vintages.items() for v in many if of_mode == mode}
    changes |= set(available(readings, mode).values()) | {COLLECTED}
    for as_of in sorted(changes | {day - ONE_DAY for day in changes}):
        ours = known(vintages, mode, as_of)
        replay = Replay(readings, SERIES, mode, as_of)
        theirs = {(s.id, start): said for s in SERIES for start, said in replay.said(s.id).items()}
        assert ours.keys() == theirs.keys(), (mode, as_of)
        for which in ours:
            assert same(ours[which], theirs[which]), (mode, as_of, which)


@FEWER
@given(readings=facts(least=6))
def test_a_vintage_is_there_only_where_something_changed(readings: list[Reading]) -> None:
    for which, many in vintages_of(readings).items():
        for before, after in pairwise(many):
            if before.said.value is not None and after.said.value is not None:
                assert before.said.facts != after.said.facts, which


@FEWER
@given(readings=facts(), added=facts(sources=("office-b", "press")), cut=st.sampled_from(DAYS))
def test_facts_published_later_change_nothing_known_before(
    readings: list[Reading], added: list[Reading], cut: dt.date
) -> None:
    keys = {(r.place, r.day, r.source_id, r.published_on) for r in readings}
    later = [
        replace(r, fact_id=f"{r.fact_id}x")
        for r in added if r.published_on > cut and (r.place, r.day, r.source_id, r.published_on) not in keys
    ]  # fmt: skip
    before, after = vintages_of(readings), vintages_of(readings + later)
    for mode in ("calendar", "strict"):
        assert known(before, mode, cut) == known(after, mode, cut)


NORTH_A = Reading("tiny.a", "north", dt.date(2020, 1, 31), 10, None, "office-a", dt.date(2020, 3, 1))


def latest(
    readings: list[Reading], series_id: str, start: dt.date, as_of: dt.date = COLLECTED, mode: str = "calendar"
) -> Said:
    return known(vintages_of(readings), mode, as_of)[series_id, start]


def test_rank_goes_before_vintage() -> None:
    press = replace(NORTH_A, fact_id="tiny.b", value_count=12, source_id="press", published_on=dt.date(2021, 1, 1))
    assert latest([NORTH_A, press], "tiny.north.m", dt.date(2020, 1, 1)).value == 10


def test_the_latest_vintage_of_a_rank_holds() -> None:
    revised = replace(NORTH_A, fact_id="tiny.b", value_count=12, published_on=dt.date(2021, 1, 1))
    vintages = vintages_of([NORTH_A, revised])
    assert known(vintages, "strict", dt.date(2020, 12, 31))["tiny.north.m", dt.date(2020, 1, 1)].value == 10
    assert known(vintages, "strict", dt.date(2021, 1, 1))["tiny.north.m", dt.date(2020, 1, 1)].value == 12


def test_low_quality_is_used_only_where_nothing_better_exists() -> None:
    low = replace(NORTH_A, fact_id="tiny.low", value_count=99, quality="low")
    press = replace(NORTH_A, fact_id="tiny.b", value_count=12, source_id="press", published_on=dt.date(2021, 1, 1))
    vintages = vintages_of([low, press])
    before, after = (
        known(vintages, "strict", d)["tiny.north.m", dt.date(2020, 1, 1)] for d in (dt.date(2020, 6, 1), COLLECTED)
    )
    assert (before.value, before.quality) == (99, "low")
    assert (after.value, after.quality) == (12, "high")


def test_the_first_stored_value_counts_from_its_usual_day_in_calendar_mode_alone() -> None:
    vintages = vintages_of([NORTH_A])
    usual_day = dt.date(2020, 2, 20)  # twenty days after 31 January
    which = ("tiny.north.m", dt.date(2020, 1, 1))
    assert which in known(vintages, "calendar", usual_day)
    assert which not in known(vintages, "calendar", usual_day - ONE_DAY)
    assert which not in known(vintages, "strict", dt.date(2020, 2, 29))
    assert which in known(vintages, "strict", dt.date(2020, 3, 1))


def test_an_assumed_date_is_no_evidence_in_strict_mode() -> None:
    vintages = vintages_of([replace(NORTH_A, published_basis="assumed")])
    which = ("tiny.north.m", dt.date(2020, 1, 1))
    assert which not in known(vintages, "strict", COLLECTED - ONE_DAY)
    assert which in known(vintages, "strict", COLLECTED)


def test_a_total_is_known_at_the_end_of_its_period() -> None:
    early = replace(NORTH_A, day=dt.date(2020, 1, 5), published_on=dt.date(2020, 1, 6), source_id="press")
    vintages = vintages_of([early])
    assert ("tiny.total_sum.m", dt.date(2020, 1, 1)) not in known(vintages, "strict", dt.date(2020, 1, 30))
    assert known(vintages, "strict", dt.date(2020, 1, 31))["tiny.total_sum.m", dt.date(2020, 1, 1)].value == 10


def test_a_period_without_facts_is_zero_only_where_it_was_collected() -> None:
    said = known(vintages_of([NORTH_A]), "calendar", COLLECTED)
    zero = {start: s for (series_id, start), s in said.items() if series_id == "tiny.zero_sum.m"}
    assert zero[dt.date(2020, 3, 1)].value == 0, "from the month of zero_from on"
    assert dt.date(2020, 2, 1) not in zero, "before it nothing is known"
    assert zero[dt.date(2021, 7, 1)].value == 0, "the last whole month before collected_through"
    assert (zero[dt.date(2021, 8, 1)].value, zero[dt.date(2021, 8, 1)].reason) == (None, "not_collected")
    assert dt.date(2021, 12, 1) not in zero, "a month not over when it was collected"


def test_the_reason_of_a_missing_input_is_the_reason_of_the_result() -> None:
    south = replace(
        NORTH_A, fact_id="tiny.s", place="south", value_count=None, missing_reason="suspended", obs_status="M"
    )
    said = latest([NORTH_A, south], "tiny.difference.m", dt.date(2020, 1, 1))
    assert (said.value, said.reason) == (None, "suspended")


def test_division_by_zero_is_missing() -> None:
    south = replace(NORTH_A, fact_id="tiny.s", place="south", value_count=0)
    said = latest([NORTH_A, south], "tiny.ratio.m", dt.date(2020, 1, 1))
    assert (said.value, said.reason) == (None, "not_applicable")


def test_the_last_of_a_quarter_is_made_of_the_last_month_alone() -> None:
    low = replace(NORTH_A, fact_id="tiny.low", quality="low")
    march = replace(
        NORTH_A, fact_id="tiny.m", day=dt.date(2020, 3, 31), value_count=3, published_on=dt.date(2020, 4, 1)
    )
    said = latest([low, march], "tiny.last.q", dt.date(2020, 1, 1))
    assert (said.value, said.quality, said.facts) == (3, "high", {"tiny.m"})


def test_an_average_is_made_of_the_inputs_present() -> None:
    south = replace(
        NORTH_A,
        fact_id="tiny.s",
        place="south",
        value_count=None,
        missing_reason="refused",
        obs_status="M",
        quality="low",
    )
    said = latest([NORTH_A, south], "tiny.average.m", dt.date(2020, 1, 1))
    assert (said.value, said.quality, said.facts) == (10, "high", {"tiny.a"})


def test_days_since_reads_at_least_in_the_period_that_the_collection_cuts() -> None:
    south = replace(NORTH_A, place="south", day=dt.date(2021, 8, 4), published_on=dt.date(2021, 8, 4))
    said = known(vintages_of([south]), "calendar", COLLECTED)
    cut, after = said["tiny.since.m", dt.date(2021, 8, 1)], said["tiny.since.m", dt.date(2021, 9, 1)]
    assert (cut.value, cut.reference_date) == (10, dt.date(2021, 8, 14))
    assert (after.value, after.reason) == (None, "not_collected")


def declared(*series: Series) -> Family:
    return Family("tiny", "Tiny", "", series, ())


def make(tmp_path: Path, *series: Series) -> duckdb.DuckDBPyConnection:
    """A database with other series over one reading."""
    from indicators.contracts.audit import audit
    from indicators.contracts.shared import SHARED_TABLES

    project = write_project(tmp_path / "project", [NORTH_A])
    models = (*SHARED_TABLES, Readings)
    write_database(tmp_path / "x.duckdb", models, audit(project.raw, models).tables, [VIEWS], [declared(*series)])
    return open_database(tmp_path / "x.duckdb")


A_PICK = Pick("SELECT day AS period_date, value_count AS value, [fact_id] AS fact_ids FROM readings")


def test_a_total_of_missing_values_is_missing_not_zero(tmp_path: Path) -> None:
    sql = """SELECT day AS period_date, CAST(NULL AS DOUBLE) AS value, [fact_id] AS fact_ids,
                    'not_published' AS missing_reason
             FROM readings"""
    total = Series(
        "tiny.t.m", "t", "count", "t", Total(sql, "sum", dt.date(2020, 1, 1)), collected_through=dt.date(2020, 2, 29)
    )
    rows = make(tmp_path, total).sql(
        "SELECT period, value, missing_reason FROM observations_latest WHERE period < '2020-03' ORDER BY period"
    ).fetchall()  # fmt: skip
    assert rows == [("2020-01", None, "not_published"), ("2020-02", 0.0, None)]


@pytest.mark.parametrize(
    ("freq", "label"), [("a", "2020"), ("h", "2020-S1"), ("q", "2020-Q1"), ("m", "2020-01"), ("d", "2020-01-31")]
)
def test_periods_are_named_as_in_sdmx(tmp_path: Path, freq: str, label: str) -> None:
    connection = make(tmp_path, Series(f"tiny.x.{freq}", "x", "count", "x", A_PICK))
    assert connection.sql("SELECT DISTINCT period FROM observations").fetchall() == [(label,)]


def test_an_input_nobody_declares_is_refused() -> None:
    with pytest.raises(UsageProblem, match=r"tiny\.x\.m is made of tiny\.y\.m, which nobody declares"):
        in_order([Series("tiny.x.m", "x", "count", "x", Combine("a", a="tiny.y.m"))])


def test_inputs_come_before_what_is_made_of_them() -> None:
    ids = [s.id for s in in_order(SERIES[::-1])]
    assert ids.index("tiny.zero_sum.m") < ids.index("tiny.sum.q") < ids.index("tiny.sum_of_quarters.a")


def test_a_rule_whose_columns_are_missing_is_refused(tmp_path: Path) -> None:
    with pytest.raises(UsageProblem, match="lacks fact_ids"):
        make(
            tmp_path, Series("tiny.x.m", "x", "count", "x", Pick("SELECT day AS period_date, 1 AS value FROM readings"))
        )


@pytest.mark.parametrize(
    "fact_ids", ["[fact_id, 'tiny.unknown']", "[NULL]", "CAST([] AS VARCHAR[])", "NULL::VARCHAR[]"]
)
def test_a_value_that_names_no_fact_is_refused(tmp_path: Path, fact_ids: str) -> None:
    sql = f"SELECT day AS period_date, value_count AS value, {fact_ids} AS fact_ids FROM readings"
    with pytest.raises(UsageProblem, match="1 values name no fact, or one that is not there"):
        make(tmp_path, Series("tiny.x.m", "x", "count", "x", Pick(sql)))


def test_zero_needs_a_day_through_which_it_was_collected(tmp_path: Path) -> None:
    with pytest.raises(UsageProblem, match="zero_from without collected_through"):
        make(tmp_path, Series("tiny.x.m", "x", "count", "x", Total(A_PICK.sql, "sum", dt.date(2020, 1, 1))))
