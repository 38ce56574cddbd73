"""Which sources a table's rows name: who published them, on what terms."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import polars as pl

from indicators.contracts.described.description import Description
from indicators.errors import DataProblem


@dataclass(frozen=True)
class SourceUsed:
    """A publication and the number of rows of a table that name it."""

    source_id: str
    title: str
    publisher: str
    url: str
    licence: str
    rows: int


def sources_used(raw: Path, description: Description) -> Mapping[str, tuple[SourceUsed, ...]]:
    """The sources of each table of raw facts, the most used first.

    Parameters
    ----------
    raw : Path
        The folder ``data/raw``.
    description : Description
        Which tables there are and in which files they lie.

    Raises
    ------
    DataProblem
        If a file cannot be read.
    """
    about = read_texts(raw / "sources.csv", ["source_id", "title", "publisher", "url", "licence"])
    found: dict[str, tuple[SourceUsed, ...]] = {}
    for table in description.tables.values():
        if table.origin == "raw" and any(c.references == "sources.source_id" for c in table.columns):
            rows = pl.concat(read_texts(raw / table.folder / name, ["source_id"]) for name in table.files)
            used = (
                rows.group_by("source_id").len("rows").join(about, on="source_id")
                .sort("rows", "source_id", descending=[True, False])
            )  # fmt: skip
            found[table.name] = tuple(SourceUsed(**row) for row in used.iter_rows(named=True))
    return found


def read_texts(path: Path, columns: list[str]) -> pl.DataFrame:
    """Columns of a raw file as text; a problem where it cannot be read."""
    try:
        return pl.read_csv(path, columns=columns, infer_schema=False).with_columns(pl.all().fill_null(""))
    except (OSError, pl.exceptions.PolarsError):
        raise DataProblem(
            "the sources of a table cannot be read",
            where=path.name,
            do="run: indicators audit, which says what is wrong",
        ) from None
