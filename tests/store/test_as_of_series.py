"""As-of proofs on the real facts: later facts change nothing, windows change nothing, modes change days alone."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import duckdb
import polars as pl
import pytest

from indicators.contracts.findings import Audit
from indicators.contracts.model import FactTable, TableModel, columns_of
from indicators.project import Project
from indicators.registry import all_tables, families, rooms
from indicators.reporting.scoreboard import is_stale
from indicators.store.database import write_database
from indicators.store.dates import LATEST, quarter_bounds
from indicators.store.view import AsOfView

from .periods_for_tests import quarters

LATER = dt.date(2027, 1, 15)
COLLECTED = dt.date(2027, 6, 30)
DATES = ("2014-06-30", "2023-12-31", "2025-06-30", "2026-08-29", "2026-11-22")
TRADE = next(f for f in families() if f.name == "trade")


def with_later_facts(audited: Audit) -> dict[str, pl.DataFrame]:
    """Every table with each of its facts once more: another value, published later by the same publisher."""
    frames = dict(audited.tables)
    sources = frames["sources"]
    later = sources.with_columns(
        source_id=pl.col("source_id") + "-later", collected_on=pl.lit(COLLECTED), published_on=pl.lit(LATER)
    )
    frames["sources"] = pl.concat([sources, later], how="vertical_relaxed")
    for model in all_tables():
        if issubclass(model, FactTable):
            name = model._contract.name
            frames[name] = pl.concat([frames[name], later_rows(model, frames[name])], how="vertical_relaxed")
    return frames


def later_rows(model: type[TableModel], frame: pl.DataFrame) -> pl.DataFrame:
    other = [
        ((pl.col(c.name) // 2) + 1 if c.kind == "integer" else pl.col(c.name) * 0.5 + 1).alias(c.name)
        for c in columns_of(model) if c.unit and c.kind in ("number", "integer")
    ]  # fmt: skip
    return frame.with_columns(
        *other,
        fact_id=pl.col("fact_id") + ".later",
        source_id=pl.col("source_id") + "-later",
        published_on=pl.lit(LATER),
        published_basis=pl.lit("source"),
    )


@pytest.fixture(scope="module")
def both(audited: Audit, built: Project, tmp_path_factory: pytest.TempPathFactory) -> duckdb.DuckDBPyConnection:
    """The database (``now``) and one of the same facts with later ones added to every table (``later``)."""
    path = tmp_path_factory.mktemp("later") / "later.duckdb"
    write_database(path, all_tables(), with_later_facts(audited), [r.views_sql for r in rooms()], families())
    return attach(now=built.database, later=path)


def attach(**databases: Path) -> duckdb.DuckDBPyConnection:
    connection = duckdb.connect()
    for name, path in databases.items():
        connection.execute(f"ATTACH '{path}' AS {name} (READ_ONLY)")
    return connection


def known(connection: duckdb.DuckDBPyConnection, database: str, family: str, date: str) -> str:
    """Every vintage of the family's periods that were over, and known, by a date: as text, both modes."""
    frame = connection.sql(
        f"""SELECT * FROM {database}.observations
            WHERE published_on <= DATE '{date}' AND period_end <= DATE '{date}' AND starts_with(series_id, '{family}.')
            ORDER BY ALL"""
    ).pl()
    assert frame.height > 50
    return frame.write_csv()


@pytest.mark.parametrize("date", DATES)
@pytest.mark.parametrize(
    "family",
    [f.name for f in families()],
)
def test_later_facts_in_every_table_change_nothing_known_before(
    both: duckdb.DuckDBPyConnection, family: str, date: str
) -> None:
    assert known(both, "now", family, date) == known(both, "later", family, date)


WITHOUT_FACTS = {"event_counts"}
"""Tables that wait for their first fact, so that no later one can be made of it."""


def test_tables_without_facts(both: duckdb.DuckDBPyConnection) -> None:
    known = both.sql("SELECT DISTINCT table_name FROM now.facts").fetchall()
    names = {m._contract.name for m in all_tables() if issubclass(m, FactTable)}
    assert names - {name for (name,) in known} == WITHOUT_FACTS


def test_the_later_facts_were_taken_in(both: duckdb.DuckDBPyConnection) -> None:
    ((tables,),) = both.sql(
        "SELECT count(DISTINCT table_name) FROM later.facts WHERE published_on = DATE '2027-01-15'"
    ).fetchall()
    ((changed,),) = both.sql("""
        SELECT count(DISTINCT split_part(series_id, '.', 1)) FROM (
          SELECT series_id, value FROM later.observations WHERE published_on = DATE '2027-01-15')""").fetchall()
    assert tables == sum(issubclass(m, FactTable) for m in all_tables()) - len(WITHOUT_FACTS)
    assert changed == len(families())


@pytest.mark.nightly
@pytest.mark.parametrize("mode", ["calendar", "strict"])
def test_a_date_sees_what_a_database_of_the_facts_of_its_time_says(
    audited: Audit, built: Project, tmp_path: Path, mode: str, record_property: Callable[[str, object], None]
) -> None:
    """Values as of 30 June 2025 against a database built from the facts known by then and no others."""
    date = "2025-06-30"
    connection = attach(now=built.database)
    ids = connection.sql(f"SELECT fact_id FROM now.facts WHERE available_{mode} <= DATE '{date}'").pl()["fact_id"]
    frames = {
        m._contract.name: t.filter(pl.col("fact_id").is_in(ids.implode())) if issubclass(m, FactTable) else t
        for m in all_tables() if (t := audited.tables[m._contract.name]) is not None
    }  # fmt: skip
    alone = tmp_path / "alone.duckdb"
    write_database(alone, all_tables(), frames, [r.views_sql for r in rooms()], families())
    connection = attach(now=built.database, alone=alone)
    one, two = (values(connection, name, mode, date) for name in ("now", "alone"))
    other = Counter(key[0].split(".")[0] for key in one.keys() | two.keys() if one.get(key) != two.get(key))
    record_property("values", len(two))
    record_property("other", dict(other))
    assert other == {}


def values(connection: duckdb.DuckDBPyConnection, name: str, mode: str, date: str) -> dict[tuple[str, str], float]:
    rows = connection.sql(f"""
        SELECT series_id, period, value FROM {name}.observations
        WHERE as_of_mode = '{mode}' AND published_on <= DATE '{date}' AND period_end <= DATE '{date}'
        QUALIFY row_number() OVER (PARTITION BY series_id, period_start ORDER BY published_on DESC) = 1""").fetchall()
    return {(series_id, period): value for series_id, period, value in rows}


@pytest.mark.parametrize("mode", ["calendar", "strict"])
def test_other_windows_give_the_same_answers(view_at: Callable[..., AsOfView], mode: str) -> None:
    as_of = dt.date(2025, 6, 30)
    ids = [i for f in families() for i in f.headlines]
    whole = view_at(as_of, mode, "2026Q3").observations(*ids)
    for quarter, start, end in (
        ("2026Q3", dt.date(2014, 1, 1), dt.date(2019, 12, 31)),
        ("2020Q2", None, None),
        ("2016Q1", dt.date(2015, 7, 1), dt.date(2030, 1, 1)),
    ):
        part = view_at(as_of, mode, quarter).observations(*ids, start=start, end=end)
        last = end or quarter_bounds(quarter)[1]
        expected = whole.filter(
            (pl.col("period_start") >= (start or dt.date(1, 1, 1))) & (pl.col("period_end") <= last)
        )
        assert part.equals(expected) and part.height


def stale_counts(view: AsOfView, mode: str) -> dict[str, int]:
    """Stale headlines of trade as of the end of each quarter since 2014."""
    rows = view.sql(
        """SELECT series_id, period_end, min(published_on) AS known FROM observations
           WHERE as_of_mode = $mode AND list_contains($ids, series_id) AND value IS NOT NULL GROUP BY ALL""",
        mode=mode, ids=list(TRADE.headlines),
    )  # fmt: skip
    counts = {}
    for quarter in quarters("2014Q1", "2026Q2"):
        end = quarter_bounds(quarter)[1]
        last = rows.filter((pl.col("known") <= end) & (pl.col("period_end") <= end)).group_by("series_id").agg(
            pl.col("period_end").max()
        )  # fmt: skip
        newest = dict(last.iter_rows())
        counts[quarter] = sum(i not in newest or is_stale(TRADE.by_id[i], newest[i], end) for i in TRADE.headlines)
    return counts


def test_at_most_one_headline_of_trade_is_stale_in_calendar_mode(
    latest: AsOfView, record_property: Callable[[str, object], None]
) -> None:
    counts = stale_counts(latest, "calendar")
    record_property("stale", counts)
    assert len(counts) == 50
    assert max(counts.values()) <= 1


def test_strict_mode_is_stale_between_the_stored_copies(
    latest: AsOfView, record_property: Callable[[str, object], None]
) -> None:
    """Five dated copies in fourteen years: between them strict mode knows nothing newer than the last copy."""
    counts = stale_counts(latest, "strict")
    record_property("stale", counts)
    fresh = [quarter for quarter, n in counts.items() if n == 0]
    assert fresh == ["2023Q1"]
    assert sum(n > 1 for n in counts.values()) == len(counts) - len(fresh)


def test_the_modes_differ_in_days_never_in_values(latest: AsOfView) -> None:
    columns = (
        "series_id, period, reference_date, value, obs_status, missing_reason, quality, publisher_rank, facts_count"
    )
    calendar, strict = (
        latest.sql(
            f"""SELECT {columns} FROM observations WHERE as_of_mode = $mode AND published_on <= $until
                QUALIFY row_number() OVER (PARTITION BY series_id, period_start ORDER BY published_on DESC) = 1
                ORDER BY series_id, period_start""",
            mode=mode, until=LATEST,
        ).write_csv()
        for mode in ("calendar", "strict")
    )  # fmt: skip
    assert calendar == strict


def test_the_day_of_a_value_is_never_later_in_calendar_mode(latest: AsOfView) -> None:
    rows = latest.sql("""
        SELECT series_id, period FROM (
          SELECT series_id, period, min(published_on) FILTER (as_of_mode = 'calendar') AS c,
                 min(published_on) FILTER (as_of_mode = 'strict') AS s FROM observations GROUP BY ALL) WHERE c > s""")
    assert rows.height == 0
