"""Copies of Levada's monthly approval of Vladimir Putin."""

from __future__ import annotations

import datetime as dt

import polars as pl

from indicators.families.polls.readers.shared import lag, sound, waves
from indicators.ingesting.reader import PUBLICATION, Publication, Quirk, Reader, Reading, Request, in_repository
from indicators.ingesting.rows import looks_like, table_rows

COLUMNS = ("Date", "Approve", "Disapprove", "No.Answer", "source")
ANSWERS = {"Approve": "approve", "Disapprove": "disapprove", "No.Answer": "no_answer"}


def read(request: Request) -> Reading:
    original = request.alone()
    rows = table_rows(original, COLUMNS)
    day = pl.col("Date").str.to_date("%Y-%m-%d", strict=False)
    typed = rows.with_columns(day.dt.month_start().alias("field_start"), day.dt.month_end().alias("field_end"))
    good, refused = sound(original, typed, list(ANSWERS))
    whole = good.select(
        pl.lit("Levada Center").alias("pollster"),
        pl.lit("levada_putin_approval").alias("question_id"),
        pl.lit("RUS").alias("population_country"),
        pl.lit("adults_18_plus").alias("population"),
        "field_start",
        "field_end",
        pl.lit("month").alias("field_precision"),
        pl.lit(None, pl.Int64).alias("sample_size"),
        *ANSWERS,
        "line",
        pl.lit("copy").alias(PUBLICATION),
        (pl.col("field_end") + dt.timedelta(lag("Levada Center"))).alias("published_on"),
        pl.lit("assumed").alias("published_basis"),
    )
    source = Publication(
        "Levada indicator page, two scraped copies that agree",
        "Levada Center (repository copy)",
        "https://www.levada.ru/indikatory/",
        "not stated (repository copy); copyright of the publisher; figures cited as facts",
        2,
        14,
    )
    return Reading({"poll_results": waves(whole, ANSWERS)}, {"copy": source}, rows.height, refused)


READER = Reader(
    name="levada_putin_approval",
    family="polls",
    title="Approval of Vladimir Putin by month",
    format="csv, quoted, one row a month",
    columns=COLUMNS,
    tables=("poll_results",),
    licence="not stated; copyright of the publisher; figures cited as facts",
    address="https://www.levada.ru/indikatory/",
    example="indicators ingest levada_putin_approval putin-approval-levada.csv",
    downloads=(in_repository("biznesslanch/Russian-Public-Opinion-Tracker", "Data/putin-approval-levada-1999.csv"),),
    recognises=lambda o: looks_like(o, COLUMNS) and "Levada" in o.text,
    read=read,
    quirks=(
        Quirk("2020-08", "every month is stamped with day 15; only the month is known"),
        Quirk("2020-08", "June 2018 is missing"),
    ),
)
