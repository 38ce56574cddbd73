"""``indicators index``: the relations index as known at a date, and what moved it between two dates."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

import typer

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

if TYPE_CHECKING:
    import polars as pl

index_app = typer.Typer(no_args_is_help=True, help="The relations index.")
QUARTERS_SHOWN = 12


@index_app.command("show")
def index_show(
    *,
    as_of: AsOfOption = None,
    mode: ModeOption = "calendar",
    json: JsonOption = False,
    project: ProjectOption = None,
) -> None:
    """Print the relations index: its last quarters, what moved it, its inputs, and what it cannot say.

    Example: indicators index show --as-of 2026-08-29
    """
    from indicators.indexes import relations_index

    fit = relations_index(as_of, mode, project=project_of(project))
    if json:
        frames = {"index": _rows(fit.frame)} | {name: _rows(frame) for name, frame in fit.tables.items()}
        about = {"method": fit.method, "reason": fit.reason, "reading": fit.reading, "notes": fit.notes}
        write_line(as_json(about | frames))
        return
    say(f"{fit.series.title} ({fit.series.unit}); {mode} mode, as of {as_of or 'the newest vintage'}")
    if fit.reason:
        write_line(f"Cannot say. {fit.reason}")
        return
    for row in fit.tables["index_quarters"].tail(QUARTERS_SHOWN).iter_rows(named=True):
        band = f"80 % {row['lower_80']:.1f} to {row['upper_80']:.1f}"
        first = "" if row["first_published"] is None else f"first {row['first_published']:.1f}"
        known = f"{row['numbers_known']} of {row['numbers_expected']} numbers"
        write_line(
            f"{row['quarter']} {row['value']:>7.1f}  {band:24} {row['direction'] or '':16} {known}  {first}".rstrip()
        )
    for row in fit.tables["index_inputs"].iter_rows(named=True):
        weight = (
            "does not enter"
            if row["loading"] is None
            else f"loading {row['loading']:5.2f}, share {row['share_pct']:4.1f} %"
        )
        write_line(f"{row['input_id']:46} {weight}  {row['transform']}")
    for sentence in fit.reading:
        write_line(sentence)


@index_app.command("news")
def index_news(
    *,
    older: Annotated[str, typer.Option("--from", help="The older cut-off, such as 2026-05-30.")],
    newer: Annotated[str, typer.Option("--to", help="The newer cut-off, such as 2026-08-29.")],
    mode: ModeOption = "calendar",
    json: JsonOption = False,
    project: ProjectOption = None,
) -> None:
    """Print what moved the relations index from one cut-off to another; the lines add up.

    Each cut-off speaks of the newest quarter that ended at least 60 days before it.

    Example: indicators index news --from 2026-05-30 --to 2026-08-29
    """
    from indicators.indexes import index_news as between
    from indicators.timeseries.result import Reason

    found = between(older, newer, mode, project=project_of(project))
    if isinstance(found, Reason):
        write_line(as_json({"reason": found.sentence}) if json else f"Cannot say. {found.sentence}")
        return
    if json:
        write_line(as_json(_rows(found)))
        return
    for row in found.iter_rows(named=True):
        write_line(_news_line(row))


def _news_line(row: dict[str, Any]) -> str:
    if row["step"] in ("before", "after"):
        return f"{row['points']:>8.1f}  index of {row['quarter']} as of {row['known_on']}"
    if row["input_id"] is None:
        return f"{row['points']:>+8.1f}  {row['step'].replace('_', '-')}"
    numbers = f"forecast {_text(row['forecast'])}, actual {_text(row['actual'])}"
    numbers += f"; surprise {_text(row['surprise'])} x weight {_text(row['weight'])}"
    return f"{row['points']:>+8.1f}  {row['step']} {row['input_id']} {row['period_start']:%Y-%m}: {numbers}"


def _text(value: float | None) -> str:
    return "none" if value is None else f"{value:g}"


def _rows(frame: pl.DataFrame) -> Any:
    import json

    return json.loads(frame.write_json())
