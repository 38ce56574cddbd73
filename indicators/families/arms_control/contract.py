"""Contracts of the arms control tables."""

from __future__ import annotations

import datetime as dt

from indicators.contracts.model import Contract, FactTable, TableModel, column
from indicators.families.arms_control import codes, redundancy, rules
from indicators.families.arms_control.across import RULES as ACROSS

CODE = r"[a-z0-9]+(_[a-z0-9]+)*"
"""Form of an item code."""


class TreatyCeilings(FactTable):
    """One limit on one party in one span of time."""

    _contract = Contract(
        name="treaty_ceilings",
        folder="arms_control",
        files=("treaty_ceilings.csv",),
        title="Limits that treaties set, with the span in which each binds",
        version="3.0.0",
        key=("treaty", "item", "party", "article", "source_id"),
        quantity=("treaty", "item", "party", "article"),
        reference_end="signed_on",
        usage=(
            "Only rows of kind cap are ceilings; quotas, targets and baselines are not.",
            "Limits that never entered into force or were only proposed are rows too; filter them by status.",
            "effective_to and status are as known at collection: a reader of an earlier day must not look at a "
            "later end.",
            "A suspension does not end a row; see treaty_events.",
        ),
    )
    _rules = (*rules.CEILINGS, *redundancy.CEILINGS)

    treaty: str = column("Treaty", codes=codes.TREATY)
    item: str = column("What is limited, the same code as in treaty_declarations", pattern=CODE)
    item_label: str = column("What is limited, in words", free_text=True)
    party: str = column("Party that the limit binds", codes=codes.PARTY)
    kind: str = column("Kind of limit; only a cap is a ceiling", codes=codes.LIMIT_KIND)
    ceiling_count: int = column("The limit, in counted_unit", unit="count", nullable=True, ge=0, le=100_000)
    ceiling_kilotons: float = column("The limit, yield", unit="kilotons", nullable=True, gt=0, le=10_000)
    ceiling_tonnes: float = column("The limit, mass", unit="metric tons", nullable=True, gt=0, le=10_000)
    counted_unit: str = column("What the number counts", codes=codes.COUNTED_UNIT)
    signed_on: dt.date = column("Day of signature")
    signed_precision: str = column("How exactly signed_on is known", codes=codes.PRECISION)
    entered_into_force_on: dt.date = column("Day of entry into force, empty if it never did", nullable=True)
    in_force_precision: str = column("How exactly entered_into_force_on is known", codes=codes.PRECISION, nullable=True)
    effective_from: dt.date = column("First day on which the limit binds, empty if it never came due", nullable=True)
    effective_from_precision: str = column("How exactly effective_from is known", codes=codes.PRECISION, nullable=True)
    effective_to: dt.date = column("First day on which the limit binds no longer, empty while in force", nullable=True)
    effective_to_precision: str = column("How exactly effective_to is known", codes=codes.PRECISION, nullable=True)
    status: str = column("How the limit stands or ended, as known at collection", codes=codes.LIMIT_STATUS)
    status_actor: str = column("Who withdrew or suspended", codes=codes.PARTY, nullable=True)
    article: str = column("Article that sets the limit", free_text=True)


class TreatyDeclarations(FactTable):
    """One figure declared, alleged or estimated for one day."""

    _contract = Contract(
        name="treaty_declarations",
        folder="arms_control",
        files=("treaty_declarations.csv",),
        title="What the parties declared under the treaties",
        version="3.0.0",
        key=("treaty", "party", "item", "reference_date", "kind", "source_id", "published_on"),
        quantity=("treaty", "party", "item", "reference_date", "kind"),
        reference_end="CASE reference_precision WHEN 'month' THEN last_day(reference_date) "
        "WHEN 'year' THEN make_date(year(reference_date), 12, 31) ELSE reference_date END",
        usage=(
            "START I and New START count warheads differently; their totals are not chained.",
            "Rows of kind allegation or estimate are no declarations of the party.",
            "From March 2023 on Russia's totals are missing because the exchange is suspended, not 0.",
        ),
    )
    _rules = (*rules.DECLARATIONS, *redundancy.DECLARATIONS)

    treaty: str = column("Treaty", codes=codes.TREATY)
    party: str = column("Party that the figure describes", codes=codes.PARTY)
    item: str = column("What is counted, the same code as in treaty_ceilings", pattern=CODE)
    item_label: str = column("What is counted, as the collection worded it", free_text=True)
    reference_date: dt.date = column("Day that the figure describes; first day where only month or year is known")
    reference_precision: str = column("How exactly reference_date is known", codes=codes.PRECISION)
    kind: str = column("Whose statement it is", codes=codes.CLAIM_KIND)
    value_count: int = column("The figure, in counted_unit", unit="count", nullable=True, ge=0, le=1_000_000)
    value_tonnes: float = column("The figure, mass", unit="metric tons", nullable=True, ge=0, le=100_000)
    counted_unit: str = column("What the number counts", codes=codes.COUNTED_UNIT)
    missing_reason: str = column("Why there is no figure", codes=codes.MISSING, nullable=True)


class WarheadStockpiles(FactTable):
    """One estimate or declaration of a country's nuclear forces in a year."""

    _contract = Contract(
        name="warhead_stockpiles",
        folder="arms_control",
        files=("warhead_stockpiles.csv",),
        title="Nuclear stockpiles and forces, estimated and declared",
        version="4.0.0",
        key=("country", "year", "item", "estimator", "source_id", "published_on"),
        quantity=("country", "year", "item", "estimator"),
        reference_end="last_day(make_date(year, COALESCE(reference_month, 12), 1))",
        usage=(
            "Estimators count different things on different days; never join them into one series.",
            "A stockpile leaves out retired warheads, a total inventory has them.",
            "Only rows of the estimator declared are official; the others are estimates.",
        ),
    )
    _rules = (*rules.STOCKPILES, *redundancy.STOCKPILES)

    country: str = column("Country", codes=codes.COUNTRY)
    year: int = column("Year that the figure describes", ge=1945, le=2100)
    reference_month: int = column("Month of the year, empty where not stated", nullable=True, ge=1, le=12)
    item: str = column("What is counted", pattern=CODE)
    estimator: str = column("Who counted", codes=codes.ESTIMATOR)
    value_count: int = column("Warheads, or platforms where item says so", unit="count", ge=0, le=100_000)


class TreatyEvents(FactTable):
    """One act of a party, or one turn in the life of a treaty."""

    _contract = Contract(
        name="treaty_events",
        folder="arms_control",
        files=("treaty_events.csv",),
        title="What happened to the treaties",
        version="3.0.0",
        key=("event_date", "treaty", "actor", "event_type"),
        reference_end="CASE date_precision WHEN 'month' THEN last_day(event_date) "
        "WHEN 'year' THEN make_date(year(event_date), 12, 31) ELSE event_date END",
        waits={"published_with_its_source": "every event is public on its own day"},
        usage=("What was read ends in February 2026: later events are not collected, not absent.",),
    )
    _rules = (*rules.EVENTS, *redundancy.EVENTS)

    event_date: dt.date = column("Day of the event; first day where only month or year is known")
    date_precision: str = column("How exactly event_date is known", codes=codes.PRECISION)
    treaty: str = column("Treaty", codes=codes.TREATY)
    actor: str = column("Who acted", codes=codes.ACTOR)
    event_type: str = column("What happened", codes=codes.EVENT_TYPE)
    description: str = column("What happened, in words", free_text=True)
    brackets_ceiling: str = column(
        "Whether the event ends or suspends limits of a party", codes={"yes": "it does", "no": "it does not"}
    )


TABLES: tuple[type[TableModel], ...] = (TreatyCeilings, TreatyDeclarations, WarheadStockpiles, TreatyEvents)
__all__ = ["ACROSS", "TABLES"]
