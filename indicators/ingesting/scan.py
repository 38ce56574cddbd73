"""DuckDB over files from outside: it sees those files, and nothing else."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from indicators.ingesting.faults import unreadable
from indicators.ingesting.opening import Original, unpack
from indicators.temporary import temporary_folder

if TYPE_CHECKING:
    import duckdb

SETTINGS = {"autoinstall_known_extensions": "false", "autoload_known_extensions": "false"}


def quoted(text: str) -> str:
    """A text as SQL writes it."""
    return "'" + text.replace("'", "''") + "'"


@contextmanager
def plain_files(originals: Sequence[Original]) -> Iterator[list[Path]]:
    """The files themselves; those in zip archives unpacked for as long as they are needed."""
    with temporary_folder() as folder:
        paths: list[Path] = []
        for number, original in enumerate(originals):
            if original.kind == "zip":
                inner = folder / str(number)
                inner.mkdir()
                paths += unpack(original.path, inner)
            else:
                paths.append(original.path.resolve())
        yield paths


@contextmanager
def scanning(paths: Sequence[Path]) -> Iterator[duckdb.DuckDBPyConnection]:
    """A connection that can read the given files and no others.

    Raises
    ------
    OriginalProblem
        If DuckDB cannot read them.
    """
    import duckdb

    connection = duckdb.connect(":memory:", config=dict(SETTINGS))
    try:
        connection.execute(f"SET allowed_paths = [{', '.join(quoted(str(p)) for p in paths)}]")
        connection.execute("SET preserve_insertion_order = false; SET enable_external_access = false")
        connection.execute("SET lock_configuration = true")
        yield connection
    except duckdb.Error as error:
        first = str(error).splitlines()[0]
        raise unreadable(", ".join(p.name for p in paths[:3]), first[:200]) from error
    finally:
        connection.close()


def separated(paths: Sequence[Path], columns: Mapping[str, str], *, separator: str = "\t", header: bool = False) -> str:
    """SQL of a scan of separated text without quoting; shorter rows are filled up, others rejected and counted."""
    names = ", ".join(f"{quoted(n)}: {quoted(t)}" for n, t in columns.items())
    listed = ", ".join(quoted(str(p)) for p in paths)
    return (
        f"read_csv([{listed}], delim={quoted(separator)}, header={str(header).lower()}, quote='', escape='', "
        f"columns={{{names}}}, null_padding=true, ignore_errors=true, store_rejects=true, auto_detect=false)"
    )


def rejected(connection: duckdb.DuckDBPyConnection) -> int:
    """Rows that a scan of `separated` could not read."""
    found = connection.execute("SELECT count(DISTINCT (file_id, line)) FROM reject_errors").fetchone()
    return int(found[0]) if found else 0
