"""JSON, one file: every table with its columns, then its rows as objects."""

from __future__ import annotations

import datetime as dt
import json
from typing import Any

from indicators.contracts.described.description import plain
from indicators.exports.bundle import TERMS, Bundle, Dataset
from indicators.frame import TITLE


def files(bundle: Bundle, stem: str | None) -> dict[str, bytes]:
    """Dates are ISO text, a missing value is null."""
    data = {
        "title": TITLE, "description": bundle.described(), "as_of": str(bundle.as_of), "as_of_mode": bundle.mode,
        "indicators_version": bundle.version, "data_version": bundle.data_version, "terms": TERMS,
        "tables": [_table(item) for item in bundle.datasets],
    }  # fmt: skip
    text = json.dumps(data, indent=1, ensure_ascii=False, allow_nan=False, default=_day)
    return {f"{stem or 'indicators'}.json": (text + "\n").encode()}


def _table(item: Dataset) -> dict[str, Any]:
    table = item.table
    return {
        "name": table.name, "title": table.title, "row": table.row, "version": table.version, "key": table.key,
        "usage": table.usage, "columns": plain(table)["columns"], "rows": item.frame.to_dicts(),
    }  # fmt: skip


def _day(value: object) -> str:
    if isinstance(value, dt.date):
        return value.isoformat()
    raise TypeError(f"no JSON for {type(value).__name__}")
