"""The command line: parses, calls, prints. Heavy imports happen inside the commands."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, NoReturn

import typer

from indicators.errors import EnvironmentProblem, Problem
from indicators.project import Project, find_project

if TYPE_CHECKING:
    from indicators.contracts.findings import Audit

app = typer.Typer(
    no_args_is_help=True, add_completion=False, pretty_exceptions_enable=False, rich_markup_mode=None,
    help="Sourced facts about US-Russia relations: checked tables, series, models and a quarterly report.",
)  # fmt: skip
series_app = typer.Typer(no_args_is_help=True, help="Named time series.")
app.add_typer(series_app, name="series")

ProjectOption = Annotated[
    Path | None, typer.Option("--project", help="Project folder (default: found from here upwards).")
]
AsOfOption = Annotated[
    str | None, typer.Option("--as-of", help="Only what was known on this date, such as 2025-06-30.")
]
ModeOption = Annotated[
    str, typer.Option("--mode", help="calendar (usual release days) or strict (dated evidence only).")
]
JsonOption = Annotated[bool, typer.Option("--json", help="Print JSON.")]


def main() -> None:
    """Run the command line; a problem is three lines on stderr and its exit code."""
    try:
        app(standalone_mode=True)
    except Problem as problem:
        _fail(problem)
    except OSError as error:
        _fail(EnvironmentProblem(
            f"a file cannot be read or written ({error.strerror or error})", where=str(error.filename or "unknown"),
            do="make it readable and writable, or free some space, and run the command again",
        ))  # fmt: skip
    finally:
        try:
            sys.stdout.flush()
        except BrokenPipeError:
            _hang_up()


def _fail(problem: Problem) -> NoReturn:
    say(f"error: {problem}")
    sys.exit(problem.exit_code)


def _hang_up() -> None:
    """The reader of our output has gone (``| head``): the rest goes nowhere, without a word."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def say(text: str) -> None:
    """A message for people, on stderr."""
    sys.stderr.write(text + "\n")


def write_line(text: str) -> None:
    """A result, on stdout."""
    try:
        sys.stdout.write(text + "\n")
    except BrokenPipeError:
        _hang_up()
        raise typer.Exit(0) from None


def _project(path: Path | None) -> Project:
    return find_project(path) if path else _default()


def _default() -> Project:
    from indicators.api import default_project

    return default_project()


@app.command()
def plan(project: ProjectOption = None) -> None:
    """Print what a build would do and why.

    Example: indicators plan
    """
    from indicators.registry import rooms
    from indicators.store.build import build_steps
    from indicators.store.plan import plan as planned

    found = _project(project)
    for item in planned(found, build_steps(found, rooms())):
        write_line(f"{'run ' if item.stale else 'skip'}  {item.step.name}: {item.why}")


@app.command()
def build(project: ProjectOption = None) -> None:
    """Check the facts and build database, Parquet and csv where something changed.

    Example: indicators build
    """
    from indicators.registry import rooms
    from indicators.store.build import build_steps
    from indicators.store.plan import carry_out
    from indicators.store.summary import summary_lines

    found = _project(project)
    done = carry_out(found, build_steps(found, rooms()), say)
    if not done:
        say("nothing to do: facts, code and settings are unchanged")
    for line in summary_lines(found.database):
        write_line(line)


@app.command()
def report(
    quarter: Annotated[
        str | None, typer.Argument(help="Quarter such as 2026Q2 (default: the newest complete one).")
    ] = None,
    as_of: AsOfOption = None,
    mode: ModeOption = "calendar",
    out: Annotated[Path | None, typer.Option("--out", help="Folder for the report (default: reports/QUARTER).")] = None,
    project: ProjectOption = None,
) -> None:
    """Build what is stale and write a quarter's report.

    Example: indicators report 2026Q2
    """
    from indicators.progress import progress
    from indicators.registry import QUARTER_CLOCK, rooms
    from indicators.reporting.edition import choose_edition
    from indicators.reporting.write import ReportJob, check_out, write_report
    from indicators.store.build import build_steps
    from indicators.store.plan import carry_out

    found = _project(project)
    with progress() as tell:
        steps = build_steps(found, rooms())
        done = carry_out(found, steps, tell)
        edition = choose_edition(found.database, QUARTER_CLOCK, quarter, as_of, mode)
        folder = (out or found.reports / edition.quarter).resolve()
        check_out(folder)
        inputs = sorted({path for step in steps if step.name.startswith("contracts") for path in step.inputs})
        job = ReportJob(found, rooms(), edition, folder, tuple(inputs), tell)
        done += write_report(job)
    if not done:
        say("nothing to do: facts, code and settings are unchanged")
    out_line = folder.relative_to(found.root) if folder.is_relative_to(found.root) else folder
    write_line(f"{out_line}/report.html  {out_line}/report.md  (as of {edition.as_of}, {edition.mode} mode)")


@app.command()
def audit(
    project: ProjectOption = None,
    rules: Annotated[bool, typer.Option(help="List every rule with the rows it tested.")] = False,
) -> None:
    """Check every contract, every rule, every table; exit code 1 if an error is found.

    Example: indicators audit --rules
    """
    from indicators.contracts.audit import audit as run
    from indicators.registry import all_tables

    result = run(_project(project).raw, all_tables())
    for line in _audit_lines(result, rules):
        write_line(line)
    if result.errors:
        sys.exit(1)


def _audit_lines(result: Audit, rules: bool) -> list[str]:
    """The first five findings of each rule, the rest counted, and a closing line."""
    shown: dict[str, int] = {}
    lines = []
    for finding in result.findings:
        shown[finding.rule_id] = shown.get(finding.rule_id, 0) + 1
        if shown[finding.rule_id] <= 5:
            lines.append(str(finding))
    lines += [f"{rule_id}: {n - 5} more findings" for rule_id, n in shown.items() if n > 5]
    if rules:
        lines += [
            f"{r.outcome:15} {r.tested:7} tested {r.broken:5} broken  {r.rule_id}: {r.sentence}" for r in result.results
        ]
    untested = sum(r.tested == 0 for r in result.results)
    lines.append(
        f"{len(result.results)} rules over {len(result.tables)} tables: {len(result.errors)} errors, "
        f"{len(result.warnings)} warnings, {untested} rules tested nothing"
    )
    return lines


@series_app.command("list")
def series_list(
    search: Annotated[str | None, typer.Argument(help="Words in id, title or definition.")] = None,
    json: JsonOption = False,
) -> None:
    """List the named series.

    Example: indicators series list trade
    """
    from indicators.api import catalog

    frame = catalog(search)
    if json:
        write_line(frame.write_json())
        return
    for row in frame.iter_rows(named=True):
        span = f"{row['first_period'] or '-':>10} to {row['last_period'] or '-':<10}"
        write_line(f"{row['series_id']:64} {span} {row['unit']}: {row['title']}")


@series_app.command("show")
def series_show(
    series_id: str, as_of: AsOfOption = None, mode: ModeOption = "calendar", json: JsonOption = False
) -> None:
    """Print a series with status and quality of each value, as known at a date.

    Example: indicators series show trade.usa_rus.total.a --as-of 2025-06-30
    """
    from indicators.api import catalog, series
    from indicators.numbers import number

    frame = series(series_id, as_of=as_of, mode=mode)
    if json:
        write_line(frame.write_json())
        return
    about: dict[str, Any] = catalog().row(by_predicate=_is(series_id), named=True)
    say(f"{about['title']} ({about['unit']}); {mode} mode, as of {as_of or 'the newest vintage'}")
    if about["collected_through"]:
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


if __name__ == "__main__":
    main()
