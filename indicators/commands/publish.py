"""``indicators publish``."""

from __future__ import annotations

from typing import Annotated

import typer

from indicators.commands.console import ProjectOption, project_of, say, write_line


def publish(
    quarter: Annotated[
        str | None, typer.Argument(help="Quarter such as 2026Q2 (default: the newest complete one).")
    ] = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Say what would be published; write nothing.")] = False,
    project: ProjectOption = None,
) -> None:
    """Freeze an edition: headlines, index and forecasts, appended to data/raw/published and never changed.

    The numbers are those of the quarter's usual report (calendar mode, its usual as-of date). A second run does
    nothing; a quarter that is published with other numbers is refused.

    Example: indicators publish 2026Q2 --dry-run
    """
    from indicators.progress import progress
    from indicators.registry import QUARTER_CLOCK, all_tables, composites, families, rooms
    from indicators.reporting.edition import choose_edition
    from indicators.reporting.publishing import freeze
    from indicators.reporting.publishing import publish as append
    from indicators.reporting.write import report_inputs
    from indicators.store.build import build_steps
    from indicators.store.plan import carry_out
    from indicators.store.view import as_of_view

    found = project_of(project)
    with progress() as tell:
        steps = build_steps(found, rooms())
        carry_out(found, steps, tell)
        edition = choose_edition(found.database, QUARTER_CLOCK, quarter, None, "calendar")
        texts = [room.views_sql for room in rooms()]
        view = as_of_view(found.database, all_tables(), texts, quarter=edition.quarter, as_of=edition.as_of)
        try:
            frozen = freeze(found, view, edition, families(), composites(), inputs=report_inputs(steps), tell=tell)
        finally:
            view.connection.close()
    told = ", ".join(f"{count} rows of {name}" for name, count in frozen.counts.items())
    write_line(f"{edition.quarter}, edition {frozen.number}, as of {edition.as_of}: {told}")
    if dry_run:
        say("nothing was written; without --dry-run these rows are appended to data/raw/published")
    elif append(found, frozen):
        say("published: add the rows of data/raw/published to the repository")
    else:
        say("nothing to do: this edition is published already with the same numbers")
