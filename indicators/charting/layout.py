"""Where things go: text widths, wrapping, labels that keep clear of each other, ticks.

Positions are computed here and not by the renderer, which would measure text with whatever fonts a machine has.
"""

from __future__ import annotations

import math
import unicodedata
from collections.abc import Sequence
from datetime import date
from functools import cache, lru_cache
from typing import Final

from indicators.days import month

_WIDTHS: Final[tuple[tuple[int, str], ...]] = (  # thousandths of the type size
    (191, "'"), (222, "ijlіј‘’"), (278, " !,./:;I[\\]ft\u00a0ІЇї"), (333, "()-`r“”"), (350, "•"), (355, '"'),
    (365, "г"), (389, "*"), (400, "°"), (438, "к"), (458, "зт"), (469, "^"), (500, "JcksvxyzçсухЈ"), (510, "э"),
    (521, "чь"), (531, "в"), (542, "пяГ"), (556, "#$0123456789?L_abdeghnopqu¢£§áàäåâãéèêëñóòôöõúùûüаеорён–€"),
    (559, "ий"), (573, "бц"), (576, "µ"), (583, "ЌлКд"), (584, "+<=>~×−"), (604, "З"), (611, "FTZТßø"), (625, "ъ"),
    (635, "У"), (656, "БЛЬ"), (667, "&ABEKPSVXYÀÁÄÅАВЕРХЁЧ"), (669, "ж"), (677, "Д"), (688, "м"), (719, "ИЙПЭы"),
    (722, "CDHNRUwÇÑÜНСЯ"), (740, "Ц"), (750, "ю"), (760, "Ф"), (778, "GOQÓÖО"), (802, "ш"), (823, "фщ"),
    (833, "MmМ"), (885, "Ы"), (889, "%"), (917, "Ш"), (923, "Ж"), (938, "Щ"), (944, "W"), (1000, "—…"), (1010, "Ю"),
    (1015, "@"),
)  # fmt: skip
REMEMBERED: Final = 10_000
"""Texts whose width and plain form are kept: the same ones are placed in many charts."""
_DROPPED: Final = {"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"}


@cache
def _advance(character: str) -> int:
    for width, characters in _WIDTHS:
        if character in characters:
            return width
    if unicodedata.combining(character):
        return 0
    if unicodedata.east_asian_width(character) in "WF" or ord(character) > 0xFFFF:
        return 1100
    return 760 if ord(character) < 0x600 else 1000


@lru_cache(maxsize=REMEMBERED)
def _advances(text: str) -> int:
    return sum(map(_advance, text))


def text_width(text: str, size: float, *, bold: bool = False) -> float:
    """Width in pixels of one line set in Liberation Sans (or Arial, which has the same widths).

    Characters outside the table count as wide ones, so a label never turns out longer than expected.

    Examples
    --------
    >>> round(text_width("2024", 12), 1)
    26.7
    """
    return _advances(text) * size / 1000 * (1.08 if bold else 1.0)


def plain(text: object) -> str:
    """Text fit to be drawn: one line, without control, direction-override or other invisible characters.

    Direction overrides are dropped because one of them, left open in a source title, would turn round its neighbours.

    Examples
    --------
    >>> plain("a\\u202eb\\x00  c\\n")
    'ab c'
    """
    return _plain(str(text))


@lru_cache(maxsize=REMEMBERED)
def _plain(text: str) -> str:
    if text.isascii() and text.isprintable():
        return " ".join(text.split())
    spaced = "".join(" " if c.isspace() else c for c in text)
    return " ".join("".join(c for c in spaced if unicodedata.category(c) not in _DROPPED).split())


def shorten(text: str, width: float, size: float) -> str:
    """The text, cut with an ellipsis where it is wider than ``width`` pixels.

    Examples
    --------
    >>> shorten("Intermediate-Range Nuclear Forces Treaty", 80, 12)
    'Intermediate\u2026'
    """
    if text_width(text, size) <= width:
        return text
    while text and text_width(text + "…", size) > width:
        text = text[:-1]
    return text.rstrip(" -,") + "…"


def wrap(text: str, width: float, size: float, most: int = 3) -> list[str]:
    """Lines no wider than ``width`` pixels, at most ``most`` of them; what does not fit ends in an ellipsis.

    Examples
    --------
    >>> wrap("deployed strategic warheads", 80, 12)
    ['deployed', 'strategic', 'warheads']
    """
    lines: list[str] = []
    for word in plain(text).split(" "):
        if lines and text_width(f"{lines[-1]} {word}", size) <= width:
            lines[-1] += f" {word}"
        else:
            lines.append(word)
    if len(lines) > most:
        lines = [*lines[: most - 1], " ".join(lines[most - 1 :])]
    return [shorten(line, width, size) for line in lines]


def dodge(centres: Sequence[float], heights: Sequence[float], low: float, high: float) -> list[float]:
    """Centres moved as little as may be so that boxes of these heights do not overlap within ``[low, high]``.

    Boxes keep their order. Where they cannot all fit they are packed evenly from ``low``.

    Examples
    --------
    >>> dodge([50, 52, 90], [10, 10, 10], 0, 100)
    [46.0, 56.0, 90.0]
    """
    order = sorted(range(len(centres)), key=lambda i: (centres[i], i))
    groups: list[tuple[list[int], float]] = []  # members, centre of the block

    def settle(members: list[int]) -> float:
        total = sum(heights[i] for i in members)
        offset, wanted = 0.0, 0.0
        for i in members:
            wanted += centres[i] - (offset + heights[i] / 2 - total / 2)
            offset += heights[i]
        return min(max(wanted / len(members), low + total / 2), max(high - total / 2, low + total / 2))

    for i in order:
        groups.append(([i], settle([i])))
        while len(groups) > 1:
            (first, a), (second, b) = groups[-2], groups[-1]
            reach = sum(heights[k] for k in first + second) / 2
            if b - a >= reach - 1e-9:
                break
            groups[-2:] = [(first + second, settle(first + second))]
    result = [0.0] * len(centres)
    for members, centre in groups:
        edge = centre - sum(heights[i] for i in members) / 2
        for i in members:
            result[i] = edge + heights[i] / 2
            edge += heights[i]
    return result


def number_ticks(low: float, high: float, count: int = 5) -> list[float]:
    """Round ticks that cover ``[low, high]`` (steps of 1, 2, 2.5 or 5 times a power of ten).

    Examples
    --------
    >>> number_ticks(0, 1715)
    [0.0, 500.0, 1000.0, 1500.0, 2000.0]
    """
    if not high > low:
        low, high = (low - 1, high + 1) if low or high else (0.0, 1.0)
    raw = (high - low) / max(count - 1, 1)
    power = 10.0 ** math.floor(math.log10(raw))
    step = next(m * power for m in (1, 2, 2.5, 5, 10) if m * power >= raw * 0.8)
    first, last = math.floor(low / step + 1e-9), math.ceil(high / step - 1e-9)
    digits = max(0, 2 - math.floor(math.log10(step)))
    return [round(k * step, digits) + 0.0 for k in range(first, last + 1)]


def log_ticks(low: float, high: float) -> list[float]:
    """Ticks of a logarithmic axis: 1, 2 and 5 times powers of ten, or powers alone where there are many.

    Examples
    --------
    >>> log_ticks(90, 1800)
    [50.0, 100.0, 200.0, 500.0, 1000.0, 2000.0]
    """
    first, last = math.floor(math.log10(low)), math.ceil(math.log10(high))
    steps = (1, 2, 5) if last - first <= 3 else (1,)
    every = [round(m * 10.0**k, 12) for k in range(first, last + 1) for m in steps]
    start = max((t for t in every if t <= low), default=every[0])
    end = min((t for t in every if t >= high), default=every[-1])
    return [t for t in every if start <= t <= end]


def date_ticks(start: date, end: date, room: float, size: float) -> list[tuple[date, str]]:
    """Calendar ticks with labels that fit side by side in ``room`` pixels: years, else quarters or months.

    Examples
    --------
    >>> date_ticks(date(2014, 1, 1), date(2026, 1, 1), 300, 12)[:2]
    [(datetime.date(2014, 1, 1), '2014'), (datetime.date(2016, 1, 1), '2016')]
    """
    days = max((end - start).days, 1)
    for months in (1, 3, 6, 12, 24, 60, 120, 240, 600):
        width = text_width("Mar 2024" if months < 12 else "2024", size) + 10
        if room * months * 30.4 / days < width or (months < 12 and days > 1000):
            continue
        found: list[tuple[date, str]] = []
        index = -(-(start.year * 12 + start.month - 1 + (start.day > 1)) // months) * months
        while (day := date(index // 12, index % 12 + 1, 1)) <= end:
            found.append((day, month(day) if months < 12 else str(day.year)))
            index += months
        if len(found) == 1 and months > 12 and room >= 2 * width:  # room for both ends, though not for a middle
            first, last = (date(year, 1, 1) for year in (start.year + (start > date(start.year, 1, 1)), end.year))
            found = [(day, str(day.year)) for day in (first, last)]
        if found:
            return found
    return [(start, start.isoformat())]
