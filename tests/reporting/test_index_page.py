"""The relations index in a report: figures from the rows, steps that add up, words where there is no index."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, replace
from decimal import Decimal

import polars as pl
import pytest

from indicators.modelling.index.composite_index import fit
from indicators.modelling.kind import Fitted
from indicators.numbers import number
from indicators.registry import families
from indicators.reporting.index_detail import contribution_rows
from indicators.reporting.index_figures import waterfall_rows
from indicators.reporting.index_page import as_issued, index_page
from indicators.reporting.presentation import index_inputs, model_tables
from indicators.reporting.render import render_html, render_markdown
from indicators.reporting.wording import prose
from tests.modelling.index.made_up import index, known
from tests.reporting.samples import small_report

D = dt.date
TITLES = {"trade": "trade", "polls": "polls", "contacts": "contacts"}


@dataclass(frozen=True)
class Publishers:
    """Stands for the view: who published; no outside line is known."""

    as_of: dt.date
    quarter_end: dt.date = dt.date(2011, 9, 30)

    def sql(self, query: str, **parameters: object) -> pl.DataFrame:
        return pl.DataFrame()

    def sources(self, ids: object) -> list[str]:
        return [f"Office {i}" for i in range(8)]


@pytest.fixture(scope="module")
def made() -> Fitted:
    return fit(index(), known("2011Q3", D(2011, 11, 29)))


def test_the_waterfall_adds_up_as_printed(made: Fitted) -> None:
    rows = waterfall_rows(made.tables["index_news"], TITLES)
    values = [Decimal(repr(v)) for v in rows["value"]]
    assert sum(values[1:-1], values[0]) == values[-1]
    assert rows["kind"].to_list() == ["level", *["step"] * (rows.height - 2), "level"]
    assert {"expected by then", "revised numbers", "news of trade", "re-estimation"} <= set(rows["label"])


def test_stacked_contributions_add_up_to_the_line_and_with_the_base_to_the_index(made: Fitted) -> None:
    bars, line = contribution_rows(made, TITLES)
    sums: dict[str, Decimal] = {}
    for row in bars.iter_rows(named=True):
        sums[row["period"]] = sums.get(row["period"], Decimal(0)) + Decimal(repr(row["value"]))
    assert sums == {row["period"]: Decimal(repr(row["value"])) for row in line.iter_rows(named=True)}
    base = made.tables["index_contributions"].filter(pl.col("part") == "base").row(-1, named=True)["points"]
    now = made.frame.filter(pl.col("period_start").dt.month() % 3 == 0)["index"][-1]
    assert Decimal(repr(line["value"][-1])) + Decimal(repr(base)) == Decimal(repr(now))
    assert set(bars["series"]) <= {*TITLES.values(), "start of the sample"}


def test_figures_have_words_of_the_rows(made: Fitted) -> None:
    page = index_page(Publishers(D(2011, 11, 29)), [made], families())  # type: ignore[arg-type]
    assert page is not None
    figures = {f.id: f for f in page.figures}
    assert list(figures) == ["index.path", "index.news", "index.diffusion", "index.contributions", "index.sensitivity"]
    assert page.headline == made.reading[0] == figures["index.path"].headline
    assert sorted((*page.beneath, *page.points)) == sorted(made.reading[1:])
    assert "had been published for the quarter" in page.beneath[0]
    news = figures["index.news"]
    assert f"{news.table['value'][-1]:.1f}." in news.alt
    assert news.source_line.endswith("Office 5; 2 more")
    assert all(f.narrow is not None for f in page.figures)


def test_without_an_index_nothing_is_drawn_and_the_reason_stands_there(made: Fitted) -> None:
    assert index_page(Publishers(D(2011, 11, 29)), [], families()) is None  # type: ignore[arg-type]
    none = replace(made, reason="Only 0 months.", tables={}, reading=())
    page = index_page(Publishers(D(2011, 11, 29)), [none], families())  # type: ignore[arg-type]
    assert page is not None and page.figures == ()
    whole = replace(small_report(), index=page)
    assert "Cannot say. Only 0 months." in render_html(whole)
    assert "Cannot say. Only 0 months." in render_markdown(whole)
    assert index_inputs(whole).rows == ()


def test_the_report_shows_it_and_its_tables(made: Fitted) -> None:
    whole = replace(small_report(), index=index_page(Publishers(D(2011, 11, 29)), [made], families()))  # type: ignore[arg-type]
    html, text = render_html(whole), render_markdown(whole)
    for sentence in made.reading:
        assert prose(sentence) in html.replace("&#39;", "'")
    assert 'id="index.news"' in html and "(charts/index.news.svg)" in text
    assert "## Relations index" in text
    tables = model_tables(whole)
    assert {"index", "index_quarters", "index_news", "index_contributions", "index_left_out"} <= set(tables)
    assert tables["index"].height == made.frame.height
    assert len(index_inputs(whole).rows) == made.tables["index_inputs"].height
    assert isinstance(tables["index"], pl.DataFrame)


def test_a_published_edition_s_index_stands_beside_the_one_of_now(made: Fitted) -> None:
    last = made.frame.select("period_start", value="index").tail(3).with_columns(
        edition=7, series_id=pl.lit(made.series.id)
    )  # fmt: skip
    now = number(last["value"][-1], 1)
    assert as_issued(made, last) == f"Edition 7 published the same: {now} for Sep 2011."
    other = last.with_columns(pl.col("value") + 1)
    assert (
        as_issued(made, other) == f"Edition 7 published {number(other['value'][-1], 1)} for Sep 2011; it is {now} now."
    )
    assert as_issued(made, last.clear()) == "" and as_issued(made, last.with_columns(series_id=pl.lit("x"))) == ""
    page = index_page(Publishers(D(2011, 11, 29)), [made], families())  # type: ignore[arg-type]
    assert page is not None
    text = as_issued(made, other)
    whole = replace(small_report(), index=replace(page, issued=text))
    assert text in render_html(whole).split('class="pair"')[0] and text in render_markdown(whole)
