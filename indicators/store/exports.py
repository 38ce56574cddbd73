"""Parquet and csv of every table, made from the database in a stated order."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from indicators.contracts.model import FactTable, TableModel
from indicators.store.database import CLOSED, open_database
from indicators.store.ddl import literal

if TYPE_CHECKING:
    import duckdb

MADE_TABLES = {
    "facts": "fact_id",
    "series": "series_id",
    "observations": "as_of_mode, series_id, period_start, published_on",
    "observation_inputs": "as_of_mode, series_id, period, published_on, fact_id",
}
PARQUET_ONLY = frozenset({"facts", "observations", "observation_inputs"})


def export_all(database: Path, models: Sequence[type[TableModel]], folder: Path) -> list[Path]:
    """Write ``<table>.parquet`` and ``<table>.csv`` into an empty folder.

    ``observations.csv`` holds the newest vintage of every period in the calendar mode; every
    vintage, and which fact it is made of, is in Parquet alone.
    """
    import duckdb

    order = {m._contract.name: "fact_id" if issubclass(m, FactTable) else ", ".join(m._contract.key) for m in models}
    order |= MADE_TABLES
    source = open_database(database)
    written: list[Path] = []
    out = duckdb.connect(":memory:", config=CLOSED | {"threads": 1})
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
        latest = source.sql(
            """SELECT series_id, period, reference_date, value, obs_status, missing_reason, quality, published_on
               FROM observations_latest ORDER BY series_id, period_start"""
        ).to_arrow_table()
        out.register("rows_out", latest)
        written.append(_copy(out, "SELECT * FROM rows_out", folder / "observations.csv", "FORMAT csv, HEADER"))
    finally:
        out.close()
        source.close()
    return written


def _copy(out: duckdb.DuckDBPyConnection, query: str, path: Path, options: str) -> Path:
    out.execute(f"COPY ({query}) TO {literal(str(path))} ({options})")
    return path
