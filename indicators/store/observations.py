"""From declared rules to observations, every vintage of every period.

An observation (mode, series, period, published_on) says: from that day on the value was this.
It changes whenever an input becomes known, is revised, or is replaced by a better-ranked one.
"""

from __future__ import annotations

from collections.abc import Sequence
from graphlib import TopologicalSorter
from typing import TYPE_CHECKING

from indicators.errors import UsageProblem
from indicators.store.dates import MODES
from indicators.store.declare import Pick, Series, Since, Total, inputs_of
from indicators.store.from_facts import from_facts
from indicators.store.from_series import from_series
from indicators.store.period_sql import END_BY_FREQUENCY, LABEL_BY_FREQUENCY
from indicators.store.sql_text import script

if TYPE_CHECKING:
    import duckdb


def make_observations(
    connection: duckdb.DuckDBPyConnection, series: Sequence[Series], modes: Sequence[str] = MODES
) -> None:
    """Fill ``observations`` and ``observation_inputs`` for the given series in the given as-of modes.

    Expects the fact tables, the families' views and ``facts``. Raises UsageProblem where a
    declaration names an unknown series or its SQL gives other columns than the rule wants.
    """
    connection.execute(script("observations.sql"))
    connection.execute(script("vintages.sql"))
    connection.execute("DELETE FROM modes WHERE NOT list_contains(?, as_of_mode)", [list(modes)])
    connection.execute("CREATE TEMP TABLE freqs (series_id VARCHAR, freq VARCHAR)")
    connection.executemany("INSERT INTO freqs VALUES (?, ?)", [(s.id, s.freq) for s in series])
    for s in in_order(series):
        try:
            _make(connection, s)
        except Exception as error:
            error.add_note(f"while making series {s.id}")
            raise
    connection.execute(script("finish.sql").format(label=LABEL_BY_FREQUENCY, end=END_BY_FREQUENCY))


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
    if isinstance(s.rule, Pick | Total | Since):
        from_facts(connection, s, s.rule)
    else:
        from_series(connection, s, s.rule)
