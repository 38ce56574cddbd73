"""Testing rules on rows: how many each was tested on, and a finding for every row that breaks one."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any, Protocol

import polars as pl
from polars.exceptions import PolarsError

from indicators.contracts.blocks import LINE
from indicators.contracts.findings import Finding, RuleResult
from indicators.contracts.model import FactTable, Rule, Severity, TableModel
from indicators.contracts.reading import FILE
from indicators.contracts.rows import Rows, groups_of

TOLD = "_told"
"""A column of judged rows that says in words what is wrong; findings show it in place of the cells."""
Outcome = tuple[list[Finding], list[RuleResult]]


class Promise(Protocol):
    """What a finding tells of a rule, whatever the rule looks at."""

    @property
    def id(self) -> str: ...
    @property
    def sentence(self) -> str: ...
    @property
    def severity(self) -> Severity: ...
    @property
    def columns(self) -> tuple[str, ...]: ...
    @property
    def mend(self) -> str: ...


def judge(
    model: type[TableModel], rows: Rows, rules: Sequence[Rule], attributes: pl.DataFrame | None, folder: Path
) -> Outcome:
    """Test the rules of a table, in slices if its rows are too many to be in memory at once.

    Parameters
    ----------
    model : TableModel
        The table.
    rows : Rows
        Its typed rows.
    rules : sequence of Rule
        Every rule is tested on the whole table; the order of the results is theirs.
    attributes : polars.DataFrame, optional
        What rules may ask of a row's source, one row a ``source_id``.
    folder : Path
        Where parts of a table in slices wait.
    """
    tally = _Tally(model, rules)

    def slices() -> Iterator[pl.DataFrame]:
        return (_with_source(frame, attributes) for frame in rows.slices())

    apart = [r for r in rules if rows.sliced and not row_by_row(r)]
    alone = [r for r in rules if r not in apart]
    for frame in slices():
        tally.test(frame, alone)
    for within, chosen in _covers(apart).items():
        parts = rows.parts if within else 1
        for part in groups_of(slices(), within, _needed(model, chosen), parts, folder):
            tally.test(part, chosen)
    return tally.findings, tally.results()


def row_by_row(rule: Rule) -> bool:
    """Whether a rule looks at each row alone; where that cannot be known it is taken not to."""
    try:
        return _alone(rule.holds) and _alone(rule.applies)
    except PolarsError:
        return False


def _alone(expression: pl.Expr) -> bool:
    """The library tells it of the outermost operation only, so every part is asked."""
    return expression.meta.is_row_separable() and all(_alone(part) for part in expression.meta.pop())


def _covers(rules: Iterable[Rule]) -> dict[tuple[str, ...], list[Rule]]:
    """Rules by the columns that keep their groups whole; fewer columns keep those of more columns whole too."""
    found: dict[tuple[str, ...], list[Rule]] = {}
    for r in sorted(rules, key=lambda r: len(r.within or ())):
        wanted = r.within or ()
        cover = next((c for c in found if c and set(c) <= set(wanted)), wanted)
        found.setdefault(cover, []).append(r)
    return found


def _needed(model: type[TableModel], rules: Iterable[Rule]) -> list[str]:
    asked = {name for r in rules for name in (*r.asks, *r.columns)}
    return sorted(asked | {*key_of(model), FILE, LINE})


def _with_source(frame: pl.DataFrame, attributes: pl.DataFrame | None) -> pl.DataFrame:
    if attributes is None:
        return frame
    return frame.join(attributes, on="source_id", how="left", maintain_order="left")


class _Tally:
    """Counts by rule, and findings."""

    def __init__(self, model: type[TableModel], rules: Sequence[Rule]) -> None:
        self._model, self._rules = model, rules
        self._tested = dict.fromkeys((r.id for r in rules), 0)
        self._broken = dict.fromkeys((r.id for r in rules), 0)
        self.findings: list[Finding] = []

    def test(self, frame: pl.DataFrame, rules: Sequence[Rule]) -> None:
        """Windows see the whole frame; ``applies`` then picks the rows that count."""
        if not rules or not frame.height:
            return
        here = pl.col(LINE).is_not_null()  # one verdict a row, also where a rule speaks of the whole table
        verdicts = frame.select(pl.when(here & r.applies).then(r.holds).alias(f"{n}") for n, r in enumerate(rules))
        for r, verdict in zip(rules, verdicts, strict=True):
            tested, broken = verdict.count(), verdict.count() - int(verdict.sum())
            self._tested[r.id] += tested
            self._broken[r.id] += broken
            if broken:
                rows = frame.filter(~verdict)
                self.findings += (finding_at(self._model, row, r) for row in rows.iter_rows(named=True))

    def results(self) -> list[RuleResult]:
        table = self._model._contract.name
        return [
            RuleResult(r.id, table, r.sentence, r.severity, self._tested[r.id], self._broken[r.id], r.mend, r.waits)
            for r in self._rules
        ]


def key_of(model: type[TableModel]) -> tuple[str, ...]:
    """The columns by which a finding names a row."""
    return ("fact_id",) if issubclass(model, FactTable) else model._contract.key


def finding_at(model: type[TableModel], row: dict[str, Any], promise: Promise) -> Finding:
    """The finding that a row breaks a promise."""
    column = promise.columns[0] if promise.columns else ""
    cells = {n: "" if row[n] is None else str(row[n]) for n in promise.columns if n in row}
    shown = "; ".join(f"{n}={cell}" for n, cell in cells.items()) if len(cells) > 1 else cells.get(column, "")
    shown = row.get(TOLD) or shown
    return Finding(
        row[FILE], row[LINE], model._contract.name, promise.id, column, shown,
        ", ".join(f"{n}={row[n]}" for n in key_of(model)), promise.sentence, promise.severity, promise.mend,
    )  # fmt: skip
