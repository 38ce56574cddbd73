"""Editions that are published, read with their contracts."""

from __future__ import annotations

from pathlib import Path

import polars as pl

from indicators.ledgers.claims import audited
from indicators.ledgers.published_contract import FOLDER, PUBLISHED_ACROSS, PUBLISHED_TABLES
from indicators.project import Project
from indicators.store.build import FindingsProblem


def published(project: Project, *, unfinished: str = "") -> dict[str, pl.DataFrame]:
    """Every table of ``data/raw/published``, without rows where nothing is published.

    Parameters
    ----------
    project : Project
        Whose editions.
    unfinished : str
        A quarter that is about to be published: rows of it without an edition were left by a killed run and are
        passed over.

    Raises
    ------
    DataProblem
        If a row breaks its contract, or an edition's rows are not those that were published.
    """
    try:
        return audited(project.raw, PUBLISHED_TABLES, "data/raw", PUBLISHED_ACROSS)
    except FindingsProblem as problem:
        left = problem.audit.tables
        if not unfinished or not set(left) >= {m._contract.name for m in PUBLISHED_TABLES}:
            raise
        if (left["published_editions"]["quarter"] == unfinished).any() or not _only_of(problem, unfinished):
            raise
        return {name: frame.filter(pl.col("quarter") != unfinished) for name, frame in left.items()}


def _only_of(problem: FindingsProblem, quarter: str) -> bool:
    """Whether every finding is about a row that names a quarter without an edition."""
    return all(
        error.rule_id.endswith(".quarter.references") and quarter in str(error) for error in problem.audit.errors
    )


def published_files(project: Project) -> tuple[Path, ...]:
    """The files that are there."""
    return tuple(sorted((project.raw / FOLDER).glob("*.csv")))
