"""``indicators series``, ``indicators revisions`` and ``indicators provenance``: series and where they come from."""

from __future__ import annotations

from typing import Annotated, Any

import typer

from indicators.commands.completion import complete_series
from indicators.commands.console import (
    AsOfOption,
    JsonOption,
    ModeOption,
    ProjectOption,
    as_json,
    project_of,
    say,
    write_line,
)
from indicators.errors import UsageProblem

SeriesArgument = Annotated[
    str,
    typer.Argument(help="Id of a series; indicators series list names them.", autocompletion=complete_series),
]
series_app = typer.Typer(no_args_is_help=True, help="Named time series.")


def revisions(
    series_id: SeriesArgument,
    *,
    as_of: AsOfOption = None,
    mode: ModeOption = "calendar",
    json: JsonOption = False,
    project: ProjectOption = None,
) -> None:
    """Print each period's vintages, first and latest value, and what the revisions say.

    Example: indicators revisions trade.usa_rus.exports.a
    """
    from indicators.access import known, view
    from indicators.registry import families
    from indicators.reporting.revised import revisions_of
    from indicators.reporting.revision_text import revision_data, revision_lines

    declared = {s.id: s for family in families() for s in family.series}
    known(series_id, sorted(declared), "series")
    found = revisions_of(view(as_of, mode, project=project_of(project)), declared[series_id], declared)
    if json:
        write_line(as_json(revision_data(found)))
        return
    say(f"{found.series.title} ({found.series.unit}); {mode} mode, as of {as_of or 'the newest vintage'}")
    for line in revision_lines(found):
        write_line(line)


def provenance(
    series_id: SeriesArgument,
    period: Annotated[str, typer.Argument(help="A period of the series, such as 2022, 2022Q1 or 2022-02.")],
    *,
    as_of: AsOfOption = None,
    mode: ModeOption = "calendar",
    json: JsonOption = False,
    prov: Annotated[bool, typer.Option("--prov", help="Print W3C PROV-JSON.")] = False,
    project: ProjectOption = None,
) -> None:
    """Print where a number comes from: the steps back to raw files, lines, cells, sources and vintages.

    Example: indicators provenance trade.usa_rus.exports.a 2022 --as-of 2023-12-31
    """
    from indicators.access import tracer
    from indicators.store.prov_json import prov_json
    from indicators.store.provenance_text import data_of, lines_of

    if json and prov:
        raise UsageProblem("two formats at once", where="--json --prov", do="give one of the two")
    traced = tracer(as_of, mode, project_of(project)).trace(series_id, period)
    if json or prov:
        write_line(as_json(prov_json(traced) if prov else data_of(traced)))
        return
    say(f"{traced.series.title}, {traced.period}; {mode} mode, as of {as_of or 'the newest vintage'}")
    for line in lines_of(traced):
        write_line(line)


@series_app.command("list")
def series_list(
    search: Annotated[str | None, typer.Argument(help="Words in id, title or definition.")] = None,
    json: JsonOption = False,
    project: ProjectOption = None,
) -> None:
    """List the named series.

    Example: indicators series list trade
    """
    from indicators.api import catalog

    frame = catalog(search, project=project_of(project))
    if frame.is_empty():
        say(f"no series has {search!r} in its id, title or definition")
    if json:
        write_line(frame.write_json())
        return
    for row in frame.iter_rows(named=True):
        span = f"{row['first_period'] or '-':>10} to {row['last_period'] or '-':<10}"
        write_line(f"{row['series_id']:64} {span} {row['unit']}: {row['title']}")


@series_app.command("show")
def series_show(
    series_id: SeriesArgument,
    *,
    as_of: AsOfOption = None,
    mode: ModeOption = "calendar",
    json: JsonOption = False,
    project: ProjectOption = None,
) -> None:
    """Print a series with status and quality of each value, as known at a date.

    Example: indicators series show trade.usa_rus.total.a --as-of 2025-06-30
    """
    from indicators.api import catalog, series
    from indicators.numbers import number

    found = project_of(project)
    frame = series(series_id, as_of=as_of, mode=mode, project=found)
    if json:
        write_line(frame.write_json())
        return
    about: dict[str, Any] = catalog(project=found).row(by_predicate=_is(series_id), named=True)
    say(f"{about['title']} ({about['unit']}); {mode} mode, as of {as_of or 'the newest vintage'}")
    if frame.is_empty():
        say(f"nothing was known of it on {as_of}" if as_of else "nothing is known of it")
    elif about["collected_through"]:
        say(f"collected through {about['collected_through']}; later periods are not collected, which is not zero")
    for row in frame.iter_rows(named=True):
        value = (
            number(row["value"], about["decimals"]) if row["value"] is not None else f"n/a ({row['missing_reason']})"
        )
        at = "" if row["reference_date"] == row["period_end"] else f"  at {row['reference_date']}"
        marks = [] if row["obs_status"] in ("A", "M") else [row["obs_status"]]
        marks += [f"{row['quality']} quality"] if row["quality"] == "low" else []
        marks += ["filled by a lower rank"] if (row["publisher_rank"] or 1) > 1 else []
        write_line(f"{row['period']:<10} {value:>14}  {', '.join(marks)}{at}".rstrip())


def _is(series_id: str) -> Any:
    import polars as pl

    return pl.col("series_id") == series_id
