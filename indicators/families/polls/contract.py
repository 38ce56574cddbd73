"""Contracts of the two poll tables."""

from __future__ import annotations

import datetime as dt

import polars as pl

from indicators.contracts.model import Contract, FactTable, TableModel, column, rule
from indicators.families.polls import codes, redundancy
from indicators.families.polls.across import RULES as ACROSS

ROUNDING = 1.0
"""Percentage points by which rounded shares of one wave may miss their sum (100, or the printed total)."""

WAVE = ("question_id", "population", "field_start", "field_end", "source_id", "series_use", "reading_no")

_ANSWER = ("question_id", "population", "field_start", "field_end", "response", "reading_no", "series_use")

_whole = pl.col("response").replace_strict(dict(codes.PART_OF), default=None, return_dtype=pl.String)
_group = pl.coalesce(_whole, pl.col("response"))
_is_part = _whole.is_not_null()
_family = (*WAVE, _group)
_whole_share = pl.col("share_pct").filter(pl.col("response") == _group).first().over(*_family)
_parts_share = pl.col("share_pct").filter(pl.col("response") != _group).sum().over(*_family)
_parts_seen = pl.col("share_pct").filter(pl.col("response") != _group).len().over(*_family)
_parts_declared = _group.replace_strict(
    {whole: list(codes.PART_OF.values()).count(whole) for whole in codes.PART_OF.values()},
    default=0,
    return_dtype=pl.Int64,
)


def _added_up(rows: pl.Series) -> pl.Series:
    """Sum of the shares of each row's wave, parts of a printed answer left out."""
    frame = rows.struct.unnest().with_columns(whole=_whole)
    printed = frame.select(*WAVE, whole="response", printed=pl.lit(True)).unique()
    marked = frame.join(printed, on=[*WAVE, "whole"], how="left", maintain_order="left")
    counted = pl.col("share_pct").filter(pl.col("printed").is_null()).sum().over(*WAVE)
    return marked.select(counted.alias("total")).to_series()


def _listed(side: str) -> pl.Expr:
    return pl.col(side).is_null() | pl.col("responses").str.split("|").list.contains(pl.col(side))


class PollQuestions(TableModel):
    """One question of one pollster, in our words."""

    _contract = Contract(
        name="poll_questions",
        folder="polls",
        files=("poll_questions.csv",),
        title="Poll questions, paraphrased",
        version="2.0.0",
        key=("question_id",),
        usage=(
            "Chart readings and yearly means are the same polls as the waves of their question; join them only with "
            "a mark.",
        ),
    )
    _rules = (
        *redundancy.QUESTIONS,
        rule(
            "poll_questions.responses_once",
            "A question lists each answer once",
            holds=pl.col("responses").str.split("|").list.n_unique() == pl.col("responses").str.split("|").list.len(),
            columns=("responses",),
            mend="remove the repeated answer",
        ),
        rule(
            "poll_questions.responses_declared",
            "Every listed answer is a declared code",
            holds=pl.col("responses").str.split("|").list.eval(pl.element().is_in(codes.RESPONSE)).list.all(),
            columns=("responses",),
            mend="use a declared code, or declare the new one",
        ),
        rule(
            "poll_questions.sides_listed",
            "The positive and the negative answer stand among the answers",
            holds=_listed("positive_response") & _listed("negative_response"),
            applies=pl.col("positive_response").is_not_null() | pl.col("negative_response").is_not_null(),
            columns=("positive_response", "negative_response", "responses"),
            mend="name an answer of the question",
        ),
        rule(
            "poll_questions.sides_differ",
            "The positive answer is not the negative one",
            holds=pl.col("positive_response") != pl.col("negative_response"),
            columns=("positive_response", "negative_response"),
        ),
        rule(
            "poll_questions.topic_has_sides",
            "A question that feeds series says which answer counts",
            holds=pl.coalesce("positive_response", "negative_response").is_not_null(),
            applies=pl.col("topic") != "other",
            columns=("topic", "positive_response"),
            mend="name the positive or the negative answer, or set the topic to other",
        ),
        rule(
            "poll_questions.readings_named",
            "Chart readings and yearly means are named so, and nothing else is",
            holds=(pl.col("question_id").str.ends_with("_chart") == (pl.col("measurement") == "chart_reading"))
            & (pl.col("question_id").str.ends_with("_yearmean") == (pl.col("measurement") == "yearly_mean")),
            columns=("measurement", "question_id"),
        ),
        rule(
            "poll_questions.only_waves_are_pooled",
            "Chart readings and yearly means never join the waves they are made of",
            holds=pl.col("pooled") == "no",
            applies=pl.col("measurement") != "wave",
            columns=("pooled", "measurement"),
            mend="set pooled to no",
        ),
        rule(
            "poll_questions.pooled_across_one_public",
            "Questions that are pooled ask one public",
            holds=pl.col("population_country").n_unique().over("topic", "pooled") == 1,
            applies=(pl.col("pooled") == "yes"),
            columns=("population_country", "topic"),
            mend="give the question a topic of its own",
        ),
    )

    question_id: str = column("Stable id of the question", pattern="[a-z0-9]+(_[a-z0-9]+)*")
    pollster: str = column("House that asks it", free_text=True)
    population_country: str = column("Public that is asked", codes=codes.PEOPLE)
    subject: str = column("Whom or what it is about", pattern="[a-z0-9]+(_[a-z0-9]+)*")
    paraphrase: str = column("The question in our words", free_text=True)
    responses: str = column("Codes of the answers, divided by |", pattern=r"[a-z_]+(\|[a-z_]+)*")
    measurement: str = column("What a figure of it is", codes=codes.MEASUREMENT)
    topic: str = column("Topic under which houses are compared", codes=codes.TOPIC)
    positive_response: str = column("Answer counted as positive", nullable=True, codes=codes.RESPONSE)
    negative_response: str = column("Answer counted as negative", nullable=True, codes=codes.RESPONSE)
    pooled: str = column("Whether it joins the series of all houses together", codes=codes.YES_NO)
    wording_note: str = column("Changes and peculiarities of the wording", nullable=True, free_text=True)


class PollResults(FactTable):
    """One share of one answer in one wave and one population, as one source prints it."""

    _contract = Contract(
        name="poll_results",
        folder="polls",
        files=("poll_results.csv",),
        title="Poll results, one answer a row",
        version="3.0.0",
        key=(
            "pollster", "question_id", "population", "field_start", "field_end", "response", "reading_no", "source_id",
        ),
        quantity=("question_id", "population", "field_start", "field_end", "response", "reading_no", "series_use"),
        reference_end="field_end",
        usage=(
            "A summed answer contains its parts; never add parts to sums.",
            "Adults, registered and likely voters are different populations, and party groups are no totals.",
            "Rows with series_use excluded are kept for the record; use none of them.",
            "Interviews in wartime Russia: the pollsters themselves warn of guarded answers.",
        ),
    )  # fmt: skip
    _rules = (
        *redundancy.RESULTS,
        rule(
            "poll_results.field_order",
            "Interviews end on or after the day they begin",
            holds=pl.col("field_start") <= pl.col("field_end"),
            columns=("field_end", "field_start"),
        ),
        rule(
            "poll_results.month_bounds",
            "Where only the month is known its first and last day stand",
            holds=(pl.col("field_start") == pl.col("field_start").dt.month_start())
            & (pl.col("field_end") == pl.col("field_start").dt.month_end()),
            applies=pl.col("field_precision") == "month",
            columns=("field_start", "field_end", "field_precision"),
            mend="write the first and last day of the month, or correct field_precision",
        ),
        rule(
            "poll_results.year_bounds",
            "Where only the year is known 1 January and 31 December stand",
            holds=(pl.col("field_start") == pl.col("field_start").dt.truncate("1y"))
            & (pl.col("field_end") == pl.col("field_start").dt.truncate("1y").dt.offset_by("1y").dt.offset_by("-1d")),
            applies=pl.col("field_precision") == "year",
            columns=("field_start", "field_end", "field_precision"),
            mend="write 1 January and 31 December, or correct field_precision",
        ),
        rule(
            "poll_results.wave_length",
            "A wave with known days lasts at most 31 days",
            holds=(pl.col("field_end") - pl.col("field_start")).dt.total_days() < 31,
            applies=pl.col("field_precision") == "day",
            columns=("field_end", "field_start"),
        ),
        rule(
            "poll_results.published_after_field",
            "A result is public after its interviews began and, where their days are known, ended",
            holds=pl.when(pl.col("field_precision") == "day")
            .then(pl.col("published_on") >= pl.col("field_end"))
            .otherwise(pl.col("published_on") >= pl.col("field_start")),
            columns=("published_on", "field_end"),
        ),
        rule(
            "poll_results.shares_add_up",
            "Shares of one question, wave, population and source sum to at most 100 plus rounding",
            holds=pl.struct(*WAVE, "response", "share_pct").map_batches(_added_up, return_dtype=pl.Float64)
            <= 100 + ROUNDING,
            applies=~pl.col("question_id").is_in(codes.SEVERAL_ANSWERS),
            columns=("share_pct", "question_id", "field_end"),
            mend="compare the wave with its source; declare parts of an answer in codes.PART_OF",
            calls=(_added_up,),
        ),
        rule(
            "poll_results.part_within_whole",
            "A part of an answer is not above the whole answer",
            holds=pl.col("share_pct") <= _whole_share,
            applies=_is_part,
            columns=("share_pct", "response"),
        ),
        rule(
            "poll_results.parts_make_the_whole",
            "All parts of an answer sum to the whole answer, up to rounding",
            holds=(_parts_share - _whole_share).abs() <= ROUNDING,
            applies=~_is_part & (_parts_declared > 1) & (_parts_seen == _parts_declared),
            columns=("share_pct", "response"),
        ),
        rule(
            "poll_results.reason_when_excluded",
            "A row is excluded with a reason, and used without one",
            holds=(pl.col("series_use") == "excluded") == pl.col("exclusion_reason").is_not_null(),
            columns=("exclusion_reason", "series_use"),
        ),
        rule(
            "poll_results.one_house_a_question",
            "A question belongs to one pollster and one public",
            holds=pl.struct("pollster", "population_country").n_unique().over("question_id") == 1,
            columns=("pollster", "question_id", "population_country"),
        ),
        rule(
            "poll_results.readings_counted",
            "Readings of one key are numbered from 1 without a gap",
            holds=pl.col("reading_no").max().over(*WAVE[:5], "response") == pl.len().over(*WAVE[:5], "response"),
            columns=("reading_no",),
        ),
        rule(
            "poll_results.high_is_not_press",
            "A figure of high quality comes from the pollster or a verbatim copy",
            holds=pl.col("source_publisher_rank") <= 2,
            applies=pl.col("quality") == "high",
            columns=("quality", "source_id"),
        ),
        rule(
            "poll_results.margin_fits_sample",
            "A stated margin of error is 1 to 1.5 times that of a simple random sample",
            holds=(pl.col("margin_pct") * pl.col("sample_size").sqrt()).is_between(98 * 0.95, 98 * 1.5),
            columns=("margin_pct", "sample_size"),
            severity="warning",
            mend="compare both with the source; a subgroup has its own sample",
        ),
        rule(
            "poll_results.sources_agree",
            "Usable sources agree on a share within rounding",
            holds=pl.col("share_pct").max().over(*_ANSWER) - pl.col("share_pct").min().over(*_ANSWER) <= ROUNDING,
            applies=(pl.col("series_use") == "use") & (pl.col("source_id").n_unique().over(*_ANSWER) > 1),
            columns=("share_pct", "source_id"),
            severity="warning",
            mend="keep both rows; exclude one only where it is known to be wrong",
        ),
    )

    pollster: str = column("House that asked", references="poll_questions.pollster")
    question_id: str = column("Question", references="poll_questions.question_id")
    population_country: str = column("Public that was asked", codes=codes.PEOPLE)
    population: str = column("Who of it the share speaks of", codes=codes.POPULATION)
    field_start: dt.date = column("First day of the interviews", ge=dt.date(1940, 1, 1))
    field_end: dt.date = column("Last day of the interviews")
    field_precision: str = column("How exactly the days are known", codes=codes.FIELD_PRECISION)
    response: str = column("Answer", codes=codes.RESPONSE)
    reading_no: int = column("1; 2 where one source gives a second figure for the same key", ge=1, le=3)
    share_pct: float = column("Share of the population that gave the answer", unit="per cent", ge=0, le=100)
    sample_size: int = column("Interviews, where stated", unit="persons", nullable=True, ge=100, le=100_000)
    margin_pct: float = column("Margin of error, as stated", unit="percentage points", nullable=True, gt=0, le=15)
    series_use: str = column("Whether the row may feed a series", codes=codes.SERIES_USE)
    exclusion_reason: str = column("Why it may not", nullable=True, codes=codes.EXCLUSION_REASON)


TABLES: tuple[type[TableModel], ...] = (PollQuestions, PollResults)
__all__ = ["ACROSS", "TABLES"]
