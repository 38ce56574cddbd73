"""A check run in DuckDB on what was known at a date: one relation of rows, one aggregate."""

from __future__ import annotations

import datetime as dt
import difflib
import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from indicators.errors import DataProblem
from indicators.ledgers.check import Check, Condition, Span
from indicators.store.sql_text import identifier

if TYPE_CHECKING:
    from indicators.store.view import AsOfView

IN_PERIOD, IN_VERSUS = "day BETWEEN $first AND $last", "day BETWEEN $versus_first AND $versus_last"
ONE, OTHER = f"{{total}} FILTER ({IN_PERIOD})", f"{{total}} FILTER ({IN_VERSUS})"
RATIO = f"{ONE} / nullif({OTHER}, 0)"
TOTAL = {True: "arg_max(value, day)", False: "sum(value)"}
"""What stands for a whole period in a comparison: of a series its last value, of a table the sum of the rows."""

AGGREGATES = {
    "value": "CASE WHEN count(DISTINCT value) = 1 THEN min(value) END",
    "count": "count(value)",
    "months": "count(DISTINCT date_trunc('month', day))",
    "sum": "sum(value)",
    "mean": "avg(value)",
    "min": "min(value)",
    "max": "max(value)",
    "change": f"{ONE} - {OTHER}",
    "percent_change": f"100 * ({RATIO} - 1)",
    "ratio": RATIO,
    "first_day": "min(day)",
    "last_day": "max(day)",
    "day_of_min": "arg_min(day, (value, day))",
    "day_of_max": "arg_max(day, (value, -epoch(day)))",
    "span_days": "date_diff('day', min(day), max(day))",
    "span_years": "date_diff('day', min(day), max(day)) / 365.25",
    "years_since": "date_diff('day', max(day), $last) / 365.25",
    "text": "string_agg(DISTINCT label, '; ' ORDER BY label)",
}
"""SQL over the rows of a check: day, value, label. Of equal extremes the first counts."""

COUNTS = ("count", "months")
"""Of no rows these make 0; any other aggregate makes nothing."""

SERIES_ROWS = """
SELECT o.period_start AS day, o.period_end AS last_day, o.value, CAST(o.value AS VARCHAR) AS label,
       list(i.fact_id ORDER BY i.fact_id) AS fact_ids
FROM observations_known o LEFT JOIN indicators.observation_inputs i
  ON i.as_of_mode = o.as_of_mode AND i.series_id = o.series_id AND i.period = o.period
 AND i.published_on = o.published_on
WHERE o.series_id = $subject AND o.value IS NOT NULL
GROUP BY ALL"""
SERIES_IDS = "SELECT series_id FROM indicators.series ORDER BY series_id"
COLUMNS = """
SELECT table_name, column_name, data_type FROM duckdb_columns() WHERE NOT internal AND database_name <> 'temp'"""
WEAK = """
SELECT fact_id, date_assumed, quality = 'low' AS low_quality
FROM indicators.facts WHERE date_assumed OR quality = 'low'"""
OPERATORS = {"=": "=", "!=": "=", ">": ">", ">=": ">=", "<": "<", "<=": "<="}
"""The test of one value; a condition with != or !~ is the contrary of its tests."""


@dataclass(frozen=True)
class Measured:
    """What the tables say: ``value`` is a number, a day, a text, or None with the reason in ``why``.

    ``assumed_dates`` and ``low_quality`` count the facts used whose day of publication rests on an
    assumption, and those that nobody saw in a source.
    """

    value: float | dt.date | str | None
    fact_ids: tuple[str, ...]
    rows: int
    why: str = ""
    assumed_dates: int = 0
    low_quality: int = 0


def measure(check: Check, view: AsOfView) -> Measured:
    """Our side of a check, as known in a view.

    Raises
    ------
    DataProblem
        If the check names an unknown series, table or column, or a value that a column cannot hold.
    """
    parameters: dict[str, Any] = {}
    rows = _series_rows(check, view, parameters) if check.is_series else _table_rows(check, view, parameters)
    spans = {"": check.span} | ({"versus_": check.versus} if check.versus else {})
    for name, span in spans.items():
        parameters |= {f"{name}first": span.first, f"{name}last": span.last}
    inside = " OR ".join(_inside(name) for name in spans)
    used = f"SELECT * FROM ({rows}) WHERE value IS NOT NULL AND ({inside}) ORDER BY day, label"
    aggregate = AGGREGATES[check.aggregate].format(total=TOTAL[check.is_series])
    sql = f"""
        SELECT {aggregate} AS value, count(*) AS rows, count(DISTINCT value) AS different,
               list_sort(list_distinct(flatten(list(fact_ids)))) AS fact_ids
        FROM ({used}) CROSS JOIN (SELECT CAST($last AS DATE) AS until)"""
    value, number, different, fact_ids = view.sql(sql, **parameters).row(0)
    facts = tuple(f for f in fact_ids or () if f is not None)
    if value is None and number and check.aggregate == "value":
        return Measured(None, facts, number, f"the {number} rows hold {different} different values")
    if value is None or (number == 0 and check.aggregate not in COUNTS):
        return Measured(None, (), 0, "no row is known")
    ours = value if isinstance(value, dt.date | str) else float(value) / check.scale
    weak = view.once(WEAK)
    used_weak = weak.filter(weak["fact_id"].is_in(facts))
    return Measured(ours, facts, number, "", int(used_weak["date_assumed"].sum()), int(used_weak["low_quality"].sum()))


Window = tuple[Span, Span | None]
"""A period and, for comparisons, the second one."""


def measure_windows(check: Check, view: AsOfView, windows: Sequence[Window]) -> list[float | dt.date | str | None]:
    """What the tables say of a check's quantity in other periods; one query for all of them."""
    if not windows:
        return []
    parameters: dict[str, Any] = {}
    rows = _series_rows(check, view, parameters) if check.is_series else _table_rows(check, view, parameters)
    aggregate = AGGREGATES[check.aggregate].format(total=TOTAL[check.is_series])
    names = ("first", "last") + (("versus_first", "versus_last") if check.versus else ())
    inside = " OR ".join(_inside(name) for name in ("", "versus_")[: len(names) // 2])
    for name in names:
        aggregate, inside = (re.sub(rf"\${name}\b", f"w.{name}", text) for text in (aggregate, inside))
    ends = [[d for span in pair[: len(names) // 2] if span for d in (span.first, span.last)] for pair in windows]
    columns = {name: [row[i] for row in ends] for i, name in enumerate(names)}
    listed = ", ".join(f"CAST(unnest(${name}s) AS DATE) AS {name}" for name in names)
    sql = f"""
        WITH known AS (SELECT * FROM ({rows}) WHERE value IS NOT NULL),
             w AS (SELECT {listed}, generate_subscripts($firsts, 1) AS n)
        SELECT {aggregate} AS value FROM w LEFT JOIN known ON {inside} GROUP BY n, {", ".join(names)} ORDER BY n"""
    found = view.sql(sql, **parameters, **{f"{name}s": days for name, days in columns.items()})["value"]
    return [v if v is None or isinstance(v, dt.date | str) else float(v) / check.scale for v in found]


def first_row_day(check: Check, view: AsOfView) -> dt.date | None:
    """First day of the rows that a check looks at, whatever its period."""
    parameters: dict[str, Any] = {}
    rows = _series_rows(check, view, parameters) if check.is_series else _table_rows(check, view, parameters)
    day: dt.date | None = view.sql(f"SELECT min(day) AS day FROM ({rows}) WHERE value IS NOT NULL", **parameters).item()
    return day


def _inside(name: str) -> str:
    return f"(day >= ${name}first AND last_day <= ${name}last)"


def _series_rows(check: Check, view: AsOfView, parameters: dict[str, Any]) -> str:
    names = view.once(SERIES_IDS)["series_id"].to_list()
    if check.subject not in names:
        do = near(check.subject, names) or "see: indicators series list"
        raise DataProblem(f"unknown series {check.subject!r}", where=f"{check.where}, column subject", do=do)
    parameters["subject"] = check.subject
    return SERIES_ROWS


def _table_rows(check: Check, view: AsOfView, parameters: dict[str, Any]) -> str:
    types = _columns(check, view)
    day = _known(check, types, check.day_column, "day_column")
    value, label = "1", "NULL"
    if check.measure:
        label = f"CAST({_known(check, types, check.measure, 'measure')} AS VARCHAR)"
        value = f"TRY_CAST({identifier(check.measure)} AS DOUBLE)"
    if check.aggregate == "text":
        value = "1"
    facts = "[fact_id]" if "fact_id" in types else "CAST([] AS VARCHAR[])"
    where = [f"{day} IS NOT NULL"]
    for number, condition in enumerate(check.conditions):
        where.append(_condition(check, types, condition, number, parameters))
    relation = view.relation(check.subject)
    return f"""
        SELECT CAST({day} AS DATE) AS day, CAST({day} AS DATE) AS last_day, {value} AS value, {label} AS label,
               {facts} AS fact_ids
        FROM {relation} WHERE {" AND ".join(where)}"""


def _columns(check: Check, view: AsOfView) -> dict[str, str]:
    """Columns of a table or view with their types."""
    known = view.once(COLUMNS)
    found = known.filter(known["table_name"] == check.subject)
    if found.is_empty():
        names = known["table_name"].unique().sort().to_list()
        do = near(check.subject, names) or "see: indicators contracts show"
        raise DataProblem(f"unknown table {check.subject!r}", where=f"{check.where}, column subject", do=do)
    return dict(zip(found["column_name"], found["data_type"], strict=True))


def _known(check: Check, types: dict[str, str], column: str, cell: str) -> str:
    if column not in types:
        what = f"{check.subject} has no column {column!r}" if column else f"a check of a table names its {cell}"
        do = near(column, list(types)) or f"use one of: {', '.join(types)}"
        raise DataProblem(what, where=f"{check.where}, column {cell}", do=do)
    return identifier(column)


def near(name: str, names: Sequence[str]) -> str:
    """A question that offers the names most like one; empty where none is.

    Examples
    --------
    >>> near("trade.usa_rus.totl.a", ["trade.usa_rus.total.a", "polls.x.m"])
    'did you mean trade.usa_rus.total.a?'
    """
    found = difflib.get_close_matches(name, names, n=3, cutoff=0.7)
    return f"did you mean {' or '.join(found)}?" if found else ""


def _condition(
    check: Check, types: dict[str, str], condition: Condition, number: int, parameters: dict[str, Any]
) -> str:
    column = _known(check, types, condition.column, "filter")
    tests = []
    for place, value in enumerate(condition.values):
        name = f"c{number}_{place}"
        if condition.operator in ("~", "!~"):
            parameters[name] = value
            tests.append(f"contains(lower(CAST({column} AS VARCHAR)), lower(${name}))")
        else:
            parameters[name] = _typed(check, types[column], column, value)
            tests.append(f"{column} {OPERATORS[condition.operator]} CAST(${name} AS {types[column]})")
    joined = f"({' OR '.join(tests)})"
    return f"NOT coalesce({joined}, false)" if condition.operator in ("!=", "!~") else joined


def _typed(check: Check, data_type: str, column: str, value: str) -> str:
    """The value, if the column can hold it."""
    good = {"DATE": r"\d{4}-\d{2}-\d{2}", "BIGINT": r"-?\d+", "DOUBLE": r"-?\d+(\.\d+)?"}.get(data_type)
    if good and not re.fullmatch(good, value, re.ASCII):
        what = f"{column} cannot be {value!r}"
        raise DataProblem(what, where=f"{check.where}, column filter", do=f"write a value of type {data_type}")
    return value


def span_ends_after(span: Span, day: dt.date) -> bool:
    """Whether a period had not ended on a day; an open end has."""
    return span.last != dt.date(9999, 12, 31) and span.last > day
