"""Our own slips, mended while the raw files are read: the files keep what we wrote, the frames hold what is right."""

from __future__ import annotations

from collections.abc import Mapping, Sequence, Set
from typing import Any

import polars as pl

STATE = "correction_state"
"""Of each correction: ``held`` (the raw cell is wrong as stated, and mended), ``changed`` (it is not),
``no row``, ``no column`` or ``no table``; null where the table was not read."""


def is_retraction(row: Mapping[str, Any]) -> bool:
    """Whether a correction takes a whole fact back: its id should be empty."""
    return bool(row["column_name"] == "fact_id" and row["right_text"] is None)


class Mending:
    """The corrections that apply while tables are read.

    Parameters
    ----------
    corrections : polars.DataFrame
        Rows of ``corrections.csv``: table_name, fact_id, column_name, wrong_text, right_text.
    """

    def __init__(self, corrections: pl.DataFrame) -> None:
        self._rows = list(corrections.iter_rows(named=True))
        self._states: list[str | None] = [None] * len(self._rows)

    def kept(self, table: str, cells: pl.DataFrame) -> pl.Series:
        """Which rows are read: those of facts that were taken back are not."""
        gone = []
        for number, row in enumerate(self._rows):
            if row["table_name"] == table and is_retraction(row) and "fact_id" in cells.columns:
                if row["fact_id"] in cells["fact_id"]:
                    self._states[number] = "held" if row["wrong_text"] == row["fact_id"] else "changed"
                gone.append(row["fact_id"])
        if not gone:
            return pl.repeat(True, cells.height, eager=True)
        return ~cells["fact_id"].is_in(gone).fill_null(False)

    def mend(self, table: str, cells: pl.DataFrame) -> pl.DataFrame:
        """Text cells with the right ones in the place of the wrong ones."""
        mended = cells
        for number, row in enumerate(self._rows):
            column, here = row["column_name"], pl.col("fact_id").eq_missing(pl.lit(row["fact_id"], dtype=pl.String))
            if row["table_name"] != table or not {"fact_id", column} <= set(cells.columns) or is_retraction(row):
                continue
            found = cells.filter(here)[column].to_list()
            if found:
                self._states[number] = "held" if found == [row["wrong_text"]] else "changed"
            if self._states[number] == "held" and column != "fact_id":
                right = pl.lit(row["right_text"], dtype=pl.String)
                mended = mended.with_columns(pl.when(here).then(right).otherwise(pl.col(column)).alias(column))
        return mended

    def states(self, columns: Mapping[str, Sequence[str]], known: Set[str]) -> pl.Series:
        """How each correction fared.

        Parameters
        ----------
        columns : mapping of str to sequence of str
            The columns of each table that was read to its end.
        known : set of str
            The names of all tables of the project.
        """
        both = zip(self._rows, self._states, strict=True)
        return pl.Series(STATE, [state or _missing(row, columns, known) for row, state in both], dtype=pl.String)


def _missing(row: dict[str, Any], columns: Mapping[str, Sequence[str]], known: Set[str]) -> str | None:
    if row["table_name"] not in columns:
        return None if row["table_name"] in known else "no table"
    return "no row" if row["column_name"] in columns[row["table_name"]] else "no column"
