"""Series of single limits: New START by exchange, every other limit by year, what was declared under START I."""

from __future__ import annotations

from indicators.store.declare import Combine, Pick, Series

SIDES = {"usa": ("USA", "the United States"), "rus": ("RUS", "Russia")}
TITLES = {"new_start": "New START", "start_1": "START I"}
DECLARED = {
    "new_start": {
        "deployed_warheads": ("deployed warheads", "warheads"),
        "deployed_delivery_vehicles": ("deployed missiles and heavy bombers", "delivery vehicles"),
        "launchers": ("deployed and non-deployed launchers", "launchers"),
    },
    "start_1": {
        "accountable_warheads": ("accountable warheads", "warheads"),
        "deployed_delivery_vehicles": ("deployed missiles and heavy bombers", "delivery vehicles"),
    },
}
CFE_ARMS = {
    "battle_tanks": "battle tanks",
    "armoured_combat_vehicles": "armoured combat vehicles",
    "artillery": "artillery",
    "combat_aircraft": "combat aircraft",
    "attack_helicopters": "attack helicopters",
}
CFE_KINDS = {"sufficiency_limit": "limit for any one state", "national_entitlement": "own entitlement"}
LIMITS: dict[str, dict[str, tuple[str, str]]] = {
    "salt_1": {
        "icbm_launchers": ("SALT I: launchers of intercontinental missiles", "launchers"),
        "slbm_launchers": ("SALT I: launchers on submarines", "launchers"),
        "ballistic_missile_submarines": ("SALT I: modern ballistic missile submarines", "submarines"),
    },
    "abm": {
        "abm_launchers": ("ABM Treaty of 1972: launchers", "launchers"),
        "abm_deployment_areas": ("ABM Treaty of 1972: deployment areas", "areas"),
        "abm_test_range_launchers": ("ABM Treaty: launchers at test ranges", "launchers"),
    },
    "abm_1974_protocol": {
        "abm_launchers": ("ABM Treaty with its Protocol: launchers", "launchers"),
        "abm_deployment_areas": ("ABM Treaty with its Protocol: deployment areas", "areas"),
    },
    "inf": {
        "intermediate_range_missiles": ("INF Treaty: intermediate-range missiles", "missiles"),
        "shorter_range_missiles": ("INF Treaty: shorter-range missiles", "missiles"),
    },
    "start_1": {
        "deployed_delivery_vehicles": ("START I: deployed missiles and heavy bombers", "delivery vehicles"),
        "accountable_warheads": ("START I: accountable warheads", "warheads"),
        "ballistic_missile_warheads": ("START I: warheads of ballistic missiles", "warheads"),
        "mobile_icbm_warheads": ("START I: warheads of mobile missiles", "warheads"),
        "heavy_icbm_warheads": ("START I: warheads of heavy missiles", "warheads"),
        "deployed_heavy_icbms": ("START I: deployed heavy missiles", "missiles"),
        "throw_weight": ("START I: throw-weight", "metric tons"),
    },
    "cfe": {
        f"{arm}_{kind}": (f"CFE: {words}, {limit}", "items")
        for arm, words in CFE_ARMS.items()
        for kind, limit in CFE_KINDS.items()
    },
    "ttbt": {"test_yield": ("TTBT: yield of an underground test", "kilotons")},
    "pnet": {
        "individual_explosion_yield": ("PNET: yield of a single peaceful explosion", "kilotons"),
        "group_explosion_yield": ("PNET: yield of a group of peaceful explosions", "kilotons"),
    },
}
"""Limits with a yearly series; those of New START have half-yearly ones."""
NOT_COLLECTED = {"combat_aircraft_national_entitlement", "attack_helicopters_national_entitlement"}
"""US entitlements that the collection lacks."""


def _limit_on(treaty: str, side: str, item: str, days: str) -> Pick:
    """The limit that binds on each day of a view of days."""
    return Pick(f"""
        SELECT day AS period_date, ceiling AS value, [fact_id] AS fact_ids, day AS reference_date
        FROM ceilings_binding
        JOIN {days} ON effective_from <= day AND day < coalesce(effective_to, DATE '9999-12-31')
        WHERE treaty = '{treaty}' AND side = '{SIDES[side][0]}' AND item = '{item}'""")


def declared(treaty: str, side: str, item: str) -> Series:
    """What a side declared for the exchange of a half-year."""
    code, name = SIDES[side]
    words, unit = DECLARED[treaty][item]
    modelled = treaty == "new_start" and item == "deployed_warheads"
    return Series(
        id=f"arms_control.{treaty}.{side}.{item}.declared.h",
        title=f"{TITLES[treaty]}, {name}: {words}, declared",
        unit=unit,
        definition="Total that the side declared for a day of the half-year (New START: 1 March or 1 September, and "
        "5 February in 2011 and 2018). Allegations and authors' own counts are left out.",
        rule=Pick(f"""
            SELECT reference_date AS period_date, declared AS value, [fact_id] AS fact_ids,
                   reference_date, missing_reason
            FROM declarations_own
            WHERE treaty = '{treaty}' AND side = '{code}' AND item = '{item}'"""),
        decimals=0,
        expected_lag_days=60,
        models=("local_level", "forecast") if modelled else (),
        positive=True,
    )


def new_start(side: str, item: str) -> tuple[Series, ...]:
    """Declared, ceiling, headroom and utilisation of one limit."""
    stem = f"arms_control.new_start.{side}.{item}"
    words, unit = DECLARED["new_start"][item]
    title = f"New START, {SIDES[side][1]}: {words}"
    total = declared("new_start", side, item)
    ceiling = Series(
        id=f"{stem}.ceiling.h",
        title=f"{title}, limit",
        unit=unit,
        definition="Limit that binds on the day of the exchange, or on 1 March and 1 September where there was none: "
        "from 5 Feb 2018, when the central limits came due, to 4 Feb 2026.",
        rule=_limit_on("new_start", side, item, "new_start_days"),
        decimals=0,
        expected_lag_days=0,
    )
    headroom = Series(
        id=f"{stem}.headroom.h",
        title=f"{title}, headroom under the limit",
        unit=unit,
        definition="Limit less declared total on the day of the exchange; below zero is above the limit.",
        rule=Combine("ceiling - declared", ceiling=ceiling.id, declared=total.id),
        decimals=0,
        expected_lag_days=60,
    )
    utilisation = Series(
        id=f"{stem}.utilisation.h",
        title=f"{title}, utilisation of the limit",
        unit="per cent",
        definition="Declared total in per cent of the limit on the day of the exchange.",
        rule=Combine("100 * declared / ceiling", ceiling=ceiling.id, declared=total.id),
        decimals=1,
        expected_lag_days=60,
    )
    return total, ceiling, headroom, utilisation


def yearly_limit(treaty: str, side: str, item: str) -> Series:
    """A limit in force at the end of each year."""
    words, unit = LIMITS[treaty][item]
    succession = " To 1990 the Soviet Union." if side == "rus" else ""
    return Series(
        id=f"arms_control.{treaty}.{side}.{item}.ceiling.a",
        title=f"{words}, limit for {SIDES[side][1]}",
        unit=unit,
        definition=f"Limit in force on 31 December, also where its observance was suspended.{succession}",
        rule=_limit_on(treaty, side, item, "treaty_years"),
        decimals=0,
        expected_lag_days=0,
    )


def limit_series() -> tuple[Series, ...]:
    """All series of single limits."""
    return (
        *(s for side in SIDES for item in DECLARED["new_start"] for s in new_start(side, item)),
        *(declared("start_1", side, item) for side in SIDES for item in DECLARED["start_1"]),
        *(
            yearly_limit(treaty, side, item)
            for treaty, items in LIMITS.items()
            for side in SIDES
            for item in items
            if not (side == "usa" and item in NOT_COLLECTED)
        ),
    )
