"""What an audit found: findings with file and line, and how many rows each rule tested."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass, field

import polars as pl

from indicators.contracts.rules import Severity


@dataclass(frozen=True, order=True)
class Finding:
    """One broken promise, where it is and how to mend it.

    ``line`` is the physical line of the file (the header is line 1, 0 means the file as a whole);
    a cell that spans lines is found at the first line of its row.
    """

    file: str
    line: int
    table: str
    rule_id: str
    column: str
    value: str
    key: str
    sentence: str
    severity: Severity
    mend: str

    def where(self) -> str:
        """``file:line, key, column``: the second of the three lines."""
        place = f"{self.file}:{self.line}" if self.line else self.file
        column = self.column and f"column {_short(self.column)}"
        return _plain(", ".join(part for part in (place, _short(self.key, 160), column) if part))

    def what(self) -> str:
        """Rule, sentence and the value at fault: the first of the three lines."""
        shown = _short(self.value)
        text = f"{self.sentence} [{self.rule_id}]" + (f": {shown!r}" if shown else "")
        if self.rule_id.endswith(OF_CODES) and not shown.isascii():
            text += f" with {', '.join(_named(c) for c in dict.fromkeys(shown) if not c.isascii())}"
        return " ".join(text.split())

    def __str__(self) -> str:
        return f"{self.severity}: {self.what()}\n  where: {self.where()}\n  do:    {self.mend}"


OF_CODES = (".codes", ".pattern", ".references")
"""Rules of texts that are ASCII; a letter of another script can look like one of theirs."""


def _named(character: str) -> str:
    """A character by its name.

    Examples
    --------
    >>> _named("\u0405")
    'U+0405 CYRILLIC CAPITAL LETTER DZE'
    """
    return f"U+{ord(character):04X} {unicodedata.name(character, '')}".rstrip()


def _short(text: str, most: int = 80) -> str:
    """The beginning of a text that may be huge."""
    return text if len(text) <= most else text[: most - 3] + "..."


def _plain(text: str) -> str:
    """The text on one line; what cannot be seen, or would turn the line round, is spelled out."""
    return "".join(c if c.isprintable() else repr(c)[1:-1] for c in text)


@dataclass(frozen=True)
class RuleResult:
    """How a rule fared: rows it was really tested on and rows that broke it.

    ``waits`` says why it may have nothing to test yet.
    """

    rule_id: str
    table: str
    sentence: str
    severity: Severity
    tested: int
    broken: int
    mend: str = ""
    waits: str = ""

    @property
    def outcome(self) -> str:
        """``kept``, ``broken``, ``waits`` (nothing to test yet, for a reason) or ``tested nothing``."""
        if self.tested == 0:
            return "waits" if self.waits else "tested nothing"
        return "broken" if self.broken else "kept"


@dataclass(frozen=True)
class Audit:
    """The result of an audit: every output format is made from it.

    ``tables`` holds the typed frames (with ``_file`` and ``_line``), also of tables with findings;
    ``heights`` the rows of each table that could be read, in the order of the contracts.
    """

    findings: tuple[Finding, ...]
    results: tuple[RuleResult, ...]
    tables: dict[str, pl.DataFrame] = field(repr=False)
    heights: dict[str, int] = field(default_factory=dict)

    def __str__(self) -> str:
        """The findings as ``indicators audit`` prints them."""
        from indicators.contracts.formats.text import to_text

        return to_text(self).removesuffix("\n")

    @property
    def errors(self) -> tuple[Finding, ...]:
        return tuple(f for f in self.findings if f.severity == "error")

    @property
    def first_error(self) -> Finding:
        """The error to mend first: of a file or a cell, then of a key, then what may follow from these."""

        def depth(finding: Finding) -> int:
            promise = finding.rule_id.removeprefix(f"{finding.table}.")
            if "." in promise or finding.table not in self.heights:
                return 0
            return 1 if promise in ("key", "fact_id") else 2

        return min(self.errors, key=depth)

    @property
    def warnings(self) -> tuple[Finding, ...]:
        return tuple(f for f in self.findings if f.severity == "warning")


def joined(first: Audit, other: Audit) -> Audit:
    """Two audits of different tables as one."""
    return Audit(
        tuple(sorted((*first.findings, *other.findings))), (*first.results, *other.results),
        first.tables | other.tables, first.heights | other.heights,
    )  # fmt: skip
