"""Made-up series, views, scores and a whole small report, so that each piece can be tested by hand."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

import polars as pl

from indicators.charting.figure import Figure
from indicators.charting.marks import line_series
from indicators.modelling.kind import Fitted
from indicators.reporting.content import Report, Section, Source
from indicators.reporting.edition import Edition
from indicators.reporting.quality import Quality
from indicators.reporting.scoreboard import Score, score
from indicators.store.declare import Family, Making, Series, Since, Total

MONTHS = {"A": 12, "H": 6, "Q": 3, "M": 1}
SCHEMA = {
    "series_id": pl.String, "period": pl.String, "period_start": pl.Date, "period_end": pl.Date,
    "reference_date": pl.Date, "value": pl.Float64, "obs_status": pl.String, "missing_reason": pl.String,
    "quality": pl.String, "publisher_rank": pl.Int64, "facts_count": pl.Int64, "assumed_dates_count": pl.Int64,
    "published_on": pl.Date,
}  # fmt: skip


def a_series(freq: str, rule: Making | None = None, **kept: Any) -> Series:
    """A series of the family ``small``; ``kept`` overrides its other fields."""
    fields = {"title": "Small things", "unit": "things", "definition": "Things, counted.", "expected_lag_days": 10}
    return Series(id=f"small.things.{freq.lower()}", rule=rule or Total("SELECT 1"), **(fields | kept))


def last_day(start: dt.date, freq: str) -> dt.date:
    """Last day of the period that begins on ``start``."""
    if freq == "D":
        return start
    index = start.year * 12 + start.month - 1 + MONTHS[freq]
    return dt.date(index // 12, index % 12 + 1, 1) - dt.timedelta(days=1)


def label(start: dt.date, freq: str) -> str:
    return {
        "A": f"{start:%Y}", "H": f"{start:%Y}-S{1 + start.month // 7}", "Q": f"{start:%Y}-Q{(start.month + 2) // 3}",
        "M": f"{start:%Y-%m}", "D": f"{start:%Y-%m-%d}",
    }[freq]  # fmt: skip


Cell = float | str | None
"""A value, or the reason why there is none."""


def observations(series: Series, cells: Mapping[dt.date, Cell], **overrides: Mapping[dt.date, Any]) -> pl.DataFrame:
    """Observations as the view gives them; ``overrides`` names a column and its cells by first day."""
    rows = []
    for start, cell in sorted(cells.items()):
        value = cell if isinstance(cell, int | float) else None
        row = {
            "series_id": series.id, "period": label(start, series.freq), "period_start": start,
            "period_end": last_day(start, series.freq), "reference_date": last_day(start, series.freq),
            "value": value, "obs_status": "M" if value is None else "A",
            "missing_reason": cell if isinstance(cell, str) else None, "quality": "high", "publisher_rank": 1,
            "facts_count": 1, "assumed_dates_count": 0, "published_on": last_day(start, series.freq),
        }  # fmt: skip
        rows.append(row | {column: by_day[start] for column, by_day in overrides.items() if start in by_day})
    return pl.DataFrame(rows, schema=SCHEMA, orient="row")


@dataclass(frozen=True)
class SmallView:
    """Stands for the database as known at a date."""

    as_of: dt.date
    frames: Mapping[str, pl.DataFrame] = field(default_factory=dict)
    quarter_end: dt.date = dt.date(2026, 6, 30)

    def observations(self, *ids: str, end: dt.date | None = None) -> pl.DataFrame:
        until = end or self.quarter_end
        return pl.concat([self.frames[series_id] for series_id in ids]).filter(pl.col("period_end") <= until)

    def vintages(self, series_id: str) -> pl.DataFrame:
        return self.observations(series_id).select("period_start", "published_on", "value")


def scored(series: Series, cells: Mapping[dt.date, Cell], as_of: dt.date, **overrides: Any) -> Score:
    """The score of made-up observations."""
    frame = observations(series, cells, **overrides)
    return score(SmallView(as_of, {series.id: frame}), series)  # type: ignore[arg-type]


def months(first: dt.date, values: Iterable[Cell]) -> dict[dt.date, Cell]:
    """Cells of consecutive months from ``first``."""
    index = first.year * 12 + first.month - 1
    return {dt.date((index + i) // 12, (index + i) % 12 + 1, 1): value for i, value in enumerate(values)}


AS_OF = dt.date(2026, 8, 29)
EDITION = Edition("2026Q2", AS_OF, "calendar", dt.date(2026, 10, 31))


def small_report(text: str = "Small things", url: str = "https://example.org/things") -> Report:
    """A whole report of one family with one headline, one figure, two models and one source.

    ``text`` stands wherever a family, a source or a raw file can put words of its own.
    """
    series = a_series("M", title=text, definition=text, models=("stl", "local_level"), decimals=0)
    cells = months(dt.date(2025, 4, 1), [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 9, "suspended", "suspended"])
    frame = observations(series, cells)
    score = scored(series, cells, AS_OF)
    family = Family(
        name="small", title=text, question=text, series=(series,), headlines=(series.id,),
        definitions=(text,), cautions=(text,),
    )  # fmt: skip
    data = frame.filter(pl.col("value").is_not_null()).select("period", "value", series=pl.lit("things"))
    figure = Figure(
        "small.things", "small", text, "things", text, text, AS_OF, (text,),
        line_series(data, unit="things"), data,
    )  # fmt: skip
    fits = (
        Fitted(series, "stl", "", pl.DataFrame(), reason=text),
        Fitted(series, "local_level", "Local level", LEVELS, (text,), (text,), diagnostics=TESTS),
    )
    section = Section(
        family=family, scores=(score,), figures=(figure,), recent=frame.tail(3).reverse(), fits=fits,
        sources=(Source(text, text, url, text, 1),), publishers_count=1,
    )  # fmt: skip
    return Report(
        edition=EDITION, previous_quarter="2026Q1", covers_to=dt.date(2026, 4, 30), main_points=(text,),
        scores=(score,), sections=(section,), quality=small_quality(text), inputs_count=13, assumed_count=2,
        tiles=(score,),
    )  # fmt: skip


LEVELS = pl.DataFrame(
    {"period_start": [dt.date(2026, 3, 1), dt.date(2026, 4, 1)], "level": [11.5, 9.4], "lower_80": [10.0, 8.0],
     "upper_80": [13.0, 11.0], "lower_95": [9.0, 7.0], "upper_95": [14.0, 12.0]}
)  # fmt: skip
TESTS = pl.DataFrame(
    {"test": ["Ljung-Box", "Jarque-Bera"], "statistic": [9.1, 0.4], "p_value": [0.0004, 0.81],
     "null_hypothesis": ["no autocorrelation", "normal"], "observations_count": [13, 13]}
)  # fmt: skip


def small_quality(text: str) -> Quality:
    rules = {"table": "things", "rules": 3, "tests": 39, "kept": 2, "broken": 0, "tested_nothing": 1}
    gaps = {"series_id": "small.things.m", "missing_reason": "suspended", "first": "2026-05", "last": "2026-06"}
    facts = {"table": "things", "facts": 13, "high": 13, "medium": 0, "low": 0, "assumed_dates": 2}
    warning = {"rule_id": text, "sentence": text, "file": text, "key": text, "value": text}
    return Quality(
        rules=pl.DataFrame([rules]),
        untested=("things.never",),
        warnings=pl.DataFrame([warning]),
        warnings_count=1,
        gaps=pl.DataFrame([gaps | {"periods": 2}]),
        tables=pl.DataFrame([facts]),
        stale=(),
        corrections=pl.DataFrame(
            schema=dict.fromkeys(("fact_id", "column", "wrong", "right", "why", "evidence", "corrected"), pl.String)
        ),
        collected=pl.DataFrame({"family": ["small"], "collected_through": [dt.date(2026, 4, 30)], "series": [1]}),
    )


def changed(score: Score, **fields: Any) -> Score:
    """The score with other fields."""
    return replace(score, **fields)


SINCE = Since("SELECT 1")
