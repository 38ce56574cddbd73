"""A figure: one chart with everything that makes it readable without eyes on it, and its SVG and spec."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cached_property
from typing import TYPE_CHECKING, Any, Final, TypedDict

from indicators.charting.layout import plain
from indicators.charting.packing import pack
from indicators.charting.still import VEGALITE_VERSION, render, without_tips
from indicators.charting.theme import PAPER

if TYPE_CHECKING:
    import polars as pl
    from altair import LayerChart

LOADED: Final = ("$schema", "config", "description")
"""Keys of a specification that are the same in all, or stand in the still picture."""
PACKED: Final = "packed specifications"
"""Under this name `spec_json` is kept; no picture is called so, for no figure's id holds a space."""
FACT_IDS: Final = "fact_ids"
"""Column of a figure's table that names the facts of each row; it is in the csv file and not on the page."""
LEAST_SHOWN: Final = 2
_VIEW_BOX: Final = re.compile(r'viewBox="\S+ \S+ (\S+) (\S+)"')
_ID: Final = re.compile(r"[A-Za-z][A-Za-z0-9_.-]*")


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
    def promises(self) -> list[Callable[[], Mapping[str, str]]]:
        """Where the figure is drawn elsewhere: what gives its `drawings`, or nothing if it must be drawn here."""
        return []

    def kept(self, name: str, make: Callable[[], str]) -> str:
        """What was drawn of the figure under a name, here or elsewhere; made now where it was not."""
        while name not in self._drawn and self.promises:
            self._drawn.update(self.promises.pop()())
        if name not in self._drawn:
            self._drawn[name] = make()
        return self._drawn[name]


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
    chart = figure.narrow if narrow and figure.narrow is not None else figure.chart
    name = "wide spec" if chart is figure.chart else "narrow spec"
    if name not in figure._drawn:
        drawn = chart.to_dict(validate=False)
        drawn["description"] = plain(figure.alt)
        figure._drawn[name] = json.dumps(drawn, sort_keys=True, allow_nan=False)
    return figure._drawn[name]


def spec_json(figure: Figure) -> str:
    """The specifications, ``wide`` and where there is one ``narrow``, safe inside ``<script type="application/json">``.

    They are packed (`indicators.charting.packing`); what the loader knows (``LOADED``) is left out.
    ``<``, ``>`` and ``&`` are written as escapes, so no title can end the script element.
    """
    return figure.kept(PACKED, lambda: _packed({width: json.loads(text) for width, text in spec_texts(figure).items()}))


def spec_texts(figure: Figure) -> dict[str, str]:
    """The specifications as JSON by width."""
    widths = ("wide",) if figure.narrow is None else ("wide", "narrow")
    return {width: spec_text(figure, narrow=width == "narrow") for width in widths}


def drawings(name: str, specifications: Mapping[str, str], title: str, description: str) -> dict[str, str]:
    """What a report shows of a figure, from its `spec_texts` and words alone: pictures by name, and `spec_json`."""
    specs: dict[str, dict[str, Any]] = {width: json.loads(text) for width, text in specifications.items()}
    names = {width: name if width == "wide" else f"{name}-narrow" for width in specs}
    made = {names[width]: render(spec, names[width], title, description) for width, spec in specs.items()}
    return made | {PACKED: _packed(specs)}


def _packed(specs: Mapping[str, Mapping[str, Any]]) -> str:
    short = {name: {k: v for k, v in made.items() if k not in LOADED} for name, made in specs.items()}
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
    name = f"{figure.id}-narrow" if narrow else figure.id
    return figure.kept(name, lambda: render(spec(figure, narrow=narrow), name, figure.headline, figure.alt))


def svg_file(figure: Figure) -> str:
    """`svg` as a file of its own, on paper: readable on a light and on a dark page of a code host, too."""
    drawn = svg(figure)
    size = _VIEW_BOX.search(drawn)
    assert size is not None, "every picture of ours tells its size"
    sheet = f'<rect width="{size[1]}" height="{size[2]}" fill="{PAPER}" />'
    return drawn.replace("</desc>", f"</desc>{sheet}", 1)


def png(figure: Figure, *, narrow: bool = False, scale: float = 2.0, paper: str = "#ffffff") -> bytes:
    """The figure as a PNG on ``paper``, for looking at it."""
    import vl_convert

    still = without_tips(spec(figure, narrow=narrow))
    still["config"] = still["config"] | {"background": paper}
    drawn: bytes = vl_convert.vegalite_to_png(still, vl_version=VEGALITE_VERSION, scale=scale, allowed_base_urls=[])
    return drawn
