"""``indicators analyse``: the methods on a user's own series."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from indicators.commands.console import JsonOption, as_json, say, write_line


def analyse(
    file: Annotated[Path, typer.Argument(help="A csv file with a period and a value in each row.")],
    *,
    value: Annotated[str | None, typer.Option("--value", help="Column of the values.")] = None,
    period: Annotated[str | None, typer.Option("--period", help="Column of the periods.")] = None,
    freq: Annotated[str | None, typer.Option("--freq", help="M, Q, H or A (default: told from the periods).")] = None,
    out: Annotated[Path | None, typer.Option("--out", help="New folder for analysis.md and tables in csv.")] = None,
    json: JsonOption = False,
) -> None:
    """Adjust, take apart, look for breaks and forecast any monthly, quarterly, half-yearly or annual series.

    Example: indicators analyse sales.csv --value sales --period month
    """
    from indicators.api_work import analyse as run
    from indicators.reporting.analysis import analysis_data, analysis_markdown, write_analysis
    from indicators.reporting.analysis import read_csv as read

    found = run(read(file), value=value, period=period, freq=freq)
    if out is not None:
        for path in write_analysis(found, out):
            say(f"wrote {path}")
    if json:
        write_line(as_json(analysis_data(found)))
    elif out is None:
        write_line(analysis_markdown(found))
