"""Scores of forecasts: how often they came true, and how good the stated probabilities were, by document and family."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from indicators.ledgers.forecasts import Forecast
from indicators.ledgers.resolution import FAILED, TRUE, Resolution, by_outcome
from indicators.ledgers.rivals import Rivals, rivals

if TYPE_CHECKING:
    from indicators.store.view import AsOfView
    from indicators.timeseries.event_scores import Skill

DECIMALS = 3
GROUPS: Mapping[str, Callable[[Forecast], str]] = {
    "all": lambda _: "all", "document": lambda f: f.document_id, "family": lambda f: f.family, "word": lambda f: f.word,
}  # fmt: skip
"""By what forecasts are told apart; ``word`` is the calibration: the stated probability against what came."""
INTERVALS = ("wilson", "exact")


@dataclass(frozen=True)
class Scored:
    """A resolved forecast beside what the two simple forecasters said."""

    resolution: Resolution
    rivals: Rivals

    @property
    def happened(self) -> bool:
        return self.resolution.outcome == TRUE


def scored(resolutions: Iterable[Resolution], view_at: Callable[[dt.date], AsOfView]) -> list[Scored]:
    """The resolved ones with their rivals as known on the day they were made; each day is asked for once."""
    views: dict[dt.date, AsOfView] = {}
    found = []
    try:
        for resolution in resolutions:
            if resolution.outcome in (TRUE, FAILED):
                day = resolution.forecast.made_on
                if day not in views:
                    views[day] = view_at(day)
                found.append(Scored(resolution, rivals(resolution.forecast, views[day])))
    finally:
        for view in views.values():
            view.close()
    return found


def score_rows(resolutions: Sequence[Resolution], found: Sequence[Scored]) -> list[dict[str, Any]]:
    """One row a group, the whole first.

    Returns
    -------
    list of dict
        Counts by verdict; ``hit_rate`` with Wilson's and the exact interval; of those with a stated probability its
        mean, the Brier score, and for each rival the number of events both speak of, its Brier score, the skill and
        the gain with its interval (None with the reason in ``why`` where cases are too few). Shares from 0 to 1.
    """
    rows = []
    for kind, of in GROUPS.items():
        for name in sorted({of(r.forecast) for r in resolutions}):
            group = [r for r in resolutions if of(r.forecast) == name]
            rows.append({"group_kind": kind, "group_name": name} | _row(group, [
                s for s in found if of(s.resolution.forecast) == name
            ]))  # fmt: skip
    return rows


def _row(group: Sequence[Resolution], found: Sequence[Scored]) -> dict[str, Any]:
    from indicators.timeseries.event_scores import brier, proportion

    share = proportion(sum(s.happened for s in found), len(found))
    row: dict[str, Any] = {"forecasts": len(group)} | by_outcome(group)
    row["hit_rate"] = _round(share.share if share else None)
    for name in INTERVALS:
        ends = getattr(share, name) if share else (None, None)
        row |= {f"{name}_low": _round(ends[0]), f"{name}_high": _round(ends[1])}
    stated = [(s.resolution.forecast.probability, s) for s in found]
    sure = [(p, s) for p, s in stated if p is not None]
    row["with_probability"] = len(sure)
    row["mean_probability"] = _round(sum(p for p, _ in sure) / len(sure) if sure else None)
    row["came_true_of_them"] = sum(s.happened for _, s in sure)
    row["brier"] = _round(brier([p for p, _ in sure], [s.happened for _, s in sure]) if sure else None)
    why: list[str] = []
    for name in ("base_rate", "no_change"):
        both = [(p, q, s.happened) for p, s in sure if (q := getattr(s.rivals, name)) is not None]
        row |= _against(name, both, why)
    row["why"] = "; ".join(why)
    return row


def _against(name: str, both: Sequence[tuple[float, float, bool]], why: list[str]) -> dict[str, Any]:
    from indicators.timeseries.event_scores import skill
    from indicators.timeseries.result import Reason

    found: Skill | None = skill(*map(list, zip(*both, strict=True))) if both else None
    empty = dict.fromkeys(("brier", "skill", "gain", "gain_low", "gain_high"))
    row: dict[str, Any] = {f"{name}_cases": len(both)} | {f"{name}_{part}": none for part, none in empty.items()}
    if found is None:
        return row
    row |= {
        f"{name}_brier": _round(found.rival),
        f"{name}_skill": _round(found.skill),
        f"{name}_gain": _round(found.gain),
    }
    if isinstance(found.interval, Reason):
        why.append(f"no skill against {name.replace('_', ' ')}: {found.cases} cases")
        return row
    return row | {f"{name}_gain_low": _round(found.interval[0]), f"{name}_gain_high": _round(found.interval[1])}


def _round(value: float | None) -> float | None:
    from indicators.timeseries.rounding import published

    shown = published(value, DECIMALS)
    return None if shown is None else float(shown)


def rival_data(one: Scored) -> dict[str, Any]:
    """What the two simple forecasters said, as plain data."""
    known = one.rivals
    return {"base_rate": _round(known.base_rate), "base_rate_held": known.held, "base_rate_periods": known.windows,
            "no_change": known.no_change}  # fmt: skip
