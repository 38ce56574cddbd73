"""Pieces that every mark is put together from: text, rules and boxes placed by pixels, tooltips, the key."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import wraps
from typing import TYPE_CHECKING, Any, ClassVar, Final, ParamSpec, TypeVar

from indicators.charting import layout, theme
from indicators.charting.frames import Record
from indicators.charting.theme import LINE_HEIGHT, SMALL_SIZE

if TYPE_CHECKING:
    import altair as alt

TIP_FIELDS: Final = ("Series", "When", "Value", "Status", "Source", "Note")
SWATCH: Final = 14
PLACES: Final = ("px", "py", "px2", "py2")


@dataclass(frozen=True)
class Key:
    """One entry of the key above the plot: ``shape`` is band, open, line, dash, dot, ring, cross or hatch."""

    shape: str
    colour: str
    text: str
    opacity: float = 1.0


def place_keys(keys: Sequence[Key], width: float) -> tuple[list[tuple[float, float, Key]], int]:
    """Key entries set in rows as wide as the picture: left edge, middle of the row, entry; and the number of rows."""
    placed: list[tuple[float, float, Key]] = []
    x, row = 2.0, 0
    for key in keys:
        text = layout.shorten(layout.plain(key.text), width - SWATCH - 12, SMALL_SIZE)
        need = SWATCH + 5 + layout.text_width(text, SMALL_SIZE)
        if x > 2.0 and x + need > width - 2:
            x, row = 2.0, row + 1
        placed.append((x, row * LINE_HEIGHT + 4.0, Key(key.shape, key.colour, text, key.opacity)))
        x += need + 14
    return placed, row + 1 if placed else 0


def key_layers(keys: Sequence[tuple[float, float, Key]]) -> list[alt.Chart]:
    """Swatches and texts of a placed key; what stands ``still`` when a reader zooms."""
    result: list[alt.Chart] = []
    for x, y, key in keys:
        middle = {"px": x + SWATCH / 2, "py": y}
        span = {"px": x, "px2": x + SWATCH, "py": y, "py2": y}
        style: dict[str, Any] = {"color": key.colour, "opacity": key.opacity}
        if key.shape == "band":
            result.append(pixels([span | {"py": y - 5, "py2": y + 5}], "rect", name="still", **style))
        elif key.shape == "open":
            box = span | {"py": y - 4.5, "py2": y + 4.5}
            result.append(pixels([box], "rect", name="still", filled=False, stroke=key.colour, strokeWidth=1.5))
        elif key.shape in ("line", "dash"):
            result.append(
                pixels(
                    [span],
                    "rule",
                    name="still",
                    strokeWidth=2,
                    strokeDash=[4, 3] if key.shape == "dash" else [1, 0],
                    **style,
                )
            )
        elif key.shape == "hatch":
            lines = [{"px": x + k, "py": y + 5.0, "px2": x + k + 6, "py2": y - 5.0} for k in (0, 4, 8)]
            result.append(pixels(lines, "rule", name="still", strokeWidth=1, **style))
        else:
            result.append(pixels([middle], "point", name="still", **point_style(key.shape), **style))
    if keys:
        labels = [{"px": x + SWATCH + 4, "py": y, "text": key.text} for x, y, key in keys]
        result.append(texts(labels, align="left", color=theme.MUTED, name="key"))
    return result


def point_style(shape: str, size: int = 46) -> dict[str, Any]:
    """Point properties: ``dot`` filled, ``ring`` hollow, ``cross`` two strokes."""
    if shape == "cross":
        return {"shape": "M-1,-1L1,1M1,-1L-1,1", "filled": False, "strokeWidth": 1.5, "size": size * 0.6}
    return {"filled": shape == "dot", "strokeWidth": 1.5, "size": size, "shape": "circle"}


_P = ParamSpec("_P")
_R = TypeVar("_R")


def unchecked(draw: Callable[_P, _R]) -> Callable[_P, _R]:
    """Draw without altair's checks of every single property, which cost more than the drawing.

    The specifications themselves are validated by test.
    """

    @wraps(draw)
    def quick(*args: _P.args, **kwargs: _P.kwargs) -> _R:
        from altair.utils.schemapi import debug_mode

        with debug_mode(False):
            return draw(*args, **kwargs)

    return quick


def as_written(part: Mapping[str, Any]) -> Any:
    """A part of a specification as it will be written: altair neither copies nor walks through it; see `Rows`."""
    return Plain(part)


class Plain:
    """What `as_written` gives."""

    _schema: ClassVar[dict[str, Any]] = {}

    def __init__(self, written: Mapping[str, Any]) -> None:
        self.written = written

    def to_dict(self, *_: object, **__: object) -> Mapping[str, Any]:
        return self.written


class Rows:
    """Records as a chart's data: altair neither copies nor walks through what is plain already.

    It asks a value of a schema (``_schema``) for its dictionary and takes that as it is.
    """

    _schema: ClassVar[dict[str, Any]] = {}

    def __init__(self, records: Sequence[Record]) -> None:
        self.records = list(records)

    def to_dict(self, *_: object, **__: object) -> list[Record]:
        return self.records


def base(records: Sequence[Record]) -> alt.Chart:
    """A chart of records, its data inlined."""
    import altair as alt

    return alt.Chart(alt.Data(values=Rows(records)))  # type: ignore[no-untyped-call]


def pixels(records: Sequence[Record], mark: str, *, name: str | None = None, **style: Any) -> alt.Chart:
    """A layer placed by pixels (written to tenths): fields px, py and, where present, px2, py2."""
    import altair as alt

    records = [record | {k: round(record[k], 1) for k in PLACES if k in record} for record in records]
    fields = records[0]
    encoding: dict[str, Any] = {"x": alt.X("px:Q", scale=None, axis=None), "y": alt.Y("py:Q", scale=None, axis=None)}
    if "px2" in fields:
        encoding["x2"] = alt.X2("px2")
    if "py2" in fields:
        encoding["y2"] = alt.Y2("py2")
    made: alt.Chart = getattr(base(records), f"mark_{mark}")(**style).encode(**encoding)
    return made.properties(name=name) if name else made


def texts(records: Sequence[Record], *, name: str | None = None, **style: Any) -> alt.Chart:
    """Text placed by pixels; records carry px, py and text."""
    import altair as alt

    style = {"baseline": "middle", "fontSize": SMALL_SIZE} | style
    return pixels(records, "text", name=name, **style).encode(text=alt.Text("text:N"))


def tips(records: Sequence[Record], kind: str = "point", fields: Sequence[str] = TIP_FIELDS) -> alt.Chart:
    """Invisible marks that carry tooltips; the static picture leaves them out (their layer is named ``tip``)."""
    import altair as alt

    present = [field for field in fields if any(record.get(field) for record in records)]
    filled = [
        {k: v for k, v in r.items() if k not in fields} | {f: r.get(f) or "\u2013" for f in present} for r in records
    ]
    style: dict[str, Any] = (
        {"size": 160, "filled": True} if kind == "point" else {"strokeWidth": 8} if kind == "rule" else {}
    )
    chart = pixels(filled, kind, name="tip", opacity=0, **style)
    return chart.encode(tooltip=[alt.Tooltip(f"{field}:N") for field in present])


def backing(rows: Sequence[Record], align: str) -> alt.Chart:
    """Paper behind text that lies over data."""
    boxes = []
    for row in rows:
        width = layout.text_width(row["text"], SMALL_SIZE)
        left = row["px"] - 2 if align == "left" else row["px"] - width - 2
        boxes.append({"px": left, "px2": left + width + 4, "py": row["py"] - 7, "py2": row["py"] + 7})
    return pixels(boxes, "rect", name="end-back", color=theme.PAPER, opacity=0.8)
