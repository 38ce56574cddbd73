"""The report's content as Markdown and as one HTML file, from the same content."""

from __future__ import annotations

import base64
import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import jinja2
from markupsafe import Markup

from indicators import days
from indicators.charting import bundle
from indicators.charting.figure import Figure, spec_json, svg
from indicators.charting.marks import sparklines
from indicators.charting.theme import stylesheet
from indicators.reporting import wording
from indicators.reporting.comparison_tables import comparison_sentence, comparison_table
from indicators.reporting.content import Report
from indicators.reporting.first_screen import cautions, what_changed
from indicators.reporting.ledger_tables import ledger_parts
from indicators.reporting.methods import METHODS_PAGE
from indicators.reporting.presentation import (
    Table,
    as_read,
    figure_table,
    first_published,
    frame_table,
    gap_table,
    index_inputs,
    index_news,
    model_groups,
    model_notes,
    model_summary,
    recent_tables,
    score_row,
    scoreboard_table,
    table_names,
)
from indicators.reporting.revision_tables import revision_sentences, revision_tables
from indicators.reporting.scoreboard import Score

TEMPLATES = Path(__file__).parent / "templates"
TOLD_TWICE = re.compile(r"<title.*?</title><desc.*?</desc>", re.S)
MARKDOWN_SPECIAL = re.compile(r"([\\`*_\[\]<>|#&~$])")
MARKDOWN_START = re.compile(r"^(?:([-+=])|(\d+)([.)]))(?=[-=\s]|$)")
"""What would begin a list, a rule or a heading at the start of a line."""


def markdown_text(text: object) -> str:
    """Text as Markdown shows it unchanged, on one line.

    Examples
    --------
    >>> markdown_text("a|b <i>")
    'a\\\\|b \\\\<i\\\\>'
    """
    line = MARKDOWN_SPECIAL.sub(r"\\\1", " ".join(str(text).split()))
    return MARKDOWN_START.sub(lambda m: f"\\{m[1]}" if m[1] else f"{m[2]}\\{m[3]}", line)


def markdown_table(table: Table) -> str:
    """A table in Markdown, numbers to the right."""
    ruler = ["---:" if i in table.numeric else "---" for i in range(len(table.head))]
    rows = [table.head, ruler, *table.rows]
    lines = ["| " + " | ".join(c if row is ruler else markdown_text(c) for c in row) + " |" for row in rows]
    return f"**{markdown_text(table.caption)}**\n\n" + "\n".join(lines)


def _shared(report: Report) -> dict[str, Any]:
    """What both templates use."""
    quality = report.quality
    return {
        "report": report,
        "scoreboard": as_read(scoreboard_table(report)),
        "first_published": first_published(report),
        "rules": frame_table(quality.rules, "Contracts: rules by table, tested on the facts known at the as-of date"),
        "warnings": frame_table(quality.warnings, f"Warnings, the first {quality.warnings.height}"),
        "known_facts": frame_table(quality.tables, "Facts known at the as-of date"),
        "collected": frame_table(
            quality.collected, "Counts are collected through; beyond it they are missing, not zero"
        ),
        "corrections": frame_table(quality.corrections, "Our own slips, mended while the raw files are read"),
        "gaps": gap_table(report),
        "revision_sentences": revision_sentences(report.revisions, report.edition),
        "revision_tables": revision_tables(report.revisions, report.edition),
        "what_changed": what_changed(report),
        "cautions": cautions(report),
        "index_inputs": index_inputs(report),
        "index_news": index_news(report),
        "comparison": comparison_table(report),
        "comparison_sentence": comparison_sentence(report) if report.comparison else "",
        "ledger_parts": ledger_parts(report),
        "recent_tables": recent_tables,
        "model_groups": model_groups,
        "model_summary": model_summary,
        "model_notes": model_notes,
        "closed": wording.closed,
        "methods": METHODS_PAGE,
        "status_words": wording.STATUS_WORDS,
        "day": days.day,
        "counted": wording.counted,
    }


def render_markdown(report: Report) -> str:
    """``report.md``: charts as files beside it."""
    environment = jinja2.Environment(
        loader=jinja2.FileSystemLoader(TEMPLATES), undefined=jinja2.StrictUndefined,
        autoescape=False,  # nosec B701: Markdown; each text goes through the filter `md`, and a test says so
        trim_blocks=True, lstrip_blocks=True, keep_trailing_newline=True,
    )  # fmt: skip
    environment.filters["md"] = markdown_text
    environment.filters["md_alt"] = markdown_text
    environment.filters["prose"] = wording.prose
    environment.filters["md_url"] = lambda url: re.sub(r"[<>\s]", "", url)
    text = environment.get_template("report.md.j2").render(**_shared(report), table=markdown_table)
    return re.sub(r"\n{3,}", "\n\n", text).strip() + "\n"


@dataclass(frozen=True)
class Tile:
    """A family's first headline on the first screen, every word ready."""

    score: Score
    family: str
    anchor: str
    origin: str
    value: str
    unit: str
    when: str
    on_quarter: str
    on_year: str
    age: str
    marks: str
    spark: Markup


def render_html(report: Report, script: str = "") -> str:
    """``report.html``: one file that asks for nothing; charts are live with scripts, pictures without.

    ``script`` is that of `indicators.charting.bundle.vega_bundle`, where it is made already.
    """
    environment = jinja2.Environment(
        loader=jinja2.FileSystemLoader(TEMPLATES), undefined=jinja2.StrictUndefined, autoescape=True,
        trim_blocks=True, lstrip_blocks=True, keep_trailing_newline=True,
    )  # fmt: skip
    environment.filters["prose"] = wording.prose
    style = "\n".join(
        [(TEMPLATES / "report.css").read_text(encoding="utf-8"), stylesheet(".chart"), bundle.tooltip_css()]
    )
    script = script or bundle.vega_bundle()
    origins = {origin.score.series.id: origin.anchor for origin in report.origins}
    sparks = _sparks(report)
    return environment.get_template("report.html.j2").render(
        **_shared(report),
        style=Markup(style),
        style_hash=_hash(style),
        script=Markup(script),
        script_hash=bundle.csp_hash(script),
        score_rows=[(score_row(s), sparks[s.series.id], s, origins.get(s.series.id)) for s in report.scores],
        tiles=[_tile(report, score, sparks[score.series.id], origins) for score in report.tiles],
        picture=_picture,
        specs=lambda figures: [(f"spec-{figure.id}", Markup(spec_json(figure))) for figure in figures],
        figure_table=figure_table,
        table_names=table_names(report),
        anchor=lambda section: section.family.name.replace("_", "-"),
    )


def _picture(figure: Figure, narrow: bool = False) -> Markup:
    """The still picture; its label holds all the words, so that its title does not pop up over the chart."""
    return Markup(TOLD_TWICE.sub("", svg(figure, narrow=narrow)))


def _sparks(report: Report) -> dict[str, Markup]:
    """Sparklines of the scoreboard by series, on one time axis."""
    firsts = [day for s in report.scores for day in s.history["period"].head(1).to_list()]
    start = min(firsts, default=report.edition.quarter_end)
    made = sparklines([s.history for s in report.scores], domain=(start, report.edition.quarter_end))
    return {s.series.id: Markup(spark) for s, spark in zip(report.scores, made, strict=True)}


def _tile(report: Report, score: Score, spark: Markup, origins: Mapping[str, str]) -> Tile:
    titles = {section.family.name: section.family.title for section in report.sections}
    cells = score_row(score)
    return Tile(
        score=score,
        family=titles[score.series.family],
        anchor=score.series.family.replace("_", "-"),
        origin=origins.get(score.series.id, ""),
        value=wording.value_alone(score),
        unit=wording.unit_of(score.value, score.series.decimals, score.series.unit),
        when=cells[2],
        on_quarter=cells[3],
        on_year=cells[4],
        age=cells[6],
        marks=cells[7],
        spark=spark,
    )


def _hash(text: str) -> str:
    return "sha256-" + base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()
