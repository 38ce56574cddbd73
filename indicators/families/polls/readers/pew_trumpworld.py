"""FiveThirtyEight's copies of Pew figures by country and year: the United States, and confidence in its president."""

from __future__ import annotations

import datetime as dt

import polars as pl

from indicators.families.polls.readers.shared import waves
from indicators.ingesting.faults import OriginalProblem, columns_differ
from indicators.ingesting.reader import PUBLICATION, Publication, Quirk, Reader, Reading, Request, in_repository
from indicators.ingesting.rows import LINE, header_of, number, stop_at, table_rows

KINDS = {"us": ("pew_us_fav_russia", "favorable"), "pres": ("pew_us_president_confidence_russia", "confidence")}
LAG_DAYS = 30


def _kind(name: str) -> str | None:
    stem = name.rsplit(".", 1)[0].lower()
    return next(
        (k for k in KINDS if stem.endswith(f"-{k}") or stem.endswith(f"_{k}") or f"-{k}." in name.lower()), None
    )


def read(request: Request) -> Reading:
    original = request.alone()
    kind = _kind(original.name)
    if kind is None:
        raise OriginalProblem(
            "the two files of this layout differ by their names alone",
            where=str(original.path),
            do="keep the name: TRUMPWORLD-us.csv or TRUMPWORLD-pres.csv",
        )
    header = header_of(original)
    if "Russia" not in header:
        raise columns_differ(f"{original.path}:1", header, [*header, "Russia"])
    rows = table_rows(original, header)
    question, answer = KINDS[kind]
    asked = rows.filter(pl.col("Russia").is_not_null())
    bad = asked.filter(~number("Russia").is_between(0, 100).fill_null(False) | ~pl.col("year").str.contains(r"^\d{4}$"))
    stop_at(original, bad, "no year with a share: {year!r}, {Russia!r}", "fetch the file again")
    year = pl.col("year").cast(pl.Int32)
    whole = asked.select(
        pl.lit("Pew Research Center").alias("pollster"),
        pl.lit(question).alias("question_id"),
        pl.lit("RUS").alias("population_country"),
        pl.lit("adults_18_plus").alias("population"),
        pl.date(year, 1, 1).alias("field_start"),
        pl.date(year, 12, 31).alias("field_end"),
        pl.lit("year").alias("field_precision"),
        pl.lit(None, pl.Int64).alias("sample_size"),
        number("Russia").alias(answer),
        LINE,
        pl.lit("copy").alias(PUBLICATION),
        (pl.date(year, 12, 31) + dt.timedelta(LAG_DAYS)).alias("published_on"),
        pl.lit("assumed").alias("published_basis"),
        pl.lit("medium").alias("quality"),
    )
    source = Publication(
        "FiveThirtyEight data copy of Pew figures",
        "FiveThirtyEight",
        "http://www.pewresearch.org/fact-tank/2017/07/17/9-charts-on-how-the-world-sees-trump/",
        "CC BY 4.0",
        3,
        LAG_DAYS,
        dt.date(2017, 7, 17),
    )
    return Reading(
        {"poll_results": waves(whole, {answer: answer})},
        {"copy": source},
        rows.height,
        (),
        {"years in which Russia was asked": asked.height},
    )


READER = Reader(
    name="pew_trumpworld",
    family="polls",
    title="Russia: opinion of the United States and confidence in its president, by year",
    format="csv, wide: year, mean, one column a country",
    columns=("year", "avg", "Russia"),
    tables=("poll_results",),
    licence="CC BY 4.0",
    address="https://github.com/fivethirtyeight/data/tree/master/trump-world-trust",
    example="indicators ingest pew_trumpworld TRUMPWORLD-us.csv",
    downloads=tuple(in_repository("fivethirtyeight/data", f"trump-world-trust/TRUMPWORLD-{k}.csv") for k in KINDS),
    recognises=lambda o: header_of(o)[:2] == ["year", "avg"],
    read=read,
    quirks=(
        Quirk("2017-07", "opinion and confidence have the same columns; only the file's name tells them apart"),
        Quirk("2017-07", "an empty cell means that a country was not asked in the year"),
        Quirk("2017-07", "the president changes along the years"),
    ),
)
