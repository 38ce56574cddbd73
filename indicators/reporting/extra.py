"""The extra ``pdf``: whether a PDF can be written here."""

from __future__ import annotations

from importlib.util import find_spec

MODULES = {"typst": "typst", "fonttools": "fontTools"}
"""Distributions of the extra and what they are imported as."""


def installed_for_pdf() -> tuple[str, ...]:
    """The distributions of the extra ``pdf`` if all of them are installed, else none."""
    return tuple(MODULES) if all(find_spec(module) for module in MODULES.values()) else ()
