"""The index of made-up inputs: rows that add up as printed, contracts kept, nothing known too early."""

from __future__ import annotations

import copy
import datetime as dt
import math
from decimal import Decimal

import polars as pl
import pytest

from indicators.contracts.model import columns_of
from indicators.modelling.fitting import from_plain, to_plain
from indicators.modelling.index.composite_index import KIND, fit
from indicators.modelling.index.tables import INDEX_TABLES
from indicators.modelling.index.vintages import Cutoff, Vintages, usual_cutoff
from indicators.modelling.kind import Fitted
from indicators.modelling.tables import model_tables, result_rows
from indicators.numbers import number
from tests.modelling.index.made_up import FIRST, INPUTS, index, known

D = dt.date
AS_OF = D(2011, 11, 29)
QUARTER = "2011Q3"


@pytest.fixture(scope="module")
def made() -> Fitted:
    return fit(index(), known(QUARTER, AS_OF))


def exact(column: pl.Series) -> Decimal:
    return sum((Decimal(repr(value)) for value in column.to_list()), Decimal(0))


def test_the_parts_of_every_month_add_up_to_the_printed_index(made: Fitted) -> None:
    parts = made.tables["index_contributions"]
    sums = {month: exact(frame["points"]) for (month,), frame in parts.group_by("period_start")}
    printed = dict(made.frame.select("period_start", "index").iter_rows())
    assert {m: Decimal(repr(v)) for m, v in printed.items()} == sums
    assert set(parts["part"]) == {"base", "initial_state", *(e.series_id for _, e in INPUTS)}
    assert parts.filter(pl.col("part") == "base")["points"].n_unique() == 1


def test_the_news_add_up_as_printed(made: Fitted) -> None:
    news = made.tables["index_news"]
    steps = news["step"].to_list()
    assert (steps[0], steps[1], steps[-2], steps[-1]) == ("before", "outlook", "re_estimation", "after")
    assert {"new", "revised"} <= set(steps)
    before, after = Decimal(repr(news["points"][0])), Decimal(repr(news["points"][-1]))
    assert before + exact(news["points"][1:-1]) == after
    quarters = {r["quarter"]: r for r in made.tables["index_quarters"].iter_rows(named=True)}
    assert after == Decimal(repr(quarters[QUARTER]["value"]))
    assert before == Decimal(repr(quarters["2011Q2"]["first_published"])), "what the edition before had printed"


def test_each_line_of_news_is_surprise_times_weight(made: Fitted) -> None:
    lines = made.tables["index_news"].filter(pl.col("input_id").is_not_null())
    assert lines.height >= 5
    for row in lines.iter_rows(named=True):
        assert row["points"] == pytest.approx(row["surprise"] * row["weight"], abs=0.06 + 0.002 * abs(row["points"]))
    quarterly = lines.filter(pl.col("input_id") == "contacts.e.q").row(0, named=True)
    assert (quarterly["step"], quarterly["period_start"]) == ("new", D(2011, 7, 1))


def test_forecast_and_actual_are_in_the_units_of_the_input(made: Fitted) -> None:
    source = known(QUARTER, AS_OF)["series"]
    for row in made.tables["index_news"].filter(pl.col("step").is_in(["new", "revised"])).iter_rows(named=True):
        columns = source[row["input_id"]]
        ends = [e[:7] for e in columns["ends"]]
        last = row["period_start"].month + (2 if row["input_id"].endswith("q") else 0)
        found = [v for e, v in zip(ends, columns["values"], strict=True) if e == f"{row['period_start']:%Y}-{last:02d}"]
        assert row["actual"] == pytest.approx(found[-1], rel=1e-4)
        if row["step"] == "revised":
            assert row["forecast"] == pytest.approx(found[0], rel=1e-4)


def test_shares_add_up_and_inputs_are_described(made: Fitted) -> None:
    inputs = made.tables["index_inputs"]
    assert exact(inputs["share_pct"]) == 100
    assert inputs["loading"].min() > 0.3  # type: ignore[operator]
    assert inputs.filter(pl.col("input_id") == "contacts.e.q")["last_period"].item() == D(2011, 7, 1)
    assert made.tables["index_left_out"].rows() == [("trade.z.a", "trade", "Yearly.")]


def test_the_tables_keep_their_contracts(made: Fitted) -> None:
    filled = result_rows([made], AS_OF, "calendar", model_tables())
    for table in INDEX_TABLES:
        frame = filled[table._contract.name]
        assert frame.height, table
        table.validate(frame)
        assert frame.select(table._contract.key).is_unique().all()
        assert frame.columns == [c.name for c in columns_of(table)]


def test_a_fit_survives_being_kept(made: Fitted) -> None:
    again = from_plain(made.series, "index", to_plain(made))
    assert again.reading == made.reading
    assert all(again.tables[name].equals(frame) for name, frame in made.tables.items())


def test_nothing_published_later_is_seen(made: Fitted) -> None:
    """Numbers that came after the cut-off, however wild, change nothing."""
    later = copy.deepcopy(known(QUARTER, AS_OF))
    for columns in later["series"].values():
        columns["ends"] += ["2011-09-30", "2011-08-31"]
        columns["published"] += ["2011-11-30", "2012-01-15"]
        columns["values"] += [4321.0, None]
    again = fit(index(), later)
    assert again.frame.equals(made.frame)
    assert all(again.tables[name].equals(frame) for name, frame in made.tables.items())


def test_an_earlier_cutoff_is_what_it_would_have_been_then(made: Fitted) -> None:
    then = fit(index(), known("2011Q2", D(2011, 8, 29)))
    first = made.tables["index_quarters"].filter(pl.col("quarter") == "2011Q2")["first_published"].item()
    assert then.tables["index_quarters"]["value"][-1] == first


def test_the_sentences_name_the_numbers_of_the_rows(made: Fitted) -> None:
    said = " ".join(made.reading)
    row = made.tables["index_quarters"].filter(pl.col("quarter") == QUARTER).row(0, named=True)
    assert f"stood at {row['value']:.1f} in {QUARTER}" in said
    assert row["direction"] in said
    assert "All 4 monthly inputs had been published" in said
    counts = made.tables["index_diffusion"]["state"].value_counts()
    for state, count in counts.iter_rows():
        assert f"{count} {state}" in said
    news = made.tables["index_news"]
    new = news.filter((pl.col("step") == "new") & (pl.col("family") == "contacts"))
    assert f"news of contacts {number(sum(new['points'].to_list()), 1, signed=True)}" in said
    assert "depends on choices" in said


@pytest.mark.parametrize(
    ("bad", "code"),
    [
        ([5.0] * 300, "same"),
        ([None] * 300, "missing"),
        ([1.0] * 60 + [1e6] + [2.0, 1.0] * 60, "times as far"),
        ([], "missing"),
    ],
)
def test_a_bad_input_is_named_with_its_reason(bad: list[float | None], code: str) -> None:
    changed = known(QUARTER, AS_OF)
    columns = changed["series"]["polls.c.m"]
    columns["values"] = (bad + [None] * len(columns["ends"]))[: len(columns["ends"])]
    if not bad:
        del changed["series"]["polls.c.m"]
    found = fit(index(history_from="2011Q3"), changed)
    assert found.reason is None
    row = found.tables["index_inputs"].filter(pl.col("input_id") == "polls.c.m").row(0, named=True)
    assert code in row["reason"] and row["loading"] is None
    assert f"Title of polls.c.m does not enter. {row['reason']}" in found.reading


def test_too_little_known_is_a_reason() -> None:
    nothing = {"quarter": "2003Q1", "as_of": "2003-05-30", "mode": "calendar", "series": {}}
    found = fit(index(), nothing)
    assert found.reason and not found.tables and found.frame.is_empty()
    one_family = known(QUARTER, AS_OF)
    one_family["series"] = {n: c for n, c in one_family["series"].items() if n.startswith("trade")}
    assert "of 1 families" in (fit(index(), one_family).reason or "")


def test_without_an_earlier_index_there_are_no_news() -> None:
    short = known("2004Q4", D(2005, 3, 1))
    found = fit(index(base=(D(2000, 1, 1), D(2004, 12, 1))), short)
    assert found.reason is None
    assert found.tables["index_news"].is_empty()
    assert any(note.startswith("No news: ") for note in found.notes)


def test_vintages_give_the_newest_value_known() -> None:
    vintages = Vintages(INPUTS, known(QUARTER, AS_OF), FIRST)
    early = vintages.panel(Cutoff("2010Q4", D(2011, 3, 1))).values
    late = vintages.panel(Cutoff("2010Q4", D(2011, 9, 1))).values
    assert late[-1, 0] - early[-1, 0] == pytest.approx(math.log(1.05))
    assert early.shape == late.shape == (132, 5)


def test_the_quarter_of_a_day_without_a_quarter() -> None:
    assert usual_cutoff(D(2026, 11, 29)).quarter == "2026Q3"
    assert usual_cutoff(D(2026, 11, 28)).quarter == "2026Q2"
    assert usual_cutoff(D(1, 1, 1)).as_of == D(1, 1, 1)
    assert Cutoff("2026Q1", D(2026, 5, 30)).before() == Cutoff("2025Q4", D(2026, 3, 1))


def test_the_kind_knows_every_vintage() -> None:
    assert KIND.tables == INDEX_TABLES and KIND.frame_table == "index"
