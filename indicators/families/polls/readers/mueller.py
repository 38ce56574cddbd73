"""FiveThirtyEight's list of polls on the special counsel who looked into Russian interference, 2017 to 2019."""

from __future__ import annotations

import datetime as dt
import re

import polars as pl

from indicators.families.polls.readers.shared import POPULATIONS, lag, sound, waves
from indicators.ingesting.faults import unknown_code
from indicators.ingesting.reader import PUBLICATION, Publication, Quirk, Reader, Reading, Request, in_repository
from indicators.ingesting.rows import looks_like, table_rows

COLUMNS = (
    "Start", "End", "Pollster", "Sample Size", "Population", "Text", "Approve", "Disapprove", "Unsure",
    "Approve (Republican)", "Approve (Democrat)", "Url",
)  # fmt: skip
ANSWERS = {"Approve": "approve", "Disapprove": "disapprove", "Unsure": "no_opinion"}
SOURCE = Publication(
    "FiveThirtyEight polls on approval of Robert Mueller", "FiveThirtyEight",
    "https://github.com/fivethirtyeight/data/tree/master/mueller-polls", "CC BY 4.0", 3, 7,
)  # fmt: skip


def question_of(pollster: str) -> str:
    """The id that the question of a house has.

    Examples
    --------
    >>> question_of("CNN/SSRS")
    'cnn_ssrs_mueller_approval'
    """
    return re.sub("[^a-z0-9]+", "_", pollster.lower()).strip("_") + "_mueller_approval"


def read(request: Request) -> Reading:
    original = request.alone()
    rows = table_rows(original, COLUMNS)
    codes = pl.col("Population").str.to_uppercase()
    if unknown := set(rows.select(codes)["Population"].drop_nulls()) - set(POPULATIONS):
        raise unknown_code(str(original.path), "population", unknown, "families/polls/readers/shared.py")
    typed = rows.with_columns(
        *(
            pl.col(c).str.to_date("%m/%d/%y", strict=False).alias(n)
            for c, n in (("Start", "field_start"), ("End", "field_end"))
        ),
        pl.col("Sample Size").alias("sample_size"),
        codes.replace_strict(POPULATIONS, return_dtype=pl.String).alias("population"),
        pl.col("Pollster").map_elements(question_of, return_dtype=pl.String).alias("question_id"),
    )
    good, refused = sound(original, typed, list(ANSWERS))
    declared = good.filter(pl.col("question_id").is_in(sorted(request.codes("poll_questions", "question_id"))))
    lags = {p: lag(p) for p in declared["Pollster"].unique()}
    whole = declared.select(
        pl.col("Pollster").alias("pollster"), "question_id", pl.lit("USA").alias("population_country"), "population",
        "field_start", "field_end", pl.lit("day").alias("field_precision"), "sample_size", *ANSWERS, "line",
        pl.lit("list").alias(PUBLICATION),
        pl.Series(
            "published_on",
            [e + dt.timedelta(lags[p]) for p, e in declared.select("Pollster", "field_end").iter_rows()],
            dtype=pl.Date,
        ),
        pl.lit("assumed").alias("published_basis"), pl.lit("medium").alias("quality"),
    )  # fmt: skip
    counts = {"rows whose question is not declared": good.height - declared.height}
    return Reading({"poll_results": waves(whole, ANSWERS)}, {"list": SOURCE}, rows.height, refused, counts)


READER = Reader(
    name="mueller_approval", family="polls",
    title="Approval of the special counsel on Russian interference in the election of 2016",
    format="csv, days month/day/year of two digits", columns=COLUMNS, tables=("poll_results",), licence="CC BY 4.0",
    address=SOURCE.url, example="indicators ingest mueller_approval mueller-approval-polls.csv",
    downloads=(in_repository("fivethirtyeight/data", "mueller-polls/mueller-approval-polls.csv"),),
    recognises=lambda o: looks_like(o, COLUMNS), read=read,
    quirks=(
        Quirk("2019-03", "the first row begins a year after it ends, and is refused"),
        Quirk("2019-03", "shares of party groups stand in columns of their own and are not read"),
        Quirk("2026-11", "no question of it is declared here: indicators add poll_questions first"),
    ),
)  # fmt: skip
