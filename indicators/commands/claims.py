"""``indicators claims``: statements of documents, or your own, checked against the tables."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Sequence
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from indicators.commands.console import (
    AsOfOption,
    JsonOption,
    ModeOption,
    ProjectOption,
    as_json,
    project_of,
    say,
    write_line,
)
from indicators.errors import UsageProblem

if TYPE_CHECKING:
    from indicators.ledgers.claims import Claim, Side, Verdict
    from indicators.project import Project

claims_app = typer.Typer(no_args_is_help=True, help="Statements checked against the tables.")
DocumentOption = Annotated[str | None, typer.Option("--document", help="Only this document, such as 001.")]
FileOption = Annotated[
    Path | None, typer.Option("--file", help="Your own claims in a csv file instead of those in seeds/.")
]


FACTS_AT_AN_END = 3
"""Of many facts so many of the first and of the last are printed."""


def _claims(project: Path | None, document: str | None, claim_id: str | None, file: Path | None) -> list[Claim]:
    from indicators.access import known
    from indicators.ledgers.check_contract import SEEDS
    from indicators.ledgers.claims import ledger_of, own_ledger

    found = own_ledger(file) if file else ledger_of(project_of(project).root / SEEDS)
    if document:
        known(document, sorted({c.document_id for c in found}), "documents")
    if claim_id:
        known(claim_id, [c.claim_id for c in found], "claims")
    return [c for c in found if document in (None, c.document_id) and claim_id in (None, c.claim_id)]


@claims_app.command("list")
def claims_list(
    *, document: DocumentOption = None, file: FileOption = None, json: JsonOption = False, project: ProjectOption = None
) -> None:
    """List the claims with the number of checks of each.

    Example: indicators claims list --document 001
    """
    found = _claims(project, document, None, file)
    if json:
        names = ("claim_id", "document_id", "line", "family", "statement", "period", "value", "unit")
        write_line(as_json([{n: getattr(c, n) for n in names} | {"checks": len(c.checks)} for c in found]))
        return
    for c in found:
        write_line(f"{c.claim_id}  line {c.line:<4} {c.family:<13} {len(c.checks)} checks  {c.statement}")


@claims_app.command("check")
def claims_check(
    claim_id: Annotated[str | None, typer.Argument(help="A claim, such as C001-066; all when omitted.")] = None,
    *,
    document: DocumentOption = None,
    as_of: AsOfOption = None,
    mode: ModeOption = "calendar",
    file: FileOption = None,
    json: JsonOption = False,
    project: ProjectOption = None,
) -> None:
    """Judge claims: their number, ours, the difference, the facts used, known then against known now.

    A claim is judged as of its document's day, or as of --as-of. A contradicted claim is a result, not an error.

    Example: indicators claims check C001-066
    """
    from indicators.access import parse_date, view
    from indicators.ledgers.claims import data_of, judge

    day = parse_date(as_of) if as_of else None
    found = _claims(project, document, claim_id, file)
    if not found:
        raise UsageProblem("no claim is asked for", where="--document", do="see: indicators claims list")
    place = project_of(project)
    verdicts = judge(found, lambda at: view(at, mode, project=place), day)
    if json:
        write_line(as_json([data_of(v) | {"mode": mode} for v in verdicts]))
        return
    for verdict in verdicts:
        for line in lines_of(verdict, whole=claim_id is not None):
            write_line(line)
    for word, number in Counter(v.verdict for v in verdicts).most_common():
        say(f"{number:5} {_words(word)}")
    assumed = sum(r.then.measured.assumed_dates for v in verdicts for r in v.results)
    say(f"{mode} mode; {assumed} of the facts used rest on an assumed date")


class Against(StrEnum):
    """What a claim is held against."""

    claims = "claims"
    tables = "tables"


@claims_app.command("contradictions")
def claims_contradictions(
    *,
    against: Annotated[
        Against, typer.Option("--against", help="Other claims, or the tables as known now.")
    ] = Against.claims,
    document: DocumentOption = None,
    file: FileOption = None,
    json: JsonOption = False,
    project: ProjectOption = None,
) -> None:
    """Print pairs of claims that look at the same thing and cannot both hold, each with what the tables say now.

    With --against tables: claims that the tables known now contradict, or of which sources disagree.

    Example: indicators claims contradictions
    """
    from indicators.access import view
    from indicators.ledgers.contradictions import RELATION, contradictions, data_of
    from indicators.ledgers.measure import measure

    if against is Against.tables:
        _against_tables(_claims(project, document, None, file), project_of(project), json=json)
        return
    found = contradictions(_claims(project, None, None, file))
    found = [c for c in found if document in (None, c.first.document_id, c.second.document_id)]
    now = view(None, project=project_of(project))
    try:
        rows = [(c, [measure(check, now) for check in (c.first_check, c.second_check)]) for c in found]
    finally:
        now.connection.close()
    if json:
        write_line(as_json([data_of(pair, measured) for pair, measured in rows]))
        return
    if not rows:
        say("no two of these claims contradict each other")
    for pair, measured in rows:
        write_line(f"{RELATION[pair.relation]}:")
        sides = ((pair.first, pair.first_check), (pair.second, pair.second_check))
        for (claim, check), ours in zip(sides, measured, strict=True):
            theirs = check.shown + (f" to {check.high:g}" if check.high is not None else "")
            write_line(
                f"  {claim.claim_id}, document {claim.document_id}, line {claim.line}: {claim.statement} "
                f"({check.aggregate} {check.comparison} {theirs}, {check.span.first} to {check.span.last})"
            )
            write_line(f"    the tables: {_shown(ours.value)}, from {', '.join(_facts(ours.fact_ids)) or 'no row'}")


def _against_tables(claims: list[Claim], project: Project, *, json: bool) -> None:
    from indicators.access import view
    from indicators.ledgers.claims import data_of, judge
    from indicators.ledgers.verdict import CONTRADICTED, DISAGREE

    verdicts = judge(claims, lambda at: view(at, project=project), None)
    found = [v for v in verdicts if v.now in (CONTRADICTED, DISAGREE)]
    if json:
        write_line(as_json([data_of(v) for v in found]))
        return
    for verdict in found:
        write_line(f"document {verdict.claim.document_id}, line {verdict.claim.line}:")
        for line in lines_of(verdict, whole=True):
            write_line(f"  {line}")
    checked = sum(bool(v.results) for v in verdicts)
    say(f"the tables known now contradict {len(found)} of {checked} claims that have a check")


def _words(verdict: str) -> str:
    from indicators.ledgers.verdict import VERDICT

    return VERDICT[verdict]


def lines_of(verdict: Verdict, *, whole: bool) -> list[str]:
    """A verdict for people; ``whole`` adds every check with its facts."""
    claim = verdict.claim
    changed = "" if verdict.now == verdict.verdict else f"; now {_words(verdict.now)}"
    later = " (on evidence dated later)" if verdict.later_evidence else ""
    lines = [f"{claim.claim_id}  {_words(verdict.verdict)}{later}{changed}: {claim.statement}"]
    if not verdict.results:
        lines.append(f"    {verdict.why}")
    for result in verdict.results:
        check = result.check
        theirs = f"theirs {check.shown}" + (f" to {check.high:g}" if check.high is not None else "")
        lines.append(
            f"    {check.witness}, {check.aggregate} of {check.subject}: {theirs}; "
            f"then {_ours(result.then)}; now {_ours(result.now)}"
        )
        if whole:
            if check.reading:
                lines.append(f"      read as: {check.reading}")
            if check.tolerance_reason:
                lines.append(f"      tolerance {check.tolerance:g}: {check.tolerance_reason}")
            now = result.now.measured
            lines.append(
                f"      {len(now.fact_ids)} facts, {now.assumed_dates} with an assumed date, "
                f"{now.low_quality} of low quality"
            )
            lines += [f"      {line}" for line in _facts(now.fact_ids)]
    if verdict.results:
        lines += [f"    {c.witness}: not at hand: {c.missing}" for c in claim.checks if c.missing]
    if whole:
        lines.append(f"    as of {verdict.as_of}, document {claim.document_id}, line {claim.line}")
    return lines


def _shown(value: object) -> str:
    """Our number with five digits, or a date as it is.

    Examples
    --------
    >>> _shown(4.161533196), _shown(4359.5), _shown(41563333.0), _shown("2025-12-02")
    ('4.1615', '4,359.5', '41,563,333', '2025-12-02')
    """
    from indicators.numbers import shortest

    if not isinstance(value, float):
        return str(value)
    digits = 4 - math.floor(math.log10(abs(value))) if value else 0
    return shortest(round(value, max(digits, 0)))


def _facts(fact_ids: Sequence[str]) -> list[str]:
    """The facts behind a number; of many the first and the last."""
    if len(fact_ids) <= 2 * FACTS_AT_AN_END + 1:
        return list(fact_ids)
    left_out = len(fact_ids) - 2 * FACTS_AT_AN_END
    return [*fact_ids[:FACTS_AT_AN_END], f"... {left_out} more, see --json ...", *fact_ids[-FACTS_AT_AN_END:]]


def _ours(side: Side) -> str:
    from indicators.numbers import number

    value = side.measured.value
    if value is None:
        return f"unknown ({side.measured.why})"
    shown = _shown(value)
    off = side.compared.difference if side.compared else None
    if isinstance(off, str):
        return f"{shown} (lacks {off})"
    if off is None or abs(off) < 1e-9:
        return shown
    return f"{shown} (difference {number(off, 0 if off == int(off) else 3, signed=True)})"
