"""Readers of poll lists on specimens, and on real files where they are at hand."""

from __future__ import annotations

import datetime as dt

import polars as pl
import pytest

from indicators.contracts.findings import Audit
from indicators.families.polls.readers.shared import released
from tests.ingesting.projects import SAMPLES, SPECIMENS, plan_of, states

HERE = SPECIMENS / "polls"


def shares(audited: Audit, name: str) -> pl.DataFrame:
    plan = plan_of(audited.tables, HERE / name)
    return plan.tables[0].rows.sort("field_start", "response")


def test_each_poll_of_the_list_is_read_once_and_tracking_is_left_out(audited: Audit) -> None:
    rows = shares(audited, "fivethirtyeight_polllist.csv")
    assert rows.select("fact_id", "share_pct", "sample_size", "published_on", "published_basis").rows() == [
        (f"polls.gallup-trump-approval.2018-03-01.2018-03-04.{r}", s, 1001, dt.date(2018, 3, 9), "upper_bound")
        for r, s in (("approve", 41.0), ("disapprove", 55.0))
    ]


def test_the_later_page_says_yes_and_no(audited: Audit) -> None:
    rows = shares(audited, "fivethirtyeight_polls.csv")
    assert rows.select("pollster", "population", "response", "share_pct").rows() == [
        ("Reuters/Ipsos", "registered_voters", "approve", 40.0),
        ("Reuters/Ipsos", "registered_voters", "disapprove", 56.0),
    ]
    assert rows["fact_id"][0].endswith(".approve.registered-voters")


def test_a_wave_that_ends_before_it_begins_is_refused_with_its_line(audited: Audit) -> None:
    plan = plan_of(audited.tables, HERE / "snoutcounter_issues.csv")
    (refused,) = plan.refused
    assert (refused.line, refused.reason) == (3, "the interviews end on 2025-11-12 before they begin on 2026-11-05")
    assert states(plan) == {"poll_results": {"new": 2}}
    assert plan.tables[0].rows["published_on"].unique().item() == dt.date(2025, 11, 12), "the day in the address"


def test_a_question_that_is_not_declared_gives_no_fact(audited: Audit) -> None:
    plan = plan_of(audited.tables, HERE / "snoutcounter_approval.csv")
    assert plan.reading.counts["rows whose question is not declared"] == 1
    rows = plan.tables[0].rows
    assert dict(zip(rows["response"], rows["share_pct"], strict=True)) == {
        "approve": 40, "disapprove": 55, "no_opinion": 5,
    }  # fmt: skip


def test_the_day_of_release() -> None:
    end = dt.date(2025, 6, 10)
    assert released("https://example.org/2025/06/16/x/", end, "Gallup") == (dt.date(2025, 6, 16), "release")
    assert released("https://example.org/2025/06/09/x/", end, "Gallup") == (dt.date(2025, 7, 1), "assumed"), "too early"
    assert released("", end, "Some House") == (dt.date(2025, 6, 17), "assumed")


@pytest.mark.skipif(not SAMPLES.is_dir(), reason="needs the sample files")
@pytest.mark.parametrize(
    ("name", "rows", "found", "refused"),
    [
        ("vciom-presidential-approval-2006.csv", 717, {"new": 513, "refused": 1}, 11),
        ("TRUMPWORLD-us.csv", 17, {"unchanged": 16}, 0),
        ("TRUMPWORLD-pres.csv", 15, {"unchanged": 13}, 0),
        ("putin-approval-levada-1999.csv", 252, {"unchanged": 756}, 0),
        ("snoutcounter_president_approval_polls.csv", 1039, {"unchanged": 125}, 0),
        ("snoutcounter_president_issue_approval_polls.csv", 1879, {"unchanged": 166}, 1),
        ("approval_polllist.csv", 10910, {"new": 300}, 0),
        ("fte_president_approval_polls.csv", 10009, {"new": 670}, 0),
    ],
)
def test_a_real_file(audited: Audit, name: str, rows: int, found: dict[str, int], refused: int) -> None:
    plan = plan_of(audited.tables, SAMPLES / "polls" / name)
    assert plan.reading.rows_read == rows
    assert states(plan) == {"poll_results": found}
    assert len(plan.refused) == refused


def test_a_week_under_another_president_is_left_out_and_only_declared_answers_are_kept(audited: Audit) -> None:
    plan = plan_of(audited.tables, HERE / "vciom_putin_approval.csv")
    assert plan.reading.counts["waves under another president"] == 1
    rows = plan.tables[0].of("new")
    assert rows.select("field_start", "response", "share_pct").rows() == [(dt.date(2007, 2, 11), "approve", 74.1)]
    assert [r.reason.rsplit(": ")[-1] for r in plan.refused] == [
        "a share is no share of 100",
        "stands twice in the file",
    ]


def test_a_list_without_a_declared_question_gives_no_fact_until_it_is_declared(audited: Audit) -> None:
    """FOM's question is not held; with it each answer it lists becomes a fact."""
    path = HERE / "fom_putin_approval.csv"
    plan = plan_of(audited.tables, path)
    assert (states(plan), plan.reading.counts["rows whose question is not declared"]) == ({}, 2)
    questions = audited.tables["poll_questions"]
    like = questions.filter(pl.col("question_id") == "levada_putin_approval")
    ours = like.with_columns(
        question_id=pl.lit("fom_putin_approval"), pollster=pl.lit("FOM"), responses=pl.lit("approve|disapprove")
    )
    held = {**audited.tables, "poll_questions": pl.concat([questions, ours])}
    assert states(plan_of(held, path)) == {"poll_results": {"new": 4}}


@pytest.mark.skipif(not SAMPLES.is_dir(), reason="needs the sample files")
@pytest.mark.parametrize(("name", "rows", "undeclared", "refused"), [
    ("putin-approval-fom.csv", 374, 374, 0),
    ("mueller-approval-polls.csv", 65, 64, 1),
])  # fmt: skip
def test_a_real_file_whose_questions_are_not_declared(
    audited: Audit, name: str, rows: int, undeclared: int, refused: int
) -> None:
    plan = plan_of(audited.tables, SAMPLES / "polls" / name)
    assert (plan.reading.rows_read, len(plan.refused), states(plan)) == (rows, refused, {})
    assert plan.reading.counts["rows whose question is not declared"] == undeclared


@pytest.mark.skipif(not SAMPLES.is_dir(), reason="needs the sample files")
def test_two_lists_of_one_publisher_agree(audited: Audit) -> None:
    """Every share of the earlier list stands in the later one under another schema."""
    old, new = (
        plan_of(audited.tables, SAMPLES / "polls" / n).tables[0].rows
        for n in ("approval_polllist.csv", "fte_president_approval_polls.csv")
    )
    assert old.join(new, on=["fact_id", "share_pct", "sample_size"], how="anti").height == 0
