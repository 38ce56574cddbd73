"""The forecasts that would have been published each quarter, made on what was known then, and their scores."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import polars as pl

from indicators.ledgers.own_forecasts import COLUMNS, KIND, forecast_rows, outcomes, scored_rows, summary
from indicators.modelling.fitting import fit_known
from indicators.modelling.kinds import kind_of
from indicators.store.dates import default_as_of

if TYPE_CHECKING:
    from indicators.modelling.kind import Fitted, Known
    from indicators.project import Project
    from indicators.store.declare import Family, Series
    from indicators.store.view import AsOfView

ViewOf = Callable[[str, dt.date], "AsOfView"]
FACTS = """
SELECT count(DISTINCT f.fact_id) AS facts, count(DISTINCT f.fact_id) FILTER (f.date_assumed) AS assumed
FROM observations_known o JOIN indicators.observation_inputs i
  ON i.series_id = o.series_id AND i.period = o.period AND i.published_on = o.published_on
 AND i.as_of_mode = o.as_of_mode
JOIN indicators.facts f USING (fact_id)
WHERE list_contains($ids, o.series_id) AND o.period_end <= $until"""


@dataclass(frozen=True)
class Step:
    """One quarter: as of which day in which mode, how many facts stand behind the series that were forecast and how
    many of them count from an assumed day, and which series had no forecast, each with the reason."""

    quarter: str
    as_of: dt.date
    mode: str
    facts: int
    assumed: int
    forecasts: int
    without: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Replay:
    """All steps, every forecast made, those whose period is known now with their scores, and the summary."""

    steps: tuple[Step, ...]
    forecasts: pl.DataFrame
    scored: pl.DataFrame
    summary: pl.DataFrame


def quarters_between(first: str, last: str) -> Iterator[str]:
    """Quarters from the first to the last.

    Examples
    --------
    >>> list(quarters_between("2015Q3", "2016Q1"))
    ['2015Q3', '2015Q4', '2016Q1']
    """
    number = int(first[:4]) * 4 + int(first[5]) - 1
    while number <= int(last[:4]) * 4 + int(last[5]) - 1:
        yield f"{number // 4}Q{number % 4 + 1}"
        number += 1


def replay(
    project: Project,
    families: Sequence[Family],
    view_of: ViewOf,
    quarters: Sequence[str],
    *,
    newest: dt.date,
    tell: Callable[[str], None] = lambda _: None,
) -> Replay:
    """Make and score the forecasts of past quarters; the database is asked as of each quarter's day, never rebuilt.

    Parameters
    ----------
    project : Project
        Where fits are kept: a second run, or a report of the same quarter, fits nothing again.
    families : sequence of Family
        Their series say which are forecast.
    view_of : callable
        Opens what was known for a quarter on a day.
    quarters : sequence of str
        In order.
    newest : date
        Day of the newest vintage; outcomes are those of this day.
    tell : callable
        Told each model fitted.
    """
    series = [s for family in families for s in family.series if KIND in s.models]
    ids = [s.id for s in series]
    read = [_read(view_of, quarter, default_as_of(quarter, newest), series) for quarter in quarters]
    tasks = [(one, KIND, known) for _, seen in read for one, known in zip(series, seen, strict=True)]
    fits = iter(fit_known(project, tasks, tell))
    steps, rows = [], [pl.DataFrame(schema=COLUMNS)]
    for step, seen in read:
        made = [(next(fits), known) for known in seen]
        rows += [forecast_rows(step.quarter, fit, known) for fit, known in made]
        steps.append(_with_fits(step, [fit for fit, _ in made]))
    view = view_of(quarters[-1], newest)
    try:
        came = outcomes_to(view, ids, newest)
    finally:
        view.connection.close()
    forecasts = pl.concat(rows)
    scored = scored_rows(forecasts, came)
    return Replay(tuple(steps), forecasts, scored, summary(scored))


def outcomes_to(view: AsOfView, ids: list[str], newest: dt.date) -> pl.DataFrame:
    """What came of series up to a day, whatever the view's quarter."""
    from dataclasses import replace

    until = f"{newest.year + 1}Q4"
    return outcomes(replace(view, quarter=until), ids)


def _read(view_of: ViewOf, quarter: str, as_of: dt.date, series: Sequence[Series]) -> tuple[Step, list[Known]]:
    """What a quarter's forecasts may see."""
    view = view_of(quarter, as_of)
    try:
        seen = [kind_of(KIND).known(view, one) for one in series]
        facts, assumed = view.sql(FACTS, ids=[s.id for s in series], until=view.quarter_end).row(0)
    finally:
        view.connection.close()
    return Step(quarter, as_of, view.mode, facts, assumed if view.mode == "calendar" else 0, 0, ()), seen


def _with_fits(step: Step, fits: Sequence[Fitted]) -> Step:
    without = tuple((fit.series.id, fit.reason) for fit in fits if fit.reason is not None)
    return Step(step.quarter, step.as_of, step.mode, step.facts, step.assumed, len(fits) - len(without), without)
