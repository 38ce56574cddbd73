"""Which source new facts have: a held one, a later edition of it, the same page read again, or one not held yet."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import replace

import polars as pl

from indicators.errors import DataProblem
from indicators.ingesting.reader import Publication

STATE = "state"
APPENDED = ("new", "revised", "confirmed")
"""States of facts that are added."""
EARLY = dt.timedelta(days=60)
"""By so much a publication may be ahead of its assumed day; more is a slip in the day of collection."""
PUBLISHED, BASIS = "published_on", "published_basis"


def no_later(rows: pl.DataFrame, collected: dt.date) -> pl.DataFrame:
    """Rows whose assumed day of publication lies after their collection were public by then."""
    if PUBLISHED not in rows.columns:
        return rows
    late = (pl.col(BASIS) == "assumed") & pl.col(PUBLISHED).is_between(collected, collected + EARLY, closed="right")
    return rows.with_columns(
        pl.when(late).then(pl.lit(collected)).otherwise(PUBLISHED).alias(PUBLISHED),
        pl.when(late).then(pl.lit("upper_bound")).otherwise(BASIS).alias(BASIS),
    )


def apart(
    rows: pl.DataFrame, publications: Mapping[str, Publication], sources: pl.DataFrame, collected: dt.date
) -> dict[str, Publication]:
    """By the id of a held source, what its new facts come from instead: a later edition, or a later reading of it.

    A source has one day of publication, if any, and one day on which it was read; facts that neither fits have a
    source of their own.
    """
    found: dict[str, Publication] = {}
    if "source_id" not in rows.columns:
        return found
    held = {r["source_id"]: r for r in sources.iter_rows(named=True)}
    appended = rows.filter(pl.col(STATE).is_in(APPENDED) & pl.col("source_id").is_in(list(held)))
    for (source_id,), part in appended.group_by("source_id", maintain_order=True):
        known, published = held[str(source_id)], publications[str(source_id)]
        days = part.filter(pl.col(BASIS) != "assumed")[PUBLISHED].unique().to_list()
        newest = part[PUBLISHED].max()
        if known[PUBLISHED] is not None and days not in ([], [known[PUBLISHED]]) and len(days) == 1:
            title = f"{published.title}, edition of {days[0]}"
            found[str(source_id)] = replace(published, title=title, published_on=days[0])
        elif isinstance(newest, dt.date) and newest > known["collected_on"]:
            found[str(source_id)] = replace(published, title=f"{published.title}, read on {collected}")
    return found


def renamed(rows: pl.DataFrame, others: Mapping[str, Publication]) -> pl.DataFrame:
    """Rows that are added, under the sources that `apart` found."""
    if not others:
        return rows
    ids = {old: new.id for old, new in others.items()}
    return rows.with_columns(
        pl.when(pl.col(STATE).is_in(APPENDED)).then(pl.col("source_id").replace(ids)).otherwise("source_id")
        .alias("source_id")
    )  # fmt: skip


def new_sources(
    publications: Iterable[Publication], sources: pl.DataFrame, used: set[str], collected: dt.date
) -> pl.DataFrame:
    """Rows of ``sources`` for publications that are not held yet, each publisher at the rank it has there."""
    ranks = dict(zip(sources["publisher"], sources["publisher_rank"], strict=True))
    known = set(sources["source_id"])
    fresh = {p.id: p for p in publications if p.id in used and p.id not in known}
    if late := [p for p in fresh.values() if p.published_on and p.published_on > collected]:
        raise DataProblem(
            f"{late[0].title!r} is dated {late[0].published_on}, after its collection on {collected}",
            where="--collected-on",
            do="name the day on which you fetched the file with --collected-on",
        )
    rows = [
        {
            "source_id": i,
            "title": p.title,
            "publisher": p.publisher,
            "url": p.url or None,
            "licence": p.licence,
            "published_on": p.published_on,
            "publisher_rank": ranks.get(p.publisher, p.rank),
            "release_lag_days": p.lag_days,
            "collected_on": collected,
        }
        for i, p in sorted(fresh.items())
    ]
    empty = sources.select(c for c in sources.columns if not c.startswith("_")).clear()
    return pl.concat([empty, pl.DataFrame(rows, schema=empty.schema)]) if rows else empty
