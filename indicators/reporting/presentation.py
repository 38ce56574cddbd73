"""The report's tables as rows of text, once, for every format."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass, replace

import polars as pl

from indicators.charting.figure import FACT_IDS, Figure
from indicators.days import day
from indicators.modelling.kind import Fitted
from indicators.modelling.kinds import kind_of
from indicators.numbers import decimals_of, number, p_text
from indicators.reporting.content import Report, Section
from indicators.reporting.scoreboard import Score
from indicators.reporting.wording import REASON_WORDS, UNKNOWN, age, counted, direction, marks, prose, value_text
from indicators.store.declare import Series, frequency_of
from indicators.store.periods import label_of

TWIN_ROWS = 24
NUMBERS = re.compile(r"[0-9][0-9.,]*")
RESIDUAL_TESTS = ("Ljung-Box", "heteroskedasticity", "normality")


@dataclass(frozen=True)
class Table:
    """A caption, column heads, rows of text, which columns are numbers (set right), and whether rows become cards on a
    phone.
    """

    caption: str
    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    numeric: frozenset[int] = frozenset()
    cards: bool = False


def text_of(value: object, decimals: int | None = None) -> str:
    """A cell as text: dates and numbers in the one way, nothing where there is nothing.

    Examples
    --------
    >>> text_of(1234.5), text_of(None), text_of(dt.date(2026, 2, 5))
    ('1,234.5', '', '5 Feb 2026')
    """
    match value:
        case bool():
            return "yes" if value else "no"
        case dt.date():
            return day(value)
        case int() | float():
            return number(value, decimals_of(value) if decimals is None else decimals)
        case list():
            return ", ".join(map(text_of, value))
    return "" if value is None else str(value)


def frame_table(frame: pl.DataFrame, caption: str, most: int | None = None) -> Table:
    """A frame as a table; of a longer one the last rows."""
    shown = frame if most is None else frame.tail(most)
    numeric = frozenset(i for i, kind in enumerate(shown.dtypes) if kind.is_numeric())
    rows = tuple(tuple(text_of(cell) for cell in row) for row in shown.iter_rows())
    return Table(caption, tuple(name.replace("_", " ") for name in shown.columns), rows, numeric)


def score_row(score: Score) -> tuple[str, ...]:
    """One headline: title, value, period, change on quarter and year, position, age, marks."""
    decimals = score.series.decimals
    position = (
        "" if score.position is None or score.history_count < 8 else f"{score.position:.0f} % of {score.history_count}"
    )
    when = score.period or ""
    if score.reference_date and score.series.freq in ("H", "D"):
        when = day(score.reference_date)
    return (
        score.series.title,
        value_text(score),
        when,
        direction(score.change_on_quarter, decimals),
        direction(score.change_on_year, decimals),
        position,
        age(score),
        marks(score),
    )


SCORE_HEAD = (
    "indicator",
    "value",
    "period",
    "on three months earlier",
    "on a year earlier",
    "history at or below it",
    "age of the observation",
    "status",
)


def scoreboard_table(report: Report) -> Table:
    """The scoreboard, periods as codes: the file is made of it."""
    return Table("Scoreboard", SCORE_HEAD, tuple(score_row(s) for s in report.scores), frozenset())


def as_read(table: Table) -> Table:
    """The same table with periods and days as people read them, as in the sentences around it."""
    return replace(table, rows=tuple(tuple(prose(cell) for cell in row) for row in table.rows))


def gap_table(report: Report) -> Table:
    """Periods of the headlines that have no value, by reason."""
    titles = {score.series.id: score.series.title for score in report.scores}
    rows = tuple(
        (
            titles[row["series_id"]],
            REASON_WORDS[row["missing_reason"]],
            row["first"],
            row["last"],
            f"{row['periods']:,}",
        )
        for row in report.quality.gaps.iter_rows(named=True)
    )
    head = ("indicator", "reason", "first", "last", "periods")
    return as_read(Table("Headline periods without a value, by reason", head, rows, frozenset({4})))


def first_published(report: Report) -> dict[str, str]:
    """What the quarter's edition first published of each headline, in the words of the tiles; empty without one."""
    edition = report.edition_number
    if edition is None or report.ledgers is None:
        return {}
    rows = report.ledgers.first_published.filter(pl.col("quarter") == report.edition.quarter)
    firsts = {(row["series_id"], row["period"]): row["first"] for row in rows.iter_rows(named=True)}
    told = {}
    for score in report.scores:
        value = firsts.get((score.series.id, score.period))
        if value is not None:
            first, now = (number(v, score.series.decimals) for v in (value, score.value))
            told[score.series.id] = f"first published: {'the same' if first == now else first}"
    return told


def figure_table(figure: Figure) -> Table:
    """The data twin of a figure, its last rows."""
    rest = figure.table.height - TWIN_ROWS
    caption = f"Data of the figure ({figure.unit})" + (
        f", last {TWIN_ROWS} of {figure.table.height} rows" if rest > 0 else ""
    )
    return frame_table(figure.table.drop(FACT_IDS, strict=False), caption, TWIN_ROWS)


def model_lines(fits: tuple[Fitted, ...]) -> list[tuple[str, str]]:
    """Each model of a section: what it is of, and what it says or why it does not."""
    lines = []
    for fit in fits:
        name = f"{kind_of(fit.kind).title}: {fit.series.title} [{fit.series.id}]"
        if fit.reason is not None:
            lines.append((name, f"Cannot say. {fit.reason}"))
            continue
        method = () if fit.kind == "forecast" else (f"{fit.method[:1].upper()}{fit.method[1:]}.",)
        lines.append((name, " ".join((*method, *fit.reading, *_last(fit), *_residuals(fit)))))
    return lines


def _last(fit: Fitted) -> tuple[str, ...]:
    """The last level, or the first period forecast, with its intervals."""
    if "lower_80" not in fit.frame.columns:
        return ()
    row = fit.frame.row(0 if fit.kind == "forecast" else -1, named=True)
    name = fit.frame.columns[1]
    word = "Forecast" if fit.kind == "forecast" else name.capitalize()
    when = f"{'on' if fit.series.freq == 'D' else 'in'} {label_of(row['period_start'], fit.series.freq)}"
    if fit.kind == "local_level" and row["lower_95"] == row["upper_95"]:
        value = f"{text_of(row[name])} {fit.series.unit}"
        return (f"Level {when}: {value}; the model finds no noise, so the level is the observation itself.",)
    bands = ", ".join(f"{n} % {text_of(row[f'lower_{n}'])} to {text_of(row[f'upper_{n}'])}" for n in (80, 95))
    return (f"{word} {when}: {text_of(row[name])} {fit.series.unit} ({bands}).",)


def _residuals(fit: Fitted) -> tuple[str, ...]:
    """Which residual tests speak against the model at 5 per cent."""
    if fit.diagnostics.is_empty() or not kind_of(fit.kind).tests_residuals:
        return ()
    residual = fit.diagnostics.filter(pl.col("test").is_in(RESIDUAL_TESTS))
    if residual.is_empty():
        return ()
    against = residual.filter(pl.col("p_value") < 0.05)
    if against.is_empty():
        return ("No residual test speaks against it at 5 %.",)
    named = "; ".join(f"{row['test']} {p_text(row['p_value'])}" for row in against.iter_rows(named=True))
    return (f"Residual tests that speak against it at 5 %: {named}.",)


def model_groups(fits: tuple[Fitted, ...]) -> list[tuple[str, list[tuple[str, str]]]]:
    """The lines of `model_lines` under the title of their kind, said once."""
    groups: dict[str, list[tuple[str, str]]] = {}
    for fit, (name, text) in zip(fits, model_lines(fits), strict=True):
        title = kind_of(fit.kind).title
        groups.setdefault(title, []).append((name.removeprefix(f"{title}: "), text))
    return list(groups.items())


def model_summary(fits: tuple[Fitted, ...]) -> str:
    """One plain sentence: how many models read the family's series, and how many cannot say.

    The numbers agree with `model_lines`, which gives each its own sentences.
    """
    silent = sum(fit.reason is not None for fit in fits)
    series = len({fit.series.id for fit in fits})
    whole = f"{counted(len(fits), 'model')} of {series} series"
    if not silent:
        return f"{whole}, all with numbers."
    return f"{whole}: {len(fits) - silent} with numbers, {silent} that cannot say, each with its reason."


def model_notes(fits: tuple[Fitted, ...]) -> list[str]:
    """What holds for the methods used, each said once."""
    return list(dict.fromkeys(note for fit in fits for note in fit.notes))


def condensed(notes: list[str]) -> list[str]:
    """Notes that say the same with other numbers said once, and of how many models they hold.

    Examples
    --------
    >>> condensed(["1 of 2 polls.", "3 of 4 polls.", "None"])
    ['1 of 2 polls. So, with other numbers, of 1 other model.', 'None']
    """
    alike: dict[str, list[str]] = {}
    for note in notes:
        alike.setdefault(NUMBERS.sub("#", note), []).append(note)
    return [
        first + (f" So, with other numbers, of {counted(len(rest), 'other model')}." if rest else "")
        for first, *rest in alike.values()
    ]


WEIGHTS = {"loading": 3, "correlation": 2, "share_pct": 1}
"""Decimals of what the inputs weigh."""


def index_inputs(report: Report) -> Table:
    """Inputs of the relations index with what each weighs; without rows where there is no index."""
    head = ("input", "transform", "more is", "loading", "correlation", "share %", "last known")
    rows = []
    if report.index is not None and "index_inputs" in report.index.fit.tables:
        for row in report.index.fit.tables["index_inputs"].iter_rows(named=True):
            weights = ["" if row[name] is None else number(row[name], decimals) for name, decimals in WEIGHTS.items()]
            last = "" if row["last_period"] is None else label_of(row["last_period"], frequency_of(row["input_id"]))
            sign = "warmer" if row["sign"] > 0 else "cooler"
            rows.append((row["input_id"], row["transform"], sign, *weights, last))
    return Table("Inputs of the relations index", head, tuple(rows), frozenset({3, 4, 5}))


NEWS_HEAD = ("input", "period", "forecast", "actual", "surprise", "weight", "points")


def index_news(report: Report) -> Table:
    """What each number said beyond the older model's forecast, in the unit of the transformed input, and its weight."""
    rows = []
    if report.index is not None and "index_news" in report.index.fit.tables:
        news = report.index.fit.tables["index_news"].filter(pl.col("step") == "new")
        for row in news.iter_rows(named=True):
            told = [text_of(row[name]) for name in ("forecast", "actual", "surprise", "weight")]
            when = label_of(row["period_start"], frequency_of(row["input_id"]))
            rows.append((row["input_id"], when, *told, number(row["points"], 1, signed=True)))
    caption = (
        "News by number: forecast and actual value, surprise in standard deviations, its weight, points of the index"
    )
    return Table(caption, NEWS_HEAD, tuple(rows), frozenset(range(2, 7)))


def table_names(report: Report) -> list[str]:
    """Names of the tables that are written beside the report."""
    from indicators.reporting.ledger_tables import ledger_csv

    names = {f.id for f in report.figures} | {f"{s.family.name}_series" for s in report.sections}
    names |= set(ledger_csv(report.ledgers)) if report.ledgers else set()
    names |= {"scoreboard", "sources", *model_tables(report)} | ({"comparison"} if report.comparison else set())
    return sorted(names | ({"chronology"} if report.chronology.frame.height else set()))


def recent_tables(section: Section) -> list[Table]:
    """The last observations of each headline, newest first."""
    return [_recent(series, section.recent.filter(pl.col("series_id") == series.id)) for series in
            (section.family.by_id[i] for i in section.family.headlines)]  # fmt: skip


def _recent(series: Series, frame: pl.DataFrame) -> Table:
    rows = tuple(
        (
            row["period"],
            number(row["value"], series.decimals) if row["value"] is not None else REASON_WORDS[row["missing_reason"]],
            row["obs_status"],
            row["quality"],
            day(row["published_on"]),
        )
        for row in frame.iter_rows(named=True)
    )
    head = ("period", "value", "status", "quality", "known since")
    nothing = ((UNKNOWN, "", "", "", ""),)
    return as_read(Table(f"{series.title} ({series.unit})", head, rows or nothing, frozenset({1})))


def model_tables(report: Report) -> dict[str, pl.DataFrame]:
    """Published model numbers as long frames for ``tables/``."""
    fits = report.fits
    made = {}
    places = {"local_level": "model_levels", "forecast": "model_forecasts", "index": "index"}
    for name in ("index", "model_levels", "model_components", "model_forecasts"):
        made[name] = _stack([(f, f.frame) for f in fits if places.get(f.kind, "model_components") == name])
    for name in sorted({table for fit in fits for table in fit.tables}):
        made[name] = _stack([(f, f.tables[name]) for f in fits if name in f.tables])
    made["model_scores"] = _stack([(f, f.scores) for f in fits])
    made["model_backtests"] = _stack([(f, f.backtest) for f in fits])
    made["model_diagnostics"] = _stack([(f, f.diagnostics) for f in fits])
    reasons = [(f.series.id, f.kind, f.reason) for f in fits if f.reason]
    made["model_reasons"] = pl.DataFrame(reasons, schema=["series_id", "kind", "reason"], orient="row")
    return {name: frame for name, frame in made.items() if frame.height}


def _stack(parts: list[tuple[Fitted, pl.DataFrame]]) -> pl.DataFrame:
    frames = [
        frame.select(pl.lit(fit.series.id).alias("series_id"), pl.lit(fit.kind).alias("kind"), pl.all())
        for fit, frame in parts
        if frame.height
    ]
    return pl.concat(frames, how="diagonal_relaxed") if frames else pl.DataFrame()
