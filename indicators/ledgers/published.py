"""Editions that are published, read with their contracts."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import TYPE_CHECKING

import polars as pl

from indicators.ledgers.claims import audited
from indicators.ledgers.own_forecasts import frozen_summary, outcomes
from indicators.ledgers.published_contract import FOLDER, PUBLISHED_ACROSS, PUBLISHED_TABLES
from indicators.project import Project
from indicators.store.build import FindingsProblem

if TYPE_CHECKING:
    from indicators.store.view import AsOfView


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


def own_scores(project: Project, view: AsOfView, day: dt.date) -> pl.DataFrame:
    """How good the forecasts of the editions up to a day were, as `own_forecasts.summary` tells it."""
    frames = published(project)
    editions = frames["published_editions"].filter(pl.col("as_of") <= day)
    forecasts = frames["published_forecasts"].join(editions, on="quarter", how="semi")
    return frozen_summary(forecasts, outcomes(view, forecasts["series_id"].unique().sort().to_list()))
