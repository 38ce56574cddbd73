"""``indicators report`` and ``indicators open``."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from indicators.commands.console import AsOfOption, ModeOption, ProjectOption, project_of, say, write_line
from indicators.errors import EnvironmentProblem, UsageProblem

if TYPE_CHECKING:
    from indicators.project import Project

AllOption = Annotated[bool, typer.Option("--all", help="Every quarter since 2014, each at its own date.")]
CompareOption = Annotated[
    str | None, typer.Option("--compare", help="A quarter to set beside it, in a folder of their own.")
]


def report(
    quarter: Annotated[
        str | None, typer.Argument(help="Quarter such as 2026Q2 (default: the newest complete one).")
    ] = None,
    *,
    as_of: AsOfOption = None,
    mode: ModeOption = "calendar",
    out: Annotated[Path | None, typer.Option("--out", help="Folder for the report (default: reports/QUARTER).")] = None,
    every: AllOption = False,
    compare: CompareOption = None,
    project: ProjectOption = None,
) -> None:
    """Build what is stale and write a quarter's report, or every quarter's.

    Example: indicators report 2026Q2 --compare 2025Q4
    """
    from indicators.progress import progress
    from indicators.reporting.front import write_front_page

    if every and (quarter or out or compare):
        raise UsageProblem("--all names every quarter", where="--all", do="leave out QUARTER, --out and --compare")
    found = project_of(project)
    with progress() as tell:
        work = _write_all if every else _write_one
        done, line = work(found, tell, quarter=quarter, as_of=as_of, mode=mode, out=out, compare=compare)
        if done or not (found.reports / "index.html").is_file():
            write_front_page(found)
    if not done:
        say("nothing to do: facts, code and settings are unchanged")
    write_line(line)
    _say_what_is_missing()


def open_report(
    quarter: Annotated[
        str | None, typer.Argument(help="Quarter such as 2026Q2 (default: the newest there is).")
    ] = None,
    print_only: Annotated[bool, typer.Option("--print", help="Print the path and open nothing.")] = False,
    project: ProjectOption = None,
) -> None:
    """Open the newest report in the browser.

    Example: indicators open 2026Q2
    """
    import webbrowser

    from indicators.reporting.edition import parse_quarter
    from indicators.reporting.front import report_to_open

    page = report_to_open(project_of(project), None if quarter is None else parse_quarter(quarter))
    write_line(str(page))
    if not print_only and not webbrowser.open(page.as_uri()):
        raise EnvironmentProblem("no browser was found", where=str(page), do="open this file yourself")


def _write_one(
    project: Project,
    tell: Callable[[str], None],
    *,
    quarter: str | None,
    as_of: str | None,
    mode: str,
    out: Path | None,
    compare: str | None,
) -> tuple[int, str]:
    """Write one report; returns the steps run and the line that names its files."""
    from indicators.reporting.extra import installed_for_pdf
    from indicators.reporting.quarter import write_quarter

    folder, edition, done = write_quarter(project, quarter, as_of, mode, out=out, tell=tell, compare=compare)
    place = folder.relative_to(project.root) if folder.is_relative_to(project.root) else folder
    names = ("report.html", "report.pdf", "report.md") if installed_for_pdf() else ("report.html", "report.md")
    return done, f"{'  '.join(f'{place}/{name}' for name in names)}  (as of {edition.as_of}, {edition.mode} mode)"


def _write_all(
    project: Project, tell: Callable[[str], None], *, as_of: str | None, mode: str, **_: object
) -> tuple[int, str]:
    """Write every quarter's report; returns the steps run and a line that names their list."""
    from indicators.helpers import workers
    from indicators.registry import QUARTER_CLOCK, rooms
    from indicators.reporting.all import write_reports
    from indicators.reporting.edition import every_edition
    from indicators.reporting.quarter import report_job
    from indicators.store.build import build_steps
    from indicators.store.plan import carry_out

    done = carry_out(project, build_steps(project, rooms()), tell)
    editions = every_edition(project.database, QUARTER_CLOCK, as_of, mode)
    jobs = [report_job(project, e, (project.reports / e.quarter).resolve(), tell) for e in editions]
    done += write_reports(project, jobs, tell, min(2, workers()))
    span = f"{editions[0].quarter} to {editions[-1].quarter}"
    return done, f"{project.place(project.reports)}/index.html  ({len(jobs)} reports, {span})"


def _say_what_is_missing() -> None:
    from indicators.reporting.extra import installed_for_pdf

    if not installed_for_pdf():
        say("report.pdf needs the extra pdf: pip install 'indicators[pdf]'")
