"""SDMX-ML 2.1: a message of structure-specific data for each flow and, beside, that with the structure of all."""

from __future__ import annotations

from xml.etree import ElementTree as ET

from indicators.exports.bundle import Bundle
from indicators.exports.sdmx_flows import Flow, flows
from indicators.exports.sdmx_structure import (
    AGENCY,
    INSTANCE,
    OLD,
    Dialect,
    as_bytes,
    message,
    structure_message,
    urn,
)


def files(bundle: Bundle, stem: str | None) -> dict[str, bytes]:
    """``data.xml`` of series, ``<table>.xml``, ``structure.xml``; with a stem ``<stem>.xml`` and its structure."""
    return messages(bundle, stem, OLD)


def messages(bundle: Bundle, stem: str | None, dialect: Dialect) -> dict[str, bytes]:
    """The same in either version."""
    found = flows(bundle)
    made = {f"{stem or flow.file}.xml": _data(flow, bundle, dialect) for flow in found}
    before = "" if stem is None else f"{stem}."
    return made | {f"{before}structure.xml": structure_message(found, bundle, dialect)}


def _data(flow: Flow, bundle: Bundle, dialect: Dialect) -> bytes:
    whole = urn("DataStructure", "datastructure", flow.structure, bundle)
    own = f"{whole}:ObsLevelDim:TIME_PERIOD"
    root = message("StructureSpecificData", bundle, dialect)
    used = {"structureID": flow.structure, "namespace": own, "dimensionAtObservation": "TIME_PERIOD"}
    declared = ET.SubElement(root[0], dialect.name("mes", "Structure"), used)
    named = ET.SubElement(declared, dialect.name("com", "Structure"))
    if dialect.new:
        named.text = whole
    else:
        own_id = {"id": flow.structure, "agencyID": AGENCY, "version": bundle.version}
        ET.SubElement(named, "Ref", own_id | {"class": "DataStructure", "package": "datastructure"})
    root.set("xmlns:own", own)
    kind = {f"{{{INSTANCE}}}type": "own:DataSetType", dialect.name("ss", "structureRef"): flow.structure}
    kind |= {"action": "Replace"} | ({} if dialect.new else {dialect.name("ss", "dataScope"): "DataStructure"})
    data = ET.SubElement(root, dialect.name("mes", "DataSet"), kind)
    for group in flow.groups:
        series = ET.SubElement(data, "Series", group.key | group.attributes)
        for row in group.rows:
            ET.SubElement(series, "Obs", row)
    return as_bytes(root, dialect)
