"""Charts of sanctions: how many entries, of what kind, how they came and went, and what the EU listed."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import TYPE_CHECKING

import polars as pl

from indicators.charting.events import EVENTS
from indicators.charting.figure import Figure, listed
from indicators.charting.marks import bars_signed, line_series, stepped_area
from indicators.charting.theme import NARROW, PALETTE, WIDE, format_number
from indicators.days import day, month, quarter
from indicators.families.sanctions.charts_units import counting_units
from indicators.numbers import MINUS

if TYPE_CHECKING:
    import altair as alt

    from indicators.store.view import AsOfView

UNION_LABEL = "Russia-related entries"
TAG_LABEL = "of these, tag RUSSIA-EO14024"
LEVELS = {
    "RUSSIA-UNION": UNION_LABEL,
    "RUSSIA-EO14024": TAG_LABEL,
    "UKRAINE-EO13661": "tag UKRAINE-EO13661",
    "UKRAINE-EO13660": "tag UKRAINE-EO13660",
    "UKRAINE-EO13662": "tag UKRAINE-EO13662",
}
"""All Russia-related entries and their four largest programmes; an entry may have several tags."""
TYPES = {"entity": "entities", "individual": "individuals", "vessel": "vessels", "aircraft": "aircraft"}
EU_TYPES = {"individual": "individuals", "entity": "entities"}
FLOWS = {"added": "added", "removed": "removed"}
UNIT = "entries of the OFAC list"
RUN_DAYS = 21
"""Copies at most so many days apart form a run, as in ``sanctions_full_copies``."""
AFTER_QUARTER = dt.timedelta(days=45)
"""Copies of the list from the weeks after the quarter are shown too: they say where it ended."""

LEVELS_SQL = """
SELECT l.snapshot_date, l.programme, l.entity_type, l.entries_count, l.fact_id, f.run
FROM sanctions_levels l
LEFT JOIN sanctions_full_copies f ON f.list = l.list AND f.snapshot_date = l.snapshot_date
WHERE l.list = 'ofac_sdn' AND list_contains($programmes, l.programme) AND l.entries_count IS NOT NULL
  AND l.snapshot_date BETWEEN $first AND $last
ORDER BY l.snapshot_date"""
FLOWS_SQL = """
SELECT month_start, added_count, removed_count, fact_ids FROM sanctions_flows
WHERE entity_type = 'all' AND is_watched AND last_day(month_start) <= $last ORDER BY month_start"""
INTERVAL_SQL = """
SELECT from_date, to_date, change_count FROM sanctions_intervals
WHERE days > 60 AND from_date >= $first AND to_date <= $last ORDER BY from_date DESC LIMIT 1"""


def figures(view: AsOfView) -> list[Figure]:
    """The family's figures for a quarter, as known at a date; one without data is left out."""
    return listed((_levels(view), _flows(view), counting_units(view), _eu(view)), further=(_types(view),))


def _shown_to(view: AsOfView) -> dt.date:
    return min(view.as_of, view.quarter_end + AFTER_QUARTER)


def _count(value: float) -> str:
    return format_number(value, 0)


def _signed(value: float) -> str:
    return format_number(value, 0, signed=True)


def _moved(change: float, words: str = "entries") -> str:
    """``1,909 entries more than``, ``6 entries fewer than`` or ``as many entries as``."""
    if change == 0:
        return f"as many {words} as"
    return f"{_count(abs(change))} {words} {'more' if change > 0 else 'fewer'} than"


def _source_line(view: AsOfView, ids: list[str]) -> str:
    return "; ".join(view.sources(ids)[:3])


def _with_gaps(rows: list[dict[str, object]], last: dt.date) -> Iterator[dict[str, object]]:
    """The rows with empty days after the last of each run of copies, so that nothing is drawn across a gap."""
    for i, row in enumerate(rows):
        yield row
        following = rows[i + 1] if i + 1 < len(rows) else {"period": last + dt.timedelta(days=1), "run": None}
        first, end = row["period"], following["period"]
        if following["run"] == row["run"] or not isinstance(first, dt.date) or not isinstance(end, dt.date):
            continue
        if following["run"] is not None or (end - first).days > RUN_DAYS:
            for n in range(1, (end - first).days):
                yield row | {"period": first + dt.timedelta(days=n), "value": None, "reason": "no copy of the list"}


def _tells(rows: list[dict[str, object]], i: int) -> bool:
    """Whether a row is needed to draw the steps: one that repeats both its neighbours is not."""
    around = rows[max(i - 1, 0) : i + 2]
    return len(around) < 3 or bool(rows[i]["reason"]) or len({row["value"] for row in around}) > 1


def _points(
    frame: pl.DataFrame, by: str, names: dict[str, str], last: dt.date, *, sparse: bool = False
) -> pl.DataFrame:
    """Long frame for a mark: series, period, value, reason; gaps between runs of copies are empty.

    A sparse one leaves out what lines do not need: days that repeat both their neighbours, and all reasons but those of
    the first series.
    """
    rows: list[dict[str, object]] = []
    for code, name in names.items():
        own = [
            {"series": name, "period": r["snapshot_date"], "value": r["entries_count"], "reason": None,
             "run": r["run"] if r["run"] is not None else r["snapshot_date"]}
            for r in frame.filter(pl.col(by) == code).iter_rows(named=True)
        ]  # fmt: skip
        told = [{k: v for k, v in row.items() if k != "run"} for row in _with_gaps(own, last)]
        if sparse:
            told = [row | {"reason": ""} if rows and row["value"] is None else row for row in told]
            told = [row for i, row in enumerate(told) if _tells(told, i)]
        rows += told
    schema = {"series": pl.String, "period": pl.Date, "value": pl.Float64, "reason": pl.String}
    return pl.DataFrame(rows, schema=schema, strict=False)


def _levels(view: AsOfView) -> Figure | None:
    last = _shown_to(view)
    found = view.sql(LEVELS_SQL, first=dt.date(2015, 1, 1), last=last, programmes=list(LEVELS)).filter(
        pl.col("entity_type") == "all"
    )
    union = found.filter(pl.col("programme") == "RUSSIA-UNION")
    if union.is_empty():
        return None
    now = union.row(-1, named=True)
    year_before = union.filter(pl.col("snapshot_date") <= now["snapshot_date"] - dt.timedelta(days=365))
    text = f"The OFAC list held {_count(now['entries_count'])} Russia-related entries on {day(now['snapshot_date'])}"
    if year_before.height:
        then = year_before.row(-1, named=True)
        change = now["entries_count"] - then["entries_count"]
        text += f", {_moved(change)} on {day(then['snapshot_date'])}"
    tags = found.filter((pl.col("programme") == "RUSSIA-EO14024") & (pl.col("entries_count") > 0))
    tag = tags.row(-1, named=True) if tags.height else None
    tagged = (
        f"the tag RUSSIA-EO14024, last {_count(tag['entries_count'])} on {day(tag['snapshot_date'])}" if tag else ""
    )
    points = _points(found.filter(pl.col("entries_count") > 0), "programme", LEVELS, last, sparse=True)

    def draw(width: int) -> alt.LayerChart:
        return line_series(
            points, unit=UNIT, width=width, height=240, events=EVENTS, zero=True, decimals=0,
            domain=(dt.date(2015, 1, 1), last),
        )  # fmt: skip

    first = union.row(0, named=True)
    return Figure(
        id="sanctions_ofac_entries",
        family="sanctions",
        headline=text,
        unit=UNIT,
        alt=f"Line of the Russia-related entries of the OFAC list, from {_count(first['entries_count'])} on "
        f"{day(first['snapshot_date'])} to {_count(now['entries_count'])} on {day(now['snapshot_date'])}"
        + (f", and of those with {tagged}" if tag else "")
        + ". Stretches without a copy of the list are empty.",
        source_line=_source_line(view, union["fact_id"].to_list()),
        as_of=view.as_of,
        notes=(
            "One entry is one line of the list of Specially Designated Nationals; an entry with several Russia-related "
            "tags counts once. Single copies are dots; hollow strips on the axis are spans without a full copy.",
            *(
                ["Copies of the weeks after the quarter are shown; the scoreboard ends with the quarter."]
                if now["snapshot_date"] > view.quarter_end
                else []
            ),
            *_interval_notes(view, dt.date(2015, 1, 1), last),
            *_tag_only_notes(found.filter(pl.col("programme").is_in(["RUSSIA-UNION", "RUSSIA-EO14024"]))),
        ),
        chart=draw(WIDE),
        narrow=draw(NARROW),
        table=points.filter(pl.col("value").is_not_null()).drop("reason"),
    )


def _tag_only_notes(found: pl.DataFrame) -> Iterator[str]:
    """Days on which the tag is known and the union is not."""
    union = found.filter(pl.col("programme") == "RUSSIA-UNION")["snapshot_date"]
    for row in found.filter(~pl.col("snapshot_date").is_in(union.implode())).iter_rows(named=True):
        yield f"On {day(row['snapshot_date'])} only the tag is known: {_count(row['entries_count'])} entries."


def _interval_notes(view: AsOfView, first: dt.date, last: dt.date) -> Iterator[str]:
    """The last span that no run of copies covers, with its net change."""
    for row in view.sql(INTERVAL_SQL, first=first, last=last).iter_rows(named=True):
        yield (
            f"Between {day(row['from_date'])} and {day(row['to_date'])} no full copy of the list is held; over the "
            f"whole span the number of Russia-related entries changed by {_signed(row['change_count'])}."
        )


def _types(view: AsOfView) -> Figure | None:
    last, first = _shown_to(view), dt.date(2021, 8, 1)
    found = view.sql(LEVELS_SQL, first=first, last=last, programmes=["RUSSIA-UNION"])
    days = found["snapshot_date"].n_unique()
    if days < 2:
        return None
    now = found.filter(pl.col("snapshot_date") == found["snapshot_date"].max())
    total = now.filter(pl.col("entity_type") == "all").row(0, named=True)
    parts = {
        name: int(now.filter(pl.col("entity_type") == code)["entries_count"].sum()) for code, name in TYPES.items()
    }
    largest = max(parts, key=lambda name: parts[name])
    share = 100 * parts[largest] / total["entries_count"] if total["entries_count"] else 0.0
    points = _points(found, "entity_type", TYPES, last)

    def draw(width: int) -> alt.LayerChart:
        return stepped_area(
            points, unit=f"{UNIT}, Russia-related, by type", width=width, height=250, until=last, events=EVENTS,
            decimals=0, domain=(first, last),
        )  # fmt: skip

    listed = ", ".join(f"{_count(number)} {name}" for name, number in parts.items())
    return Figure(
        id="sanctions_ofac_types",
        family="sanctions",
        headline=f"On {day(total['snapshot_date'])} {largest} made up {format_number(share)} % of the Russia-related "
        "entries of the OFAC list",
        unit=UNIT,
        alt=f"Stacked steps of the Russia-related entries of the OFAC list by type. On {day(total['snapshot_date'])}: "
        f"{listed}, together {_count(total['entries_count'])}.",
        source_line=_source_line(view, found["fact_id"].unique().sort().to_list()),
        as_of=view.as_of,
        notes=(
            "The types add up to all entries; programme tags overlap and would not.",
            *_interval_notes(view, first, last),
        ),
        chart=draw(WIDE),
        narrow=draw(NARROW),
        table=points.filter(pl.col("value").is_not_null()).drop("reason"),
    )


def _flows(view: AsOfView) -> Figure | None:
    last = view.quarter_end
    found = view.sql(FLOWS_SQL, last=last)
    if found.is_empty():
        return None
    added = found["added_count"].cast(pl.Int64)
    gained, lost = int(added.sum()), int(found["removed_count"].cast(pl.Int64).sum())
    start, end = found["month_start"][0], found["month_start"][-1]
    levels = view.observations("sanctions.ofac.russia.entries.m", end=last)
    known = dict(zip(levels["period_start"], levels["value"], strict=True))
    opening = known.get((start - dt.timedelta(days=1)).replace(day=1))
    closing = known.get(end)
    bars = pl.concat(
        found.select(
            period=pl.col("month_start"), value=pl.col(f"{side}_count").cast(pl.Float64) * sign, series=pl.lit(name)
        )
        for (side, name), sign in zip(FLOWS.items(), (1, -1), strict=True)
    )
    after = (end.replace(day=28) + dt.timedelta(days=4)).replace(day=1)
    missing = pl.date_range(after, last, "1mo", eager=True) if after <= last else pl.Series([], dtype=pl.Date)
    empty = pl.DataFrame({"period": missing}).with_columns(
        value=pl.lit(None, pl.Float64), series=pl.lit(FLOWS["added"]), reason=pl.lit("no copies around the month")
    )
    bars = pl.concat([bars.with_columns(reason=pl.lit(None, pl.String)), empty])

    def draw(width: int) -> alt.LayerChart:
        return bars_signed(
            bars, unit=f"{UNIT} a month", freq="M", width=width, height=230, events=EVENTS, decimals=0,
            colours={FLOWS["added"]: PALETTE[0], FLOWS["removed"]: PALETTE[1]}, domain=(start, last),
        )  # fmt: skip

    best = int(added.arg_max() or 0)
    span = f"{month(start)} to {month(end)}"
    balance = []
    if opening is not None and closing is not None:
        moved = closing - opening - gained + lost
        balance.append(
            f"Reconciliation, {span}: {_count(opening)} at the start + {_count(gained)} added {MINUS} {_count(lost)} "
            f"removed {'+' if moved >= 0 else MINUS} {_count(abs(moved))} reclassified = {_count(closing)} at the end."
        )
    gap = view.sql(INTERVAL_SQL, first=start, last=_shown_to(view))
    since = ""
    if gap.height:
        row = gap.row(0, named=True)
        since = f"; then, to {day(row['to_date'])}, only the net change is known: {_signed(row['change_count'])}"
    facts = [f for ids in found["fact_ids"].to_list() for f in ids]
    return Figure(
        id="sanctions_ofac_flows",
        family="sanctions",
        headline=f"From {span}, {_count(gained)} Russia-related entries were added to the OFAC list and "
        f"{_count(lost)} removed{since}",
        unit=f"{UNIT} a month",
        alt=f"Bars by month from {span}: additions above zero, at most {_count(added[best])} in "
        f"{month(found['month_start'][best])}; removals below, {_count(lost)} in all."
        + (" Later months are not counted, for lack of copies of the list." if missing.len() else ""),
        source_line=_source_line(view, facts),
        as_of=view.as_of,
        notes=(
            *balance,
            "Reclassified entries were listed before and gained or lost a Russia-related tag.",
            *_interval_notes(view, start, _shown_to(view)),
        ),
        chart=draw(WIDE),
        narrow=draw(NARROW),
        table=found.select("month_start", "added_count", "removed_count", "fact_ids").cast(
            {"added_count": pl.Int64, "removed_count": pl.Int64}
        ),
    )


def _eu(view: AsOfView) -> Figure | None:
    ids = {f"sanctions.eu.asset_freezes_{code}.q": name for code, name in EU_TYPES.items()}
    seen = view.observations(*ids)
    known = seen.filter(pl.col("value").is_not_null())
    if known.is_empty():
        return None
    bars = seen.select(
        "period", "value", series=pl.col("series_id").replace_strict(ids), reason=pl.col("missing_reason")
    ).sort("series", "period", descending=[True, False])
    total = known.group_by("period").agg(pl.col("value").sum()).sort("period")
    now, best = total.row(-1, named=True), total.sort("value", "period").row(-1, named=True)
    packages = view.sql(
        "SELECT package, adopted_on, individuals_count, entities_count, vessels_count, end_users_count, fact_ids "
        "FROM sanctions_eu_packages WHERE adopted_on <= $last ORDER BY package", last=view.quarter_end,
    )  # fmt: skip
    if packages.is_empty():
        return None
    newest = packages.row(-1, named=True)

    def draw(width: int) -> alt.LayerChart:
        return bars_signed(
            bars, unit="EU asset-freeze listings a quarter", width=width, height=220, events=EVENTS, decimals=0
        )

    compared = ""
    if total.height > 1:
        before = total.row(-2, named=True)
        compared = f", {_moved(now['value'] - before['value'], 'listings')} in the quarter before"
    return Figure(
        id="sanctions_eu_listings",
        family="sanctions",
        headline=f"The EU listed {_count(now['value'])} persons and entities in {quarter(now['period'])}{compared}",
        unit="listings a quarter",
        alt="Stacked bars by quarter of EU asset-freeze listings, individuals and entities. Last: "
        f"{_count(now['value'])} in {quarter(now['period'])}; most: {_count(best['value'])} in "
        f"{quarter(best['period'])}.",
        source_line=_source_line(view, list(ids)),
        as_of=view.as_of,
        notes=(
            f"Regulation 269/2014, Annex I. Package {newest['package']} has its first listings on "
            f"{day(newest['adopted_on'])}; listings outside numbered packages are included, removals are not "
            "collected.",
            "Vessels (Annex XLII) and military end users (Annex IV) stand in the table of packages; they are not asset "
            "freezes.",
        ),
        chart=draw(WIDE),
        narrow=draw(NARROW),
        table=packages,
    )
