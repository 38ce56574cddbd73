"""Verify: reports and tables are what facts and code make, and every tampering is named."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from indicators.errors import DataProblem, EnvironmentProblem, Problem, UsageProblem
from indicators.project import Project
from indicators.reporting import extra
from indicators.reporting.edition import choose_edition
from indicators.reporting.rebuild import House, build_tables
from indicators.reporting.verify import (
    EXTRA,
    MISSING,
    NO_PDF_HERE,
    NO_PDF_THERE,
    NOT_MADE,
    OTHERWISE,
    OUTSIDE,
    Finding,
    Verdict,
    find_reports,
    refuse,
    verify,
)
from indicators.reporting.write import ReportJob, write_report

from .small import CLOCK, QUARTER, SmallRoom, small_project

ROOT = Path(__file__).resolve().parents[2]


def house_of(project: Project) -> House:
    return House(project, (SmallRoom(),), CLOCK, lambda _: None)


@pytest.fixture(scope="module", autouse=True)
def same_code() -> Iterator[None]:
    """One hash of the code for all tests, so that a file saved meanwhile makes no difference."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("indicators.reporting.write.code_hash", lambda: "a" * 64)
        yield


@pytest.fixture(scope="module")
def written(tmp_path_factory: pytest.TempPathFactory) -> Project:
    """The small project with its report. Do not change it: copy it."""
    project = small_project(tmp_path_factory.mktemp("verify") / "project")
    house = house_of(project)
    build_tables(house, models=False)
    edition = choose_edition(project.database, CLOCK, None, None, "calendar")
    write_report(
        ReportJob(project, house.rooms, edition, project.reports / edition.quarter, house.inputs(), house.tell)
    )
    return project


@pytest.fixture
def copy(written: Project, tmp_path: Path) -> Project:
    """A copy that may be changed."""
    shutil.copytree(written.root, tmp_path / "project")
    return Project((tmp_path / "project").resolve())


def report_of(project: Project) -> Path:
    return project.reports / QUARTER


def checked(project: Project, *, fast: bool = False) -> Verdict:
    """The verdict on the one report."""
    (verdict,) = verify(house_of(project), [report_of(project)], fast=fast)
    return verdict


def replace_in(path: Path, old: str, new: str) -> None:
    text = path.read_text(encoding="utf-8")
    assert old in text, path
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


def test_a_report_and_the_tables_are_what_a_rebuild_makes(written: Project) -> None:
    before = {p: p.stat().st_mtime_ns for p in written.root.rglob("*")}
    tables, report = verify(house_of(written), find_reports(written, []), tables=True)
    assert tables.lines() == ["good      data/processed: 7 of 7 tables in csv equal to a fresh build"]
    assert report.lines() == [
        f"good      reports/{QUARTER}: 13 outputs rebuilt and compared, 0 unequal; 13 files here; 4 inputs"
    ]
    assert {p: p.stat().st_mtime_ns for p in written.root.rglob("*")} == before, "nothing of the project is touched"
    refuse([tables, report])


TAMPERED = {
    "tables/tiny_series.csv": (",36.0,", ",36.5,", "row ", "column value", "36.0", "36.5"),
    "charts/tiny.north.svg": ('stroke-width="1"', 'stroke-width="2"', "<line> in ", "near id tiny.north-svg", "1", "2"),
    "report.md": (
        "60 facts",
        "61 facts",
        "section 'US-Russia relations indicators, 2020 Q4'",
        "line 4",
        "60 f",
        "61 f",
    ),
    "report.html": ("What do the made-up", "What did the made-up", "section 'Tiny'", "text of ", "What do", "What did"),
}


def test_a_tampered_output_is_named_with_section_and_first_difference(copy: Project) -> None:
    for name, (old, new, *_) in TAMPERED.items():
        replace_in(report_of(copy) / name, old, new)
    verdict = checked(copy)
    assert {f.file for f in verdict.findings} == set(TAMPERED)
    for finding in verdict.findings:
        _, _, section, place, expected, got = TAMPERED[finding.file]
        assert finding.what == OUTSIDE
        assert finding.difference is not None
        assert section in finding.difference.section and place in finding.difference.section, finding
        assert expected in finding.difference.expected and got in finding.difference.got, finding
    assert verdict.lines()[0].startswith("MISMATCH  reports/2020Q4: 13 outputs rebuilt and compared, 4 unequal")
    with pytest.raises(DataProblem, match="verification fails for 1 of 1"):
        refuse([verdict])
    fast = checked(copy, fast=True)
    assert {f.file for f in fast.findings} == set(TAMPERED), "without a rebuild, too"


def test_missing_extra_and_linked_files_are_named(copy: Project) -> None:
    report = report_of(copy)
    (report / "report.md").unlink()
    (report / "tables" / "more.csv").write_text("a\n")
    moved = (report / "tables" / "sources.csv").rename(copy.root / "sources.csv")
    (report / "tables" / "sources.csv").symlink_to(moved)
    for fast in (True, False):
        found = {(f.file, f.what) for f in checked(copy, fast=fast).findings}
        assert found == {("report.md", MISSING), ("tables/more.csv", EXTRA), ("tables/sources.csv", MISSING)}


def test_an_output_not_kept_in_git_may_be_absent(copy: Project) -> None:
    for name in ("report.html", "report.pdf"):
        (report_of(copy) / name).unlink()
    verdict = checked(copy)
    assert verdict.findings == ()
    assert verdict.notes == tuple(
        f"{name} is not kept here; its rebuilt hash is equal" for name in ("report.html", "report.pdf")
    )
    assert "11 files here" in verdict.figures


def manifest_with(project: Project, change: Callable[[dict[str, object]], object]) -> None:
    path = report_of(project) / "manifest.json"
    content = json.loads(path.read_text(encoding="utf-8"))
    change(content)
    path.write_text(json.dumps(content, indent=1), encoding="utf-8")


def test_without_the_extra_a_pdf_is_compared_with_the_manifest_alone(
    copy: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(extra.MODULES, "typst", "no_such_module")
    pdf = report_of(copy) / "report.pdf"
    pdf.write_bytes(pdf.read_bytes() + b"%")
    verdict = checked(copy)
    assert [(f.file, f.what) for f in verdict.findings] == [("report.pdf", OUTSIDE)]
    assert verdict.notes[0] == NO_PDF_HERE


def test_a_report_written_without_a_pdf_is_good_where_one_can_be_made(copy: Project) -> None:
    def bare(content: dict[str, Any]) -> object:
        return content["outputs"].pop("report.pdf"), content["libraries"].pop("typst")

    manifest_with(copy, bare)
    (report_of(copy) / "report.pdf").unlink()
    verdict = checked(copy)
    assert (verdict.findings, verdict.notes[0]) == ((), NO_PDF_THERE)


def test_a_tampered_hash_of_an_output_is_found(copy: Project) -> None:
    manifest_with(copy, lambda m: m["outputs"].update({"report.md": "0" * 64, "none.csv": "1" * 64}))  # type: ignore[attr-defined]
    found = [(f.file, f.what, f.difference) for f in checked(copy).findings]
    assert found == [
        ("none.csv", MISSING, None), ("none.csv", NOT_MADE, None),
        ("report.md", OUTSIDE, None), ("report.md", OTHERWISE, None),
    ]  # fmt: skip


def test_a_tampered_edition_makes_another_report(copy: Project) -> None:
    manifest_with(copy, lambda m: m.update(as_of="2020-12-01"))
    verdict = checked(copy)
    page = next(f for f in verdict.findings if f.file == "report.md")
    assert page.what == OTHERWISE
    assert page.difference is not None
    assert "20 Jan 2021" in page.difference.expected
    assert "1 Dec 2020" in page.difference.got


def test_other_code_and_libraries_are_a_note(copy: Project) -> None:
    def change(m: dict[str, dict[str, str]]) -> None:
        m["libraries"]["polars"] = "0.1"
        m["package"]["code_sha256"] = "c" * 64

    manifest_with(copy, change)  # type: ignore[arg-type]
    verdict = checked(copy)
    assert verdict.findings == ()
    assert verdict.notes[0].startswith("the report was written by other code: indicators 0.1.0, cccccccccccc; here ")
    assert verdict.notes[1].startswith("library polars: 0.1 then, ")


@pytest.mark.parametrize(
    ("change", "problem", "told"),
    [
        ({"format": 2}, EnvironmentProblem, "the manifest is of format 2; this version reads format 1"),
        ({"format": 0}, EnvironmentProblem, "the manifest is of format 0; this version reads format 1"),
        ({"format": None}, EnvironmentProblem, "the manifest is of format None"),
        ({"outputs": {"../../secret": "0" * 64}}, DataProblem, "entry 'outputs' is missing or damaged"),
        ({"outputs": {"/etc/passwd": "0" * 64}}, DataProblem, "entry 'outputs' is missing or damaged"),
        ({"inputs": {"a": 3}}, DataProblem, "entry 'inputs' is missing or damaged"),
        ({"quarter": "2020Q5"}, DataProblem, "entry 'quarter' is missing or damaged"),
        ({"quarter": "1999Q1"}, DataProblem, "the manifest's report cannot be made: no facts for 1999Q1"),
        ({"as_of": "latest"}, DataProblem, "entry 'as_of' is missing or damaged"),
        ({"mode": ["strict"]}, DataProblem, "entry 'mode' is missing or damaged"),
    ],
    ids=str,
)
def test_a_manifest_that_cannot_be_used_is_three_lines(
    copy: Project, change: dict[str, object], problem: type[Problem], told: str
) -> None:
    manifest_with(copy, lambda m: m.update(change))
    with pytest.raises(problem, match=told) as raised:
        checked(copy)
    assert len(str(raised.value).splitlines()) == 3


@pytest.mark.parametrize("text", ["", "[]", "{", "\x00", "[" * 100_000])
def test_what_is_no_manifest_is_refused(copy: Project, text: str) -> None:
    (report_of(copy) / "manifest.json").write_text(text)
    with pytest.raises(DataProblem, match="the manifest is not a JSON object"):
        checked(copy, fast=True)


def test_no_report_is_wrong_use(tmp_path: Path, written: Project) -> None:
    with pytest.raises(UsageProblem, match="there is no report"):
        find_reports(Project(tmp_path), [])
    with pytest.raises(UsageProblem, match="there is no such report"):
        find_reports(written, [Path("1999Q1")])
    assert find_reports(written, [Path(QUARTER)]) == find_reports(written, []) == [report_of(written)]


def git(project: Project, *arguments: str) -> None:
    name = ("-c", "user.name=test", "-c", "user.email=test@example.org")
    subprocess.run(["git", "-C", str(project.root), *name, *arguments], check=True, capture_output=True)


def test_changed_facts_are_named(copy: Project) -> None:
    readings = copy.raw / "tiny" / "readings.csv"
    lines = readings.read_text().splitlines()
    changed = lines[3].replace(",office-a,", ",office-b,")
    new = [
        lines[0],
        *lines[2:3],
        changed,
        *lines[4:],
        lines[-1].replace("tiny.n59", "tiny.new").replace("2020-12", "2021-01"),
    ]
    git(copy, "init", "-q")
    git(copy, "add", "data/raw")
    git(copy, "commit", "-q", "-m", "facts")
    readings.write_text("\n".join(new) + "\n")
    (copy.raw / "tiny" / "more.csv").write_text("x\n")
    ids = [line.split(",")[0] for line in (lines[1], lines[3])]
    found = checked(copy, fast=True).findings
    assert list(found) == [
        Finding("data/raw/tiny/more.csv", "is a raw file that the report was not made of"),
        Finding(
            "data/raw/tiny/readings.csv",
            f"has changed since: facts: 1 added (tiny.new), 1 removed ({ids[0]}), 1 changed ({ids[1]})",
        ),
    ]


def test_without_git_a_changed_raw_file_is_still_named(copy: Project) -> None:
    with (copy.raw / "sources.csv").open("a") as stream:
        stream.write("\n")
    (found,) = checked(copy, fast=True).findings
    assert found == Finding("data/raw/sources.csv", "has changed since: the earlier file is not in git")


def test_a_stale_missing_or_extra_table_is_named(copy: Project) -> None:
    replace_in(copy.processed / "observations.csv", ",36.0,", ",37.0,")
    (copy.processed / "series.csv").unlink()
    (copy.processed / "old.csv").write_text("a\n")
    tables = next(iter(verify(house_of(copy), [report_of(copy)], tables=True)))
    assert [(f.file, f.what) for f in tables.findings] == [
        ("observations.csv", "is not what a build makes"),
        ("old.csv", "is not made by a build"),
        ("series.csv", MISSING),
    ]
    difference = tables.findings[0].difference
    assert difference is not None
    assert "series_id=tiny." in difference.section
    assert "column value" in difference.section
    assert (difference.expected, difference.got) == ("36.0", "37.0")


def test_the_command_ends_with_its_exit_code(
    copy: Project, cli: Callable[..., subprocess.CompletedProcess[str]]
) -> None:
    (report_of(copy) / "report.md").write_text("")
    program = "from tests.reporting.small import main; main()"
    bad = cli("verify", "--fast", "--project", copy.root, code=program)
    assert bad.returncode == 1
    assert bad.stdout.splitlines()[1] == f"  report.md {OUTSIDE}"
    assert bad.stderr.splitlines()[0] == "error: verification fails for 1 of 1"
    assert cli("verify", "1999Q1", "--project", copy.root, code=program).returncode == 2
    report = str(report_of(copy))
    same = cli("manifest", "diff", report, f"{report}/manifest.json", "--project", copy.root, code=program)
    assert (same.returncode, same.stdout) == (0, "same: settings, code, libraries, data and outputs\n")


def test_a_killed_verify_leaves_nothing_behind_the_next_one(
    copy: Project, tmp_path: Path, cli: Callable[..., subprocess.CompletedProcess[str]]
) -> None:
    place = tmp_path / "temporary"
    place.mkdir()
    program = "from tests.reporting.small import main; main()"
    command = [sys.executable, "-c", program, "verify", "--project", str(copy.root)]
    environment = os.environ | {"TMPDIR": str(place)}
    quiet = subprocess.DEVNULL
    with subprocess.Popen(command, cwd=ROOT, env=environment, stdout=quiet, stderr=quiet) as process:
        while not list(place.glob("*/project/data/processed")):
            assert process.poll() is None
            time.sleep(0.02)
        process.kill()
    assert {path.name.split("-")[1] for path in place.iterdir()} == {str(process.pid)}  # of the killed run, no other
    done = cli("verify", "--project", copy.root, code=program, TMPDIR=str(place))
    assert done.returncode == 0, done.stdout + done.stderr
    assert list(place.iterdir()) == []
