"""The `facts` table: where each fact stands, how it ranks, and from which day it counts.

Two as-of modes. *strict*: dated evidence only, so a fact whose date is assumed counts from the
day on which it was collected. *calendar*: the first stored value of a quantity by a publisher
counts from its usual release day (end of the period plus the source's lag) when that is earlier
than the day it was seen; later values count from their own day. Ranks go before vintages.
A publisher's newer figure of a quantity takes the place of its older one from the day it is known.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from indicators.contracts.model import Contract, FactTable, TableModel
from indicators.store.sql_text import literal

if TYPE_CHECKING:
    import duckdb

BEST_FIRST = "(f.quality = 'low'), f.publisher_rank, f.published_on DESC, f.fact_id"


def insert_facts(connection: duckdb.DuckDBPyConnection, model: type[FactTable]) -> None:
    """Add a table's rows to ``facts``. Expects the table and a frame ``origins`` (fact_id, file, line)."""
    contract = model._contract
    quantity = ", ".join(f"t.{name}" for name in contract.quantity)
    end = f"({contract.reference_end})" if contract.reference_end else "CAST(NULL AS DATE)"
    first = "false"
    if quantity:
        first = f"row_number() OVER (PARTITION BY {quantity}, s.publisher ORDER BY t.published_on, t.fact_id) = 1"
    connection.execute(f"""
        INSERT INTO facts
        WITH dated AS (
          SELECT t.fact_id, t.source_id, s.publisher_rank, t.published_on, t.published_basis, t.obs_status,
                 t.quality, s.collected_on, {first} AS is_first,
                 CAST({end} AS DATE) + CAST(s.release_lag_days AS INTEGER) AS usual_day
          FROM {contract.name} t JOIN sources s USING (source_id))
        SELECT d.fact_id, {literal(contract.name)}, o.file, o.line, d.source_id, d.publisher_rank, d.published_on,
               d.published_basis, d.obs_status, d.quality,
               CASE WHEN is_first AND usual_day < published_on THEN usual_day ELSE published_on END,
               CASE WHEN published_basis = 'assumed' THEN collected_on ELSE published_on END,
               published_basis = 'assumed' OR coalesce(is_first AND usual_day < published_on, false), NULL, NULL
        FROM dated d JOIN origins o USING (fact_id)
        ORDER BY d.fact_id""")
    if quantity:
        _mark_revised(connection, contract.name, quantity)


def _mark_revised(connection: duckdb.DuckDBPyConnection, table: str, quantity: str) -> None:
    """A fact gives way from the day on which its publisher's better figure of the same quantity is known."""
    connection.execute(f"""
        CREATE OR REPLACE TEMP TABLE rivals AS
        SELECT f.*, dense_rank() OVER (ORDER BY {quantity}, s.publisher) AS quantity,
               row_number() OVER (PARTITION BY {quantity}, s.publisher ORDER BY {BEST_FIRST}) AS place
        FROM {table} t JOIN facts f USING (fact_id) JOIN sources s ON s.source_id = f.source_id;
        UPDATE facts SET revised_calendar = r.calendar, revised_strict = r.strict
        FROM (SELECT a.fact_id, min(b.available_calendar) AS calendar, min(b.available_strict) AS strict
              FROM rivals a JOIN rivals b ON b.quantity = a.quantity AND b.place < a.place GROUP BY a.fact_id) r
        WHERE facts.fact_id = r.fact_id;
        DROP TABLE rivals""")


def as_of_select(model: type[TableModel], as_of: str, mode: str, schema: str = "") -> str:
    """SQL for a table as known at a date: the best row of each quantity, or every known row.

    Parameters
    ----------
    model : TableModel
        The table.
    as_of : str
        SQL expression of the date.
    mode : str
        SQL expression of the mode.
    schema : str
        Prefix such as ``store.`` when the database is attached.
    """
    contract = model._contract
    if not issubclass(model, FactTable):
        return f"SELECT * FROM {schema}{contract.name}"
    known = f"CASE {mode} WHEN 'strict' THEN f.available_strict ELSE f.available_calendar END <= {as_of}"
    return _best_rows(contract, f"WHERE {known}", schema)


def _best_rows(contract: Contract, known: str = "", schema: str = "") -> str:
    select = f"SELECT t.* FROM {schema}{contract.name} t JOIN {schema}facts f USING (fact_id) {known}"
    if contract.quantity:
        quantity = ", ".join(f"t.{name}" for name in contract.quantity)
        select += f" QUALIFY row_number() OVER (PARTITION BY {quantity} ORDER BY {BEST_FIRST}) = 1"
    return select


def as_of_macros(model: type[TableModel]) -> list[str]:
    """The macro ``<table>_as_of(DATE)`` and the view ``<table>_latest`` of a table."""
    name = model._contract.name
    select = as_of_select(model, "as_of_date", "as_of_mode")
    return [
        f"CREATE MACRO {name}_as_of(as_of_date, as_of_mode := 'calendar') AS TABLE {select}",
        *latest_view(model),
    ]


def latest_view(model: type[TableModel]) -> list[str]:
    """The view ``<table>_latest``: of each quantity the best row that is there."""
    name = model._contract.name
    return [
        f"CREATE VIEW {name}_latest AS {_best_rows(model._contract)}",
        f"COMMENT ON VIEW {name}_latest IS {literal(f'{name}: the best known row of each quantity')}",
    ]
