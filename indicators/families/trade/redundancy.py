"""What facts of goods trade tell twice."""

from __future__ import annotations

import polars as pl

from indicators.contracts.redundancy import MONTH, dotted, id_tells, near_neighbours, slug
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

CUMULATIVE: tuple[Rule, ...] = (
    id_tells("trade_cumulative", ("reporter", "partner", "flow", *SPAN),
             dotted(*FLOWS, *(pl.col(name).dt.strftime(MONTH) for name in SPAN))),
    near_neighbours("trade_cumulative.near_the_next_year", "Totals of whole years",
                    value=pl.coalesce("value_usd_mn", "value_eur_mn"), over=["reporter", "partner", "flow"],
                    order_by=["period_start", "published_on", "fact_id"], share=0.75, applies=WHOLE_YEAR,
                    columns=("value_usd_mn", "value_eur_mn"), severity="warning"),
)  # fmt: skip
