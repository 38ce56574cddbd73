"""Parquet, one file a table; labels, units and codes stand in the metadata of its Arrow schema."""

from __future__ import annotations

import io

from indicators.exports.bundle import Bundle, Dataset, about
from indicators.exports.packages import with_packages
from indicators.frame import with_metadata


def files(bundle: Bundle, stem: str | None) -> dict[str, bytes]:
    """The data package and the Croissant description lie beside."""
    items = bundle.asked if stem is not None else bundle.datasets
    tables = {f"{stem or item.name}.parquet": (item, _bytes(item, bundle)) for item in items}
    return with_packages(tables, bundle, stem, "parquet", "application/vnd.apache.parquet")


def _bytes(item: Dataset, bundle: Bundle) -> bytes:
    import pyarrow.parquet as pq

    out = io.BytesIO()
    table = item.frame.to_arrow(compat_level=None)
    pq.write_table(with_metadata(table, about(item, bundle)), out, compression="zstd", version="2.6")
    return out.getvalue()
