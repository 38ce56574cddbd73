"""Known values of trade, checked by hand against the sources, and what must hold for every period."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

import pytest

from indicators.families.trade.charts import figures
from indicators.families.trade.series import FAMILY, SERIES
from indicators.store.view import AsOfView

Values = dict[str, float | None]
Show = Callable[..., Values]

KNOWN = [
    # issue 2, "Done when" 3: the Census Bureau's editions of March 2023, April 2025 and October 2026
    ("trade.usa_rus.total.a", "2024", dt.date(2025, 6, 30), 3533.6),
    ("trade.usa_rus.total.a", "2024", None, 3536.1),
    ("trade.usa_rus.exports.a", "2022", dt.date(2023, 12, 31), 1715.1),
    ("trade.usa_rus.exports.a", "2022", dt.date(2025, 6, 30), 1656.1),
    # the same editions: revisions told in data/raw/trade/README.md
    ("trade.usa_rus.exports.a", "2022", None, 1655.4),
    ("trade.usa_rus.imports.a", "2022", dt.date(2023, 12, 31), 14457.8),
    ("trade.usa_rus.exports.a", "2011", dt.date(2012, 6, 30), 8285.5),
    ("trade.usa_rus.exports.a", "2011", dt.date(2020, 6, 30), 8318.4),
    ("trade.usa_rus.exports.m", "2022-02", dt.date(2023, 12, 31), 497.5),
    ("trade.usa_rus.exports.m", "2022-02", None, 466.3),
    # second quarter of 2026: 50.5 + 46.8 + 45.0 and 413.8 + 299.6 + 160.0 in the October 2026 edition
    ("trade.usa_rus.exports.q", "2026-Q2", None, 142.3),
    ("trade.usa_rus.imports.q", "2026-Q2", None, 873.4),
    # months of September to December 2025 and January to August 2026: 206.4 + 393.6
    ("trade.usa_rus.exports_12m.m", "2026-08", None, 600.0),
    # World, not seasonally adjusted (0015), 2024, edition of April 2025
    ("trade.usa_wld.exports.a", "2024", None, 2065131.1),
    # Rosstat, short-term indicators, July 2018: 353.5 bn
    ("trade.rus_wld.exports.a", "2017", None, 353500.0),
    # WTO: exports and imports of 2020, both from one source
    ("trade.rus_wld.exports.a", "2020", None, 332227.0),
    ("trade.rus_wld.imports.a", "2020", None, 240380.0),
    # IMF Direction of Trade Statistics: what Russia reports, against 22.3 bn of US imports
    ("trade.rus_usa.exports.a", "2019", None, 13227.5),
    ("trade.usa_rus.imports.a", "2019", None, 22279.1),
    # customs service quoted by Agenzia Nova: 425.1 + 285.1 bn
    ("trade.rus_wld.turnover.a", "2023", None, 710200.0),
    # Correlates of War, version 4.0: (18,727 + 23,692) of (497,615 + 285,844) in 2014
    ("trade.rus.usa_share.a", "2014", None, 5.41),
    # customs figures of January to August 2015 at Interfax: 14.5 of 236.2 + 119.5 bn
    ("trade.rus.usa_share_part_year.a", "2015", None, 4.08),
    # Chinese customs quoted by TASS on 14 January 2026
    ("trade.chn_rus.turnover.a", "2025", None, 228105.0),
    # Eurostat quoted on 7 March 2023: 55.2 + 203.4 bn EUR
    ("trade.eu27_rus.total.a", "2022", None, 258600.0),
    # Eurostat on 23 January 2018 and 5 August 2019: deficits of 59 and 83 bn EUR
    ("trade.eu28_rus.balance.a", "2017", None, -59000.0),
    ("trade.eu28_rus.balance.a", "2018", None, -83000.0),
]


@pytest.mark.parametrize(("series_id", "period", "as_of", "value"), KNOWN)
def test_known_values(show: Show, series_id: str, period: str, as_of: dt.date | None, value: float) -> None:
    found = show(series_id, as_of)[period]
    assert found is not None
    assert found == pytest.approx(value, abs=0.051 if abs(value) > 100 else 0.0051)


def test_us_total_covers_every_year_from_1992(show: Show) -> None:
    found = show("trade.usa_rus.total.a")
    assert list(found) == [str(year) for year in range(1992, 2026)]
    assert None not in found.values()


def test_us_months_have_no_hole(show: Show) -> None:
    found = show("trade.usa_rus.total.m")
    assert (min(found), max(found)) == ("1992-01", "2026-08")
    assert len(found) == 34 * 12 + 8


@pytest.mark.parametrize("as_of", [dt.date(2012, 6, 30), dt.date(2019, 6, 30), dt.date(2023, 12, 31), None])
@pytest.mark.parametrize("freq", ["m", "q", "a"])
def test_balance_and_total_follow_from_the_flows(show: Show, freq: str, as_of: dt.date | None) -> None:
    exports, imports, total, balance = (
        show(f"trade.usa_rus.{name}.{freq}", as_of) for name in ("exports", "imports", "total", "balance")
    )
    assert total
    for period, value in total.items():
        sold, bought = exports[period], imports[period]
        assert sold is not None
        assert bought is not None
        assert value == pytest.approx(sold + bought, abs=1e-6)
        assert balance[period] == pytest.approx(sold - bought, abs=1e-6)


def test_quarters_and_twelve_months_are_sums_of_months(show: Show) -> None:
    months, quarters, twelve = (show(f"trade.usa_rus.total{part}") for part in (".m", ".q", "_12m.m"))
    values = list(months.values())
    for number, value in enumerate(quarters.values()):
        assert value == pytest.approx(sum(v or 0 for v in values[3 * number : 3 * number + 3]), abs=1e-6)
    for number, value in enumerate(twelve.values()):
        assert value == pytest.approx(sum(v or 0 for v in values[number : number + 12]), abs=1e-6)


def test_december_sum_is_the_printed_year_but_for_rounding(show: Show) -> None:
    years, twelve = show("trade.usa_rus.total.a"), show("trade.usa_rus.total_12m.m")
    for year, value in years.items():
        assert value == pytest.approx(twelve[f"{year}-12"], abs=0.65)  # edition 2026-10 is rounded to 0.1


def test_strict_mode_sees_no_undated_month(show: Show) -> None:
    # between the stored editions of October 2018 and March 2023 only press quotations are dated evidence
    assert list(show("trade.usa_rus.total.m", dt.date(2021, 12, 31), "strict"))[-1] == "2018-08"
    assert show("trade.usa_rus.imports.m", dt.date(2023, 2, 28), "strict")["2022-11"] == 594.3  # TASS, 5 January 2023


def test_press_gives_way_to_the_census_bureau(view_at: Callable[..., AsOfView]) -> None:
    ranks = {}
    for as_of in (dt.date(2023, 2, 28), dt.date(2023, 4, 30)):
        frame = view_at(as_of, "strict", "2023Q1").observations("trade.usa_rus.imports.m")
        ranks[as_of.month] = dict(zip(frame["period"], frame["publisher_rank"], strict=True))["2022-11"]
    assert ranks == {2: 4, 4: 1}


def test_months_are_known_about_forty_days_later(show: Show) -> None:
    assert "2026-06" not in show("trade.usa_rus.total.m", dt.date(2026, 8, 8))
    assert "2026-06" in show("trade.usa_rus.total.m", dt.date(2026, 8, 9))


def test_gaps_stay_gaps(show: Show) -> None:
    assert "2022-11" not in show("trade.eu27_rus.exports.m")  # the Netherlands had not reported
    assert "2021" not in show("trade.rus_wld.turnover.a")
    assert "2018" not in show("trade.rus_wld.turnover.a")  # imports were not found
    assert list(show("trade.rus.usa_share.a")) == [str(year) for year in range(1992, 2015)]


def test_the_ussr_is_not_part_of_russia(show: Show) -> None:
    assert show("trade.usa_rus.exports.a")["1992"] == 2112.5
    assert show("trade.usa_sun.exports.a")["1992"] == 1035.2


def test_mirror_figures_stand_side_by_side(latest: AsOfView) -> None:
    found = latest.sql("SELECT span_start, russia_usd_mn, usa_usd_mn FROM trade_mirror WHERE russian_flow = 'export'")
    sides = {str(row["span_start"]): (row["russia_usd_mn"], row["usa_usd_mn"]) for row in found.iter_rows(named=True)}
    assert sides["2019-01-01"] == pytest.approx((13189.2, 22279.1), abs=0.05)  # UN Comtrade, Census Bureau
    assert set(sides) == {"2018-01-01", "2019-01-01", "2020-01-01", "2021-01-01"}


def test_every_series_has_values(latest: AsOfView) -> None:
    found = latest.sql("SELECT series_id, observations_count AS n FROM series WHERE family = 'trade'")
    assert dict(found.iter_rows()).keys() == {s.id for s in SERIES}
    assert found["n"].min() > 0
    assert set(FAMILY.headlines) <= {s.id for s in SERIES}


def test_figures_tell_what_they_show(view_at: Callable[..., AsOfView]) -> None:
    drawn = {figure.id: figure for figure in figures(view_at(dt.date(2026, 8, 15), quarter="2026Q2"))}
    names = ("twelve_months", "months", "quarters", "mirror", "partners", "revisions")  # no model, no forecast
    assert list(drawn) == [f"trade.{name}" for name in names]
    assert [f.id for f in drawn.values() if f.further] == ["trade.partners", "trade.revisions"]
    assert drawn["trade.months"].headline == (
        "In Jun 2026 the USA sold Russia goods for USD 45 million (14 per cent less than a year before) and bought "
        "goods for USD 160 million (61 per cent less than a year before)"
    )
    assert "USD 19.9 billion of imports from Russia, USD 8.2 billion more" in drawn["trade.mirror"].headline
    triangle = drawn["trade.revisions"].table
    assert triangle.filter(triangle["year"] == "2011").select("first", "2018-10").row(0) == (42858.0, 42937.5)
    assert drawn["trade.twelve_months"].headline == (
        "US goods trade with Russia came to USD 3.6 billion over the 12 months to Jun 2026, "
        "14 per cent less than a year before"
    )
    assert "a US deficit of USD 731 million" in drawn["trade.quarters"].headline
    assert "China USD 244.8 billion" in drawn["trade.partners"].headline
    assert all(figure.narrow is not None and figure.source_line for figure in drawn.values())


def test_figures_of_a_time_without_data_are_left_out(view_at: Callable[..., AsOfView]) -> None:
    assert figures(view_at(dt.date(1990, 5, 15), quarter="1990Q1")) == []
    early = figures(view_at(dt.date(1993, 5, 15), quarter="1993Q1"))
    assert "a US surplus of" in next(f.headline for f in early if f.id == "trade.quarters")
