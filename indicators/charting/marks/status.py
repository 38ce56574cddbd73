"""Who stood where, and who met when: treaty status as bars, events as dots by day and level."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING, Any, Final

from indicators.charting import canvas as area
from indicators.charting import frames, layout, pieces, theme
from indicators.charting.canvas import Canvas
from indicators.charting.events import Event
from indicators.charting.frames import Record
from indicators.charting.marks.ceiling import day, hatch_layers
from indicators.charting.pieces import Key, Layer

if TYPE_CHECKING:
    import altair as alt
    import polars as pl

STATUS_COLOURS: Final[Mapping[str, str]] = {
    "in_force": theme.PALETTE[0],
    "signed": theme.MUTED,
    "provisional": theme.PALETTE[6],
    "suspended": theme.PALETTE[1],
    "withdrawn": theme.PALETTE[3],
    "terminated": theme.PALETTE[5],
    "expired": theme.RULE,
    "superseded": theme.PALETTE[4],
    "completed": theme.PALETTE[2],
}
STATUS_SHAPES: Final[Mapping[str, str]] = {"held": "dot", "announced": "ring", "cancelled": "cross"}
ROW: Final = 24
PITCH: Final = 7.0


def status_bars(
    data: pl.DataFrame,
    *,
    unit: str = "treaties by status",
    until: date | None = None,
    width: int = theme.WIDE,
    events: Sequence[Event] = (),
    colours: Mapping[str, str] | None = None,
    domain: tuple[date, date] | None = None,
) -> alt.LayerChart:
    """One row a treaty, one bar for each stretch of one status; the name stands beside the bars (above them on phones).

    Parameters
    ----------
    data
        ``name``, ``status`` (in_force, suspended, withdrawn, expired, signed ...), ``date_from``, ``date_to`` (null =
        open, drawn to ``until``); optional ``note``, ``source``. Rows stand in the order of first appearance.
    unit
        What the rows are.
    until
        Last day of the axis.
    width, events, domain
        As in `indicators.charting.marks.line_series`; the height follows from the number of rows.
    colours
        Colour of a status by name.

    Examples
    --------
    >>> import polars as pl
    >>> frame = pl.DataFrame({"name": ["INF", "INF"], "status": ["in_force", "withdrawn"],
    ...                       "date_from": ["1988-06-01", "2019-08-02"], "date_to": ["2019-08-02", None]})
    >>> status_bars(frame, until=date(2026, 6, 30)).height
    24
    """
    rows = frames.rows(data, ("name", "status", "date_from", "date_to"), "status_bars")
    if not rows:
        raise frames.ChartError("the frame has no rows; say in words why there is nothing to draw")
    names = list(dict.fromkeys(layout.plain(r["name"]) for r in rows))
    statuses = list(dict.fromkeys(layout.plain(r["status"]) for r in rows))
    colour = theme.colours_for(statuses, {**STATUS_COLOURS, **(colours or {})})
    days = [day(r[c]) for r in rows for c in ("date_from", "date_to") if r[c] is not None]
    start, end = domain or (min(days), until or max(days))
    keys = [Key("band", colour[s], s.replace("_", " ")) for s in statuses]
    beside = width >= 480
    heights = [_row_height(n, width) if beside else ROW + 12.0 for n in names]
    frame: dict[str, Any] = {"unit": unit, "width": width, "start": start, "end": end, "keys": keys, "beside": beside}
    canvas = _category_canvas(names, heights, **frame, events=events)
    shown: dict[str, list[Record]] = {s: [] for s in statuses}
    for r in rows:
        first, last = max(day(r["date_from"]), start), min(end if r["date_to"] is None else day(r["date_to"]), end)
        if last <= first:
            continue
        i = names.index(layout.plain(r["name"]))
        middle = sum(heights[:i]) + (heights[i] / 2 if beside else ROW / 2 + 11)
        words = layout.plain(r["status"]).replace("_", " ")
        when = f"{r['date_from']} to {r['date_to'] or 'now'}"
        told = {"Series": layout.plain(r["name"]), "When": when, "Value": words}
        told |= {"Source": layout.plain(r.get("source") or ""), "Note": layout.plain(r.get("note") or "")}
        box = {
            "px": canvas.x(first),
            "px2": max(canvas.x(last), canvas.x(first) + 1),
            "py": middle - 6,
            "py2": middle + 6,
        }
        shown[layout.plain(r["status"])].append(box | told)
    layers = []
    for status, boxes in shown.items():
        if boxes:
            bare = [{k: b[k] for k in ("px", "px2", "py", "py2")} for b in boxes]
            layers.append(
                pieces.pixels(bare, "rect", color=colour[status], stroke=theme.PAPER, strokeWidth=0.5, name=None)
            )
            layers.append(pieces.tips(boxes, "rect"))
    return canvas.compose([*_row_layers(canvas, names, heights, beside), *layers])


def dot_timeline(
    data: pl.DataFrame,
    *,
    unit: str = "contacts by day and level",
    collected_through: date | None = None,
    order: Sequence[str] | None = None,
    width: int = theme.WIDE,
    events: Sequence[Event] = (),
    colours: Mapping[str, str] | None = None,
    domain: tuple[date, date] | None = None,
) -> alt.LayerChart:
    """One dot an event, by day and level; dots of nearby days are piled up. Empty years stay empty.

    Parameters
    ----------
    data
        ``day``, ``level``, ``status`` (held = filled, announced = hollow, cancelled = cross); optional ``label``,
        ``note``, ``source``.
    unit
        What the dots are.
    collected_through
        Last day up to which events were collected; the axis beyond it is hatched, for nothing is known there.
    order
        Levels from above; by default in order of first appearance.
    width, events, domain
        As in `indicators.charting.marks.line_series`; the height follows from the tallest piles.
    colours
        Colour of a level by name.

    Examples
    --------
    >>> import polars as pl
    >>> frame = pl.DataFrame({"day": ["2025-02-12", "2025-08-15"], "level": ["president"] * 2, "status": ["held"] * 2})
    >>> dot_timeline(frame, domain=(date(2025, 1, 1), date(2025, 12, 31))).padding["bottom"]
    26
    """
    rows = frames.rows(data, ("day", "level", "status"), "dot_timeline")
    levels = list(dict.fromkeys([layout.plain(v) for v in order or ()] + [layout.plain(r["level"]) for r in rows]))
    if not levels or (not rows and domain is None):
        raise frames.ChartError("the frame has no rows; say in words why there is nothing to draw")
    colour = theme.colours_for(levels, colours)
    days = [day(r["day"]) for r in rows]
    start, end = domain or (min(days), max([*days, *([collected_through] if collected_through else [])]))
    beside = width >= 480
    statuses = [s for s in STATUS_SHAPES if any(layout.plain(r["status"]) == s for r in rows)]
    statuses += [s for s in dict.fromkeys(layout.plain(r["status"]) for r in rows) if s not in STATUS_SHAPES]
    keys = [Key(STATUS_SHAPES.get(s, "ring"), theme.INK, s) for s in statuses] if statuses != ["held"] else []
    if collected_through and collected_through < end:
        keys.append(Key("hatch", theme.MUTED, "not collected"))
    frame: dict[str, Any] = {"unit": unit, "width": width, "start": start, "end": end, "keys": keys, "beside": beside}
    rough = _category_canvas(levels, [ROW] * len(levels), **frame, events=())
    piled, tall = _piles(rows, levels, rough)
    head = 0.0 if beside else 14.0
    heights = [max(_row_height(lv, width) if beside else ROW, tall[lv] * PITCH + 10) + head for lv in levels]
    canvas = _category_canvas(levels, heights, **frame, events=events)
    hatched = hatch_layers(canvas, collected_through, end, "not collected") if collected_through else []
    layers = _row_layers(canvas, levels, heights, beside)
    groups: dict[tuple[str, str], list[Record]] = {}
    tips = []
    for r, lane in piled:
        level, status = layout.plain(r["level"]), layout.plain(r["status"])
        i = levels.index(level)
        at = {"px": round(canvas.x(day(r["day"])), 2), "py": round(sum(heights[: i + 1]) - 7 - lane * PITCH, 2)}
        groups.setdefault((level, status), []).append(at)
        told = {
            "Series": level,
            "When": layout.plain(r["day"]),
            "Value": layout.plain(r.get("label") or status),
            "Status": status,
        }
        tips.append(
            at | told | {"Source": layout.plain(r.get("source") or ""), "Note": layout.plain(r.get("note") or "")}
        )
    for (level, status), dots in groups.items():
        style = pieces.point_style(STATUS_SHAPES.get(status, "ring"), 34)
        layers.append(pieces.pixels(dots, "point", color=colour[level], name=None, **style))
    return canvas.compose([*layers, *([pieces.tips(tips)] if tips else [])], behind=hatched)


def _piles(
    rows: Sequence[Record], levels: Sequence[str], canvas: Canvas
) -> tuple[list[tuple[Record, int]], dict[str, int]]:
    """The lowest free lane of every event within the axis, and the number of lanes each level needs."""
    ends: dict[tuple[str, int], float] = {}
    tall = dict.fromkeys(levels, 1)
    result = []
    for r in sorted(rows, key=lambda r: (day(r["day"]), layout.plain(r["level"]), str(r.get("label")))):
        x, level = canvas.x(day(r["day"])), layout.plain(r["level"])
        if not -0.5 <= x <= canvas.plot_width + 0.5:
            continue
        lane = next(k for k in range(len(rows)) if x - ends.get((level, k), -math.inf) >= PITCH)
        ends[level, lane] = x
        tall[level] = max(tall[level], lane + 1)
        result.append((r, lane))
    return result, tall


def _row_name(name: str, width: int) -> list[str]:
    return layout.wrap(name, width * 0.26, theme.LABEL_SIZE, 2)


def _row_height(name: str, width: int) -> float:
    return ROW + (theme.LINE_HEIGHT - 4.0) * (len(_row_name(name, width)) - 1)


def _category_canvas(
    names: Sequence[str], heights: Sequence[float], *, unit: str, width: int, start: date, end: date,
    events: Sequence[Event], keys: Sequence[Key], beside: bool,
) -> Canvas:  # fmt: skip
    """A canvas whose rows are categories: room for their names at the left, no number axis."""
    lines = [line for n in names for line in _row_name(n, width)]
    widest = max(layout.text_width(line, theme.LABEL_SIZE) for line in lines)
    left = math.ceil(widest) + 10 if beside else 18
    height = round(sum(heights))
    made = area.make_canvas(
        unit=unit, width=width, height=height, start=start, end=end, left=left, keys=keys, events=events, rows=True
    )  # fmt: skip
    return replace(made, ticks=(0.0, 1.0))


def _row_layers(canvas: Canvas, names: Sequence[str], heights: Sequence[float], beside: bool) -> list[Layer]:
    """Names of the rows, thin lines between them, and the time axis."""
    edges = [sum(heights[:i]) for i in range(len(heights) + 1)]
    lines = [{"px": 0.0, "px2": float(canvas.plot_width), "py": y, "py2": y} for y in edges[:-1]]
    labels = []
    for name, a, b in zip(names, edges, edges[1:], strict=False):
        written = (
            _row_name(name, canvas.width) if beside else [layout.shorten(name, canvas.plot_width, theme.LABEL_SIZE)]
        )
        first = (a + b) / 2 - (len(written) - 1) * theme.LINE_HEIGHT / 2 if beside else a + 9
        x = -8.0 if beside else 0.0
        labels += [{"px": x, "py": first + k * theme.LINE_HEIGHT, "text": t} for k, t in enumerate(written)]
    corner = [{"x": canvas.start.isoformat(), "y": 0}]
    hidden = {"values": [], "title": list(canvas.title), "grid": False} | _title_place(canvas)
    places = {"x": canvas.time(), "y": canvas.level() | {"axis": hidden}}
    axis = pieces.drawn(corner, "point", places, opacity=0, size=0)
    return [
        axis,
        pieces.pixels(lines, "rule", color=theme.GRID, strokeWidth=1, name="rows"),
        pieces.texts(
            labels, align="right" if beside else "left", color=theme.INK, fontSize=theme.LABEL_SIZE, name="row-names"
        ),
    ]


def _title_place(canvas: Canvas) -> dict[str, Any]:
    place: dict[str, Any] = {"titleAngle": 0, "titleAlign": "left", "titleBaseline": "top"}
    return place | {"titleX": -canvas.left + 2, "titleY": -canvas.top + 2}
