"""The database of the facts as they were at a revision, built once and kept."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from indicators.git import Revision, extract
from indicators.project import Project
from indicators.store.build import Declared, build_steps
from indicators.store.plan import Step, carry_out, digest, write_whole
from indicators.temporary import temporary_folder

EXPORTS = "Parquet and csv"


@contextmanager
def facts_at(project: Project, revision: Revision) -> Iterator[Project]:
    """A project in a temporary folder that has the ``data/raw`` of a revision and nothing made."""
    with temporary_folder() as folder:
        extract(project.root, revision, "data/raw", folder)
        yield Project(folder.resolve())


def database_steps(project: Project, rooms: Sequence[Declared]) -> list[Step]:
    """The steps up to the database; tables are not exported."""
    return [step for step in build_steps(project, rooms) if step.name != EXPORTS]


def base_database(project: Project, base: Project, rooms: Sequence[Declared], tell: Callable[[str], None]) -> Path:
    """The database of other facts made by today's code, kept in the work folder; the last one alone is kept.

    Parameters
    ----------
    project : Project
        Keeps the database.
    base : Project
        Holds the facts, see `facts_at`.

    Raises
    ------
    DataProblem
        If the facts do not keep today's contracts.
    """
    steps = database_steps(base, rooms)
    kept = project.work / "base" / f"{digest(step.key() for step in steps)[:16]}.duckdb"
    if not kept.is_file():
        carry_out(base, steps, tell)
        shutil.rmtree(kept.parent, ignore_errors=True)
        write_whole(kept, base.database.read_bytes())
    return kept
