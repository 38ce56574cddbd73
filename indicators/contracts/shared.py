"""Tables that belong to no family: sources, rows left out, outside lines, corrections of our own slips."""

from __future__ import annotations

import datetime as dt

import polars as pl

from indicators.contracts import codes as code_lists
from indicators.contracts.across import fresh, keeps_coverage
from indicators.contracts.model import Contract, CrossRule, FactTable, TableModel, column, rule


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
        version="2.0.0",
        key=("indicator", "freq", "period", "vintage"),
        quantity=("indicator", "freq", "period"),
        revision_percent={"value_index": 15, "value_pct": 15},
        waits={
            "note.*": "no line has a remark",
            "low_is_not_a_release": "no figure is of low quality or has a release date of its own",
            "published_with_its_source": "the day of a stored copy dates every figure",
        },
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


class Corrections(TableModel):
    """A slip of our own in a raw file, and what is right. A revision by a publisher is no correction but a new row.

    A fact that should not stand there at all is taken back by an empty ``right_text`` of its ``fact_id``: the row stays
    in the raw file and is read no more.
    """

    _contract = Contract(
        name="corrections",
        folder=".",
        files=("corrections.csv",),
        title="Our own slips in raw files, mended while they are read",
        key=("table_name", "fact_id", "column_name"),
        may_be_empty="no slip is known",
    )
    _rules = (
        rule(
            "corrections.table_known",
            "A correction speaks of a table of this project",
            holds=pl.col("correction_state") != "no table",
            columns=("table_name",),
            mend="name the table as its contract does",
        ),
        rule(
            "corrections.row_known",
            "A correction speaks of a fact and a column that are there",
            holds=~pl.col("correction_state").is_in(["no row", "no column"]),
            columns=("fact_id", "column_name", "table_name"),
            mend="correct the fact_id or the column, or delete the correction",
        ),
        rule(
            "corrections.still_needed",
            "The raw cell still holds what the correction calls wrong",
            holds=pl.col("correction_state") == "held",
            applies=pl.col("correction_state").is_in(["held", "changed"]),
            columns=("wrong_text", "table_name", "fact_id", "column_name"),
            mend="delete the correction if the raw file has been mended, else state what it holds now",
        ),
        rule(
            "corrections.changes_the_cell",
            "What is right differs from what is wrong",
            holds=pl.col("wrong_text").ne_missing(pl.col("right_text")),
            columns=("right_text", "wrong_text"),
            mend="state the right text, or delete the correction",
        ),
        rule(
            "corrections.ids_stay",
            "A correction leaves ids as they are, or takes the fact back: its id should be empty",
            holds=(pl.col("column_name") != "fact_id") | pl.col("right_text").is_null(),
            columns=("column_name", "right_text"),
            mend="mend the id in the raw file",
        ),
    )

    table_name: str = column("Table of the fact")
    fact_id: str = column("The fact whose row holds the slip")
    column_name: str = column("Column of the slip", pattern="[a-z][a-z0-9_]*")
    wrong_text: str = column("What the raw cell holds, empty where it is empty", nullable=True)
    right_text: str = column("What it should hold, empty where it should be empty", nullable=True)
    why: str = column("How the slip came about", free_text=True)
    evidence: str = column("Where the right text can be seen", free_text=True)
    corrected_on: dt.date = column("Day on which the slip was found")


SHARED_TABLES: tuple[type[TableModel], ...] = (Sources, LeftOut, OutsideLines, Corrections)

SHARED_ACROSS: tuple[CrossRule, ...] = (
    keeps_coverage("outside_lines", edition=("indicator", "freq"), period="period"),
    fresh(
        "outside_lines",
        "gpr",
        "the Geopolitical Risk index",
        rows=pl.col("indicator") == "gpr",
        day=pl.col("period").str.to_date("%Y-%m", strict=False).dt.month_end(),
        column="period",
        every_days=31,
        lag_days=10,
    ),
)
