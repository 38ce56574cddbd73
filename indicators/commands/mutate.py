"""``indicators contracts mutate``."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from indicators.commands.console import JsonOption, ProjectOption, as_json, project_of, write_line


def contracts_mutate(
    *,
    table: Annotated[str | None, typer.Option(help="Corrupt the rows of this table alone.")] = None,
    seed: Annotated[int, typer.Option(help="The same seed gives the same mutants and the same table.")] = 1,
    count: Annotated[int, typer.Option(min=1, help="How many mutants.")] = 2000,
    columns: Annotated[bool, typer.Option("--columns", help="One line an operator and column.")] = False,
    misses: Annotated[bool, typer.Option("--misses", help="Print every mutant that the rules let pass.")] = False,
    workers: Annotated[int, typer.Option(min=0, max=64, help="Processes; 0 for this one alone.")] = 2,
    json: JsonOption = False,
    output: Annotated[Path | None, typer.Option(help="Write to this file, not to the terminal.")] = None,
    project: ProjectOption = None,
) -> None:
    """Corrupt real rows the way people err and see whether the rules catch it; about five minutes.

    Example: indicators contracts mutate --seed 1 --misses
    """
    from indicators.access import known
    from indicators.contracts.mutation.report import as_data, text_lines
    from indicators.errors import UsageProblem
    from indicators.progress import progress
    from indicators.registry import all_tables, rooms
    from indicators.store.mutating import Ground, checked, run_mutants
    from indicators.store.plan import write_whole

    corrupted = {"sources", *(m._contract.name for room in rooms() for m in room.tables)}
    aside = sorted({m._contract.name for m in all_tables()} - corrupted)
    if table is not None:
        known(table, sorted(corrupted), "tables")
    ground = checked(Ground(project_of(project).raw, rooms()))
    with progress() as tell:
        judged = run_mutants(ground, seed=seed, count=count, only=table, workers=workers, tell=tell)
    if not judged:
        raise UsageProblem("no mutant can be made of these rows", where=table or "data/raw", do="name another table")
    if json:
        text = as_json(as_data(judged, seed=seed, aside=aside))
    else:
        text = "\n".join(text_lines(judged, seed=seed, columns=columns, misses=misses, aside=aside))
    if output is None:
        write_line(text)
    else:
        write_whole(output.resolve(), f"{text}\n".encode())
