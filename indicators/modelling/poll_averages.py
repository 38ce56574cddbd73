"""Poll averages: one latent opinion out of the waves of one or several houses."""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

import polars as pl

from indicators.modelling.effects import Effect, ModelEffects, effects_frame, signed, spoken
from indicators.modelling.kind import Fitted, Kind, Known, Subject, diagnostics_frame, later, no_fit, parameters_frame
from indicators.store.declare import Composite
from indicators.store.periods import label_of
from indicators.timeseries.intervals import normal_quantile

if TYPE_CHECKING:
    from indicators.store.view import AsOfView
    from indicators.timeseries.polling import Effect as PollEffect
    from indicators.timeseries.polling import PollAverage

NAME = "poll_average"
WAVES = """
SELECT question_id, pollster AS house, field_start, field_end, field_precision, positive_pct, negative_pct,
       CAST(sample_size AS DOUBLE) AS size, CAST(margin_pct AS DOUBLE) AS margin
FROM poll_waves
WHERE list_contains($questions, question_id) AND measurement = 'wave' AND field_end <= $last
ORDER BY field_start, field_end, pollster, question_id, population, reading_no"""
POOLED = "SELECT question_id FROM poll_questions WHERE topic = $topic AND pooled = 'yes' ORDER BY question_id"
DECIMALS = 1
NAMED_HOUSES = 2


def known(view: AsOfView, subject: Subject) -> Known:
    """The waves of the questions, as rows of plain data; readings of a line and yearly means are never among them."""
    settings = _settings(subject)
    questions = settings.get("questions") or view.sql(POOLED, topic=settings["topic"])["question_id"].to_list()
    rows = view.sql(WAVES, questions=list(questions), last=view.quarter_end).to_dicts()
    forms = settings.get("wordings", ())
    polls = [_plain(row) | {"wording": _form(row, forms)} for row in rows]
    if settings.get("months_only"):
        polls = [p for p in polls if p["field_precision"] in ("day", "month")]
    return {"polls": polls, "side": settings["side"], "default_size": settings["default_size"]}


def _settings(subject: Subject) -> Mapping[str, Any]:
    return dict(subject.settings) if isinstance(subject, Composite) else {}


def _plain(row: Mapping[str, Any]) -> dict[str, Any]:
    return {name: cell.isoformat() if isinstance(cell, dt.date) else cell for name, cell in row.items()}


def _form(row: Mapping[str, Any], forms: Sequence[tuple[str, str, str, str]]) -> str:
    """The form of the question: the first declared one whose question and days hold the wave."""
    middle = (row["field_start"] + (row["field_end"] - row["field_start"]) / 2).isoformat()
    return next((name for name, question, first, last in forms if question == row["question_id"]
                 and first <= middle <= last), "")  # fmt: skip


def fit(subject: Subject, known: Known) -> Fitted:
    """Latent opinion at the middle of each month, or on each day, with effects of houses and wordings."""
    from indicators.timeseries.polling import average_polls
    from indicators.timeseries.polls import make_polls
    from indicators.timeseries.result import Reason

    rows = known["polls"]
    side = known["side"]
    if side == "net":
        rows = [row for row in rows if row["positive_pct"] is not None and row["negative_pct"] is not None]
    share = "negative_pct" if side == "negative" else "positive_pct"
    rows = [row for row in rows if row[share] is not None]
    polls = make_polls(
        [row["field_start"] for row in rows],
        [row["field_end"] for row in rows],
        [row[share] for row in rows],
        [row["house"] for row in rows],
        opposite=[row["negative_pct"] for row in rows] if side == "net" else None,
        size=[row["size"] for row in rows],
        margin=[row["margin"] for row in rows],
        exact_days=[row["field_precision"] == "day" for row in rows],
        wording=[row["wording"] for row in rows],
    )
    if isinstance(polls, Reason):
        return no_fit(subject, NAME, polls.sentence)
    starts, days = _days(polls.day, subject.freq)
    result = average_polls(polls, [day.isoformat() for day in days], default_size=known["default_size"])
    if isinstance(result, Reason):
        return no_fit(subject, NAME, result.sentence)
    return _fitted(subject, starts, result, polls.house, (-100.0, 100.0) if side == "net" else (0.0, 100.0))


def _days(middle: Any, freq: str) -> tuple[list[dt.date], list[dt.date]]:
    """First days of the periods from the first to the last poll, and the day of each at which opinion is stated."""
    origin = dt.date(1970, 1, 1)
    first, last = (origin + dt.timedelta(days=int(day)) for day in (middle.min(), middle.max()))
    if freq == "D":
        days = [first + dt.timedelta(days=n) for n in range((last - first).days + 1)]
        return days, days
    starts = [first.replace(day=1)]
    while later(starts[-1], "M", 1) <= last:
        starts.append(later(starts[-1], "M", 1))
    return starts, [start.replace(day=15) for start in starts]


def _fitted(
    subject: Subject, starts: list[dt.date], result: PollAverage, houses: Sequence[str], bounds: tuple[float, float]
) -> Fitted:
    """Publish: level and bands within what a share can be."""
    from indicators.timeseries.rounding import published_array, published_diagnostics, published_significant

    columns = {"level": published_array(result.level.clip(*bounds), DECIMALS)}
    for band in result.intervals:
        columns[f"lower_{band.level}"] = published_array(band.lower.clip(*bounds), DECIMALS)
        columns[f"upper_{band.level}"] = published_array(band.upper.clip(*bounds), DECIMALS)
    frame = pl.DataFrame({"period_start": starts, **columns})
    effects = [_effect("house", "houses", "mean of the houses", e).published() for e in result.houses]
    effects += [_effect("wording", "wordings", "usual wording", e).published() for e in result.shifts]
    parameters = [(name, float(published_significant(value, 3) or 0)) for name, value in result.parameters]
    return Fitted(
        subject,
        NAME,
        "State-space poll average: random walk, sampling and non-sampling error, house and wording effects",
        frame,
        (*_reading(houses, frame, subject.freq, dict(parameters), effects), *_silent(result)),
        result.notes,
        diagnostics=diagnostics_frame(published_diagnostics(result.diagnostics)),
        tables={"model_effects": effects_frame(effects), "model_parameters": parameters_frame(parameters)},
    )


def _effect(measure: str, comparison: str, base: str, found: PollEffect) -> Effect:
    low, high = (
        (
            found.estimate - normal_quantile(n) * found.standard_error,
            found.estimate + normal_quantile(n) * found.standard_error,
        )
        for n in (80, 95)
    )
    return Effect(comparison, measure, found.name, base, found.estimate, (low, high), found.polls)


def _reading(
    houses: Sequence[str], frame: pl.DataFrame, freq: str, parameters: Mapping[str, float], effects: Sequence[Effect]
) -> tuple[str, ...]:
    """What the numbers say, in sentences."""
    count = len(set(houses))
    who = f"one house, {houses[0]}" if count == 1 else f"{count} houses"
    sentences = [f"{_polls(len(houses))} of {who}."]
    first, last = frame.row(0, named=True), frame.row(-1, named=True)
    change = last["level"] - first["level"]
    reach = math.hypot(*((row["upper_95"] - row["lower_95"]) / 2 for row in (first, last)))
    told = "more" if abs(change) > reach else "less"
    when = label_of(first["period_start"], freq)
    moved = signed(round(change, DECIMALS))
    sentences.append(
        f"Since {when} the level moved by {moved} points, {told} than the 95 % error of the change ({spoken(reach)})."
    )
    sentences.append(
        f"Opinion moves by about {spoken(parameters['movement_sd_month'])} points a month, and a poll errs by about "
        f"{spoken(parameters['non_sampling_sd'])} points beyond its sample."
    )
    return (*sentences, *_of_houses(effects), *_of_wordings(effects))


def _of_houses(effects: Sequence[Effect]) -> tuple[str, ...]:
    """The houses whose 95 per cent interval leaves out zero, the largest effects first."""
    found = [e for e in effects if e.measure == "house"]
    if not found:
        return ()
    apart = sorted((e for e in found if e.bands[1][0] > 0 or e.bands[1][1] < 0), key=lambda e: (-abs(e.value), e.name))
    if not apart:
        return (f"None of {len(found)} houses can be told from the mean of the houses at 95 %.",)
    named = "; ".join(
        f"{e.name} {signed(e.value)} ({signed(e.bands[1][0])} to {signed(e.bands[1][1])})" for e in apart[:NAMED_HOUSES]
    )
    more = len(apart) - NAMED_HOUSES
    rest = f" and {more} more" if more > 0 else ""
    return (f"Houses apart from the mean of {len(found)} at 95 %: {named}{rest}.",)


def _of_wordings(effects: Sequence[Effect]) -> tuple[str, ...]:
    return tuple(
        f'Form of the question "{e.name}": {signed(e.value)} points against the usual one ({signed(e.bands[1][0])} to '
        f"{signed(e.bands[1][1])}, {_polls(e.count)})."
        for e in effects
        if e.measure == "wording"
    )


def _polls(count: float | None) -> str:
    return "1 poll" if count == 1 else f"{count} polls"


def _silent(result: PollAverage) -> tuple[str, ...]:
    """What cannot be said: the note on houses, which the reader must see beside the level."""
    words = ("no house effect can be estimated", "No two houses overlap", "No effect for")
    return tuple(note for note in result.notes if any(word in note for word in words))


KIND = Kind(NAME, "Poll average (state space)", fit, known, tables=(ModelEffects,))
