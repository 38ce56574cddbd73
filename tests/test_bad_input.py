"""Bad input of every kind: three lines with file, line and key, exit code 1, the last good database untouched."""

from __future__ import annotations

import csv
import io
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from indicators.cli import main
from indicators.project import Project
from indicators.registry import rooms
from indicators.store.build import build_steps
from indicators.store.opening import open_database
from indicators.store.plan import carry_out, file_hash, plan

RESULTS = "polls/poll_results.csv"
DECLARATIONS = "arms_control/treaty_declarations.csv"
CEILINGS = "arms_control/treaty_ceilings.csv"
LINE = 3
"""The line of the row that a case spoils; the first rows of the files used hold no line breaks."""

Spoil = Callable[[str], str | bytes | None]


def cells(text: str, line: int) -> list[str]:
    return next(csv.reader([text.split("\n")[line - 1]]))


def with_line(text: str, line: int, row: list[str]) -> str:
    lines = text.split("\n")
    out = io.StringIO()
    csv.writer(out, lineterminator="").writerow(row)
    lines[line - 1] = out.getvalue()
    return "\n".join(lines)


def cell(column: str, value: str, line: int = LINE) -> Spoil:
    """Put a value into one cell."""

    def spoil(text: str) -> str:
        row = cells(text, line)
        row[cells(text, 1).index(column)] = value
        return with_line(text, line, row)

    return spoil


def raw_line(change: Callable[[str], str], line: int = LINE) -> Spoil:
    """Change the text of a line as it stands."""

    def spoil(text: str) -> str:
        lines = text.split("\n")
        lines[line - 1] = change(lines[line - 1])
        return "\n".join(lines)

    return spoil


def drop_column(column: str) -> Spoil:
    """Take a column out of the header and every row."""

    def spoil(text: str) -> str:
        at = text.split("\n", 1)[0].split(",").index(column)
        out = io.StringIO()
        rows = csv.reader(io.StringIO(text, newline=""))
        csv.writer(out, lineterminator="\n").writerows([*row[:at], *row[at + 1 :]] for row in rows)
        return out.getvalue()

    return spoil


def add_column(name: str) -> Spoil:
    """Add a column to the header and a cell to every row."""

    def spoil(text: str) -> str:
        out = io.StringIO()
        header, *rows = csv.reader(io.StringIO(text, newline=""))
        csv.writer(out, lineterminator="\n").writerows([[*header, name], *([*row, "x"] for row in rows)])
        return out.getvalue()

    return spoil


def repeat_row(text: str) -> str:
    """The spoilt line once more at the end, under an id of its own."""
    row = cells(text, LINE)
    row[0] += ".again"
    return with_line(text + "\n", text.count("\n") + 1, row)


def same_id(text: str) -> str:
    """The id of the line before."""
    return cell("fact_id", cells(text, LINE - 1)[0])(text)


def gone(_: str) -> None:
    """Take the file away."""


@dataclass(frozen=True)
class Case:
    """A file, how it is spoilt, and what the error names."""

    file: str
    spoil: Spoil
    rule: str
    line: int | None = LINE
    column: str = ""

    @property
    def table(self) -> str:
        return Path(self.file).stem


def of_cell(file: str, column: str, value: str, rule: str) -> Case:
    return Case(file, cell(column, value), f"{column}.{rule}", column=column)


CASES = {
    "missing file": Case("polls/poll_questions.csv", gone, "file", None),
    "folder in place of a file": Case("polls/poll_questions.csv", lambda _: b"folder", "file", None),
    "empty file": Case(RESULTS, lambda _: "", "file", None),
    "header only": Case(RESULTS, lambda text: text.split("\n")[0] + "\n", "rows", 1),
    "missing column": Case(RESULTS, drop_column("response"), "header", 1, "response"),
    "extra column": Case(RESULTS, add_column("colour"), "header", 1, "colour"),
    "repeated column": Case(RESULTS, add_column("response"), "header", 1, "response"),
    "renamed column": Case(RESULTS, raw_line(lambda t: t.replace("share_pct", "share"), 1), "header", 1, "share"),
    "unnamed column": Case(RESULTS, raw_line(lambda t: t.replace("share_pct", ""), 1), "header", 1, "no. 11"),
    "ragged row, too short": Case(RESULTS, raw_line(lambda t: t.rsplit(",", 3)[0]), "ragged"),
    "ragged row, too long": Case(RESULTS, raw_line(lambda t: t + ",x"), "ragged"),
    "blank line": Case(RESULTS, raw_line(lambda t: "\n" + t), "ragged"),
    "stray quote": Case(RESULTS, raw_line(lambda t: t.replace("AP-NORC", 'AP"NORC')), "quotes"),
    "unclosed quote": Case(RESULTS, raw_line(lambda t: t.replace(",AP-NORC", ',"AP-NORC')), "quotes"),
    "NUL byte": Case(RESULTS, raw_line(lambda t: t.replace("AP-NORC", "AP\0NORC")), "nul"),
    "byte order mark": Case(RESULTS, lambda text: "\ufeff" + text, "bom", 1),
    "CRLF": Case(RESULTS, lambda text: text.replace("\n", "\r\n"), "line_ends", 1),
    "latin-1": Case(RESULTS, lambda text: cell("note", "Mönch")(text).encode("latin-1", "replace"), "encoding"),
    "UTF-16": Case(RESULTS, lambda text: text.encode("utf-16"), "nul", 1),
    "cell of 1 MB": Case(RESULTS, cell("note", "x" * 1_000_000), "quotes"),
    "word for a number": of_cell(RESULTS, "share_pct", "many", "format"),
    "fraction for a whole number": of_cell(RESULTS, "sample_size", "1000.5", "format"),
    "thousands separator": of_cell(RESULTS, "sample_size", "1,182", "format"),
    "decimal comma": of_cell(RESULTS, "share_pct", "54,0", "format"),
    "NaN text": of_cell(RESULTS, "share_pct", "NaN", "format"),
    "1e308": of_cell(RESULTS, "share_pct", "1e308", "format"),
    "huge number": of_cell(RESULTS, "sample_size", "9" * 40, "format"),
    "date that does not exist": of_cell(RESULTS, "field_end", "2026-02-30", "format"),
    "American date": of_cell(RESULTS, "field_end", "08/25/2025", "format"),
    "unknown code": of_cell(RESULTS, "population_country", "ATL", "codes"),
    "unknown source": of_cell(RESULTS, "source_id", "nobody-000000", "references"),
    "required cell empty": of_cell(RESULTS, "pollster", "", "required"),
    "negative value": of_cell(DECLARATIONS, "value_count", "-5", "minimum"),
    "share above 100": of_cell(RESULTS, "share_pct", "101", "maximum"),
    "share below 0": of_cell(RESULTS, "share_pct", "-1", "minimum"),
    "leading space": of_cell(RESULTS, "seen_in", " page 1", "spaces"),
    "right-to-left mark": of_cell(RESULTS, "seen_in", "page\u200f 1", "control"),
    "formula in a cell": of_cell(RESULTS, "note", '=HYPERLINK("http://example.org")', "formula"),
    "HTML in a title": Case("sources.csv", cell("title", "<script>alert(1)</script>"), "title.markup", column="title"),
    "source of an unknown rank": Case("sources.csv", cell("publisher_rank", "7"), "publisher_rank.codes"),
    "duplicate key": Case(RESULTS, repeat_row, "key"),
    "duplicate fact_id": Case(RESULTS, same_id, "fact_id", LINE - 1, "fact_id"),
    "end before start": Case(RESULTS, cell("field_start", "2025-12-31"), "field_order", column="field_end"),
    "end of a treaty before its start": Case(
        CEILINGS, cell("effective_to", "1970-01-01"), "sides_begin_and_end_together", LINE - 1
    ),
    "missing value without a reason": Case(DECLARATIONS, cell("value_count", ""), "one_value"),
    "published after it was collected": Case(RESULTS, cell("published_on", "2099-01-01"), "published_before_collected"),
}


@pytest.fixture(scope="module")
def good(built: Project, tmp_path_factory: pytest.TempPathFactory) -> Project:
    """A copy of the built project that the cases spoil and mend in turn."""
    root = (tmp_path_factory.mktemp("bad_input") / "project").resolve()
    shutil.copytree(built.root / "data", root / "data")
    project = Project(root)
    carry_out(project, build_steps(project, rooms()), lambda _: None)
    return project


@pytest.fixture
def spoilt(good: Project, request: pytest.FixtureRequest) -> Iterator[tuple[Project, Case]]:
    """The project with the case's file spoilt; mended afterwards."""
    case = CASES[request.param]
    path = good.raw / case.file
    original = path.read_bytes()
    made = case.spoil(original.decode())
    path.unlink()
    if made == b"folder":
        path.mkdir()
    elif made is not None:
        path.write_bytes(made.encode() if isinstance(made, str) else made)
    yield good, case
    if path.is_dir():
        path.rmdir()
    path.write_bytes(original)


def run_build(project: Project, monkeypatch: pytest.MonkeyPatch) -> int:
    """``indicators build`` in this process; its exit code."""
    monkeypatch.setattr(sys, "argv", ["indicators", "build", "--project", str(project.root)])
    with pytest.raises(SystemExit) as stopped:
        main()
    return int(stopped.value.code or 0)


def rows_in(project: Project) -> int:
    connection = open_database(project.database)
    try:
        return int(connection.sql("SELECT count(*) FROM facts").fetchall()[0][0])
    finally:
        connection.close()


@pytest.mark.parametrize("spoilt", CASES, indirect=True)
def test_bad_input_gives_three_lines_and_leaves_the_good_database(
    spoilt: tuple[Project, Case], monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    project, case = spoilt
    outputs = {path: file_hash(path) for path in sorted(project.processed.glob("*")) if path.is_file()}
    assert run_build(project, monkeypatch) == 1

    stdout, stderr = capfd.readouterr()
    assert stdout == ""
    assert "Traceback" not in stderr
    what, where, do = stderr[stderr.index("error: ") :].splitlines()
    assert f"[{case.table}.{case.rule}]" in what
    assert len(what) < 400, "a huge cell is not printed whole"
    place = f"data/raw/{case.file}" + (f":{case.line}" if case.line else "")
    assert re.match(rf"  where: {re.escape(place)}(,|$)", where), where
    if case.column:
        assert where.endswith(f"column {case.column}")
    if case.line and case.line > 1 and case.rule not in ("ragged", "quotes", "nul", "encoding"):
        assert re.search(r", (fact_id|source_id)=\S+", where), "the key of the row"
    assert re.match(r"  do:    \S", do)

    assert {path: file_hash(path) for path in outputs} == outputs
    assert rows_in(project) > 30_000
    assert list(project.work.glob("tmp-*")) == []


def test_once_mended_nothing_is_left_to_do(good: Project) -> None:
    assert [p.why for p in plan(good, build_steps(good, rooms())) if p.stale] == []


def test_all_kinds_asked_for_are_tried() -> None:
    assert len(CASES) >= 28


def test_the_command_itself_ends_with_code_1_and_no_traceback(good: Project) -> None:
    path = good.raw / RESULTS
    original = path.read_bytes()
    path.write_bytes(original.replace(b",approve,", b",approoove,", 1))
    try:
        code = "from indicators.cli import main; main()"
        command = [sys.executable, "-c", code, "build", "--project", str(good.root)]
        done = subprocess.run(command, capture_output=True, text=True, check=False, env=os.environ)
    finally:
        path.write_bytes(original)
    assert done.returncode == 1
    assert done.stdout == ""
    assert "Traceback" not in done.stderr
    assert len(done.stderr[done.stderr.index("error: ") :].splitlines()) == 3


def test_a_folder_that_is_no_project_is_wrong_use(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    assert run_build(Project(tmp_path), monkeypatch) == 2
    assert capfd.readouterr().err.startswith("error: no project found")
