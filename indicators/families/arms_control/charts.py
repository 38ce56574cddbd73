"""Charts of arms control: warheads under their limit, how full the limits were, treaties in time, stockpiles."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

import polars as pl

from indicators.charting.events import EVENTS
from indicators.charting.figure import Figure
from indicators.charting.marks import line_series, small_multiples, status_bars, step_ceiling
from indicators.charting.theme import COUNTRY_COLOURS, NARROW, WIDE, format_number
from indicators.families.arms_control.series import COLLECTED_THROUGH

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    import altair as alt

    from indicators.store.view import AsOfView

MONTHS = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip
NAMES = {"rus": "Russia", "usa": "United States"}
COLOURS = {"Russia": COUNTRY_COLOURS["RUS"], "United States": COUNTRY_COLOURS["USA"]}
ITEMS = {
    "deployed_warheads": "Deployed warheads",
    "deployed_delivery_vehicles": "Missiles and bombers",
    "launchers": "Launchers",
}
TREATIES = {
    "salt_1": "SALT I", "abm": "ABM Treaty", "inf": "INF Treaty", "ttbt": "TTBT (tests)", "pnet": "PNET (explosions)",
    "cfe": "CFE (conventional)", "heu_purchase": "HEU purchase", "start_1": "START I", "open_skies": "Open Skies",
    "sort": "SORT (Moscow)", "pmda": "PMDA (plutonium)", "new_start": "New START",
}  # fmt: skip
NUMBERS = ("none", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve")
NAMED_SOURCES = 3


def figures(view: AsOfView) -> list[Figure]:
    """The family's figures as known in the view; one without data is left out."""
    drawn = (_warheads(view), _utilisation(view), _treaties(view), _stockpiles(view))
    return [figure for figure in drawn if figure is not None]


def _both(draw: Callable[[int], alt.LayerChart]) -> dict[str, alt.LayerChart]:
    return {"chart": draw(WIDE), "narrow": draw(NARROW)}


def _until(view: AsOfView) -> dt.date:
    return min(view.as_of, view.quarter_end)


def _day(day: dt.date) -> str:
    return f"{day.day} {MONTHS[day.month - 1]} {day.year}"


def _the(name: str) -> str:
    return f"the {name}" if name == NAMES["usa"] else name


def _sources(view: AsOfView, ids: Sequence[str]) -> str:
    names = view.sources(list(ids))
    more = len(names) - NAMED_SOURCES
    return "; ".join([*names[:NAMED_SOURCES], *([f"{more} more in the tables"] if more > 0 else [])])


def _last(frame: pl.DataFrame, series: str) -> dict[str, Any] | None:
    """The last row of a side that has a value."""
    known = frame.filter((pl.col("series") == series) & pl.col("value").is_not_null())
    return known.row(-1, named=True) if known.height else None


def _low_note(frame: pl.DataFrame) -> tuple[str, ...]:
    days = (
        frame.filter((pl.col("quality") == "low") & pl.col("value").is_not_null())["period"].unique().sort().to_list()
    )
    return (f"Not seen in a source (low quality): {', '.join(map(_day, days))}.",) if days else ()


def _new_start(view: AsOfView, what: str, items: Sequence[str], decimals: int) -> pl.DataFrame:
    """New START observations by reference day, side and item."""
    ids = {f"arms_control.new_start.{side}.{item}.{what}.h": (side, item) for side in NAMES for item in items}
    found = view.observations(*ids)
    sides = {series_id: NAMES[side] for series_id, (side, _) in ids.items()}
    panels = {series_id: ITEMS[item] for series_id, (_, item) in ids.items()}
    return found.select(
        period="reference_date",
        series=pl.col("series_id").replace_strict(sides, default=None),
        panel=pl.col("series_id").replace_strict(panels, default=None),
        value=pl.col("value").round(decimals),
        obs_status="obs_status",
        quality="quality",
        reason="missing_reason",
        half="period",
    ).sort("period", "series", "panel")


def _warheads(view: AsOfView) -> Figure | None:
    """Declared deployed warheads of both sides under the limit, and the time without figures."""
    frame = _new_start(view, "declared", ["deployed_warheads"], 0).drop("panel", "half")
    last = {name: row for name in NAMES.values() if (row := _last(frame, name))}
    if len(last) < len(NAMES):
        return None
    until = _until(view)
    limits = view.sql(
        """
        SELECT DISTINCT format('limit {:,}', CAST(ceiling AS BIGINT)) AS label, effective_from AS date_from,
               CASE WHEN effective_to <= $until THEN effective_to END AS date_to, ceiling AS value
        FROM ceilings_binding WHERE treaty = 'new_start' AND item = 'deployed_warheads'
        ORDER BY ALL""",
        until=until,
    )
    refused = frame.filter(pl.col("value").is_null())["period"]
    silent = None
    if refused.len():
        ended = limits["date_to"][0] if limits.height and limits["date_to"][0] else until
        silent = pl.DataFrame({"date_from": [refused[0]], "date_to": [ended], "label": ["no Russian figures"]})
    told = " and ".join(
        f"{_the(name)} {format_number(row['value'])} on {_day(row['period'])}"
        for name, row in last.items()
    )
    headline = f"Deployed warheads last declared under New START: {told}"
    alt_text = f"Dots joined by lines for each exchange from {_day(frame['period'][0])}. Last: {told}."
    if limits.height:
        _, first, end, value = limits.row(0)
        bound = (
            f"bound from {_day(first)} to {_day(end - dt.timedelta(days=1))}" if end else f"came due on {_day(first)}"
        )
        if first > until:
            bound = f"comes due on {_day(first)}"
        alt_text += f" The limit of {format_number(value)} {bound}."
    if silent is not None:
        alt_text += f" Russia gave no figures from {_day(refused[0])}."
    chart = {
        "ceilings": limits, "declared": frame, "unit": "deployed warheads", "not_provided": silent,
        "until": until, "events": EVENTS, "colours": COLOURS, "decimals": 0,
    }  # fmt: skip
    return Figure(
        id="arms_control.new_start_warheads",
        family="arms_control",
        headline=headline,
        unit="deployed warheads by the treaty's counting",
        alt=alt_text,
        source_line=_sources(view, [f"arms_control.new_start.{s}.deployed_warheads.declared.h" for s in NAMES]),
        as_of=view.as_of,
        notes=(
            "Each heavy bomber counts as one warhead. Nothing is carried beyond the last declaration.",
            *_low_note(frame),
        ),
        table=frame,
        **_both(lambda width: step_ceiling(**chart, width=width)),
    )


def _utilisation(view: AsOfView) -> Figure | None:
    """How full the three central limits were."""
    frame = _new_start(view, "utilisation", list(ITEMS), 1)
    known = frame.filter(pl.col("value").is_not_null())
    if known.is_empty():
        return None
    warheads = frame.filter(pl.col("panel") == ITEMS["deployed_warheads"])
    last = {name: row for name in NAMES.values() if (row := _last(warheads, name))}
    headline = "Last declared under the New START limit on deployed warheads: " + " and ".join(
        f"{_the(name)} {format_number(row['value'], 1)} per cent of it on {_day(row['period'])}"
        for name, row in last.items()
    )
    ends = []
    for panel in ITEMS.values():
        rows = [(n, _last(frame.filter(pl.col("panel") == panel), n)) for n in NAMES.values()]
        ends.append(
            f"{panel}: "
            + ", ".join(f"{n} {format_number(r['value'], 1)} per cent on {_day(r['period'])}" for n, r in rows if r)
        )
    return Figure(
        id="arms_control.new_start_utilisation",
        family="arms_control",
        headline=headline,
        unit="per cent of the limit",
        alt=f"Three panels from {_day(known['period'].min())}, one for each limit. Last values: {'; '.join(ends)}.",
        source_line=_sources(view, [f"arms_control.new_start.{s}.{i}.utilisation.h" for s in NAMES for i in ITEMS]),
        as_of=view.as_of,
        notes=(
            "Declared totals in per cent of 1,550 warheads, 700 missiles and bombers, 800 launchers.",
            *_low_note(frame),
        ),
        table=frame,
        **_both(
            lambda width: small_multiples(
                frame, unit="per cent of the limit", width=width, height=110, colours=COLOURS, decimals=1
            )
        ),
    )


def _treaties(view: AsOfView) -> Figure | None:
    """When each treaty was in force between the two countries, and when it was suspended."""
    until = min(_until(view), COLLECTED_THROUGH)
    spans = view.sql(
        """
        SELECT * FROM treaty_spans WHERE in_force_from <= $until ORDER BY in_force_from, treaty""",
        until=until,
    )
    if spans.is_empty():
        return None
    rows: list[dict[str, Any]] = []
    standing: list[str] = []
    strategic: list[str] = []
    for span in spans.iter_rows(named=True):
        name = TREATIES[span["treaty"]]
        end = span["in_force_to"] if span["in_force_to"] and span["in_force_to"] <= until else None
        stopped = span["suspended_from"] if span["suspended_from"] and span["suspended_from"] <= until else None
        rows.append({"name": name, "status": "in_force", "date_from": span["in_force_from"], "date_to": stopped or end})
        if stopped:
            rows.append({"name": name, "status": "suspended", "date_from": stopped, "date_to": end})
        if end is None:
            standing.append(name)
            strategic += [name] if span["is_strategic"] else []
    frame = pl.DataFrame(rows, schema_overrides={"date_from": pl.Date, "date_to": pl.Date})
    if strategic:
        headline = f"Strategic arms treaties in force on {_day(until)}: {', '.join(strategic)}"
    else:
        over = spans.filter("is_strategic").sort("in_force_to")
        since = f" since {TREATIES[over['treaty'][-1]]} ended on {_day(over['in_force_to'][-1])}" if over.height else ""
        headline = f"No strategic arms treaty has been in force between the two countries{since}"
    alt_text = (
        f"Bars in time for {NUMBERS[spans.height]} treaties between the two countries. In force on {_day(until)}: "
        f"{', '.join(standing) or 'none'}."
    )
    stopped_rows = frame.filter(pl.col("status") == "suspended")
    if stopped_rows.height:
        listed = ", ".join(f"{r['name']} from {_day(r['date_from'])}" for r in stopped_rows.iter_rows(named=True))
        alt_text += f" Suspended by one side or both: {listed}."
    return Figure(
        id="arms_control.treaties",
        family="arms_control",
        headline=headline,
        unit="treaties by status",
        alt=alt_text,
        source_line=_sources(view, spans["fact_id"].to_list()),
        as_of=view.as_of,
        notes=(
            "From entry into force to the first exit of either side, the end of the term or a successor treaty.",
            "Treaties that never entered into force (SALT II, START II, adapted CFE) are left out.",
            f"What was read for this family ends on {_day(COLLECTED_THROUGH)}.",
        ),
        table=frame,
        **_both(lambda width: status_bars(frame, until=until, width=width, events=EVENTS)),
    )


def _stockpiles(view: AsOfView) -> Figure | None:
    """Estimated stockpiles of both sides."""
    ids = {f"arms_control.stockpile.{side}.fas.a": name for side, name in NAMES.items()}
    found = view.observations(*ids, end=dt.date(_until(view).year, 12, 31))
    frame = found.select(
        "period",
        series=pl.col("series_id").replace_strict(ids, default=None),
        value="value",
        obs_status="obs_status",
        quality="quality",
    ).sort("series", "period")
    last = {name: row for name in NAMES.values() if (row := _last(frame, name))}
    if len(last) < len(NAMES):
        return None
    peaks = {
        n: frame.filter(pl.col("series") == n).sort("value", descending=True).row(0, named=True) for n in NAMES.values()
    }
    told = ", ".join(
        f"{'the ' if n == 'United States' else ''}{n} {format_number(row['value'])} ({row['period']})"
        for n, row in last.items()
    )
    peaked = "; ".join(f"{n} {format_number(row['value'])} in {row['period']}" for n, row in peaks.items())
    return Figure(
        id="arms_control.stockpiles",
        family="arms_control",
        headline=f"Nuclear stockpiles as the Federation of American Scientists estimates them: {told}",
        unit="warheads",
        alt=f"Two lines from {frame['period'].min()}. Largest: {peaked}. Last: {told}.",
        source_line=_sources(view, list(ids)),
        as_of=view.as_of,
        notes=(
            "Warheads in the military stockpile; retired ones awaiting dismantlement are left out. Russia to 1991: the "
            "Soviet Union.",
            "An estimate of one edition (2023): earlier editions gave other values.",
        ),
        table=frame,
        **_both(
            lambda width: line_series(
                frame, unit="warheads", width=width, events=EVENTS[:3], zero=True, end_values=True, colours=COLOURS
            )
        ),
    )
