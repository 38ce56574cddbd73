"""The structure of flows as an SDMX-ML message, 2.1 or 3.0: code lists, concepts, data structures.

The two versions say the same; 2.1 refers by elements, 3.0 by URN.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from xml.etree import ElementTree as ET

from indicators.exports.bundle import Bundle
from indicators.exports.sdmx_flows import Flow, Part, code_id

AGENCY = "INDICATORS"
LANGUAGE = "{http://www.w3.org/XML/1998/namespace}lang"
SCHEMAS = "http://www.sdmx.org/resources/sdmxml/schemas"
PREFIXES = {"mes": "message", "str": "structure", "com": "common", "ss": "data/structurespecific"}
INSTANCE = "http://www.w3.org/2001/XMLSchema-instance"


@dataclass(frozen=True)
class Dialect:
    """A version of SDMX-ML."""

    version: str

    @property
    def new(self) -> bool:
        """Whether it is 3.0."""
        return self.version == "3.0"

    def name(self, prefix: str, local: str) -> str:
        """A qualified name."""
        base = f"{SCHEMAS}/v{self.version.replace('.', '_')}"
        return f"{{{base}/{PREFIXES[prefix]}}}{local}"


OLD, NEW = Dialect("2.1"), Dialect("3.0")


def urn(kind: str, package: str, name: str, bundle: Bundle, item: str = "") -> str:
    """The name of one of our structures, of all in the world."""
    whole = f"urn:sdmx:org.sdmx.infomodel.{package}.{kind}={AGENCY}:{name}({bundle.version})"
    return f"{whole}.{item}" if item else whole


def structure_message(flows: Sequence[Flow], bundle: Bundle, dialect: Dialect) -> bytes:
    """The message with everything that data of these flows need."""
    root = message("Structure", bundle, dialect)
    writer = _Writer(bundle, dialect)
    parts = ET.SubElement(root, dialect.name("mes", "Structures"))
    listed = ET.SubElement(parts, dialect.name("str", "Dataflows"))
    for flow in flows:
        made = writer.maintained(listed, "Dataflow", flow.id, flow.title)
        writer.refer(writer.add(made, "Structure"), "DataStructure", "datastructure", flow.structure)
    writer.code_lists(ET.SubElement(parts, dialect.name("str", "Codelists")), flows)
    schemes = ET.SubElement(parts, dialect.name("str", "ConceptSchemes" if dialect.new else "Concepts"))
    for flow in flows:
        scheme = writer.maintained(schemes, "ConceptScheme", flow.scheme, f"Concepts: {flow.title}")
        for name, text in flow.concepts.items():
            writer.named(ET.SubElement(scheme, dialect.name("str", "Concept"), id=name), text)
    structures = ET.SubElement(parts, dialect.name("str", "DataStructures"))
    for flow in flows:
        whole = writer.maintained(structures, "DataStructure", flow.structure, flow.title)
        writer.components(writer.add(whole, "DataStructureComponents"), flow)
    return as_bytes(root, dialect)


class _Writer:
    """Elements of a structure message in one version."""

    def __init__(self, bundle: Bundle, dialect: Dialect) -> None:
        self.bundle, self.dialect = bundle, dialect

    def add(self, parent: ET.Element, local: str, **attributes: str) -> ET.Element:
        return ET.SubElement(parent, self.dialect.name("str", local), attributes)

    def named(self, element: ET.Element, text: str) -> ET.Element:
        ET.SubElement(element, self.dialect.name("com", "Name"), {LANGUAGE: "en"}).text = text
        return element

    def maintained(self, parent: ET.Element, kind: str, name: str, text: str) -> ET.Element:
        own = {"id": name, "agencyID": AGENCY, "version": self.bundle.version}
        return self.named(self.add(parent, kind, **own, **({} if self.dialect.new else {"isFinal": "true"})), text)

    def refer(self, parent: ET.Element, kind: str, package: str, name: str, item: str = "") -> None:
        """A reference to a structure of ours, or to a concept of a scheme."""
        if self.dialect.new:
            parent.text = urn(kind, package, name, self.bundle, item)
            return
        own = {"agencyID": AGENCY, "class": kind, "package": package}
        if item:
            own |= {"id": item, "maintainableParentID": name, "maintainableParentVersion": self.bundle.version}
        else:
            own |= {"id": name, "version": self.bundle.version}
        ET.SubElement(parent, "Ref", own)

    def local(self, parent: ET.Element, local: str, name: str) -> None:
        """A reference to a component of the same data structure."""
        made = self.add(parent, local)
        if self.dialect.new:
            made.text = name
        else:
            ET.SubElement(made, "Ref", id=name)

    def code_lists(self, parent: ET.Element, flows: Sequence[Flow]) -> None:
        """Lists that several flows share once; units of all flows together."""
        listed: dict[str, dict[str, str]] = {}
        for flow in flows:
            for name, texts in flow.codes.items():
                listed.setdefault(name, {}).update(texts)
        for name, texts in listed.items():
            made = self.maintained(parent, "Codelist", name, name)
            for code, text in texts.items():
                told = text or code if code_id(code) == code else f"{code}: {text}"
                self.named(self.add(made, "Code", id=code_id(code)), told)

    def components(self, parent: ET.Element, flow: Flow) -> None:
        dimensions = self.add(parent, "DimensionList", id="DimensionDescriptor")
        for place, part in enumerate(flow.dimensions, start=1):
            self.component(dimensions, "Dimension", part, flow, position=str(place))
        time = Part("TIME_PERIOD", text="ObservationalTimePeriod")
        place_of_time = {} if self.dialect.new else {"position": str(len(flow.dimensions) + 1)}
        self.component(dimensions, "TimeDimension", time, flow, **place_of_time)
        attributes = self.add(parent, "AttributeList", id="AttributeDescriptor")
        for part in flow.attributes:
            made = self.component(attributes, "Attribute", part, flow, **self.usage(part.required))
            self.relation(self.add(made, "AttributeRelationship"), part, flow)
        measures = self.add(parent, "MeasureList", id="MeasureDescriptor")
        value = Part("OBS_VALUE", text="Double")
        self.component(measures, "Measure" if self.dialect.new else "PrimaryMeasure", value, flow)

    def usage(self, required: bool) -> Mapping[str, str]:
        if self.dialect.new:
            return {"usage": "mandatory" if required else "optional"}
        return {"assignmentStatus": "Mandatory" if required else "Conditional"}

    def relation(self, parent: ET.Element, part: Part, flow: Flow) -> None:
        if part.per_series:
            for dimension in flow.dimensions:
                self.local(parent, "Dimension", dimension.name)
        elif self.dialect.new:
            self.add(parent, "Observation")
        else:
            self.local(parent, "PrimaryMeasure", "OBS_VALUE")

    def component(self, parent: ET.Element, kind: str, part: Part, flow: Flow, **attributes: str) -> ET.Element:
        made = self.add(parent, kind, id=part.name, **attributes)
        self.refer(self.add(made, "ConceptIdentity"), "Concept", "conceptscheme", flow.scheme, part.name)
        form = self.add(made, "LocalRepresentation")
        if part.codes:
            self.refer(self.add(form, "Enumeration"), "Codelist", "codelist", part.codes)
        else:
            self.add(form, "TextFormat", textType=part.text)
        return made


def message(kind: str, bundle: Bundle, dialect: Dialect) -> ET.Element:
    """The root of a message with its header; it is prepared at the beginning of the as-of day."""
    root = ET.Element(dialect.name("mes", kind))
    header = ET.SubElement(root, dialect.name("mes", "Header"))
    ET.SubElement(header, dialect.name("mes", "ID")).text = f"indicators-{bundle.as_of}-{bundle.mode}"
    ET.SubElement(header, dialect.name("mes", "Test")).text = "false"
    ET.SubElement(header, dialect.name("mes", "Prepared")).text = f"{bundle.as_of}T00:00:00"
    ET.SubElement(header, dialect.name("mes", "Sender"), id=AGENCY)
    if kind == "Structure":  # sdmx1 2.28 cannot read a message of data whose header has a name
        ET.SubElement(header, dialect.name("com", "Name"), {LANGUAGE: "en"}).text = bundle.described()
    return root


def as_bytes(root: ET.Element, dialect: Dialect) -> bytes:
    """A message as UTF-8, one element a line."""
    for prefix in PREFIXES:
        ET.register_namespace(prefix, dialect.name(prefix, "")[1:-1])
    ET.register_namespace("xsi", INSTANCE)
    ET.indent(root, " ")
    text: bytes = ET.tostring(root, encoding="UTF-8", xml_declaration=True)
    return text + b"\n"
