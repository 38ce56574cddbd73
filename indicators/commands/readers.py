"""``indicators readers``."""

from __future__ import annotations

from typing import Annotated

import typer

from indicators.commands.console import JsonOption, as_json, one_of, write_line


def readers(
    name: Annotated[str | None, typer.Argument(help="A reader, for all that is declared of it.")] = None,
    *,
    json: JsonOption = False,
) -> None:
    """The original formats that can be ingested, with columns, licence hint, quirks and an example.

    Example: indicators readers census_country
    """
    from indicators.ingesting.words import reader_data, reader_text, readers_text
    from indicators.registry import all_readers

    known = all_readers()
    if name is not None:
        one_of("NAME", name, [r.name for r in known])
    chosen = [r for r in known if name in (None, r.name)]
    if json:
        write_line(as_json([reader_data(r) for r in chosen]))
    else:
        write_line(readers_text(known) if name is None else reader_text(chosen[0]))
