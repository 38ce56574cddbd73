"""``indicators report``."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from indicators.commands.console import AsOfOption, ModeOption, ProjectOption, project_of, say, write_line


def report(
    quarter: Annotated[
        str | None, typer.Argument(help="Quarter such as 2026Q2 (default: the newest complete one).")
    ] = None,
    as_of: AsOfOption = None,
    mode: ModeOption = "calendar",
    out: Annotated[Path | None, typer.Option("--out", help="Folder for the report (default: reports/QUARTER).")] = None,
    project: ProjectOption = None,
) -> None:
    """Build what is stale and write a quarter's report.

    Example: indicators report 2026Q2
    """
    from indicators.progress import progress
    from indicators.registry import QUARTER_CLOCK, composites, rooms
    from indicators.reporting.edition import choose_edition
    from indicators.reporting.extra import installed_for_pdf
    from indicators.reporting.write import ReportJob, check_out, report_inputs, write_report
    from indicators.store.build import build_steps
    from indicators.store.plan import carry_out

    found = project_of(project)
    with progress() as tell:
        steps = build_steps(found, rooms())
        done = carry_out(found, steps, tell)
        edition = choose_edition(found.database, QUARTER_CLOCK, quarter, as_of, mode)
        folder = out or found.reports / edition.quarter
        check_out(folder)
        folder = folder.resolve()
        job = ReportJob(found, rooms(), edition, folder, report_inputs(steps), tell, composites())
        done += write_report(job)
    if not done:
        say("nothing to do: facts, code and settings are unchanged")
    out_line = folder.relative_to(found.root) if folder.is_relative_to(found.root) else folder
    names = ("report.html", "report.pdf", "report.md") if installed_for_pdf() else ("report.html", "report.md")
    write_line(f"{'  '.join(f'{out_line}/{name}' for name in names)}  (as of {edition.as_of}, {edition.mode} mode)")
    if not installed_for_pdf():
        say("report.pdf needs the extra pdf: pip install 'indicators[pdf]'")
