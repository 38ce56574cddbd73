"""``indicators contracts``: what the tables promise, as text, as standard files, and compared."""

from __future__ import annotations

import shutil
import sys
from typing import Annotated

import typer

from indicators.commands.console import JsonOption, ProjectOption, as_json, project_of, say, write_line

contracts_app = typer.Typer(no_args_is_help=True, help="What the tables promise: text, standard files, comparison.")


@contracts_app.command("docs")
def contracts_docs(
    check: Annotated[bool, typer.Option("--check", help="Write nothing; exit code 1 if a file is stale.")] = False,
    project: ProjectOption = None,
) -> None:
    """Write docs/contracts.md, the data dictionary, and docs/contracts.json, the same as data.

    Example: indicators contracts docs --check
    """
    from indicators.contracts.described.description import to_json
    from indicators.contracts.described.dictionary import data_dictionary
    from indicators.contracts.described.sources import sources_used
    from indicators.registry import description
    from indicators.store.plan import write_whole

    found, described = project_of(project), description()
    texts = {
        "contracts.md": data_dictionary(described, sources_used(found.raw, described)),
        "contracts.json": to_json(described),
    }
    stale = []
    for name, text in texts.items():
        path = found.root / "docs" / name
        if path.is_file() and path.read_bytes() == text.encode():
            continue
        stale.append(name)
        if not check:
            write_whole(path, text.encode())
        write_line(f"docs/{name}: {'stale' if check else 'written'}")
    if check and stale:
        say("run: indicators contracts docs")
        sys.exit(1)
    if not stale:
        write_line("docs/contracts.md and docs/contracts.json are fresh")


@contracts_app.command("show")
def contracts_show(
    table: Annotated[str | None, typer.Argument(help="A table, such as trade_volumes (default: list them).")] = None,
    json: JsonOption = False,
) -> None:
    """Print what a table promises: columns, units, codes, rules, what to mind.

    Example: indicators contracts show trade_volumes
    """
    from indicators.api import known
    from indicators.contracts.described.description import plain
    from indicators.contracts.described.terminal import list_lines, table_lines
    from indicators.registry import description

    tables = description().tables
    found = None if table is None else tables[known(table, sorted(tables), "tables")]
    if json:
        write_line(as_json(list(tables) if found is None else plain(found)))
        return
    width = max(40, min(100, shutil.get_terminal_size((80, 24)).columns))
    for line in list_lines(tables.values(), width) if found is None else table_lines(found, width):
        write_line(line)
