"""Rules across the tables of polls, and the rhythm of the pollsters."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping

import polars as pl

from indicators.contracts.across import fresh
from indicators.contracts.model import CrossRule

ASKED = ("poll_results", "poll_questions")


def _with_question(frames: Mapping[str, pl.LazyFrame]) -> pl.LazyFrame:
    asked = ("responses", "pollster", "population_country")
    questions = frames["poll_questions"].select("question_id", pl.col(*asked).name.prefix("asked_"))
    return frames["poll_results"].join(questions, on="question_id", how="left", maintain_order="left")


def _answer_listed(frames: Mapping[str, pl.LazyFrame], as_of: dt.date) -> pl.LazyFrame:
    answers = pl.col("asked_responses").str.split("|")
    return _with_question(frames).with_columns(holds=answers.list.contains(pl.col("response")))


def _same_house(frames: Mapping[str, pl.LazyFrame], as_of: dt.date) -> pl.LazyFrame:
    same = (pl.col("pollster") == pl.col("asked_pollster")) & (
        pl.col("population_country") == pl.col("asked_population_country")
    )
    return _with_question(frames).with_columns(holds=same)


def _tracker(name: str, question: str, what: str, every_days: int) -> CrossRule:
    rows, day = pl.col("question_id") == question, pl.col("field_end")
    return fresh(ASKED[0], name, what, rows=rows, day=day, column="field_end", every_days=every_days, lag_days=21)


RULES: tuple[CrossRule, ...] = (
    CrossRule(
        "poll_results.answer_of_the_question",
        "An answer is one that its question lists",
        ASKED,
        _answer_listed,
        ("response", "question_id"),
        mend="correct the answer, or add it to the question's responses",
    ),
    CrossRule(
        "poll_results.house_of_the_question",
        "Pollster and public are those of the question",
        ASKED,
        _same_house,
        ("pollster", "population_country", "question_id"),
        mend="correct the row, or give it a question of its own",
    ),
    _tracker("levada_usa", "levada_us_attitude", "Levada on the attitude to the United States", 92),
    _tracker("gallup_russia", "gallup_russia_fav", "Gallup on the opinion of Russia", 366),
)
