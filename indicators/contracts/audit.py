"""The audit engine: every contract, every rule, every table, with the rows each rule tested."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

import polars as pl

from indicators.contracts.across import judge_across
from indicators.contracts.blocks import STRUCTURE
from indicators.contracts.corrections import Mending
from indicators.contracts.findings import Audit, Finding, RuleResult
from indicators.contracts.judging import Outcome, judge
from indicators.contracts.model import Column, CrossRule, FactTable, Rule, TableModel, columns_of, rule, rules_of
from indicators.contracts.reading import cell_rules, empty_frame, read_rows, shown_path
from indicators.contracts.rows import Rows
from indicators.contracts.rules import SOURCE, column_rules, reason_to_wait, waiting
from indicators.contracts.shared import Corrections
from indicators.temporary import temporary_folder

SLICE_ROWS = 250_000
"""Rows of a table that are in memory at once; the project's own tables are far smaller."""


def audit(
    raw: Path,
    models: Sequence[type[TableModel]],
    prefix: str = "data/raw",
    *,
    across: Sequence[CrossRule] = (),
    as_of: dt.date | None = None,
    slice_rows: int = SLICE_ROWS,
    keep: bool = True,
    known: Iterable[str] = (),
) -> Audit:
    """Check the raw files of the given tables against their contracts.

    Parameters
    ----------
    raw : Path
        The folder ``data/raw``.
    models : sequence of TableModel
        The tables; ``sources`` must be among them.
    prefix : str
        How ``raw`` is called in findings.
    across : sequence of CrossRule
        Rules across tables and editions; one whose tables are not all here is left out.
    as_of : date, optional
        The day from which a source counts as stale: by default the newest day of collection.
    slice_rows : int
        A table with more rows is read and tested in slices, in bounded memory.
    keep : bool
        Whether a table in slices is loaded into ``tables`` all the same, whatever its size.
    known : iterable of str
        Names of tables of the project beyond ``models``, which corrections may speak of.

    Returns
    -------
    Audit
        Complete: one bad file or row does not hide the others.
    """
    with temporary_folder() as folder:
        run = _Run(raw, models, prefix, folder, slice_rows)
        run.read()
        run.judge(as_of, across, {*known, *(m._contract.name for m in models)})
        run.untested()
        kept = {name: rows.frame() for name, rows in run.rows.items() if keep or not rows.sliced}
        return _result(run, kept)


def audit_frames(
    models: Sequence[type[TableModel]],
    tables: dict[str, pl.DataFrame],
    *,
    across: Sequence[CrossRule] = (),
    as_of: dt.date | None = None,
) -> Audit:
    """Check tables that were read already, such as what was known at a date.

    A rule without a row to test is no finding here: less was known then.

    Parameters
    ----------
    models : sequence of TableModel
        Their contracts; one without a frame is left out.
    tables : dict of str to DataFrame
        By name, each row with its ``_file`` and ``_line``.
    across, as_of
        As for ``audit``.
    """
    with temporary_folder() as folder:
        run = _Run(Path(), models, "", folder, SLICE_ROWS)
        for name, frame in tables.items():
            run.rows[name] = Rows(frame.clear())
            run.rows[name].add(frame)
        run.judge(as_of, across, set(tables))
        return _result(run, tables)


def _result(run: _Run, tables: dict[str, pl.DataFrame]) -> Audit:
    heights = {name: rows.height for name, rows in run.rows.items()}
    return Audit(tuple(sorted(_once(run.findings))), tuple(run.results), tables, heights)


def _once(findings: Iterable[Finding]) -> list[Finding]:
    """A cell that could not be read is not reported again as empty."""
    unread = {(f.file, f.line, f.column) for f in findings if f.rule_id.endswith(".format")}
    return [f for f in findings if not (f.rule_id.endswith(".required") and (f.file, f.line, f.column) in unread)]


@dataclass
class _Run:
    """One audit under way."""

    raw: Path
    models: Sequence[type[TableModel]]
    prefix: str
    folder: Path
    slice_rows: int
    findings: list[Finding] = field(default_factory=list)
    results: list[RuleResult] = field(default_factory=list)
    rows: dict[str, Rows] = field(default_factory=dict)
    """Tables that could be read to their end."""
    mending: Mending | None = None

    def read(self) -> None:
        """Every file of every table, corrections first."""
        self._take(_undeclared(self.raw, self.models, self.prefix))
        ours = next((m for m in self.models if issubclass(m, Corrections)), Corrections)
        corrections = self._table(ours, None)
        self.mending = Mending(corrections.frame() if corrections else empty_frame(Corrections))
        for model in self.models:
            if model is not ours:
                self._table(model, self.mending)

    def _table(self, model: type[TableModel], mending: Mending | None) -> Rows | None:
        table = model._contract.name
        rows = Rows(empty_frame(model), self.folder / table, self.slice_rows)
        whole, found = read_rows(self.raw, model, rows, self.prefix, mending)
        if model in self.models:
            self.findings += found
            self.results += _reading_results(model, rows, found)
            if whole:
                self.rows[table] = rows
        return rows if whole else None

    def judge(self, as_of: dt.date | None, across: Sequence[CrossRule], known: set[str]) -> None:
        """Every rule of every table that could be read, then the rules across them."""
        attributes = self._attributes()
        for model in self.models:
            table = model._contract.name
            if table in self.rows:
                asked = attributes if issubclass(model, FactTable) else None
                rows = self.rows[table]
                if issubclass(model, Corrections) and self.mending:
                    rows = _with_states(rows, self.mending.states(self._columns(), known))
                there = {*rows.columns, *(asked.columns if asked is not None else ())}
                # Without the table of sources nothing is claimed about a row's source.
                rules = [r for r in self._rules(model) if r.asks <= there]
                self._take(judge(model, rows, rules, asked, self.folder / f"{table}.parts"))
        for cross in across:
            if set(cross.tables) <= set(self.rows):
                model = next(m for m in self.models if m._contract.name == cross.table)
                frames = {name: self.rows[name].lazy() for name in cross.tables}
                self._take(judge_across(model, cross, frames, as_of or self._collected()))

    def _take(self, outcome: Outcome) -> None:
        self.findings += outcome[0]
        self.results += outcome[1]

    def _attributes(self) -> pl.DataFrame | None:
        if "sources" not in self.rows:
            return None
        asked = [pl.col(name).alias(alias) for name, alias in SOURCE.items()]
        return self.rows["sources"].frame().unique("source_id", keep="first").select("source_id", *asked)

    def _collected(self) -> dt.date:
        """The newest day on which a source was collected."""
        day = self.rows["sources"].frame()["collected_on"].max() if "sources" in self.rows else None
        return day if isinstance(day, dt.date) else dt.date.max

    def _rules(self, model: type[TableModel]) -> Iterator[Rule]:
        contract = model._contract
        columns = columns_of(model)
        yield from waiting(column_rules(contract.name, columns), contract)
        yield from waiting((r for c in columns if (r := self._reference(contract.name, c))), contract)
        yield from rules_of(model)

    def _reference(self, table: str, c: Column) -> Rule | None:
        target, _, target_column = (c.references or "").partition(".")
        if target not in self.rows:
            return None
        known = self.rows[target].lazy().select(pl.col(target_column).unique()).collect().to_series()
        return rule(
            f"{table}.{c.name}.references",
            f"{c.name} stands in {target}",
            holds=pl.col(c.name).is_in(known.implode()),
            applies=pl.col(c.name).is_not_null(),
            columns=(c.name,),
            mend=f"correct {c.name}, or add the row to {target}",
        )

    def _columns(self) -> dict[str, list[str]]:
        return {name: rows.columns for name, rows in self.rows.items()}

    def untested(self) -> None:
        """A rule that tested nothing without a reason, or something against its reason, is a finding."""
        for model in self.models:
            contract, table = model._contract, model._contract.name
            results = [r for r in self.results if r.table == table]
            if table in self.rows and not self.rows[table].height and contract.may_be_empty:
                self.results = [replace(r, waits=contract.may_be_empty) if r in results else r for r in self.results]
            elif table in self.rows:
                amiss = [r for r in results if bool(r.waits) != (r.tested == 0)]
                self.findings += (_untested(model, self.prefix, r) for r in amiss)
                self.results.append(
                    RuleResult(f"{table}.every_rule_tests", table, EVERY, "warning", len(results), len(amiss), STATE_IT)
                )


def _with_states(corrections: Rows, states: pl.Series) -> Rows:
    """Corrections, each with how it fared."""
    frame = corrections.frame().with_columns(states)
    stated = Rows(frame.clear())
    stated.add(frame)
    return stated


EVERY = "Every rule tests a row, or says why it has none to test yet"
STATE_IT = "add the row that the rule waits for, or state in the contract (`waits`) why there is none yet"


def file_name(model: type[TableModel], name: str, prefix: str) -> str:
    """A raw file as findings call it."""
    return shown_path(prefix, model._contract.folder, name)


def _untested(model: type[TableModel], prefix: str, result: RuleResult) -> Finding:
    contract = model._contract
    mend = f"take the reason out of the contract: the rule tested {result.tested} rows" if result.tested else STATE_IT
    return Finding(
        file_name(model, contract.files[0], prefix), 0, contract.name, f"{contract.name}.every_rule_tests", "",
        result.rule_id, "", EVERY, "warning", mend,
    )  # fmt: skip


def _reading_results(model: type[TableModel], rows: Rows, findings: Sequence[Finding]) -> Iterator[RuleResult]:
    """What was promised of files and cells while they were read."""
    table = model._contract.name
    broken = Counter(f.rule_id for f in findings)
    for name, sentence in STRUCTURE.items():
        rule_id = f"{table}.{name}"
        yield RuleResult(rule_id, table, sentence, "error", len(model._contract.files), broken[rule_id])
    filled = rows.lazy().select(pl.all().count()).collect().row(0, named=True)
    for c in columns_of(model):
        for name, sentence, mend in cell_rules(c):
            rule_id = f"{table}.{c.name}.{name}"
            unread = broken[rule_id] if c.kind != "text" else 0
            waits = reason_to_wait(model._contract, rule_id)
            yield RuleResult(rule_id, table, sentence, "error", filled[c.name] + unread, broken[rule_id], mend, waits)


def _undeclared(raw: Path, models: Sequence[type[TableModel]], prefix: str) -> Outcome:
    """Files in a family's folder that no table names would be left unread without a word."""
    declared: dict[str, set[str]] = {}
    for model in models:
        if model._contract.folder != ".":
            declared.setdefault(model._contract.folder, set()).update(model._contract.files)
    sentence, mend = "Every csv file belongs to a table", "name the file in a contract, or move it elsewhere"
    findings: list[Finding] = []
    results: list[RuleResult] = []
    for folder, files in declared.items():
        there = sorted(path.name for path in (raw / folder).glob("*.csv"))
        astray = [name for name in there if name not in files]
        rule_id = f"{folder}.files"
        findings += (
            Finding(shown_path(prefix, folder, name), 0, folder, rule_id, "", name, "", sentence, "error", mend)
            for name in astray
        )
        waits = "" if there else "the folder has no file yet"
        results.append(RuleResult(rule_id, folder, sentence, "error", len(there), len(astray), mend, waits))
    return findings, results
