"""The named series of goods trade.

US figures come as printed by the Census Bureau, months and years apart; Russia's, China's and the
Union's stand beside them and are never joined to them.
"""

from __future__ import annotations

import datetime as dt

from indicators.store.declare import Aggregate, Change, Combine, Family, Making, Model, Pick, Rolling, Series

USD, EUR, PERCENT = "USD million", "EUR million", "per cent"
LAST_MONTH, LAST_YEAR = dt.date(2026, 8, 31), dt.date(2025, 12, 31)
WORLD_MONTH, WORLD_YEAR = dt.date(2025, 2, 28), dt.date(2024, 12, 31)
FLOWS = {"exports": "export", "imports": "import"}
US_VALUATION = {"exports": "fas", "imports": "customs"}
US_TEXT = {"exports": "exports, free alongside ship", "imports": "general imports, customs value"}
PER = {"m": "month", "q": "quarter", "a": "year"}
LAG = {"m": 12, "q": 4, "a": 1}


def usd(where: str) -> Pick:
    """The best dollar figure of each period among those that fit."""
    return Pick(f"SELECT period_date, value_usd_mn AS value, [fact_id] AS fact_ids FROM trade_usable WHERE {where}")


def eur(where: str) -> Pick:
    """The best euro figure of each period among those that fit."""
    return Pick(f"SELECT period_date, value_eur_mn AS value, [fact_id] AS fact_ids FROM trade_usable_eur WHERE {where}")


def between(reporter: str, partner: str, name: str, freq: str) -> str:
    """Condition for one flow of one reporter."""
    return f"reporter = '{reporter}' AND partner = '{partner}' AND flow = '{FLOWS[name]}' AND freq = '{freq.upper()}'"


def us_flows(partner: str, place: str, freq: str, through: dt.date) -> list[Series]:
    """US exports, imports, total and balance with a partner, in the Census Bureau's own months or years."""
    stem = f"trade.usa_{partner.lower()}"
    ends: dict[str, Making] = {
        name: usd(f"{between('USA', partner, name, freq)} AND valuation = '{US_VALUATION[name]}'") for name in FLOWS
    }
    made = {"exports": f"{stem}.exports.{freq}", "imports": f"{stem}.imports.{freq}"}
    ends["total"] = Combine("exports + imports", **made)
    ends["balance"] = Combine("exports - imports", **made)
    text = {
        **{name: f"US goods {US_TEXT[name]}, not seasonally adjusted; the newest edition known" for name in FLOWS},
        "total": "Exports and imports together",
        "balance": "Exports less imports; below 0 the USA buys more than it sells",
    }
    models: dict[str, tuple[Model, ...]] = {}
    if (partner, freq) == ("RUS", "m"):
        models = {"exports": ("stl",), "imports": ("stl",), "total": ("stl", "local_level", "forecast")}
    return [
        Series(
            f"{stem}.{name}.{freq}",
            f"US goods trade with {place}, {name}",
            USD,
            f"{text[name]}, by {PER[freq]}.",
            making,
            expected_lag_days=45,
            collected_through=through,
            models=models.get(name, ()),
            positive=name != "balance",
        )  # fmt: skip
        for name, making in ends.items()
    ]


def quarters() -> list[Series]:
    """Quarters are sums of three months, all present."""
    return [
        Series(
            f"trade.usa_rus.{name}.q",
            f"US goods trade with Russia, {name}, quarterly",
            USD,
            "Sum of the three months of the quarter, all of them known.",
            Aggregate(f"trade.usa_rus.{name}.m"),
            expected_lag_days=45,
            collected_through=dt.date(2026, 6, 30),
            positive=name != "balance",
            models=("local_level", "forecast") if name == "total" else (),
        )  # fmt: skip
        for name in ("exports", "imports", "total", "balance")
    ]


def twelve_months() -> list[Series]:
    """Sums over twelve months: free of the season."""
    return [
        Series(
            f"trade.usa_rus.{name}_12m.m",
            f"US goods trade with Russia, {name} of the last 12 months",
            USD,
            "Sum of the month and the eleven before it, all of them known.",
            Rolling(f"trade.usa_rus.{name}.m", 12),
            expected_lag_days=45,
            collected_through=LAST_MONTH,
            positive=name != "balance",
        )  # fmt: skip
        for name in ("exports", "imports", "total", "balance")
    ]


def growth() -> list[Series]:
    """Growth on the same period of the year before."""
    through = {"m": LAST_MONTH, "q": dt.date(2026, 6, 30), "a": LAST_YEAR}
    names = [(name, freq) for freq in ("m", "q", "a") for name in ("exports", "imports", "total")]
    return [
        Series(
            f"trade.usa_rus.{name}_growth.{freq}",
            f"US goods trade with Russia, {name.replace('_12m', ' of 12 months')}, growth on year",
            PERCENT,
            f"Change on the same {PER[freq]} of the year before.",
            Change(f"trade.usa_rus.{name}.{freq}", lag=LAG[freq]),
            expected_lag_days=45,
            collected_through=through[freq],
        )  # fmt: skip
        for name, freq in [*names, ("total_12m", "m")]
    ]


def ussr() -> list[Series]:
    """The Soviet Union before Russia: series of its own."""
    return [s for s in us_flows("SUN", "the USSR", "a", dt.date(1992, 12, 31)) if "balance" not in s.id]


def russia_share_of_us_trade() -> list[Series]:
    """How much Russia weighs in US trade: one reporter, one valuation."""
    return [
        Series(
            f"trade.usa.russia_share.{freq}",
            "Share of Russia in US goods trade",
            PERCENT,
            f"US exports to and imports from Russia as a share of those with the world, by {PER[freq]}; both US-reported.",
            Combine("100.0 * part / whole", part=f"trade.usa_rus.total.{freq}", whole=f"trade.usa_wld.total.{freq}"),
            decimals=2,
            expected_lag_days=45,
            collected_through=through,
        )  # fmt: skip
        for freq, through in (("m", WORLD_MONTH), ("a", WORLD_YEAR))
    ]


COW_SHARE = """
SELECT p.period_date, 100.0 * p.value_usd_mn / w.value_usd_mn AS value, list_concat(p.fact_ids, w.fact_ids) AS fact_ids
FROM trade_cow_pairs p JOIN trade_cow_russia w USING (period_date)
WHERE p.first_area = '{first}' AND p.second_area = '{second}'"""

RUSSIA: tuple[Series, ...] = (
    Series(
        "trade.rus_wld.exports.a", "Russian goods trade with the world, exports", USD,
        "Russia-reported, fob: Rosstat 1999-2017, else Correlates of War, WTO, and customs figures quoted by the press.",
        usd(f"{between('RUS', 'WLD', 'exports', 'a')} AND valuation = 'fob'"), 0, 60, dt.date(2023, 12, 31), positive=True,
    ),
    Series(
        "trade.rus_wld.imports.a", "Russian goods trade with the world, imports", USD,
        "Russia-reported: Rosstat 1999-2017 (fob, balance of payments), WTO 2019-2020 (fob), Correlates of War 1992-1998 and "
        "customs figures quoted by the press 2022-2023 (cif). Method breaks where the source changes.",
        usd(between("RUS", "WLD", "imports", "a")), 0, 60, dt.date(2023, 12, 31), positive=True,
    ),
    Series(
        "trade.rus_wld.turnover.a", "Russian goods trade with the world, turnover", USD,
        "Exports and imports together; no value where one of them is missing.",
        Combine("exports + imports", exports="trade.rus_wld.exports.a", imports="trade.rus_wld.imports.a"), 0, 60,
        dt.date(2023, 12, 31), positive=True,
    ),
    *(
        Series(
            f"trade.rus_wld.{name}.m", f"Russian goods trade with the world, {name}, monthly", USD,
            "Russia-reported, fob, balance-of-payments method: Rosstat to mid-2018, then only single months.",
            usd(f"{between('RUS', 'WLD', name, 'm')} AND valuation = 'fob'"), 0, 45, dt.date(2025, 2, 28), positive=True,
        )
        for name in FLOWS
    ),
    Series(
        "trade.rus_usa.exports.a", "Russian goods exports to the USA as Russia counts them", USD,
        "Russia-reported, fob, from the IMF and UN Comtrade; only 2019 and 2020 were seen.",
        usd(between("RUS", "USA", "exports", "a")), 0, 60, dt.date(2020, 12, 31), positive=True,
    ),
    *(
        Series(
            f"trade.rus.{area.lower()}_share.a", f"Share of {place} in Russian goods turnover", PERCENT,
            f"What Russia and {place} imported from each other, as a share of Russia's exports and imports; all figures from one "
            "data set (Correlates of War), which ends in 2014. No later year has both sides from one source.",
            Pick(COW_SHARE.format(first=first, second=second)), 2, 60, dt.date(2014, 12, 31),
        )
        for area, place, first, second in (("USA", "the USA", "RUS", "USA"), ("CHN", "China", "CHN", "RUS"))
    ),
    Series(
        "trade.rus.usa_share_mirror.a", "US-reported trade with Russia against Russian turnover", PERCENT,
        "US-reported trade with Russia as a share of Russia-reported turnover: two reporters in one ratio, for years that no single "
        "source covers. It runs above the share that Russian customs state.",
        Combine("100.0 * part / whole", part="trade.usa_rus.total.a", whole="trade.rus_wld.turnover.a"), 2, 60,
        dt.date(2023, 12, 31),
    ),
    Series(
        "trade.rus.usa_share_part_year.a", "Share of the USA in Russian turnover, first months of the year", PERCENT,
        "Russian customs figures for the first eight or nine months of a year; parts of years, comparable with no full year.",
        Pick("""SELECT period_start AS period_date, period_end AS reference_date, fact_ids,
                       100.0 * usa_usd_mn / world_usd_mn AS value FROM trade_russia_part_years"""),
        2, 60, dt.date(2021, 12, 31),
    ),
)  # fmt: skip

WHOLE_YEARS = "SELECT period_date, {value} AS value, [fact_id] AS fact_ids FROM trade_whole_years WHERE {where}"

CHINA: tuple[Series, ...] = (
    Series(
        "trade.chn_rus.exports.a", "Chinese goods exports to Russia", USD,
        "China-reported, fob: IMF and UN Comtrade 2019-2020, else Chinese customs quoted by the press.",
        usd(between("CHN", "RUS", "exports", "a")), 0, 60, dt.date(2024, 12, 31), positive=True,
    ),
    Series(
        "trade.chn_rus.imports.a", "Chinese goods imports from Russia", USD,
        "China-reported, cif: Correlates of War to 2014, then Chinese customs quoted by the press.",
        usd(between("CHN", "RUS", "imports", "a")), 0, 60, dt.date(2024, 12, 31), positive=True,
    ),
    Series(
        "trade.chn_rus.turnover.a", "Chinese goods trade with Russia, turnover", USD,
        "Chinese customs, whole years as first quoted by the press, from 2015.",
        Pick(WHOLE_YEARS.format(value="value_usd_mn", where="reporter = 'CHN' AND partner = 'RUS' AND flow = 'turnover'")),
        0, 60, LAST_YEAR, positive=True,
    ),
    Series(
        "trade.chn_rus.turnover_cow.a", "Goods trade of China and Russia to 2014", USD,
        "What each imported from the other (cif), Correlates of War; not continued by the customs figures.",
        Pick("SELECT period_date, value_usd_mn AS value, fact_ids FROM trade_cow_pairs "
             "WHERE first_area = 'CHN' AND second_area = 'RUS'"), 0, 60, dt.date(2014, 12, 31), positive=True,
    ),
)  # fmt: skip

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
        )  # fmt: skip
        for name, making in rules.items()
    ]


UNION: tuple[Series, ...] = (
    *union_flows("EU27", "EU (27)", "m", dt.date(2022, 10, 31)),
    *union_flows("EU27", "EU (27)", "a", dt.date(2024, 12, 31)),
    *union_flows("EU27_2007", "EU (27 members of 2007)", "a", dt.date(2010, 12, 31)),
    Series(
        "trade.eu28_rus.balance.a", "EU (28) goods trade with Russia, balance", EUR,
        "Exports less imports as printed, rounded to EUR 1 billion; the two flows were not seen.",
        Pick(WHOLE_YEARS.format(value="value_eur_mn", where="reporter = 'EU28' AND flow = 'balance'")),
        0, 75, dt.date(2018, 12, 31),
    ),
)  # fmt: skip

SERIES: tuple[Series, ...] = (
    *us_flows("RUS", "Russia", "m", LAST_MONTH),
    *quarters(),
    *us_flows("RUS", "Russia", "a", LAST_YEAR),
    *twelve_months(),
    *growth(),
    *us_flows("WLD", "the world", "m", WORLD_MONTH),
    *us_flows("WLD", "the world", "a", WORLD_YEAR),
    *russia_share_of_us_trade(),
    *ussr(),
    *RUSSIA,
    *CHINA,
    *UNION,
)

FAMILY = Family(
    name="trade",
    title="Trade",
    question="How much do the two countries trade, and with whom else?",
    series=SERIES,
    headlines=("trade.usa_rus.total_12m.m", "trade.usa_rus.balance_12m.m", "trade.usa_rus.total.q"),
    definitions=(
        "US trade with Russia is goods trade as the US Census Bureau reports it: exports free alongside ship, general imports at "
        "customs value, not seasonally adjusted, current dollars.",
        "Years are the years the Census Bureau prints, not sums made here; quarters and 12-month sums are made from its months.",
        "A period is read from the newest edition known; press quotations of the Census Bureau fill only months that no known edition holds.",
        "The share of the USA in Russian turnover takes numerator and denominator from one data set (Correlates of War, 1992-2014). "
        "The mirror ratio for later years sets US-reported trade against Russia-reported turnover and is a series of its own.",
        "The European Union is shown in the composition of 2020 and in euro; China as Chinese customs report it, in dollars.",
    ),
    cautions=(
        "US-reported and Russia-reported flows differ by route and origin and are never mixed in a series: in 2019 Russia reported "
        "USD 13.2 billion of exports to the USA, the USA 22.3 billion of imports from Russia.",
        "The newest edition (October 2026) was seen in a copy rounded to USD 0.1 million; it reaches back to 2021.",
        "Values are in current prices: a change of price looks like a change of trade.",
        "Year-to-date figures, euro and dollar figures, and different compositions of the Union stand in series of their own.",
        "Russia's trade with the world for 2018 (imports), 2021 and from 2024 on was not collected.",
    ),
)
