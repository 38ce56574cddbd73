"""``indicators add`` and its templates."""

from __future__ import annotations

import csv
import datetime as dt
import io
import sys
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from indicators.commands.console import ProjectOption, one_of, project_of, say, write_line
from indicators.commands.ingest import DryRunOption, day_of
from indicators.errors import UsageProblem

if TYPE_CHECKING:
    from indicators.contracts.model import TableModel
    from indicators.ingesting.ingest import Outcome


def add(
    table: Annotated[str, typer.Argument(help="A table, such as treaty_events or poll_questions.")],
    cells: Annotated[list[str] | None, typer.Argument(help="column=value ... of one fact and its source.")] = None,
    *,
    project: ProjectOption = None,
    template: Annotated[bool, typer.Option("--template", help="Print the table's empty csv template.")] = False,
    collected_on: Annotated[
        str | None, typer.Option(help="Day on which you saw it (default: the newest day of collection or of the fact).")
    ] = None,
    dry_run: DryRunOption = False,
) -> None:
    """Add one fact by hand, with its source, or a poll question: validated, shown, written.

    What was not given is asked for on a terminal, cell by cell, with its meaning and its codes.

    Many facts go into a csv file with the columns of --template, for `indicators ingest`.

    Example: indicators add treaty_events event_date=2026-02-05 treaty=new_start actor=USA+RUS event_type=expired
    """
    from indicators.ingesting.by_hand import NAME, template_columns
    from indicators.registry import house, template_readers

    readers = {r.name: r for r in template_readers()}
    one_of("TABLE", table, [name.removeprefix(NAME.format("")) for name in readers])
    known = house()
    model = known.models[table]
    columns = template_columns(model)
    if template:
        write_line(",".join(columns))
        return
    row = _asked(model, _given(cells or [], columns), columns)
    _show(row)
    from indicators.ingesting.faults import OriginalProblem
    from indicators.ingesting.ingest import ingest
    from indicators.ingesting.opening import Original
    from indicators.ingesting.reader import Request
    from indicators.temporary import temporary_folder

    found = project_of(project)
    with temporary_folder() as folder:
        path = folder / f"{table}.csv"
        path.write_text(_csv(columns, row), encoding="utf-8")
        work = [(readers[NAME.format(table)], Request((Original(path),)))]
        try:
            outcome = ingest(
                found,
                known,
                work,
                collected=day_of(collected_on, "--collected-on") or _collected(found.raw, row),
                dry_run=dry_run,
            )
        except OriginalProblem as problem:  # speaks of a file that the user never saw
            raise OriginalProblem(problem.what, where="COLUMN=VALUE", do=problem.do) from None
    _tell(outcome, dry_run)


def _given(cells: list[str], columns: list[str]) -> dict[str, str]:
    found: dict[str, str] = {}
    for text in cells:
        name, equals, value = text.partition("=")
        if not equals or name not in columns:
            raise UsageProblem(f"not a column=value of the table: {text!r}", where="COLUMN=VALUE",
                               do=f"use {', '.join(columns)}")  # fmt: skip
        found[name] = value.strip()
    return found


def _asked(model: type[TableModel], row: dict[str, str], columns: list[str]) -> dict[str, str]:
    """The row with what must be filled: on a terminal every cell that was not given is asked for, else it is told."""
    from indicators.ingesting.by_hand import SOURCE_ID, required_columns

    wanted = required_columns(model)
    if SOURCE_ID in columns and not row.get(SOURCE_ID):
        wanted += ["source_title", "source_publisher"]
    missing = [name for name in wanted if not row.get(name)]
    if not missing:
        return row
    if not is_terminal():
        raise UsageProblem(f"not given: {', '.join(missing)}", where="COLUMN=VALUE", do="give each as column=value")
    answers = dict(row)
    try:
        for name in columns:
            if name not in answers and _is_asked(name, answers):
                answers[name] = _answer(model, name, name in wanted)
    except typer.Abort:
        raise UsageProblem(
            "the questions were broken off; nothing was written", where="indicators add", do="run the command again"
        ) from None
    return answers


def is_terminal() -> bool:
    """Whether somebody is there to answer."""
    return sys.stdin.isatty()


def _is_asked(name: str, row: dict[str, str]) -> bool:
    """Cells of a new source are not asked for where a held one is named."""
    return not (name.startswith("source_") and row.get("source_id"))


def _answer(model: type[TableModel], name: str, needed: bool) -> str:
    """One cell: its description, its codes, and the question again until the answer fits."""
    from indicators.contracts.model import columns_of
    from indicators.ingesting.by_hand import DEFAULTS, fault_of

    column = {c.name: c for c in columns_of(model)}.get(name)
    words = column.definition if column else name.replace("_", " ")
    codes = f" [{', '.join(map(str, column.codes))}]" if column and column.codes else ""
    usual = f" (empty: {DEFAULTS[name]})" if name in DEFAULTS else "" if needed else " (may be empty)"
    while True:
        text: str = typer.prompt(f"{name}: {words}{codes}{usual}", default="", show_default=False, err=True).strip()
        fault = fault_of(column, text or DEFAULTS.get(name, "")) if column and (text or needed) else ""
        if not fault and (text or not needed):
            return text
        say(fault or f"{name} must be filled")


def _show(row: dict[str, str]) -> None:
    wide = max(map(len, row), default=0)
    for name, value in row.items():
        say(f"  {name:<{wide}}  {value}")


def _csv(columns: list[str], row: dict[str, str]) -> str:
    out = io.StringIO()
    writer = csv.DictWriter(out, columns, lineterminator="\n")
    writer.writeheader()
    writer.writerow(row)
    return out.getvalue()


def _collected(raw: Path, row: dict[str, str]) -> dt.date:
    """The day of the newest collection, or of the fact's publication if that is later: it was seen no earlier."""
    from indicators.contracts.shared import Sources
    from indicators.ingesting.raw_files import held

    days: list[dt.date] = held(raw, Sources)["collected_on"].to_list()
    with suppress(ValueError):  # the contract tells of a day that is none
        days.append(dt.date.fromisoformat(row.get("published_on", "")))
    return max(days)


def _tell(outcome: Outcome, dry_run: bool) -> None:
    from indicators.ingesting.words import plan_text, warnings_text

    (plan,) = outcome.plans
    write_line(plan_text(plan))
    if said := warnings_text(outcome.warnings):
        say(said)
    added = [str(i) for t in plan.tables for i in t.appended.to_series(0).to_list()]  # the id stands first
    say("nothing new: the facts stay as they are" if not added else
        f"{'would add' if dry_run else 'added'} {', '.join(added)}")  # fmt: skip
