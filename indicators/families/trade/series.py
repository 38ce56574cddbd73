"""The named series of goods trade.

US figures come as printed by the Census Bureau, months and years apart; Russia's, China's and the
Union's stand beside them and are never joined to them.
"""

from __future__ import annotations

import datetime as dt

from indicators.families.trade.beside import BESIDE
from indicators.families.trade.picks import FLOWS, PER, PERCENT, USD, between, usd
from indicators.families.trade.series_index import INDEX
from indicators.store.declare import Aggregate, Change, Combine, Family, Making, Model, Rolling, Series

LAST_MONTH, LAST_QUARTER, LAST_YEAR = dt.date(2026, 8, 31), dt.date(2026, 6, 30), dt.date(2025, 12, 31)
WORLD_MONTH, WORLD_YEAR = dt.date(2025, 2, 28), dt.date(2024, 12, 31)
US_VALUATION = {"exports": "fas", "imports": "customs"}
US_TEXT = {"exports": "exports, free alongside ship", "imports": "general imports, customs value"}
LAG = {"m": 12, "q": 4, "a": 1}


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
        models = {"exports": ("seasonal",), "imports": ("seasonal",), "total": ("seasonal", "local_level")}
    elif (partner, freq) == ("RUS", "a"):
        models = {"total": ("breaks",)}
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
        )
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
            collected_through=LAST_QUARTER,
            positive=name != "balance",
            models=("trend", "interventions", "forecast") if name == "total" else (),
        )
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
        )
        for name in ("exports", "imports", "total", "balance")
    ]


def growth() -> list[Series]:
    """Growth on the same period of the year before."""
    through = {"m": LAST_MONTH, "q": LAST_QUARTER, "a": LAST_YEAR}
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
        )
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
            f"US exports to and imports from Russia as a share of those with the world, by {PER[freq]}, all "
            "US-reported.",
            Combine("100.0 * part / whole", part=f"trade.usa_rus.total.{freq}", whole=f"trade.usa_wld.total.{freq}"),
            decimals=2,
            expected_lag_days=45,
            collected_through=through,
        )
        for freq, through in (("m", WORLD_MONTH), ("a", WORLD_YEAR))
    ]


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
    *BESIDE,
)

FAMILY = Family(
    name="trade",
    title="Trade",
    question="How much do the two countries trade, and with whom else?",
    series=SERIES,
    index=INDEX,
    headlines=("trade.usa_rus.total_12m.m", "trade.usa_rus.balance_12m.m", "trade.usa_rus.total.q"),
    reading=(
        ("trade.usa_rus.total.q", "trend"),
        ("trade.usa_rus.total.q", "interventions"),
        ("trade.usa_rus.total.q", "forecast"),
    ),
    definitions=(
        "US trade with Russia is goods trade as the US Census Bureau reports it: exports free alongside ship, "
        "general imports at customs value, not seasonally adjusted, current dollars.",
        "Years are the years the Census Bureau prints, not sums made here; quarters and 12-month sums are made "
        "from its months.",
        "A period is read from the newest edition known; press quotations of the Census Bureau fill only periods "
        "that no known edition holds.",
        "The share of the USA in Russian turnover takes numerator and denominator from one data set (Correlates of "
        "War, 1992-2014). The mirror ratio sets US-reported trade against Russia-reported turnover and is a series "
        "of its own.",
        "The European Union is shown in the composition of 2020 and in euro; China as Chinese customs report it, "
        "in dollars.",
    ),
    cautions=(
        "US-reported and Russia-reported flows differ by route and origin and are not added up: in 2019 Russia "
        "reported USD 13.2 billion of exports to the USA, the USA 22.3 billion of imports from Russia.",
        "The newest edition (of 2026) was seen in a copy rounded to USD 0.1 million; it reaches back to 2021.",
        "Values are in current prices: a change of price looks like a change of trade.",
        "Year-to-date figures, euro and dollar figures, and different compositions of the Union stand in series of "
        "their own.",
        "Russia's trade with the world for 2018 (imports), 2021 and from 2024 on was not collected.",
    ),
)
