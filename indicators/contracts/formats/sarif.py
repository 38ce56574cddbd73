"""The audit as SARIF 2.1.0, the format of code scanning."""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from typing import Any
from urllib.parse import quote

from indicators.contracts.findings import Audit, Finding, RuleResult
from indicators.version import __version__

SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"


def to_sarif(audit: Audit) -> str:
    """JSON text: every rule with the rows it tested, every finding at its line."""
    places = {r.rule_id: n for n, r in enumerate(audit.results)}
    seen: Counter[str] = Counter()
    log = {
        "$schema": SCHEMA,
        "version": "2.1.0",
        "runs": [
            {
                "tool": {
                    "driver": {
                        "name": "indicators",
                        "semanticVersion": __version__,
                        "rules": [_rule(r) for r in audit.results],
                    }
                },
                "columnKind": "unicodeCodePoints",
                "results": [_result(f, places[f.rule_id], seen) for f in audit.findings],
            }
        ],
    }
    return json.dumps(log, indent=1, allow_nan=False) + "\n"


def _rule(result: RuleResult) -> dict[str, Any]:
    rule: dict[str, Any] = {
        "id": result.rule_id,
        "shortDescription": {"text": result.sentence},
        "defaultConfiguration": {"level": result.severity},
        "properties": {
            "table": result.table, "outcome": result.outcome, "tested": result.tested, "broken": result.broken,
        },
    }  # fmt: skip
    if result.mend:
        rule["help"] = {"text": result.mend}
    return rule


def _result(finding: Finding, place: int, seen: Counter[str]) -> dict[str, Any]:
    location: dict[str, Any] = {"artifactLocation": {"uri": quote(finding.file)}}
    if finding.line:
        location["region"] = {"startLine": finding.line}
    return {
        "ruleId": finding.rule_id,
        "ruleIndex": place,
        "level": finding.severity,
        "message": {"text": _message(finding)},
        "locations": [{"physicalLocation": location}],
        "partialFingerprints": {"finding/v1": _fingerprint(finding, seen)},
        "properties": {
            "table": finding.table, "key": finding.key, "column": finding.column, "value": finding.value,
        },
    }  # fmt: skip


def _message(finding: Finding) -> str:
    """The finding in words; braces and brackets, which mark placeholders and links, stand for themselves."""
    told = str(finding).removeprefix(f"{finding.severity}: ").replace(f" [{finding.rule_id}]", "", 1)
    for mark in "\\[]":
        told = told.replace(mark, f"\\{mark}")
    return told.replace("{", "{{").replace("}", "}}")


def _fingerprint(finding: Finding, seen: Counter[str]) -> str:
    """The same for the same fault wherever the row has moved to; repeated ones are numbered."""
    what = "\n".join((finding.rule_id, finding.key or finding.file, finding.column))
    seen[what] += 1
    return hashlib.sha256(f"{what}\n{seen[what]}".encode()).hexdigest()[:32]
