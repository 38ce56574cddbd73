"""Observations made from facts: the best one of a period, all of a period, days since the last event."""

from __future__ import annotations

from typing import TYPE_CHECKING

from indicators.errors import UsageProblem
from indicators.store.declare import Pick, Series, Since, Total
from indicators.store.period_sql import STEP, end_of, start_of
from indicators.store.sql_text import literal

if TYPE_CHECKING:
    import duckdb

TOTALS = {"sum": "CAST(sum(CAST(value AS DECIMAL(38, 8))) AS DOUBLE)", "count": "CAST(count(value) AS DOUBLE)",
          "mean": "CAST(sum(CAST(value AS DECIMAL(38, 8))) AS DOUBLE) / count(value)", "min": "min(value)",
          "max": "max(value)", "last": "arg_max(value, (reference_date, first_fact))"}  # fmt: skip
"""Exact sums; ``last`` by the day described."""


def from_facts(connection: duckdb.DuckDBPyConnection, s: Series, rule: Pick | Total | Since) -> None:
    """Add a series made of facts to the working tables ``made`` and ``made_inputs``."""
    match rule:
        case Pick():
            _candidates(connection, s, rule.sql)
            _pick(connection, s)
        case Total():
            _candidates(connection, s, rule.sql)
            _total(connection, s, rule)
        case Since():
            _since(connection, s, rule)


def _candidates(connection: duckdb.DuckDBPyConnection, s: Series, sql: str) -> None:
    """Temp table ``candidates``: the rule's rows in both modes with the day from which each is known."""
    connection.execute(
        f"CREATE OR REPLACE TEMP TABLE rows_of AS SELECT row_number() OVER () AS row_id, q.* FROM ({sql}) q"
    )
    names = {row[0] for row in connection.execute("DESCRIBE rows_of").fetchall()}
    if missing := {"period_date", "value", "fact_ids"} - names:
        raise UsageProblem(
            f"the rule's SQL lacks {', '.join(sorted(missing))}", where=s.id, do="name the columns in the SELECT"
        )
    ((lost,),) = connection.execute("""
        SELECT count(*)
        FROM (SELECT unnest(CASE WHEN len(fact_ids) > 0 THEN fact_ids ELSE [NULL] END) AS fact_id FROM rows_of)
        WHERE fact_id IS NULL OR fact_id NOT IN (SELECT fact_id FROM facts)""").fetchall()
    if lost:
        raise UsageProblem(
            f"{lost} values name no fact, or one that is not there", where=s.id, do="name the facts in fact_ids"
        )
    reference = "r.reference_date" if "reference_date" in names else "NULL"
    reason = "r.missing_reason" if "missing_reason" in names else "NULL"
    better = "gives_way_to" if "gives_way_to" in names else "CAST([] AS VARCHAR[])"
    start = start_of(s, "r.period_date")
    connection.execute(f"""
        CREATE OR REPLACE TEMP TABLE replaced AS
        SELECT r.row_id, m.as_of_mode, min(m.available) AS first_day
        FROM (SELECT row_id, unnest({better}) AS fact_id FROM rows_of) r JOIN modes m USING (fact_id) GROUP BY ALL""")
    connection.execute(f"""
        CREATE OR REPLACE TEMP TABLE candidates AS
        WITH dated AS (
        SELECT r.row_id, m.as_of_mode, {start} AS period_start,
               coalesce(CAST({reference} AS DATE), {end_of(s, start)}) AS reference_date,
               CAST(r.value AS DOUBLE) AS value, {reason} AS missing_reason, r.fact_ids,
               max(m.available) AS available, max(m.publisher_rank) AS publisher_rank,
               max(m.quality_rank) AS quality_rank, max(m.status_rank) AS status_rank,
               max(m.published_on) AS latest, min(m.fact_id) AS first_fact, min(m.revised) AS revised
        FROM (SELECT *, unnest(fact_ids) AS fact_id FROM rows_of) r JOIN modes m USING (fact_id)
        GROUP BY ALL)
        SELECT d.* EXCLUDE (revised), least(d.revised, b.first_day) AS until
        FROM dated d LEFT JOIN replaced b USING (row_id, as_of_mode)
        WHERE coalesce(least(d.revised, b.first_day) > d.available, true)""")


def _pick(connection: duckdb.DuckDBPyConnection, s: Series) -> None:
    connection.execute("""
        CREATE OR REPLACE TEMP TABLE picked AS
        WITH dates AS (
          SELECT as_of_mode, period_start, available AS published_on FROM candidates
          UNION SELECT as_of_mode, period_start, until FROM candidates WHERE until IS NOT NULL),
        best AS (
          SELECT d.*, c.* EXCLUDE (as_of_mode, period_start) FROM dates d LEFT JOIN candidates c
            ON c.as_of_mode = d.as_of_mode AND c.period_start = d.period_start AND c.available <= d.published_on
            AND coalesce(c.until > d.published_on, true)
          QUALIFY row_number() OVER (
            PARTITION BY d.as_of_mode, d.period_start, d.published_on
            ORDER BY (c.quality_rank = 3), c.publisher_rank, c.latest DESC, c.first_fact, c.reference_date DESC,
                     c.value, c.fact_ids) = 1)
        SELECT * FROM best
        QUALIFY row_id IS DISTINCT FROM
          lag(row_id) OVER (PARTITION BY as_of_mode, period_start ORDER BY published_on)""")
    connection.execute(f"""
        INSERT INTO made
        SELECT as_of_mode, {literal(s.id)}, period_start, coalesce(reference_date, {end_of(s, "period_start")}), value,
               coalesce(status_rank, 6), missing_reason, coalesce(quality_rank, 2), publisher_rank, published_on
        FROM picked""")
    connection.execute(f"""
        INSERT INTO made_inputs
        SELECT DISTINCT as_of_mode, {literal(s.id)}, period_start, published_on, unnest(fact_ids) FROM picked""")


def _total(connection: duckdb.DuckDBPyConnection, s: Series, rule: Total) -> None:
    """A period's total is known once the period is over; the rows known by then, and each later one, change it."""
    if rule.zero_from is not None and s.collected_through is None:
        raise UsageProblem(
            "zero_from without collected_through", where=s.id, do="say through when the counts are complete"
        )
    within = "" if s.collected_through is None else f"AND {end_of(s, 'period_start')} <= DATE '{s.collected_through}'"
    connection.execute(f"""
        CREATE OR REPLACE TEMP TABLE known AS
        SELECT * REPLACE (greatest(available, {end_of(s, "period_start")}) AS available)
        FROM candidates WHERE coalesce(until > {end_of(s, "period_start")}, true) {within}""")
    connection.execute("""
        CREATE OR REPLACE TEMP TABLE dates AS
        SELECT as_of_mode, period_start, available AS published_on FROM known
        UNION SELECT as_of_mode, period_start, until FROM known WHERE until IS NOT NULL""")
    if rule.zero_from is not None and s.collected_through is not None:
        first = start_of(s, f"DATE '{rule.zero_from}'")
        collected = f"(SELECT min(collected_on) FROM sources WHERE collected_on >= {end_of(s, 'p')})"
        grid = f"generate_series({first}, DATE '{s.collected_through}', {STEP[s.freq]})"
        connection.execute(f"""
            INSERT INTO dates SELECT as_of_mode, CAST(p AS DATE),
                CASE as_of_mode WHEN 'strict' THEN coalesce({collected}, {end_of(s, "p")}) ELSE {end_of(s, "p")} END
            FROM (SELECT unnest({grid}) AS p), (VALUES ('calendar'), ('strict')) AS m(as_of_mode)
            WHERE {end_of(s, "p")} <= DATE '{s.collected_through}'
              AND NOT EXISTS (
                FROM dates d WHERE d.as_of_mode = m.as_of_mode AND d.period_start = p AND d.published_on
                  <= CASE m.as_of_mode WHEN 'strict' THEN DATE '9999-12-31' ELSE {end_of(s, "p")} END)""")
    zero = "NULL"
    if rule.zero_from is not None:
        zero = f"CASE WHEN d.period_start >= {start_of(s, f'CAST({literal(str(rule.zero_from))} AS DATE)')} THEN 0 END"
    value = f"CASE WHEN count(k.row_id) = 0 THEN {zero} ELSE {TOTALS[rule.how]} END"
    connection.execute(f"""
        INSERT INTO made
        SELECT d.as_of_mode, {literal(s.id)}, d.period_start,
               coalesce(max(k.reference_date), {end_of(s, "d.period_start")}), {value},
               coalesce(max(k.status_rank), 1), CASE WHEN count(k.value) = 0 THEN max(k.missing_reason) END,
               coalesce(max(k.quality_rank), 2), max(k.publisher_rank), d.published_on
        FROM dates d LEFT JOIN known k
          ON k.as_of_mode = d.as_of_mode AND k.period_start = d.period_start AND k.available <= d.published_on
          AND coalesce(k.until > d.published_on, true)
        GROUP BY d.as_of_mode, d.period_start, d.published_on""")
    connection.execute(f"""
        INSERT INTO made_inputs
        SELECT DISTINCT d.as_of_mode, {literal(s.id)}, d.period_start, d.published_on, unnest(k.fact_ids)
        FROM dates d JOIN known k USING (as_of_mode, period_start)
        WHERE k.available <= d.published_on AND coalesce(k.until > d.published_on, true)""")
    _not_collected(connection, s, partly=False)


def _not_collected(connection: duckdb.DuckDBPyConnection, s: Series, *, partly: bool) -> None:
    """Periods after ``collected_through`` that ended before the collection: missing with the reason, never 0.

    The period that ``collected_through`` cuts is among them unless ``partly`` (it has a value of its own).
    """
    if s.collected_through is None or s.freq == "D":
        return
    through = f"DATE '{s.collected_through}'"
    first = f"{start_of(s, through)} + {STEP[s.freq]}" if partly else start_of(s, f"({through} + 1)")
    connection.execute(f"""
        INSERT INTO made
        SELECT as_of_mode, {literal(s.id)}, CAST(p AS DATE), {end_of(s, "p")}, NULL, 6, 'not_collected', 1, NULL,
               {end_of(s, "p")}
        FROM (SELECT unnest(generate_series({first}, (SELECT max(collected_on) FROM sources), {STEP[s.freq]})) AS p),
             (VALUES ('calendar'), ('strict')) AS m(as_of_mode)
        WHERE {end_of(s, "p")} < (SELECT max(collected_on) FROM sources)""")


def _since(connection: duckdb.DuckDBPyConnection, s: Series, rule: Since) -> None:
    through = f"DATE '{s.collected_through}'" if s.collected_through else "(SELECT max(collected_on) FROM sources)"
    connection.execute(f"""
        CREATE OR REPLACE TEMP TABLE events AS
        SELECT m.as_of_mode, CAST(q.event_date AS DATE) AS event_date, m.* EXCLUDE (as_of_mode)
        FROM ({rule.sql}) q JOIN modes m USING (fact_id)""")
    first = f"(SELECT {start_of(s, 'min(event_date)')} FROM events)"
    connection.execute(f"""
        CREATE OR REPLACE TEMP TABLE grid AS
        SELECT CAST(p AS DATE) AS period_start, least({end_of(s, "p")}, {through}) AS last_day
        FROM (SELECT unnest(generate_series({first}, {through}, {STEP[s.freq]})) AS p)""")
    connection.execute("""
        CREATE OR REPLACE TEMP TABLE picked AS
        WITH dates AS (
          SELECT DISTINCT as_of_mode, period_start, last_day, greatest(available, last_day) AS published_on
          FROM grid JOIN events ON event_date <= last_day)
        SELECT d.*, e.* EXCLUDE (as_of_mode, published_on) FROM dates d JOIN events e
          ON e.as_of_mode = d.as_of_mode AND e.event_date <= d.last_day AND e.available <= d.published_on
          AND coalesce(e.revised > d.published_on, true)
        QUALIFY row_number() OVER (PARTITION BY d.as_of_mode, d.period_start, d.published_on
                                   ORDER BY e.event_date DESC, e.quality_rank, e.publisher_rank, e.fact_id) = 1""")
    connection.execute("""
        DELETE FROM picked WHERE (as_of_mode, period_start, published_on) IN (
          SELECT (as_of_mode, period_start, published_on) FROM picked
          QUALIFY lag(fact_id) OVER (PARTITION BY as_of_mode, period_start ORDER BY published_on) = fact_id)""")
    connection.execute(f"""
        INSERT INTO made
        SELECT as_of_mode, {literal(s.id)}, period_start, last_day, last_day - event_date, status_rank, NULL,
               quality_rank, publisher_rank, published_on FROM picked""")
    connection.execute(f"""
        INSERT INTO made_inputs SELECT as_of_mode, {literal(s.id)}, period_start, published_on, fact_id FROM picked""")
    _not_collected(connection, s, partly=True)
