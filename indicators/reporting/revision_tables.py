"""The revisions page as sentences and tables of text, once, for every format."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from indicators.days import day
from indicators.numbers import number
from indicators.reporting.edition import Edition
from indicators.reporting.presentation import Table
from indicators.reporting.revised import SeriesRevisions
from indicators.reporting.revision_page import Changed, FirstAndLatest, RevisionsPage
from indicators.reporting.wording import counted, prose
from indicators.timeseries.result import Reason

MOST_DAYS = 10
"""Releases listed by day; more are copies of a list, day by day."""
CHANGED_HEAD = ("indicator", "compared", "revised", "mean absolute", "largest in", "old", "new")
QUARTER_HEAD = ("quarter", "first", "known since", "latest", "known since", "revision", "releases")
HISTORY_HEAD = ("indicator", "compared", "revised", "mean", "mean absolute", "in %", "at rest", "moved last")


def revision_sentences(page: RevisionsPage, edition: Edition) -> list[str]:
    """What the page says in words; the empty cases are said, too."""
    return [*_since_last(page, edition.as_of), *_stored(page)]


def _since_last(page: RevisionsPage, as_of: dt.date) -> Iterator[str]:
    if page.since is None:
        yield "This report is not later than the report of the quarter before would be: no revisions between the two."
        return
    span = f"between {day(page.since)}, the day of the last quarter's report, and {day(as_of)}"
    if not page.changed:
        yield "No headline has a period that stands in more than one stored release at this date."
        return
    moved = [c for c in page.changed if c.revised]
    if not moved:
        yield f"No value of a headline was revised {span}: none of the releases stored came out then."
        return
    total = sum(c.revised for c in moved)
    yield (
        f"{counted(total, 'value')} of {counted(len(moved), 'headline')} "
        f"{'was' if total == 1 else 'were'} revised {span}."
    )


def _stored(page: RevisionsPage) -> Iterator[str]:
    yield (
        "Only stored releases are compared, and stored copies can lie years apart: what was printed between them is "
        "unknown. A release that repeats a value counts as a confirmation. Press figures of a lower rank are no "
        "releases of the publisher."
    )
    yield from _release_days(page)
    for title, rows in _by_series(page):
        if all(row.releases < 2 for row in rows):
            yield (
                f"{title}: none of the last {counted(len(rows), 'quarter')} stands in more than one stored release, so "
                "the first value is the latest one."
            )


def _release_days(page: RevisionsPage) -> Iterator[str]:
    """Days of the stored releases, once for all indicators that share them."""
    shared: dict[str, list[str]] = {}
    for found in page.histories:
        days = found.release_days
        if found.published and len(days) <= MOST_DAYS:
            text = f"{counted(len(days), 'stored release')} ({', '.join(map(day, days))})"
            if found.stand_ins:
                text += f"; {counted(found.stand_ins, 'later one')} for first prints not stored"
            shared.setdefault(text, []).append(found.series.title)
    for text, titles in shared.items():
        yield f"{'; '.join(titles)}: {text}."


def _by_series(page: RevisionsPage) -> Iterator[tuple[str, list[FirstAndLatest]]]:
    for title in dict.fromkeys(row.series.title for row in page.quarters):
        yield title, [row for row in page.quarters if row.series.title == title]


def revision_tables(page: RevisionsPage, edition: Edition) -> list[Table]:
    """Tables of the page that have rows."""
    tables = []
    if moved := [c for c in page.changed if c.revised]:
        since = day(page.since or edition.as_of)
        caption = f"Headlines revised since {since}: periods compared and revised, size in the unit of the indicator"
        tables.append(Table(caption, CHANGED_HEAD, tuple(map(_changed_row, moved)), frozenset({1, 2, 3, 5, 6})))
    for title, rows in _by_series(page):
        if any(row.releases > 1 for row in rows):
            caption = f"{title}: first stored against latest value, last {len(rows)} quarters ({rows[0].series.unit})"
            tables.append(Table(caption, QUARTER_HEAD, tuple(map(_quarter_row, rows)), frozenset({1, 3, 5, 6})))
    if page.histories:
        caption = (
            "Revisions over all periods, first to latest value in the unit of the indicator: periods with two or more "
            "vintages compared; revised beyond rounding; mean; mean absolute, also in % of the first value; at rest "
            "before the last vintage; moved in it"
        )
        rows_text = tuple(map(_history_row, page.histories))
        tables.append(Table(caption, HISTORY_HEAD, rows_text, frozenset(range(1, 8))))
    return tables


def _changed_row(changed: Changed) -> tuple[str, ...]:
    decimals = changed.series.decimals
    period, old, new = changed.largest or ("", None, None)
    return (
        changed.series.title,
        f"{changed.compared:,}",
        f"{changed.revised:,}",
        number(changed.mean_absolute, max(decimals, 1)),
        prose(period),
        number(old, decimals),
        number(new, decimals),
    )


def _quarter_row(quarter: FirstAndLatest) -> tuple[str, ...]:
    decimals = quarter.series.decimals
    change = number(quarter.latest - quarter.first, decimals, signed=True)
    return (
        prose(quarter.period),
        number(quarter.first, decimals),
        day(quarter.first_known_on),
        number(quarter.latest, decimals),
        day(quarter.latest_known_on),
        change if quarter.releases > 1 else "one release",
        str(quarter.releases),
    )


def _history_row(found: SeriesRevisions) -> tuple[str, ...]:
    m, decimals = found.measured, max(found.series.decimals, 1)
    if isinstance(m, Reason):
        return (found.series.title, m.sentence, *[""] * 6)
    return (
        found.series.title,
        f"{m.n_compared} of {len(m.settling)}",
        f"{m.n_revised:,}",
        number(m.mean, decimals, signed=True),
        number(m.mean_absolute, decimals),
        number(m.mean_absolute_pct, 2),
        str(m.settling.count("settled")),
        str(m.settling.count("still moving")),
    )
