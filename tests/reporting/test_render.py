"""Markdown and HTML of made-up content: hostile text stays text, links lead somewhere, golden pieces."""

from __future__ import annotations

import datetime as dt
import os
import re
from dataclasses import replace
from html.parser import HTMLParser
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from indicators.reporting.presentation import Table, recent_tables, score_row, scoreboard_table, text_of
from indicators.reporting.render import markdown_table, markdown_text, render_html, render_markdown
from indicators.store.periods import label_of as label

from .samples import AS_OF, a_series, months, scored, small_report

GOLDEN = Path(__file__).parent / "golden"
COMMONMARK = MarkdownIt("commonmark").enable("table")
HOSTILE = [
    "a|b",
    "<script>alert(1)</script>",
    "<b>bold</b> & <i>it</i>",
    "[link](javascript:alert(1))",
    "![picture](https://example.org/x.png)",
    "`code` ``more``",
    "# not a heading",
    "first line\nsecond line\n\n# third",
    "*a* _b_ **c** __d__ ~~e~~",
    r"back\slash \| \*",
    "&lt;b&gt; &amp; &#42;",
    "- a list",
    "1. a list",
    "2024. A year",
    "+ plus",
    "> quoted",
    "---",
    "=====",
    "\u202eright to left",
    "</td></tr></table>",
    '" onmouseover="alert(1)',
    "]]></style></script><script>",
    "{{ 7 * 7 }} {% raw %}",
    "https://example.org/a_b_c",
    "=HYPERLINK(1,2)+cmd|'/C calc'!A0",
    "\u2067\u05d0\u05d1 mixed \u200f direction",
    "averyverylongword" * 20,
    "",
]


class Shown(HTMLParser):
    """Text as a browser shows it, and the elements and attributes it is made with."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.text: list[str] = []
        self.elements: list[str] = []
        self.attributes: list[tuple[str, str | None]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append(tag)
        self.attributes += attrs

    def handle_data(self, data: str) -> None:
        self.text.append(data)


def shown(html: str) -> Shown:
    parser = Shown()
    parser.feed(html)
    parser.close()
    return parser


def one_line(text: str) -> str:
    return " ".join(text.split())


@pytest.mark.parametrize("text", HOSTILE)
@pytest.mark.parametrize("place", ["- {}", "before {} after", "### {}", "**{}.** rest", "{}"])
def test_markdown_shows_hostile_text_as_it_is(text: str, place: str) -> None:
    page = shown(COMMONMARK.render(place.format(markdown_text(text))))
    expected = re.sub(r"^(- |### )", "", place).replace("**", "").format(one_line(text))
    assert one_line("".join(page.text)) == one_line(expected)
    allowed = {"ul", "li", "p", "strong", "h3"}
    assert set(page.elements) <= allowed, page.elements
    assert len(page.elements) <= 3


@given(st.text(st.sampled_from("ab1 .|<>[]()`#*_~\\!&;:-+=\n\t\"'$@/{}%"), max_size=30))
def test_markdown_shows_any_text_as_it_is(text: str) -> None:
    page = shown(COMMONMARK.render("- " + markdown_text(text)))
    assert one_line("".join(page.text)) == one_line(text)
    assert set(page.elements) <= {"ul", "li", "p"}


@pytest.mark.parametrize("text", HOSTILE)
def test_a_hostile_cell_stays_in_its_cell(text: str) -> None:
    table = Table(text, (text, "n"), ((text, "1"), ("plain", text)), frozenset({1}))
    page = shown(COMMONMARK.render(markdown_table(table)))
    assert page.elements.count("table") == 1
    assert page.elements.count("tr") == 3
    assert page.elements.count("td") == 4
    assert [c for c in map(one_line, page.text) if c].count(one_line(text)) in (0 if not text else 4, 5)
    assert ("style", "text-align:right") in page.attributes


@pytest.mark.parametrize("text", HOSTILE)
def test_the_markdown_report_keeps_its_shape(text: str) -> None:
    plain, hostile = (shown(COMMONMARK.render(render_markdown(small_report(t)))) for t in ("Plain words", text or "x"))
    assert hostile.elements == plain.elements
    assert one_line(text) in one_line(" ".join(hostile.text))


@pytest.mark.parametrize("text", HOSTILE)
def test_the_html_report_keeps_its_shape(text: str) -> None:
    plain, hostile = (shown(render_html(small_report(t))) for t in ("Plain words", text or "x"))
    outside_charts = [[e for e in p.elements if e not in ("path", "g", "text", "tspan")] for p in (plain, hostile)]
    assert outside_charts[0] == outside_charts[1]
    assert not [name for name, _ in hostile.attributes if name.startswith("on") or name == "style"]
    assert one_line(text) in one_line(" ".join(hostile.text))


@pytest.mark.parametrize("url", ["https://example.org/a b<c>d", "https://example.org/?a=1&b=2", ""])
def test_addresses(url: str) -> None:
    markdown, html = render_markdown(small_report(url=url)), render_html(small_report(url=url))
    found = [value for name, value in shown(html).attributes if name == "href" and value and value.startswith("http")]
    assert found == ([url] if url else [])
    links = re.findall(r"<(https?://[^>]*)>", markdown)
    assert links == ([re.sub(r"[<>\s]", "", url)] if url else [])


def test_html_asks_for_nothing() -> None:
    html = render_html(small_report())
    policy = re.search(r'http-equiv="Content-Security-Policy" content="([^"]*)"', html)
    assert policy
    assert "default-src 'none'" in policy[1]
    assert "unsafe" not in policy[1]
    assert "http" not in policy[1]
    page = shown(html)
    for tag in ("link", "img", "iframe", "object", "embed", "base", "form"):
        assert tag not in page.elements
    assert not [v for name, v in page.attributes if name in ("src", "srcset", "action", "data", "poster")]
    assert page.attributes[0] == ("lang", "en")


def test_headings_are_in_order_and_ids_are_used_once() -> None:
    page = render_html(small_report())
    levels = [int(n) for n in re.findall(r"<h([1-6])", page)]
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(after - before <= 1 for before, after in pairwise(levels))
    ids = re.findall(r'\sid="([^"]+)"', re.sub(r"<script>.*?</script>", "", page, flags=re.S))
    assert len(ids) == len(set(ids))
    assert {a[1:] for a in re.findall(r'href="(#[^"]+)"', page)} <= set(ids)


def golden(name: str, text: str) -> None:
    """Compare with a file; GOLDEN=write writes it."""
    path = GOLDEN / name
    if os.environ.get("GOLDEN") == "write":
        path.write_text(text, encoding="utf-8", newline="\n")
    assert text == path.read_text(encoding="utf-8")


def test_golden_scoreboard() -> None:
    golden("scoreboard.md", markdown_table(scoreboard_table(small_report())) + "\n")


def test_golden_section() -> None:
    text = render_markdown(small_report("Small | things"))
    section = text[text.index("## Small") :]
    golden("section.md", section[: section.index("\n## ")])


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (None, ""),
        (True, "yes"),
        (3, "3"),
        (12345, "12,345"),
        (0.1, "0.1"),
        (-0.5, "\u22120.5"),
        (1e-7, "0.000000"),
        (100.0, "100"),
        ([1, None, "a"], "1, , a"),
        ("a | b", "a | b"),
    ],
)
def test_cells_as_text(value: object, text: str) -> None:
    assert text_of(value) == text


def test_a_row_of_the_scoreboard() -> None:
    series = a_series("M", decimals=0, expected_lag_days=60)
    row = score_row(scored(series, months(AS_OF.replace(year=2025, month=6, day=1), range(1, 14)), AS_OF))
    assert row == ("Small things", "13 things", "2026-06", "up 3", "up 12", "100 % of 13", "60 days", "")


@pytest.mark.parametrize(("freq", "text"), [("A", "2026"), ("H", "2026-S2"), ("Q", "2026-Q3"), ("M", "2026-07")])
def test_period_labels(freq: str, text: str) -> None:
    assert label(AS_OF.replace(month=7, day=1), freq) == text


def test_a_tile_of_which_nothing_is_known_says_so() -> None:
    series = a_series("M", title="Later things", unit="things")
    empty = scored(series, months(dt.date(2026, 4, 1), ["not_collected"] * 3), AS_OF)
    assert empty.value is None
    report = small_report()
    page = render_html(replace(report, scores=(*report.scores, empty), tiles=(*report.tiles, empty)))
    tile = page.split('<article class="tile')[-1].split("</article>")[0]
    assert "n/a" in tile and ">nothing known at this date</p>" in tile and "no comparison" not in tile


def test_without_scripts_a_chart_keeps_its_size_on_a_phone() -> None:
    """The rule of the page must outweigh that of the charts' own sheet, which follows it."""
    rules = (render_html(small_report()).split("<style>")[1].split("</style>")[0]).split("@media (scripting:none)")[1]
    assert "main .chart svg{max-width:none}" in rules.split("@media")[0]
    assert ".chart svg{font-variant-numeric:tabular-nums;max-width:100%" in rules


def test_a_headline_of_which_nothing_is_known_says_so_among_the_last_observations() -> None:
    section = small_report().sections[0]
    (table,) = recent_tables(replace(section, recent=section.recent.clear()))
    assert table.rows == (("nothing known at this date", "", "", "", ""),)
