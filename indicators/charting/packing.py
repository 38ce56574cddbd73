"""Data of a chart written by columns, so that names are written once and repeated texts once; the loader unpacks it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final

UNPACK: Final = """
  function column(packed){
    return packed.words ? packed.at.map(function(at){ return packed.words[at]; }) : packed.cells;
  }
  function unpack(spec){
    (spec.layer || []).forEach(unpack);
    var packed = spec.data && spec.data.columns;
    if (!packed) { return spec; }
    var names = Object.keys(packed), cells = names.map(function(name){ return column(packed[name]); }), rows = [];
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


def pack(specification: Mapping[str, Any]) -> dict[str, Any]:
    """The specification with the rows of every layer written by columns; `unpack` gives it back.

    Examples
    --------
    >>> rows = [{"x": 1, "name": "exports"}, {"x": 2, "name": "exports"}, {"x": 3, "name": "exports"}]
    >>> pack({"data": {"values": rows}})["data"]["columns"]
    {'x': {'cells': [1, 2, 3]}, 'name': {'words': ['exports'], 'at': [0, 0, 0]}}
    >>> unpack(pack({"data": {"values": rows}})) == {"data": {"values": rows}}
    True
    """
    packed = dict(specification)
    if "layer" in packed:
        packed["layer"] = [pack(layer) for layer in packed["layer"]]
    rows = packed.get("data", {}).get("values")
    uniform = isinstance(rows, list) and len(rows) > 2 and all(row.keys() == rows[0].keys() for row in rows)
    if uniform:
        columns = {name: _column([row[name] for row in rows]) for name in rows[0]}
        packed["data"] = {"columns": columns, "height": len(rows)}
    return packed


def _column(cells: Sequence[Any]) -> dict[str, Any]:
    if all(isinstance(cell, str) for cell in cells):
        words = list(dict.fromkeys(cells))
        if 2 * len(words) < len(cells):
            place = {word: n for n, word in enumerate(words)}
            return {"words": words, "at": [place[cell] for cell in cells]}
    return {"cells": list(cells)}


def unpack(specification: Mapping[str, Any]) -> dict[str, Any]:
    """The specification that `pack` was given; what the loader does in the browser."""
    plain = dict(specification)
    if "layer" in plain:
        plain["layer"] = [unpack(layer) for layer in plain["layer"]]
    packed = plain.get("data", {}).get("columns")
    if packed is not None:
        cells = [c["cells"] if "cells" in c else [c["words"][at] for at in c["at"]] for c in packed.values()]
        plain["data"] = {"values": [dict(zip(packed, row, strict=True)) for row in zip(*cells, strict=True)]}
    return plain
