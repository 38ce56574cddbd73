"""What changed since the report of the quarter before: new facts by table, new and revised values."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

import polars as pl

from indicators.store.view import AsOfView

VALUES = """
WITH known AS (
  SELECT * FROM observations WHERE as_of_mode = $mode AND published_on <= $as_of AND period_end <= $quarter_end),
now AS (SELECT * FROM known
  QUALIFY row_number() OVER (PARTITION BY series_id, period_start ORDER BY published_on DESC) = 1),
before AS (SELECT * FROM known WHERE published_on <= $since
  QUALIFY row_number() OVER (PARTITION BY series_id, period_start ORDER BY published_on DESC) = 1)
SELECT count(*) FILTER (before.value IS NULL OR before.reference_date <> now.reference_date) AS added,
       count(*) FILTER (before.value <> now.value AND before.reference_date = now.reference_date) AS revised
FROM now LEFT JOIN before USING (series_id, period_start)
WHERE now.value IS NOT NULL"""

FACTS = """
WITH dated AS (
  SELECT table_name, CASE $mode WHEN 'strict' THEN available_strict ELSE available_calendar END AS known_on FROM facts)
SELECT table_name AS "table", count(*) AS facts FROM dated WHERE known_on > $since AND known_on <= $as_of
GROUP BY ALL ORDER BY facts DESC, table_name"""


@dataclass(frozen=True)
class Changes:
    """What became known after the last report's day.

    ``facts`` counts facts by table; ``added`` and ``revised`` count periods of all series up to the
    quarter: with a value where there was none (or one of another day), and with another value.
    """

    since: dt.date
    facts: pl.DataFrame
    added: int
    revised: int

    @property
    def facts_count(self) -> int:
        return int(self.facts["facts"].sum())


def changes(view: AsOfView, since: dt.date | None) -> Changes | None:
    """Compare what is known with what was known on the last report's day; None where there is none before."""
    if since is None:
        return None
    days = {"mode": view.mode, "as_of": view.as_of, "since": since}
    added, revised = view.sql(VALUES, quarter_end=view.quarter_end, **days).row(0)
    return Changes(since, view.sql(FACTS, **days), int(added), int(revised))
