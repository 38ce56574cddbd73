"""The relations index of the real facts: as known at a date, its news, its command."""

from __future__ import annotations

import datetime as dt
import json
import re
from decimal import Decimal

import polars as pl
import pytest

from indicators.commands import index as command
from indicators.errors import UsageProblem
from indicators.indexes import index_news, relations_index
from indicators.modelling.kind import Fitted

D = dt.date


@pytest.fixture(scope="module")
def now() -> Fitted:
    return relations_index("2026-08-29")


def test_every_family_enters_and_the_quarter_is_the_last_ended(now: Fitted) -> None:
    inputs = now.tables["index_inputs"]
    used = inputs.filter(pl.col("loading").is_not_null())
    assert set(used["family"]) == {"trade", "arms_control", "sanctions", "polls", "contacts"}
    assert now.tables["index_quarters"]["quarter"][-1] == "2026Q2"
    base = now.frame.filter(pl.col("period_start") < D(2020, 1, 1))["index"]
    assert base.mean() == pytest.approx(100, abs=0.05)
    assert base.std(ddof=0) == pytest.approx(10, abs=0.05)


def test_it_adds_up_and_says_what_it_cannot_say(now: Fitted) -> None:
    parts = now.tables["index_contributions"].group_by("period_start").agg(pl.col("points").sum())
    both = now.frame.join(parts, on="period_start")
    assert (both["index"] - both["points"]).abs().max() < 1e-9  # type: ignore[operator]
    said = " ".join(now.reading)
    assert "next to nothing of" in said and "depends on choices" in said and "At their own cut-offs" in said


def test_a_wave_of_events_is_seen_in_the_right_direction(now: Fitted) -> None:
    """Trade, treaties and contacts fell in 2022-2024; nobody who declares 'up is warmer' may see a rise."""
    quarters = dict(now.tables["index_quarters"].select("quarter", "value").iter_rows())
    assert quarters["2024Q2"] < quarters["2021Q4"] - 30


def test_news_between_two_cutoffs_add_up(now: Fitted) -> None:
    news = index_news("2025-11-29", "2026-08-29")
    assert isinstance(news, pl.DataFrame)
    exact = [Decimal(repr(value)) for value in news["points"]]
    assert sum(exact[1:-1], exact[0]) == exact[-1]
    assert news["step"][0] == "before" and news["step"][-1] == "after"
    assert news["quarter"][0] == "2025Q3" and news["quarter"][-1] == "2026Q2"
    assert {"trade", "contacts"} <= set(news.filter(pl.col("step") == "new")["family"])
    assert exact[-1] == Decimal(repr(now.tables["index_quarters"]["value"][-1]))


def test_cutoffs_in_the_wrong_order_are_a_problem() -> None:
    with pytest.raises(UsageProblem, match="is not before"):
        index_news("2026-08-29", "2026-08-29")
    with pytest.raises(UsageProblem, match="not a date"):
        index_news("soon", "2026-08-29")


@pytest.mark.parametrize("day", ["0001-01-01", "1999-12-31", "2004-01-01"])
def test_before_there_is_enough_the_answer_is_a_reason(day: str, capsys: pytest.CaptureFixture[str]) -> None:
    command.index_show(as_of=day)
    assert capsys.readouterr().out.startswith(("Cannot say. Only ", "Cannot say. No month lies "))


def test_the_command_prints_quarters_inputs_and_sentences(now: Fitted, capsys: pytest.CaptureFixture[str]) -> None:
    command.index_show(as_of="2026-08-29")
    out = capsys.readouterr().out.splitlines()
    assert out[11].startswith("2026Q2") and re.search(r"\d+ of \d+ numbers", out[11])
    assert tuple(out[-len(now.reading) :]) == now.reading
    command.index_show(as_of="2026-08-29", json=True)
    data = json.loads(capsys.readouterr().out)
    assert data["index_quarters"][-1]["quarter"] == "2026Q2" and len(data["index"]) == now.frame.height


def test_the_news_command_prints_what_adds_up(capsys: pytest.CaptureFixture[str]) -> None:
    command.index_news(older="2026-05-30", newer="2026-08-29")
    lines = capsys.readouterr().out.splitlines()
    points = [Decimal(line.split()[0]) for line in lines]
    assert sum(points[1:-1], points[0]) == points[-1]
    command.index_news(older="1998-01-01", newer="1999-01-01")
    assert capsys.readouterr().out.startswith("Cannot say. ")
