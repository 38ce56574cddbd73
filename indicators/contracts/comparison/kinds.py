"""The kinds of change a contract can undergo, each from the reader's and from the writer's side.

One thought decides: a promise that becomes weaker can show readers what they never had to expect; one that
becomes stronger can refuse what writers were free to write. What can be neither ordered nor ruled out is
breaking for both.
"""

from __future__ import annotations

from dataclasses import dataclass
from types import MappingProxyType
from typing import Literal

Effect = Literal["breaking", "compatible", "editorial"]
Level = Literal["major", "minor", "patch"]
LEVELS: MappingProxyType[Effect, Level] = MappingProxyType(
    {"breaking": "major", "compatible": "minor", "editorial": "patch"}
)
ORDER: tuple[Effect, ...] = ("breaking", "compatible", "editorial")


@dataclass(frozen=True)
class Kind:
    """A kind of change: what happened, and its effect on both sides."""

    says: str
    reader: Effect
    writer: Effect

    @property
    def effect(self) -> Effect:
        """The graver of the two."""
        return min(self.reader, self.writer, key=ORDER.index)


def _weaker(says: str) -> Kind:
    return Kind(says, "breaking", "compatible")


def _stronger(says: str) -> Kind:
    return Kind(says, "compatible", "breaking")


def _other(says: str) -> Kind:
    return Kind(says, "breaking", "breaking")


def _harmless(says: str) -> Kind:
    return Kind(says, "compatible", "compatible")


def _wording(says: str) -> Kind:
    return Kind(says, "editorial", "editorial")


KINDS = MappingProxyType(
    {
        "table.added": _harmless("table added"),
        "table.removed": _other("table removed"),
        "table.renamed": _other("table renamed"),
        "table.files": _stronger("files changed"),
        "table.quantity": _weaker("quantity changed: other rows are vintages of one number"),
        "table.reference_end": _weaker("day described changed: other rows are seen as of a date"),
        "table.may_be_empty": _weaker("the table may now be empty"),
        "table.filled": _stronger("the table must now have rows"),
        "table.wording": _wording("wording changed"),
        "table.usage": _wording("usage warnings changed"),
        "key.wider": _weaker("key has more columns: rows that were one can be several"),
        "key.narrower": _stronger("key has fewer columns: rows that were several must be one"),
        "key.other": _other("key changed"),
        "key.order": _harmless("order of the key changed"),
        "column.added_required": _stronger("column added, every row must fill it"),
        "column.added_optional": _stronger("column added, files must have it, its cells may be empty"),
        "column.removed": _other("column removed"),
        "column.renamed": _other("column renamed"),
        "column.moved": _harmless("order of columns changed"),
        "type.wider": _weaker("type widened"),
        "type.other": _other("type changed"),
        "unit": _other("unit changed"),
        "codes.added": _weaker("code added"),
        "codes.removed": _stronger("code removed"),
        "codes.listed": _stronger("code list introduced"),
        "codes.opened": _weaker("code list dropped"),
        "codes.meaning": _wording("meaning of a code reworded"),
        "range.widened": _weaker("range widened"),
        "range.tightened": _stronger("range tightened"),
        "pattern.added": _stronger("form introduced"),
        "pattern.removed": _weaker("form dropped"),
        "pattern.changed": _other("form changed"),
        "nullable": _weaker("cells may now be empty"),
        "required": _stronger("cells must now be filled"),
        "reference.added": _stronger("reference introduced"),
        "reference.removed": _weaker("reference dropped"),
        "reference.changed": _other("reference changed"),
        "column.definition": _wording("definition reworded"),
        "column.free_text": _wording("marked or unmarked as free text"),
        "rule.added": _stronger("rule added"),
        "rule.removed": _weaker("rule removed"),
        "rule.raised": _stronger("rule raised from warning to error"),
        "rule.lowered": _weaker("rule lowered from error to warning"),
        "rule.test": _other("test of a rule changed"),
        "rule.body": _harmless("body of a rule changed: whether it asks more or less cannot be told, read it"),
        "rule.renamed": _harmless("rule renamed"),
        "rule.wording": _wording("rule reworded"),
        "warning.added": _harmless("warning added"),
        "warning.removed": _harmless("warning removed"),
        "warning.test": _harmless("test of a warning changed"),
        "warning.body": _harmless("body of a warning changed: whether it asks more or less cannot be told, read it"),
        "waits.added": _harmless("a rule may now have no row to test"),
        "waits.removed": _harmless("a rule must now have rows to test"),
        "waits.reason": _wording("reason of a rule without rows reworded"),
    }
)
"""A unit that changes is always breaking: the same digits mean another amount. So is a key, a type, a name."""
