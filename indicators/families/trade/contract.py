"""What the tables of goods trade promise."""

from __future__ import annotations

import datetime as dt

import polars as pl

from indicators.contracts.codes import AREA
from indicators.contracts.model import Contract, FactTable, Rule, TableModel, column, rule
from indicators.families.trade import redundancy
from indicators.families.trade.across import RULES as ACROSS

AREAS = {code: AREA[code] for code in ("USA", "RUS", "SUN", "CHN", "WLD", "EU27", "EU28", "EU27_2007")}
FLOW = {
    "export": "goods sold by the reporter to the partner",
    "import": "goods bought by the reporter from the partner",
}
TOTALS = {"turnover": "exports and imports together", "balance": "exports less imports"}
VALUATION = {
    "fas": "free alongside ship (US exports)",
    "customs": "customs value, without freight and insurance (US general imports)",
    "fob": "free on board",
    "cif": "with cost, insurance and freight",
}
ADJUSTMENT = {"nsa": "not seasonally adjusted", "sa": "seasonally adjusted"}
FREQ = {"M": "monthly", "A": "annual"}
COMPLETENESS = {
    "complete": "all member states reported",
    "minor_gap": "Cyprus or Malta had not reported, a negligible part of the flow",
    "incomplete": "a large member state had not reported; feeds no series",
}
PERIOD = r"(19|20)\d{2}(-(0[1-9]|1[0-2]))?"
REFERENCE_END = (
    "CASE WHEN length(period) = 4 THEN CAST(period || '-12-31' AS DATE) "
    "ELSE last_day(TRY_CAST(period || '-01' AS DATE)) END"
)

YEAR = pl.col("period").str.slice(0, 4)
MONTHLY = pl.col("freq") == "M"
MONTH = pl.when(MONTHLY).then(pl.col("period").str.slice(5)).otherwise(pl.lit("12")).cast(pl.Int64, strict=False)
PERIOD_END = pl.date(YEAR.cast(pl.Int64, strict=False), MONTH, 1).dt.month_end()
STEP = (
    pl.when(MONTHLY).then(YEAR.cast(pl.Int64, strict=False) * 12 + MONTH).otherwise(YEAR.cast(pl.Int64, strict=False))
)
"""Months, or years, counted from the year 0."""
EDITION = ["reporter", "partner", "flow", "freq", "valuation", "adjustment", "source_id"]
WHOLE = ["reporter", "flow", "freq", "period", "valuation", "adjustment"]
QUANTITY = ["reporter", "partner", "flow", "freq", "period", "valuation", "adjustment"]
ROUNDING_STEPS = (1000.0, 100.0, 0.1)


def _step(value: str) -> pl.Expr:
    """Rounding step of figures: the coarsest step that each is a multiple of."""
    step = pl.lit(0.001)
    for size in reversed(ROUNDING_STEPS):
        cells = pl.col(value) / size
        step = pl.when((cells - cells.round()).abs() < 1e-6).then(pl.lit(size)).otherwise(step)
    return step


def _months_make_the_year(table: str, value: str) -> Rule:
    """Twelve months of one edition against its year; each of 13 rounded figures may be off by half a step."""
    group = [pl.col(name) for name in EDITION if name != "freq"] + [YEAR]
    months = pl.col(value).filter(MONTHLY)
    return rule(
        f"{table}.months_make_the_year",
        "Twelve months of an edition add up to its year, but for the rounding of the thirteen figures",
        holds=(months.sum().over(group) - pl.col(value)).abs() <= 6.5 * _step(value).min().over(group),
        applies=(pl.col("freq") == "A") & (months.count().over(group) == 12),
        columns=(value, "period"),
        mend="compare the year and its twelve months with the source",
        within=[name for name in EDITION if name != "freq"],
    )


def _period_rules(table: str) -> tuple[Rule, ...]:
    """Rules that the two tables of months and years share."""
    return (
        rule(
            f"{table}.period_fits_freq",
            "A month is written 2024-07 and a year 2024",
            holds=pl.col("period").str.len_chars() == pl.when(MONTHLY).then(7).otherwise(4),
            columns=("period", "freq"),
            mend="correct the period or the frequency",
        ),
        rule(
            f"{table}.published_after_period",
            "A figure is published after the end of its period",
            holds=pl.col("published_on") > PERIOD_END,
            columns=("published_on", "period"),
            mend="correct the publication day or the period",
        ),
        rule(
            f"{table}.valuation_fits_flow",
            "Exports are valued fas or fob; imports customs, cif or fob",
            holds=pl.when(pl.col("flow") == "export")
            .then(pl.col("valuation").is_in(["fas", "fob"]))
            .otherwise(pl.col("valuation").is_in(["customs", "cif", "fob"])),
            columns=("valuation", "flow"),
        ),
        rule(
            f"{table}.two_areas",
            "Reporter and partner differ",
            holds=pl.col("reporter") != pl.col("partner"),
            columns=("partner", "reporter"),
        ),
    )


class TradeVolumes(FactTable):
    """One published figure of goods trade in US dollars. Every edition of a source is kept."""

    _contract = Contract(
        name="trade_volumes",
        folder="trade",
        files=("census_vintages.csv", "trade_volumes.csv"),
        title="Goods trade in USD million by reporter, partner, flow and period, all editions",
        version="4.0.0",
        key=("reporter", "partner", "flow", "freq", "period", "valuation", "adjustment", "vintage", "source_id"),
        quantity=tuple(QUANTITY),
        reference_end=REFERENCE_END,
        usage=(
            "Figures of the USA and of Russia for one flow differ by origin and route; never add or average them.",
            "fas, customs, fob and cif values are different measures; pick one valuation.",
            "Several editions and sources of one period are several rows; read one edition, or the as-of view.",
            "Values are in current prices.",
        ),
        revision_percent={"value_usd_mn": 10},
        waits={"low_is_not_a_release": "no figure is of low quality or has a release date of its own"},
    )
    _rules = (
        *_period_rules("trade_volumes"),
        *redundancy.VOLUMES,
        _months_make_the_year("trade_volumes", "value_usd_mn"),
        rule(
            "trade_volumes.part_within_whole",
            "Trade with one partner is no more than trade with the world in the same edition",
            holds=pl.col("value_usd_mn")
            <= pl.col("value_usd_mn").filter(pl.col("partner") == "WLD").max().over(*WHOLE, "source_id"),
            applies=pl.col("partner") != "WLD",
            columns=("value_usd_mn", "partner"),
            within=WHOLE,
        ),
        rule(
            "trade_volumes.no_hole_in_an_edition",
            "In an edition of a statistical office the months, and in any edition the years, follow each other "
            "without a hole",
            holds=(STEP - STEP.shift(1).over(EDITION, order_by="period") <= 1).fill_null(True),
            applies=pl.when(MONTHLY)
            .then((pl.col("source_publisher_rank") == 1) & (pl.len().over(EDITION) >= 12))
            .otherwise(pl.len().over(EDITION) >= 3),
            columns=("period",),
            mend="restore what this edition has between this period and the one before it",
            within=EDITION,
        ),
        rule(
            "trade_volumes.ussr_to_1992",
            "The USSR is a partner to 1992, Russia a reporter or partner from 1992",
            holds=pl.when(pl.col("partner") == "SUN").then(YEAR <= "1992").otherwise(YEAR >= "1992"),
            applies=pl.col("partner").is_in(["SUN", "RUS"]) | (pl.col("reporter") == "RUS"),
            columns=("partner", "period"),
        ),
        rule(
            "trade_volumes.edition_after_period",
            "An edition is not older than the period it reports",
            holds=pl.col("vintage")
            >= pl.col("period").str.slice(0, pl.col("vintage").str.len_chars().clip(upper_bound=7)),
            columns=("vintage", "period"),
            mend="correct the edition or the period",
        ),
    )

    reporter: str = column("Area whose statistics the figure is", codes=AREAS)
    partner: str = column("Area traded with", codes=AREAS)
    flow: str = column("Direction as the reporter sees it", codes=FLOW)
    freq: str = column("Frequency of the figure", codes=FREQ)
    period: str = column("Month (2024-07) or year (2024)", pattern=PERIOD)
    valuation: str = column("Point at which goods are valued", codes=VALUATION)
    adjustment: str = column("Seasonal adjustment", codes=ADJUSTMENT)
    vintage: str = column("Edition of the source: its year, month or day", pattern=r"(19|20)\d{2}(-\d{2}){0,2}")
    value_usd_mn: float = column("Value of the flow, current prices", unit="USD million", gt=0, le=10_000_000)


class TradeVolumesEur(FactTable):
    """One published figure of trade between the European Union and Russia in euro."""

    _contract = Contract(
        name="trade_volumes_eur",
        folder="trade",
        files=("trade_volumes_eur.csv",),
        title="EU goods trade with Russia in EUR million by flow and period",
        version="3.0.0",
        key=("reporter", "partner", "flow", "freq", "period", "valuation", "adjustment", "source_id"),
        quantity=tuple(QUANTITY),
        reference_end=REFERENCE_END,
        usage=(
            "EU27_2007, EU27 and EU28 are different sets of states and are not one series.",
            "Rows with completeness incomplete lack a large member state and feed no series.",
        ),
        revision_percent={"value_eur_mn": 10},
        waits={
            "low_is_not_a_release": "no figure is of low quality or has a release date of its own",
            "revision_of_value_eur_mn": "no publisher has given a figure twice",
        },
    )
    _rules = (
        *_period_rules("trade_volumes_eur"),
        *redundancy.EUR,
        _months_make_the_year("trade_volumes_eur", "value_eur_mn"),
        rule(
            "trade_volumes_eur.gap_is_marked",
            "A sum that lacks a member state is marked as an estimate",
            holds=pl.col("obs_status") == "E",
            applies=pl.col("completeness") != "complete",
            columns=("obs_status", "completeness"),
        ),
        rule(
            "trade_volumes_eur.earlier_union_earlier_years",
            "The Union of 2007 reports years to 2013",
            holds=YEAR <= "2013",
            applies=pl.col("reporter") == "EU27_2007",
            columns=("reporter", "period"),
        ),
    )

    reporter: str = column(
        "The Union in the stated composition", codes={k: AREAS[k] for k in ("EU27", "EU27_2007", "EU28")}
    )
    partner: str = column("Area traded with", codes={"RUS": AREAS["RUS"]})
    flow: str = column("Direction as the reporter sees it", codes=FLOW)
    freq: str = column("Frequency of the figure", codes=FREQ)
    period: str = column("Month (2022-07) or year (2022)", pattern=PERIOD)
    valuation: str = column("Point at which goods are valued", codes=VALUATION)
    adjustment: str = column("Seasonal adjustment", codes=ADJUSTMENT)
    completeness: str = column("Whether all member states are in the sum", codes=COMPLETENESS)
    value_eur_mn: float = column("Value of the flow, current prices", unit="EUR million", gt=0, le=1_000_000)


SPAN = ["reporter", "partner", "period_start", "period_end"]
SAME_START = ["reporter", "partner", "flow", "period_start"]
VALUE = pl.coalesce("value_usd_mn", "value_eur_mn")


class TradeCumulative(FactTable):
    """One published figure for several months together, or for exports and imports together."""

    _contract = Contract(
        name="trade_cumulative",
        folder="trade",
        files=("trade_cumulative.csv",),
        title="Year-to-date, quarterly, turnover-only and balance-only figures of goods trade",
        version="3.0.0",
        key=("reporter", "partner", "flow", "period_start", "period_end", "source_id"),
        quantity=("reporter", "partner", "flow", "period_start", "period_end"),
        reference_end="period_end",
        usage=(
            "A span is never a month or a quarter of the monthly table.",
            "Euro and dollar values stand in columns of their own; nothing is converted.",
        ),
        revision_percent={"value_usd_mn": 10, "value_eur_mn": 10},
        waits={
            "low_is_not_a_release": "no figure is of low quality or has a release date of its own",
            "revision_of_*": "no publisher has given a figure twice",
        },
    )
    _rules = (
        *redundancy.CUMULATIVE,
        rule(
            "trade_cumulative.one_currency",
            "Exactly one of the two value columns is filled, euro for the Union and dollars for others",
            holds=pl.when(pl.col("reporter").str.starts_with("EU"))
            .then(pl.col("value_eur_mn").is_not_null() & pl.col("value_usd_mn").is_null())
            .otherwise(pl.col("value_usd_mn").is_not_null() & pl.col("value_eur_mn").is_null()),
            columns=("value_usd_mn", "value_eur_mn"),
        ),
        rule(
            "trade_cumulative.dates_in_order",
            "A span begins before it ends, within one year",
            holds=(pl.col("period_start") < pl.col("period_end"))
            & (pl.col("period_start").dt.year() == pl.col("period_end").dt.year()),
            columns=("period_start", "period_end"),
            mend="correct the first or the last day",
        ),
        rule(
            "trade_cumulative.whole_months",
            "A span runs from the first day of a month to the last day of one",
            holds=(pl.col("period_start").dt.day() == 1)
            & (pl.col("period_end") == pl.col("period_end").dt.month_end()),
            columns=("period_start", "period_end"),
        ),
        rule(
            "trade_cumulative.published_after_span",
            "A figure is published after the end of its span",
            holds=pl.col("published_on") > pl.col("period_end"),
            columns=("published_on", "period_end"),
        ),
        rule(
            "trade_cumulative.only_a_balance_is_negative",
            "Exports, imports and turnover are above zero",
            holds=VALUE > 0,
            applies=pl.col("flow") != "balance",
            columns=("value_usd_mn", "flow"),
        ),
        rule(
            "trade_cumulative.flow_within_turnover",
            "Exports or imports are less than the turnover of the same span",
            holds=VALUE.filter(pl.col("flow") == "turnover").max().over(SPAN) > VALUE,
            applies=pl.col("flow").is_in(["export", "import"]),
            columns=("value_usd_mn", "flow"),
        ),
        rule(
            "trade_cumulative.grows_within_the_year",
            "A longer span from the same first day holds no less trade",
            holds=VALUE.cum_max().over(SAME_START, order_by="period_end") <= VALUE,
            applies=(pl.col("flow") != "balance") & (pl.col("period_end").n_unique().over(SAME_START) > 1),
            columns=("value_usd_mn", "period_end"),
            mend="compare both spans with their sources",
        ),
        rule(
            "trade_cumulative.two_areas",
            "Reporter and partner differ",
            holds=pl.col("reporter") != pl.col("partner"),
            columns=("partner", "reporter"),
        ),
    )

    reporter: str = column("Area whose statistics the figure is", codes=AREAS)
    partner: str = column("Area traded with", codes=AREAS)
    flow: str = column("Direction as the reporter sees it, or both together", codes=FLOW | TOTALS)
    period_start: dt.date = column("First day of the span")
    period_end: dt.date = column("Last day of the span")
    valuation: str = column(
        "Point at which goods are valued", codes=VALUATION | {"not_stated": "the source does not say"}
    )
    adjustment: str = column("Seasonal adjustment", codes=ADJUSTMENT)
    value_usd_mn: float = column(
        "Value in dollars, current prices", unit="USD million", nullable=True, ge=-1_000_000, le=10_000_000
    )
    value_eur_mn: float = column(
        "Value in euro, current prices", unit="EUR million", nullable=True, ge=-1_000_000, le=1_000_000
    )


TABLES: tuple[type[TableModel], ...] = (TradeVolumes, TradeVolumesEur, TradeCumulative)
__all__ = ["ACROSS", "TABLES"]
