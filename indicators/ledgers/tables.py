"""What the build adds to the database from the ledgers: verdicts, the facts they rest on, scores."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence

import polars as pl

from indicators.contracts.model import Contract, TableModel, column, columns_of
from indicators.ledgers.claims import Side, Verdict
from indicators.ledgers.resolution import OUTCOME, Resolution
from indicators.ledgers.scoring import GROUPS, Scored, rival_data
from indicators.ledgers.verdict import CONTRADICTED, ROUNDED, SUPPORTED, VERDICT

POLARS = {"text": pl.String, "integer": pl.Int64, "number": pl.Float64, "date": pl.Date}
OUTCOMES = {name: VERDICT[name] for name in (SUPPORTED, ROUNDED, CONTRADICTED)}
YES_NO = {"yes": "", "no": ""}
KNOWN = {"then": "what was known at the statement's day", "now": "what is known now"}


def _made(name: str, title: str, *key: str, usage: tuple[str, ...] = ()) -> Contract:
    return Contract(name=name, folder="ledgers", files=(), title=title, key=key, usage=usage)


class ClaimVerdicts(TableModel):
    """The verdict on one claim."""

    _contract = _made("claim_verdicts", "Verdicts on the claims", "claim_id",
                      usage=("A verdict judges a number against the facts held here, not its author.",))  # fmt: skip

    claim_id: str = column("Claim", references="claims.claim_id")
    as_of: dt.date = column("Day whose knowledge the verdict rests on: that of the document")
    verdict: str = column("Verdict on what was known then", codes=VERDICT)
    verdict_now: str = column("Verdict on what is known now", codes=VERDICT)
    later_evidence: str = column("Whether all evidence is dated after the claim", codes=YES_NO)
    why: str = column("Why there is no verdict, or what it lacks", nullable=True, free_text=True)


class ClaimCheckResults(TableModel):
    """What one check of a claim found: our value then and now beside theirs."""

    _contract = _made("claim_check_results", "Checks of the claims: theirs, ours, difference", "check_id", "known")

    check_id: str = column("Check", references="checks.check_id")
    claim_id: str = column("Claim", references="claims.claim_id")
    known: str = column("Which knowledge", codes=KNOWN)
    outcome: str = column("What the comparison says; empty where we have no value", codes=OUTCOMES, nullable=True)
    ours_number: float = column("Our value in their unit, where it is a number", nullable=True)
    ours_text: str = column("Our value, where it is a day or a text", nullable=True, free_text=True)
    difference: float = column("Ours less theirs, in their unit; days between days", nullable=True)
    lacks: str = column("Names of theirs that ours lacks", nullable=True, free_text=True)
    facts_count: int = column("Facts the value is made of", unit="count", ge=0)
    assumed_dates_count: int = column("Of them those that count from an assumed day", unit="count", ge=0)
    low_quality_count: int = column("Of them those of low quality", unit="count", ge=0)
    why: str = column("Why there is no value", nullable=True, free_text=True)


class VerdictFacts(TableModel):
    """One fact that one check rests on."""

    _contract = _made(
        "verdict_facts", "Facts behind the verdicts on claims and forecasts", "check_id", "known", "fact_id"
    )

    check_id: str = column("Check of a claim or of a forecast", pattern=r"[CF][0-9]{3}-[0-9]{3}[a-z]")
    known: str = column("Which knowledge", codes=KNOWN)
    fact_id: str = column("Fact", pattern=r"[a-z0-9_]+(\.[a-z0-9_+-]+)+")


class ForecastVerdicts(TableModel):
    """What became of one forecast of a document."""

    _contract = _made("forecast_verdicts", "Verdicts on the forecasts of the documents", "forecast_id")

    forecast_id: str = column("Forecast", references="forecasts.forecast_id")
    as_of: dt.date = column("Day whose knowledge the verdict rests on")
    outcome: str = column("Verdict", codes=OUTCOME)
    why: str = column("Why it is open or undecided", nullable=True, free_text=True)
    probability: float = column("Stated probability of what is predicted, 0 to 1", nullable=True, ge=0, le=1)
    base_rate: float = column("How often the same held before, 0 to 1", nullable=True, ge=0, le=1)
    base_rate_held: int = column("Earlier periods of the same length in which it held", nullable=True, ge=0)
    base_rate_periods: int = column("Earlier periods of the same length", nullable=True, ge=0)
    no_change: float = column("1 if it held in the last of them, else 0", nullable=True, ge=0, le=1)


class ForecastCheckResults(TableModel):
    """What one check of a forecast found."""

    _contract = _made("forecast_check_results", "Checks of the forecasts: predicted and ours", "check_id")

    check_id: str = column("Check", references="forecast_checks.check_id")
    forecast_id: str = column("Forecast", references="forecasts.forecast_id")
    outcome: str = column("What it says", codes=OUTCOME)
    ours_number: float = column("Our value in their unit, where it is a number", nullable=True)
    ours_text: str = column("Our value, where it is a day or a text", nullable=True, free_text=True)
    facts_count: int = column("Facts the value is made of", unit="count", ge=0)
    why: str = column("Why it is open", nullable=True, free_text=True)


class ForecastScores(TableModel):
    """How good the documents' forecasts were: one group of them."""

    _contract = _made("forecast_scores", "Scores of the documents' forecasts", "group_kind", "group_name",
                      usage=("Forecasts of one document are not independent: true intervals are wider.",))  # fmt: skip

    group_kind: str = column("How forecasts are grouped", codes=list(GROUPS))
    group_name: str = column("Which group", pattern=r"[a-z0-9_]+")
    forecasts: int = column("Forecasts in it", unit="count", ge=1)
    came_true: int = column("Of them came true", unit="count", ge=0)
    failed: int = column("Of them failed", unit="count", ge=0)
    open: int = column("Of them open", unit="count", ge=0)
    unresolvable: int = column("Of them cannot be decided", unit="count", ge=0)
    hit_rate: float = column("Came true of came true and failed, 0 to 1", nullable=True, ge=0, le=1)
    wilson_low: float = column("Wilson's 95 per cent interval, lower end", nullable=True, ge=0, le=1)
    wilson_high: float = column("Upper end", nullable=True, ge=0, le=1)
    exact_low: float = column("Clopper and Pearson's 95 per cent interval, lower end", nullable=True, ge=0, le=1)
    exact_high: float = column("Upper end", nullable=True, ge=0, le=1)
    with_probability: int = column("Decided ones whose words state a probability", unit="count", ge=0)
    mean_probability: float = column("Mean of it, 0 to 1", nullable=True, ge=0, le=1)
    came_true_of_them: int = column("Of these came true", unit="count", ge=0)
    brier: float = column("Brier score of the stated probabilities, 0 is perfect", nullable=True, ge=0, le=1)
    base_rate_cases: int = column("Decided ones with both a probability and a base rate", unit="count", ge=0)
    base_rate_brier: float = column("Brier score of the base rate on them", nullable=True, ge=0, le=1)
    base_rate_skill: float = column("1 less Brier over that of the base rate; from five cases on", nullable=True, le=1)
    base_rate_gain: float = column("Brier score of the base rate less that of the words", nullable=True)
    base_rate_gain_low: float = column("Its 95 per cent interval, lower end; from five cases on", nullable=True)
    base_rate_gain_high: float = column("Upper end", nullable=True)
    no_change_cases: int = column("Decided ones with both a probability and a no-change forecast", unit="count", ge=0)
    no_change_brier: float = column("Brier score of no change on them", nullable=True, ge=0, le=1)
    no_change_skill: float = column("1 less Brier over that of no change; from five cases on", nullable=True, le=1)
    no_change_gain: float = column("Brier score of no change less that of the words", nullable=True)
    no_change_gain_low: float = column("Its 95 per cent interval, lower end; from five cases on", nullable=True)
    no_change_gain_high: float = column("Upper end", nullable=True)
    why: str = column("What is not given, and why", nullable=True, free_text=True)


class PublishedScores(TableModel):
    """How good our own published forecasts were: one series at one horizon."""

    _contract = Contract(
        name="published_scores", folder="ledgers", files=(), title="Scores of our own published forecasts",
        key=("series_id", "horizon"), may_be_empty="no published forecast has come due",
        usage=("Overlapping forecasts are not independent: true intervals of a coverage are wider.",),
    )  # fmt: skip

    series_id: str = column("Series", pattern=r"[a-z0-9_]+(\.[a-z0-9_]+)+")
    horizon: int = column("Periods ahead; 0 stands for all together", unit="periods", ge=0)
    forecasts: int = column("Forecasts whose period is known", unit="count", ge=1)
    editions: int = column("Editions they are of", unit="count", ge=1)
    mase: float = column("Mean absolute scaled error", nullable=True)
    naive_mase: float = column("The same of the naive forecast", nullable=True)
    mean_error: float = column("Mean of what came less the forecast, unit of the series")
    crps: float = column("CRPS of five quantiles, unit of the series")
    naive_crps: float = column("The same of the naive forecast")
    crps_ratio: float = column("Ours over naive; below 1 is better", nullable=True)
    coverage_80: float = column("Share within the 80 per cent interval", ge=0, le=1)
    coverage_80_low: float = column("Its exact 95 per cent interval, lower end", ge=0, le=1)
    coverage_80_high: float = column("Upper end", ge=0, le=1)
    coverage_95: float = column("Share within the 95 per cent interval", ge=0, le=1)
    coverage_95_low: float = column("Its exact 95 per cent interval, lower end", ge=0, le=1)
    coverage_95_high: float = column("Upper end", ge=0, le=1)


VERDICT_TABLES: tuple[type[TableModel], ...] = (
    ClaimVerdicts, ClaimCheckResults, ForecastVerdicts, ForecastCheckResults, ForecastScores, VerdictFacts,
)  # fmt: skip
MADE_TABLES: tuple[type[TableModel], ...] = (*VERDICT_TABLES, PublishedScores)


def verdict_frames(verdicts: Sequence[Verdict]) -> dict[str, pl.DataFrame]:
    """Rows of the verdicts on claims, of their checks and of the facts behind them."""
    rows = [
        {"claim_id": v.claim.claim_id, "as_of": v.as_of, "verdict": v.verdict, "verdict_now": v.now,
         "later_evidence": "yes" if v.later_evidence else "no", "why": v.why or None}
        for v in verdicts
    ]  # fmt: skip
    sides = [
        (v.claim.claim_id, r.check.check_id, name, side)
        for v in verdicts for r in v.results for name, side in (("then", r.then), ("now", r.now))
    ]  # fmt: skip
    facts = [{"check_id": c, "known": name, "fact_id": f} for _, c, name, s in sides for f in s.measured.fact_ids]
    return {"claim_verdicts": _frame(ClaimVerdicts, rows), "verdict_facts": _frame(VerdictFacts, facts),
            "claim_check_results": _frame(ClaimCheckResults, [_side(*side) for side in sides])}  # fmt: skip


def _side(claim_id: str, check_id: str, known: str, side: Side) -> dict[str, object]:
    measured, off = side.measured, side.compared.difference if side.compared else None
    return {
        "check_id": check_id, "claim_id": claim_id, "known": known, "outcome": side.outcome, **_ours(measured.value),
        "difference": off if isinstance(off, float) else None, "lacks": off if isinstance(off, str) else None,
        "facts_count": len(measured.fact_ids), "assumed_dates_count": measured.assumed_dates,
        "low_quality_count": measured.low_quality, "why": measured.why or None,
    }  # fmt: skip


def _ours(value: float | dt.date | str | None) -> dict[str, object]:
    """A value as a number or as a text."""
    number = value if isinstance(value, float) else None
    return {"ours_number": number, "ours_text": None if value is None or number is not None else str(value)}


def resolution_frames(
    resolutions: Sequence[Resolution], found: Sequence[Scored], scores: Sequence[Mapping[str, object]]
) -> dict[str, pl.DataFrame]:
    """Rows of the verdicts on forecasts, of their checks, of the facts behind them, and of the scores."""
    beside = {s.resolution.forecast.forecast_id: rival_data(s) for s in found}
    rows = [
        {"forecast_id": r.forecast.forecast_id, "as_of": r.as_of, "outcome": r.outcome, "why": r.why or None,
         "probability": r.forecast.probability, **beside.get(r.forecast.forecast_id, {})}
        for r in resolutions
    ]  # fmt: skip
    tested = [(r.forecast.forecast_id, t) for r in resolutions for t in r.tested]
    checks = [
        {"check_id": t.check.check_id, "forecast_id": name, "outcome": t.outcome, **_ours(t.measured.value),
         "facts_count": len(t.measured.fact_ids), "why": t.why or None}
        for name, t in tested
    ]  # fmt: skip
    facts = [
        {"check_id": t.check.check_id, "known": "now", "fact_id": f} for _, t in tested for f in t.measured.fact_ids
    ]
    plain = [dict(row) | {"why": row["why"] or None} for row in scores]
    return {"forecast_verdicts": _frame(ForecastVerdicts, rows), "verdict_facts": _frame(VerdictFacts, facts),
            "forecast_check_results": _frame(ForecastCheckResults, checks),
            "forecast_scores": _frame(ForecastScores, plain)}  # fmt: skip


def _frame(model: type[TableModel], rows: Sequence[Mapping[str, object]]) -> pl.DataFrame:
    schema = {c.name: POLARS[c.kind] for c in columns_of(model)}
    return pl.DataFrame([{name: row.get(name) for name in schema} for row in rows], schema=schema, orient="row")


def empty_frame(model: type[TableModel]) -> pl.DataFrame:
    """A table without rows."""
    return _frame(model, [])
