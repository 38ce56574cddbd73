"""What the build adds to the database from the ledgers."""

from __future__ import annotations

import shutil
from pathlib import Path

import duckdb
import pytest

from indicators.ledgers.step import ledger_tables, whole_steps
from indicators.project import Project
from indicators.registry import rooms
from indicators.store.database import add_tables
from indicators.store.exports import export_tables

from .test_claims import SEEDS


@pytest.fixture(scope="module")
def project(built: Project, tmp_path_factory: pytest.TempPathFactory) -> Project:
    """The built database beside the real ledgers."""
    made = Project(tmp_path_factory.mktemp("ledgers"))
    made.processed.mkdir(parents=True)
    (made.raw / "published").mkdir(parents=True)
    shutil.copytree(SEEDS, made.root / "seeds")
    shutil.copyfile(built.database, made.database)
    return made


def test_statements_verdicts_and_facts_are_tables(project: Project, tmp_path: Path) -> None:
    tables, frames = ledger_tables(project, rooms())
    add_tables(project.database, tables, frames)  # keys and code lists hold
    exported = export_tables(project.database, {m._contract.name: ", ".join(m._contract.key) for m in tables}, tmp_path)
    assert {path.stem for path in exported} == set(frames)
    with duckdb.connect(str(project.database), read_only=True) as db:
        counts = dict(db.sql("SELECT verdict, count(*) FROM claim_verdicts GROUP BY ALL").fetchall())
        assert sum(counts.values()) == 296
        assert counts["record_only"] == 99
        ours = "SELECT ours_number FROM claim_check_results WHERE check_id = 'C001-066a' AND known = 'now'"
        assert db.sql(ours).fetchall() == [(pytest.approx(3.5361),)]
        lost = """SELECT count(*) FROM verdict_facts v LEFT JOIN facts f USING (fact_id) WHERE f.fact_id IS NULL"""
        assert db.sql(lost).fetchall() == [(0,)]
        score = "SELECT came_true, failed FROM forecast_scores WHERE group_kind = 'all'"
        sums = "count(*) FILTER (outcome = 'came_true'), count(*) FILTER (outcome = 'failed')"
        told = f"SELECT {sums} FROM forecast_verdicts"
        assert db.sql(score).fetchall() == db.sql(told).fetchall()
        assert db.sql("SELECT count(*) FROM published_editions").fetchall() == [(0,)]


def test_the_step_comes_last_and_only_where_there_are_ledgers(project: Project, tmp_path: Path) -> None:
    last = whole_steps(project, rooms())[-1]
    assert (last.name, set(last.needs)) == ("ledgers", {"database", "Parquet and csv", "models"})
    assert {path.name for path in last.inputs} == {path.name for path in SEEDS.glob("*.csv")}
    assert [s.name for s in whole_steps(Project(tmp_path), rooms())][-1] == "models"
