"""``indicators plan`` and ``indicators build``."""

from __future__ import annotations

from indicators.commands.console import ProjectOption, project_of, say, write_line


def plan(project: ProjectOption = None) -> None:
    """Print what a build would do and why.

    Example: indicators plan
    """
    from indicators.modelling.step import full_steps
    from indicators.registry import composites, rooms
    from indicators.store.plan import plan as planned

    found = project_of(project)
    for item in planned(found, full_steps(found, rooms(), composites())):
        write_line(f"{'run ' if item.stale else 'skip'}  {item.step.name}: {item.why}")


def build(project: ProjectOption = None) -> None:
    """Check the facts, fit the models, and build database, Parquet and csv where something changed.

    Example: indicators build
    """
    from indicators.modelling.step import full_steps
    from indicators.progress import progress
    from indicators.registry import composites, rooms
    from indicators.store.plan import carry_out
    from indicators.store.summary import summary_lines

    found = project_of(project)
    with progress() as tell:
        done = carry_out(found, full_steps(found, rooms(), composites(), lambda name: tell(f"model {name}")), tell)
    if not done:
        say("nothing to do: facts, code and settings are unchanged")
    for line in summary_lines(found.database):
        write_line(line)
