"""Numbers of the newest report walked back to raw cells and recomputed there."""

from __future__ import annotations

import random
import re
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import get_args

import polars as pl
import pytest

from indicators.project import Project
from indicators.registry import QUARTER_CLOCK, all_tables, families, rooms
from indicators.reporting.edition import choose_edition
from indicators.reporting.lineage import SERIES_COUNTS, model_numbers, numbers_of, read_tables
from indicators.reporting.number_at import Kind, NumberAt
from indicators.reporting.presentation import SCORE_HEAD, score_row
from indicators.reporting.scoreboard import scoreboard
from indicators.reporting.write import _csv, _series_table
from indicators.store.provenance import Tracer
from indicators.store.raw_rows import RawRows
from indicators.store.view import AsOfView

from .walker import Walker, read_keyed, read_rows

NUMBERS, SEED = 500, 20260822
NEAR = 1e-6
"""Sums are kept to eight decimals in the database, raw cells have at most six."""
DECLARED = {s.id: s for family in families() for s in family.series}
ROOT = Path(__file__).resolve().parents[2]


@dataclass(frozen=True)
class Newest:
    """Tables of the newest report as text, and what walks their numbers back."""

    view: AsOfView
    tables: Mapping[str, pl.DataFrame]
    numbers: Sequence[NumberAt]
    walker: Walker


def as_text(frame: pl.DataFrame) -> pl.DataFrame:
    """A table as it is read from its file."""
    return pl.read_csv(_csv(frame).encode(), infer_schema=False)


@pytest.fixture(scope="module")
def newest(built: Project, view_at: Callable[..., AsOfView]) -> Newest:
    edition = choose_edition(built.database, QUARTER_CLOCK, None, None, "calendar")
    view = view_at(edition.as_of, edition.mode, edition.quarter)
    tables = {figure.id: as_text(figure.table) for room in rooms() for figure in room.figures(view)}
    tables |= {f"{f.name}_series": as_text(_series_table(view, f)) for f in families()}
    rows = [score_row(score) for score in scoreboard(view, families())]
    tables["scoreboard"] = pl.DataFrame(rows, schema=[name.replace(" ", "_") for name in SCORE_HEAD], orient="row")
    return Newest(view, tables, numbers_of(tables, families()), walker_of(built, view))


def walker_of(project: Project, view: AsOfView) -> Walker:
    """The facts that ``observation_inputs`` names for each number of a rule over tables, newest vintage known."""
    frame = view.sql(
        """SELECT series_id, period, list(fact_id ORDER BY fact_id) AS ids FROM observation_inputs
           WHERE as_of_mode = $mode AND published_on <= $as_of
           GROUP BY series_id, period, published_on
           QUALIFY row_number() OVER (PARTITION BY series_id, period ORDER BY published_on DESC) = 1""",
        mode=view.mode, as_of=view.as_of,
    )  # fmt: skip
    inputs = {(series_id, period): ids for series_id, period, ids in frame.iter_rows()}
    questions = read_keyed(project.raw / "polls" / "poll_questions.csv", "question_id")
    sources = read_keyed(project.raw / "sources.csv", "source_id")
    return Walker(read_rows(project.raw), questions, DECLARED, inputs, sources, view.as_of)


def digits_of(text: str) -> int:
    """Digits after the point of the number that a text begins with."""
    return len(re.sub(r"^(up|down|at least) ", "", text).split(" ")[0].partition(".")[2])


def wrong(walker: Walker, numbers: Sequence[NumberAt]) -> list[str]:
    """Numbers that raw cells do not give, as text."""
    found = []
    for n in numbers:
        value = walker.of_kind(n)
        exact = n.table.endswith("_series") and n.kind == "value"
        near = max(NEAR, abs(n.value) * 1e-12) if exact else 0.5 / 10 ** digits_of(n.text) + 1e-6
        if value is None or abs(float(value) * n.scale - n.value) > near:
            made = f"{n.kind} of {n.series_id} {n.period}" if n.series_id else f"{n.column} of {len(n.fact_ids)} facts"
            found.append(f"{n.table}: {made}: printed {n.text}, raw cells give {value and float(value)}")
    return found


def sample(numbers: Sequence[NumberAt]) -> list[NumberAt]:
    """500 numbers drawn from all outputs: 60 of the scoreboard, the others evenly from figures and series tables."""
    draw = random.Random(SEED)
    scores = [n for n in numbers if n.table == "scoreboard"]
    series = [n for n in numbers if n.table.endswith("_series")]
    figures = [n for n in numbers if n.table != "scoreboard" and not n.table.endswith("_series")]
    return draw.sample(scores, 60) + draw.sample(figures, 220) + draw.sample(series, NUMBERS - 280)


def test_500_numbers_of_all_outputs_come_from_raw_cells(
    newest: Newest, record_property: Callable[[str, object], None]
) -> None:
    numbers = sample(newest.numbers)
    failures = wrong(newest.walker, numbers)
    kinds = Counter(n.kind for n in numbers)
    rules = Counter(type(DECLARED[n.series_id].rule).__name__ for n in numbers if n.series_id)
    tables = {n.table for n in numbers}
    models = len(model_numbers(read_tables(ROOT / "reports" / "2026Q2")))
    print(f"\nwalked back {len(numbers)}, equal {len(numbers) - len(failures)}, from {len(tables)} tables;",
          f"kinds {dict(kinds)}; rules {dict(rules)};",
          f"of {len(newest.numbers)} in all; model numbers of reports/2026Q2, counted apart: {models}")  # fmt: skip
    record_property("walked", len(numbers))
    record_property("equal", len(numbers) - len(failures))
    record_property("kinds", dict(kinds))
    assert failures == []
    assert len(numbers) == NUMBERS
    assert set(rules) >= {"Pick", "Total", "Since", "Combine", "Rolling", "Aggregate", "Change"}
    assert set(kinds) == set(get_args(Kind))
    assert len(newest.walker.cells_read) > NUMBERS


def test_every_number_of_the_scoreboard_and_of_the_figures_comes_from_raw_cells(newest: Newest) -> None:
    numbers = [n for n in newest.numbers if not n.table.endswith("_series")]
    assert wrong(newest.walker, numbers) == []
    assert len(numbers) > 3000


KEYS = {"period", "package", "month_start", "year", "months"}
"""Columns that name a row."""
OF_VINTAGES = {"trade.revisions"}
"""Every stored release of one series; `tests/store/test_vintages.py` holds these to the raw copies."""
ABOUT = {"assumed_dates_count", "weight"}
"""Counts of assumed dates, and the order of the chronology: they say how the page was made."""


def test_no_number_is_left_without_a_way_back(newest: Newest) -> None:
    """Each number is traced, made by a model, a key of its row, or tells how the page was made or what a gap is."""
    told = {(n.table, n.row, n.column) for n in newest.numbers} | model_numbers(newest.tables).keys()
    left = Counter(
        (name, column)
        for name, frame in newest.tables.items() if name not in OF_VINTAGES
        for column in set(frame.columns) - KEYS - ABOUT
        for row, text in enumerate(frame[column])
        if text and re.match(r"(at least |up |down )?[−-]?[0-9][0-9,]*(\.[0-9]+)?( |$)", text)
        and not re.match(r"[0-9]{4}-|[0-9]{1,2} [A-Z]", text) and (name, row, column) not in told
        and not (column in SERIES_COUNTS and frame["value"][row] is None)
    )  # fmt: skip
    assert not left


@pytest.mark.nightly
def test_every_number_of_the_newest_report_comes_from_raw_cells(newest: Newest) -> None:
    assert wrong(newest.walker, newest.numbers) == []


def test_the_walker_sees_a_changed_cell(newest: Newest) -> None:
    number = next(
        n for n in newest.numbers
        if (n.table, n.series_id, n.period) == ("trade_series", "trade.usa_rus.total.q", "2020-Q1")
    )  # fmt: skip
    fact_id = newest.walker.inputs["trade.usa_rus.exports.m", "2020-01"][0]
    rows = dict(newest.walker.rows)
    rows[fact_id] = {**rows[fact_id], "value_usd_mn": "1"}
    changed = replace(newest.walker, rows=rows)
    assert not wrong(newest.walker, [number])
    assert wrong(changed, [number])


def test_the_tracer_names_the_same_facts_and_cells(newest: Newest, built: Project) -> None:
    tracer = Tracer(newest.view, DECLARED, all_tables(), RawRows(built.root))
    values = [n for n in newest.numbers if n.table.endswith("_series") and n.kind == "value"]
    for n in random.Random(SEED).sample(values, 60):
        newest.walker.cells_read.clear()
        newest.walker.value(n.series_id, n.period)
        traced = tracer.trace(n.series_id, n.period)
        assert {f.fact_id for f in traced.all_facts()} == newest.walker.cells_read, n
        for fact in traced.all_facts():
            assert newest.walker.rows[fact.fact_id] == {**fact.cells, "_file": Path(fact.file).name}


def test_numbers_of_a_written_report_have_a_series_or_are_counted_apart(
    record_property: Callable[[str, object], None],
) -> None:
    """On the committed report: figures, scoreboard and series tables; model numbers apart."""
    tables = read_tables(ROOT / "reports" / "2026Q2")
    numbers = numbers_of(tables, families())
    by_table = Counter(n.table for n in numbers)
    models = len(model_numbers(tables))
    record_property("traced", len(numbers))
    record_property("model_numbers", models)
    assert models > 1000 and not any(n.table.startswith("model_") for n in numbers)
    assert by_table["scoreboard"] > 60
    for figure in ("trade.quarters", "trade.twelve_months", "trade.partners", "contacts-days-since",
                   "arms_control.stockpiles", "sanctions_ofac_entries"):  # fmt: skip
        assert by_table[figure] > 20, figure
    assert {n.series_id for n in numbers if n.table == "trade.partners"} == {
        "trade.usa_rus.total.a", "trade.chn_rus.turnover.a", "trade.eu27_rus.total.a",
    }  # fmt: skip
