"""``indicators compare``."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from indicators.commands.console import JsonOption, as_json, say, write_line

if TYPE_CHECKING:
    from indicators.ingesting.comparing import Comparison

MOST_CELLS = 12


def compare(
    earlier: Annotated[Path, typer.Argument(help="A copy of a list.")],
    later: Annotated[Path, typer.Argument(help="A later copy of the same list.")],
    *,
    out: Annotated[Path | None, typer.Option(help="Write every entry that differs here (csv).")] = None,
    json: JsonOption = False,
) -> None:
    """Two copies of a list (OFAC, EU, UK, UN, OpenSanctions): entries added, removed and changed, and in which cells.

    Facts of it are made by ingesting both copies.

    Example: indicators compare sdn_2024-04-26.csv sdn_2024-05-03.csv --out changes.csv
    """
    from indicators.ingesting.comparing import compare as run
    from indicators.ingesting.opening import Original
    from indicators.registry import all_readers

    found = run(Original(earlier), Original(later), all_readers())
    write_line(as_json(_data(found)) if json else _text(found))
    if out is not None:
        found.changes.write_csv(out)
        say(f"{out}: {found.changes.height:,} entries")


def _data(found: Comparison) -> dict[str, Any]:
    counts = {change: found.count(change) for change in ("added", "removed", "changed")}
    return {"reader": found.reader, "earlier": found.earlier, "later": found.later, **counts, "cells": found.cells}


def _text(found: Comparison) -> str:
    data = _data(found)
    cells = "".join(f"\n  {cell}: {n:,}" for cell, n in list(found.cells.items())[:MOST_CELLS])
    return (
        f"{found.reader}: {found.earlier:,} entries, then {found.later:,}: "
        f"{data['added']:,} added, {data['removed']:,} removed, {data['changed']:,} changed"
        + (f", by cell{cells}" if cells else "")
    )
