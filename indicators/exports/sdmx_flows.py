"""What SDMX messages hold: a flow of the series, and one of each table of figures, with concepts under standard ids.

A table's dimensions are what tells its quantities apart (REF_AREA, COUNTERPART_AREA, the table's own codes) and
FIGURE, the column that a figure stands in; every other column is an attribute, so that nothing is lost. Half-years
have the code S, as in CL_FREQ, where H is hours. A code has no dot in SDMX: ``trade.usa_rus.total.a`` is
``trade-usa_rus-total-a``, which reads back: ids have no dash.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any

import polars as pl

from indicators.contracts import codes
from indicators.contracts.described.description import DescribedColumn, DescribedTable
from indicators.errors import UsageProblem
from indicators.exports.bundle import Bundle, Dataset
from indicators.frame import TITLE

Texts = dict[str, str]
UNITS = MappingProxyType({"USD million": ("USD", 6), "EUR million": ("EUR", 6), "per cent": ("PT", 0)})
"""Units that have a standard code, with the power of ten they are counted in."""
NAMED = 5
"""Publishers that a series names; of more, their number."""
NO_FREQUENCY = "_Z"
FREQUENCIES = MappingProxyType({"A": "A", "H": "S", "Q": "Q", "M": "M", "D": "D"})
FREE = {"CONF_STATUS": "F"}
"""All facts are public."""
STANDARD = MappingProxyType(
    {
        "reporter": "REF_AREA", "country": "REF_AREA", "party": "REF_AREA", "source_country": "REF_AREA",
        "population_country": "REF_AREA", "partner": "COUNTERPART_AREA", "target_country": "COUNTERPART_AREA",
        "note": "COMMENT_OBS",
    }
)  # fmt: skip
"""Columns with a concept of the cross-domain list; any other column's concept is its name."""
TIMES = (
    ("period",), ("period_start", "period_end"), ("field_start", "field_end"), ("reference_date",), ("snapshot_date",),
    ("year",), ("signed_on",),
)  # fmt: skip
"""Columns that say when, the first that a table has: a period, two days from and to, a day, a year."""
TYPES = MappingProxyType(
    {"text": "String", "integer": "Integer", "number": "Double", "date": "GregorianDay", "boolean": "Boolean"}
)
SHARED = MappingProxyType(
    {
        "CL_AREA": codes.AREA, "CL_OBS_STATUS": codes.OBS_STATUS, "CL_MISSING_REASON": codes.MISSING_REASON,
        "CL_QUALITY": codes.QUALITY, "CL_PUBLISHED_BASIS": codes.PUBLISHED_BASIS,
        "CL_CONF_STATUS": MappingProxyType({"F": "free"}),
        "CL_FREQ": MappingProxyType(
            {FREQUENCIES[code]: text for code, text in codes.FREQUENCY.items()}
            | {NO_FREQUENCY: "not applicable: a day, or days from and to"}
        ),
    }
)  # fmt: skip
"""Code lists of several flows."""


@dataclass(frozen=True)
class Part:
    """A dimension or an attribute: its concept, its code list (or the type of its text), what it is attached to."""

    name: str
    codes: str = ""
    text: str = "String"
    per_series: bool = False
    required: bool = False


@dataclass(frozen=True)
class Group:
    """Figures that share all dimensions but the period: the key, attributes of the whole, a row a period."""

    key: Texts
    attributes: Texts
    rows: list[Texts] = field(default_factory=list)


@dataclass(frozen=True)
class Flow:
    """One data structure and its figures; ``file`` is its usual name in a folder."""

    id: str
    title: str
    file: str
    dimensions: tuple[Part, ...]
    attributes: tuple[Part, ...]
    concepts: Mapping[str, str]
    codes: Mapping[str, Mapping[str, str]]
    groups: tuple[Group, ...]

    @property
    def structure(self) -> str:
        return f"DSD_{self.id}"

    @property
    def scheme(self) -> str:
        return f"CONCEPTS_{self.id}"


CONCEPTS = MappingProxyType(
    {
        "FREQ": "Frequency of observation", "INDICATOR": "Series", "TIME_PERIOD": "Time period",
        "OBS_VALUE": "Observation value", "OBS_STATUS": "Observation status", "UNIT_MEASURE": "Unit of measure",
        "UNIT_MULT": "Unit multiplier: the power of ten", "DECIMALS": "Digits after the point that are shown",
        "CONF_STATUS": "Confidentiality status", "TITLE": "Title",
        "DATA_PROVIDER": "Publishers of the facts, the most used first",
        "MISSING_REASON": "Why there is no value", "QUALITY": "Worst quality of the facts used",
        "REFERENCE_DATE": "Day that the value describes", "PUBLISHED_ON": "Day from which the value holds",
    }
)  # fmt: skip
OF_ALL = (
    Part("UNIT_MEASURE", "CL_UNIT_MEASURE", per_series=True, required=True),
    Part("UNIT_MULT", text="Integer", per_series=True, required=True),
    Part("DECIMALS", text="Integer", per_series=True),
    Part("CONF_STATUS", "CL_CONF_STATUS", per_series=True),
)
OF_SERIES = (
    *OF_ALL, Part("TITLE", per_series=True), Part("DATA_PROVIDER", per_series=True),
    Part("OBS_STATUS", "CL_OBS_STATUS", required=True), Part("MISSING_REASON", "CL_MISSING_REASON"),
    Part("QUALITY", "CL_QUALITY"), Part("REFERENCE_DATE", text="GregorianDay"),
    Part("PUBLISHED_ON", text="GregorianDay"),
)  # fmt: skip


def flows(bundle: Bundle) -> list[Flow]:
    """The flows of a bundle.

    Raises
    ------
    UsageProblem
        If it holds a table that has no figures.
    """
    made = []
    for item in bundle.asked:
        if item.name != "observations" and not is_measured(item.table):
            raise UsageProblem(
                f"SDMX holds one figure a key, and {item.name} {_why_not(item.table)}", where="--to",
                do="export it to csv, parquet, json, xlsx, dta or duckdb, or name series made of it "
                "(indicators series list)",
            )  # fmt: skip
        made.append(_series_flow(item, bundle) if item.name == "observations" else _table_flow(item))
    return made


def _why_not(table: DescribedTable) -> str:
    if not _measures(table) or "fact_id" not in {c.name for c in table.columns}:
        return "is a table of something else"
    return "tells of acts: several rows can share day, actor and object, so that no key tells one figure from another"


def is_measured(table: DescribedTable) -> bool:
    """Whether a table's rows are figures of quantities at some time."""
    return bool(table.quantity and _measures(table) and _times(table))


def series_code(series_id: str) -> str:
    """The code of a series.

    Examples
    --------
    >>> series_code("trade.usa_rus.total.a")
    'trade-usa_rus-total-a'
    """
    return series_id.replace(".", "-")


def code_id(code: object) -> str:
    """A code with no other characters than SDMX has in codes.

    Examples
    --------
    >>> code_id("USA+RUS"), code_id(1)
    ('USA_RUS', '1')
    """
    return re.sub("[^A-Za-z0-9_@$-]", "_", str(code))


def unit_code(unit: str) -> tuple[str, int]:
    """The code of a unit and the power of ten it is counted in.

    Examples
    --------
    >>> unit_code("USD million"), unit_code("listed entries")
    (('USD', 6), ('LISTED_ENTRIES', 0))
    """
    return UNITS.get(unit) or (re.sub("[^A-Z0-9]+", "_", unit.upper()), 0)


def _units(units: Sequence[str]) -> Texts:
    return {unit_code(unit)[0]: unit.removesuffix(" million") for unit in units}


# -- series -----------------------------------------------------------------------------------------


def _series_flow(item: Dataset, bundle: Bundle) -> Flow:
    catalogue = bundle.named("series")
    rows = {row["series_id"]: row for row in catalogue.frame.iter_rows(named=True)} if catalogue else {}
    listed = {
        "CL_INDICATOR": {series_code(i): row["title"] for i, row in rows.items()},
        "CL_UNIT_MEASURE": _units([row["unit"] for row in rows.values()]),
    }
    shared = {name: SHARED[name] for name in sorted({p.codes for p in OF_SERIES} & {*SHARED})}
    groups = []
    for (series_id,), frame in item.frame.group_by("series_id", maintain_order=True):
        row = rows[str(series_id)]
        key = {"FREQ": FREQUENCIES[row["freq"]], "INDICATOR": series_code(row["series_id"])}
        attributes = _series_attributes(row, bundle.publishers[row["series_id"]])
        groups.append(Group(key, attributes, [_observation(cells) for cells in frame.iter_rows(named=True)]))
    dimensions = (Part("FREQ", "CL_FREQ"), Part("INDICATOR", "CL_INDICATOR"))
    texts = {"CL_FREQ": SHARED["CL_FREQ"]} | listed | shared
    return Flow("SERIES", TITLE, "data", dimensions, OF_SERIES, CONCEPTS, texts, tuple(groups))


def _series_attributes(row: Mapping[str, Any], publishers: Sequence[str]) -> Texts:
    more = [f"and {len(publishers) - NAMED} more"] if len(publishers) > NAMED else []
    unit, power = unit_code(row["unit"])
    return {
        "UNIT_MEASURE": unit, "UNIT_MULT": str(power), "DECIMALS": str(row["decimals"]), **FREE, "TITLE": row["title"],
        "DATA_PROVIDER": "; ".join((*publishers[:NAMED], *more)),
    }  # fmt: skip


def _observation(row: Mapping[str, Any]) -> Texts:
    names = ("obs_status", "missing_reason", "quality", "reference_date", "published_on")
    value = {} if row["value"] is None else {"OBS_VALUE": repr(row["value"])}
    return {"TIME_PERIOD": row["period"]} | value | {n.upper(): str(row[n]) for n in names if row[n] is not None}


# -- tables of figures ------------------------------------------------------------------------------


def _times(table: DescribedTable) -> tuple[str, ...]:
    names = {c.name for c in table.columns}
    return next((times for times in TIMES if names.issuperset(times)), ())


def _measures(table: DescribedTable) -> list[DescribedColumn]:
    return [c for c in table.columns if c.unit and c.type in ("number", "integer")]


def _part(c: DescribedColumn, table: DescribedTable) -> Part:
    name = STANDARD.get(c.name, c.name.upper())
    return Part(name, _code_list(c, table) if c.codes else "", TYPES[c.type], required=name == "OBS_STATUS")


def _code_list(c: DescribedColumn, table: DescribedTable) -> str:
    """The list that several flows share, where the column's codes are of it; else one of its own."""
    own = {str(code) for code, _ in c.codes}
    near = "CL_AREA" if own <= {*codes.AREA} else f"CL_{c.name.upper()}"
    return near if own <= {*SHARED.get(near, ())} else f"CL_{table.name}_{c.name}".upper()


def _table_flow(item: Dataset) -> Flow:
    table, measures, times = item.table, _measures(item.table), _times(item.table)
    columns = {c.name: c for c in table.columns}
    inner = [columns[name] for name in table.quantity if name not in (*times, "freq")]
    placed = {*times, "freq", *(c.name for c in (*inner, *measures))}
    rest = [c for c in table.columns if c.name not in placed]
    parts = {c.name: _part(c, table) for c in (*inner, *rest)}
    measure = f"CL_{table.name.upper()}_FIGURE"
    concepts = {name: CONCEPTS[name] for name in ("FREQ", "TIME_PERIOD", "OBS_VALUE", *(p.name for p in OF_ALL))}
    concepts |= {"FIGURE": "Column that the figure stands in"}
    concepts |= {parts[c.name].name: c.definition for c in (*inner, *rest)}
    listed: dict[str, Mapping[str, str]] = {"CL_FREQ": SHARED["CL_FREQ"], "CL_CONF_STATUS": SHARED["CL_CONF_STATUS"]}
    listed |= {measure: {c.name.upper(): c.definition for c in measures}}
    listed |= {"CL_UNIT_MEASURE": _units([c.unit or "" for c in measures])}
    for c in (*inner, *rest):
        if c.codes:
            name = parts[c.name].codes
            listed[name] = SHARED.get(name) or {str(code): text for code, text in c.codes}
    return Flow(
        table.name.upper(), table.title, table.name,
        (Part("FREQ", "CL_FREQ"), *(parts[c.name] for c in inner), Part("FIGURE", measure)),
        (*OF_ALL, *(parts[c.name] for c in rest)), concepts, listed,
        tuple(_groups(item, inner, rest, parts)),
    )  # fmt: skip


def _groups(
    item: Dataset, inner: list[DescribedColumn], rest: list[DescribedColumn], parts: Mapping[str, Part]
) -> Iterator[Group]:
    measures, times = _measures(item.table), _times(item.table)
    whole = {c.name: _measure_attributes(c, item.frame[c.name]) for c in measures}
    found: dict[tuple[str, ...], Group] = {}
    for row in item.frame.sort(*(c.name for c in inner), *times).iter_rows(named=True):
        period = time_period(row, times)
        shared = {parts[c.name].name: _text(row[c.name], c) for c in rest if row[c.name] is not None}
        for c in [c for c in measures if row[c.name] is not None] or measures[:1]:
            key = {"FREQ": _frequency(row, period)} | {parts[d.name].name: _text(row[d.name], d) for d in inner}
            key |= {"FIGURE": c.name.upper()}
            value = {} if row[c.name] is None else {"OBS_VALUE": repr(row[c.name])}
            group = found.setdefault(tuple(key.values()), Group(key, whole[c.name]))
            group.rows.append({"TIME_PERIOD": period} | value | shared)
    yield from found.values()


def _measure_attributes(c: DescribedColumn, values: pl.Series) -> Texts:
    """Unit of a column, and as many digits as its figures have."""
    unit, power = unit_code(c.unit or "")
    digits = [len(repr(v).partition(".")[2].removesuffix("0")) for v in values.drop_nulls() if isinstance(v, float)]
    return {"UNIT_MEASURE": unit, "UNIT_MULT": str(power), "DECIMALS": str(max(digits, default=0)), **FREE}


def _text(value: Any, c: DescribedColumn) -> str:
    return code_id(value) if c.codes else str(value)


def _frequency(row: Mapping[str, Any], period: str) -> str:
    """The row's own, or that of its period; days have none."""
    if "freq" in row:
        return FREQUENCIES[row["freq"]]
    return {4: "A", 7: "M"}.get(len(period), NO_FREQUENCY)


def time_period(row: Mapping[str, Any], times: Sequence[str]) -> str:
    """A period as SDMX writes it; two days are the first and how many there are.

    Examples
    --------
    >>> time_period({"from": dt.date(2021, 1, 1), "to": dt.date(2021, 8, 31)}, ("from", "to"))
    '2021-01-01/P243D'
    """
    first: dt.date | str | int = row[times[0]]
    if len(times) == 2 and isinstance(first, dt.date):
        return f"{first}/P{(row[times[1]] - first).days + 1}D"
    return str(first)
