"""Rules of the arms control tables, one tuple a table."""

from __future__ import annotations

import datetime as dt

import polars as pl

from indicators.contracts.model import Rule, rule
from indicators.families.arms_control import codes

SUCCESSION = dt.date(1991, 12, 26)
"""First day on which the Russian Federation, not the USSR, is the party."""
NEVER = pl.col("status").is_in(["never_in_force", "proposed"])


def _together(table: str, name: str, date: str, precision: str) -> Rule:
    return rule(
        f"{table}.{name}",
        f"{precision} is given exactly where {date} is",
        holds=pl.col(date).is_null() == pl.col(precision).is_null(),
        columns=(precision, date),
        mend="fill both or neither",
    )


def _ordered(name: str, earlier: str, later: str, sentence: str) -> Rule:
    return rule(
        f"treaty_ceilings.{name}",
        sentence,
        holds=pl.col(earlier) <= pl.col(later),
        columns=(later, earlier),
        mend="compare both dates with the treaty",
    )


CEILINGS: tuple[Rule, ...] = (
    rule(
        "treaty_ceilings.one_value",
        "Exactly one of the value columns is filled, the one of the counted unit",
        holds=(pl.col("ceiling_kilotons").is_not_null() == (pl.col("counted_unit") == "kilotons"))
        & (pl.col("ceiling_tonnes").is_not_null() == (pl.col("counted_unit") == "tonnes"))
        & (pl.col("ceiling_count").is_null() == pl.col("counted_unit").is_in(["kilotons", "tonnes"])),
        columns=("ceiling_count", "ceiling_kilotons", "ceiling_tonnes", "counted_unit"),
    ),
    rule(
        "treaty_ceilings.span",
        "A limit binds for at least a day: effective_from before effective_to, which is the first day it does not",
        holds=pl.col("effective_from") < pl.col("effective_to"),
        columns=("effective_to", "effective_from"),
    ),
    _ordered("signed_first", "signed_on", "entered_into_force_on", "A treaty is signed before it enters into force"),
    _ordered(
        "in_force_first", "entered_into_force_on", "effective_from", "A treaty enters into force before its limits bind"
    ),
    rule(
        "treaty_ceilings.phases",
        "The phases of a limit do not overlap",
        holds=pl.col("effective_to")
        <= pl.col("effective_from").shift(-1).over("treaty", "item", "party", order_by="effective_from"),
        applies=pl.col("effective_from").is_not_null(),
        columns=("effective_to",),
        mend="end the earlier phase on the day the next begins",
    ),
    rule(
        "treaty_ceilings.open_while_in_force",
        "A limit has no end exactly while it is in force (limits of treaties never in force aside)",
        holds=pl.col("effective_to").is_null() == (pl.col("status") == "in_force"),
        applies=~NEVER,
        columns=("status", "effective_to"),
    ),
    rule(
        "treaty_ceilings.never_in_force",
        "Exactly the limits never in force or proposed have no day of entry into force",
        holds=pl.col("entered_into_force_on").is_null() == NEVER,
        columns=("status", "entered_into_force_on"),
    ),
    rule(
        "treaty_ceilings.actor",
        "A withdrawal or suspension names who acted, other ends do not",
        holds=pl.col("status_actor").is_not_null() == pl.col("status").is_in(["withdrawn", "suspended"]),
        columns=("status_actor", "status"),
    ),
    rule(
        "treaty_ceilings.succession",
        "Soviet limits end, and Russian limits begin, no later and no earlier than the succession of 1991-12-26",
        holds=pl.when(pl.col("party") == "SUN")
        .then(pl.col("effective_to") <= SUCCESSION)
        .otherwise(pl.col("effective_from") >= SUCCESSION),
        applies=pl.col("party").is_in(["SUN", "RUS"]) & ~NEVER,
        columns=("party", "effective_from", "effective_to"),
        mend="split the row at 1991-12-26",
    ),
    rule(
        "treaty_ceilings.kind",
        "Disposal and delivery targets, quotas and caps are told apart by what they count",
        holds=pl.when(pl.col("treaty").is_in(["pmda", "heu_purchase"]))
        .then(pl.col("kind") == "target")
        .when(pl.col("counted_unit").is_in(["inspections_per_year", "flights_per_year", "flights"]))
        .then(pl.col("kind") == "quota")
        .otherwise(pl.col("kind").is_in(["cap", "baseline"])),
        columns=("kind", "treaty", "counted_unit"),
    ),
    rule(
        "treaty_ceilings.published",
        "A limit is public when its treaty is signed, not before",
        holds=pl.col("published_on") >= pl.col("signed_on"),
        columns=("published_on", "signed_on"),
    ),
    _together("treaty_ceilings", "signed_precision_given", "signed_on", "signed_precision"),
    _together("treaty_ceilings", "in_force_precision_given", "entered_into_force_on", "in_force_precision"),
    _together("treaty_ceilings", "from_precision_given", "effective_from", "effective_from_precision"),
    _together("treaty_ceilings", "to_precision_given", "effective_to", "effective_to_precision"),
)

VALUE = pl.coalesce(pl.col("value_count").cast(pl.Float64), pl.col("value_tonnes"))
SAME_DAY = ("treaty", "party", "reference_date")
SAME_NUMBER = (*SAME_DAY, "item", "kind")
USABLE = (pl.col("quality") != "low") & pl.col("value_count").is_not_null()


def _figure(*items: str) -> pl.Expr:
    """The count of an item on the same day: the largest of the usable ones, else of the low ones."""
    wanted = pl.col("item").is_in(items) & (pl.col("kind") == "declaration")
    return pl.coalesce(
        pl.col("value_count").filter(wanted & USABLE).max().over(SAME_DAY),
        pl.col("value_count").filter(wanted).max().over(SAME_DAY),
    )


def _adds_up(name: str, treaty: str, total: str, *parts: str) -> Rule:
    return rule(
        f"treaty_declarations.{name}",
        f"{' + '.join(parts)} add up to {total} where all were declared for the day",
        holds=sum((_figure(p) for p in parts), start=pl.lit(0)) == pl.col("value_count"),
        applies=(pl.col("treaty") == treaty) & (pl.col("item") == total) & USABLE & (pl.col("kind") == "declaration"),
        columns=("value_count", "item"),
    )


CENTRAL_ITEMS = ("deployed_delivery_vehicles", "deployed_warheads", "launchers")
CENTRAL = (pl.col("treaty") == "new_start") & pl.col("item").is_in(CENTRAL_ITEMS)
AGGREGATES = ("deployed_delivery_vehicles", "deployed_icbms_slbms", "deployed_heavy_bombers")
BY_TYPE = pl.col("item").str.starts_with("deployed_") & ~pl.col("item").is_in(AGGREGATES)


DECLARATIONS: tuple[Rule, ...] = (
    rule(
        "treaty_declarations.one_value",
        "Exactly one value is filled, in tonnes where tonnes are counted; a missing one has a reason and status M",
        holds=pl.when(pl.col("missing_reason").is_not_null())
        .then(VALUE.is_null() & (pl.col("obs_status") == "M"))
        .otherwise(
            (pl.col("value_tonnes").is_not_null() == (pl.col("counted_unit") == "tonnes"))
            & (pl.col("value_count").is_null() == (pl.col("counted_unit") == "tonnes"))
            & (pl.col("obs_status") != "M")
        ),
        columns=("value_count", "value_tonnes", "missing_reason", "obs_status"),
        mend="fill the one value column, or give missing_reason and status M",
    ),
    rule(
        "treaty_declarations.published",
        "A figure is not public before the day it describes",
        holds=pl.col("published_on") >= pl.col("reference_date"),
        columns=("published_on", "reference_date"),
    ),
    rule(
        "treaty_declarations.first_day",
        "Where only the month or year is known, reference_date is its first day",
        holds=pl.when(pl.col("reference_precision") == "year")
        .then((pl.col("reference_date").dt.month() == 1) & (pl.col("reference_date").dt.day() == 1))
        .otherwise(pl.col("reference_date").dt.day() == 1),
        applies=pl.col("reference_precision") != "day",
        columns=("reference_date", "reference_precision"),
    ),
    rule(
        "treaty_declarations.exchange_days",
        "New START exchanges describe 1 March, 1 September or the deadlines of 5 February 2011 and 2018",
        holds=pl.col("reference_date").dt.strftime("%m-%d").is_in(["03-01", "09-01"])
        | pl.col("reference_date").is_in([dt.date(2011, 2, 5), dt.date(2018, 2, 5)]),
        applies=CENTRAL,
        columns=("reference_date",),
    ),
    rule(
        "treaty_declarations.deployed_within_launchers",
        "Deployed vehicles are no more than deployed and non-deployed launchers together",
        holds=pl.col("value_count") <= _figure("launchers"),
        applies=CENTRAL & (pl.col("item") == "deployed_delivery_vehicles"),
        columns=("value_count", "item"),
    ),
    _adds_up(
        "new_start_breakdown",
        "new_start",
        "deployed_delivery_vehicles",
        "deployed_icbms",
        "deployed_slbms",
        "deployed_heavy_bombers",
    ),
    _adds_up(
        "start_vehicles", "start_1", "deployed_delivery_vehicles", "deployed_icbms_slbms", "deployed_heavy_bombers"
    ),
    _adds_up(
        "start_warheads", "start_1", "accountable_warheads", "ballistic_missile_warheads", "heavy_bomber_warheads"
    ),
    rule(
        "treaty_declarations.start_types",
        "The vehicles of all types declared for 1 September 1990 add up to the total",
        holds=pl.col("value_count").filter(BY_TYPE).sum().over(SAME_DAY) == pl.col("value_count"),
        applies=(pl.col("treaty") == "start_1")
        & (pl.col("item") == "deployed_delivery_vehicles")
        & (pl.col("reference_date") == dt.date(1990, 9, 1)),
        columns=("value_count", "item"),
    ),
    rule(
        "treaty_declarations.cumulative",
        "A cumulative count never falls",
        holds=pl.col("value_count")
        >= pl.col("value_count").shift(1).over("treaty", "party", "item", order_by="reference_date"),
        applies=pl.col("item").str.ends_with("_cumulative") & pl.col("value_count").is_not_null(),
        columns=("value_count", "item"),
    ),
    rule(
        "treaty_declarations.agreement",
        "Sources of the same number agree, low ones aside",
        holds=pl.col("value_count").filter(USABLE).n_unique().over(SAME_NUMBER) == 1,
        applies=USABLE & (USABLE.sum().over(SAME_NUMBER) > 1),
        columns=("value_count",),
        severity="warning",
        mend="both rows stay; the better publisher, then the later figure, is used",
    ),
)


SAME_ESTIMATE = ("country", "year", "estimator")


def _estimate(item: str) -> pl.Expr:
    return pl.col("value_count").filter(pl.col("item") == item).max().over(SAME_ESTIMATE)


def _parts(name: str, estimator: str, total: str, *parts: str) -> Rule:
    return rule(
        f"warhead_stockpiles.{name}",
        f"{', '.join(parts)} add up to {total}",
        holds=sum((_estimate(p) for p in parts), start=pl.lit(0)) == pl.col("value_count"),
        applies=(pl.col("estimator") == estimator) & (pl.col("item") == total),
        columns=("value_count", "item"),
    )


STOCKPILES: tuple[Rule, ...] = (
    rule(
        "warhead_stockpiles.succession",
        "The Soviet Union stands to 1991, Russia from 1992",
        holds=(pl.col("country") == "SUN") == (pl.col("year") <= 1991),
        applies=pl.col("country") != "USA",
        columns=("country", "year"),
    ),
    rule(
        "warhead_stockpiles.published",
        "A figure is not published before the year it describes",
        holds=pl.col("published_on").dt.year() >= pl.col("year"),
        columns=("published_on", "year"),
    ),
    rule(
        "warhead_stockpiles.month",
        "Declarations are as of September and SIPRI figures of January",
        holds=pl.col("reference_month") == pl.when(pl.col("estimator") == "sipri").then(1).otherwise(9),
        applies=pl.col("estimator").is_in(["sipri", "declared"]),
        columns=("reference_month", "estimator"),
    ),
    rule(
        "warhead_stockpiles.estimate_marked",
        "An estimate carries the status of one",
        holds=pl.col("obs_status").is_in(["E", "U"]),
        applies=pl.col("estimator") != "declared",
        columns=("obs_status", "estimator"),
    ),
    _parts(
        "fas_inventory",
        "fas",
        "total_inventory",
        "deployed_strategic",
        "deployed_nonstrategic",
        "reserve_nondeployed",
        "retired",
    ),
    _parts(
        "suh_platforms",
        "suh",
        "strategic_platforms_total",
        "strategic_platforms_land",
        "strategic_platforms_sea",
        "strategic_platforms_air",
    ),
    _parts(
        "suh_warheads",
        "suh",
        "deliverable_warheads_total",
        "deliverable_warheads_land",
        "deliverable_warheads_sea",
        "deliverable_warheads_air",
    ),
    rule(
        "warhead_stockpiles.stockpile_within_inventory",
        "A stockpile is no larger than the inventory with retired warheads",
        holds=pl.col("value_count") <= _estimate("total_inventory"),
        applies=pl.col("item") == "stockpile",
        columns=("value_count", "item"),
    ),
    rule(
        "warhead_stockpiles.deployed_within_stockpile",
        "Deployed warheads are no more than the stockpile",
        holds=pl.col("value_count") <= _estimate("stockpile"),
        applies=pl.col("item").is_in(["deployed_total", "deployed_strategic"]),
        columns=("value_count", "item"),
    ),
    rule(
        "warhead_stockpiles.estimators_agree",
        "Stockpile figures of different estimators for a year lie within 10 per cent of each other",
        holds=pl.col("value_count").max().over("country", "year", "item")
        <= 1.1 * pl.col("value_count").min().over("country", "year", "item"),
        applies=(pl.col("item") == "stockpile") & (pl.col("estimator").n_unique().over("country", "year", "item") > 1),
        columns=("value_count", "estimator"),
        severity="warning",
        mend="all rows stay; no series mixes estimators",
    ),
)


def _first(event_type: str) -> pl.Expr:
    return pl.col("event_date").filter(pl.col("event_type") == event_type).min().over("treaty")


EVENTS: tuple[Rule, ...] = (
    rule(
        "treaty_events.public_on_its_day",
        "An event is public on its day, or at the end of the month or year where only that is known",
        holds=pl.col("published_on")
        == pl.when(pl.col("date_precision") == "day")
        .then(pl.col("event_date"))
        .when(pl.col("date_precision") == "month")
        .then(pl.col("event_date").dt.month_end())
        .otherwise(pl.date(pl.col("event_date").dt.year(), 12, 31)),
        applies=pl.col("published_basis") == "event",
        columns=("published_on", "event_date", "date_precision"),
    ),
    rule(
        "treaty_events.first_day",
        "Where only the month or year is known, event_date is its first day",
        holds=(pl.col("event_date").dt.day() == 1)
        & ((pl.col("date_precision") == "month") | (pl.col("event_date").dt.month() == 1)),
        applies=pl.col("date_precision") != "day",
        columns=("event_date", "date_precision"),
    ),
    rule(
        "treaty_events.brackets",
        "Exactly the events that end or suspend limits say so",
        holds=(pl.col("brackets_ceiling") == "yes") == pl.col("event_type").is_in(codes.ENDING_TYPES),
        columns=("brackets_ceiling", "event_type"),
    ),
    rule(
        "treaty_events.succession",
        "The Soviet Union acts to 1991-12-25, Russia from the day after",
        holds=pl.when(pl.col("actor").str.ends_with("SUN"))
        .then(pl.col("event_date") < SUCCESSION)
        .otherwise(pl.col("event_date") >= SUCCESSION),
        applies=pl.col("actor").str.contains("SUN|RUS"),
        columns=("actor", "event_date"),
    ),
    rule(
        "treaty_events.signed_first",
        "Nothing happens to a treaty before it is signed",
        holds=pl.col("event_date") >= _first("signed"),
        columns=("event_date", "treaty"),
    ),
    rule(
        "treaty_events.ends_after_entry",
        "A treaty ends or is suspended only after its entry into force",
        holds=pl.col("event_date") > _first("entered_into_force"),
        applies=pl.col("brackets_ceiling") == "yes",
        columns=("event_date", "event_type"),
    ),
    rule(
        "treaty_events.no_double_entry",
        "A treaty enters into force once",
        holds=(pl.col("event_type") == "entered_into_force").sum().over("treaty") == 1,
        applies=pl.col("event_type") == "entered_into_force",
        columns=("event_type", "treaty"),
    ),
)
