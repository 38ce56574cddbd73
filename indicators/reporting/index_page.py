"""The relations index in a report: its line with bands, the waterfall of its change, its sentences."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

import polars as pl

from indicators.charting.events import EVENTS
from indicators.charting.figure import Figure
from indicators.charting.marks import line_series, waterfall
from indicators.charting.marks.lines import band_line
from indicators.charting.theme import NARROW, WIDE
from indicators.modelling.kind import Fitted
from indicators.numbers import number
from indicators.reporting.wording import day
from indicators.store.declare import Family
from indicators.store.view import AsOfView

KIND = "index"
UNIT = "index points"
SHOWN_FROM = dt.date(2014, 1, 1)
STEP_WORDS = {
    "outlook": "expected by then",
    "withdrawn": "withdrawn numbers",
    "revised": "revised numbers",
    "re_estimation": "re-estimation",
}


@dataclass(frozen=True)
class IndexPage:
    """The index of an edition."""

    fit: Fitted
    figures: tuple[Figure, ...]

    @property
    def headline(self) -> str:
        """The first sentence, or why there is no index."""
        return self.fit.reading[0] if self.fit.reason is None else f"Cannot say: {self.fit.reason}"

    @property
    def points(self) -> tuple[str, ...]:
        """The other sentences."""
        return self.fit.reading[1:]


def index_page(view: AsOfView, fits: Sequence[Fitted], families: Sequence[Family]) -> IndexPage | None:
    """The page of the index among the fits; None where no index was asked for.

    Parameters
    ----------
    view : AsOfView
        Names the publishers behind the inputs.
    fits : sequence of Fitted
        Published model results.
    families : sequence of Family
        In the order of the report.
    """
    fit = next((f for f in fits if f.kind == KIND), None)
    if fit is None:
        return None
    if fit.reason is not None:
        return IndexPage(fit, ())
    used = fit.tables["index_inputs"].filter(pl.col("loading").is_not_null())["input_id"].to_list()
    publishers = view.sources(used)
    source = f"{'; '.join(publishers[:6])}{f'; {len(publishers) - 6} more' if len(publishers) > 6 else ''}"
    figures: list[Figure | None] = [_path(fit, view.as_of, source)]
    if fit.tables["index_news"].height:
        figures.append(_moved(fit, view.as_of, source, families))
    figures.append(_first_prints(fit, view.as_of, source))
    return IndexPage(fit, tuple(f for f in figures if f is not None))


def _path(fit: Fitted, as_of: dt.date, source: str) -> Figure:
    """The index by month with its bands."""
    frame = fit.frame.filter(pl.col("period_start") >= SHOWN_FROM)
    frame = frame if frame.height else fit.frame
    shown = frame.select(
        pl.col("period_start").dt.strftime("%Y-%m").alias("period"),
        pl.col("index").alias("value"),
        *(
            pl.col(f"{end}_{n}").alias(f"{side}_{n}")
            for n in (80, 95)
            for end, side in (("lower", "low"), ("upper", "high"))
        ),
    )
    last = shown.row(-1, named=True)
    draw = [
        band_line(shown, unit=f"{UNIT}, 2000-2019 = 100", label="index", width=w, events=EVENTS) for w in (WIDE, NARROW)
    ]
    bands = " and ".join(
        f"a {n} % band from {number(last[f'low_{n}'], 1)} to {number(last[f'high_{n}'], 1)}" for n in (80, 95)
    )
    span = f"The index from {shown['period'][0]} to {last['period']}"
    told = f"{span}, where it stands at {number(last['value'], 1)} with {bands}."
    return Figure(
        "index.path", KIND, _sentence(fit, "index stood"), UNIT, told, source, as_of,
        ("Up is warmer. The bands leave out the error of the parameters and the choice of inputs.",), draw[0], shown,
        narrow=draw[1],
    )  # fmt: skip


def _first_prints(fit: Fitted, as_of: dt.date, source: str) -> Figure | None:
    """What each quarter's own cut-off had printed, beside what stands there now."""
    quarters = fit.tables["index_quarters"].filter(pl.col("first_published").is_not_null())
    if quarters.height < 2:
        return None
    period = (pl.col("quarter").str.slice(0, 4) + "-" + pl.col("quarter").str.slice(4)).alias("period")
    lines = pl.concat([
        quarters.select(period, pl.col("value"), pl.lit("now").alias("series"), pl.lit(False).alias("dash")),
        quarters.select(period, pl.col("first_published").alias("value"), pl.lit("first published").alias("series"),
                        pl.lit(True).alias("dash")),
    ])  # fmt: skip
    said = [text for text in fit.reading if text.startswith("At their own cut-offs")]
    draw = [line_series(lines, unit=UNIT, width=w, events=EVENTS) for w in (WIDE, NARROW)]
    first, last = (quarters.row(i, named=True) for i in (0, -1))
    told = (
        f"Two lines by quarter from {first['quarter']} to {last['quarter']}. First published values end at "
        f"{number(last['first_published'], 1)}, those of now at {number(last['value'], 1)}."
    )
    headline = said[0].split(" New data")[0] if said else "First published and present values of the index by quarter."
    return Figure(
        "index.first_prints", KIND, headline, UNIT, told, source, as_of,
        ("Each first value uses only what was known at its quarter's own cut-off.",), draw[0], lines, narrow=draw[1],
    )  # fmt: skip


def _moved(fit: Fitted, as_of: dt.date, source: str, families: Sequence[Family]) -> Figure:
    """From the older cut-off's index to this one's."""
    rows = waterfall_rows(fit.tables["index_news"], {f.name: f.title.lower() for f in families})
    draw = [waterfall(rows, unit=UNIT, width=w, decimals=1) for w in (WIDE, NARROW)]
    between = rows.filter(pl.col("kind") == "step").iter_rows(named=True)
    steps = "; ".join(f"{row['label']} {number(row['value'], 1, signed=True)}" for row in between)
    ends = [rows.row(i, named=True) for i in (0, -1)]
    first, last = (f"{end['label']}: {number(end['value'], 1)}." for end in ends)
    told = f"{first} Then {steps}. {last}"
    return Figure(
        "index.news", KIND, _sentence(fit, "From "), UNIT, told, source, as_of,
        ("News is what a number said beyond what the older model expected of it, times its weight; the steps add up as "
         "printed.",), draw[0], rows, narrow=draw[1],
    )  # fmt: skip


def waterfall_rows(news: pl.DataFrame, titles: dict[str, str]) -> pl.DataFrame:
    """Levels and steps of the waterfall: older index, what was expected, revisions, families, re-estimation, now.

    Examples
    --------
    >>> steps = pl.DataFrame({"step": ["before", "outlook", "new", "re_estimation", "after"],
    ...                       "family": [None, None, "trade", None, None], "points": [26.6, 2.0, -11.3, 0.5, 17.8],
    ...                       "quarter": ["2026Q1"] + ["2026Q2"] * 4,
    ...                       "known_on": [dt.date(2026, 5, 30)] + [dt.date(2026, 8, 29)] * 4})
    >>> waterfall_rows(steps, {"trade": "trade"})["value"].to_list()
    [26.6, 2.0, -11.3, 0.5, 17.8]
    """
    before, after = (news.filter(pl.col("step") == step).row(0, named=True) for step in ("before", "after"))
    made = [(f"{before['quarter']} as of {day(before['known_on'])}", "level", before["points"])]
    for step in ("outlook", "withdrawn", "revised"):
        rows = news.filter(pl.col("step") == step)
        if rows.height:
            made.append((STEP_WORDS[step], "step", _sum(rows)))
    for family, title in titles.items():
        rows = news.filter((pl.col("step") == "new") & (pl.col("family") == family))
        if rows.height:
            made.append((f"news of {title}", "step", _sum(rows)))
    made.append((STEP_WORDS["re_estimation"], "step", _sum(news.filter(pl.col("step") == "re_estimation"))))
    made.append((f"{after['quarter']} as of {day(after['known_on'])}", "level", after["points"]))
    return pl.DataFrame(made, schema={"label": pl.String, "kind": pl.String, "value": pl.Float64}, orient="row")


def _sum(rows: pl.DataFrame) -> float:
    """Printed tenths added exactly."""
    return float(sum(round(10 * value) for value in rows["points"].to_list())) / 10


def _sentence(fit: Fitted, part: str) -> str:
    """The sentence of the reading that holds some words."""
    return next(text for text in fit.reading if part in text)
