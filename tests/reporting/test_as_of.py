"""A report as of a date uses nothing published after it: later facts in every table change no byte."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from indicators.contracts.audit import audit_frames
from indicators.contracts.findings import Audit
from indicators.contracts.model import FactTable, TableModel, columns_of
from indicators.modelling.fitting import fit_all
from indicators.project import Project
from indicators.registry import QUARTER_CLOCK, all_tables, families, rooms
from indicators.reporting.content import Report, make_report
from indicators.reporting.edition import choose_edition
from indicators.reporting.presentation import model_tables
from indicators.reporting.render import render_html, render_markdown
from indicators.store.database import write_database
from indicators.store.declare import Family
from indicators.store.known import fill, known_frames
from indicators.store.opening import open_database
from indicators.store.view import AsOfView, as_of_view
from tests.store.test_known import contents

LATER = dt.date(2031, 5, 5)
FACTS = [t for t in all_tables() if issubclass(t, FactTable) and t._contract.name != "event_counts"]
"""Tables with facts: `test_tables_without_facts` of tests/store/test_as_of_series.py says which have none."""


QUARTER, AS_OF = "2022Q1", dt.date(2022, 5, 30)
YEARS = 10


def moved(name: str, frame: pl.DataFrame, years: int) -> pl.Expr:
    """A column whose dates lie so many years later, whether they are days, years or text that begins with a year."""
    column = pl.col(name)
    if frame.schema[name] == pl.Date:
        return column.dt.offset_by(f"{years}y")
    if name in ("year", "reference_year"):
        return column + years
    if name in ("period", "vintage"):
        return (column.str.slice(0, 4).cast(pl.Int64) + years).cast(pl.String) + column.str.slice(4)
    return column


def year_of(name: str, frame: pl.DataFrame) -> pl.Expr | None:
    """The year that a column speaks of, or None."""
    if frame.schema[name] == pl.Date:
        return pl.col(name).dt.year().cast(pl.Int64)
    if name in ("year", "reference_year"):
        return pl.col(name)
    return pl.col(name).str.slice(0, 4).cast(pl.Int64) if name in ("period", "vintage") else None


def later_dates(frame: pl.DataFrame, years: int = YEARS) -> pl.DataFrame:
    """The rows of the last years once more, about days ten years later and published ten years later.

    Where no row is that young, sixty years are gone back and on.
    """
    said = [year for name in frame.columns if (year := year_of(name, frame)) is not None]
    recent = frame.filter(pl.all_horizontal(year.fill_null(9999) > AS_OF.year - years for year in said))
    if recent.is_empty() and years == YEARS:
        return later_dates(frame, 60)
    others = [name for name in frame.columns if name != "fact_id"]
    return recent.with_columns(pl.col("fact_id") + ".later", *(moved(name, frame, years) for name in others))


def later_vintages(model: type[TableModel], frame: pl.DataFrame) -> pl.DataFrame:
    """Every row once more as the same publisher's later word on the same quantity: other numbers, another source."""
    numbers = [c for c in columns_of(model) if c.unit and c.kind in ("number", "integer")]
    other = [(pl.col(c.name) + 1) // 2 if c.kind == "integer" else pl.col(c.name) * 0.5 for c in numbers]
    return frame.with_columns(
        pl.col("fact_id") + ".revised", pl.col("source_id") + "-later", pl.lit(LATER).alias("published_on"),
        pl.lit("source").alias("published_basis"), *other,
    )  # fmt: skip


@pytest.fixture(scope="module")
def later(audited: Audit, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A database of the real facts, of as many about days ten years later, and of each fact revised in 2031."""
    frames = dict(audited.tables)
    again = frames["sources"].with_columns(
        pl.col("source_id") + "-later", pl.lit(LATER).alias("published_on"), pl.lit(LATER).alias("collected_on")
    )
    frames["sources"] = pl.concat([frames["sources"], again])
    for model in FACTS:
        frame = frames[model._contract.name]
        frames[model._contract.name] = pl.concat([frame, later_dates(frame), later_vintages(model, frame)])
    path = tmp_path_factory.mktemp("later") / "later.duckdb"
    write_database(path, all_tables(), frames, [r.views_sql for r in rooms()], families())
    return path


def view_of(database: Path, quarter: str, as_of: dt.date, mode: str) -> AsOfView:
    texts = [room.views_sql for room in rooms()]
    return as_of_view(database, all_tables(), texts, quarter=quarter, as_of=as_of, mode=mode)


CHEAP = "arms_control.stockpile.usa.fas.a"


def cheap_family() -> Family:
    """One annual series whose models are cheap to fit."""
    series = next(f for f in families() if f.name == "arms_control").by_id[CHEAP]
    return Family("arms_control", "Stockpile", "How many?", (series,), (CHEAP,))


def report_of(view: AsOfView, quarter: str, database: Path, project: Project) -> Report:
    edition = choose_edition(database, QUARTER_CLOCK, quarter, view.as_of.isoformat(), view.mode)
    known = known_frames(database, all_tables(), view.as_of, view.mode)
    return make_report(
        view, edition, families=families(), fits=fit_all(project, view, [cheap_family()]),
        figures_of={r.name: r.figures for r in rooms()}, checked=audit_frames(all_tables(), known),
    )  # fmt: skip


def written(view: AsOfView, report: Report) -> dict[str, str]:
    """Everything a report shows but the whole manifest, by file."""
    texts = {"report.md": render_markdown(report), "report.html": render_html(report)}
    texts |= {f"{f.id}.csv": frame_text(f.table) for section in report.sections for f in section.figures}
    texts |= {f"{name}.csv": frame_text(frame) for name, frame in model_tables(report).items()}
    texts |= {f"{f.name}_series.csv": frame_text(view.observations(*(s.id for s in f.series))) for f in families()}
    return texts


def frame_text(frame: pl.DataFrame) -> str:
    lists = [name for name, kind in frame.schema.items() if isinstance(kind, pl.List)]
    return frame.with_columns(pl.col(lists).list.join("; ") if lists else []).write_csv()


def first_difference(one: str, other: str) -> str:
    for a, b in zip(one.splitlines(), other.splitlines(), strict=False):
        if a != b:
            at = next((i for i, (x, y) in enumerate(zip(a, b, strict=False)) if x != y), min(len(a), len(b)))
            return f"{a[max(0, at - 80) : at + 80]!r} against {b[max(0, at - 80) : at + 80]!r}"
    return f"{len(one)} and {len(other)} characters"


def test_every_table_of_facts_has_later_ones(later: Path) -> None:
    view = view_of(later, "2036Q4", dt.date(2036, 12, 31), "strict")
    for ending in ("later", "revised"):
        found = view.sql(
            "SELECT DISTINCT table_name FROM facts WHERE published_on > $day AND ends_with(fact_id, $ending)",
            day=dt.date(2022, 12, 31), ending=ending,
        )  # fmt: skip
        assert set(found["table_name"]) == {t._contract.name for t in FACTS}
    assert view.observations("trade.usa_rus.total.a")["published_on"].max() >= LATER


@pytest.mark.parametrize("mode", ["calendar", "strict"])
def test_later_facts_change_no_byte_of_an_older_report(built: Project, later: Path, mode: str) -> None:
    """The report of 2022Q1, its page on the contracts included."""
    texts: list[dict[str, str]] = []
    for database in (built.database, later):
        view = view_of(database, QUARTER, AS_OF, mode)
        texts.append(written(view, report_of(view, QUARTER, database, built)))
    assert texts[0].keys() == texts[1].keys()
    assert not {n: first_difference(texts[0][n], texts[1][n]) for n in texts[0] if texts[0][n] != texts[1][n]}


def test_later_facts_do_enter_a_later_report(built: Project, later: Path) -> None:
    """The test above would notice: as of 2031 the same quarter reads otherwise."""
    values: list[Any] = []
    for database in (built.database, later):
        view = view_of(database, QUARTER, dt.date(2031, 12, 31), "calendar")
        values.append([view.observations(i)["value"].to_list() for i in ("trade.usa_rus.total.m", CHEAP)])
    assert values[0] != values[1]


def test_fits_do_not_see_later_facts(built: Project, later: Path, tmp_path: Path) -> None:
    project = Project(tmp_path)
    before, after = (
        fit_all(project, view_of(database, QUARTER, AS_OF, "calendar"), [cheap_family()])
        for database in (built.database, later)
    )
    assert [f.reason for f in before] == [f.reason for f in after]
    assert all(a.frame.equals(b.frame) for a, b in zip(before, after, strict=True))
    kept = list(project.work.rglob("*.json"))
    assert len(kept) == len(before), "the same input, so each was fitted once"
    fit_all(project, view_of(later, QUARTER, dt.date(2031, 12, 31), "calendar"), [cheap_family()])
    assert len(list(project.work.rglob("*.json"))) > len(kept), "as of 2031 the input is another one"


@pytest.mark.parametrize("mode", ["calendar", "strict"])
def test_later_facts_change_no_row_of_a_database_as_of_a_date(
    built: Project, later: Path, tmp_path: Path, mode: str
) -> None:
    held = []
    for n, database in enumerate((built.database, later)):
        fill(database, tmp_path / f"{n}.duckdb", all_tables(), AS_OF, mode)
        held.append(contents(tmp_path / f"{n}.duckdb"))
    assert held[0].keys() == held[1].keys() >= {t._contract.name for t in FACTS}
    assert [name for name in held[0] if held[0][name] != held[1][name]] == []
    with open_database(built.database) as main:
        query = "FROM observations_as_of($day, as_of_mode_wanted := $mode) ORDER BY series_id, period_start"
        assert held[0]["observations"] == main.sql(query, params={"day": AS_OF, "mode": mode}).fetchall()
    questions = {row[0] for row in held[0]["poll_questions"]}
    assert len(held[0]["observations"]) > 10_000 and 0 < len(questions) < built_count(built, "poll_questions")


def built_count(project: Project, table: str) -> int:
    with open_database(project.database) as main:
        return len(main.sql(f"FROM {table}").fetchall())
