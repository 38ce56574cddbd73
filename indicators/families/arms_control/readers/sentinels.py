"""What to look at for treaties: no file tells of it."""

from __future__ import annotations

import polars as pl

from indicators.ingesting.sentinel import Sentinel

SENTINELS = (
    Sentinel(
        name="treaties",
        family="arms_control",
        table="treaty_events",
        rows=pl.lit(True),
        day="event_date",
        every_days=90,
        look_at=(
            "state.gov/bureaus/bureau-of-arms-control",
            "mid.ru (statements on strategic stability)",
            "armscontrol.org",
        ),
        confirm=(
            "New START: no successor, no interim arrangement and no resumed exchange since the newest event",
            "no act of either party on Open Skies, CFE, INF, PMDA or the test ban since then",
            "no treaty event is announced for a day to come",
        ),
    ),
    Sentinel(
        name="declarations",
        family="arms_control",
        table="treaty_declarations",
        rows=pl.col("treaty") == "new_start",
        day="reference_date",
        every_days=180,
        look_at=("state.gov/new-start", "mid.ru"),
        confirm=(
            "neither party has published totals of its strategic forces since the newest reference date",
            "the exchange is still suspended",
        ),
    ),
    Sentinel(
        name="stockpiles",
        family="arms_control",
        table="warhead_stockpiles",
        rows=pl.col("estimator").is_in(["fas", "sipri"]),
        day="published_on",
        every_days=180,
        look_at=("fas.org/initiative/status-world-nuclear-forces", "sipri.org/yearbook (June)"),
        confirm=(
            "no newer edition of either estimate is out",
            "the newest edition's figure for both sides stands here",
        ),
    ),
)
