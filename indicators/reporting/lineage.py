"""From a number in a report's tables back to what it was made of: series and period, or the facts themselves.

``<family>_series`` tables name series and period. A figure's table names its lines in words; a line is
that series of the family whose values it repeats, period by period, in the unit of the series or in
thousands of it. Rows that are values of no series name their facts (``fact_ids``). The scoreboard is
told by `indicators.reporting.score_lineage`. Results of models are counted apart: `model_numbers`.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

import polars as pl

from indicators.charting.figure import FACT_IDS
from indicators.reporting.number_at import Kind, NumberAt
from indicators.reporting.score_lineage import score_numbers
from indicators.store.declare import Family

SCALES = (1.0, 0.001)
NO_LINE = {"period", "value", "obs_status", "quality", "reason", "size", "population", "panel"}
"""Columns of a figure's table that do not tell its lines apart."""
MODEL_TABLES = "model_"
MODEL_BOUNDS = ("low_80", "low_95", "high_80", "high_95")
"""Columns of a figure's table that a model made; so is the value beside a filled one."""
SERIES_COUNTS: Mapping[str, Kind] = {"facts_count": "facts_count", "publisher_rank": "rank"}


def read_tables(folder: Path) -> dict[str, pl.DataFrame]:
    """Tables of a written report, all cells as text."""
    return {path.stem: pl.read_csv(path, infer_schema=False) for path in sorted((folder / "tables").glob("*.csv"))}


def numbers_of(tables: Mapping[str, pl.DataFrame], families: Sequence[Family]) -> list[NumberAt]:
    """Every number of the tables that facts and declared rules alone give.

    Parameters
    ----------
    tables : mapping of str to DataFrame
        By name, cells as text: see `read_tables`.
    families : sequence of Family
        What is declared.
    """
    found: list[NumberAt] = []
    series_tables = {family.name: f"{family.name}_series" for family in families}
    for name in series_tables.values():
        if name in tables:
            found += _series_numbers(name, tables[name])
    if "scoreboard" in tables:
        found += score_numbers(tables["scoreboard"], tables, families)
    for name, frame in tables.items():
        if name.startswith(MODEL_TABLES) or "series_id" in frame.columns:
            continue
        if FACT_IDS in frame.columns:
            found += _fact_numbers(name, frame)
        elif {"period", "value"} <= set(frame.columns):
            for family in families:
                if name.startswith(family.name) and series_tables[family.name] in tables:
                    found += _figure_numbers(name, frame, family, tables[series_tables[family.name]])
    return found


def model_numbers(tables: Mapping[str, pl.DataFrame]) -> dict[tuple[str, int, str], str]:
    """Cells that a model made: (table, row, column) to text."""
    found: dict[tuple[str, int, str], str] = {}
    for name, frame in tables.items():
        bounds = [column for column in MODEL_BOUNDS if column in frame.columns]
        for row, cells in enumerate(frame.iter_rows(named=True)):
            if name.startswith(MODEL_TABLES):
                made = [column for column in frame.columns if _is_number(cells[column])]
            elif any(cells[column] is not None for column in bounds):
                made = [*bounds, "value"]
            else:
                made = []
            found |= {(name, row, column): cells[column] for column in made}
    return found


def _is_number(text: str | None) -> bool:
    try:
        float(text or "")
    except ValueError:
        return False
    return True


def _series_numbers(name: str, frame: pl.DataFrame) -> Iterator[NumberAt]:
    for row, cells in enumerate(frame.iter_rows(named=True)):
        if cells["value"] is not None:
            yield NumberAt(name, row, "value", cells["value"], cells["series_id"], cells["period"])
            for column, kind in SERIES_COUNTS.items():
                if cells.get(column) is not None:
                    text = cells[column]
                    yield NumberAt(name, row, column, text, cells["series_id"], cells["period"], kind=kind)


def _fact_numbers(name: str, frame: pl.DataFrame) -> Iterator[NumberAt]:
    """Rows that name their facts; their first column tells the rows apart, the others hold numbers or words."""
    for row, cells in enumerate(frame.iter_rows(named=True)):
        ids = tuple(cells[FACT_IDS].split("; "))
        for column in frame.columns[1:]:
            if column != FACT_IDS and _is_number(cells[column]):
                period = cells[frame.columns[0]]
                yield NumberAt(name, row, column, cells[column], period=period, kind="facts", fact_ids=ids)


def _figure_numbers(name: str, frame: pl.DataFrame, family: Family, series_table: pl.DataFrame) -> Iterator[NumberAt]:
    known: dict[str, dict[str, tuple[str, float]]] = {}
    for series_id, period, reference, text in series_table.select(
        "series_id", "period", "reference_date", "value"
    ).iter_rows():
        if text is not None:
            at = known.setdefault(series_id, {})
            at[period] = at[reference] = (period, float(text))
    lines = [c for c in frame.columns if c not in {*NO_LINE, *MODEL_BOUNDS}] or [frame.columns[0]]
    keyed = frame.with_row_index("row").with_columns(
        line=pl.concat_str([pl.col(c).fill_null("") for c in lines if c != "period"] or [pl.lit("")], separator="|"),
        panelled=pl.col("panel").fill_null("") if "panel" in frame.columns else pl.lit(""),
    )
    bounds = [column for column in MODEL_BOUNDS if column in frame.columns]
    facts = keyed.filter(pl.col("value").is_not_null(), *(pl.col(column).is_null() for column in bounds))
    for part in facts.partition_by("line", "panelled", maintain_order=True):
        rows = list(part.select("row", "period", "value").iter_rows())
        if match := _line_of([(period, text) for _, period, text in rows], family, known):
            series_id, scale = match
            for row, period, text in rows:
                there = known[series_id].get(period, (period, 0.0))[0]
                yield NumberAt(name, row, "value", text, series_id, there, scale)


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
