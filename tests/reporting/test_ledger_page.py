"""The pages of claims, forecasts and editions say what was known at the report's date, and nothing of later days."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import polars as pl
import pytest

from indicators.project import Project
from indicators.registry import families
from indicators.reporting.ledger_page import LedgerPage, ledger_page
from indicators.reporting.ledger_tables import LedgerPart, ledger_csv, ledger_parts
from indicators.reporting.publishing import publish
from indicators.reporting.scoreboard import scoreboard
from indicators.store.view import AsOfView

from .test_publishing import SERIES, frozen

ROOT = Path(__file__).resolve().parents[2]
ViewAt = Callable[..., AsOfView]


def page_at(view_at: ViewAt, day: dt.date, project: Project | None = None) -> LedgerPage:
    def later(on: dt.date) -> AsOfView:
        return view_at(on, quarter="2026Q4")

    return ledger_page(project or Project(ROOT), day, later, families())


def parts_of(page: LedgerPage, view: AsOfView) -> dict[str, LedgerPart]:
    report: Any = SimpleNamespace(ledgers=page, scores=scoreboard(view, families()))
    return {part.anchor: part for part in ledger_parts(report)}


@pytest.fixture(scope="module")
def newest(view_at: ViewAt) -> LedgerPage:
    return page_at(view_at, dt.date(2026, 8, 29))


def test_a_report_knows_no_later_document(view_at: ViewAt) -> None:
    early = page_at(view_at, dt.date(2014, 5, 30))
    assert early.is_empty
    assert parts_of(early, view_at(dt.date(2014, 5, 30), quarter="2014Q1")) == {}
    middle = page_at(view_at, dt.date(2020, 8, 29))
    assert {v.claim.document_id for v in middle.verdicts} == {"002"}
    assert {r.forecast.document_id for r in middle.resolutions} == {"002"}
    verdicts = {v.claim.claim_id: (v.verdict, v.now) for v in middle.verdicts}
    assert verdicts["C002-030"] == ("not_yet_knowable", "cannot_be_checked")  # the treaty ended in 2026


def test_headlines_that_documents_dispute(newest: LedgerPage, view_at: ViewAt) -> None:
    trade = newest.disputed["trade.usa_rus.total_12m.m"]
    assert {"C001-067", "C002-056"} <= set(trade)  # the lowest year; 26 billion in 2019
    assert "C001-066" not in trade  # 3.5 billion in 2024 holds
    assert newest.disputed["arms_control.strategic_treaties_in_force.m"] == ("C000-025",)
    assert "sanctions.ofac.russia.entries.m" not in newest.disputed
    headlines = {h for family in families() for h in family.headlines}
    assert set(newest.disputed) < headlines


def test_the_tables_add_up(newest: LedgerPage, view_at: ViewAt) -> None:
    parts = parts_of(newest, view_at(dt.date(2026, 8, 29), quarter="2026Q2"))
    assert list(parts) == ["claims", "forecasts"]
    claims = parts["claims"]
    against, by_document, by_family = claims.tables
    for table in (by_document, by_family):
        *rows, total = ([int(cell) for cell in row[1:]] for row in table.rows)
        assert [sum(column) for column in zip(*rows, strict=True)] == total
    assert sum(len(t.rows) for t in claims.folded) == sum(bool(v.results) for v in newest.verdicts)
    assert all("contradicted" in row[6] + row[7] for row in against.rows)
    shown = {row[0]: row for t in claims.folded for row in t.rows}
    assert shown["C000-004"][3:6] == ("at least 3", "10", "10")
    due, still = parts["forecasts"].folded
    assert len(due.rows) + len(still.rows) == sum(bool(r.tested) for r in newest.resolutions)
    cells = [cell for part in parts.values() for t in (*part.tables, *part.folded) for row in t.rows for cell in row]
    assert not {"None", "nan"} & set(cells)


def test_the_data_name_the_facts(newest: LedgerPage) -> None:
    tables = ledger_csv(newest)
    assert set(tables) == {"claims", "forecasts", "forecast_scores"}
    row = tables["claims"].row(by_predicate=pl.col("check_id") == "C001-066a", named=True)
    assert row["fact_ids"].split("; ")[0].startswith("trade.census.")


def test_what_was_first_published_stands_beside_what_is_known_now(tmp_path: Path, view_at: ViewAt) -> None:
    project = Project(tmp_path)
    publish(project, frozen())
    note = f"quarter,series_id,period,noted_on,right_value,note\n2025Q1,{SERIES},2025-Q1,2025-09-01,,a slip\n"
    (project.raw / "published" / "published_notes.csv").write_text(note, encoding="utf-8")
    day = dt.date(2026, 8, 29)
    page = page_at(view_at, day, project)
    (row,) = page.first_published.iter_rows(named=True)
    known = view_at(day, quarter="2026Q4").observations(SERIES)
    now = dict(zip(known["period"], known["value"], strict=True))["2025-Q1"]
    assert (row["edition"], row["first"], row["now"], row["note"]) == (1, 900.5, now, "2025-09-01: a slip")
    assert page.own_scores["horizon"].to_list() == [0, 1]
    parts = parts_of(page, view_at(day, quarter="2026Q2"))
    assert list(parts) == ["forecasts", "editions"]
    assert "1 edition published; the last is edition 1, 2025Q1" in parts["editions"].sentences[0]
    before = page_at(view_at, dt.date(2025, 5, 29), project)
    assert before.is_empty
