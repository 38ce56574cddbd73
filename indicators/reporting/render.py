"""The report's content as Markdown and as one HTML file, from the same content."""

from __future__ import annotations

import base64
import hashlib
import re
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

import jinja2
from markupsafe import Markup

from indicators.charting import bundle
from indicators.charting.figure import Figure, spec_json, svg
from indicators.charting.marks import sparklines
from indicators.charting.theme import stylesheet
from indicators.reporting import wording
from indicators.reporting.content import Report
from indicators.reporting.first_screen import cautions, what_changed
from indicators.reporting.methods import METHODS_PAGE
from indicators.reporting.presentation import (
    Table,
    figure_table,
    frame_table,
    index_inputs,
    model_lines,
    model_notes,
    recent_tables,
    score_row,
    scoreboard_table,
)
from indicators.reporting.revision_tables import revision_sentences, revision_tables
from indicators.reporting.scoreboard import Score

TEMPLATES = Path(__file__).parent / "templates"
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
        "scoreboard": scoreboard_table(report),
        "rules": frame_table(quality.rules, "Contracts: rules by table, tested on the facts known at the as-of date"),
        "warnings": frame_table(quality.warnings, f"Warnings, the first {quality.warnings.height}"),
        "known_facts": frame_table(quality.tables, "Facts known at the as-of date"),
        "collected": frame_table(
            quality.collected, "Counts are collected through; beyond it they are missing, not zero"
        ),
        "corrections": frame_table(quality.corrections, "Our own slips, mended while the raw files are read"),
        "gaps": frame_table(quality.gaps, "Headline periods without a value, by reason"),
        "revision_sentences": revision_sentences(report.revisions, report.edition),
        "revision_tables": revision_tables(report.revisions, report.edition),
        "what_changed": what_changed(report),
        "cautions": cautions(report),
        "index_inputs": index_inputs(report),
        "recent_tables": recent_tables,
        "model_lines": model_lines,
        "model_notes": model_notes,
        "closed": wording.closed,
        "methods": METHODS_PAGE,
        "status_words": wording.STATUS_WORDS,
        "day": wording.day,
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
    environment.filters["md_url"] = lambda url: re.sub(r"[<>\s]", "", url)
    text = environment.get_template("report.md.j2").render(**_shared(report), table=markdown_table)
    return re.sub(r"\n{3,}", "\n\n", text).strip() + "\n"


def render_html(report: Report) -> str:
    """``report.html``: one file that asks for nothing; charts are live with scripts, pictures without."""
    environment = jinja2.Environment(
        loader=jinja2.FileSystemLoader(TEMPLATES), undefined=jinja2.StrictUndefined, autoescape=True,
        trim_blocks=True, lstrip_blocks=True, keep_trailing_newline=True,
    )  # fmt: skip
    style = "\n".join(
        [(TEMPLATES / "report.css").read_text(encoding="utf-8"), stylesheet(".chart"), bundle.tooltip_css()]
    )
    script = bundle.vega_bundle()
    firsts = [day for s in report.scores for day in s.history["period"].head(1).to_list()]
    start = min(firsts, default=report.edition.quarter_end)
    sparks = sparklines([s.history for s in report.scores], domain=(start, report.edition.quarter_end))
    return environment.get_template("report.html.j2").render(
        **_shared(report),
        style=Markup(style),
        style_hash=_hash(style),
        script=Markup(script),
        script_hash=bundle.csp_hash(script),
        score_rows=[(score_row(s), Markup(spark), s) for s, spark in zip(report.scores, sparks, strict=True)],
        tiles=_tiles(report, dict(zip([s.series.id for s in report.scores], map(Markup, sparks), strict=True))),
        picture=_picture,
        specs=_specs,
        figure_table=figure_table,
        anchor=lambda section: section.family.name.replace("_", "-"),
    )


def _tiles(report: Report, sparks: Mapping[str, Markup]) -> list[tuple[str, Score, str, Markup, tuple[str, ...]]]:
    """Family title, score, number without its unit, sparkline and the row of text of each tile."""
    titles = {section.family.name: section.family.title for section in report.sections}
    return [
        (titles[s.series.family], s, wording.value_alone(s), sparks[s.series.id], score_row(s)) for s in report.tiles
    ]


def _hash(text: str) -> str:
    return "sha256-" + base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()


def _picture(figure: Figure) -> Markup:
    return Markup(svg(figure))


def _specs(figures: Iterable[Figure]) -> list[tuple[str, Markup]]:
    """Specs of figures by id, wide and narrow."""
    found = []
    for figure in figures:
        found.append((f"spec-{figure.id}", Markup(spec_json(figure))))
        if figure.narrow is not None:
            found.append((f"spec-{figure.id}-narrow", Markup(spec_json(figure, narrow=True))))
    return found
