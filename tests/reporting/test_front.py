"""The list of reports, the report to open, every quarter's report, two quarters side by side, and their errors."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import webbrowser
import xml.etree.ElementTree as ET
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from indicators import registry
from indicators.commands.publish import publish
from indicators.commands.report import open_report, report
from indicators.errors import EnvironmentProblem, Problem, UsageProblem
from indicators.project import Project
from indicators.reporting.edition import every_edition
from indicators.reporting.front import listed_reports, report_to_open, write_front_page
from tests.store.tiny import write_project

from .pdf_check import read_pdf
from .small import CLOCK, SmallRoom, monthly_readings
from .test_render import COMMONMARK, HOSTILE, golden, shown

SMALL = Path(__file__).with_name("small.py")
ROOT = Path(__file__).resolve().parents[2]
QUARTERS = ("2016Q1", "2016Q2", "2016Q3")


@pytest.fixture(scope="module", autouse=True)
def small_family() -> Iterator[None]:
    """Commands called here know the small family alone, and one hash of the code whatever is saved meanwhile."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(registry, "rooms", lambda: (SmallRoom(),))
        patch.setattr(registry, "composites", tuple)
        patch.setattr(registry, "QUARTER_CLOCK", CLOCK)
        yield


@pytest.fixture(scope="module")
def written(tmp_path_factory: pytest.TempPathFactory) -> Project:
    """Facts of three quarters with every quarter's report, written by the command line, and one comparison."""
    root = tmp_path_factory.mktemp("front") / "project"
    project = write_project(root, [r for r in monthly_readings() if r.day.isoformat() < "2016-10"])
    done = subprocess.run(
        [sys.executable, str(SMALL), "report", "--all", "--project", str(root)],
        capture_output=True, text=True, encoding="utf-8", cwd=ROOT, check=False, timeout=300,
        env=os.environ | {"PYTHONPATH": str(ROOT)},
    )  # fmt: skip
    assert (done.returncode, done.stdout) == (0, "reports/index.html  (3 reports, 2016Q1 to 2016Q3)\n"), done.stderr
    assert sorted(p.name for p in project.reports.iterdir()) == [*QUARTERS, "index.html"]
    report("2016Q3", compare="2016-q1", project=root)
    return project


def as_of(project: Project, folder: str) -> str:
    day: str = json.loads((project.reports / folder / "manifest.json").read_text(encoding="utf-8"))["as_of"]
    return day


def test_every_quarter_has_its_own_default_date_or_the_newest(
    written: Project, capsys: pytest.CaptureFixture[str]
) -> None:
    assert [as_of(written, quarter) for quarter in QUARTERS] == ["2016-05-30", "2016-08-29", "2016-11-29"]
    report(every=True, project=written.root)
    assert "nothing to do" in capsys.readouterr().err
    editions = every_edition(written.database, CLOCK, "latest", "calendar")
    assert [e.quarter for e in editions] == list(QUARTERS)
    assert {e.as_of for e in editions} == {editions[0].newest_vintage}


def test_a_report_written_beside_others_has_the_bytes_of_one_written_alone(written: Project) -> None:
    before = {p: p.read_bytes() for p in (written.reports / "2016Q2").rglob("*") if p.is_file()}
    next(path for path in before if path.suffix == ".md").unlink()
    report("2016Q2", project=written.root)
    assert {p: p.read_bytes() for p in before} == before


def test_the_list_names_every_report_and_each_link_leads_to_a_file(written: Project) -> None:
    page = shown((written.reports / "index.html").read_text(encoding="utf-8"))
    text = " ".join(" ".join(page.text).split())
    places = [text.index(title) for title in ("2016 Q3", "2016 Q2", "2016 Q1", "2016 Q3 beside 2016 Q1")]
    assert places == sorted(places)
    assert "3 quarterly reports, the newest of 2016 Q3" in text
    assert text.count("north.m: ") == 4, "each with its headline"
    addresses = [value for name, value in page.attributes if name == "href" and value and not value.startswith("#")]
    assert len(addresses) == 4 * 4
    assert all((written.reports / address).is_file() for address in addresses)
    assert "script" not in page.elements and ("lang", "en") in page.attributes
    policy = next(value for name, value in page.attributes if name == "content" and value and "default-src" in value)
    assert "default-src 'none'" in policy


def test_a_comparison_stands_in_every_format(written: Project) -> None:
    folder = written.reports / "2016Q3-2016Q1"
    markdown = (folder / "report.md").read_text(encoding="utf-8")
    row = "| north.m | 32.0 count (2016-09) | 27.0 count (2016-03) | 27.0 count (2016-03) | up 5.0 |"
    assert row in markdown
    assert (
        "Of 1 headline against 2016 Q1: 1 up. 0 headlines of 2016 Q1 read otherwise now than on 30 May 2016."
        in markdown
    )
    html = " ".join(" ".join(shown((folder / "report.html").read_text(encoding="utf-8")).text).split())
    pdf = read_pdf((folder / "report.pdf").read_bytes()).text
    for text in (html, pdf):
        assert "2016 Q3 beside 2016 Q1" in text
        assert "27.0 count (2016-03)" in text and "1 up." in text
    assert (folder / "tables" / "comparison.csv").is_file()
    assert " beside 2016 " not in (written.reports / "2016Q3" / "report.md").read_text(encoding="utf-8")
    for text in (markdown, html, pdf):
        assert "not published, beside 2016 Q1" in text


def test_a_published_quarter_says_its_edition_and_shows_first_published_beside_now(
    written: Project, tmp_path: Path
) -> None:
    root = tmp_path / "project"
    shutil.copytree(written.root, root)
    publish("2016Q2", project=root)
    report("2016Q2", project=root)
    report("2016Q2", as_of="latest", project=root, out=tmp_path / "latest")
    for folder in (root / "reports" / "2016Q2", tmp_path / "latest"):
        markdown = (folder / "report.md").read_text(encoding="utf-8")
        html = " ".join(" ".join(shown((folder / "report.html").read_text(encoding="utf-8")).text).split())
        pdf = read_pdf((folder / "report.pdf").read_bytes()).text
        assert "; edition 1." in markdown and "; not published" not in markdown
        for text in (markdown, html, pdf):
            assert "edition 1" in text and "first published: the same" in " ".join(text.split())


def test_the_markdown_of_the_small_project_is_the_golden_one(written: Project) -> None:
    text = (written.reports / "2016Q2" / "report.md").read_text(encoding="utf-8")
    golden("report.md", text)
    page = shown(COMMONMARK.render(text))
    pictures = [value for name, value in page.attributes if name == "src"]
    assert pictures == ["charts/tiny.north.svg"]
    drawing = (written.reports / "2016Q2" / "charts" / "tiny.north.svg").read_text(encoding="utf-8")
    sheet = ET.fromstring(drawing).find("{http://www.w3.org/2000/svg}rect")
    assert sheet is not None and sheet.attrib["fill"] == "#ffffff", "dark words on a dark page of a code host"


def test_the_newest_report_is_opened_and_its_path_printed(
    written: Project, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    opened: list[str] = []
    monkeypatch.setattr(webbrowser, "open", lambda address: not opened.append(address))
    newest = written.reports / "2016Q3" / "report.html"
    open_report(project=written.root)
    open_report("2016-q1", print_only=True, project=written.root)
    assert capsys.readouterr().out == f"{newest}\n{written.reports / '2016Q1' / 'report.html'}\n"
    assert opened == [newest.as_uri()]
    monkeypatch.setattr(webbrowser, "open", lambda _: False)
    with pytest.raises(EnvironmentProblem, match="no browser was found") as told:
        open_report(project=written.root)
    assert (told.value.exit_code, told.value.where) == (3, str(newest))


@pytest.mark.parametrize(
    ("given", "what", "do"),
    [
        (
            {"quarter": "2031Q4"},
            "no facts for 2031Q4: it lies after the newest fact, of 2021-01-01",
            "2016Q1 to 2021Q1",
        ),
        ({"quarter": "1999Q4"}, "no facts for 1999Q4: it lies before the first period, of 2016-01-01", "from 2016Q1"),
        ({"compare": "1999Q4"}, "no facts for 1999Q4", "from 2016Q1"),
        ({"compare": "2016Q3"}, "a quarter is compared with itself", "another quarter"),
        ({"quarter": "16Q3"}, "not a quarter: '16Q3'", "2026Q2"),
        ({"quarter": "2016Q1", "every": True}, "--all names every quarter", "leave out"),
        ({"open": "2016Q4"}, "there is no such report", "indicators report 2016Q4"),
        ({"open": "Q4"}, "not a quarter: 'Q4'", "2026Q2"),
    ],
    ids=str,
)
def test_wrong_use_is_three_lines(written: Project, given: dict[str, Any], what: str, do: str) -> None:
    with pytest.raises(Problem) as told:
        if "open" in given:
            open_report(given["open"], project=written.root)
        else:
            report(given.get("quarter"), **{k: v for k, v in given.items() if k != "quarter"}, project=written.root)
    assert told.value.exit_code == 2
    assert told.value.what.startswith(what)
    assert do in told.value.do


def test_a_report_whose_page_is_not_kept_is_named(written: Project, tmp_path: Path) -> None:
    project = Project(tmp_path)
    folder = project.reports / "2016Q3"
    folder.mkdir(parents=True)
    (folder / "manifest.json").write_bytes((written.reports / "2016Q3" / "manifest.json").read_bytes())
    for quarter in (None, "2016Q3"):
        with pytest.raises(UsageProblem, match="the report has no page to open"):
            report_to_open(project, quarter)
    with pytest.raises(UsageProblem, match="there is no report"):
        report_to_open(Project(tmp_path / "none"), None)


def test_a_damaged_manifest_is_listed_as_such_and_headlines_are_words(written: Project, tmp_path: Path) -> None:
    project = Project(tmp_path)
    text = (written.reports / "2016Q3" / "manifest.json").read_text(encoding="utf-8")
    for name, content in (
        ("2016Q1", json.dumps(json.loads(text) | {"headline": " ".join(HOSTILE)})),
        ("2016Q2", "{"),
        ("2016Q3", json.dumps(json.loads(text) | {"headline": 7})),
    ):
        (project.reports / name).mkdir(parents=True)
        (project.reports / name / "manifest.json").write_text(content, encoding="utf-8")
    found, damaged = listed_reports(project)
    assert ([entry.folder for entry in found], damaged) == (["2016Q3", "2016Q1"], ["2016Q2"])
    assert found[0].headline == ""
    page = shown(write_front_page(project).read_text(encoding="utf-8"))
    assert page.elements.count("tr") == 3 and page.elements.count("table") == 1
    assert " ".join(" ".join(HOSTILE).split()) in " ".join(" ".join(page.text).split())
    assert "2016Q2: its manifest is damaged" in "".join(page.text)
