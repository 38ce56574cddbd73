"""A family made up for tests: readings at two places, with a series for every kind of rule."""

from __future__ import annotations

import csv
import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass, fields
from pathlib import Path

import polars as pl

from indicators.contracts import codes
from indicators.contracts.audit import audit
from indicators.contracts.model import Contract, CrossRule, FactTable, TableModel, column, rule
from indicators.contracts.shared import SHARED_TABLES
from indicators.project import Project
from indicators.store.build import FindingsProblem
from indicators.store.database import write_database
from indicators.store.declare import (
    Aggregate,
    Average,
    Change,
    Combine,
    Family,
    Making,
    Pick,
    Rolling,
    Series,
    Since,
    Total,
)

COLLECTED = dt.date(2021, 12, 31)
"""The day on which the made-up sources were collected."""
THROUGH = dt.date(2021, 8, 14)
"""``collected_through`` of the counting series: within a month, so that August 2021 is cut."""
ZERO_FROM = dt.date(2020, 3, 10)


@dataclass(frozen=True)
class Source:
    """A row of sources.csv that matters here."""

    id: str
    publisher: str
    rank: int
    lag_days: int | None


SOURCES = (
    Source("office-a", "Office", 1, 20),
    Source("office-b", "Office", 1, None),
    Source("compiler", "Compiler", 2, 40),
    Source("press", "Press", 4, None),
)


@dataclass(frozen=True)
class Reading:
    """A row of readings.csv."""

    fact_id: str
    place: str
    day: dt.date
    value_count: float | None
    missing_reason: str | None
    source_id: str
    published_on: dt.date
    published_basis: str = "source"
    obs_status: str = "A"
    quality: str = "high"


class Readings(FactTable):
    """One reading at a place on a day."""

    _contract = Contract(
        name="readings",
        folder="tiny",
        files=("readings.csv",),
        title="Readings made up for tests",
        key=("place", "day", "source_id", "published_on"),
        quantity=("place", "day"),
        reference_end="day",
    )
    _rules = (
        rule(
            "readings.missing_with_reason",
            "A reading is missing exactly when a reason is given",
            holds=pl.col("value_count").is_null() == pl.col("missing_reason").is_not_null(),
            columns=("missing_reason",),
        ),
    )

    place: str = column("Where", codes={"north": "North", "south": "South"})
    day: dt.date = column("Day of the reading")
    value_count: float = column("Reading", unit="count", nullable=True, ge=0)
    missing_reason: str = column("Why there is none", codes=codes.MISSING_REASON, nullable=True)


VIEWS = """
-- Which readings have a number?
CREATE VIEW readings_counted AS SELECT * FROM readings WHERE value_count IS NOT NULL;
"""

NORTH = """SELECT day AS period_date, value_count AS value, [fact_id] AS fact_ids, day AS reference_date, missing_reason
           FROM readings WHERE place = 'north'"""
SOUTH = """SELECT day AS period_date, value_count AS value, [fact_id] AS fact_ids, missing_reason
           FROM readings WHERE place = 'south'"""
COUNTED = """SELECT day AS period_date, value_count AS value, [fact_id] AS fact_ids, day AS reference_date
             FROM readings_counted"""
GAP = """SELECT n.day AS period_date, n.value_count - s.value_count AS value, [n.fact_id, s.fact_id] AS fact_ids
         FROM readings_counted n JOIN readings_counted s USING (day) WHERE n.place = 'north' AND s.place = 'south'"""
HOWS = ("sum", "count", "mean", "min", "max", "last")


def _series(name: str, how_made: Making, through: dt.date | None = None) -> Series:
    return Series(f"tiny.{name}", name, "count", f"Made up: {name}", how_made, collected_through=through)


SERIES = (
    _series("north.m", Pick(NORTH)),
    _series("south.m", Pick(SOUTH)),
    _series("north.h", Pick(NORTH)),
    _series("gap.q", Pick(GAP)),
    *(_series(f"total_{how}.m", Total(COUNTED, how)) for how in HOWS),
    _series("zero_sum.m", Total(COUNTED, "sum", ZERO_FROM), THROUGH),
    _series("zero_count.q", Total(COUNTED, "count", ZERO_FROM), THROUGH),
    _series("since.m", Since("SELECT day AS event_date, fact_id FROM readings WHERE place = 'south'"), THROUGH),
    _series("difference.m", Combine("a - b", a="tiny.north.m", b="tiny.south.m")),
    _series("ratio.m", Combine("a / b", a="tiny.north.m", b="tiny.south.m")),
    _series("rolling.m", Rolling("tiny.zero_sum.m", periods=3)),
    _series("sum.q", Aggregate("tiny.zero_sum.m", how="sum")),
    _series("sum.a", Aggregate("tiny.zero_sum.m", how="sum")),
    _series("sum_of_quarters.a", Aggregate("tiny.sum.q", how="sum")),
    _series("mean.q", Aggregate("tiny.zero_sum.m", how="mean")),
    _series("last.q", Aggregate("tiny.north.m", how="last")),
    _series("growth.m", Change("tiny.north.m", lag=1, kind="percent")),
    _series("growth_of_difference.m", Change("tiny.difference.m", lag=1, kind="percent")),
    _series("step.m", Change("tiny.zero_sum.m", lag=12, kind="difference")),
    _series("average.m", Average(("tiny.north.m", "tiny.south.m"))),
    _series("average_of_difference.m", Average(("tiny.difference.m", "tiny.south.m"))),
)
FAMILY = Family("tiny", "Tiny", "What do the made-up readings say?", SERIES, ("tiny.north.m",))


@dataclass(frozen=True)
class TinyRoom:
    """The family as the build asks for it (``indicators.store.build.Declared``)."""

    name: str = "tiny"
    tables: tuple[type[TableModel], ...] = (Readings,)
    across: tuple[CrossRule, ...] = ()
    family: Family = FAMILY
    views_sql: str = VIEWS


def write_rows(path: Path, header: Sequence[str], rows: Iterable[Sequence[object]]) -> None:
    """A raw file as the contracts want it."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.writer(stream, lineterminator="\n")
        writer.writerow(header)
        writer.writerows(rows)


def write_readings(raw: Path, readings: Iterable[Reading]) -> None:
    """``tiny/readings.csv``."""
    names = [f.name for f in fields(Reading)]
    rows = [[asdict(r)[n] for n in names] for r in readings]
    write_rows(raw / "tiny" / "readings.csv", [*names, "seen_in", "note"], [[*row, "a test", ""] for row in rows])


def write_shared(raw: Path) -> None:
    """The files that belong to no family."""
    write_rows(
        raw / "sources.csv",
        ["source_id", "title", "publisher", "url", "licence", "published_on", "publisher_rank", "release_lag_days",
         "collected_on"],
        [[s.id, s.id.title(), s.publisher, "", "not stated", "", s.rank, s.lag_days, COLLECTED] for s in SOURCES],
    )  # fmt: skip
    write_rows(
        raw / "left_out.csv",
        ["reference_row", "family", "what", "reason_code", "reason", "same_as"],
        [["tiny/readings.csv:9", "tiny", "A row", "not_a_fact", "It says nothing.", ""]],
    )
    write_rows(
        raw / "outside" / "outside_lines.csv",
        ["fact_id", "indicator", "freq", "period", "vintage", "value_index", "value_pct", "source_id", "seen_in",
         "published_on", "published_basis", "obs_status", "quality", "note"],
        [["outside.gpr.1985-01", "gpr", "M", "1985-01", "2021-01-01", "100.5", "", "office-a", "a test",
          "2021-01-01", "upper_bound", "A", "high", ""]],
    )  # fmt: skip


def write_project(root: Path, readings: Iterable[Reading]) -> Project:
    """A whole project with this family alone."""
    project = Project(root.resolve())
    write_shared(project.raw)
    write_readings(project.raw, readings)
    return project


def database_of(project: Project, path: Path) -> Path:
    """The database of a project's facts, written straight to ``path``."""
    models = (*SHARED_TABLES, Readings)
    checked = audit(project.raw, models)
    if checked.errors:
        raise FindingsProblem(checked)
    write_database(path, models, checked.tables, [VIEWS], [FAMILY])
    return path


SOME_READINGS = (
    Reading("tiny.a", "north", dt.date(2020, 1, 31), 10, None, "office-a", dt.date(2020, 3, 1)),
    Reading("tiny.a2", "north", dt.date(2020, 1, 31), 11, None, "office-a", dt.date(2020, 6, 1)),
    Reading("tiny.b", "north", dt.date(2020, 1, 31), 12, None, "press", dt.date(2020, 2, 2)),
    Reading("tiny.c", "south", dt.date(2020, 1, 15), 4, None, "compiler", dt.date(2020, 2, 20), quality="medium"),
    Reading("tiny.d", "north", dt.date(2020, 2, 29), None, "refused", "office-a", dt.date(2020, 3, 21), obs_status="M"),
    Reading("tiny.e", "south", dt.date(2020, 2, 3), 6, None, "office-b", dt.date(2020, 4, 1), "assumed"),
    Reading("tiny.f", "north", dt.date(2020, 4, 30), 9, None, "press", dt.date(2020, 5, 2), quality="low"),
    Reading("tiny.g", "south", dt.date(2020, 3, 5), 7, None, "office-b", dt.date(2020, 3, 6), quality="low"),
    Reading("tiny.h", "south", dt.date(2020, 3, 5), 8, None, "press", dt.date(2020, 5, 5)),
)
