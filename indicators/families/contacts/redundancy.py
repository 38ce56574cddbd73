"""What facts of contacts tell twice."""

from __future__ import annotations

import datetime as dt

import polars as pl

from indicators.contracts.redundancy import slug
from indicators.contracts.rules import Rule, rule

LEVEL_IN_ID = {
    "head_of_state": "hos", "foreign_minister": "fm", "special_envoy": "env", "deputy_minister": "dep",
    "defence": "def", "security_council": "sc", "agency_head": "agy", "technical": "tec", "legislature": "leg",
}  # fmt: skip
DATED_ID = r"^contacts\.c[0-9]{8}-"
ID_DAY = pl.col("fact_id").str.extract(r"^contacts\.c([0-9]{8})-")
START, COUNTED = pl.col("date_start"), pl.col("counted_on")
DAYS_APART = 4
"""An id keeps the day under which a contact was first found; its date was mended later by at most so many days."""
US_PRESIDENTS = (
    ("George H. W. Bush", dt.date(1989, 1, 20), dt.date(1993, 1, 20)),
    ("Bill Clinton", dt.date(1993, 1, 20), dt.date(2001, 1, 20)),
    ("George W. Bush", dt.date(2001, 1, 20), dt.date(2009, 1, 20)),
    ("Barack Obama", dt.date(2009, 1, 20), dt.date(2017, 1, 20)),
    ("Donald Trump", dt.date(2017, 1, 20), dt.date(2021, 1, 20)),
    ("Joe Biden", dt.date(2021, 1, 20), dt.date(2025, 1, 20)),
    ("Donald Trump", dt.date(2025, 1, 20), dt.date(2029, 1, 20)),
)
RUSSIAN_PRESIDENTS = (
    ("Boris Yeltsin", dt.date(1991, 7, 10), dt.date(2000, 1, 1)),
    ("Vladimir Putin", dt.date(1999, 12, 31), dt.date(2008, 5, 7)),
    ("Dmitry Medvedev", dt.date(2008, 5, 7), dt.date(2012, 5, 7)),
    ("Vladimir Putin", dt.date(2012, 5, 7), dt.date(2030, 5, 7)),
)
"""Name, first day in office, first day out of it."""


def _in_office(side: str, terms: tuple[tuple[str, dt.date, dt.date], ...]) -> pl.Expr:
    """Whether the side names somebody who is president on the day counted on."""
    return pl.any_horizontal(
        pl.col(side).str.contains(name, literal=True) & COUNTED.is_between(first, last, closed="left")
        for name, first, last in terms
    )


def _incumbent(column: str, side: str, role: str, terms: tuple[tuple[str, dt.date, dt.date], ...]) -> Rule:
    named = pl.any_horizontal(pl.col(side).str.contains(name, literal=True) for name, _, _ in terms)
    return rule(
        f"contacts.{column}_president_in_office",
        f"Who is named on {side} has {role} president exactly while in that office",
        holds=(pl.col(role) == "president") == _in_office(side, terms),
        applies=named,
        columns=(role, side, "counted_on"),
        mend="correct the role, the name or the day",
    )


LONGEST = {"phone": 180, "video": 180, "in_person": 480}
"""Minutes; on record are calls of up to 150 and meetings of up to 360 minutes, rounds of working groups of 720."""

CONTACTS: tuple[Rule, ...] = (
    rule(
        "contacts.length_of_its_channel",
        "A call lasts at most three hours, a meeting at most eight",
        holds=pl.col("duration_minutes")
        <= pl.col("channel").replace_strict(LONGEST, default=None, return_dtype=pl.Int64),
        columns=("duration_minutes", "channel"),
        mend="compare the length with its source; raise the bound if it was longer",
    ),
    rule(
        "contacts.id_tells_the_key",
        f"The id of a contact tells its level, and its first day but for {DAYS_APART} days",
        holds=pl.col("fact_id").str.contains(
            pl.format("-{}(-|[.]|$)", slug(pl.col("level").replace_strict(LEVEL_IN_ID, default="unknown")))
        )
        & pl.when(ID_DAY.str.ends_with("00"))
        .then(ID_DAY.str.slice(0, 6) == START.dt.strftime("%Y%m"))
        .otherwise((ID_DAY.str.to_date("%Y%m%d", strict=False) - START).dt.total_days().abs() <= DAYS_APART),
        applies=pl.col("fact_id").str.contains(DATED_ID),
        columns=("date_start", "fact_id", "level"),
        mend="correct the day or the level, or give the row the id of its key",
    ),
    rule(
        "contacts.counted_on_the_last_day",
        "A contact is counted on its last day, unless a meeting within a trip has a day of its own",
        holds=(pl.col("date_end") == COUNTED)
        | ((pl.col("channel") == "in_person") & (pl.col("date_precision") == "range")),
        columns=("counted_on", "date_end"),
    ),
    _incumbent("us", "us_side", "us_role", US_PRESIDENTS),
    _incumbent("russian", "russian_side", "russian_role", RUSSIAN_PRESIDENTS),
)
