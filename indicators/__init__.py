"""Sourced facts about US-Russia relations as checked tables and named time series.

>>> import indicators as ind
>>> total = ind.series("trade.usa_rus.total.a")      # polars, newest vintage
>>> ind.load("contacts").height > 500
True

Importing the package loads nothing heavy; each function imports what it needs.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

from indicators.version import __version__ as __version__

if TYPE_CHECKING:
    from indicators.api import analyse, catalog, connect, load, provenance, revisions, series, sources

__all__ = ["analyse", "catalog", "connect", "load", "provenance", "revisions", "series", "sources"]


def __getattr__(name: str) -> Any:
    if name in __all__:
        return getattr(import_module("indicators.api"), name)
    raise AttributeError(f"module 'indicators' has no attribute {name!r}")


def __dir__() -> list[str]:
    return sorted([*globals(), *__all__])
