"""What lies beside files of tables: a Frictionless data package and a Croissant description."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from typing import Any

from indicators.contracts.described.data_package import data_package
from indicators.exports.bundle import TERMS, Bundle, Dataset
from indicators.exports.croissant import croissant
from indicators.frame import TITLE

Tables = Mapping[str, tuple[Dataset, bytes]]
"""Name of a file to its table and its bytes."""


def with_packages(tables: Tables, bundle: Bundle, stem: str | None, form: str, media_type: str) -> dict[str, bytes]:
    """The files and, after them, what describes them."""
    before = "" if stem is None else f"{stem}."
    described = {
        f"{before}datapackage.json": _package(tables, bundle, form, media_type),
        f"{before}croissant.json": croissant(tables, bundle, media_type),
    }
    texts = {name: json.dumps(data, indent=1, ensure_ascii=False, allow_nan=False) for name, data in described.items()}
    return {name: data for name, (_, data) in tables.items()} | {n: (t + "\n").encode() for n, t in texts.items()}


def _package(tables: Tables, bundle: Bundle, form: str, media_type: str) -> dict[str, Any]:
    items = [item for item, _ in tables.values()]
    package: dict[str, Any] = json.loads(
        data_package([i.table for i in items], {i.name: i.sources for i in items}, bundle.data_version)
    )
    for resource, (name, (item, data)) in zip(package["resources"], tables.items(), strict=True):
        resource |= {
            "path": name, "format": form, "mediatype": media_type, "bytes": len(data),
            "hash": f"sha256:{hashlib.sha256(data).hexdigest()}",
        }  # fmt: skip
        if item.name == "observations":
            resource["series"] = _series(bundle)
    return package | {
        "title": TITLE, "description": bundle.described(), "as_of": str(bundle.as_of), "as_of_mode": bundle.mode,
        "indicators_version": bundle.version, "terms": TERMS,
    }  # fmt: skip


def _series(bundle: Bundle) -> list[dict[str, Any]]:
    """What the series are, for a file of observations that lies without its catalogue."""
    found = bundle.named("series")
    if found is None:
        return []
    return found.frame.select("series_id", "title", "unit", "freq", "definition").to_dicts()
