"""``indicators verify`` and ``indicators manifest``."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from indicators.commands.console import JsonOption, ProjectOption, as_json, project_of, write_line


def verify(
    reports: Annotated[list[Path] | None, typer.Argument(help="Reports by folder or quarter (default: all).")] = None,
    *,
    fast: Annotated[bool, typer.Option("--fast", help="Compare files with the manifest; build nothing.")] = False,
    tables: Annotated[
        bool, typer.Option("--tables", help="Compare data/processed/*.csv, too (done anyhow when no report is named).")
    ] = False,
    determinism: Annotated[
        bool, typer.Option("--determinism", help="Build twice in unlike processes and compare (one report).")
    ] = False,
    kernels: Annotated[bool, typer.Option("--kernels", help="The same under other BLAS kernels, too.")] = False,
    project: ProjectOption = None,
) -> None:
    """Rebuild reports in a temporary place and compare every output; exit code 1 if one differs.

    Example: indicators verify reports/2026Q2
    """
    from indicators.progress import progress
    from indicators.registry import QUARTER_CLOCK, composites, rooms
    from indicators.reporting import verify as hall
    from indicators.reporting.rebuild import House

    found = project_of(project)
    with progress() as tell:
        if determinism or kernels:
            from indicators.reporting.determinism import compare_reports

            verdicts = compare_reports(found, reports or [], tell, kernels=kernels)
        else:
            folders = hall.find_reports(found, reports or [])
            house = House(found, rooms(), QUARTER_CLOCK, tell, composites())
            verdicts = list(hall.verify(house, folders, fast=fast, tables=tables or not reports))
    for verdict in verdicts:
        for line in verdict.lines():
            write_line(line)
    hall.refuse(verdicts)


manifest_app = typer.Typer(no_args_is_help=True, help="What reports were made of.")


@manifest_app.command("diff")
def manifest_diff(
    a: Annotated[str, typer.Argument(help="A report's folder or quarter, or REVISION:FOLDER of git.")],
    b: Annotated[str, typer.Argument(help="The other one.")],
    json: JsonOption = False,
    project: ProjectOption = None,
) -> None:
    """Say why two reports differ: setting, code, library or data, down to the facts.

    Example: indicators manifest diff HEAD~1:reports/2026Q2 reports/2026Q2
    """
    from indicators.reporting.manifest_diff import find_manifest, manifest_difference

    root = project_of(project).root
    lines = manifest_difference(find_manifest(a, root), find_manifest(b, root))
    write_line(as_json(lines) if json else "\n".join(lines))
