"""Files for other programs: each format in a module of its own that turns a `Bundle` into the bytes of files.

A module has ``files(bundle, stem)``: names of files to their bytes. With a ``stem`` there is one table, in a file of
that name; without, every table has a file or a sheet. Nothing is read here and nothing depends on the clock.
"""

from __future__ import annotations

from dataclasses import dataclass
from importlib import import_module
from pathlib import Path

from indicators.errors import EnvironmentProblem, UsageProblem
from indicators.exports.bundle import Bundle
from indicators.store.plan import write_whole


@dataclass(frozen=True)
class Format:
    """A format: its module, the ending of its file, if a file holds one table, its extra, if it has figures alone."""

    module: str
    suffix: str
    one_table: bool = True
    extra: str = ""
    figures_only: bool = False


FORMATS = {
    "parquet": Format("parquet_files", ".parquet"),
    "csv": Format("csv_files", ".csv"),
    "json": Format("json_file", ".json", one_table=False),
    "xlsx": Format("xlsx_file", ".xlsx", one_table=False, extra="export"),
    "dta": Format("dta_files", ".dta", extra="export"),
    "sdmx-csv": Format("sdmx_csv", ".csv", figures_only=True),
    "sdmx-ml": Format("sdmx_ml", ".xml", figures_only=True),
    "sdmx-ml-3": Format("sdmx_ml_3", ".xml", figures_only=True),
    "duckdb": Format("duckdb_file", ".duckdb", one_table=False),
}


def write(bundle: Bundle, to: str, out: Path) -> list[Path]:
    """Write a bundle in a format.

    Parameters
    ----------
    bundle : Bundle
        What is written.
    to : str
        A key of `FORMATS`.
    out : Path
        A file with the format's ending, or a folder. What it takes beside the file (labels, sources, structure) has
        the file's name and an ending of its own; in a folder every table has its usual name.

    Returns
    -------
    list of Path
        The files written, each whole.

    Raises
    ------
    UsageProblem
        If ``out`` has the ending of another format.
    EnvironmentProblem
        If it cannot be written.
    """
    suffix = format_of(to).suffix
    is_file = out.suffix.lower() == suffix
    if not is_file and out.suffix[1:].isalpha() and not out.is_dir():
        raise UsageProblem(
            f"{out.suffix} is not the ending of a {to} file", where=str(out), do=f"end it in {suffix}, or name a folder"
        )
    names = files(bundle, to, out.stem if is_file else None)
    folder = out.parent if is_file else out
    try:
        for name, data in names.items():
            write_whole(folder / name, data)
    except OSError as error:
        raise EnvironmentProblem(
            f"the files cannot be written ({error.strerror})", where=str(folder), do="name a folder that can be written"
        ) from error
    return [folder / name for name in names]


def files(bundle: Bundle, to: str, stem: str | None) -> dict[str, bytes]:
    """The files of a bundle in a format, the main one first.

    Raises
    ------
    UsageProblem
        If there is no such format, or several tables were asked for where a file holds one.
    EnvironmentProblem
        If a library of an extra is not installed.
    """
    chosen = format_of(to)
    if stem is not None and chosen.one_table and len(bundle.asked) != 1:
        names = ", ".join(item.name for item in bundle.asked[:4])
        raise UsageProblem(
            f"{len(bundle.asked)} tables do not fit into one {to} file: {names}", where="--out", do="name a folder"
        )
    try:
        made: dict[str, bytes] = import_module(f"indicators.exports.{chosen.module}").files(bundle, stem)
    except ModuleNotFoundError as error:
        if not chosen.extra:
            raise
        raise EnvironmentProblem(
            f"{to} needs {error.name}, which is not installed", where=to, do=f"pip install 'indicators[{chosen.extra}]'"
        ) from error
    return made


def format_of(to: str) -> Format:
    """The format of a name; a problem that names all where there is none."""
    if to not in FORMATS:
        raise UsageProblem(f"{to!r} is not known here", where="--to", do=f"use {', '.join(FORMATS)}")
    return FORMATS[to]
