"""Claims against claims: pairs that look at the same thing and cannot both hold, found by one query."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from indicators.ledgers.check import Check, Span
from indicators.ledgers.claims import Claim
from indicators.ledgers.measure import Measured
from indicators.store.opening import closed, in_memory

OPPOSED, PARTLY = "cannot_both_hold", "holds_for_a_part"
RELATION = {
    OPPOSED: "the two cannot both hold",
    PARTLY: "the second holds only for a part of the first's range",
}

PAIRS = f"""
WITH pairs AS (
  SELECT a.number AS a, b.number AS b, a.first = b.first AND a.last = b.last AS same,
         a.first >= b.first AND a.last <= b.last AS within, a.counts, a.ranged,
         a.low AS a_low, a.high AS a_high, b.low AS b_low, b.high AS b_high, a.claim_id < b.claim_id AS in_order
  FROM asserted a JOIN asserted b USING (looks_at) WHERE a.claim_id <> b.claim_id)
SELECT a, b, '{OPPOSED}' AS relation FROM pairs
WHERE (same AND in_order AND (a_high < b_low OR b_high < a_low))
   OR (counts AND within AND NOT same AND a_low > b_high)  -- a part of the time counts more than the whole
UNION ALL
SELECT a, b, '{PARTLY}' FROM pairs WHERE same AND ranged AND a_low < b_low AND b_low <= a_high AND b_high > a_high
ORDER BY a, b"""


@dataclass(frozen=True)
class Contradiction:
    """Two checks of different claims; ``relation`` is a key of ``RELATION``."""

    first: Claim
    first_check: Check
    second: Claim
    second_check: Check
    relation: str


def contradictions(claims: Sequence[Claim]) -> list[Contradiction]:
    """Pairs of claims that look at the same thing in the same time and say what cannot both be.

    Two checks look at the same thing when subject, conditions, measure and aggregate agree. Of
    counts also a part of the time is compared with the whole: it cannot hold more.
    """
    import polars as pl

    sides = [(claim, check) for claim in claims for check in claim.checks if not check.missing]
    rows = [_asserted(number, claim, check) for number, (claim, check) in enumerate(sides) if check.aggregate != "text"]
    if not rows:
        return []
    connection = in_memory(closed())
    try:
        connection.register("asserted", pl.DataFrame(rows).to_arrow())
        found = connection.execute(PAIRS).fetchall()
    finally:
        connection.close()
    return [Contradiction(sides[a][0], sides[a][1], sides[b][0], sides[b][1], how) for a, b, how in found]


def _asserted(number: int, claim: Claim, check: Check) -> dict[str, Any]:
    """What a check says, as an interval of our value; a number they print stands for all that round to it."""
    low, high = _interval(check)
    conditions = sorted((c.column, c.operator, tuple(sorted(c.values))) for c in check.conditions)
    looks_at = (check.subject, check.day_column, conditions, check.measure, check.aggregate, check.versus)
    return {
        "number": number, "claim_id": claim.claim_id, "looks_at": repr(looks_at), "first": check.span.first,
        "last": check.span.last, "low": low, "high": high, "counts": check.aggregate == "count",
        "ranged": check.comparison == "range",
    }  # fmt: skip


def _interval(check: Check) -> tuple[float, float]:
    if isinstance(check.expected, Span):
        low, high = float(check.expected.first.toordinal()), float(check.expected.last.toordinal())
        slack, step = check.tolerance, 1.0
    else:
        assert isinstance(check.expected, float)
        low = check.expected * check.scale
        high = low if check.high is None else check.high * check.scale
        half = 0.499999 * 10.0**-check.decimals if check.comparison == "eq" and check.aggregate != "count" else 0.0
        slack, step = max(check.tolerance, half) * check.scale, 1e-9 * max(1.0, abs(low))
    match check.comparison:
        case "gte":
            return low - slack, math.inf
        case "gt":
            return high + step - slack, math.inf
        case "lte":
            return -math.inf, high + slack
        case "lt":
            return -math.inf, low - step + slack
    return low - slack, high + slack


def data_of(found: Contradiction, measured: Sequence[Measured] = ()) -> dict[str, Any]:
    """A pair as plain data, with what the tables say of both sides where that was measured."""
    data = _data_of(found)
    for side, ours in zip(data["sides"], measured, strict=False):
        value = ours.value
        side |= {"ours": value if isinstance(value, float) else None if value is None else str(value),
                 "fact_ids": list(ours.fact_ids)}  # fmt: skip
    return data


def _data_of(found: Contradiction) -> dict[str, Any]:
    return {"relation": found.relation, "sides": [
        {"claim_id": claim.claim_id, "document_id": claim.document_id, "line": claim.line,
         "statement": claim.statement, "check_id": check.check_id, "subject": check.subject,
         "aggregate": check.aggregate, "comparison": check.comparison, "theirs": check.shown,
         "theirs_high": check.high, "first_day": str(check.span.first), "last_day": str(check.span.last)}
        for claim, check in ((found.first, found.first_check), (found.second, found.second_check))
    ]}  # fmt: skip
