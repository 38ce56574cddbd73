"""The front door: ``reports/index.html`` lists every report, and which one to open."""

from __future__ import annotations

import base64
import datetime as dt
import hashlib
from dataclasses import dataclass
from pathlib import Path

import jinja2
from markupsafe import Markup

from indicators import days
from indicators.errors import Problem, UsageProblem
from indicators.project import Project
from indicators.reporting import wording
from indicators.reporting.manifest import NAME, read_manifest
from indicators.store.plan import write_whole

TEMPLATES = Path(__file__).parent / "templates"
PAGE = "index.html"
FORMATS = {"HTML": "report.html", "PDF": "report.pdf", "Markdown": "report.md"}
"""Formats as listed, the one to open first."""


@dataclass(frozen=True)
class Listed:
    """A report in the list: what it is of, and the formats that lie there with their addresses."""

    folder: str
    title: str
    as_of: str
    headline: str
    compares: bool
    files: tuple[tuple[str, str], ...]


def listed_reports(project: Project) -> tuple[list[Listed], list[str]]:
    """Reports of a project, the newest quarter first, and the names of those whose manifest cannot be read."""
    found, damaged = [], []
    for path in sorted(project.reports.glob(f"*/{NAME}"), reverse=True):
        folder = path.parent
        if folder.name.startswith("."):
            continue
        try:
            manifest = read_manifest(path, project.place(path))
        except Problem:
            damaged.append(folder.name)
            continue
        title = f"{manifest.quarter[:4]} Q{manifest.quarter[5]}"
        if manifest.compare:
            title += f" beside {manifest.compare[:4]} Q{manifest.compare[5]}"
        as_of = days.day(dt.date.fromisoformat(manifest.as_of)) + (", strict" if manifest.mode == "strict" else "")
        files = tuple((name, f"{folder.name}/{file}") for name, file in FORMATS.items() if (folder / file).is_file())
        found.append(
            Listed(folder.name, title, as_of, wording.prose(manifest.headline), manifest.compare is not None, files)
        )
    return found, damaged


def write_front_page(project: Project) -> Path:
    """Write ``reports/index.html`` anew; it needs nothing but the reports beside it."""
    found, damaged = listed_reports(project)
    environment = jinja2.Environment(
        loader=jinja2.FileSystemLoader(TEMPLATES), undefined=jinja2.StrictUndefined, autoescape=True,
        trim_blocks=True, lstrip_blocks=True, keep_trailing_newline=True,
    )  # fmt: skip
    style = (TEMPLATES / "index.css").read_text(encoding="utf-8")
    text = environment.get_template("index.html.j2").render(
        reports=[entry for entry in found if not entry.compares],
        comparisons=[entry for entry in found if entry.compares],
        damaged=damaged,
        style=Markup(style),
        style_hash="sha256-" + base64.b64encode(hashlib.sha256(style.encode()).digest()).decode(),
        counted=wording.counted,
    )
    page = project.reports / PAGE
    write_whole(page, text.encode())
    return page


def report_to_open(project: Project, quarter: str | None) -> Path:
    """The HTML of a quarter's report, by default of the newest there is.

    Raises
    ------
    UsageProblem
        If there is none.
    """
    found, _ = listed_reports(project)
    places = [entry for entry in found if not entry.compares and quarter in (None, entry.folder)]
    with_page = [entry for entry in places if entry.files and entry.files[0][0] == "HTML"]
    if with_page:
        return project.reports / with_page[0].files[0][1]
    where = project.place(project.reports / (quarter or ""))
    what = (
        "the report has no page to open" if places else "there is no such report" if quarter else "there is no report"
    )
    raise UsageProblem(what, where=where, do=f"run: indicators report{' ' + quarter if quarter else ''}")
