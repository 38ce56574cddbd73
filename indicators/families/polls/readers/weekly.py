"""Copies of weekly approval of the Russian president by FOM and VCIOM."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass

import polars as pl

from indicators.families.polls.readers.shared import declared_answers, lag, sound, waves
from indicators.ingesting.reader import PUBLICATION, Publication, Quirk, Reader, Reading, Request, in_repository
from indicators.ingesting.rows import looks_like, table_rows

COPIES = "biznesslanch/Russian-Public-Opinion-Tracker"
LICENCE = "not stated (repository copy); copyright of the publisher; figures cited as facts"
MEDVEDEV = (dt.date(2008, 5, 7), dt.date(2012, 5, 7))
"""Days on which the president was another one: first in office, first out of it."""
NOTE = "the copy gives one day a wave, not the days of the interviews"


@dataclass(frozen=True)
class House:
    """One house: its name here, its question, the copy's columns and the mark of its rows."""

    name: str
    question: str
    columns: tuple[str, ...]
    answers: Mapping[str, str]
    mark: str
    title: str
    url: str


FOM = House(
    "FOM", "fom_putin_approval", ("Date", "Approve", "Disapprove", "hard_to_say", "source"),
    {"Approve": "approve", "Disapprove": "disapprove", "hard_to_say": "hard_to_say"}, "FOM",
    "FOM weekly approval of the president, repository copy", "https://fom.ru/",
)  # fmt: skip
VCIOM = House(
    "VCIOM", "vciom_putin_approval", ("Date", "Approve", "Disapprove", "source"),
    {"Approve": "approve", "Disapprove": "disapprove"}, "VTsIOM",
    "VCIOM weekly approval of the president, repository copy", "https://wciom.ru/",
)  # fmt: skip


def read(request: Request, house: House) -> Reading:
    original = request.alone()
    rows = table_rows(original, house.columns)
    day = pl.col("Date").str.to_date("%Y-%m-%d", strict=False)
    typed = rows.with_columns(day.alias("field_start"), day.alias("field_end"))
    good, refused = sound(original, typed, list(house.answers))
    of_putin = good.filter(~pl.col("field_start").is_between(*MEDVEDEV, closed="left"))
    known = declared_answers(request, house.question)
    answers = {column: answer for column, answer in house.answers.items() if answer in known}
    whole = of_putin.select(
        pl.lit(house.name).alias("pollster"), pl.lit(house.question).alias("question_id"),
        pl.lit("RUS").alias("population_country"), pl.lit("adults_18_plus").alias("population"),
        "field_start", "field_end", pl.lit("day").alias("field_precision"),
        pl.lit(None, pl.Int64).alias("sample_size"), *answers, "line", pl.lit("copy").alias(PUBLICATION),
        (pl.col("field_end") + dt.timedelta(lag(house.name))).alias("published_on"),
        pl.lit("assumed").alias("published_basis"), pl.lit("medium").alias("quality"), pl.lit(NOTE).alias("note"),
    )  # fmt: skip
    source = Publication(house.title, f"{house.name} (repository copy)", house.url, LICENCE, 2, lag(house.name))
    counts = {
        "waves under another president": good.height - of_putin.height,
        "rows whose question is not declared": 0 if answers else of_putin.height,
    }
    candidates = {"poll_results": waves(whole, answers)} if answers else {}
    return Reading(candidates, {"copy": source}, rows.height, refused, counts)


def _reader(house: House, name: str, path: str, example: str, *quirks: Quirk) -> Reader:
    return Reader(
        name=name, family="polls", title=f"Approval of the Russian president by week, {house.name}",
        format="csv, quoted, one row a week", columns=house.columns, tables=("poll_results",), licence=LICENCE,
        address=house.url, example=f"indicators ingest {name} {example}",
        recognises=lambda o: looks_like(o, house.columns) and f'"{house.mark}"' in o.text,
        read=lambda request: read(request, house), quirks=quirks, downloads=(in_repository(COPIES, path),),
    )  # fmt: skip


READERS = (
    _reader(
        FOM, "fom_putin_approval", "Data/putin-approval-fom.csv", "putin-approval-fom.csv",
        Quirk("2020-08", "the rows are in no order of days; three days stand twice, their second rows are refused"),
        Quirk("2026-11", "its question is not declared here: indicators add poll_questions first"),
    ),
    _reader(
        VCIOM, "vciom_putin_approval", "Data/vciom-presidential-approval-2006.csv", "vciom-approval.csv",
        Quirk("2020-08", "two days stand twice, their second rows are refused; ten weeks hold no share"),
        Quirk("2020-08", "the president differs: weeks of May 2008 to May 2012 are of Dmitry Medvedev, and left out"),
        Quirk("2026-11", "of the declared question only the share that approves is kept"),
    ),
)  # fmt: skip
