"""Series of the sanctions family."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator

from indicators.families.sanctions.codes import RUSSIA_RELATED
from indicators.families.sanctions.series_index import INDEX
from indicators.store.declare import Aggregate, Change, Combine, Composite, Family, Making, Pick, Series, Total

ENTRIES = "listed entries"
EU_FROM, EU_TO = dt.date(2022, 1, 1), dt.date(2026, 7, 31)
VESSELS_FROM = dt.date(2024, 4, 1)
UK_FROM, UK_TO = dt.date(2021, 1, 1), dt.date(2025, 7, 31)
TYPES = {"individual": "individuals", "entity": "entities", "vessel": "vessels"}
UNITS = {"day": "d", "month": "m", "quarter": "q"}

UNION = "entries with at least one Russia-related tag"
LAST_COPY = " The last copy of the period stands for it, copies of the official list before statements of others."
FROM_COPIES = "Counted in dated copies of the OFAC list; a day without a copy has no value."
WATCHED = (
    " Months are counted only where copies no more than 21 days apart lead from before the month to after its end; "
    "in all other months the flow is missing."
)


def _levels(programme: str, entity_type: str, unit: str) -> Pick:
    """Entries by period; a period of which only other tags are known is missing, not 0."""
    return Pick(
        f"""
        SELECT snapshot_date AS period_date, snapshot_date AS reference_date, entries_count AS value, missing_reason,
               [fact_id] AS fact_ids,
               CASE WHEN entries_count IS NOT NULL THEN gives_way_to ELSE list_concat(gives_way_to,
                 list(fact_id) FILTER (entries_count IS NOT NULL)
                   OVER (PARTITION BY date_trunc('{unit}', snapshot_date))) END AS gives_way_to
        FROM sanctions_level_sightings
        WHERE list = 'ofac_sdn' AND programme = '{programme}' AND entity_type = '{entity_type}'"""
    )


def _level_series(stem: str, what: str, programme: str, entity_type: str = "all", units: str = "d") -> Iterator[Series]:
    """A level by day and, where asked for, by month and quarter."""
    for unit, letter in UNITS.items():
        if letter in units:
            yield Series(
                id=f"sanctions.ofac.{stem}.entries.{letter}",
                title=f"OFAC list: {what}",
                unit=ENTRIES,
                definition=FROM_COPIES + ("" if letter == "d" else LAST_COPY),
                rule=_levels(programme, entity_type, unit),
                decimals=0,
                expected_lag_days=45,
                models=("local_level", "forecast") if (stem, letter) == ("russia", "m") else (),
                positive=programme in ("ALL-PROGRAMMES", "RUSSIA-UNION") and entity_type == "all",
            )


def _tag_stem(programme: str) -> str:
    return re.sub("[^a-z0-9]+", "_", programme.lower())


OFAC_LEVELS = (
    *_level_series("russia", UNION, "RUSSIA-UNION", units="dmq"),
    *(s for t, p in {**TYPES, "aircraft": "aircraft"}.items()
      for s in _level_series(f"russia_{t}", f"{UNION}, {p}", "RUSSIA-UNION", t, "dq")),
    *(s for tag in RUSSIA_RELATED
      for s in _level_series(_tag_stem(tag), f"entries with the tag {tag}", tag,
                             units="dmq" if tag == "RUSSIA-EO14024" else "d")),
    *_level_series("whole_list", "all entries", "ALL-PROGRAMMES", units="dq"),
    Series(
        id="sanctions.ofac.russia_share.entries.d",
        title="OFAC list: share of the Russia-related entries",
        unit="per cent of all entries",
        definition="Entries with at least one Russia-related tag in all entries of the same copy.",
        rule=Combine(
            "100.0 * russia / whole",
            russia="sanctions.ofac.russia.entries.d",
            whole="sanctions.ofac.whole_list.entries.d",
        ),
        expected_lag_days=45,
    ),
)  # fmt: skip


def _flow(side: str, entity_type: str) -> Total:
    return Total(
        f"""
        SELECT month_start AS period_date, {side}_count AS value, missing_reason, fact_ids
        FROM sanctions_flow_parts WHERE entity_type = '{entity_type}'"""
    )


def _flow_series() -> Iterator[Series]:
    for side, verb in {"added": "additions", "removed": "removals"}.items():
        for t, words in {"all": "", **TYPES}.items():
            stem = "russia" if t == "all" else f"russia_{t}"
            title = f"OFAC list: {verb} of Russia-related entries" + (f", {words}" if words else "")
            found = "new in" if side == "added" else "gone from"
            definition = f"Entry numbers {found} each copy against the one before." + WATCHED
            made: dict[str, Making] = {"m": _flow(side, t), "q": Aggregate(f"sanctions.ofac.{stem}.{verb}.m")}
            for letter, rule in made.items():
                yield Series(f"sanctions.ofac.{stem}.{verb}.{letter}", title, ENTRIES, definition, rule, 0, 45)


OFAC_FLOWS = (
    *_flow_series(),
    Series(
        id="sanctions.ofac.russia.change.m",
        title="OFAC list: change of the Russia-related entries in the month",
        unit=ENTRIES,
        definition="Entries in the last copy of the month less those in the last copy of the month before.",
        rule=Change("sanctions.ofac.russia.entries.m", lag=1, kind="difference"),
        decimals=0,
        expected_lag_days=45,
    ),
    Series(
        id="sanctions.ofac.russia.reclassified.m",
        title="OFAC list: entries that gained less those that lost a Russia-related tag",
        unit=ENTRIES,
        definition="Change of the level less additions plus removals: entries listed before whose tags changed.",
        rule=Combine(
            "moved - added + removed",
            moved="sanctions.ofac.russia.change.m",
            added="sanctions.ofac.russia.additions.m",
            removed="sanctions.ofac.russia.removals.m",
        ),
        decimals=0,
        expected_lag_days=45,
    ),
)


def _eu(target: str, types: tuple[str, ...], since: dt.date = EU_FROM) -> Total:
    wanted = ", ".join(f"'{t}'" for t in types)
    return Total(
        f"""
        SELECT action_date AS period_date, added_count AS value, [fact_id] AS fact_ids, gives_way_to
        FROM sanctions_eu_sightings
        WHERE target_programme = '{target}' AND entity_type IN ({wanted}) AND action_date >= DATE '{since}'""",
        zero_from=since,
    )


EU_LAW = (
    "Listings in Annex I of Regulation 269/2014 by the date printed in the law, counted by the span of record numbers "
    "as adopted; on 21 Feb and 21 Apr 2022 and 30 Jan 2023 only those still listed in 2026. "
    "Removals are not collected."
)
EU_833 = (
    "Listings in Annex {} of Regulation 833/2014: as published at adoption, else those still listed in Jul 2026 (a "
    "lower bound). Not an asset freeze."
)
PERSONS = ("individual", "entity")
EU_PARTS = {
    "asset_freezes": ("asset-freeze listings", "eu_269_2014", PERSONS, EU_FROM, EU_LAW),
    "asset_freezes_individual": ("asset-freeze listings, individuals", "eu_269_2014", PERSONS[:1], EU_FROM, EU_LAW),
    "asset_freezes_entity": ("asset-freeze listings, entities", "eu_269_2014", PERSONS[1:], EU_FROM, EU_LAW),
    "vessels": ("vessels under port-access and services ban", "eu_833_2014_annex_xlii", ("vessel",), VESSELS_FROM,
                EU_833.format("XLII")),
    "end_users": ("military end users under tighter export controls", "eu_833_2014_annex_iv", ("entity",), EU_FROM,
                  EU_833.format("IV")),
}  # fmt: skip


def _eu_series() -> Iterator[Series]:
    for part, (words, target, types, since, definition) in EU_PARTS.items():
        made: dict[str, Making] = {"m": _eu(target, types, since), "q": Aggregate(f"sanctions.eu.{part}.m")}
        for letter, rule in made.items():
            yield Series(f"sanctions.eu.{part}.{letter}", f"EU: {words}", ENTRIES, definition, rule, 0, 60, EU_TO)


PACKAGES = Total(
    """
    SELECT min(action_date) AS period_date, 1 AS value,
           [arg_min(fact_id, (action_date, published_on, fact_id))] AS fact_ids
    FROM sanctions_eu_sightings WHERE package IS NOT NULL GROUP BY package""",
    how="count",
    zero_from=EU_FROM,
)
PACKAGE_RULES: dict[str, Making] = {"m": PACKAGES, "q": Aggregate("sanctions.eu.packages.m")}
EU_AND_UK = (
    *_eu_series(),
    *(
        Series(
            id=f"sanctions.eu.packages.{letter}",
            title="EU: numbered packages of sanctions adopted",
            unit="packages",
            definition="First listing day of each package; the package of 23 Jul 2026 counts as the 21st.",
            rule=rule,
            decimals=0,
            expected_lag_days=60,
            collected_through=EU_TO,
        )
        for letter, rule in PACKAGE_RULES.items()
    ),
    Series(
        id="sanctions.uk.surviving_listings.m",
        title="UK: Russia-regime listings still in force on 11 Aug 2025, by month of designation",
        unit=ENTRIES,
        definition="Individuals and entities by day of designation in the list of 11 Aug 2025, a lower bound; "
        "the listings carried over from the EU on 31 Dec 2020 are left out.",
        rule=Total(
            f"""
            SELECT action_date AS period_date, added_count AS value, [fact_id] AS fact_ids FROM sanctions_actions
            WHERE issuer = 'uk_fcdo' AND basis = 'survivors_only' AND entity_type IN ('individual', 'entity')
              AND action_date >= DATE '{UK_FROM}'""",
            zero_from=UK_FROM,
        ),
        decimals=0,
        expected_lag_days=60,
        collected_through=UK_TO,
    ),
)


def _actions(issuer: str, target: str) -> Total:
    return Total(
        f"""
        SELECT action_date AS period_date, added_count AS value, [fact_id] AS fact_ids FROM sanctions_actions
        WHERE issuer = '{issuer}' AND target_programme = '{target}' AND basis = 'published' AND bound = 'exact'"""
    )


STATED = "Sum of the additions stated for the month; a month without a statement has no value, which is not none."
OTHERS = (
    Series("sanctions.us.entity_list_additions.m", "US Entity List: Russia-related additions that were found", ENTRIES,
           STATED + " Export controls, not an asset freeze.", _actions("us_bis", "us_entity_list_russia"), 0, 60),
    Series("sanctions.rus.stop_list_additions.m", "Russia: US citizens newly barred from entry, as announced",
           "persons", STATED, _actions("rus_mfa", "rus_stop_list_us_citizens"), 0, 60),
)  # fmt: skip


def _totals(issuers: str, target: str, measure: str) -> Pick:
    """A published total; the panel's missing first flow stays missing with its reason."""
    listed = ", ".join(f"'{i}'" for i in issuers.split())
    return Pick(
        f"""
        SELECT reference_date AS period_date, value_count AS value, [fact_id] AS fact_ids, missing_reason,
               if(date_precision = 'month', last_day(reference_date), reference_date) AS reference_date
        FROM sanctions_totals_usable
        WHERE issuer IN ({listed}) AND target = '{target}' AND measure = '{measure}'"""
    )


PANEL = "sanctions.ofac.russia_address"
ADDRESS = (
    "Entries of the SDN and Consolidated lists with an address in Russia, from a monthly panel of a third party; "
    "by address, not by programme."
)
TOTALS = (
    ("eu.individuals_listed.m", "EU: individuals listed, total", "persons", "eu_council", "eu_269_2014",
     "individuals_listed"),
    ("eu.entities_listed.m", "EU: entities listed, total", "entities", "eu_council", "eu_269_2014", "entities_listed"),
    ("eu.vessels_listed.m", "EU: vessels listed, total", "vessels", "eu_council", "eu_833_2014_annex_xlii",
     "vessels_listed"),
    ("uk.individuals_listed.m", "UK: individuals listed, Russia regime", "persons", "uk uk_fcdo", "uk_russia_regime",
     "individuals_listed"),
    ("uk.entities_listed.m", "UK: entities listed, Russia regime", "entities", "uk uk_fcdo", "uk_russia_regime",
     "entities_listed"),
    ("rus.stop_list_names.m", "Russia: US citizens on the published stop list", "names", "rus_mfa", "us_citizens",
     "rus_stop_list_names"),
    ("cnas.sdn_persons_added.a", "OFAC list, all programmes: persons added in the year, as counted by CNAS",
     "individuals and organisations", "cnas", "all", "sdn_persons_added_in_year"),
    ("cnas.entity_list_additions.a", "US Entity List, all countries: additions in the year, as counted by CNAS",
     ENTRIES, "cnas", "all", "entity_list_additions_in_year"),
)  # fmt: skip


def _published_series() -> Iterator[Series]:
    definition = "A total that was published, on the day it describes; exact and dated ones only."
    for part, title, unit, issuers, target, measure in TOTALS:
        yield Series(f"sanctions.{part}", title, unit, definition, _totals(issuers, target, measure), 0, 400)


def _panel_series() -> Iterator[Series]:
    """The stock and the flows of the panel by address."""
    title = "OFAC lists: {} with an address in Russia"
    stock = f"{PANEL}.entries.m"
    rule = _totals("us_ofac", "RUS", "ofac_russia_address_entries")
    yield Series(stock, title.format("entries"), ENTRIES, ADDRESS, rule, 0, 60, models=("local_level",), positive=True)
    last = Aggregate(stock, how="last")
    yield Series(f"{PANEL}.entries.q", title.format("entries"), ENTRIES, f"{ADDRESS} End of the quarter.", last, 0, 60)
    for side, verb in {"added": "additions", "removed": "removals"}.items():
        flow = _totals("us_ofac", "RUS", f"ofac_russia_address_entries_{side}")
        made: dict[str, Making] = {"m": flow, "q": Aggregate(f"{PANEL}.{verb}.m")}
        for letter, making in made.items():
            yield Series(
                f"{PANEL}.{verb}.{letter}", title.format(f"{verb} of entries"), ENTRIES, ADDRESS, making, 0, 60
            )


SERIES = (
    *OFAC_LEVELS,
    *OFAC_FLOWS,
    *EU_AND_UK,
    *OTHERS,
    *_published_series(),
    *_panel_series(),
)

MONTHS = "SELECT period_start AS month_start, value AS events FROM observations_known WHERE series_id = '{}'"


def _rates(stem: str, counted: str, title: str, administrations: bool) -> Composite:
    """How often entries were added: by administration, and before and after declared days."""
    by = "by US administration, and " if administrations else ""
    return Composite(
        id=f"sanctions.{stem}.rates.m",
        kind="event_rates",
        title=f"How often: {title}",
        unit="entries in 30 days",
        definition=f"Entries added, {by}two years before and after declared days. A month without a count is left out; "
        "one in which a compared day falls belongs to the side of its middle day.",
        settings=(("months_sql", MONTHS.format(counted)), ("administrations", administrations)),
    )


RATES = (
    _rates(
        "ofac.russia_address.additions",
        f"{PANEL}.additions.m",
        "entries with an address in Russia added to the OFAC list",
        True,
    ),
    _rates("eu.asset_freezes", "sanctions.eu.asset_freezes.m", "asset freezes added by the EU", False),
)

FAMILY = Family(
    name="sanctions",
    title="Sanctions",
    question="How many Russia-related entries do the lists hold, and how fast do they grow or shrink?",
    series=SERIES,
    chronology="sanctions_chronology",
    composites=RATES,
    index=INDEX,
    headlines=(
        "sanctions.ofac.russia_eo14024.entries.q",
        "sanctions.ofac.russia.entries.q",
        "sanctions.eu.asset_freezes.q",
    ),
    reading=(
        ("sanctions.ofac.russia_address.additions.rates.m", "event_rates"),
        ("sanctions.eu.asset_freezes.rates.m", "event_rates"),
        ("sanctions.ofac.russia.entries.m", "forecast"),
    ),
    definitions=(
        f"Russia-related programmes of the OFAC list: {', '.join(RUSSIA_RELATED)}. "
        "An entry with several of these tags counts once.",
        "Cyber, election and Belarus programmes are counted by themselves and are not Russia-related as a whole.",
        "An entry is one line of the list. Additions and removals are counted in months that copies of the list no "
        "more than 21 days apart cover from end to end.",
        "EU listings count by the date printed in the law; the legal text comes before press figures, press figures "
        "before listings counted later.",
    ),
    cautions=(
        "Between 4 May 2024 and 22 Jul 2026 no full copy of the OFAC list was found: only the net change over the "
        "whole span is known, and on 10 May 2026 only two tags.",
        "Additions less removals are not the change of the level: entries listed before can gain or lose a "
        "Russia-related tag.",
        "Entries by tag overlap and are never added. Counts of OFAC, EU, UK and Russia use different units.",
        "EU and UK removals are not collected; UK listings are those still in force on 11 Aug 2025.",
        "Licences, waivers and enforcement are not measured by the number of entries.",
    ),
)
