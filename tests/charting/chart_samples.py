"""Small realistic frames, one chart of every mark, and the geometry of a rendered SVG."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

import polars as pl

from indicators.charting import marks
from indicators.charting.events import EVENTS
from indicators.charting.figure import Figure
from indicators.charting.layout import text_width

SVG = "{http://www.w3.org/2000/svg}"
UNTIL = date(2026, 6, 30)


def monthly(first: int = 2014, last: int = 2025) -> pl.DataFrame:
    """Two monthly series with a hole of eight months without rows and a null with its reason."""
    rows: list[dict[str, Any]] = []
    for series, level in (("exports to Russia", 600.0), ("imports from Russia", 1800.0)):
        for i in range((last - first + 1) * 12):
            period = f"{first + i // 12}-{i % 12 + 1:02d}"
            if series.startswith("exports") and "2019-03" <= period <= "2019-10":
                continue
            after = 0.2 if period >= "2022-04" else 1.0
            value = None if period == "2024-05" else round(level * after * (1 + 0.3 * ((i * 7) % 11 - 5) / 10), 1)
            rows.append({"period": period, "value": value, "series": series})
            rows[-1] |= {"reason": None if value else "not_published", "source": "Census", "obs_status": "A"}
    return pl.DataFrame(rows, infer_schema_length=None)


def banded(periods: list[str]) -> pl.DataFrame:
    level = [20.0 + (i * 5) % 7 for i in range(len(periods))]
    frame = pl.DataFrame({"period": periods, "value": level, "observed": [v + 1 for v in level]})
    return frame.with_columns(
        (pl.col("value") + sign * width).alias(f"{side}_{lv}")
        for side, sign in (("low", -1), ("high", 1))
        for lv, width in (("80", 2.5), ("95", 4.0))
    )


QUARTERS = [f"{year}-Q{q}" for year in range(2018, 2026) for q in range(1, 5)]
AHEAD = [f"2026-Q{q}" for q in range(1, 5)]


def forecast(width: int) -> Any:
    history = banded(QUARTERS).select("period", "value")
    naive = pl.DataFrame({"period": AHEAD, "value": [22.0] * 4})
    return marks.forecast_fan(history, banded(AHEAD), unit="index points", benchmark=naive, width=width, events=EVENTS)


def ceiling(width: int) -> Any:
    days = [f"{year}-{month}-01" for year in range(2011, 2023) for month in ("03", "09")]
    parties = {"USA": 1480, "RUS": 1520}
    declared = pl.DataFrame(
        [{"series": s, "period": d, "value": v - 13 * (i % 9)} for s, v in parties.items() for i, d in enumerate(days)]
    )
    caps = pl.DataFrame(
        {"label": ["ceiling 1,550"], "date_from": ["2018-02-05"], "date_to": ["2026-02-05"], "value": [1550]}
    )
    spans = pl.DataFrame({"date_from": [date(2023, 3, 1)], "date_to": [None], "label": ["not provided"]})
    doubt = pl.DataFrame({"period": ["2023-03-01", "2026-06-01"], "low": [1500, 1400], "high": [1500, 1800]})
    return marks.step_ceiling(
        caps, declared, unit="deployed warheads", not_provided=spans, estimates=doubt, until=UNTIL, width=width,
        events=EVENTS,
    )  # fmt: skip


def programmes() -> pl.DataFrame:
    levels = {
        "UKRAINE-EO13661": (180, 190, None, 195),
        "UKRAINE-EO13662": (290,) * 4,
        "RUSSIA-EO14024": (0, 900, 2000, 4000),
    }
    days = ("2021-01-10", "2022-05-08", "2023-02-24", "2024-05-03")
    rows = [{"series": s, "period": d, "value": v} for s, vs in levels.items() for d, v in zip(days, vs, strict=True)]
    return pl.DataFrame(rows)


def treaties() -> pl.DataFrame:
    rows = [
        ("ABM Treaty", "in_force", "1972-10-03", "2002-06-13"),
        ("ABM Treaty", "withdrawn", "2002-06-13", None),
        ("Intermediate-Range Nuclear Forces Treaty", "in_force", "1988-06-01", "2019-02-02"),
        ("Intermediate-Range Nuclear Forces Treaty", "suspended", "2019-02-02", "2019-08-02"),
        ("Intermediate-Range Nuclear Forces Treaty", "withdrawn", "2019-08-02", None),
        ("New START", "in_force", "2011-02-05", "2023-02-28"),
        ("New START", "suspended", "2023-02-28", "2026-02-05"),
        ("New START", "expired", "2026-02-05", None),
    ]
    return pl.DataFrame(rows, schema=["name", "status", "date_from", "date_to"], orient="row")


def contacts() -> pl.DataFrame:
    start = date(2014, 1, 10)
    levels = ("head of state", "foreign minister", "deputy minister", "special envoy")
    states = ("held", "held", "held", "announced", "held", "cancelled")
    return pl.DataFrame(
        [{"day": start + timedelta(days=29 * i), "level": levels[i % 4], "status": states[i % 6]} for i in range(150)]
    )


def polls(width: int) -> Any:
    names = ("Gallup", "Pew Research Center", "Levada", "YouGov", "AP-NORC", "Ipsos", "Quinnipiac University", "Harris")
    start = date(2018, 1, 5)
    rows = [{"period": start + timedelta(days=20 * i), "value": 15 + i % 12, "group": names[i % 8]} for i in range(140)]
    dots = pl.DataFrame(rows).with_columns(size=pl.Series([400 + 300 * (i % 9) for i in range(140)]))
    breaks = [(date(2020, 6, 1), "wording")]
    return marks.dots_by_group(
        dots, unit="% favourable", line=banded(QUARTERS), breaks=breaks, width=width, events=EVENTS
    )


def bars(width: int) -> Any:
    rows = [("added", 120), ("removed", -14), ("added", 900), ("removed", -3), ("added", 40), ("removed", None)]
    frame = pl.DataFrame([{"period": f"2022-Q{i // 2 + 1}", "series": s, "value": v} for i, (s, v) in enumerate(rows)])
    net = pl.DataFrame({"period": ["2022-Q1", "2022-Q2"], "value": [106, 897]})
    return marks.bars_signed(frame, unit="list entries", line=net, width=width, events=EVENTS)


def panels(width: int) -> Any:
    names = ("All families", "Without trade", "Without arms control", "Without sanctions", "Equal weights")
    frame = pl.concat([banded(QUARTERS).with_columns(panel=pl.lit(n), series=pl.lit("index")) for n in names])
    return marks.small_multiples(frame, unit="index points, 2014 = 0", width=width)


def steps(width: int) -> Any:
    frame = pl.DataFrame({"period": ["1972-10-03", "1994-12-05", "2009-12-05", "2026-02-05"], "value": [1, 2, 1, 0]})
    return marks.step_line(frame, unit="strategic treaties in force", until=UNTIL, width=width, events=EVENTS)


def steps_down(width: int) -> Any:
    rows = [
        ("2026 Q1, first published", "level", 26.6), ("expected by then", "step", 2.0), ("revisions", "step", 0.0),
        ("news of trade", "step", -11.3), ("news of contacts", "step", 0.4), ("re-estimation", "step", 0.1),
        ("2026 Q2, now", "level", 17.8),
    ]  # fmt: skip
    frame = pl.DataFrame(rows, schema=["label", "kind", "value"], orient="row")
    return marks.waterfall(frame, unit="index points", width=width)


def reporters(width: int) -> Any:
    rows = [("2017", "USA", 20.1), ("2017", "RUS", 11.2), ("2018", "USA", 24.4), ("2019", "USA", 22.3),
            ("2019", "RUS", 13.2)]  # fmt: skip
    frame = pl.DataFrame(rows, schema=["period", "series", "value"], orient="row")
    return marks.dumbbell(frame, unit="USD billion a year", width=width, events=EVENTS)


CALLS = ["2017-01-28", "2017-04-03", "2021-01-26", "2021-12-30", "2022-02-12", "2025-02-12", "2025-10-16"]


def waits(width: int) -> Any:
    frame = pl.DataFrame({"day": CALLS, "label": ["call"] * len(CALLS)})
    return marks.interval_bars(
        frame,
        unit="days",
        collected_through=date(2026, 3, 10),
        width=width,
        events=EVENTS,
        domain=(date(2017, 1, 1), UNTIL),
    )


def moves(width: int) -> Any:
    states = ("warmer", "cooler", "unchanged", "unknown")
    groups = ("trade", "arms control", "sanctions", "polls", "contacts")
    rows = [{"group": groups[i % 5], "state": states[i % 4], "name": f"input {i}"} for i in range(17)]
    return marks.unit_dots(pl.DataFrame(rows), unit="inputs of the index", width=width)


def units(width: int) -> Any:
    rows = [("entries added to the list", 4119), ("programme tags added", 4480),
            ("persons and entities named in press releases of the department", None)]  # fmt: skip
    frame = pl.DataFrame(rows, schema=["label", "value"], orient="row").with_columns(reason=pl.lit("not_collected"))
    return marks.category_bars(frame, unit="one quarter in three counting units", width=width)


def path(width: int) -> Any:
    frame = banded(QUARTERS)
    said = frame.select("period", value=pl.col("value") + 2)
    return marks.band_line(frame, unit="index points", label="index", beside=said, width=width, events=EVENTS)


CHARTS: dict[str, Callable[[int], Any]] = {
    "line_series": lambda w: marks.line_series(
        monthly(), unit="USD million", width=w, events=EVENTS, zero=True, end_values=True
    ),
    "band_line": lambda w: marks.band_line(
        banded(QUARTERS), unit="% favourable", label="latent level", observed=True, width=w, events=EVENTS
    ),
    "forecast_fan": forecast,
    "step_line": steps,
    "stepped_area": lambda w: marks.stepped_area(
        programmes(), unit="OFAC list entries by programme", until=UNTIL, width=w, events=EVENTS
    ),
    "step_ceiling": ceiling,
    "status_bars": lambda w: marks.status_bars(treaties(), until=UNTIL, width=w, events=EVENTS),
    "dot_timeline": lambda w: marks.dot_timeline(
        contacts(), collected_through=date(2026, 4, 30), domain=(date(2014, 1, 1), UNTIL), width=w, events=EVENTS
    ),
    "bars_signed": bars,
    "dots_by_group": polls,
    "small_multiples": panels,
    "waterfall": steps_down,
    "path": path,
    "dumbbell": reporters,
    "interval_bars": waits,
    "unit_dots": moves,
    "category_bars": units,
}


def figure(
    chart: Any, name: str = "sample", headline: str = "A finding", alt: str = "What it shows.", **more: Any
) -> Figure:
    table = pl.DataFrame({"period": ["2024"], "value": [1.0]})
    return Figure(name, "trade", headline, "USD million", alt, "Census", date(2026, 6, 30), (), chart, table, **more)


@dataclass(frozen=True)
class Text:
    """A line of text in a rendered picture and the box it fills."""

    text: str
    left: float
    right: float
    top: float
    bottom: float
    size: float
    colour: str


def texts(svg: str) -> list[Text]:
    """Every line of text of an SVG with its box, transforms added up."""
    found: list[Text] = []

    def walk(element: ET.Element, x: float, y: float) -> None:
        for dx, dy in re.findall(r"translate\(([-\d.]+)[, ]([-\d.]+)\)", element.get("transform", "")):
            x, y = x + float(dx), y + float(dy)
        if element.tag == SVG + "text":
            size = float(element.get("font-size", "11px").removesuffix("px"))
            bold = element.get("font-weight") == "bold"
            lines = [(e.text or "", float(e.get("dy", 0))) for e in element.iter(SVG + "tspan")] or [
                (element.text or "", 0)
            ]
            base = y + float(element.get("y", 0))
            for line, step in lines:
                base += step
                width = text_width(line, size, bold=bold)
                left = x - {"middle": width / 2, "end": width}.get(element.get("text-anchor", "start"), 0.0)
                found.append(
                    Text(line, left, left + width, base - 0.72 * size, base + 0.2 * size, size, element.get("fill", ""))
                )
        for child in element:
            walk(child, x, y)

    walk(ET.fromstring(svg), 0.0, 0.0)
    return [t for t in found if t.text.strip()]


def size(svg: str) -> tuple[float, float]:
    box = ET.fromstring(svg).attrib["viewBox"].split()
    return float(box[2]), float(box[3])


def paths(svg: str, colour: str) -> list[str]:
    """Outlines of the lines drawn in a colour."""
    return [e.attrib["d"] for e in ET.fromstring(svg).iter(SVG + "path") if e.get("stroke") == colour]
