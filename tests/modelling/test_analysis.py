"""A user's own series: what comes out, and what each kind of bad input is told."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pandas as pd
import polars as pl
import pytest

import indicators as ind
from indicators.errors import DataProblem, UsageProblem
from indicators.modelling.analysis import Analysis, analyse_series, period_start
from indicators.reporting.analysis import analysis_data, analysis_markdown, analysis_tables, read_csv, write_analysis

QUARTERS = [f"{2001 + i // 4}-Q{i % 4 + 1}" for i in range(80)]
VALUES = [round(100 + (0, 6, -4, 2)[i % 4] + (i * 37 % 11) / 5 + (25 if i >= 48 else 0), 2) for i in range(80)]


@pytest.fixture(scope="module")
def found() -> Analysis:
    return ind.analyse(pl.DataFrame({"quarter": QUARTERS, "sales": VALUES}))


def test_every_method_answers(found: Analysis) -> None:
    assert [fit.kind for fit in found.fits] == ["seasonal", "trend", "breaks", "forecast"]
    assert [fit.reason for fit in found.fits] == [None] * 4
    assert found.subject.freq == "Q"
    assert found.fit("forecast").frame["period_start"][0] == dt.date(2021, 1, 1)
    assert found.fit("breaks").tables["model_breaks"]["first_after"].to_list() == [dt.date(2013, 1, 1)]
    seasons = found.fit("seasonal").frame["seasonal"].to_numpy()[:4]
    assert np.argmax(seasons) == 1
    assert np.argmin(seasons) == 2


def test_text_tables_and_data_say_the_same(found: Analysis, tmp_path: Path) -> None:
    text = analysis_markdown(found)
    assert text.startswith("# sales\n")
    assert "2001-Q1 to 2020-Q4" in text
    for heading in ("Seasonal adjustment", "Trend and season", "Breaks in the mean", "Forecast of four quarters"):
        assert f"## {heading}" in text
    data = analysis_data(found)
    json.dumps(data, allow_nan=False)
    assert set(data["tables"]) == set(analysis_tables(found))
    made = write_analysis(found, tmp_path / "out")
    assert {path.stem for path in made} == {"analysis", *analysis_tables(found)}
    assert (tmp_path / "out" / "analysis.md").read_text(encoding="utf-8") == text
    with pytest.raises(UsageProblem):
        write_analysis(found, tmp_path / "out")


@pytest.mark.parametrize("make", [pl.DataFrame, pd.DataFrame, dict])
def test_any_frame_will_do(make: Callable[..., object]) -> None:
    frame = make({"v": VALUES[:12], "when": QUARTERS[:12], "more": ["x"] * 12})
    assert ind.analyse(frame, value="v", period="when").series["value"].to_list() == VALUES[:12]


def test_short_constant_and_empty_series_have_reasons() -> None:
    for values in ([1.0, 2.0], [3.0] * 80, [None] * 80):
        result = ind.analyse({"p": QUARTERS[: len(values)], "v": values}, freq="Q")
        assert all(fit.reason and fit.reason.endswith(".") for fit in result.fits)
        assert "Cannot say" in analysis_markdown(result)


def test_one_odd_value_gives_reasons_not_numbers() -> None:
    for odd in (1e6, float("inf")):
        values = [*VALUES[:40], odd, *VALUES[41:]]
        assert all(fit.reason for fit in ind.analyse({"p": QUARTERS, "v": values}).fits), odd


def test_negative_values_are_modelled_as_they_stand() -> None:
    result = ind.analyse({"p": QUARTERS, "v": [v - 130 for v in VALUES]})
    assert not result.subject.positive
    assert result.fit("trend").reason is None


def test_a_gap_stays_a_gap() -> None:
    kept = [i for i in range(80) if i not in (30, 31)]
    result = ind.analyse({"p": [QUARTERS[i] for i in kept], "v": [VALUES[i] for i in kept]})
    assert result.series.height == 80
    assert result.fit("trend").reason is None
    assert "missing" in str(result.fit("forecast").reason)


MONTHS = [f"2020-{m:02d}" for m in range(1, 13)]


@pytest.mark.parametrize(
    ("periods", "told"),
    [
        ([*MONTHS[:5], MONTHS[3], *MONTHS[6:]], "earlier than the one before"),
        ([*MONTHS[:5], MONTHS[4], *MONTHS[6:]], "repeats the one before"),
        ([*MONTHS[:6], "2020-09", "2020-12", "2021-03", "2021-06", "2021-09", "2021-12"], "mix frequencies"),
        ([*MONTHS[:5], "soon", *MONTHS[6:]], "not a period"),
        ([*MONTHS[:5], "2020-13", *MONTHS[6:]], "not a period"),
        ([*MONTHS[:5], None, *MONTHS[6:]], "not a period"),
        ([*MONTHS[:3], "2020-Q2", *MONTHS[4:]], "number 1 is a month, number 4 a quarter"),
        ([*MONTHS[:6], "2020-S2", *MONTHS[7:]], "number 1 is a month, number 7 a half-year"),
        (["2020", *MONTHS[1:]], "number 1 is a year, number 2 a month"),
    ],
)
def test_periods_that_are_no_series(periods: list[str | None], told: str) -> None:
    with pytest.raises(DataProblem, match=told):
        ind.analyse({"p": periods, "v": [float(i) for i in range(12)]}, freq="M")


def test_what_is_asked_wrongly(tmp_path: Path) -> None:
    frame = {"p": MONTHS, "v": list(range(12)), "w": list(range(12))}
    for more in ({}, {"value": "x", "period": "p"}, {"value": "v", "period": "p", "freq": "W"}):
        with pytest.raises(UsageProblem):
            ind.analyse(frame, **more)
    with pytest.raises(UsageProblem):
        ind.analyse(3)
    with pytest.raises(DataProblem, match="not a number"):
        ind.analyse({"p": MONTHS, "v": ["1"] * 11 + ["many"]})
    with pytest.raises(UsageProblem):
        read_csv(tmp_path / "none.csv")
    (tmp_path / "odd.csv").write_bytes(b"a,b\n1,2,3\n\xff\xfe")
    with pytest.raises(DataProblem):
        read_csv(tmp_path / "odd.csv")


@pytest.mark.parametrize(
    ("text", "start"),
    [
        ("2024", dt.date(2024, 1, 1)), ("2024-S2", dt.date(2024, 7, 1)), ("2024H1", dt.date(2024, 1, 1)),
        ("2024q3", dt.date(2024, 7, 1)), ("2024-1", dt.date(2024, 1, 1)), ("2024-02-29", dt.date(2024, 2, 29)),
        ("2024M02", dt.date(2024, 2, 1)), ("2024-m2", dt.date(2024, 2, 1)), ("2024/03", dt.date(2024, 3, 1)),
        ("01.02.2024", dt.date(2024, 2, 1)), ("2.2024", dt.date(2024, 2, 1)), (2024.0, dt.date(2024, 1, 1)),
        ("2024-03-01 00:00:00", dt.date(2024, 3, 1)), (2024, dt.date(2024, 1, 1)),
    ],
)  # fmt: skip
def test_period_labels(text: object, start: dt.date) -> None:
    assert period_start(text, 1) == start


@pytest.mark.parametrize(
    "text", ["2024M13", "31.02.2024", "02/01/2024", "2024-W05", "2024Q5", "0000", "2024-03-01 12:00"]
)
def test_what_is_no_period(text: str) -> None:
    with pytest.raises(DataProblem, match="not a period"):
        period_start(text, 1)


@pytest.mark.parametrize(
    "text",
    [
        "\ufeffmonth,sales\n2020-01,1.5\n2020-02,-2\n2020-03,\n",
        "month;sales\n2020M01;1,5\n2020M02;-2,0\n2020M03;\n",
        "month\tsales\r\n01.01.2020\t+1.5\r\n01.02.2020\t-2e0\r\n01.03.2020\t\r\n",
    ],
)
def test_files_as_people_have_them(tmp_path: Path, text: str) -> None:
    (tmp_path / "own.csv").write_bytes(text.encode())
    series = ind.analyse(read_csv(tmp_path / "own.csv"), freq="M").series
    assert series["value"].to_list() == [1.5, -2.0, None]
    assert series["period_start"][0] == dt.date(2020, 1, 1)


@pytest.mark.parametrize(
    "text", ["1,234", "1,234,567", "1 234", "1.234,5", "1_000", "NA", "12 %", "\u0661\u0662", "0x1f"]
)
def test_numbers_that_could_mean_something_else_are_refused(text: str) -> None:
    with pytest.raises(DataProblem, match="value number 2 is not a number"):
        ind.analyse({"p": MONTHS, "v": ["1", text, *["2"] * 10]})


@pytest.mark.parametrize("value", [True, b"1", {}])
def test_values_that_are_no_numbers(value: object) -> None:
    with pytest.raises(DataProblem, match="value number 1 is not a number"):
        analyse_series(["2020-01", "2020-02"], [value, 2.0], "M", "odd")


def test_shorter_periods_and_near_names_are_told_what_to_do() -> None:
    weeks = [(dt.date(2024, 1, 1) + dt.timedelta(7 * i)).isoformat() for i in range(20)]
    with pytest.raises(UsageProblem, match="the series is weekly") as told:
        ind.analyse({"p": weeks, "v": list(range(20))})
    assert "months first" in str(told.value)
    with pytest.raises(UsageProblem, match="did you mean 'sales'"):
        ind.analyse({"month": MONTHS, "sales": list(range(12))}, value="sale", period="month")


def test_numbers_too_large_or_small_and_counts_of_nothing_have_reasons() -> None:
    told = {"too large": 1e300, "too small": 1e-300}
    for words, size in told.items():
        found = ind.analyse({"p": QUARTERS, "v": [v * size for v in VALUES]})
        assert all(words in str(fit.reason) for fit in found.fits)
    rare = ind.analyse({"p": QUARTERS, "v": [i % 7 if i % 3 == 0 else 0 for i in range(80)]})
    assert "are 0; a level with normal errors does not fit" in str(rare.fit("forecast").reason)


def test_years_have_trend_and_breaks_but_no_season() -> None:
    years = ind.analyse({"year": list(range(1940, 2020)), "v": VALUES})
    assert years.subject.freq == "A"
    assert years.fit("breaks").tables["model_breaks"]["first_after"].to_list() == [dt.date(1988, 1, 1)]
    assert "months and quarters only" in str(years.fit("seasonal").reason)


def test_the_command_writes_and_prints(cli: Callable[..., object], tmp_path: Path) -> None:
    path = tmp_path / "own.csv"
    rows = "\n".join(f"{q},{v}" for q, v in zip(QUARTERS[:20], VALUES[:20], strict=True))
    path.write_text(f"quarter,sales\n{rows}\n", encoding="utf-8")
    done = cli("analyse", path, "--out", tmp_path / "out")
    assert done.returncode == 0, done.stderr  # type: ignore[attr-defined]
    assert (tmp_path / "out" / "analysis.md").is_file()
    bad = cli("analyse", path, "--value", "none", "--period", "quarter")
    assert bad.returncode == 2  # type: ignore[attr-defined]
    assert "Traceback" not in bad.stderr  # type: ignore[attr-defined]


def test_empty_lines_of_a_file_are_no_rows(tmp_path: Path) -> None:
    from indicators.reporting.analysis import read_csv

    (tmp_path / "some.csv").write_text("month,value\n\n2020-01,1\n\n2020-02,\n\n")
    assert read_csv(tmp_path / "some.csv").rows() == [("2020-01", "1"), ("2020-02", None)]
    (tmp_path / "none.csv").write_text("month,value\n\n")
    assert read_csv(tmp_path / "none.csv").is_empty()


def test_a_series_of_few_different_values_has_no_breaks_and_says_so() -> None:
    values = [float(i * 7 % 3) for i in range(80)]
    assert ind.analyse({"p": QUARTERS, "v": values}).fit("breaks").reason == (
        "The series takes only 3 different values; the method needs at least 4."
    )
