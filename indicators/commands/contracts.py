"""``indicators contracts``: what the tables promise, as text, as standard files, and compared."""

from __future__ import annotations

import shutil
import sys
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from indicators.commands.console import JsonOption, ProjectOption, as_json, project_of, say, write_line

if TYPE_CHECKING:
    from indicators.project import Project
    from indicators.reporting.contract_diff import ContractDiff


class Target(StrEnum):
    """A standard that contracts are written in."""

    odcs = "odcs"
    jsonschema = "jsonschema"
    datapackage = "datapackage"


class Form(StrEnum):
    """How a comparison is written."""

    text = "text"
    json = "json"
    markdown = "markdown"


contracts_app = typer.Typer(no_args_is_help=True, help="What the tables promise: text, standard files, comparison.")


@contracts_app.command("docs")
def contracts_docs(
    check: Annotated[bool, typer.Option("--check", help="Write nothing; exit code 1 if a file is stale.")] = False,
    project: ProjectOption = None,
) -> None:
    """Write what is made of the declarations: the data dictionary (docs/contracts.md, and .json, the same as data), the
    terms of the sources (data/LICENCES.md) and, in a checkout, the ids of series as types.

    Example: indicators contracts docs --check
    """
    from indicators.store.plan import write_whole

    found = project_of(project)
    texts, stale = _made_texts(found), []
    for name, text in texts.items():
        path = found.root / name
        if path.is_file() and path.read_bytes() == text.encode():
            continue
        stale.append(name)
        if not check:
            write_whole(path, text.encode())
        write_line(f"{name}: {'stale' if check else 'written'}")
    if check and stale:
        say("run: indicators contracts docs")
        sys.exit(1)
    if not stale:
        write_line(f"fresh: {', '.join(texts)}")


def _made_texts(found: Project) -> dict[str, str]:
    """File, relative to the project, to its text."""
    from indicators.contracts.described.description import to_json
    from indicators.contracts.described.dictionary import data_dictionary
    from indicators.contracts.described.licences import licences
    from indicators.contracts.described.sources import sources_used
    from indicators.registry import description, families
    from indicators.typed_ids import typed_text

    described = description()
    texts = {
        "docs/contracts.md": data_dictionary(described, sources_used(found.raw, described)),
        "docs/contracts.json": to_json(described), "data/LICENCES.md": licences(found.raw),
    }  # fmt: skip
    if (found.root / "indicators" / "__init__.py").is_file():
        texts["indicators/known_ids.py"] = typed_text([s.id for family in families() for s in family.series])
    return texts


@contracts_app.command("show")
def contracts_show(
    table: Annotated[str | None, typer.Argument(help="A table, such as trade_volumes (default: list them).")] = None,
    json: JsonOption = False,
) -> None:
    """Print what a table promises: columns, units, codes, rules, what to mind.

    Example: indicators contracts show trade_volumes
    """
    from indicators.access import known
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


@contracts_app.command("export")
def contracts_export(
    to: Annotated[Target, typer.Option("--to", help="odcs, jsonschema or datapackage.")],
    out: Annotated[Path, typer.Option("--out", help="Folder for the files.")],
    project: ProjectOption = None,
) -> None:
    """Write the contracts in a standard format: ODCS 3 YAML or JSON Schema, a file a table, or a Frictionless package.

    The package describes the csv files of data/processed; into another folder they are copied with it.

    Example: indicators contracts export --to odcs --out contracts
    """
    from indicators.store.plan import write_whole

    files = _package(project_of(project), out) if to is Target.datapackage else _contract_files(to)
    for name, data in files.items():
        write_whole(out / name, data)
    write_line(f"{out}: {len(files)} file{'s' if len(files) > 1 else ''}")


def _contract_files(to: Target) -> dict[str, bytes]:
    from indicators.contracts.described.json_schema import json_schema
    from indicators.contracts.described.odcs import to_odcs
    from indicators.registry import description

    described = description()
    if to is Target.odcs:
        return {f"{name}.odcs.yaml": to_odcs(t, described.polars).encode() for name, t in described.tables.items()}
    return {f"{name}.schema.json": (as_json(json_schema(t)) + "\n").encode() for name, t in described.tables.items()}


def _package(found: Project, out: Path) -> dict[str, bytes]:
    """The package as the build wrote it and, for another folder, the tables that it describes."""
    import json

    from indicators.access import built
    from indicators.store.exports import PACKAGE

    folder = built(found).processed
    names = [PACKAGE]
    if out.resolve() != folder.resolve():
        package = json.loads((folder / PACKAGE).read_bytes())
        names += [resource["path"] for resource in package["resources"]]
    return {name: (folder / name).read_bytes() for name in names}


@contracts_app.command("diff")
def contracts_diff(
    base: Annotated[
        str | None, typer.Argument(help="Commit, tag or branch, or exported file (default: where main was left).")
    ] = None,
    new: Annotated[str | None, typer.Argument(help="The other one (default: the code at hand).")] = None,
    *,
    form: Annotated[Form, typer.Option("--format", help="text, json, or markdown for a pull request.")] = Form.text,
    json: JsonOption = False,
    project: ProjectOption = None,
) -> None:
    """Compare contracts: each change breaking, compatible or editorial for readers and writers, and what it touches.

    Exit code 1 if a breaking change comes without a higher major version and a line of CHANGELOG.md naming `table`.

    Example: indicators contracts diff HEAD~1 --format markdown
    """
    from indicators.reporting.contract_diff import as_data, markdown_lines, text_lines

    found = contract_diff(project_of(project), base, new)
    if json or form is Form.json:
        write_line(as_json(as_data(found)))
    else:
        for line in (markdown_lines if form is Form.markdown else text_lines)(found):
            write_line(line)
    if found.comparison.failures:
        sys.exit(1)


def contract_diff(project: Project, base: str | None, new: str | None) -> ContractDiff:
    """The contracts of two sides compared."""
    from indicators.contracts.comparison.side import at_hand, side_of
    from indicators.contracts.comparison.verdict import compared, new_lines
    from indicators.registry import description, rooms
    from indicators.reporting.contract_diff import ContractDiff
    from indicators.reporting.touched import touched

    old = side_of(project.root, base)
    now = at_hand(project.root, description()) if new is None else side_of(project.root, new)
    known = old.changelog is not None and now.changelog is not None
    lines = new_lines(old.changelog or "", now.changelog or "") if known else None
    comparison = compared(old.description, now.description, lines)
    tables = {**old.description.tables, **now.description.tables}
    return ContractDiff(old.name, now.name, comparison, touched(comparison.changes, tables, rooms()))
