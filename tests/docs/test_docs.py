"""Every block of code in the docs runs, every example prints its two figures, the reference names everything."""

from __future__ import annotations

import json
import re
import runpy
import shlex
from collections.abc import Iterator
from pathlib import Path

import pytest
from typer.testing import CliRunner

import indicators as ind
from indicators.cli import app
from indicators.project import Project

ROOT = Path(__file__).resolve().parent.parent.parent
PAGES = sorted(p.name for p in (ROOT / "docs").glob("*.md") if p.name not in ("reference.md", "contracts.md"))
EXAMPLES = sorted((ROOT / "examples").glob("*.py"))
BLOCK = re.compile(r"^```(\w+)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
LANGUAGES = {"python", "sql", "sh", "json", "yaml", "text"}
"""``text`` is for what cannot run here: installing, git, another program. yaml of audit.md has tests of its own."""
ELSEWHERE = {"indicators report": "tests/test_cli.py", "indicators audit --rules": "tests/test_cli.py"}
"""Long commands that a test of their own runs."""


@pytest.fixture(autouse=True)
def here(built: Project, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[Path]:
    """A folder that has nothing but the docs; calls use the built project."""
    (tmp_path / "docs").symlink_to(ROOT / "docs")
    monkeypatch.setenv("INDICATORS_PROJECT", str(built.root))
    monkeypatch.chdir(tmp_path)
    yield tmp_path


def blocks(page: str) -> list[tuple[str, str]]:
    """Language and text of each block of a page."""
    return BLOCK.findall((ROOT / "docs" / page).read_text(encoding="utf-8"))


@pytest.mark.parametrize("page", [page for page in PAGES if blocks(page)])
def test_blocks_of_code_run(page: str) -> None:
    names: dict[str, object] = {}
    connection = ind.connect() if page == "sql.md" else None
    for language, text in blocks(page):
        assert language in LANGUAGES, f"{page}: {language}"
        if language == "python":
            exec(compile(text, page, "exec"), names)
        elif language == "sql":
            assert connection is not None, "queries stand in sql.md"
            assert connection.sql(text).fetchall(), text
        elif language == "json":
            json.loads(text)
        elif language == "sh":
            for line in text.splitlines():
                run_line(line)


def run_line(line: str) -> None:
    if line in ELSEWHERE:
        return
    program, *arguments = shlex.split(line, comments=True)
    assert program == "indicators", line
    result = CliRunner().invoke(app, arguments)
    assert result.exit_code == 0, f"{line}: {result.output} {result.exception}"
    assert result.output, line


def test_there_are_ten_queries() -> None:
    assert sum(language == "sql" for language, _ in blocks("sql.md")) == 10


def test_macros_work_on_a_file_that_is_attached_and_used(built: Project) -> None:
    import duckdb

    (text,) = (text for language, text in blocks("sql.md") if language == "text")
    with duckdb.connect() as connection:
        for statement in text.replace("indicators.duckdb", str(built.database)).strip().split(";\n"):
            rows = connection.execute(statement).fetchall()
        assert len(rows) == 5


def test_the_database_explains_itself(built: Project) -> None:
    connection = ind.connect()
    for query in (
        "SELECT table_name FROM duckdb_tables() WHERE NOT internal AND comment IS NULL",
        "SELECT view_name FROM duckdb_views() WHERE NOT internal AND comment IS NULL",
        "SELECT table_name, column_name FROM duckdb_columns() WHERE NOT internal AND comment IS NULL AND ("
        "table_name IN (SELECT table_name FROM duckdb_tables()) OR table_name IN ('catalog', 'tidy') "
        "OR table_name LIKE '%\\_latest' ESCAPE '\\')",
    ):
        assert connection.sql(query).fetchall() == [], query


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda p: p.stem)
def test_examples_set_a_published_figure_beside_ours(path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    runpy.run_path(str(path))
    out = capsys.readouterr().out
    assert "published" in out or "printed" in out
    assert "ours" in out


def test_the_reference_names_every_function_and_command(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "100")
    text = runpy.run_path(str(ROOT / "docs" / "reference.py"))["reference"]()
    assert {f"### indicators.{name}\n" for name in ind.__all__} <= set(re.findall(r"### indicators\..*\n", text))
    assert "### indicators export\n" in text
    assert "### indicators series show\n" in text
    assert "Traceback" not in text.replace("Traceback (most recent call last)", "")
