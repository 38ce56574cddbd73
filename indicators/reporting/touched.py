"""Which series, charts and sections of the report a change of tables can touch, read from the declarations alone.

Charts are read from the code of ``charts.py``: the ids and SQL that a figure's function can reach.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from indicators.contracts.comparison.changes import Change
from indicators.contracts.described.description import DescribedTable
from indicators.store.declare import Family
from indicators.store.uses import Column, Uses

SCOREBOARD = "Scoreboard"
MODELS = "models"
QUALITY = "Data quality"


class Room(Protocol):
    """What is asked of a family's room."""

    @property
    def folder(self) -> Path: ...
    @property
    def family(self) -> Family: ...
    @property
    def views_sql(self) -> str: ...


@dataclass(frozen=True)
class Touched:
    """Ids of series and charts, and titles of the report's sections."""

    series: tuple[str, ...]
    charts: tuple[str, ...]
    sections: tuple[str, ...]


def touched(changes: Iterable[Change], tables: Mapping[str, DescribedTable], rooms: Sequence[Room]) -> Touched:
    """What can look different because of changes: wording touches nothing, a rule the section on data quality alone.

    Parameters
    ----------
    changes : iterable of Change
        From `indicators.contracts.comparison.changes.compare`.
    tables : mapping
        Described tables by name; the newer ones, and the older ones that are gone.
    rooms : sequence of Room
        The families.
    """
    meant = [c for c in changes if c.effect != "editorial"]
    of_rules = [c for c in meant if c.kind.startswith(("rule.", "warning."))]
    concerned = [c for c in meant if c not in of_rules]
    whole = {name for c in concerned if not c.columns for name in (c.table, *_earlier_name(c))}
    cells = {(c.table, name) for c in concerned for name in (*c.columns, *_earlier_name(c))}

    def hit(used: frozenset[Column]) -> bool:
        return bool(used & cells) or any(table in whole for table, _ in used)

    uses = Uses(tables, [room.views_sql for room in rooms])
    series: list[str] = []
    charts: list[str] = []
    sections: list[str] = []
    for room in rooms:
        family = room.family
        by_series = uses.of_series(family.series)
        moved = {series_id for series_id, used in by_series.items() if hit(used)}
        drawn = [
            chart for chart in charts_of(room)
            if moved & chart.series(by_series) or any(hit(uses.columns(sql)) for sql in chart.texts)
        ]  # fmt: skip
        series += [s.id for s in family.series if s.id in moved]
        charts += [chart.id for chart in drawn]
        if moved or drawn:
            sections.append(family.title)
        if any(s.models for s in family.series if s.id in moved):
            sections.append(f"{family.title}: {MODELS}")
        if moved & set(family.headlines):
            sections.insert(0, SCOREBOARD)
    if of_rules:
        sections.append(QUALITY)
    return Touched(tuple(series), tuple(charts), tuple(dict.fromkeys(sections)))


def _earlier_name(change: Change) -> tuple[str, ...]:
    return (change.old,) if change.kind in ("column.renamed", "table.renamed") else ()


# -- charts, from their code ----------------------------------------------------------------------------


@dataclass(frozen=True)
class Chart:
    """A figure and every text that its function can reach: ids of series (as patterns), and SQL."""

    id: str
    patterns: tuple[str, ...]
    texts: tuple[str, ...]

    def series(self, known: Iterable[str]) -> set[str]:
        """Those of the series that it names."""
        named = re.compile("|".join(self.patterns) or r"(?!)")
        return {series_id for series_id in known if named.fullmatch(series_id)}


def charts_of(room: Room) -> list[Chart]:
    """The figures that a room's ``figures`` draws."""
    code = _Code(room.folder)
    drawn = []
    for root in code.called_in("figures"):
        nodes = code.reached(root)
        patterns = [pattern for node in nodes for pattern in _patterns(node)]
        queries = [text for node in nodes for text in _texts(node) if re.search(r"\bFROM\b", text)]
        drawn.append(Chart(_figure_id(nodes), tuple(dict.fromkeys(patterns)), tuple(dict.fromkeys(queries))))
    return drawn


class _Code:
    """The functions and constants of a room's ``charts.py``, and of what it imports from its own family."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.named: dict[str, ast.AST] = {}
        self._read("charts")

    def _read(self, module: str) -> None:
        path = self.folder / f"{module}.py"
        if not path.is_file():
            return
        for node in ast.parse(path.read_text(encoding="utf-8")).body:
            match node:
                case ast.FunctionDef():
                    self.named.setdefault(node.name, node)
                case ast.Assign():
                    for target in node.targets:
                        for name in (n.id for n in ast.walk(target) if isinstance(n, ast.Name)):
                            self.named.setdefault(name, node.value)
                case ast.AnnAssign(target=ast.Name(id=name), value=ast.expr() as value):
                    self.named.setdefault(name, value)
                case ast.ImportFrom(module=str(origin)) if f".{self.folder.name}." in origin:
                    self._read(origin.rpartition(".")[2])

    def called_in(self, name: str) -> list[str]:
        """Functions of the room that a function calls, in order."""
        calls = [
            n.func.id for n in ast.walk(self.named[name]) if isinstance(n, ast.Call) and isinstance(n.func, ast.Name)
        ]
        return [call for call in dict.fromkeys(calls) if isinstance(self.named.get(call), ast.FunctionDef)]

    def reached(self, root: str) -> list[ast.AST]:
        """The code of a function and of everything that it can use."""
        seen, left = {root}, [root]
        for name in left:
            for node in ast.walk(self.named[name]):
                if isinstance(node, ast.Name) and node.id in self.named and node.id not in seen:
                    seen.add(node.id)
                    left.append(node.id)
        return [self.named[name] for name in left]


def _pieces(node: ast.AST) -> Iterator[str | None]:
    """The parts of a text; None for one that is only known when the code runs."""
    match node:
        case ast.Constant(value=str(text)):
            yield text
        case ast.JoinedStr(values=values):
            for value in values:
                yield value.value if isinstance(value, ast.Constant) and isinstance(value.value, str) else None


def _outer(node: ast.AST) -> Iterator[ast.AST]:
    """Texts of the code, f-strings as one, docstrings left out."""
    for child in ast.iter_child_nodes(node):
        if isinstance(child, ast.Expr) and isinstance(child.value, ast.Constant):
            continue
        if isinstance(child, ast.Constant | ast.JoinedStr):
            yield child
        yield from () if isinstance(child, ast.JoinedStr) else _outer(child)


def _all_texts(node: ast.AST) -> Iterator[list[str | None]]:
    for text in (node, *_outer(node)):
        if pieces := list(_pieces(text)):
            yield pieces


def _patterns(node: ast.AST) -> Iterator[str]:
    """Texts that can be ids of series, as regular expressions: two points at least, and no space."""
    for pieces in _all_texts(node):
        known = "".join(piece or "" for piece in pieces)
        if known.count(".") >= 2 and " " not in known:
            yield "".join(".+" if piece is None else re.escape(piece) for piece in pieces)


def _texts(node: ast.AST) -> Iterator[str]:
    for pieces in _all_texts(node):
        yield " ".join(piece for piece in pieces if piece)


def _figure_id(nodes: Sequence[ast.AST]) -> str:
    """The id given to ``Figure``: a text, or an f-string that ends in the first text of the figure's function."""
    for node in nodes:
        for call in ast.walk(node):
            if isinstance(call, ast.Call) and isinstance(call.func, ast.Name) and call.func.id == "Figure":
                given = next((k.value for k in call.keywords if k.arg == "id"), call.args[0] if call.args else call)
                pieces = list(_pieces(given))
                if pieces and None not in pieces:
                    return "".join(piece or "" for piece in pieces)
                return "".join(_name_given(nodes[0]) if piece is None else piece for piece in pieces)
    return "unnamed"


def _name_given(function: ast.AST) -> str:
    """The text that a figure's function hands to the one that makes the figure."""
    for call in ast.walk(function):
        if isinstance(call, ast.Call) and isinstance(call.func, ast.Name) and call.func.id.endswith("figure"):
            return next((a.value for a in call.args if isinstance(a, ast.Constant) and isinstance(a.value, str)), "")
    return ""
