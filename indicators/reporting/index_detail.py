"""Charts of the index's own section: what it is made of, how far it hangs on choices, outside lines beside it."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

import polars as pl

from indicators import days
from indicators.charting.events import EVENTS
from indicators.charting.figure import Figure
from indicators.charting.marks import bars_signed, small_multiples
from indicators.charting.theme import MUTED, PALETTE
from indicators.modelling.kind import Fitted
from indicators.numbers import number
from indicators.reporting.index_figures import UNIT, Titles, index_figure, shown_from

if TYPE_CHECKING:
    from indicators.store.view import AsOfView

PANELS = ("equal_weights", "principal_component")
"""Other ways to make the index that are drawn beside those that leave out a family."""
OUTSIDE = {"gprc_rus": "Geopolitical Risk, Russia", "gprc_usa": "Geopolitical Risk, USA"}


def contribution_rows(fit: Fitted, titles: Titles) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Points by family in the last month of each quarter, and their sum, the index less its base.

    Both in exact tenths: what is stacked adds up to the line, and the line and the base to the index.
    """
    tenths = (pl.col("points") * 10).round().cast(pl.Int64)
    parts = (
        fit.tables["index_contributions"]
        .filter(pl.col("period_start") >= shown_from(fit), pl.col("period_start").dt.month() % 3 == 0)
        .filter(pl.col("part") != "base")
        .with_columns(
            tenths=tenths,
            period=pl.format("{}-Q{}", pl.col("period_start").dt.year(), pl.col("period_start").dt.quarter()),
            series=pl.col("family").replace_strict(titles, default="start of the sample"),
        )
    )
    order = [*titles.values(), "start of the sample"]
    bars = parts.group_by("period", "series").agg(pl.col("tenths").sum())
    kept = bars.group_by("series").agg(pl.col("tenths").abs().sum()).filter(pl.col("tenths") > 0)["series"].to_list()
    bars = bars.filter(pl.col("series").is_in(kept)).sort(pl.col("series").cast(pl.Enum(order)), "period")
    line = parts.group_by("period").agg(pl.col("tenths").sum()).sort("period")
    value = (pl.col("tenths") / 10).round(1).alias("value")
    return bars.select("period", "series", value), line.select("period", value)


def contributions_figure(fit: Fitted, as_of: dt.date, source: str, titles: Titles) -> Figure | None:
    """What each family gives to the index, stacked, the line of their sum on top."""
    bars, line = contribution_rows(fit, titles)
    if bars.is_empty():
        return None
    base = fit.tables["index_contributions"].filter(pl.col("part") == "base").row(-1, named=True)["points"]
    last = line["period"][-1]
    now = bars.filter(pl.col("period") == last).sort("value")
    listed = ", ".join(f"{r['series']} {number(r['value'], 1, signed=True)}" for r in now.iter_rows(named=True))
    most = now.row(0, named=True) if abs(now["value"][0]) >= abs(now["value"][-1]) else now.row(-1, named=True)
    quarter = days.quarter(last)
    away = line["value"][-1]
    where = f"{number(abs(away), 1)} points {'below' if away < 0 else 'above'}" if away else "at"
    month = days.month(fit.frame["period_start"][-1])
    headline = (
        f"In {month}, the last month of {quarter}, the index stood {where} its base of {number(base, 1)}; the largest "
        f"part came from {most['series']} ({number(most['value'], 1, signed=True)})"
    )
    return index_figure("contributions", headline,
        f"Stacked bars by quarter, one colour a family, and the line of their sum. {month}: {listed}; together "
        f"{number(away, 1, signed=True)}.",
        bars,
        lambda width: bars_signed(
            bars, unit=f"{UNIT}, index less its base of {number(base, 1)}", line=line, line_label="index less base",
            width=width, height=230, events=EVENTS, decimals=1,
        ),
        source=source, as_of=as_of,
        notes=("The bars add up to the line as printed. The last month of each quarter.",
               "A contribution is the smoother's weight times the data: how much would be missing without it, not what "
               "caused it."),
    )  # fmt: skip


def sensitivity_figure(fit: Fitted, as_of: dt.date, source: str, titles: Titles) -> Figure | None:
    """The index without one family at a time, with equal weights, and as a principal component."""
    every = fit.tables["index_variants"].filter(pl.col("value").is_not_null())
    panels = {f"without_{family}": f"without {title}" for family, title in titles.items()}
    panels |= {name: name.replace("_", " ") for name in PANELS}
    made = every.filter(pl.col("variant").is_in(list(panels)))
    if made.is_empty():
        return None
    start = pl.col("period_start")
    half_yearly = (start >= shown_from(fit)) & ((start.dt.month() % 6 == 0) | (start == fit.frame["period_start"][-1]))
    period = pl.format("{}-S{}", start.dt.year(), (start.dt.month() + 5) // 6).alias("period")
    other = (
        fit.tables["index_sensitivity"]
        .filter(pl.col("variant").is_in(made["variant"].to_list()), half_yearly)
        .select(panel=pl.col("variant").replace_strict(panels), period=period, value="value", series=pl.lit("variant"))
    )
    own = fit.frame.filter(half_yearly).select(period, value="index", series=pl.lit("index"))
    both = pl.concat(
        frame
        for panel in panels.values()
        if panel in other["panel"].to_list()
        for frame in (
            own.select(panel=pl.lit(panel), period="period", value="value", series="series"),
            other.filter(pl.col("panel") == panel),
        )
    )
    now = fit.tables["index_quarters"]["value"][-1]
    low, high = (made.sort("value").row(i, named=True) for i in (0, -1))
    ways = f"{made.height}" if made.height == every.height else f"{made.height} of the {every.height}"
    headline = (
        f"Made in {ways} other ways the index of the quarter lies between {number(low['value'], 1)} "
        f"({panels[low['variant']]}) and {number(high['value'], 1)} ({panels[high['variant']]}); as published it is "
        f"{number(now, 1)}"
    )
    listed = "; ".join(f"{panels[r['variant']]} {number(r['value'], 1)}" for r in made.iter_rows(named=True))
    return index_figure("sensitivity", headline,
        f"{made.height} small charts on one axis, each the index and one variant of it by half-year. In the "
        f"quarter, the mean of its months: {listed}.",
        both,
        lambda width: small_multiples(
            both, unit=f"{UNIT}, 2000-2019 = 100", width=width, height=84, columns=4 if width > 480 else 2,
            colours={"index": MUTED, "variant": PALETTE[1]}, decimals=1,
        ),
        source=source, as_of=as_of,
        notes=("One axis for all. A variant far from the index says that the choice matters, not which one is right.",),
    )  # fmt: skip


def outside_figure(fit: Fitted, view: AsOfView) -> Figure | None:
    """Outside lines beside the index: press counts of geopolitical risk, in no way part of it."""
    found = view.sql(
        """SELECT o.indicator, o.period, round(o.value_pct, 2) AS value, s.publisher FROM outside_lines AS o
           JOIN sources AS s USING (source_id)
           WHERE o.freq = 'M' AND list_contains($names, o.indicator) AND o.period BETWEEN $first AND $last
           QUALIFY row_number() OVER (PARTITION BY o.indicator, o.period ORDER BY o.vintage DESC) = 1
           ORDER BY o.indicator, o.period""",
        names=list(OUTSIDE), first=f"{shown_from(fit):%Y-%m}", last=f"{view.quarter_end:%Y-%m}",
    )  # fmt: skip
    if found.is_empty():
        return None
    return _outside(fit, found, view.as_of)


def _outside(fit: Fitted, found: pl.DataFrame, as_of: dt.date) -> Figure:
    index = fit.frame.filter(pl.col("period_start") >= shown_from(fit))
    lines = found.select(
        panel=pl.col("indicator").replace_strict(OUTSIDE), period="period",
        value="value", source="publisher",
    )  # fmt: skip
    own = index.select(
        panel=pl.lit("Relations index (up is warmer)"), period=pl.col("period_start").dt.strftime("%Y-%m"),
        value="index", source=pl.lit(None, pl.String),
    )  # fmt: skip
    both = pl.concat([own, *(lines.filter(pl.col("panel") == name) for name in OUTSIDE.values())])
    ends = [frame.row(-1, named=True) for frame in both.partition_by("panel", maintain_order=True)]
    told = "; ".join(f"{row['panel']} {number(row['value'], 1)} in {row['period']}" for row in ends)
    joined = own.join(lines.filter(pl.col("panel") == OUTSIDE["gprc_rus"]), on="period", suffix="_risk")
    return index_figure("outside", _beside(joined),
        f"Small charts, each on its own axis: the index and outside lines by month. Last: {told}.", both,
        lambda width: small_multiples(
            both, unit="index points; risk: per cent of newspaper articles", width=width, height=84, shared=False,
            columns=3 if width > 480 else 1, decimals=1,
        ),
        source="; ".join(found["publisher"].unique(maintain_order=True).to_list()), as_of=as_of,
        notes=("Outside lines: not in the index. They count newspaper articles on geopolitical risk, so the opposite "
               "sign is expected: more risk, colder.",
               "A correlation over months of two lines that trend says little."),
    )  # fmt: skip


def _beside(joined: pl.DataFrame) -> str:
    """How the index and the risk line went together, in words that follow the sign."""
    if joined.height < 24:
        return "The index beside outside lines of geopolitical risk"
    found = joined.select(pl.corr("value", "value_risk")).item()
    shown = number(found, 2, signed=True)
    sign = "the sign expected" if found < 0 else "not the sign expected"
    return (
        f"The index and the risk counted for Russia have a correlation of {shown} over {joined.height} months since "
        f"{joined['period'][0]}: {sign}, its significance not measured"
    )
