"""How a table's contract is declared: a pandera model with units, code lists, keys and rules.

A family writes one class a table; everything else (audit, database, documents) is read from it::

    class TradeVolumes(FactTable):
        '''One published figure of goods trade.'''

        _contract = Contract(name="trade_volumes", ...)
        _rules = (rule("trade_volumes.months", "Twelve months add up to the year", holds=...),)

        reporter: str = column("Area that reports the flow", codes=AREA)
        value_usd_mn: float = column("Value of the flow", unit="USD million", ge=0)
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cache
from types import MappingProxyType
from typing import Any, ClassVar, Literal, cast

import pandera.polars as pa
import polars as pl

from indicators.contracts import codes as code_lists
from indicators.contracts.rules import CrossRule, Rule, Severity, fact_rules, key_rule, rule, waiting

__all__ = [
    "Column",
    "Contract",
    "CrossRule",
    "FactTable",
    "Rule",
    "Severity",
    "TableModel",
    "column",
    "columns_of",
    "rule",
    "rules_of",
]

Bound = int | float | dt.date
VERSION = re.compile(r"(0|[1-9][0-9]*)\.(0|[1-9][0-9]*)\.(0|[1-9][0-9]*)")


@dataclass(frozen=True)
class Contract:
    """What a table is, beyond its columns.

    Parameters
    ----------
    name : str
        Name of the table everywhere: file, database, documents.
    folder : str
        Folder under ``data/raw``.
    files : tuple of str
        The files that hold the rows, all with the same columns.
    title : str
        One line for people.
    key : tuple of str
        The natural key: no two rows agree on all of it.
    quantity : tuple of str
        The columns that say *which* quantity is measured; rows that agree on them are vintages or
        rival sources of one number, and an as-of query returns the best one. Empty for tables
        whose every row is a fact of its own.
    reference_end : str
        SQL expression for the last day that the row describes; dates the calendar as-of mode.
    version : str
        Version of what the table promises, ``major.minor.patch``; `indicators contracts diff` says
        which part a change has to raise.
    usage : tuple of str
        What a user of the table must mind, one sentence each.
    revision_percent : mapping of str to float
        By how many per cent a publisher's new figure may move a value column without a warning.
    waits : mapping of str to str
        Rules (without the table's name; ``note.*`` for all of a column) that may have no row to test
        yet, each with the reason.
    may_be_empty : str
        Why the table may hold no row, or its file be absent; empty where it may not.
    """

    name: str
    folder: str
    files: tuple[str, ...]
    title: str
    key: tuple[str, ...]
    quantity: tuple[str, ...] = ()
    reference_end: str = ""
    version: str = "1.0.0"
    usage: tuple[str, ...] = ()
    revision_percent: Mapping[str, float] = field(default_factory=dict)
    waits: Mapping[str, str] = field(default_factory=dict)
    may_be_empty: str = ""

    def __post_init__(self) -> None:
        if not VERSION.fullmatch(self.version):
            raise ValueError(f"{self.name}: a version is written 1.0.0, not {self.version!r}")


def column(
    definition: str,
    *,
    unit: str | None = None,
    codes: Mapping[Any, str] | Iterable[str] | None = None,
    references: str | None = None,
    nullable: bool = False,
    pattern: str | None = None,
    ge: float | dt.date | None = None,
    gt: float | dt.date | None = None,
    le: float | dt.date | None = None,
    free_text: bool = False,
) -> Any:
    """Declare a column: definition, unit, code list or range.

    Parameters
    ----------
    definition : str
        What the column holds; becomes the COMMENT in the database.
    unit : str, optional
        Unit in words ("USD million", "per cent"); the column's name ends in its short form.
    codes : mapping or iterable, optional
        Permitted codes, with their meaning when a mapping.
    references : str, optional
        ``table.column`` whose values are the permitted ones.
    nullable : bool
        Whether an empty cell is permitted.
    pattern : str, optional
        Regular expression that the whole text matches.
    ge, gt, le : number or date, optional
        Bounds.
    free_text : bool
        Text for people; never a key, a code or a number.
    """
    listed = None if codes is None else list(codes)
    meaning = dict(codes) if isinstance(codes, Mapping) else dict.fromkeys(listed or (), "")
    metadata = {
        "unit": unit, "codes": meaning, "references": references, "free_text": free_text,
        "pattern": pattern, "ge": ge, "gt": gt, "le": le,
    }  # fmt: skip
    return pa.Field(
        isin=listed,
        nullable=nullable,
        str_matches=None if pattern is None else f"^(?:{pattern})$".replace(r"\d", "[0-9]"),  # ASCII digits only
        ge=ge,
        gt=gt,
        le=le,
        description=definition,
        metadata=metadata,
    )


class TableModel(pa.DataFrameModel):
    """Base of every contract. Unknown columns are refused.

    A table class sets ``_contract`` and, where it has some, ``_rules``.
    """

    _contract: ClassVar[Contract]
    _rules: ClassVar[tuple[Rule, ...]] = ()

    class Config:
        strict = True


class FactTable(TableModel):
    """Base of every table of facts: an id, a source, a publication date, a status, a quality."""

    fact_id: str = column("Stable id of the fact", pattern=r"[a-z0-9_]+(\.[a-z0-9_+-]+)+")
    source_id: str = column("Publication the figure comes from", references="sources.source_id")
    seen_in: str = column("Where this collection saw the figure", free_text=True)
    published_on: dt.date = column("Day on which the figure was public, by `published_basis`")
    published_basis: str = column("What the publication day rests on", codes=code_lists.PUBLISHED_BASIS)
    obs_status: str = column("SDMX observation status", codes=code_lists.OBS_STATUS)
    quality: str = column("How well the figure was seen", codes=code_lists.QUALITY)
    note: str = column("Remarks for people", nullable=True, free_text=True)

    _tail: ClassVar[tuple[str, ...]] = (
        "source_id", "seen_in", "published_on", "published_basis", "obs_status", "quality", "note",
    )  # fmt: skip


@dataclass(frozen=True)
class Column:
    """One column as the halls see it."""

    name: str
    kind: Literal["text", "integer", "number", "date"]
    definition: str
    unit: str | None
    codes: Mapping[Any, str]
    references: str | None
    nullable: bool
    free_text: bool
    pattern: str | None = None
    ge: Bound | None = None
    gt: Bound | None = None
    le: Bound | None = None


KINDS = MappingProxyType({pl.String: "text", pl.Int64: "integer", pl.Float64: "number", pl.Date: "date"})


@cache
def columns_of(model: type[TableModel]) -> tuple[Column, ...]:
    """The columns of a table in their order: id, the table's own, then the common tail."""
    schema = model.to_schema()
    names = list(schema.columns)
    if issubclass(model, FactTable):
        own = [n for n in names if n not in ("fact_id", *FactTable._tail)]
        names = ["fact_id", *own, *FactTable._tail]
    return tuple(_column(name, schema.columns[name]) for name in names)


def _column(name: str, declared: Any) -> Column:
    metadata = declared.metadata or {}
    return Column(
        name=name,
        kind=cast(
            Any,
            KINDS[type(declared.dtype.type) if isinstance(declared.dtype.type, pl.DataType) else declared.dtype.type],
        ),
        definition=declared.description,
        unit=metadata.get("unit"),
        codes=metadata.get("codes") or {},
        references=metadata.get("references"),
        nullable=declared.nullable,
        free_text=bool(metadata.get("free_text")),
        **{name: metadata.get(name) for name in ("pattern", "ge", "gt", "le")},
    )


def rules_of(model: type[TableModel]) -> tuple[Rule, ...]:
    """All rules of a table about its rows: the ones every table of facts has, its key, then its own."""
    contract = model._contract
    common = fact_rules(contract) if issubclass(model, FactTable) else ()
    return waiting((*common, key_rule(contract), *model._rules), contract)
