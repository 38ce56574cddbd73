"""``indicators analyse``: the methods on a user's own series."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from indicators.commands.console import JsonOption, SchedulerOption, as_json, say, write_line
from indicators.errors import UsageProblem


def analyse(
    file: Annotated[Path, typer.Argument(help="A csv file with a period and a value in each row.")],
    *,
    value: Annotated[str | None, typer.Option("--value", help="Column of the values.")] = None,
    period: Annotated[str | None, typer.Option("--period", help="Column of the periods.")] = None,
    freq: Annotated[str | None, typer.Option("--freq", help="M, Q, H or A (default: told from the periods).")] = None,
    each: Annotated[
        str | None, typer.Option("--each", help="Column that tells many series apart; each is analysed by itself.")
    ] = None,
    scheduler: SchedulerOption = "",
    out: Annotated[Path | None, typer.Option("--out", help="New folder for analysis.md and tables in csv.")] = None,
    json: JsonOption = False,
) -> None:
    """Adjust, take apart, look for breaks and forecast any monthly, quarterly, half-yearly or annual series.

    Example: indicators analyse sales.csv --value sales --period month
    """
    from indicators.api_work import analyse as run
    from indicators.reporting.analysis import analysis_data, analysis_markdown, write_analysis
    from indicators.reporting.analysis import read_csv as read

    if each is not None:
        _analyse_each(file, each, value=value, period=period, freq=freq, scheduler=scheduler, out=out, json=json)
        return
    if scheduler:
        raise UsageProblem("one series is analysed here", where="--scheduler", do="name the column with --each")
    found = run(read(file), value=value, period=period, freq=freq)
    if out is not None:
        for path in write_analysis(found, out):
            say(f"wrote {path}")
    if json:
        write_line(as_json(analysis_data(found)))
    elif out is None:
        write_line(analysis_markdown(found))


def _analyse_each(
    file: Path,
    each: str,
    *,
    value: str | None,
    period: str | None,
    freq: str | None,
    scheduler: str,
    out: Path | None,
    json: bool,
) -> None:
    """Many series: ``methods.csv`` and tables in a folder, or what the methods say as JSON."""
    from indicators.reporting.analysis import read_csv as read
    from indicators.reporting.analysis_each import analyse_each, series_of, write_each

    if out is None and not json:
        raise UsageProblem("many series are many tables", where="--each", do="name a new folder with --out")
    found = analyse_each(series_of(read(file), each, value=value, period=period, freq=freq), scheduler)
    for path in write_each(found, out) if out is not None else ():
        say(f"wrote {path}")
    if json:
        write_line(as_json([row for one in found for row in one.methods]))
