"""Charts of the relations index for the first screen: its path, what moved it, how many inputs went which way."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any

import polars as pl

from indicators.charting.events import EVENTS
from indicators.charting.figure import Figure
from indicators.charting.marks import band_line, unit_dots, waterfall
from indicators.charting.theme import NARROW, WIDE
from indicators.days import day
from indicators.modelling.kind import Fitted
from indicators.numbers import number
from indicators.reporting.wording import counted, prose

if TYPE_CHECKING:
    import altair as alt

KIND = "index"
UNIT = "index points"
SHOWN_FROM = dt.date(2014, 1, 1)
LEAST_YEARS = 12
PATH_HEIGHT = 112
PATH_WHOLE = 228
"""Least height of the whole picture: where few events are marked, the plot has their room."""
STEP_WORDS = {
    "outlook": "expected by then",
    "withdrawn": "withdrawn numbers",
    "revised": "revised numbers",
    "re_estimation": "re-estimation",
}

Titles = dict[str, str]


def index_figure(
    name: str, headline: str, told: str, frame: pl.DataFrame, draw: Callable[[int], alt.LayerChart],
    *, source: str, as_of: dt.date, notes: Sequence[str], unit: str = UNIT,
) -> Figure:  # fmt: skip
    return Figure(
        f"index.{name}", KIND, headline, unit, told, source, as_of, tuple(notes), draw(WIDE), frame, narrow=draw(NARROW)
    )


def shown_from(fit: Fitted) -> dt.date:
    """First month drawn: January 2014, in reports of the years before 2026 earlier, so that 12 years are seen."""
    last: dt.date = fit.frame["period_start"][-1]
    return min(SHOWN_FROM, dt.date(last.year - LEAST_YEARS, 1, 1))


def path_figure(fit: Fitted, as_of: dt.date, source: str) -> Figure:
    """The index by month with its bands, and what each quarter's own cut-off had printed."""
    frame = fit.frame.filter(pl.col("period_start") >= shown_from(fit))
    shown = frame.select(
        pl.col("period_start").dt.strftime("%Y-%m").alias("period"),
        pl.col("index").alias("value"),
        *(
            pl.col(f"{end}_{n}").alias(f"{side}_{n}")
            for n in (80, 95)
            for end, side in (("lower", "low"), ("upper", "high"))
        ),
        pl.when(pl.col("period_start").dt.month() % 3 == 0).then(pl.col("first_published")).alias("first_published"),
    )
    first = shown.filter(pl.col("first_published").is_not_null()).select("period", value="first_published")
    last = shown.row(-1, named=True)
    bands = " and ".join(
        f"{article} {n} % band from {number(last[f'low_{n}'], 1)} to {number(last[f'high_{n}'], 1)}"
        for article, n in (("an", 80), ("a", 95))
    )
    span = f"The index by month from {shown['period'][0]} to {last['period']}"
    told = f"{span}, where it stands at {number(last['value'], 1)} with {bands}."
    if first.height:
        told += f" Rings: what {counted(first.height, 'quarter')} showed at their own cut-offs."
    return index_figure("path", sentence(fit, "index stood"), told, shown,
        lambda width: _path(shown, first if first.height else None, width),
        source=source, as_of=as_of,
        notes=(
            "Up is warmer. The index of a quarter is the mean of its months. The bands leave out the error of the "
            "parameters and the choice of inputs.",
            *(text for text in fit.reading if text.startswith("At their own cut-offs")),
        ),
    )  # fmt: skip


def _path(shown: pl.DataFrame, first: pl.DataFrame | None, width: int) -> alt.LayerChart:
    def draw(height: int) -> alt.LayerChart:
        return band_line(
            shown, unit=f"{UNIT}, 2000-2019 = 100", label="index", width=width, height=height, events=EVENTS,
            beside=first,
        )  # fmt: skip

    chart = draw(PATH_HEIGHT)
    whole = chart.height + chart.padding["top"] + chart.padding["bottom"]
    return chart if whole >= PATH_WHOLE or width < WIDE else draw(PATH_HEIGHT + PATH_WHOLE - whole)


def moved_figure(fit: Fitted, as_of: dt.date, source: str, titles: Titles) -> Figure | None:
    """From the older cut-off's index to this one's."""
    if fit.tables["index_news"].is_empty():
        return None
    rows = waterfall_rows(fit.tables["index_news"], titles)
    between = rows.filter(pl.col("kind") == "step").iter_rows(named=True)
    steps = "; ".join(f"{row['label']} {number(row['value'], 1, signed=True)}" for row in between)
    first, last = (f"{row['label']}: {number(row['value'], 1)}." for row in (rows.row(i, named=True) for i in (0, -1)))
    return index_figure("news", sentence(fit, "From "), f"{first} Then {steps}. {last}", rows,
        lambda width: waterfall(rows, unit=UNIT, width=width, decimals=1),
        source=source, as_of=as_of,
        notes=("News is what a number said beyond what the older model expected of it, times its weight; the steps add "
               "up as printed.",),
    )  # fmt: skip


def waterfall_rows(news: pl.DataFrame, titles: Titles) -> pl.DataFrame:
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
    made = [(_stood(before), "level", before["points"])]
    for step in ("outlook", "withdrawn", "revised"):
        rows = news.filter(pl.col("step") == step)
        if rows.height:
            made.append((STEP_WORDS[step], "step", _sum(rows)))
    for family, title in titles.items():
        rows = news.filter((pl.col("step") == "new") & (pl.col("family") == family))
        if rows.height:
            made.append((f"news of {title}", "step", _sum(rows)))
    made.append((STEP_WORDS["re_estimation"], "step", _sum(news.filter(pl.col("step") == "re_estimation"))))
    made.append((_stood(after), "level", after["points"]))
    return pl.DataFrame(made, schema={"label": pl.String, "kind": pl.String, "value": pl.Float64}, orient="row")


def _stood(row: dict[str, Any]) -> str:
    return prose(f"{row['quarter']} as of {day(row['known_on'])}")


def _sum(rows: pl.DataFrame) -> float:
    """Printed tenths added exactly."""
    return float(sum(round(10 * value) for value in rows["points"].to_list())) / 10


def sentence(fit: Fitted, part: str) -> str:
    """The sentence of the reading that holds some words."""
    return next(text for text in fit.reading if part in text)


def diffusion_figure(fit: Fitted, as_of: dt.date, source: str, titles: Titles) -> Figure | None:
    """How many inputs became warmer or cooler, a dot each, family by family."""
    moves = fit.tables["index_diffusion"]
    if moves.is_empty():
        return None
    rows = moves.select(
        group=pl.col("family").replace_strict(titles, default=pl.col("family")), state="state", name="input_id"
    )
    return index_figure("diffusion", sentence(fit, "inputs: ").rstrip("."),
        "Dots in rows, one an input of the index. "
        + "; ".join(f"{r['name']} {r['state']}" for r in rows.iter_rows(named=True)) + ".",
        rows,
        lambda width: unit_dots(rows, unit="inputs of the index, this quarter against the one before", width=width),
        source=source, as_of=as_of, unit="inputs",
        notes=("Unknown: no number of the quarter had been published by the cut-off; it is not unchanged.",),
    )  # fmt: skip
