"""Where the headline numbers come from: for each the facts behind it with raw file, line, source and day."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from indicators.reporting.scoreboard import Score
from indicators.store.view import AsOfView

MOST_FACTS = 30

FACTS = """
SELECT DISTINCT f.fact_id, f.file, f.line, s.publisher, s.title, coalesce(s.url, '') AS url,
       CASE $mode WHEN 'strict' THEN f.available_strict ELSE f.available_calendar END AS known_on
FROM observations_known o
JOIN observation_inputs i ON i.series_id = o.series_id AND i.period = o.period AND i.published_on = o.published_on
  AND i.as_of_mode = $mode
JOIN facts f USING (fact_id) JOIN sources s USING (source_id)
WHERE o.series_id = $id AND o.period = $period ORDER BY f.file, f.line, f.fact_id"""


@dataclass(frozen=True)
class OriginFact:
    """A fact behind a number."""

    fact_id: str
    file: str
    line: int
    publisher: str
    title: str
    url: str
    known_on: dt.date


@dataclass(frozen=True)
class Origin:
    """A headline number and the facts behind it, the first ``MOST_FACTS`` of ``count``."""

    score: Score
    facts: tuple[OriginFact, ...]
    count: int

    @property
    def anchor(self) -> str:
        """Id of its place on the page."""
        return f"from-{self.score.series.id}"


def origins(view: AsOfView, scores: Sequence[Score]) -> tuple[Origin, ...]:
    """The facts behind each headline that has a value."""
    found = []
    for score in scores:
        if score.value is None:
            continue
        frame = view.sql(FACTS, mode=view.mode, id=score.series.id, period=score.period)
        facts = tuple(OriginFact(*row) for row in frame.head(MOST_FACTS).iter_rows())
        found.append(Origin(score, facts, frame.height))
    return tuple(found)
