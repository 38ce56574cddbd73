"""A family's models read in three sentences: each the one thing its model says, with its interval."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import polars as pl

from indicators.days import day
from indicators.modelling.effects import spoken
from indicators.modelling.kind import Fitted
from indicators.numbers import number, p_text, shortest
from indicators.store.declare import Family
from indicators.store.periods import label_of

Row = Mapping[str, Any]
Finding = tuple[str, str]
"""What a model is of, and what it says in a sentence or two."""
AROUND = "two years before and after "
PERIODS = {"M": "months", "Q": "quarters", "H": "half-years", "A": "years"}


def findings(family: Family, fits: Sequence[Fitted]) -> tuple[Finding, ...]:
    """What the models a family names in ``reading`` say, in its order; a model without numbers says why.

    Parameters
    ----------
    family : Family
        Names the models.
    fits : sequence of Fitted
        Published results; one that is absent is left out.
    """
    made = {(fit.series.id, fit.kind): fit for fit in fits}
    return tuple(finding(made[key]) for key in family.reading if key in made)


def finding(fit: Fitted) -> Finding:
    """A model's subject and its number with an interval at 95 per cent, or what cannot be told."""
    told = f"cannot say. {fit.reason}" if fit.reason is not None else SAYS.get(fit.kind, _first)(fit)
    return fit.series.title, told[0].upper() + told[1:]


def _first(fit: Fitted) -> str:
    """The first sentence of the model's own reading."""
    return fit.reading[0] if fit.reading else f"{fit.method}."


def _band(row: Row) -> str:
    return f"95 % {shortest(row['lower_95'])} to {shortest(row['upper_95'])}"


def _last(fit: Fitted) -> tuple[Row, str, str]:
    """The last row, its period, and its first number with the unit."""
    row = fit.frame.row(-1, named=True)
    return (
        row,
        label_of(row["period_start"], fit.series.freq),
        f"{shortest(row[fit.frame.columns[1]])} {fit.series.unit}",
    )


def _level(fit: Fitted) -> str:
    row, when, value = _last(fit)
    if row["lower_95"] == row["upper_95"]:
        return f"{value} in {when}; the model finds no noise around the level, so the observation is the level."
    return f"The level beneath the noise was {value} in {when} ({_band(row)})."


def _poll_average(fit: Fitted) -> str:
    """The level, and its change since the first poll beside the error of that change."""
    row, when, value = _last(fit)
    moved = next(text for text in fit.reading if text.startswith("Since "))
    return f"{value} in {when} ({_band(row)}). {moved}"


def _forecast(fit: Fitted) -> str:
    """The first period ahead, and by how much its method erred less than the naive one."""
    row = fit.frame.row(0, named=True)
    when, value = label_of(row["period_start"], fit.series.freq), f"{shortest(row['mean'])} {fit.series.unit}"
    ahead = f"The forecast for {when}, the first period without a value, is {value} ({_band(row)})"
    if "naive" in fit.method:
        return f"{ahead}: the {fit.method} one, which no model beats in the backtest."
    scores = list(fit.scores.iter_rows(named=True))
    best = next(score for score in scores if "naive" not in score["method"])
    naive = next(score for score in scores if "naive" in score["method"])
    less = (
        f"The model erred {100 * (1 - best['mase'] / naive['mase']):.0f} % less than the naive forecast in the backtest"
    )
    p = best["dm_p_value"]
    if p is None:
        return f"{ahead}. {less}, which was not tested."
    proof = "more than chance" if p < 0.05 else "a difference that so few origins do not prove"
    return f"{ahead}. {less}, {proof} ({p_text(p)})."


def _interventions(fit: Fitted) -> str:
    """The events after which the series left its path by more than the error, then the others by name."""
    rows = list(fit.tables["model_interventions"].iter_rows(named=True))
    means = [row for row in rows if row["effect"] == "mean"]
    moved = [row for row in means if row["lower_95"] > 0 or row["upper_95"] < 0]
    quiet = [_event(row) for row in means if row not in moved]
    silent = [_event(row) for row in rows if row["effect"] == "none"]
    parts = [_moved(row, fit) for row in moved]
    if quiet:
        it_lay = "" if moved else "it lay off the path of its past "
        parts.append(f"after {_listed(quiet)} {it_lay}by no more than the error of such a comparison")
    parts += [f"of {_listed(silent)} the model cannot say"] if silent else []
    return f"{'; '.join(parts)}."


def _event(row: Row) -> str:
    """The day of an event and its name without the date in it."""
    return f"{day(row['event_day'])} ({row['event'].split(',')[0]})"


def _moved(row: Row, fit: Fitted) -> str:
    unit = "per cent" if fit.series.positive else fit.series.unit
    side = "above" if row["estimate"] > 0 else "below"
    rare = "" if row["placebo_p"] is None else f"; {p_text(row['placebo_p'])} among days without an event"
    span = f"in the {row['horizon']} {PERIODS[fit.series.freq]} after {_event(row)}"
    mean = f"{shortest(abs(row['estimate']))} {unit} {side} the path of its past"
    return f"{span} it lay on average {mean} ({_band(row)}{rare})"


def _breaks(fit: Fitted) -> str:
    """Shifts of the mean with the interval of their dates, or that none can be told from drift."""
    p = fit.diagnostics.filter(pl.col("test") == "no break, bootstrap")["p_value"][0]
    rows = list(fit.tables["model_breaks"].iter_rows(named=True))
    if not rows:
        return f"No shift of its mean can be told from drift ({p_text(p)})."
    unit, freq = fit.series.unit, fit.series.freq
    shifts = [
        f"from {shortest(row['mean_before'])} to {shortest(row['mean_after'])} {unit} after "
        f"{label_of(row['last_before'], freq)} (95 % {label_of(row['lower_95'], freq)} to "
        f"{label_of(row['upper_95'], freq)})"
        for row in rows
    ]
    return f"Its mean shifted {', and '.join(shifts)}; no shift at all: {p_text(p)}."


def _outlook(fit: Fitted) -> str:
    """The last declaration, and how wide the band has grown since."""
    row, when, _ = _last(fit)
    return (
        f"{fit.reading[0]} Nothing is known since: {number(row['lower_95'], 0)} to {number(row['upper_95'], 0)} in "
        f"{when} would agree with what was declared before (95 %)."
    )


def _rates(fit: Fitted) -> str:
    """Ratios whose interval leaves out 1, then those that cannot be told apart."""
    rows = fit.tables["model_effects"]
    named = rows["comparison"].unique(maintain_order=True).to_list()
    chosen = "administrations" if "administrations" in named else named[-1]
    own = rows.filter(pl.col("comparison") == chosen)
    ratios = list(own.filter(pl.col("measure") == "rate_ratio").iter_rows(named=True))
    base, around = ratios[0]["base"], chosen.removeprefix(AROUND)
    rate = own.filter((pl.col("measure") == "rate") & (pl.col("name") == base))["value"][0]
    apart = [r for r in ratios if (r["lower_95"] or 0) > 1 or (r["upper_95"] is not None and r["upper_95"] < 1)]
    alike = [_times(row) for row in ratios if row not in apart]
    parts = [f"told apart at 95 %: {_listed([_times(row) for row in apart])}"] if apart else []
    parts += [f"not told apart: {_listed(alike)}"] if alike else []
    than = base if around == chosen else f"the two years before {around}"
    days = [text for text in fit.reading if text.startswith("Counted days") and around == chosen]
    return " ".join((f"Against {than} ({spoken(rate)} in 30 days), {'; '.join(parts)}.", *days))


def _times(row: Row) -> str:
    """A ratio with its interval; one end is open where one side has no event."""
    low, high = row["lower_95"], row["upper_95"]
    name = "the time since" if row["name"] == "after" else row["name"]
    if row["value"] is None:
        return f"{name} (at least {spoken(low)} times as many)"
    if row["value"] == 0:
        return f"{name} (none, at most {spoken(high)} times as many)"
    return f"{name} ({spoken(row['value'])} times as many, 95 % {spoken(low)} to {spoken(high)})"


def _gaps(fit: Fitted) -> str:
    """The mean time between events where the source is complete, and whether silence makes one more likely."""
    return " ".join(text for text in fit.reading if text.startswith(("Where the source", "The longer", "The chance")))


def _listed(names: Sequence[str]) -> str:
    """Names in a sentence.

    Examples
    --------
    >>> _listed(["a"]), _listed(["a", "b", "c"])
    ('a', 'a, b and c')
    """
    *rest, last = names
    return f"{', '.join(rest)} and {last}" if rest else last


SAYS: dict[str, Callable[[Fitted], str]] = {
    "local_level": _level,
    "trend": _level,
    "poll_average": _poll_average,
    "forecast": _forecast,
    "interventions": _interventions,
    "breaks": _breaks,
    "ceiling_outlook": _outlook,
    "event_rates": _rates,
    "event_gaps": _gaps,
}
"""Kind of model to its sentence; a kind not named says the first sentence of its own reading."""
