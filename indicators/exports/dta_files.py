"""Stata files (release 118), one a table: labels, dates, value labels, missing reasons as .a to .z, notes."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

import polars as pl

from indicators.contracts.codes import MISSING_REASON
from indicators.contracts.described.description import DescribedColumn
from indicators.exports.bundle import TERMS, Bundle, Dataset
from indicators.exports.stata_bytes import with_clock, with_notes
from indicators.temporary import temporary_folder

if TYPE_CHECKING:
    import pandas as pd

VERSION = 14
"""What pyreadstat calls the release 118, which Stata 14 and later read."""
LABEL = 80
"""Characters that Stata has room for in a label."""
REASON = "missing_reason"
LETTERS: Mapping[str, str] = dict(zip(MISSING_REASON, "abcdefghijklmnopqrstuvwxyz", strict=False))
"""The extended missing value of each reason: ``.a`` is the first of the code list, and so on."""


def files(bundle: Bundle, stem: str | None) -> dict[str, bytes]:
    """Codes become numbers with value labels ``CODE (meaning)``; ids, which join tables, stay text."""
    items = bundle.asked if stem is not None else bundle.datasets
    return {f"{stem or item.name}.dta": _bytes(item, bundle) for item in items}


def _bytes(item: Dataset, bundle: Bundle) -> bytes:
    import pyreadstat

    columns = item.table.columns
    labels: dict[str, str | None] = {c.name: label(c) for c in columns}
    missing = {c.name: list(LETTERS.values()) for c in columns if _has_reasons(item, c)}
    with temporary_folder() as folder:
        path = folder / "made.dta"
        pyreadstat.write_dta(
            _frame(item, missing), path, file_label=shortened(item.table.title, LABEL), column_labels=labels,
            version=VERSION, variable_value_labels=value_labels(item), missing_user_values=missing,
            variable_format={c.name: "%td" for c in columns if c.type == "date"},
        )  # fmt: skip
        data = path.read_bytes()
    return with_notes(with_clock(data, bundle.as_of), notes(item, bundle))


def label(column: DescribedColumn) -> str:
    """The label of a variable: its definition, cut short where it is too long, and its unit.

    Examples
    --------
    >>> label(DescribedColumn("value_usd_mn", "number", "Value of the flow", True, unit="USD million"))
    'Value of the flow [USD million]'
    """
    unit = f" [{column.unit}]" if column.unit else ""
    return shortened(column.definition, LABEL - len(unit)) + unit


def shortened(text: str, most: int) -> str:
    """The text, or as many whole words as there is room for, and dots.

    Examples
    --------
    >>> shortened("Day on which the figure was public", 20)
    'Day on which the...'
    """
    return text if len(text) <= most else text[: most - 2].rsplit(" ", 1)[0].rstrip(",;:") + "..."


def value_labels(item: Dataset) -> dict[str, dict[Any, str]]:
    """Numbers with the texts that stand for them; a measure has none, since readers would take it for a code."""
    labels: dict[str, dict[Any, str]] = {}
    for c in item.table.columns:
        if c.type == "boolean":
            labels[c.name] = {0: "false", 1: "true"}
        elif c.codes:
            numbers = _numbers(c)
            labels[c.name] = {numbers[code]: f"{code} ({text})" if text else str(code) for code, text in c.codes}
    return labels


def _numbers(column: DescribedColumn) -> dict[Any, int]:
    """A code that is a number stays that number, others are counted from 1."""
    if column.type == "integer":
        return {code: int(code) for code, _ in column.codes}
    return {code: place for place, (code, _) in enumerate(column.codes, start=1)}


def _has_reasons(item: Dataset, column: DescribedColumn) -> bool:
    """Whether a column holds numbers that can be missing for a reason which the row names."""
    measured = column.type in ("number", "integer") and not column.required and not column.codes
    named = any(c.name == REASON for c in item.table.columns)
    return named and measured and (column.unit is not None or column.name == "value")


def _frame(item: Dataset, missing: Mapping[str, list[str]]) -> pd.DataFrame:
    import pandas as pd

    reasons = item.frame[REASON].to_list() if missing else []
    return pd.DataFrame({c.name: _column(item.frame[c.name], c, reasons, missing) for c in item.table.columns})


def _column(values: pl.Series, column: DescribedColumn, reasons: list[str | None], missing: Any) -> pd.Series:
    import pandas as pd

    if column.name in missing:
        pairs = zip(values.to_list(), reasons, strict=True)
        cells = [LETTERS[reason] if value is None and reason else value for value, reason in pairs]
        return pd.Series([float(c) if isinstance(c, int | float) else c for c in cells], dtype=object)
    if column.codes:
        numbers = _numbers(column)
        return pd.Series([None if v is None else numbers[v] for v in values.to_list()], dtype="float64")
    if column.type == "text":
        return pd.Series(values.fill_null("").to_list(), dtype=object)
    if column.type == "date":
        return pd.Series(values.to_list(), dtype=object)
    return pd.Series(values.cast(pl.Float64).to_list(), dtype="float64")


def notes(item: Dataset, bundle: Bundle) -> dict[str, list[str]]:
    """Notes of the table (what it is, how to use it, its sources) and of variables whose label was cut short."""
    table = item.table
    whole = [bundle.described(), f"{table.title}. {table.row}", *table.usage]
    whole += [
        f"Source of {s.rows} rows: {s.publisher}: {s.title} ({s.url or 'no address'}); terms: {s.licence or 'unstated'}"
        for s in item.sources
    ]
    series = bundle.named("series") if table.name == "observations" else None
    for row in series.frame.iter_rows(named=True) if series else []:
        whole.append(f"Series {row['series_id']}: {row['title']} ({row['unit']}). {row['definition']}")
    told: dict[str, list[str]] = {}
    for c in table.columns:
        texts = [c.definition] if c.definition not in label(c) else []
        texts += [f".{x} is {r}: {MISSING_REASON[r]}" for r, x in LETTERS.items()] if _has_reasons(item, c) else []
        if texts:
            told[c.name] = texts
    return {"_dta": [*whole, TERMS], **told}
