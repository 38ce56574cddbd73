"""``indicators ingest``."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from indicators.commands.console import (
    JsonOption,
    ProjectOption,
    SchedulerOption,
    as_json,
    one_of,
    project_of,
    say,
    write_line,
)
from indicators.errors import UsageProblem

if TYPE_CHECKING:
    from indicators.ingesting.planning import Plan
    from indicators.ingesting.reader import Reader
    from indicators.project import Project

DryRunOption = Annotated[bool, typer.Option("--dry-run", help="Show the plan; write nothing.")]
CollectedOption = Annotated[
    str | None, typer.Option(help="Day on which you fetched the files (default: the day they were saved).")
]
BASES = ("release", "source", "upper_bound")


def ingest(
    files: Annotated[list[str], typer.Argument(help="[READER] FILE, DIR or pattern ...", metavar="[READER] FILE...")],
    *,
    project: ProjectOption = None,
    published_on: Annotated[str | None, typer.Option(help="Day on which the publisher released the files.")] = None,
    basis: Annotated[str, typer.Option(help=f"What that day rests on: {', '.join(BASES)}.")] = "release",
    collected_on: CollectedOption = None,
    changes: Annotated[
        Path | None, typer.Option(help="Write what changed between copies of a list here (csv).")
    ] = None,
    scheduler: SchedulerOption = "",
    dry_run: DryRunOption = False,
    all_rows: Annotated[bool, typer.Option("--all", help="Show every revision and refusal.")] = False,
    json: JsonOption = False,
) -> None:
    """Turn original files into facts: recognise, read, show the plan, append what is new, audit.

    The same files a second time change nothing. Without a reader each file is recognised by its content.

    Example: indicators ingest census_country country.xlsx --published-on 2026-12-08 --dry-run
    """
    from indicators.registry import all_readers

    one_of("--basis", basis, BASES)
    reader, names = _reader(files, all_readers())
    take(
        project_of(project), reader, names, released=day_of(published_on, "--published-on"), basis=basis,
        collected=day_of(collected_on, "--collected-on"),
        changes=changes, scheduler=scheduler, dry_run=dry_run, whole=all_rows, json=json,
    )  # fmt: skip


def take(
    project: Project,
    reader: Reader | None,
    names: list[str],
    *,
    released: dt.date | None = None,
    basis: str = "release",
    collected: dt.date | None = None,
    changes: Path | None = None,
    scheduler: str = "",
    dry_run: bool = False,
    whole: bool = False,
    json: bool = False,
) -> None:
    """Ingest files and say what that changes."""
    from indicators.ingesting.ingest import ingest as run
    from indicators.ingesting.recognising import named_files, requests
    from indicators.ingesting.words import plan_data, plan_text, warnings_text
    from indicators.registry import all_readers, house

    work = requests(named_files(names), all_readers(), reader, released, basis, scheduler=scheduler)
    if scheduler and (here := sorted({r.name for r, _ in work if not r.spreads})):
        say(f"read here, not on the cluster: {', '.join(here)}")
    plans: list[Plan] = []

    def tell(plan: Plan) -> None:
        plans.append(plan)
        if not json:
            write_line(plan_text(plan, whole=whole))

    outcome = run(project, house(), work, collected=collected, dry_run=dry_run, tell=tell)
    if changes is not None:
        _write_changes(changes, plans)
    if json:
        write_line(as_json([plan_data(p) for p in plans]))
    if said := warnings_text(outcome.warnings):
        say(said)
    say(_last_words(sum(t.appended.height for p in plans for t in p.tables), dry_run, len(outcome.written)))


def _reader(files: list[str], known: tuple[Reader, ...]) -> tuple[Reader | None, list[str]]:
    """The reader, if the first word names one, and the rest."""
    chosen = next((r for r in known if r.name == files[0]), None)
    names = files[1:] if chosen else files
    if not names:
        raise UsageProblem("no file is named", where="FILE", do="name a file, a folder or a pattern after the reader")
    return chosen, names


def day_of(text: str | None, option: str) -> dt.date | None:
    """A day as options give it.

    Raises
    ------
    UsageProblem
        If it is none; the option is named.
    """
    if not text:
        return None
    try:
        return dt.datetime.strptime(text, "%Y-%m-%d").date()  # noqa: DTZ007 a plain day
    except ValueError:
        raise UsageProblem(f"not a day: {text!r}", where=option, do="write it as 2026-05-10") from None


def _write_changes(path: Path, plans: list[Plan]) -> None:
    import polars as pl

    found = [p.reading.changes for p in plans if p.reading.changes is not None]
    if not found:
        raise UsageProblem("there are no two copies of a list to compare", where="--changes",
                           do="name two or more copies of one list")  # fmt: skip
    pl.concat(found, how="diagonal").write_csv(path)
    say(f"{path}: {sum(f.height for f in found):,} entries changed")


def _last_words(facts: int, dry_run: bool, files: int) -> str:
    if not facts:
        return "nothing new: the facts stay as they are"
    return f"dry run: {facts:,} facts would be added" if dry_run else f"{facts:,} facts added to {files} file(s)"
