"""Which mutants the audit catches: the ordinary audit on files with the slip in them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from indicators.contracts.audit import audit
from indicators.contracts.findings import Finding
from indicators.contracts.model import TableModel
from indicators.contracts.mutation.mutant import Mutant, Table, mutated_files
from indicators.contracts.row_changes import compare_rows, text_rows

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
    """

    def __init__(self, raw: Path, folder: Path, models: Sequence[type[TableModel]], tables: Sequence[Table]) -> None:
        self._folder, self._models = folder, models
        self._tables = {table.name: table for table in tables}
        for model in models:
            for name in model._contract.files:
                place = folder / model._contract.folder / name
                place.parent.mkdir(parents=True, exist_ok=True)
                place.write_bytes((raw / model._contract.folder / name).read_bytes())
        self._known = self._findings()

    def _findings(self) -> Counter[tuple[str, str, str]]:
        return Counter(_told(f) for f in audit(self._folder, self._models).findings)

    def catch(self, mutant: Mutant) -> Caught:
        """Audit the files with the mutant in them; findings that were there before do not count."""
        tables = [self._tables[name] for name in dict.fromkeys(e.table for e in mutant.edits)]
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
        differs = any(_differs(table, name, text) for table, name, text in texts)
        return Caught(verdict, tuple(sorted({rule for rule, _, _ in new})), differs)


def _told(f: Finding) -> tuple[str, str, str]:
    """What makes a finding a new one: not its line, which moves with the rows above."""
    return f.rule_id, f.key, f.severity


def _differs(table: Table, name: str, text: str) -> bool:
    """Whether the comparison with the committed file shows a row that differs."""
    before = [row for row in table.rows if row.file == name]
    return bool(compare_rows(table.model, before, text_rows(text.encode(), name)))
