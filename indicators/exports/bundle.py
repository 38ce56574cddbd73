"""What is exported: tables as known at a date, what their columns are, and where their rows come from."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

import polars as pl

from indicators.contracts.described.description import DescribedColumn, DescribedTable
from indicators.contracts.described.sources import SourceUsed
from indicators.frame import About, ColumnAbout, citation
from indicators.project import UNVERSIONED

CODE_LICENCE = "MIT"
TERMS = "Each source keeps its own terms; they are listed with the sources."


@dataclass(frozen=True)
class Dataset:
    """A table: what it promises, its rows, the sources of these."""

    table: DescribedTable
    frame: pl.DataFrame
    sources: tuple[SourceUsed, ...] = ()

    @property
    def name(self) -> str:
        return self.table.name


@dataclass(frozen=True)
class Bundle:
    """Tables that were asked for and, beside them, the catalogue of their series and their sources.

    Parameters
    ----------
    asked : tuple of Dataset
        What was asked for.
    beside : tuple of Dataset
        What explains it: ``series`` where there are observations, ``sources``.
    as_of, mode
        The day and what a publication day may rest on.
    version, data_version : str
        Versions of the package and of the facts.
    publishers : mapping
        Id of a series to the publishers of its facts, the most used first.
    """

    asked: tuple[Dataset, ...]
    beside: tuple[Dataset, ...]
    as_of: dt.date
    mode: str
    version: str
    publishers: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    data_version: str = UNVERSIONED

    @property
    def datasets(self) -> tuple[Dataset, ...]:
        return (*self.asked, *self.beside)

    def named(self, name: str) -> Dataset | None:
        """The table of a name, if it is here."""
        return next((item for item in self.datasets if item.name == name), None)

    def described(self) -> str:
        """One sentence on what this is."""
        return citation(str(self.as_of), self.mode, self.version, self.data_version)


def about(item: Dataset, bundle: Bundle) -> About:
    """What a table holds, as frames and Arrow tables carry it."""
    columns = {c.name: ColumnAbout(c.definition, c.unit or "", dict(c.codes)) for c in item.table.columns}
    return About(
        item.table.title, str(bundle.as_of), bundle.mode, bundle.version, columns, data_version=bundle.data_version
    )


DICTIONARY = ("table", "column", "type", "unit", "definition", "codes")


def dictionary(bundle: Bundle) -> Iterator[tuple[str, str, str, str, str, str]]:
    """A row for each column of each table: see `DICTIONARY`."""
    for item in bundle.datasets:
        for c in item.table.columns:
            listed = ", ".join(code_text(code, meaning) for code, meaning in c.codes)
            yield item.name, c.name, c.type, c.unit or "", c.definition, listed


def code_text(code: object, meaning: str) -> str:
    """A code and what it means."""
    return f"{code} = {meaning}" if meaning else str(code)


def coded(item: Dataset) -> Iterator[DescribedColumn]:
    """The columns of a table that have a code list."""
    return (c for c in item.table.columns if c.codes)
