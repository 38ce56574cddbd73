"""From files to facts: recognise, read, plan, audit beside, write whole."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

import polars as pl

from indicators.contracts.audit import audit
from indicators.contracts.findings import Audit, Finding
from indicators.contracts.shared import Sources
from indicators.errors import DataProblem
from indicators.ingesting.faults import unreadable
from indicators.ingesting.house import House
from indicators.ingesting.journal import replace_together, writing
from indicators.ingesting.planning import Plan, plan_reading
from indicators.ingesting.raw_files import additions, held
from indicators.ingesting.reader import Placement, Reader, Reading, Request
from indicators.project import Project
from indicators.temporary import temporary_folder

SOURCES = Placement(order=("source_id",))
OF_RULES = ".every_rule_tests"
"""A finding on our declarations, which says nothing of a fact: the audit tells it."""
BY_KEY = Placement(order=())


@dataclass(frozen=True)
class Outcome:
    """Plans, and the warnings that the new facts bring."""

    plans: tuple[Plan, ...]
    warnings: tuple[Finding, ...]
    written: tuple[Path, ...]


def ingest(
    project: Project,
    house: House,
    work: Iterable[tuple[Reader, Request]],
    *,
    collected: dt.date | None = None,
    dry_run: bool = False,
    tell: Callable[[Plan], None] = lambda _: None,
) -> Outcome:
    """Read files and add what is new to ``data/raw``; all of it or, after a fault, nothing.

    Parameters
    ----------
    project : Project
        Where the facts are.
    house : House
        Tables and their places.
    work : iterable of (Reader, Request)
        What to read, with which reader.
    collected : date, optional
        The day on which the files were collected; by default the day on which each was last saved.
    dry_run : bool
        Plan and audit, write nothing.
    tell : callable
        Gets each plan as soon as it is made.

    Raises
    ------
    OriginalProblem
        If a file is not what its reader expects.
    DataProblem
        If the facts, with the new ones, would break a rule.
    """
    with writing(project), temporary_folder() as folder:
        staged = _mirror(project.raw, folder / "raw")
        plans = []
        for reader, request in work:
            day = collected or max(saved_on(o.path) for o in request.files)
            asked = replace(request, held=lambda name: held(staged, house.models[name]), collected=day)
            reading = _read(reader, asked)
            tables = {n: held(staged, house.models[n]) for n in reading.candidates} | {"sources": held(staged, Sources)}
            plan = plan_reading(reader.name, request, reading, house, held=tables, collected=day)
            _lay(staged, contents(staged, house, plan))
            plans.append(plan)
            tell(plan)
        return _settle(project, house, staged, tuple(plans), dry_run)


MET = (pl.exceptions.PolarsError, ValueError, OverflowError)
"""What a library says of cells that no format has; a reader tells what it knows, this is the last resort."""


def _read(reader: Reader, request: Request) -> Reading:
    try:
        return reader.read(request)
    except MET as error:
        first = " ".join(str(error).split())[:160]
        raise unreadable(
            ", ".join(str(o.path) for o in request.files[:3]),
            f"{reader.name} met what the format does not have: {first}",
        ) from error


def add_plan(project: Project, house: House, make: Callable[[Path], Plan], *, dry_run: bool = False) -> Outcome:
    """As `ingest`, for one plan made by other means."""
    with writing(project), temporary_folder() as folder:
        staged = _mirror(project.raw, folder / "raw")
        plan = make(staged)
        _lay(staged, contents(staged, house, plan))
        return _settle(project, house, staged, (plan,), dry_run)


def contents(raw: Path, house: House, plan: Plan) -> dict[Path, bytes]:
    """The raw files that a plan changes, with what they would hold."""
    made: dict[Path, bytes] = {}
    for table in plan.tables:
        if table.appended.height:
            placement = house.placements.get(table.model._contract.name, BY_KEY)
            made |= additions(raw, table.model, table.appended, placement)
    if plan.sources.height:
        made |= additions(raw, Sources, plan.sources, SOURCES)
    return made


def _settle(project: Project, house: House, staged: Path, plans: tuple[Plan, ...], dry_run: bool) -> Outcome:
    changed = {p for p in staged.rglob("*.csv") if not p.is_symlink()}
    if not changed:
        return Outcome(plans, (), ())
    warnings = audited(project, house, staged)
    if dry_run:
        return Outcome(plans, warnings, ())
    new = {project.raw / p.relative_to(staged): p.read_bytes() for p in changed}
    replace_together(project, new)
    return Outcome(plans, warnings, tuple(sorted(new)))


def audited(project: Project, house: House, staged: Path) -> tuple[Finding, ...]:
    """The warnings that staged facts bring beyond those of the present ones.

    Raises
    ------
    DataProblem
        If they break a rule.
    """
    after = _audit(house, staged)
    if after.errors:
        before = {_same(f) for f in _audit(house, project.raw).errors}
        ours = [f for f in after.errors if _same(f) not in before]
        first = (ours or list(after.errors))[0]
        whose = "the new facts break" if ours else "the facts already broke"
        raise DataProblem(
            f"{whose} {len(ours or after.errors)} promise(s), nothing was written; first: {first.what()}",
            where=first.where(), do=first.mend if ours else f"{first.mend}; then run the command again",
        )  # fmt: skip
    warnings = [f for f in after.warnings if not f.rule_id.endswith(OF_RULES)]
    if not warnings:
        return ()
    told = {(f.rule_id, f.key) for f in _audit(house, project.raw).warnings}  # values age with the newest collection
    return tuple(f for f in warnings if (f.rule_id, f.key) not in told)


def _audit(house: House, raw: Path) -> Audit:
    return audit(raw, tuple(house.models.values()), across=house.across, keep=False)


def _same(finding: Finding) -> tuple[str, str, str]:
    return finding.rule_id, finding.key, finding.value


def saved_on(path: Path) -> dt.date:
    """The day on which a file was last saved (UTC)."""
    return dt.datetime.fromtimestamp(path.stat().st_mtime, dt.UTC).date()


def _mirror(raw: Path, folder: Path) -> Path:
    """A folder like ``data/raw`` whose files are links to the real ones."""
    for path in raw.rglob("*.csv"):
        link = folder / path.relative_to(raw)
        link.parent.mkdir(parents=True, exist_ok=True)
        link.symlink_to(path.resolve())
    return folder


def _lay(staged: Path, made: Mapping[Path, bytes]) -> None:
    """Put changed files in the place of their links."""
    for path, data in made.items():
        path.unlink(missing_ok=True)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
