"""The stored vintages of a series: one row for each release that holds a period.

A release that confirms a value is a vintage too. Three kinds of rows are no vintages: what a
lower-ranked publisher (the press, say) printed while the publisher itself is on record for the
period; a value that describes another day than the final one does (a count in the middle of the
quarter is not a first print of its end); and missing values.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from indicators.store.declare import Aggregate, Combine, Pick, Rolling, Series, Since, Total, inputs_of

if TYPE_CHECKING:
    from collections.abc import Mapping

    import polars as pl

    from indicators.store.view import AsOfView

VINTAGES = """
WITH known AS (
  SELECT * FROM observations
  WHERE as_of_mode = $mode AND list_contains($ids, series_id) AND published_on <= $as_of AND value IS NOT NULL
    AND period_end <= $until
  WINDOW period_of AS (PARTITION BY series_id, period_start)
  QUALIFY coalesce(publisher_rank, 0) = min(coalesce(publisher_rank, 0)) OVER period_of
    AND reference_date = arg_max(reference_date, published_on) OVER period_of),
printed AS (
  SELECT i.series_id, i.period, i.published_on, min(f.published_on) AS oldest_fact, max(f.published_on) AS newest_fact
  FROM observation_inputs i JOIN facts f USING (fact_id)
  WHERE i.as_of_mode = $mode AND list_contains($ids, i.series_id) AND i.published_on <= $as_of
  GROUP BY ALL)
SELECT k.series_id, k.period, k.period_start, k.period_end, k.reference_date,
       row_number() OVER (PARTITION BY k.series_id, k.period_start ORDER BY k.published_on) AS release_no,
       k.published_on AS known_on, k.value, k.obs_status, k.quality, k.publisher_rank, k.facts_count,
       k.assumed_dates_count,
       p.oldest_fact, p.newest_fact
FROM known k LEFT JOIN printed p USING (series_id, period, published_on)
ORDER BY k.series_id, k.period_start, k.published_on"""

RELEASES = """
SELECT DISTINCT s.publisher, s.title, f.published_on, f.publisher_rank
FROM observation_inputs i JOIN facts f USING (fact_id) JOIN sources s USING (source_id)
WHERE i.as_of_mode = $mode AND i.series_id = $id AND i.published_on <= $as_of
ORDER BY f.published_on, s.publisher, s.title"""


def vintages(view: AsOfView, *ids: str) -> pl.DataFrame:
    """Every vintage of the series up to the view's quarter and date.

    Returns
    -------
    polars.DataFrame
        One row a series, period and release: ``release_no`` from 1, ``known_on`` (the day from
        which the mode lets it count), ``value``, status, quality, rank, and the days on which the
        oldest and the newest of its facts were published.
    """
    return view.sql(VINTAGES, ids=list(ids), mode=view.mode, as_of=view.as_of, until=view.quarter_end)


def releases(view: AsOfView, series_id: str) -> pl.DataFrame:
    """Publications of the best rank that feed a series: publisher, title, day, rank.

    In calendar mode some can be younger than the as-of date: their figures stand in, on assumed
    days, for first prints that are not stored.
    """
    frame = view.sql(RELEASES, id=series_id, mode=view.mode, as_of=view.as_of)
    return frame.filter(frame["publisher_rank"] == frame["publisher_rank"].min()) if frame.height else frame


def rounding_of(series: Series, declared: Mapping[str, Series]) -> tuple[float, bool]:
    """Half a step of the last digit shown, and whether it counts once for each fact of a value.

    In a sum of printed figures the rounding of each adds up. Whole numbers are counts and exact.
    """
    return 0.5 * 10.0**-series.decimals, series.decimals > 0 and _is_sum(series, declared)


def _is_sum(series: Series, declared: Mapping[str, Series]) -> bool:
    """Whether a number is only picked, added and subtracted."""
    rule = series.rule
    match rule:
        case Pick():
            return True
        case Combine():
            plain = not set(rule.expression) & set("*/%(")
        case Aggregate():
            plain = rule.how == "sum"
        case Rolling():
            plain = True
        case _:
            return False
    return plain and all(_is_sum(declared[i], declared) for i in inputs_of(rule))


def is_published(series: Series, declared: Mapping[str, Series]) -> bool:
    """Whether all comes from figures that publishers print, not from events counted here."""
    if isinstance(series.rule, Total | Since):
        return False
    return all(is_published(declared[i], declared) for i in inputs_of(series.rule))


def overlap(series: Series, declared: Mapping[str, Series]) -> int:
    """How many periods before it share facts with a value: 11 for a sum of 12 months."""
    own = series.rule.periods - 1 if isinstance(series.rule, Rolling) else 0
    same = [i for i in inputs_of(series.rule) if declared[i].freq == series.freq]
    return own + max((overlap(declared[i], declared) for i in same), default=0)
