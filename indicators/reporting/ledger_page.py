"""What documents claimed and foresaw, as far as the report's date knows them, and what was first published."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import polars as pl

from indicators.ledgers.check_contract import SEEDS
from indicators.ledgers.claims import Verdict, judge, ledger_of, seeds_of, titles_of
from indicators.ledgers.forecasts import forecasts_of
from indicators.ledgers.published import own_scores, published
from indicators.ledgers.resolution import Resolution, resolve
from indicators.ledgers.scoring import score_rows, scored
from indicators.ledgers.verdict import CONTRADICTED, DISAGREE
from indicators.project import Project
from indicators.store.declare import Family, Series, inputs_of

if TYPE_CHECKING:
    from indicators.store.view import AsOfView

DISPUTED = (CONTRADICTED, DISAGREE)
AMOUNTS = frozenset({"value", "count", "months", "sum", "mean", "min", "max"})
"""Aggregates that make another number of the rows behind a headline; days and lengths of time do not."""
BEHIND = """
SELECT DISTINCT series_id FROM indicators.observation_inputs
WHERE list_contains($ids, series_id) AND list_contains(CAST($facts AS VARCHAR[]), fact_id)"""


@dataclass(frozen=True)
class LedgerPage:
    """Verdicts on claims and forecasts of documents that were there at the report's date, and published editions.

    ``titles`` names the documents; ``disputed`` tells of each headline which contradicted claims speak of it;
    ``first_published`` has a row a headline of an edition: quarter, edition, series_id, period, first, now, note;
    ``index`` a row a month of an edition's index: quarter, edition, series_id, period_start, value.
    """

    titles: Mapping[str, str]
    verdicts: tuple[Verdict, ...]
    resolutions: tuple[Resolution, ...]
    scores: tuple[Mapping[str, object], ...]
    disputed: Mapping[str, tuple[str, ...]]
    editions: pl.DataFrame
    first_published: pl.DataFrame
    own_scores: pl.DataFrame
    index: pl.DataFrame

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing to show: no document and no edition yet."""
        return not self.verdicts and not self.resolutions and self.editions.is_empty()


ViewAt = Callable[[dt.date], "AsOfView"]


def ledger_page(project: Project, day: dt.date, view_at: ViewAt, families: Sequence[Family]) -> LedgerPage:
    """Judge what a report may speak of: documents and editions dated on its as-of day or before.

    Parameters
    ----------
    project : Project
        With or without ``seeds/`` and published editions.
    day : date
        The report's as-of day.
    view_at : callable
        What was known on a day, in the report's mode, whatever the period it is asked for.
    families : sequence of Family
        Their headlines may be disputed.
    """
    folder = project.root / SEEDS
    seeds = seeds_of(folder) if folder.is_dir() else {}
    claims = [c for c in ledger_of(folder, seeds) if c.as_of <= day] if seeds else []
    foreseen = [f for f in forecasts_of(folder, seeds) if f.made_on <= day] if seeds else []
    now = view_at(day)
    verdicts = tuple(judge(claims, lambda at: view_at(min(at or day, day)), None))
    resolutions = resolve(foreseen, now, day)
    scores = score_rows(resolutions, scored(resolutions, view_at)) if resolutions else []
    editions, first, own, index = _published(project, now)
    titles = titles_of(seeds) if seeds else {}
    return LedgerPage(
        titles, verdicts, tuple(resolutions), tuple(scores), disputed_headlines(now, verdicts, families), editions,
        first, own, index,
    )  # fmt: skip


def disputed_headlines(
    view: AsOfView, verdicts: Sequence[Verdict], families: Sequence[Family]
) -> dict[str, tuple[str, ...]]:
    """Of each headline the claims that what is known now contradicts and that speak of it.

    A claim speaks of a headline if its check looks at the headline's quantity (the series itself, one of those it is
    made of, or the same at another frequency), or makes a number of rows of a table that stand behind the headline.
    """
    series = {s.id: s for family in families for s in family.series}
    headlines = [h for family in families for h in family.headlines]
    stems = {h: {_stem(i) for i in _made_of(h, series)} for h in headlines}
    found: dict[str, list[str]] = {}
    for verdict in verdicts:
        if verdict.now not in DISPUTED:
            continue
        against = [r for r in verdict.results if r.now.outcome == CONTRADICTED]
        amounts = [r for r in against if not r.check.is_series and r.check.aggregate in AMOUNTS]
        facts = [fact for r in amounts for fact in r.now.measured.fact_ids]
        looked = {_stem(r.check.subject) for r in against if r.check.is_series}
        behind = set(view.sql(BEHIND, ids=headlines, facts=facts)["series_id"]) if facts else set()
        for headline in headlines:
            if headline in behind or looked & stems[headline]:
                found.setdefault(headline, []).append(verdict.claim.claim_id)
    return {headline: tuple(ids) for headline, ids in found.items()}


def _stem(series_id: str) -> str:
    """A series without its frequency."""
    return series_id.rpartition(".")[0]


def _made_of(series_id: str, series: Mapping[str, Series]) -> set[str]:
    """A series and all those it is made of."""
    found, waiting = set(), [series_id]
    while waiting:
        one = waiting.pop()
        if one not in found and one in series:
            found.add(one)
            waiting += inputs_of(series[one].rule)
    return found


def _published(project: Project, view: AsOfView) -> tuple[pl.DataFrame, pl.DataFrame, pl.DataFrame, pl.DataFrame]:
    """Editions up to the report's date, their headlines beside what is known now, scores of their forecasts, their
    index.
    """
    frames = published(project)
    editions = frames["published_editions"].filter(pl.col("as_of") <= view.as_of).sort("edition")
    values = frames["published_values"].join(editions.select("quarter", "edition"), on="quarter", how="inner")
    now = view.observations(*values["series_id"].unique().sort()).select(
        "series_id", "period", pl.col("value").alias("now")
    )
    notes = frames["published_notes"].filter(pl.col("noted_on") <= view.as_of).sort("noted_on").group_by(
        "quarter", "series_id", "period", maintain_order=True
    ).agg(pl.format("{}: {}", pl.col("noted_on").dt.to_string("iso"), "note").str.join("; ").alias("note"))  # fmt: skip
    first = values.join(now, on=["series_id", "period"], how="left").join(
        notes, on=["quarter", "series_id", "period"], how="left"
    )
    columns = ("quarter", "edition", "series_id", "period", pl.col("value").alias("first"), "now", "unit", "note")
    index = frames["published_index"].join(editions.select("quarter", "edition"), on="quarter", how="inner")
    shown = first.select(columns).sort("edition", "series_id")
    return editions, shown, own_scores(project, view, view.as_of), index.sort("edition", "series_id", "period_start")
