"""What all commands share: options, the project, words on stderr and results on stdout."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Annotated

import typer

from indicators.errors import UsageProblem
from indicators.loudness import USUAL, VERBOSE, message
from indicators.project import Project, find_project

ProjectOption = Annotated[
    Path | None, typer.Option("--project", help="Project folder (default: found from here upwards).")
]
AsOfOption = Annotated[
    str | None, typer.Option("--as-of", help="Only what was known on this date, such as 2025-06-30.")
]
ModeOption = Annotated[
    str, typer.Option("--mode", help="calendar (usual release days) or strict (dated evidence only).")
]
SchedulerOption = Annotated[
    str, typer.Option("--scheduler", help="Send the work to this dask.distributed cluster, such as tcp://HOST:8786.")
]
JsonOption = Annotated[bool, typer.Option("--json", help="Print JSON.")]


def project_of(path: Path | None) -> Project:
    """The project a command works on: the named one, or the one found from here upwards.

    Facts that a killed command was writing are put back first.
    """
    from indicators.access import default_project
    from indicators.ingesting.journal import recover

    project = find_project(path) if path else default_project()
    say(f"facts of {project.root}, database {project.database}", VERBOSE)
    if recover(project):
        say("a command was killed while it wrote facts: they are as they were before it")
    return project


def one_of(option: str, given: str, permitted: Sequence[str]) -> str:
    """What was given to an option if it is permitted.

    Raises
    ------
    UsageProblem
        If it is not; the permitted ones are named.
    """
    if given not in permitted:
        raise UsageProblem(f"{given!r} is not known here", where=option, do=f"use {', '.join(permitted)}")
    return given


def say(text: str, level: int = USUAL) -> None:
    """A message for people, on stderr, unless they want quiet."""
    message(text, level)


def write_line(text: str) -> None:
    """A result, on stdout."""
    try:
        sys.stdout.write(text + "\n")
    except BrokenPipeError:
        hang_up()
        raise typer.Exit(0) from None


def hang_up() -> None:
    """The reader of our output has gone (``| head``): the rest goes nowhere, without a word."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def as_json(data: object) -> str:
    """Data as JSON text for people and programs."""
    import json

    return json.dumps(data, indent=1, ensure_ascii=False, allow_nan=False)
