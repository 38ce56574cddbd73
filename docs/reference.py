"""Writes docs/reference.md from docstrings and --help; run by `make docs`."""

from __future__ import annotations

import inspect
import os
from pathlib import Path

import typer
from typer.main import get_command

import indicators as ind
from indicators.cli import app

WIDTH = 100


def reference() -> str:
    """The page as Markdown."""
    lines = ["# Reference", "", "Made from docstrings and `--help`.", "", "## Python", ""]
    for name in ind.__all__:
        thing = getattr(ind, name)
        signature = str(inspect.signature(thing)) if inspect.isfunction(thing) else ""
        lines += [
            f"### indicators.{name}",
            "",
            "```text",
            f"{name}{signature}",
            "",
            inspect.getdoc(thing) or "",
            "```",
            "",
        ]
    lines += ["## Command line", ""]
    root = get_command(app)
    with typer.Context(root, info_name="indicators") as context:
        for path, command in commands(root, ()):
            inner = typer.Context(command, info_name=" ".join(path), parent=context, max_content_width=WIDTH)
            lines += [f"### indicators {' '.join(path)}", "", "```text", command.get_help(inner).strip(), "```", ""]
    return "\n".join(lines)


def commands(group: object, before: tuple[str, ...]) -> list[tuple[tuple[str, ...], object]]:
    """Every command with its words, groups opened."""
    found = []
    for name, command in sorted(getattr(group, "commands", {}).items()):
        if hasattr(command, "commands"):
            found += commands(command, (*before, name))
        else:
            found.append(((*before, name), command))
    return found


if __name__ == "__main__":
    os.environ["COLUMNS"] = str(WIDTH)
    Path(__file__).with_name("reference.md").write_text(reference(), encoding="utf-8")
