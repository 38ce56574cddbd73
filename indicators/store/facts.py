"""The `facts` table: where each fact stands, how it ranks, and from which day it counts.

Two as-of modes. *strict*: dated evidence only, so a fact whose date is assumed counts from the
day on which it was collected. *calendar*: the first stored value of a quantity by a publisher
counts from its usual release day (end of the period plus the source's lag) when that is earlier
than the day it was seen; later values count from their own day. Ranks go before vintages.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from indicators.contracts.model import FactTable, TableModel
from indicators.store.ddl import literal

if TYPE_CHECKING:
    import duckdb

MODES = ("calendar", "strict")
BEST_FIRST = "(f.quality = 'low'), f.publisher_rank, f.published_on DESC, f.fact_id"


def insert_facts(connection: duckdb.DuckDBPyConnection, model: type[FactTable]) -> None:
    """Add a table's rows to ``facts``. Expects the table and a frame ``origins`` (fact_id, file, line)."""
    contract = model._contract
    end = f"({contract.reference_end})" if contract.reference_end else "CAST(NULL AS DATE)"
    first = "false"
    if contract.quantity:
        quantity = ", ".join(f"t.{name}" for name in contract.quantity)
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
               published_basis = 'assumed' OR coalesce(is_first AND usual_day < published_on, false)
        FROM dated d JOIN origins o USING (fact_id)
        ORDER BY d.fact_id""")


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
    select = f"SELECT t.* FROM {schema}{contract.name} t JOIN {schema}facts f USING (fact_id) WHERE {known}"
    if contract.quantity:
        quantity = ", ".join(f"t.{name}" for name in contract.quantity)
        select += f" QUALIFY row_number() OVER (PARTITION BY {quantity} ORDER BY {BEST_FIRST}) = 1"
    return select


def as_of_macros(model: type[TableModel]) -> list[str]:
    """The macro ``<table>_as_of(DATE)`` and the view ``<table>_latest`` of a table."""
    name = model._contract.name
    select = as_of_select(model, "as_of_date", "as_of_mode")
    latest = as_of_select(model, "DATE '9999-12-31'", "'calendar'")
    return [
        f"CREATE MACRO {name}_as_of(as_of_date, as_of_mode := 'calendar') AS TABLE {select}",
        f"CREATE VIEW {name}_latest AS {latest}",
        f"COMMENT ON VIEW {name}_latest IS {literal(f'{name}: the best known row of each quantity')}",
    ]
