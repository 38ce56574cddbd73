"""What readers of polls share: one row an answer, its id, and the day on which it was public."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Sequence

import polars as pl

from indicators.families.polls.redundancy import QUESTION
from indicators.ingesting.opening import Original
from indicators.ingesting.reader import Refusal, Request
from indicators.ingesting.rows import LINE, number

POPULATIONS = {"A": "adults_18_plus", "RV": "registered_voters", "LV": "likely_voters", "V": None}
"""A poll of voters that does not say which has no population of ours."""
LAGS = {"Reuters/Ipsos": 3, "Levada Center": 14, "Gallup": 21, "Pew Research Center": 30}
USUAL_LAG = 7
NEAR_DAYS = 60
"""A date within an address counts as the day of release when it is so near to the interviews."""
IN_ADDRESS = (re.compile(r"-(20\d\d)-(\d\d)-(\d\d)/?$"), re.compile(r"/(20\d\d)/(\d\d)/(\d\d)/"))

DAY = "%Y-%m-%d"
_when = (
    pl.when(pl.col("field_precision") == "month")
    .then(pl.col("field_start").dt.strftime("%Y-%m"))
    .when(pl.col("field_precision") == "year")
    .then(pl.col("field_start").dt.strftime("%Y"))
    .otherwise(pl.concat_str(*(pl.col(c).dt.strftime(DAY) for c in ("field_start", "field_end")), separator="."))
)
_group = pl.when(~pl.col("population").str.starts_with("adults")).then(
    pl.concat_str(pl.lit("."), pl.col("population").str.replace_all("_", "-"))
)
RESULT_ID = pl.concat_str(
    pl.lit("polls."),
    QUESTION,
    pl.lit("."),
    _when,
    pl.lit("."),
    pl.col("response").str.replace_all("_", "-"),
    _group.fill_null(""),
)
"""Question, wave, answer, and the population where it is not all adults."""


def declared_answers(request: Request, question: str) -> set[str]:
    """The answers that a held question lists; none where it is not declared."""
    if request.held is None:
        return set()
    listed = request.held("poll_questions").filter(pl.col("question_id") == question)["responses"]
    return set(listed[0].split("|")) if listed.len() else set()


def lag(pollster: str) -> int:
    """Usual days from the end of the interviews to publication."""
    return LAGS.get(pollster, USUAL_LAG)


def date_in(address: str) -> dt.date | None:
    """The day that an address holds.

    Examples
    --------
    >>> date_in("https://example.org/2025/06/16/poll/"), date_in("https://example.org/poll")
    (datetime.date(2025, 6, 16), None)
    """
    for pattern in IN_ADDRESS:
        if found := pattern.search(address):
            try:
                return dt.date(*map(int, found.groups()))
            except ValueError:
                return None
    return None


def released(address: str, end: dt.date, pollster: str) -> tuple[dt.date, str]:
    """The day on which a wave was public, and what that rests on."""
    day = date_in(address)
    if day and end <= day <= end + dt.timedelta(NEAR_DAYS):
        return day, "release"
    return end + dt.timedelta(lag(pollster)), "assumed"


def waves(rows: pl.DataFrame, answers: dict[str, str]) -> pl.DataFrame:
    """Candidates of ``poll_results`` from one row a wave: a column of shares for each answer.

    ``rows`` has pollster, question_id, population, field_start, field_end, field_precision, sample_size, the day and
    its basis, and the publication; ``answers`` names the answer of each column of shares.
    """
    names = list(answers)
    return (
        rows.unpivot(
            on=names, index=[c for c in rows.columns if c not in names], variable_name="_c", value_name="share_pct"
        )
        .drop_nulls("share_pct")
        .with_columns(
            pl.col("_c").replace_strict(answers).alias("response"),
            pl.lit(1, pl.Int64).alias("reading_no"),
            pl.lit(None, pl.Float64).alias("margin_pct"),
            pl.lit("use").alias("series_use"),
            pl.lit(None, pl.String).alias("exclusion_reason"),
        )
        .with_columns(RESULT_ID.alias("fact_id"))
        .drop("_c", LINE)
    )


SAMPLE = "sample_size"


def sound(original: Original, rows: pl.DataFrame, shares: Sequence[str]) -> tuple[pl.DataFrame, list[Refusal]]:
    """Rows whose days are in order and whose shares are shares, these and the sample as numbers; the others refused.

    ``rows`` has field_start and field_end as days, the printed shares and, where it is given, the printed sample_size.
    """
    start, end = pl.col("field_start"), pl.col("field_end")
    printed = [*shares, SAMPLE] if SAMPLE in rows.columns else [*shares]
    reason = pl.coalesce(
        pl.when(start.is_null() | end.is_null()).then(pl.lit("a day cannot be read")),
        pl.when(start > end).then(pl.format("the interviews end on {} before they begin on {}", end, start)),
        *(
            pl.when(pl.col(c).is_not_null() & number(c).is_null()).then(pl.format(f"no number in {c}: {{}}", pl.col(c)))
            for c in printed
        ),
        pl.when(pl.any_horizontal(~number(c).is_between(0, 100) for c in shares)).then(
            pl.lit("a share is no share of 100")
        ),
        pl.when(pl.col(shares[0]).is_null()).then(pl.lit("no share")),
    )
    marked = rows.with_columns(reason.alias("_why"))
    bad = marked.filter(pl.col("_why").is_not_null())
    refused = [Refusal(original.name, r[LINE], r["_why"]) for r in bad.iter_rows(named=True)]
    numbers = [number(c).round().cast(pl.Int64) if c == SAMPLE else number(c) for c in printed]
    return marked.filter(pl.col("_why").is_null()).drop("_why").with_columns(numbers), refused
