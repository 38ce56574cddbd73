"""Numbers of the newest report walked back to raw cells and recomputed there."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path

import polars as pl
import pytest

from indicators.project import Project
from indicators.registry import QUARTER_CLOCK, all_tables, families
from indicators.reporting.edition import choose_edition
from indicators.reporting.lineage import NumberAt, numbers_of, read_tables
from indicators.reporting.presentation import SCORE_HEAD, score_row
from indicators.reporting.scoreboard import scoreboard
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
    """Tables of the newest report as text, without its models, and what walks their numbers back."""

    view: AsOfView
    numbers: Sequence[NumberAt]
    walker: Walker


@pytest.fixture(scope="module")
def newest(built: Project, view_at: Callable[..., AsOfView]) -> Newest:
    edition = choose_edition(built.database, QUARTER_CLOCK, None, None, "calendar")
    view = view_at(edition.as_of, edition.mode, edition.quarter)
    tables = {
        f"{f.name}_series": pl.read_csv(
            view.observations(*(s.id for s in f.series)).write_csv().encode(), infer_schema=False
        )
        for f in families()
    }
    rows = [score_row(score) for score in scoreboard(view, families())]
    tables["scoreboard"] = pl.DataFrame(rows, schema=[name.replace(" ", "_") for name in SCORE_HEAD], orient="row")
    return Newest(view, numbers_of(tables, families()), walker_of(built, view))


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
    return Walker(read_rows(project.raw), questions, DECLARED, inputs)


def wrong(walker: Walker, numbers: Sequence[NumberAt]) -> list[str]:
    """Numbers that raw cells do not give, as text."""
    found = []
    for n in numbers:
        value = walker.value(n.series_id, n.period)
        digits = len(n.text.split(" ")[0].partition(".")[2]) if n.table == "scoreboard" else 9
        near = max(NEAR, abs(n.value) * 1e-12) if digits == 9 else Fraction(1, 2) / 10**digits + Fraction(1, 10**6)
        if value is None or abs(float(value) - n.value) > near:
            found.append(
                f"{n.table} {n.series_id} {n.period}: printed {n.text}, raw cells give {value and float(value)}"
            )
    return found


def sample(numbers: Sequence[NumberAt]) -> list[NumberAt]:
    """Every number of the scoreboard and as many others as make 500."""
    scores = [n for n in numbers if n.table == "scoreboard"]
    others = [n for n in numbers if n.table != "scoreboard"]
    return scores + random.Random(SEED).sample(others, NUMBERS - len(scores))


def test_500_numbers_of_the_newest_report_come_from_raw_cells(
    newest: Newest, record_property: Callable[[str, object], None]
) -> None:
    numbers = sample(newest.numbers)
    failures = wrong(newest.walker, numbers)
    kinds = Counter(type(DECLARED[n.series_id].rule).__name__ for n in numbers)
    record_property("walked", len(numbers))
    record_property("equal", len(numbers) - len(failures))
    record_property("kinds", dict(kinds))
    assert len(numbers) == NUMBERS and not failures
    assert set(kinds) >= {"Pick", "Total", "Since", "Combine", "Rolling", "Aggregate", "Change"}
    assert len(newest.walker.cells_read) > NUMBERS


@pytest.mark.nightly
def test_every_number_of_the_newest_report_comes_from_raw_cells(newest: Newest) -> None:
    assert wrong(newest.walker, newest.numbers) == []


def test_the_walker_sees_a_changed_cell(newest: Newest) -> None:
    number = next(n for n in newest.numbers if n.series_id == "trade.usa_rus.total.q" and n.period == "2020-Q1")
    fact_id = newest.walker.inputs["trade.usa_rus.exports.m", "2020-01"][0]
    rows = dict(newest.walker.rows)
    rows[fact_id] = {**rows[fact_id], "value_usd_mn": "1"}
    changed = Walker(rows, newest.walker.questions, DECLARED, newest.walker.inputs)
    assert not wrong(newest.walker, [number])
    assert wrong(changed, [number])


def test_the_tracer_names_the_same_facts_and_cells(newest: Newest, built: Project) -> None:
    tracer = Tracer(newest.view, DECLARED, all_tables(), RawRows(built.root))
    for n in random.Random(SEED).sample(list(newest.numbers), 60):
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
    models = sum(
        pl.Series(column).str.strip_chars().cast(pl.Float64, strict=False).is_not_null().sum()
        for name, frame in tables.items() if name.startswith("model_")
        for column in frame.iter_columns()
    )  # fmt: skip
    record_property("traced", len(numbers))
    record_property("model_numbers", models)
    assert models > 1000 and not any(n.table.startswith("model_") for n in numbers)
    assert by_table["scoreboard"] == 15
    for figure in ("trade.quarters", "trade.twelve_months", "trade.partners", "contacts-days-since",
                   "arms_control.stockpiles", "sanctions_ofac_entries"):  # fmt: skip
        assert by_table[figure] > 20, figure
    assert {n.series_id for n in numbers if n.table == "trade.partners"} == {
        "trade.usa_rus.total.a", "trade.chn_rus.turnover.a", "trade.eu27_rus.total.a",
    }  # fmt: skip
