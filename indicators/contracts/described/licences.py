"""The terms of the sources as one page: ``data/LICENCES.md``."""

from __future__ import annotations

from pathlib import Path

import polars as pl

from indicators.contracts.described.sources import read_texts

HEAD = """<!-- Made by: indicators contracts docs -->

# Licences of the data

The code is MIT licensed (LICENSE). Facts keep the terms of their source. Below is what the column `licence` of
`data/raw/sources.csv` says, with the publishers of the sources of which it says so; `not stated` means that no terms
were found where the figure was seen. Whoever passes facts on names their source, which stands in every row."""


def licences(raw: Path) -> str:
    """The page, the most common terms first.

    Parameters
    ----------
    raw : Path
        The folder ``data/raw``.

    Raises
    ------
    DataProblem
        If the sources cannot be read.
    """
    sources = read_texts(raw / "sources.csv", ["source_id", "publisher", "licence"])
    grouped = sources.group_by("licence").agg(pl.len().alias("n"), pl.col("publisher").unique().sort())
    lines = [HEAD]
    for row in grouped.sort("n", "licence", descending=[True, False]).iter_rows(named=True):
        lines += ["", f"## {row['licence'] or 'not stated'}", "", *(f"- {name}" for name in row["publisher"])]
    return "\n".join(lines) + "\n"
