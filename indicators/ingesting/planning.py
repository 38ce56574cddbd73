"""What would change: what was read against what is held, before anything is written.

A publisher's figure of a quantity is *new* when no earlier one is held, *revised* or *confirmed* when one is, and
*unchanged* when this edition is held with the same value. This edition with another value is refused: a publisher's
revision has an edition of its own, and a slip of ours is a correction.

A source is read once: facts of a later edition, or of a page read again, have a source of their own beside it.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import polars as pl

from indicators.contracts.model import FactTable, TableModel, columns_of
from indicators.ingesting.faults import no_day
from indicators.ingesting.house import House
from indicators.ingesting.raw_files import typed_column
from indicators.ingesting.reader import PUBLICATION, Placement, Reading, Refusal, Request
from indicators.ingesting.sourcing import APPENDED, STATE, apart, new_sources, no_later, renamed

OLD, NEW = "old", "new"
STATES = ("new", "revised", "confirmed", "unchanged", "refused")
PUBLISHER = "publisher"
DIGITS = 9
"""Figures that agree in so many digits are the same: copies of a file keep ten."""


@dataclass(frozen=True)
class TablePlan:
    """What would happen to one table.

    ``rows`` has the table's columns, ``state`` and, where a value is held, ``old`` and ``new`` as text.
    """

    model: type[TableModel]
    rows: pl.DataFrame

    def of(self, *states: str) -> pl.DataFrame:
        """The rows of some states."""
        return self.rows.filter(pl.col(STATE).is_in(states))

    def count(self, state: str) -> int:
        return self.rows.filter(pl.col(STATE) == state).height

    @property
    def appended(self) -> pl.DataFrame:
        """The rows that would be added."""
        return self.of(*APPENDED)


@dataclass(frozen=True)
class Plan:
    """What one reading would change."""

    reader: str
    files: tuple[str, ...]
    reading: Reading
    tables: tuple[TablePlan, ...]
    sources: pl.DataFrame
    refused: tuple[Refusal, ...] = field(default=())

    @property
    def changes_facts(self) -> bool:
        return any(t.appended.height for t in self.tables)


def plan_reading(
    reader: str,
    request: Request,
    reading: Reading,
    house: House,
    *,
    held: Mapping[str, pl.DataFrame],
    collected: dt.date,
) -> Plan:
    """Compare a reading with what is held.

    Parameters
    ----------
    reader : str
        Its name.
    request, reading
        What was asked and what was read.
    house : House
        Contracts of the tables, and how their rows lie.
    held : mapping
        By table the typed rows in ``data/raw``, ``sources`` among them.
    collected : date
        The day on which the files were collected, for sources that are new.
    """
    sources = held["sources"]
    tables, refused, used = [], list(reading.refused), set()
    publications = {p.id: p for p in reading.publications.values()}
    for name, candidates in reading.candidates.items():
        if not candidates.height:
            continue
        whole = no_later(completed(candidates, house.models[name], reading, request, sources), collected)
        compared, conflicts = _compare(whole, _Held(house.models[name], held[name], sources, house.placements[name]))
        refused += conflicts
        other = apart(compared, publications, sources, collected)
        publications |= {p.id: p for p in other.values()}
        table = TablePlan(house.models[name], renamed(compared, other))
        tables.append(table)
        used |= set(table.appended["source_id"]) if "source_id" in table.appended.columns else set()
    fresh = new_sources(publications.values(), sources, used, collected)
    files = tuple(o.name for o in request.files)
    return Plan(reader, files, reading, tuple(tables), fresh, tuple(sorted(set(refused))))


def completed(
    candidates: pl.DataFrame, model: type[TableModel], reading: Reading, request: Request, sources: pl.DataFrame
) -> pl.DataFrame:
    """Candidates with every column of their table, typed and in its order, and their publisher.

    Absent common columns: the publication's id as source, the files as where it was seen, as publication day that of
    ``--published-on``, else the publication's own, else the day in the files' names, which is an upper bound; status A,
    quality high, no note. Rows of a table that names no source stay as they are.
    """
    columns = columns_of(model)
    if not issubclass(model, FactTable):
        return candidates.select(*(pl.col(c.name).cast(typed_column(c)) for c in columns), pl.lit("").alias(PUBLISHER))
    days = dict(zip(sources["source_id"], sources["published_on"], strict=True))
    pubs = reading.publications
    keys = pl.Series(sorted(candidates[PUBLICATION].unique().to_list()), dtype=pl.String)
    known = pl.DataFrame(
        {
            PUBLICATION: keys,
            "source_id": [pubs[k].id for k in keys],
            PUBLISHER: [pubs[k].publisher for k in keys],
            "_day": pl.Series([pubs[k].published_on or days.get(pubs[k].id) for k in keys], dtype=pl.Date),
        }
    )
    frame = candidates.join(known, on=PUBLICATION, how="left", maintain_order="left")
    seen = " ; ".join(o.seen_in for o in request.files[:2]) + (" ..." if len(request.files) > 2 else "")
    named = max((o.day_in_name for o in request.files if o.day_in_name), default=None)
    usual: dict[str, pl.Expr] = {
        "seen_in": pl.lit(seen),
        "obs_status": pl.lit("A"),
        "quality": pl.lit("high"),
        "note": pl.lit(None, pl.String),
        "published_on": pl.coalesce(pl.lit(request.released, pl.Date), "_day", pl.lit(named, pl.Date)),
        "published_basis": pl.lit(request.basis)
        if request.released
        else pl.when(pl.col("_day").is_null()).then(pl.lit("upper_bound")).otherwise(pl.lit("source")),
    }
    frame = frame.with_columns(e.alias(n) for n, e in usual.items() if n not in frame.columns)
    missing = [c.name for c in columns if c.name not in frame.columns]
    if missing:
        raise AssertionError(f"the reader gives no {', '.join(missing)}")
    if frame["published_on"].null_count():
        raise no_day(", ".join(o.name for o in request.files) or "the row", "a fact")
    return frame.select(*(pl.col(c.name).cast(typed_column(c)) for c in columns), PUBLISHER)


@dataclass(frozen=True)
class _Held:
    """What a table holds, to compare candidates with."""

    model: type[TableModel]
    rows: pl.DataFrame
    sources: pl.DataFrame
    placement: Placement

    @property
    def quantity(self) -> list[str]:
        contract = self.model._contract
        return list(self.placement.identity or contract.quantity or contract.key)

    @property
    def shown(self) -> pl.Expr:
        """The values of a row as one text; of a table that names no source all but its key."""
        if not issubclass(self.model, FactTable):
            rest = [pl.col(c.name).cast(pl.String) for c in columns_of(self.model) if c.name not in self.quantity]
            return pl.concat_str([c.fill_null("-") for c in rest], separator=" / ")
        return _shown([c.name for c in columns_of(self.model) if c.unit and c.name not in self.quantity])

    def beside(self, candidates: pl.DataFrame) -> pl.DataFrame:
        """Candidates with the edition before them (``old``) and what is held of their very edition (``_editions``)."""
        here = [*self.quantity, PUBLISHER]
        held = _with_publisher(self.rows, self.model, self.sources)
        edition = [*here, *self.placement.edition]
        same = held.group_by(edition, maintain_order=True).agg(self.shown.alias("_editions"))
        shown = candidates.with_columns(
            self.shown.alias(NEW), (pl.int_range(pl.len()).over(edition) > 0).alias("_again")
        ).with_row_index("_row")
        shown = shown.join(self._before(shown, held, here), on="_row", how="left", maintain_order="left").drop("_row")
        shown = shown.join(same, on=edition, how="left", nulls_equal=True, maintain_order="left")
        stands = self.placement.stands
        if stands is None:
            return shown.with_columns(pl.lit(False).alias("_stands"))
        any_held = held.select(here).unique().with_columns(pl.lit(True).alias("_known"))
        known = shown.join(any_held, on=here, how="left", nulls_equal=True, maintain_order="left")
        return known.with_columns((stands & pl.col("_known").is_not_null()).alias("_stands")).drop("_known")

    def _before(self, shown: pl.DataFrame, held: pl.DataFrame, here: list[str]) -> pl.DataFrame:
        """Of each candidate the newest held figure that was published no later; the first of its editions has none."""
        dated = issubclass(self.model, FactTable)
        order = ["_day", "fact_id"] if dated else []
        days = pl.col("published_on") if dated else pl.lit(None, pl.Date)
        ours = shown.select("_row", *here, days.alias("_until"))
        old = held.select(*here, days.alias("_day"), *(["fact_id"] if dated else []), self.shown.alias(OLD))
        pairs = ours.join(old, on=here, how="inner", nulls_equal=True)
        known = pairs.filter(pl.col("_day") <= pl.col("_until")) if dated else pairs
        return known.sort("_row", *order).unique("_row", keep="last", maintain_order=True).select("_row", OLD)


STATE_OF = (
    pl.when(pl.col("_again")).then(pl.lit("refused"))
    .when(pl.col("_editions").list.contains(pl.col(NEW))).then(pl.lit("unchanged"))
    .when(pl.col("_stands")).then(pl.lit("unchanged"))
    .when(pl.col("_editions").is_not_null()).then(pl.lit("refused"))
    .when(pl.col(OLD).is_null()).then(pl.lit("new"))
    .when(pl.col(OLD) == pl.col(NEW)).then(pl.lit("confirmed"))
    .otherwise(pl.lit("revised"))
)  # fmt: skip


def _compare(candidates: pl.DataFrame, held: _Held) -> tuple[pl.DataFrame, list[Refusal]]:
    """Candidates with their state, and what is refused."""
    found = held.beside(candidates).with_columns(STATE_OF.alias(STATE))
    refusals = [
        Refusal(row.get("seen_in", ""), 0, f"{describe(row, held.quantity)}: {_why(row)}")
        for row in found.filter(pl.col(STATE) == "refused").iter_rows(named=True)
    ]
    kept = found.drop("_again", "_editions", "_stands", PUBLISHER)
    return (_fresh_ids(kept, held.rows) if "fact_id" in kept.columns else kept), refusals


def _why(row: Mapping[str, Any]) -> str:
    if row["_again"]:
        return "stands twice in the file"
    return f"the same edition is held with {row['_editions'][0]}, this file says {row[NEW]}"


def _with_publisher(old: pl.DataFrame, model: type[TableModel], sources: pl.DataFrame) -> pl.DataFrame:
    if not issubclass(model, FactTable):
        return old.with_columns(pl.lit("").alias(PUBLISHER))
    return old.join(sources.select("source_id", PUBLISHER), on="source_id", how="left", maintain_order="left")


def _shown(values: Sequence[str]) -> pl.Expr:
    """The values of a row as one text, numbers rounded as raw files write them."""
    if not values:
        return pl.repeat("", pl.len())
    parts = [
        pl.col(v).cast(pl.Float64).round_sig_figs(DIGITS).cast(pl.String).str.strip_suffix(".0").fill_null("-")
        for v in values
    ]
    return pl.concat_str(parts, separator=" / ")


def describe(row: Mapping[str, object], names: Sequence[str]) -> str:
    """A row's quantity in words, for people."""
    return " ".join(str(row[n]) for n in names if row.get(n) is not None)


def _fresh_ids(rows: pl.DataFrame, old: pl.DataFrame) -> pl.DataFrame:
    """An id that is taken gets the next free number."""
    taken = set(old["fact_id"])
    ids = []
    for given, state in zip(rows["fact_id"], rows[STATE], strict=True):
        name, number = given, 1
        while state in ("new", "revised", "confirmed") and name in taken:
            number += 1
            name = f"{given}.{number}"
        if state in ("new", "revised", "confirmed"):
            taken.add(name)
        ids.append(name)
    return rows.with_columns(pl.Series("fact_id", ids, dtype=pl.String))
