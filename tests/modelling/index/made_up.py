"""Known vintages of made-up inputs with one factor, so that every step can be counted by hand."""

from __future__ import annotations

import datetime as dt
from typing import Any

import numpy as np

from indicators.modelling.index.vintages import first_day, month_number
from indicators.store.declare import Composite
from indicators.store.index_inputs import IndexInput

FIRST, LAST = month_number(dt.date(2000, 1, 1)), month_number(dt.date(2011, 12, 1))
INPUTS = (
    ("trade", IndexInput("trade.a.m", "log", 1, "A.")),
    ("trade", IndexInput("trade.b.m", "level", 1, "B.")),
    ("polls", IndexInput("polls.c.m", "level", -1, "C.")),
    ("contacts", IndexInput("contacts.d.m", "root", 1, "D.")),
    ("contacts", IndexInput("contacts.e.q", "level", 1, "E.")),
)
LAG = {"trade": 45, "polls": 20, "contacts": 5}


def last_day(number: int) -> dt.date:
    return first_day(number + 1) - dt.timedelta(days=1)


def index(**changed: Any) -> Composite:
    """The composite of the made-up inputs."""
    settings = {
        "inputs": INPUTS, "outside": (("trade", "trade.z.a", "Yearly."),), "first_month": dt.date(2000, 1, 1),
        "base": (dt.date(2000, 1, 1), dt.date(2009, 12, 1)), "history_from": "2011Q1",
        "titles": tuple((entry.series_id, f"Title of {entry.series_id}") for _, entry in INPUTS),
    }  # fmt: skip
    return Composite(
        "small.index.m", "index", "Index", "points", "Made up.", settings=tuple((settings | changed).items())
    )


def known(quarter: str, as_of: dt.date, seed: int = 3) -> dict[str, Any]:
    """All vintages of the inputs as `read_vintages` gives them; trade's last months are revised once."""
    rng = np.random.default_rng(seed)
    factor = np.cumsum(rng.normal(size=LAST - FIRST + 1)) * 0.3
    made: dict[str, list[tuple[dt.date, dt.date, float | None]]] = {}
    for family, entry in INPUTS:
        own = factor * entry.sign + 0.5 * rng.normal(size=factor.size)
        values = {"log": np.exp(5 + own), "root": (own - own.min() + 1) ** 2}.get(entry.transform, own)
        rows: list[tuple[dt.date, dt.date, float | None]] = []
        for step in range(
            2 if entry.series_id.endswith("q") else 0, factor.size, 3 if entry.series_id.endswith("q") else 1
        ):
            end = last_day(FIRST + step)
            out = end + dt.timedelta(days=LAG[family])
            rows.append((end, out, float(values[step])))
            if entry.series_id == "trade.a.m":
                rows.append((end, out + dt.timedelta(days=90), float(values[step] * 1.05)))
        made[entry.series_id] = sorted((r for r in rows if r[1] <= as_of), key=lambda r: (r[1], r[0]))
    series = {
        name: {
            "ends": [r[0].isoformat() for r in rows], "published": [r[1].isoformat() for r in rows],
            "values": [r[2] for r in rows],
        }
        for name, rows in made.items()
    }  # fmt: skip
    return {"quarter": quarter, "as_of": as_of.isoformat(), "mode": "calendar", "series": series}
