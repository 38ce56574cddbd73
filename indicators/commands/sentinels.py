"""``indicators sentinels``."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

import typer

from indicators.commands.console import AsOfOption, JsonOption, ProjectOption, as_json, one_of, project_of, write_line

if TYPE_CHECKING:
    import datetime as dt

    from indicators.ingesting.sentinel import Look


def sentinels(
    family: Annotated[str | None, typer.Argument(help="Only this family.")] = None,
    *,
    as_of: AsOfOption = None,
    json: JsonOption = False,
    project: ProjectOption = None,
) -> None:
    """Hand-kept facts: what to look at, the newest fact, the last look, and what a new look must confirm.

    With --as-of those that are due on that day are marked.

    Example: indicators sentinels sanctions --as-of 2027-01-15
    """
    from indicators.commands.ingest import day_of
    from indicators.ingesting.raw_files import held
    from indicators.ingesting.sentinel import looks
    from indicators.registry import FAMILIES, all_sentinels, house

    if family is not None:
        one_of("FAMILY", family, FAMILIES)
    raw, models = project_of(project).raw, house().models
    chosen = [s for s in all_sentinels() if family in (None, s.family)]
    found = looks(chosen, lambda table: held(raw, models[table]))
    day = day_of(as_of, "--as-of")
    if json:
        write_line(as_json([_data(look, day) for look in found]))
    else:
        write_line("\n".join(line for look in found for line in _lines(look, day)) or "no facts are kept by hand here")


def _lines(look: Look, day: dt.date | None) -> list[str]:
    s = look.sentinel
    due = " DUE" if day and look.is_due(day) else ""
    return [
        f"{s.name} ({s.family}){due}: {look.facts} facts in {s.table}, newest {look.newest or 'none'}",
        f"  last look {look.last_look or 'never'}, next {look.due or 'now'} (every {s.every_days} days)",
        f"  look at   {'; '.join(s.look_at)}",
        *(f"  confirm   {sentence}" for sentence in s.confirm),
    ]


def _data(look: Look, day: dt.date | None) -> dict[str, Any]:
    s = look.sentinel
    return {
        "name": s.name, "family": s.family, "table": s.table, "facts": look.facts, "newest_fact": _iso(look.newest),
        "last_look": _iso(look.last_look), "next_look": _iso(look.due), "due": look.is_due(day) if day else None,
        "look_at": list(s.look_at), "confirm": list(s.confirm),
    }  # fmt: skip


def _iso(day: dt.date | None) -> str | None:
    return day.isoformat() if day else None
