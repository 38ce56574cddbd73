"""From a number in a report's tables back to the series and the period it is the value of.

``<family>_series`` tables name both. The scoreboard names the headline by its title. A figure's
table names its lines in words; a line is that series of the family whose values it repeats,
period by period, in the unit of the series or in thousands of it. Numbers that are no values of a
series (model results, counts of rows, positions, ages) have no series and stay out.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import polars as pl

from indicators.numbers import MINUS
from indicators.reporting.wording import day
from indicators.store.declare import Family, Series
from indicators.store.periods import label_of

SCALES = (1.0, 0.001)
NO_LINE = {"period", "value", "obs_status", "quality", "reason", "size", "population", "panel"}
"""Columns of a figure's table that do not tell its lines apart."""
MODEL_TABLES = "model_"


@dataclass(frozen=True)
class NumberAt:
    """A number of a table: where it stands, its text, and what it is the value of.

    ``scale`` is the unit of the table in units of the series: 0.001 for billions of a series in millions.
    """

    table: str
    row: int
    column: str
    text: str
    series_id: str
    period: str
    scale: float = 1.0

    @property
    def value(self) -> float:
        """The number as printed."""
        return parse_number(self.text)


def parse_number(text: str) -> float:
    """The number that a printed value begins with.

    Examples
    --------
    >>> parse_number("−2,440.5 USD million"), parse_number("at least 16 days")
    (-2440.5, 16.0)
    """
    first = text.removeprefix("at least ").split(" ", maxsplit=1)[0]
    return float(first.replace(MINUS, "-").replace(",", ""))


def read_tables(folder: Path) -> dict[str, pl.DataFrame]:
    """Tables of a written report, all cells as text."""
    return {path.stem: pl.read_csv(path, infer_schema=False) for path in sorted((folder / "tables").glob("*.csv"))}


def numbers_of(tables: Mapping[str, pl.DataFrame], families: Sequence[Family]) -> list[NumberAt]:
    """Every number of the tables that is a value of a series.

    Parameters
    ----------
    tables : mapping of str to DataFrame
        By name, cells as text: see `read_tables`.
    families : sequence of Family
        What is declared.
    """
    found: list[NumberAt] = []
    series_tables = {family.name: f"{family.name}_series" for family in families}
    for family in families:
        name = series_tables[family.name]
        if name in tables:
            found += _series_numbers(name, tables[name])
    if "scoreboard" in tables:
        found += _score_numbers(tables["scoreboard"], families)
    for name, frame in tables.items():
        if (
            name.startswith(MODEL_TABLES)
            or not {"period", "value"} <= set(frame.columns)
            or "series_id" in frame.columns
        ):
            continue
        for family in families:
            if name.startswith(family.name) and series_tables[family.name] in tables:
                found += _figure_numbers(name, frame, family, tables[series_tables[family.name]])
    return found


def _series_numbers(name: str, frame: pl.DataFrame) -> Iterator[NumberAt]:
    columns = frame.select("series_id", "period", "value")
    for row, (series_id, period, text) in enumerate(columns.iter_rows()):
        if text is not None:
            yield NumberAt(name, row, "value", text, series_id, period)


def _score_numbers(frame: pl.DataFrame, families: Sequence[Family]) -> Iterator[NumberAt]:
    headlines = {f.by_id[i].title: f.by_id[i] for f in families for i in f.headlines}
    for row, (title, text, when) in enumerate(frame.select("indicator", "value", "period").iter_rows()):
        series = headlines[title]
        if not text.startswith("n/a"):
            yield NumberAt("scoreboard", row, "value", text, series.id, _score_period(series, when))


def _score_period(series: Series, when: str) -> str:
    """The scoreboard gives half-years and days by the day that the value describes."""
    if series.freq not in ("H", "D"):
        return when
    number, month, year = when.split()
    names = {day(dt.date(2000, m, 1)).split()[1]: m for m in range(1, 13)}
    start = dt.date(int(year), names[month], int(number))
    return label_of(
        start.replace(day=1, month=1 if start.month <= 6 else 7) if series.freq == "H" else start, series.freq
    )


def _figure_numbers(name: str, frame: pl.DataFrame, family: Family, series_table: pl.DataFrame) -> Iterator[NumberAt]:
    known: dict[str, dict[str, tuple[str, float]]] = {}
    for series_id, period, reference, text in series_table.select(
        "series_id", "period", "reference_date", "value"
    ).iter_rows():
        if text is not None:
            at = known.setdefault(series_id, {})
            at[period] = at[reference] = (period, float(text))
    lines = [c for c in frame.columns if c not in NO_LINE] or [frame.columns[0]]
    keyed = frame.with_row_index("row").with_columns(
        line=pl.concat_str([pl.col(c).fill_null("") for c in lines if c != "period"] or [pl.lit("")], separator="|"),
        panelled=pl.col("panel").fill_null("") if "panel" in frame.columns else pl.lit(""),
    )
    for part in keyed.filter(pl.col("value").is_not_null()).partition_by("line", "panelled", maintain_order=True):
        rows = list(part.select("row", "period", "value").iter_rows())
        if match := _line_of([(period, text) for _, period, text in rows], family, known):
            series_id, scale = match
            for row, period, text in rows:
                if period in known[series_id]:
                    yield NumberAt(name, row, "value", text, series_id, known[series_id][period][0], scale)


def _line_of(
    rows: list[tuple[str, str]], family: Family, known: Mapping[str, Mapping[str, tuple[str, float]]]
) -> tuple[str, float] | None:
    """The series, and its scale, whose values a line repeats; None where there is none.

    A figure can reach beyond its quarter, where the series table ends: most periods must be there.
    """
    for series in family.series:
        values = known.get(series.id, {})
        there = [(period, text) for period, text in rows if period in values]
        if 2 * len(there) <= len(rows):
            continue
        for scale in SCALES:
            if all(_same(text, values[period][1] * scale) for period, text in there):
                return series.id, scale
    return None


def _same(text: str, value: float) -> bool:
    """Whether a printed number is the value at the digits printed."""
    digits = len(text.partition(".")[2])
    return abs(float(text) - value) <= 0.5 * 10.0**-digits * (1 + 1e-9)
