"""Periods in SQL: first and last day, label and step of each frequency."""

from __future__ import annotations

from indicators.store.declare import Series

FIRST_HALF = "month({d}) <= 6"
PERIOD_START = {
    "A": "date_trunc('year', {d})",
    "Q": "date_trunc('quarter', {d})",
    "M": "date_trunc('month', {d})",
    "D": "{d}",
    "H": f"make_date(year({{d}}), CASE WHEN {FIRST_HALF} THEN 1 ELSE 7 END, 1)",
}
STEP = {
    "A": "INTERVAL 1 YEAR",
    "H": "INTERVAL 6 MONTH",
    "Q": "INTERVAL 3 MONTH",
    "M": "INTERVAL 1 MONTH",
    "D": "INTERVAL 1 DAY",
}
LABEL = {
    "A": "strftime({d}, '%Y')",
    "M": "strftime({d}, '%Y-%m')",
    "D": "strftime({d}, '%Y-%m-%d')",
    "Q": "year({d}) || '-Q' || quarter({d})",
    "H": f"year({{d}}) || '-S' || CASE WHEN {FIRST_HALF} THEN 1 ELSE 2 END",
}
"""SDMX labels; a half-year is a semester."""


def start_of(s: Series, expression: str) -> str:
    return f"CAST({PERIOD_START[s.freq].format(d=expression)} AS DATE)"


def end_of(s: Series, expression: str) -> str:
    return f"(CAST({expression} + {STEP[s.freq]} AS DATE) - 1)"


def by_frequency(cases: dict[str, str]) -> str:
    """A CASE over the column ``freq``."""
    return "CASE freq " + " ".join(f"WHEN '{freq}' THEN {sql}" for freq, sql in cases.items()) + " END"


LABEL_BY_FREQUENCY = by_frequency({freq: sql.format(d="period_start") for freq, sql in LABEL.items()})
END_BY_FREQUENCY = by_frequency({freq: f"CAST(period_start + {step} AS DATE) - 1" for freq, step in STEP.items()})
