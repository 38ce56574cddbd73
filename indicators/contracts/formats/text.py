"""The view for people: the first findings of each rule, the rest counted."""

from __future__ import annotations

from collections import Counter

from indicators.contracts.findings import Audit

FIRST = 5


def to_text(audit: Audit, rules: bool = False) -> str:
    """Three lines a finding, errors first, the first five of each rule; on request every rule; a closing line.

    Parameters
    ----------
    audit : Audit
        The result.
    rules : bool
        Whether to list every rule with the rows it tested.
    """
    seen: Counter[str] = Counter()
    lines = []
    for finding in (*audit.errors, *audit.warnings):
        seen[finding.rule_id] += 1
        if seen[finding.rule_id] <= FIRST:
            lines.append(str(finding))
    lines += [f"{rule_id}: {n - FIRST} more findings" for rule_id, n in seen.items() if n > FIRST]
    if rules:
        lines += [
            f"{r.outcome:14} {r.tested:7} tested {r.broken:5} broken  {r.rule_id}: {r.sentence}"
            + (f" (waits: {r.waits})" if r.outcome == "waits" else "")
            for r in audit.results
        ]
    outcomes = Counter(r.outcome for r in audit.results)
    lines.append(
        f"{len(audit.results)} rules over {len(audit.heights)} tables: {len(audit.errors)} errors, "
        f"{len(audit.warnings)} warnings, {outcomes['tested nothing']} rules tested nothing, "
        f"{outcomes['waits']} wait for their first row"
    )
    return "\n".join(lines) + "\n"
