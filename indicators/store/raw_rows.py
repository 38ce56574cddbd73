"""The rows of raw files as they stand there: text cells by physical line."""

from __future__ import annotations

import csv
from pathlib import Path

from indicators.errors import DataProblem


class RawRows:
    """Cells of raw files, each file read once.

    Parameters
    ----------
    root : Path
        The project's folder; files are named relative to it.
    """

    def __init__(self, root: Path) -> None:
        self._root = root
        self._files: dict[str, dict[int, dict[str, str]]] = {}

    def row(self, file: str, line: int, fact_id: str) -> dict[str, str]:
        """Column -> cell text of the row that begins on a line.

        Raises
        ------
        DataProblem
            If the file has changed since the build, so that another fact, or none, stands there.
        """
        if file not in self._files:
            self._files[file] = self._read(file)
        found = self._files[file].get(line)
        if found is None or found.get("fact_id") != fact_id:
            raise DataProblem(
                f"the raw file no longer holds {fact_id} where the database says", where=f"{file}:{line}",
                do="run: indicators build",
            )  # fmt: skip
        return found

    def _read(self, file: str) -> dict[int, dict[str, str]]:
        path = (self._root / file).resolve()
        if not path.is_relative_to(self._root.resolve()) or not path.is_file():
            raise DataProblem("the raw file is not there", where=file, do="restore it and run: indicators build")
        found: dict[int, dict[str, str]] = {}
        with path.open(encoding="utf-8", newline="") as stream:
            reader = csv.reader(stream, strict=True)
            header, before = next(reader), reader.line_num
            for cells in reader:
                found[before + 1] = dict(zip(header, cells, strict=True))
                before = reader.line_num
        return found
