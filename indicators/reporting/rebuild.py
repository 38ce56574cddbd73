"""Building tables and reports a second time, in a place of their own that is gone afterwards."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from indicators.errors import DataProblem, UsageProblem
from indicators.ledgers.check_contract import SEEDS
from indicators.ledgers.step import whole_steps
from indicators.project import Project
from indicators.reporting.edition import choose_edition
from indicators.reporting.manifest import Manifest
from indicators.reporting.write import Drawn, ReportJob, all_inputs, folder_name, write_report
from indicators.store.build import build_steps
from indicators.store.declare import Composite
from indicators.store.plan import carry_out
from indicators.temporary import temporary_folder


@dataclass(frozen=True)
class House:
    """What reports are made from.

    Parameters
    ----------
    project : Project
        Facts; nothing else of it is read or written by a rebuild.
    rooms : tuple of Drawn
        Families.
    clock : str
        Series that tells the default quarter.
    tell : callable
        Told each piece of longer work.
    """

    project: Project
    rooms: tuple[Drawn, ...]
    clock: str
    tell: Callable[[str], None]
    composites: tuple[Composite, ...] = ()

    def inputs(self) -> tuple[Path, ...]:
        """Raw files as they lie there now."""
        return all_inputs(self.project, build_steps(self.project, self.rooms))


@contextmanager
def second_house(house: House) -> Iterator[House]:
    """The same facts and families in a temporary folder; its database and kept fits are its own."""
    with temporary_folder() as folder:
        yield House(copy_of_facts(house.project, folder), house.rooms, house.clock, house.tell, house.composites)


def copy_of_facts(project: Project, folder: Path) -> Project:
    """A project in ``folder`` that has the same facts and ledgers and nothing made yet."""
    copy = Project(folder.resolve() / "project")
    shutil.copytree(project.raw, copy.raw)
    if (project.root / SEEDS).is_dir():
        shutil.copytree(project.root / SEEDS, copy.root / SEEDS)
    return copy


def build_tables(house: House, *, models: bool) -> None:
    """Contracts, database, Parquet and csv; the model tables, too, if asked for."""
    steps = (
        whole_steps(house.project, house.rooms, house.composites, house.tell)
        if models
        else build_steps(house.project, house.rooms)
    )
    carry_out(house.project, steps, house.tell)


def rebuild_report(house: House, manifest: Manifest, where: str) -> Path:
    """Write the report that a manifest describes; returns its folder.

    Raises
    ------
    DataProblem
        If the facts have no such quarter.
    """
    try:
        edition = choose_edition(house.project.database, house.clock, manifest.quarter, manifest.as_of, manifest.mode)
    except UsageProblem as problem:
        raise DataProblem(f"the manifest's report cannot be made: {problem.what}", where=where, do=problem.do) from None
    folder = house.project.reports / folder_name(edition.quarter, manifest.compare)
    steps = build_steps(house.project, house.rooms)
    write_report(
        ReportJob(
            house.project,
            house.rooms,
            edition,
            folder,
            all_inputs(house.project, steps),
            house.tell,
            house.composites,
            manifest.compare,
        )
    )
    return folder
