"""What each series said on a day, worked out again slowly and without SQL.

Written from the description of the rules (``indicators.store.declare``, ``indicators.store.facts``),
not from their code: every question is answered by looking at the facts known on that day alone.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cache

from indicators.store.declare import (
    Aggregate,
    Average,
    Change,
    Combine,
    FromSeries,
    Pick,
    Rolling,
    Series,
    Since,
    Total,
)

from .tiny import COLLECTED, GAP, NORTH, SOURCES, Reading

RANK = {s.id: s.rank for s in SOURCES}
PUBLISHER = {s.id: s.publisher for s in SOURCES}
LAG = {s.id: s.lag_days for s in SOURCES}
QUALITIES = ("high", "medium", "low")
MONTHS = {"A": 12, "H": 6, "Q": 3, "M": 1}
ONE_DAY = dt.timedelta(days=1)


@dataclass(frozen=True)
class Said:
    """One observation as known on a day."""

    value: float | None
    reason: str | None
    quality: str
    reference_date: dt.date
    facts: frozenset[str]


Periods = dict[dt.date, Said]


def start_of(day: dt.date, freq: str) -> dt.date:
    """First day of the period."""
    months = MONTHS[freq]
    return dt.date(day.year, (day.month - 1) // months * months + 1, 1)


def shift(start: dt.date, periods: int, freq: str) -> dt.date:
    """First day of the period some periods later."""
    month = start.year * 12 + start.month - 1 + periods * MONTHS[freq]
    return dt.date(month // 12, month % 12 + 1, 1)


def end_of(start: dt.date, freq: str) -> dt.date:
    """Last day of the period."""
    return shift(start, 1, freq) - ONE_DAY


def periods_between(first: dt.date, last: dt.date, freq: str) -> list[dt.date]:
    """First days of the periods from one day to another."""
    found = [start_of(first, freq)]
    while (following := shift(found[-1], 1, freq)) <= last:
        found.append(following)
    return found


def available(readings: Sequence[Reading], mode: str) -> dict[str, dt.date]:
    """Day from which each fact counts."""
    if mode == "strict":
        return {r.fact_id: COLLECTED if r.published_basis == "assumed" else r.published_on for r in readings}
    days: dict[str, dt.date] = {}
    seen = set()
    for r in sorted(readings, key=lambda r: (r.published_on, r.fact_id)):
        days[r.fact_id] = r.published_on
        lag = LAG[r.source_id]
        first = (r.place, r.day, PUBLISHER[r.source_id]) not in seen
        seen.add((r.place, r.day, PUBLISHER[r.source_id]))
        if first and lag is not None:
            days[r.fact_id] = min(r.published_on, r.day + dt.timedelta(days=lag))
    return days


def unrevised(known: Sequence[Reading]) -> list[Reading]:
    """Of each publisher's figures of one quantity the newest one, those not seen in a source last."""
    best: dict[tuple[object, ...], Reading] = {}
    for r in sorted(known, key=lambda r: (r.quality == "low", -r.published_on.toordinal(), r.fact_id)):
        best.setdefault((r.place, r.day, PUBLISHER[r.source_id]), r)
    return [r for r in known if r in best.values()]


def worst(qualities: Iterable[str]) -> str:
    """The worst quality."""
    return max(qualities, key=QUALITIES.index)


class Replay:
    """The tiny family's series as they were known on ``as_of``."""

    def __init__(self, readings: Sequence[Reading], series: Iterable[Series], mode: str, as_of: dt.date) -> None:
        days = available(readings, mode)
        self.all, self.mode, self.as_of = readings, mode, as_of
        self.seen = [r for r in readings if days[r.fact_id] <= as_of]
        self.known = unrevised([r for r in readings if days[r.fact_id] <= as_of])
        self.series = {s.id: s for s in series}
        self.said: Callable[[str], Periods] = cache(self._said)

    def _said(self, series_id: str) -> Periods:
        s = self.series[series_id]
        match s.rule:
            case Pick() if s.rule.sql == GAP:
                return self._pick_pairs(s)
            case Pick():
                return self._pick(s)
            case Total():
                return self._total(s, s.rule) | self._not_collected(s)
            case Since():
                cut = start_of(s.collected_through, s.freq) if s.collected_through else None
                after = {start: said for start, said in self._not_collected(s).items() if start != cut}
                return self._since(s) | after
        return self._derived(s, s.rule)

    def _pick(self, s: Series) -> Periods:
        north = s.rule == Pick(NORTH)
        place = "north" if north else "south"
        found: Periods = {}
        for start in {start_of(r.day, s.freq) for r in self.known if r.place == place}:
            best = min(
                (r for r in self.known if r.place == place and start_of(r.day, s.freq) == start),
                key=lambda r: (r.quality == "low", RANK[r.source_id], -r.published_on.toordinal(), r.fact_id),
            )
            reference = best.day if north else end_of(start, s.freq)
            found[start] = Said(
                best.value_count, best.missing_reason, best.quality, reference, frozenset({best.fact_id})
            )
        return found

    def _pick_pairs(self, s: Series) -> Periods:
        """A candidate made of two facts is known when both are, and as good as the worse of them."""
        counted = [r for r in self.known if r.value_count is not None]
        pairs = [
            (n, r) for n in counted for r in counted if (n.place, r.place) == ("north", "south") and n.day == r.day
        ]
        found = {start_of(n.day, s.freq): _gone(start_of(n.day, s.freq), s.freq) for n, _ in self._pairs_ever()}
        for start in {start_of(n.day, s.freq) for n, _ in pairs}:
            best = min((p for p in pairs if start_of(p[0].day, s.freq) == start), key=_pair_order)
            quality = worst(r.quality for r in best)
            facts = frozenset(r.fact_id for r in best)
            found[start] = Said(_gap(best), None, quality, end_of(start, s.freq), facts)
        return found

    def _pairs_ever(self) -> list[Pair]:
        """Pairs that could be made on some day up to now, revised since or not."""
        days = available(self.seen, self.mode)
        found = []
        for day in {d for d in days.values() if d <= self.as_of}:
            then = [r for r in unrevised([r for r in self.seen if days[r.fact_id] <= day]) if r.value_count is not None]
            found += [(n, r) for n in then for r in then if (n.place, r.place) == ("north", "south") and n.day == r.day]
        return found

    def _total(self, s: Series, rule: Total) -> Periods:
        counted = [r for r in self.known if r.value_count is not None]
        starts = {start_of(r.day, s.freq) for r in counted} | self._counted_ever(s.freq)
        if rule.zero_from and s.collected_through:
            starts |= set(periods_between(rule.zero_from, s.collected_through, s.freq))
        found: Periods = {}
        for start in starts:
            end = end_of(start, s.freq)
            if end > self.as_of or (s.collected_through and end > s.collected_through):
                continue
            rows = [r for r in counted if start_of(r.day, s.freq) == start]
            if rows:
                values = [r.value_count for r in sorted(rows, key=lambda r: (r.day, r.fact_id))]
                facts = frozenset(r.fact_id for r in rows)
                quality = worst(r.quality for r in rows)
                found[start] = Said(TOTAL[rule.how](values), None, quality, max(r.day for r in rows), facts)
            elif not (rule.zero_from and start >= start_of(rule.zero_from, s.freq)):
                found[start] = _gone(start, s.freq)
            elif (
                start in self._counted_ever(s.freq)
                or self.mode == "calendar"
                or (self.as_of >= COLLECTED and not self._any_in(start, s.freq))
            ):
                found[start] = Said(0, None, "medium", end, frozenset())
        return found

    def _counted_ever(self, freq: str) -> set[dt.date]:
        """Periods over by now that had a number on some day since they ended."""
        days = available(self.seen, self.mode)
        found = set()
        for r in self.seen:
            end = end_of(start_of(r.day, freq), freq)
            day = max(days[r.fact_id], end)
            then = [o for o in self.seen if days[o.fact_id] <= day]
            if r.value_count is not None and day <= self.as_of and r in unrevised(then):
                found.add(start_of(r.day, freq))
        return found

    def _any_in(self, start: dt.date, freq: str) -> bool:
        """Whether the period has, or will have, a number that counts on the day it becomes known."""
        days = available(self.all, self.mode)
        return any(
            r in unrevised([o for o in self.all if days[o.fact_id] <= days[r.fact_id]])
            for r in self.all
            if r.value_count is not None and start_of(r.day, freq) == start
        )

    def _since(self, s: Series) -> Periods:
        assert s.collected_through
        events = [r for r in self.known if r.place == "south"]
        found: Periods = {}
        for start in periods_between(min((r.day for r in events), default=COLLECTED), s.collected_through, s.freq):
            last_day = min(end_of(start, s.freq), s.collected_through)
            past = [r for r in events if r.day <= last_day]
            if past and last_day <= self.as_of:
                best = min(
                    past, key=lambda r: (-r.day.toordinal(), QUALITIES.index(r.quality), RANK[r.source_id], r.fact_id)
                )
                days = (last_day - best.day).days
                found[start] = Said(days, None, best.quality, last_day, frozenset({best.fact_id}))
        return found

    def _not_collected(self, s: Series) -> Periods:
        if s.collected_through is None:
            return {}
        starts = periods_between(s.collected_through + ONE_DAY, COLLECTED, s.freq)
        ends = {start: end_of(start, s.freq) for start in starts}
        return {
            start: Said(None, "not_collected", "high", end, frozenset())
            for start, end in ends.items() if end < COLLECTED and end <= self.as_of
        }  # fmt: skip

    def _derived(self, s: Series, rule: FromSeries) -> Periods:
        found: Periods = {}
        for start in self._candidate_starts(s, rule):
            used = self._used(s, rule, start)
            if used is None:
                continue
            values = {role: said.value for role, said in used.items()}
            whole = all(v is not None for v in values.values())
            value = self._value(rule, values) if whole else None
            reason = None if value is not None else "not_applicable"
            if not whole:
                reason = max(said.reason for said in used.values() if said.reason)
            reference = max(said.reference_date for said in used.values())
            if isinstance(rule, Aggregate):
                reference = end_of(start, s.freq)
            facts = frozenset(f for said in used.values() if said.value is not None for f in said.facts)
            found[start] = Said(value, reason, worst(said.quality for said in used.values()), reference, facts)
        return found

    def _candidate_starts(self, s: Series, rule: FromSeries) -> set[dt.date]:
        inputs = [i for _, i in rule.inputs] if isinstance(rule, Combine) else _inputs(rule)
        return {start_of(start, s.freq) for i in inputs for start in self.said(i)}

    def _used(self, s: Series, rule: FromSeries, start: dt.date) -> dict[str, Said] | None:
        """What the value of a period is made of, or None where something is not there."""
        match rule:
            case Combine():
                wanted = {name: (series_id, start) for name, series_id in rule.inputs}
            case Rolling():
                wanted = {str(n): (rule.input, shift(start, -n, s.freq)) for n in range(rule.periods)}
            case Change():
                wanted = {"now": (rule.input, start), "before": (rule.input, shift(start, -rule.lag, s.freq))}
            case Aggregate():
                freq = rule.input[-1].upper()
                subs = periods_between(start, end_of(start, s.freq), freq)
                wanted = {str(n): (rule.input, sub) for n, sub in enumerate(subs)}
            case Average():
                wanted = {series_id: (series_id, start) for series_id in rule.inputs}
        there = {
            role: self.said(series_id)[at] for role, (series_id, at) in wanted.items() if at in self.said(series_id)
        }
        if isinstance(rule, Average):
            return {role: said for role, said in there.items() if said.value is not None} or there
        if isinstance(rule, Aggregate) and rule.how == "last":
            with_value = [role for role in there if there[role].value is not None]
            last = (with_value or list(there))[-1]
            return {last: there[last]}
        return there if len(there) == len(wanted) else None

    def _value(self, rule: FromSeries, values: Mapping[str, float | None]) -> float | None:
        numbers = {role: Fraction(v) for role, v in values.items() if v is not None}
        match rule:
            case Combine(expression="a - b"):
                exact = numbers["a"] - numbers["b"]
            case Combine(expression="a / b"):
                exact = numbers["a"] / numbers["b"] if numbers["b"] else None
            case Change(kind="percent"):
                now, before = numbers["now"], numbers["before"]
                exact = 100 * (now - before) / before if before > 0 else None
            case Change():
                exact = numbers["now"] - numbers["before"]
            case Average() | Aggregate(how="mean"):
                exact = sum(numbers.values()) / len(numbers)
            case _:
                exact = sum(numbers.values())
        return None if exact is None else float(exact)


Pair = tuple[Reading, Reading]


def _gone(start: dt.date, freq: str) -> Said:
    """A period whose every number gave way to none."""
    return Said(None, "not_applicable", "medium", end_of(start, freq), frozenset())


def _gap(pair: Pair) -> float:
    return (pair[0].value_count or 0) - (pair[1].value_count or 0)


def _pair_order(pair: Pair) -> tuple[object, ...]:
    return (
        any(r.quality == "low" for r in pair),
        max(RANK[r.source_id] for r in pair),
        -max(r.published_on for r in pair).toordinal(),
        min(r.fact_id for r in pair),
        _gap(pair),
        [r.fact_id for r in pair],
    )


def _inputs(rule: Rolling | Aggregate | Change | Average) -> tuple[str, ...]:
    return rule.inputs if isinstance(rule, Average) else (rule.input,)


TOTAL: dict[str, Callable[[Sequence[float]], float]] = {
    "sum": sum,
    "count": len,
    "mean": lambda values: sum(values) / len(values),
    "min": min,
    "max": max,
    "last": lambda values: values[-1],
}
