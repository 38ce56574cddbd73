"""Texts that become SQL: scripts, checked names, literals."""

from __future__ import annotations

import re
from pathlib import Path

from indicators.errors import UsageProblem

IDENTIFIER = re.compile(r"[a-z][a-z0-9_]*")


def script(name: str) -> str:
    """The text of a file in ``store/sql``: tables that no contract declares.

    Examples
    --------
    >>> script("facts.sql").splitlines()[0]
    'CREATE TABLE facts ('
    """
    return (Path(__file__).parent / "sql" / name).read_text(encoding="utf-8")


def identifier(name: str) -> str:
    """A checked SQL identifier; no other text ever reaches SQL than through here or a parameter."""
    if not IDENTIFIER.fullmatch(name):
        raise UsageProblem(f"not a name of a table or column: {name!r}", where="name", do="use lower_snake letters")
    return name


def literal(text: str) -> str:
    """An SQL text literal."""
    return "'" + text.replace("'", "''") + "'"
