"""``indicators diff``."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING, Annotated

import typer

from indicators.commands.console import JsonOption, ProjectOption, as_json, project_of, write_line

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from indicators.project import Project
    from indicators.reporting.diff_text import FactsDiff
    from indicators.reporting.moved import Headlines


class Format(StrEnum):
    """How a difference is written."""

    text = "text"
    json = "json"
    markdown = "markdown"


def diff(
    base: Annotated[str | None, typer.Argument(help="Commit, tag or branch (default: the main branch).")] = None,
    *,
    form: Annotated[Format, typer.Option("--format", help="text, json, or markdown for a pull request.")] = Format.text,
    check_version: Annotated[
        bool, typer.Option("--check-version", help="Only whether data/raw/VERSION was raised as the changes ask.")
    ] = False,
    json: JsonOption = False,
    project: ProjectOption = None,
) -> None:
    """Compare the facts with those of a git revision: rows by key, and the headline numbers that move.

    Example: indicators diff HEAD~1 --format markdown
    """
    if check_version:
        write_line(_versions(project_of(project), base))
        return
    from indicators.progress import progress
    from indicators.reporting.diff_text import as_data, markdown_lines, text_lines

    with progress() as tell:
        found = facts_diff(project_of(project), base, tell)
    if json or form is Format.json:
        write_line(as_json(as_data(found)))
        return
    for line in (markdown_lines if form is Format.markdown else text_lines)(found):
        write_line(line)


def _versions(project: Project, base: str | None) -> str:
    """What the change of the facts asks of their version; a problem if it was not raised."""
    from indicators.contracts.data_diff import data_diff
    from indicators.contracts.data_version import check_version
    from indicators.git import find_revision
    from indicators.registry import all_tables
    from indicators.store.base import facts_at

    with facts_at(project, find_revision(project.root, base)) as old:
        found = data_diff(old.raw, project.raw, all_tables())
        return check_version(old.data_version, project.data_version, found)


def facts_diff(project: Project, base: str | None, tell: Callable[[str], None]) -> FactsDiff:
    """The facts of the work tree against those of a revision."""
    from indicators.contracts.data_diff import data_diff
    from indicators.errors import DataProblem, UsageProblem
    from indicators.git import find_revision
    from indicators.registry import all_tables
    from indicators.reporting.diff_text import FactsDiff
    from indicators.store.base import facts_at

    revision = find_revision(project.root, base)
    with facts_at(project, revision) as old:
        found = data_diff(old.raw, project.raw, all_tables())
        if not found.files:
            return FactsDiff(str(revision), found, None)
        try:
            return FactsDiff(str(revision), found, _headlines(project, old, tell))
        except (DataProblem, UsageProblem) as problem:
            return FactsDiff(str(revision), found, None, f"{problem.what}; {problem.where}")


def _headlines(project: Project, old: Project, tell: Callable[[str], None]) -> Headlines:
    from indicators.registry import QUARTER_CLOCK, rooms
    from indicators.reporting.moved import moved_headlines
    from indicators.store.base import base_database, database_steps
    from indicators.store.plan import carry_out

    before: Path = base_database(project, old, rooms(), tell)
    carry_out(project, database_steps(project, rooms()), tell)
    return moved_headlines(before, project.database, rooms(), QUARTER_CLOCK)
