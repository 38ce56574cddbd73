"""Which columns of which tables a query or a series can depend on, read from the SQL without running it.

It may name too much, never too little: a word of the SQL that is the name of a column counts as that column in
every table that the SQL reaches.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from indicators.contracts.described.description import DescribedTable
from indicators.store.declare import Series, inputs_of

Column = tuple[str, str]
NAMED = re.compile(r"CREATE\s+(?:OR\s+REPLACE\s+)?(?:TEMP\s+)?(?:VIEW|MACRO|TABLE)\s+(\w+)", re.I)
STAR = re.compile(r"(?:\bSELECT\s+(?:DISTINCT\s+)?|,\s*|\.)\*|\bCOLUMNS\s*\(", re.I)
FROM_FIRST = re.compile(r"(?:^|\()\s*FROM\b", re.I)
ENGINE = frozenset({"fact_id", "source_id", "published_on", "published_basis", "obs_status", "quality"})
"""What the engine reads of every fact, whatever the SQL says."""
OF_SOURCES = frozenset(
    ("sources", name) for name in ("source_id", "publisher", "publisher_rank", "release_lag_days", "collected_on")
)


@dataclass(frozen=True)
class Uses:
    """The tables and the families' views, and what queries over them depend on.

    Parameters
    ----------
    tables : mapping
        Described tables by name.
    views_sql : sequence of str
        The families' views.
    """

    tables: Mapping[str, DescribedTable]
    views_sql: Sequence[str]
    _views: dict[str, str] = field(init=False, repr=False, default_factory=dict)
    _seen: dict[str, frozenset[Column]] = field(init=False, repr=False, default_factory=dict)

    def __post_init__(self) -> None:
        import duckdb

        for text in self.views_sql:
            for statement in duckdb.extract_statements(text):
                if named := NAMED.search(statement.query):
                    self._views[named.group(1).lower()] = statement.query

    def columns(self, sql: str, but: str = "") -> frozenset[Column]:
        """The columns that a query can depend on, also through views (``but`` is the view that it makes)."""
        words, bare = _words(sql)
        everything = bool(STAR.search(bare) or FROM_FIRST.search(bare))
        found: set[Column] = set()
        for word in words - {but}:
            if word in self._views:
                found |= self._view(word)
            elif word in self.tables:
                found |= self._of_table(self.tables[word], words, everything)
        return frozenset(found)

    def _view(self, name: str) -> frozenset[Column]:
        if name not in self._seen:
            self._seen[name] = frozenset()  # a view cannot be made of itself
            self._seen[name] = self.columns(self._views[name], but=name)
        return self._seen[name]

    def _of_table(self, table: DescribedTable, words: frozenset[str], everything: bool) -> set[Column]:
        names = {c.name for c in table.columns}
        used = names if everything else names & words
        if table.primary_key == ("fact_id",) and table.origin == "raw":
            used = used | ((ENGINE | set(table.quantity)) & names)
            return {(table.name, name) for name in used} | OF_SOURCES
        return {(table.name, name) for name in used}

    def of_series(self, series: Iterable[Series]) -> dict[str, frozenset[Column]]:
        """Series id to the columns it can depend on, also through other series."""
        by_id = {s.id: s for s in series}
        found: dict[str, frozenset[Column]] = {}

        def of(series_id: str) -> frozenset[Column]:
            if series_id not in found:
                rule = by_id[series_id].rule
                own = self.columns(rule.sql) if hasattr(rule, "sql") else frozenset()
                found[series_id] = own.union(*map(of, inputs_of(rule)))
            return found[series_id]

        return {series_id: of(series_id) for series_id in by_id}


def _words(sql: str) -> tuple[frozenset[str], str]:
    """The words of a query in lower case, and its text, both without comments and text constants."""
    import duckdb

    tokens = duckdb.tokenize(sql)
    ends = [*(start for start, _ in tokens[1:]), len(sql)][: len(tokens)]
    skipped = (duckdb.token_type.string_const, duckdb.token_type.comment)
    kept = [sql[start:end].strip() for (start, kind), end in zip(tokens, ends, strict=True) if kind not in skipped]
    return frozenset(word.strip('"').lower() for word in kept), " ".join(kept)
