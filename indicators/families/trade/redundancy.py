"""What facts of goods trade tell twice."""

from __future__ import annotations

import polars as pl

from indicators.contracts.redundancy import MONTH, copy_has_its_day, dotted, id_tells, near_neighbours, slug
from indicators.contracts.rules import Rule, rule

FLOWS = (slug("reporter"), slug("partner"), pl.col("flow"))
MONTHLY = pl.col("freq") == "M"
ADJUSTED = pl.when(pl.col("adjustment") == "sa").then(pl.lit("sa")).otherwise(pl.col("flow"))
"""An id says when a figure is seasonally adjusted."""
PERIOD_OF = ["reporter", "partner", "flow", "freq", "period", "adjustment"]
EDITION = ["reporter", "partner", "flow", "freq", "valuation", "adjustment", "source_id"]
EDITION_ROWS = 50
"""A source with so many figures is an edition of a file, not a page."""
REPORTS_APART = 1.5
"""Rosstat prints up to 1.46 times the imports of the Correlates of War (2001); other sources differ less."""
DOLLARS, WORLD = pl.col("value_usd_mn"), pl.col("partner") == "WLD"


def _edition(table: str) -> Rule:
    """All rows of one stored file came out together."""
    return rule(
        f"{table}.edition_has_one_day",
        f"All figures of an edition ({EDITION_ROWS} or more of one source) are published on one day",
        holds=pl.col("published_on").n_unique().over("source_id") == 1,
        applies=pl.len().over("source_id") >= EDITION_ROWS,
        columns=("published_on", "source_id"),
        mend="give the row the day of its own edition",
        within=("source_id",),
    )


VOLUMES: tuple[Rule, ...] = (
    id_tells("trade_volumes", ("reporter", "partner", "flow", "period", "vintage"),
             dotted(*FLOWS, pl.col("period")), slug("vintage"), ADJUSTED),
    _edition("trade_volumes"),
    copy_has_its_day("trade_volumes"),
    rule(
        "trade_volumes.reports_agree",
        f"All sources of one flow and period lie within a factor of {REPORTS_APART:g}, whatever their valuation",
        holds=DOLLARS.max().over(PERIOD_OF) <= REPORTS_APART * DOLLARS.min().over(PERIOD_OF),
        applies=pl.len().over(PERIOD_OF) > 1,
        columns=("value_usd_mn", "reporter", "partner", "flow", "period"),
        severity="warning",
        mend="compare the sources: a unit, a flow or a period may be wrong",
        within=PERIOD_OF,
    ),
    near_neighbours("trade_volumes.near_the_next_month", "Months of trade with the world", value=pl.col("value_usd_mn"),
                    over=EDITION, order_by=["period"], share=0.35, applies=MONTHLY & WORLD, columns=("value_usd_mn",)),
    near_neighbours("trade_volumes.near_the_next_year", "Years of one source", value=pl.col("value_usd_mn"),
                    over=EDITION, order_by=["period"], share=0.8, applies=~MONTHLY, columns=("value_usd_mn",),
                    severity="warning"),
)  # fmt: skip

EUR: tuple[Rule, ...] = (
    id_tells("trade_volumes_eur", ("reporter", "partner", "flow", "period"),
             dotted(*FLOWS, pl.col("period")), ADJUSTED),
    _edition("trade_volumes_eur"),
    copy_has_its_day("trade_volumes_eur"),
    near_neighbours("trade_volumes_eur.near_the_next_month", "Months", value=pl.col("value_eur_mn"), over=EDITION,
                    order_by=["period"], share=0.3, applies=MONTHLY, columns=("value_eur_mn",)),
    near_neighbours("trade_volumes_eur.near_the_next_year", "Years", value=pl.col("value_eur_mn"),
                    over=["reporter", "partner", "flow", "freq", "valuation"], order_by=["period"], share=0.75,
                    applies=~MONTHLY, columns=("value_eur_mn",), severity="warning"),
    rule(
        "trade_volumes_eur.both_flows",
        "An edition gives both flows of a period",
        holds=pl.col("flow").n_unique().over("reporter", "partner", "freq", "period", "source_id") == 2,
        applies=pl.len().over("source_id") >= EDITION_ROWS,
        columns=("flow", "period"),
        mend="restore the flow that is missing",
        within=("source_id",),
    ),
)  # fmt: skip

SPAN = ("period_start", "period_end")
WHOLE_YEAR = (pl.col("period_start").dt.month() == 1) & (pl.col("period_end").dt.month() == 12)

START, END = (pl.col(name).dt for name in SPAN)
MONTHS = (12 * (END.year() - START.year()) + END.month().cast(pl.Int32) - START.month() + 1).cast(pl.Float64)
SPAN_VALUE = pl.coalesce("value_usd_mn", "value_eur_mn")
CURRENCY = pl.col("value_usd_mn").is_null()
SIZES: dict[tuple[str, str], tuple[float, float]] = {
    ("CHN", "RUS"): (2_500, 30_000),
    ("RUS", "CHN"): (2_500, 30_000),
    ("EU27", "RUS"): (1_500, 35_000),
    ("EU28", "RUS"): (2_000, 35_000),
    ("RUS", "USA"): (500, 5_000),
    ("USA", "RUS"): (20, 5_000),
    ("RUS", "WLD"): (8_000, 90_000),
}
"""Millions a month of exports, imports or both: below the leanest and above the fullest months of 2011 to 2026."""
FLOW = ("reporter", "partner", "flow")
MANY_YEARS = 5
LONG_SPAN, PACE = 6, 1.25
"""Spans of the same year and six months or more: their monthly means differ by up to 18 per cent (China, 2022)."""
SAME_YEAR = ("reporter", "partner", "period_start")


def _flow(name: str) -> pl.Expr:
    """The flow of the same span."""
    return SPAN_VALUE.filter(pl.col("flow") == name).mean().over(*SAME_YEAR, "period_end", CURRENCY)


def _steady(mean: pl.Expr, *over: str) -> pl.Expr:
    long = pl.when(MONTHS >= LONG_SPAN).then(mean)
    return long.max().over(*over, CURRENCY) <= PACE * long.min().over(*over, CURRENCY)


BOTH_WAYS = pl.when(pl.col("flow") == "turnover").then(SPAN_VALUE).otherwise(_flow("export") + _flow("import"))
ONE_WAY = pl.col("flow").is_in(["export", "import", "turnover"])


def _size(bound: int) -> pl.Expr:
    pair = pl.concat_str("reporter", "partner", separator=" ")
    bounds = {" ".join(areas): sizes[bound] for areas, sizes in SIZES.items()}
    return pair.replace_strict(bounds, default=None, return_dtype=pl.Float64)


CUMULATIVE: tuple[Rule, ...] = (
    copy_has_its_day("trade_cumulative"),
    rule(
        "trade_cumulative.no_hole",
        f"Totals of {MANY_YEARS} whole years or more of one flow follow each other without a hole",
        holds=START.year().filter(WHOLE_YEAR).n_unique().over(*FLOW)
        == (START.year().filter(WHOLE_YEAR).max() - START.year().filter(WHOLE_YEAR).min() + 1).over(*FLOW),
        applies=WHOLE_YEAR & (START.year().filter(WHOLE_YEAR).n_unique().over(*FLOW) >= MANY_YEARS),
        columns=("period_start", "reporter", "partner", "flow"),
        mend="restore the total of the missing year",
        within=FLOW,
    ),
    rule(
        "trade_cumulative.size_of_a_month",
        "The monthly mean of a span is of the size that months of these two areas have",
        holds=(SPAN_VALUE / MONTHS).is_between(_size(0), _size(1)),
        applies=ONE_WAY,
        columns=("value_usd_mn", "value_eur_mn", "reporter", "partner", "period_end"),
        mend="compare unit, areas and span with the source",
    ),
    rule(
        "trade_cumulative.pace_of_the_year",
        f"Spans of {LONG_SPAN} months or more of one year have monthly means within a factor of {PACE:g}",
        holds=_steady(SPAN_VALUE / MONTHS, *SAME_YEAR, "flow")
        & _steady(BOTH_WAYS / MONTHS, *SAME_YEAR).fill_null(True),
        applies=ONE_WAY & (MONTHS >= LONG_SPAN),
        columns=("value_usd_mn", "value_eur_mn", "flow", "period_end"),
        severity="warning",
        mend="compare the spans of the year with their sources",
        within=SAME_YEAR,
    ),
    id_tells("trade_cumulative", ("reporter", "partner", "flow", *SPAN),
             dotted(*FLOWS, *(pl.col(name).dt.strftime(MONTH) for name in SPAN))),
    near_neighbours("trade_cumulative.near_the_next_year", "Totals of whole years",
                    value=pl.coalesce("value_usd_mn", "value_eur_mn"), over=["reporter", "partner", "flow"],
                    order_by=["period_start", "published_on", "fact_id"], share=0.75, applies=WHOLE_YEAR,
                    columns=("value_usd_mn", "value_eur_mn"), severity="warning"),
)  # fmt: skip
