"""US Census Bureau, international trade API: JSON lists of rows under a header row."""

from __future__ import annotations

import json

import polars as pl

from indicators.families.trade.readers.shared import MILLION, day_of_edition, volumes
from indicators.ingesting.faults import OriginalProblem, columns_differ, unknown_code, unreadable
from indicators.ingesting.opening import Original
from indicators.ingesting.reader import Publication, Quirk, Reader, Reading, Request
from indicators.ingesting.rows import decoded

VALUES = {"ALL_VAL_MO": ("export", "fas"), "GEN_VAL_MO": ("import", "customs")}
PARTNERS = {"4621": "RUS", "4610": "SUN", "-": "WLD"}
WANTED = ("CTY_CODE", "time")
ADDRESS = "https://api.census.gov/data/timeseries/intltrade"
LAG_DAYS = 40
DECLARED = "families/trade/readers/census_api.py"


def recognises(original: Original) -> bool:
    return original.kind == "json" and "CTY_CODE" in original.text[:2000] and "_VAL_MO" in original.text[:2000]


def read(request: Request) -> Reading:
    original = request.alone()
    rows = _rows(original)
    frames = [
        rows.select(
            pl.lit("USA").alias("reporter"),
            pl.col("CTY_CODE").replace_strict(PARTNERS).alias("partner"),
            pl.lit(flow).alias("flow"),
            pl.col("time").alias("period"),
            pl.lit(valuation).alias("valuation"),
            (pl.col(column).cast(pl.Float64) / MILLION).alias("value_usd_mn"),
        )
        for column, (flow, valuation) in VALUES.items()
        if column in rows.columns
    ]
    long = pl.concat(frames)
    facts = long.filter(pl.col("value_usd_mn") > 0)
    day, basis = day_of_edition(request, str(long["period"].max()), LAG_DAYS)
    vintage = f"{day:%Y-%m}"
    made = volumes(facts, publisher="census", vintage=vintage, day=day, basis=basis)
    title = f"International Trade API (exports and imports by country), vintage {vintage}"
    source = Publication(title, "US Census Bureau", ADDRESS, "US government work", 1, LAG_DAYS)
    empty = {"months without trade": long.height - facts.height}
    return Reading({"trade_volumes": made}, {"edition": source}, rows.height, (), empty)


def _rows(original: Original) -> pl.DataFrame:
    try:
        data = json.loads(decoded(original))
    except json.JSONDecodeError as error:
        raise unreadable(f"{original.path}:{error.lineno}", f"no well-formed JSON ({error.msg})") from error
    sound = (
        isinstance(data, list) and len(data) > 1 and all(isinstance(r, list) and len(r) == len(data[0]) for r in data)
    )
    if not sound:
        raise unreadable(str(original.path), "no list of rows of one length")
    header, *body = data
    unknown = [c for c in header if c not in (*WANTED, *VALUES, "CTY_NAME")]
    if unknown or not set(WANTED) <= set(header):
        raise columns_differ(f"{original.path}:1", header, [*WANTED, *(v for v in VALUES if v in header)])
    rows = pl.DataFrame({n: pl.Series([str(r[i]) for r in body], dtype=pl.String) for i, n in enumerate(header)})
    if codes := set(rows["CTY_CODE"]) - set(PARTNERS):
        raise unknown_code(str(original.path), "country code", codes, DECLARED)
    numeric = [v for v in VALUES if v in header]
    bad = rows.filter(
        pl.any_horizontal(pl.col(v).cast(pl.Int64, strict=False).is_null() for v in numeric)
        | ~pl.col("time").str.contains(r"^\d{4}-\d{2}$")
    )
    if bad.height:
        raise OriginalProblem(
            f"a row holds no whole number or month: {bad.row(0)}",
            where=str(original.path),
            do="ask the API again; a value is whole dollars and a time 2026-08",
        )
    return rows


READER = Reader(
    name="census_api",
    family="trade",
    title="US goods trade by country from the Census trade API",
    format="JSON: a list of rows, the first one names the columns; US dollars",
    columns=(*WANTED, *VALUES),
    tables=("trade_volumes",),
    licence="US government work",
    address=ADDRESS,
    example="indicators ingest census_api exports.json",
    recognises=recognises,
    read=read,
    quirks=(
        Quirk("2026-11", "exports and imports come from two calls with a value column each"),
        Quirk("2026-11", "the code of the world is '-'; a predicate column repeats and must be left out of the call"),
    ),
    unseen="written by the API's documented layout; no answer of it was at hand",
)
