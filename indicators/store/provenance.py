"""From a number back to the cells it was read from: the rule, its inputs, their facts, their sources."""

from __future__ import annotations

import datetime as dt
import difflib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from indicators.contracts.model import TableModel, columns_of
from indicators.errors import UsageProblem
from indicators.store.declare import Aggregate, Average, Change, Combine, Pick, Rolling, Series, Since, Total
from indicators.store.periods import label_of, shifted, start_of, sub_periods
from indicators.store.raw_rows import RawRows

if TYPE_CHECKING:
    from indicators.store.view import AsOfView

FACTS = """
SELECT f.fact_id, f.table_name, f.file, f.line, f.source_id, s.title AS source_title, s.publisher, s.url, s.licence,
       f.publisher_rank, f.published_on, f.published_basis, f.obs_status, f.quality,
       CASE WHEN $mode = 'strict' THEN f.available_strict ELSE f.available_calendar END AS counts_from,
       f.date_assumed AND $mode = 'calendar' AS date_assumed
FROM facts f JOIN sources s USING (source_id) WHERE list_contains($ids, f.fact_id) ORDER BY f.fact_id"""

INPUTS = """
SELECT period, published_on, list(fact_id ORDER BY fact_id) AS ids FROM observation_inputs
WHERE as_of_mode = $mode AND series_id = $id AND published_on <= $as_of GROUP BY ALL"""

MISSING_WORDS = {
    "not_published": "the source does not publish it",
    "suspended": "the publisher had suspended it",
    "refused": "the publisher refused it",
    "not_collected": "it was not collected, which is not zero",
    "not_applicable": "it is not defined: a division by zero, or growth on a value not above zero",
}


CORRECTIONS = """
SELECT column_name, wrong_text, right_text, why, evidence, corrected_on FROM corrections
WHERE table_name = $table AND fact_id = $id ORDER BY column_name"""


@dataclass(frozen=True)
class Mended:
    """A slip of our own in a raw cell: what the file holds, what is right, why and by what evidence."""

    column: str
    wrong: str
    right: str
    why: str
    evidence: str
    corrected_on: dt.date


@dataclass(frozen=True)
class FactUsed:
    """A fact as it stands in its raw file, and the publication it comes from.

    ``cells`` are all cells of the row as text, slips mended; ``measured`` names those that hold a
    quantity; ``mended`` tells the slips.
    ``counts_from`` is the day from which the as-of mode lets the fact count.
    """

    fact_id: str
    table_name: str
    file: str
    line: int
    cells: Mapping[str, str]
    measured: tuple[str, ...]
    source_id: str
    source_title: str
    publisher: str
    url: str | None
    licence: str
    publisher_rank: int
    published_on: dt.date
    published_basis: str
    obs_status: str
    quality: str
    counts_from: dt.date
    date_assumed: bool
    mended: tuple[Mended, ...] = ()

    @property
    def vintage(self) -> str:
        """Edition of the source: its own name for it, else the day of publication."""
        return self.cells.get("vintage") or self.published_on.isoformat()


@dataclass(frozen=True)
class Traced:
    """A number with what it was made of.

    ``inputs`` pairs each role in the rule with the number used; ``facts`` are the rows used by a
    rule that reads tables. ``remark`` says why there is no value, or why there are no facts.
    """

    series: Series
    period: str
    value: float | None
    obs_status: str
    missing_reason: str | None
    quality: str
    reference_date: dt.date
    known_on: dt.date
    rule: str
    inputs: tuple[tuple[str, Traced], ...] = ()
    facts: tuple[FactUsed, ...] = ()
    remark: str = ""

    @property
    def key(self) -> str:
        """Series, period and vintage in one word."""
        return f"{self.series.id}/{self.period}/{self.known_on}"

    def steps(self) -> Iterator[Traced]:
        """This number and every one behind it, each once, inputs after what is made of them."""
        seen: dict[str, Traced] = {}
        waiting = [self]
        while waiting:
            step = waiting.pop(0)
            if step.key not in seen:
                seen[step.key] = step
                waiting += [number for _, number in step.inputs]
        yield from seen.values()

    def __str__(self) -> str:
        """The steps and facts as ``indicators provenance`` prints them."""
        from indicators.store.provenance_text import lines_of

        return "\n".join(lines_of(self))

    def all_facts(self) -> tuple[FactUsed, ...]:
        """Every fact behind the number, each once, by id."""
        found = {fact.fact_id: fact for step in self.steps() for fact in step.facts}
        return tuple(found[fact_id] for fact_id in sorted(found))


@dataclass
class Tracer:
    """Traces numbers of one as-of view; what was read is kept for the next number.

    Parameters
    ----------
    view : AsOfView
        What is known; its mode and date decide which vintage is traced.
    declared : mapping of str to Series
        Every series by id.
    tables : sequence of TableModel
        Contracts, to tell the measured cells of a row.
    rows : RawRows
        The raw files.
    """

    view: AsOfView
    declared: Mapping[str, Series]
    tables: Sequence[type[TableModel]]
    rows: RawRows
    _observations: dict[str, dict[dt.date, dict[str, Any]]] = field(default_factory=dict)
    _inputs: dict[str, dict[tuple[str, dt.date], list[str]]] = field(default_factory=dict)
    _done: dict[tuple[str, dt.date], Traced] = field(default_factory=dict)
    _measured: dict[str, tuple[str, ...]] = field(default_factory=dict)
    _rules: dict[str, str] = field(default_factory=dict)

    def trace(self, series_id: str, period: str) -> Traced:
        """The number of a series and period with all that stands behind it.

        Raises
        ------
        UsageProblem
            If the series or the period is unknown at this date; near ones are named.
        """
        if series_id not in self.declared:
            raise unknown("series", series_id, list(self.declared), "see: indicators series list")
        found = self._known(series_id)
        start = start_of(period, self.declared[series_id].freq)
        if start is None or start not in found:
            labels = [row["period"] for row in found.values()]
            span = f"{labels[0]} to {labels[-1]}" if labels else "nothing"
            raise unknown(f"period of {series_id}", period, labels, f"{span} is known as of {self.view.as_of}")
        return self._trace(series_id, start)

    def _known(self, series_id: str) -> dict[dt.date, dict[str, Any]]:
        if series_id not in self._observations:
            frame = self.view.observations(series_id, end=dt.date(9999, 12, 31))
            self._observations[series_id] = {row["period_start"]: row for row in frame.iter_rows(named=True)}
        return self._observations[series_id]

    def _trace(self, series_id: str, start: dt.date) -> Traced:
        if (series_id, start) not in self._done:
            series, row = self.declared[series_id], self._known(series_id)[start]
            inputs = tuple((role, self._trace(i, at)) for role, i, at in self._edges(series, start))
            facts = self._facts(series, row)
            self._done[series_id, start] = Traced(
                series=series,
                period=row["period"],
                value=row["value"],
                obs_status=row["obs_status"],
                missing_reason=row["missing_reason"],
                quality=row["quality"],
                reference_date=row["reference_date"],
                known_on=row["published_on"],
                rule=self._words(series_id),
                inputs=inputs,
                facts=facts,
                remark=_remark(series, row, inputs, facts),
            )
        return self._done[series_id, start]

    def _words(self, series_id: str) -> str:
        """The declared rule in words, from the catalogue."""
        if not self._rules:
            self._rules = dict(self.view.sql("SELECT series_id, transform FROM series").iter_rows())
        return self._rules[series_id]

    def _edges(self, series: Series, start: dt.date) -> list[tuple[str, str, dt.date]]:
        """Role, series and first day of each input that is there."""
        rule = series.rule
        match rule:
            case Combine():
                return [(role, i, start) for role, i in rule.inputs]
            case Rolling():
                days = [shifted(start, -n, series.freq) for n in reversed(range(rule.periods))]
                return [(label_of(day, series.freq), rule.input, day) for day in days]
            case Change():
                before = shifted(start, -rule.lag, series.freq)
                return [("now", rule.input, start), ("before", rule.input, before)]
            case Aggregate():
                finer, there = self.declared[rule.input].freq, self._known(rule.input)
                days = [day for day in sub_periods(start, series.freq, finer) if day in there]
                if rule.how == "last":
                    days = ([day for day in days if there[day]["value"] is not None] or days)[-1:]
                return [(label_of(day, finer), rule.input, day) for day in days]
            case Average():
                present = [i for i in rule.inputs if start in self._known(i)]
                valued = [i for i in present if self._known(i)[start]["value"] is not None]
                return [(i, i, start) for i in valued or present]
        return []

    def _facts(self, series: Series, row: dict[str, Any]) -> tuple[FactUsed, ...]:
        if not isinstance(series.rule, Pick | Total | Since):
            return ()
        if series.id not in self._inputs:
            frame = self.view.sql(INPUTS, mode=self.view.mode, id=series.id, as_of=self.view.as_of)
            self._inputs[series.id] = {(period, day): ids for period, day, ids in frame.iter_rows()}
        ids = self._inputs[series.id].get((row["period"], row["published_on"]), [])
        if not ids:
            return ()
        frame = self.view.sql(FACTS, mode=self.view.mode, ids=ids)
        return tuple(self._fact(fact) for fact in frame.iter_rows(named=True))

    def _fact(self, fact: dict[str, Any]) -> FactUsed:
        if not self._measured:
            self._measured = {m._contract.name: tuple(c.name for c in columns_of(m) if c.unit) for m in self.tables}
        slips = self.view.sql(CORRECTIONS, table=fact["table_name"], id=fact["fact_id"]).fill_null("")
        mended = tuple(Mended(*slip) for slip in slips.iter_rows())
        raw = self.rows.row(fact["file"], fact["line"], fact["fact_id"])
        cells = raw | {slip.column: slip.right for slip in mended}
        measured = tuple(name for name in self._measured[fact["table_name"]] if cells.get(name))
        return FactUsed(cells=cells, measured=measured, mended=mended, **fact)


def _remark(
    series: Series, row: dict[str, Any], inputs: tuple[tuple[str, Traced], ...], facts: tuple[FactUsed, ...]
) -> str:
    """Why there is no value, or no fact."""
    if row["value"] is None:
        without = [number for _, number in inputs if number.value is None]
        if without:
            return f"no value: {len(without)} of its {len(inputs)} inputs have none"
        words = MISSING_WORDS.get(row["missing_reason"], row["missing_reason"])
        if row["missing_reason"] == "not_collected" and series.collected_through:
            words += f" (collected through {series.collected_through})"
        return f"no value: {words}"
    if isinstance(series.rule, Total) and not facts:
        return (
            f"no fact falls into the period; counts are complete from {series.rule.zero_from} "
            f"to {series.collected_through}, so it is zero"
        )
    return ""


def unknown(what: str, name: str, names: list[str], otherwise: str) -> UsageProblem:
    """The problem of a name that is not there, with near ones."""
    near = difflib.get_close_matches(name, names, n=3, cutoff=0.5)
    return UsageProblem(
        f"unknown {what}: {name!r}", where=name, do=f"did you mean {' or '.join(near)}?" if near else otherwise
    )
