"""The one list of families, and how the rest of the package reaches their rooms."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from indicators.contracts.described.description import Description
    from indicators.contracts.model import CrossRule, TableModel
    from indicators.ingesting.house import House
    from indicators.ingesting.reader import Placement, Reader
    from indicators.ingesting.sentinel import Sentinel
    from indicators.store.declare import Composite, Family

FAMILIES = ("trade", "arms_control", "sanctions", "polls", "contacts")
"""A family is one folder under ``families/``, one under ``data/raw/`` and one name here."""

QUARTER_CLOCK = "trade.usa_rus.total.m"
"""A quarter can be reported by default when this monthly series is complete in it."""


@dataclass(frozen=True)
class Room:
    """A family's folder; each part is imported only when asked for."""

    name: str

    def __getstate__(self) -> dict[str, str]:
        """Another process gets the name; it imports the parts itself."""
        return {"name": self.name}

    def _module(self, part: str) -> Any:
        return import_module(f"indicators.families.{self.name}.{part}")

    @property
    def folder(self) -> Path:
        """The folder that holds the room's code."""
        return Path(__file__).parent / "families" / self.name

    @cached_property
    def tables(self) -> tuple[type[TableModel], ...]:
        """The contracts, in reading order."""
        tables: tuple[type[TableModel], ...] = self._module("contract").TABLES
        return tables

    @cached_property
    def across(self) -> tuple[CrossRule, ...]:
        """Rules across the family's tables and editions; a family need have none."""
        across: tuple[CrossRule, ...] = getattr(self._module("contract"), "ACROSS", ())
        return across

    @cached_property
    def family(self) -> Family:
        """Series and words."""
        family: Family = self._module("series").FAMILY
        return family

    @cached_property
    def readers(self) -> tuple[Reader, ...]:
        """Readers of original formats; a family need have none."""
        return getattr(self._readers, "READERS", ())

    @cached_property
    def placements(self) -> dict[str, Placement]:
        """How rows lie in the raw files of each table that readers fill."""
        return getattr(self._readers, "PLACEMENTS", {})

    @cached_property
    def sentinels(self) -> tuple[Sentinel, ...]:
        """What to look at for facts that are kept by hand."""
        return getattr(self._readers, "SENTINELS", ())

    @property
    def _readers(self) -> Any:
        return self._module("readers") if (self.folder / "readers").is_dir() else None

    @property
    def views_sql(self) -> str:
        """The text of ``tables.sql``."""
        return (self.folder / "tables.sql").read_text(encoding="utf-8")

    @property
    def figures(self) -> Callable[..., Any]:
        """The function that draws the family's charts."""
        figures: Callable[..., Any] = self._module("charts").figures
        return figures


def rooms() -> tuple[Room, ...]:
    """All families in the order of the report."""
    return tuple(Room(name) for name in FAMILIES)


def all_tables() -> tuple[type[TableModel], ...]:
    """Contracts of every table, shared ones first."""
    from indicators.contracts.shared import SHARED_TABLES

    return (*SHARED_TABLES, *(table for room in rooms() for table in room.tables))


def all_readers() -> tuple[Reader, ...]:
    """Readers of every family, in the order of the report."""
    return (*(reader for room in rooms() for reader in room.readers), *template_readers())


def template_readers() -> tuple[Reader, ...]:
    """Readers of the filled csv templates of the tables of facts."""
    from indicators.ingesting.by_hand import template_readers as of_family

    return tuple(r for room in rooms() for r in of_family(room.name, room.tables, room.placements))


def all_sentinels() -> tuple[Sentinel, ...]:
    """What to look at, family by family."""
    return tuple(s for room in rooms() for s in room.sentinels)


def house() -> House:
    """What ingestion needs of all families."""
    from indicators.ingesting.house import House

    placements = {table: place for room in rooms() for table, place in room.placements.items()}
    return House({m._contract.name: m for m in all_tables()}, all_across(), placements)


def composites() -> tuple[Composite, ...]:
    """Models of several families, which belong to none of them."""
    from indicators.modelling.index.composite_index import relations_index

    return (relations_index(families()),)


def all_across() -> tuple[CrossRule, ...]:
    """Rules across tables and editions of every family, shared ones first."""
    from indicators.contracts.shared import SHARED_ACROSS

    return (*SHARED_ACROSS, *(rule for room in rooms() for rule in room.across))


def families() -> tuple[Family, ...]:
    """Series and words of every family."""
    return tuple(room.family for room in rooms())


def description() -> Description:
    """All tables described: those of raw facts and those that the build makes."""
    from indicators.contracts.described.description import describe
    from indicators.ledgers.contract import LEDGER_TABLES
    from indicators.ledgers.published_contract import PUBLISHED_ACROSS, PUBLISHED_TABLES
    from indicators.ledgers.tables import MADE_TABLES
    from indicators.modelling.tables import model_tables
    from indicators.store.made import made_tables

    written = (*all_tables(), *LEDGER_TABLES, *PUBLISHED_TABLES)
    return describe((*written, *MADE_TABLES, *model_tables()), made_tables(), (*all_across(), *PUBLISHED_ACROSS))
