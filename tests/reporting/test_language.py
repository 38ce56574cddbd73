"""The language of a whole report: one minus sign, words of certainty beside their interval, words that follow signs."""

from __future__ import annotations

import re
from pathlib import Path

import polars as pl
import pytest

from indicators.reporting.index_detail import _beside, contributions_figure
from indicators.reporting.wording import prose
from tests.modelling.index.made_up import index, known

from .samples import AS_OF

SURE = re.compile(r"\b(significan\w*|clear change|differs? (?:at|from)|told apart)\b")
BASIS = re.compile(r"\d\s?%|band|interval|\bp [<=]|not measured|error|no clear change")
LONG_DATE = re.compile(
    r"\b(?:January|February|March|April|June|July|August|September|October|November|December) \d{4}\b"
)
THINGS = "value|poll|event|quarter|month|day|fact|contact|period|duration|listing|model|house|wave|warning|chart|serie"
OUTSIDE_SENTENCES = re.compile(r"`[^`]*`|\]\([^)]*\)|<[^>]*>|https?://\S+")


@pytest.fixture(scope="module")
def sentences(report_folder: Path) -> list[str]:
    text = OUTSIDE_SENTENCES.sub(" ", (report_folder / "report.md").read_text(encoding="utf-8"))
    return [s.strip() for line in text.splitlines() if not line.startswith("|") for s in re.split(r"(?<=[.;:]) ", line)]


def test_numbers_below_zero_have_one_minus_sign(sentences: list[str]) -> None:
    assert len(sentences) > 500
    assert [s for s in sentences if re.search(r"(?:^|[\s(])-\d", s)] == []


def test_words_of_certainty_stand_beside_an_interval_or_a_test(report_folder: Path) -> None:
    text = (report_folder / "report.md").read_text(encoding="utf-8")
    sure = [line for line in text.splitlines() if SURE.search(line) and not line.startswith("|")]
    assert sure
    assert [line for line in sure if not BASIS.search(line)] == []


def test_dates_and_shares_are_written_in_one_way(report_folder: Path) -> None:
    """Titles of publications, which are named as they are printed, stand apart."""
    text = (report_folder / "report.md").read_text(encoding="utf-8")
    own = "\n".join(part for part in re.split(r"\n(?=#+ )", text) if not part.split("\n", 1)[0].endswith(": sources"))
    sentences = [line for line in own.splitlines() if not line.startswith("|")]
    assert any(re.search(r"\b\d{1,2} Mar 20\d\d\b", line) for line in sentences)
    assert [line for line in sentences if LONG_DATE.search(line) or re.search(r"\d per cent\b", line)] == []


def test_one_thing_is_in_the_singular(sentences: list[str]) -> None:
    assert [s for s in sentences if re.search(rf"(?<![\d.,/(] )(?<![\d.,])\b1 (?:{THINGS})s\b|\ba 8\d?\b", s)] == []


def test_what_is_not_available_says_why(sentences: list[str]) -> None:
    assert [s for s in sentences if re.search(r"\bn/a\b(?! \()", s)] == []


@pytest.mark.parametrize(("sign", "words"), [(1.0, ": not the sign expected"), (-1.0, ": the sign expected")])
def test_the_outside_line_is_told_by_its_sign(sign: float, words: str) -> None:
    value = [float(i % 7) for i in range(30)]
    joined = pl.DataFrame({"period": ["2014-01"] * 30, "value": value, "value_risk": [sign * v for v in value]})
    assert words in _beside(joined)
    shown = "+1.00" if sign > 0 else "\u22121.00"
    assert shown in _beside(joined)


def test_one_changed_contribution_changes_the_headline() -> None:
    from dataclasses import replace
    from datetime import date

    from indicators.modelling.index.composite_index import fit

    made = fit(index(), known("2011Q3", date(2011, 11, 29)))
    titles = {"trade": "trade", "polls": "polls", "contacts": "contacts"}
    parts = made.tables["index_contributions"]
    told = []
    for sign in (1, -1):
        own = pl.when(pl.col("part") == "base").then(pl.col("points")).otherwise(sign * pl.col("points"))
        tables = dict(made.tables) | {"index_contributions": parts.with_columns(points=own)}
        figure = contributions_figure(replace(made, tables=tables), AS_OF, "Office", titles)
        assert figure is not None
        told.append(figure.headline)
    assert {word for text in told for word in ("points below", "points above") if word in text} == {
        "points below", "points above",
    }  # fmt: skip


def test_periods_are_written_in_one_way() -> None:
    assert prose("2026-Q2, 2026Q2 and 2026 Q2") == "2026 Q2, 2026 Q2 and 2026 Q2"
    assert prose("trade.usa_rus.total.m 2026-06") == "trade.usa_rus.total.m Jun 2026"
    assert prose("EO13662, 5-10 %") == "EO13662, 5-10\u00a0%"
