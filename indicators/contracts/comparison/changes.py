"""Every change between two descriptions."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

from indicators.contracts.comparison.kinds import KINDS, Effect, Kind
from indicators.contracts.described.description import DescribedColumn, DescribedRule, DescribedTable, Description
from indicators.contracts.described.phrases import bound

INFINITE = float("inf")


@dataclass(frozen=True)
class Change:
    """One change: where, of which kind, from what to what.

    ``columns`` are the columns concerned, by their new names where they have one; empty for the table as a whole.
    ``made`` tables have no writer but the build.
    """

    table: str
    kind: str
    subject: str
    old: str
    new: str
    columns: tuple[str, ...] = ()
    made: bool = False

    @property
    def about(self) -> Kind:
        return KINDS[self.kind]

    @property
    def reader(self) -> Effect:
        return self.about.reader

    @property
    def writer(self) -> Effect:
        return "compatible" if self.made and self.about.writer == "breaking" else self.about.writer

    @property
    def effect(self) -> Effect:
        """The graver of the two sides."""
        return Kind("", self.reader, self.writer).effect


def compare(old: Description, new: Description) -> list[Change]:
    """Every change from one description to another, in the order of the tables.

    The tests of rules are compared only where one version of polars wrote both: it alone knows their text.

    Parameters
    ----------
    old, new : Description
        Before and after.
    """
    tests = old.polars == new.polars
    gone = [t for name, t in old.tables.items() if name not in new.tables]
    come = [t for name, t in new.tables.items() if name not in old.tables]
    renamed = _pairs(gone, come, lambda a, b: a.columns == b.columns)
    changes: list[Change] = []
    for table in new.tables.values():
        before = old.tables.get(table.name) or renamed.get(table.name)
        if before is None:
            changes.append(Change(table.name, "table.added", "", "", table.title, made=table.origin == "made"))
        else:
            if before.name != table.name:
                changes.append(Change(table.name, "table.renamed", "", before.name, table.name))
            changes += _of_table(before, table, tests)
    lost = [t for t in gone if t not in renamed.values()]
    return [*changes, *(Change(t.name, "table.removed", "", t.title, "", made=t.origin == "made") for t in lost)]


T = TypeVar("T", DescribedTable, DescribedColumn, DescribedRule)


def _pairs(gone: Sequence[T], come: Sequence[T], same: Callable[[T, T], bool]) -> dict[str, T]:
    """New name to the old thing, where exactly one of the gone fits exactly one of the come."""
    fits = {_name(new): [old for old in gone if same(old, new)] for new in come}
    taken = [_name(olds[0]) for olds in fits.values() if len(olds) == 1]
    return {name: olds[0] for name, olds in fits.items() if len(olds) == 1 and taken.count(_name(olds[0])) == 1}


def _name(thing: DescribedTable | DescribedColumn | DescribedRule) -> str:
    return thing.id if isinstance(thing, DescribedRule) else thing.name


def _of_table(old: DescribedTable, new: DescribedTable, tests: bool) -> Iterator[Change]:
    def change(kind: str, subject: str, before: Any, after: Any, *columns: str) -> Change:
        return Change(new.name, kind, subject, _words(before), _words(after), columns, new.origin == "made")

    for field in ("title", "row", "family", "may_be_empty"):
        before, after = getattr(old, field), getattr(new, field)
        if before != after and (before and after):
            yield change("table.wording", field, before, after)
    if bool(old.may_be_empty) != bool(new.may_be_empty):
        kind = "table.may_be_empty" if new.may_be_empty else "table.filled"
        yield change(kind, "", old.may_be_empty, new.may_be_empty)
    if old.usage != new.usage:
        yield change("table.usage", "", set(old.usage) - set(new.usage), set(new.usage) - set(old.usage))
    if (old.folder, old.files, old.origin) != (new.folder, new.files, new.origin):
        yield change("table.files", "", [old.folder, *old.files], [new.folder, *new.files])
    columns = list(_columns(old.columns, new.columns))
    names = {c.old: c.new for c in columns if c.kind == "column.renamed"}
    for c in columns:
        yield dataclasses.replace(c, table=new.name, made=new.origin == "made")
    yield from _keys(old, new, names, change)
    if {names.get(name, name) for name in old.quantity} != set(new.quantity):
        yield change("table.quantity", "", old.quantity, new.quantity)
    if old.reference_end != new.reference_end:
        yield change("table.reference_end", "", old.reference_end, new.reference_end)
    yield from _waits(dict(old.waits), dict(new.waits), change)
    key_moved = old.key != new.key
    yield from _rules(_own(old.rules, key_moved), _own(new.rules, key_moved), tests, change)


Changed = Callable[..., Change]


def _waits(old: Mapping[str, str], new: Mapping[str, str], change: Changed) -> Iterator[Change]:
    for name in {**old, **new}:
        before, after = old.get(name, ""), new.get(name, "")
        if before != after:
            yield change(f"waits.{'added' if not before else 'reason' if after else 'removed'}", name, before, after)


def _own(rules: Sequence[DescribedRule], key_moved: bool) -> list[DescribedRule]:
    """Rules by what follows the table's name; the rule of a key that changed is told as the key."""
    named = [dataclasses.replace(r, id=r.id.partition(".")[2]) for r in rules]
    return [r for r in named if not (key_moved and r.id == "key")]


def _keys(old: DescribedTable, new: DescribedTable, names: dict[str, str], change: Changed) -> Iterator[Change]:
    for subject, before, after in (("", old.key, new.key), ("primary key", old.primary_key, new.primary_key)):
        renamed = tuple(names.get(name, name) for name in before)
        if renamed == after or (subject and (old.key, new.key) == (old.primary_key, new.primary_key)):
            continue
        one, other = set(renamed), set(after)
        kind = "order" if one == other else "wider" if one < other else "narrower" if one > other else "other"
        yield change(f"key.{kind}", subject, before, after)


# -- columns -------------------------------------------------------------------------------------------


def _same_column(old: DescribedColumn, new: DescribedColumn) -> bool:
    """Whether a column of another name may be the same one: the same words, or the same promises."""
    words = old.definition == new.definition and old.type == new.type
    return words or dataclasses.replace(old, name=new.name, definition=new.definition) == new


def _columns(old: Sequence[DescribedColumn], new: Sequence[DescribedColumn]) -> Iterator[Change]:
    before, after = {c.name: c for c in old}, {c.name: c for c in new}
    gone, come = [c for c in old if c.name not in after], [c for c in new if c.name not in before]
    renamed = _pairs(gone, come, _same_column)
    for c in new:
        earlier = before.get(c.name) or renamed.get(c.name)
        if earlier is None:
            kind = "column.added_required" if c.required else "column.added_optional"
            yield Change("", kind, c.name, "", c.definition, (c.name,))
            continue
        if earlier.name != c.name:
            yield Change("", "column.renamed", c.name, earlier.name, c.name, (c.name,))
        for kind, was, becomes in _promises(earlier, c):
            yield Change("", kind, c.name, was, becomes, (c.name,))
    for c in gone:
        if c not in renamed.values():
            yield Change("", "column.removed", c.name, c.definition, "", (c.name,))
    kept = [renamed[c.name].name if c.name in renamed else c.name for c in new if c.name in before or c.name in renamed]
    if kept != [c.name for c in old if c.name in kept]:
        yield Change("", "column.moved", "", _words([c.name for c in old]), _words([c.name for c in new]))


def _promises(old: DescribedColumn, new: DescribedColumn) -> Iterator[tuple[str, str, str]]:
    """Kind, before and after of each promise that changed."""
    if old.type != new.type:
        wider = new.type == "text" or (old.type, new.type) == ("integer", "number")
        yield "type.wider" if wider else "type.other", old.type, new.type
    if old.unit != new.unit:
        yield "unit", old.unit or "none", new.unit or "none"
    yield from _codes(old, new)
    yield from _range(old, new)
    for field, kind in (("pattern", "pattern"), ("references", "reference")):
        before, after = getattr(old, field), getattr(new, field)
        if before != after:
            how = "added" if before is None else "removed" if after is None else "changed"
            yield f"{kind}.{how}", _words(before), _words(after)
    if old.required != new.required:
        yield ("required", "may be empty", "filled") if new.required else ("nullable", "filled", "may be empty")
    if old.definition != new.definition:
        yield "column.definition", old.definition, new.definition
    if old.free_text != new.free_text:
        yield "column.free_text", _words(old.free_text), _words(new.free_text)


def _codes(old: DescribedColumn, new: DescribedColumn) -> Iterator[tuple[str, str, str]]:
    before, after = dict(old.codes), dict(new.codes)
    if not before or not after:
        if before != after:
            yield "codes.listed" if after else "codes.opened", _words(before), _words(after)
        return
    if added := [code for code in after if code not in before]:
        yield "codes.added", "", _words(added)
    if removed := [code for code in before if code not in after]:
        yield "codes.removed", _words(removed), ""
    for code, meaning in after.items():
        if before.get(code, meaning) != meaning:
            yield "codes.meaning", f"{code}: {before[code]}", f"{code}: {meaning}"


def _range(old: DescribedColumn, new: DescribedColumn) -> Iterator[tuple[str, str, str]]:
    ends = ((_low(old), _low(new), 1), (_high(old), _high(new), -1))
    for (was, was_text), (becomes, becomes_text), sign in ends:
        if was == becomes:
            continue
        if was is None or becomes is None:
            tightened = was is None
        elif type(was[0]) is not type(becomes[0]):
            continue  # numbers and dates: the type has changed, which is told
        else:
            tightened = (becomes > was) == (sign > 0)
        yield "range.tightened" if tightened else "range.widened", was_text, becomes_text


Limit = tuple[Any, bool] | None


def _low(c: DescribedColumn) -> tuple[Limit, str]:
    """The lower end, an excluded one above the same one included."""
    ends: list[tuple[Any, bool]] = []
    for limit, excluded in ((c.minimum, False), (c.exclusive_minimum, True)):
        if limit is not None:
            ends.append((limit if isinstance(limit, str) else float(limit), excluded))
    if not ends:
        return None, "no lower bound"
    low = max(ends)
    return low, f"{'above' if low[1] else 'at least'} {bound(low[0])}"


def _high(c: DescribedColumn) -> tuple[Limit, str]:
    if c.maximum is None:
        return None, "no upper bound"
    limit = c.maximum if isinstance(c.maximum, str) else float(c.maximum)
    return (limit, False), f"at most {bound(limit)}"


# -- rules ---------------------------------------------------------------------------------------------


def _rules(
    old: Sequence[DescribedRule], new: Sequence[DescribedRule], tests: bool, change: Changed
) -> Iterator[Change]:
    before, after = {r.id: r for r in old}, {r.id: r for r in new}
    gone, come = [r for r in old if r.id not in after], [r for r in new if r.id not in before]
    renamed = _pairs(gone, come, lambda a, b: (a.digest, a.severity) == (b.digest, b.severity))
    for r in new:
        earlier = before.get(r.id) or renamed.get(r.id)
        kind = "rule" if r.severity == "error" else "warning"
        if earlier is None:
            yield change(f"{kind}.added", r.id, "", r.sentence, *r.columns)
            continue
        if earlier.id != r.id:
            yield change("rule.renamed", r.id, earlier.id, r.id)
        if earlier.severity != r.severity:
            yield change(
                "rule.raised" if kind == "rule" else "rule.lowered", r.id, earlier.severity, r.severity, *r.columns
            )
        if tests and bool(earlier.body) == bool(r.body):
            moved = _moved(dict(earlier.constants), dict(r.constants))
            if earlier.digest != r.digest:
                yield change(f"{kind}.test", r.id, *_tests(earlier, r), *r.columns)
            elif moved[0] != moved[1]:
                yield change(f"{kind}.test", r.id, *moved, *r.columns)
            elif (earlier.body, earlier.constants) != (r.body, r.constants):
                yield change(f"{kind}.body", r.id, earlier.body, r.body, *r.columns)
        for field in ("sentence", "mend", "columns"):
            was, becomes = getattr(earlier, field), getattr(r, field)
            if was != becomes:
                yield change("rule.wording", r.id, was, becomes)
    for r in gone:
        if r not in renamed.values():
            yield change(f"{'rule' if r.severity == 'error' else 'warning'}.removed", r.id, r.sentence, "", *r.columns)


def _moved(old: Mapping[str, str], new: Mapping[str, str]) -> tuple[str, str]:
    """Constants that have another value, before and after; one of another name is another body."""
    names = [name for name in old if name in new and old[name] != new[name]]
    before, after = ("; ".join(f"{name} = {values[name]}" for name in names) for values in (old, new))
    return before, after


def _tests(old: DescribedRule, new: DescribedRule) -> tuple[str, str]:
    """What is tested, or to which rows it applies, before and after."""
    if old.holds != new.holds:
        return old.holds, new.holds
    if old.applies != new.applies:
        return f"where {old.applies}", f"where {new.applies}"
    return "", "an option that the text does not show"


def _words(value: Any) -> str:
    if isinstance(value, list | tuple | set | dict):
        return ", ".join(map(str, sorted(value) if isinstance(value, set) else value))
    return "" if value is None else str(value)
