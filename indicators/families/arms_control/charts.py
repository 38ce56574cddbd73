"""Charts of arms control: warheads under their limit, how full the limits were, treaties in time, stockpiles."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

import polars as pl

from indicators.charting.events import EVENTS
from indicators.charting.figure import Figure, Widths, listed
from indicators.charting.marks import line_series, small_multiples, status_bars, step_ceiling
from indicators.charting.theme import COUNTRY_COLOURS, NARROW, WIDE, format_number
from indicators.days import day
from indicators.families.arms_control.charts_range import stockpile_range
from indicators.families.arms_control.series import COLLECTED_THROUGH

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    import altair as alt

    from indicators.store.view import AsOfView

    Row = dict[str, Any]

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
CAP = dt.timedelta(days=240)
"""Length of the cap that tells how a treaty ended."""
NAMED_SOURCES = 3
BANDS_NOTE = (
    "Bands: where each total may lie (95 %) if it has moved since its last declaration as it did before; no number is "
    "known."
)
NEW_START_LIMIT = """
SELECT DISTINCT format('limit {:,}', CAST(ceiling AS BIGINT)) AS label, effective_from AS date_from,
       CASE WHEN effective_to <= $until THEN effective_to END AS date_to, CAST(ceiling AS BIGINT) AS value
FROM ceilings_binding WHERE treaty = 'new_start' AND item = 'deployed_warheads' ORDER BY ALL"""


def figures(view: AsOfView) -> list[Figure]:
    """The family's figures as known in the view; one without data is left out."""
    shown = (_warheads(view), _treaties(view), stockpile_range(view))
    return listed(shown, further=(_utilisation(view), _stockpiles(view)))


def _both(draw: Callable[[int], alt.LayerChart]) -> Widths:
    return {"chart": draw(WIDE), "narrow": draw(NARROW)}


def _until(view: AsOfView) -> dt.date:
    return min(view.as_of, view.quarter_end)


def _the(name: str) -> str:
    return f"the {name}" if name == NAMES["usa"] else name


def _sources(view: AsOfView, ids: Sequence[str]) -> str:
    names = view.sources(list(ids))
    more = len(names) - NAMED_SOURCES
    return "; ".join([*names[:NAMED_SOURCES], *([f"{more} more in the tables"] if more > 0 else [])])


def _known(frame: pl.DataFrame, series: str) -> list[Row]:
    """The rows of a side that have a value, in order."""
    return frame.filter((pl.col("series") == series) & pl.col("value").is_not_null()).to_dicts()


def _last(frame: pl.DataFrame) -> dict[str, Row]:
    """The last known row of each side, nothing where one side has none."""
    known = {name: _known(frame, name) for name in NAMES.values()}
    return {name: rows[-1] for name, rows in known.items()} if all(known.values()) else {}


def _told(last: dict[str, Row], decimals: int, unit: str = "") -> str:
    """``Russia 1,549 on 1 Sep 2022 and the United States 1,419 on 1 Mar 2023``."""
    return " and ".join(
        f"{_the(name)} {format_number(row['value'], decimals)}{unit} on {day(row['period'])}"
        for name, row in last.items()
    )


def _low_note(rows: Iterable[Row]) -> tuple[str, ...]:
    days = sorted({row["period"] for row in rows if row["quality"] == "low" and row["value"] is not None})
    return (f"Not seen in a source (low quality): {', '.join(map(day, days))}.",) if days else ()


def _new_start_ids(what: str, items: Iterable[str]) -> dict[str, tuple[str, str]]:
    return {
        f"arms_control.new_start.{side}.{item}.{what}.h": (NAMES[side], ITEMS[item]) for item in items for side in NAMES
    }


def _new_start(view: AsOfView, ids: dict[str, tuple[str, str]], decimals: int) -> pl.DataFrame:
    """New START observations by reference day, side and item, in the order of the ids."""
    order = {series_id: place for place, series_id in enumerate(ids)}
    return (
        view.observations(*ids)
        .select(
            period="reference_date",
            series=pl.col("series_id").replace_strict({i: side for i, (side, _) in ids.items()}, default=None),
            panel=pl.col("series_id").replace_strict({i: item for i, (_, item) in ids.items()}, default=None),
            value=pl.col("value").round(decimals),
            obs_status="obs_status",
            quality="quality",
            reason="missing_reason",
            place=pl.col("series_id").replace_strict(order, default=None),
        )
        .sort("place", "period")
        .drop("place")
    )


def _since_declared(view: AsOfView, last: dict[str, Row], until: dt.date) -> pl.DataFrame | None:
    """The 95 per cent band of each total from its last declaration on, at the ordinary days of an exchange."""
    rows: list[Row] = []
    for side, name in NAMES.items():
        band = view.model(f"arms_control.new_start.{side}.deployed_warheads.outlook.h", "ceiling_outlook")
        if not isinstance(band, pl.DataFrame):
            continue
        at = last[name]
        rows.append({"series": name, "period": at["period"], "low": at["value"], "high": at["value"]})
        for row in band.iter_rows(named=True):
            ordinary = row["period_start"] + dt.timedelta(days=62)  # 1 March and 1 September follow within the month
            ordinary = ordinary.replace(day=1)
            if ordinary <= until:
                rows.append({"series": name, "period": ordinary, "low": row["lower_95"], "high": row["upper_95"]})
    return pl.DataFrame(rows) if rows else None


def _warheads(view: AsOfView) -> Figure | None:
    """Declared deployed warheads of both sides under the limit, and the time without figures."""
    ids = _new_start_ids("declared", ["deployed_warheads"])
    frame = _new_start(view, ids, 0).drop("panel")
    last = _last(frame)
    if not last:
        return None
    until = _until(view)
    limits = view.sql(NEW_START_LIMIT, until=until)
    refused = frame.filter(pl.col("value").is_null()).to_dicts()
    silent = _without_figures(refused, limits, until)
    known = frame.filter(pl.col("value").is_not_null())
    told = _told(last, 0)
    bands = _since_declared(view, last, until)
    return Figure(
        id="arms_control.new_start_warheads",
        family="arms_control",
        headline=f"Deployed warheads last declared under New START: {told}",
        unit="deployed warheads by the treaty's counting",
        alt=f"Dots joined by lines for each exchange from {day(frame.to_dicts()[0]['period'])}. Last: {told}."
        + _limit_told(limits, until)
        + (f" Russia gave no figures from {day(refused[0]['period'])}." if refused else ""),
        source_line=_sources(view, list(ids)),
        as_of=view.as_of,
        notes=(
            "Each heavy bomber counts as one warhead. Nothing is carried beyond the last declaration. The value axis "
            "does not begin at zero.",
            *([BANDS_NOTE] if bands is not None else []),
            *_low_note(frame.to_dicts()),
        ),
        table=frame,
        **_both(
            lambda width: step_ceiling(
                limits, known, unit="deployed warheads", not_provided=silent, estimates=bands,
                estimates_label="95 % since the last declaration", until=until, width=width, height=260, events=EVENTS,
                zero=False, colours=COLOURS, decimals=0,
            )
        ),
    )  # fmt: skip


def _without_figures(refused: list[Row], limits: pl.DataFrame, until: dt.date) -> pl.DataFrame | None:
    """The span from the first exchange without Russian figures to the end of the limit, or to the last day shown."""
    if not refused:
        return None
    ends = [row["date_to"] or until for row in limits.to_dicts()]
    return pl.DataFrame(
        {"date_from": [refused[0]["period"]], "date_to": [max(ends, default=until)], "label": ["no Russian figures"]}
    )


def _limit_told(limits: pl.DataFrame, until: dt.date) -> str:
    told = ""
    for row in limits.to_dicts():
        if row["date_to"]:
            span = f"bound from {day(row['date_from'])} to {day(row['date_to'] - dt.timedelta(days=1))}"
        else:
            span = f"{'comes' if row['date_from'] > until else 'came'} due on {day(row['date_from'])}"
        told += f" The limit of {format_number(row['value'])} {span}."
    return told


def _utilisation(view: AsOfView) -> Figure | None:
    """How full the three central limits were."""
    ids = _new_start_ids("utilisation", ITEMS)
    frame = _new_start(view, ids, 1)
    panels = {item: _last(frame.filter(pl.col("panel") == item)) for item in ITEMS.values()}
    if not all(panels.values()):
        return None
    warheads = _told(panels[ITEMS["deployed_warheads"]], 1, " per cent")
    told = "; ".join(f"{item.lower()}: {_told(last, 1, ' per cent')}" for item, last in panels.items())
    first = min(row["period"] for row in frame.to_dicts())
    return Figure(
        id="arms_control.new_start_utilisation",
        family="arms_control",
        headline=f"Share of the New START warhead limit last declared as used: {warheads}",
        unit="per cent of the limit",
        alt=f"Three panels from {day(first)}, one a limit, in per cent of it. Last values: {told}.",
        source_line=_sources(view, list(ids)),
        as_of=view.as_of,
        notes=(
            "Declared totals in per cent of 1,550 warheads, 700 missiles and bombers and 800 launchers. The value axis "
            "does not begin at zero.",
            *_low_note(frame.to_dicts()),
        ),
        table=frame,
        **_both(
            lambda width: small_multiples(
                frame,
                unit="per cent of the limit",
                width=width,
                height=120 if width > NARROW else 90,
                colours=COLOURS,
                decimals=1,
            )
        ),
    )


def _treaties(view: AsOfView) -> Figure | None:
    """When each treaty was in force between the two countries, and when it was suspended."""
    until = min(_until(view), COLLECTED_THROUGH)
    query = "SELECT * FROM treaty_spans WHERE in_force_from <= $until ORDER BY in_force_from, treaty"
    spans = [_cut(span, until) for span in view.sql(query, until=until).to_dicts()]
    if not spans:
        return None
    bars = pl.DataFrame(
        [bar for span in spans for bar in _bars(span, until)],
        schema_overrides={"date_from": pl.Date, "date_to": pl.Date},
    )
    standing = [span["name"] for span in spans if span["in_force_to"] is None]
    stopped = [f"{span['name']} from {day(span['suspended_from'])}" for span in spans if span["suspended_from"]]
    return Figure(
        id="arms_control.treaties",
        family="arms_control",
        headline=_standing(spans, until),
        unit="treaties by status",
        alt=f"Bars in time, one for each treaty between the two countries ({len(spans)}). In force on {day(until)}: "
        f"{', '.join(standing) or 'none'}."
        + (f" Suspended by one side or both before their end: {', '.join(stopped)}." if stopped else ""),
        source_line=_sources(view, [span["fact_id"] for span in spans]),
        as_of=view.as_of,
        notes=(
            "From entry into force to the first exit of either side, the end of the term or a successor treaty.",
            "The cap at the end of a bar says how it ended; it has no length of its own.",
            "Treaties that never entered into force (SALT II, START II, adapted CFE) are left out.",
            *([f"What was read for this family ends on {day(until)}."] if until == COLLECTED_THROUGH else []),
        ),
        table=bars,
        **_both(lambda width: status_bars(bars, until=until, width=width, events=EVENTS)),
    )


def _cut(span: Row, until: dt.date) -> Row:
    """A treaty's span as it looked on a day: what came later had not happened."""
    dates = {
        name: span[name] if span[name] and span[name] <= until else None for name in ("in_force_to", "suspended_from")
    }
    return span | dates | {"name": TREATIES[span["treaty"]]}


def _bars(span: Row, until: dt.date) -> list[Row]:
    end, stopped = span["in_force_to"], span["suspended_from"]
    bars = [{"name": span["name"], "status": "in_force", "date_from": span["in_force_from"], "date_to": stopped or end}]
    if stopped:
        bars.append({"name": span["name"], "status": "suspended", "date_from": stopped, "date_to": end})
    if end:
        bars.append(
            {"name": span["name"], "status": span["exit_type"], "date_from": end, "date_to": min(end + CAP, until)}
        )  # fmt: skip
    return bars


def _standing(spans: Sequence[Row], until: dt.date) -> str:
    """Which strategic treaties are in force, or since when none is."""
    strategic = [span for span in spans if span["is_strategic"]]
    standing = [
        span["name"] + (" (suspended)" if span["suspended_from"] else "")
        for span in strategic
        if not span["in_force_to"]
    ]
    if standing:
        return f"Strategic arms treaties in force on {day(until)}: {', '.join(standing)}"
    if not strategic:
        return f"No strategic arms treaty was in force between the two countries by {day(until)}"
    last = max(strategic, key=lambda span: (span["in_force_to"], span["name"]))
    ended = day(last["in_force_to"])
    return f"No strategic arms treaty in force on {day(until)}: {last['name']}, the last, ended on {ended}"


def _stockpiles(view: AsOfView) -> Figure | None:
    """Estimated stockpiles of both sides."""
    ids = {f"arms_control.stockpile.{side}.fas.a": name for side, name in NAMES.items()}
    frame = (
        view.observations(*ids, end=dt.date(_until(view).year, 12, 31))
        .select(
            "period", "value", "obs_status", "quality", series=pl.col("series_id").replace_strict(ids, default=None)
        )
        .sort("series", "period")
    )
    last = _last(frame)
    if not last:
        return None
    told = " and ".join(f"{_the(n)} {format_number(row['value'])} ({row['period']})" for n, row in last.items())
    peaks = {name: max(_known(frame, name), key=lambda row: row["value"]) for name in last}
    peaked = "; ".join(f"{n} {format_number(row['value'])} in {row['period']}" for n, row in peaks.items())
    first = min(row["period"] for row in frame.to_dicts())
    return Figure(
        id="arms_control.stockpiles",
        family="arms_control",
        headline=f"Nuclear warheads stockpiled, by estimate of the Federation of American Scientists: {told}",
        unit="warheads",
        alt=f"Two lines from {first}. Largest: {peaked}. Last: {told}.",
        source_line=_sources(view, list(ids)),
        as_of=view.as_of,
        notes=(
            "Retired warheads that await dismantlement are left out. Russia to 1991: the Soviet Union.",
            "Estimates of one edition (2023); earlier editions gave other values.",
        ),
        table=frame,
        **_both(
            lambda width: line_series(
                frame, unit="warheads", width=width, events=EVENTS, zero=True, end_values=True, colours=COLOURS
            )
        ),
    )
