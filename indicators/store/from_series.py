"""Observations made from other series: expressions, rolling sums, lower frequencies, changes, means."""

from __future__ import annotations

from typing import TYPE_CHECKING

from indicators.store.declare import Aggregate, Average, Change, Combine, FromSeries, Rolling, Series, inputs_of
from indicators.store.from_facts import TOTALS
from indicators.store.period_sql import STEP, end_of, start_of
from indicators.store.sql_text import literal

if TYPE_CHECKING:
    import duckdb

SUB_PERIODS = {("M", "Q"): 3, ("M", "A"): 12, ("Q", "A"): 4, ("M", "H"): 6, ("H", "A"): 2}


SAME_PERIOD = """
SELECT period_start, role, series_id, period_start AS input_start
FROM ({periods}), (VALUES {roles}) r(role, series_id)"""


def _edges(s: Series, rule: FromSeries, freq_of_input: str) -> tuple[str, str, str]:
    """SQL for (period_start, role, series_id, input_start), the value's expression, and when all is there."""
    own = "SELECT DISTINCT period_start FROM made WHERE series_id = "
    match rule:
        case Combine():
            periods = " INTERSECT ".join(own + literal(i) for _, i in rule.inputs)
            roles = ", ".join(f"({literal(name)}, {literal(i)})" for name, i in rule.inputs)
            edges = SAME_PERIOD.format(periods=periods, roles=roles)
            return edges, rule.expression, f"count(*) = {len(rule.inputs)}"
        case Rolling():
            edges = f"""SELECT p.period_start, 'x' AS role, {literal(rule.input)} AS series_id,
                CAST(p.period_start - n * {STEP[s.freq]} AS DATE) AS input_start
                FROM ({own}{literal(rule.input)}) p, range({rule.periods}) r(n)"""
            return edges, TOTALS["sum"], f"count(*) = {rule.periods}"
        case Aggregate():
            edges = f"""SELECT {start_of(s, "p.period_start")} AS period_start, 'x' AS role,
                {literal(rule.input)} AS series_id, p.period_start AS input_start FROM ({own}{literal(rule.input)}) p"""
            whole = "true" if rule.how == "last" else f"count(*) = {SUB_PERIODS[(freq_of_input, s.freq)]}"
            value = "any_value(value)" if rule.how == "last" else TOTALS[rule.how]
            return edges, value, whole
        case Change():
            edges = f"""SELECT p.period_start, r.role, {literal(rule.input)} AS series_id,
                CAST(p.period_start - r.n * {STEP[s.freq]} AS DATE) AS input_start
                FROM ({own}{literal(rule.input)}) p, (VALUES ('now', 0), ('before', {rule.lag})) r(role, n)"""
            percent = "CASE WHEN before > 0 THEN 100.0 * (now - before) / before END"
            return edges, percent if rule.kind == "percent" else "now - before", "count(*) = 2"
        case Average():
            roles = ", ".join(f"({literal(i)}, {literal(i)})" for i in rule.inputs)
            periods = " UNION ".join(own + literal(i) for i in rule.inputs)
            edges = SAME_PERIOD.format(periods=periods, roles=roles)
            return edges, TOTALS["mean"], "true"


PERIOD = "PARTITION BY as_of_mode, period_start, d"
USED_ALONE = {
    "last": f"row_number() OVER ({PERIOD} ORDER BY (value IS NULL), input_start DESC) = 1",
    "Average": f"value IS NOT NULL OR count(value) OVER ({PERIOD}) = 0",
}
"""Which inputs a value is made of, where it is not all of them."""


def from_series(connection: duckdb.DuckDBPyConnection, s: Series, rule: FromSeries) -> None:
    """Add a series made of series to the working tables ``made`` and ``made_inputs``."""
    freq_of_input = inputs_of(rule)[0].rsplit(".", 1)[-1].upper()
    edges, value, whole = _edges(s, rule, freq_of_input)
    connection.execute(f"CREATE OR REPLACE TEMP TABLE edges AS {edges}")
    connection.execute("""
        CREATE OR REPLACE TEMP TABLE used AS
        WITH dates AS (
          SELECT DISTINCT m.as_of_mode, e.period_start, m.published_on AS d
          FROM edges e JOIN made m ON m.series_id = e.series_id AND m.period_start = e.input_start)
        SELECT d.as_of_mode, d.period_start, d.d, e.role, e.series_id, e.input_start,
               m.* EXCLUDE (as_of_mode, series_id, period_start)
        FROM dates d JOIN edges e USING (period_start)
        JOIN made m ON m.as_of_mode = d.as_of_mode AND m.series_id = e.series_id AND m.period_start = e.input_start
          AND m.published_on <= d.d
        QUALIFY row_number() OVER (
          PARTITION BY d.as_of_mode, d.period_start, d.d, e.role, e.input_start ORDER BY m.published_on DESC) = 1""")
    if alone := USED_ALONE.get(rule.how if isinstance(rule, Aggregate) else type(rule).__name__):
        connection.execute(f"CREATE OR REPLACE TEMP TABLE used AS SELECT * FROM used QUALIFY {alone}")
    if isinstance(rule, Combine | Change):
        roles = [name for name, _ in rule.inputs] if isinstance(rule, Combine) else ["now", "before"]
        pivot = ", ".join(f"max(CAST(value AS DECIMAL(24, 8))) FILTER (role = {literal(r)}) AS {r}" for r in roles)
        exact = f"CAST(({value}) AS DOUBLE)"
        value = f"CASE WHEN isfinite({exact}) THEN {exact} END"  # a division by zero is missing
    else:
        pivot, value = f"{value} AS total", "total"
    connection.execute(f"""
        CREATE OR REPLACE TEMP TABLE derived AS
        SELECT as_of_mode, period_start, reference_date, CASE WHEN complete THEN {value} END AS value, status_rank,
               CASE WHEN complete THEN 'not_applicable' ELSE missing_reason END AS missing_reason,
               quality_rank, publisher_rank, d
        FROM (SELECT as_of_mode, period_start, d, max(reference_date) AS reference_date, {pivot},
                     count(value) = count(*) AS complete, max(status_rank) AS status_rank,
                     max(missing_reason) AS missing_reason, max(quality_rank) AS quality_rank,
                     max(publisher_rank) AS publisher_rank,
                     list_sort(list((role, input_start, published_on))) AS made_of
              FROM used GROUP BY as_of_mode, period_start, d HAVING {whole})
        QUALIFY made_of IS DISTINCT FROM lag(made_of) OVER (PARTITION BY as_of_mode, period_start ORDER BY d)""")
    if s.freq != freq_of_input:
        end = end_of(s, "period_start")
        connection.execute(f"UPDATE derived SET reference_date = {end} WHERE reference_date < {end}")
    connection.execute(f"""
        INSERT INTO made
        SELECT as_of_mode, {literal(s.id)}, period_start, reference_date, value, status_rank, missing_reason,
               quality_rank, publisher_rank, d FROM derived""")
    connection.execute(f"""
        INSERT INTO made_inputs
        SELECT DISTINCT u.as_of_mode, {literal(s.id)}, u.period_start, u.d, i.fact_id
        FROM used u JOIN derived USING (as_of_mode, period_start, d) JOIN made_inputs i
          ON i.as_of_mode = u.as_of_mode AND i.series_id = u.series_id AND i.period_start = u.input_start
          AND i.published_on = u.published_on
        WHERE u.value IS NOT NULL""")
