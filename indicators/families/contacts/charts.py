"""Charts of contacts: who met when, how often the presidents spoke, and how long ago."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from indicators.charting.events import EVENTS, Event
from indicators.charting.figure import Figure, listed
from indicators.charting.marks import bars_signed, dot_timeline, interval_bars
from indicators.charting.theme import NARROW, PALETTE, RULE, WIDE, format_number
from indicators.days import day, month
from indicators.families.contacts.series import COLLECTED_THROUGH

if TYPE_CHECKING:
    from collections.abc import Sequence

    import polars as pl

    from indicators.store.view import AsOfView

YEARS_SHOWN = 5
COMPLETE = dt.date(2017, 1, 1)
"""Since when calls between the presidents are complete or near complete."""
COMPLETE_MARK = Event(COMPLETE, "calls complete", "From here on the list of calls is complete or near complete.")

LEVEL_NAMES = {
    "head_of_state": "presidents",
    "head_of_state_other": "other heads",
    "foreign_minister": "foreign ministers",
    "special_envoy": "special envoys",
    "security_council": "security councils",
    "defence": "defence",
    "deputy_minister": "deputy ministers",
    "agency_head": "agency heads",
    "technical": "technical",
    "legislature": "legislators",
}
CHANNEL_NAMES = {
    "phone": "call",
    "video": "video call",
    "letter": "letter",
    "in_person": "meeting",
    "delegation": "visit",
    "working_group": "session",
}
KINDS = {"calls": PALETTE[0], "meetings": PALETTE[1], "presence only": RULE}
SINCE = {
    "contacts.head_of_state.days_since_last_meeting.m": "last meeting",
    "contacts.head_of_state.days_since_last.m": "last call or meeting",
}
DONE = {"last meeting": "last met", "last call or meeting": "last spoken or met"}
COMPLETENESS_NAMES = {
    "complete": "complete",
    "near_complete": "near complete",
    "lower_bound": "in part a lower bound",
    "sample": "in part a sample",
    "not_collected": "in part not collected",
}

TIMELINE = """
SELECT c.fact_id, c.counted_on AS day, coalesce(k.counted_level, c.level) AS level, c.status, c.us_side, c.russian_side,
       c.channel, c.place, c.date_precision, s.publisher AS source
FROM contacts AS c
JOIN sources AS s USING (source_id)
LEFT JOIN contacts_counted AS k USING (fact_id)
LEFT JOIN contacts_not_counted AS n USING (fact_id)
WHERE coalesce(n.reason, '') NOT IN ('possible_double', 'before_1992') AND c.counted_on BETWEEN $first AND $last
ORDER BY c.counted_on, c.fact_id"""
TWO_YEARS = """
SELECT count(*) FILTER (kind = 'call' AND counted_on > $middle) AS calls,
       count(*) FILTER (kind = 'meeting' AND counted_on > $middle) AS meetings,
       count(*) FILTER (counted_on <= $middle) AS before
FROM contacts_presidents WHERE counted_on > $first AND counted_on <= $last"""
PRESIDENTS = """
SELECT p.fact_id, p.counted_on AS day, p.kind, s.publisher AS source
FROM contacts_presidents AS p JOIN contacts AS c USING (fact_id) JOIN sources AS s ON s.source_id = c.source_id
WHERE p.counted_on BETWEEN $first AND $last ORDER BY p.counted_on, p.fact_id"""
WORST = """
SELECT level, channel_group,
       arg_max(completeness, list_position(['complete', 'near_complete', 'lower_bound', 'sample', 'not_collected'],
                                           completeness)) AS worst
FROM contacts_coverage
WHERE level IN ('head_of_state', 'foreign_minister') AND from_date <= $last AND (to_date IS NULL OR to_date > $first)
GROUP BY ALL"""


def figures(view: AsOfView) -> list[Figure]:
    """The family's charts as known at the view's date; a chart without data is left out."""
    return listed((timeline(view), by_year(view), days_since(view)))


def timeline(view: AsOfView) -> Figure | None:
    """A dot a contact by day and level, over the last years."""
    through = min(COLLECTED_THROUGH, view.as_of, view.quarter_end)
    first = dt.date(max(view.quarter_end.year - YEARS_SHOWN, 1992), 1, 1)
    rows = view.sql(TIMELINE, first=first, last=view.quarter_end)
    if rows.is_empty():
        return None
    data = _labelled(rows)
    held = rows.filter(rows["status"] == "held")
    counts = {name: held.filter(held["level"] == level).height for level, name in LEVEL_NAMES.items()}
    later = held.filter(held["day"] > through).height
    wide, narrow = (
        dot_timeline(
            data,
            collected_through=through,
            order=[name for name in LEVEL_NAMES.values() if name in data["level"].to_list()],
            width=width,
            events=EVENTS,
            colours=dict.fromkeys(LEVEL_NAMES.values(), PALETTE[0]),
            domain=(first, view.quarter_end),
        )
        for width in (WIDE, NARROW)
    )
    return Figure(
        id="contacts-timeline",
        family="contacts",
        headline=_last_two_years(view, through),
        unit="contacts by day and level",
        alt=f"Contacts known to be held from {day(first)} to {day(view.quarter_end)}, by level: "
        + ", ".join(f"{name} {n}" for name, n in counts.items() if n)
        + f". Called off or only announced: {rows.height - held.height}.",
        source_line=_sources(view, rows["fact_id"].to_list()),
        as_of=view.as_of,
        notes=(
            f"Counted to {day(through)}"
            + ("; what came later was not collected." if through == COLLECTED_THROUGH else ".")
            + (f" Found by chance and drawn in the hatched part: {later} later." if later else ""),
            _completeness(view, first, through),
            "A dot stands on the last day of a trip, a month or a span of which no day is known.",
        ),
        chart=wide,
        table=data,
        narrow=narrow,
    )


def by_year(view: AsOfView) -> Figure | None:
    """Calls, meetings and mere presence of the presidents, by year."""
    ids = {f"contacts.head_of_state.{kind.split()[0]}.a": kind for kind in KINDS}
    seen = view.observations(*ids)
    seen = seen.filter(seen["value"].is_not_null())
    if seen.is_empty():
        return None
    table = {(row["period"], ids[row["series_id"]]): round(row["value"]) for row in seen.iter_rows(named=True)}
    years = [str(year) for year in range(int(min(seen["period"])), int(max(seen["period"])) + 1)]
    data = _whole(table, years)
    wide, narrow = (
        bars_signed(
            data,
            unit="calls and meetings a year",
            width=width,
            height=220,
            events=(*EVENTS, COMPLETE_MARK),
            colours=KINDS,
            domain=(dt.date(int(years[0]), 1, 1), dt.date(int(years[-1]), 12, 31)),
        )
        for width in (WIDE, NARROW)
    )
    unseen = [year for year in years if (year, "calls") not in table]
    return Figure(
        id="contacts-presidents-by-year",
        family="contacts",
        headline=_last_year(table, years),
        unit="calls and meetings a year",
        alt="Contacts between the presidents by year (calls, meetings, presence at one summit only): "
        + "; ".join(f"{y} {', '.join(_cell(table.get((y, kind))) for kind in KINDS)}" for y in years[-12:])
        + ".",
        source_line=_sources(view, list(ids)),
        as_of=view.as_of,
        notes=(
            "Calls before 2017 are a sample or a lower bound (2014 apart): the years before and after do not compare.",
            "Presence only: both attended one multilateral event, a meeting is not on record.",
            *(
                [f"No call was found for {_listed(unseen)} (dashed); that does not mean there was none."]
                if unseen
                else []
            ),
        ),
        chart=wide,
        table=data,
        narrow=narrow,
    )


def days_since(view: AsOfView) -> Figure | None:
    """How long it was from each call or meeting of the presidents to the next, and how long ago the last was."""
    seen = view.observations(*SINCE, start=COMPLETE)
    known = seen.filter(seen["value"].is_not_null())
    if known.is_empty():
        return None
    through = min(COLLECTED_THROUGH, view.as_of, view.quarter_end)
    waits = _waits(view, through)
    if waits.is_empty():
        return None
    wide, narrow = (
        interval_bars(
            waits.rename({"what": "label"}), unit="days from one call or meeting of the presidents to the next",
            collected_through=through, width=width, height=220, events=EVENTS, domain=(COMPLETE, view.quarter_end),
        )
        for width in (WIDE, NARROW)
    )  # fmt: skip
    ends = {name: known.filter(known["series_id"] == series_id) for series_id, name in SINCE.items()}
    rows = {name: frame.row(-1, named=True) for name, frame in ends.items() if frame.height}
    tops = {
        name: frame.sort("value", "period", descending=[True, False]).row(0, named=True)
        for name, frame in ends.items()
        if frame.height
    }
    at = max(row["reference_date"] for row in rows.values())
    return Figure(
        id="contacts-days-since",
        family="contacts",
        headline=f"On {day(at)} the presidents had "
        + " and ".join(
            f"{DONE[name]} {_number(round(row['value']), 'day', 'days')} before" for name, row in rows.items()
        ),
        unit="days",
        alt="Bars, one from each call or meeting of the presidents to the next, as wide and as high as the days "
        "between; the last is hollow, for it has not ended. Longest, at each month's end: "
        + "; ".join(
            f"{name} {_number(round(row['value']), 'day', 'days')} in {month(row['period'])}"
            for name, row in tops.items()
        )
        + f". At the end, {day(at)}: "
        + "; ".join(f"{name} {_number(round(row['value']), 'day', 'days')}" for name, row in rows.items())
        + ".",
        source_line=_sources(view, list(SINCE)),
        as_of=view.as_of,
        notes=(
            f"The last interval is open: it is counted to {day(at)}, as far as the collection reaches.",
            "Mere presence of both presidents at one event is no meeting here.",
        ),
        chart=wide,
        table=waits.drop("source"),
        narrow=narrow,
    )


def _waits(view: AsOfView, through: dt.date) -> pl.DataFrame:
    """Calls and meetings by day with the days to the next one; the last one's are at least so many."""
    import polars as pl

    seen = view.sql(PRESIDENTS, first=COMPLETE, last=through)
    by_day = seen.group_by("day", maintain_order=True).agg(
        what=pl.col("kind").unique(maintain_order=True).str.join(" and "),
        source=pl.col("source").unique(maintain_order=True).str.join("; "),
        fact_ids=pl.col("fact_id"),
    )
    following = pl.col("day").shift(-1)
    return by_day.select(
        "day",
        "what",
        days_to_next=(following.fill_null(through) - pl.col("day")).dt.total_days(),
        ended=pl.when(following.is_null()).then(pl.lit("no, at least so many")).otherwise(pl.lit("yes")),
        source="source",
        fact_ids="fact_ids",
    )


def _labelled(rows: pl.DataFrame) -> pl.DataFrame:
    """The timeline's rows as the chart and its table show them."""
    import polars as pl

    made = [
        {
            "day": row["day"],
            "level": LEVEL_NAMES[row["level"]],
            "status": row["status"],
            "label": f"{row['us_side']} and {row['russian_side']}, {CHANNEL_NAMES[row['channel']]}"
            + (f", {row['place']}" if row["place"] else ""),
            "note": "" if row["date_precision"] == "day" else f"date: {row['date_precision']}",
            "source": row["source"],
        }
        for row in rows.iter_rows(named=True)
    ]
    return pl.DataFrame(made)


def _whole(table: dict[tuple[str, str], int], years: Sequence[str]) -> pl.DataFrame:
    """Every year and kind; a value is missing where none was found and the collection is not complete."""
    import polars as pl

    keys = [(year, kind) for year in years for kind in KINDS]
    return pl.DataFrame(
        {
            "period": [year for year, _ in keys],
            "series": [kind for _, kind in keys],
            "value": [table.get(key) for key in keys],
            "reason": ["" if key in table else "not_collected" for key in keys],
        },
        schema_overrides={"value": pl.Int64},
    )


def _completeness(view: AsOfView, first: dt.date, last: dt.date) -> str:
    """How complete the two upper levels are over the years shown, from the coverage table."""
    found = {
        (row["level"], row["channel_group"]): COMPLETENESS_NAMES[row["worst"]]
        for row in view.sql(WORST, first=first, last=last).iter_rows(named=True)
    }
    return (
        f"Presidents: calls {found['head_of_state', 'remote']}, meetings {found['head_of_state', 'in_person']}."
        f" Foreign ministers: calls {found['foreign_minister', 'remote']}, meetings"
        f" {found['foreign_minister', 'in_person']}. Other levels: what was seen."
    )


def _last_two_years(view: AsOfView, through: dt.date) -> str:
    """What the presidents did in the last 12 months collected, and in those before."""
    middle, first = _years_before(through, 1), _years_before(through, 2)
    row = view.sql(TWO_YEARS, first=first, middle=middle, last=through).row(0, named=True)
    done = _done(row["calls"], row["meetings"], complete=middle >= COMPLETE)
    text = f"In the 12 months to {day(through)} the presidents held {done}"
    if first < COMPLETE:
        return text
    now, before = row["calls"] + row["meetings"], row["before"]
    word = "more than" if now > before else "fewer than" if now < before else "as many as"
    return f"{text}, {word} in the 12 months before ({_number(before, 'contact', 'contacts')})"


def _last_year(table: dict[tuple[str, str], int], years: Sequence[str]) -> str:
    """The last whole year, and how it stands among the years that are complete."""
    last = years[-1]
    totals = {y: table.get((y, "calls"), 0) + table.get((y, "meetings"), 0) for y in years if int(y) >= COMPLETE.year}
    done = _done(table.get((last, "calls"), 0), table.get((last, "meetings"), 0), complete=last in totals)
    text = f"In {last} the presidents held {done}"
    others = [n for y, n in totals.items() if y != last]
    if not others or last not in totals:
        return text
    if totals[last] > max(others):
        return f"{text}, more contacts than in any other year since {min(totals)}"
    before = totals[str(int(last) - 1)]
    word = "more than" if totals[last] > before else "fewer than" if totals[last] < before else "as many as"
    return f"{text}, {word} in the year before ({_number(before, 'contact', 'contacts')})"


def _done(calls: int, meetings: int, *, complete: bool) -> str:
    """Calls and meetings in words: counts where they are complete, else bounds."""
    met = _number(meetings, "meeting", "meetings")
    if complete:
        return f"{_number(calls, 'call', 'calls')} and {met}"
    return f"at least {_number(calls, 'call', 'calls')} and {met}" if calls else f"{met}; no call was found"


def _sources(view: AsOfView, ids: list[str]) -> str:
    publishers = view.sources(ids)
    more = len(publishers) - 3
    return "; ".join(publishers[:3]) + (f"; {more} more in the tables" if more > 0 else "")


def _years_before(day: dt.date, years: int) -> dt.date:
    return day.replace(year=day.year - years, day=28 if (day.month, day.day) == (2, 29) else day.day)


def _number(count: int, one: str, many: str) -> str:
    """``no calls``, ``1 call``, ``1,095 days``."""
    return f"{'no' if count == 0 else format_number(count)} {one if count == 1 else many}"


def _cell(value: int | None) -> str:
    return "none found" if value is None else str(value)


def _listed(words: Sequence[str]) -> str:
    return words[0] if len(words) == 1 else f"{', '.join(words[:-1])} and {words[-1]}"
