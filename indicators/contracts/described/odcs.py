"""Contracts as Open Data Contract Standard 3.2 documents, one a table, and back.

What the standard has no field for stands in custom properties; nothing is lost, nothing said twice.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from types import MappingProxyType
from typing import Any

from indicators import yaml_text
from indicators.contracts.described.description import (
    ColumnType,
    DescribedColumn,
    DescribedRule,
    DescribedTable,
    Description,
    not_a_description,
)

API_VERSION = "v3.2.0"
LOGICAL: Mapping[ColumnType, str] = MappingProxyType(
    {"text": "string", "integer": "integer", "number": "number", "date": "date", "boolean": "boolean"}
)
PHYSICAL = MappingProxyType(
    {"text": "VARCHAR", "integer": "BIGINT", "number": "DOUBLE", "date": "DATE", "boolean": "BOOLEAN"}
)
TYPES: Mapping[str, ColumnType] = MappingProxyType({standard: ours for ours, standard in LOGICAL.items()})
DATE_FORMAT = "yyyy-MM-dd"


def to_odcs(table: DescribedTable, polars: str) -> str:
    """A table's contract as an ODCS YAML document.

    Parameters
    ----------
    table : DescribedTable
        What is described.
    polars : str
        The version of polars that wrote the texts of its rules.
    """
    return yaml_text.dump(odcs_data(table, polars))


def odcs_data(table: DescribedTable, polars: str) -> dict[str, Any]:
    """The data of `to_odcs`."""
    description = {"purpose": table.row}
    if table.usage:
        description["limitations"] = "\n".join(table.usage)
    schema: dict[str, Any] = {
        "name": table.name, "physicalName": table.name, "physicalType": "table", "logicalType": "object",
        "description": table.title, "properties": [_property(c, table.primary_key) for c in table.columns],
    }  # fmt: skip
    quality = ([_unique(table.key)] if table.key else []) + [_quality(rule) for rule in table.rules]
    if quality:
        schema["quality"] = quality
    own = {
        "origin": table.origin, "folder": table.folder, "files": list(table.files), "quantity": list(table.quantity),
        "referenceEnd": table.reference_end, "mayBeEmpty": table.may_be_empty,
        "waits": [{"rule": rule, "reason": reason} for rule, reason in table.waits], "polars": polars,
    }  # fmt: skip
    return {
        "apiVersion": API_VERSION, "kind": "DataContract", "id": f"indicators-{table.name}", "name": table.name,
        "version": table.version, "status": "active", "domain": table.family, "description": description,
        "schema": [schema], "customProperties": _custom(own),
    }  # fmt: skip


def _custom(properties: Mapping[str, Any]) -> list[dict[str, Any]]:
    return [{"property": name, "value": value} for name, value in properties.items() if value or value == 0]


def _property(column: DescribedColumn, primary_key: tuple[str, ...]) -> dict[str, Any]:
    data: dict[str, Any] = {
        "name": column.name, "logicalType": LOGICAL[column.type], "physicalType": PHYSICAL[column.type],
        "description": column.definition, "required": column.required,
    }  # fmt: skip
    if column.name in primary_key:
        data |= {"primaryKey": True, "primaryKeyPosition": primary_key.index(column.name) + 1}
        if len(primary_key) == 1:
            data["unique"] = True
    if options := _options(column):
        data["logicalTypeOptions"] = options
    if column.codes:
        data["enum"] = [{"value": code, **({"description": text} if text else {})} for code, text in column.codes]
    if column.references:
        data["relationships"] = [{"type": "foreignKey", "to": column.references}]
    if own := _custom({"unit": column.unit, "freeText": column.free_text or None}):
        data["customProperties"] = own
    return data


def _options(column: DescribedColumn) -> dict[str, Any]:
    options: dict[str, Any] = {
        "pattern": None if column.pattern is None else f"^(?:{column.pattern})$",
        "minimum": column.minimum,
        "exclusiveMinimum": column.exclusive_minimum,
        "maximum": column.maximum,
        "format": DATE_FORMAT if column.type == "date" else None,
    }
    return {name: value for name, value in options.items() if value is not None}


def _unique(key: tuple[str, ...]) -> dict[str, Any]:
    return {
        "name": "key", "type": "library", "metric": "duplicateValues", "mustBe": 0, "unit": "rows",
        "arguments": {"properties": list(key)}, "dimension": "uniqueness", "severity": "error",
        "description": f"No two rows agree on {', '.join(key)}",
    }  # fmt: skip


def _quality(rule: DescribedRule) -> dict[str, Any]:
    own = {
        "columns": list(rule.columns), "mend": rule.mend, "holds": rule.holds, "applies": rule.applies,
        "digest": rule.digest, "body": rule.body,
        "constants": [{"name": name, "value": value} for name, value in rule.constants],
    }  # fmt: skip
    return {
        "name": rule.id, "type": "text", "description": rule.sentence, "severity": rule.severity,
        "customProperties": _custom(own),
    }  # fmt: skip


# -- back ----------------------------------------------------------------------------------------------


def from_odcs(texts: Mapping[str, str]) -> Description:
    """The description that ODCS documents of ours say.

    Parameters
    ----------
    texts : mapping
        Name of a document, for errors, to its text.

    Raises
    ------
    DataProblem
        If a document is not YAML, or lacks what ours have.
    """
    tables: dict[str, DescribedTable] = {}
    polars = ""
    for where, text in texts.items():
        data = yaml_text.load(text, where)
        try:
            polars = _values(data)["polars"]
            table = _table(data)
        except (KeyError, TypeError, ValueError, AttributeError, IndexError):
            raise not_a_description(where) from None
        tables[table.name] = table
    return Description(tables, polars)


def _values(data: Mapping[str, Any]) -> dict[str, Any]:
    items: Iterable[Mapping[str, Any]] = data.get("customProperties", ())
    return {item["property"]: item["value"] for item in items}


def _table(data: Mapping[str, Any]) -> DescribedTable:
    schema, own = data["schema"][0], _values(data)
    checks: list[dict[str, Any]] = schema.get("quality", [])
    keys = [tuple(check["arguments"]["properties"]) for check in checks if check["type"] == "library"]
    placed = {p["primaryKeyPosition"]: p["name"] for p in schema["properties"] if "primaryKeyPosition" in p}
    return DescribedTable(
        name=data["name"], title=schema["description"], row=data["description"]["purpose"], family=data["domain"],
        origin=own["origin"], version=data["version"], columns=tuple(map(_column, schema["properties"])),
        key=keys[0] if keys else (), primary_key=tuple(placed[i] for i in sorted(placed)),
        folder=own.get("folder", ""), files=tuple(own.get("files", ())), quantity=tuple(own.get("quantity", ())),
        reference_end=own.get("referenceEnd", ""),
        usage=tuple(data["description"].get("limitations", "").splitlines()), may_be_empty=own.get("mayBeEmpty", ""),
        waits=tuple((item["rule"], item["reason"]) for item in own.get("waits", ())),
        rules=tuple(_rule(check) for check in checks if check["type"] == "text"),
    )  # fmt: skip


def _column(data: Mapping[str, Any]) -> DescribedColumn:
    options, own = data.get("logicalTypeOptions", {}), _values(data)
    pattern: str | None = options.get("pattern")
    return DescribedColumn(
        name=data["name"], type=TYPES[data["logicalType"]], definition=data["description"], required=data["required"],
        unit=own.get("unit"), codes=tuple((c["value"], c.get("description", "")) for c in data.get("enum", ())),
        pattern=pattern and pattern.removeprefix("^(?:").removesuffix(")$"), minimum=options.get("minimum"),
        exclusive_minimum=options.get("exclusiveMinimum"), maximum=options.get("maximum"),
        references=data["relationships"][0]["to"] if "relationships" in data else None,
        free_text=own.get("freeText", False),
    )  # fmt: skip


def _rule(data: Mapping[str, Any]) -> DescribedRule:
    own = _values(data)
    return DescribedRule(
        data["name"], data["description"], data["severity"], tuple(own.get("columns", ())), own["mend"], own["holds"],
        own["applies"], own["digest"], own.get("body", ""),
        tuple((c["name"], c["value"]) for c in own.get("constants", ())),
    )  # fmt: skip
