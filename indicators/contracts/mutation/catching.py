"""Which mutants the audit catches: the ordinary audit on files with the slip in them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Literal

from indicators.contracts.audit import audit
from indicators.contracts.findings import Finding
from indicators.contracts.judging import row_by_row
from indicators.contracts.model import CrossRule, TableModel, rules_of
from indicators.contracts.mutation.mutant import Mutant, Table, csv_text, mutated_files
from indicators.contracts.row_changes import compare_rows

Verdict = Literal["error", "warning", "missed"]


@dataclass(frozen=True)
class Caught:
    """How the audit took a mutant: the gravest new finding and the rules that found something new."""

    verdict: Verdict
    rules: tuple[str, ...]
    against_base: bool


class Bench:
    """A copy of a family's files, in which one file after the other is corrupted and mended.

    Parameters
    ----------
    raw : Path
        The folder ``data/raw``.
    folder : Path
        An empty folder for the copy.
    models : sequence of TableModel
        The tables that are audited together, ``sources`` among them.
    tables : sequence of Table
        Those whose rows are corrupted.
    across : sequence of CrossRule
        Rules across these tables.
    known : sequence of str
        Names of the project's other tables.
    """

    def __init__(
        self,
        raw: Path,
        folder: Path,
        models: Sequence[type[TableModel]],
        tables: Sequence[Table],
        *,
        across: Sequence[CrossRule] = (),
        known: Sequence[str] = (),
    ) -> None:
        self._models = models
        self._across, self._others = across, known
        self._tables = {table.name: table for table in tables}
        self._folder, self._alone = folder / "all", folder / "alone"
        for model in models:
            for name in model._contract.files:
                data = (raw / model._contract.folder / name).read_bytes()
                for place in (self._folder, self._alone):
                    path = place / model._contract.folder / name
                    path.parent.mkdir(parents=True, exist_ok=True)
                    path.write_bytes(data)
        self._known = self._findings()

    def _findings(self) -> Counter[tuple[str, str, str]]:
        found = audit(self._folder, self._models, across=self._across, known=self._others)
        return Counter(_told(f) for f in found.findings)

    def catch(self, mutant: Mutant) -> Caught:
        """Audit the files with the mutant in them; findings that were there before do not count.

        The rows concerned are audited alone first, by the rules that look at one row: an error there is an error
        in the whole files, too, and settles it.
        """
        tables = [self._tables[name] for name in dict.fromkeys(e.table for e in mutant.edits)]
        differs = any(_differs(table, mutant) for table in tables)
        broken = {rule for table in tables for rule in self._broken_alone(table, mutant)}
        if broken:
            return Caught("error", tuple(sorted(broken)), differs)
        texts = [(table, name, text) for table in tables for name, text in mutated_files(table, mutant.edits).items()]
        try:
            for _, name, text in texts:
                (self._folder / name).write_text(text, encoding="utf-8", newline="")
            new = self._findings() - self._known
        finally:
            for table, name, _ in texts:
                (self._folder / name).write_text(table.files[name], encoding="utf-8", newline="")
        grave = {severity for _, _, severity in new}
        verdict: Verdict = "error" if "error" in grave else "warning" if grave else "missed"
        return Caught(verdict, tuple(sorted({rule for rule, _, _ in new})), differs)

    def _broken_alone(self, table: Table, mutant: Mutant) -> set[str]:
        """Rules about single rows that the new rows of a table break as errors."""
        rows = [e.cells for e in mutant.edits if e.table == table.name and e.cells is not None]
        contract = table.model._contract
        if not rows:
            return set()
        model = type(table.model.__name__, (table.model,), {"_contract": replace(contract, files=contract.files[:1])})
        path = self._alone / contract.folder / contract.files[0]
        before = path.read_bytes()
        path.write_text(csv_text(list(table.columns), rows), encoding="utf-8", newline="")
        try:
            needed = {"sources", *(str(c.references).split(".")[0] for c in table.columns.values() if c.references)}
            others = [m for m in self._models if m._contract.name in needed - {contract.name}]
            found = audit(self._alone, [*others, model])
        finally:
            path.write_bytes(before)
        single = {r.id for r in rules_of(table.model) if row_by_row(r)}
        within = f"{contract.name}."
        return {
            f.rule_id
            for f in found.errors
            if f.table == contract.name and (f.rule_id in single or "." in f.rule_id.removeprefix(within))
            and not (f.rule_id.endswith(".references") and _own(table, f))
        }  # fmt: skip


def _own(table: Table, f: Finding) -> bool:
    """Whether a column refers to its own table, whose other rows are not there."""
    return str(table.columns[f.column].references).startswith(f"{table.name}.")


def _told(f: Finding) -> tuple[str, str, str]:
    """What makes a finding a new one: not its line, which moves with the rows above."""
    return f.rule_id, f.key, f.severity


def _differs(table: Table, mutant: Mutant) -> bool:
    """Whether the comparison with the committed rows shows one that differs."""
    edits = [e for e in mutant.edits if e.table == table.name]
    before = [table.rows[i] for i in dict.fromkeys(e.row for e in edits)]
    after = [table.rows[e.row] for e in edits if e.added]
    after += [replace(table.rows[e.row], cells=dict(e.cells)) for e in edits if e.cells is not None]
    return bool(compare_rows(table.model, before, after))
