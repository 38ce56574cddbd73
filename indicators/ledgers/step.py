"""The build step that judges the ledgers and adds statements, verdicts and scores to the database.

It comes after the models and works on a copy that is swapped in; a project without ``seeds/`` and without a published
edition has no such step.
"""

from __future__ import annotations

import datetime as dt
import shutil
from collections.abc import Callable, Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from indicators.ledgers.check_contract import SEEDS
from indicators.ledgers.published import published_files
from indicators.modelling.step import EVERY_QUARTER, MODE, STEP, full_steps
from indicators.project import Project
from indicators.store.build import STORE_LIBRARIES, Declared, all_models, duckdb_errors
from indicators.store.declare import Composite
from indicators.store.plan import Step, scratch, write_whole

if TYPE_CHECKING:
    import polars as pl

    from indicators.contracts.model import TableModel
    from indicators.store.view import AsOfView

NAME = "ledgers"
CODE = ("ledgers", "timeseries/event_scores.py", "timeseries/quantile_scores.py", "timeseries/rounding.py")
Made = tuple[Sequence["type[TableModel]"], Mapping[str, "pl.DataFrame"]]


def ledger_files(project: Project) -> tuple[Path, ...]:
    """The files of statements and of published editions that a project has."""
    return (*sorted((project.root / SEEDS).glob("*.csv")), *published_files(project))


def whole_steps(
    project: Project,
    rooms: Sequence[Declared],
    composites: Sequence[Composite] = (),
    tell: Callable[[str], None] = lambda _: None,
) -> list[Step]:
    """All steps of a build: facts, models and, where there are some, ledgers (see `modelling.step.full_steps`)."""
    steps, files = full_steps(project, rooms, composites, tell), ledger_files(project)
    if not files:
        return steps
    before = ("database", "Parquet and csv", STEP)
    code = (*CODE, *(f"families/{room.name}/tables.sql" for room in rooms))
    return [*steps, Step(NAME, partial(_run, project, tuple(rooms)), code, files, STORE_LIBRARIES, needs=before)]


def _run(project: Project, rooms: Sequence[Declared]) -> list[Path]:
    from indicators.modelling.tables import model_tables
    from indicators.store.database import add_tables
    from indicators.store.exports import PACKAGE, export_tables, package_text

    tables, frames = ledger_tables(project, rooms)
    package = project.processed / PACKAGE
    made = [project.database, package]
    with scratch(project) as aside, duckdb_errors(project.database):
        copy = aside / "indicators.duckdb"
        shutil.copyfile(project.database, copy)
        add_tables(copy, tables, frames)
        copy.replace(project.database)
        order = {table._contract.name: ", ".join(table._contract.key) for table in tables}
        for path in export_tables(project.database, order, aside):
            target = project.processed / path.name
            path.replace(target)
            made.append(target)
    write_whole(package, package_text((*all_models(rooms), *model_tables(), *tables), project.raw).encode())
    return made


def ledger_tables(project: Project, rooms: Sequence[Declared]) -> Made:
    """Contracts and rows of everything the ledgers add to the database."""
    from indicators.ledgers.published_contract import PUBLISHED_TABLES
    from indicators.ledgers.tables import PublishedScores
    from indicators.store.dated import dated_views

    models, texts = all_models(rooms), [room.views_sql for room in rooms]
    with dated_views(project.database, models, texts, quarter=EVERY_QUARTER, mode=MODE) as view_at:
        seeds = _judged(project, view_at) if (project.root / SEEDS).is_dir() else ((), {})
        published = _published(project, view_at)
    return (*seeds[0], *PUBLISHED_TABLES, PublishedScores), {**seeds[1], **published}


def _judged(project: Project, view_at: Callable[[dt.date | None], AsOfView]) -> Made:
    import polars as pl

    from indicators.ledgers.claims import judge, ledger_of, seeds_of
    from indicators.ledgers.contract import LEDGER_TABLES
    from indicators.ledgers.forecasts import forecasts_of
    from indicators.ledgers.resolution import resolve
    from indicators.ledgers.scoring import score_rows, scored
    from indicators.ledgers.tables import VERDICT_TABLES, resolution_frames, verdict_frames
    from indicators.store.view import newest_day

    folder = project.root / SEEDS
    seeds = seeds_of(folder)
    claims = verdict_frames(judge(ledger_of(folder, seeds), view_at, None))
    now = view_at(None)
    resolutions = resolve(forecasts_of(folder, seeds), now, newest_day(now.connection))
    found = scored(resolutions, view_at)
    foreseen = resolution_frames(resolutions, found, score_rows(resolutions, found))
    facts = pl.concat([claims["verdict_facts"], foreseen["verdict_facts"]])
    return (*LEDGER_TABLES, *VERDICT_TABLES), {**seeds, **claims, **foreseen, "verdict_facts": facts}


def _published(project: Project, view_at: Callable[[dt.date | None], AsOfView]) -> Mapping[str, pl.DataFrame]:
    """The published editions and how good their forecasts were."""
    from indicators.ledgers.own_forecasts import frozen_summary, outcomes
    from indicators.ledgers.published import published
    from indicators.ledgers.tables import PublishedScores, empty_frame

    frames = published(project)
    forecasts = frames["published_forecasts"]
    if forecasts.is_empty():
        return {**frames, "published_scores": empty_frame(PublishedScores)}
    found = frozen_summary(forecasts, outcomes(view_at(None), forecasts["series_id"].unique().to_list()))
    return {**frames, "published_scores": found if found.height else empty_frame(PublishedScores)}
