"""Parquet and csv of every table, made from the database in a stated order, and the package that describes the csv."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from indicators.contracts.described.data_package import data_package, with_columns
from indicators.contracts.described.description import describe
from indicators.contracts.described.sources import sources_used
from indicators.contracts.model import FactTable, TableModel
from indicators.project import data_version
from indicators.store.made import made_tables
from indicators.store.opening import CLOSED, in_memory, open_database
from indicators.store.sql_text import literal

if TYPE_CHECKING:
    import duckdb

MADE_TABLES = {
    "facts": "fact_id",
    "series": "series_id",
    "observations": "as_of_mode, series_id, period_start, published_on",
    "observation_inputs": "as_of_mode, series_id, period, published_on, fact_id",
}
PACKAGE = "datapackage.json"
LATEST_COLUMNS = (
    "series_id", "period", "reference_date", "value", "obs_status", "missing_reason", "quality", "published_on",
)  # fmt: skip
"""What observations.csv holds of the newest vintage."""
PARQUET_ONLY = frozenset({"facts", "observations", "observation_inputs"})


def export_all(database: Path, models: Sequence[type[TableModel]], folder: Path) -> list[Path]:
    """Write ``<table>.parquet`` and ``<table>.csv`` into an empty folder.

    ``observations.csv`` holds the newest vintage of every period in the calendar mode; every
    vintage, and which fact it is made of, is in Parquet alone.
    """
    order = {m._contract.name: "fact_id" if issubclass(m, FactTable) else ", ".join(m._contract.key) for m in models}
    latest = f"SELECT {', '.join(LATEST_COLUMNS)} FROM observations_latest ORDER BY series_id, period_start"
    return export_tables(database, order | MADE_TABLES, folder, {"observations": latest})


def export_tables(
    database: Path, order: Mapping[str, str], folder: Path, queries: Mapping[str, str] | None = None
) -> list[Path]:
    """Write tables, each in its order, as Parquet and, but for the longest, as csv; then queries as csv.

    Parameters
    ----------
    database : Path
        Read only.
    order : mapping
        Table to the columns its rows are sorted by.
    folder : Path
        Must hold none of the files yet.
    queries : mapping, optional
        Name of a csv file to its SQL.
    """

    source = open_database(database)
    written: list[Path] = []
    out = in_memory(CLOSED | {"threads": 1})
    try:
        for name, by in order.items():
            rows = source.sql(f"SELECT * FROM {name} ORDER BY {by}").to_arrow_table()
            out.register("rows_out", rows)
            written.append(
                _copy(out, "SELECT * FROM rows_out", folder / f"{name}.parquet", "FORMAT parquet, COMPRESSION zstd")
            )
            if name not in PARQUET_ONLY:
                written.append(_copy(out, "SELECT * FROM rows_out", folder / f"{name}.csv", "FORMAT csv, HEADER"))
            out.unregister("rows_out")
        for name, query in (queries or {}).items():
            out.register("rows_out", source.sql(query).to_arrow_table())
            written.append(_copy(out, "SELECT * FROM rows_out", folder / f"{name}.csv", "FORMAT csv, HEADER"))
    finally:
        out.close()
        source.close()
    return written


def package_text(models: Sequence[type[TableModel]], raw: Path) -> str:
    """``datapackage.json`` for csv files that lie beside it.

    Parameters
    ----------
    models : sequence of TableModel
        The tables that are there besides the series and their observations.
    raw : Path
        The folder ``data/raw``, which says who published the rows and on what terms.
    """
    described = describe(models, made_tables())
    latest = with_columns(described.tables["observations"], LATEST_COLUMNS, ("series_id", "period"))
    tables = [t for name, t in described.tables.items() if name not in PARQUET_ONLY]
    return data_package([*tables, latest], sources_used(raw, described), data_version(raw))


def _copy(out: duckdb.DuckDBPyConnection, query: str, path: Path, options: str) -> Path:
    out.execute(f"COPY ({query}) TO {literal(str(path))} ({options})")
    return path
