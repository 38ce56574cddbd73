"""Readers of goods trade on specimens, and on real files where they are at hand."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from indicators.contracts.findings import Audit
from indicators.errors import DataProblem
from tests.exports.outside import needs, run
from tests.ingesting.projects import SAMPLES, SPECIMENS, plan_of, reading_of, states

HERE = SPECIMENS / "trade"
real = pytest.mark.skipif(not SAMPLES.is_dir(), reason="needs the sample files")
DAYS = {"comtrade": "2022-03-31", "imf": "2022-02-28", "wto": "2022-02-24"}


def test_zeros_after_the_last_month_are_no_data() -> None:
    rows = reading_of(HERE / "census_country.csv").candidates["trade_volumes"]
    russia = rows.filter((rows["partner"] == "RUS") & (rows["flow"] == "import"))
    assert russia["period"].max() == "2021-03"
    assert "2021" not in set(russia["period"]), "a sum to date is no year"
    assert russia.filter(russia["period"] == "2021-01")["value_usd_mn"].item() == 110, "without float noise"
    assert rows["published_on"].unique().item() == dt.date(2021, 5, 10)
    assert set(rows.filter(rows["partner"] == "SUN")["valuation"]) == {"fas", "customs"}


def test_the_day_that_is_told_comes_first() -> None:
    rows = reading_of(HERE / "census_country.csv", released=dt.date(2021, 6, 8)).candidates["trade_volumes"]
    assert rows.select("published_on", "published_basis", "vintage").unique().rows() == [
        (dt.date(2021, 6, 8), "release", "2021-06")
    ]


def test_a_zero_within_the_published_months_is_refused_with_its_line(tmp_path: Path) -> None:
    text = (HERE / "census_country.csv").read_text(encoding="utf-8").replace("Russia,100.25,", "Russia,0,")
    (tmp_path / "c.csv").write_text(text, encoding="utf-8")
    (refused,) = reading_of(tmp_path / "c.csv").refused
    assert str(refused) == "c.csv:5  RUS import 2020-01: 0 within the published months"


@pytest.mark.parametrize(
    ("name", "key", "value"),
    [
        ("census_api.json", ("RUS", "export", "2021-01"), 41.0),
        ("comtrade_hs2.2022-03-31.csv", ("USA", "export", "2021"), float(sum(range(1, 96)))),
        ("imf_dots.2022-02-28.csv", ("WLD", "export", "2020"), 3000.5),
        ("wto_merchandise.2022-02-24.csv", ("WLD", "import", "2020"), 2000.0),
        ("rosstat_kep.csv", ("WLD", "import", "2021-02"), 1000.0),
        ("rosstat_kep.csv", ("WLD", "export", "2020"), 30000.0),
    ],
)
def test_a_figure_in_million_dollars(name: str, key: tuple[str, str, str], value: float) -> None:
    rows = reading_of(HERE / name).candidates["trade_volumes"]
    found = {(r["partner"], r["flow"], r["period"]): r["value_usd_mn"] for r in rows.iter_rows(named=True)}
    assert found[key] == value


def test_a_member_that_is_absent_marks_the_sum() -> None:
    rows = reading_of(HERE / "eurostat_ds045409.xlsx").candidates["trade_volumes_eur"].sort("flow", "period")
    assert rows.select("flow", "period", "value_eur_mn", "completeness", "obs_status").rows() == [
        ("export", "2022-01", 54.0, "complete", "A"), ("export", "2022-02", 52.0, "minor_gap", "E"),
        ("import", "2022-01", 27.0, "complete", "A"), ("import", "2022-02", 52.0, "minor_gap", "E"),
    ]  # fmt: skip


@real
@pytest.mark.parametrize(
    ("name", "rows", "facts"),
    [
        ("census_country_2012-02.csv", 5458, 1378),
        ("census_country_2018-10.xlsx", 7532, 1722),
        ("census_country_2023-03.xlsx", 8474, 1954),
        ("census_country_2025-04.csv", 8972, 2062),
        ("comtrade_hs2_chn_exports_5partners_2019.csv", 480, 1),
        ("comtrade_hs2_rus_exports_all_partners_2020.csv", 8100, 3),
        ("comtrade_hs2_usa_exports_5partners_2020.csv", 479, 1),
        ("eurostat_DS-045409_eu_reporters_russia_2020_2022.xlsx", 406, 74),
        ("imf_dots_exports_2019_2020.csv", 32255, 14),
        ("rosstat_kep_2018-07_tab.csv", 4953, 505),
        ("wto_merchandise_values_2019_2020.csv", 13158, 4),
    ],
)
def test_a_real_file_gives_the_facts_that_are_held(audited: Audit, name: str, rows: int, facts: int) -> None:
    """Each of them, to the last digit, and none besides."""
    day = DAYS.get(name.partition("_")[0])
    asked = {"released": dt.date.fromisoformat(day), "basis": "upper_bound"} if day else {}
    plan = plan_of(audited.tables, SAMPLES / "trade" / name, **asked)
    assert plan.reading.rows_read == rows
    table = "trade_volumes_eur" if "eurostat" in name else "trade_volumes"
    assert states(plan) == {table: {"unchanged": facts}}
    assert not plan.refused
    (source,) = plan.reading.publications.values()
    held = audited.tables[table].join(plan.tables[0].rows, on="fact_id", how="semi")
    assert held.height == facts, "under the same ids"
    assert set(held["source_id"]) == {source.id}, "from the same publication"


AS_CSV = "load(commandArgs(TRUE)[1]); write.csv(cow_trade_sy, commandArgs(TRUE)[2], row.names = FALSE)"


@real
@needs("Rscript")
def test_r_data_is_read_as_the_csv_that_r_makes_of_it(audited: Audit, tmp_path: Path) -> None:
    """The step of docs/readers.md: every figure stands here already."""
    made = tmp_path / "cow_trade_sy.csv"
    run("Rscript", "-e", AS_CSV, SAMPLES / "trade" / "cow_trade_sy.rda", made)
    plan = plan_of(audited.tables, made)
    assert plan.reading.rows_read == 14_410
    assert states(plan) == {"trade_volumes": {"unchanged": 46}}


def test_a_missing_figure_of_a_state_is_no_fact() -> None:
    facts = reading_of(SPECIMENS / "trade" / "cow_national.csv").candidates["trade_volumes"]
    assert facts.select("period", "flow", "value_usd_mn").rows() == [
        ("1992", "import", 3.25), ("1992", "export", 4.5), ("1993", "export", 4.75),
    ]  # fmt: skip


def test_of_comtrade_only_whole_totals_are_read() -> None:
    """Not the part that went by air, nor a chapter, re-exports or another pair; a month is a month."""
    facts = reading_of(SPECIMENS / "trade" / "comtrade_plus.2032-03-31.csv").candidates["trade_volumes"]
    assert facts.select("reporter", "partner", "flow", "freq", "period", "valuation", "value_usd_mn").rows() == [
        ("RUS", "WLD", "export", "A", "2031", "fob", 400_500),
        ("RUS", "CHN", "import", "A", "2031", "cif", 90_000),
        ("USA", "RUS", "export", "A", "2031", "fas", 500), ("USA", "RUS", "import", "M", "2031-09", "cif", 25),
    ]  # fmt: skip


def test_chapters_of_comtrade_are_no_total(tmp_path: Path) -> None:
    text = (SPECIMENS / "trade" / "comtrade_plus.2032-03-31.csv").read_text(encoding="latin-1")
    (tmp_path / "t.csv").write_text(text.replace(",TOTAL,", ",27,"), encoding="utf-8")
    with pytest.raises(DataProblem, match="rows of commodities alone"):
        reading_of(tmp_path / "t.csv")
