"""Typed rows of one table: in memory while they are few, else as slices on disk."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

import polars as pl


class Rows:
    """Rows in slices, whole groups of them on demand.

    Parameters
    ----------
    empty : polars.DataFrame
        A frame of the table's columns without rows.
    folder : Path, optional
        Where slices go once there are more rows than ``most``; without it all stay in memory.
    most : int
        Rows that may be in memory at once.
    """

    def __init__(self, empty: pl.DataFrame, folder: Path | None = None, most: int = 0) -> None:
        self.height = 0
        self._empty, self._folder, self._most = empty, folder, most
        self._frames: list[pl.DataFrame] = []
        self._held = 0
        self._files: list[Path] = []

    def add(self, frame: pl.DataFrame) -> None:
        """Take rows in the order of the files."""
        self.height += frame.height
        self._held += frame.height
        self._frames.append(frame)
        if self._folder is not None:
            while self._held > self._most:
                self._spill(self._folder)

    def _spill(self, folder: Path) -> None:
        held = pl.concat(self._frames)
        folder.mkdir(parents=True, exist_ok=True)
        path = folder / f"{len(self._files):06}.arrow"
        held.head(self._most).write_ipc(path)
        self._files.append(path)
        rest = held.slice(self._most)
        self._frames, self._held = [rest], rest.height

    @property
    def sliced(self) -> bool:
        """Whether the rows are too many to be in memory at once."""
        return bool(self._files)

    @property
    def columns(self) -> list[str]:
        """The names of the columns."""
        return self._empty.columns

    @property
    def parts(self) -> int:
        """How many parts of the table are small enough to be in memory."""
        return -(-self.height // self._most) if self.sliced else 1

    def slices(self) -> Iterator[pl.DataFrame]:
        """The rows in order, at most ``most`` at once when they are sliced."""
        for path in self._files:
            yield pl.read_ipc(path)
        yield pl.concat([self._empty, *self._frames])

    def lazy(self) -> pl.LazyFrame:
        """All rows, to be read when asked for."""
        held = pl.concat([self._empty, *self._frames]).lazy()
        return pl.concat([pl.scan_ipc(self._files), held]) if self._files else held

    def frame(self) -> pl.DataFrame:
        """All rows in memory."""
        if not self._files and len(self._frames) == 1:
            return self._frames[0]
        return pl.concat(list(self.slices()))


def groups_of(
    slices: Iterator[pl.DataFrame], within: Sequence[str], columns: Sequence[str], parts: int, folder: Path
) -> Iterator[pl.DataFrame]:
    """Parts of a table that hold every row of each group whole.

    Parameters
    ----------
    slices : iterator of polars.DataFrame
        The table.
    within : sequence of str
        Rows that agree on these columns come in one part.
    columns : sequence of str
        The columns that are needed.
    parts : int
        How many parts are made; a part holds the groups whose hash falls into it.
    folder : Path
        Where the parts wait.
    """
    folder.mkdir(parents=True, exist_ok=True)
    made: list[list[Path]] = [[] for _ in range(parts)]
    for number, frame in enumerate(slices):
        part = (pl.struct(within).hash(0) % parts if parts > 1 else pl.lit(0)).alias("_part")
        split = frame.select(*columns, part).partition_by("_part", as_dict=True, include_key=False)
        for (where,), rows in split.items():
            path = folder / f"{where:04}.{number:06}.arrow"
            rows.write_ipc(path)
            made[int(where)].append(path)
    for paths in made:
        if paths:
            yield pl.concat([pl.read_ipc(path) for path in paths])
            for path in paths:
                path.unlink()
