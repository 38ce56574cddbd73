"""The relations index in a report: the charts of its first screen and of its own section, its sentences."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import polars as pl

from indicators.charting.figure import Figure
from indicators.days import month
from indicators.modelling.kind import Fitted
from indicators.numbers import number
from indicators.reporting import index_detail, index_figures
from indicators.reporting.index_figures import KIND
from indicators.store.declare import Family
from indicators.store.view import AsOfView

PUBLISHERS_NAMED = 6
BENEATH = ("had been published for the quarter", "The band of the change includes no change")
"""Words of the sentences that stand beneath the headline."""


@dataclass(frozen=True)
class IndexPage:
    """The index of an edition: ``path`` and ``moved`` for the first screen, ``others`` for its own section.

    ``issued`` is what the published edition of the quarter said of it.
    """

    fit: Fitted
    path: Figure | None = None
    moved: Figure | None = None
    diffusion: Figure | None = None
    others: tuple[Figure, ...] = ()
    issued: str = ""

    @property
    def figures(self) -> tuple[Figure, ...]:
        """Every chart, those of the first screen first."""
        return (*(f for f in (self.path, self.moved, self.diffusion) if f is not None), *self.others)

    @property
    def headline(self) -> str:
        """The first sentence, or why there is no index."""
        return self.fit.reading[0] if self.fit.reason is None else f"Cannot say. {self.fit.reason}"

    @property
    def beneath(self) -> tuple[str, ...]:
        """What must be read with the headline."""
        found = tuple(text for text in self.fit.reading[1:] if any(words in text for words in BENEATH))
        return (*found, self.issued) if self.issued else found

    @property
    def points(self) -> tuple[str, ...]:
        """The other sentences."""
        return tuple(text for text in self.fit.reading[1:] if text not in self.beneath)


def as_issued(fit: Fitted, published: pl.DataFrame) -> str:
    """What the published edition of a quarter said of its last month, beside what is said now; nothing without one.

    Parameters
    ----------
    fit : Fitted
        The index now.
    published : pl.DataFrame
        Of one quarter: ``edition``, ``series_id``, ``period_start``, ``value``.
    """
    own = published.filter(pl.col("series_id") == fit.series.id) if published.height else published
    if own.is_empty() or fit.reason is not None:
        return ""
    last = own.sort("period_start").row(-1, named=True)
    first, said = number(last["value"], 1), f"Edition {last['edition']} published"
    now = fit.frame.filter(pl.col("period_start") == last["period_start"])["index"].to_list()
    if [number(value, 1) for value in now] == [first]:
        return f"{said} the same: {first} for {month(last['period_start'])}."
    return f"{said} {first} for {month(last['period_start'])}; it is {number(now[0] if now else None, 1)} now."


def index_page(view: AsOfView, fits: Sequence[Fitted], families: Sequence[Family]) -> IndexPage | None:
    """The page of the index among the fits; None where no index was asked for.

    Parameters
    ----------
    view : AsOfView
        Names the publishers behind the inputs, and holds the outside lines.
    fits : sequence of Fitted
        Published model results.
    families : sequence of Family
        In the order of the report.
    """
    fit = next((f for f in fits if f.kind == KIND), None)
    if fit is None:
        return None
    if fit.reason is not None:
        return IndexPage(fit)
    used = fit.tables["index_inputs"].filter(pl.col("loading").is_not_null())["input_id"].to_list()
    publishers = view.sources(used)
    more = len(publishers) - PUBLISHERS_NAMED
    source = "; ".join([*publishers[:PUBLISHERS_NAMED], *([f"{more} more"] if more > 0 else [])])
    titles = {f.name: f.title.lower() for f in families}
    others = (
        index_detail.contributions_figure(fit, view.as_of, source, titles),
        index_detail.sensitivity_figure(fit, view.as_of, source, titles),
        index_detail.outside_figure(fit, view),
    )
    return IndexPage(
        fit,
        path=index_figures.path_figure(fit, view.as_of, source),
        moved=index_figures.moved_figure(fit, view.as_of, source, titles),
        diffusion=index_figures.diffusion_figure(fit, view.as_of, source, titles),
        others=tuple(figure for figure in others if figure is not None),
    )
