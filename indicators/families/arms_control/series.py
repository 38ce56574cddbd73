"""The named series of arms control."""

from __future__ import annotations

import datetime as dt

from indicators.families.arms_control.series_index import INDEX
from indicators.families.arms_control.series_limits import DECLARED, SIDES, TITLES, limit_series
from indicators.store.declare import Combine, Composite, Family, Pick, Series, Since, Total

COLLECTED_THROUGH = dt.date(2026, 2, 28)
"""What was read for this family ends in Feb 2026; the last event found is of 11 February."""
FIRST_TREATY = dt.date(1972, 10, 1)

STRATEGIC = Series(
    id="arms_control.strategic_treaties_in_force.m",
    title="Strategic arms treaties in force between the two countries",
    unit="treaties",
    definition="SALT I, the ABM Treaty, START I, SORT and New START, each from its entry into force to the day it "
    "expired, was superseded or was left by either side; at the end of the month. A suspension does not end a treaty.",
    rule=Total(
        """
        SELECT month_start AS period_date, 1 AS value, [fact_id] AS fact_ids
        FROM treaty_spans JOIN treaty_months
          ON in_force_from <= month_end AND month_end < coalesce(in_force_to, DATE '9999-12-31')
        WHERE is_strategic""",
        zero_from=FIRST_TREATY,
    ),
    decimals=0,
    expected_lag_days=60,
    collected_through=COLLECTED_THROUGH,
)
EXCHANGE = Series(
    id="arms_control.new_start.days_since_exchange.m",
    title="Days since the last exchange of New START data",
    unit="days",
    definition="Days from the day that the last exchange describes to the end of the month. In an exchange "
    "both sides give their totals; the US release of May 2023 was made by one side alone and does not count.",
    rule=Since("SELECT event_date, fact_id FROM new_start_exchanges"),
    decimals=0,
    expected_lag_days=60,
    collected_through=COLLECTED_THROUGH,
)


def _limits_counted(side: str) -> tuple[Series, ...]:
    """Limits by month: in force, of those suspended, and the rest."""
    code, name = SIDES[side]
    in_force, suspended, observed = (
        f"arms_control.limits_{what}.{side}.m" for what in ("in_force", "suspended", "not_suspended")
    )
    words = {
        in_force: (
            f"Treaty limits in force for {name}",
            "Caps in force at the end of the month in all treaties of this family, one for each thing limited. Quotas, "
            "disposal targets, limits of groups of states and treaties never in force are not counted.",
        ),
        suspended: (
            f"Treaty limits in force but suspended by {name}",
            "Caps in force at the end of the month in treaties that the side itself had suspended.",
        ),
        observed: (
            f"Treaty limits in force and not suspended by {name}",
            "Caps in force less those of treaties that the side had suspended; it says nothing of conduct.",
        ),
    }
    rules: dict[str, Total | Combine] = {
        in_force: Total(
            f"""
            SELECT month_start AS period_date, 1 AS value, [fact_id] AS fact_ids
            FROM ceilings_binding JOIN treaty_months
              ON effective_from <= month_end AND month_end < coalesce(effective_to, DATE '9999-12-31')
            WHERE side = '{code}'""",
            zero_from=FIRST_TREATY,
        ),
        suspended: Total(
            f"""
            SELECT month_start AS period_date, 1 AS value, [fact_id, event_fact_id] AS fact_ids
            FROM ceilings_suspended JOIN treaty_months
              ON greatest(effective_from, suspended_from) <= month_end
              AND month_end < coalesce(effective_to, DATE '9999-12-31')
            WHERE side = '{code}'""",
            zero_from=FIRST_TREATY,
        ),
        observed: Combine("in_force - suspended", in_force=in_force, suspended=suspended),
    }
    return tuple(
        Series(
            id=series_id,
            title=title,
            unit="limits",
            definition=definition,
            rule=rules[series_id],
            decimals=0,
            expected_lag_days=60,
            collected_through=COLLECTED_THROUGH,
        )
        for series_id, (title, definition) in words.items()
    )


ESTIMATORS = {
    "fas": "Federation of American Scientists, edition of 2023; a stockpile without retired warheads.",
    "declared": "Published by the US government, as of 30 September; single years only.",
    "sipri": "SIPRI Yearbook as given by the press, January of the year; single years only.",
    "suh": "Suh (2022): systems that outrange the way from Washington to Moscow.",
}
FORCES = {
    "stockpile": ("stockpile", "Nuclear warheads stockpiled", "warheads"),
    "deployed": ("deployed_total", "Nuclear warheads deployed", "warheads"),
    "inventory": ("total_inventory", "Nuclear warheads with retired ones", "warheads"),
    "strategic_warheads": ("deliverable_warheads_total", "Deliverable strategic warheads", "warheads"),
    "strategic_platforms": ("strategic_platforms_total", "Strategic missiles and bombers", "platforms"),
}
COUNTED = (
    ("stockpile", "usa", "fas"),
    ("stockpile", "rus", "fas"),
    ("stockpile", "usa", "declared"),
    ("stockpile", "usa", "sipri"),
    ("stockpile", "rus", "sipri"),
    ("deployed", "usa", "sipri"),
    ("deployed", "rus", "sipri"),
    ("inventory", "usa", "sipri"),
    ("inventory", "rus", "sipri"),
    ("strategic_warheads", "usa", "suh"),
    ("strategic_warheads", "rus", "suh"),
    ("strategic_platforms", "usa", "suh"),
    ("strategic_platforms", "rus", "suh"),
)
ESTIMATOR_NAMES = {"fas": "FAS", "declared": "declared", "sipri": "SIPRI", "suh": "Suh"}


def _forces(what: str, side: str, estimator: str) -> Series:
    """Nuclear forces of a side in a year by one estimator."""
    code, name = SIDES[side]
    item, words, unit = FORCES[what]
    succession = " To 1991 the Soviet Union." if side == "rus" and estimator in {"fas", "suh"} else ""
    return Series(
        id=f"arms_control.{what}.{side}.{estimator}.a",
        title=f"{words}, {name} ({ESTIMATOR_NAMES[estimator]})",
        unit=unit,
        definition=f"{ESTIMATORS[estimator]}{succession} Estimators count differently and are never joined.",
        rule=Pick(f"""
            SELECT make_date(year, 1, 1) AS period_date, value_count AS value, [fact_id] AS fact_ids, reference_date
            FROM stockpiles_by_side
            WHERE side = '{code}' AND item = '{item}' AND estimator = '{estimator}'"""),
        decimals=0,
        expected_lag_days=180,
        models=("local_level", "forecast") if estimator == "fas" else (),
    )


NEW_START_ENDED = "2026-02-05"
"""First day on which the treaty no longer bound: the outlook reaches the half-year in which it ended."""


def _outlook(side: str, item: str) -> Composite:
    """Room under a New START limit and what the total may be since the last declaration."""
    words, unit = DECLARED["new_start"][item]
    return Composite(
        id=f"arms_control.new_start.{side}.{item}.outlook.h",
        kind="ceiling_outlook",
        title=f"{TITLES['new_start']}, {SIDES[side][1]}: {words}, outlook since the last declaration",
        unit=unit,
        definition="What the total may be if it moved as it did while it was declared; no later number is known.",
        settings=(
            ("declared", f"arms_control.new_start.{side}.{item}.declared.h"),
            (
                "ceiling_sql",
                f"SELECT ceiling FROM ceilings_binding WHERE treaty = 'new_start' AND side = '{SIDES[side][0]}' "
                f"AND item = '{item}' ORDER BY effective_from DESC LIMIT 1",
            ),
            ("until", NEW_START_ENDED),
        ),
        decimals=0,
        positive=True,
    )


FAMILY = Family(
    name="arms_control",
    title="Arms control",
    question="Which limits still bind the two nuclear powers, and what do they tell each other about their arms?",
    series=(
        STRATEGIC,
        EXCHANGE,
        *(s for side in SIDES for s in _limits_counted(side)),
        *limit_series(),
        *(_forces(*counted) for counted in COUNTED),
    ),
    chronology="arms_control_chronology",
    composites=tuple(_outlook(side, item) for item in DECLARED["new_start"] for side in SIDES),
    index=INDEX,
    headlines=(STRATEGIC.id, EXCHANGE.id, "arms_control.new_start.rus.deployed_warheads.headroom.h"),
    reading=(
        ("arms_control.new_start.usa.deployed_warheads.outlook.h", "ceiling_outlook"),
        ("arms_control.new_start.rus.deployed_warheads.outlook.h", "ceiling_outlook"),
        ("arms_control.stockpile.rus.fas.a", "forecast"),
    ),
    definitions=(
        "A ceiling is a cap of a treaty in force. It binds from the day it came due (New START: 5 Feb 2018) to "
        "the day before it ended for the party (New START: 4 Feb 2026).",
        "Quotas of inspections and flights, disposal and delivery targets, and the limits of treaties never in force "
        "(SALT II, START II, adapted CFE) are no ceilings. The limit of SORT never came due.",
        "Strategic treaties are SALT I, the ABM Treaty, START I, SORT and New START.",
        "Headroom is the limit less the declared total on the day of the exchange.",
        "The Soviet Union to 25 Dec 1991 and Russia after it are one side.",
    ),
    cautions=(
        "The New START figures of 1 Sep 2022, and some of Sep 2015 and Mar 2016, were not seen in a "
        "source; they are marked as low quality.",
        "The last totals declared are of Mar 2023 for the United States and of Sep 2022 for Russia: what has "
        "been deployed since is not known from declarations.",
        "New START and START I count warheads differently; their totals cannot be joined.",
        "Stockpiles are estimates, except in the years that the US government declared. Estimators are never mixed.",
        "A limit that a side had suspended is counted as in force; the suspended ones are shown apart.",
    ),
)
