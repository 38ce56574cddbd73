"""The command line: parses, calls, prints. Heavy imports happen inside the commands."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, NoReturn

import typer

from indicators.errors import EnvironmentProblem, Problem, UsageProblem
from indicators.project import Project, find_project

if TYPE_CHECKING:
    from indicators.contracts.findings import Audit

app = typer.Typer(
    no_args_is_help=True, add_completion=False, pretty_exceptions_enable=False, rich_markup_mode=None,
    help="Sourced facts about US-Russia relations: checked tables, series, models and a quarterly report.",
)  # fmt: skip
series_app = typer.Typer(no_args_is_help=True, help="Named time series.")
app.add_typer(series_app, name="series")
manifest_app = typer.Typer(no_args_is_help=True, help="What reports were made of.")
app.add_typer(manifest_app, name="manifest")

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
    from indicators.reporting.write import ReportJob, check_out, report_inputs, write_report
    from indicators.store.build import build_steps
    from indicators.store.plan import carry_out

    found = _project(project)
    with progress() as tell:
        steps = build_steps(found, rooms())
        done = carry_out(found, steps, tell)
        edition = choose_edition(found.database, QUARTER_CLOCK, quarter, as_of, mode)
        folder = (out or found.reports / edition.quarter).resolve()
        check_out(folder)
        job = ReportJob(found, rooms(), edition, folder, report_inputs(steps), tell)
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


@app.command()
def verify(
    reports: Annotated[list[Path] | None, typer.Argument(help="Reports by folder or quarter (default: all).")] = None,
    *,
    fast: Annotated[bool, typer.Option("--fast", help="Compare files with the manifest; build nothing.")] = False,
    tables: Annotated[
        bool, typer.Option("--tables", help="Compare data/processed/*.csv, too (done anyhow when no report is named).")
    ] = False,
    determinism: Annotated[
        bool, typer.Option("--determinism", help="Build twice in unlike processes and compare (one report).")
    ] = False,
    kernels: Annotated[bool, typer.Option("--kernels", help="The same under other BLAS kernels, too.")] = False,
    project: ProjectOption = None,
) -> None:
    """Rebuild reports in a temporary place and compare every output; exit code 1 if one differs.

    Example: indicators verify reports/2026Q2
    """
    from indicators.progress import progress
    from indicators.registry import QUARTER_CLOCK, rooms
    from indicators.reporting import verify as hall
    from indicators.reporting.rebuild import House

    found = _project(project)
    with progress() as tell:
        if determinism or kernels:
            from indicators.reporting.determinism import compare_reports

            verdicts = compare_reports(found, reports or [], tell, kernels=kernels)
        else:
            folders = hall.find_reports(found, reports or [])
            house = House(found, rooms(), QUARTER_CLOCK, tell)
            verdicts = list(hall.verify(house, folders, fast=fast, tables=tables or not reports))
    for verdict in verdicts:
        for line in verdict.lines():
            write_line(line)
    hall.refuse(verdicts)


@manifest_app.command("diff")
def manifest_diff(a: str, b: str, project: ProjectOption = None) -> None:
    """Say why two reports differ: setting, code, library or data, down to the facts.

    Example: indicators manifest diff HEAD~1:reports/2026Q2 reports/2026Q2
    """
    from indicators.reporting.manifest_diff import find_manifest, manifest_difference

    root = _project(project).root
    for line in manifest_difference(find_manifest(a, root), find_manifest(b, root)):
        write_line(line)


@app.command()
def revisions(
    series_id: str, as_of: AsOfOption = None, mode: ModeOption = "calendar", json: JsonOption = False
) -> None:
    """Print each period's vintages, first and latest value, and what the revisions say.

    Example: indicators revisions trade.usa_rus.exports.a
    """
    from indicators.api import known, view
    from indicators.registry import families
    from indicators.reporting.revised import revisions_of
    from indicators.reporting.revision_text import revision_data, revision_lines

    declared = {s.id: s for family in families() for s in family.series}
    known(series_id, sorted(declared), "series")
    found = revisions_of(view(as_of, mode), declared[series_id], declared)
    if json:
        write_line(as_json(revision_data(found)))
        return
    say(f"{found.series.title} ({found.series.unit}); {mode} mode, as of {as_of or 'the newest vintage'}")
    for line in revision_lines(found):
        write_line(line)


@app.command()
def provenance(
    series_id: str,
    period: str,
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
    from indicators.api import tracer
    from indicators.store.prov_json import prov_json
    from indicators.store.provenance_text import data_of, lines_of

    if json and prov:
        raise UsageProblem("two formats at once", where="--json --prov", do="give one of the two")
    traced = tracer(as_of, mode, _project(project)).trace(series_id, period)
    if json or prov:
        write_line(as_json(prov_json(traced) if prov else data_of(traced)))
        return
    say(f"{traced.series.title}, {traced.period}; {mode} mode, as of {as_of or 'the newest vintage'}")
    for line in lines_of(traced):
        write_line(line)


def as_json(data: object) -> str:
    """Data as JSON text for people and programs."""
    import json

    return json.dumps(data, indent=1, ensure_ascii=False, allow_nan=False)


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
