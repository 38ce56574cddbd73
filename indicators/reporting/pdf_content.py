"""The report's content as plain data for the PDF's template: the same sentences and tables as in the other formats."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from indicators import days
from indicators.charting.figure import Figure, svg
from indicators.charting.marks import sparklines
from indicators.modelling.kinds import kind_of
from indicators.reporting import wording
from indicators.reporting.comparison_tables import comparison_sentence, comparison_table
from indicators.reporting.content import Report, Section
from indicators.reporting.first_screen import cautions, what_changed
from indicators.reporting.ledger_tables import ledger_parts
from indicators.reporting.methods import METHODS_PAGE
from indicators.reporting.presentation import (
    Table,
    as_read,
    condensed,
    first_published,
    frame_table,
    gap_table,
    index_inputs,
    model_lines,
    model_notes,
    recent_tables,
    score_row,
    scoreboard_table,
)
from indicators.reporting.revision_tables import revision_sentences, revision_tables
from indicators.reporting.scoreboard import Score

TALLEST = 1.45
"""Height by width of a narrow chart beyond which the wide one is shown instead."""
SOURCES_SHOWN = 10
WARNINGS_SHOWN = 12
ENTRIES_ON_PAGE_ONE = 7
ADDRESSES = frozenset({"url", "anchor"})
_WEB = re.compile(r"https?://\S+")

FURTHER_NOTE = "Charts that say more of a family than its section has room for, family by family."
PATH_TITLE = "Relations index by month: up is warmer"
MOVED_TITLE = "What moved it"
CODES = frozenset({"rows", "head", "id", "svg", "data", "place", "rule"})
"""Where periods stay as they are written in the tables."""

Data = dict[str, Any]


def pdf_content(report: Report) -> Data:
    """Everything the template shows, as texts, lists and dictionaries.

    Parameters
    ----------
    report : Report
        The content that Markdown and HTML are made from, too.
    """
    edition = report.edition
    return {
        "title": report.title,
        "date": {"year": edition.as_of.year, "month": edition.as_of.month, "day": edition.as_of.day},
        "as_of": f"As of {days.day(edition.as_of)} ({edition.mode} mode)",
        "issue": report.issue,
        "covers": f"covers data to {days.day(report.covers_to)}",
        "edition": f"As of {days.day(edition.as_of)}, {edition.mode} mode; {_behind(report)}",
        "headline": report.headline,
        "tiles": _tiles(report),
        "changed": what_changed(report),
        "cautions": [c.sentence + "." for c in cautions(report)],
        "chronology": [
            {"day": days.day(e.day), "what": e.what, "publisher": e.publisher, "url": web(e.url)}
            for e in report.chronology.entries
        ],
        "chronology_more": _more(report),
        "chronology_first": len(report.chronology.entries) <= ENTRIES_ON_PAGE_ONE,
        "index": _index(report),
        "comparison": _comparison(report),
        "scoreboard": table_data(as_read(scoreboard_table(report))) | {"caption": ""},
        "scoreboard_note": (
            f"Each headline at the end of {edition.quarter[:4]} Q{edition.quarter[5]} as known on "
            f"{days.day(edition.as_of)}. Changes are differences in the indicator's unit."
        ),
        "status_words": "Status: " + "; ".join(f"{code} {words}" for code, words in wording.STATUS_WORDS.items()) + ".",
        "sections": [_section(section) for section in report.sections],
        "further": figure_rows([figure for section in report.sections for figure in section.further]),
        "further_note": FURTHER_NOTE,
        "revisions": {
            "sentences": revision_sentences(report.revisions, edition),
            "tables": [table_data(t) for t in revision_tables(report.revisions, edition)],
        },
        "ledgers": [
            {
                "title": p.title,
                "anchor": p.anchor,
                "sentences": p.sentences,
                "tables": [table_data(t) for t in p.tables],
            }
            for p in ledger_parts(report)
        ],
        "quality": _quality(report),
        "methods": [{"title": title, "text": text} for title, text in METHODS_PAGE],
        "indicators": [
            {"title": s.series.title, "id": s.series.id, "text": s.series.definition} for s in report.scores
        ],
        "models": [_models(section) for section in report.sections if section.fits],
        "model_notes": condensed(model_notes(tuple(f for f in report.fits if f.kind != "index"))),
        "colophon": (
            "Made from the facts and code named in manifest.json: the same facts, code, quarter and as-of date give "
            "the same bytes. Every table named here lies beside this file in tables/, every chart in charts/. The "
            "package counts, compares and cites; it takes no side."
        ),
    }  # fmt: skip


def web(url: str) -> str:
    """The address if it leads to a web page, else nothing.

    Examples
    --------
    >>> web("https://example.org/a"), web("javascript:alert(1)")
    ('https://example.org/a', '')
    """
    return url if _WEB.fullmatch(url) else ""


def table_data(table: Table) -> Data:
    """A table as the template reads it."""
    return {"caption": table.caption, "head": table.head, "rows": table.rows, "numeric": sorted(table.numeric)}


def figure_rows(figures: Sequence[Figure]) -> list[list[Data]]:
    """Charts in rows: pairs of those whose narrow form is not too tall; the others, and an odd first one, page-wide."""
    small = [figure for figure in figures if _pairs(figure)]
    lead, small = small[: len(small) % 2], small[len(small) % 2 :]
    pairs = [[figure_data(f, narrow=True) for f in small[i : i + 2]] for i in range(0, len(small), 2)]
    wide = [figure for figure in figures if not _pairs(figure)]
    if not lead and wide and figures[0] is wide[0]:
        lead, wide = wide[:1], wide[1:]
    return [*([figure_data(f)] for f in lead), *pairs, *([figure_data(f)] for f in wide)]


def _pairs(figure: Figure) -> bool:
    if figure.narrow is None:
        return False
    return _ratio(svg(figure, narrow=True)) <= TALLEST


def _ratio(picture: str) -> float:
    """Height by width of an SVG of `svg`."""
    found = re.search(r'viewBox="0 0 ([\d.]+) ([\d.]+)"', picture)
    assert found is not None
    return float(found[2]) / float(found[1])


def figure_data(figure: Figure, *, narrow: bool = False) -> Data:
    """A chart with its words."""
    drawn = svg(figure, narrow=narrow)
    return {
        "anchor": figure.id,
        "data": f"Data: tables/{figure.id}.csv",
        "headline": figure.headline,
        "svg": drawn,
        "ratio": _ratio(drawn),
        "alt": figure.alt,
        "source": f"{wording.closed(figure.source_line)} As of {days.day(figure.as_of)}.",
        "notes": " ".join(figure.notes),
    }


def _behind(report: Report) -> str:
    return (
        f"{report.inputs_count:,} facts behind the scoreboard, {report.assumed_count:,} of them count from an assumed "
        "publication day"
    )


def _tiles(report: Report) -> list[Data]:
    titles = {section.family.name: section.family.title for section in report.sections}
    days = [day for s in report.tiles for day in s.history["period"].head(1).to_list()]
    start = min(days, default=report.edition.quarter_end)
    sparks = sparklines([s.history for s in report.tiles], domain=(start, report.edition.quarter_end))
    firsts = first_published(report)
    pairs = zip(report.tiles, sparks, strict=True)
    return [_tile(score, titles, spark, firsts.get(score.series.id, "")) for score, spark in pairs]


def _tile(score: Score, titles: Mapping[str, str], spark: str, first: str) -> Data:
    cells = score_row(score)
    return {
        "family": titles[score.series.family], "anchor": anchor(score.series.family), "name": cells[0],
        "value": wording.value_alone(score), "period": cells[2],
        "unit": wording.unit_of(score.value, score.series.decimals, score.series.unit), "spark": spark,
        "on_quarter": cells[3], "on_year": cells[4], "age": cells[6], "marks": cells[7], "stale": score.stale,
        "first": first, "known": score.value is not None,
    }  # fmt: skip


def anchor(family: str) -> str:
    """Where a family's section begins."""
    return family.replace("_", "-")


def _more(report: Report) -> str:
    if report.chronology.more_count:
        return f"{wording.counted(report.chronology.more_count, 'more dated fact')} of the quarter in chronology.csv."
    return "All dated facts of the quarter that are known; also in tables/chronology.csv."


def _comparison(report: Report) -> Data | None:
    table = comparison_table(report)
    if table is None:
        return None
    return {
        "title": table.caption,
        "sentence": comparison_sentence(report),
        "table": table_data(table) | {"caption": ""},
    }


def _index(report: Report) -> Data:
    page = report.index
    if page is None:
        return {"has": False, "first": [], "beneath": [], "charts": [], "points": [], "notes": [], "inputs": None}
    titled = ((page.path, PATH_TITLE), (page.moved, MOVED_TITLE))
    first = [figure_data(figure, narrow=True) | {"headline": title} for figure, title in titled if figure is not None]
    diffusion = [page.diffusion] if page.diffusion is not None else []
    return {
        "has": True,
        "first": first,
        "beneath": page.beneath,
        "charts": figure_rows([*page.others[:1], *diffusion, *page.others[1:]]),
        "points": page.points,
        "notes": page.fit.notes,
        "inputs": table_data(index_inputs(report)) | {"caption": ""},
    }


def _section(section: Section) -> Data:
    family = section.family
    shown = (
        f"{wording.counted(len(section.sources), 'publication')} of "
        f"{wording.counted(section.publishers_count, 'publisher')}; the most used first, all in tables/sources.csv."
    )
    return {
        "title": family.title,
        "anchor": anchor(family.name),
        "question": family.question,
        "findings": [{"title": title, "text": text} for title, text in section.findings],
        "silence": section.silence,
        "charts": figure_rows(section.shown),
        "further": wording.counted(len(section.further), "further chart") if section.further else "",
        "recent": [table_data(_short(t)) for t in recent_tables(section)],
        "definitions": family.definitions,
        "cautions": family.cautions,
        "sources_note": shown,
        "sources": [
            {
                "publisher": s.publisher,
                "title": s.title,
                "url": web(s.url),
                "rest": f"({s.licence}; {wording.counted(s.facts_count, 'fact')})",
            }
            for s in section.sources[:SOURCES_SHOWN]
        ],
    }


def _models(section: Section) -> Data:
    """What each model says; those that cannot say are gathered under their reason."""
    lines = zip(section.fits, model_lines(section.fits), strict=True)
    reasons: dict[str, list[str]] = {}
    for fit in section.fits:
        if fit.reason is not None:
            reasons.setdefault(fit.reason, []).append(f"{kind_of(fit.kind).title}: {fit.series.title}")
    return {
        "title": section.family.title,
        "lines": [{"title": name, "text": text} for fit, (name, text) in lines if fit.reason is None],
        "silent": [{"reason": reason, "names": "; ".join(names) + "."} for reason, names in reasons.items()],
    }


def _short(recent: Table) -> Table:
    """Last observations without a column for the status; one that says something stands at the value."""
    rows = [
        (period, f"{value} {wording.STATUS_MARKS.get(status, '')}".strip() if status != "M" else value, quality, known)
        for period, value, status, quality, known in recent.rows
    ]
    return Table(recent.caption, (*recent.head[:2], *recent.head[3:]), tuple(rows), recent.numeric)


def _quality(report: Report) -> Data:
    quality, warnings = report.quality, report.quality.warnings.head(WARNINGS_SHOWN)
    contracts = frame_table(quality.rules, "Contracts: rules by table, tested on the facts known at the as-of date")
    facts = frame_table(quality.tables, "Facts known at the as-of date")
    collected = frame_table(quality.collected, "Counts are collected through; beyond it they are missing, not zero")
    gaps = gap_table(report)
    corrections = frame_table(quality.corrections, "Our own slips, mended while the raw files are read")
    sentences = [f"{wording.counted(quality.warnings_count, 'warning')} in the contracts; the first {warnings.height}:"]
    if quality.untested:
        sentences.insert(0, f"Rules that tested no row: {', '.join(quality.untested)}.")
    pairs = [[table_data(t) for t in pair if t.rows] for pair in ((contracts, facts), (collected, gaps))]
    return {
        "pairs": [pair for pair in pairs if pair],
        "corrections": table_data(corrections) if corrections.rows else None,
        "sentences": sentences,
        "warnings": [
            {"sentence": w["sentence"], "rule": w["rule_id"], "place": f"{w['file']}, {w['key']}", "value": w["value"]}
            for w in warnings.iter_rows(named=True)
        ],
    }


def every_text(data: Any, change: Callable[[str, bool], str], *, sentence: bool = True) -> Any:
    """The same data with every text changed that is shown; addresses and anchors stay.

    Parameters
    ----------
    data
        Texts, lists and dictionaries.
    change : callable
        Given a text, and whether it is part of a sentence.
    sentence : bool
        Whether this part is; no table and no code is.

    Examples
    --------
    >>> every_text({"title": ["x", 1], "url": "y"}, lambda text, _: text.upper())
    {'title': ['X', 1], 'url': 'y'}
    """
    if isinstance(data, str):
        return change(data, sentence)
    if isinstance(data, Mapping):
        return {
            key: value if key in ADDRESSES else every_text(value, change, sentence=sentence and key not in CODES)
            for key, value in data.items()
        }
    if isinstance(data, list | tuple):
        return [every_text(value, change, sentence=sentence) for value in data]
    return data
