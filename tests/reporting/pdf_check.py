"""What software finds in a PDF: tags, language, alternatives, fonts, links (after the Matterhorn protocol)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from io import BytesIO
from itertools import pairwise
from typing import Any

import pypdf

HEADING = re.compile(r"/H([1-6])")


@dataclass
class Pdf:
    """A PDF, read: its structure elements in order, and what hangs on them."""

    reader: pypdf.PdfReader
    elements: list[tuple[str, dict[str, Any]]] = field(default_factory=list)

    @property
    def catalog(self) -> Any:
        return self.reader.trailer["/Root"]

    def of(self, kind: str) -> list[dict[str, Any]]:
        return [element for name, element in self.elements if name == kind]

    @property
    def headings(self) -> list[int]:
        return [int(found[1]) for name, _ in self.elements if (found := HEADING.fullmatch(name))]

    @property
    def text(self) -> str:
        """All text, without places to break and with single spaces."""
        pages = (page.extract_text() for page in self.reader.pages)
        return " ".join(" ".join(pages).replace("\u200b", "").split())

    @property
    def fonts(self) -> dict[str, bool]:
        """Base fonts and whether each is embedded, those within charts, too."""
        return {name: embedded for page in self.reader.pages for name, embedded in _fonts(page["/Resources"])}

    @property
    def links(self) -> list[dict[str, Any]]:
        """Actions and destinations of all links."""
        found = []
        for page in self.reader.pages:
            for annotation in page.get("/Annots") or ():
                note = annotation.get_object()
                if note["/Subtype"] == "/Link":
                    found.append(note)
        return found


def read_pdf(data: bytes) -> Pdf:
    """Read a PDF and walk its structure tree."""
    pdf = Pdf(pypdf.PdfReader(BytesIO(data), strict=True))
    pdf.elements += _walk(pdf.catalog["/StructTreeRoot"])
    return pdf


def _walk(node: Any) -> Iterator[tuple[str, dict[str, Any]]]:
    node = node.get_object() if hasattr(node, "get_object") else node
    if isinstance(node, list):
        for child in node:
            yield from _walk(child)
    elif isinstance(node, dict):
        if "/S" in node:
            yield str(node["/S"]), node
        if "/K" in node:
            yield from _walk(node["/K"])


def _leads(link: dict[str, Any], reader: pypdf.PdfReader) -> bool:
    """Whether a link goes to a web page or to a named place of the file."""
    if "/Dest" in link:
        return str(link["/Dest"]) in reader.named_destinations
    action = link["/A"]
    return str(action.get("/URI", "")).startswith(("http://", "https://")) or action.get("/S") == "/GoTo"


def _fonts(resources: Any) -> Iterator[tuple[str, bool]]:
    resources = resources.get_object()
    for font in (entry.get_object() for entry in (resources.get("/Font") or {}).values()):
        for one in font.get("/DescendantFonts", [font]):
            described = one.get_object().get("/FontDescriptor", {})
            yield str(font["/BaseFont"]).split("+")[-1], any(f"/FontFile{n}" in described for n in ("", "2", "3"))
    for form in (entry.get_object() for entry in (resources.get("/XObject") or {}).values()):
        if "/Resources" in form:
            yield from _fonts(form["/Resources"])


def faults(pdf: Pdf, title: str) -> list[str]:
    """What speaks against PDF/UA-1, of what a library can tell; empty if nothing does."""
    catalog = pdf.catalog
    about = pdf.reader.metadata or {}
    metadata = catalog["/Metadata"].get_object().get_data().decode()
    jumps = [pair for pair in pairwise([0, *pdf.headings]) if pair[1] > pair[0] + 1]
    checks = {
        "not marked as tagged": bool(catalog["/MarkInfo"].get("/Marked")),
        "no language": str(catalog.get("/Lang", "")).startswith("en"),
        "the window shows the file name": bool(catalog["/ViewerPreferences"]["/DisplayDocTitle"]),
        "not declared as PDF/UA-1": re.search(r"<pdfuaid:part>1</pdfuaid:part>|pdfuaid:part=.1.", metadata) is not None,
        "another title": about.get("/Title") == title and title in metadata,
        "no bookmarks": len(pdf.reader.outline) > 0,
        f"headings skip a level: {jumps}": not jumps,
        "a picture without an alternative": all(str(f.get("/Alt", "")).strip() for f in pdf.of("/Figure")),
        "a table without heads": all("/TH" in {n for n, _ in _walk(t)} for t in pdf.of("/Table")),
        f"a font is not embedded: {pdf.fonts}": all(pdf.fonts.values()),
        "a link without words": all(str(link.get("/Contents", "")) for link in pdf.links),
        "a page whose order is not that of its structure": all(p.get("/Tabs") == "/S" for p in pdf.reader.pages),
        "a link that leads nowhere": all(_leads(link, pdf.reader) for link in pdf.links),
    }
    return [fault for fault, good in checks.items() if not good]
