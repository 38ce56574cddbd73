"""``indicators audit``."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from indicators.commands.console import AsOfOption, JsonOption, ProjectOption, one_of, project_of, say, write_line

if TYPE_CHECKING:
    from indicators.project import Project

FORMAT_NAMES = ("text", "json", "junit", "github", "sarif")
BARS = ("error", "warning", "never")


def audit(
    *,
    project: ProjectOption = None,
    format: Annotated[str, typer.Option(help=f"How to write it: {', '.join(FORMAT_NAMES)}.")] = "text",
    output: Annotated[Path | None, typer.Option(help="Write to this file, whole or not at all.")] = None,
    fail_on: Annotated[str, typer.Option(help=f"From which severity on exit code 1: {', '.join(BARS)}.")] = "error",
    as_of: AsOfOption = None,
    rules: Annotated[bool, typer.Option(help="List every rule with the rows it tested (text).")] = False,
    json: JsonOption = False,
) -> None:
    """Check every contract, every rule, every table; exit code 1 if an error is found.

    Example: indicators audit --format sarif --output audit.sarif
    """
    from indicators.access import parse_date
    from indicators.api_work import audit_of
    from indicators.contracts.formats import FORMATS, fails
    from indicators.contracts.formats.text import to_text

    format = "json" if json else one_of("--format", format, FORMAT_NAMES)
    bar = one_of("--fail-on", fail_on, BARS)
    found = project_of(project)
    above = _in_repository(found) if format in ("github", "sarif") else ""
    result = audit_of(found, parse_date(as_of) if as_of not in (None, "latest") else None, above)
    text = to_text(result, rules) if format == "text" else FORMATS[format](result, bar)
    if output is None:
        write_line(text.removesuffix("\n"))
    else:
        from indicators.store.plan import write_whole

        write_whole(output, text.encode())
        say(f"{output}: {len(result.errors)} errors, {len(result.warnings)} warnings")
    if any(fails(f.severity, bar) for f in result.findings):
        sys.exit(1)


def _in_repository(project: Project) -> str:
    """Way from the top of the git repository, whose paths annotations need, to the project; empty at the top."""
    from indicators.git import run_git

    above = run_git(project.root, "rev-parse", "--show-prefix") or b""
    return above.decode().strip()
