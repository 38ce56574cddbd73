"""DuckDB over files from outside: it sees those files, and nothing else."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from indicators.ingesting.faults import OriginalProblem, unreadable
from indicators.ingesting.opening import Original, members, unpack
from indicators.temporary import temporary_folder

if TYPE_CHECKING:
    import duckdb

SETTINGS = {"autoinstall_known_extensions": "false", "autoload_known_extensions": "false", "temp_directory": ""}
MOST_THREADS = 16
MEMORY_A_THREAD = 160
"""Megabytes; a scan of separated text takes a few buffers a thread, whatever the size of its files."""
LEAST_MEMORY = 480
MOST_UNPACKED = 1_000_000_000
"""Bytes of archives that lie unpacked at the same time."""
MOST_FILES = 1_000
"""Files in one query."""
MOST_REJECTED = 100_000
"""Malformed rows of a file from which it is no file of its format; fewer are counted one by one."""


def quoted(text: str) -> str:
    """A text as SQL writes it."""
    return "'" + text.replace("'", "''") + "'"


def batches(originals: Sequence[Original]) -> Iterator[tuple[Path, ...]]:
    """Paths that go into one query: many, but no more archives than may lie unpacked together."""
    batch: list[Path] = []
    unpacked = 0
    for original in originals:
        size = sum(m.file_size for m in members(original.path)) if original.kind == "zip" else 0
        if batch and (unpacked + size > MOST_UNPACKED or len(batch) == MOST_FILES):
            yield tuple(batch)
            batch, unpacked = [], 0
        batch.append(original.path)
        unpacked += size
    if batch:
        yield tuple(batch)


@contextmanager
def plain_files(paths: Sequence[Path]) -> Iterator[list[Path]]:
    """The files themselves; those in zip archives unpacked for as long as they are needed."""
    with temporary_folder() as folder:
        plain: list[Path] = []
        for number, path in enumerate(paths):
            if Original(path).kind == "zip":
                inner = folder / str(number)
                inner.mkdir()
                plain += unpack(path, inner)
            else:
                plain.append(path.resolve())
        yield plain


@contextmanager
def scanning(paths: Sequence[Path], threads: int = 0) -> Iterator[duckdb.DuckDBPyConnection]:
    """A connection that can read the given files and no others, on so many threads: all that there are when 0.

    It takes a bounded memory and no disk.

    Raises
    ------
    OriginalProblem
        If DuckDB cannot read them.
    """
    import duckdb

    count = threads or min(len(os.sched_getaffinity(0)), MOST_THREADS)
    limits = {"threads": str(count), "memory_limit": f"{max(LEAST_MEMORY, MEMORY_A_THREAD * count)}MB"}
    connection = duckdb.connect(":memory:", config={**SETTINGS, **limits})
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


def separated(
    paths: Sequence[Path], columns: Mapping[str, str], *, separator: str = "\t", header: bool = False, options: str = ""
) -> str:
    """SQL of a scan of separated text without quoting: short rows are filled up, those of other cells are left out.

    What is left out is counted in the same pass; `rejected` tells how much it was.
    """
    names = ", ".join(f"{quoted(n)}: {quoted(t)}" for n, t in columns.items())
    listed = ", ".join(quoted(str(p)) for p in paths)
    return (
        f"read_csv([{listed}], delim={quoted(separator)}, header={str(header).lower()}, quote='', escape='', "
        f"columns={{{names}}}, null_padding=true, ignore_errors=true, store_rejects=true, "
        f"rejects_limit={MOST_REJECTED}, auto_detect=false{options})"
    )


def rejected(connection: duckdb.DuckDBPyConnection, paths: Sequence[Path]) -> int:
    """Rows that a scan of `separated` left out.

    Raises
    ------
    OriginalProblem
        If they are so many that their count is not known.
    """
    found = connection.execute("SELECT count(DISTINCT (file_id, line)), count(*) FROM reject_errors").fetchone()
    rows, errors = found or (0, 0)
    if errors >= MOST_REJECTED:
        raise OriginalProblem(
            f"{MOST_REJECTED:,} rows or more are malformed", where=", ".join(str(p) for p in paths[:3]),
            do="check that these are files of the format, and fetch them again",
        )  # fmt: skip
    return int(rows)
