"""Data of charts written by columns: names once, repeated texts once, a column once for all drawings of a figure.

The wide and the narrow drawing of a figure tell the same: most of their columns are one and the same.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any, Final

UNPACK: Final = """
  function column(packed, height){
    if (packed.words) { return packed.at.map(function(at){ return packed.words[at]; }); }
    if (packed.ends) { return packed.cells.map(function(cell){ return packed.ends[0] + cell + packed.ends[1]; }); }
    return "same" in packed ? Array(height).fill(packed.same) : packed.cells;
  }
  function unpack(spec, columns){
    (spec.layer || []).forEach(function(layer){ unpack(layer, columns); });
    var packed = spec.data && spec.data.columns;
    if (!packed) { return spec; }
    var names = Object.keys(packed), rows = [];
    var cells = names.map(function(name){ return column(columns[packed[name]], spec.data.height); });
    for (var n = 0; n < spec.data.height; n += 1) {
      var row = {};
      for (var k = 0; k < names.length; k += 1) { row[names[k]] = cells[k][n]; }
      rows.push(row);
    }
    spec.data = {values: rows};
    return spec;
  }
"""
"""JavaScript of `unpack`, for the loader."""


def pack(drawings: Mapping[str, Mapping[str, Any]]) -> dict[str, Any]:
    """Specifications by name, the rows of every layer written by columns; `unpack` gives them back.

    Examples
    --------
    >>> rows = [{"x": 1, "name": "exports"}, {"x": 2, "name": "exports"}, {"x": 3, "name": "exports"}]
    >>> made = pack({"wide": {"data": {"values": rows}}, "narrow": {"data": {"values": rows}}})
    >>> made["columns"]
    [{'cells': [1, 2, 3]}, {'same': 'exports'}]
    >>> made["narrow"]
    {'data': {'columns': {'x': 0, 'name': 1}, 'height': 3}}
    >>> unpack(made, "narrow") == {"data": {"values": rows}}
    True
    """
    pool: dict[str, int] = {}
    columns: list[dict[str, Any]] = []

    def place(cells: Sequence[Any]) -> int:
        packed = _column(cells)
        key = json.dumps(packed)
        if key not in pool:
            pool[key] = len(columns)
            columns.append(packed)
        return pool[key]

    def packed(specification: Mapping[str, Any]) -> dict[str, Any]:
        made = dict(specification)
        if "layer" in made:
            made["layer"] = [packed(layer) for layer in made["layer"]]
        rows = made.get("data", {}).get("values")
        if isinstance(rows, list) and len(rows) > 2 and all(row.keys() == rows[0].keys() for row in rows):
            places = {name: place([row[name] for row in rows]) for name in rows[0]}
            made["data"] = {"columns": places, "height": len(rows)}
        return made

    specifications = {name: packed(drawing) for name, drawing in drawings.items()}
    return {"columns": columns, **specifications}


def _column(cells: Sequence[Any]) -> dict[str, Any]:
    """Equal cells once; texts as words and places where few differ, else without their common beginning and end."""
    if all(cell == cells[0] and type(cell) is type(cells[0]) for cell in cells):
        return {"same": cells[0]}
    if not all(isinstance(cell, str) for cell in cells):
        return {"cells": list(cells)}
    words = list(dict.fromkeys(cells))
    if 2 * len(words) < len(cells):
        place = {word: n for n, word in enumerate(words)}
        return {"words": words, "at": [place[cell] for cell in cells]}
    first = _alike(words)
    last = _alike([word[first:][::-1] for word in words])
    if first + last < 3:
        return {"cells": list(cells)}
    inner = [cell[first : len(cell) - last] for cell in cells]
    return {"ends": [words[0][:first], words[0][len(words[0]) - last :] if last else ""], "cells": inner}


def _alike(texts: Sequence[str]) -> int:
    """Number of characters that all begin with."""
    low, high = min(texts), max(texts)  # all others lie between
    return next((n for n, (a, b) in enumerate(zip(low, high, strict=False)) if a != b), min(len(low), len(high)))


def _cells(packed: Mapping[str, Any], height: int) -> list[Any]:
    if "words" in packed:
        return [packed["words"][at] for at in packed["at"]]
    if "ends" in packed:
        return [packed["ends"][0] + cell + packed["ends"][1] for cell in packed["cells"]]
    return [packed["same"]] * height if "same" in packed else list(packed["cells"])


def unpack(made: Mapping[str, Any], name: str) -> dict[str, Any]:
    """One of the specifications that `pack` was given; what the loader does in the browser."""

    def plain(specification: Mapping[str, Any]) -> dict[str, Any]:
        found = dict(specification)
        if "layer" in found:
            found["layer"] = [plain(layer) for layer in found["layer"]]
        places = found.get("data", {}).get("columns")
        if places is not None:
            height = found["data"]["height"]
            columns = [_cells(made["columns"][number], height) for number in places.values()]
            found["data"] = {"values": [dict(zip(places, row, strict=True)) for row in zip(*columns, strict=True)]}
        return found

    return plain(made[name])
