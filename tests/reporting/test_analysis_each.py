"""Many series of one file: each as if it stood alone, the same over a cluster, and none stops another."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from indicators.errors import UsageProblem
from indicators.modelling.analysis import analyse_series
from indicators.reporting import analysis_each as hall
from indicators.reporting.analysis_each import Analysed, analyse_each, series_of, write_each

YEARS = [str(2010 + n) for n in range(12)]


def long() -> pl.DataFrame:
    """Two short series, one row each in turn, and one that has words for values."""
    rows = [(name, year, year[2:]) for year in YEARS for name in ("b", "a")]
    return pl.DataFrame([*rows, ("c", "2010", "none")], schema=["name", "year", "sales"], orient="row")


def test_each_series_is_analysed_as_if_alone_and_a_bad_one_says_why() -> None:
    found = analyse_each(series_of(long(), "name", value=None, period=None, freq="A"))
    assert [one.name for one in found] == ["b", "a", "c"]
    alone = analyse_series(YEARS, [year[2:] for year in YEARS], "A", "a")
    assert [row["reason"] for row in found[1].methods] == [fit.reason for fit in alone.fits]
    assert [row["series"] for row in found[1].methods] == ["a"] * 4
    assert found[2].methods[0]["reason"] == "value number 1 is not a number: 'none' (row 1)"


def test_tables_of_all_series_lie_in_one_file_each(tmp_path: Path) -> None:
    rows = {name: ({"series": name, "kind": "breaks", "reason": None},) for name in "ba"}
    tables = {"b": {"breaks": pl.DataFrame({"level": [1.5, 2.5]})}, "a": {"breaks": pl.DataFrame({"level": [3.5]})}}
    write_each([Analysed(name, rows[name], tables[name]) for name in "ba"], tmp_path / "out")
    assert sorted(p.name for p in (tmp_path / "out").iterdir()) == ["breaks.csv", "methods.csv"]
    assert (tmp_path / "out" / "breaks.csv").read_text() == "series,level\nb,1.5\nb,2.5\na,3.5\n"
    assert pl.read_csv(tmp_path / "out" / "methods.csv")["series"].to_list() == ["b", "a"]


def test_each_series_is_one_task_of_the_cluster(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[Any] = []

    def away(function: Any, tasks: Sequence[Any], scheduler: str) -> list[Any]:
        asked.append((function, [t.name for t in tasks], scheduler))
        return []

    monkeypatch.setattr(hall, "carry_out", away)
    analyse_each(series_of(long(), "name", value=None, period=None, freq="A"), "tcp://127.0.0.1:1")
    assert asked == [(hall.analyse_one, ["b", "a", "c"], "tcp://127.0.0.1:1")]


def test_an_unknown_column_is_wrong_use() -> None:
    with pytest.raises(UsageProblem, match="there is no column 'firm'"):
        series_of(long(), "firm", value=None, period=None, freq=None)
