"""Sentences made from numbers: one place for direction words, reasons, dates and marks."""

from __future__ import annotations

import datetime as dt
import re

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


def day(value: dt.date) -> str:
    """A date as people read it, without locale.

    Examples
    --------
    >>> day(dt.date(2026, 2, 5))
    '5 Feb 2026'
    """
    return f"{value.day} {MONTHS[value.month - 1]} {value.year}"


MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
DAY_CODE = re.compile(r"\b(\d{4})-(0[1-9]|1[0-2])-(\d{2})\b")
MONTH_CODE = re.compile(r"\b((?:19|20)\d{2})-(0[1-9]|1[0-2])\b(?!-)")
QUARTER_CODE = re.compile(r"\b((?:19|20)\d{2})-?(Q[1-4])\b")
HALF_CODE = re.compile(r"\b(\d{4})-S([12])\b")


def prose(text: str) -> str:
    """A sentence with periods and days as people read them, unbroken before a per cent sign and in a p-value.

    Examples
    --------
    >>> prose("17.8 in 2026Q2 (80 % band), known on 2026-05-30; missing from 2026-03")
    '17.8 in 2026 Q2 (80\xa0% band), known on 30 May 2026; missing from Mar 2026'
    >>> prose("declared in 2023-S1 (p = 0.36)")
    'declared in 2023 H1 (p\xa0=\xa00.36)'
    """
    text = DAY_CODE.sub(lambda m: f"{int(m[3])} {MONTHS[int(m[2]) - 1]} {m[1]}", text)
    text = MONTH_CODE.sub(lambda m: f"{MONTHS[int(m[2]) - 1]} {m[1]}", text)
    text = HALF_CODE.sub(r"\1 H\2", QUARTER_CODE.sub(r"\1 \2", text))
    return text.replace(" %", "\u00a0%").replace("p = ", "p\u00a0=\u00a0")


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
    """A value with its unit, the unit in the singular after exactly 1.

    Examples
    --------
    >>> with_unit(1.0, 0, "days"), with_unit(1.0, 0, "listed entries"), with_unit(1015.7, 1, "USD million")
    ('1 day', '1 listed entry', '1,015.7 USD million')
    """
    text = number(value, decimals)
    if text == "1" and unit.endswith("ies"):
        unit = unit[:-3] + "y"
    elif text == "1" and unit.endswith("s"):
        unit = unit[:-1]
    return f"{text} {unit}"


def value_alone(score: Score) -> str:
    """The value without its unit; a lower bound reads 'at least'."""
    if score.value is None:
        return "n/a"
    return ("at least " if score.at_least else "") + number(score.value, score.series.decimals)


def value_text(score: Score) -> str:
    """The value with its unit; a lower bound reads 'at least'."""
    if score.value is None:
        return "n/a (nothing known at this date)"
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
