"""``indicators plan`` and ``indicators build``."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from indicators.commands.console import AsOfOption, JsonOption, ProjectOption, as_json, project_of, say, write_line
from indicators.errors import UsageProblem

if TYPE_CHECKING:
    from indicators.project import Project


def plan(json: JsonOption = False, project: ProjectOption = None) -> None:
    """Print what a build would do and why.

    Example: indicators plan
    """
    from indicators.ledgers.step import whole_steps
    from indicators.registry import composites, rooms
    from indicators.store.plan import plan as planned

    found = project_of(project)
    steps = planned(found, whole_steps(found, rooms(), composites()))
    if json:
        write_line(as_json([{"step": item.step.name, "run": item.stale, "why": item.why} for item in steps]))
        return
    for item in steps:
        write_line(f"{'run ' if item.stale else 'skip'}  {item.step.name}: {item.why}")


def build(
    as_of: AsOfOption = None,
    mode: Annotated[
        str | None, typer.Option("--mode", help="With --as-of: calendar (usual release days, the default) or strict.")
    ] = None,
    out: Annotated[
        Path | None, typer.Option("--out", help="With --as-of: the file (default: in data/processed, dated).")
    ] = None,
    project: ProjectOption = None,
) -> None:
    """Check the facts, fit the models, and build database, Parquet and csv where something changed.

    With --as-of, write beside them a DuckDB file that holds only what was known on that day.

    Example: indicators build --as-of 2022-06-30
    """
    from indicators.ledgers.step import whole_steps
    from indicators.progress import progress
    from indicators.registry import composites, rooms
    from indicators.store.dates import parse_day, parse_mode
    from indicators.store.plan import carry_out
    from indicators.store.summary import summary_lines

    if as_of is None and (mode or out):
        raise UsageProblem("--mode and --out are for a database as of a date", where="build", do="name it with --as-of")
    wanted = None if as_of is None else parse_day(as_of)
    found, mode = project_of(project), parse_mode(mode or "calendar")
    if wanted is not None:
        write_line(_known(found, wanted, mode, out))
        return
    with progress() as tell:
        done = carry_out(found, whole_steps(found, rooms(), composites(), lambda name: tell(f"model {name}")), tell)
    if not done:
        say("nothing to do: facts, code and settings are unchanged")
    for line in summary_lines(found.database):
        write_line(line)


def _known(project: Project, wanted: dt.date, mode: str, out: Path | None) -> str:
    """Write the database as of a date; where it is, and how much it holds."""
    from indicators.registry import rooms
    from indicators.store.build import build_steps
    from indicators.store.known import KnownJob, check_out, usual_place, write_known_database
    from indicators.store.opening import open_database
    from indicators.store.plan import carry_out
    from indicators.store.summary import known_line
    from indicators.store.view import newest_day

    done = carry_out(project, build_steps(project, rooms()), say)
    with open_database(project.database) as connection:
        day = min(wanted, newest_day(connection))
    place = (out or usual_place(project, day, mode)).absolute()
    check_out(project, place)
    done += write_known_database(KnownJob(project, rooms(), day, mode, place), say)
    if not done:
        say("nothing to do: facts, code and settings are unchanged")
    return known_line(place, project.place(place))
