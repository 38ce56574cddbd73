"""Frames know what they hold: in a notebook, in pandas, in Arrow; ids complete themselves."""

from __future__ import annotations

import datetime as dt
import json
import re
from collections.abc import Iterator
from pathlib import Path

import pandas as pd
import polars as pl
import pytest
from mypy import api as mypy_api

import indicators as ind
from indicators.access import at_frequency
from indicators.errors import UsageProblem
from indicators.frame import About, ColumnAbout, IndicatorFrame, SeriesAbout, heading, sparkline
from indicators.project import Project

ROOT = Path(__file__).resolve().parent.parent
TOTAL = "trade.usa_rus.total.a"
FLOWS = ["trade.usa_rus.exports.q", "trade.usa_rus.imports.q"]


@pytest.fixture(autouse=True)
def here(built: Project, monkeypatch: pytest.MonkeyPatch) -> Iterator[Project]:
    """Calls without ``project=`` use the built project."""
    monkeypatch.setenv("INDICATORS_PROJECT", str(built.root))
    yield built


def test_a_series_knows_its_unit_title_and_publishers() -> None:
    about = ind.series(TOTAL, as_of="2025-06-30").about
    assert about is not None
    assert (about.as_of, about.mode) == ("2025-06-30", "calendar")
    told = about.series[TOTAL]
    assert (told.unit, told.freq, told.publishers[0]) == ("USD million", "A", "US Census Bureau")
    assert about.columns["value"].label == "Value in the unit of the series"


def test_a_table_knows_its_columns() -> None:
    about = ind.load("trade_volumes_eur").about
    assert about is not None
    assert about.columns["value_eur_mn"].unit == "EUR million"
    assert about.columns["obs_status"].codes["A"] == "normal value"


def test_periods_are_dates_with_a_frequency() -> None:
    frame = ind.series(TOTAL)
    assert frame.schema["period_start"] == pl.Date
    assert frame["freq"].unique().to_list() == ["A"]


def test_operations_give_plain_frames() -> None:
    """What they make is no longer what the frame says it holds."""
    made = ind.series(TOTAL).filter(pl.col("value") > 0)
    assert not isinstance(made, IndicatorFrame)


@pytest.mark.parametrize(("ids", "freqstr"), [([TOTAL], "Y-DEC"), (FLOWS, "Q-DEC"), (["trade.usa_rus.total.m"], "M")])
def test_pandas_has_periods_units_and_values(ids: list[str], freqstr: str) -> None:
    frame = ind.series(ids, wide=True)
    made = frame.to_pandas()
    assert isinstance(made.index, pd.PeriodIndex)
    assert made.index.freqstr == freqstr
    assert list(made.columns) == ids
    assert made[ids[0]].tolist() == frame[ids[0]].to_list()
    assert made.attrs["series"][ids[0]]["unit"] == "USD million"


def test_half_years_stay_dates() -> None:
    made = ind.series(["arms_control.new_start.rus.deployed_warheads.declared.h"], wide=True).to_pandas()
    assert isinstance(made.index, pd.DatetimeIndex)


def test_long_frames_in_pandas_keep_their_columns() -> None:
    made = ind.series(FLOWS).to_pandas()
    assert list(made.columns) == ind.series(FLOWS).columns
    assert set(made.attrs["series"]) == set(FLOWS)


def test_arrow_carries_units_and_codes() -> None:
    table = ind.series(FLOWS, wide=True).to_arrow()
    assert table.schema.field(FLOWS[0]).metadata[b"unit"] == b"USD million"
    assert json.loads(table.schema.metadata[b"indicators"])["series"][FLOWS[1]]["title"]
    loaded = ind.load("trade_volumes_eur").to_arrow()
    assert json.loads(loaded.schema.field("obs_status").metadata[b"codes"])["A"] == "normal value"
    assert loaded.num_rows == ind.load("trade_volumes_eur").height


def test_a_notebook_shows_unit_source_and_line() -> None:
    shown = ind.series(TOTAL)._repr_html_()
    assert "US goods trade with Russia, total (USD million); US Census Bureau" in shown
    assert "<polyline" in shown
    assert "<table" in shown


def test_words_of_sources_are_words_in_a_notebook() -> None:
    hostile = '<script>alert(1)</script>"'
    about = About(hostile, hostile, hostile, "1", {"a": ColumnAbout("", hostile)}, {
        hostile: SeriesAbout(hostile, hostile, "A", "", (hostile,)),
    })  # fmt: skip
    shown = heading(about, pl.DataFrame({"a": [1]}))
    assert "<script" not in shown
    assert shown.count("&lt;script&gt;") >= 6


def test_a_line_is_broken_where_a_value_is_missing() -> None:
    drawn = sparkline([1.0, 2.0, None, 4.0, 3.0])
    assert drawn.count("<polyline") == 2
    assert "4 values from 1 to 4" in drawn
    assert sparkline([None, 1.0]) == sparkline([]) == ""
    assert "nan" not in sparkline([2.0, 2.0])


def test_a_frequency_takes_the_declared_series() -> None:
    quarter = ind.series("trade.usa_rus.total.m", freq="q")
    assert quarter["series_id"].unique().to_list() == ["trade.usa_rus.total.q"]
    assert ind.series("trade.usa_rus.total", freq="A").equals(ind.series(TOTAL))


@pytest.mark.parametrize(
    ("series_id", "freq", "what"),
    [
        (TOTAL, "D", "no series 'trade.usa_rus.total.d'"),
        (TOTAL, "X", "not a frequency"),
        ("zzz.a", "Q", "unknown series"),
    ],
)
def test_a_frequency_that_is_not_declared_is_no_guess(series_id: str, freq: str, what: str) -> None:
    with pytest.raises(UsageProblem, match=what):
        at_frequency(series_id, freq, [TOTAL, "trade.usa_rus.total.q"])


def test_ids_complete_themselves() -> None:
    assert ind.ids.trade.usa_rus.total.a == TOTAL
    assert {"trade", "polls", "contacts"} <= set(dir(ind.ids))
    assert "total" in dir(ind.ids.trade.usa_rus)
    assert TOTAL in ind.ids._ipython_key_completions_()
    assert len(ind.ids) == ind.catalog().height == len(ind.ids())
    with pytest.raises(AttributeError, match=r"trade\.usa_rus\.totl"):
        ind.ids.trade.usa_rus.totl  # noqa: B018
    with pytest.raises(UsageProblem) as caught:
        ind.ids["trade.usa_rus.totl.a"]
    assert TOTAL in caught.value.do


def test_contract_and_audit() -> None:
    assert ind.contract("trade_volumes_eur").column("value_eur_mn").unit == "EUR million"
    with pytest.raises(UsageProblem, match="unknown table"):
        ind.contract("trade_volume")


def test_as_of_is_said_as_it_was_asked() -> None:
    about = ind.series(TOTAL, as_of=dt.date(2025, 6, 30)).about
    assert about is not None
    assert about.as_of == "2025-06-30"


TYPED = """
from indicators.known_ids import Ids, SeriesId
def look(ids: Ids) -> None:
    right: SeriesId = ids.trade.usa_rus.total.a
    wrong: SeriesId = "trade.usa_rus.totl.a"
    ids.trade.usa_rus.totl
"""


@pytest.mark.nightly
def test_a_type_checker_knows_the_ids(tmp_path: Path) -> None:
    out, _, code = mypy_api.run(["--no-error-summary", f"--cache-dir={tmp_path}", "--config-file=", "-c", TYPED])
    told = [re.sub("^<string>:|Literal.*", "", line) for line in out.splitlines()]
    assert code == 1
    assert [line.split(":")[0] for line in told] == ["5", "6"], out
    assert 'has no attribute "totl"' in told[1]


def test_the_catalogue_says_the_version_of_the_facts() -> None:
    found = ind.catalog("russia trade goods")
    assert "trade.usa_rus.total.a" in found["series_id"].to_list(), "words in any order"
    assert found.about is not None
    version = (ROOT / "data" / "raw" / "VERSION").read_text(encoding="utf-8").strip()
    assert found.about.data_version == version == ind.series(TOTAL).to_pandas().attrs["data_version"]
