"""csv, one file a table, with a Frictionless data package and a Croissant description beside."""

from __future__ import annotations

import io

import polars as pl

from indicators.exports.bundle import Bundle
from indicators.exports.packages import with_packages


def files(bundle: Bundle, stem: str | None) -> dict[str, bytes]:
    """RFC 4180 in UTF-8, lines end in a line feed, empty cells are missing."""
    items = bundle.asked if stem is not None else bundle.datasets
    tables = {f"{stem or item.name}.csv": (item, csv_bytes(item.frame)) for item in items}
    return with_packages(tables, bundle, stem, "csv", "text/csv")


def csv_bytes(frame: pl.DataFrame) -> bytes:
    """A frame as csv."""
    out = io.BytesIO()
    frame.write_csv(out)
    return out.getvalue()
