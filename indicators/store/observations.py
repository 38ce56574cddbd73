"""From declared rules to observations, every vintage of every period.

An observation (mode, series, period, published_on) says: from that day on the value was this.
It changes whenever an input becomes known, is revised, or is replaced by a better-ranked one.
"""

from __future__ import annotations

from collections.abc import Sequence
from graphlib import TopologicalSorter
from typing import TYPE_CHECKING

from indicators.errors import UsageProblem
from indicators.store.ddl import literal
from indicators.store.declare import (
    Aggregate,
    Average,
    Change,
    Combine,
    FromSeries,
    Pick,
    Rolling,
    Series,
    Since,
    Total,
    inputs_of,
)

if TYPE_CHECKING:
    import duckdb

PERIOD_START = {"A": "date_trunc('year', {d})", "Q": "date_trunc('quarter', {d})", "M": "date_trunc('month', {d})",
                "D": "{d}", "H": "make_date(year({d}), CASE WHEN month({d}) <= 6 THEN 1 ELSE 7 END, 1)"}  # fmt: skip
STEP = {
    "A": "INTERVAL 1 YEAR",
    "H": "INTERVAL 6 MONTH",
    "Q": "INTERVAL 3 MONTH",
    "M": "INTERVAL 1 MONTH",
    "D": "INTERVAL 1 DAY",
}
LABEL = {"A": "strftime({p}, '%Y')", "M": "strftime({p}, '%Y-%m')", "D": "strftime({p}, '%Y-%m-%d')",
         "Q": "year({p}) || '-Q' || quarter({p})", "H": "year({p}) || '-S' || CASE WHEN month({p}) <= 6 THEN 1 ELSE 2 END"}  # fmt: skip
SUB_PERIODS = {("M", "Q"): 3, ("M", "A"): 12, ("Q", "A"): 4, ("M", "H"): 6, ("H", "A"): 2}

SCHEMA = """
CREATE TABLE observations (
  as_of_mode VARCHAR NOT NULL CHECK (as_of_mode IN ('calendar', 'strict')),
  series_id VARCHAR NOT NULL,
  period VARCHAR NOT NULL,
  period_start DATE NOT NULL,
  period_end DATE NOT NULL,
  reference_date DATE NOT NULL,
  value DOUBLE,
  obs_status VARCHAR NOT NULL,
  missing_reason VARCHAR,
  quality VARCHAR NOT NULL,
  publisher_rank BIGINT,
  facts_count BIGINT NOT NULL,
  assumed_dates_count BIGINT NOT NULL,
  published_on DATE NOT NULL,
  PRIMARY KEY (as_of_mode, series_id, period_start, published_on),
  CHECK ((value IS NULL) = (obs_status = 'M')),
  CHECK ((value IS NULL) = (missing_reason IS NOT NULL))
);
COMMENT ON TABLE observations IS 'Every vintage of every period of every series; the row with the latest published_on not after the as-of date holds';
COMMENT ON COLUMN observations.as_of_mode IS 'calendar or strict: what published_on rests on, see table facts';
COMMENT ON COLUMN observations.series_id IS 'Series; refers to series.series_id';
COMMENT ON COLUMN observations.period IS 'SDMX period: 2022, 2022-S1, 2022-Q1, 2022-03, 2022-03-01';
COMMENT ON COLUMN observations.period_start IS 'First day of the period';
COMMENT ON COLUMN observations.period_end IS 'Last day of the period';
COMMENT ON COLUMN observations.reference_date IS 'Day that the value describes; the last day of the period for flows';
COMMENT ON COLUMN observations.value IS 'Value in the unit of the series';
COMMENT ON COLUMN observations.obs_status IS 'SDMX observation status, the worst of the inputs';
COMMENT ON COLUMN observations.missing_reason IS 'Why there is no value';
COMMENT ON COLUMN observations.quality IS 'Worst quality of the facts used';
COMMENT ON COLUMN observations.publisher_rank IS 'Worst publisher rank of the facts used; above 1 a lower rank fills a hole';
COMMENT ON COLUMN observations.facts_count IS 'Number of facts the value is made of';
COMMENT ON COLUMN observations.assumed_dates_count IS 'Number of those facts whose day rests on an assumption';
COMMENT ON COLUMN observations.published_on IS 'Day from which this value holds';
CREATE TABLE observation_inputs (
  as_of_mode VARCHAR NOT NULL,
  series_id VARCHAR NOT NULL,
  period VARCHAR NOT NULL,
  published_on DATE NOT NULL,
  fact_id VARCHAR NOT NULL
);
COMMENT ON TABLE observation_inputs IS 'One row for each fact that an observation is made of';
COMMENT ON COLUMN observation_inputs.as_of_mode IS 'As in observations';
COMMENT ON COLUMN observation_inputs.series_id IS 'As in observations';
COMMENT ON COLUMN observation_inputs.period IS 'As in observations';
COMMENT ON COLUMN observation_inputs.published_on IS 'As in observations';
COMMENT ON COLUMN observation_inputs.fact_id IS 'Fact used; refers to facts.fact_id';
CREATE MACRO observations_as_of(as_of_date, as_of_mode_wanted := 'calendar') AS TABLE
  SELECT * FROM observations WHERE as_of_mode = as_of_mode_wanted AND published_on <= as_of_date
  QUALIFY row_number() OVER (PARTITION BY series_id, period_start ORDER BY published_on DESC) = 1;
CREATE VIEW observations_latest AS
  SELECT * FROM observations WHERE as_of_mode = 'calendar'
  QUALIFY row_number() OVER (PARTITION BY series_id, period_start ORDER BY published_on DESC) = 1;
COMMENT ON VIEW observations_latest IS 'The newest vintage of every period';
CREATE TEMP TABLE made (
  as_of_mode VARCHAR, series_id VARCHAR, period_start DATE, reference_date DATE, value DOUBLE, status_rank INTEGER,
  missing_reason VARCHAR, quality_rank INTEGER, publisher_rank BIGINT, published_on DATE);
CREATE TEMP TABLE made_inputs (as_of_mode VARCHAR, series_id VARCHAR, period_start DATE, published_on DATE, fact_id VARCHAR);
CREATE TEMP TABLE modes AS
  SELECT fact_id, as_of_mode, CASE as_of_mode WHEN 'strict' THEN available_strict ELSE available_calendar END AS available,
         publisher_rank, published_on, list_position(['high', 'medium', 'low'], quality) AS quality_rank,
         list_position(['A', 'B', 'P', 'E', 'U', 'M'], obs_status) AS status_rank
  FROM facts, (VALUES ('calendar'), ('strict')) AS m(as_of_mode);
"""

FINISH = """
INSERT INTO observation_inputs
  SELECT as_of_mode, i.series_id, {label}, published_on, fact_id FROM made_inputs i JOIN freqs USING (series_id)
  ORDER BY ALL;
INSERT INTO observations
  WITH counted AS (
    SELECT i.as_of_mode, i.series_id, i.period_start, i.published_on, count(*) AS facts,
           count(*) FILTER (f.date_assumed AND i.as_of_mode = 'calendar') AS assumed
    FROM made_inputs i JOIN facts f USING (fact_id) GROUP BY ALL)
  SELECT m.as_of_mode, m.series_id, {label}, m.period_start, {end}, m.reference_date, m.value,
         CASE WHEN m.value IS NULL THEN 'M' ELSE ['A', 'B', 'P', 'E', 'U', 'U'][m.status_rank] END,
         CASE WHEN m.value IS NULL THEN coalesce(m.missing_reason, 'not_applicable') END,
         ['high', 'medium', 'low'][m.quality_rank], m.publisher_rank, coalesce(c.facts, 0), coalesce(c.assumed, 0), m.published_on
  FROM made m JOIN freqs USING (series_id)
  LEFT JOIN counted c USING (as_of_mode, series_id, period_start, published_on)
  ORDER BY ALL;
DROP TABLE made; DROP TABLE made_inputs; DROP TABLE modes; DROP TABLE freqs;
"""


def make_observations(connection: duckdb.DuckDBPyConnection, series: Sequence[Series]) -> None:
    """Fill ``observations`` and ``observation_inputs`` for the given series.

    Expects the fact tables, the families' views and ``facts``. Raises UsageProblem where a
    declaration names an unknown series or its SQL gives other columns than the rule wants.
    """
    connection.execute(SCHEMA)
    connection.execute("CREATE TEMP TABLE freqs (series_id VARCHAR, freq VARCHAR)")
    connection.executemany("INSERT INTO freqs VALUES (?, ?)", [(s.id, s.freq) for s in series])
    for s in in_order(series):
        try:
            _make(connection, s)
        except Exception as error:
            error.add_note(f"while making series {s.id}")
            raise
    label = "CASE freq " + " ".join(f"WHEN '{f}' THEN {LABEL[f].format(p='period_start')}" for f in LABEL) + " END"
    end = "CASE freq " + " ".join(f"WHEN '{f}' THEN CAST(period_start + {STEP[f]} AS DATE) - 1" for f in STEP) + " END"
    connection.execute(FINISH.format(label=label, end=end))


def in_order(series: Sequence[Series]) -> list[Series]:
    """Series so that inputs come before what is made of them."""
    by_id = {s.id: s for s in series}
    for s in series:
        for needed in inputs_of(s.rule):
            if needed not in by_id:
                raise UsageProblem(
                    f"{s.id} is made of {needed}, which nobody declares", where=s.id, do="declare the input"
                )
    order = TopologicalSorter({s.id: inputs_of(s.rule) for s in series}).static_order()
    return [by_id[series_id] for series_id in order]


def _make(connection: duckdb.DuckDBPyConnection, s: Series) -> None:
    match s.rule:
        case Pick():
            _candidates(connection, s, s.rule.sql)
            _pick(connection, s)
        case Total():
            _candidates(connection, s, s.rule.sql)
            _total(connection, s, s.rule)
        case Since():
            _since(connection, s, s.rule)
        case _:
            _derive(connection, s, s.rule)


def _start(s: Series, expression: str) -> str:
    return f"CAST({PERIOD_START[s.freq].format(d=expression)} AS DATE)"


def _end(s: Series, expression: str) -> str:
    return f"(CAST({expression} + {STEP[s.freq]} AS DATE) - 1)"


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
    start = _start(s, "r.period_date")
    connection.execute(f"""
        CREATE OR REPLACE TEMP TABLE candidates AS
        SELECT r.row_id, m.as_of_mode, {start} AS period_start,
               coalesce(CAST({reference} AS DATE), {_end(s, start)}) AS reference_date,
               CAST(r.value AS DOUBLE) AS value, {reason} AS missing_reason, r.fact_ids,
               max(m.available) AS available, max(m.publisher_rank) AS publisher_rank, max(m.quality_rank) AS quality_rank,
               max(m.status_rank) AS status_rank, max(m.published_on) AS latest, min(m.fact_id) AS first_fact
        FROM (SELECT *, unnest(fact_ids) AS fact_id FROM rows_of) r JOIN modes m USING (fact_id)
        GROUP BY ALL""")


def _pick(connection: duckdb.DuckDBPyConnection, s: Series) -> None:
    connection.execute("""
        CREATE OR REPLACE TEMP TABLE picked AS
        WITH dates AS (SELECT DISTINCT as_of_mode, period_start, available AS published_on FROM candidates),
        best AS (
          SELECT c.*, d.published_on FROM dates d JOIN candidates c USING (as_of_mode, period_start)
          WHERE c.available <= d.published_on
          QUALIFY row_number() OVER (
            PARTITION BY d.as_of_mode, d.period_start, d.published_on
            ORDER BY (c.quality_rank = 3), c.publisher_rank, c.latest DESC, c.first_fact, c.reference_date DESC, c.value, c.fact_ids) = 1)
        SELECT * FROM best
        QUALIFY lag(row_id) OVER (PARTITION BY as_of_mode, period_start ORDER BY published_on) IS DISTINCT FROM row_id""")
    connection.execute(f"""
        INSERT INTO made SELECT as_of_mode, {literal(s.id)}, period_start, reference_date, value, status_rank, missing_reason,
                                quality_rank, publisher_rank, published_on FROM picked""")
    connection.execute(f"""
        INSERT INTO made_inputs SELECT DISTINCT as_of_mode, {literal(s.id)}, period_start, published_on, unnest(fact_ids)
        FROM picked""")


TOTALS = {"sum": "CAST(sum(CAST(value AS DECIMAL(38, 8))) AS DOUBLE)", "count": "CAST(count(value) AS DOUBLE)",
          "mean": "CAST(sum(CAST(value AS DECIMAL(38, 8))) AS DOUBLE) / count(value)", "min": "min(value)",
          "max": "max(value)", "last": "arg_max(value, (reference_date, first_fact))"}  # fmt: skip


def _total(connection: duckdb.DuckDBPyConnection, s: Series, rule: Total) -> None:
    """A period's total is known once the period is over; the rows known by then, and each later one, change it."""
    if rule.zero_from is not None and s.collected_through is None:
        raise UsageProblem(
            "zero_from without collected_through", where=s.id, do="say through when the counts are complete"
        )
    within = "" if s.collected_through is None else f"WHERE {_end(s, 'period_start')} <= DATE '{s.collected_through}'"
    connection.execute(f"""
        CREATE OR REPLACE TEMP TABLE known AS
        SELECT * REPLACE (greatest(available, {_end(s, "period_start")}) AS available) FROM candidates {within}""")
    connection.execute(
        "CREATE OR REPLACE TEMP TABLE dates AS SELECT DISTINCT as_of_mode, period_start, available AS published_on FROM known"
    )
    if rule.zero_from is not None and s.collected_through is not None:
        first = _start(s, f"DATE '{rule.zero_from}'")
        grid = f"generate_series({first}, DATE '{s.collected_through}', {STEP[s.freq]})"
        connection.execute(f"""
            INSERT INTO dates SELECT as_of_mode, CAST(p AS DATE),
                CASE as_of_mode WHEN 'strict' THEN (SELECT max(collected_on) FROM sources) ELSE {_end(s, "p")} END
            FROM (SELECT unnest({grid}) AS p), (VALUES ('calendar'), ('strict')) AS m(as_of_mode)
            WHERE {_end(s, "p")} <= DATE '{s.collected_through}'
              AND NOT EXISTS (FROM dates d WHERE d.as_of_mode = m.as_of_mode AND d.period_start = p
                              AND d.published_on <= CASE m.as_of_mode WHEN 'strict' THEN DATE '9999-12-31' ELSE {_end(s, "p")} END)""")
    value = TOTALS[rule.how]
    if rule.zero_from is not None:
        value = f"CASE WHEN count(k.row_id) = 0 THEN 0 ELSE {value} END"
    connection.execute(f"""
        INSERT INTO made
        SELECT d.as_of_mode, {literal(s.id)}, d.period_start, coalesce(max(k.reference_date), {_end(s, "d.period_start")}), {value},
               coalesce(max(k.status_rank), 1), CASE WHEN count(k.value) = 0 THEN max(k.missing_reason) END,
               coalesce(max(k.quality_rank), 2), max(k.publisher_rank), d.published_on
        FROM dates d LEFT JOIN known k ON k.as_of_mode = d.as_of_mode AND k.period_start = d.period_start AND k.available <= d.published_on
        GROUP BY d.as_of_mode, d.period_start, d.published_on""")
    connection.execute(f"""
        INSERT INTO made_inputs SELECT DISTINCT d.as_of_mode, {literal(s.id)}, d.period_start, d.published_on, unnest(k.fact_ids)
        FROM dates d JOIN known k USING (as_of_mode, period_start) WHERE k.available <= d.published_on""")
    _not_collected(connection, s, partly=False)


def _not_collected(connection: duckdb.DuckDBPyConnection, s: Series, *, partly: bool) -> None:
    """Periods after ``collected_through`` that ended before the collection: missing with the reason, never 0.

    The period that ``collected_through`` cuts is among them unless ``partly`` (it has a value of its own).
    """
    if s.collected_through is None or s.freq == "D":
        return
    through = f"DATE '{s.collected_through}'"
    first = f"{_start(s, through)} + {STEP[s.freq]}" if partly else _start(s, f"({through} + 1)")
    connection.execute(f"""
        INSERT INTO made
        SELECT as_of_mode, {literal(s.id)}, CAST(p AS DATE), {_end(s, "p")}, NULL, 6, 'not_collected', 1, NULL, {_end(s, "p")}
        FROM (SELECT unnest(generate_series({first}, (SELECT max(collected_on) FROM sources), {STEP[s.freq]})) AS p),
             (VALUES ('calendar'), ('strict')) AS m(as_of_mode)
        WHERE {_end(s, "p")} < (SELECT max(collected_on) FROM sources)""")


def _since(connection: duckdb.DuckDBPyConnection, s: Series, rule: Since) -> None:
    through = f"DATE '{s.collected_through}'" if s.collected_through else "(SELECT max(collected_on) FROM sources)"
    connection.execute(f"""
        CREATE OR REPLACE TEMP TABLE events AS
        SELECT m.as_of_mode, CAST(q.event_date AS DATE) AS event_date, m.* EXCLUDE (as_of_mode)
        FROM ({rule.sql}) q JOIN modes m USING (fact_id)""")
    connection.execute(f"""
        CREATE OR REPLACE TEMP TABLE grid AS
        SELECT CAST(p AS DATE) AS period_start, least({_end(s, "p")}, {through}) AS last_day
        FROM (SELECT unnest(generate_series((SELECT {_start(s, "min(event_date)")} FROM events), {through}, {STEP[s.freq]})) AS p)""")
    connection.execute("""
        CREATE OR REPLACE TEMP TABLE picked AS
        WITH dates AS (
          SELECT DISTINCT as_of_mode, period_start, last_day, greatest(available, last_day) AS published_on
          FROM grid JOIN events ON event_date <= last_day)
        SELECT d.*, e.* EXCLUDE (as_of_mode, published_on) FROM dates d JOIN events e
          ON e.as_of_mode = d.as_of_mode AND e.event_date <= d.last_day AND e.available <= d.published_on
        QUALIFY row_number() OVER (PARTITION BY d.as_of_mode, d.period_start, d.published_on
                                   ORDER BY e.event_date DESC, e.quality_rank, e.publisher_rank, e.fact_id) = 1""")
    connection.execute("""
        DELETE FROM picked WHERE (as_of_mode, period_start, published_on) IN (
          SELECT (as_of_mode, period_start, published_on) FROM picked
          QUALIFY lag(fact_id) OVER (PARTITION BY as_of_mode, period_start ORDER BY published_on) = fact_id)""")
    connection.execute(f"""
        INSERT INTO made SELECT as_of_mode, {literal(s.id)}, period_start, last_day, last_day - event_date, status_rank, NULL,
                                quality_rank, publisher_rank, published_on FROM picked""")
    connection.execute(f"""
        INSERT INTO made_inputs SELECT as_of_mode, {literal(s.id)}, period_start, published_on, fact_id FROM picked""")
    _not_collected(connection, s, partly=True)


def _edges(s: Series, rule: FromSeries, freq_of_input: str) -> tuple[str, str, str]:
    """SQL for (period_start, role, series_id, input_start), the value's expression, and when all is there."""
    own = "SELECT DISTINCT period_start FROM made WHERE series_id = "
    match rule:
        case Combine():
            periods = " INTERSECT ".join(own + literal(i) for _, i in rule.inputs)
            roles = ", ".join(f"({literal(name)}, {literal(i)})" for name, i in rule.inputs)
            edges = f"SELECT period_start, role, series_id, period_start AS input_start FROM ({periods}), (VALUES {roles}) r(role, series_id)"
            return edges, rule.expression, f"count(*) = {len(rule.inputs)}"
        case Rolling():
            edges = f"""SELECT p.period_start, 'x' AS role, {literal(rule.input)} AS series_id,
                CAST(p.period_start - n * {STEP[s.freq]} AS DATE) AS input_start
                FROM ({own}{literal(rule.input)}) p, range({rule.periods}) r(n)"""
            return edges, TOTALS["sum"], f"count(*) = {rule.periods}"
        case Aggregate():
            edges = f"""SELECT {_start(s, "p.period_start")} AS period_start, 'x' AS role, {literal(rule.input)} AS series_id,
                p.period_start AS input_start FROM ({own}{literal(rule.input)}) p"""
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
            edges = f"SELECT period_start, role, series_id, period_start AS input_start FROM ({periods}), (VALUES {roles}) r(role, series_id)"
            return edges, TOTALS["mean"], "true"


PERIOD = "PARTITION BY as_of_mode, period_start, d"
USED_ALONE = {
    "last": f"row_number() OVER ({PERIOD} ORDER BY (value IS NULL), input_start DESC) = 1",
    "Average": f"value IS NOT NULL OR count(value) OVER ({PERIOD}) = 0",
}
"""Which inputs a value is made of, where it is not all of them."""


def _derive(connection: duckdb.DuckDBPyConnection, s: Series, rule: FromSeries) -> None:
    freq_of_input = inputs_of(rule)[0].rsplit(".", 1)[-1].upper()
    edges, value, whole = _edges(s, rule, freq_of_input)
    connection.execute(f"CREATE OR REPLACE TEMP TABLE edges AS {edges}")
    connection.execute("""
        CREATE OR REPLACE TEMP TABLE used AS
        WITH dates AS (
          SELECT DISTINCT m.as_of_mode, e.period_start, m.published_on AS d
          FROM edges e JOIN made m ON m.series_id = e.series_id AND m.period_start = e.input_start)
        SELECT d.as_of_mode, d.period_start, d.d, e.role, e.series_id, e.input_start, m.* EXCLUDE (as_of_mode, series_id, period_start)
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
               CASE WHEN complete THEN 'not_applicable' ELSE missing_reason END AS missing_reason, quality_rank, publisher_rank, d
        FROM (SELECT as_of_mode, period_start, d, max(reference_date) AS reference_date, {pivot},
                     count(value) = count(*) AS complete, max(status_rank) AS status_rank,
                     max(missing_reason) AS missing_reason, max(quality_rank) AS quality_rank,
                     max(publisher_rank) AS publisher_rank, list_sort(list((role, input_start, published_on))) AS made_of
              FROM used GROUP BY as_of_mode, period_start, d HAVING {whole})
        QUALIFY made_of IS DISTINCT FROM lag(made_of) OVER (PARTITION BY as_of_mode, period_start ORDER BY d)""")
    if s.freq != freq_of_input:
        connection.execute(
            f"UPDATE derived SET reference_date = {_end(s, 'period_start')} WHERE reference_date < {_end(s, 'period_start')}"
        )
    connection.execute(f"""
        INSERT INTO made SELECT as_of_mode, {literal(s.id)}, period_start, reference_date, value, status_rank, missing_reason,
                                quality_rank, publisher_rank, d FROM derived""")
    connection.execute(f"""
        INSERT INTO made_inputs
        SELECT DISTINCT u.as_of_mode, {literal(s.id)}, u.period_start, u.d, i.fact_id
        FROM used u JOIN derived USING (as_of_mode, period_start, d) JOIN made_inputs i
          ON i.as_of_mode = u.as_of_mode AND i.series_id = u.series_id AND i.period_start = u.input_start
          AND i.published_on = u.published_on
        WHERE u.value IS NOT NULL""")
