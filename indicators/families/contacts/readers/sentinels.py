"""What to look at for contacts: calls and meetings are kept by hand."""

from __future__ import annotations

import polars as pl

from indicators.ingesting.sentinel import Sentinel

OFFICIAL = ("en.kremlin.ru/events/president/news", "whitehouse.gov (readouts)", "state.gov/readouts", "mid.ru")


def _level(name: str, confirm: tuple[str, ...]) -> Sentinel:
    return Sentinel(
        name=f"contacts_{name}",
        family="contacts",
        table="contacts",
        rows=pl.col("level") == name,
        day="date_end",
        every_days=30,
        look_at=OFFICIAL,
        confirm=confirm,
        looked="contacts_coverage",
    )


SENTINELS = (
    _level(
        "head_of_state",
        (
            "each call and meeting of the presidents since the newest one stands here, with day, channel and length",
            "what was announced was held or called off: change nothing, add the new row",
            "after the look, the day to which sources were read is the newest row of contacts_coverage",
        ),
    ),
    _level(
        "foreign_minister",
        (
            "each call and meeting of Secretary of State and foreign minister since the newest one stands here",
            "posts that tell of a call a day later are dated by the call",
        ),
    ),
    _level(
        "special_envoy",
        ("every meeting of envoys with the president or with each other since the newest one stands here",),
    ),
)
