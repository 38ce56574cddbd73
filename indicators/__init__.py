"""Sourced facts about US-Russia relations as checked tables and named time series.

>>> import indicators as ind
>>> total = ind.series("trade.usa_rus.total.a")      # polars, newest vintage
>>> ind.load("contacts").height > 500
True

Importing the package loads nothing heavy; each function imports what it needs.
"""

import sys
from importlib import import_module
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from indicators.version import __version__ as __version__

if TYPE_CHECKING:
    from indicators.api import catalog, connect, export, load, provenance, revisions, series, sources
    from indicators.api_work import analyse, audit, contract, report
    from indicators.known_ids import Ids
    from indicators.known_ids import SeriesId as SeriesId

    ids: Ids

__all__ = [
    "analyse", "audit", "catalog", "connect", "contract", "export", "ids", "load", "provenance", "report", "revisions",
    "series", "sources",
]  # fmt: skip
_ELSEWHERE = MappingProxyType(
    {
        "analyse": "api_work", "audit": "api_work", "contract": "api_work", "report": "api_work", "ids": "series_ids",
        "SeriesId": "known_ids",
    }
)  # fmt: skip
"""Where the names that are not in `indicators.api` are; ``SeriesId`` is a type."""


def __getattr__(name: str) -> Any:
    if name in __all__ or name in _ELSEWHERE:
        return getattr(import_module(f"indicators.{_ELSEWHERE.get(name, 'api')}"), name)
    raise AttributeError(f"module 'indicators' has no attribute {name!r}", name=name, obj=sys.modules[__name__])


def __dir__() -> list[str]:
    return sorted([*globals(), *__all__])
