"""How long from one event to the next: a bar an interval, the last one hollow while it is open."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING, Any

from indicators.charting import canvas as area
from indicators.charting import frames, layout, pieces, theme
from indicators.charting.events import Event
from indicators.charting.marks.ceiling import day, hatch_layers
from indicators.charting.marks.parts import extent
from indicators.charting.pieces import Key, Layer

if TYPE_CHECKING:
    import altair as alt
    import polars as pl


def interval_bars(
    data: pl.DataFrame,
    *,
    unit: str,
    collected_through: date,
    width: int = theme.WIDE,
    height: int = 220,
    events: Sequence[Event] = (),
    colour: str = theme.PALETTE[0],
    domain: tuple[date, date] | None = None,
) -> alt.LayerChart:
    """Each interval as wide as it lasted and as high as its days, so that long silences stand out.

    The interval that has not ended is hollow and ends where the collection does: it lasted at least so long.

    Parameters
    ----------
    data
        ``day`` of each event, in order; optional ``label`` (what it was) and ``source``.
    unit
        What is counted, written above the axis.
    collected_through
        Last day on which an event would have been seen.
    width, height, events, colour, domain
        As in `indicators.charting.marks.line_series`.

    Examples
    --------
    >>> import polars as pl
    >>> frame = pl.DataFrame({"day": ["2025-02-12", "2025-03-18", "2025-08-15"]})
    >>> interval_bars(frame, unit="days to the next call", collected_through=date(2026, 3, 10)).height
    220
    """
    rows = frames.rows(data, ("day",), "interval_bars")
    days = [day(r["day"]) for r in rows]
    if not days or days != sorted(days) or days[-1] > collected_through:
        raise frames.ChartError("column day: events in order of time, none after the collection ends, are needed")
    start, end = domain or (days[0], collected_through)
    spans = list(zip(rows, days, [*days[1:], collected_through], strict=True))
    low, high = extent([(b - a).days for _, a, b in spans if b > start], zero=True)
    keys = [Key("band", colour, "from one to the next"), Key("open", colour, "not ended: at least so long")]
    keys += [Key("hatch", theme.MUTED, "not collected")] if collected_through < end else []
    canvas = area.make_canvas(
        unit=unit, width=width, height=height, start=start, end=end, low=low, high=high, events=events, keys=keys
    )
    floor = float(canvas.plot_height)
    closed: list[dict[str, Any]] = []
    hollow: list[dict[str, Any]] = []
    tips = []
    for i, (row, a, b) in enumerate(spans):
        if b <= start or a >= end:
            continue
        last = i == len(spans) - 1
        left, right = canvas.x(max(a, start)), canvas.x(min(b, end))
        box = {"px": left, "px2": max(right - 0.6, left + 0.6), "py": canvas.y((b - a).days), "py2": floor}
        (hollow if last else closed).append(box)
        length = (
            f"{'at least ' if last else ''}{theme.format_number((b - a).days)} day{'' if (b - a).days == 1 else 's'}"
        )
        told = {"Series": layout.plain(row.get("label") or ""), "When": f"{a} to {b}", "Value": length}
        tips.append(box | told | {"Source": layout.plain(row.get("source") or "")})
    layers = [pieces.pixels(closed, "rect", color=colour, name="bars")] if closed else []
    if hollow:
        style: dict[str, Any] = {"filled": False, "stroke": colour, "strokeWidth": 1.5}
        layers.append(pieces.pixels(hollow, "rect", **style, name="open"))
    hatched = hatch_layers(canvas, collected_through, end, "not collected") if collected_through < end else []
    return canvas.compose([_axes(canvas), *layers, pieces.tips(tips, "rect")], behind=hatched)


def _axes(canvas: area.Canvas) -> Layer:
    """Both axes, without a mark."""
    corner = [{"x": canvas.start.isoformat(), "y": 0}]
    return pieces.drawn(corner, "point", {"x": canvas.time(), "y": canvas.level()}, opacity=0, size=0)
