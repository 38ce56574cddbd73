"""Where two versions of a file first differ, in words: section, row, element or path, and both texts."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import zip_longest
from typing import Any

SHOWN = 80
"""Characters of a text that are shown."""
BEFORE = 24
"""Of those, characters before the first that differs."""
KEY_COLUMNS = 3
NOTHING = "(nothing)"
_TOKEN = re.compile(r"<[^>]*>|[^<]+|<")
_TAG = re.compile(r"<\s*(/?)\s*([A-Za-z][\w:.-]*)([^>]*?)(/?)\s*>", re.DOTALL)
_ID = re.compile(r"""\sid\s*=\s*["']([^"']*)["']""")
_HEADING = re.compile(r"h[1-6]")
_VOID = frozenset({"area", "base", "br", "col", "hr", "img", "input", "link", "meta", "source", "wbr"})


@dataclass(frozen=True)
class Difference:
    """The first difference.

    Parameters
    ----------
    section : str
        Nearest heading and line, row and column, element, or JSON path.
    expected, got : str
        Both texts around it, shortened.
    """

    section: str
    expected: str
    got: str


def first_difference(name: str, expected: bytes, got: bytes) -> Difference:
    """Find where two versions of a file part.

    Parameters
    ----------
    name : str
        File name; its ending says how to read it.
    expected, got : bytes
        Contents that are not the same.

    Returns
    -------
    Difference

    Examples
    --------
    >>> first_difference("report.md", b"# Trade\\n\\nUp 3\\n", b"# Trade\\n\\nUp 4\\n")
    Difference(section="section 'Trade', line 3", expected='Up 3', got='Up 4')
    """
    find = _FINDERS.get(name.rpartition(".")[2])
    if find is not None:
        try:
            return find(expected, got) or _plain(expected, got)
        except (ValueError, csv.Error, RecursionError):
            pass
    return _plain(expected, got)


def shortened(expected: str, got: str) -> tuple[str, str]:
    """Both texts on one line each, cut around the first character that differs.

    Examples
    --------
    >>> shortened("x" * 90 + "1", "x" * 90 + "2")
    ('...xxxxxxxxxxxxxxxxxxxxxxxx1', '...xxxxxxxxxxxxxxxxxxxxxxxx2')
    """
    pairs = enumerate(zip(expected, got, strict=False))
    at = next((i for i, (a, b) in pairs if a != b), min(len(expected), len(got)))
    start = at - BEFORE if max(len(expected), len(got)) > SHOWN and at > BEFORE else 0
    return _cut(expected, start), _cut(got, start)


def _cut(text: str, start: int) -> str:
    shown = repr(text[start : start + SHOWN])[1:-1]
    return ("..." if start else "") + shown + ("..." if len(text) > start + SHOWN else "") or NOTHING


def _difference(section: str, expected: str | None, got: str | None) -> Difference:
    if expected is None or got is None:
        return Difference(section, *(NOTHING if text is None else _cut(text, 0) for text in (expected, got)))
    return Difference(section, *shortened(expected, got))


def _plain(expected: bytes, got: bytes) -> Difference:
    at = next((i for i, (a, b) in enumerate(zip(expected, got, strict=False)) if a != b), min(len(expected), len(got)))
    line = expected.count(b"\n", 0, at) + 1
    start = max(0, at - BEFORE)
    shown = [_cut(data[start : at + SHOWN].decode("utf-8", "backslashreplace"), 0) for data in (expected, got)]
    return Difference(f"line {line}, byte {at + 1} (bytes: {len(expected)}, {len(got)})", *shown)


def _markdown(expected: bytes, got: bytes) -> Difference | None:
    """The nearest heading, the line, and in a table the name of the row."""
    heading = "before the first heading"
    lines = zip_longest(expected.decode().split("\n"), got.decode().split("\n"))
    for number, (old, new) in enumerate(lines, 1):
        if old != new:
            row = next((f", row '{_row_name(text)}'" for text in (old, new) if text and text.startswith("| ")), "")
            return _difference(f"{heading}, line {number}{row}", old, new)
        if old.startswith("#"):
            heading = f"section '{old.lstrip('#').strip()}'"
    return None


def _row_name(line: str) -> str:
    return _cut(line.split(" | ", maxsplit=1)[0].removeprefix("| ").strip(), 0)


def _csv(expected: bytes, got: bytes) -> Difference | None:
    """The row's number and key (its first cells up to the one that differs), and the column."""
    tables = [list(csv.reader(io.StringIO(data.decode(), newline=""), strict=True)) for data in (expected, got)]
    if not tables[0] or not tables[1]:
        return None
    return _table(tables[0][0], tables[0][1:], tables[1][0], tables[1][1:])


def _table(
    head: Sequence[str], rows: Sequence[Sequence[str]], new_head: Sequence[str], new_rows: Sequence[Sequence[str]]
) -> Difference | None:
    """The first difference of two tables of text."""
    if list(head) != list(new_head):
        return _difference("column heads", ",".join(head), ",".join(new_head))
    for number, (old, new) in enumerate(zip_longest(rows, new_rows), 1):
        if old is None or new is None:
            return _difference(f"row {number}", *(None if row is None else ",".join(row) for row in (old, new)))
        if list(old) != list(new):
            cells = list(zip_longest(head, old, new))
            at = next(i for i, (_, a, b) in enumerate(cells) if a != b)
            column, before, after = cells[at]
            if at == 0:
                return _difference(f"row {number}", ",".join(old), ",".join(new))
            key = ", ".join(f"{n}={v}" for n, v in list(zip(head, old, strict=False))[: min(at, KEY_COLUMNS)])
            return _difference(f"row {number} ({key}), column {column}", before, after)
    return None


def _json(expected: bytes, got: bytes) -> Difference | None:
    return _value("$", json.loads(expected), json.loads(got))


def _value(path: str, old: Any, new: Any) -> Difference | None:
    """Walk two JSON values side by side."""
    if isinstance(old, dict) and isinstance(new, dict):
        for key in [*old, *(k for k in new if k not in old)]:
            here = f"{path}.{key}" if key.isidentifier() else f"{path}[{json.dumps(key)}]"
            if key not in old or key not in new:
                return _difference(here, *(json.dumps(d[key]) if key in d else None for d in (old, new)))
            if found := _value(here, old[key], new[key]):
                return found
        return _difference(f"{path}, order of keys", " ".join(old), " ".join(new)) if list(old) != list(new) else None
    if isinstance(old, list) and isinstance(new, list):
        for index, (a, b) in enumerate(zip(old, new, strict=False)):
            if found := _value(f"{path}[{index}]", a, b):
                return found
        return _difference(f"{path}.length", str(len(old)), str(len(new))) if len(old) != len(new) else None
    same = type(old) is type(new) and old == new
    return None if same else _difference(path, json.dumps(old), json.dumps(new))


def _markup(expected: bytes, got: bytes) -> Difference | None:
    """The element, the nearest id around it, the heading above it and its line."""
    text = expected.decode()
    place = _Place()
    tokens = zip_longest(_TOKEN.findall(text), _TOKEN.findall(got.decode()))
    for old, new in tokens:
        if old != new:
            return _difference(place.told(old or ""), old, new)
        place.enter(old)
    return None


class _Place:
    """Where in a document of marks we are."""

    def __init__(self) -> None:
        self.open: list[tuple[str, str]] = []
        self.heading = ""
        self.line = 1

    def enter(self, token: str) -> None:
        self.line += token.count("\n")
        found = _TAG.fullmatch(token)
        if found is None:
            if self.open and _HEADING.fullmatch(self.open[-1][0]) and token.strip():
                self.heading = " ".join(token.split())
            return
        closing, tag, attributes, empty = found.groups()
        if closing:
            while self.open and self.open.pop()[0] != tag:
                pass
        elif not empty and tag.lower() not in _VOID:
            name = _ID.search(attributes)
            self.open.append((tag, name[1] if name else ""))

    def told(self, token: str) -> str:
        """The place in words, the element that differs last."""
        found = _TAG.fullmatch(token)
        own = _ID.search(found[3]) if found else None
        near = own[1] if own else next((name for _, name in reversed(self.open) if name), "")
        path = "/".join(tag for tag, _ in self.open[-4:])
        element = f"<{found[1]}{found[2]}> in " if found else "text of "
        parts = [f"section '{_cut(self.heading, 0)}'"] if self.heading else []
        parts += [f"{element}{path or 'the document'}"] + ([f"near id {near}"] if near else [])
        return ", ".join([*parts, f"line {self.line}"])


def _parquet(expected: bytes, got: bytes) -> Difference | None:
    """As of a csv; where the rows are the same the encoding differs, which `_plain` tells."""
    import polars as pl

    try:
        frames = [pl.read_parquet(io.BytesIO(data)) for data in (expected, got)]
    except pl.exceptions.PolarsError:
        return None
    heads = [[f"{name} {kind}" for name, kind in frame.schema.items()] for frame in frames]
    rows = [[[str(cell) for cell in row] for row in frame.rows()] for frame in frames]
    return _table(heads[0], rows[0], heads[1], rows[1])


_FINDERS: dict[str, Callable[[bytes, bytes], Difference | None]] = {
    "md": _markdown, "csv": _csv, "json": _json, "svg": _markup, "html": _markup, "parquet": _parquet,
}  # fmt: skip
