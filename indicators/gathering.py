"""Gather what is to be exported: tables and series as known at a date, with what explains them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

import polars as pl

from indicators.access import default_project, known, view
from indicators.contracts.described.description import DescribedTable, describe
from indicators.contracts.described.sources import SourceUsed
from indicators.exports.bundle import Bundle, Dataset
from indicators.exports.sdmx_flows import is_measured
from indicators.registry import all_tables
from indicators.store.made import made_tables
from indicators.store.sql_text import identifier
from indicators.store.view import newest_day
from indicators.version import __version__

if TYPE_CHECKING:
    from indicators.project import Project
    from indicators.store.view import AsOfView

OBSERVED = """
SELECT o.series_id, s.freq, s.unit, o.period, o.period_start, o.period_end, o.reference_date, o.value, o.obs_status,
       o.missing_reason, o.quality, o.publisher_rank, o.facts_count, o.assumed_dates_count, o.published_on
FROM observations_known o JOIN series s USING (series_id)
WHERE list_contains($ids, o.series_id) ORDER BY o.series_id, o.period_start"""

INPUTS = """
SELECT i.series_id, f.source_id, count(DISTINCT i.fact_id) AS facts
FROM observation_inputs i SEMI JOIN observations_known USING (as_of_mode, series_id, period, published_on)
JOIN facts f USING (fact_id)
WHERE list_contains($ids, i.series_id) GROUP BY ALL ORDER BY ALL"""

CATALOGUE = """
SELECT * REPLACE (least(collected_through, CAST($as_of AS DATE)) AS collected_through)
FROM series WHERE list_contains($ids, series_id) ORDER BY series_id"""


def gathered(
    names: Sequence[str],
    as_of: dt.date | str | None = None,
    mode: str = "calendar",
    project: Project | None = None,
    *,
    figures_only: bool = False,
) -> Bundle:
    """Tables and series with their sources.

    Parameters
    ----------
    names : sequence of str
        Tables and ids of series; none for everything.
    as_of, mode, project
        As in `indicators.load`.
    figures_only : bool
        Everything is every series and every table of figures, not the other tables.

    Raises
    ------
    UsageProblem
        If a name is neither a table nor a series; near ones are named.
    """
    project = project or default_project()
    current = view(as_of, mode, project=project)
    try:
        return replace(_bundle(current, names, figures_only), data_version=project.data_version)
    finally:
        current.connection.close()


def _bundle(current: AsOfView, names: Sequence[str], figures_only: bool) -> Bundle:
    described = describe(all_tables()).tables
    series_ids = current.sql("SELECT series_id FROM series ORDER BY series_id")["series_id"].to_list()
    for name in names:
        if not isinstance(name, str) or (name not in described and name not in series_ids):
            known(name, series_ids if "." in str(name) else list(described), "series" if "." in str(name) else "tables")
    day = min(current.as_of, newest_day(current.connection))
    tables = [t for t in described if t in names or not (names or (figures_only and not is_measured(described[t])))]
    ids = [i for i in series_ids if not names or i in names]
    sources = current.sql("SELECT * FROM sources ORDER BY source_id")
    asked = [_table(current, described[name], sources) for name in tables if name != "sources"]
    beside: list[Dataset] = []
    publishers: dict[str, tuple[str, ...]] = {}
    if ids:
        observations, series, publishers = _observed(current, ids, day, sources)
        asked.append(observations)
        beside.append(series)
    used = {s.source_id for item in asked for s in item.sources}
    kept = sources if "sources" in tables else sources.filter(pl.col("source_id").is_in(sorted(used)))
    listed = Dataset(described["sources"], kept)
    if "sources" in tables:
        asked.append(listed)
    else:
        beside.append(listed)
    return Bundle(tuple(asked), tuple(beside), day, current.mode, __version__, publishers)


def _table(current: AsOfView, table: DescribedTable, sources: pl.DataFrame) -> Dataset:
    frame = current.sql(f"FROM {identifier(table.name)}").select(c.name for c in table.columns)
    frame = frame.sort(table.primary_key or table.key)
    if "source_id" not in frame.columns:
        return Dataset(table, frame)
    return Dataset(table, frame, _used(frame.group_by("source_id").len("facts"), sources))


def _observed(
    current: AsOfView, ids: list[str], day: dt.date, sources: pl.DataFrame
) -> tuple[Dataset, Dataset, dict[str, tuple[str, ...]]]:
    """Observations, the catalogue of their series as it was on the day, and the publishers of each."""
    made = {table.name: table for table in made_tables()}
    frame, inputs = current.sql(OBSERVED, ids=ids), current.sql(INPUTS, ids=ids)
    both = {c.name: c for name in ("series", "observations") for c in made[name].columns}
    columns = tuple(both[name] for name in frame.columns)
    key = ("series_id", "period_start")
    table = replace(
        made["observations"], columns=columns, key=key, primary_key=key, row="One value of one period of one series.",
        title="Values of series as known on the day", usage=made["observations"].usage[1:],
    )  # fmt: skip
    used = _used(inputs.group_by("source_id").agg(pl.col("facts").sum()), sources)
    valued = frame.filter(pl.col("value").is_not_null())
    covered = valued.group_by("series_id").agg(
        first_period=pl.col("period").sort_by("period_start").first(),
        last_period=pl.col("period").sort_by("period_start").last(), observations_count=pl.len().cast(pl.Int64),
    )  # fmt: skip
    counted = inputs.group_by("series_id").agg(sources_count=pl.col("source_id").n_unique().cast(pl.Int64))
    catalogue = current.sql(CATALOGUE, ids=ids, as_of=day)
    known_then = catalogue.drop("first_period", "last_period", "observations_count", "sources_count")
    series = (
        known_then.join(covered, on="series_id", how="left").join(counted, on="series_id", how="left")
        .with_columns(pl.col("observations_count", "sources_count").fill_null(0)).select(catalogue.columns)
        .sort("series_id")
    )  # fmt: skip
    named = inputs.join(sources, on="source_id").group_by("series_id", "publisher").agg(pl.col("facts").sum())
    named = named.sort("series_id", "facts", "publisher", descending=[False, True, False])
    publishers = dict.fromkeys(ids, ()) | {
        str(key[0]): tuple(group["publisher"]) for key, group in named.group_by("series_id", maintain_order=True)
    }
    return Dataset(table, frame, used), Dataset(made["series"], series), publishers


def _used(counts: pl.DataFrame, sources: pl.DataFrame) -> tuple[SourceUsed, ...]:
    """Sources with the rows, or facts, that name them, the most used first."""
    found = counts.rename({"facts": "rows"}).join(sources, on="source_id")
    texts = [pl.col("url", "licence").fill_null(""), pl.col("rows").cast(pl.Int64)]
    listed = found.sort("rows", "source_id", descending=[True, False]).with_columns(texts)
    fields = ("source_id", "title", "publisher", "url", "licence", "rows")
    return tuple(SourceUsed(**row) for row in listed.select(fields).iter_rows(named=True))
