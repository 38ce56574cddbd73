"""A comparison of contracts as text, as data, and as Markdown for a pull request."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from indicators.contracts.comparison.changes import Change
from indicators.contracts.comparison.kinds import ORDER
from indicators.contracts.comparison.verdict import Comparison, TableVerdict
from indicators.contracts.described.phrases import listing, markdown
from indicators.reporting.touched import Touched

WIDTH = 100
SHOWN = 12
MOST = 160
"""Characters of a value shown; the data have it whole."""
SAID = frozenset({"required", "nullable", "rule.raised", "rule.lowered"})
"""Kinds whose words say what was and what is."""


@dataclass(frozen=True)
class ContractDiff:
    """Two sides, what changed between them, and what that touches."""

    base: str
    new: str
    comparison: Comparison
    touched: Touched


def as_data(diff: ContractDiff) -> dict[str, Any]:
    """Everything as plain data."""
    return {
        "base": diff.base,
        "new": diff.new,
        "level": diff.comparison.level,
        "changes": [
            asdict(c) | {"says": c.about.says, "reader": c.reader, "writer": c.writer, "effect": c.effect}
            for c in diff.comparison.changes
        ],
        "tables": [asdict(v) | {"level": v.level} for v in diff.comparison.verdicts],
        "touches": asdict(diff.touched),
        "failures": list(diff.comparison.failures),
        "remarks": list(diff.comparison.remarks),
    }


def text_lines(diff: ContractDiff) -> list[str]:
    """The comparison for a terminal."""
    lines = [f"contracts of {diff.new} against {diff.base}: {summary(diff.comparison)}"]
    for verdicts, changes in grouped(diff.comparison):
        lines += ["", *textwrap.wrap(_title(verdicts), WIDTH, subsequent_indent="  ")]
        for change in changes:
            lines += textwrap.wrap(f"  {sides(change):22} {told(change)}", WIDTH, subsequent_indent=" " * 25)
    if any(asdict(diff.touched).values()):
        lines += ["", "can touch"]
        for name, items in _touched(diff.touched):
            lines += textwrap.wrap(f"  {name}: {listing(items, SHOWN)}", WIDTH, subsequent_indent="    ")
    lines += [f"note: {remark}" for remark in diff.comparison.remarks]
    return [*lines, *(f"error: {failure}" for failure in diff.comparison.failures)]


def markdown_lines(diff: ContractDiff) -> list[str]:
    """The comparison for a pull request."""
    lines = [f"### Contracts: {summary(diff.comparison)}", "", f"{markdown(diff.new)} against {markdown(diff.base)}"]
    for verdicts, changes in grouped(diff.comparison):
        lines += ["", f"**{markdown(_title(verdicts))}**", "", "| change | reader | writer |", "|---|---|---|"]
        lines += [f"| {markdown(told(c))} | {_marked(c.reader)} | {_marked(c.writer)} |" for c in changes]
    if any(asdict(diff.touched).values()):
        lines.append("")
        lines += [f"- {name}: {listing(list(map(_code, items)), SHOWN)}" for name, items in _touched(diff.touched)]
    if diff.comparison.remarks or diff.comparison.failures:
        lines += ["", *(f"- Note: {markdown(remark)}" for remark in diff.comparison.remarks)]
        lines += [f"- **Error**: {markdown(failure)}" for failure in diff.comparison.failures]
    return lines


def summary(comparison: Comparison) -> str:
    """The verdict in one line.

    Examples
    --------
    >>> summary(Comparison((), (), ()))
    'no change'
    """
    if comparison.level is None:
        return "no change"
    counts = {effect: sum(c.effect == effect for c in comparison.changes) for effect in ORDER}
    words = ", ".join(f"{n} {effect}" for effect, n in counts.items() if n)
    return f"{comparison.level} ({words})"


def grouped(comparison: Comparison) -> Iterator[tuple[Sequence[TableVerdict], Sequence[Change]]]:
    """Tables with the same changes and versions together, such as those that share a column."""
    groups: dict[tuple[object, ...], list[TableVerdict]] = {}
    by_table = {v.table: [c for c in comparison.changes if c.table == v.table] for v in comparison.verdicts}
    for verdict in comparison.verdicts:
        same = tuple((c.kind, c.subject, c.old, c.new, c.made) for c in by_table[verdict.table])
        groups.setdefault((same, verdict.old, verdict.new), []).append(verdict)
    for verdicts in groups.values():
        yield verdicts, sorted(by_table[verdicts[0].table], key=lambda c: ORDER.index(c.effect))


def sides(change: Change) -> str:
    """For whom a change is what it is.

    Examples
    --------
    >>> sides(Change("trade_volumes", "codes.added", "flow", "", "re_export"))
    'breaking for readers'
    """
    broken = [who for who, effect in (("readers", change.reader), ("writers", change.writer)) if effect == "breaking"]
    return f"breaking for {'both' if len(broken) == 2 else broken[0]}" if broken else change.effect


def told(change: Change) -> str:
    """A change in one phrase.

    Examples
    --------
    >>> told(Change("trade_volumes", "unit", "value_usd_mn", "USD million", "USD billion"))
    'value_usd_mn: unit changed: USD million -> USD billion'
    """
    old, new = _short(change.old), _short(change.new)
    values = "" if change.kind in SAID else f"{old} -> {new}" if old and new else new or old
    return ": ".join(part for part in (change.subject, change.about.says, values) if part)


def _short(text: str) -> str:
    return text if len(text) <= MOST else f"{text[:MOST]}..."


def _title(verdicts: Sequence[TableVerdict]) -> str:
    first = verdicts[0]
    names = ", ".join(v.table for v in verdicts)
    if not first.old:
        return f"{names}: new, version {first.new}"
    if not first.new:
        return f"{names}: gone, version was {first.old}"
    versions = first.old if first.old == first.new else f"{first.old} -> {first.new}"
    asked = "due" if first.effect == "breaking" else "advised"
    due = "" if first.bumped_enough else f"; {asked}: {first.due}"
    return f"{names}: {first.level}, version {versions}{due}"


def _touched(touched: Touched) -> list[tuple[str, tuple[str, ...]]]:
    parts = {"series": touched.series, "charts": touched.charts, "report sections": touched.sections}
    return [(f"{len(items)} {name}", items) for name, items in parts.items() if items]


def _marked(effect: str) -> str:
    return f"**{effect}**" if effect == "breaking" else effect


def _code(text: str) -> str:
    return f"`{text}`"
