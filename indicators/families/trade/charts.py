"""Charts of goods trade: the last 12 months, the quarters, the partners beside, the quarters ahead."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import polars as pl

from indicators.charting.events import EVENTS
from indicators.charting.figure import Figure, listed
from indicators.charting.marks import bars_signed, forecast_fan, line_series
from indicators.charting.theme import COUNTRY_COLOURS, NARROW, WIDE, format_number
from indicators.days import month, quarter
from indicators.families.trade.charts_reporters import mirror, revisions

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    import altair as alt

    from indicators.store.view import AsOfView

YEARS_SHOWN = 13
FORECAST_QUARTERS_SHOWN = 14
NAMED_SOURCES = 3
ENDS = (("lower", "low"), ("upper", "high"))
PARTNERS = {
    "USA with Russia (USD)": ("trade.usa_rus.total.a", "USD", COUNTRY_COLOURS["USA"], "the USA"),
    "China with Russia (USD)": ("trade.chn_rus.turnover.a", "USD", COUNTRY_COLOURS["CHN"], "China"),
    "EU-27 with Russia (EUR)": ("trade.eu27_rus.total.a", "EUR", COUNTRY_COLOURS["EU27"], "the EU-27"),
}


def figures(view: AsOfView) -> list[Figure]:
    """The family's figures as known in the view; one without data is left out."""
    shown = (_twelve_months(view), _months(view), _quarters(view), mirror(view))
    return listed(shown, further=(_ahead(view), _partners(view), revisions(view)))


def _twelve_months(view: AsOfView) -> Figure | None:
    """Exports and imports over the last 12 months."""
    ids = {name: f"trade.usa_rus.{name}_12m.m" for name in ("exports", "imports", "total")}
    frame = _values(view, ids)
    known = _known(frame, ids)
    if not all(known.values()):
        return None
    first, last = min(known["total"]), max(known["total"])
    peak = max(known["total"], key=lambda period: known["total"][period])
    total, before = known["total"][last], known["total"].get(_year_before(last))
    headline = f"US goods trade with Russia came to {_money(total)} over the 12 months to {month(last)}"
    if before is not None:
        headline += f", {_compared(total, before)} a year before"
    lines = frame.filter(pl.col("series") != "total")
    unit = "USD million, sum of 12 months"
    figure = _figure(
        view,
        "twelve_months",
        headline,
        f"Two lines from {month(first)} to {month(last)}, each the sum of 12 months. Exports to Russia end at "
        f"{_money(known['exports'][last])}, imports from Russia at {_money(known['imports'][last])}. The largest total "
        f"shown is that of the 12 months to {month(peak)}, {_money(known['total'][peak])}.",
        unit=unit,
        ids=list(ids.values()),
        notes=(
            "Goods, current dollars, US-reported: exports free alongside ship, imports at customs value.",
            "A sum of 12 months is shown only where all of them are known.",
        ),
        table=frame,
        draw=lambda width: line_series(lines, unit=unit, width=width, events=EVENTS, zero=True, end_values=True),
    )
    wide, narrow = (
        line_series(lines, unit=f"{unit}, logarithmic axis", width=width, events=EVENTS, log=True, end_values=True)
        for width in (WIDE, NARROW)
    )
    return replace(figure, logarithmic=replace(figure, id=f"{figure.id}.log", chart=wide, narrow=narrow))


def _months(view: AsOfView) -> Figure | None:
    """Exports and imports month by month, as they are published."""
    ids = {name: f"trade.usa_rus.{name}.m" for name in ("exports", "imports")}
    frame = _values(view, ids)
    known = _known(frame, ids)
    if not all(known.values()):
        return None
    last = max(set(known["exports"]) & set(known["imports"]), default=None)
    if last is None:
        return None
    sold, bought = known["exports"][last], known["imports"][last]

    def told(name: str, value: float) -> str:
        before = known[name].get(_year_before(last))
        return f"{_money(value)} ({_compared(value, before)} a year before)" if before else _money(value)

    headline = (
        f"In {month(last)} the USA sold Russia goods for {told('exports', sold)} and bought goods for "
        f"{told('imports', bought)}"
    )
    unit = "USD million a month"
    return _figure(
        view,
        "months",
        headline,
        f"Two lines by month from {month(min(known['imports']))} to {month(last)}. {headline}. The largest months: "
        + "; ".join(_most(name, values) for name, values in known.items())
        + ".",
        unit=unit,
        ids=list(ids.values()),
        notes=("Goods, current dollars, US-reported, not seasonally adjusted; a month that was not found is a gap.",),
        table=frame,
        draw=lambda width: line_series(frame, unit=unit, width=width, events=EVENTS, zero=True, end_values=True),
    )


def _quarters(view: AsOfView) -> Figure | None:
    """Exports up, imports down, the balance over them, by quarter."""
    ids = {name: f"trade.usa_rus.{name}.q" for name in ("exports", "imports", "balance")}
    frame = _values(view, ids)
    known = _known(frame, ids)
    if not all(known.values()):
        return None
    balance = known["balance"]
    first, last, lowest = min(balance), max(balance), min(balance, key=lambda period: balance[period])
    word = "surplus" if balance[last] > 0 else "deficit" if balance[last] < 0 else "balance"
    headline = (
        f"In {quarter(last)} the USA sold Russia goods for {_money(known['exports'][last])} and bought goods for "
        f"{_money(known['imports'][last])}, a US {word} of {_money(abs(balance[last]))}"
    )
    before = balance.get(_year_before(last))
    told = f"Bars by quarter from {quarter(first)} to {quarter(last)}. {headline}."
    if before is not None:
        told += f" A year before, the balance was {_money(before)}."
    told += f" The lowest balance shown was {_money(balance[lowest])} in {quarter(lowest)}."
    down = pl.col("series") == "imports"
    bars = frame.filter(pl.col("series") != "balance").with_columns(
        pl.when(down).then(-pl.col("value")).otherwise(pl.col("value")).alias("value"),
        pl.when(down).then(pl.lit("imports (down)")).otherwise(pl.lit("exports (up)")).alias("series"),
    )
    line = frame.filter(pl.col("series") == "balance").select("period", "value")
    unit = "USD million a quarter"
    return _figure(
        view,
        "quarters",
        headline,
        told,
        unit=unit,
        ids=list(ids.values()),
        notes=(
            "Imports are drawn below zero; their values are positive. Not seasonally adjusted.",
            "A quarter is shown only where all three months are known.",
        ),
        table=frame,
        draw=lambda width: bars_signed(bars, unit=unit, line=line, line_label="balance", width=width, events=EVENTS),
    )


def _partners(view: AsOfView) -> Figure | None:
    """The trade of the USA, China and the Union with Russia, on one logarithmic axis."""
    frame = _values(view, {name: partner[0] for name, partner in PARTNERS.items()}, scale=1000.0)
    known = {name: values for name, values in _known(frame, PARTNERS).items() if values}
    if len(known) < 2:
        return None
    common = set.intersection(*(set(values) for values in known.values()))

    def told(name: str) -> str:
        _, currency, _, place = PARTNERS[name]
        year = max(common or known[name])
        return f"{place} {currency} {format_number(known[name][year], 1)} billion{'' if common else f' ({year})'}"

    listed = [told(name) for name in sorted(known, key=lambda name: -known[name][max(common or known[name])])]
    when = f" in {max(common)}" if common else ""
    headline = f"Goods trade with Russia{when}: {', '.join(listed[:-1])} and {listed[-1]}"
    spans = "; ".join(f"{name}: {min(values)} to {max(values)}" for name, values in known.items())
    unit = "billion a year, own currency, logarithmic axis"
    drawn = frame.filter(pl.col("series").is_in(list(known)))
    colours = {name: partner[2] for name, partner in PARTNERS.items()}
    return _figure(
        view,
        "partners",
        headline,
        f"Lines of yearly trade on a logarithmic axis. {headline}. Years seen: {spans}.",
        unit=unit,
        ids=[PARTNERS[name][0] for name in known],
        notes=(
            "Each line is what the partner reports, in its own currency and method.",
            "Years that were not found are gaps.",
        ),
        table=drawn,
        draw=lambda width: line_series(
            drawn, unit=unit, width=width, events=EVENTS, log=True, end_values=True, colours=colours
        ),
    )


def _ahead(view: AsOfView) -> Figure | None:
    """The quarterly total and its forecast, where a model was fitted."""
    series_id = "trade.usa_rus.total.q"
    forecast = view.model(series_id, "forecast")
    past = _values(view, {"total": series_id}).tail(FORECAST_QUARTERS_SHOWN)
    if not isinstance(forecast, pl.DataFrame) or forecast.is_empty() or not _known(past, ["total"])["total"]:
        return None
    start = pl.col("period_start")
    ahead = forecast.with_columns(pl.format("{}-Q{}", start.dt.year(), start.dt.quarter()).alias("period"))
    ends = [(f"{old}_{level}", f"{new}_{level}") for old, new in ENDS for level in (80, 95)]
    fan = ahead.select("period", pl.col("mean").alias("value"), *(pl.col(old).alias(new) for old, new in ends))
    naive = ahead.select("period", pl.col("benchmark").alias("value")) if "benchmark" in ahead.columns else None
    first: dict[str, Any] = fan.row(0, named=True)
    last: dict[str, Any] = fan.row(-1, named=True)
    headline = (
        f"US goods trade with Russia in {quarter(first['period'])} is put at {_money(first['value'])}; the 80 per "
        f"cent interval runs from {_money(first['low_80'])} to {_money(first['high_80'])}"
    )
    unit = "USD million a quarter"
    return _figure(
        view,
        "ahead",
        headline,
        f"The quarterly total from {quarter(past['period'][0])} and a forecast to {quarter(last['period'])}. "
        f"{headline}. For {quarter(last['period'])} the 95 per cent interval runs from {_money(last['low_95'])} to "
        f"{_money(last['high_95'])}.",
        unit=unit,
        ids=[series_id],
        notes=("A forecast from the series' own past; it knows of no decision taken after the as-of day.",),
        table=pl.concat([past.select("period", "value"), fan], how="diagonal"),
        draw=lambda width: forecast_fan(past, fan, unit=unit, benchmark=naive, width=width, events=EVENTS, zero=True),
    )


def _figure(
    view: AsOfView,
    name: str,
    headline: str,
    told: str,
    *,
    unit: str,
    ids: list[str],
    notes: tuple[str, ...],
    table: pl.DataFrame,
    draw: Callable[[int], alt.LayerChart],
) -> Figure:
    sources = view.sources(ids)
    more = len(sources) - NAMED_SOURCES
    line = "; ".join([*sources[:NAMED_SOURCES], *([f"{more} more in the tables"] if more > 0 else [])])
    return Figure(
        f"trade.{name}", "trade", headline, unit, told, line, view.as_of, notes, draw(WIDE), table, narrow=draw(NARROW)
    )  # fmt: skip


def _values(view: AsOfView, ids: dict[str, str], scale: float = 1.0) -> pl.DataFrame:
    """Observations of the named series, rounded as shown."""
    names = {series_id: name for name, series_id in ids.items()}
    found = view.observations(*ids.values(), start=dt.date(view.quarter_end.year - YEARS_SHOWN, 1, 1))
    return found.select(
        "period",
        pl.col("series_id").replace_strict(names, default=None, return_dtype=pl.String).alias("series"),
        (pl.col("value") / scale).round(1),
        "obs_status",
        "quality",
        pl.col("missing_reason").alias("reason"),
    )


def _most(name: str, values: dict[str, float]) -> str:
    """``imports USD 3.0 billion in Jul 2021``: the largest value and its month."""
    top = max(values, key=lambda period: values[period])
    return f"{name} {_money(values[top])} in {month(top)}"


def _known(frame: pl.DataFrame, names: Iterable[str]) -> dict[str, dict[str, float]]:
    """Series to period to value, missing ones left out."""
    known: dict[str, dict[str, float]] = {name: {} for name in names}
    for row in frame.iter_rows(named=True):
        if row["value"] is not None:
            known[row["series"]][row["period"]] = row["value"]
    return known


def _money(million: float) -> str:
    """``USD 3.6 billion`` or ``USD 143 million``."""
    if abs(million) >= 1000:
        return f"USD {format_number(million / 1000, 1)} billion"
    return f"USD {format_number(million)} million"


def _compared(now: float, before: float) -> str:
    """``14 per cent less than``; the word follows the sign."""
    change = round(100 * (now - before) / before)
    if change == 0:
        return "about as much as"
    return f"{format_number(abs(change))} per cent {'more' if change > 0 else 'less'} than"


def _year_before(period: str) -> str:
    return f"{int(period[:4]) - 1}{period[4:]}"
