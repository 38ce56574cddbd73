"""Time from one event to the next: Kaplan-Meier, exponential or Weibull, by source regime."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

import polars as pl

from indicators.contracts.model import column
from indicators.modelling.effects import Effect, ModelEffects, effects_frame, spoken
from indicators.modelling.kind import Fitted, Kind, Known, Subject, diagnostics_frame, no_fit, parameters_frame
from indicators.modelling.result_table import ResultTable, result_contract
from indicators.numbers import p_text

if TYPE_CHECKING:
    from indicators.store.view import AsOfView
    from indicators.timeseries.durations import DurationModel
    from indicators.timeseries.survival import SurvivalCurve

NAME = "event_gaps"
NOTES = (
    "A gap known to the day lies within half a day of its length; one between events of which only a month, a stay or "
    "a report's date is known lies in the interval those dates leave open. The last gap is open (censored).",
    "Kaplan-Meier puts each interval at its middle; the mean is that of the exponential or, where a test rejects it, "
    "of the Weibull, fitted to the intervals.",
    "A gap belongs to the source regime in force on each of its days: open when the regime changes, entered late under "
    "the next one. Where calls are a sample the gaps are too long: the ratio between regimes measures the sources as "
    "much as the contacts.",
)


class ModelSurvival(ResultTable):
    """One row a step of a Kaplan-Meier curve."""

    _contract = result_contract("model_survival", "Share of gaps longer than so many days", "days")

    days: float = column("Length of the gap", unit="days", ge=0)
    at_risk_count: int = column("Gaps that lasted to just before", unit="gaps", ge=0)
    ended_count: int = column("Gaps that ended then", unit="gaps", ge=0)
    survival: float = column("Share of gaps that last longer, 0 to 1", ge=0, le=1)
    standard_error: float = column("Greenwood's error of the share", nullable=True)


def known(view: AsOfView, subject: Subject) -> Known:
    """Events with the first and last day on which they may have happened, and source regimes with their first days, up
    to the last day counted.
    """
    settings = dict(getattr(subject, "settings", ()))
    through = min(view.as_of, view.quarter_end, dt.date.fromisoformat(settings["through"]))
    rows = view.sql(settings["events_sql"]).filter(pl.col("last") <= through).sort("first", "last")
    events = [[first.isoformat(), last.isoformat()] for first, last in rows.iter_rows()]
    spans = view.sql(settings["regimes_sql"]).filter(pl.col("first") <= through).sort("first")
    regimes: list[list[str]] = []
    for first, regime in spans.iter_rows():
        if not regimes or regimes[-1][1] != regime:
            regimes.append([first.isoformat(), regime])
    base, until = settings["base"], through.isoformat()
    return {"events": events, "regimes": regimes or [[until, base]], "through": until, "base": base}


def fit(subject: Subject, known: Known) -> Fitted:
    """Mean and median time to the next event, and whether the chance of one changes as time passes."""
    from indicators.timeseries.durations import fit_durations
    from indicators.timeseries.result import Reason
    from indicators.timeseries.survival import gaps_between, kaplan_meier

    first, last = ([row[k] for row in known["events"]] for k in range(2))
    gaps = gaps_between(first, last, known["through"])
    if isinstance(gaps, Reason):
        return no_fit(subject, NAME, gaps.sentence)
    entered, low, high, regimes = _by_regime(known, *gaps)
    order = sorted(range(len(regimes)), key=lambda k: regimes[k] != known["base"])  # the base comes first
    names = [regimes[k] for k in order]
    curve, model = kaplan_meier(*gaps), fit_durations(low[order], high[order], names, entered=entered[order])
    if isinstance(curve, Reason):
        return no_fit(subject, NAME, curve.sentence)
    if isinstance(model, Reason):
        return no_fit(subject, NAME, model.sentence)
    own = [regime == model.base for regime in regimes]
    base_curve = kaplan_meier(low[own], high[own], entered=entered[own])
    return _fitted(subject, known, curve, base_curve, model)


def _by_regime(known: Known, low: Any, high: Any) -> tuple[Any, Any, Any, list[str]]:
    """The gaps in parts by source regime; a gap begins in the middle of the days on which its event may have been."""
    import numpy as np

    from indicators.timeseries.survival import split_durations

    def days(texts: list[str]) -> Any:
        return np.asarray(texts, dtype="datetime64[D]").astype(np.float64)

    first, last = (days([row[k] for row in known["events"]]) for k in range(2))
    changes = days([row[0] for row in known["regimes"]])[1:]
    entered, bottom, top, place = split_durations(low, high, (first + last) / 2, changes)
    return entered, bottom, top, [known["regimes"][k][1] for k in place.tolist()]


def _fitted(subject: Subject, known: Known, curve: Any, base_curve: Any, model: Any) -> Fitted:
    from indicators.timeseries.rounding import published_diagnostics

    effects = [e.published() for e in _effects(model)]
    return Fitted(
        subject,
        NAME,
        f"Kaplan-Meier and {model.family} gaps, interval-censored, by source regime",
        pl.DataFrame(),
        _reading(known, base_curve, model, effects),
        NOTES,
        diagnostics=diagnostics_frame(published_diagnostics(model.tests)),
        tables={
            "model_effects": effects_frame(effects),
            "model_parameters": parameters_frame(_parameters(curve, model)),
            "model_survival": _survival_frame(curve),
        },
    )


def _effects(model: DurationModel) -> list[Effect]:
    rows = []
    for k, name in enumerate(model.groups):
        bands = [(float(b.lower[k]), float(b.upper[k])) for b in model.mean_intervals]
        ended = int(model.ended[k])
        rows.append(Effect("source regimes", "mean", name, None, float(model.mean[k]), (bands[0], bands[1]), ended))
        if name != model.base:
            bands = [(float(b.lower[k]), float(b.upper[k])) for b in model.ratio_intervals]
            rows.append(
                Effect(
                    "source regimes", "time_ratio", name, model.base, float(model.ratio[k]), (bands[0], bands[1]), ended
                )
            )
    return rows


def _reading(known: Known, base_curve: Any, model: DurationModel, effects: list[Effect]) -> tuple[str, ...]:
    """What the numbers say, in sentences."""
    from indicators.timeseries.result import Reason

    mean = next(e for e in effects if e.measure == "mean" and e.name == model.base)
    low, high = mean.bands[1]
    base = model.base.replace("_", " ")
    sentences = [
        f"{int(model.ended.sum())} gaps have ended and one is open.",
        f"Where the source is the {base} ({_spans(known, model.base)}) the mean gap is {spoken(mean.value)} days (95 % "
        f"{spoken(low)} to {spoken(high)}, {mean.count} gaps that ended there).",
    ]
    if not isinstance(base_curve, Reason):
        ends = base_curve.median_intervals[1]
        sentences.append(
            f"Half of these gaps end within {spoken(base_curve.median)} days (Kaplan-Meier, 95 % "
            f"{spoken(float(ends.lower[0]))} to {spoken(float(ends.upper[0]))})."
        )
    shape = model.tests[0]
    sentences.append(_shape_told(model, shape.p_value))
    last = dt.date.fromisoformat(known["through"]) - dt.date.fromisoformat(known["events"][-1][1])
    sentences.append(
        f"The open gap had lasted {last.days} {'day' if last.days == 1 else 'days'} on {known['through']}."
    )
    if len(model.tests) > 1:
        differ = "differ" if model.tests[1].p_value < 0.05 else "cannot be told apart"
        sentences.append(
            f"Mean gaps under the {len(model.groups)} source regimes {differ} ({p_text(model.tests[1].p_value)})."
        )
    return tuple(sentences)


def _spans(known: Known, regime: str) -> str:
    """From which month to which a source regime was in force."""
    firsts = [dt.date.fromisoformat(row[0]) for row in known["regimes"]]
    ends = [*(day - dt.timedelta(days=1) for day in firsts[1:]), dt.date.fromisoformat(known["through"])]
    spans = zip(firsts, ends, (row[1] for row in known["regimes"]), strict=True)
    return ", ".join(f"{first:%Y-%m} to {last:%Y-%m}" for first, last, name in spans if name == regime)


def _shape_told(model: DurationModel, p_value: float) -> str:
    if model.family == "exponential":
        return (
            f"The chance of a contact does not change measurably with the time since the last one ({p_text(p_value)})."
        )
    band = model.shape_intervals[1]
    way = "less" if model.shape < 1 else "more"
    return (
        f"The longer the silence, the {way} likely a contact on the next day: Weibull shape {spoken(model.shape)} "
        f"(95 % {spoken(float(band.lower[0]))} to {spoken(float(band.upper[0]))}, {p_text(p_value)})."
    )


def _parameters(curve: SurvivalCurve, model: DurationModel) -> list[tuple[str, float]]:
    from indicators.timeseries.rounding import published_significant

    named = (("shape", model.shape), ("median_days", curve.median))
    return [(name, float(value)) for name, number in named if (value := published_significant(number, 3)) is not None]


def _survival_frame(curve: SurvivalCurve) -> pl.DataFrame:
    from indicators.timeseries.rounding import published_array

    return pl.DataFrame(
        {
            "days": published_array(curve.time, 2),
            "at_risk_count": curve.at_risk.astype(int),
            "ended_count": curve.ended.astype(int),
            "survival": published_array(curve.survival, 3),
            "standard_error": published_array(curve.standard_error, 3),
        }
    )


KIND = Kind(
    NAME,
    "Time between events (Kaplan-Meier, Weibull)",
    fit,
    known,
    tables=(ModelEffects, ModelSurvival),
    tests_residuals=False,
)
