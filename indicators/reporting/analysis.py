"""A small report of a user's own series: text, tables, data."""

from __future__ import annotations

from collections.abc import Mapping
from difflib import get_close_matches
from pathlib import Path
from typing import Any

import polars as pl

from indicators.errors import DataProblem, EnvironmentProblem, UsageProblem
from indicators.modelling.analysis import Analysis
from indicators.reporting.presentation import model_lines, model_notes
from indicators.store.periods import label_of

SEPARATORS = (";", "\t", ",")
"""Looked for in the header, in this order: a semicolon comes where the comma is decimal."""


def read_csv(path: Path) -> pl.DataFrame:
    """A user's csv file as text columns; the header tells what parts them.

    Raises
    ------
    UsageProblem, DataProblem
        If there is no such file, or it is no csv.
    """
    if not path.is_file():
        raise UsageProblem("there is no such file", where=str(path), do="name a csv file")
    try:
        with path.open(encoding="utf-8-sig", errors="replace") as file:
            header = file.readline()
        mark = next((mark for mark in SEPARATORS if mark in header), ",")
        rows = pl.read_csv(path, infer_schema=False, try_parse_dates=False, separator=mark)
        return rows.filter(~pl.all_horizontal(pl.all().is_null()))  # empty lines
    except (pl.exceptions.PolarsError, OSError) as error:
        first = (str(error).splitlines() or ["no message"])[0]
        raise DataProblem(
            f"the file cannot be read as csv ({first})", where=str(path), do="write a header line and rows as in it"
        ) from error


def columns_of_series(frame: pl.DataFrame, value: str | None, period: str | None) -> tuple[str, str]:
    """The columns of values and periods: those named, or the second and the first of two.

    Raises
    ------
    UsageProblem
        If a column is not there, or there are more than two and none is named.
    """
    for name in (value, period):
        if name is not None and name not in frame.columns:
            near = get_close_matches(name, frame.columns, n=1)
            meant = f"did you mean {near[0]!r}? " if near else ""
            raise UsageProblem(
                f"there is no column {name!r}", where="value, period",
                do=f"{meant}the columns are: {', '.join(frame.columns)}",
            )  # fmt: skip
    rest = [name for name in frame.columns if name not in (value, period)]
    if value is None and period is None and len(rest) == 2:
        return rest[1], rest[0]
    if (value is None or period is None) and len(rest) != 1:
        raise UsageProblem(
            f"it is not clear which of {len(frame.columns)} columns are meant", where="value, period",
            do="name both: --value and --period, or value= and period=",
        )  # fmt: skip
    return value or rest[0], period or rest[0]


def analysis_markdown(found: Analysis) -> str:
    """The analysis as Markdown."""
    frame, freq = found.series, found.subject.freq
    known = frame.filter(pl.col("value").is_not_null())
    span = "no values" if known.is_empty() else (
        f"{label_of(known['period_start'][0], freq)} to {label_of(known['period_start'][-1], freq)}"
    )  # fmt: skip
    scale = "Logarithms suit it better than the level (AICc)." if found.subject.positive else "Modelled as it stands."
    lines = [f"# {found.subject.title}", "", f"{known.height} values of {frame.height} periods, {span}. {scale}", ""]
    for name, text in model_lines(found.fits):
        lines += [f"## {name.split(':')[0]}", "", text, ""]
    notes = model_notes(found.fits)
    lines += ["## Notes on the methods", "", *(f"- {note}" for note in notes)] if notes else []
    return "\n".join(lines).rstrip() + "\n"


def analysis_tables(found: Analysis) -> dict[str, pl.DataFrame]:
    """Every table of numbers by name."""
    made: dict[str, pl.DataFrame] = {}
    for fit in found.fits:
        parts = {"": fit.frame, "_diagnostics": fit.diagnostics, "_scores": fit.scores, "_backtest": fit.backtest}
        made |= {f"{fit.kind}{name}": frame for name, frame in parts.items() if frame.height}
        made |= {
            f"{fit.kind}_{name.removeprefix('model_')}": frame for name, frame in fit.tables.items() if frame.height
        }
    return made


def analysis_data(found: Analysis) -> dict[str, Any]:
    """The analysis as plain data."""
    tables = {name: _plain(frame) for name, frame in analysis_tables(found).items()}
    fits = [
        {"kind": f.kind, "method": f.method or None, "reason": f.reason, "reading": list(f.reading)} for f in found.fits
    ]
    return {"title": found.subject.title, "freq": found.subject.freq, "models": fits, "tables": tables}


def _plain(frame: pl.DataFrame) -> list[dict[str, Any]]:
    clean = frame.with_columns(pl.selectors.float().fill_nan(None), pl.selectors.date().dt.to_string("iso"))
    return clean.to_dicts()


def write_analysis(found: Analysis, out: Path) -> list[Path]:
    """Write ``analysis.md`` and one csv a table into a new or empty folder; returns the files.

    Raises
    ------
    UsageProblem, EnvironmentProblem
        If the folder holds something, or cannot be written.
    """
    texts = {"analysis.md": analysis_markdown(found)}
    texts |= {f"{name}.csv": frame.write_csv(line_terminator="\n") for name, frame in analysis_tables(found).items()}
    return write_new_folder(out, texts)


def write_new_folder(out: Path, texts: Mapping[str, str]) -> list[Path]:
    """Write files into a new or empty folder; returns them.

    Raises
    ------
    UsageProblem, EnvironmentProblem
        If the folder holds something, or cannot be written.
    """
    if out.exists() and (not out.is_dir() or any(out.iterdir())):
        raise UsageProblem("this is not a new or empty folder", where=str(out), do="name another one")
    made = []
    try:
        out.mkdir(parents=True, exist_ok=True)
        for name, text in texts.items():
            made.append(out / name)
            made[-1].write_text(text, encoding="utf-8", newline="\n")
    except OSError as error:
        raise EnvironmentProblem(
            f"the folder cannot be written ({error.strerror})", where=str(out), do="name a folder that can be written"
        ) from error
    return made
