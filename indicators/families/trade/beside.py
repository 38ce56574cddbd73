"""Russia's trade with the world, China and the European Union: series beside the US figures, never joined to them."""

from __future__ import annotations

import datetime as dt

from indicators.families.trade.picks import EUR, FLOWS, PER, PERCENT, USD, between, eur, usd
from indicators.store.declare import Combine, Pick, Series

LAST_YEAR = dt.date(2025, 12, 31)

COW_SHARE = """
SELECT p.period_date, 100.0 * p.value_usd_mn / w.value_usd_mn AS value, list_concat(p.fact_ids, w.fact_ids) AS fact_ids
FROM trade_cow_pairs p JOIN trade_cow_russia w USING (period_date)
WHERE p.first_area = '{first}' AND p.second_area = '{second}'"""

RUSSIA: tuple[Series, ...] = (
    Series(
        "trade.rus_wld.exports.a",
        "Russian goods trade with the world, exports",
        USD,
        "Russia-reported, fob: Rosstat 1999-2017, WTO 2018-2020 (as for imports; the IMF's figure is left aside), "
        "Correlates of War 1992-1998, customs figures quoted by the press 2022-2023.",
        usd(f"{between('RUS', 'WLD', 'exports', 'a')} AND publisher <> 'International Monetary Fund'"),
        0,
        60,
        dt.date(2023, 12, 31),
        positive=True,
    ),
    Series(
        "trade.rus_wld.imports.a",
        "Russian goods trade with the world, imports",
        USD,
        "Russia-reported: Rosstat 1999-2017 (fob, balance of payments), WTO 2019-2020 (fob), Correlates of War "
        "1992-1998 and customs figures quoted by the press 2022-2023 (cif). The method breaks where the source "
        "changes.",
        usd(between("RUS", "WLD", "imports", "a")),
        0,
        60,
        dt.date(2023, 12, 31),
        positive=True,
    ),
    Series(
        "trade.rus_wld.turnover.a",
        "Russian goods trade with the world, turnover",
        USD,
        "Exports and imports together; no value where one of them is missing.",
        Combine("exports + imports", exports="trade.rus_wld.exports.a", imports="trade.rus_wld.imports.a"),
        0,
        60,
        dt.date(2023, 12, 31),
        positive=True,
    ),
    *(
        Series(
            f"trade.rus_wld.{name}.m",
            f"Russian goods trade with the world, {name}, monthly",
            USD,
            "Russia-reported, fob, balance-of-payments method: Rosstat to mid-2018, then only single months.",
            usd(f"{between('RUS', 'WLD', name, 'm')} AND valuation = 'fob'"),
            0,
            45,
            dt.date(2025, 2, 28),
            positive=True,
        )
        for name in FLOWS
    ),
    Series(
        "trade.rus_usa.exports.a",
        "Russian goods exports to the USA as Russia counts them",
        USD,
        "Russia-reported, fob, from the IMF; only 2019 and 2020 were seen.",
        usd(between("RUS", "USA", "exports", "a")),
        0,
        60,
        dt.date(2020, 12, 31),
        positive=True,
    ),
    *(
        Series(
            f"trade.rus.{area.lower()}_share.a",
            f"Share of {place} in Russian goods turnover",
            PERCENT,
            f"What Russia and {place} imported from each other, as a share of Russia's exports and imports; all "
            "figures from one data set (Correlates of War), which ends in 2014. No later year has both from one "
            "source.",
            Pick(COW_SHARE.format(first=first, second=second)),
            2,
            60,
            dt.date(2014, 12, 31),
        )
        for area, place, first, second in (("USA", "the USA", "RUS", "USA"), ("CHN", "China", "CHN", "RUS"))
    ),
    Series(
        "trade.rus.usa_share_mirror.a",
        "US-reported trade with Russia against Russian turnover",
        PERCENT,
        "US-reported trade with Russia as a share of Russia-reported turnover: two reporters in one ratio, for years "
        "that no single source covers. It is not the share that Russian customs state.",
        Combine("100.0 * part / whole", part="trade.usa_rus.total.a", whole="trade.rus_wld.turnover.a"),
        2,
        60,
        dt.date(2023, 12, 31),
    ),
    Series(
        "trade.rus.usa_share_part_year.a",
        "Share of the USA in Russian turnover, first months of the year",
        PERCENT,
        "Russian customs figures for the first eight or nine months of a year; not comparable with a full year.",
        Pick("""SELECT period_start AS period_date, period_end AS reference_date, fact_ids,
                       100.0 * usa_usd_mn / world_usd_mn AS value FROM trade_russia_part_years"""),
        2,
        60,
        dt.date(2021, 12, 31),
    ),
)

WHOLE_YEARS = "SELECT period_date, {value} AS value, [fact_id] AS fact_ids FROM trade_whole_years WHERE {where}"

CHINA: tuple[Series, ...] = (
    Series(
        "trade.chn_rus.exports.a",
        "Chinese goods exports to Russia",
        USD,
        "China-reported, fob: IMF 2019-2020, else Chinese customs quoted by the press.",
        usd(between("CHN", "RUS", "exports", "a")),
        0,
        60,
        dt.date(2024, 12, 31),
        positive=True,
    ),
    Series(
        "trade.chn_rus.imports.a",
        "Chinese goods imports from Russia",
        USD,
        "China-reported, cif: Correlates of War to 2014, then Chinese customs quoted by the press.",
        usd(between("CHN", "RUS", "imports", "a")),
        0,
        60,
        dt.date(2024, 12, 31),
        positive=True,
    ),
    Series(
        "trade.chn_rus.turnover.a",
        "Chinese goods trade with Russia, turnover",
        USD,
        "Chinese customs, whole years as first quoted by the press, from 2015.",
        Pick(
            WHOLE_YEARS.format(value="value_usd_mn", where="reporter = 'CHN' AND partner = 'RUS' AND flow = 'turnover'")
        ),
        0,
        60,
        LAST_YEAR,
        positive=True,
    ),
    Series(
        "trade.chn_rus.turnover_cow.a",
        "Goods trade of China and Russia to 2014",
        USD,
        "What each imported from the other (cif), Correlates of War; not continued by the customs figures.",
        Pick(
            "SELECT period_date, value_usd_mn AS value, fact_ids FROM trade_cow_pairs WHERE first_area = 'CHN' AND "
            "second_area = 'RUS'"
        ),
        0,
        60,
        dt.date(2014, 12, 31),
        positive=True,
    ),
)

EU_TOTAL = """
SELECT e.period_date, e.value_eur_mn + i.value_eur_mn AS value, [e.fact_id, i.fact_id] AS fact_ids
FROM trade_usable_eur e JOIN trade_usable_eur i USING (reporter, freq, period_date, source_id)
WHERE reporter = '{area}' AND freq = '{freq}' AND e.flow = 'export' AND i.flow = 'import'"""


def union_flows(area: str, place: str, freq: str, through: dt.date) -> list[Series]:
    """Exports, imports and total of the Union with Russia in euro."""
    stem = f"trade.{area.lower()}_rus"
    total = EU_TOTAL.format(area=area, freq=freq.upper())
    if freq == "a":
        whole = WHOLE_YEARS.format(value="value_eur_mn", where=f"reporter = '{area}' AND flow = 'turnover'")
        total = f"{total} UNION ALL {whole}"
    rules = {name: eur(between(area, "RUS", name, freq)) for name in FLOWS} | {"total": Pick(total)}
    return [
        Series(
            f"{stem}.{name}.{freq}",
            f"{place} goods trade with Russia, {name}",
            EUR,
            f"Union-reported, by {PER[freq]}, composition fixed; sums that lack a large member state are left out.",
            making,
            0,
            75,
            through,
            positive=True,
        )
        for name, making in rules.items()
    ]


UNION: tuple[Series, ...] = (
    *union_flows("EU27", "EU (27)", "m", dt.date(2022, 10, 31)),
    *union_flows("EU27", "EU (27)", "a", dt.date(2024, 12, 31)),
    *union_flows("EU27_2007", "EU (27 members of 2007)", "a", dt.date(2010, 12, 31)),
    Series(
        "trade.eu28_rus.balance.a",
        "EU (28) goods trade with Russia, balance",
        EUR,
        "Exports less imports as printed, rounded to EUR 1 billion; the two flows were not seen.",
        Pick(WHOLE_YEARS.format(value="value_eur_mn", where="reporter = 'EU28' AND flow = 'balance'")),
        0,
        75,
        dt.date(2018, 12, 31),
    ),
)

BESIDE: tuple[Series, ...] = (*RUSSIA, *CHINA, *UNION)
