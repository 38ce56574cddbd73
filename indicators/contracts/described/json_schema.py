"""JSON Schema 2020-12 for the rows of a table, cells typed as in JSON: dates as text, empty cells as null.

Rules over several cells or rows, references and bounds of dates cannot be said in JSON Schema; dates
carry theirs as the annotations ``x-minimum`` and ``x-maximum``.
"""

from __future__ import annotations

from types import MappingProxyType
from typing import Any

from indicators.contracts.described.description import DescribedColumn, DescribedTable

DIALECT = "https://json-schema.org/draft/2020-12/schema"
JSON_TYPES = MappingProxyType(
    {"text": "string", "integer": "integer", "number": "number", "date": "string", "boolean": "boolean"}
)
DATE = r"^[0-9]{4}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])$"


def json_schema(table: DescribedTable) -> dict[str, Any]:
    """The schema of one row; every column is there, no other is.

    Parameters
    ----------
    table : DescribedTable
        What is described.

    Examples
    --------
    >>> share = DescribedColumn("share_pct", "number", "Share", False, unit="per cent", minimum=0, maximum=100)
    >>> table = DescribedTable("t", "Shares", "One share.", "polls", "raw", "1.0.0", (share,), (), ())
    >>> json_schema(table)["properties"]["share_pct"]["type"]
    ['number', 'null']
    """
    return {
        "$schema": DIALECT, "$id": f"urn:indicators:{table.name}:{table.version}", "title": table.title,
        "description": " ".join((table.row, *table.usage)), "type": "object",
        "properties": {column.name: _property(column) for column in table.columns},
        "required": [column.name for column in table.columns], "additionalProperties": False,
    }  # fmt: skip


def _property(column: DescribedColumn) -> dict[str, Any]:
    json_type = JSON_TYPES[column.type]
    date = column.type == "date"
    promises: dict[str, Any] = {
        "description": column.definition,
        "type": json_type if column.required else [json_type, "null"],
        "enum": [code for code, _ in column.codes] + ([] if column.required else [None]) if column.codes else None,
        "pattern": DATE if date else column.pattern and f"^(?:{column.pattern})$",
        "format": "date" if date else None,
        ("x-minimum" if date else "minimum"): column.minimum,
        "exclusiveMinimum": column.exclusive_minimum,
        ("x-maximum" if date else "maximum"): column.maximum,
        "x-unit": column.unit,
        "x-references": column.references,
        "x-codes": {str(code): meaning for code, meaning in column.codes} or None,
    }
    return {name: value for name, value in promises.items() if value is not None}
