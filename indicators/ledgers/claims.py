"""Claims with their checks, and the verdict on each: as known when it was written, and as known now."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from indicators.contracts.audit import audit
from indicators.contracts.model import CrossRule, TableModel
from indicators.contracts.reading import LINE
from indicators.errors import EnvironmentProblem, UsageProblem
from indicators.ledgers.check import Check, check_of
from indicators.ledgers.check_contract import OwnClaims, renamed
from indicators.ledgers.contract import LEDGER_TABLES
from indicators.ledgers.measure import Measured, measure, span_ends_after
from indicators.ledgers.own_file import plain_csv
from indicators.ledgers.verdict import CANNOT, NOT_YET, RECORD, Compared, compare, together
from indicators.store.build import FindingsProblem
from indicators.temporary import temporary_folder

if TYPE_CHECKING:
    import polars as pl

    from indicators.store.view import AsOfView

RECORDED = ("macro", "military", "other")
"""Families whose claims stay as records."""


@dataclass(frozen=True)
class Claim:
    """A statement and its checks; ``as_of`` is the day it was made."""

    claim_id: str
    document_id: str
    line: int
    family: str
    statement: str
    period: str
    value: str
    unit: str
    as_of: dt.date
    checks: tuple[Check, ...]


@dataclass(frozen=True)
class Side:
    """Our side of a check at one date."""

    measured: Measured
    compared: Compared | None

    @property
    def outcome(self) -> str | None:
        return self.compared.outcome if self.compared else None


@dataclass(frozen=True)
class CheckResult:
    """A check with what was known when the claim was made and what is known now."""

    check: Check
    then: Side
    now: Side


@dataclass(frozen=True)
class Verdict:
    """The verdict on a claim.

    ``verdict`` rests on what was known at ``as_of``; where nothing dated was known by then of a
    period that had ended, on what is known now (``later_evidence``). ``now`` rests on all we know.
    """

    claim: Claim
    as_of: dt.date
    verdict: str
    now: str
    later_evidence: bool
    why: str
    results: tuple[CheckResult, ...] = field(default=(), repr=False)


Seeds = Mapping[str, "pl.DataFrame"]


def seeds_of(folder: Path) -> Seeds:
    """The tables of a folder ``seeds/``.

    Raises
    ------
    DataProblem
        If a file breaks its contract.
    """
    return audited(folder.parent, LEDGER_TABLES, "")


def ledger_of(folder: Path, seeds: Seeds | None = None) -> list[Claim]:
    """The claims of a folder ``seeds/``, each with its checks; ``seeds`` are its tables where they are read already.

    Raises
    ------
    EnvironmentProblem
        If there is no such folder.
    DataProblem
        If a file breaks its contract, or a check cannot be read.
    """
    if not folder.is_dir():
        raise EnvironmentProblem(
            "the project has no ledger of claims", where=folder.name, do="give your own ledger with --file"
        )
    tables = seeds_of(folder) if seeds is None else seeds
    days = {row["document_id"]: row["as_of"] for row in tables["documents"].iter_rows(named=True)}
    made_on = {r["claim_id"]: days[r["document_id"]] for r in tables["claims"].iter_rows(named=True)}
    checks: dict[str, list[Check]] = {}
    for row in tables["checks"].iter_rows(named=True):
        where = f"{folder.name}/checks.csv:{row[LINE]}, check_id={row['check_id']}"
        checks.setdefault(row["claim_id"], []).append(check_of(row, row["check_id"], made_on[row["claim_id"]], where))
    names = ("claim_id", "document_id", "line", "family", "statement", "period", "value", "unit")
    return [
        Claim(
            **{name: row[name] for name in names},
            as_of=days[row["document_id"]],
            checks=tuple(checks.get(row["claim_id"], ())),
        )
        for row in tables["claims"].iter_rows(named=True)
    ]  # fmt: skip


def titles_of(seeds: Seeds) -> dict[str, str]:
    """Titles of the documents by their number."""
    return dict(seeds["documents"].select("document_id", "title").iter_rows())


WITNESS = {"witness": "the tables"}
"""Whose figures a reader's own check looks at where nobody is named."""


def own_ledger(path: Path) -> list[Claim]:
    """A reader's own claims: one file with statements and checks (see `check_contract.OwnClaims`, docs/claims.md)."""
    if not path.is_file():
        raise UsageProblem("there is no such file", where=str(path), do="name a csv file with your claims")
    beside = "" if path.parent == Path() else path.parent.as_posix()
    with temporary_folder() as folder:
        (folder / path.name).write_bytes(plain_csv(path, OwnClaims, WITNESS))
        rows = audited(folder, (renamed(OwnClaims, path.name),), beside)["own_claims"]
    claims: dict[str, Claim] = {}
    for row in rows.iter_rows(named=True):
        where = f"{path.as_posix()}:{row[LINE]}, claim_id={row['claim_id']}"
        check = check_of(row, f"{row['claim_id']}/{row['witness']}", row["made_on"], where)
        before = claims.get(row["claim_id"])
        earlier = before.checks if before else ()
        claims[row["claim_id"]] = Claim(
            row["claim_id"], "own", row[LINE], "own", row["statement"], row["period"] or "", row["expected"] or "", "",
            row["made_on"], (*earlier, check),
        )  # fmt: skip
    return list(claims.values())


def audited(
    folder: Path, models: Sequence[type[TableModel]], prefix: str, across: Sequence[CrossRule] = ()
) -> dict[str, pl.DataFrame]:
    """The typed rows of tables that keep their contracts; FindingsProblem names the first broken rule."""
    checked = audit(folder, models, prefix=prefix, across=across)
    if checked.errors:
        raise FindingsProblem(checked, others="in the same file" if len(models) == 1 else "")
    return checked.tables


def judge(
    claims: Sequence[Claim], view_at: Callable[[dt.date | None], AsOfView], as_of: dt.date | None
) -> list[Verdict]:
    """The verdict on each claim.

    Parameters
    ----------
    claims : sequence of Claim
        What to judge.
    view_at : callable
        Gives the tables as known at a date; None is now. Each date is asked for once.
    as_of : date, optional
        Judge as of this day and not of the claim's own.
    """
    views: dict[dt.date | None, AsOfView] = {}

    def view(day: dt.date | None) -> AsOfView:
        if day not in views:
            views[day] = view_at(day)
        return views[day]

    try:
        return [_judge(claim, as_of or claim.as_of, view) for claim in claims]
    finally:
        for opened in views.values():
            opened.close()


def _judge(claim: Claim, day: dt.date, view: Callable[[dt.date | None], AsOfView]) -> Verdict:
    if claim.family in RECORDED:
        return Verdict(claim, day, RECORD, RECORD, False, "its family has no tables here")
    tests = [c for c in claim.checks if not c.missing]
    if not tests:
        why = "; ".join(c.missing for c in claim.checks) or "it has no check"
        return Verdict(claim, day, CANNOT, CANNOT, False, why)
    results = tuple(CheckResult(c, _side(c, view(day)), _side(c, view(None))) for c in tests)
    now = together((r.check.witness, r.now.outcome) for r in results)
    then = together((r.check.witness, r.then.outcome) for r in results)
    why = "; ".join(dict.fromkeys(r.now.measured.why for r in results if r.now.outcome is None))
    if now is None:
        waiting = any(span_ends_after(r.check.span, day) for r in results)
        return Verdict(claim, day, NOT_YET if waiting else CANNOT, CANNOT, False, why, results)
    if then is None:
        if any(span_ends_after(r.check.span, day) for r in results):
            return Verdict(claim, day, NOT_YET, now, False, "its period had not ended, or nothing was known", results)
        return Verdict(claim, day, now, now, True, "no evidence is dated before the claim", results)
    return Verdict(claim, day, then, now, False, why, results)


def _side(check: Check, view: AsOfView) -> Side:
    measured = measure(check, view)
    return Side(measured, compare(check, measured))


def data_of(verdict: Verdict) -> dict[str, Any]:
    """A verdict as plain data."""
    claim = verdict.claim
    return {
        "claim_id": claim.claim_id, "document_id": claim.document_id, "line": claim.line, "family": claim.family,
        "statement": claim.statement, "as_of": str(verdict.as_of), "verdict": verdict.verdict, "now": verdict.now,
        "later_evidence": verdict.later_evidence, "why": verdict.why,
        "checks": [
            {"check_id": r.check.check_id, "witness": r.check.witness, "subject": r.check.subject,
             "aggregate": r.check.aggregate, "comparison": r.check.comparison, "theirs": r.check.shown,
             "tolerance": r.check.tolerance, "tolerance_reason": r.check.tolerance_reason, "reading": r.check.reading,
             "then": _side_data(r.then), "now": _side_data(r.now)}
            for r in verdict.results
        ],
    }  # fmt: skip


def _side_data(side: Side) -> dict[str, Any]:
    value = side.measured.value
    return {
        "ours": str(value) if isinstance(value, dt.date) else value,
        "difference": side.compared.difference if side.compared else None,
        "outcome": side.outcome, "rows": side.measured.rows, "fact_ids": list(side.measured.fact_ids),
        "why": side.measured.why, "assumed_dates": side.measured.assumed_dates,
        "low_quality": side.measured.low_quality,
    }  # fmt: skip
