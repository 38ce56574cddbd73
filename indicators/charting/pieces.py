"""Pieces that every mark is put together from: text, rules and boxes placed by pixels, tooltips, the key."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, ClassVar, Final

from indicators.charting import layout, theme
from indicators.charting.frames import Record
from indicators.charting.theme import LINE_HEIGHT, SMALL_SIZE

if TYPE_CHECKING:
    import altair as alt

TIP_FIELDS: Final = ("Series", "When", "Value", "Status", "Source", "Note")
SWATCH: Final = 14
PLACES: Final = ("px", "py", "px2", "py2")
Encoding = dict[str, Any]
Layer = dict[str, Any]
"""A layer of a Vega-Lite specification as it is written: data, mark, encoding, name."""


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


def key_layers(keys: Sequence[tuple[float, float, Key]]) -> list[Layer]:
    """Swatches and texts of a placed key; what stands ``still`` when a reader zooms."""
    result: list[Layer] = []
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


def composed(layers: Sequence[Layer], *, width: float, height: float, padding: Mapping[str, int]) -> alt.LayerChart:
    """Layers in one chart of a fixed size, the theme's configuration with them; Vega wants their names unique."""
    import altair as alt
    from altair.utils.schemapi import debug_mode

    named = [layer | {"name": f"{layer.get('name', 'mark')}-{number}"} for number, layer in enumerate(layers)]
    with debug_mode(False):
        return alt.LayerChart(
            layer=[alt.UnitSpec(**_written(layer)) for layer in named],
            width=width, height=height, padding=dict(padding), autosize="none", config=alt.Config(**theme.config()),
        )  # fmt: skip


def _written(layer: Layer) -> dict[str, Any]:
    """The parts of a layer for altair, which looks at data only to see what they are."""
    import altair as alt

    data = alt.Data(values=Plain(layer["data"]["values"]))  # type: ignore[no-untyped-call]
    return {name: Plain(part) for name, part in layer.items()} | {"data": data}


class Plain:
    """A part of a layer as it will be written: altair neither copies, checks nor walks through it.

    It asks a value of a schema (``_schema``) for its dictionary and takes that as it is; its checks of every single
    property cost more than the drawing, and the specifications themselves are validated by test.
    """

    _schema: ClassVar[dict[str, Any]] = {}

    def __init__(self, written: Any) -> None:
        self.written = written

    def _get(self, _: str) -> Any:
        """No channel that altair looks for before it lays a layer upon others."""
        import altair as alt

        return alt.Undefined

    def to_dict(self, *_: object, **__: object) -> Any:
        return self.written


def drawn(records: Sequence[Record], mark: str, encoding: Encoding, name: str | None = None, **style: Any) -> Layer:
    """A layer of records, its data inlined; ``style`` are properties of the mark."""
    made = {"data": {"values": list(records)}, "mark": {"type": mark} | style, "encoding": encoding}
    return made | ({"name": name} if name else {})


def pixels(
    records: Sequence[Record], mark: str, *, name: str | None = None, encoding: Encoding | None = None, **style: Any
) -> Layer:
    """A layer placed by pixels (written to tenths): fields px, py and, where present, px2, py2."""
    records = [record | {k: round(record[k], 1) for k in PLACES if k in record} for record in records]
    places: Encoding = {
        axis: {"field": f"p{axis}", "type": "quantitative", "scale": None, "axis": None} for axis in ("x", "y")
    }
    ends = {axis: {"field": f"p{axis}"} for axis in ("x2", "y2") if f"p{axis}" in records[0]}
    return drawn(records, mark, places | ends | (encoding or {}), name, **style)


def texts(records: Sequence[Record], *, name: str | None = None, **style: Any) -> Layer:
    """Text placed by pixels; records carry px, py and text."""
    style = {"baseline": "middle", "fontSize": SMALL_SIZE} | style
    return pixels(records, "text", name=name, encoding={"text": {"field": "text", "type": "nominal"}}, **style)


def tips(records: Sequence[Record], kind: str = "point", fields: Sequence[str] = TIP_FIELDS) -> Layer:
    """Invisible marks that carry tooltips; the static picture leaves them out (their layer is named ``tip``)."""
    present = [field for field in fields if any(record.get(field) for record in records)]
    filled = [
        {k: v for k, v in r.items() if k not in fields} | {f: r.get(f) or "\u2013" for f in present} for r in records
    ]
    style: dict[str, Any] = (
        {"size": 160, "filled": True} if kind == "point" else {"strokeWidth": 8} if kind == "rule" else {}
    )
    told = {"tooltip": [{"field": field, "type": "nominal"} for field in present]}
    return pixels(filled, kind, name="tip", encoding=told, opacity=0, **style)


def backing(rows: Sequence[Record], align: str) -> Layer:
    """Paper behind text that lies over data."""
    boxes = []
    for row in rows:
        width = layout.text_width(row["text"], SMALL_SIZE)
        left = row["px"] - 2 if align == "left" else row["px"] - width - 2
        boxes.append({"px": left, "px2": left + width + 4, "py": row["py"] - 7, "py2": row["py"] + 7})
    return pixels(boxes, "rect", name="end-back", color=theme.PAPER, opacity=0.8)
