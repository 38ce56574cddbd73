"""Rates of events by administration, and before and after declared days."""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING, Any

import polars as pl

from indicators.modelling.effects import Effect, ModelEffects, effects_frame, spoken
from indicators.modelling.kind import Fitted, Kind, Known, Subject, diagnostics_frame, later, no_fit, parameters_frame
from indicators.numbers import p_text

if TYPE_CHECKING:
    from indicators.store.view import AsOfView
    from indicators.timeseries.counting import CountModel
    from indicators.timeseries.rates import RateComparison

NAME = "event_rates"
UNIT_DAYS = 30.0
ADMINISTRATIONS = (
    ("1993-01-20", "Clinton, 1993 to 2001"),
    ("2001-01-20", "Bush, 2001 to 2009"),
    ("2009-01-20", "Obama, 2009 to 2017"),
    ("2017-01-20", "Trump, 2017 to 2021"),
    ("2021-01-20", "Biden, 2021 to 2025"),
    ("2025-01-20", "Trump, since 2025"),
)
"""First days of US administrations."""
DAYS_COMPARED = (
    ("2014-03-18", "18 Mar 2014"),
    ("2022-02-24", "24 Feb 2022"),
    ("2025-01-20", "20 Jan 2025"),
    ("2025-08-15", "15 Aug 2025"),
)
"""Declared days; each is compared over the window before and the window after it."""
WINDOW = 730
"""Days before and after; a later declared day does not cut the window short."""
BURSTY = 1.5
"""Dispersion above which a note says how well intervals of ratios hold where bursts last."""
BURSTY_NOTE = (
    "Counts come in bursts (dispersion above 1.5): in simulated series whose bursts last some months the 95 % interval "
    "of a ratio holds the true one in 89 to 97 of 100, where they last a year and more in 76 to 90."
)
NOTES = (
    "The family is chosen by the boundary likelihood-ratio test; intervals are the widest of three: by the "
    "robust (Newey-West) error, by that of the likelihood, and by how far totals of a year (half a year, a quarter "
    "where groups are short) spread.",
    "Periods are months, cut at the days compared; a period counts with the days on which the collection is complete "
    "or nearly so, others are left out.",
    "In simulated series of independent counts (24 + 24 and 60 + 51 months, dispersion 0 and 2) the test of a ratio of "
    "1 at 5 % rejects in 0 to 4 of 100.",
    "A difference between administrations is a count, not a cause.",
)


@dataclass(frozen=True)
class Piece:
    """A stretch of days within one month: its events and the days on which they were fully counted."""

    first: dt.date
    last: dt.date
    days: int
    events: int


def known(view: AsOfView, subject: Subject) -> Known:
    """Events by day with the spans in which they were counted, or counts by month; plain data in time order."""
    settings = dict(getattr(subject, "settings", ()))
    last = min(view.as_of, view.quarter_end)
    if "months_sql" in settings:
        rows = view.sql(settings["months_sql"]).filter(pl.col("month_start").dt.month_end() <= last)
        months = [[row[0].isoformat(), row[1]] for row in rows.select("month_start", "events").iter_rows()]
        return {"months": sorted(months), "administrations": settings["administrations"]}
    days = view.sql(settings["days_sql"])["day"].sort()
    spans = [(first, min(end, last)) for first, end in view.sql(settings["spans_sql"]).sort("first").iter_rows()]
    return {
        "days": [day.isoformat() for day in days],
        "spans": [[first.isoformat(), end.isoformat()] for first, end in spans if first <= end],
        "administrations": True,
    }


def pieces_of(known: Known) -> list[Piece]:
    """Months cut at every day compared, with their events and counted days; uncounted stretches are absent.

    Examples
    --------
    >>> pieces_of({"days": ["2025-01-25"], "spans": [["2025-01-11", "2025-02-28"]]})[:2]
    [Piece(first=datetime.date(2025, 1, 1), last=datetime.date(2025, 1, 19), days=9, events=0),
     Piece(first=datetime.date(2025, 1, 20), last=datetime.date(2025, 1, 31), days=12, events=1)]
    """
    day = dt.date.fromisoformat
    if "months" in known:
        return [
            Piece(
                day(text),
                later(day(text), "M", 1) - dt.timedelta(1),
                (later(day(text), "M", 1) - day(text)).days,
                int(n),
            )
            for text, n in known["months"]
            if n is not None
        ]
    spans = [(day(a), day(b)) for a, b in known["spans"]]
    if not spans:
        return []
    events = [e for e in map(day, known["days"]) if any(a <= e <= b for a, b in spans)]
    cuts = {day(text) for text, _ in (*ADMINISTRATIONS, *DAYS_COMPARED)}
    start, end = spans[0][0].replace(day=1), max(b for _, b in spans)
    edges = set(cuts)
    while start <= end:
        edges.add(start)
        start = later(start, "M", 1)
    edges.add(start)
    first = spans[0][0].replace(day=1)
    ordered = [edge for edge in sorted(edges) if first <= edge <= start]
    made = []
    for a, b in pairwise(ordered):
        last = b - dt.timedelta(1)
        days = sum(max((min(last, q) - max(a, p)).days + 1, 0) for p, q in spans)
        if days:
            made.append(Piece(a, last, days, sum(a <= e <= last for e in events)))
    return made


def fit(subject: Subject, known: Known) -> Fitted:
    """Compare the rates of administrations, then those before and after each declared day."""
    from indicators.timeseries.result import Reason
    from indicators.timeseries.rounding import published_diagnostics

    pieces = pieces_of(known)
    compared = [("administrations", _by_administration(pieces))] if known["administrations"] else []
    for text, label in DAYS_COMPARED:
        found = _around(pieces, dt.date.fromisoformat(text))
        compared += [(label, found)] if found is not None else []
    good = [(label, found) for label, found in compared if not isinstance(found, Reason)]
    if not good:
        return no_fit(subject, NAME, compared[0][1].sentence if compared else "No period was counted on both sides.")
    effects = {label: [e.published() for e in _effects(_named(label), found)] for label, found in good}
    model = good[0][1].model
    return Fitted(
        subject,
        NAME,
        f"Log-linear counts, {model.family}, compared by {_named(good[0][0])}",
        pl.DataFrame(),
        (
            *_about(model),
            *(_told(label, found, effects.get(label, [])) for label, found in compared),
            *(_days_told(found) for label, found in good if label == "administrations"),
        ),
        (*NOTES, BURSTY_NOTE) if model.dispersion > BURSTY else NOTES,
        diagnostics=diagnostics_frame(published_diagnostics(model.tests)),
        tables={
            "model_effects": effects_frame([e for own in effects.values() for e in own]),
            "model_parameters": parameters_frame(_parameters(model)),
        },
    )


def _named(label: str) -> str:
    return label if label == "administrations" else f"two years before and after {label}"


def _told(label: str, found: Any, effects: Sequence[Effect]) -> str:
    from indicators.timeseries.result import Reason

    if isinstance(found, Reason):
        where = "By administration" if label == "administrations" else f"Before and after {label}"
        return f"{where}: cannot say. {found.sentence[0].upper()}{found.sentence[1:]}"
    return _rates_told(found, effects) if label == "administrations" else _day_told(label, effects, found)


def _by_administration(pieces: Sequence[Piece]) -> Any:
    """Administrations with too few counted periods are left out; the base is the one with the most counted days."""
    from indicators.timeseries.rates import MINIMUM_GROUP

    names = [administration_of(piece) for piece in pieces]
    kept = [(p, n) for p, n in zip(pieces, names, strict=True) if names.count(n) >= MINIMUM_GROUP]
    days = {name: sum(p.days for p, n in kept if n == name) for _, name in kept}
    base = max(days, key=lambda name: days[name], default="")
    return _compare([p for p, _ in kept], [name for _, name in kept], base)


def administration_of(piece: Piece) -> str:
    """The administration in office on the middle day of a piece.

    Examples
    --------
    >>> administration_of(Piece(dt.date(2021, 1, 1), dt.date(2021, 1, 19), 19, 0))
    'Trump, 2017 to 2021'
    """
    middle = piece.first + (piece.last - piece.first) / 2
    names = [name for text, name in ADMINISTRATIONS if dt.date.fromisoformat(text) <= middle]
    return names[-1] if names else "before 1993"


def _around(pieces: Sequence[Piece], day: dt.date) -> Any:
    """The comparison over the two windows; None where one of them has no counted day at all."""
    reach = dt.timedelta(WINDOW)
    near = [p for p in pieces if day - reach <= p.first + (p.last - p.first) / 2 < day + reach]
    sides = ["before" if p.first + (p.last - p.first) / 2 < day else "after" for p in near]
    return _compare(near, sides, "before") if len(set(sides)) == 2 else None


def _compare(pieces: Sequence[Piece], groups: Sequence[str], base: str) -> Any:
    from indicators.timeseries.rates import compare_rates

    return compare_rates([p.events for p in pieces], groups, base, [p.days / UNIT_DAYS for p in pieces])


def _effects(comparison: str, found: RateComparison) -> list[Effect]:
    """A rate for each group, and a ratio for each but the base."""
    rows = []
    for k, name in enumerate(found.groups):
        bands = [((float(b.lower[k]), float(b.upper[k]))) for b in found.rate_intervals]
        count = int(found.events[k])
        rows.append(Effect(comparison, "rate", name, None, float(found.rate[k]), (bands[0], bands[1]), count))
        if name != found.base:
            bands = [(float(b.lower[k]), float(b.upper[k])) for b in found.ratio_intervals]
            p = float(found.p_value[k])
            rows.append(
                Effect(
                    comparison, "rate_ratio", name, found.base, float(found.ratio[k]), (bands[0], bands[1]), count, p
                )
            )
    return rows


def _about(model: CountModel) -> tuple[str, ...]:
    """Family and tests, overdispersion and zeros, in sentences."""
    boundary, trivedi = model.tests[0], model.tests[1]
    agree = "agree" if (boundary.p_value < 0.05) == (trivedi.p_value < 0.05) else "do not agree"
    spread = f"; the variance is the mean plus {spoken(model.dispersion)} times its square" if model.dispersion else ""
    return (
        f"{model.n_observations} periods: {model.family} (likelihood ratio {p_text(boundary.p_value)}, Cameron-Trivedi "
        f"{p_text(trivedi.p_value)}; the two {agree}){spread}. Pearson chi-square over its degrees of freedom is "
        f"{spoken(model.pearson)} (1 without overdispersion).",
        f"{model.zeros} periods have no event; the model expects {spoken(model.expected_zeros)}.",
    )


def _rates_told(found: RateComparison, effects: Sequence[Effect]) -> str:
    rates = "; ".join(f"{spoken(e.value)} ({e.name})" for e in effects if e.measure == "rate")
    ratios = "; ".join(_ratio_told(e, f"{e.name}; ") for e in effects if e.measure == "rate_ratio")
    return f"Events in 30 days: {rates}. Against {found.base}: {ratios}."


def _days_told(found: RateComparison) -> str:
    """What the rates rest on: a term of office is rarely counted from its first day to its last."""
    days = "; ".join(f"{UNIT_DAYS * found.exposure[k]:,.0f} of {name}" for k, name in enumerate(found.groups))
    return f"Counted days: {days}."


def _ratio_told(effect: Effect, whose: str = "") -> str:
    low, high = effect.bands[1]
    p = p_text(effect.p_value or 0.0)
    if math.isinf(effect.value):
        return f"at least {spoken(low)} times as many ({whose}the base has none; 95 %, {p})"
    if effect.value == 0:
        return f"none, at most {spoken(high)} times as many ({whose}95 %, {p})"
    return f"{spoken(effect.value)} times as many ({whose}95 % {spoken(low)} to {spoken(high)}, {p})"


def _day_told(label: str, effects: Sequence[Effect], found: RateComparison) -> str:
    rates = {e.name: e for e in effects if e.measure == "rate"}
    ratio = next(e for e in effects if e.measure == "rate_ratio")
    low, high = ratio.bands[1]
    verdict = "they differ at 95 %" if low > 1 or high < 1 else "the interval holds 1, so no difference can be shown"
    few = " (few events: conservative limits)" if found.conservative.any() else ""
    days = {name: f"{UNIT_DAYS * found.exposure[k]:,.0f} counted days" for k, name in enumerate(found.groups)}
    told = {name: f"{spoken(rate.value)} in 30 days ({rate.count:,} in {days[name]})" for name, rate in rates.items()}
    return (
        f"Two years before {label} {told['before']}, two years after it {told['after']}: {_ratio_told(ratio)}; "
        f"{verdict}{few}."
    )


def _parameters(model: CountModel) -> list[tuple[str, float]]:
    from indicators.timeseries.rounding import published_significant

    named = (("dispersion", model.dispersion), ("pearson", model.pearson), ("zeros", float(model.zeros)),
             ("expected_zeros", model.expected_zeros), ("lags", float(model.lags)))  # fmt: skip
    return [(name, float(published_significant(value, 3) or 0)) for name, value in named]


KIND = Kind(
    NAME, "Rates of events (Poisson or negative binomial)", fit, known, tables=(ModelEffects,), tests_residuals=False
)
