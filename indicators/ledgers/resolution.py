"""Whether a forecast came true: open until its period is over and known, unless what is known decides it before."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from indicators.ledgers.check import Check
from indicators.ledgers.forecasts import Forecast, Trial
from indicators.ledgers.forecasts import data_of as forecast_data
from indicators.ledgers.measure import Measured, measure
from indicators.ledgers.verdict import CONTRADICTED, compare

if TYPE_CHECKING:
    from indicators.store.view import AsOfView

TRUE, FAILED, OPEN, UNRESOLVABLE = "came_true", "failed", "open", "unresolvable"
OUTCOME = MappingProxyType({TRUE: "came true", FAILED: "failed", OPEN: "open", UNRESOLVABLE: "cannot be decided"})
"""Every verdict on a forecast in words."""
RISING, FALLING, FIXED = ("count", "months", "max", "last_day", "span_days"), ("min",), ("first_day", "text")
"""Aggregates that more rows can only raise, only lower, or leave as they are."""
FLOW = ("sum", "change", "percent_change", "ratio")
"""Of counted rows these can only rise while the period runs."""
COMPLETE = """
SELECT max(o.period_end) AS day FROM observations_known o WHERE o.series_id = $id AND o.value IS NOT NULL"""


@dataclass(frozen=True)
class Tested:
    """One test of a forecast: our value, its difference from what was predicted, and what follows."""

    check: Check
    measured: Measured
    difference: float | str | None
    outcome: str
    why: str = ""


@dataclass(frozen=True)
class Resolution:
    """What became of a forecast as known at ``as_of``."""

    forecast: Forecast
    as_of: dt.date
    outcome: str
    why: str
    tested: tuple[Tested, ...] = field(default=(), repr=False)


def resolve(forecasts: Iterable[Forecast], view: AsOfView, as_of: dt.date) -> list[Resolution]:
    """The verdict on each forecast made by ``as_of`` from what a view of that day knows."""
    complete = _Complete(view)
    return [_resolve(f, view, as_of, complete) for f in forecasts if f.made_on <= as_of]


def complete_through(test: Trial, view: AsOfView) -> dt.date | None:
    """Last day through which the rows of a test are known to be complete; None where nothing tells."""
    return _Complete(view)(test)


class _Complete:
    def __init__(self, view: AsOfView) -> None:
        self.view = view
        self.found: dict[str, dt.date | None] = {}

    def __call__(self, test: Trial) -> dt.date | None:
        series = test.check.subject if test.check.is_series else test.complete_as
        if series is None:
            return None
        if series not in self.found:
            self.found[series] = self.view.sql(COMPLETE, id=series)["day"].item()
        return self.found[series]


def _resolve(
    forecast: Forecast, view: AsOfView, as_of: dt.date, complete: Callable[[Trial], dt.date | None]
) -> Resolution:
    if not forecast.tests:
        return Resolution(forecast, as_of, UNRESOLVABLE, "; ".join(forecast.missing) or "it has no check")
    tested = tuple(_tested(test, view, as_of, complete(test)) for test in forecast.tests)
    outcomes = {t.outcome for t in tested}
    outcome = FAILED if FAILED in outcomes else OPEN if OPEN in outcomes else TRUE
    return Resolution(forecast, as_of, outcome, "; ".join(dict.fromkeys(t.why for t in tested if t.why)), tested)


def _tested(test: Trial, view: AsOfView, as_of: dt.date, complete: dt.date | None) -> Tested:
    check = test.check
    measured = measure(check, view)
    compared = compare(check, measured)
    kept = compared is not None and compared.outcome != CONTRADICTED
    off = compared.difference if compared else None
    if compared is not None and decided(check, kept):
        return Tested(check, measured, off, TRUE if kept else FAILED)
    if check.span.last > as_of:
        return Tested(check, measured, off, OPEN, f"its period ends on {_day(check.span.last)}")
    if complete is None or complete < check.span.last:
        known = "rows are not known to be complete" if complete is None else f"rows are complete to {complete} only"
        return Tested(check, measured, off, OPEN, known)
    if compared is None:
        return Tested(check, measured, off, OPEN, measured.why)
    return Tested(check, measured, off, TRUE if kept else FAILED)


def decided(check: Check, kept: bool) -> bool:
    """Whether rows still to come cannot change what a test says.

    A count that has reached "at least" stays there, one above "at most" too; the first day never moves.
    """
    rising = check.aggregate in RISING or (check.aggregate in FLOW and not check.is_series and not check.measure)
    if check.aggregate in FIXED:
        return kept or check.aggregate == "first_day"
    if rising or check.aggregate in FALLING:
        upward = check.comparison in ("gt", "gte")
        downward = check.comparison in ("lt", "lte")
        reached = upward if rising else downward
        return kept if reached else (not kept and (downward if rising else upward))
    return False


def _day(day: dt.date) -> str:
    return "no stated day" if day == dt.date.max else day.isoformat()


def data_of(resolution: Resolution) -> dict[str, Any]:
    """A resolution as plain data, with the facts used."""
    return forecast_data(resolution.forecast) | {
        "as_of": str(resolution.as_of), "outcome": resolution.outcome, "why": resolution.why,
        "checks": [_tested_data(t) for t in resolution.tested],
    }  # fmt: skip


def _tested_data(tested: Tested) -> dict[str, Any]:
    value, check = tested.measured.value, tested.check
    return {
        "check_id": check.check_id, "witness": check.witness, "subject": check.subject, "aggregate": check.aggregate,
        "comparison": check.comparison, "predicted": check.shown, "predicted_high": check.high,
        "first_day": str(check.span.first), "last_day": str(check.span.last), "reading": check.reading or None,
        "ours": str(value) if isinstance(value, dt.date) else value, "difference": tested.difference,
        "outcome": tested.outcome, "why": tested.why, "rows": tested.measured.rows,
        "fact_ids": list(tested.measured.fact_ids), "assumed_dates": tested.measured.assumed_dates,
        "low_quality": tested.measured.low_quality,
    }  # fmt: skip


def by_outcome(resolutions: Sequence[Resolution]) -> dict[str, int]:
    """How many of each verdict, in the order of ``OUTCOME``."""
    return {name: sum(r.outcome == name for r in resolutions) for name in OUTCOME}
