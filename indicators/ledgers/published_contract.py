"""What published editions promise: facts of our own in ``data/raw/published``, which `indicators publish` alone writes.

Rows are appended and never changed. An edition carries the hash of its rows, so that a changed one is seen; a value
that turned out wrong stays and gets a dated note.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from itertools import pairwise
from typing import Any

import polars as pl

from indicators.contracts.model import Contract, CrossRule, TableModel, column, columns_of, rule

FOLDER = "published"
NONE_YET = "no edition is published yet"
QUARTER = r"(19|20)[0-9]{2}Q[1-4]"
SERIES = r"[a-z0-9_]+(\.[a-z0-9_]+)+"
HASH = r"[0-9a-f]{64}"
EDITION = column("Edition the row belongs to", references="published_editions.quarter")


class PublishedEditions(TableModel):
    """One edition: a quarter's numbers as they were first published."""

    _contract = Contract(
        name="published_editions", folder=FOLDER, files=("published_editions.csv",), title="Published editions",
        key=("quarter",), may_be_empty=NONE_YET,
        usage=("An edition is made as of its date, whenever the command was run; no clock is read.",),
    )  # fmt: skip
    _rules = (
        rule(
            "published_editions.numbered",
            "Editions are numbered from 1 in the order of their quarters, none left out",
            holds=pl.col("edition") == pl.col("quarter").rank("ordinal").cast(pl.Int64),
            columns=("edition", "quarter"),
            mend="restore the rows as they were published: editions are appended, never changed",
        ),
    )

    quarter: str = column("Quarter that is reported", pattern=QUARTER)
    edition: int = column("Number of the edition", ge=1)
    as_of: dt.date = column("Nothing that became known later was seen")
    as_of_mode: str = column("What publication days rest on", codes={"calendar": "usual release days count"})
    package_version: str = column("Version of this package", pattern=r"[0-9]+\.[0-9]+\.[0-9]+([a-z0-9.+-]*)")
    code_sha256: str = column("Hash of the package's code", pattern=HASH)
    facts_sha256: str = column("Hash of the raw files it was made of", pattern=HASH)
    rows_sha256: str = column("Hash of the edition's rows in the other tables", pattern=HASH)


class PublishedValues(TableModel):
    """A headline as an edition printed it."""

    _contract = Contract(
        name="published_values", folder=FOLDER, files=("published_values.csv",), title="Headlines as first published",
        key=("quarter", "series_id"), may_be_empty=NONE_YET,
    )  # fmt: skip

    quarter: str = EDITION
    series_id: str = column("Headline series", pattern=SERIES)
    period: str = column("Its last period with a value", pattern=r"[0-9]{4}(-[0-9A-Z-]+)?")
    value: float = column("The value, unit of the series")
    unit: str = column("Unit of the series", free_text=True)
    quality: str = column("Quality of the value", codes={"high": "", "medium": "", "low": ""})


class PublishedIndex(TableModel):
    """A month of the relations index as an edition printed it."""

    _contract = Contract(
        name="published_index", folder=FOLDER, files=("published_index.csv",),
        title="The relations index as first published", key=("quarter", "series_id", "period_start"),
        may_be_empty=NONE_YET,
    )  # fmt: skip

    quarter: str = EDITION
    series_id: str = column("The index", pattern=SERIES)
    period_start: dt.date = column("First day of the month")
    value: float = column("Index points", unit="index points")
    lower_80: float = column("Lower end of the 80 per cent band", nullable=True)
    upper_80: float = column("Upper end of the 80 per cent band", nullable=True)
    lower_95: float = column("Lower end of the 95 per cent band", nullable=True)
    upper_95: float = column("Upper end of the 95 per cent band", nullable=True)


class PublishedForecasts(TableModel):
    """A forecast of one period as an edition made it: five quantiles, and those of the naive forecast beside it."""

    _contract = Contract(
        name="published_forecasts", folder=FOLDER, files=("published_forecasts.csv",), title="Frozen forecasts",
        key=("quarter", "series_id", "period_start"), may_be_empty=NONE_YET,
        usage=("A forecast that is published keeps its numbers whatever later code would say.",),
    )  # fmt: skip
    _rules = (
        rule(
            "published_forecasts.quantiles_in_order",
            "Quantiles rise",
            holds=pl.all_horizontal(
                pl.col(low) <= pl.col(high)
                for names in (("lower_95", "lower_80", "median", "upper_80", "upper_95"),
                              ("naive_lower_95", "naive_lower_80", "naive", "naive_upper_80", "naive_upper_95"))
                for low, high in pairwise(names)
            ),
            columns=("median", "lower_95", "upper_95"),
        ),
    )  # fmt: skip

    quarter: str = EDITION
    series_id: str = column("Series that is forecast", pattern=SERIES)
    period_start: dt.date = column("First day of the period that is forecast")
    made_on: dt.date = column("Day it counts as made on: the edition's as-of date")
    horizon: int = column("Periods after the last known one", unit="periods", ge=1)
    method: str = column("Model that was chosen, or naive where none beat it", free_text=True)
    model_version: str = column("Hash of the code and libraries that the numbers depend on", pattern=HASH)
    seed: int = column("Seed of random steps; empty where there are none", nullable=True)
    median: float = column("Quantile 0.5, unit of the series")
    lower_80: float = column("Quantile 0.1")
    upper_80: float = column("Quantile 0.9")
    lower_95: float = column("Quantile 0.025")
    upper_95: float = column("Quantile 0.975")
    naive: float = column("The naive forecast, quantile 0.5")
    naive_lower_80: float = column("Its quantile 0.1")
    naive_upper_80: float = column("Its quantile 0.9")
    naive_lower_95: float = column("Its quantile 0.025")
    naive_upper_95: float = column("Its quantile 0.975")
    scale: float = column("Mean absolute difference of values one season apart as known then", gt=0)


class PublishedNotes(TableModel):
    """A dated note on a published number that turned out wrong: the number stays."""

    _contract = Contract(
        name="published_notes", folder=FOLDER, files=("published_notes.csv",), title="Notes on published numbers",
        key=("quarter", "series_id", "period", "noted_on"), may_be_empty="no published number is known to be wrong",
    )  # fmt: skip

    quarter: str = EDITION
    series_id: str = column("Series whose number is meant", pattern=SERIES)
    period: str = column("Period or first day of the period", pattern=r"[0-9]{4}(-[0-9A-Z-]+)?")
    noted_on: dt.date = column("Day of the note")
    right_value: float = column("What it should have been, where known", nullable=True)
    note: str = column("What was wrong, and how it came about", free_text=True)


ROW_TABLES: tuple[type[TableModel], ...] = (PublishedValues, PublishedIndex, PublishedForecasts)
"""The tables whose rows the hash of an edition covers."""
PUBLISHED_TABLES: tuple[type[TableModel], ...] = (PublishedEditions, *ROW_TABLES, PublishedNotes)


def rows_sha256(quarter: str, frames: Mapping[str, pl.DataFrame]) -> str:
    """Hash of an edition's rows, in their order, as the files hold them."""
    import hashlib

    total = hashlib.sha256()
    for model in ROW_TABLES:
        total.update(rows_text(model, frames[model._contract.name].filter(pl.col("quarter") == quarter)).encode())
    return total.hexdigest()


def rows_text(model: type[TableModel], frame: pl.DataFrame) -> str:
    """Rows of a table in the order of its key, as csv with a header."""
    names = [c.name for c in columns_of(model)]
    return frame.select(names).sort(model._contract.key).write_csv(line_terminator="\n")


def _unchanged(frames: Mapping[str, pl.LazyFrame], _: dt.date) -> pl.LazyFrame:
    held: dict[str, Any] = {name: frame.collect() for name, frame in frames.items()}
    editions = held["published_editions"]
    same = [rows_sha256(row["quarter"], held) == row["rows_sha256"] for row in editions.iter_rows(named=True)]
    judged: pl.LazyFrame = editions.with_columns(pl.Series("holds", same, pl.Boolean)).lazy()
    return judged


PUBLISHED_ACROSS = (
    CrossRule(
        "published_editions.rows_unchanged",
        "The rows of an edition are those that were published",
        ("published_editions", *(model._contract.name for model in ROW_TABLES)),
        _unchanged,
        ("rows_sha256",),
        mend="restore the rows from the repository's history; a wrong number gets a dated note in published_notes.csv",
        waits=NONE_YET,
    ),
)
