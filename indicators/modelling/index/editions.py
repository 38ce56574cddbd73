"""What each cut-off made of the index: the newest in full, the earlier ones as lines, the news between two."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from indicators.modelling.index.vintages import Cutoff, Vintages, month_number, quarter_of
from indicators.store.dates import REPORT_DELAY_DAYS, quarter_bounds

if TYPE_CHECKING:
    from indicators.timeseries.composite import Composite
    from indicators.timeseries.composite_news import News
    from indicators.timeseries.composite_variants import Variant
    from indicators.timeseries.diffusion import Move
    from indicators.timeseries.result import FloatArray, Reason


@dataclass(frozen=True)
class Base:
    """Months (numbers, both included) over which the index has mean 100 and standard deviation 10."""

    first: int
    last: int


@dataclass(frozen=True)
class Step:
    """From one cut-off to the next: the index of the older one's quarter, then the news of the newer one's."""

    older: Cutoff
    before: float
    news: News

    @property
    def outlook(self) -> float:
        """What the older cut-off expected to change from its own quarter to the newer one's, index points."""
        return self.news.before - self.before


@dataclass(frozen=True)
class Edition:
    """The index as one cut-off has it, with all that is said of it."""

    cutoff: Cutoff
    made: Composite
    first_published: dict[int, FloatArray]
    variants: tuple[Variant, ...]
    moves: tuple[Move, ...]
    step: Step | Reason

    def rows(self, quarter: str) -> list[int]:
        """Rows of a quarter's three months."""
        return rows_of(quarter, self.made.panel.first_month)

    def quarter_weights(self, quarter: str) -> FloatArray:
        """Weights of the months in a quarter's mean."""
        return mean_weights(self.rows(quarter), self.made.index.size)


def rows_of(quarter: str, first_month: int) -> list[int]:
    """Positions of a quarter's months on an axis.

    Examples
    --------
    >>> rows_of("2000Q2", 24000)
    [3, 4, 5]
    """
    first = month_number(quarter_bounds(quarter)[0]) - first_month
    return [first, first + 1, first + 2]


def mean_weights(rows: list[int], months: int) -> FloatArray:
    """A third for each month of a quarter, 0 elsewhere."""
    weights = np.zeros(months)
    weights[rows] = 1 / len(rows)
    return weights


def make_edition(vintages: Vintages, cutoff: Cutoff, base: Base, history_from: str) -> Edition | Reason:
    """The index at a cut-off, its sensitivity, its moves, its earlier prints and its news since the quarter before."""
    from indicators.timeseries.composite_variants import variants
    from indicators.timeseries.diffusion import diffusion
    from indicators.timeseries.result import Reason

    made = composite_at(vintages, cutoff, base)
    if isinstance(made, Reason):
        return made
    first_month = made.panel.first_month
    earlier, later = (rows_of(quarter, first_month) for quarter in (cutoff.before().quarter, cutoff.quarter))
    return Edition(
        cutoff=cutoff,
        made=made,
        first_published=first_published(vintages, cutoff, base, history_from),
        variants=variants(made, vintages.panel(cutoff, plain=True)),
        moves=diffusion(made.panel, earlier, later),
        step=step_between(vintages, cutoff.before(), cutoff, base, made),
    )


def composite_at(vintages: Vintages, cutoff: Cutoff, base: Base) -> Composite | Reason:
    """The index from what a cut-off saw."""
    from indicators.timeseries.composite import composite
    from indicators.timeseries.result import Reason

    panel = vintages.panel(cutoff)
    return panel if isinstance(panel, Reason) else composite(panel, base.first, base.last)


def step_between(
    vintages: Vintages, older: Cutoff, newer: Cutoff, base: Base, made: Composite | None = None
) -> Step | Reason:
    """The news between two cut-offs; ``made`` is the newer one's index where it is there already."""
    from indicators.timeseries.composite_news import news
    from indicators.timeseries.result import Reason

    first = composite_at(vintages, older, base)
    second = made if made is not None else composite_at(vintages, newer, base)
    if isinstance(first, Reason):
        return first
    if isinstance(second, Reason):
        return second
    first_month = first.panel.first_month
    before, _ = first.mean_over(mean_weights(rows_of(older.quarter, first_month), first.index.size))
    target = mean_weights(rows_of(newer.quarter, first_month), second.index.size)
    return Step(older, before, news(first, second, target))


def first_published(vintages: Vintages, cutoff: Cutoff, base: Base, history_from: str) -> dict[int, FloatArray]:
    """The months of each quarter since ``history_from`` as its usual cut-off had them: first month to three values."""
    from indicators.timeseries.composite import index_alone
    from indicators.timeseries.result import Reason

    found = {}
    for past in usual_cutoffs(history_from, cutoff):
        panel = vintages.panel(past)
        index = panel if isinstance(panel, Reason) else index_alone(panel, base.first, base.last)
        if not isinstance(index, Reason):
            found[month_number(quarter_bounds(past.quarter)[0])] = index[-3:]
    return found


def usual_cutoffs(history_from: str, until: Cutoff) -> list[Cutoff]:
    """The usual cut-off of each quarter up to one; that one's own is its own day.

    Examples
    --------
    >>> [str(c.as_of) for c in usual_cutoffs("2026Q1", Cutoff("2026Q2", dt.date(2026, 8, 10)))]
    ['2026-05-30', '2026-08-10']
    """
    found, quarter = [], history_from
    while quarter < until.quarter:
        end = quarter_bounds(quarter)[1]
        found.append(Cutoff(quarter, end + dt.timedelta(days=REPORT_DELAY_DAYS)))
        quarter = quarter_of(end + dt.timedelta(days=1))
    usual = until.end + dt.timedelta(days=REPORT_DELAY_DAYS)
    return [*(c for c in found if c.as_of <= until.as_of), Cutoff(until.quarter, min(until.as_of, usual))]
