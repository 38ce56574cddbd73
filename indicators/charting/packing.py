"""Specifications of charts written short: data by columns, numbers and days as steps, what repeats once.

The wide and the narrow drawing of a figure tell the same: most of their columns are one and the same, and every layer
of a drawing repeats its axes and scales.
"""

from __future__ import annotations

import datetime as dt
import json
import re
from collections import Counter
from collections.abc import Mapping, Sequence
from itertools import accumulate, pairwise
from typing import Any, Final

UNPACK: Final = """
  function summed(steps){ var at = 0; return steps.map(function(step){ at += step; return at; }); }
  function column(packed, height){
    if (packed.words) { return packed.at.map(function(at){ return packed.words[at]; }); }
    if (packed.ends) { return packed.cells.map(function(cell){ return packed.ends[0] + cell + packed.ends[1]; }); }
    if (packed.steps) { return summed(packed.steps).map(function(n){ return n / packed.per; }); }
    if (packed.days) {
      return summed(packed.days).map(function(n){ return new Date(n * 864e5).toISOString().slice(0, 10); });
    }
    if (packed.months) {
      return summed(packed.months).map(function(n){
        return Math.floor(n / 12) + "-" + ("0" + (n % 12 + 1)).slice(-2);
      });
    }
    return "same" in packed ? Array(height).fill(packed.same) : packed.cells;
  }
  function whole(node, parts){
    if (Array.isArray(node)) { return node.map(function(item){ return whole(item, parts); }); }
    if (!node || typeof node !== "object") { return node; }
    if ("$part" in node) { return whole(parts[node.$part], parts); }
    var made = {};
    Object.keys(node).forEach(function(key){ made[key] = whole(node[key], parts); });
    return made;
  }
  function filled(spec, columns){
    (spec.layer || []).forEach(function(layer){ filled(layer, columns); });
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
  function unpack(figure, name){ return filled(whole(figure[name], figure.parts), figure.columns); }
"""
"""JavaScript of `unpack`, for the loader."""

SHORTEST_PART: Final = 30
"""Characters from which on something that repeats is written once."""
MOST_DECIMALS: Final = 3
EPOCH: Final = dt.date(1970, 1, 1).toordinal()
_DAY: Final = re.compile(r"\d{4}-\d{2}-\d{2}")
_MONTH: Final = re.compile(r"\d{4}-\d{2}")


def pack(drawings: Mapping[str, Mapping[str, Any]]) -> dict[str, Any]:
    """Specifications by name, the rows of every layer written by columns, what repeats once; `unpack` gives them back.

    Examples
    --------
    >>> rows = [{"x": 1.5, "name": "exports"}, {"x": 2, "name": "exports"}, {"x": 3, "name": "exports"}]
    >>> made = pack({"wide": {"data": {"values": rows}}, "narrow": {"data": {"values": rows}}})
    >>> made["columns"]
    [{'cells': [1.5, 2, 3]}, {'same': 'exports'}]
    >>> made["narrow"], made["parts"]
    ({'$part': 0}, [{'data': {'columns': {'x': 0, 'name': 1}, 'height': 3}}])
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
    shared, parts = _shared(specifications)
    return {"columns": columns, "parts": parts, **shared}


def _shared(specifications: Mapping[str, Any]) -> tuple[dict[str, Any], list[Any]]:
    """The same with every larger piece that stands in them twice in a list of its own."""
    seen: Counter[str] = Counter()
    texts: dict[int, str] = {}

    def told(node: Any) -> str:
        if isinstance(node, dict):
            text = "{" + ",".join([f"{key}:{told(item)}" for key, item in node.items()]) + "}"
        elif isinstance(node, list):
            text = "[" + ",".join(map(told, node)) + "]"
        else:
            return repr(node)
        if len(text) >= SHORTEST_PART:
            texts[id(node)] = text
        return text

    def count(node: Any) -> None:
        text = texts.get(id(node))
        if text is None:
            return
        seen[text] += 1
        if seen[text] == 1:  # what stands in a piece that repeats is no repetition of its own
            for item in node.values() if isinstance(node, dict) else node:
                count(item)

    told(specifications)
    count(specifications)
    pool: dict[str, int] = {}
    parts: list[Any] = []

    def short(node: Any) -> Any:
        text = texts.get(id(node), "")
        if seen[text] < 2:
            return inner(node)
        if text not in pool:
            made = inner(node)
            pool[text] = len(parts)
            parts.append(made)
        return {"$part": pool[text]}

    def inner(node: Any) -> Any:
        if isinstance(node, dict):
            return {key: short(item) for key, item in node.items()}
        return [short(item) for item in node] if isinstance(node, list) else node

    return inner(dict(specifications)), parts


def _column(cells: Sequence[Any]) -> dict[str, Any]:
    """Equal cells once; numbers and days as steps; texts as words and places, or without their common ends."""
    if all(cell == cells[0] and type(cell) is type(cells[0]) for cell in cells):
        return {"same": cells[0]}
    if all(isinstance(cell, int | float) and not isinstance(cell, bool) for cell in cells):
        return _shortest({"cells": list(cells)}, _number_steps(cells))
    if not all(isinstance(cell, str) for cell in cells):
        return {"cells": list(cells)}
    return _shortest(_text_cells(cells), _day_steps(cells))


def _shortest(plain: dict[str, Any], steps: dict[str, Any] | None) -> dict[str, Any]:
    return plain if steps is None or len(json.dumps(steps)) >= len(json.dumps(plain)) else steps


def _steps(places: Sequence[int]) -> list[int]:
    """The first place, then how far it is to each next one."""
    return [places[0], *(b - a for a, b in pairwise(places))]


def _number_steps(cells: Sequence[float]) -> dict[str, Any] | None:
    """Numbers of few decimals as steps of whole units, where they come back exactly."""
    for per in (10**k for k in range(MOST_DECIMALS + 1)):
        places = [round(cell * per) for cell in cells]
        if all(place / per == cell for place, cell in zip(places, cells, strict=True)):
            return {"steps": _steps(places), "per": per}
    return None


def _day_steps(cells: Sequence[str]) -> dict[str, Any] | None:
    """Days and months as steps."""
    if all(_DAY.fullmatch(cell) for cell in cells):
        return {"days": _steps([dt.date.fromisoformat(cell).toordinal() - EPOCH for cell in cells])}
    if all(_MONTH.fullmatch(cell) for cell in cells):
        return {"months": _steps([12 * int(cell[:4]) + int(cell[5:]) - 1 for cell in cells])}
    return None


def _text_cells(cells: Sequence[str]) -> dict[str, Any]:
    """Texts as words and places where few differ, else without their common beginning and end."""
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
    if "steps" in packed:
        return [place / packed["per"] for place in accumulate(packed["steps"])]
    if "days" in packed:
        return [dt.date.fromordinal(EPOCH + place).isoformat() for place in accumulate(packed["days"])]
    if "months" in packed:
        return [f"{place // 12}-{place % 12 + 1:02d}" for place in accumulate(packed["months"])]
    return [packed["same"]] * height if "same" in packed else list(packed["cells"])


def unpack(made: Mapping[str, Any], name: str) -> dict[str, Any]:
    """One of the specifications that `pack` was given; what the loader does in the browser."""

    def whole(node: Any) -> Any:
        if isinstance(node, list):
            return [whole(item) for item in node]
        if not isinstance(node, dict):
            return node
        return whole(made["parts"][node["$part"]]) if "$part" in node else {k: whole(v) for k, v in node.items()}

    def filled(specification: Mapping[str, Any]) -> dict[str, Any]:
        found = dict(specification)
        if "layer" in found:
            found["layer"] = [filled(layer) for layer in found["layer"]]
        places = found.get("data", {}).get("columns")
        if places is not None:
            height = found["data"]["height"]
            columns = [_cells(made["columns"][number], height) for number in places.values()]
            found["data"] = {"values": [dict(zip(places, row, strict=True)) for row in zip(*columns, strict=True)]}
        return found

    return filled(whole(made[name]))
