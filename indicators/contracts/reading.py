"""Raw csv to typed frames, nothing guessed: structure first, then each cell by its declared kind.

A file that cannot be read whole gives findings and no frame; a cell that does not fit gives a
finding and an empty cell, so that the other rows are still checked.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import polars as pl

from indicators.contracts.blocks import LINE, blocks_of
from indicators.contracts.corrections import Mending
from indicators.contracts.findings import Finding
from indicators.contracts.model import Column, TableModel, columns_of
from indicators.contracts.rows import Rows

__all__ = ["FILE", "LINE", "cell_rules", "empty_frame", "read_rows", "read_table"]

FILE = "_file"

FORMATS = {
    "integer": (r"^-?[0-9]{1,12}$", "a whole number such as 1550: at most 12 digits, no separators"),
    "number": (
        r"^-?[0-9]{1,12}(\.[0-9]{1,12})?$",
        "a plain decimal number such as 1234.5: point as decimal mark, no separators, exponent or NaN",
    ),
    "date": (r"^(19|20)[0-9]{2}-[0-9]{2}-[0-9]{2}$", "a date such as 2026-02-05"),
}
TEXT_RULES = (
    ("spaces", r"^\s|\s$|\s{2,}\S", "Text has no leading, trailing or doubled spaces", "remove the extra spaces"),
    ("control", r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u200b\u200e\u200f\u2028-\u202e\u2060\u2066-\u2069\ufeff]",
     "Text has no control or direction characters", "remove the invisible character"),
    ("formula", r"^[=+@\t]|^-\S*[^0-9\s.]", "Text does not begin like a spreadsheet formula",
     "begin the text with a word"),
    ("markup", r"<[A-Za-z/!?]", "Text holds no markup", "write the text without tags"),
)  # fmt: skip
SUSPECT = "|".join(f"(?:{pattern})" for _, pattern, *_ in TEXT_RULES)


def shown_path(prefix: str, folder: str, name: str) -> str:
    """A raw file as findings call it.

    Examples
    --------
    >>> shown_path("data/raw", "trade", "a.csv"), shown_path("data/raw", ".", "a.csv"), shown_path("", "seeds", "a.csv")
    ('data/raw/trade/a.csv', 'data/raw/a.csv', 'seeds/a.csv')
    """
    return "/".join(part for part in (prefix, "" if folder == "." else folder, name) if part)


def read_table(
    raw: Path, model: type[TableModel], prefix: str = "data/raw", mending: Mending | None = None
) -> tuple[pl.DataFrame | None, list[Finding]]:
    """Read all files of a table into one frame; see ``read_rows``.

    Returns
    -------
    frame : polars.DataFrame or None
        Typed columns in the contract's order plus ``_file`` and ``_line``; None if a file could
        not be read whole.
    findings : list of Finding
        What is wrong with the files' structure or their cells.
    """
    rows = Rows(empty_frame(model))
    whole, findings = read_rows(raw, model, rows, prefix, mending)
    return (rows.frame() if whole else None), findings


def read_rows(
    raw: Path, model: type[TableModel], rows: Rows, prefix: str = "data/raw", mending: Mending | None = None
) -> tuple[bool, list[Finding]]:
    """Read all files of a table, block by block, into ``rows``.

    Parameters
    ----------
    raw : Path
        The folder ``data/raw``.
    model : TableModel
        The table's contract.
    rows : Rows
        Receives the typed rows.
    prefix : str
        How ``raw`` is called in findings.
    mending : Mending, optional
        Corrections of our own slips; a mended cell is read as the right one.

    Returns
    -------
    whole : bool
        Whether every file could be read to its end.
    findings : list of Finding
        What is wrong with the files' structure or their cells.
    """
    contract, columns = model._contract, columns_of(model)
    findings: list[Finding] = []
    whole = True
    for name in contract.files:
        path = raw / contract.folder / name
        if contract.may_be_empty and not path.exists():
            continue
        shown = shown_path(prefix, contract.folder, name)
        report = _Reporter(contract.name, shown, findings)
        before, read = len(findings), 0
        for block in blocks_of(path, report.add, [c.name for c in columns]):
            cells, lines = block.cells, block.lines
            if mending:
                kept = mending.kept(contract.name, cells)
                cells, lines = mending.mend(contract.name, cells.filter(kept)), lines.filter(kept)
            rows.add(_typed(cells, lines, shown, columns, report))
            read += cells.height
        if len(findings) == before and not read and not contract.may_be_empty:
            report.add(
                "rows",
                "A file holds at least one row",
                "restore the rows, or take the file out of the contract",
                line=1,
            )
        whole = whole and not any(f.rule_id.count(".") == 1 for f in findings[before:])
    return whole, findings


@dataclass(frozen=True)
class _Reporter:
    table: str
    file: str
    findings: list[Finding]

    def add(
        self, rule: str, sentence: str, mend: str, *, line: int = 0, column: str = "", value: str = "", key: str = ""
    ) -> None:
        self.findings.append(
            Finding(self.file, line, self.table, f"{self.table}.{rule}", column, value, key, sentence, "error", mend)
        )


def empty_frame(model: type[TableModel]) -> pl.DataFrame:
    """The typed frame of a table without rows."""
    types = {"text": pl.String(), "integer": pl.Int64(), "number": pl.Float64(), "date": pl.Date()}
    schema: dict[str, pl.DataType] = {c.name: types[c.kind] for c in columns_of(model)}
    return pl.DataFrame(schema=schema | {FILE: pl.String(), LINE: pl.Int64()})


def _typed(
    cells: pl.DataFrame, lines: pl.Series, file: str, columns: tuple[Column, ...], report: _Reporter
) -> pl.DataFrame:
    raw = cells.select(c.name for c in columns)
    key = raw.to_series(0)
    for c in columns:
        _check_cells(raw[c.name], c, key, lines, report)
    return raw.select(_cast(c) for c in columns).with_columns(pl.lit(file).alias(FILE), lines)


def _cast(c: Column) -> pl.Expr:
    cell = pl.col(c.name)
    match c.kind:
        case "integer":
            return cell.cast(pl.Int64, strict=False)
        case "number":
            fits = cell.str.contains(FORMATS["number"][0])
            return pl.when(fits).then(cell).cast(pl.Float64, strict=False).alias(c.name)
        case "date":
            return cell.str.to_date("%Y-%m-%d", strict=False)
    return cell


def cell_rules(c: Column) -> list[tuple[str, str, str]]:
    """Name, sentence and mend of what is promised of each filled cell before its value is looked at."""
    if c.kind == "text":
        return [(name, sentence, mend) for name, _, sentence, mend in TEXT_RULES]
    shape = FORMATS[c.kind][1]
    return [("format", f"The cell holds {shape}", f"write {shape}, or leave the cell empty if it may be")]


def _check_cells(cells: pl.Series, c: Column, key: pl.Series, lines: pl.Series, report: _Reporter) -> None:
    if c.kind == "text":
        if not cells.unique().str.contains(SUSPECT).any():
            return
        wrong = [cells.str.contains(pattern) for _, pattern, *_ in TEXT_RULES]
    else:
        unfit = ~cells.str.contains(FORMATS[c.kind][0])
        if c.kind == "date":
            unfit = unfit | (cells.str.to_date("%Y-%m-%d", strict=False).is_null() & cells.is_not_null())
        wrong = [unfit]
    for (name, sentence, mend), at in zip(cell_rules(c), wrong, strict=True):
        for i in at.fill_null(False).arg_true().to_list():
            report.add(f"{c.name}.{name}", sentence, mend, line=lines[i], column=c.name, value=cells[i],
                       key=f"{key.name}={key[i]}")  # fmt: skip
