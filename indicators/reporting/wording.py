"""Sentences made from numbers: one place for direction words, reasons, dates and marks."""

from __future__ import annotations

import datetime as dt
import re

from indicators.days import MONTHS, day
from indicators.numbers import number, rounded
from indicators.reporting.scoreboard import Score

REASON_WORDS = {
    "not_published": "not published",
    "suspended": "suspended",
    "refused": "refused",
    "not_collected": "not collected",
    "not_applicable": "not applicable",
}
"""Kinds of nothing; zero is a number and written as one."""

UNKNOWN = "nothing known at this date"

STATUS_MARKS = {"A": "", "B": "[b]", "E": "[e]", "M": "[x]", "P": "[p]", "U": "[u]"}
STATUS_WORDS = {
    "[p]": "provisional",
    "[e]": "estimated, a bound or an approximation",
    "[b]": "break in series",
    "[u]": "low reliability",
    "[x]": "not provided, with the reason",
    "[l]": "low quality: not seen in a source",
    "[f]": "a lower-ranked publisher fills a hole",
    "[d]": "rests on an assumed publication day",
    "[c]": "a document states another number, see the claims",
}


DAY_CODE = re.compile(r"\b(\d{4})-(0[1-9]|1[0-2])-(\d{2})\b")
MONTH_CODE = re.compile(r"\b((?:19|20)\d{2})-(0[1-9]|1[0-2])\b(?!-)")
PER_CENT = re.compile(r"(?<=\d)(?: per cent\b| %)")
QUARTER_CODE = re.compile(r"\b((?:19|20)\d{2})-?(Q[1-4])\b")
HALF_CODE = re.compile(r"\b(\d{4})-S([12])\b")


def prose(text: str) -> str:
    """A sentence with periods and days as people read them, a number's per cent as a sign that keeps to it.

    Examples
    --------
    >>> prose("17.8 in 2026Q2 (80 % band), known on 2026-05-30; 14 per cent less from 2026-03 on")
    '17.8 in 2026 Q2 (80\xa0% band), known on 30 May 2026; 14\xa0% less from Mar 2026 on'
    >>> prose("declared in 2023-S1 (p = 0.36)")
    'declared in 2023 H1 (p\xa0=\xa00.36)'
    """
    text = DAY_CODE.sub(lambda m: f"{int(m[3])} {MONTHS[int(m[2]) - 1]} {m[1]}", text)
    text = MONTH_CODE.sub(lambda m: f"{MONTHS[int(m[2]) - 1]} {m[1]}", text)
    text = HALF_CODE.sub(r"\1 H\2", QUARTER_CODE.sub(r"\1 \2", text))
    return PER_CENT.sub("\u00a0%", text).replace("p = ", "p\u00a0=\u00a0")


def counted(count: int, noun: str) -> str:
    """A count with its noun in the right number.

    Examples
    --------
    >>> counted(1, "day"), counted(1234, "day")
    ('1 day', '1,234 days')
    """
    return f"{count:,} {noun}{'' if count == 1 else 's'}"


def direction(change: float | None, decimals: int) -> str:
    """``up 12.3``, ``down 12.3``, ``unchanged`` or ``no comparison``; the word agrees with the printed sign.

    Examples
    --------
    >>> direction(-0.04, 1), direction(2.5, 1), direction(None, 1)
    ('unchanged', 'up 2.5', 'no comparison')
    """
    if change is None:
        return "no comparison"
    shown = rounded(change, decimals)
    if shown == 0:
        return "unchanged"
    return f"{'up' if shown > 0 else 'down'} {number(abs(change), decimals)}"


def marks(score: Score) -> str:
    """Status codes of a headline's value."""
    found = [STATUS_MARKS.get(score.obs_status or "", "")]
    found += ["[l]"] if score.quality == "low" else []
    found += ["[f]"] if (score.publisher_rank or 1) > 1 else []
    found += ["[d]"] if score.assumed_dates_count else []
    found += ["[c]"] if score.disputed else []
    return " ".join(mark for mark in found if mark)


def age(score: Score) -> str:
    """Age of the last observation, whether it is stale, and what is missing after it."""
    if score.age_days is None:
        return "no observation"
    text = counted(score.age_days, "day")
    if score.missing_since:
        text += f"; {REASON_WORDS.get(score.missing_reason or '', 'missing')} from {score.missing_since}"
    return f"{text}; stale" if score.stale else text


def with_unit(value: float, decimals: int, unit: str) -> str:
    """A value with its unit, per cent as a sign, other units in the singular after exactly 1.

    Examples
    --------
    >>> with_unit(1.0, 0, "days"), with_unit(1.0, 0, "listed entries"), with_unit(33.0, 1, "per cent")
    ('1 day', '1 listed entry', '33.0 %')
    """
    text = number(value, decimals)
    return f"{text} %" if unit == "per cent" else f"{text} {unit_of(value, decimals, unit)}"


def unit_of(value: float | None, decimals: int, unit: str) -> str:
    """The unit alone, in the singular after exactly 1; where there is no value, why.

    Examples
    --------
    >>> unit_of(1.0, 0, "treaties"), unit_of(1.0, 1, "points"), unit_of(None, 0, "days")
    ('treaty', 'points', 'nothing known at this date')
    """
    if value is None:
        return UNKNOWN
    if number(value, decimals) != "1":
        return unit
    return f"{unit[:-3]}y" if unit.endswith("ies") else unit.removesuffix("s")


def value_alone(score: Score) -> str:
    """The value without its unit; a lower bound reads 'at least'."""
    if score.value is None:
        return "n/a"
    return ("at least " if score.at_least else "") + number(score.value, score.series.decimals)


def value_text(score: Score) -> str:
    """The value with its unit; a lower bound reads 'at least'."""
    if score.value is None:
        return f"n/a ({UNKNOWN})"
    return ("at least " if score.at_least else "") + with_unit(score.value, score.series.decimals, score.series.unit)


def closed(sentence: str) -> str:
    """The text with one full stop at its end."""
    return sentence.rstrip(" .") + "."


def main_point(score: Score, as_of: dt.date) -> str:
    """One sentence on a headline: value, period, change on quarter and year, age if it is stale."""
    decimals = score.series.decimals
    text = f"{score.series.title}: {value_text(score)} in {score.period}"
    if score.reference_date and score.series.freq in ("H", "D"):
        text = f"{score.series.title}: {value_text(score)} on {day(score.reference_date)}"
    changes = [
        f"{direction(change, decimals)} on {span} earlier"
        for change, span in ((score.change_on_quarter, "three months"), (score.change_on_year, "a year"))
        if change is not None
    ]
    if changes:
        text += "; " + ", ".join(changes)
    if score.stale and score.age_days is not None:
        text += f". The value is stale: it describes a day {counted(score.age_days, 'day')} before {day(as_of)}"
    if score.missing_since:
        reason = REASON_WORDS.get(score.missing_reason or "", "missing")
        text += f". From {score.missing_since} on: {reason}, which is not zero"
    return text + "."
