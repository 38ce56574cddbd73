"""Processed csv tables as a Frictionless data package: what `frictionless validate` checks with the data."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from types import MappingProxyType
from typing import Any

from indicators.contracts.described.description import DescribedColumn, DescribedTable
from indicators.contracts.described.sources import SourceUsed

PROFILE = "https://datapackage.org/profiles/2.0/datapackage.json"
FIELD_TYPES = MappingProxyType(
    {"text": "string", "integer": "integer", "number": "number", "date": "date", "boolean": "boolean"}
)


def data_package(tables: Sequence[DescribedTable], sources: Mapping[str, Sequence[SourceUsed]], version: str) -> str:
    """The text of ``datapackage.json`` for tables that lie beside it as ``<table>.csv``.

    Parameters
    ----------
    tables : sequence of DescribedTable
        One resource each, in this order.
    sources : mapping
        Table name to the sources that its rows name, with their terms.
    version : str
        Version of the facts.
    """
    names = {table.name for table in tables}
    data = {
        "$schema": PROFILE, "name": "indicators", "title": "US-Russia relations indicators", "version": version,
        "resources": [_resource(table, names, sources.get(table.name, ())) for table in tables],
    }  # fmt: skip
    return json.dumps(data, indent=1, ensure_ascii=False, allow_nan=False) + "\n"


def with_columns(table: DescribedTable, names: Sequence[str], key: tuple[str, ...]) -> DescribedTable:
    """The table cut down to some of its columns, in their order, which have a key of their own."""
    return replace(table, columns=tuple(table.column(name) for name in names), key=key, primary_key=key)


def _resource(table: DescribedTable, names: set[str], sources: Iterable[SourceUsed]) -> dict[str, Any]:
    schema: dict[str, Any] = {"fields": [_field(column) for column in table.columns], "missingValues": [""]}
    if table.primary_key:
        schema["primaryKey"] = list(table.primary_key)
    if table.key != table.primary_key:
        schema["uniqueKeys"] = [list(table.key)]
    keys = [_foreign_key(column, table.name) for column in table.columns if _table_of(column) in names]
    if keys:
        schema["foreignKeys"] = keys
    resource: dict[str, Any] = {
        "name": table.name, "path": f"{table.name}.csv", "type": "table", "format": "csv", "mediatype": "text/csv",
        "encoding": "utf-8", "title": table.title, "description": " ".join((table.row, *table.usage)),
        "version": table.version, "schema": schema,
    }  # fmt: skip
    if listed := [_source(source) for source in sources]:
        resource["sources"] = listed
    return resource


def _table_of(column: DescribedColumn) -> str | None:
    return column.references.partition(".")[0] if column.references else None


def _foreign_key(column: DescribedColumn, table: str) -> dict[str, Any]:
    target, _, name = (column.references or "").partition(".")
    return {"fields": [column.name], "reference": {"resource": "" if target == table else target, "fields": [name]}}


def _source(source: SourceUsed) -> dict[str, Any]:
    """A source with its terms: they are words, not names of licences, so they stand in a property of their own."""
    path = {"path": source.url} if source.url else {}
    return {"title": f"{source.publisher}: {source.title}", **path, "terms": source.licence, "rows": source.rows}


def _field(column: DescribedColumn) -> dict[str, Any]:
    promises: dict[str, Any] = {
        "required": column.required or None,
        "enum": [code for code, _ in column.codes] or None,
        "pattern": column.pattern,
        "minimum": column.minimum,
        "exclusiveMinimum": column.exclusive_minimum,
        "maximum": column.maximum,
    }
    constraints = {name: value for name, value in promises.items() if value is not None}
    field: dict[str, Any] = {"name": column.name, "type": FIELD_TYPES[column.type], "description": column.definition}
    if column.unit:
        field["unit"] = column.unit
    if any(meaning for _, meaning in column.codes):
        field["categories"] = [{"value": code, "label": meaning} for code, meaning in column.codes]
    return field | ({"constraints": constraints} if constraints else {})
