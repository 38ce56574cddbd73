"""FiveThirtyEight's polls of presidential approval: the list behind its average, and its later polls page."""

from __future__ import annotations

import polars as pl

from indicators.families.polls.readers.shared import sound, waves
from indicators.ingesting.faults import unknown_code
from indicators.ingesting.reader import PUBLICATION, Publication, Quirk, Reader, Reading, Request, in_repository
from indicators.ingesting.rows import looks_like, table_rows

LIST_COLUMNS = (
    "president",
    "subgroup",
    "modeldate",
    "startdate",
    "enddate",
    "pollster",
    "grade",
    "samplesize",
    "population",
    "weight",
    "influence",
    "approve",
    "disapprove",
    "adjusted_approve",
    "adjusted_disapprove",
    "multiversions",
    "tracking",
    "url",
    "poll_id",
    "question_id",
    "createddate",
    "timestamp",
)
PAGE_COLUMNS = (
    "question_id",
    "poll_id",
    "state",
    "politician_id",
    "politician",
    "pollster_id",
    "pollster",
    "sponsor_ids",
    "sponsors",
    "display_name",
    "pollster_rating_id",
    "pollster_rating_name",
    "fte_grade",
    "sample_size",
    "population",
    "population_full",
    "methodology",
    "start_date",
    "end_date",
    "sponsor_candidate",
    "tracking",
    "created_at",
    "notes",
    "url",
    "source",
    "yes",
    "no",
)
POPULATIONS = {"a": "adults_18_plus", "rv": "registered_voters", "lv": "likely_voters", "v": None}
HOUSES = {
    "Gallup": ("Gallup", "gallup_trump_approval"),
    "Ipsos": ("Reuters/Ipsos", "ipsos_trump_approval"),
    "Pew Research Center": ("Pew Research Center", "pew_trump_approval"),
    "Pew Research": ("Pew Research Center", "pew_trump_approval"),
}
"""Houses of which a question is declared."""
PRESIDENT = "Donald Trump"
SOURCE = Publication(
    "FiveThirtyEight polls of presidential approval",
    "FiveThirtyEight",
    "https://projects.fivethirtyeight.com/polls/approval/",
    "CC BY 4.0",
    3,
    7,
)


def _facts(request: Request, rows: pl.DataFrame, read: int, ours: pl.DataFrame) -> Reading:
    """``ours`` has start, end, created (days), approve, disapprove, sample_size (as printed) and is_tracking."""
    original = request.alone()
    if unknown := set(ours["population"].drop_nulls()) - set(POPULATIONS):
        raise unknown_code(str(original.path), "population", unknown, "families/polls/readers/fivethirtyeight.py")
    apart = ours.filter(~pl.col("is_tracking"))
    named = apart.with_columns(
        pl.col("pollster").replace_strict({k: p for k, (p, _) in HOUSES.items()}),
        pl.col("pollster").replace_strict({k: q for k, (_, q) in HOUSES.items()}).alias("question_id"),
        pl.col("population").replace_strict(POPULATIONS, return_dtype=pl.String),
    ).filter(
        pl.col("population").is_not_null()
        & pl.col("question_id").is_in(sorted(request.codes("poll_questions", "question_id")))
    )
    good, refused = sound(original, named, ["approve", "disapprove"])
    first = good.sort("line").unique(
        ["question_id", "population", "field_start", "field_end"], keep="first", maintain_order=True
    )
    whole = first.select(
        "pollster",
        "question_id",
        pl.lit("USA").alias("population_country"),
        "population",
        "field_start",
        "field_end",
        pl.lit("day").alias("field_precision"),
        "sample_size",
        "approve",
        "disapprove",
        "line",
        pl.lit("list").alias(PUBLICATION),
        pl.max_horizontal("created", "field_end").alias("published_on"),
        pl.lit("upper_bound").alias("published_basis"),
        pl.lit("medium").alias("quality"),
    )
    counts = {
        "rows of houses with a declared question": ours.height,
        "tracking rows that overlap, left out": ours.height - apart.height,
        "further versions of a wave, left out": good.height - first.height,
    }
    answers = {"approve": "approve", "disapprove": "disapprove"}
    return Reading({"poll_results": waves(whole, answers)}, {"list": SOURCE}, read, refused, counts)


def read_list(request: Request) -> Reading:
    original = request.alone()
    rows = table_rows(original, LIST_COLUMNS)
    ours = rows.filter(
        (pl.col("subgroup") == "All polls")
        & (pl.col("president") == PRESIDENT)
        & pl.col("pollster").is_in(list(HOUSES))
    ).with_columns(
        *(
            pl.col(c).str.to_date("%m/%d/%Y", strict=False).alias(n)
            for c, n in (("startdate", "field_start"), ("enddate", "field_end"), ("createddate", "created"))
        ),
        pl.col("samplesize").alias("sample_size"),
        (pl.col("tracking") == "T").fill_null(False).alias("is_tracking"),
    )
    return _facts(request, rows, rows.height, ours)


def read_page(request: Request) -> Reading:
    original = request.alone()
    rows = table_rows(original, PAGE_COLUMNS)
    ours = rows.filter(
        pl.col("pollster").is_in(list(HOUSES)) & (pl.col("politician") == PRESIDENT) & pl.col("state").is_null()
    ).with_columns(
        pl.col("start_date").str.to_date("%m/%d/%y", strict=False).alias("field_start"),
        pl.col("end_date").str.to_date("%m/%d/%y", strict=False).alias("field_end"),
        pl.col("created_at").str.split(" ").list.first().str.to_date("%m/%d/%y", strict=False).alias("created"),
        pl.col("yes").alias("approve"),
        pl.col("no").alias("disapprove"),
        (pl.col("tracking").str.to_uppercase() == "TRUE").fill_null(False).alias("is_tracking"),
    )
    return _facts(request, rows, rows.height, ours)


QUIRKS = (
    Quirk("2020-02", "tracking polls overlap: a house's rolling waves are left out"),
    Quirk("2020-02", "the day of release is not given; the day on which a row was created is an upper bound"),
)
LIST = Reader(
    name="fivethirtyeight_polllist",
    family="polls",
    title="Approval of Donald Trump, first term: houses with a declared question",
    format="csv, days month/day/year, newest first",
    columns=LIST_COLUMNS,
    tables=("poll_results",),
    licence="CC BY 4.0",
    address="https://projects.fivethirtyeight.com/trump-approval-data/approval_polllist.csv",
    example="indicators ingest fivethirtyeight_polllist approval_polllist.csv",
    downloads=(in_repository("jmhsi/trump-approval-ratings", "approval_polllist.csv"),),
    recognises=lambda o: looks_like(o, LIST_COLUMNS),
    read=read_list,
    quirks=(
        *QUIRKS,
        Quirk(
            "2020-02", "each poll stands once in All polls and once more in Adults or Voters; only the first is read"
        ),
        Quirk("2020-02", "adjusted shares are the average's own, not the pollster's"),
    ),
)
PAGE = Reader(
    name="fivethirtyeight_polls",
    family="polls",
    title="Approval of Donald Trump, first term, later schema",
    format="csv, days month/day/two-digit year, newest first",
    columns=PAGE_COLUMNS,
    tables=("poll_results",),
    licence="CC BY 4.0",
    address="https://projects.fivethirtyeight.com/polls/data/president_approval_polls.csv",
    example="indicators ingest fivethirtyeight_polls president_approval_polls.csv",
    downloads=(in_repository("simonw/fivethirtyeight-polls", "president_approval_polls.csv"),),
    recognises=lambda o: looks_like(o, PAGE_COLUMNS),
    read=read_page,
    quirks=(*QUIRKS, Quirk("2021-01", "the shares stand in yes and no; polls of single states name them in state")),
)
