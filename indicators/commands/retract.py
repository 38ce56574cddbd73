"""``indicators retract``."""

from __future__ import annotations

from typing import Annotated

import typer

from indicators.commands.console import ProjectOption, project_of, say
from indicators.commands.ingest import DryRunOption, day_of
from indicators.errors import UsageProblem


def retract(
    fact_id: Annotated[str, typer.Argument(help="The fact to take back.")],
    *,
    because: Annotated[str, typer.Option(help="Why it should not stand there.")],
    evidence: Annotated[str, typer.Option(help="Where that can be seen.")] = "",
    on: Annotated[str | None, typer.Option(help="Day it was found (default: the newest day of collection).")] = None,
    project: ProjectOption = None,
    dry_run: DryRunOption = False,
) -> None:
    """Take a fact of ours back: it stays in its raw file, marked in corrections.csv, and is read no more.

    A publisher's revision is no case for this: it is a new fact.

    Example: indicators retract contacts.c20251024-env --because "the meeting was only expected"
    """
    from indicators.ingesting.by_hand import Retraction, retraction
    from indicators.ingesting.ingest import add_plan
    from indicators.ingesting.words import warnings_text
    from indicators.registry import house

    if not because.strip():
        raise UsageProblem("no reason is given", where="--because", do="say why the fact should not stand there")
    known = house()
    taken = Retraction(fact_id, because, evidence, day_of(on, "--on"))
    outcome = add_plan(project_of(project), known, lambda raw: retraction(raw, known, taken), dry_run=dry_run)
    if said := warnings_text(outcome.warnings):
        say(said)
    say(f"{'would take back' if dry_run else 'taken back'}: {fact_id} (data/raw/corrections.csv says why)")
