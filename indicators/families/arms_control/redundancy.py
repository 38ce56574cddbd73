"""What facts of arms control tell twice."""

from __future__ import annotations

import datetime as dt

import polars as pl

from indicators.contracts.redundancy import (
    DAY,
    MONTH,
    YEAR,
    days,
    dotted,
    id_tells,
    near_neighbours,
    one_for_all,
    slug,
)
from indicators.contracts.rules import Rule, rule

SUCCESSION = dt.date(1991, 12, 26)
VALUE = pl.coalesce(pl.col("ceiling_count").cast(pl.Float64), "ceiling_kilotons", "ceiling_tonnes")
FIRST_DAY = pl.coalesce("effective_from", "signed_on")
LIMIT = ("treaty", "item", "article")
OF_ONE_SIDE = pl.col("treaty").is_in(["salt_1", "cfe_adapted"])
"""Treaties whose articles set each side a number of its own."""
TWO_SIDES = pl.col("party").is_in(["USA", "RUS", "SUN"])
COUNTED = TWO_SIDES & (VALUE > 0)
SHARED_CAP = (pl.col("kind") == "cap") & TWO_SIDES & ~pl.col("item").str.contains("_national_")
AMERICAN, OTHER = pl.col("party") == "USA", pl.col("party").is_in(["RUS", "SUN"])
ENDS_APART = pl.col("treaty").is_in(["cfe", "salt_2", "start_2"])
"""Treaties that the two sides left on days of their own, or that never bound."""
SIDE = pl.col("party").replace({"SUN": "RUS"})
SIDES_APART = 5
"""Both sides' numbers differ most in the adapted CFE Treaty: 6,315 and 1,553 pieces of artillery, a factor of 4.1."""
ENTITLED, SUFFICIENT = "_national_entitlement", "_sufficiency_limit"
LEAST_ENTITLED = 0.1
"""Entitlements are 20 to 30 per cent (United States) and 47 to 67 per cent (Russia) of the sufficiency limits."""
MANY = 20
"""Rows of a treaty from which on it can be asked whether one is missing."""


def _both_within(group: tuple[str, ...]) -> pl.Expr:
    return (AMERICAN & SHARED_CAP).any().over(*group) & (OTHER & SHARED_CAP).any().over(*group)


def _of_the_same_kind(suffix: str) -> pl.Expr:
    """The number of the same party and kind of equipment under another rule of the treaty."""
    kind = pl.col("item").str.replace(f"{ENTITLED}|{SUFFICIENT}", "")
    return VALUE.filter(pl.col("item").str.ends_with(suffix)).max().over("treaty", "party", kind)


def _edge(column: str, *, first: bool) -> pl.Expr:
    """Whether the first (or last) day of a limit is the same for both sides; an open end is no day."""
    open_end = pl.lit(dt.date(9999, 12, 31))
    day = pl.col(column).fill_null(open_end)
    sides = [day.filter(side & SHARED_CAP) for side in (AMERICAN, OTHER)]
    usa, other = (s.min().over(*LIMIT) if first else s.max().over(*LIMIT) for s in sides)
    return usa == other


CEILINGS: tuple[Rule, ...] = (
    id_tells("treaty_ceilings", ("treaty", "party", "item", "effective_from"),
             dotted(slug("treaty"), slug("party"), slug("item"), FIRST_DAY.dt.strftime(DAY))),
    one_for_all("treaty_ceilings.article_sets_one_number", "An article sets both sides the same number", value=VALUE,
                over=LIMIT, applies=TWO_SIDES & ~OF_ONE_SIDE, columns=("ceiling_count", "party", "item")),
    one_for_all("treaty_ceilings.one_entry_into_force", "A treaty enters into force on one day",
                value=pl.col("entered_into_force_on"), over=("treaty",), applies=pl.lit(True),
                columns=("entered_into_force_on", "treaty")),
    rule(
        "treaty_ceilings.sides_of_one_magnitude",
        f"The numbers that a treaty sets the two sides for one thing lie within a factor of {SIDES_APART}",
        holds=VALUE.filter(COUNTED).max().over("treaty", "item")
        <= SIDES_APART * VALUE.filter(COUNTED).min().over("treaty", "item"),
        applies=COUNTED & (pl.col("party").filter(COUNTED).n_unique().over("treaty", "item") > 1),
        columns=("ceiling_count", "party", "item"),
        mend="compare both numbers with the treaty: one may be in other units or lack a digit",
        within=("treaty", "item"),
    ),
    rule(
        "treaty_ceilings.entitled_to_a_part",
        f"A CFE entitlement lies between {LEAST_ENTITLED:.0%} and the whole of what one country may hold",
        holds=VALUE.is_between(LEAST_ENTITLED * _of_the_same_kind(SUFFICIENT), _of_the_same_kind(SUFFICIENT)),
        applies=pl.col("item").str.ends_with(ENTITLED),
        columns=("ceiling_count", "item"),
        mend="compare the entitlement and the sufficiency limit with the treaty",
        within=("treaty", "party"),
    ),
    one_for_all("treaty_ceilings.left_on_one_day", "A party leaves all limits of a treaty on one day",
                value=pl.col("effective_to"), over=("treaty", "party", "status"),
                applies=pl.col("status").is_in(["withdrawn", "suspended", "expired"]),
                columns=("effective_to", "status")),
    rule(
        "treaty_ceilings.both_sides",
        "A cap that an article sets stands for both sides where others of its treaty do",
        holds=_both_within(LIMIT),
        applies=SHARED_CAP & _both_within(("treaty",)),
        columns=("party", "item"),
        mend="restore the row of the other side",
        within=("treaty",),
    ),
    rule(
        "treaty_ceilings.passes_to_russia",
        "A Soviet limit that ended with the Soviet Union goes on for Russia",
        holds=((pl.col("party") == "RUS") & (pl.col("effective_from") == SUCCESSION)).any().over(*LIMIT),
        applies=(pl.col("party") == "SUN") & (pl.col("effective_to") == SUCCESSION)
        & (pl.col("party") == "RUS").any().over("treaty"),
        columns=("effective_to", "party"),
        mend="restore the row of Russia from 1991-12-26",
        within=("treaty",),
    ),
    rule(
        "treaty_ceilings.sides_begin_and_end_together",
        "A limit begins and ends on the same days for both sides (treaties left one by one aside)",
        holds=_edge("effective_from", first=True) & _edge("effective_to", first=False),
        applies=SHARED_CAP & ~ENDS_APART & _both_within(LIMIT),
        columns=("effective_to", "effective_from"),
        within=LIMIT,
    ),
)  # fmt: skip

COUNT = pl.col("value_count").cast(pl.Float64)
START_TOTALS = (
    (pl.col("treaty") == "start_1")
    & pl.col("item").is_in(["deployed_delivery_vehicles", "accountable_warheads"])
    & (pl.col("kind") == "declaration")
)
CENTRAL_ITEMS = ("deployed_delivery_vehicles", "deployed_warheads", "launchers")
CENTRAL = (pl.col("treaty") == "new_start") & pl.col("item").is_in(CENTRAL_ITEMS) & (pl.col("kind") == "declaration")

DECLARATIONS: tuple[Rule, ...] = (
    id_tells("treaty_declarations", ("treaty", "party", "item", "reference_date"),
             days("reference_date", slug("treaty"), slug("party"), slug("item"), forms=(DAY, MONTH, YEAR))),
    rule(
        "treaty_declarations.exchange_is_whole",
        "For each day of a New START exchange there are three totals of both parties",
        holds=pl.struct("party", "item").filter(CENTRAL).n_unique().over("treaty", "reference_date") == 6,
        applies=CENTRAL & (CENTRAL.sum().over("treaty") >= MANY),
        columns=("reference_date", "party", "item"),
        mend="restore the missing total, or give it as missing with its reason",
        within=("treaty",),
    ),
    near_neighbours("treaty_declarations.near_the_next_exchange", "New START totals of one party", value=COUNT,
                    over=["treaty", "party", "item"], order_by=["reference_date", "fact_id"], share=0.09,
                    applies=CENTRAL & COUNT.is_not_null(), columns=("value_count",)),
    near_neighbours("treaty_declarations.near_the_next_total", "START I totals of one party", value=COUNT,
                    over=["treaty", "party", "item"], order_by=["reference_date", "fact_id"], share=0.56,
                    applies=START_TOTALS & COUNT.is_not_null(),
                    columns=("value_count",)),
)  # fmt: skip

LONG = pl.col("estimator").is_in(["fas", "suh"])
SHORT = pl.col("estimator").is_in(["sipri", "declared"]) & pl.col("item").is_in(
    ["stockpile", "deployed_total", "total_inventory"]
)
YEAR_NUMBER = pl.col("year")
HISTORY = ("country", "item", "estimator")
LINE = [pl.col("country").replace("SUN", "RUS"), pl.col("item"), pl.col("estimator")]
"""A history across the end of the Soviet Union."""


def _beside() -> tuple[pl.Expr, pl.Expr]:
    """The figures of the year before and the year after."""
    before, after = (COUNT.shift(n).over(*HISTORY, order_by=["year", "fact_id"]) for n in (1, -1))
    return before, after


STOCKPILES: tuple[Rule, ...] = (
    id_tells("warhead_stockpiles", ("country", "year", "item", "estimator"),
             dotted(slug("country"), slug("year"), slug("item"), slug("estimator"))),
    rule(
        "warhead_stockpiles.no_hole",
        "The years of a long estimate follow each other without a hole; Russia follows the Soviet Union",
        holds=(YEAR_NUMBER - YEAR_NUMBER.shift(1).over(LINE, order_by="year") <= 1).fill_null(True),
        applies=LONG & (pl.len().over(LINE) >= 10),
        columns=("year", "item"),
        mend="restore what the estimate has between this year and the one before it",
        within=("item", "estimator"),
    ),
    near_neighbours("warhead_stockpiles.near_the_next_year", "Years of one estimate", value=COUNT, over=HISTORY,
                    order_by=["year", "reference_month", "fact_id"], share=0.35, floor=300, applies=LONG,
                    columns=("value_count", "year")),
    rule(
        "warhead_stockpiles.between_neighbours",
        "A year of a long estimate is at most 15% and 40 above or below both years beside it",
        holds=COUNT.is_between(0.85 * pl.min_horizontal(*_beside()) - 40, 1.15 * pl.max_horizontal(*_beside()) + 40),
        applies=LONG & pl.all_horizontal(b.is_not_null() for b in _beside()),
        columns=("value_count", "year"),
        severity="warning",
        mend="compare the year with its source: a digit may be wrong",
        within=HISTORY,
    ),
    near_neighbours("warhead_stockpiles.near_the_next_estimate", "Figures of SIPRI and of declarations", value=COUNT,
                    over=HISTORY, order_by=["year", "fact_id"], share=0.5, applies=SHORT, columns=("value_count",)),
)  # fmt: skip

ANNOUNCED = {
    "suspended": ("suspension_announced", "suspension_law"),
    "left": ("withdrawal_announced", "withdrawal_notice", "denunciation_law"),
}
CARRIED_OUT = {"suspended": ("suspended",), "left": ("withdrawn", "terminated")}
EVENT = pl.col("event_type")


def _carried_out() -> pl.Expr:
    """Whether the actor of the event took, in the same treaty, the step that the event announces."""
    taken = {step: EVENT.is_in(types).any().over("treaty", "actor") for step, types in CARRIED_OUT.items()}
    return pl.when(EVENT.is_in(ANNOUNCED["suspended"])).then(taken["suspended"]).otherwise(taken["left"])


EVENTS: tuple[Rule, ...] = (
    rule(
        "treaty_events.announced_step_is_taken",
        "A suspension or withdrawal that a party announced or enacted has its event",
        holds=_carried_out(),
        applies=EVENT.is_in([name for names in ANNOUNCED.values() for name in names]),
        columns=("event_type", "treaty", "actor"),
        severity="warning",
        mend="restore the event; if the step was not taken yet, leave it as it is",
        within=("treaty", "actor"),
    ),
    id_tells("treaty_events", ("event_date", "treaty", "actor", "event_type"),
             days("event_date", after=(slug("treaty"), slug("actor"), slug("event_type")), forms=(DAY, MONTH, YEAR))),
)  # fmt: skip
