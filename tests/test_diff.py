"""``indicators diff``: facts of a revision against the work tree, and the headlines that move."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from typer.testing import CliRunner

from indicators import registry
from indicators.cli import app
from indicators.errors import DataProblem
from indicators.project import VERSION_FILE, Project
from tests.small_project import CLOCK, FAMILY, write_small_project
from tests.test_git import git

CONTACTS = f"data/raw/{FAMILY}/contacts.csv"
Run = Callable[..., str]


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The small project, committed; then its last call of the presidents is lost and a note rewritten."""
    root = write_small_project(tmp_path_factory.mktemp("diff").resolve())
    (root / ".gitignore").write_text("data/processed\n")
    (root / "data" / "raw" / VERSION_FILE).write_text("1.4.2\n")
    git(root, "init", "-q", "-b", "main")
    git(root, "add", "-A")
    git(root, "commit", "-q", "-m", "facts")
    lines = (root / CONTACTS).read_text(encoding="utf-8").split("\n")
    last = max(i for i, line in enumerate(lines) if ",phone,head_of_state," in line and ",president," in line)
    while ",2026-0" in lines[last]:
        last -= 1
    assert lines.pop(last).startswith("contacts.c2025")
    lines[1] = lines[1].replace("before the period asked for", "before the | period `asked` for")
    (root / CONTACTS).write_text("\n".join(lines), encoding="utf-8")
    return root


@pytest.fixture
def run(project: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    """The command in this process with the one family."""
    monkeypatch.setattr(registry, "FAMILIES", (FAMILY,))
    monkeypatch.setattr(registry, "QUARTER_CLOCK", CLOCK)

    def call(*arguments: str) -> str:
        result = CliRunner().invoke(app, ["diff", *arguments, "--project", str(project)], catch_exceptions=False)
        assert result.exit_code == 0, result.output
        return result.stdout

    return call


def test_rows_and_the_headlines_they_move(run: Run, project: Path) -> None:
    text = run()
    assert "1 row removed, 1 row changed" in text
    assert "contacts.head_of_state.held_12m.m: " in text
    data = json.loads(run("--json"))
    assert {r["kind"] for r in data["rows"]} == {"removed", "changed"}
    assert data["counts"] == [{"table": "contacts", "file": CONTACTS, "added": 0, "removed": 1, "changed": 1}]
    moved = {m["series_id"]: m for m in data["headlines"]["moved"]}
    held = moved["contacts.head_of_state.held_12m.m"]
    assert held["new_value"] == held["old_value"] - 1
    kept = list(Project(project).work.glob("base/*.duckdb"))
    assert len(kept) == 1, "the base is built once"
    at = kept[0].stat().st_mtime_ns
    assert json.loads(run("main", "--format", "json")) == data
    assert kept[0].stat().st_mtime_ns == at


def test_markdown_for_a_pull_request(run: Run) -> None:
    text = run("--format", "markdown")
    assert "### Facts against `main (" in text
    assert "| headline | unit | before | after |" in text
    assert "before the \\| period 'asked' for" in text, "cells cannot break the table"
    for table in text.split("\n\n"):
        if table.startswith("|"):
            assert len({line.replace("\\|", "").count("|") for line in table.splitlines()}) == 1


def test_broken_facts_are_said_and_the_rest_goes_on(run: Run, project: Path) -> None:
    path = project / f"data/raw/{FAMILY}/contacts_coverage.csv"
    before = path.read_bytes()
    path.write_bytes(before + b"x\n")
    try:
        text = run()
    finally:
        path.write_bytes(before)
    assert "contacts_coverage.csv: cannot be compared: the work tree: line 79 has 1 cells" in text
    assert "headline numbers: not compared (Every row has as many cells as the header" in text
    assert "1 row removed, 1 row changed" in text


def test_nothing_differs(run: Run, project: Path) -> None:
    changed = (project / CONTACTS).read_bytes()
    git(project, "checkout", "-q", CONTACTS)
    try:
        assert run().splitlines()[0].endswith(": no row differs")
        assert run("--format", "markdown").count("\n") == 1
    finally:
        (project / CONTACTS).write_bytes(changed)


def test_the_rest_is_counted(run: Run, project: Path) -> None:
    changed = (project / CONTACTS).read_text(encoding="utf-8")
    (project / CONTACTS).write_text(changed.replace(",in_person,", ",video,"), encoding="utf-8")
    try:
        text = run()
        assert sum(line.startswith(f"  {CONTACTS}:") and "video" in line for line in text.splitlines()) <= 5
        assert " more rows" in text
        assert "all of them: `indicators diff --json`" in run("--format", "markdown")
    finally:
        (project / CONTACTS).write_text(changed, encoding="utf-8")


def test_unknown_revision(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    result = CliRunner().invoke(app, ["diff", "nowhere", "--project", str(project)])
    assert "git knows no revision 'nowhere'" in str(result.exception)


def test_a_change_of_facts_asks_for_a_version(run: Run, project: Path) -> None:
    """A row is gone: the first number is raised, or the check fails and says to what."""
    version = project / "data" / "raw" / VERSION_FILE
    with pytest.raises(DataProblem, match="facts were removed") as caught:
        run("--check-version")
    assert (caught.value.exit_code, caught.value.do) == (1, "write 2.0.0")
    version.write_text("2.0.0\n")
    try:
        assert run("--check-version") == "version of the facts: 1.4.2 -> 2.0.0; facts were removed\n"
    finally:
        version.write_text("1.4.2\n")
