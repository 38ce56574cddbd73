"""What rules of several sanctions tables share: rows of one type, and sums over some rows of a group."""

from __future__ import annotations

import polars as pl

TYPED = pl.col("entity_type") != "all"
"""Rows of one type of entry; the others are of all types together."""


def rows_of(condition: pl.Expr, column: str, *group: str) -> pl.Expr:
    """Sum of a column over the rows of the group for which the condition is true."""
    return pl.when(condition).then(pl.col(column)).sum().over(group)
