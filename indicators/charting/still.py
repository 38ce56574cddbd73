"""The still picture of a Vega-Lite specification: an SVG that says what it shows, the same bytes everywhere."""

from __future__ import annotations

import copy
import re
import xml.etree.ElementTree as ET
from collections.abc import Mapping
from functools import cache
from typing import Any, Final

from indicators.charting.layout import plain

VEGALITE_VERSION: Final = "6.4"
_SVG: Final = "http://www.w3.org/2000/svg"
_DROPPED: Final = {"role", "aria-hidden", "aria-roledescription", "aria-label", "pointer-events"}
_NUMBERS: Final = ("d", "transform", "x", "y", "x1", "x2", "y1", "y2", "cx", "cy", "r", "width", "height", "dx", "dy")


def render(specification: Mapping[str, Any], name: str, title: str, description: str) -> str:
    """SVG of any Vega-Lite specification, labelled and with stable ids; see `indicators.charting.figure.svg`."""
    import vl_convert

    still = without_tips(specification)
    drawn = vl_convert.vegalite_to_svg(still, vl_version=VEGALITE_VERSION, allowed_base_urls=[])
    ET.register_namespace("", _SVG)
    root = ET.fromstring(drawn)  # nosec B314: an SVG that vl-convert has just drawn, no file of anybody
    _tidy(root)
    _flatten(root)
    _rename(root, name)
    label = ET.Element(f"{{{_SVG}}}title", {"id": f"{name}-title"})
    label.text = plain(title)
    facts = ET.Element(f"{{{_SVG}}}desc", {"id": f"{name}-desc"})
    facts.text = plain(description)
    root.insert(0, label)
    root.insert(1, facts)
    box = root.attrib["viewBox"].split()
    for key in list(root.attrib):
        del root.attrib[key]
    _inherit_font(root)
    root.attrib |= {"viewBox": " ".join(box), "width": box[2], "height": box[3], "role": "img"}
    root.attrib |= {"aria-label": f"{plain(title)}. {plain(description)}", "id": f"{name}-svg"}
    return ET.tostring(root, encoding="unicode")


def without_tips(specification: Mapping[str, Any]) -> dict[str, Any]:
    """The specification without its invisible layers."""
    still = copy.copy(dict(specification))
    still["layer"] = [layer for layer in still.get("layer", []) if not str(layer.get("name", "")).startswith("tip")]
    return still


@cache
def _rounder() -> re.Pattern[str]:
    return re.compile(r"-?\d+\.\d{2,}(?:e-?\d+)?")


def _round(text: str) -> str:
    def short(found: re.Match[str]) -> str:
        return f"{round(float(found[0]), 1) + 0.0:.1f}".removesuffix(".0")

    return _rounder().sub(short, text)


def _tidy(element: ET.Element) -> None:
    """Drop what carries no picture: nested roles, empty paths and groups; round coordinates."""
    for key in list(element.attrib):
        if key in _DROPPED or (key == "class" and "role-mark" not in element.attrib[key]):
            del element.attrib[key]
        elif key in _NUMBERS:
            element.attrib[key] = _round(element.attrib[key])
    if element.attrib.get("opacity") == "1":
        del element.attrib["opacity"]
    if element.attrib.get("transform") == "translate(0,0)":
        del element.attrib["transform"]
    for child in list(element):
        _tidy(child)
        tag = child.tag.rsplit("}", 1)[-1]
        empty_group = tag == "g" and len(child) == 0
        empty_path = tag == "path" and (child.attrib.get("d") in ("", "M0,0h0v0h0Z") or child.get("display") == "none")
        bare = tag == "path" and not {"fill", "stroke"} & set(child.attrib) and "opacity" not in child.attrib
        if empty_group or empty_path or (bare and not _inherits_paint(element)):
            element.remove(child)


def _flatten(element: ET.Element) -> None:
    """Put the children of groups that say nothing in their place."""
    kept: list[ET.Element] = []
    for child in list(element):
        _flatten(child)
        kept += list(child) if child.tag == f"{{{_SVG}}}g" and not child.attrib else [child]
    element[:] = kept


def _inherit_font(root: ET.Element) -> None:
    """Say the one font once."""
    written = [e for e in root.iter() if "font-family" in e.attrib]
    if len({e.attrib["font-family"] for e in written}) == 1:
        root.attrib["font-family"] = written[0].attrib["font-family"]
        for element in written:
            del element.attrib["font-family"]


def _inherits_paint(parent: ET.Element) -> bool:
    return parent.get("fill", "none") != "none" or parent.tag.endswith(("clipPath", "defs"))


def _rename(root: ET.Element, name: str) -> None:
    """Number ids (clip paths, gradients) from 0 within this picture; the renderer counts through its whole life."""
    new: dict[str, str] = {}
    for element in root.iter():
        if "id" in element.attrib:
            new[element.attrib["id"]] = f"{name}-{len(new)}"
            element.attrib["id"] = new[element.attrib["id"]]
    for element in root.iter():
        for key, value in element.attrib.items():
            found = re.fullmatch(r"url\(#(.+)\)", value)
            if found and found[1] in new:
                element.attrib[key] = f"url(#{new[found[1]]})"
