"""A figure: one chart with everything that makes it readable without eyes on it, and its SVG and spec."""

from __future__ import annotations

import copy
import json
import re
import xml.etree.ElementTree as ET
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cache, cached_property
from typing import TYPE_CHECKING, Any, Final, TypedDict

from indicators.charting.layout import plain
from indicators.charting.packing import pack
from indicators.charting.theme import PAPER

if TYPE_CHECKING:
    import polars as pl
    from altair import LayerChart

VEGALITE_VERSION: Final = "6.4"
_SVG: Final = "http://www.w3.org/2000/svg"
LOADED: Final = ("$schema", "config", "description")
"""Keys of a specification that are the same in all, or stand in the still picture."""
FACT_IDS: Final = "fact_ids"
"""Column of a figure's table that names the facts of each row; it is in the csv file and not on the page."""
LEAST_SHOWN: Final = 2
_ID: Final = re.compile(r"[A-Za-z][A-Za-z0-9_.-]*")
_DROPPED: Final = {"role", "aria-hidden", "aria-roledescription", "aria-label", "pointer-events"}
_NUMBERS: Final = ("d", "transform", "x", "y", "x1", "x2", "y1", "y2", "cx", "cy", "r", "width", "height", "dx", "dy")


class Widths(TypedDict):
    """Both drawings of a figure, for a room that draws them with one function."""

    chart: LayerChart
    narrow: LayerChart


@dataclass(frozen=True)
class Figure:
    """A chart with its words and its data.

    Parameters
    ----------
    id
        Letters, digits, ``_``, ``-`` and ``.``, beginning with a letter; stable from one edition to the next.
    family
        Family the figure belongs to, e.g. ``trade``.
    headline
        The finding, in one sentence.
    unit
        Unit of the values.
    alt
        What the picture shows, stated as facts, for those who do not see it.
    source_line
        Sources, as printed under the chart.
    as_of
        Day up to which facts were taken into account.
    notes
        Sentences about significance, breaks, gaps.
    chart
        The altair chart, 680 pixels wide.
    table
        The same data as a table; rows that are values of no series name their facts in ``fact_ids``.
    narrow
        The same chart for a phone, 340 pixels wide.
    logarithmic
        The same figure on a logarithmic axis, for readers who choose it.
    further
        Whether it stands apart, below the figures that its section shows first.
    """

    id: str
    family: str
    headline: str
    unit: str
    alt: str
    source_line: str
    as_of: date
    notes: tuple[str, ...]
    chart: LayerChart = field(repr=False, compare=False)
    table: pl.DataFrame = field(repr=False, compare=False)
    narrow: LayerChart | None = field(default=None, repr=False, compare=False)
    logarithmic: Figure | None = field(default=None, repr=False, compare=False)
    further: bool = False

    def __post_init__(self) -> None:
        if not _ID.fullmatch(self.id):
            raise ValueError(f"figure id {self.id!r}: use letters, digits, '_', '-' and '.', beginning with a letter")
        if not plain(self.alt):
            raise ValueError(f"figure {self.id}: the alt text is empty; state the facts the picture shows")

    @cached_property
    def _drawn(self) -> dict[str, str]:
        """Specifications and pictures by name: several formats show the same ones, and they take time."""
        return {}

    @cached_property
    def promised(self) -> dict[str, Callable[[], str | None]]:
        """Pictures that are drawn elsewhere, by name: each gives the picture, or None where it must be drawn here."""
        return {}


def listed(shown: Sequence[Figure | None], further: Sequence[Figure | None] = ()) -> list[Figure]:
    """A section's figures in order: those shown first, then the further ones, marked so; one without data is left out.

    Where data give fewer than two to show, further ones take their place.

    Examples
    --------
    >>> listed([None], [None])
    []
    """
    first, rest = ([figure for figure in figures if figure is not None] for figures in (shown, further))
    moved = max(LEAST_SHOWN - len(first), 0)
    return [*first, *rest[:moved], *(replace(figure, further=True) for figure in rest[moved:])]


def spec(figure: Figure, *, narrow: bool = False) -> dict[str, Any]:
    """The figure's Vega-Lite specification, data inlined, keys in a fixed order.

    Examples
    --------
    >>> import polars as pl
    >>> from indicators.charting.marks import line_series
    >>> frame = pl.DataFrame({"period": ["2023", "2024"], "value": [5188.8, 3533.6], "series": ["turnover"] * 2})
    >>> chart = line_series(frame, unit="USD million")
    >>> figure = Figure("turnover", "trade", "Turnover fell", "USD million", "Turnover fell to 3,533.6.", "Census",
    ...                 date(2025, 6, 30), (), chart, frame)
    >>> list(spec(figure))[:3]
    ['$schema', 'autosize', 'config']
    >>> svg(figure) == svg(figure)
    True
    """
    ordered: dict[str, Any] = json.loads(spec_text(figure, narrow=narrow))
    return ordered


def spec_text(figure: Figure, *, narrow: bool = False) -> str:
    """`spec` as JSON."""
    kept, name = figure._drawn, "narrow spec" if narrow and figure.narrow is not None else "spec"
    if name not in kept:
        chart = figure.narrow if narrow and figure.narrow is not None else figure.chart
        drawn = chart.to_dict(validate=False)
        drawn["description"] = plain(figure.alt)
        kept[name] = json.dumps(drawn, sort_keys=True, allow_nan=False)
    return kept[name]


def spec_json(figure: Figure) -> str:
    """The specifications, ``wide`` and where there is one ``narrow``, safe inside ``<script type="application/json">``.

    They are packed (`indicators.charting.packing`); what the loader knows (``LOADED``) is left out.
    ``<``, ``>`` and ``&`` are written as escapes, so no title can end the script element.
    """
    drawings = {"wide": spec(figure)} | ({"narrow": spec(figure, narrow=True)} if figure.narrow is not None else {})
    short = {name: {k: v for k, v in made.items() if k not in LOADED} for name, made in drawings.items()}
    text = json.dumps(pack(short), separators=(",", ":"), ensure_ascii=False)
    for character in "<>&\u2028\u2029":
        text = text.replace(character, f"\\u{ord(character):04x}")
    return text


def spec_file(figure: Figure) -> str:
    """The wide specification as a file of its own: Vega-Lite, data inlined, what the figure says in ``usermeta``."""
    words = {
        "headline": figure.headline, "alt": figure.alt, "unit": figure.unit, "source": figure.source_line,
        "as_of": figure.as_of.isoformat(), "notes": list(figure.notes), "family": figure.family,
    }  # fmt: skip
    return json.dumps(spec(figure) | {"usermeta": words}, separators=(",", ":"), ensure_ascii=False) + "\n"


def svg(figure: Figure, *, narrow: bool = False) -> str:
    """The figure as a stand-alone SVG that says what it shows; same figure, same bytes, everywhere.

    The picture has ``role="img"``, an ``aria-label`` and ``<title>``/``<desc>``. Marks that only carry tooltips are
    left out, ids begin with the figure's own, coordinates are written to tenths, there are no style attributes.

    Parameters
    ----------
    figure
        The figure.
    narrow
        Draw the version for phones.

    Returns
    -------
    str
        SVG source, beginning with ``<svg``.
    """
    name, drawn = picture_name(figure, narrow=narrow), figure._drawn
    if name not in drawn:
        made = figure.promised.pop(name)() if name in figure.promised else None
        drawn[name] = made or render(spec(figure, narrow=narrow), name, figure.headline, figure.alt)
    return drawn[name]


def picture_name(figure: Figure, *, narrow: bool = False) -> str:
    """With what the ids in a picture begin."""
    return f"{figure.id}-narrow" if narrow else figure.id


def svg_file(figure: Figure) -> str:
    """`svg` as a file of its own, on paper: readable on a light and on a dark page of a code host, too."""
    drawn = svg(figure)
    _, _, width, height = ET.fromstring(drawn).attrib["viewBox"].split()  # nosec B314: drawn by `svg`
    sheet = f'<rect width="{width}" height="{height}" fill="{PAPER}" />'
    return drawn.replace("</desc>", f"</desc>{sheet}", 1)


def render(specification: Mapping[str, Any], name: str, title: str, description: str) -> str:
    """SVG of any Vega-Lite specification, labelled and with stable ids; see `svg`."""
    import vl_convert

    still = _without_tips(specification)
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


def png(figure: Figure, *, narrow: bool = False, scale: float = 2.0, paper: str = "#ffffff") -> bytes:
    """The figure as a PNG on ``paper``, for looking at it."""
    import vl_convert

    still = _without_tips(spec(figure, narrow=narrow))
    still["config"] = still["config"] | {"background": paper}
    drawn: bytes = vl_convert.vegalite_to_png(still, vl_version=VEGALITE_VERSION, scale=scale, allowed_base_urls=[])
    return drawn


def _without_tips(specification: Mapping[str, Any]) -> dict[str, Any]:
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
