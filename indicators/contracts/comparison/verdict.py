"""What changes ask of versions and changelog, and whether they got it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from indicators.contracts.comparison.changes import Change, compare
from indicators.contracts.comparison.kinds import LEVELS, ORDER, Effect, Level
from indicators.contracts.described.description import Description

PARTS: tuple[Level, ...] = ("major", "minor", "patch")


@dataclass(frozen=True)
class TableVerdict:
    """A changed table: the gravest effect, the versions, the one that is due, and what a breaking change lacks.

    ``old`` or ``new`` is empty where the table was added or removed.
    """

    table: str
    effect: Effect
    old: str
    new: str
    due: str
    failure: str

    @property
    def level(self) -> Level:
        return LEVELS[self.effect]

    @property
    def bumped_enough(self) -> bool:
        return not self.due or not self.old or not self.new or _at_least(self.new, self.due)


@dataclass(frozen=True)
class Comparison:
    """All changes, the verdict on each changed table, and remarks on what could not be compared."""

    changes: tuple[Change, ...]
    verdicts: tuple[TableVerdict, ...]
    remarks: tuple[str, ...]

    @property
    def level(self) -> Level | None:
        """The part of a version that the changes together ask to raise; None where nothing changed."""
        effects = [v.effect for v in self.verdicts]
        return LEVELS[min(effects, key=ORDER.index)] if effects else None

    @property
    def failures(self) -> tuple[str, ...]:
        return tuple(v.failure for v in self.verdicts if v.failure)


def compared(old: Description, new: Description, changelog: Sequence[str] | None) -> Comparison:
    """Compare two descriptions and judge versions and changelog.

    Parameters
    ----------
    old, new : Description
        Before and after.
    changelog : sequence of str, optional
        Lines that are new in the changelog; None where there is no changelog to look at.
    """
    changes = compare(old, new)
    tables = dict.fromkeys(change.table for change in changes)
    renamed = {c.table: c.old for c in changes if c.kind == "table.renamed"}
    verdicts = []
    for table in tables:
        before = old.tables.get(renamed.get(table, table))
        after = new.tables.get(table)
        effect = min((c.effect for c in changes if c.table == table), key=ORDER.index)
        versions = (before.version if before else "", after.version if after else "")
        due = raised(versions[0], LEVELS[effect]) if all(versions) else ""
        failure = _failure(table, effect, versions, due, changelog)
        verdicts.append(TableVerdict(table, effect, *versions, due, failure))
    return Comparison(tuple(changes), tuple(verdicts), tuple(_remarks(old, new, tables, changelog)))


def raised(version: str, level: Level) -> str:
    """The next version of a level.

    Examples
    --------
    >>> raised("1.4.2", "major"), raised("1.4.2", "minor"), raised("1.4.2", "patch")
    ('2.0.0', '1.5.0', '1.4.3')
    """
    parts = _numbers(version)
    at = PARTS.index(level)
    return ".".join(map(str, (*parts[:at], parts[at] + 1, *[0] * (2 - at))))


def _numbers(version: str) -> tuple[int, ...]:
    return tuple(int(part) for part in version.split("."))


def _at_least(version: str, due: str) -> bool:
    return _numbers(version) >= _numbers(due)


def _failure(table: str, effect: Effect, versions: tuple[str, str], due: str, changelog: Sequence[str] | None) -> str:
    if effect != "breaking":
        return ""
    missing = []
    if due and not _at_least(versions[1], due):
        missing.append(f"version {due} or later (the contract says {versions[1]})")
    if changelog is not None and not any(_names(line, table) for line in changelog):
        missing.append(f"a new line in CHANGELOG.md that names `{table}`")
    return f"{table}: a breaking change asks for {' and '.join(missing)}" if missing else ""


def _names(line: str, table: str) -> bool:
    return re.search(rf"`{re.escape(table)}`", line) is not None


def _remarks(
    old: Description, new: Description, changed: Iterable[str], changelog: Sequence[str] | None
) -> Iterable[str]:
    if old.polars != new.polars:
        yield (
            f"the tests of rules were not compared: polars {old.polars} wrote the old ones and {new.polars} the new "
            "ones, each in its own way"
        )
    for name, table in new.tables.items():
        before = old.tables.get(name)
        if before and _numbers(before.version) > _numbers(table.version):
            yield f"{name}: the version went down from {before.version} to {table.version}"
        elif before and before.version != table.version and name not in changed:
            yield f"{name}: the version went from {before.version} to {table.version}, and nothing has changed"
    if changelog is None:
        yield "no changelog was looked at: files are compared, not revisions"


def new_lines(old: str, new: str) -> list[str]:
    """Lines of a text that were not in the earlier one.

    Examples
    --------
    >>> new_lines("- one", "- one\\n- two")
    ['- two']
    """
    before = set(old.splitlines())
    return [line for line in new.splitlines() if line not in before]
