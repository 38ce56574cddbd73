"""SnoutCounter lists of approval polls of the second term of Donald Trump: in general, and by issue."""

from __future__ import annotations

import re
from collections.abc import Mapping

import polars as pl

from indicators.families.polls.readers.shared import POPULATIONS, date_in, lag, released, sound, waves
from indicators.ingesting.faults import unknown_code
from indicators.ingesting.reader import PUBLICATION, Publication, Quirk, Reader, Reading, Request, in_repository
from indicators.ingesting.rows import looks_like, table_rows

APPROVAL_COLUMNS = (
    "pollster",
    "sponsors",
    "start_date",
    "end_date",
    "sample_size",
    "population",
    "approve",
    "disapprove",
    "alternate_answers",
    "url",
    "mode",
    "tracking",
    "partisan",
    "internal",
)
ISSUE_COLUMNS = (
    "issue",
    "pollster",
    "start_date",
    "end_date",
    "sample_size",
    "population",
    "approve",
    "disapprove",
    "net",
    "url",
    "sponsor",
    "mode",
    "tracking",
    "wording_notes",
    "partisan",
    "other_notes",
)
COPY = "Hackquantumcpp/snoutcounter-backend"
ISSUES = {"ukraine": "trump_ukraine", "russia": "trump_russia", "foreign_policy": "trump_foreign_policy"}
LICENCE = "GPL-3.0 (repository); copyright of the publisher; figures cited as facts"
HOUSES = {
    ("Ipsos", "Reuters"): ("Reuters/Ipsos", "ipsos"),
    ("Pew Research Center", None): ("Pew Research Center", "pew"),
}
"""Houses whose questions are named otherwise than by house and sponsor."""
QUESTIONS = {"gallup_trump_foreign_policy": "gallup_trump_foreign_affairs"}
ANSWERS = {"approve": "approve", "disapprove": "disapprove", "alternate_answers": "no_opinion"}
MISSING = "NA"
QUIRKS = (
    Quirk("2026-02", "NA is a missing value; adults and registered voters of one poll are separate rows"),
    Quirk("2026-02", "an address can hold the day of release; else it is assumed by the house's usual days"),
)


def _slug(text: str) -> str:
    return re.sub("[^a-z0-9]+", "_", text.lower()).strip("_")


def _named(pollster: str, sponsor: str | None, topic: str) -> tuple[str, str]:
    """The house as the questions call it, and its question."""
    label, slug = HOUSES.get((pollster, sponsor), ("", ""))
    label = label or (f"{pollster} ({sponsor})" if sponsor else pollster)
    question = f"{slug or _slug(label)}_{topic}"
    return label, QUESTIONS.get(question, question)


def _read(request: Request, columns: tuple[str, ...], sponsor: str, topics: Mapping[str, str], days: str) -> Reading:
    original = request.alone()
    cells = table_rows(original, columns).with_columns(
        pl.when(pl.col(pl.String) != MISSING).then(pl.col(pl.String)).name.keep()
    )
    if unknown := set(cells["population"]) - set(POPULATIONS):
        raise unknown_code(str(original.path), "population", map(str, unknown), "families/polls/readers/shared.py")
    ours = cells.filter(pl.col("issue").is_in(list(topics))) if "issue" in columns else cells
    topic = _topics(ours, topics) if "issue" in columns else ["trump_approval"] * ours.height
    named = [_named(p, s, t) for p, s, t in zip(ours["pollster"], ours[sponsor], topic, strict=True)]
    labelled = ours.with_columns(
        pl.Series("pollster", [label for label, _ in named], dtype=pl.String),
        pl.Series("question_id", [q for _, q in named], dtype=pl.String),
    )
    declared = labelled.filter(pl.col("question_id").is_in(sorted(request.codes("poll_questions", "question_id"))))
    typed = declared.with_columns(
        pl.col("start_date").str.to_date(days, strict=False).alias("field_start"),
        pl.col("end_date").str.to_date(days, strict=False).alias("field_end"),
        pl.col("population").replace_strict(POPULATIONS, return_dtype=pl.String),
    )
    answers = {column: answer for column, answer in ANSWERS.items() if column in columns}
    good, refused = sound(original, typed.drop_nulls("population"), [*answers])
    facts, publications = _facts(good, answers)
    counts = {"rows of our topics": ours.height, "rows whose question is not declared": ours.height - declared.height}
    return Reading({"poll_results": facts}, publications, cells.height, refused, counts)


def _topics(rows: pl.DataFrame, topics: Mapping[str, str]) -> list[str]:
    """The topic of each row; a scale from excellent to terrible is another question."""
    pairs = zip(rows["issue"], rows["other_notes"], strict=True)
    return [topics[i] + ("_rating" if (w or "").startswith("Excellent/good") else "") for i, w in pairs]


def _facts(rows: pl.DataFrame, answers: dict[str, str]) -> tuple[pl.DataFrame, dict[str, Publication]]:
    pubs = {
        f"{p}|{u}": Publication(
            f"SnoutCounter poll list: transcription of the linked release ({p})",
            "SnoutCounter",
            u,
            LICENCE,
            3,
            lag(p),
            date_in(u),
        )
        for p, u in rows.select("pollster", pl.col("url").fill_null("")).unique().iter_rows()
    }
    when = [released(u or "", e, p) for u, e, p in rows.select("url", "field_end", "pollster").iter_rows()]
    whole = rows.select(
        "pollster",
        "question_id",
        pl.lit("USA").alias("population_country"),
        "population",
        "field_start",
        "field_end",
        pl.lit("day").alias("field_precision"),
        "sample_size",
        *answers,
        "line",
        pl.concat_str("pollster", pl.lit("|"), pl.col("url").fill_null("")).alias(PUBLICATION),
        pl.Series("published_on", [d for d, _ in when], dtype=pl.Date),
        pl.Series("published_basis", [b for _, b in when], dtype=pl.String),
        pl.lit("medium").alias("quality"),
    )
    return waves(whole, answers), pubs


ISSUE_DAYS = "%m/%d/%Y"
APPROVAL = Reader(
    name="snoutcounter_approval",
    family="polls",
    title="Approval of Donald Trump as president since 2025",
    format="csv, ISO days",
    columns=APPROVAL_COLUMNS,
    tables=("poll_results",),
    licence=LICENCE,
    address="",
    example="indicators ingest snoutcounter_approval president_approval_polls.csv",
    downloads=(in_repository(COPY, "data/president_approval_polls.csv"),),
    recognises=lambda o: looks_like(o, APPROVAL_COLUMNS),
    read=lambda request: _read(request, APPROVAL_COLUMNS, "sponsors", {}, "%Y-%m-%d"),
    quirks=QUIRKS,
)
BY_ISSUE = Reader(
    name="snoutcounter_issues",
    family="polls",
    title="Approval of Donald Trump by issue: Ukraine, Russia, foreign policy",
    format="csv, days month/day/year",
    columns=ISSUE_COLUMNS,
    tables=("poll_results",),
    licence=LICENCE,
    address="",
    example="indicators ingest snoutcounter_issues president_issue_approval_polls.csv",
    downloads=(in_repository(COPY, "data/president_issue_approval_polls.csv"),),
    recognises=lambda o: looks_like(o, ISSUE_COLUMNS),
    read=lambda request: _read(request, ISSUE_COLUMNS, "sponsor", ISSUES, ISSUE_DAYS),
    quirks=(
        *QUIRKS,
        Quirk("2026-02", "days are month/day/year, with and without leading zeros"),
        Quirk("2026-02", "one poll begins on 11/05/2026 and ends on 11/12/2025: its row is refused"),
        Quirk("2026-02", "several sponsors are divided by commas or by bars"),
    ),
)
