"""A reader's own csv file as a spreadsheet saves it, put into the one form that contracts read."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping
from pathlib import Path

from indicators.contracts.model import TableModel, columns_of

SEPARATORS = (",", ";", "\t")


def plain_csv(path: Path, model: type[TableModel], defaults: Mapping[str, str]) -> bytes:
    """The file with commas, plain line ends and no byte order mark.

    Columns that may be empty may be left out; those of ``defaults`` may be, too, and then say the same in each row.

    Nothing is guessed of what the cells mean. A file that is no text of this kind comes back as it is, so that the
    contract names what is wrong with it.
    """
    data = path.read_bytes()
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return data
    head = text.partition("\n")[0]
    separator = next((s for s in SEPARATORS if s in head), ",")
    try:
        rows = list(csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True))
    except csv.Error:
        return data
    if not rows or "\0" in text:
        return data
    optional = {**{c.name: "" for c in columns_of(model) if c.nullable}, **defaults}
    absent = {name: cell for name, cell in optional.items() if name not in rows[0]}
    filled = [[*row, *(absent.values() if number else absent)] if any(row) else row for number, row in enumerate(rows)]
    out = io.StringIO()
    csv.writer(out, lineterminator="\n").writerows(row for row in filled if any(row))
    return out.getvalue().encode()
