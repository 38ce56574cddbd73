"""The one chart theme: colours, type, number format, and the style sheet that turns it dark.

Everything a chart shows is set here, so that two charts drawn years apart look alike and their bytes
depend on nothing outside the package: no system font, locale or time zone.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final

from indicators.numbers import GROUP_SEPARATOR, MINUS, number

NAME: Final = "indicators"
"""Name under which the theme is registered with altair."""

FONT: Final = "Liberation Sans, Arial, Helvetica, sans-serif"
"""Liberation Sans is carried inside vl-convert (four faces), has the widths of Arial, and digits of one width."""

LABEL_SIZE: Final = 12
SMALL_SIZE: Final = 11
LINE_HEIGHT: Final = 14
WIDE: Final = 680
NARROW: Final = 340
NARROW_SHARE: Final = 0.75
"""How high a phone's plot is against that of the whole width, down to ``LEAST_HEIGHT`` pixels."""
LEAST_HEIGHT: Final = 150

INK: Final = "#1b1f24"
MUTED: Final = "#57606a"
RULE: Final = "#8c959f"
GRID: Final = "#e4e7eb"
WASH: Final = "#f1f3f5"
PAPER: Final = "#ffffff"

PALETTE: Final[tuple[str, ...]] = (
    "#056ccf",  # blue
    "#b75f07",  # burnt orange
    "#0b8659",  # green
    "#c03e96",  # magenta
    "#5f420e",  # brown
    "#424850",  # slate
    "#4b27ca",  # violet
)
"""Okabe and Ito's hues, moved until each carries text on white (4.5:1) and every two stay apart (CIE Lab 20 and more)
for full colour vision, protanopia and deuteranopia."""

COUNTRY_COLOURS: Final[Mapping[str, str]] = {
    "USA": "#0b8659",
    "RUS": "#c03e96",
    "SUN": "#c03e96",
    "EU27": "#056ccf",
    "EU28": "#056ccf",
    "EU27_2007": "#056ccf",
    "CHN": "#5f420e",
    "UKR": "#4b27ca",
    "WLD": "#424850",
    "USA+RUS": "#1b1f24",
}
"""Green and magenta for the two countries: neither flag, neither party, no good and bad."""

DARK: Final[Mapping[str, str]] = {
    "#056ccf": "#38bdfa",
    "#b75f07": "#cf6b1f",
    "#0b8659": "#2ad17e",
    "#c03e96": "#da4ab3",
    "#5f420e": "#e4bc0e",
    "#424850": "#bdbfc1",
    "#4b27ca": "#8d6efa",
    INK: "#e6eaee",
    MUTED: "#aab4be",
    RULE: "#7d8893",
    GRID: "#2b333b",
    WASH: "#1d242b",
    PAPER: "#14181d",
}
"""What each colour of the theme becomes in dark mode."""


STATUS_WORDS: Final[Mapping[str, str]] = {
    "A": "normal",
    "P": "provisional",
    "p": "provisional",
    "R": "revised",
    "r": "revised",
    "E": "estimated",
    "e": "estimated",
    "M": "missing",
    "x": "not provided",
    "B": "break in series",
    "b": "break in series",
    "c": "sources conflict",
    "U": "low reliability",
    "F": "forecast",
}
"""Words for SDMX CL_OBS_STATUS and for the report's bracketed codes."""


def contrast(first: str, second: str = PAPER) -> float:
    """Contrast ratio of two ``#rrggbb`` colours, 1 to 21 (WCAG 2.2, relative luminance).

    Examples
    --------
    >>> round(contrast("#000000", "#ffffff"), 1)
    21.0
    >>> min(contrast(colour) for colour in PALETTE) >= 4.5
    True
    """

    def luminance(colour: str) -> float:
        channels = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
        red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels)
        return 0.2126 * red + 0.7152 * green + 0.0722 * blue

    low, high = sorted((luminance(first), luminance(second)))
    return (high + 0.05) / (low + 0.05)


def colours_for(names: Sequence[str], given: Mapping[str, str] | None = None) -> dict[str, str]:
    """One colour a name: the given one, else the country's, else the next free of the palette.

    Examples
    --------
    >>> colours_for(["USA", "exports", "imports"])
    {'USA': '#0b8659', 'exports': '#056ccf', 'imports': '#b75f07'}
    """
    chosen = {name: (given or {}).get(name) or COUNTRY_COLOURS.get(name) for name in names}
    free = [colour for colour in PALETTE if colour not in chosen.values()] or list(PALETTE)
    result: dict[str, str] = {}
    used = 0
    for name, colour in chosen.items():
        result[name] = colour or free[used % len(free)]
        used += colour is None
    return result


def format_number(value: float | None, decimals: int = 0, *, signed: bool = False) -> str:
    """A number as the whole package writes it, NaN as not available.

    Examples
    --------
    >>> format_number(-1715.1, 1), format_number(0.2, 0, signed=True), format_number(None)
    ('\u22121,715.1', '0', 'n/a')
    """
    return number(None if value is None or math.isnan(value) else value, decimals, signed=signed)


def decimals_in(values: Iterable[float | None], most: int = 3) -> int:
    """Decimals needed to write the (already rounded) values as they are, at most ``most``.

    Examples
    --------
    >>> decimals_in([3533.6, 12.0, None]), decimals_in([1550, 1800])
    (1, 0)
    """
    needed = 0
    for value in values:
        if value is not None and not math.isnan(value) and abs(value) < 1e15:
            text = f"{value:.{most}f}".rstrip("0")
            needed = max(needed, len(text) - text.index(".") - 1)
    return needed


def config() -> dict[str, Any]:
    """The Vega-Lite ``config`` of the theme."""
    axis = {
        "domain": False,
        "ticks": False,
        "grid": True,
        "gridColor": GRID,
        "gridWidth": 1,
        "labelColor": MUTED,
        "labelFontSize": LABEL_SIZE,
        "labelPadding": 6,
        "labelOverlap": False,
        "labelLimit": 0,
        "titleColor": INK,
        "titleFontSize": LABEL_SIZE,
        "titleFontWeight": "normal",
        "titleLineHeight": LINE_HEIGHT,
        "titleLimit": 0,
    }
    return {
        "aria": False,  # the figure carries one label for the whole picture
        "background": "transparent",
        "font": FONT,
        "locale": {
            "number": {
                "decimal": ".",
                "thousands": GROUP_SEPARATOR,
                "grouping": [3],
                "currency": ["", ""],
                "minus": MINUS,
            }
        },
        "view": {"stroke": None},
        "axis": axis,
        "axisX": {"grid": False, "domain": True, "domainColor": RULE, "ticks": True, "tickColor": RULE, "tickSize": 4},
        "line": {"strokeWidth": 2, "strokeCap": "round", "strokeJoin": "round"},
        "text": {"fontSize": SMALL_SIZE, "color": INK, "lineHeight": LINE_HEIGHT, "lineBreak": "\n"},
        "point": {"filled": True, "opacity": 1},
        "range": {"category": list(PALETTE)},
    }


def enable() -> None:
    """Register the theme with altair and switch it on, for charts drawn by hand in a notebook.

    The charts of this package carry the configuration in their own spec and do not need it.
    """
    import altair as alt

    @alt.theme.register(NAME, enable=True)
    def _theme() -> alt.theme.ThemeConfig:
        return alt.theme.ThemeConfig({"config": config()})  # type: ignore[typeddict-item]


def stylesheet(scope: str = ".chart") -> str:
    """CSS that recolours one and the same SVG in dark mode, in print, and holds digits tabular.

    A style rule overrides the ``fill`` and ``stroke`` attributes a chart carries, so the picture stays correct where
    no style sheet reaches it (Markdown, PDF) and follows the reader's theme where one does.

    Parameters
    ----------
    scope
        Selector of the element around the charts.

    Examples
    --------
    >>> "--chart-056ccf:#38bdfa" in stylesheet()
    True
    """

    def variables(dark: bool) -> str:
        return ";".join(f"--chart-{light[1:]}:{shade if dark else light}" for light, shade in DARK.items())

    rules = [f":root{{{variables(False)}}}"]
    rules.append(f"@media screen and (prefers-color-scheme:dark){{:root:not([data-theme=light]){{{variables(True)}}}}}")
    rules.append(f"@media screen{{:root[data-theme=dark]{{{variables(True)}}}}}")
    for colour in DARK:
        rules += [f'{scope} svg [{kind}="{colour}"]{{{kind}:var(--chart-{colour[1:]})}}' for kind in ("fill", "stroke")]
    rules.append(f"{scope} svg{{font-variant-numeric:tabular-nums;max-width:100%;height:auto}}")
    return "\n".join(rules)
