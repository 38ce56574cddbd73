"""Code lists of the polls: who was asked, what was answered, what a question is about."""

from __future__ import annotations

from types import MappingProxyType

PEOPLE = MappingProxyType({"USA": "asked in the United States", "RUS": "asked in Russia"})

POPULATION = MappingProxyType(
    {
        "adults": "adults, the lower age limit not stated or not 18",
        "adults_18_plus": "adults of 18 years and over",
        "registered_voters": "registered voters",
        "likely_voters": "likely voters",
        "republicans": "adults who call themselves Republicans",
        "democrats": "adults who call themselves Democrats",
        "independents": "adults who call themselves independents",
        "republicans_and_leaners": "Republicans and those who lean to them",
        "democrats_and_leaners": "Democrats and those who lean to them",
    }
)

FIELD_PRECISION = MappingProxyType(
    {
        "day": "first and last day of the interviews",
        "month": "only the month is known: its first and last day stand",
        "range": "a season, two months, or the span of a survey of many countries",
        "year": "only the year is known: 1 January and 31 December stand",
    }
)

MEASUREMENT = MappingProxyType(
    {
        "wave": "shares of one wave of interviews",
        "chart_reading": "read off a plotted line",
        "yearly_mean": "mean over the waves of a year, printed by a third party",
    }
)

SERIES_USE = MappingProxyType({"use": "may feed a series", "excluded": "kept as a fact, feeds no series"})

EXCLUSION_REASON = MappingProxyType(
    {
        "known_wrong_value": "another source, or the arithmetic, shows that the figure is wrong",
        "other_wave": "the figure belongs to another wave",
        "overlapping_pseudo_wave": "a figure for a whole year whose waves stand here too",
    }
)

YES_NO = MappingProxyType({"yes": "yes", "no": "no"})

TOPIC = MappingProxyType(
    {
        "usa_attitude": "general attitude to the United States",
        "usa_favourable": "opinion of the United States",
        "usa_role_in_world": "role of the United States in the world",
        "us_leadership": "approval of the leadership of the United States",
        "us_president_confidence": "confidence in the president of the United States",
        "eu_attitude": "general attitude to the European Union",
        "eu_leadership": "approval of the leadership of the European Union",
        "hostile_countries": "countries named as hostile",
        "obama_attitude": "attitude to Barack Obama",
        "alaska_talks": "attitude to the talks of August 2025",
        "putin_approval": "approval of Vladimir Putin in his post",
        "russia_favourable": "opinion of Russia",
        "ussr_favourable": "opinion of the Soviet Union, earlier format",
        "russia_role": "Russia as partner, competitor or enemy",
        "russia_military_threat": "Russia's military power as a threat",
        "greatest_enemy": "the country named as the greatest enemy",
        "putin_favourable": "opinion of Vladimir Putin",
        "putin_confidence": "confidence in Vladimir Putin in world affairs",
        "trump_approval": "approval of Donald Trump as president",
        "trump_foreign_policy": "approval of his handling of foreign policy",
        "trump_russia": "approval of his handling of relations with Russia",
        "trump_ukraine": "approval of his handling of the war in Ukraine",
        "other": "feeds no series",
    }
)

RESPONSES = {
    "opinion": (
        "very_good",
        "mostly_good",
        "good",
        "mostly_bad",
        "very_bad",
        "bad",
        "indifferent",
        "favorable",
        "unfavorable",
        "somewhat_unfavorable",
        "very_unfavorable",
    ),
    "approval": (
        "approve",
        "disapprove",
        "agree",
        "disagree",
        "should",
        "should_not",
        "yes",
    ),
    "confidence": (
        "confidence",
        "not_too_much_or_none",
        "no_confidence_at_all",
    ),
    "attitude to a person or event": (
        "positive",
        "negative",
        "neutral",
        "definitely_positive",
        "rather_positive",
        "heard_but_unsure_who",
    ),
    "role": (
        "ally",
        "allies",
        "friendly",
        "friendly_good",
        "ally_or_friendly",
        "partner",
        "competitor",
        "unfriendly",
        "unfriendly_or_enemy",
        "enemy",
        "adversary",
        "adversaries",
        "neither",
    ),
    "state of relations": (
        "normal",
        "cool",
        "tense",
        "hostile",
    ),
    "change": (
        "improve_greatly",
        "improve_somewhat",
        "improve",
        "better",
        "same",
        "stay_same",
        "no_change",
        "worse",
        "worsen",
        "worsening",
    ),
    "threat": (
        "critical",
        "important_not_critical",
        "not_important",
        "serious_problem",
        "not_much_of_a_problem",
    ),
    "influence": (
        "mainly_positive",
        "mainly_negative",
        "sometimes_each",
        "good_example",
        "hypocritical",
    ),
    "policy": (
        "cooperate",
        "alternative",
        "maintain",
        "increase",
    ),
    "countries named": (
        "afghanistan",
        "china",
        "iran",
        "iraq",
        "israel",
        "north_korea",
        "russia",
        "syria",
        "ukraine",
        "united_states",
        "names_usa",
    ),
    "no answer": (
        "hard_to_say",
        "no_opinion",
        "no_answer",
    ),
}
"""Every answer seen, by the scale it belongs to; the answers of a question stand in `poll_questions`."""

RESPONSE = tuple(code for codes in RESPONSES.values() for code in codes)

PART_OF = MappingProxyType(
    {
        "very_good": "good",
        "mostly_good": "good",
        "very_bad": "bad",
        "mostly_bad": "bad",
        "improve_greatly": "improve",
        "improve_somewhat": "improve",
        "definitely_positive": "positive",
        "rather_positive": "positive",
        "very_unfavorable": "unfavorable",
        "somewhat_unfavorable": "unfavorable",
        "ally": "ally_or_friendly",
        "friendly": "ally_or_friendly",
        "unfriendly": "unfriendly_or_enemy",
        "enemy": "unfriendly_or_enemy",
        "no_confidence_at_all": "not_too_much_or_none",
    }
)
"""Answers that are a part of another answer: where that one is printed too, the parts are not added to it."""

SEVERAL_ANSWERS = ("levada_hostile_country_us",)
"""Questions that allow several answers: their shares need not add up to 100."""
