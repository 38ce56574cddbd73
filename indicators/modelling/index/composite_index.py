"""The kind of model that makes the relations index of declared inputs."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

import polars as pl

from indicators.modelling.index import rows, words
from indicators.modelling.index.editions import Base, Edition, make_edition
from indicators.modelling.index.tables import INDEX_TABLES
from indicators.modelling.index.vintages import Cutoff, Vintages, inputs_of, month_number, read_vintages
from indicators.modelling.kind import Fitted, Kind, Known, Subject, no_fit
from indicators.store.declare import Composite

if TYPE_CHECKING:
    from indicators.store.declare import Family
    from indicators.store.view import AsOfView

NAME = "index"
INDEX_ID = "relations.index.m"


def relations_index(families: Iterable[Family]) -> Composite:
    """The relations index of what families declare for it.

    Examples
    --------
    >>> relations_index(()).setting("base")
    (datetime.date(2000, 1, 1), datetime.date(2019, 12, 1))
    """
    families = tuple(families)
    outside = [(f.name, s.id, why) for f in families for s in f.series if (why := f.index.why_not(s.id)) is not None]
    entering = {entry.series_id for f in families for entry in f.index.inputs}
    return Composite(
        INDEX_ID,
        NAME,
        "Relations index",
        "index, 2000-2019 = 100, standard deviation 10",
        "What trade, arms control, sanctions, polls and contacts have in common, month by month; up is warmer. It "
        "counts what was published, and measures no intentions.",
        settings=(
            ("inputs", tuple((f.name, entry) for f in families for entry in f.index.inputs)),
            ("outside", tuple(outside)),
            ("titles", tuple((s.id, s.title) for f in families for s in f.series if s.id in entering)),
            ("first_month", dt.date(2000, 1, 1)),
            ("base", (dt.date(2000, 1, 1), dt.date(2019, 12, 1))),
            ("history_from", "2014Q1"),
        ),
    )


def base_of(subject: Composite) -> Base:
    """The declared base months."""
    first, last = subject.setting("base")
    return Base(month_number(first), month_number(last))


def vintages_of(subject: Composite, known: Known) -> Vintages:
    """The declared inputs in every vintage known."""
    return Vintages(inputs_of(subject), known, month_number(subject.setting("first_month")))


def known_index(view: AsOfView, subject: Subject) -> Known:
    """Every vintage of the inputs up to the view's date."""
    if not isinstance(subject, Composite):
        raise TypeError("an index is of a composite")
    return read_vintages(view, subject)


def fit(subject: Subject, known: Known) -> Fitted:
    """The index at the cut-off that ``known`` names, with contributions, news, sensitivity and diffusion."""
    from indicators.timeseries.result import Reason

    if not isinstance(subject, Composite):
        raise TypeError("an index is of a composite")
    vintages = vintages_of(subject, known)
    cutoff = Cutoff(known["quarter"], dt.date.fromisoformat(known["as_of"]))
    edition = make_edition(vintages, cutoff, base_of(subject), subject.setting("history_from"))
    if isinstance(edition, Reason):
        return no_fit(subject, NAME, edition.sentence)
    return _fitted(subject, edition, vintages)


def _fitted(subject: Composite, edition: Edition, vintages: Vintages) -> Fitted:
    from indicators.timeseries.result import Reason

    quarters, inputs = rows.quarters_frame(edition), rows.inputs_frame(edition, vintages.inputs)
    by_month, variants = rows.sensitivity_frames(edition)
    moves = rows.diffusion_frame(edition)
    step = edition.step
    news = pl.DataFrame() if isinstance(step, Reason) else rows.news_frame(step, edition.cutoff, vintages)
    notes = words.NOTES if not isinstance(step, Reason) else (*words.NOTES, f"No news: {step.sentence}")
    outside: list[tuple[Any, ...]] = [(series_id, family, why) for family, series_id, why in subject.setting("outside")]
    tables = {
        "index_quarters": quarters,
        "index_inputs": inputs,
        "index_left_out": pl.DataFrame(outside, schema=["left_out_id", "family", "why"], orient="row"),
        "index_contributions": rows.contributions_frame(edition),
        "index_news": news,
        "index_sensitivity": by_month,
        "index_variants": variants,
        "index_diffusion": moves,
    }
    said = words.reading(tables, edition.cutoff.quarter, dict(subject.setting("titles")))
    return Fitted(subject, NAME, words.METHOD, rows.index_frame(edition), said, notes, tables=tables)


KIND = Kind(NAME, "Relations index (dynamic factor model)", fit, known_index, INDEX_TABLES, frame_table="index")
