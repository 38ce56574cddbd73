"""Charts of the polls: both publics, Russians on the United States, the handling of the war, the leaders."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

import polars as pl

from indicators.charting.events import EVENTS
from indicators.charting.figure import FACT_IDS, Figure, Widths, listed
from indicators.charting.marks import dots_by_group, line_series
from indicators.charting.theme import COUNTRY_COLOURS, MUTED, NARROW, PALETTE, WIDE, format_number
from indicators.days import day, month
from indicators.families.polls.series import AVERAGES

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    import altair as alt

    from indicators.store.view import AsOfView

LEVADA_NET = "polls.rus.usa_attitude.levada.net.m"
LEVADA_GOOD = "polls.rus.usa_attitude.levada.good.m"
UKRAINE_NET = "polls.usa.trump_ukraine.net.m"
LEVADA_AVERAGE = "polls.rus.usa_attitude.levada.good.average.m"
UKRAINE_AVERAGE = "polls.usa.trump_ukraine.net.average.d"
NET_UNIT = "percentage points, positive less negative share"
NAMED_SOURCES = 3
FIRST_NET = dt.date(2003, 1, 1)
"""Both sides of a wave are known from here on."""
SMALL_CHANGE = 5.0
"""Points by which two single shares of about 1,600 interviews may differ by chance (95 %)."""

WAVES = """
SELECT wave_day AS period, question_id, pollster, positive_pct, negative_pct, net_pct, sample_size AS size,
       list_filter([positive_fact_id, negative_fact_id], lambda f: f IS NOT NULL) AS fact_ids
FROM poll_waves
WHERE list_contains($questions, question_id) AND field_precision IN ('day', 'month') AND wave_day <= $last_day
ORDER BY wave_day, pollster, reading_no, question_id, population, field_start, field_end"""

POOLED = """
SELECT wave_day AS period, pollster, population, positive_pct, negative_pct, net_pct, sample_size AS size,
       list_filter([positive_fact_id, negative_fact_id], lambda f: f IS NOT NULL) AS fact_ids
FROM poll_waves
WHERE topic = $topic AND pooled = 'yes' AND field_precision = 'day' AND wave_day BETWEEN $first_day AND $last_day
ORDER BY wave_day, pollster, question_id, population, field_start, field_end, reading_no"""

SHORT = {"pew_russia_fav": "Pew", "gallup_russia_fav": "Gallup"}
WORDING = """
SELECT pollster || ': ' || wording_note AS note FROM poll_questions
WHERE list_contains($questions, question_id) AND wording_note IS NOT NULL ORDER BY pollster, question_id"""
HOUSE = (dt.date(2004, 1, 1), "house: VTsIOM before")
"""The collection says of the waves to 2003 that the old VTsIOM team took them."""


def figures(view: AsOfView) -> list[Figure]:
    """The family's figures as known in the view; one without data is left out."""
    return listed((_both_publics(view), _russians_on_usa(view), _handling_of_the_war(view), _leaders(view)))


def _wording(view: AsOfView, questions: Sequence[str]) -> tuple[str, ...]:
    """What the table of questions says of wording and method, and what the rules in the chart are."""
    notes = view.sql(WORDING, questions=list(questions))["note"].to_list()
    told = "".join(f"{note}. " for note in notes)
    return (f"{told}The rule stands where the poll average takes the way of asking to change; no source dates it.",)


def _breaks(view: AsOfView) -> list[tuple[dt.date, str]]:
    """Days from which the poll averages take a question to be asked in another way, as the family declares them."""
    declared = [wording for average in AVERAGES for wording in dict(average.settings).get("wordings", ())]
    found = [(dt.date.fromisoformat(start), f"{SHORT[q]}: {what}") for what, q, start, _ in declared if q in SHORT]
    return [one for one in found if FIRST_NET < one[0] <= view.quarter_end]


def _signed(value: float) -> str:
    return format_number(value, signed=True)


def _sources(view: AsOfView, ids: Sequence[str]) -> str:
    names = view.sources(ids)
    more = len(names) - NAMED_SOURCES
    return "; ".join([*names[:NAMED_SOURCES], *([f"{more} more in the tables"] if more > 0 else [])])


def _at_both_widths(draw: Callable[[int], alt.LayerChart]) -> Widths:
    return {"chart": draw(WIDE), "narrow": draw(NARROW)}


def _level(view: AsOfView, average_id: str, first: dt.date) -> pl.DataFrame | None:
    """The published poll average from a day on, named as the marks want it, each month at its middle."""
    found = view.model(average_id, "poll_average")
    if not isinstance(found, pl.DataFrame) or not {"period_start", "level"} <= set(found.columns):
        return None
    bounds = {
        f"{old}_{level}": f"{new}_{level}" for old, new in (("lower", "low"), ("upper", "high")) for level in (80, 95)
    }
    kept = ["period_start", "level", *(name for name in bounds if name in found.columns)]
    named = found.select(kept).rename({"period_start": "period", "level": "value"}).rename(bounds, strict=False)
    shown = named.filter(pl.col("period") >= first)
    if average_id.endswith(".m"):
        shown = shown.with_columns(pl.col("period").dt.offset_by("14d"))
    return shown if shown.height else None


def _both_publics(view: AsOfView) -> Figure | None:
    """Net attitude of Russians to the United States and of Americans to Russia, on one axis."""
    groups = {
        "levada_us_attitude": "Russians on the USA (Levada)",
        "gallup_russia_fav": "Americans on Russia (Gallup)",
        "pew_russia_fav": "Americans on Russia (Pew)",
    }
    waves = view.sql(WAVES, questions=list(groups), last_day=view.quarter_end).drop_nulls("net_pct")
    table = waves.filter(pl.col("period") >= FIRST_NET).select(
        "period", pl.col("net_pct").alias("value"), pl.col("question_id").replace_strict(groups).alias("group"), "size",
        FACT_IDS,
    )  # fmt: skip
    dots = table.drop(FACT_IDS)
    russians = dots.filter(pl.col("group") == groups["levada_us_attitude"])
    americans = dots.filter(pl.col("group") != groups["levada_us_attitude"])
    if russians.is_empty() or americans.is_empty():
        return None
    of_russians, of_americans = russians.row(-1, named=True), americans.row(-1, named=True)
    headline = (
        f"Net attitude to the other country, last waves with both sides: Russians {_signed(of_russians['value'])} "
        f"in {month(of_russians['period'])}, Americans {_signed(of_americans['value'])} "
        f"in {month(of_americans['period'])}"
    )
    lowest = {
        name: part.row(int(part["value"].arg_min() or 0), named=True) for name, part in _named(russians, americans)
    }
    alt_text = f"Dots, one a wave, from {month(dots['period'][0])} to {month(dots['period'][-1])}. " + " ".join(
        f"{name}: {part.height} waves, lowest {_signed(lowest[name]['value'])} in {month(lowest[name]['period'])}, "
        f"last {_signed(part['value'][-1])} in {month(part['period'][-1])}."
        for name, part in _named(russians, americans)
    )
    ids = [LEVADA_NET, "polls.usa.russia_favourable.net.m"]
    domain = (FIRST_NET, view.quarter_end)
    colours = {
        groups["levada_us_attitude"]: COUNTRY_COLOURS["RUS"],
        groups["gallup_russia_fav"]: COUNTRY_COLOURS["USA"],
        groups["pew_russia_fav"]: PALETTE[0],
    }
    return Figure(
        id="polls.both_publics",
        family="polls",
        headline=headline,
        unit=NET_UNIT,
        alt=alt_text,
        source_line=_sources(view, ids),
        as_of=view.as_of,
        notes=(
            "The scales differ: Levada asks for a good or bad attitude, Gallup and Pew for a favourable or "
            "unfavourable opinion; compare directions, not levels.",
            "Only waves for which both sides are in the collection; a dot is one wave, its area grows with the sample.",
            *(_wording(view, ["pew_russia_fav"]) if _breaks(view) else ()),
        ),
        table=table,
        **_at_both_widths(
            lambda width: dots_by_group(
                dots,
                unit=NET_UNIT,
                width=width,
                events=EVENTS,
                colours=colours,
                domain=domain,
                decimals=0,
                breaks=_breaks(view),
            )
        ),
    )


def _named(russians: pl.DataFrame, americans: pl.DataFrame) -> tuple[tuple[str, pl.DataFrame], ...]:
    return ("Russians on the USA", russians), ("Americans on Russia", americans)


def _moved(now: float, before: float, since: str, small: float = 0.0) -> str:
    """``up 3 points since May 2025``, and whether that is little; the word follows the sign."""
    points = abs(round(now - before))
    if points == 0:
        return f"unchanged {since}"
    direction = "up" if now > before else "down"
    little = " (within the margin of error)" if points < small else ""
    return f"{direction} {points} {'point' if points == 1 else 'points'} {since}{little}"


def _since(before: dt.date, last: dt.date) -> str:
    """Since which month, where two waves of one month are not told apart by it."""
    return f"since {month(before)}" if month(before) != month(last) else "on the wave before, of the same month"


def _russians_on_usa(view: AsOfView) -> Figure | None:
    """Share of Russians with a good attitude to the United States: waves, line readings, level."""
    groups = {"levada_us_attitude_chart": "read off a plotted line", "levada_us_attitude": "printed waves"}
    waves = view.sql(WAVES, questions=list(groups), last_day=view.quarter_end).drop_nulls("positive_pct")
    first = dt.date(2000, 1, 1)
    table = waves.filter(pl.col("period") >= first).select(
        "period",
        pl.col("positive_pct").alias("value"),
        pl.col("question_id").replace_strict(groups).alias("group"),
        "size",
        FACT_IDS,
    )
    dots = table.drop(FACT_IDS)
    printed = dots.filter(pl.col("group") == "printed waves")
    if printed.height < 2:
        return None
    last, before = printed.row(-1, named=True), printed.row(-2, named=True)
    low = dots.row(int(dots["value"].arg_min() or 0), named=True)
    moved = _moved(last["value"], before["value"], _since(before["period"], last["period"]), SMALL_CHANGE)
    headline = (
        f"{format_number(last['value'])} per cent of Russians had a good attitude to the United States in "
        f"{month(last['period'])}, {moved}"
    )
    unit = "per cent of adults with a good attitude"
    alt_text = (
        f"{dots.height} readings of the share of Russians with a good attitude to the United States, "
        f"{month(dots['period'][0])} to {month(dots['period'][-1])}: {printed.height} printed waves, the others read "
        f"off a plotted line. The lowest is {format_number(low['value'])} per cent in {month(low['period'])}, "
        f"the last {format_number(last['value'])} per cent in {month(last['period'])}."
    )
    level = _level(view, LEVADA_AVERAGE, dt.date(2014, 1, 1))
    return Figure(
        id="polls.russians_on_usa",
        family="polls",
        headline=headline,
        unit=unit,
        alt=alt_text,
        source_line=_sources(view, [LEVADA_GOOD, "polls.rus.usa_attitude.levada_chart.good.m"]),
        as_of=view.as_of,
        notes=(
            "Both kinds of dots are the same polls of the Levada Center (to 2003 of the old VTsIOM team); readings off "
            "the line are whole points" + (" and end in Nov 2021." if view.as_of.year > 2021 else "."),
            "The average is estimated from the printed waves alone and drawn from 2014 on, when they become frequent; "
            "one house, so its lasting error is part of it.",
            "Margin of error about 3.4 points a wave; interviews in wartime Russia: guarded answers are possible.",
            "The rule at the end of 2003: to that year the polls are those of the old VTsIOM team, with the same "
            "question. No source held here dates a change of wording.",
        ),
        table=table,
        **_at_both_widths(
            lambda width: dots_by_group(
                dots,
                unit=unit,
                line=level,
                line_label="average of the waves",
                breaks=(HOUSE,),
                width=width,
                events=EVENTS,
                zero=True,
                decimals=0,
                colours={"printed waves": COUNTRY_COLOURS["RUS"], "read off a plotted line": MUTED},
            )
        ),
    )


def _handling_of_the_war(view: AsOfView) -> Figure | None:
    """Net approval of the US president's handling of the war in Ukraine: polls by house, level of all together."""
    first = dt.date(2025, 1, 20)
    waves = view.sql(POOLED, topic="trump_ukraine", first_day=first, last_day=view.quarter_end).drop_nulls("net_pct")
    if waves.is_empty():
        return None
    table = waves.select(
        "period", pl.col("net_pct").alias("value"), pl.col("pollster").alias("group"), "size", "population", FACT_IDS
    )
    dots = table.drop(FACT_IDS)
    level = _level(view, UKRAINE_AVERAGE, first)
    now = f"net {_signed(dots['value'][-1])} in the last poll, {month(dots['period'][-1])}"
    if level is not None and {"low_95", "high_95"} <= set(level.columns):
        now = _average_told(level)
    ordered = dots["value"].sort()
    below = dots.filter(pl.col("value") < 0).height
    counted = "all of them" if below == dots.height else f"{below} of them"
    alt_text = (
        f"{dots.height} polls by {dots['group'].n_unique()} houses, {month(dots['period'][0])} to "
        f"{month(dots['period'][-1])}. In {counted} more disapprove than approve. Net approval runs from "
        f"{_signed(ordered[0])} to {_signed(ordered[-1])}; the last poll, by {dots['group'][-1]}, has "
        f"{_signed(dots['value'][-1])}."
    )
    unit = "percentage points, approve less disapprove"
    return Figure(
        id="polls.handling_of_the_war",
        family="polls",
        headline=f"Net approval of the US president's handling of the war in Ukraine, all houses: {now}",
        unit=unit,
        alt=alt_text,
        source_line=_sources(view, [UKRAINE_NET]),
        as_of=view.as_of,
        notes=(
            "Houses word the question differently and ask adults or voters; the average takes their estimated effects "
            "out, which sum to zero.",
            "Confidence items and scales from excellent to terrible are left out; most polls come from one aggregator.",
        ),
        table=table,
        **_at_both_widths(
            lambda width: dots_by_group(
                dots,
                unit=unit,
                line=level,
                width=width,
                events=EVENTS,
                zero=True,
                decimals=0,
                line_label="average of the polls",
            )
        ),
    )


def _average_told(level: pl.DataFrame) -> str:
    """Where the average of the polls stands with its band, and three months before; a change is one beyond the bands.

    Examples
    --------
    >>> frame = pl.DataFrame({"period": [dt.date(2025, 11, 1), dt.date(2026, 2, 1)], "value": [-20.2, -19.1],
    ...                       "low_95": [-25.0, -24.0], "high_95": [-15.0, -14.0]})
    >>> _average_told(frame)
    'average −19 on 1 Feb 2026 (95 % −24 to −14), no clear change on −20 three months before'
    """
    last = level.row(-1, named=True)
    band = f"95 % {_signed(last['low_95'])} to {_signed(last['high_95'])}"
    text = f"average {_signed(last['value'])} on {day(last['period'])} ({band})"
    before = level.filter(pl.col("period") <= last["period"] - dt.timedelta(days=90))
    if before.is_empty():
        return text
    then = before.row(-1, named=True)
    if then["low_95"] <= last["high_95"] and last["low_95"] <= then["high_95"]:
        return f"{text}, no clear change on {_signed(then['value'])} three months before"
    return f"{text}, {_moved(round(last['value']), round(then['value']), 'on three months before')}"


def _leaders(view: AsOfView) -> Figure | None:
    """Approval of the two presidents, each at home."""
    ids = {
        "polls.rus.putin_approval.levada.approve.m": "Putin, in Russia (Levada)",
        "polls.usa.trump_approval.approve.m": "Trump, in the USA (all houses)",
    }
    found = view.observations(*ids, start=dt.date(2014, 1, 1)).drop_nulls("value")
    frame = found.select(
        "period",
        pl.col("series_id").replace_strict(ids).alias("series"),
        pl.col("value").round(0),
        "obs_status",
        "quality",
    )
    last: dict[str, dict[str, Any]] = {}
    for name in ids.values():
        part = frame.filter(pl.col("series") == name)
        if part.height:
            last[name] = part.row(-1, named=True)
    if not last:
        return None
    words = [f"{name} {format_number(row['value'])} per cent in {month(row['period'])}" for name, row in last.items()]
    parts = [frame.filter(pl.col("series") == name) for name in last]
    alt_text = " ".join(
        f"{part['series'][0]}: {part.height} months from {month(part['period'][0])} to {month(part['period'][-1])}, "
        f"between {format_number(min(part['value'].to_list()))} and {format_number(max(part['value'].to_list()))} "
        f"per cent, last {format_number(part['value'][-1])}."
        for part in parts
    )
    colours = dict(zip(ids.values(), (COUNTRY_COLOURS["RUS"], COUNTRY_COLOURS["USA"]), strict=True))
    unit = "per cent approve"
    return Figure(
        id="polls.leaders",
        family="polls",
        headline="Approval of the presidents at home: " + "; ".join(words),
        unit=unit,
        alt=alt_text,
        source_line=_sources(view, list(ids)),
        as_of=view.as_of,
        notes=(
            "Different questions, methods and conditions of asking: the two levels are not comparable.",
            "Gaps are months that the collection does not hold"
            + ("; Gallup stopped rating politicians after Dec 2025." if view.as_of.year > 2025 else "."),
        ),
        table=frame.with_columns(pl.col("value").cast(pl.Int64)),
        **_at_both_widths(
            lambda width: line_series(
                frame, unit=unit, width=width, events=EVENTS, zero=True, end_values=True, colours=colours, decimals=0
            )
        ),
    )
