"""``indicators export``."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer

from indicators.commands.completion import complete_names
from indicators.commands.console import AsOfOption, ModeOption, ProjectOption, project_of, say, write_line
from indicators.errors import UsageProblem

STDOUT = "-"
TEXT = ("csv", "json", "sdmx-csv", "sdmx-ml", "sdmx-ml-3")
"""Formats that can go to stdout."""


def export(
    names: Annotated[
        list[str] | None,
        typer.Argument(help="Tables (trade_volumes) and ids of series.", autocompletion=complete_names),
    ] = None,
    *,
    to: Annotated[
        str, typer.Option("--to", help="parquet, csv, json, xlsx, dta, duckdb, sdmx-csv, sdmx-ml, sdmx-ml-3.")
    ],
    out: Annotated[str, typer.Option("--out", help="File or folder; - writes text formats to stdout.")],
    everything: Annotated[bool, typer.Option("--all", help="Every table and every series.")] = False,
    as_of: AsOfOption = None,
    mode: ModeOption = "calendar",
    project: ProjectOption = None,
) -> None:
    """Write tables and series as files for other programs, with labels, units, codes, notes and sources.

    Into a file with the format's ending goes one table (in xlsx, duckdb and json: all); into a folder a file a
    table. What describes them (data package, Croissant, SDMX structure) lies beside.

    Example: indicators export trade.usa_rus.total.a --to dta --out total.dta --as-of 2025-06-30
    """
    from indicators.exports import files, format_of, write
    from indicators.gathering import gathered

    chosen = format_of(to)
    if bool(names) == everything:
        raise UsageProblem(
            "nothing to export is named" if not names else "names and --all at once", where="indicators export",
            do="name tables or series, or give --all",
        )  # fmt: skip
    if out == STDOUT and to not in TEXT:
        raise UsageProblem(f"{to} is no text", where="--out -", do="name a file or a folder")
    bundle = gathered(names or (), as_of, mode, project_of(project), figures_only=chosen.figures_only)
    if out == STDOUT:
        data = next(iter(files(bundle, to, "stdout").values()))
        sys.stdout.flush()
        sys.stdout.buffer.write(data)
        say(bundle.described())
        return
    for path in write(bundle, to, Path(out)):
        write_line(str(path))
    say(bundle.described())
