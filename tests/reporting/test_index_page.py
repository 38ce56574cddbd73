"""The relations index in a report: figures from the rows, steps that add up, words where there is no index."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, replace
from decimal import Decimal

import polars as pl
import pytest

from indicators.modelling.index.composite_index import fit
from indicators.modelling.kind import Fitted
from indicators.registry import families
from indicators.reporting.index_page import index_page, waterfall_rows
from indicators.reporting.presentation import index_inputs, model_tables
from indicators.reporting.render import render_html, render_markdown
from tests.modelling.index.made_up import index, known
from tests.reporting.samples import small_report

D = dt.date
TITLES = {"trade": "trade", "polls": "polls", "contacts": "contacts"}


@dataclass(frozen=True)
class Publishers:
    """Stands for the view: who published."""

    as_of: dt.date

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


def test_figures_have_words_of_the_rows(made: Fitted) -> None:
    page = index_page(Publishers(D(2011, 11, 29)), [made], families())  # type: ignore[arg-type]
    assert page is not None
    figures = {f.id: f for f in page.figures}
    assert list(figures) == ["index.path", "index.news", "index.first_prints"]
    assert page.headline == made.reading[0] == figures["index.path"].headline
    assert page.points == made.reading[1:]
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
    assert "Cannot say: Only 0 months." in render_html(whole)
    assert "Cannot say: Only 0 months." in render_markdown(whole)
    assert index_inputs(whole).rows == ()


def test_the_report_shows_it_and_its_tables(made: Fitted) -> None:
    whole = replace(small_report(), index=index_page(Publishers(D(2011, 11, 29)), [made], families()))  # type: ignore[arg-type]
    html, text = render_html(whole), render_markdown(whole)
    for sentence in made.reading:
        assert sentence in html.replace("&#39;", "'")
    assert 'id="index.news"' in html and "(charts/index.news.svg)" in text
    assert "## Relations index" in text
    tables = model_tables(whole)
    assert {"index", "index_quarters", "index_news", "index_contributions", "index_left_out"} <= set(tables)
    assert tables["index"].height == made.frame.height
    assert len(index_inputs(whole).rows) == made.tables["index_inputs"].height
    assert isinstance(tables["index"], pl.DataFrame)
