"""SDMX-ML 2.1: a message of structure-specific data and, beside it, the message with its structure."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any
from xml.etree import ElementTree as ET

from indicators.exports.bundle import Bundle, Dataset
from indicators.exports.sdmx_structure import (
    AGENCY,
    BASE,
    COM,
    FREQUENCIES,
    MES,
    STRUCTURE,
    as_bytes,
    message,
    observation_attributes,
    observations,
    reference,
    series_attributes,
    series_code,
    series_rows,
    structure_message,
)

SPECIFIC = f"{BASE}/data/structurespecific"
INSTANCE = "http://www.w3.org/2001/XMLSchema-instance"


def files(bundle: Bundle, stem: str | None) -> dict[str, bytes]:
    """``data.xml`` and ``structure.xml``; with a stem ``<stem>.xml`` and ``<stem>.structure.xml``."""
    item = observations(bundle)
    data, structure = ("data.xml", "structure.xml") if stem is None else (f"{stem}.xml", f"{stem}.structure.xml")
    return {data: _data(item, bundle), structure: structure_message(bundle)}


def _data(item: Dataset, bundle: Bundle) -> bytes:
    own = f"urn:sdmx:org.sdmx.infomodel.datastructure.DataStructure={AGENCY}:{STRUCTURE}({bundle.version})"
    own += ":ObsLevelDim:TIME_PERIOD"
    for prefix, address in (("ss", SPECIFIC), ("xsi", INSTANCE)):
        ET.register_namespace(prefix, address)
    root = message("StructureSpecificData", bundle)
    used = {"structureID": STRUCTURE, "namespace": own, "dimensionAtObservation": "TIME_PERIOD"}
    declared = ET.SubElement(root[0], f"{{{MES}}}Structure", used)
    reference(ET.SubElement(declared, f"{{{COM}}}Structure"), STRUCTURE, "DataStructure", "datastructure", bundle)
    root.set("xmlns:own", own)
    kind = {f"{{{INSTANCE}}}type": "own:DataSetType", f"{{{SPECIFIC}}}structureRef": STRUCTURE}
    kind |= {f"{{{SPECIFIC}}}dataScope": "DataStructure", "action": "Replace"}
    data = ET.SubElement(root, f"{{{MES}}}DataSet", kind)
    for series_id, row, group in grouped(item, bundle):
        key = {"FREQ": FREQUENCIES[row["freq"]], "INDICATOR": series_code(series_id)}
        series = ET.SubElement(data, "Series", key | series_attributes(row, bundle.publishers[series_id]))
        for cells in group:
            value = {} if cells["value"] is None else {"OBS_VALUE": repr(cells["value"])}
            ET.SubElement(series, "Obs", {"TIME_PERIOD": cells["period"]} | value | observation_attributes(cells))
    return as_bytes(root)


def grouped(item: Dataset, bundle: Bundle) -> Iterator[tuple[str, dict[str, Any], list[dict[str, Any]]]]:
    """Id, row of the catalogue and observations of each series."""
    rows = series_rows(bundle)
    for (series_id,), frame in item.frame.group_by("series_id", maintain_order=True):
        yield str(series_id), rows[str(series_id)], frame.to_dicts()
