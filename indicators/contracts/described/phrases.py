"""Short phrases for parts of a description, the same in every text."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from indicators.contracts.described.description import Code, DescribedColumn, DescribedTable, Description

SPECIAL = re.compile(r"([\\`*_{}\[\]<>|#~])")


def markdown(text: str) -> str:
    """Text from a contract or a source as Markdown that shows it as it is, in one line.

    Examples
    --------
    >>> print(markdown("a <b> | c_d"))
    a \\<b\\> \\| c\\_d
    """
    return SPECIAL.sub(r"\\\1", " ".join(text.split())).replace("&", "&amp;")


def span(column: DescribedColumn) -> str:
    """The range of a column in words; empty where it has none.

    Examples
    --------
    >>> span(DescribedColumn("share_pct", "number", "Share", True, minimum=0, maximum=100))
    '0 to 100'
    >>> span(DescribedColumn("value_usd_mn", "number", "Value", True, exclusive_minimum=0, maximum=10_000_000))
    'above 0, at most 10,000,000'
    """
    low, above, high = map(bound, (column.minimum, column.exclusive_minimum, column.maximum))
    if low and high and not above:
        return f"{low} to {high}"
    parts = ((f"at least {low}", low), (f"above {above}", above), (f"at most {high}", high))
    return ", ".join(text for text, there in parts if there)


def bound(value: float | str | None) -> str:
    """A bound as text: numbers with separators, dates as they are.

    Examples
    --------
    >>> bound(10_000_000), bound(0.5), bound("2014-03-06"), bound(None)
    ('10,000,000', '0.5', '2014-03-06', '')
    """
    if value is None:
        return ""
    if isinstance(value, str):
        return value
    return f"{value:,.0f}" if value == int(value) else f"{value:,}"


def files(table: DescribedTable) -> list[str]:
    """Where the files of a table lie in a project.

    Examples
    --------
    >>> lies = {"folder": "seeds", "files": ("claims.csv",)}
    >>> files(DescribedTable("claims", "Claims", "A claim", "ledgers", "raw", "1.0.0", (), (), (), **lies))
    ['seeds/claims.csv']
    """
    places = {".": "data/raw", "seeds": "seeds"}
    place = places.get(table.folder, f"data/raw/{table.folder}")
    return [f"{place}/{name}" for name in table.files]


def common_columns(description: Description) -> tuple[DescribedColumn, ...]:
    """The columns that every table of facts has in the same words."""
    facts = [t.columns for t in description.tables.values() if t.origin == "raw" and t.primary_key == ("fact_id",)]
    return tuple(c for c in facts[0] if all(c in columns for columns in facts[1:])) if len(facts) > 1 else ()


def same_codes(columns: Iterable[DescribedColumn]) -> dict[str, str]:
    """Columns whose code list stands at an earlier column already, with that column's name."""
    first: dict[tuple[tuple[Code, str], ...], str] = {}
    again: dict[str, str] = {}
    for column in columns:
        if column.codes and first.setdefault(column.codes, column.name) != column.name:
            again[column.name] = first[column.codes]
    return again


def by_family(tables: Iterable[DescribedTable]) -> dict[str, list[DescribedTable]]:
    """Tables in groups, families in the order of first appearance."""
    groups: dict[str, list[DescribedTable]] = {}
    for table in tables:
        groups.setdefault(table.family, []).append(table)
    return groups


def listing(items: Sequence[str], most: int = 8) -> str:
    """Items in a row, the rest counted.

    Examples
    --------
    >>> listing(["a", "b", "c"], most=2)
    'a, b and 1 more'
    """
    rest = len(items) - most
    return ", ".join(items[:most]) + (f" and {rest} more" if rest > 0 else "")
