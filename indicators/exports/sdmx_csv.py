"""SDMX-CSV 2.0, the csv of SDMX 3.0, and beside it the structure as SDMX-ML."""

from __future__ import annotations

import csv
import io

from indicators.exports.bundle import Bundle, Dataset
from indicators.exports.sdmx_ml import grouped
from indicators.exports.sdmx_structure import (
    AGENCY,
    ATTRIBUTES,
    FLOW,
    FREQUENCIES,
    observation_attributes,
    observations,
    series_attributes,
    series_code,
    structure_message,
)

HEAD = ("STRUCTURE", "STRUCTURE_ID", "ACTION", "FREQ", "INDICATOR", "TIME_PERIOD", "OBS_VALUE")


def files(bundle: Bundle, stem: str | None) -> dict[str, bytes]:
    """``data.csv`` and ``structure.xml``; with a stem ``<stem>.csv`` and ``<stem>.structure.xml``."""
    item = observations(bundle)
    data, structure = ("data.csv", "structure.xml") if stem is None else (f"{stem}.csv", f"{stem}.structure.xml")
    return {data: _data(item, bundle), structure: structure_message(bundle)}


def _data(item: Dataset, bundle: Bundle) -> bytes:
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    names = [part.name for part in ATTRIBUTES]
    writer.writerow([*HEAD, *names])
    flow = f"{AGENCY}:{FLOW}({bundle.version})"
    for series_id, row, group in grouped(item, bundle):
        whole = series_attributes(row, bundle.publishers[series_id])
        for cells in group:
            found = whole | observation_attributes(cells)
            value = "" if cells["value"] is None else repr(cells["value"])
            key = ("dataflow", flow, "R", FREQUENCIES[row["freq"]], series_code(series_id), cells["period"], value)
            writer.writerow([*key, *(found.get(name, "") for name in names)])
    return out.getvalue().encode()
