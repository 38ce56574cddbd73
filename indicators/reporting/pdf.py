"""``report.pdf``: typst sets the report's content as tagged PDF/UA-1, with fonts of the package alone."""

from __future__ import annotations

import datetime as dt
import json
import re
from functools import cache
from pathlib import Path
from typing import Final

from indicators.charting.theme import FONT
from indicators.errors import EnvironmentProblem
from indicators.reporting.content import Report
from indicators.reporting.extra import installed_for_pdf
from indicators.reporting.pdf_content import every_text, pdf_content
from indicators.reporting.wording import prose

TEMPLATE = Path(__file__).parent / "templates" / "report.typ"
FONTS = Path(__file__).parent / "fonts"
FONT_FAMILY = "Source Sans Pro"
STANDARD: Final = "ua-1"
BREAK = "\u200b"
LONGEST_STRETCH = 24
_LONG_WORD = re.compile(r"\S{16,}")


def render_pdf(report: Report) -> bytes:
    """``report.pdf``; same report, same bytes, whatever fonts the machine has.

    Parameters
    ----------
    report : Report
        The content that Markdown and HTML are made from, too.

    Returns
    -------
    bytes
        A tagged PDF (PDF/UA-1) dated with the as-of date.

    Raises
    ------
    EnvironmentProblem
        If the extra ``pdf`` is missing.
    """
    if not installed_for_pdf():
        raise EnvironmentProblem(
            "a PDF needs the extra pdf", where="report.pdf", do="install it: pip install 'indicators[pdf]'"
        )
    import typst

    content = every_text(pdf_content(report), lambda text, sentence: printable(prose(text) if sentence else text))
    day = dt.datetime.combine(report.edition.as_of, dt.time(), dt.UTC)
    fonts = typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[str(FONTS)])
    made: bytes = typst.compile(
        str(TEMPLATE), root=str(TEMPLATE.parent), font_paths=fonts, format="pdf", pdf_standards=STANDARD,
        timestamp=day, sys_inputs={"report": json.dumps(content, ensure_ascii=False)},
    )  # fmt: skip
    return made


@cache
def _glyphs() -> frozenset[int]:
    """Code points that every font of the package can show."""
    from fontTools.ttLib import TTFont

    fonts = sorted(FONTS.glob("*.otf"))
    return frozenset.intersection(*(frozenset(TTFont(path, lazy=True).getBestCmap()) for path in fonts))


def printable(text: str) -> str:
    """Text as the page shows it.

    A character that the fonts lack is written as its code point, long words may break behind their dots and dashes,
    and a chart's font is that of the page.

    Examples
    --------
    >>> printable("5 − 3"), printable("\\u202eabc"), printable("a_long.name_of.a_series").count("\\u200b")
    ('5 − 3', '[U+202E]abc', 5)
    """
    if text.startswith("<svg"):
        return _with_glyphs(text.replace(FONT, FONT_FAMILY))
    return _LONG_WORD.sub(lambda word: _breakable(word[0]), _with_glyphs(text))


def _with_glyphs(text: str) -> str:
    return _beyond().sub(lambda found: f"[U+{ord(found[0]):04X}]", text)


def _breakable(word: str) -> str:
    """The word with places to break: behind marks, and in every stretch of letters that is longer than a line."""
    return re.sub(f"([._/=;,-](?=\\w)|\\w{{{LONGEST_STRETCH}}})", f"\\1{BREAK}", word)


@cache
def _beyond() -> re.Pattern[str]:
    """Any character without a glyph."""
    shown = "".join(re.escape(chr(point)) for point in sorted(_glyphs()))
    return re.compile(f"[^{shown}\n\t {BREAK}]")
