"""Sentences of the first screen: what changed since the last report, beside what to be careful with."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from indicators.days import day
from indicators.errors import DataProblem
from indicators.numbers import number
from indicators.reporting.content import Report
from indicators.reporting.revision_page import Changed
from indicators.reporting.scoreboard import Score
from indicators.reporting.wording import REASON_WORDS, counted

LARGEST_SHOWN = 3
TABLES_SHOWN = 4


def what_changed(report: Report) -> list[str]:
    """New facts, new and revised values, the largest revisions of headlines; 'nothing' is said, too."""
    changed = report.changes
    if changed is None:
        return ["This report is not later than the report of the quarter before would be; nothing to compare."]
    since = f"since {day(changed.since)}, the day of the last quarter's report"
    if changed.facts_count == 0:
        return [f"No new fact {since}."]
    tables = [f"{row['table'].replace('_', ' ')} {row['facts']:,}" for row in changed.facts.iter_rows(named=True)]
    rest = len(tables) - TABLES_SHOWN
    more = f" and {counted(rest, 'other table')}" if rest > 0 else ""
    lines = [
        f"{counted(changed.facts_count, 'new fact')} {since} ({', '.join(tables[:TABLES_SHOWN])}{more}).",
        f"{counted(changed.added, 'new value')} and {counted(changed.revised, 'revised value')} in all series.",
    ]
    return lines + list(_largest([c for c in report.revisions.changed if c.revised]))


def _largest(changed: list[Changed]) -> Iterator[str]:
    if not changed:
        yield "No headline was revised."
    ordered = sorted(changed, key=lambda c: (-_share(c), c.series.id))
    for one in ordered[:LARGEST_SHOWN]:
        period, old, new, mean = _revision(one)
        decimals = one.series.decimals
        yield (
            f"{one.series.title}, {period}: {number(old, decimals)} → {number(new, decimals)} {one.series.unit} "
            f"(of {counted(one.revised, 'revised value')} the mean size is {number(mean, decimals + 1)})."
        )


def _revision(changed: Changed) -> tuple[str, float, float, float]:
    """Period, old and new value of the largest revision, and the mean size of all."""
    if changed.largest is None or changed.mean_absolute is None:
        raise DataProblem(
            f"{changed.revised} values count as revised and none is the largest", where=changed.series.id,
            do="look at the vintages: indicators revisions SERIES",
        )  # fmt: skip
    return (*changed.largest, changed.mean_absolute)


def _share(changed: Changed) -> float:
    """Size of the largest revision against the old value."""
    _, old, new, _ = _revision(changed)
    return abs(new - old) / abs(old) if old else float("inf")


@dataclass(frozen=True)
class Caution:
    """One kind of caution, and the headlines it holds for."""

    sentence: str
    headlines: tuple[str, ...] = ()


def cautions(report: Report) -> list[Caution]:
    """Stale, missing and low-quality headlines by kind, and what the contracts warn of."""
    whole = len(report.scores)
    found = [
        Caution(f"{words}: {len(who)} of {whole} headlines", tuple(who)) for words, who in _kinds(report.scores) if who
    ]
    said = [f"warn of {counted(report.quality.warnings_count, 'row')}"] if report.quality.warnings_count else []
    said += (
        [f"have {counted(len(report.quality.untested), 'rule')} that tested no row"] if report.quality.untested else []
    )
    found += [Caution(f"The contracts {' and '.join(said)}")] if said else []
    return found or [Caution("No headline is stale, missing or of low quality, and the contracts warn of nothing")]


def _kinds(scores: Sequence[Score]) -> Iterator[tuple[str, list[str]]]:
    """Each kind of caution with the headlines it holds for."""
    yield "Nothing known at this date", [s.series.title for s in scores if s.value is None]
    yield "Stale", [f"{s.series.title}, {counted(s.age_days or 0, 'day')} old" for s in scores if s.stale]
    for reason, words in REASON_WORDS.items():
        missing = [s for s in scores if s.missing_since and s.missing_reason == reason]
        yield f"{words.capitalize()}, which is not zero", [f"{s.series.title} from {s.missing_since}" for s in missing]
    yield "Not seen in a source", [s.series.title for s in scores if s.quality == "low"]
    yield "A lower-ranked publisher fills a hole", [s.series.title for s in scores if (s.publisher_rank or 1) > 1]
