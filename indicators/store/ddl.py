"""Tables of the database from their contracts: types, keys, checks and comments."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from indicators.contracts.model import Column, FactTable, TableModel, columns_of
from indicators.store.sql_text import identifier, literal

SQL_TYPES = {"text": "VARCHAR", "integer": "BIGINT", "number": "DOUBLE", "date": "DATE"}
REFERS = "; refers to "
"""How a comment names the column whose values are the permitted ones."""


def create_table(model: type[TableModel]) -> list[str]:
    """CREATE TABLE with PRIMARY KEY, NOT NULL and CHECK, then COMMENT on the table and every column.

    Examples
    --------
    >>> from indicators.contracts.shared import Sources
    >>> create_table(Sources)[0].splitlines()[1].strip()
    'source_id VARCHAR NOT NULL,'
    """
    contract, columns = model._contract, columns_of(model)
    name = identifier(contract.name)
    checks = dict(_checks(model))
    lines = [
        f"{identifier(c.name)} {SQL_TYPES[c.kind]}{'' if c.nullable else ' NOT NULL'}{checks.get(c.name, '')}"
        for c in columns
    ]
    key = ("fact_id",) if issubclass(model, FactTable) else contract.key
    lines.append(f"PRIMARY KEY ({', '.join(map(identifier, key))})")
    statements = [f"CREATE TABLE {name} (\n  " + ",\n  ".join(lines) + "\n)"]
    statements.append(f"COMMENT ON TABLE {name} IS {literal(contract.title)}")
    statements += [f"COMMENT ON COLUMN {name}.{c.name} IS {literal(comment(c))}" for c in columns]
    return statements


def comment(c: Column) -> str:
    """Definition, unit, codes and reference of a column in one line."""
    parts = [c.definition]
    if c.unit:
        parts.append(f"unit: {c.unit}")
    if c.codes:
        parts.append("codes: " + ", ".join(f"{code} = {meaning}" for code, meaning in c.codes.items()))
    return "; ".join(parts) + (f"{REFERS}{c.references}" if c.references else "")


def _checks(model: type[TableModel]) -> Iterable[tuple[str, str]]:
    """CHECK clauses for the code lists and ranges of each column."""
    for name, declared in model.to_schema().columns.items():
        clauses = []
        for check in declared.checks:
            values: dict[str, Any] = check.statistics or {}
            match check.name:
                case "isin":
                    clauses.append(f"{name} IN ({', '.join(map(_value, values['allowed_values']))})")
                case "greater_than_or_equal_to":
                    clauses.append(f"{name} >= {_value(values['min_value'])}")
                case "greater_than":
                    clauses.append(f"{name} > {_value(values['min_value'])}")
                case "less_than_or_equal_to":
                    clauses.append(f"{name} <= {_value(values['max_value'])}")
        if clauses:
            yield name, f" CHECK ({' AND '.join(clauses)})"


def _value(value: Any) -> str:
    return str(value) if isinstance(value, int | float) else literal(str(value))
