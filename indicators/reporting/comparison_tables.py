"""Two quarters side by side as a table and a sentence, once, for every format."""

from __future__ import annotations

from typing import Any

import polars as pl

from indicators.days import day
from indicators.modelling.kind import Fitted
from indicators.numbers import number
from indicators.reporting.content import Report
from indicators.reporting.presentation import Table
from indicators.reporting.scoreboard import Score
from indicators.reporting.wording import counted, direction, prose, value_text

NO_COMPARISON = "no comparison"
SAME = "the same observation"
OUTCOMES = {
    "up": "up",
    "down": "down",
    "unchanged": "unchanged",
    SAME: "without a newer observation",
    NO_COMPARISON: "without a comparison",
}


def comparison_table(report: Report) -> Table | None:
    """The report's quarter beside the other one, the index first; None where there is none to compare with."""
    other = report.comparison
    if other is None:
        return None
    here, there = report.edition.quarter, other.quarter
    head = (
        "indicator",
        prose(here),
        f"{prose(there)}, known on {day(report.edition.as_of)}",
        f"{prose(there)}, known on {day(other.own_day)}",
        "difference, as known now",
    )
    rows = [] if report.index is None else _index_rows(report.index.fit, here, there)
    triples = zip(report.scores, other.known_now, other.known_then, strict=True)
    rows += [(a.series.title, *map(_value, (a, b, then)), _change(a, b)) for a, b, then in triples]
    return Table(f"{prose(here)} beside {prose(there)}", head, tuple(rows))


def comparison_sentence(report: Report) -> str:
    """How many headlines went up, down or nowhere, and how many read otherwise in the other quarter's own report."""
    other = report.comparison
    assert other is not None
    moved = [_change(a, b) for a, b in zip(report.scores, other.known_now, strict=True)]
    counts = ((sum(text.startswith(word) for text in moved), words) for word, words in OUTCOMES.items())
    told = ", ".join(f"{n} {words}" for n, words in counts if n)
    revised = sum(_value(a) != _value(b) for a, b in zip(other.known_now, other.known_then, strict=True))
    there = prose(other.quarter)
    return (
        f"Of {counted(len(report.scores), 'headline')} against {there}: {told}. "
        f"{counted(revised, 'headline')} of {there} {'reads' if revised == 1 else 'read'} otherwise now than "
        f"on {day(other.own_day)}."
    )


def _value(score: Score) -> str:
    if score.value is None:
        return value_text(score)
    daily = score.reference_date if score.series.freq in ("H", "D") else None
    return f"{value_text(score)} ({day(daily) if daily else score.period})"


def _change(now: Score, other: Score) -> str:
    if now.value is None or other.value is None:
        return NO_COMPARISON
    if now.period == other.period:
        return SAME
    return direction(now.value - other.value, now.series.decimals)


def _index_rows(index: Fitted, here: str, there: str) -> list[tuple[str, ...]]:
    if "index_quarters" not in index.tables:
        return []
    frame = index.tables["index_quarters"]
    found = [frame.filter(pl.col("quarter") == quarter) for quarter in (here, there)]
    if any(rows.is_empty() for rows in found):
        return []
    now, before = (rows.row(0, named=True) for rows in found)
    change = direction(now["value"] - before["value"], 1)
    return [("Relations index", _banded(now), _banded(before), number(before["first_published"], 1), change)]


def _banded(row: dict[str, Any]) -> str:
    low, high = (number(row[f"{end}_80"], 1) for end in ("lower", "upper"))
    return f"{number(row['value'], 1)} (80 % band {low} to {high})"
