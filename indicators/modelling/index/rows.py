"""An edition of the index as rows: everything rounded once, parts adding up as printed."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import numpy as np
import polars as pl

from indicators.modelling.index.editions import Edition, Step, mean_weights, rows_of
from indicators.modelling.index.vintages import Cutoff, Vintages, first_day, quarter_of
from indicators.store.index_inputs import IndexInput

if TYPE_CHECKING:
    from indicators.timeseries.result import FloatArray

DIGITS = 1
"""Decimal places of index points: a tenth is far below any band."""


def points(value: float) -> float | None:
    """Index points as printed."""
    from indicators.timeseries.rounding import published

    found = published(value, DIGITS)
    return None if found is None else float(found)


def rounded_parts(parts: Sequence[float] | FloatArray, whole: Decimal) -> list[float]:
    """Parts in index points that add up to a printed whole."""
    from indicators.timeseries.rounding import published_parts

    return [float(part) for part in published_parts(parts, whole, DIGITS)]


def decimal_points(value: float) -> Decimal:
    """Index points as printed, exact."""
    from indicators.timeseries.rounding import published

    return published(value, DIGITS) or Decimal(0)


def months_of(edition: Edition) -> list[Any]:
    """First days of the months."""
    return [first_day(edition.made.panel.first_month + t) for t in range(edition.made.index.size)]


def index_frame(edition: Edition) -> pl.DataFrame:
    """The index by month with its bands, and the values at each quarter's own cut-off."""
    first_month = edition.made.panel.first_month
    first = [float("nan")] * edition.made.index.size
    for month, values in edition.first_published.items():
        for step, value in enumerate(values.tolist()):
            first[month - first_month + step] = value
    columns: dict[str, Any] = {"period_start": months_of(edition), "index": _points(edition.made.index)}
    for band in edition.made.intervals:
        columns |= {f"lower_{band.level}": _points(band.lower), f"upper_{band.level}": _points(band.upper)}
    return pl.DataFrame(columns | {"first_published": _points(first)})


def _points(values: Sequence[float] | FloatArray) -> list[float | None]:
    return [points(float(value)) for value in values]


def quarters_frame(edition: Edition) -> pl.DataFrame:
    """One row a quarter of the sample."""
    from indicators.timeseries.composite import clear_change
    from indicators.timeseries.intervals import normal_quantile

    made, rows = edition.made, []
    names = {1: "warmer", -1: "cooler", 0: "no clear change"}
    observed = ~np.isnan(made.panel.values)
    expected = sum(1 if quarterly else 3 for quarterly in made.panel.quarterly)
    previous: FloatArray | None = None
    for start in range(0, made.index.size - 2, 3):
        weights = mean_weights([start, start + 1, start + 2], made.index.size)
        value, error = made.mean_over(weights)
        month = made.panel.first_month + start
        row: dict[str, Any] = {"quarter": quarter_of(first_day(month)), "value": points(value)}
        for level in (80, 95):
            reach = normal_quantile(level) * error
            row |= {f"lower_{level}": points(value - reach), f"upper_{level}": points(value + reach)}
        if previous is not None:
            change, spread = made.mean_over(weights - previous)
            reach = normal_quantile(80) * spread
            row |= {"change": points(change), "direction": names[clear_change(change, spread)]}
            row |= {"change_lower_80": points(change - reach), "change_upper_80": points(change + reach)}
        first = edition.first_published.get(month)
        row["first_published"] = None if first is None else points(float(first.mean()))
        row |= {"numbers_known": int(observed[start : start + 3].sum()), "numbers_expected": expected}
        rows.append(row)
        previous = weights
    return pl.DataFrame(rows, infer_schema_length=None)


def inputs_frame(edition: Edition, inputs: Sequence[tuple[str, IndexInput]]) -> pl.DataFrame:
    """One row a declared input, with what the model makes of it."""
    from indicators.timeseries.rounding import published_significant
    from indicators.timeseries.transforms import TRANSFORMS

    made = edition.made
    at = {name: i for i, name in enumerate(made.panel.names)}
    shares = rounded_parts(100 * made.shares(), Decimal(100))
    reasons = {name: found.sentence for name, found in made.panel.left_out}
    rows = []
    for family, entry in inputs:
        row: dict[str, Any] = {
            "input_id": entry.series_id, "family": family, "transform": TRANSFORMS[entry.transform].words,
            "sign": entry.sign, "why": entry.why, "observations_count": 0, "reason": reasons.get(entry.series_id),
        }  # fmt: skip
        if (i := at.get(entry.series_id)) is not None:
            observed = np.flatnonzero(~np.isnan(made.panel.values[:, i]))
            last = made.panel.first_month + int(observed[-1]) - (2 if made.panel.quarterly[i] else 0)
            fields = {"mean": made.model.center, "standard_deviation": made.model.scale, "loading": made.model.loading,
                      "noise": made.model.noise, "own_persistence": made.model.own_persistence}  # fmt: skip
            row |= {name: _number(published_significant(float(values[i]), 3)) for name, values in fields.items()}
            together = np.corrcoef(made.panel.values[observed, i], made.index[observed])[0, 1]
            row |= {"correlation": _number(published_significant(float(together), 2))}
            row |= {"observations_count": int(observed.size), "last_period": first_day(last), "share_pct": shares[i]}
        rows.append(row)
    return pl.DataFrame(rows, infer_schema_length=None)


def _number(value: Decimal | None) -> float | None:
    return None if value is None else float(value)


def contributions_frame(edition: Edition) -> pl.DataFrame:
    """Each month's parts: base, initial state, inputs; they add up to the printed index."""
    made, panel = edition.made, edition.made.panel
    base = decimal_points(made.base)
    parts = np.column_stack([made.initial_state, made.contributions])
    labels = [("initial_state", None), *zip(panel.names, panel.groups, strict=True)]
    rows: list[tuple[str, str | None, Any, float]] = []
    for t, month in enumerate(months_of(edition)):
        rounded = rounded_parts(parts[t], decimal_points(made.index[t]) - base)
        rows.append(("base", None, month, float(base)))
        rows += [(name, family, month, part) for (name, family), part in zip(labels, rounded, strict=True)]
    schema = {"part": pl.String, "family": pl.String, "period_start": pl.Date, "points": pl.Float64}
    return pl.DataFrame(rows, schema=schema, orient="row")


def news_frame(step: Step, cutoff: Cutoff, vintages: Vintages) -> pl.DataFrame:
    """The steps from the older index to the newer one; they add up as printed."""
    from indicators.timeseries.transforms import restore

    news = step.news
    before, after = decimal_points(step.before), decimal_points(news.after)
    middle = rounded_parts([step.outlook, *news.impact.tolist(), news.re_estimation], after - before)
    declared = {entry.series_id: entry for _, entry in vintages.inputs}
    rows: list[dict[str, Any]] = [
        {"step": "before", "quarter": step.older.quarter, "known_on": step.older.as_of, "points": float(before)},
        {"step": "outlook", "points": middle[0]},
    ]
    for i, kind in enumerate(news.kind):
        name = news.names[news.column[i]]
        entry = declared[name]
        change = news.actual[i] - news.forecast[i]
        scale = float(news.scale[news.column[i]])
        both = restore(np.array([news.forecast[i], news.actual[i]]), entry.transform, entry.sign)
        rows.append({
            "step": kind, "input_id": name, "family": news.groups[news.column[i]],
            "period_start": first_day(vintages.first_month + int(news.row[i]) - (2 if name.endswith(".q") else 0)),
            "forecast": _shown(both[0]), "actual": _shown(both[1]), "surprise": _shown(change / scale, 3),
            "weight": _shown(news.weight[i] * scale, 3), "points": middle[i + 1],
        })  # fmt: skip
    rows.append({"step": "re_estimation", "points": middle[-1]})
    rows.append({"step": "after", "points": float(after)})
    filled = [
        {"line": line, "quarter": cutoff.quarter, "known_on": cutoff.as_of} | row for line, row in enumerate(rows, 1)
    ]
    return pl.DataFrame(filled, infer_schema_length=None)


def _shown(value: float, significant: int = 5) -> float | None:
    from indicators.timeseries.rounding import published_significant

    return _number(published_significant(float(value), significant))


def sensitivity_frames(edition: Edition) -> tuple[pl.DataFrame, pl.DataFrame]:
    """The variants by month, and one row each for the quarter."""
    months, by_month, single = months_of(edition), [], []
    now = edition.rows(edition.cutoff.quarter)
    before = rows_of(edition.cutoff.before().quarter, edition.made.panel.first_month)
    for variant in edition.variants:
        if variant.reason is None:
            frame = pl.DataFrame({"period_start": months, "value": _points(variant.index)})
            by_month.append(frame.select(pl.lit(variant.name).alias("variant"), pl.all()))
        value, earlier = float(variant.index[now].mean()), float(variant.index[before].mean())
        single.append(
            {
                "variant": variant.name,
                "what": variant.words,
                "value": points(value),
                "change": points(value - earlier),
                "correlation": _shown(variant.correlation, 3),
                "reason": None if variant.reason is None else variant.reason.sentence,
            }
        )
    return pl.concat(by_month) if by_month else pl.DataFrame(), pl.DataFrame(single, infer_schema_length=None)


def diffusion_frame(edition: Edition) -> pl.DataFrame:
    """What each input did in the quarter."""
    return pl.DataFrame([
        {"input_id": move.name, "family": move.group, "quarter": edition.cutoff.quarter, "state": move.state,
         "numbers_known": move.known, "numbers_expected": move.expected}
        for move in edition.moves
    ])  # fmt: skip
