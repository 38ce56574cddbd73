"""What facts of polls tell twice."""

from __future__ import annotations

import datetime as dt

import polars as pl

from indicators.contracts.redundancy import DAY, MONTH, YEAR, days, dotted, id_tells, near_neighbours, slug
from indicators.contracts.rules import Rule, rule
from indicators.families.polls import codes

ID_LETTERS = 60
"""Letters of a question's name that an id holds at most."""
QUESTION = slug("question_id").str.slice(0, ID_LETTERS).str.strip_chars_end("-")
DAYS = [pl.col(name).dt.strftime(DAY) for name in ("field_start", "field_end")]
WAVE = ("question_id", "population", "field_start", "field_end", "source_id", "series_use", "reading_no")
SHARE, RESPONSE = pl.col("share_pct"), pl.col("response")
SIDES = (("approve", "disapprove"), ("favorable", "unfavorable"))
LEAST_OF_TWO_SIDES = 60
UNDECIDED = ("no_answer", "no_opinion")
USED = pl.col("series_use") == "use"
COPY = ("question_id", "source_id", "population", "series_use")
MANY_WAVES = 40
SOME_WAVES = 4
DAYS_OF_WAVE = pl.struct("field_start", "field_end", "reading_no")
WAVES_OF_COPY = DAYS_OF_WAVE.n_unique().over(*COPY)
NEWER = pl.col("field_start") >= dt.date(2000, 1, 1)


def _of(*answers: str) -> pl.Expr:
    return SHARE.filter(RESPONSE.is_in(answers))


def _several(shares: tuple[tuple[str, str], ...]) -> tuple[pl.Expr, pl.Expr]:
    """Sum of both sides, and whether both stand in the wave."""
    total = sum((_of(*pair).sum().over(*WAVE) for pair in shares), start=pl.lit(0.0))
    both = pl.any_horizontal(pl.all_horizontal(RESPONSE.is_in([a]).any().over(*WAVE) for a in pair) for pair in shares)
    return total, both


TWO_SIDES, HAS_TWO_SIDES = _several(SIDES)
IS_SIDE = RESPONSE.is_in([a for pair in SIDES for a in pair])
DIVIDED = pl.col("question_id").is_in(codes.SEVERAL_ANSWERS) | RESPONSE.is_in(list(codes.PART_OF)).any().over(*WAVE)
WHOLE = pl.all_horizontal(
    RESPONSE.is_in(wanted).any().over(*WAVE) for wanted in (["approve"], ["disapprove"], list(UNDECIDED))
)

RESULTS: tuple[Rule, ...] = (
    id_tells("poll_results", ("question_id", "field_start", "field_end", "response"),
             [dotted(QUESTION, *DAYS), *days("field_start", QUESTION, forms=(MONTH, YEAR))],
             slug("response")),
    rule(
        "poll_results.no_fraction",
        "A share is given in per cent: none is above 0 and below 1",
        holds=(SHARE >= 1) | (SHARE == 0),
        columns=("share_pct",),
        mend="write the share in per cent, 42 and not 0.42",
    ),
    rule(
        "poll_results.two_sides_are_most",
        f"Both sides of a question together hold at least {LEAST_OF_TWO_SIDES} per cent",
        holds=TWO_SIDES >= LEAST_OF_TWO_SIDES,
        applies=HAS_TWO_SIDES & IS_SIDE,
        columns=("share_pct", "response"),
        within=WAVE,
    ),
    rule(
        "poll_results.whole_answers_make_100",
        "Approval, disapproval and those without an opinion make 100, but for rounding",
        holds=SHARE.sum().over(*WAVE) >= 99,
        applies=WHOLE & ~DIVIDED,
        columns=("share_pct", "response"),
        within=WAVE,
    ),
    rule(
        "poll_results.waves_have_the_same_answers",
        f"All waves of a question in a copy of {MANY_WAVES} or more have as many answers",
        holds=pl.len().over(*WAVE) == pl.len().over(*WAVE).mode().first().over(*COPY),
        applies=pl.struct("field_start", "field_end").n_unique().over(*COPY) >= MANY_WAVES,
        columns=("response", "field_start"),
        mend="restore the answer that is missing from the wave",
        within=COPY,
    ),
    rule(
        "poll_results.answer_of_every_wave",
        f"No answer is missing from one wave alone of a copy ({SOME_WAVES} waves or more)",
        holds=WAVES_OF_COPY - DAYS_OF_WAVE.n_unique().over(*COPY, "response") != 1,
        applies=(WAVES_OF_COPY >= SOME_WAVES) & (pl.int_range(pl.len()).over(*COPY, "response") == 0),
        columns=("response", "question_id", "source_id"),
        mend="find the one wave of this question and source that lacks the answer, and restore its row",
        within=COPY,
    ),
    near_neighbours("poll_results.near_the_next_wave", "Usable shares of one answer in waves at most 100 days apart",
                    value=SHARE, over=["question_id", "population", "response"],
                    order_by=["field_start", "field_end", "source_id", "reading_no"], share=0, floor=30,
                    applies=USED & NEWER,
                    within_days=pl.col("field_start"), most_days=100, columns=("share_pct",), severity="warning"),
)  # fmt: skip

POSITIVE = ("approve", "favorable", "good", "positive", "mainly_positive", "confidence", "partner")

QUESTIONS: tuple[Rule, ...] = (
    rule(
        "poll_questions.positive_is_positive",
        "The positive answer is one that speaks well of the subject, the negative one is not",
        holds=(pl.col("positive_response").is_null() | pl.col("positive_response").is_in(POSITIVE))
        & (pl.col("negative_response").is_null() | ~pl.col("negative_response").is_in(POSITIVE)),
        columns=("positive_response", "negative_response"),
        mend="exchange the two answers, or add the new one to the list of positive ones",
    ),
)
