"""SDMX-CSV 2.0, the csv of SDMX 3.0, and beside it the structure as SDMX-ML 2.1."""

from __future__ import annotations

import csv
import io

from indicators.exports.bundle import Bundle
from indicators.exports.sdmx_flows import Flow, flows
from indicators.exports.sdmx_structure import AGENCY, OLD, structure_message


def files(bundle: Bundle, stem: str | None) -> dict[str, bytes]:
    """``data.csv`` of series, ``<table>.csv``, ``structure.xml``; with a stem ``<stem>.csv`` and its structure."""
    found = flows(bundle)
    made = {f"{stem or flow.file}.csv": _data(flow, bundle) for flow in found}
    before = "" if stem is None else f"{stem}."
    return made | {f"{before}structure.xml": structure_message(found, bundle, OLD)}


def _data(flow: Flow, bundle: Bundle) -> bytes:
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    dimensions, attributes = [p.name for p in flow.dimensions], [p.name for p in flow.attributes]
    names = [*dimensions, "TIME_PERIOD", "OBS_VALUE", *attributes]
    writer.writerow(["STRUCTURE", "STRUCTURE_ID", "ACTION", *names])
    start = ["dataflow", f"{AGENCY}:{flow.id}({bundle.version})", "R"]
    for group in flow.groups:
        for row in group.rows:
            cells = group.key | group.attributes | row
            writer.writerow([*start, *(cells.get(name, "") for name in names)])
    return out.getvalue().encode()
