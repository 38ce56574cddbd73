"""Ours against theirs: what a comparison says, and what several witnesses say together."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from types import MappingProxyType

from indicators.ledgers.check import Check, Span
from indicators.ledgers.measure import Measured

SUPPORTED, ROUNDED, CONTRADICTED = "supported", "supported_within_rounding", "contradicted"
DISAGREE, NOT_YET, CANNOT, RECORD = "sources_disagree", "not_yet_knowable", "cannot_be_checked", "record_only"
VERDICT = MappingProxyType(
    {
        SUPPORTED: "supported",
        ROUNDED: "supported within rounding",
        CONTRADICTED: "contradicted",
        DISAGREE: "contradicted by one source and supported by another",
        NOT_YET: "not yet knowable at its date",
        CANNOT: "cannot be checked",
        RECORD: "kept as a record",
    }
)
"""Every verdict in words. They judge numbers, not authors."""

WORST = (CONTRADICTED, ROUNDED, SUPPORTED)


@dataclass(frozen=True)
class Compared:
    """``difference`` is ours less theirs: in their unit, in days (years for a period
    of a series), or the names that ours lacks."""

    outcome: str
    difference: float | str | None


def compare(check: Check, measured: Measured) -> Compared | None:
    """What the comparison says, or None where we have no value."""
    ours = measured.value
    if ours is None:
        return None
    if isinstance(ours, str):
        lacking = [n.strip() for n in str(check.expected).split(";") if n.strip().casefold() not in ours.casefold()]
        return Compared(CONTRADICTED if lacking else SUPPORTED, "; ".join(lacking) or None)
    if isinstance(ours, dt.date):
        assert isinstance(check.expected, Span)
        return _days(check, ours, check.expected)
    assert isinstance(check.expected, float)
    return _numbers(check, ours, check.expected)


def _days(check: Check, ours: dt.date, theirs: Span) -> Compared:
    """A stated month or year holds each of its days."""
    late = max((ours - theirs.last).days, 0)
    early = min((ours - theirs.first).days, 0)
    off = float(late + early)
    if check.is_series and off:  # a period stands for all its days: the difference is told in years
        off = float(ours.year - (theirs.last if late else theirs.first).year)
    kept = {"gt": late > 0, "gte": early == 0, "lt": early < 0, "lte": late == 0}.get(check.comparison, off == 0)
    return Compared(_outcome(kept, 0 < abs(off) <= check.tolerance), off)


def _numbers(check: Check, ours: float, theirs: float) -> Compared:
    off = ours - theirs
    exact = abs(off) < 1e-9
    match check.comparison:
        case "gt":
            kept = off > 0
        case "gte":
            kept = off > 0 or exact
        case "lt":
            kept = off < 0
        case "lte":
            kept = off < 0 or exact
        case "range":
            assert check.high is not None
            kept = theirs <= ours <= check.high
            off = min(off, 0.0) + max(ours - check.high, 0.0)
        case "approx":
            kept = abs(off) <= check.tolerance
        case _:
            return Compared(_outcome(exact, _rounded(ours, check) or abs(off) <= check.tolerance), off)
    return Compared(_outcome(kept, check.tolerance > 0 and abs(off) <= check.tolerance), off)


def _rounded(ours: float, check: Check) -> bool:
    """Ours rounded to the digits that they print."""
    step = Decimal(1).scaleb(-check.decimals)
    return Decimal(repr(ours)).quantize(step, ROUND_HALF_UP) == Decimal(check.shown).quantize(step)


def _outcome(kept: bool, near: bool) -> str:
    if kept:
        return SUPPORTED
    return ROUNDED if near else CONTRADICTED


def together(outcomes: Iterable[tuple[str, str | None]]) -> str | None:
    """One outcome of several checks: (witness, outcome) pairs.

    All checks of one witness must hold; witnesses that say opposite things disagree. None where no
    check has an outcome.

    Examples
    --------
    >>> together([("US Census", "contradicted"), ("Russian customs", "supported")])
    'sources_disagree'
    >>> together([("US Census", "contradicted"), ("US Census", "supported")])
    'contradicted'
    """
    by_witness: dict[str, str] = {}
    for witness, outcome in outcomes:
        if outcome is not None:
            before = by_witness.get(witness, outcome)
            by_witness[witness] = min(before, outcome, key=WORST.index)
    said = set(by_witness.values())
    if not said:
        return None
    if CONTRADICTED in said and len(said) > 1:
        return DISAGREE
    return min(said, key=WORST.index)
