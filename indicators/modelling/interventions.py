"""What changed at the declared events, each with placebo dates beside it."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

import polars as pl

from indicators.contracts.model import column
from indicators.events import EVENTS
from indicators.modelling.kind import (
    MONTHS,
    NO_AXIS,
    SEASON,
    Fitted,
    Kind,
    Known,
    Subject,
    no_fit,
    series_known,
    starts_and_values,
)
from indicators.modelling.result_table import ResultTable, result_contract
from indicators.numbers import shortest

if TYPE_CHECKING:
    from indicators.store.view import AsOfView
    from indicators.timeseries.intervention_result import Intervention

EFFECTS = {
    "step": "shift of the level in a structural model of the whole series",
    "level": "shift of the level in an interrupted time series regression",
    "slope": "change of the slope a period in that regression",
    "mean": "mean of actual less counterfactual over the horizon",
    "cumulative": "sum of actual less counterfactual over the horizon",
    "none": "no number; the reason says why",
}


class ModelInterventions(ResultTable):
    """One row an effect of an event, or the reason why there is none."""

    _contract = result_contract(
        "model_interventions", "What changed at the declared events, beside placebo dates", "event_day", "effect"
    )

    event_day: dt.date = column("Day of the event")
    event: str = column("The event, in words", free_text=True)
    first_after: dt.date = column("First day of the first period that counts as after: its middle is", nullable=True)
    horizon: int = column("Periods looked at", unit="periods", nullable=True, ge=1)
    effect: str = column("Which effect", codes=EFFECTS)
    effect_unit: str = column("Unit of the estimate", free_text=True)
    estimate: float = column("Estimate; its intervals are scaled by the errors at placebo dates", nullable=True)
    lower_80: float = column("Lower end of the 80 per cent interval", nullable=True)
    upper_80: float = column("Upper end of the 80 per cent interval", nullable=True)
    lower_95: float = column("Lower end of the 95 per cent interval", nullable=True)
    upper_95: float = column("Upper end of the 95 per cent interval", nullable=True)
    p_value: float = column("Probability of an estimate as far from zero without an effect", nullable=True)
    placebo_rate: float = column(
        "Share of placebo dates whose interval by the model alone (95 per cent) misses zero", nullable=True
    )
    placebo_p: float = column("Share of placebo dates with a mean effect as far out, 0 to 1", nullable=True)
    reason: str = column("Why there is no number", nullable=True, free_text=True)


def known(view: AsOfView, subject: Subject) -> Known:
    """The series and the events that models ask about, those of the view's day and before."""
    asked = [event for event in EVENTS if event.modelled and event.day <= view.as_of]
    events = [[event.day.isoformat(), event.label] for event in asked]
    return {**series_known(view, subject), "events": events}


def fit(subject: Subject, known: Known) -> Fitted:
    """Ask about each event; one without an answer has its reason in the table."""
    from indicators.timeseries.intervention_result import published_intervention
    from indicators.timeseries.interventions import intervention
    from indicators.timeseries.result import Reason

    if subject.freq not in SEASON:
        return no_fit(subject, "interventions", NO_AXIS)
    starts, array = starts_and_values(known)
    rows: list[dict[str, Any]] = []
    frames: list[pl.DataFrame] = []
    lines, notes, method = [], [], ""
    silent: dict[str, list[str]] = {}
    for day, label in known["events"]:
        event = dt.date.fromisoformat(day)
        place = first_after(starts, event, subject)
        found = intervention(array, SEASON[subject.freq], place, log=subject.positive)
        if isinstance(found, Reason):
            rows.append(_no_row(event, label, found.sentence))
            silent.setdefault(found.sentence, []).append(label)
            continue
        shown = published_intervention(found)
        method, first = shown.method, starts[place]
        rows += [_row((event, label, first), shown, effect.name, subject) for effect in shown.effects]
        frames.append(_path(shown, starts, event))
        lines.append(_sentence(label, shown, subject))
        notes += [f"{label}: {note}" if note.startswith("Placebo dates:") else note for note in shown.notes]
    if not frames:
        reasons = [f"{'; '.join(labels)}: {why}" for why, labels in silent.items()]
        return no_fit(subject, "interventions", " ".join(reasons) or "No event that is asked about had happened.")
    lines += [f"{'; '.join(labels)}: cannot say. {why}" for why, labels in silent.items()]
    table = pl.DataFrame(rows, infer_schema_length=None)
    return Fitted(
        subject,
        "interventions",
        method,
        _side_by_side(frames),
        tuple(lines),
        tuple(dict.fromkeys(notes)),
        tables={"model_interventions": table},
    )


def first_after(starts: list[dt.date], event: dt.date, subject: Subject) -> int:
    """Position of the first period whose middle lies after the event; the length of the list where none does."""
    half = dt.timedelta(days=15 * MONTHS[subject.freq])
    return next((place for place, start in enumerate(starts) if start + half > event), len(starts))


def _path(shown: Intervention, starts: list[dt.date], event: dt.date) -> pl.DataFrame:
    """The counterfactual of one event, its columns named by the event's day."""
    name = f"without_{event:%Y_%m_%d}"
    bands = {f"{name}_{end}_{b.level}": getattr(b, end) for b in shown.intervals for end in ("lower", "upper")}
    frame = pl.DataFrame({"period_start": starts, name: shown.counterfactual, **bands})
    return frame.with_columns(pl.selectors.float().fill_nan(None))


def _side_by_side(frames: list[pl.DataFrame]) -> pl.DataFrame:
    first, *rest = frames
    return pl.concat([first, *(frame.drop("period_start") for frame in rest)], how="horizontal")


def _unit(effect: str, subject: Subject) -> str:
    return subject.unit if effect == "cumulative" or not subject.positive else "per cent of the path without the event"


def _row(when: tuple[dt.date, str, dt.date], shown: Intervention, name: str, subject: Subject) -> dict[str, Any]:
    event, label, first = when
    effect = shown.effect(name)
    bands = {f"{end}_{level}": value for level, *ends in effect.bands
             for end, value in zip(("lower", "upper"), ends, strict=True)}  # fmt: skip
    return {
        "event_day": event, "event": label, "first_after": first, "horizon": shown.horizon, "effect": name,
        "effect_unit": _unit(name, subject), "estimate": effect.estimate, **bands, "p_value": effect.p_value,
        "placebo_rate": shown.placebo_rate, "placebo_p": shown.placebo_p, "reason": None,
    }  # fmt: skip


def _no_row(event: dt.date, label: str, why: str) -> dict[str, Any]:
    empty = dict.fromkeys(("first_after", "horizon", "estimate", "lower_80", "upper_80", "lower_95", "upper_95",
                           "p_value", "placebo_rate", "placebo_p"))  # fmt: skip
    return {"event_day": event, "event": label, "effect": "none", "effect_unit": "none", **empty, "reason": why}


def _sentence(label: str, shown: Intervention, subject: Subject) -> str:
    mean = shown.effect("mean")
    _, low, high = mean.bands[1]
    unit = "per cent" if subject.positive else subject.unit
    side = "above" if mean.estimate >= 0 else "below"
    verdict = "more than its error" if low > 0 or high < 0 else "no more than its error"
    return (
        f"{label}: over {shown.horizon} periods the series lay on average {shortest(abs(mean.estimate))} {unit} {side} "
        f"the path of its past (95 % {shortest(low)} to {shortest(high)}), {verdict}{_beside(shown)}."
    )


def _beside(shown: Intervention) -> str:
    """How many dates of the past, without the event, show as much."""
    if shown.placebo_p is None:
        return "; the past is too short for placebo dates"
    count = round(shown.placebo_p * (1 + shown.placebo_dates)) - 1
    return f"; {count} of {shown.placebo_dates} placebo dates show as much"


KIND = Kind(
    "interventions",
    "What changed at events (structural counterfactual and interrupted time series)",
    fit,
    known,
    tables=(ModelInterventions,),
)
