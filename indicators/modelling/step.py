"""The build step that fits every declared model on the newest facts and adds the results to the database.

The database step calls `Job.add` on the file it has built aside, so that facts and models are swapped in together.
When models alone are stale, a copy of the database gets new model tables and is swapped in. Reading a series asks for
neither: `indicators.store.build.build_steps` without this step is quick.
"""

from __future__ import annotations

import shutil
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from indicators.modelling.kinds import KINDS
from indicators.project import Project
from indicators.store.build import STORE_LIBRARIES, Declared, all_models, build_steps, duckdb_errors
from indicators.store.declare import Composite
from indicators.store.plan import Step, scratch, write_whole

if TYPE_CHECKING:
    from indicators.contracts.model import TableModel

MODE = "calendar"
EVERY_QUARTER = "9998Q4"
"""A quarter after every fact: observations do not end before they end."""
STEP = "models"


@dataclass
class Job:
    """What is to be fitted, and whether the database step has seen to it."""

    project: Project
    rooms: Sequence[Declared]
    composites: Sequence[Composite]
    tell: Callable[[str], None]
    added: bool = field(default=False, init=False)

    def add(self, database: Path) -> None:
        """Fit every model on the newest facts of a database and write the tables into it."""
        from indicators.modelling.fitting import fit_all
        from indicators.modelling.tables import model_tables, result_rows
        from indicators.store.database import add_tables
        from indicators.store.view import as_of_view

        texts = [room.views_sql for room in self.rooms]
        view = as_of_view(database, all_models(self.rooms), texts, quarter=EVERY_QUARTER, mode=MODE)
        try:
            newest = view.sql("SELECT max(published_on) AS day FROM facts")["day"].item()
            families = [room.family for room in self.rooms]
            fits = fit_all(self.project, view, families, self.tell, self.composites)
        finally:
            view.connection.close()
        tables = model_tables()
        add_tables(database, tables, result_rows(fits, newest, MODE, tables))
        self.added = True

    def run(self) -> list[Path]:
        """Bring the database's model tables up to date and export them; returns what was made."""
        from indicators.modelling.tables import model_tables
        from indicators.store.exports import PACKAGE, export_tables, package_text

        tables, package = model_tables(), self.project.processed / PACKAGE
        made = [self.project.database, package]
        with scratch(self.project) as aside, duckdb_errors(self.project.database):
            if not self.added:
                copy = aside / "indicators.duckdb"
                shutil.copyfile(self.project.database, copy)
                self.add(copy)
                copy.replace(self.project.database)
            for path in export_tables(self.project.database, _order(tables), aside):
                target = self.project.processed / path.name
                path.replace(target)
                made.append(target)
        write_whole(package, package_text((*all_models(self.rooms), *tables), self.project.raw).encode())
        return made


def full_steps(
    project: Project,
    rooms: Sequence[Declared],
    composites: Sequence[Composite] = (),
    tell: Callable[[str], None] = lambda _: None,
) -> list[Step]:
    """The steps of the build and, after them, the models.

    Parameters
    ----------
    project, rooms
        As in `indicators.store.build.build_steps`.
    composites : sequence of Composite
        Models that belong to no family.
    tell : callable
        Told the name of each model before it is fitted.
    """
    job = Job(project, rooms, composites, tell)
    steps = build_steps(project, rooms, finish=job.add)
    code = (*(f"families/{room.name}/series*.py" for room in rooms), "modelling", "timeseries", "registry.py")
    models = Step(
        STEP,
        job.run,
        code,
        (),
        (*STORE_LIBRARIES, "statsmodels", "numpy", "scipy", "polars"),
        settings=(*(room.name for room in rooms), *KINDS),
        needs=("database", "Parquet and csv"),
    )
    return [*steps, models]


def _order(tables: Sequence[type[TableModel]]) -> dict[str, str]:
    return {table._contract.name: ", ".join(table._contract.key) for table in tables}
