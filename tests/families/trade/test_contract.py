"""Every promise of the trade tables is broken once, and every column refuses a bad value."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from indicators.contracts.audit import audit
from indicators.contracts.findings import Audit
from indicators.contracts.model import columns_of, rules_of
from indicators.contracts.shared import Sources
from indicators.families.trade import redundancy
from indicators.families.trade.contract import TABLES, TradeCumulative, TradeVolumes, TradeVolumesEur

Cells = dict[str, str]
Change = tuple[str, Cells, Cells]
CENSUS, VOLUMES, EUR, CUMULATIVE = "census_vintages", "trade_volumes", "trade_volumes_eur", "trade_cumulative"


def kept(name: str, row: Cells) -> bool:
    """Two years in two editions, the last year of the USSR, some years of the others, all of the small files."""
    if name == CENSUS:
        return row["vintage"] in ("2018-10", "2025-04") and row["period"][:4] in (
            ("1992",) if row["partner"] == "SUN" else ("2016", "2017")
        )
    years = ("2016", "2017", "2021", "2022", "2023")
    return name != VOLUMES or (row["adjustment"] == "nsa" and row["period"][:4] in years)


class Desk:
    """A few real rows on which one thing is changed."""

    def __init__(self, raw: Path, folder: Path) -> None:
        self.folder = folder
        (folder / "trade").mkdir()
        (folder / "sources.csv").write_bytes((raw / "sources.csv").read_bytes())
        self.files: dict[str, list[Cells]] = {}
        for name in (CENSUS, VOLUMES, EUR, CUMULATIVE):
            with (raw / "trade" / f"{name}.csv").open(newline="", encoding="utf-8") as file:
                rows = list(csv.DictReader(file))
            self.files[name] = [row for row in rows if kept(name, row)]

    def row(self, name: str, where: Cells) -> Cells:
        return next(row for row in self.files[name] if all(row[column] == cell for column, cell in where.items()))

    def broken(self) -> set[str]:
        for name, rows in self.files.items():
            with (self.folder / "trade" / f"{name}.csv").open("w", newline="", encoding="utf-8") as file:
                writer = csv.DictWriter(file, list(rows[0]), lineterminator="\n")
                writer.writeheader()
                writer.writerows(rows)
        return {finding.rule_id for finding in audit(self.folder, [Sources, *TABLES]).findings}


@pytest.fixture
def desk(raw: Path, tmp_path: Path) -> Desk:
    return Desk(raw, tmp_path)


def test_real_rows_keep_every_promise(audited: Audit) -> None:
    tables = {model._contract.name for model in TABLES}
    assert [(f.rule_id, f.key) for f in audited.findings if f.table in tables] == [
        # Census took 13.8 per cent off its exports of March 2022, and its newest edition begins in 2021.
        ("trade_volumes.revision_of_value_usd_mn", "fact_id=trade.census.2025-04.usa.rus.export.2022-03"),
        ("trade_volumes.keeps_coverage", "fact_id=trade.census.2026-10.usa.rus.export.2021-01"),
        ("trade_volumes.fresh_census", "fact_id=trade.census.2026-10.usa.rus.export.2026-08"),
        ("trade_volumes.keeps_coverage", "fact_id=trade.census.2026-10.usa.rus.import.2021-01"),
        ("trade_volumes_eur.fresh_eurostat", "fact_id=trade.eurostat.2023-01-13.eu27.rus.export.2022-11.eur"),
    ]
    waiting = {r.rule_id for r in audited.results if r.table in tables and not r.tested}
    assert waiting == {
        *(f"{table}.low_is_not_a_release" for table in tables), "trade_volumes_eur.revision_of_value_eur_mn",
        "trade_cumulative.revision_of_value_usd_mn", "trade_cumulative.revision_of_value_eur_mn",
    }  # fmt: skip


def test_the_untouched_desk_keeps_every_promise(desk: Desk) -> None:
    assert desk.broken() == set()


YEAR_2017 = {"fact_id": "trade.census.2025-04.usa.rus.export.2017"}
MAY_2017 = {"fact_id": "trade.census.2025-04.usa.rus.export.2017-05"}
USSR_1992 = {"fact_id": "trade.census.2025-04.usa.sun.export.1992"}
EU_YEAR = {"reporter": "EU27", "period": "2021", "flow": "export"}
EU_MONTH = {"reporter": "EU27", "period": "2021-05", "flow": "export", "adjustment": "nsa"}
EU_GAP = {"completeness": "minor_gap"}
EU_2008 = {"reporter": "EU27_2007", "period": "2008"}
CHINA_2023 = {"reporter": "CHN", "flow": "export", "period_end": "2023-09-30"}
RUSSIA_2018 = {"reporter": "RUS", "partner": "WLD", "flow": "export", "period_end": "2018-11-30"}

CHANGES: dict[str, Change] = {
    "trade_volumes.fact_id": (CENSUS, YEAR_2017, {"fact_id": MAY_2017["fact_id"]}),
    "trade_volumes.key": (CENSUS, MAY_2017, {"period": "2017-06"}),
    "trade_volumes.published_before_collected": (CENSUS, YEAR_2017, {"published_on": "2027-01-01"}),
    "trade_volumes.low_is_not_a_release": (CENSUS, YEAR_2017, {"quality": "low", "published_basis": "release"}),
    "trade_volumes.period_fits_freq": (CENSUS, YEAR_2017, {"freq": "M"}),
    "trade_volumes.published_after_period": (CENSUS, YEAR_2017, {"published_on": "2017-12-31"}),
    "trade_volumes.valuation_fits_flow": (CENSUS, YEAR_2017, {"valuation": "customs"}),
    "trade_volumes.two_areas": (CENSUS, YEAR_2017, {"partner": "USA"}),
    "trade_volumes.months_make_the_year": (CENSUS, MAY_2017, {"value_usd_mn": "601.3"}),
    "trade_volumes.part_within_whole": (CENSUS, MAY_2017, {"value_usd_mn": "500000"}),
    "trade_volumes.no_hole_in_an_edition": (CENSUS, MAY_2017, {"adjustment": "sa"}),
    "trade_volumes.ussr_to_1992": (CENSUS, USSR_1992, {"period": "1993"}),
    "trade_volumes.edition_after_period": (CENSUS, YEAR_2017, {"vintage": "2016-10"}),
    "trade_volumes.revision_of_value_usd_mn": (CENSUS, MAY_2017, {"value_usd_mn": "900"}),
    "trade_volumes_eur.revision_of_value_eur_mn": (
        EUR,
        {"fact_id": "trade.eurostat.2021-03-23.eu27.rus.export.2020-12.eur.sa"},
        {"adjustment": "nsa", "value_eur_mn": "100"},
    ),
    "trade_cumulative.revision_of_value_usd_mn": (
        CUMULATIVE,
        {"fact_id": "trade.cumulative.interfax.2025-09-16.rus.wld.export.2025-01.2025-07"},
        {"period_end": "2025-05-31"},
    ),
    "trade_cumulative.revision_of_value_eur_mn": (
        CUMULATIVE,
        {"fact_id": "trade.cumulative.izvestia.2024-12-23.eu27.rus.export.2024-01.2024-10"},
        {"period_start": "2023-01-01", "period_end": "2023-10-31"},
    ),
    "trade_volumes.source_id.references": (CENSUS, MAY_2017, {"source_id": "nobody"}),
    "trade_volumes_eur.fact_id": (EUR, EU_YEAR, {"fact_id": "trade.eurostat.2023-01-13.eu27.rus.import.2021.eur"}),
    "trade_volumes_eur.key": (EUR, EU_MONTH, {"period": "2021-06"}),
    "trade_volumes_eur.published_before_collected": (EUR, EU_YEAR, {"published_on": "2027-01-01"}),
    "trade_volumes_eur.low_is_not_a_release": (EUR, EU_YEAR, {"quality": "low", "published_basis": "release"}),
    "trade_volumes_eur.period_fits_freq": (EUR, EU_2008, {"period": "2008-01"}),
    "trade_volumes_eur.published_after_period": (EUR, EU_YEAR, {"published_on": "2021-06-30"}),
    "trade_volumes_eur.valuation_fits_flow": (EUR, EU_MONTH, {"valuation": "cif"}),
    "trade_volumes_eur.two_areas": (EUR, EU_YEAR, {"reporter": "RUS"}),
    "trade_volumes_eur.months_make_the_year": (EUR, EU_MONTH, {"value_eur_mn": "7000.5"}),
    "trade_volumes_eur.gap_is_marked": (EUR, EU_GAP, {"obs_status": "A"}),
    "trade_volumes_eur.earlier_union_earlier_years": (EUR, EU_2008, {"period": "2014", "published_on": "2015-12-31"}),
    "trade_cumulative.fact_id": (
        CUMULATIVE,
        CHINA_2023,
        {"fact_id": "trade.cumulative.tass.2026-01-14.chn.rus.turnover.2025-01.2025-12"},
    ),
    "trade_cumulative.key": (CUMULATIVE, CHINA_2023, {"flow": "import"}),
    "trade_cumulative.published_before_collected": (CUMULATIVE, CHINA_2023, {"published_on": "2027-01-01"}),
    "trade_cumulative.low_is_not_a_release": (
        CUMULATIVE,
        CHINA_2023,
        {"quality": "low", "published_basis": "release"},
    ),
    "trade_cumulative.one_currency": (CUMULATIVE, CHINA_2023, {"value_eur_mn": "81400"}),
    "trade_cumulative.dates_in_order": (CUMULATIVE, CHINA_2023, {"period_start": "2022-01-01"}),
    "trade_cumulative.whole_months": (CUMULATIVE, CHINA_2023, {"period_end": "2023-09-29"}),
    "trade_cumulative.published_after_span": (CUMULATIVE, CHINA_2023, {"published_on": "2023-09-30"}),
    "trade_cumulative.only_a_balance_is_negative": (CUMULATIVE, CHINA_2023, {"value_usd_mn": "-81400"}),
    "trade_cumulative.flow_within_turnover": (CUMULATIVE, RUSSIA_2018, {"value_usd_mn": "700000"}),
    "trade_cumulative.grows_within_the_year": (CUMULATIVE, CHINA_2023, {"value_usd_mn": "60000"}),
    "trade_cumulative.two_areas": (CUMULATIVE, CHINA_2023, {"partner": "CHN"}),
}


@pytest.mark.parametrize("rule_id", CHANGES)
def test_a_broken_promise_is_found(desk: Desk, rule_id: str) -> None:
    name, where, cells = CHANGES[rule_id]
    desk.row(name, where).update(cells)
    assert rule_id in desk.broken()


def test_every_rule_is_broken_above() -> None:
    """The rules of `redundancy` are broken in tests/rows, where every rule has a case."""
    told = {rule.id for rule in (*redundancy.VOLUMES, *redundancy.EUR, *redundancy.CUMULATIVE)}
    assert {rule.id for model in TABLES for rule in rules_of(model)} - told <= set(CHANGES)


FILE_OF = {TradeVolumes: CENSUS, TradeVolumesEur: EUR, TradeCumulative: CUMULATIVE}
BAD = {"date": "2026-02-30", "number": "1,234.5", "integer": "7.5"}
TEXT = {
    "fact_id": "Trade Fact",
    "period": "2017-13",
    "vintage": "spring",
    "source_id": "nobody",
    "seen_in": "",
    "note": "=SUM(A1)",
}


@pytest.mark.parametrize(
    ("model", "column", "kind"),
    [(model, c.name, c.kind) for model in TABLES for c in columns_of(model)],
    ids=lambda part: part._contract.name if isinstance(part, type) else str(part),
)
def test_every_column_refuses_a_bad_value(desk: Desk, model: type[TradeVolumes], column: str, kind: str) -> None:
    desk.files[FILE_OF[model]][0][column] = BAD.get(kind) or TEXT.get(column, "nonsense")
    found = desk.broken()
    assert any(rule_id.startswith(f"{model._contract.name}.{column}.") for rule_id in found), found
