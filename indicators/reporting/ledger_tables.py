"""The pages of claims, forecasts and editions as sentences and tables, once for every format."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import polars as pl

from indicators.days import day
from indicators.ledgers.check import Check, Span
from indicators.ledgers.claims import RECORDED, CheckResult, Verdict
from indicators.ledgers.resolution import FAILED, OPEN, OUTCOME, TRUE, Resolution
from indicators.ledgers.verdict import VERDICT
from indicators.numbers import MINUS, decimals_of, number
from indicators.reporting.ledger_page import DISPUTED, LedgerPage
from indicators.reporting.presentation import Table
from indicators.reporting.wording import counted
from indicators.store.declare import frequency_of
from indicators.store.periods import label_of

if TYPE_CHECKING:
    from indicators.reporting.content import Report

MOST_DECIMALS = 3


@dataclass(frozen=True)
class LedgerPart:
    """A part of the report: heading, sentences, tables that are shown, longer ones that fold, and files of data."""

    anchor: str
    short: str
    title: str
    sentences: tuple[str, ...]
    tables: tuple[Table, ...]
    folded: tuple[Table, ...] = ()
    files: tuple[str, ...] = ()


def ledger_parts(report: Report) -> list[LedgerPart]:
    """The pages there is something to show on."""
    page = report.ledgers
    if page is None or page.is_empty:
        return []
    parts = [_claims(report, page)] if page.verdicts else []
    parts += [_forecasts(page)] if page.resolutions or page.own_scores.height else []
    return [*parts, _editions(page)] if page.editions.height else parts


def _claims(report: Report, page: LedgerPage) -> LedgerPart:
    checked = [v for v in page.verdicts if v.results]
    own = [v for v in page.verdicts if v.claim.family not in RECORDED]
    sentences = [
        f"{counted(len({v.claim.document_id for v in page.verdicts}), 'document')} with "
        f"{counted(len(page.verdicts), 'statement')}; {len(own)} speak of what the tables hold, {len(checked)} of them "
        "are checked, each on what was known on its document's day and again on what is known now.",
        "A verdict judges a number against the facts held here, not its author; a number that no fact here can decide "
        "is neither right nor wrong.",
    ]
    titles = {s.series.id: s.series.title for s in report.scores}
    for series_id, claims in page.disputed.items():
        sentences.append(
            f"Of the headline '{titles[series_id]}' a document states another number: {', '.join(claims)}."
        )
    by_document, by_family = "Verdicts by document, as of each document's day", "Verdicts by family"
    against = [v for v in checked if {v.verdict, v.now} & set(DISPUTED)]
    contradicted = Table(
        "Claims that the facts contradict", CLAIM_HEAD, tuple(map(_claim_row, against)), frozenset({1}), cards=True
    )
    tables = (
        *((contradicted,) if against else ()),
        _counts(by_document, "document", page.verdicts, lambda v: _document(page, v.claim.document_id)),
        _counts(by_family, "family", own, lambda v: v.claim.family.replace("_", " ")),
    )
    folded = tuple(_document_table(page, name, found) for name, found in _by_document(checked).items())
    title = "Claims of documents, checked"
    return LedgerPart("claims", "Claims", title, tuple(sentences), tables, folded, ("claims",))


def _document(page: LedgerPage, document_id: str) -> str:
    return f"{document_id} {page.titles.get(document_id, '')}".strip()


def _counts(caption: str, head: str, verdicts: Sequence[Verdict], of: Callable[[Verdict], str]) -> Table:
    groups: dict[str, Counter[str]] = {}
    for verdict in verdicts:
        groups.setdefault(of(verdict), Counter())[verdict.verdict] += 1
    shown = [name for name in VERDICT if any(g[name] for g in groups.values())]
    rows = [(name, *(str(groups[name][v]) for v in shown), str(groups[name].total())) for name in sorted(groups)]
    total = sum(groups.values(), Counter())
    rows.append(("all", *(str(total[v]) for v in shown), str(total.total())))
    heads = (head, *(VERDICT[name] for name in shown), "all")
    return Table(caption, heads, tuple(rows), frozenset(range(1, len(heads))))


def _by_document(verdicts: Iterable[Verdict]) -> dict[str, list[Verdict]]:
    found: dict[str, list[Verdict]] = {}
    for verdict in verdicts:
        found.setdefault(verdict.claim.document_id, []).append(verdict)
    return found


CLAIM_HEAD = ("claim", "line", "statement", "theirs", "ours then", "ours now", "verdict", "now", "evidence")


def _document_table(page: LedgerPage, document_id: str, verdicts: Sequence[Verdict]) -> Table:
    as_of = day(verdicts[0].as_of)
    rows = tuple(_claim_row(v) for v in verdicts)
    return Table(
        f"{_document(page, document_id)}: checked claims, as of {as_of}", CLAIM_HEAD, rows, frozenset({1}), cards=True
    )


def _claim_row(verdict: Verdict) -> tuple[str, ...]:
    claim, results = verdict.claim, verdict.results
    later = " (on later evidence)" if verdict.later_evidence else ""
    return (
        claim.claim_id, str(claim.line), claim.statement, _each(_theirs(r) for r in results),
        _each(_ours(r.check, r.then.measured.value) for r in results),
        _each(_ours(r.check, r.now.measured.value) for r in results),
        VERDICT[verdict.verdict] + later, "" if verdict.now == verdict.verdict else VERDICT[verdict.now],
        _each(f"{r.check.subject} ({counted(len(r.now.measured.fact_ids), 'fact')})" for r in results),
    )  # fmt: skip


HOW = {"gt": "more than ", "gte": "at least ", "lt": "less than ", "lte": "at most ", "approx": "about "}
"""How a comparison is said before their number."""


def _theirs(result: CheckResult) -> str:
    """Their number with how it is meant."""
    check = result.check
    stated = check.expected
    if isinstance(stated, float):
        shown = check.shown.replace("-", MINUS) + ("" if check.high is None else f" to {_shown(check.high)}")
    elif isinstance(stated, Span) and stated.first == stated.last:
        shown = day(stated.first)
    else:
        shown = check.shown
    return f"{HOW.get(check.comparison, '')}{shown}"


def _each(texts: Iterable[str]) -> str:
    return "; ".join(dict.fromkeys(texts))


def _ours(check: Check, value: float | dt.date | str | None) -> str:
    """Our value; of a series a day stands for its period."""
    if check.is_series and isinstance(value, dt.date):
        return label_of(value, frequency_of(check.subject))
    return _shown(value)


def _shown(value: float | dt.date | str | None) -> str:
    """A value: a day, names, or a number with at most three decimals."""
    if isinstance(value, float):
        return number(value, min(decimals_of(value), MOST_DECIMALS))
    return "unknown" if value is None else value if isinstance(value, str) else day(value)


FORECAST_HEAD = ("forecast", "made by", "statement", "due", "stated", "ours", "verdict", "evidence")


def _forecasts(page: LedgerPage) -> LedgerPart:
    sentences = [_hits(page.scores[0])] if page.scores else []
    sentences += [s for s in (_brier(page.scores[0]),) if s] if page.scores else []
    decided = [r for r in page.resolutions if r.outcome in (TRUE, FAILED)]
    still = [r for r in page.resolutions if r.outcome == OPEN]
    tables = [_scores_table(page.scores)] if page.scores else []
    if page.own_scores.height:
        tables.append(_own_table(page.own_scores))
    folded = [
        Table(f"{caption}: {len(found)}", FORECAST_HEAD, tuple(map(_forecast_row, found)), cards=True)
        for caption, found in (("Forecasts that came due", decided), ("Open forecasts", still)) if found
    ]  # fmt: skip
    title = "Forecasts of documents, and our own" if page.own_scores.height else "Forecasts of documents"
    return LedgerPart("forecasts", "Forecasts", title, tuple(sentences), tuple(tables), tuple(folded), ("forecasts",))


def _hits(row: Mapping[str, object]) -> str:
    text = (
        f"{row['forecasts']} forecasts of documents: {row['came_true']} came true, {row['failed']} failed, "
        f"{row['open']} are open, {row['unresolvable']} cannot be decided with the facts held here."
    )
    if row["hit_rate"] is None:
        return text
    return (
        f"{text} Of those decided {_percent(row['hit_rate'])} came true ({_ends(row, 'exact')}, exact 95 % interval)."
    )


def _brier(row: Mapping[str, object]) -> str:
    if row["brier"] is None:
        return ""
    return (
        f"The words of {row['with_probability']} decided ones state a probability: {_percent(row['mean_probability'])} "
        f"on average, and {row['came_true_of_them']} came true (Brier score {row['brier']}; 0 is perfect, 0.25 a "
        "coin). So few cases do not tell a good forecaster from a lucky one."
    )


def _percent(value: object) -> str:
    assert isinstance(value, float)
    return f"{100 * value:.0f} %"


def _ends(row: Mapping[str, object], name: str) -> str:
    return f"{_percent(row[f'{name}_low'])} to {_percent(row[f'{name}_high'])}"


def _scores_table(scores: Sequence[Mapping[str, object]]) -> Table:
    head = ("group", "forecasts", "came true", "failed", "open", "undecided", "hit rate", "exact 95 %", "Brier", "of")
    rows = []
    for row in scores:
        if row["group_kind"] == "word":
            continue
        name = "all" if row["group_kind"] == "all" else f"{row['group_kind']} {row['group_name']}".replace("_", " ")
        counts = [str(row[k]) for k in ("forecasts", "came_true", "failed", "open", "unresolvable")]
        known = row["hit_rate"] is not None
        rate = (_percent(row["hit_rate"]), _ends(row, "exact")) if known else ("", "")
        brier = ("", "") if row["brier"] is None else (str(row["brier"]), str(row["with_probability"]))
        rows.append((name, *counts, *rate, *brier))
    return Table("Forecasts of documents by verdict", head, tuple(rows), frozenset({1, 2, 3, 4, 5, 6, 8, 9}))


def _own_table(scores: pl.DataFrame) -> Table:
    head = ("series", "periods ahead", "forecasts", "MASE", "naive", "CRPS", "naive", "within 80 %", "within 95 %")
    rows = []
    for row in scores.iter_rows(named=True):
        ahead = "all" if row["horizon"] == 0 else str(row["horizon"])
        numbers = ["" if row[k] is None else f"{row[k]:g}" for k in ("mase", "naive_mase", "crps", "naive_crps")]
        covered = [f"{_percent(row[f'coverage_{n}'])} ({_ends(row, f'coverage_{n}')})" for n in (80, 95)]
        rows.append((row["series_id"], ahead, str(row["forecasts"]), *numbers, *covered))
    return Table("Our own published forecasts, scored", head, tuple(rows), frozenset(range(2, 7)))


def _forecast_row(resolution: Resolution) -> tuple[str, ...]:
    forecast, tested = resolution.forecast, resolution.tested
    stated = "" if forecast.probability is None else _percent(forecast.probability)
    why = f" ({resolution.why})" if resolution.why else ""
    return (
        forecast.forecast_id, forecast.forecaster, forecast.statement, forecast.period, stated,
        _each(_ours(t.check, t.measured.value) for t in tested), OUTCOME[resolution.outcome] + why,
        _each(f"{t.check.subject} ({counted(len(t.measured.fact_ids), 'fact')})" for t in tested),
    )  # fmt: skip


def _editions(page: LedgerPage) -> LedgerPart:
    last = page.editions.row(-1, named=True)
    moved = page.first_published.filter(pl.col("now").is_not_null() & (pl.col("now") != pl.col("first")))
    sentences = (
        f"{counted(page.editions.height, 'edition')} published; the last is edition {last['edition']}, "
        f"{last['quarter']}, as of {day(last['as_of'])}.",
        f"Of {counted(page.first_published.height, 'headline')} first published there, read otherwise now: "
        f"{moved.height or 'none'}. What was published stays as it was.",
    )
    head = ("edition", "quarter", "series", "period", "first published", "now", "unit", "note")
    rows = tuple(
        (str(r["edition"]), r["quarter"], r["series_id"], r["period"], _shown(r["first"]), _shown(r["now"]), r["unit"],
         r["note"] or "")
        for r in page.first_published.iter_rows(named=True)
    )  # fmt: skip
    table = Table("Headlines as first published, and now", head, rows, frozenset({4, 5}), cards=True)
    return LedgerPart("editions", "Editions", "Published editions", sentences, (table,))


CLAIM_COLUMNS = (
    "claim_id", "document_id", "line", "statement", "as_of", "verdict", "verdict_now", "check_id", "witness",
    "subject", "theirs", "ours_then", "ours_now",
)  # fmt: skip
FORECAST_COLUMNS = (
    "forecast_id", "document_id", "line", "statement", "made_on", "probability", "outcome", "why", "check_id",
    "subject", "predicted", "ours",
)  # fmt: skip


def ledger_csv(page: LedgerPage) -> dict[str, pl.DataFrame]:
    """The same as tables of data, with the facts behind each check."""
    claims = [
        (v.claim.claim_id, v.claim.document_id, v.claim.line, v.claim.statement, v.as_of, v.verdict, v.now,
         r.check.check_id, r.check.witness, r.check.subject, r.check.shown, _shown(r.then.measured.value),
         _shown(r.now.measured.value), "; ".join(r.now.measured.fact_ids))
        for v in page.verdicts for r in v.results
    ]  # fmt: skip
    foreseen = [
        (r.forecast.forecast_id, r.forecast.document_id, r.forecast.line, r.forecast.statement, r.forecast.made_on,
         r.forecast.probability, r.outcome, r.why, t.check.check_id, t.check.subject, t.check.shown,
         _shown(t.measured.value), "; ".join(t.measured.fact_ids))
        for r in page.resolutions for t in r.tested
    ]  # fmt: skip
    names = (*CLAIM_COLUMNS, "fact_ids")
    told = (*FORECAST_COLUMNS, "fact_ids")
    made = {
        "claims": pl.DataFrame(claims, schema=list(names), orient="row", infer_schema_length=None),
        "forecasts": pl.DataFrame(foreseen, schema=list(told), orient="row", infer_schema_length=None),
        "forecast_scores": pl.DataFrame(list(page.scores), infer_schema_length=None),
        "first_published": page.first_published, "published_scores": page.own_scores,
    }  # fmt: skip
    return {name: frame for name, frame in made.items() if frame.height}
