"""Totals under a limit: room left, drift, and what they may be since nothing has been declared."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

import numpy as np
import polars as pl

from indicators.modelling.effects import Effect, ModelEffects, effects_frame, signed, spoken
from indicators.modelling.kind import Fitted, Kind, Known, Subject, later, no_fit, on_axis, parameters_frame
from indicators.store.periods import label_of

if TYPE_CHECKING:
    from indicators.store.view import AsOfView
    from indicators.timeseries.ceilings import CeilingOutlook
    from indicators.timeseries.result import Interval

NAME = "ceiling_outlook"


def known(view: AsOfView, subject: Subject) -> Known:
    """Declared totals by period, the limit that binds last, and how many periods have passed since."""
    settings = dict(getattr(subject, "settings", ()))
    observed = view.observations(settings["declared"]).select("period_start", "value").drop_nulls("value")
    starts, values = on_axis(observed, subject.freq)
    limit = view.sql(settings["ceiling_sql"])["ceiling"]
    until = min(view.as_of, view.quarter_end, dt.date.fromisoformat(settings["until"]))
    steps = 1
    while starts and later(starts[-1], subject.freq, steps + 1) <= until:
        steps += 1
    return {
        "starts": [start.isoformat() for start in starts],
        "values": values,
        "ceiling": float(limit[0]) if limit.len() else None,
        "steps": steps,
    }


def fit(subject: Subject, known: Known) -> Fitted:
    """Headroom, utilisation, time to the limit or why none can be given, and the widening band since."""
    from indicators.timeseries.ceilings import ceiling_outlook
    from indicators.timeseries.result import Reason

    if known["ceiling"] is None:
        return no_fit(subject, NAME, "No limit was known.")
    values = np.array([np.nan if v is None else v for v in known["values"]], dtype=float)
    result = ceiling_outlook(values, known["ceiling"], known["steps"])
    if isinstance(result, Reason):
        return no_fit(subject, NAME, result.sentence)
    last = dt.date.fromisoformat(known["starts"][-1])
    frame = _frame(subject, result, last)
    effects = [e.published() for e in _effects(result)]
    return Fitted(
        subject,
        NAME,
        "Random walk with drift and irregular, averaged over their variances, from the last declaration on",
        frame,
        _reading(subject, result, effects, frame, last, known["ceiling"]),
        result.notes,
        tables={"model_effects": effects_frame(effects), "model_parameters": parameters_frame(_parameters(result))},
    )


def _frame(subject: Subject, result: CeilingOutlook, last: dt.date) -> pl.DataFrame:
    from indicators.timeseries.rounding import published_array

    columns = {"total": published_array(result.mean, 0)}
    for band in result.intervals:
        columns[f"lower_{band.level}"] = published_array(np.maximum(band.lower, 0), 0)
        columns[f"upper_{band.level}"] = published_array(band.upper, 0)
    starts = [later(last, subject.freq, k + 1) for k in range(result.mean.size)]
    chance = published_array(100 * result.chance_above, 0)
    return pl.DataFrame({"period_start": starts, **columns, "chance_above_pct": chance})


def _effects(result: CeilingOutlook) -> list[Effect]:
    rows = [Effect("drift", "drift", "drift", None, result.drift, _ends(result.drift_intervals), result.n_observations)]
    if result.cannot_say is None:
        ends = _ends(result.time_intervals)
        rows.append(Effect("drift", "time_to_limit", "time to the limit", None, result.time_to_ceiling, ends))
    return rows


def _ends(bands: tuple[Interval, ...]) -> tuple[tuple[float, float], tuple[float, float]]:
    low, high = ((float(band.lower[0]), float(band.upper[0])) for band in bands)
    return low, high


def _reading(  # noqa: PLR0917
    subject: Subject, result: CeilingOutlook, effects: list[Effect], frame: pl.DataFrame, last: dt.date, ceiling: float
) -> tuple[str, ...]:
    """What the numbers say, in sentences."""
    when = label_of(last, subject.freq)
    drift = effects[0]
    low, high = drift.bands[1]
    room = (
        "at" if result.headroom == 0 else f"{abs(result.headroom):,.0f} {'below' if result.headroom > 0 else 'above'}"
    )
    sentences = [
        f"Last declared in {when}: {result.last_value:,.0f}, {room} the limit of {ceiling:,.0f} "
        f"({result.utilisation:.1f} per cent of it).",
        f"Drift in half a year {signed(drift.value)} (95 % {signed(low)} to {signed(high)}).",
    ]
    if result.cannot_say is not None:
        sentences.append(f"Time to the limit: cannot say. {result.cannot_say.sentence}")
    else:
        time = effects[1]
        sentences.append(
            f"At this drift the limit is reached {spoken(time.value)} half-years after the last declaration (95 % "
            f"{spoken(time.bands[1][0])} to {spoken(time.bands[1][1])})."
        )
    first, final = frame.row(0, named=True), frame.row(-1, named=True)
    chance = final["chance_above_pct"]
    wide = [(row["upper_95"] - row["lower_95"]) / 2 for row in (first, final)]
    begins, ends = (label_of(row["period_start"], subject.freq) for row in (first, final))
    band = f"is {wide[0]:,.0f} either way in {ends}"
    if begins < ends:
        band = f"grows from {wide[0]:,.0f} either way in {begins} to {wide[1]:,.0f} in {ends}"
    sentences.append(
        f"Nothing is known since: the 95 % band {band}, when the chance of a total above the limit is "
        f"{f'{chance:.0f}' if chance >= 1 else 'below 1'} per cent by this model."
    )
    return tuple(sentences)


def _parameters(result: CeilingOutlook) -> list[tuple[str, float]]:
    from indicators.timeseries.rounding import published_significant

    return [(name, float(published_significant(value, 3) or 0)) for name, value in result.parameters]


KIND = Kind(
    NAME, "Room under a limit, and what is known since the last declaration", fit, known, tables=(ModelEffects,)
)
