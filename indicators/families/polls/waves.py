"""How a series is made of poll waves: one question alone, or the comparable polls of a topic together."""

from __future__ import annotations

import datetime as dt

from indicators.store.declare import Model, Series, Total

COLLECTED_THROUGH = dt.date(2026, 3, 1)
"""The newest poll in the collection ended on this day; later ones may exist and were not collected."""

PER_CENT, POINTS = "per cent", "percentage points"
SIDES = {
    "good": ("positive", "good"),
    "bad": ("negative", "bad"),
    "approve": ("positive", "approve"),
    "disapprove": ("negative", "disapprove"),
    "favourable": ("positive", "favourable"),
    "unfavourable": ("negative", "unfavourable"),
    "confidence": ("positive", "confident"),
    "enemy": ("negative", "enemy"),
    "names_russia": ("negative", "name Russia"),
    "names_usa": ("negative", "name the United States"),
    "critical": ("negative", "critical threat"),
}
"""Last part of an id before the frequency: the side of a sighting, and the answer in a title."""

FREQUENCY_WORD = {"m": "month", "a": "year"}
STALE_AFTER = {"m": 60, "a": 430}


def waves(where: str, side: str, freq: str) -> Total:
    """Mean over the waves of a period; monthly series leave out waves whose month is not known."""
    known = " AND field_precision IN ('day', 'month')" if freq == "m" else ""
    rows = f"(SELECT * FROM poll_sightings WHERE {where}{known})"
    when = "p.wave_day AS period_date, least(p.field_end, last_day(p.wave_day)) AS reference_date"
    if side == "net":
        query = (
            f"SELECT {when}, p.share_pct - n.share_pct AS value, [p.fact_id, n.fact_id] AS fact_ids, "
            f"list_concat(p.gives_way_to, n.gives_way_to) AS gives_way_to FROM {rows} p JOIN {rows} n "
            "USING (question_id, population, field_start, field_end, reading_no) "
            "WHERE p.side = 'positive' AND n.side = 'negative'"
        )
    else:
        query = (
            f"SELECT {when}, p.share_pct AS value, [p.fact_id] AS fact_ids, p.gives_way_to FROM {rows} p "
            f"WHERE p.side = '{side}'"
        )
    return Total(query, how="mean")


def of_question(
    stem: str,
    question: str,
    title: str,
    parts: tuple[str, ...],
    *,
    lag: int | None = None,
    models: dict[str, tuple[Model, ...]] | None = None,
) -> tuple[Series, ...]:
    """Series of one question: ``parts`` are ``side.frequency`` or ``net.frequency``."""
    made = []
    for part in parts:
        answer, freq = part.split(".")
        side, word = SIDES.get(answer, ("net", "net"))
        net = "; the positive less the negative share of the same wave" if side == "net" else ""
        unknown = "" if freq == "a" else "; waves without a known month are left out"
        made.append(
            Series(
                id=f"polls.{stem}.{part}",
                title=f"{title}, {word}",
                unit=POINTS if side == "net" else PER_CENT,
                definition=f"Mean over the waves of the {FREQUENCY_WORD[freq]}, by the middle day of the interviews, "
                f"question {question}{net}{unknown}.",
                rule=waves(f"question_id = '{question}'", side, freq),
                expected_lag_days=lag or STALE_AFTER[freq],
                collected_through=COLLECTED_THROUGH,
                models=(models or {}).get(part, ()),
            )
        )
    return tuple(made)


def together(
    stem: str,
    topic: str,
    title: str,
    houses: str,
    parts: tuple[str, ...],
    *,
    lag: int = 60,
    models: dict[str, tuple[Model, ...]] | None = None,
) -> tuple[Series, ...]:
    """Series of all comparable polls of a topic: each poll counts once, whatever its sample."""
    made = []
    for part in parts:
        answer, freq = part.split(".")
        side, word = SIDES.get(answer, ("net", "net"))
        net = ", positive less negative share" if side == "net" else ""
        made.append(
            Series(
                id=f"polls.{stem}.{part}",
                title=f"{title}, all houses, {word}",
                unit=POINTS if side == "net" else PER_CENT,
                definition=f"Mean over the polls of the {FREQUENCY_WORD[freq]} by {houses}{net}; each poll counts "
                "once, samples are not weighted, differences between houses are not removed.",
                rule=waves(f"topic = '{topic}' AND pooled = 'yes'", side, freq),
                expected_lag_days=lag,
                collected_through=COLLECTED_THROUGH,
                models=(models or {}).get(part, ()),
            )
        )
    return tuple(made)
