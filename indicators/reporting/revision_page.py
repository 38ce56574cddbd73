"""The revisions page: what changed since the last report, and first values beside the latest ones."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import polars as pl

from indicators.reporting.edition import Edition
from indicators.reporting.revised import SeriesRevisions, revisions_of
from indicators.store.dates import REPORT_DELAY_DAYS, quarter_bounds
from indicators.store.declare import Family, Series
from indicators.store.vintages import rounding_of
from indicators.timeseries.result import Reason
from indicators.timeseries.revisions import ROUNDING_SLACK

if TYPE_CHECKING:
    from indicators.store.view import AsOfView

QUARTERS_SHOWN = 8

BOTH = """
WITH known AS (
  SELECT *, CASE WHEN published_on <= $before THEN 'old' END AS age FROM observations
  WHERE as_of_mode = $mode AND series_id = $id AND published_on <= $as_of AND period_end <= $until),
newest AS (SELECT * FROM known QUALIFY row_number() OVER (PARTITION BY period_start ORDER BY published_on DESC) = 1),
old AS (SELECT * FROM known WHERE age = 'old'
        QUALIFY row_number() OVER (PARTITION BY period_start ORDER BY published_on DESC) = 1)
SELECT n.period, o.value AS old_value, n.value AS new_value, n.facts_count
FROM newest n JOIN old o USING (period_start)
WHERE o.value IS NOT NULL AND n.value IS NOT NULL AND o.reference_date = n.reference_date
ORDER BY n.period_start"""


@dataclass(frozen=True)
class Changed:
    """A headline since the last report: periods compared and revised, the largest revision, the mean size."""

    series: Series
    compared: int
    revised: int
    mean_absolute: float | None
    largest: tuple[str, float, float] | None


@dataclass(frozen=True)
class FirstAndLatest:
    """A quarter's first and latest stored value."""

    series: Series
    period: str
    releases: int
    first_known_on: dt.date
    first: float
    latest_known_on: dt.date
    latest: float


@dataclass(frozen=True)
class RevisionsPage:
    """Content of the page.

    ``since`` is the day of the last quarter's report (None when this report is not later);
    ``changed`` holds headlines with more than one vintage; ``quarters`` the last eight quarters of
    quarterly headlines among them that publishers print; ``histories`` the measures over all periods.
    """

    since: dt.date | None
    changed: tuple[Changed, ...]
    quarters: tuple[FirstAndLatest, ...]
    histories: tuple[SeriesRevisions, ...]


NO_REVISIONS = RevisionsPage(None, (), (), ())
"""The page of a report that has nothing to compare with."""


def revisions_page(view: AsOfView, edition: Edition, families: Sequence[Family]) -> RevisionsPage:
    """Collect the page.

    Parameters
    ----------
    view : AsOfView
        What is known at the edition's date.
    edition : Edition
        Its quarter gives the last report's day: the default one of the quarter before.
    families : sequence of Family
        Their headlines are looked at.
    """
    declared = {s.id: s for family in families for s in family.series}
    headlines = [declared[i] for family in families for i in family.headlines]
    histories = [revisions_of(view, series, declared) for series in headlines]
    several = tuple(h for h in histories if not isinstance(h.measured, Reason) and h.measured.n_compared)
    since = last_report_day(edition)
    return RevisionsPage(
        since=since,
        changed=tuple(_changed(view, h.series, since, declared) for h in several) if since else (),
        quarters=tuple(row for h in several if h.published and h.series.freq == "Q" for row in _quarters(h)),
        histories=several,
    )


def last_report_day(edition: Edition) -> dt.date | None:
    """Default day of the report of the quarter before, if this report is a later one."""
    before = quarter_bounds(edition.quarter)[0] - dt.timedelta(days=1) + dt.timedelta(days=REPORT_DELAY_DAYS)
    return before if before < edition.as_of else None


def _changed(view: AsOfView, series: Series, since: dt.date, declared: Mapping[str, Series]) -> Changed:
    half, each = rounding_of(series, declared)
    frame = view.sql(
        BOTH, id=series.id, mode=view.mode, as_of=view.as_of, before=since, until=view.quarter_end
    ).with_columns(change=(pl.col("new_value") - pl.col("old_value")).abs())
    moved = frame.filter(pl.col("change") > half * (pl.col("facts_count") if each else 1) * (1 + ROUNDING_SLACK))
    if moved.is_empty():
        return Changed(series, frame.height, 0, None, None)
    top = moved.sort("change", descending=True, maintain_order=True).row(0, named=True)
    mean = moved["change"].mean()
    return Changed(
        series, frame.height, moved.height, float(str(mean)), (top["period"], top["old_value"], top["new_value"])
    )


def _quarters(found: SeriesRevisions) -> list[FirstAndLatest]:
    return [
        FirstAndLatest(
            found.series, row["period"], row["releases_count"], row["first_known_on"], row["first"],
            row["latest_known_on"], row["latest"],
        )
        for row in found.periods.tail(QUARTERS_SHOWN).reverse().iter_rows(named=True)
    ]  # fmt: skip
