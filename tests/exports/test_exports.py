"""What every format shares: the same bytes, nothing known later, names and places, the missing extra."""

from __future__ import annotations

import datetime as dt
import io
import json
import sys
import time
import zipfile
from pathlib import Path

import polars as pl
import pytest

from indicators.errors import EnvironmentProblem, UsageProblem
from indicators.exports import FORMATS, files, write
from indicators.exports.bundle import Bundle
from indicators.gathering import gathered
from indicators.project import Project

from .conftest import SERIES, Written


def unpacked(data: bytes) -> object:
    """A zipped format is compared by what it holds."""
    if not zipfile.is_zipfile(io.BytesIO(data)):
        return data
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


@pytest.mark.parametrize("to", [to for to in FORMATS if to != "duckdb"])
def test_the_same_bytes_at_another_time(
    bundle: Bundle, written: Written, to: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The clock that libraries see is moved by a year and some minutes; pyreadstat reads it in C, see test_dta."""
    later = time.time() + 366 * 86400 + 754
    monkeypatch.setattr(time, "time", lambda: later)
    again = files(bundle, to, None)
    first = {path.name: path.read_bytes() for path in written(to).iterdir()}
    assert again.keys() == first.keys()
    assert [name for name, data in again.items() if unpacked(data) != unpacked(first[name])] == []


def test_nothing_that_became_known_later_is_in_it(built: Project) -> None:
    """All tables and series as of a day in 2015: no row, and no word of the catalogue, is younger."""
    day = dt.date(2015, 3, 31)
    bundle = gathered((), day, "strict", built)
    for item in bundle.datasets:
        if "published_on" in item.frame.columns and item.name not in ("sources", "left_out", "outside_lines"):
            newest = item.frame["published_on"].max()
            assert newest is None or newest <= day, item.name
    series = bundle.named("series")
    observed = bundle.named("observations")
    assert series is not None
    assert observed is not None
    assert series.frame["collected_through"].max() <= day
    last = (
        observed.frame.filter(pl.col("value").is_not_null())
        .group_by("series_id")
        .agg(pl.col("period").sort_by("period_start").last(), pl.len())
    )
    told = {row[0]: row[1:] for row in series.frame.select("series_id", "last_period", "observations_count").rows()}
    assert all(told[row[0]] == row[1:] for row in last.rows())
    used = {source for item in bundle.asked for source in (s.source_id for s in item.sources)}
    sources = bundle.named("sources")
    assert sources is not None
    assert used <= set(sources.frame["source_id"])


def test_the_catalogue_and_the_sources_are_of_what_is_exported(series_bundle: Bundle) -> None:
    series, sources = series_bundle.beside
    assert set(series.frame["series_id"]) == set(SERIES)
    (observations,) = series_bundle.asked
    assert set(sources.frame["source_id"]) == {s.source_id for s in observations.sources}
    assert series_bundle.publishers["trade.usa_rus.total.a"][0] == "US Census Bureau"


@pytest.mark.parametrize(
    ("names", "what", "near"),
    [(["trade_volume"], "unknown table", "trade_volumes"), (["trade.usa_rus.totl.a"], "unknown series", "total.a")],
)
def test_an_unknown_name_offers_near_ones(built: Project, names: list[str], what: str, near: str) -> None:
    with pytest.raises(UsageProblem, match=what) as caught:
        gathered(names, project=built)
    assert near in caught.value.do


def test_several_tables_do_not_fit_into_one_file(bundle: Bundle, tmp_path: Path) -> None:
    with pytest.raises(UsageProblem, match="3 tables do not fit into one dta file"):
        write(bundle, "dta", tmp_path / "all.dta")
    assert list(tmp_path.iterdir()) == []


def test_a_missing_extra_is_named(series_bundle: Bundle, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "xlsxwriter", None)
    with pytest.raises(EnvironmentProblem) as caught:
        files(series_bundle, "xlsx", None)
    assert caught.value.do == "pip install 'indicators[export]'"


def test_json_holds_rows_and_columns(bundle: Bundle, written: Written) -> None:
    data = json.loads((written("json") / "indicators.json").read_text(encoding="utf-8"))
    assert [t["name"] for t in data["tables"]] == [i.name for i in bundle.datasets]
    table = next(t for t in data["tables"] if t["name"] == "trade_volumes_eur")
    item = bundle.named("trade_volumes_eur")
    assert item is not None
    assert (
        pl.DataFrame(table["rows"], schema=item.frame.schema | {"published_on": pl.String}).height == item.frame.height
    )
    assert next(c for c in table["columns"] if c["name"] == "value_eur_mn")["unit"] == "EUR million"
    for column in ("fact_id", "value_eur_mn", "published_on"):
        mine = item.frame[column]
        wanted = [str(v) for v in mine] if mine.dtype == pl.Date else mine.to_list()
        assert [row[column] for row in table["rows"]] == wanted, column
