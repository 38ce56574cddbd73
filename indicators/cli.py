"""The command line: which commands there are, and how a problem ends."""

from __future__ import annotations

import sys
from typing import Annotated, NoReturn

import typer

from indicators.commands import (
    add,
    analyse,
    audit,
    build,
    claims,
    compare,
    contracts,
    diff,
    doctor,
    export,
    fetch,
    forecasts,
    index,
    ingest,
    mutate,
    publish,
    readers,
    report,
    retract,
    sentinels,
    series,
    verify,
)
from indicators.commands.console import hang_up, say
from indicators.errors import EnvironmentProblem, Problem
from indicators.loudness import QUIET, USUAL, VERBOSE, set_loudness

app = typer.Typer(no_args_is_help=True, pretty_exceptions_enable=False, rich_markup_mode=None)


@app.callback()
def options(
    quiet: Annotated[bool, typer.Option("--quiet", "-q", help="Say nothing but results and problems.")] = False,
    verbose: Annotated[bool, typer.Option("--verbose", "-v", help="Say where facts and database are.")] = False,
) -> None:
    """Sourced facts about US-Russia relations: checked tables, series, models and a quarterly report."""
    set_loudness(QUIET if quiet else VERBOSE if verbose else USUAL)


for command in (
    build.plan, build.build, report.report, audit.audit, diff.diff, verify.verify, series.revisions, series.provenance,
    analyse.analyse, export.export, doctor.doctor, readers.readers, ingest.ingest, fetch.fetch, add.add,
    retract.retract, compare.compare, sentinels.sentinels, publish.publish,
):  # fmt: skip
    app.command()(command)
app.command("open")(report.open_report)
app.add_typer(series.series_app, name="series")
app.add_typer(claims.claims_app, name="claims")
app.add_typer(forecasts.forecasts_app, name="forecasts")
app.add_typer(index.index_app, name="index")
app.add_typer(verify.manifest_app, name="manifest")
contracts.contracts_app.command("mutate")(mutate.contracts_mutate)
app.add_typer(contracts.contracts_app, name="contracts")


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
            hang_up()


def _fail(problem: Problem) -> NoReturn:
    say(f"error: {problem}", QUIET)
    sys.exit(problem.exit_code)


if __name__ == "__main__":
    main()
