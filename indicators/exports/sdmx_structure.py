"""The SDMX structure of series: concepts under their standard ids, code lists, the data structure, as SDMX-ML 2.1.

Dimensions are FREQ, INDICATOR and TIME_PERIOD. Half-years have the code S, as in CL_FREQ, where H is hours. A code has
no dot in SDMX: ``trade.usa_rus.total.a`` is ``trade-usa_rus-total-a``, which reads back: ids have no dash.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any
from xml.etree import ElementTree as ET

from indicators.contracts import codes
from indicators.errors import UsageProblem
from indicators.exports.bundle import TITLE, Bundle, Dataset

AGENCY, FLOW, STRUCTURE, SCHEME = "INDICATORS", "SERIES", "DSD_SERIES", "CONCEPTS"
BASE = "http://www.sdmx.org/resources/sdmxml/schemas/v2_1"
MES, STR, COM = f"{BASE}/message", f"{BASE}/structure", f"{BASE}/common"
LANGUAGE = "{http://www.w3.org/XML/1998/namespace}lang"
UNITS = MappingProxyType({"USD million": ("USD", 6), "EUR million": ("EUR", 6), "per cent": ("PT", 0)})
"""Units that have a standard code, with the power of ten they are counted in."""
NAMED = 5
"""Publishers that a series names; of more, their number."""
FREQUENCIES = MappingProxyType({"A": "A", "H": "S", "Q": "Q", "M": "M", "D": "D"})


@dataclass(frozen=True)
class Part:
    """A dimension or an attribute: its concept, its code list (or the type of its text), what it is attached to."""

    name: str
    codes: str = ""
    text: str = "String"
    per_series: bool = False
    required: bool = False


CONCEPTS = MappingProxyType(
    {
        "FREQ": "Frequency of observation", "INDICATOR": "Series", "TIME_PERIOD": "Time period",
        "OBS_VALUE": "Observation value", "OBS_STATUS": "Observation status", "UNIT_MEASURE": "Unit of measure",
        "UNIT_MULT": "Unit multiplier: the power of ten", "DECIMALS": "Digits after the point that are shown",
        "TITLE": "Title", "DATA_PROVIDER": "Publishers of the facts, the most used first",
        "MISSING_REASON": "Why there is no value", "QUALITY": "Worst quality of the facts used",
        "REFERENCE_DATE": "Day that the value describes", "PUBLISHED_ON": "Day from which the value holds",
    }
)  # fmt: skip
DIMENSIONS = (Part("FREQ", "CL_FREQ"), Part("INDICATOR", "CL_INDICATOR"))
ATTRIBUTES = (
    Part("UNIT_MEASURE", "CL_UNIT_MEASURE", per_series=True, required=True),
    Part("UNIT_MULT", text="Integer", per_series=True, required=True),
    Part("DECIMALS", text="Integer", per_series=True), Part("TITLE", per_series=True),
    Part("DATA_PROVIDER", per_series=True), Part("OBS_STATUS", "CL_OBS_STATUS", required=True),
    Part("MISSING_REASON", "CL_MISSING_REASON"), Part("QUALITY", "CL_QUALITY"),
    Part("REFERENCE_DATE", text="GregorianDay"), Part("PUBLISHED_ON", text="GregorianDay"),
)  # fmt: skip


def observations(bundle: Bundle) -> Dataset:
    """The observations of a bundle.

    Raises
    ------
    UsageProblem
        If it holds tables of facts, which are no series.
    """
    tables = [item.name for item in bundle.asked if item.name != "observations"]
    found = bundle.named("observations")
    if tables or found is None:
        raise UsageProblem(
            f"SDMX holds series, {tables[0] if tables else 'nothing'} is none", where="--to",
            do="name series (indicators series list), or choose another format",
        )  # fmt: skip
    return found


def series_code(series_id: str) -> str:
    """The code of a series.

    Examples
    --------
    >>> series_code("trade.usa_rus.total.a")
    'trade-usa_rus-total-a'
    """
    return series_id.replace(".", "-")


def unit_code(unit: str) -> tuple[str, int]:
    """The code of a unit and the power of ten it is counted in.

    Examples
    --------
    >>> unit_code("USD million"), unit_code("listed entries")
    (('USD', 6), ('LISTED_ENTRIES', 0))
    """
    return UNITS.get(unit) or (re.sub("[^A-Z0-9]+", "_", unit.upper()), 0)


def series_rows(bundle: Bundle) -> dict[str, dict[str, Any]]:
    """The catalogue of a bundle: id of a series to what it is."""
    found = bundle.named("series")
    return {row["series_id"]: row for row in found.frame.iter_rows(named=True)} if found else {}


def series_attributes(row: Mapping[str, Any], publishers: Sequence[str]) -> dict[str, str]:
    """The attributes that a series has as a whole, all of them."""
    more = [f"and {len(publishers) - NAMED} more"] if len(publishers) > NAMED else []
    unit, power = unit_code(row["unit"])
    return {
        "UNIT_MEASURE": unit, "UNIT_MULT": str(power), "DECIMALS": str(row["decimals"]), "TITLE": row["title"],
        "DATA_PROVIDER": "; ".join((*publishers[:NAMED], *more)),
    }  # fmt: skip


def observation_attributes(row: Mapping[str, Any]) -> dict[str, str]:
    """The attributes of a single value, those that it has."""
    names = ("obs_status", "missing_reason", "quality", "reference_date", "published_on")
    return {name.upper(): str(row[name]) for name in names if row[name] is not None}


def code_lists(bundle: Bundle) -> dict[str, dict[str, str]]:
    """Code lists by id: what of each is declared, whether used here or not; of series and units, those here."""
    rows = series_rows(bundle).values()
    return {
        "CL_FREQ": {FREQUENCIES[code]: text for code, text in codes.FREQUENCY.items()},
        "CL_INDICATOR": {series_code(row["series_id"]): row["title"] for row in rows},
        "CL_UNIT_MEASURE": {unit_code(row["unit"])[0]: row["unit"].removesuffix(" million") for row in rows},
        "CL_OBS_STATUS": dict(codes.OBS_STATUS), "CL_MISSING_REASON": dict(codes.MISSING_REASON),
        "CL_QUALITY": dict(codes.QUALITY),
    }  # fmt: skip


def structure_message(bundle: Bundle) -> bytes:
    """The SDMX-ML 2.1 message with everything that data of these series need."""
    root = message("Structure", bundle)
    parts = ET.SubElement(root, f"{{{MES}}}Structures")
    flow = _maintained(ET.SubElement(parts, _s("Dataflows")), "Dataflow", FLOW, TITLE, bundle)
    reference(ET.SubElement(flow, _s("Structure")), STRUCTURE, "DataStructure", "datastructure", bundle)
    lists = ET.SubElement(parts, _s("Codelists"))
    for name, listed in code_lists(bundle).items():
        made = _maintained(lists, "Codelist", name, name, bundle)
        for code, text in listed.items():
            _named(ET.SubElement(made, _s("Code"), id=code), text or code)
    scheme = _maintained(ET.SubElement(parts, _s("Concepts")), "ConceptScheme", SCHEME, "Concepts", bundle)
    for name, text in CONCEPTS.items():
        _named(ET.SubElement(scheme, _s("Concept"), id=name), text)
    structures = ET.SubElement(parts, _s("DataStructures"))
    whole = _maintained(structures, "DataStructure", STRUCTURE, "Series of observations", bundle)
    _components(ET.SubElement(whole, _s("DataStructureComponents")), bundle)
    return as_bytes(root)


def _components(parent: ET.Element, bundle: Bundle) -> None:
    dimensions = ET.SubElement(parent, _s("DimensionList"), id="DimensionDescriptor")
    for place, part in enumerate(DIMENSIONS, start=1):
        _component(dimensions, "Dimension", part, bundle, position=str(place))
    time = Part("TIME_PERIOD", text="ObservationalTimePeriod")
    _component(dimensions, "TimeDimension", time, bundle, position=str(len(DIMENSIONS) + 1))
    attributes = ET.SubElement(parent, _s("AttributeList"), id="AttributeDescriptor")
    for part in ATTRIBUTES:
        status = "Mandatory" if part.required else "Conditional"
        made = _component(attributes, "Attribute", part, bundle, assignmentStatus=status)
        relation = ET.SubElement(made, _s("AttributeRelationship"))
        for name in [d.name for d in DIMENSIONS] if part.per_series else ["OBS_VALUE"]:
            kind = "Dimension" if part.per_series else "PrimaryMeasure"
            ET.SubElement(ET.SubElement(relation, _s(kind)), "Ref", id=name)
    measures = ET.SubElement(parent, _s("MeasureList"), id="MeasureDescriptor")
    _component(measures, "PrimaryMeasure", Part("OBS_VALUE", text="Double"), bundle)


def _component(parent: ET.Element, kind: str, part: Part, bundle: Bundle, **attributes: str) -> ET.Element:
    made = ET.SubElement(parent, _s(kind), {"id": part.name, **attributes})
    concept = {"id": part.name, "maintainableParentID": SCHEME, "maintainableParentVersion": bundle.version}
    concept |= {"agencyID": AGENCY, "class": "Concept", "package": "conceptscheme"}
    identity = ET.SubElement(made, _s("ConceptIdentity"))
    ET.SubElement(identity, "Ref", concept)
    form = ET.SubElement(made, _s("LocalRepresentation"))
    if part.codes:
        reference(ET.SubElement(form, _s("Enumeration")), part.codes, "Codelist", "codelist", bundle)
    else:
        ET.SubElement(form, _s("TextFormat"), textType=part.text)
    return made


def message(kind: str, bundle: Bundle) -> ET.Element:
    """The root of a message with its header; it is prepared at the beginning of the as-of day."""
    for prefix, address in (("mes", MES), ("str", STR), ("com", COM)):
        ET.register_namespace(prefix, address)
    root = ET.Element(f"{{{MES}}}{kind}")
    header = ET.SubElement(root, f"{{{MES}}}Header")
    ET.SubElement(header, f"{{{MES}}}ID").text = f"indicators-{bundle.as_of}-{bundle.mode}"
    ET.SubElement(header, f"{{{MES}}}Test").text = "false"
    ET.SubElement(header, f"{{{MES}}}Prepared").text = f"{bundle.as_of}T00:00:00"
    ET.SubElement(header, f"{{{MES}}}Sender", id=AGENCY)
    return root


def reference(parent: ET.Element, name: str, kind: str, package: str, bundle: Bundle) -> None:
    """A reference to one of our structures."""
    of = {"id": name, "agencyID": AGENCY, "version": bundle.version, "class": kind, "package": package}
    ET.SubElement(parent, "Ref", of)


def as_bytes(root: ET.Element) -> bytes:
    """A message as UTF-8, one element a line."""
    ET.indent(root, " ")
    text: bytes = ET.tostring(root, encoding="UTF-8", xml_declaration=True)
    return text + b"\n"


def _maintained(parent: ET.Element, kind: str, name: str, text: str, bundle: Bundle) -> ET.Element:
    own = {"id": name, "agencyID": AGENCY, "version": bundle.version, "isFinal": "true"}
    return _named(ET.SubElement(parent, _s(kind), own), text)


def _named(element: ET.Element, text: str) -> ET.Element:
    ET.SubElement(element, f"{{{COM}}}Name", {LANGUAGE: "en"}).text = text
    return element


def _s(name: str) -> str:
    return f"{{{STR}}}{name}"
