"""Code lists of the arms control family."""

from __future__ import annotations

from types import MappingProxyType

TREATY = MappingProxyType(
    {
        "salt_1": "SALT I Interim Agreement (1972)",
        "abm": "ABM Treaty (1972)",
        "abm_1974_protocol": "ABM Treaty as cut by the Protocol of 1974",
        "salt_2": "SALT II (1979, never in force)",
        "inf": "INF Treaty (1987)",
        "start_1": "START I (1991)",
        "start_2": "START II (1993, never in force)",
        "sort": "SORT, the Moscow Treaty (2002)",
        "new_start": "New START (2010)",
        "cfe": "CFE, conventional forces in Europe (1990)",
        "cfe_adapted": "CFE as adapted in 1999 (never in force)",
        "ttbt": "TTBT, underground tests (1974)",
        "pnet": "PNET, peaceful nuclear explosions (1976)",
        "open_skies": "Open Skies (1992)",
        "pmda": "PMDA, plutonium disposition (2000)",
        "heu_purchase": "HEU purchase agreement (1993)",
    }
)

PARTY = MappingProxyType(
    {
        "USA": "United States of America",
        "RUS": "Russian Federation",
        "SUN": "Union of Soviet Socialist Republics (to 1991-12-26)",
        "GRP_NATO": "CFE group of States Parties: North Atlantic alliance",
        "GRP_WARSAW_PACT": "CFE group of States Parties: Warsaw Treaty",
        "USA+RUS": "United States and Russia counted together",
    }
)

ACTOR = MappingProxyType(
    {
        "USA": "United States of America",
        "RUS": "Russian Federation",
        "SUN": "Union of Soviet Socialist Republics",
        "USA+RUS": "both, or the treaty itself",
        "USA+SUN": "both, or the treaty itself",
        "STATES_PARTIES": "the parties of a treaty with more than two",
    }
)

LIMIT_KIND = MappingProxyType(
    {
        "cap": "an upper limit",
        "quota": "inspections or overflights a party may make or must accept",
        "target": "material to be disposed of, delivered or bought",
        "baseline": "the level above which older launchers had to be scrapped, not the limit itself",
    }
)

LIMIT_STATUS = MappingProxyType(
    {
        "in_force": "still binding at the collection",
        "expired": "ended with its term",
        "withdrawn": "ended by the act of a party",
        "suspended": "not observed since the act of a party",
        "superseded": "replaced by a later phase, treaty or party",
        "never_in_force": "the treaty never entered into force",
        "proposed": "a proposal before the treaty was signed",
    }
)

COUNTED_UNIT = MappingProxyType(
    {
        "warheads": "nuclear warheads by the treaty's counting rules",
        "launchers": "launchers",
        "delivery_vehicles": "missiles and heavy bombers",
        "missiles": "missiles",
        "bombers": "heavy bombers",
        "items": "items of conventional equipment",
        "submarines": "submarines",
        "areas": "deployment areas",
        "inspections_per_year": "inspections in a treaty year",
        "flights_per_year": "observation flights a year",
        "flights": "observation flights",
        "kilotons": "explosive yield",
        "tonnes": "metric tons",
        "notifications": "messages between the parties",
        "inspections": "inspections made",
        "sessions": "sessions of the commission, or the number of one",
        "exchanges": "exchanges of data",
        "exhibitions": "exhibitions of arms",
    }
)

CLAIM_KIND = MappingProxyType(
    {
        "declaration": "declared by the party, or by a government about itself",
        "allegation": "said by the other party",
        "estimate": "an author's own count",
    }
)

ESTIMATOR = MappingProxyType(
    {
        "fas": "Federation of American Scientists, series of its yearly status page",
        "suh": "Suh (2022), Strategic Nuclear Forces dataset",
        "sipri": "SIPRI Yearbook, January of the year",
        "notebook": "Nuclear Notebook and other papers of the FAS authors, month of issue",
        "declared": "the government itself, as of 30 September",
    }
)

EVENT_TYPE = MappingProxyType(
    {
        "signed": "signed",
        "amended": "an amending protocol signed",
        "amendment_signed": "an amending agreement signed",
        "amendment_entered_into_force": "an amending protocol entered into force",
        "ratification_vote": "a parliament votes on ratification",
        "ratification_halted": "ratification is put off",
        "entered_into_force": "entered into force",
        "succession": "successor states take over",
        "limit_effective": "limits take effect",
        "limit_met": "limits are met",
        "extension_agreed": "an extension is agreed",
        "extended": "the extension is in force",
        "inspections_may_begin": "the right to inspect begins",
        "first_inspection": "first inspection",
        "inspections_paused": "inspections paused by both",
        "inspections_exempted": "a party exempts its sites from inspection",
        "bcc_session": "session of the Bilateral Consultative Commission",
        "bcc_postponed": "a session of the commission is called off",
        "political_commitment": "says it will keep to limits that do not bind",
        "political_commitment_ended": "says it will no longer do so",
        "declared_not_bound": "says it is not bound",
        "noncompliance_finding": "finds the other party not in compliance",
        "suspension_announced": "announces a suspension",
        "suspended": "suspends its participation or obligations",
        "suspension_law": "a law on the suspension",
        "participation_halted": "stops taking part",
        "countermeasure": "withholds what it owed, in answer",
        "legal_position": "states its legal view",
        "unilateral_data_release": "publishes its own figures alone",
        "withdrawal_announced": "announces a withdrawal",
        "withdrawal_notice": "gives formal notice of withdrawal",
        "withdrawn": "the withdrawal takes effect",
        "denunciation_bill": "a bill to leave a treaty",
        "denunciation_law": "a law to leave a treaty",
        "terminated": "ceases to have effect by the act of a party",
        "superseded": "replaced by a later treaty",
        "completed": "its purpose fulfilled",
        "expired": "its term ended",
        "moratorium_ended": "ends a self-imposed moratorium",
        "proposal": "proposes an arrangement",
        "proposal_rejected": "does not take up a proposal",
        "talks": "talks on a successor",
        "policy_statement": "states its policy",
    }
)

ENDING_TYPES = (
    "suspended", "withdrawn", "terminated", "superseded", "completed", "expired", "amendment_entered_into_force",
)  # fmt: skip
"""Events that end or suspend limits of a party."""

COUNTRY = MappingProxyType({code: PARTY[code] for code in ("USA", "RUS", "SUN")})
PRECISION = MappingProxyType({"day": "the day is known", "month": "only the month", "year": "only the year"})
MISSING = MappingProxyType({"suspended": "the exchange is suspended", "refused": "the party refused to provide it"})
