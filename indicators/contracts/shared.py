"""Tables that belong to no family: sources, rows left out, outside lines."""

from __future__ import annotations

import datetime as dt

import polars as pl

from indicators.contracts import codes as code_lists
from indicators.contracts.model import Contract, FactTable, TableModel, column, rule


class Sources(TableModel):
    """One row a publication. Every fact names one."""

    _contract = Contract(
        name="sources",
        folder=".",
        files=("sources.csv",),
        title="Publications that the facts come from",
        key=("source_id",),
        usage=(
            "A rank belongs to the publisher, not to the single figure.",
            "'not stated' means that no terms were found, not that there are none; ask the publisher before "
            "redistributing.",
        ),
    )
    _rules = (
        rule(
            "sources.published_before_collected",
            "A source is published before it is collected",
            holds=pl.col("published_on") <= pl.col("collected_on"),
            applies=pl.col("published_on").is_not_null(),
            columns=("published_on",),
        ),
        rule(
            "sources.one_rank_a_publisher",
            "All sources of a publisher have the same rank",
            holds=pl.col("publisher_rank").n_unique().over("publisher") == 1,
            columns=("publisher_rank",),
            mend="rank belongs to the publisher: give all its sources the same one",
        ),
        rule(
            "sources.title_once",
            "A publication stands once",
            holds=~pl.struct("title", "publisher", "url").is_duplicated(),
            columns=("title",),
            mend="let the facts refer to the first of the two rows",
        ),
    )

    source_id: str = column("Stable id of the source", pattern=r"[a-z0-9]+(-[a-z0-9]+)*")
    title: str = column("Title of the publication", free_text=True)
    publisher: str = column("Organisation that published it", free_text=True)
    url: str = column("Address, empty where none is known", nullable=True, pattern=r"https?://\S+")
    licence: str = column("Terms of use, or 'not stated'", free_text=True)
    published_on: dt.date = column("Day of publication, empty where it has none", nullable=True)
    publisher_rank: int = column("Rank of the publisher, 1 is best", codes=code_lists.PUBLISHER_RANK)
    release_lag_days: int = column(
        "Usual days from the end of the period to publication", unit="days", nullable=True, ge=0, le=800
    )
    collected_on: dt.date = column("Day on which this collection read it")


class LeftOut(TableModel):
    """A row of the collection that did not become a fact, with the reason."""

    _contract = Contract(
        name="left_out",
        folder=".",
        files=("left_out.csv",),
        title="Collected rows that are not facts, each with its reason",
        key=("reference_row",),
        usage=("These rows are not facts: they feed no series and count in no total.",),
    )

    reference_row: str = column("Row of the collection: file and line", pattern=r"[a-z]+/[a-zA-Z0-9_.]+:[0-9a-z]+")
    family: str = column("Family it would belong to")
    what: str = column("What the row is", free_text=True)
    reason_code: str = column("Reason, short", pattern=r"[a-z_]+")
    reason: str = column("Reason, in words", free_text=True)
    same_as: str = column("The fact that says the same", nullable=True)


class OutsideLines(FactTable):
    """Indices of others, for comparison only: they enter no series and no model."""

    _contract = Contract(
        name="outside_lines",
        folder="outside",
        files=("outside_lines.csv",),
        title="Indices of others, for comparison only",
        key=("indicator", "freq", "period", "vintage"),
        quantity=("indicator", "freq", "period"),
        reference_end="last_day(CAST(period || '-01' AS DATE))",
        usage=(
            "For comparison only; they enter no series and no model.",
            "The recent and the historical index have different bases and are not joined.",
        ),
    )
    _rules = (
        rule(
            "outside_lines.one_value",
            "Exactly one of the value columns is filled",
            holds=pl.col("value_index").is_null() != pl.col("value_pct").is_null(),
            columns=("value_index", "value_pct"),
        ),
    )

    indicator: str = column(
        "Which line",
        codes={
            "gpr": "Geopolitical Risk, recent index",
            "gprh": "Geopolitical Risk, historical index",
            "gprc_rus": "Geopolitical Risk, Russia, share of articles",
            "gprc_usa": "Geopolitical Risk, United States, share of articles",
            "gprc_ukr": "Geopolitical Risk, Ukraine, share of articles",
            "gprhc_rus": "Geopolitical Risk, historical, Russia, share of articles",
            "gprhc_usa": "Geopolitical Risk, historical, United States, share of articles",
        },
    )
    freq: str = column("Frequency", codes={"M": "monthly"})
    period: str = column("Month", pattern=r"(19|20)\d{2}-(0[1-9]|1[0-2])")
    vintage: str = column("Copy in which the value was seen", pattern=r"\d{4}-\d{2}-\d{2}")
    value_index: float = column("Index", unit="index", nullable=True, ge=0, le=10_000)
    value_pct: float = column("Share of newspaper articles", unit="per cent", nullable=True, ge=0, le=100)


SHARED_TABLES: tuple[type[TableModel], ...] = (Sources, LeftOut, OutsideLines)
