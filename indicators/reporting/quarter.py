"""From a project to a quarter's report: build what is stale, choose the edition, write it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from indicators import registry
from indicators.errors import UsageProblem
from indicators.project import Project
from indicators.reporting.edition import Edition, choose_edition
from indicators.reporting.write import ReportJob, all_inputs, check_out, folder_name, write_report
from indicators.store.build import build_steps
from indicators.store.plan import carry_out


def write_quarter(
    project: Project,
    quarter: str | None,
    as_of: str | None,
    mode: str,
    *,
    out: Path | None,
    tell: Callable[[str], None],
    compare: str | None = None,
) -> tuple[Path, Edition, int]:
    """Write a report.

    Parameters
    ----------
    project : Project
        Where the facts are.
    quarter, as_of, mode
        As in `indicators.reporting.edition.choose_edition`.
    out : Path, optional
        The folder; its usual place in the project's reports when omitted.
    tell : callable
        Told each piece of work.
    compare : str, optional
        A quarter to set beside it.

    Returns
    -------
    tuple of Path, Edition, int
        The folder, what the report is of, and how many pieces of work were done.
    """
    done = carry_out(project, build_steps(project, registry.rooms()), tell)
    edition = choose_edition(project.database, registry.QUARTER_CLOCK, quarter, as_of, mode)
    other = (
        None
        if compare is None
        else choose_edition(project.database, registry.QUARTER_CLOCK, compare, None, mode).quarter
    )
    if other == edition.quarter:
        raise UsageProblem("a quarter is compared with itself", where="--compare", do="name another quarter")
    folder = out or project.reports / folder_name(edition.quarter, other)
    check_out(folder)
    folder = folder.resolve()
    return folder, edition, done + write_report(report_job(project, edition, folder, tell, other))


def report_job(
    project: Project, edition: Edition, folder: Path, tell: Callable[[str], None], compare: str | None = None
) -> ReportJob:
    """What is needed to write the report of an edition into a folder."""
    inputs = all_inputs(project, build_steps(project, registry.rooms()))
    return ReportJob(project, registry.rooms(), edition, folder, inputs, tell, registry.composites(), compare)
