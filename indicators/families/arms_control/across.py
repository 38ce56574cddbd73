"""Rules across the arms control tables, and the rhythm of the estimates."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping

import polars as pl

from indicators.contracts.across import fresh
from indicators.contracts.model import CrossRule

JANUARY, DECEMBER = 1, 12
IN_FORCE = "entered_into_force_on"
BEGINNINGS = (
    "signed", "succession", "amended", "amendment_signed", "entered_into_force", "amendment_entered_into_force",
)  # fmt: skip


def _within_ceilings(frames: Mapping[str, pl.LazyFrame], as_of: dt.date) -> pl.LazyFrame:
    """Each declared count against the lowest cap of the same item that binds its party on that day."""
    keys = ["treaty", "item", "party"]
    caps = frames["treaty_ceilings"].filter(pl.col("kind") == "cap").select(
        *keys, "ceiling_count", "effective_from", "effective_to"
    )  # fmt: skip
    day, end = pl.col("reference_date"), pl.col("effective_to")
    declared = frames["treaty_declarations"].filter(pl.col("kind") == "declaration")
    binding = (
        declared.join(caps, on=keys)
        .filter((day >= pl.col("effective_from")) & (end.is_null() | (day < end)))
        .group_by("fact_id")
        .agg(pl.col("ceiling_count").min())
    )
    judged = declared.join(binding, on="fact_id", how="inner", maintain_order="left")
    return judged.with_columns(holds=pl.col("value_count") <= pl.col("ceiling_count"))


def _last_day() -> pl.Expr:
    """The last day that an event can be of."""
    date, precision = pl.col("event_date"), pl.col("date_precision")
    return (
        pl.when(precision == "month").then(date.dt.month_end())
        .when(precision == "year").then(pl.date(date.dt.year(), 12, 31))
        .otherwise(date)
    )  # fmt: skip


def _ended_by_an_event(frames: Mapping[str, pl.LazyFrame], as_of: dt.date) -> pl.LazyFrame:
    """The first day on which a limit binds no longer is the day of an event that ends it, or the next one."""
    date = pl.col("event_date")
    ending = pl.col("brackets_ceiling") == "yes"
    events = frames["treaty_events"].select("treaty", ending.alias("ending"), first=date, last=_last_day())
    over = frames["treaty_ceilings"].filter(pl.col("status").is_in(["withdrawn", "suspended", "expired"]))
    day = pl.col("effective_to")
    ended = pl.col("ending") & day.is_between(pl.col("first"), pl.col("last") + pl.duration(days=1))
    met = over.join(events, on="treaty").group_by("fact_id").agg(holds=ended.any())
    return over.join(met, on="fact_id", how="inner", maintain_order="left")


def _begun_by_events(frames: Mapping[str, pl.LazyFrame], as_of: dt.date) -> pl.LazyFrame:
    """The days on which the treaty of a limit was signed and entered into force are days of such events."""
    begins = frames["treaty_events"].filter(pl.col("event_type").is_in(BEGINNINGS)).select(
        "treaty", first=pl.col("event_date"), last=_last_day()
    )  # fmt: skip
    limits = frames["treaty_ceilings"].filter(pl.col("signed_precision") == "day")
    on = {n: pl.col(n).is_between(pl.col("first"), pl.col("last")).any() for n in ("signed_on", IN_FORCE)}
    met = limits.join(begins, on="treaty").group_by("fact_id").agg(
        holds=on["signed_on"] & (pl.col(IN_FORCE).first().is_null() | on[IN_FORCE])
    )  # fmt: skip
    return limits.join(met, on="fact_id", how="inner", maintain_order="left")


def _yearly(estimator: str, what: str, month: int, lag_days: int) -> CrossRule:
    day = pl.date(pl.col("year"), month, 1).dt.month_end()
    rows = (pl.col("estimator") == estimator) & (pl.col("item") == "stockpile")
    return fresh(
        "warhead_stockpiles", estimator, what, rows=rows, day=day, column="year", every_days=366, lag_days=lag_days
    )


RULES: tuple[CrossRule, ...] = (
    CrossRule(
        "treaty_declarations.within_ceilings",
        "No party declares more than a cap that binds it on that day",
        ("treaty_declarations", "treaty_ceilings"),
        _within_ceilings,
        ("value_count", "item", "reference_date"),
        "warning",
        "compare both with their sources; if they are right, the report must say so",
    ),
    CrossRule(
        "treaty_ceilings.ended_by_an_event",
        "A limit that expired, was withdrawn from or suspended ends on the day of such an event, or the day after",
        ("treaty_ceilings", "treaty_events"),
        _ended_by_an_event,
        ("effective_to", "status", "treaty"),
        mend="correct the day, or add the event",
    ),
    CrossRule(
        "treaty_ceilings.begun_by_events",
        "The days on which the treaty of a limit was signed and entered into force are days of events",
        ("treaty_ceilings", "treaty_events"),
        _begun_by_events,
        ("signed_on", IN_FORCE, "treaty"),
        mend="correct the day, or restore the event",
    ),
    _yearly("sipri", "SIPRI's stockpiles", JANUARY, 160),
    _yearly("fas", "the stockpiles of the Federation of American Scientists", DECEMBER, 180),
)
