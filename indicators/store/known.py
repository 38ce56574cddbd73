"""The database as of a date: one DuckDB file that holds what was known on a day, and nothing that came later.

It has the tables with the facts known in one as-of mode, their sources and poll questions,
``facts``, ``<table>_latest``, the observations of that day with their facts, and the catalogue.
"""

from __future__ import annotations

import datetime as dt
import os
import shutil
from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import polars as pl

from indicators.contracts.model import FactTable, TableModel, columns_of
from indicators.contracts.reading import FILE, LINE
from indicators.errors import UsageProblem
from indicators.project import Project
from indicators.store.build import Declared, all_models, build_steps, duckdb_errors
from indicators.store.database import STORAGE_VERSION
from indicators.store.ddl import create_table
from indicators.store.facts import latest_view
from indicators.store.opening import closed, in_memory, open_database
from indicators.store.plan import Step, carry_out, scratch
from indicators.store.sql_text import identifier, literal, script
from indicators.version import __version__

if TYPE_CHECKING:
    from collections.abc import Callable

    import duckdb

KNOWN_FORMAT = 2
"""Of the file; raised when its tables change."""

FACTS = """
CREATE TEMP TABLE known AS
SELECT fact_id, table_name, file, source_id, publisher_rank, published_on, published_basis, obs_status, quality,
       counts_from, date_assumed AND $mode = 'calendar' AS date_assumed,
       CASE WHEN revised_from <= $as_of THEN revised_from END AS revised_from
FROM (SELECT *, CASE $mode WHEN 'strict' THEN available_strict ELSE available_calendar END AS counts_from,
             CASE $mode WHEN 'strict' THEN revised_strict ELSE revised_calendar END AS revised_from FROM facts)
WHERE counts_from <= $as_of"""

OBSERVATIONS = """
CREATE TEMP TABLE observed AS FROM observations_as_of($as_of, as_of_mode_wanted := $mode)"""

SERIES = """
WITH covered AS (
  SELECT series_id, min_by(period, period_start) AS first_period, max_by(period, period_start) AS last_period,
         count(*) AS periods
  FROM observed WHERE value IS NOT NULL GROUP BY series_id),
sourced AS (
  SELECT series_id, count(DISTINCT source_id) AS sources
  FROM observed JOIN observation_inputs USING (as_of_mode, series_id, period, published_on)
  JOIN known USING (fact_id) GROUP BY series_id)
SELECT s.* REPLACE (
  least(s.collected_through, CAST($as_of AS DATE)) AS collected_through, c.first_period AS first_period,
  c.last_period AS last_period, coalesce(c.periods, 0) AS observations_count, coalesce(d.sources, 0) AS sources_count)
FROM series s LEFT JOIN covered c USING (series_id) LEFT JOIN sourced d USING (series_id) ORDER BY series_id"""
"""The catalogue as it was: coverage of what was known, collected through the day at most."""

MADE = {
    "facts": "FROM known ORDER BY fact_id",
    "observations": "FROM observed ORDER BY series_id, period_start",
    "observation_inputs": """
        FROM observation_inputs SEMI JOIN observed USING (as_of_mode, series_id, period, published_on)
        ORDER BY series_id, period, fact_id""",
}


@dataclass(frozen=True)
class KnownJob:
    """What is needed to write one database as of a date.

    Parameters
    ----------
    project, rooms
        Facts and families.
    as_of, mode
        The day, and what a publication day may rest on.
    out : Path
        The file.
    """

    project: Project
    rooms: tuple[Declared, ...]
    as_of: dt.date
    mode: str
    out: Path


def usual_place(project: Project, as_of: dt.date, mode: str) -> Path:
    """Where the file lies unless another place is named."""
    return project.processed / f"indicators-as-of-{as_of}-{mode}.duckdb"


def check_out(project: Project, out: Path) -> None:
    """Refuse a place that holds anything but an earlier database as of a date: the file is replaced whole.

    Raises
    ------
    UsageProblem
        If ``out`` is the main database, a folder, another file, or a link that leads nowhere.
    """
    if out == project.database or (out.exists() and project.database.exists() and out.samefile(project.database)):
        raise UsageProblem(
            "this is the main database and would be replaced", where=str(out), do="name another file with --out"
        )
    if os.path.lexists(out) and not (out.is_file() and _is_known(out)):
        raise UsageProblem(
            "this is something else than a database as of a date and would be replaced", where=str(out),
            do="move it away, or name a new file with --out",
        )  # fmt: skip


def _is_known(path: Path) -> bool:
    """Whether a file is a database as of a date."""
    import duckdb

    with in_memory(closed()) as connection:
        try:
            connection.execute(f"ATTACH {literal(str(path))} AS found (READ_ONLY)")
            connection.execute("SELECT as_of, as_of_mode FROM found.as_of_info").fetchall()
        except duckdb.Error:
            return False
    return True


def write_known_database(job: KnownJob, tell: Callable[[str], None]) -> int:
    """Write the file if it is stale; returns how many steps were run."""
    return carry_out(job.project, [*build_steps(job.project, job.rooms), known_step(job)], tell)


def known_step(job: KnownJob) -> Step:
    """The step that writes the file; it is made of the main database alone and never touches it."""
    database = next(step for step in build_steps(job.project, job.rooms) if step.name == "database")
    place = job.project.place(job.out)
    return Step(
        name=f"database as of a date in {place}",
        run=partial(_write, job),
        code=database.code,
        inputs=database.inputs,
        libraries=database.libraries,
        settings=(*database.settings, job.as_of.isoformat(), job.mode),
        needs=("database",),
        format=KNOWN_FORMAT,
    )


def _write(job: KnownJob) -> list[Path]:
    with scratch(job.project) as aside, duckdb_errors(job.out):
        made = aside / "known.duckdb"
        fill(job.project.database, made, all_models(job.rooms), job.as_of, job.mode)
        job.out.parent.mkdir(parents=True, exist_ok=True)
        for left in job.out.parent.glob(f".{job.out.name}.*"):  # of a killed run
            left.unlink()
        beside = job.out.with_name(f".{job.out.name}.{os.getpid()}")
        try:
            shutil.move(made, beside)  # the place can be on another disk, where a move is a copy
            beside.replace(job.out)
        finally:
            beside.unlink(missing_ok=True)
    return [job.out]


def fill(database: Path, path: Path, models: Sequence[type[TableModel]], as_of: dt.date, mode: str) -> None:
    """Write what was known at a date to a new file.

    Parameters
    ----------
    database : Path
        The main database; only read.
    path : Path
        A file that does not exist yet.
    models : sequence of TableModel
        Every table.
    as_of, mode
        The day and the mode.
    """

    source = open_database(database)
    out = in_memory(closed() | {"threads": 1})
    try:
        out.execute(f"ATTACH {literal(str(path))} AS known (STORAGE_VERSION '{STORAGE_VERSION}'); USE known")
        for text in map(script, ("observations.sql", "series.sql", "known.sql")):
            out.execute(text)
        source.execute(FACTS, {"as_of": as_of, "mode": mode})
        source.execute(OBSERVATIONS, {"as_of": as_of, "mode": mode})
        for made, rows in MADE.items():
            _copy(out, made, source.sql(rows))
        _copy(out, "series", source.sql(SERIES, params={"as_of": as_of}))
        for model in models:
            if query := _known_rows(model, models):
                for statement in create_table(model):
                    out.execute(statement)
                _copy(out, model._contract.name, source.sql(query))
            if issubclass(model, FactTable):
                for statement in latest_view(model):
                    out.execute(statement)
        out.execute("INSERT INTO as_of_info SELECT ?, ?, count(*), ? FROM facts", [as_of, mode, __version__])
        out.execute("CHECKPOINT known; USE memory; DETACH known")
    finally:
        out.close()
        source.close()


def known_frames(
    database: Path, models: Sequence[type[TableModel]], as_of: dt.date, mode: str
) -> dict[str, pl.DataFrame]:
    """The rows that were known at a date, by table, each with its file and line as after reading.

    Tables that only tell of our collection have no day and are left out; the line of a row that is no
    fact is not kept in the database and is 0.
    """
    source = open_database(database)
    try:
        source.execute(FACTS, {"as_of": as_of, "mode": mode})
        found: dict[str, pl.DataFrame] = {}
        for model in models:
            if query := _known_rows(model, models):
                frame = source.sql(query).pl()
                if issubclass(model, FactTable):
                    places = source.sql("SELECT fact_id, file, line FROM facts").pl()
                    frame = frame.join(places, on="fact_id", how="left", maintain_order="left")
                    frame = frame.rename({"file": FILE, "line": LINE})
                else:
                    frame = frame.with_columns(pl.lit(model._contract.files[0]).alias(FILE), pl.lit(0).alias(LINE))
                found[model._contract.name] = frame
        return found
    finally:
        source.close()


def _copy(out: duckdb.DuckDBPyConnection, table: str, rows: duckdb.DuckDBPyRelation) -> None:
    out.register("incoming", rows.to_arrow_table())
    out.execute(f"INSERT INTO {identifier(table)} BY NAME FROM incoming")
    out.unregister("incoming")


def _known_rows(model: type[TableModel], models: Sequence[type[TableModel]]) -> str | None:
    """SQL for the rows of a table that were known; None for a table that only tells of our collection.

    Of a table of facts these are the known facts; a cell that names a fact of later days is empty. Of
    any other table they are the rows that known facts refer to.
    """
    name = identifier(model._contract.name)
    if issubclass(model, FactTable):
        later = [c.name for c in columns_of(model) if (c.references or "").endswith(".fact_id")]
        cells = ", ".join(
            f"CASE WHEN {identifier(c)} IN (SELECT fact_id FROM known) THEN {identifier(c)} END AS {identifier(c)}"
            for c in later
        )
        replaced = f"REPLACE ({cells})" if later else ""
        return f"SELECT * {replaced} FROM {name} SEMI JOIN known USING (fact_id) ORDER BY fact_id"
    used = [condition for other in models if (condition := _referred_by(other, name))]
    key = ", ".join(map(identifier, model._contract.key))
    return f"FROM {name} r WHERE {' OR '.join(used)} ORDER BY {key}" if used else None


def _referred_by(other: type[TableModel], name: str) -> str | None:
    """SQL condition that a known fact of ``other`` refers to row ``r`` of a table, if it can."""
    named = [(c.name, c.references.rsplit(".", 1)) for c in columns_of(other) if c.references]
    pairs = [(own, theirs) for own, (table, theirs) in named if table == name]
    if not pairs or not issubclass(other, FactTable):
        return None
    same = " AND ".join(f"t.{identifier(own)} = r.{identifier(theirs)}" for own, theirs in pairs)
    return f"EXISTS (SELECT 1 FROM {identifier(other._contract.name)} t JOIN known USING (fact_id) WHERE {same})"
