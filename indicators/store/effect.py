"""Which changes of facts change a value of today's series: families made anew in memory with the changed rows.

A series made of other series changes only when one of these does, so only those made of facts are made.
Today's values are those of the newest vintage, when everything is known at once; so all facts are
given one day, which makes the engine's work short and its result the same.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING

import polars as pl

from indicators.contracts.model import FactTable, TableModel, columns_of
from indicators.contracts.shared import Sources
from indicators.store.build import Declared
from indicators.store.declare import inputs_of
from indicators.store.facts import insert_facts
from indicators.store.observations import make_observations
from indicators.store.opening import closed, in_memory
from indicators.store.sql_text import script

if TYPE_CHECKING:
    import duckdb

SOURCES = Sources._contract.name
BATCH = 120
"""Changes made at once; whose work a changed value is, the facts it is made of tell."""
ONE_DAY = """UPDATE facts SET available_calendar = DATE '1900-01-01', available_strict = DATE '1900-01-01',
  revised_calendar = CASE WHEN revised_calendar IS NOT NULL THEN DATE '1900-01-01' END,
  revised_strict = CASE WHEN revised_strict IS NOT NULL THEN DATE '1900-01-01' END"""
Cells = Mapping[str, str]
Place = tuple[str, str]


@dataclass(frozen=True)
class Change:
    """Rows of tables replaced: ``gone`` by table their numbers, ``new`` by table the text cells that come."""

    gone: Mapping[str, tuple[int, ...]]
    new: Mapping[str, tuple[Cells, ...]]


@dataclass(frozen=True)
class Made:
    """Values of periods, and the facts that each is made of."""

    values: dict[Place, float | None]
    facts: dict[Place, frozenset[str]] = field(repr=False)


class Effects:
    """A family's series made of its facts, as they are and as they would be.

    Parameters
    ----------
    room : Declared
        The family.
    rows : mapping of str to sequence of cells
        Text cells of every row of its tables and of ``sources``, in their order.
    """

    def __init__(self, room: Declared, rows: Mapping[str, Sequence[Cells]]) -> None:
        self._room = room
        models: tuple[type[TableModel], ...] = (Sources, *room.tables)
        self._models = {m._contract.name: m for m in models}
        self._frames = {name: typed(model, rows[name]) for name, model in self._models.items()}

    @cached_property
    def today(self) -> Made:
        """What the facts as they are give."""
        return self._make(self._frames)

    def used(self) -> dict[str, frozenset[str]]:
        """By table of facts, the ids that today's values are made of, and the sources of these facts."""
        ids = frozenset().union(*self.today.facts.values()) if self.today.facts else frozenset()
        facts = {name: f for name, f in self._frames.items() if self._has_ids(name)}
        sources = {s for f in facts.values() for s in f.filter(pl.col("fact_id").is_in(list(ids)))["source_id"]}
        return {name: ids & frozenset(f["fact_id"]) for name, f in facts.items()} | {SOURCES: frozenset(sources)}

    def counting(self, changes: Sequence[Change], tell: Callable[[int], None] = lambda _: None) -> list[bool]:
        """Whether each change alone changes a value, adds one or takes one away.

        Changes are made many at once. A changed value whose facts belong to one change alone is put down to
        it; changes that are entangled are made again without those already settled, in the end one by one.
        """
        settled: dict[int, bool] = {}
        for batch in _apart(changes, self._models):
            self._settle(batch, changes, settled)
            tell(len(settled))
        return [settled[i] for i in range(len(changes))]

    def _settle(self, batch: Sequence[int], changes: Sequence[Change], settled: dict[int, bool]) -> None:
        if not batch:
            return
        differs = self._differences([changes[i] for i in batch])
        if len(batch) == 1:
            settled[batch[0]] = differs is None or bool(differs)
            return
        if differs is None:
            self._halve(batch, changes, settled)
            return
        owners: dict[str, set[int]] = defaultdict(set)
        for i in batch:
            for fact_id in self._ids(changes[i]):
                owners[fact_id].add(i)
        blamed = [frozenset(i for f in facts for i in owners.get(f, ())) for facts in differs.values()]
        surely = {next(iter(b)) for b in blamed if len(b) == 1}
        settled |= dict.fromkeys(surely, True)
        rest = [i for i in batch if i not in surely]
        if not surely and any(not b or len(b) > 1 for b in blamed):
            self._halve(rest, changes, settled)
        elif any(not b or not b & surely for b in blamed) or any(b & set(rest) for b in blamed):
            self._settle(rest, changes, settled)
        else:
            settled |= dict.fromkeys(rest, False)

    def _halve(self, batch: Sequence[int], changes: Sequence[Change], settled: dict[int, bool]) -> None:
        middle = len(batch) // 2
        self._settle(batch[:middle], changes, settled)
        self._settle(batch[middle:], changes, settled)

    def _differences(self, changes: Sequence[Change]) -> dict[Place, frozenset[str]] | None:
        """Places whose value differs, with all facts they are or were made of; None where nothing can be made."""
        import duckdb

        from indicators.errors import UsageProblem

        try:
            made = self._make(self._changed(changes))
        except (duckdb.Error, UsageProblem):
            return None
        before, missing = self.today, object()
        places = {*before.values, *made.values}
        return {
            p: before.facts.get(p, frozenset()) | made.facts.get(p, frozenset())
            for p in places
            if before.values.get(p, missing) != made.values.get(p, missing)
        }

    def _changed(self, changes: Sequence[Change]) -> dict[str, pl.DataFrame]:
        frames = {}
        for name, frame in self._frames.items():
            gone = [i for change in changes for i in change.gone.get(name, ())]
            new = [cells for change in changes for cells in change.new.get(name, ())]
            kept = frame.with_row_index("_row").filter(~pl.col("_row").is_in(gone)).drop("_row")
            come = typed(self._models[name], new)
            frames[name] = pl.concat([kept, come]) if new else kept
        return frames

    def _ids(self, change: Change) -> set[str]:
        old = {self._frames[t]["fact_id"][i] for t, rows in change.gone.items() for i in rows if self._has_ids(t)}
        sources = {self._frames[SOURCES]["source_id"][i] for i in change.gone.get(SOURCES, ())}
        for source_id in sources | {cells["source_id"] for cells in change.new.get(SOURCES, ())}:
            old |= self._ids_of_source[source_id]
        return old | {cells["fact_id"] for t, rows in change.new.items() for cells in rows if self._has_ids(t)}

    @cached_property
    def _ids_of_source(self) -> Mapping[str, set[str]]:
        found: dict[str, set[str]] = defaultdict(set)
        for name, frame in self._frames.items():
            if self._has_ids(name):
                for fact_id, source_id in frame.select("fact_id", "source_id").iter_rows():
                    found[source_id].add(fact_id)
        return found

    def _has_ids(self, table: str) -> bool:
        return issubclass(self._models[table], FactTable)

    def _make(self, frames: Mapping[str, pl.DataFrame]) -> Made:
        """Values of the newest vintage; a fact that no table could hold is left out, as if it were not there."""

        connection = in_memory({"threads": 1} | closed())
        try:
            sources = frames[SOURCES]
            _fill(connection, Sources, sources)
            connection.execute(script("facts.sql"))
            for name, model in self._models.items():
                if name == SOURCES:
                    continue
                frame = frames[name]
                if issubclass(model, FactTable):
                    whole = [c.name for c in columns_of(FactTable) if not c.nullable]
                    frame = frame.filter(
                        pl.all_horizontal(pl.col(whole).is_not_null())
                        & pl.col("source_id").is_in(sources["source_id"].implode())
                    )
                    frame = frame.with_columns(_unlike("fact_id"))
                _fill(connection, model, frame)
                if issubclass(model, FactTable):
                    origins = frame.select("fact_id", file=pl.lit(name), line=pl.lit(2))
                    connection.register("origins", origins.to_arrow())
                    insert_facts(connection, model)
                    connection.unregister("origins")
            connection.execute(ONE_DAY)
            connection.execute(
                self._room.views_sql.replace("CREATE VIEW", "CREATE TABLE")
            )  # worked out once, not by each series
            made_of_facts = [s for s in self._room.family.series if not inputs_of(s.rule)]
            make_observations(connection, made_of_facts, ("calendar",))
            return _read(connection)
        finally:
            connection.close()


def _unlike(column: str) -> pl.Expr:
    """A repeated id with a mark for each repetition."""
    again = pl.int_range(pl.len()).over(column)
    return pl.when(again > 0).then(pl.format("{}~{}", column, again)).otherwise(pl.col(column)).alias(column)


def _fill(connection: duckdb.DuckDBPyConnection, model: type[TableModel], frame: pl.DataFrame) -> None:
    name = model._contract.name
    connection.register("incoming", frame.to_arrow())
    connection.execute(f"CREATE TABLE {name} AS SELECT * FROM incoming")
    connection.unregister("incoming")


def _read(connection: duckdb.DuckDBPyConnection) -> Made:
    rows = connection.execute("SELECT series_id, period, value FROM observations_latest").fetchall()
    inputs = connection.execute("""
        SELECT i.series_id, i.period, list(i.fact_id) FROM observation_inputs i
        JOIN observations_latest o USING (as_of_mode, series_id, period, published_on) GROUP BY ALL""").fetchall()
    return Made(
        {(s, p): v for s, p, v in rows},
        {(s, p): frozenset(fact.split("~")[0] for fact in facts) for s, p, facts in inputs},
    )


def typed(model: type[TableModel], rows: Iterable[Cells]) -> pl.DataFrame:
    """Text cells by their declared kinds; one that does not fit is empty."""
    columns = columns_of(model)
    raw = {c.name: [row[c.name] or None for row in rows] for c in columns}
    casts = {"integer": pl.Int64, "number": pl.Float64}
    kinds = [
        pl.col(c.name).str.to_date("%Y-%m-%d", strict=False) if c.kind == "date"
        else pl.col(c.name).cast(casts.get(c.kind, pl.String), strict=False)
        for c in columns
    ]  # fmt: skip
    return pl.DataFrame(raw, schema=dict.fromkeys(raw, pl.String)).select(kinds)


def _apart(changes: Sequence[Change], models: Mapping[str, type[TableModel]]) -> list[list[int]]:
    """Batches in which no row stands twice; one of a table without facts and sources is a batch of its own."""
    batches: list[tuple[list[int], set[tuple[str, int]]]] = []
    alone: list[list[int]] = []
    for i, change in enumerate(changes):
        tables = {*change.gone, *change.new}
        if not all(issubclass(models[t], FactTable) or t == SOURCES for t in tables):
            alone.append([i])
            continue
        rows = {(t, row) for t, numbers in change.gone.items() for row in numbers}
        batch = next((b for b in batches if len(b[0]) < BATCH and not b[1] & rows), None)
        if batch is None:
            batch = ([], set())
            batches.append(batch)
        batch[0].append(i)
        batch[1].update(rows)
    return [*(b for b, _ in batches), *alone]
