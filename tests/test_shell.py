"""What shells ask of every command: JSON of each listing, no colour where none is wanted."""

from __future__ import annotations

import json
import os
import pty
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
import typer
from typer.main import get_command
from typer.testing import CliRunner

from indicators.cli import app
from indicators.project import Project

ROOT = Path(__file__).resolve().parent.parent
WRITERS = {
    ("build",), ("report",), ("open",), ("verify",), ("export",), ("add",), ("retract",), ("publish",),
    ("contracts", "docs"), ("contracts", "export"),
}  # fmt: skip
"""Commands that write files and name them, or give verdicts a line each; every other one lists something."""
LISTINGS = [
    ("series", "list"), ("series", "show", "trade.usa_rus.total.a"), ("contracts", "show"), ("readers",), ("fetch",),
    ("sentinels",), ("claims", "list"), ("forecasts", "list"), ("plan",),
]  # fmt: skip
COLOUR = "\x1b[3"
BAR = "from indicators.progress import progress\nwith progress() as tell:\n    tell('one')"


@pytest.fixture(autouse=True)
def here(built: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("INDICATORS_PROJECT", str(built.root))


def commands(group: object, before: tuple[str, ...] = ()) -> Iterator[tuple[tuple[str, ...], object]]:
    """Every registered command with its words."""
    for name, command in getattr(group, "commands", {}).items():
        if hasattr(command, "commands"):
            yield from commands(command, (*before, name))
        else:
            yield (*before, name), command


def test_every_listing_has_json() -> None:
    root = get_command(app)
    with typer.Context(root, info_name="indicators"):
        found = {words: [o for p in command.params for o in p.opts] for words, command in commands(root)}  # type: ignore[attr-defined]
    assert {words for words, options in found.items() if "--json" not in options} == WRITERS


@pytest.mark.parametrize("words", LISTINGS, ids=" ".join)
def test_a_listing_as_json_is_nothing_else(words: tuple[str, ...]) -> None:
    if words[0] in ("claims", "forecasts"):
        words = (*words, "--project", str(ROOT))
    run = CliRunner().invoke(app, [*words, "--json"], catch_exceptions=False)
    assert run.exit_code == 0, run.output
    assert json.loads(run.stdout)


def on_terminal(code: str, **environment: str) -> str:
    """What a script writes on a terminal of its own."""
    ours, theirs = pty.openpty()
    kept = {k: v for k, v in os.environ.items() if k not in ("NO_COLOR", "FORCE_COLOR", "TERM", "PYTEST_CURRENT_TEST")}
    kept |= {"TERM": "xterm-256color", "PYTHONPATH": str(ROOT)} | environment
    with subprocess.Popen([sys.executable, "-c", code], stdout=theirs, stderr=theirs, stdin=theirs, env=kept) as run:
        os.close(theirs)
        written = b""
        try:
            while piece := os.read(ours, 65536):
                written += piece
        except OSError:  # the other side of the terminal is closed
            pass
        os.close(ours)
        assert run.wait(timeout=60) == 0, written
    return written.decode()


def test_no_color_is_heeded() -> None:
    assert COLOUR in on_terminal(BAR), "a terminal has colours, unless"
    assert COLOUR not in on_terminal(BAR, NO_COLOR="1")
    assert "\x1b" not in on_terminal("import indicators.cli as c; c.app(['readers'], standalone_mode=False)")
