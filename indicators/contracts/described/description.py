"""One neutral description of all contracts: everything that is said of them elsewhere is made from it.

As JSON (``docs/contracts.json``) it is what a later revision is compared with.
"""

from __future__ import annotations

import dataclasses
import datetime as dt
import hashlib
import inspect
import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from html import escape
from types import MappingProxyType
from typing import Any, Literal, TypeVar

import polars as pl

from indicators.contracts.described.functions import body_of, constants_of
from indicators.contracts.model import (
    Bound,
    Column,
    CrossRule,
    FactTable,
    Rule,
    Severity,
    TableModel,
    columns_of,
    rules_of,
)
from indicators.errors import DataProblem

FORMAT = 1
WORDS = MappingProxyType({".": "shared", "": "models", "seeds": "ledgers", "ledgers": "ledgers"})
"""Groups of tables that are no family's, by the folder they declare; results of models lie in none."""
PYTHON_CALL = "python_udf()"
"""How polars writes a call of a Python function, of which it knows no more."""

ColumnType = Literal["text", "integer", "number", "date", "boolean"]
Code = str | int


@dataclass(frozen=True)
class DescribedColumn:
    """A column. Bounds are numbers or ISO dates; no codes means no code list."""

    name: str
    type: ColumnType
    definition: str
    required: bool
    unit: str | None = None
    codes: tuple[tuple[Code, str], ...] = ()
    pattern: str | None = None
    minimum: float | str | None = None
    exclusive_minimum: float | str | None = None
    maximum: float | str | None = None
    references: str | None = None
    free_text: bool = False


@dataclass(frozen=True)
class DescribedRule:
    """A rule over rows. ``holds`` and ``applies`` are its polars expressions as text.

    ``digest`` stands for both expressions with all their options, which the text does not show; ``body`` for the code
    of the Python functions that a rule calls, and ``constants`` are those that they use.
    """

    id: str
    sentence: str
    severity: Severity
    columns: tuple[str, ...]
    mend: str
    holds: str
    applies: str
    digest: str
    body: str = ""
    constants: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class DescribedTable:
    """A table; ``origin`` says whether people write its rows or the build makes them.

    ``waits`` are rules that may have no row to test yet, each with its reason.
    """

    name: str
    title: str
    row: str
    family: str
    origin: Literal["raw", "made"]
    version: str
    columns: tuple[DescribedColumn, ...]
    key: tuple[str, ...]
    primary_key: tuple[str, ...]
    folder: str = ""
    files: tuple[str, ...] = ()
    quantity: tuple[str, ...] = ()
    reference_end: str = ""
    usage: tuple[str, ...] = ()
    may_be_empty: str = ""
    waits: tuple[tuple[str, str], ...] = ()
    rules: tuple[DescribedRule, ...] = ()

    def column(self, name: str) -> DescribedColumn:
        """The column of a name."""
        return next(c for c in self.columns if c.name == name)

    def __str__(self) -> str:
        from indicators.contracts.described.terminal import table_lines

        return "\n".join(table_lines(self, 100))

    def _repr_html_(self) -> str:
        return f"<pre>{escape(str(self))}</pre>"


@dataclass(frozen=True)
class Description:
    """All tables by name, and the version of polars that wrote the texts of the rules."""

    tables: Mapping[str, DescribedTable]
    polars: str = pl.__version__


def describe(
    models: Iterable[type[TableModel]], made: Iterable[DescribedTable] = (), across: Iterable[CrossRule] = ()
) -> Description:
    """Describe tables.

    Parameters
    ----------
    models : iterable of TableModel
        Tables of raw facts.
    made : iterable of DescribedTable
        Tables that the build makes.
    across : iterable of CrossRule
        Rules across tables; each stands with the first of its tables.

    Examples
    --------
    >>> from indicators.contracts.shared import Sources
    >>> found = describe([Sources]).tables["sources"]
    >>> found.column("release_lag_days").unit, found.version
    ('days', '1.0.0')
    """
    cross = list(across)
    tables = [*(_table(model, [c for c in cross if c.table == model._contract.name]) for model in models), *made]
    return Description({table.name: table for table in tables})


def _table(model: type[TableModel], across: Iterable[CrossRule]) -> DescribedTable:
    c = model._contract
    cross = tuple(across)
    waits = dict(c.waits) | {r.id.removeprefix(f"{c.name}."): r.waits for r in cross if r.waits}
    return DescribedTable(
        name=c.name, title=c.title, row=inspect.cleandoc(model.__doc__ or ""),
        family=WORDS.get(c.folder, c.folder), origin="raw" if c.files else "made", version=c.version,
        columns=tuple(map(_column, columns_of(model))), key=c.key,
        primary_key=("fact_id",) if issubclass(model, FactTable) else c.key,
        folder=c.folder, files=c.files, quantity=c.quantity, reference_end=c.reference_end, usage=c.usage,
        may_be_empty=c.may_be_empty, waits=tuple(waits.items()),
        rules=(*map(_rule, rules_of(model)), *map(_cross_rule, cross)),
    )  # fmt: skip


def _column(c: Column) -> DescribedColumn:
    return DescribedColumn(
        name=c.name, type=c.kind, definition=c.definition, required=not c.nullable, unit=c.unit,
        codes=tuple(c.codes.items()), pattern=c.pattern, minimum=_bound(c.ge), exclusive_minimum=_bound(c.gt),
        maximum=_bound(c.le), references=c.references, free_text=c.free_text,
    )  # fmt: skip


def _bound(bound: Bound | None) -> float | str | None:
    return bound.isoformat() if isinstance(bound, dt.date) else bound


def _rule(rule: Rule) -> DescribedRule:
    return DescribedRule(
        rule.id, rule.sentence, rule.severity, rule.columns, rule.mend, _text(rule.holds), _text(rule.applies),
        _digest(*map(_whole, (rule.holds, rule.applies))), *_called(rule.calls),
    )  # fmt: skip


def _cross_rule(rule: CrossRule) -> DescribedRule:
    """A rule across tables is tested by a function, of which its tables and constants tell."""
    over = f"tested over {', '.join(rule.tables)}"
    return DescribedRule(
        rule.id, rule.sentence, rule.severity, rule.columns, rule.mend, over, "true", _digest(over),
        *_called([rule.judge]),
    )  # fmt: skip


def _called(functions: Sequence[Callable[..., Any]]) -> tuple[str, tuple[tuple[str, str], ...]]:
    """A digest of the code of some functions, and the constants that they use."""
    constants = {name: value for f in functions for name, value in constants_of(f, _text).items()}
    return "+".join(map(body_of, functions)), tuple(constants.items())


def _digest(*texts: str) -> str:
    return hashlib.sha256("\n".join(texts).encode()).hexdigest()[:16]


def _text(expression: pl.Expr) -> str:
    """An expression as polars writes it, lists and texts in full."""
    with pl.Config(fmt_table_cell_list_len=-1, fmt_str_lengths=1_000_000):
        return str(expression)


def _whole(expression: pl.Expr) -> str:
    """An expression with all its options; of one that calls Python, its text."""
    text = _text(expression)
    return text if PYTHON_CALL in text else expression.meta.serialize(format="json")


# -- as JSON -----------------------------------------------------------------------------------------


def to_json(description: Description) -> str:
    """The description as JSON text, one line a leaf, in the order of declaration."""
    tables = {name: _plain(table) for name, table in description.tables.items()}
    data = {"format": FORMAT, "polars": description.polars, "tables": tables}
    return json.dumps(data, indent=1, ensure_ascii=False, allow_nan=False) + "\n"


def plain(table: DescribedTable) -> dict[str, Any]:
    """A table as plain data, what is not said left out."""
    return _plain(table)


def _plain(thing: Any) -> dict[str, Any]:
    """Fields that differ from their default."""
    kept = {}
    for f in dataclasses.fields(thing):
        value = getattr(thing, f.name)
        if value != f.default:
            nested = isinstance(value, tuple) and value and dataclasses.is_dataclass(value[0])
            kept[f.name] = [_plain(item) for item in value] if nested else value
    return kept


def from_json(text: str | bytes, where: str) -> Description:
    """A description from its JSON text.

    Parameters
    ----------
    text : str or bytes
        As `to_json` writes it.
    where : str
        What to call the text in errors.

    Raises
    ------
    DataProblem
        If it is no description, or one of another format.
    """
    try:
        data = json.loads(text)
        written = data["format"]
    except (ValueError, KeyError, TypeError):
        raise not_a_description(where) from None
    if written != FORMAT:
        raise DataProblem(
            f"the description has format {written!r}, this version reads format {FORMAT}", where=where,
            do="write it again with: indicators contracts docs",
        )  # fmt: skip
    try:
        tables = [table_from(item) for item in data["tables"].values()]
        return Description({table.name: table for table in tables}, str(data["polars"]))
    except (KeyError, TypeError, ValueError, AttributeError):
        raise not_a_description(where) from None


def not_a_description(where: str) -> DataProblem:
    """The problem of a file that is no description of contracts."""
    return DataProblem(
        "not a description of contracts", where=where,
        do="give docs/contracts.json, or what indicators contracts export --to odcs has written",
    )  # fmt: skip


def table_from(data: Mapping[str, Any]) -> DescribedTable:
    """A table from its plain data: the inverse of `plain`."""
    nested = {
        "columns": tuple(_made(DescribedColumn, item) for item in data["columns"]),
        "rules": tuple(_made(DescribedRule, item) for item in data.get("rules", ())),
    }
    return _made(DescribedTable, {**data, **nested})


T = TypeVar("T")


def _made(kind: type[T], data: Mapping[str, Any]) -> T:
    """A dataclass from JSON: lists become tuples. A field too many or too few raises TypeError."""
    return kind(**{name: _tuple(value) for name, value in data.items()})


def _tuple(value: Any) -> Any:
    return tuple(_tuple(item) for item in value) if isinstance(value, list) else value
