"""Charts of who says what: first against latest figures of one publisher, one flow as two countries count it."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

import polars as pl

from indicators.charting.figure import Figure
from indicators.charting.marks import bars_signed, dumbbell
from indicators.charting.theme import COUNTRY_COLOURS, NARROW, WIDE, format_number

if TYPE_CHECKING:
    from indicators.store.view import AsOfView

ANNUAL = "trade.usa_rus.total.a"
NAMED_SOURCES = 3
LEAST_PCT = 0.005
"""A smaller difference is rounding of a copy."""

VINTAGES = """
SELECT period_start, published_on, value FROM observations
WHERE series_id = $id AND as_of_mode = $mode AND published_on <= $as_of AND period_end <= $end AND value IS NOT NULL
ORDER BY period_start, published_on"""
MIRROR = """
SELECT span_start, span_end, fact_id, russia_usd_mn, usa_usd_mn, usa_fact_ids FROM trade_mirror
WHERE russian_flow = 'export' AND span_end <= $last
QUALIFY row_number() OVER (PARTITION BY year(span_start) ORDER BY span_end DESC, fact_id) = 1
ORDER BY span_start"""
REPORTERS = {"USA": "US imports, counted by the USA", "RUS": "Russian exports, counted by Russia"}


def revisions(view: AsOfView) -> Figure | None:
    """How far each later stored release lies from the first one, year by year."""
    steps = _steps(view)
    if steps.is_empty():
        return None
    latest = steps.group_by("year", maintain_order=True).last()
    sizes = [abs(v) for v in latest["change_usd_mn"].to_list()]
    shares = [abs(v) for v in latest["change_pct"].to_list()]
    worst = latest.row(max(range(latest.height), key=lambda i: shares[i]), named=True)
    mean, mean_pct = sum(sizes) / len(sizes), sum(shares) / len(shares)
    unit = "per cent of the first stored figure of the year"
    bars = latest.select(period="year", value=pl.col("change_pct"), series=pl.lit("latest less first"))
    wide, narrow = (bars_signed(bars, unit=unit, width=width, height=170, decimals=2) for width in (WIDE, NARROW))
    return Figure(
        id="trade.revisions",
        family="trade",
        headline=f"Latest figures of a year lie on average {format_number(mean_pct, 2)} per cent from the first stored "
        f"ones (USD {format_number(mean, 1)} million); most of all those of {worst['year']}, "
        f"{format_number(worst['change_pct'], 2, signed=True)} per cent",
        unit=unit,
        alt=f"Bars by year: how far the latest stored figure of US trade with Russia lies from the first one, in "
        f"{latest.height} years. Mean absolute revision USD {format_number(mean, 1)} million or "
        f"{format_number(mean_pct, 2)} per cent.",
        source_line="; ".join(view.sources([ANNUAL])[:NAMED_SOURCES]),
        as_of=view.as_of,
        notes=(
            "Stored releases lie years apart: what was printed between them is unknown.",
            "The table is the revision triangle: a row a year, a column a release.",
        ),
        table=_triangle(steps),
        chart=wide,
        narrow=narrow,
    )


def _steps(view: AsOfView) -> pl.DataFrame:
    """Each stored value after a year's first one: year, release, both values, change in USD million and per cent."""
    seen = view.sql(VINTAGES, id=ANNUAL, mode=view.mode, as_of=view.as_of, end=view.quarter_end)
    seen = seen.with_columns(first=pl.col("value").first().over("period_start"))
    change = pl.col("value") - pl.col("first")
    steps = seen.select(
        year=pl.col("period_start").dt.year().cast(pl.String),
        release=pl.col("published_on").dt.strftime("%Y-%m"),
        first=pl.col("first").round(1),
        value=pl.col("value").round(1),
        change_usd_mn=change.round(1),
        change_pct=(100.0 * change / pl.col("first")).round(2),
        again=pl.col("published_on") > pl.col("published_on").first().over("period_start"),
    )
    moved = steps.filter("again").drop("again")
    return moved if moved.filter(pl.col("change_pct").abs() > LEAST_PCT).height else moved.clear()


def _triangle(steps: pl.DataFrame) -> pl.DataFrame:
    """A row a year: the first stored figure and each later release's."""
    firsts = steps.group_by("year", maintain_order=True).agg(pl.col("first").first())
    later = steps.pivot("release", index="year", values="value")
    releases = sorted(name for name in later.columns if name != "year")
    return firsts.join(later.select("year", *releases), on="year").sort("year")


def mirror(view: AsOfView) -> Figure | None:
    """Russian exports to the USA as Russia counts them and as the USA counts the same goods coming in."""
    found = view.sql(MIRROR, last=view.quarter_end)
    if found.is_empty():
        return None
    rows = [row for line in found.iter_rows(named=True) for row in _pair(line)]
    table = pl.DataFrame(rows)
    last = found.row(-1, named=True)
    more = last["usa_usd_mn"] - last["russia_usd_mn"]
    word = "more" if more > 0 else "less" if more < 0 else "neither more nor less"
    headline = (
        f"Of {_span(last)} the USA counted USD {format_number(last['usa_usd_mn'] / 1000, 1)} billion of imports from "
        f"Russia, USD {format_number(abs(more) / 1000, 1)} billion {word} than Russia counted exports"
    )
    unit = "USD billion"
    drawn = table.select("period", value=pl.col("value_usd_bn"), series="series")
    colours = {name: COUNTRY_COLOURS[code] for code, name in REPORTERS.items()}
    wide, narrow = (dumbbell(drawn, unit=unit, width=width, height=200, colours=colours) for width in (WIDE, NARROW))
    listed = "; ".join(
        f"{_span(r)}: USA {format_number(r['usa_usd_mn'] / 1000, 1)}, Russia "
        f"{format_number(r['russia_usd_mn'] / 1000, 1)}" for r in found.iter_rows(named=True)
    )  # fmt: skip
    parts = [_span(r) for r in found.iter_rows(named=True) if not _whole(r)]
    return Figure(
        id="trade.mirror",
        family="trade",
        headline=headline,
        unit=unit,
        alt=f"Two dots a year and a bar between them, USD billion. {listed}.",
        source_line="; ".join(view.sources(table["fact_ids"].explode().to_list())[:NAMED_SOURCES]),
        as_of=view.as_of,
        notes=(
            "The two are compared, never averaged: goods reach the USA through third countries, and are valued and "
            "dated differently.",
            *([f"Only part of the year on both sides: {', '.join(parts)}."] if parts else []),
        ),
        table=table,
        chart=wide,
        narrow=narrow,
    )


def _pair(line: dict[str, Any]) -> list[dict[str, Any]]:
    year = str(line["span_start"].year)
    values = {"USA": (line["usa_usd_mn"], line["usa_fact_ids"]), "RUS": (line["russia_usd_mn"], [line["fact_id"]])}
    return [
        {"period": year, "series": REPORTERS[code], "value_usd_bn": round(value / 1000, 1), "months": _span(line),
         "fact_ids": facts}
        for code, (value, facts) in values.items()
    ]  # fmt: skip


def _whole(line: dict[str, Any]) -> bool:
    start, end = line["span_start"], line["span_end"]
    return (start, end) == (dt.date(start.year, 1, 1), dt.date(start.year, 12, 31))


def _span(line: dict[str, Any]) -> str:
    """``2019`` or ``2021 (8 months)``."""
    year = str(line["span_start"].year)
    months = line["span_end"].month - line["span_start"].month + 1
    return year if _whole(line) else f"{year} ({months} months)"
