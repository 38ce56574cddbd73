"""How a reader of one original format is declared, and what it hands back."""

from __future__ import annotations

import datetime as dt
import hashlib
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from urllib.parse import quote

import polars as pl

from indicators.ingesting.faults import no_day
from indicators.ingesting.opening import Original

PUBLICATION = "publication"
"""Column of a candidate frame: which of the reading's publications the row comes from."""
SLUG_LETTERS = 32


@dataclass(frozen=True)
class Publication:
    """Where facts come from: a row of ``sources.csv`` without what belongs to our collection.

    Parameters
    ----------
    title, publisher, url, licence
        As in the contract of ``sources``.
    rank : int
        Rank of the publisher where ``sources.csv`` does not know it yet.
    lag_days : int, optional
        Usual days from the end of the period to publication.
    published_on : date, optional
        Its own day, if it has one.
    """

    title: str
    publisher: str
    url: str
    licence: str
    rank: int
    lag_days: int | None = None
    published_on: dt.date | None = None

    @property
    def id(self) -> str:
        """Stable id, made of publisher, address and title.

        Examples
        --------
        >>> Publication("Monthly figures", "Statistical Office", "https://example.org", "not stated", 1).id
        'statistical-office-5c7100'
        """
        name = re.sub("[^a-z0-9]+", "-", self.publisher.lower()).strip("-")[:SLUG_LETTERS].strip("-")
        return f"{name}-{hashlib.sha256(f'{self.url}|{self.title}'.encode()).hexdigest()[:6]}"


@dataclass(frozen=True, order=True)
class Refusal:
    """A row that does not become a fact: where it stands and why."""

    file: str
    line: int
    reason: str

    def __str__(self) -> str:
        return f"{self.file}:{self.line}  {self.reason}" if self.line else f"{self.file}  {self.reason}"


@dataclass(frozen=True)
class Reading:
    """What a reader made of its files.

    Parameters
    ----------
    candidates : mapping of str to polars.DataFrame
        By table, rows with the table's own columns, ``fact_id``, and ``publication``, a key of ``publications``.
        Of the common columns those that are absent get their usual values: see `planning.completed`.
    publications : mapping of str to Publication
        By key.
    rows_read : int
        Rows of the files, those that are not ours included.
    refused : sequence of Refusal
        Rows of ours that are no facts.
    counts : mapping of str to int
        Further counts in words, such as rows matched and malformed.
    changes : polars.DataFrame, optional
        What changed between two copies of a list, entry by entry.
    """

    candidates: Mapping[str, pl.DataFrame]
    publications: Mapping[str, Publication]
    rows_read: int
    refused: Sequence[Refusal] = ()
    counts: Mapping[str, int] = field(default_factory=dict)
    changes: pl.DataFrame | None = None


@dataclass(frozen=True)
class Request:
    """The files that a reader gets, the day on which their publisher released them, if told, and what is held.

    ``collected`` is the day on which they were collected, if told; ``scheduler`` the address of a cluster that a reader
    whose files can be read apart may send them to.
    """

    files: tuple[Original, ...]
    released: dt.date | None = None
    basis: str = "release"
    held: Callable[[str], pl.DataFrame] | None = None
    scheduler: str = ""
    collected: dt.date | None = None

    def codes(self, table: str, column: str) -> frozenset[str]:
        """The values that a column of a held table has, for readers that ask what is declared in data."""
        return frozenset(self.held(table)[column].drop_nulls()) if self.held else frozenset()

    def stated_day(self, what: str) -> tuple[dt.date, str]:
        """The day of a file that tells none itself, and what it rests on: as told, else as its name says.

        Raises
        ------
        OriginalProblem
            If neither says it.
        """
        original = self.alone()
        day = self.released or original.day_in_name
        if day is None:
            raise no_day(str(original.path), what)
        return day, self.basis if self.released else "upper_bound"

    def alone(self) -> Original:
        """The only file, for readers that take one at a time."""
        (only,) = self.files
        return only


@dataclass(frozen=True)
class Quirk:
    """Something odd in a format, and when it was seen."""

    seen_on: str
    text: str


@dataclass(frozen=True)
class Download:
    """Where a file of a format can be fetched as it is.

    Parameters
    ----------
    url : str
        The documented https address; ``{day:%Y%m%d}`` stands for a day where the publisher keeps a file a day.
    file : str
        Name to keep it under; the day of the copy goes before the ending.
    also : tuple of str
        Further hosts of the publisher to which it may send the request on.
    most_mb : int
        Larger answers are refused.
    """

    url: str
    file: str
    also: tuple[str, ...] = ()
    most_mb: int = 100


def in_repository(repository: str, path: str, file: str = "") -> Download:
    """A file of a public repository on GitHub as it stands now.

    Examples
    --------
    >>> in_repository("owner/name", "data/polls.csv").url
    'https://raw.githubusercontent.com/owner/name/HEAD/data/polls.csv'
    """
    url = f"https://raw.githubusercontent.com/{repository}/HEAD/{quote(path)}"
    return Download(url, file or path.rpartition("/")[2])


@dataclass(frozen=True)
class Reader:
    """A reader of one original format.

    Parameters
    ----------
    name, family, title : str
        Id, the family it belongs to, and what it reads.
    format : str
        Kind of file in words.
    columns : tuple of str
        Columns (or elements) that it looks at.
    tables : tuple of str
        Tables that it fills.
    licence : str
        A hint at the terms of use.
    address : str
        Where the publisher keeps the file; empty where that is not known.
    example : str
        How it is called.
    recognises : callable
        Whether an original is of this format, by its content.
    read : callable
        Request to reading.
    quirks : tuple of Quirk
        What is odd in the format, dated.
    together : bool
        Whether all files of one call are one input (successive copies of a list, files of one month).
    unseen : str
        By which documented layout it was written where no original was at hand; empty where one was.
    entries : callable, optional
        Of a list: an original to its entries (entry_id and text cells, a row each), by which two copies are compared.
    downloads : tuple of Download
        What `indicators fetch` fetches; empty where the publisher has no fixed address.
    spreads : bool
        Whether its files can be read apart, each by another machine.
    """

    name: str
    family: str
    title: str
    format: str
    columns: tuple[str, ...]
    tables: tuple[str, ...]
    licence: str
    address: str
    example: str
    recognises: Callable[[Original], bool]
    read: Callable[[Request], Reading]
    quirks: tuple[Quirk, ...] = ()
    together: bool = False
    unseen: str = ""
    downloads: tuple[Download, ...] = ()
    entries: Callable[[Original], pl.DataFrame] | None = None
    spreads: bool = False


@dataclass(frozen=True)
class Placement:
    """How rows of a table lie in its raw files.

    Parameters
    ----------
    order : tuple of str
        Columns by which rows are sorted; the id comes last by itself.
    edition : tuple of str
        Columns that, with the table's quantity, tell one edition of a publisher from another.
    file : polars.Expr, optional
        Name of the raw file of a row; the table's last file when omitted.
    identity : tuple of str
        Columns that tell what a row is about, where the table has no quantity and its key names the source.
    stands : polars.Expr, optional
        Rows of which a later figure says less than the one held (survivors of a list, say): that one stands.
    id : polars.Expr, optional
        The id of a row, made of its columns; needed for facts that are added by hand.
    """

    order: tuple[str, ...]
    edition: tuple[str, ...] = ()
    file: pl.Expr | None = None
    identity: tuple[str, ...] = ()
    stands: pl.Expr | None = None
    id: pl.Expr | None = None
